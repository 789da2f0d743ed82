"""The day on which an issuer's fiscal year ends, as given in its release."""

from __future__ import annotations

import re
from calendar import monthrange

from fls.analysis.times.calendar import most_days
from fls.analysis.times.days import month_number
from fls.analysis.times.words import MONTHS
from fls.analysis.times.years import NUMBERED

__all__ = ["fiscal_year_end"]

_MONTH = rf"(?:{'|'.join(MONTHS).title()})"
_DAY = (
    rf"(?:(?P<month>{_MONTH})[a-z]*\.?\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b"
    rf"|(?P<day_before>\d{{1,2}})(?:st|nd|rd|th)?\s(?P<month_behind>{_MONTH}))"
)
_YEAR_ENDS = re.compile(
    r"(?:[Yy]ears?|[Ff]iscal(?=\s20))(?:\s20\d\d)?(?:,?[-\s](?:that\s|which\s)?end(?:ing|s|ed)?)"
    r"(?:\s(?:on|of|is)){0,2}\s" + _DAY
)
_QUARTER_ENDS = re.compile(
    r"quarter(?:\sof\s(?:(?:our|its|the)\s)?(?:[Ff]iscal\s|[Ff]inancial\s)?(?:[Yy]ear\s)?20\d\d)?,?\s"
    r"(?:which\s|that\s)?end(?:ing|s|ed)\s(?:on\s)?" + _DAY
)
_OF_THE = r"\s(?:of|for|in)\s(?:(?:its|our|the)\s)?(?:fiscal\s|financial\s)?"
_BEFORE_PART = re.compile(
    rf"\b(?:quarter{_OF_THE}|(?:quarters?|half|months){_OF_THE}20\d\d\s)$", re.I
)
_QUARTER_NUMBER = re.compile(rf"\b({'|'.join(NUMBERED)})[-\s](?:fiscal\s|financial\s)?$", re.I)
#: A year without February 29.
_COMMON_YEAR = 2001


def fiscal_year_end(text: str) -> tuple[int, int] | None:
    """Find the month and day on which, according to a release, the fiscal year ends.

    They are given with a year, or derived from a numbered quarter; the first of each counts.

    Parameters
    ----------
    text : str
        The whole release.

    Returns
    -------
    (int, int) or None

    Examples
    --------
    >>> fiscal_year_end("Form 10-K for the fiscal year ended June 30, 2025")
    (6, 30)
    >>> fiscal_year_end("Sales rose in the first quarter ended October 31, 2025")
    (7, 31)
    """
    for match in _YEAR_ENDS.finditer(text):
        # In "the third quarter of fiscal 2025 ended December 31" the quarter ends.
        if not _BEFORE_PART.search(text, max(0, match.start() - 40), match.start()):
            return _read_month_and_day(match)
    for match in _QUARTER_ENDS.finditer(text):
        ordinal = _QUARTER_NUMBER.search(text, max(0, match.start() - 20), match.start())
        end = _read_month_and_day(match)
        if ordinal and end:
            return _add_quarters(*end, 4 - NUMBERED[ordinal[1].lower()])
    return None


def _read_month_and_day(match: re.Match[str]) -> tuple[int, int] | None:
    number = month_number(match["month"] or match["month_behind"])
    day = int(match["day"] or match["day_before"])
    return (number, day) if 1 <= day <= most_days(number) else None


def _add_quarters(number: int, day: int, quarters: int) -> tuple[int, int]:
    """Return the end of a later quarter; the end of a month leads to the end of a month."""
    last = (number - 1 + 3 * quarters) % 12 + 1
    length = monthrange(_COMMON_YEAR, last)[1]
    at_end = day >= monthrange(_COMMON_YEAR, number)[1]
    return last, length if at_end else min(day, length)
