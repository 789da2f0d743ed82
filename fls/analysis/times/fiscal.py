"""The day on which an issuer's fiscal year ends, as its release tells it."""

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
_THE = r"\s(?:of|for|in)\s(?:(?:its|our|the)\s)?(?:fiscal\s|financial\s)?"
_PART_OF = re.compile(rf"\b(?:quarter{_THE}|(?:quarters?|half|months){_THE}20\d\d\s)$", re.I)
_WHICH = re.compile(rf"\b({'|'.join(NUMBERED)})[-\s](?:fiscal\s|financial\s)?$", re.I)
#: Without a February 29.
_COMMON_YEAR = 2001


def fiscal_year_end(text: str) -> tuple[int, int] | None:
    """Find month and day on which a release says that the year ends.

    Told by the year itself, or by a quarter with its number; the first of each counts.

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
        # "The third quarter of fiscal 2025 ended December 31" tells of the quarter.
        if not _PART_OF.search(text, max(0, match.start() - 40), match.start()):
            return _month_and_day(match)
    for match in _QUARTER_ENDS.finditer(text):
        which = _WHICH.search(text, max(0, match.start() - 20), match.start())
        end = _month_and_day(match)
        if which and end:
            return _quarters_on(*end, 4 - NUMBERED[which[1].lower()])
    return None


def _month_and_day(match: re.Match[str]) -> tuple[int, int] | None:
    number = month_number(match["month"] or match["month_behind"])
    day = int(match["day"] or match["day_before"])
    return (number, day) if 1 <= day <= most_days(number) else None


def _quarters_on(number: int, day: int, quarters: int) -> tuple[int, int]:
    """Go on from the end of a quarter; the end of a month stays one."""
    last = (number - 1 + 3 * quarters) % 12 + 1
    length = monthrange(_COMMON_YEAR, last)[1]
    at_end = day >= monthrange(_COMMON_YEAR, number)[1]
    return last, length if at_end else min(day, length)
