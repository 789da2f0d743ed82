"""Two releases side by side: what was repeated, what moved, what is gone."""

from __future__ import annotations

from fls.analysis.comparison.compare import Comparison, compare, timeline

__all__ = [
    "Comparison",
    "compare",
    "timeline",
]
