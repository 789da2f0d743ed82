"""Shares of a corpus, corrected for the classifier's errors by a small labelled sample."""

from __future__ import annotations

from fls.correction._estimate import METHODS, correct
from fls.correction._needed import labels_needed

__all__ = ["METHODS", "correct", "labels_needed"]
