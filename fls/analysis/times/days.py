"""Days, weekdays and months as a sentence names them, and the year that stands behind them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from fls.analysis.times.calendar import Calendar, Period, add_months, month, season

__all__ = [
    "FISCAL",
    "MONTH",
    "MONTHS",
    "MONTH_NAMES",
    "PAST",
    "WEEKDAYS",
    "YEAR",
    "Named",
    "Rule",
    "day_at",
    "in_year",
    "month_at",
    "month_number",
    "next_weekday",
    "short_year",
    "weekday_at",
    "year_span",
]

MONTH_NAMES = (
    "january february march april may june july august september october november december".split()
)
MONTHS = [name[:3] for name in MONTH_NAMES]
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_WRITTEN = (
    r"Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?"
    r"|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?"
)
MONTH = rf"(?P<m>{_WRITTEN}|{_WRITTEN.upper()})(?!\w)"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\w%]|[,.]\d)"
YEAR = r"(?:19|20)\d\d(?![\w%]|[,.]\d)"
_TO = r" ?(?:-|–|to|through|and|or) ?"
_WEEKDAY = re.compile(rf"(?:{'|'.join(WEEKDAYS)})(?:,? (?:the )?|(?!\w))", re.I)
_MONTH_DAY = re.compile(
    rf"{MONTH} (?P<d>{_DAY})(?:(?:, {_DAY}){{0,4}},?{_TO}(?P<e>{_DAY}))?"
    rf"(?:,? (?:of )?(?P<y>{YEAR}))?"
)
_DAY_MONTH = re.compile(
    rf"(?P<d>{_DAY})(?:{_TO}(?P<e>{_DAY}))?[ -](?:of )?{MONTH}(?:(?:,? |-)(?P<y>{YEAR}))?"
)
_MONTH_ALONE = re.compile(MONTH)
_ISO = re.compile(r"(?P<y>(?:19|20)\d\d)[-/](?P<m>\d\d)[-/](?P<d>\d\d)(?!\w)")
_DOTTED = re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>20\d\d)(?!\w)")
_SLASHED = re.compile(r"(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>(?:19|20)?\d\d)(?![\w/])")

FISCAL = r"(?P<f>fiscal|financial|calendar)"
#: The year behind a quarter, a half, a season or a month.
_OF_YEAR = re.compile(
    rf"(?:[, /-]{{0,2}}(?:of|in|for)?) ?(?:(?:the|its|our|their|this) )?(?:(?:company"
    rf"|corporation)[’']s )?"
    rf"(?:{FISCAL}[ -]?)?(?:years? )?(?:(?P<y>{YEAR})(?:[-–/](?P<z>\d\d(?:\d\d)?)\b)?"
    rf"|fy ?[’']?(?P<s>20\d\d|\d\d)\b|cy ?[’']?(?P<c>20\d\d|\d\d)\b|[‘’'](?P<t>\d\d)\b)"
    rf"|,? (?:of |in )?(?:the )?(?P<rel>this|next|last|prior|previous|same|current|coming"
    rf"|upcoming|following) (?:{FISCAL.replace('<f>', '<g>')} )?year\b"
    rf"|,? (?:of |in )?(?:the|its|our) (?:{FISCAL.replace('<f>', '<h>')} )?year\b(?! (?:ago"
    rf"|earlier))",
    re.I,
)
_NAMED_QUARTER = re.compile(rf"(?P<m>March|June|September|December) (?:(?P<y>{YEAR}) )?quarter\b")


class Named(NamedTuple):
    """A period as a sentence names it.

    Parameters
    ----------
    start, end : int
        Where it stands.
    period : Period
        The days; both missing where they hang on an unknown date of release.
    make : callable or None
        Gives the period in another year, where its own year is not said.
    fiscal : bool
        Whether a fiscal calendar was taken.
    """

    start: int
    end: int
    period: Period
    make: Callable[[int], Period] | None = None
    fiscal: bool = False


#: Reads a period that begins at an offset of a sentence, if one does.
Rule = Callable[[str, int, Calendar], Named | None]
#: What is over for any release.
PAST = Period(date.min, date.min, "past")


def month_number(name: str) -> int:
    """Give the number of a month by the beginning of its name."""
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
    found = _MONTH_DAY.match(text, begin) or _DAY_MONTH.match(text, begin)
    if not found:
        return _numeric_day(text, begin, at)
    number = month_number(found["m"])
    first = int(re.sub(r"\D", "", found["d"]))
    last = int(re.sub(r"\D", "", found["e"])) if found["e"] else first

    def make(year: int) -> Period:
        return _day(year, number, first, max(first, last))

    try:
        if found["y"]:
            return Named(at, found.end(), make(int(found["y"])))
        return Named(at, found.end(), calendar.upcoming(make), make)
    except ValueError:
        return None


def _numeric_day(text: str, begin: int, at: int) -> Named | None:
    found = _ISO.match(text, begin) or _SLASHED.match(text, begin) or _DOTTED.match(text, begin)
    if not found:
        return None
    number, day = int(found["m"]), int(found["d"])
    if number > 12:
        number, day = day, number
    try:
        return Named(at, found.end(), _day(short_year(found["y"]), number, day, day))
    except ValueError:
        return None


#: "Monday through Friday": each week.
_EVERY_WEEK = re.compile(r"day(?:s| through| thru| to|,? and) $", re.I)
_BEFORE_WEEKDAY = re.compile(r"(?:^|\b(?:on|by|until|before|after|from|through) )$", re.I)


def weekday_at(text: str, at: int, calendar: Calendar) -> Named | None:
    """Read a weekday, with its date or behind a word such as "on"."""
    found = day_at(text, at, calendar)
    alone = _WEEKDAY.match(text, at)
    if found or not alone or not _BEFORE_WEEKDAY.search(text, max(0, at - 8), at):
        return found
    if _EVERY_WEEK.search(text, max(0, at - 20), at):
        return None
    return Named(at, at + len(alone[0].rstrip(", ")), next_weekday(alone[0], calendar, False))


def next_weekday(name: str, calendar: Calendar, after: bool) -> Period:
    """Give the first such weekday from the release on, or after it."""
    if calendar.today is None:
        return Period(None, None, "day")
    start = calendar.today + timedelta(days=after)
    number = next(k for k, day in enumerate(WEEKDAYS) if name.lower().startswith(day))
    day = start + timedelta(days=(number - start.weekday()) % 7)
    return Period(day, day, "day")


def month_at(text: str, at: int, calendar: Calendar) -> Named | None:
    """Read a month, or "the September quarter"."""
    found = _MONTH_ALONE.match(text, at)
    if not found:
        return None
    named = _NAMED_QUARTER.match(text, at)
    number = month_number(found["m"])
    if named:

        def make(year: int) -> Period:
            last = month(year, number).last or date.max
            return Period(add_months(last, -3) + timedelta(days=1), last, "quarter")

        if named["y"]:
            return Named(at, named.end(), make(int(named["y"])))
        return in_year(text, at, named.end(), make, calendar)
    year = _OF_YEAR.match(text, found.end())
    if not year and not _is_month(text, found):
        return None
    return in_year(text, at, found.end(), lambda y: month(y, number), calendar)


_BEFORE_MONTH = re.compile(
    r"(?:in|by|of|for|until|through|late|early|mid|this|next|from|to|and|or|between|on|before"
    r"|after|since"
    r"|during|starting|beginning|as|end|about|throughout|within|around)[ -](?:the |its |our )?$"
    rf"|\b(?:{'|'.join(MONTHS)})[a-z]*(?:[-–/]|, )$",
    re.I,
)


def _is_month(text: str, found: re.Match[str]) -> bool:
    """Tell a month from the verb "may", the verb "march" and names of people."""
    name = found["m"]
    if name.endswith(".") or (len(name) > 4 and name not in ("March", "MARCH", "April", "August")):
        return True
    return bool(_BEFORE_MONTH.search(text, max(0, found.start() - 16), found.start()))


def in_year(
    text: str,
    at: int,
    end: int,
    make: Callable[[int], Period],
    calendar: Calendar,
    fiscal: bool = False,
    remake: Callable[[int], Period] | None = None,
) -> Named:
    """Put a period into the year that stands behind it, or into the first that is not over.

    `remake` makes it by the fiscal calendar, for a year that turns out to be a fiscal one.
    """
    found = _OF_YEAR.match(text, end)
    if not found:
        return Named(at, end, calendar.upcoming(make), make, fiscal)
    said = found["f"] or found["g"] or found["h"] or ("fiscal" if found["s"] else "")
    if said and said.lower() != "calendar" and remake:
        make, fiscal = remake, True
    end = found.end()
    year = found["y"] or found["s"] or found["c"] or found["t"]
    if year:
        first, last = year_span(short_year(year), found["z"])
        made = make(last) if make(last).kind != "season" else _winter_of(make, first, last)
        return Named(at, end, made, None, fiscal)
    this = calendar.this_year(fiscal)
    relative = (found["rel"] or "this").lower()
    if relative in ("last", "prior", "previous"):
        return Named(at, end, PAST)
    if relative in ("same", "following") or this is None:
        return Named(at, end, Period(None, None, make(2000).kind), None, fiscal)
    later = relative in ("next", "coming", "upcoming")
    return Named(at, end, make(this + later), None, fiscal)


def _winter_of(make: Callable[[int], Period], first: int, last: int) -> Period:
    """Give the season of a year, or of "2025-26": there, summer is that of the south."""
    made = make(last)
    if first == last or (made.last and made.last.month == 2):
        return made
    return season(last, "winter")
