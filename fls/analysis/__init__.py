"""What is read out of a labelled release: promises, legend, hype, exposure. Needs no model."""

from __future__ import annotations

from fls.analysis.baselines import list_measures
from fls.analysis.commitments import forward_shares
from fls.analysis.hype import Hit, hype_hits
from fls.analysis.measures import ANALYSES, EXPLANATION, MEASURES, WORDS, Analysis, Findings, Score
from fls.analysis.risk import risk
from fls.analysis.tagged import Tagged

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
