"""What is read out of a labelled release: promises, legend, hype, exposure. Needs no model."""

from __future__ import annotations

from .baselines import list_measures
from .forward import forward_shares
from .hype import Hit, hype_hits
from .measures import ANALYSES, EXPLANATION, MEASURES, WORDS, Analysis, Findings, Score
from .risk import risk
from .tagged import Tagged

__all__ = [
    "ANALYSES",
    "EXPLANATION",
    "MEASURES",
    "WORDS",
    "Analysis",
    "Findings",
    "Hit",
    "Score",
    "Tagged",
    "forward_shares",
    "hype_hits",
    "list_measures",
    "risk",
]
