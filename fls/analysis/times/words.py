"""Names of months, weekdays and seasons, from which all patterns and lists of them are made."""

from __future__ import annotations

__all__ = ["MONTHS", "MONTH_NAMES", "MONTH_WORDS", "SEASONS", "WEEKDAYS", "is_fiscal"]

MONTH_NAMES = (
    "january february march april may june july august september october november december".split()
)
#: Their first three letters.
MONTHS = [name[:3] for name in MONTH_NAMES]
#: Every way to write a month, in lower case and without a point.
MONTH_WORDS = frozenset((*MONTHS, "sept", *MONTH_NAMES))
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
#: First month of each season; winter is told by the year in which it ends.
SEASONS = {"spring": 3, "summer": 6, "fall": 9, "autumn": 9, "winter": 12}


def is_fiscal(word: str | None) -> bool:
    """Whether a word before a year or a quarter makes it a fiscal one: "calendar" does not.

    Examples
    --------
    >>> is_fiscal("Financial "), is_fiscal("calendar"), is_fiscal(None)
    (True, False, False)
    """
    return (word or "").strip().lower() in ("fiscal", "financial")
