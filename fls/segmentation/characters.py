"""Characters by which a reader knows a line; rules and shapes share them."""

from __future__ import annotations

__all__ = ["CLOSING_QUOTES", "COLONS", "DASHES", "OPENING_QUOTES", "ORNAMENTS", "REFERENCE_MARKS"]

COLONS = ":："
DASHES = "-–—"
OPENING_QUOTES = '"“'
CLOSING_QUOTES = "\"”’'"
#: A line of these alone parts a page; other furniture may stand among them.
ORNAMENTS = "-–—#*_=~•."
#: A reference begins with one of these, or with a digit.
REFERENCE_MARKS = "[(*†‡"
