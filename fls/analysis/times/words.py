"""Names of months, weekdays and seasons, from which all patterns and lists of them are made."""

from __future__ import annotations

from fls.vocabulary import MONTH_FORMS, WEEKDAY_FORMS

__all__ = ["MONTHS", "MONTH_NAMES", "MONTH_WORDS", "SEASONS", "WEEKDAYS", "is_fiscal"]

MONTH_NAMES = list(MONTH_FORMS)
#: Their first three letters.
MONTHS = [name[:3] for name in MONTH_NAMES]
#: Every way to write a month, in lower case and without a point.
MONTH_WORDS = frozenset(MONTH_FORMS).union(*MONTH_FORMS.values())
#: Not abbreviated in sentences, where "sun", "sat" and "wed" are words of their own.
WEEKDAYS = list(WEEKDAY_FORMS)
#: First month of each season; the year of a winter is the one in which it ends.
SEASONS = {"spring": 3, "summer": 6, "fall": 9, "autumn": 9, "winter": 12}


def is_fiscal(word: str | None) -> bool:
    """Check whether a word before a year or a quarter makes it fiscal: "calendar" does not.

    Examples
    --------
    >>> is_fiscal("Financial "), is_fiscal("calendar"), is_fiscal(None)
    (True, False, False)
    """
    return (word or "").strip().lower() in ("fiscal", "financial")
