"""Days, weekdays and months as a sentence names them, and the year that stands behind them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from fls.analysis.times.calendar import (
    Calendar,
    Period,
    Recurring,
    add_months,
    month,
    most_days,
    season,
)
from fls.analysis.times.words import MONTHS, WEEKDAYS, is_fiscal
from fls.segmentation.datelines import WRITTEN_MONTH

__all__ = [
    "FISCAL",
    "MONTH",
    "PAST",
    "YEAR",
    "Named",
    "Rule",
    "day_at",
    "month_at",
    "month_number",
    "next_weekday",
    "put_in_year",
    "short_year",
    "weekday_at",
    "year_span",
]

#: Whole names take no point after them, which is that of the sentence: "in June."
MONTH = rf"(?P<month>{WRITTEN_MONTH})(?<!(?i:June|July)\.)(?!\w)"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\w%]|[,.]\d)"
YEAR = r"(?:19|20)\d\d(?![\w%]|[,.]\d)"
_TO = r" ?(?:-|–|to|through|and|or) ?"
_WEEKDAY = re.compile(rf"(?:{'|'.join(WEEKDAYS)})(?:,? (?:the )?|(?!\w))", re.I)
_MONTH_DAY = re.compile(
    rf"{MONTH}(?:\.(?= {_DAY},? {YEAR}))? (?P<day>{_DAY})"  # May 3; June. 3, 2026
    rf"(?:(?:, {_DAY}){{0,4}},?{_TO}(?P<last_day>{_DAY}))?"  # to 5; , 4 and 5
    rf"(?:,? (?:of )?(?P<year>{YEAR}))?"  # , 2026
)
_DAY_MONTH = re.compile(
    rf"(?P<day>{_DAY})(?:{_TO}(?P<last_day>{_DAY}))?[ -](?:of )?{MONTH}"  # 3 to 5 May
    rf"(?:(?:,? |-)(?P<year>{YEAR}))?"  # 2026; 3-May-2026
)
_MONTH_ALONE = re.compile(MONTH)
_ISO = re.compile(r"(?P<year>(?:19|20)\d\d)[-/](?P<month>\d\d)[-/](?P<day>\d\d)(?!\w)")
_DOTTED = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>20\d\d)(?!\w)")
_SLASHED = re.compile(r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>(?:19|20)?\d\d)(?![\w/])")

FISCAL = r"fiscal|financial|calendar"
#: The year behind a quarter, a half, a season or a month.
_OF_YEAR = re.compile(
    r"(?:[, /-]{0,2}(?:of|in|for)?) ?(?:(?:the|its|our|their|this) )?"  # of its
    r"(?:(?:company|corporation)[’']s )?"  # of the company's
    rf"(?:(?P<fiscal>{FISCAL})[ -]?)?(?:years? )?"  # of fiscal year
    rf"(?:(?P<year>{YEAR})(?:[-–/](?P<last_year>\d\d(?:\d\d)?)\b)?"  # 2026; 2026-27
    r"|fy ?[’']?(?P<fiscal_year>20\d\d|\d\d)\b"  # FY26
    r"|cy ?[’']?(?P<calendar_year>20\d\d|\d\d)\b"  # CY2026
    r"|[‘’'](?P<short_year>\d\d)\b)"  # '26
    r"|,? (?:of |in )?(?:the )?(?P<relative>this|next|last|prior|previous|same|current|coming"
    rf"|upcoming|following) (?:(?P<relative_fiscal>{FISCAL}) )?year\b"  # of the next fiscal year
    rf"|,? (?:of |in )?(?:the|its|our) (?:(?P<own_fiscal>{FISCAL}) )?year\b"  # of our year
    r"(?! (?:ago|earlier))",
    re.I,
)
_NAMED_QUARTER = re.compile(
    rf"(?P<month>March|June|September|December) (?:(?P<year>{YEAR}) )?quarter\b"
)


class Named(NamedTuple):
    """A period as a sentence names it.

    Parameters
    ----------
    start, end : int
        Where it stands.
    period : Period
        The days; both missing where they hang on an unknown date of release.
    recurring : Recurring or None
        The same of any year, where its own year is not said.
    fiscal : bool
        Whether a fiscal calendar was taken.
    """

    start: int
    end: int
    period: Period
    recurring: Recurring | None = None
    fiscal: bool = False


#: Reads a period that begins at an offset of a sentence, if one does.
Rule = Callable[[str, int, Calendar], Named | None]
#: What is over for any release.
PAST = Period(date.min, date.min, "past")


def month_number(name: str) -> int:
    """Return the number of a month by the beginning of its name."""
    return MONTHS.index(name[:3].lower()) + 1


def short_year(year: str) -> int:
    """Read a year of two or four digits."""
    number = int(year.lstrip("’'"))
    return number if number > 99 else 2000 + number


def year_span(first: int, to: str | None) -> tuple[int, int]:
    """Read the second year of "2026-30" or "2026-2030"."""
    if to is None:
        return first, first
    last = int(to) if len(to) == 4 else first // 100 * 100 + int(to)
    return (first, last) if first < last <= first + 60 else (first, first)


def _day(year: int, number: int, first: int, last: int) -> Period:
    return Period(date(year, number, first), date(year, number, last), "day")


def day_at(text: str, at: int, calendar: Calendar) -> Named | None:
    """Read a day, or a run of days of one month, as "May 3, 2025" or "3 to 5 May"."""
    weekday = _WEEKDAY.match(text, at)
    begin = weekday.end() if weekday else at
    match = _MONTH_DAY.match(text, begin) or _DAY_MONTH.match(text, begin)
    if not match:
        return _numeric_day(text, begin, at)
    number = month_number(match["month"])
    first = int(re.sub(r"\D", "", match["day"]))
    last = max(first, int(re.sub(r"\D", "", match["last_day"] or match["day"])))
    if last > most_days(number):
        return None
    recurring = Recurring("day", lambda year: _day(year, number, first, last))
    if match["year"]:
        period = recurring.in_year(int(match["year"]))
        return Named(at, match.end(), period) if period.first else None
    return Named(at, match.end(), calendar.upcoming(recurring), recurring)


def _numeric_day(text: str, begin: int, at: int) -> Named | None:
    match = _ISO.match(text, begin) or _SLASHED.match(text, begin) or _DOTTED.match(text, begin)
    if not match:
        return None
    number, day = int(match["month"]), int(match["day"])
    if number > 12:
        number, day = day, number
    try:
        return Named(at, match.end(), _day(short_year(match["year"]), number, day, day))
    except ValueError:
        return None


#: "Monday through Friday": each week.
_EVERY_WEEK = re.compile(r"day(?:s| through| thru| to|,? and) $", re.I)
_BEFORE_WEEKDAY = re.compile(r"(?:^|\b(?:on|by|until|before|after|from|through) )$", re.I)


def weekday_at(text: str, at: int, calendar: Calendar) -> Named | None:
    """Read a weekday, with its date or behind a word such as "on"."""
    day = day_at(text, at, calendar)
    alone = _WEEKDAY.match(text, at)
    if day or not alone or not _BEFORE_WEEKDAY.search(text, max(0, at - 8), at):
        return day
    if _EVERY_WEEK.search(text, max(0, at - 20), at):
        return None
    return Named(at, at + len(alone[0].rstrip(", ")), next_weekday(alone[0], calendar, False))


def next_weekday(name: str, calendar: Calendar, after: bool) -> Period:
    """Return the first such weekday from the release on, or after it."""
    if calendar.today is None:
        return Period.unknown("day")
    start = calendar.today + timedelta(days=after)
    number = next(k for k, day in enumerate(WEEKDAYS) if name.lower().startswith(day))
    day = start + timedelta(days=(number - start.weekday()) % 7)
    return Period(day, day, "day")


def month_at(text: str, at: int, calendar: Calendar) -> Named | None:
    """Read a month, or "the September quarter"."""
    match = _MONTH_ALONE.match(text, at)
    if not match:
        return None
    number = month_number(match["month"])
    named_quarter = _NAMED_QUARTER.match(text, at)
    if named_quarter:
        recurring = Recurring("quarter", lambda year: _quarter_to(month(year, number)))
        end = named_quarter.end()
        if named_quarter["year"]:
            return Named(at, end, recurring.in_year(int(named_quarter["year"])))
        return put_in_year(text, at, end, recurring, calendar)
    if not _OF_YEAR.match(text, match.end()) and not _is_month(text, match):
        return None
    recurring = Recurring("month", lambda year: month(year, number))
    return put_in_year(text, at, match.end(), recurring, calendar)


def _quarter_to(last_month: Period) -> Period:
    """Return the quarter that ends with a month."""
    last = last_month.last or date.max
    return Period(add_months(last, -3) + timedelta(days=1), last, "quarter")


_BEFORE_MONTH = re.compile(
    r"(?:in|by|of|for|until|through|late|early|mid|this|next|from|to|and|or|between|on|before"
    r"|after|since"
    r"|during|starting|beginning|as|end|about|throughout|within|around)[ -](?:the |its |our )?$"
    rf"|\b(?:{'|'.join(MONTHS)})[a-z]*(?:[-–/]|, )$",
    re.I,
)


def _is_month(text: str, match: re.Match[str]) -> bool:
    """Check that a word is a month, not the verb "may", the verb "march" or a name."""
    name = match["month"]
    if name.endswith(".") or (len(name) > 4 and name not in ("March", "MARCH", "April", "August")):
        return True
    return bool(_BEFORE_MONTH.search(text, max(0, match.start() - 16), match.start()))


def put_in_year(text: str, at: int, end: int, recurring: Recurring, calendar: Calendar) -> Named:
    """Put a period into the year that stands behind it, or into the first that is not over."""
    match = _OF_YEAR.match(text, end)
    if not match:
        return Named(at, end, calendar.upcoming(recurring), recurring, recurring.fiscal)
    end = match.end()
    word = match["fiscal"] or match["relative_fiscal"] or match["own_fiscal"]
    if recurring.place_in_fiscal and (is_fiscal(word) or (match["fiscal_year"] and not word)):
        recurring = recurring._replace(fiscal=True)
    year = match["year"] or match["fiscal_year"] or match["calendar_year"] or match["short_year"]
    if year:
        period = _in_years(recurring, *year_span(short_year(year), match["last_year"]))
    else:
        period = _in_relative_year(recurring, (match["relative"] or "this").lower(), calendar)
    return Named(at, end, period, None, recurring.fiscal)


def _in_years(recurring: Recurring, first: int, last: int) -> Period:
    """Put a period into a year, or the second of two; the summer of "2025-26" is southern."""
    period = recurring.in_year(last)
    is_winter = period.last is not None and period.last.month == 2
    if recurring.kind != "season" or first == last or is_winter:
        return period
    return season(last, "winter")


def _in_relative_year(recurring: Recurring, relative: str, calendar: Calendar) -> Period:
    """Put a period into "the next year" and the like."""
    this = calendar.this_year(recurring.fiscal)
    if relative in ("last", "prior", "previous"):
        return PAST
    if relative in ("same", "following") or this is None:
        return Period.unknown(recurring.kind)
    return recurring.in_year(this + (relative in ("next", "coming", "upcoming")))
