"""What is read out of a labelled release: promises, legend, hype, exposure. Needs no model."""

from __future__ import annotations

from .exposure import exposure, forward_shares
from .hype import hype, hype_hits
from .risk import risk
from .tagged import Tagged

__all__ = ["Tagged", "exposure", "forward_shares", "hype", "hype_hits", "risk"]
