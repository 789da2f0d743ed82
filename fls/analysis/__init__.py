"""What is read out of a labelled release: promises, legend, hype, exposure. Needs no model."""

from __future__ import annotations

from .baselines import list_measures
from .exposure import Marks, exposure, forward_shares
from .hype import Hit, hype, hype_hits
from .measures import MEASURES, measures
from .risk import risk
from .tagged import Tagged

__all__ = [
    "MEASURES",
    "Hit",
    "Marks",
    "Tagged",
    "exposure",
    "forward_shares",
    "hype",
    "hype_hits",
    "list_measures",
    "measures",
    "risk",
]
