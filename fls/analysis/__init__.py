"""What is read out of a labelled release: promises, legend, hype, exposure. Needs no model."""

from __future__ import annotations

from .tagged import Tagged

__all__ = ["Tagged"]
