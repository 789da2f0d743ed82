"""Periods named in a sentence: each word that can begin one leads to the rules that read on."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from .calendar import Calendar, Period, add_months, half, holiday, month, quarter, season, week

__all__ = ["MONTHS", "PERIOD_STARTS", "Named", "day_at", "month_number", "named_at"]

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "back": 2, "latter": 2, "third": 3}
_ORDINALS |= {"3rd": 3, "fourth": 4, "4th": 4, "final": 4, "last": 4}

_MONTH = (
    r"(?P<m>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?"
    r"|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?"
    r"|JAN(?:UARY|\.)?|FEB(?:RUARY|\.)?|MAR(?:CH|\.)?|APR(?:IL|\.)?|MAY|JUNE?\.?|JULY?\.?"
    r"|AUG(?:UST|\.)?|SEPT?(?:EMBER|\.)?|OCT(?:OBER|\.)?|NOV(?:EMBER|\.)?|DEC(?:EMBER|\.)?)(?!\w)"
)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\w%]|[,.]\d)"
_YEAR = r"(?:19|20)\d\d(?![\w%]|[,.]\d)"
_TO = r" ?(?:-|–|to|through|and|or) ?"
_WEEKDAY = re.compile(rf"(?:{'|'.join(_WEEKDAYS)})(?:,? (?:the )?|(?!\w))", re.I)
_MONTH_DAY = re.compile(
    rf"{_MONTH} (?P<d>{_DAY})(?:{_TO}(?P<e>{_DAY}))?(?:,? (?:of )?(?P<y>{_YEAR}))?"
)
_DAY_MONTH = re.compile(
    rf"(?P<d>{_DAY})(?:{_TO}(?P<e>{_DAY}))? (?:of )?{_MONTH}(?:,? (?P<y>{_YEAR}))?"
)
_MONTH_ALONE = re.compile(_MONTH)
_ISO = re.compile(r"(?P<y>(?:19|20)\d\d)[-/](?P<m>\d\d)[-/](?P<d>\d\d)(?!\w)")
_SLASHED = re.compile(r"(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>(?:19|20)?\d\d)(?![\w/])")

_FISCAL = r"(?P<f>fiscal|financial|calendar)"
#: The year behind a quarter, a half, a season or a month.
_OF_YEAR = re.compile(
    rf"(?:[, -]{{0,2}}(?:of|in|for)?) ?(?:(?:the|its|our|their|this) )?(?:(?:company|corporation)[’']s )?"
    rf"(?:{_FISCAL}[ -]?)?(?:years? )?(?:(?P<y>{_YEAR})(?:[-–/](?P<z>\d\d(?:\d\d)?)\b)?|fy ?[’']?(?P<s>20\d\d|\d\d)\b|[’'](?P<t>\d\d)\b)"
    rf"|,? (?:of |in )?(?:the )?(?P<rel>this|next|last|prior|previous|same|current|coming|upcoming|following) (?:{_FISCAL.replace('<f>', '<g>')} )?year\b"
    rf"|,? (?:of |in )?(?:the|its|our) (?:{_FISCAL.replace('<f>', '<h>')} )?year\b(?! (?:ago|earlier))",
    re.I,
)
_ORDINAL = r"first|1st|second|2nd|third|3rd|fourth|4th|final|last"
_QUARTER = re.compile(
    rf"(?:{_FISCAL}[ -])?(?:year )?(?:(?P<n>{_ORDINAL})(?:(?: and| or| to| through|,) (?:the )?(?P<o>{_ORDINAL}))?[ -](?:(?P<g>fiscal|financial|calendar)[ -])?quarters?\b"
    r"|(?P<q>Q[1-4]|[1-4]Q)(?:[-–/](?P<r>Q?[1-4])\b)?(?:(?:FY)? ?[’']?(?P<t>\d\d)(?!\d)|(?!\d)))",
    re.I,
)
_HALF = re.compile(
    rf"(?:{_FISCAL}[ -])?(?P<n>first|1st|second|2nd|back|latter)[ -]half\b(?: of (?={_MONTH}))?"
    r"|(?P<q>[12]H|H[12])(?:(?:FY)? ?[’']?(?P<t>\d\d)(?!\d)|(?!\d))",
    re.I,
)
_NAMED_QUARTER = re.compile(r"(?P<m>March|June|September|December) quarter\b")
_SEASON = re.compile(
    r"(?:the )?(?:(?P<a>(?:20)\d\d) )?(?:southern )?(?P<s>spring|summer|fall|autumn|winter)\b(?:/\w+)?",
    re.I,
)
_FULL_YEAR = re.compile(
    rf"(?:(?P<f>fiscal|financial|calendar) ?)?(?:(?P<full>full)[- ](?P<g>fiscal |financial |calendar )?)?(?:years?\b|(?<=fiscal)|(?<=calendar)|(?<=financial))[ -]?"
    rf"(?:(?P<y>{_YEAR})(?:[-–/](?P<z>\d\d(?:\d\d)?)\b)?|[’'](?P<t>\d\d)\b)?"
    r"|[fc]y ?-?(?P<u>20\d\d|[’']?\d\d)(?:[-–/](?P<w>\d\d(?:\d\d)?)\b)?",
    re.I,
)
_BARE_YEAR = re.compile(rf"(?P<y>{_YEAR})(?:[-–/](?P<z>\d\d(?:\d\d)?)(?![\w-]))?")
_HOLIDAY = re.compile(
    r"(?P<h>thanksgiving|christmas(?: day| eve)?|new year[’']s(?: day| eve)?|labou?r day|memorial day"
    rf"|independence day|halloween|fourth of july)\b(?: day)?(?:,? (?P<y>{_YEAR}))?",
    re.I,
)
_RELATIVE = re.compile(
    r"(?P<rel>this|next|current|present|coming|upcoming|following) (?:coming |upcoming )?(?:(?P<f>fiscal|financial|calendar) )?"
    rf"(?P<what>year|quarter|half|month|week|decade|spring|summer|fall|autumn|winter|{'|'.join(_WEEKDAYS)}|{_MONTH})\b"
    rf"(?:,? (?P<y>{_YEAR}))?",
    re.I,
)
_ENDING = re.compile(
    r"(?:(?P<n>\d{1,2}|three|six|nine|twelve)[- ]months? (?:period )?|(?:fiscal |financial |calendar )?(?:full )?(?P<what>year|half[- ]year|half|quarter) )"
    r"(?:(?:that |which )?(?P<v>ending|ends|ended|to be ended)) (?:on )?",
    re.I,
)
_MONTH_COUNTS = {"three": 3, "six": 6, "nine": 9, "twelve": 12, "year": 12, "quarter": 3}
_WEEK_OF = re.compile(r"week (?:of|beginning|commencing|starting) (?:\w+day,? )?", re.I)
_DECADE = re.compile(r"decade\b", re.I)


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
    vague_year : bool
        Whether no year is said at all.
    """

    start: int
    end: int
    period: Period
    make: Callable[[int], Period] | None = None
    fiscal: bool = False


_Rule = Callable[[str, int, Calendar], Named | None]


def _past() -> Period:
    """Give a period that is over for any release."""
    return Period(date.min, date.min, "past")


def month_number(name: str) -> int:
    """Give the number of a month by the beginning of its name."""
    return MONTHS.index(name[:3].lower()) + 1


def _short(year: str) -> int:
    """Read a year of two or four digits."""
    number = int(year.lstrip("’'"))
    return number if number > 99 else 2000 + number


def _span(first: int, to: str | None) -> tuple[int, int]:
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
    found = _ISO.match(text, begin) or _SLASHED.match(text, begin)
    if not found:
        return None
    number, day = int(found["m"]), int(found["d"])
    if number > 12:
        number, day = day, number
    try:
        return Named(at, found.end(), _day(_short(found["y"]), number, day, day))
    except ValueError:
        return None


_BEFORE_WEEKDAY = re.compile(r"(?:^|\b(?:on|by|until|before|after|from|through) )$", re.I)


def _weekday(text: str, at: int, calendar: Calendar) -> Named | None:
    found = day_at(text, at, calendar)
    alone = _WEEKDAY.match(text, at)
    if found or not alone or not _BEFORE_WEEKDAY.search(text, max(0, at - 8), at):
        return found
    return Named(at, at + len(alone[0].rstrip(", ")), _next_weekday(alone[0], calendar, False))


def _next_weekday(name: str, calendar: Calendar, after: bool) -> Period:
    if calendar.today is None:
        return Period(None, None, "day")
    start = calendar.today + timedelta(days=after)
    number = next(k for k, day in enumerate(_WEEKDAYS) if name.lower().startswith(day))
    day = start + timedelta(days=(number - start.weekday()) % 7)
    return Period(day, day, "day")


def _month(text: str, at: int, calendar: Calendar) -> Named | None:
    found = _MONTH_ALONE.match(text, at)
    if not found:
        return None
    named = _NAMED_QUARTER.match(text, at)
    number = month_number(found["m"])
    if named:

        def make(year: int) -> Period:
            last = month(year, number).last or date.max
            return Period(add_months(last, -3) + timedelta(days=1), last, "quarter")

        return _in_year(text, at, named.end(), make, calendar)
    year = _OF_YEAR.match(text, found.end())
    if not year and not _is_month(text, found):
        return None
    return _in_year(text, at, found.end(), lambda y: month(y, number), calendar)


_BEFORE_MONTH = re.compile(
    r"(?:in|by|of|for|until|through|late|early|mid|this|next|from|to|and|or|between|on|before|after|since"
    r"|during|starting|beginning|as|end|about)[ -](?:the |its |our )?$",
    re.I,
)


def _is_month(text: str, found: re.Match[str]) -> bool:
    """Tell a month from the verb "may", the verb "march" and names of people."""
    name = found["m"]
    if name.endswith(".") or (len(name) > 4 and name not in ("March", "MARCH", "April", "August")):
        return True
    return bool(_BEFORE_MONTH.search(text, max(0, found.start() - 16), found.start()))


def _in_year(
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
    year = found["y"] or found["s"] or found["t"]
    if year:
        first, last = _span(_short(year), found["z"])
        made = make(last) if make(last).kind != "season" else _winter_of(make, first, last)
        return Named(at, end, made, None, fiscal)
    this = calendar.this_year(fiscal)
    relative = (found["rel"] or "this").lower()
    if relative in ("last", "prior", "previous"):
        return Named(at, end, _past())
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


def _quarter(text: str, at: int, calendar: Calendar) -> Named | None:
    found = _QUARTER.match(text, at)
    if not found:
        return None
    if found["q"]:
        number = int(found["q"].strip("qQ"))
        other = int(found["r"].strip("qQ")) if found["r"] else number
    else:
        number = _ORDINALS[found["n"].lower()]
        other = _ORDINALS[(found["o"] or found["n"]).lower()]
        if (found["n"] or "").lower() == "last" and not found["o"]:
            return Named(at, found.end(), _past())
    said = (found["f"] or found["g"] or "").lower()

    def of(fiscal: bool) -> Callable[[int], Period]:
        def make(year: int) -> Period:
            whole = calendar.year(year, fiscal)
            first, last = quarter(whole, number), quarter(whole, max(number, other))
            return first._replace(last=last.last)

        return make

    fiscal = said in ("fiscal", "financial")
    if found["q"] and found["t"]:
        return Named(at, found.end(), of(fiscal)(_short(found["t"])), None, fiscal)
    return _in_year(text, at, found.end(), of(fiscal), calendar, fiscal, of(True))


def _half(text: str, at: int, calendar: Calendar) -> Named | None:
    found = _HALF.match(text, at)
    if not found:
        return None
    said = found["q"] or found["n"]
    number = int(said.lower().strip("h")) if found["q"] else _ORDINALS[said.lower()]
    if found["n"]:
        inner = _month(text, found.end(), calendar) if found["m"] else None
        if inner and inner.period.kind == "month":
            made = inner.make
            remade = (lambda year: half(made(year), number)) if made else None
            period = half(inner.period, number) if inner.period.first else inner.period
            return inner._replace(start=at, period=period, make=remade)

    def of(fiscal: bool) -> Callable[[int], Period]:
        return lambda year: half(calendar.year(year, fiscal), number)

    fiscal = (found["f"] or "").lower() in ("fiscal", "financial")
    if found["q"] and found["t"]:
        return Named(at, found.end(), of(fiscal)(_short(found["t"])), None, fiscal)
    return _in_year(text, at, found.end(), of(fiscal), calendar, fiscal, of(True))


_BEFORE_SEASON = re.compile(
    r"(?:in|by|of|for|this|next|until|through|during|late|early|mid|before|after|over)[ -](?:the )?"
    r"(?:southern |northern |late |early |coming )?$",
    re.I,
)


def _season(text: str, at: int, calendar: Calendar) -> Named | None:
    found = _SEASON.match(text, at)
    if not found:
        return None
    name = found["s"].lower()

    def make(year: int) -> Period:
        return season(year, name)

    result = _in_year(text, at, found.end(), make, calendar)
    if found["a"]:
        result = Named(at, found.end(), make(int(found["a"])))
    sure = found["a"] or _BEFORE_SEASON.search(text, max(0, at - 24), at)
    if not sure and (result.end == found.end() or result.make):
        return None
    if name == "winter" and result.period.last and calendar.today and not result.make:
        if (
            result.period.last < calendar.today
            and result.period.last.year > calendar.today.year - 1
        ):
            result = result._replace(period=make(result.period.last.year + 1))
    return result


def _year(text: str, at: int, calendar: Calendar) -> Named | None:
    found = _FULL_YEAR.match(text, at)
    if not found or found.end() == at:
        return None
    said = (found["f"] or found["g"] or "").strip().lower()
    fiscal = said in ("fiscal", "financial") or bool(found["u"] and text[at] in "fF")
    if said != "calendar" and found["full"] and calendar.fiscal_end:
        fiscal = True
    number = found["y"] or found["t"] or found["u"]
    end = at + len(found[0].rstrip(" -"))
    if number:
        first, last = _span(_short(number), found["z"] or found["w"])
        return _year_with(text, at, end, first, last, fiscal, calendar)
    if not (found["full"] or text[:at].lower().endswith(("the ", "year’s ", "end of ", "for "))):
        return None
    if text[at - 4 : at].lower() == "the " or found["full"]:
        this = calendar.this_year(fiscal)
        period = calendar.year(this, fiscal) if this else Period(None, None, "year")
        return Named(at, end, period, None, fiscal)
    return None


def _year_with(
    text: str, at: int, end: int, first: int, last: int, fiscal: bool, calendar: Calendar
) -> Named:
    """Give a year, or the quarter or half of it that stands behind it."""
    if first == last and text[end : end + 1] in (" ", ","):
        behind = end + len(text[end : end + 2]) - len(text[end : end + 2].lstrip(" ,"))
        for rule in (_quarter, _half):
            inner = rule(text, behind, calendar) if text[behind : behind + 1].isalnum() else None
            if inner and inner.make:
                of_fiscal = Calendar(calendar.today, calendar.fiscal_end if fiscal else None)
                again = rule(text, behind, of_fiscal if not fiscal else calendar)
                made = (again or inner).make or inner.make
                return Named(at, inner.end, made(first), None, fiscal or inner.fiscal)
    whole = calendar.year(first, fiscal)
    return Named(at, end, whole._replace(last=calendar.year(last, fiscal).last), None, fiscal)


_BEFORE_YEAR = re.compile(
    r"(?:\b(?:in|by|for|of|during|through|throughout|until|till|to|into|before|after|from|since|and|or|between"
    r"|beyond|calendar|year|beginning|starting|early|mid|late|than|to|our|the|its|exiting|entering|guidance|over|about|around)[ -]|[-–,;:] ?|^|[-–])$",
    re.I,
)
_BEHIND_YEAR = re.compile(
    r" (?:(?:full[- ]year|adjusted|net|total|annual|organic|revenue|sales|earnings|guidance|outlook|capital|operating|EBITDA"
    r"|EPS|results|targets?|budget|plan|program|programme|production|growth|goals?|season|financial|forecast|expectations?"
    r"|has|will|is|and|to|through|exploration|drill\w*|exit)\b)",
    re.I,
)
_NAME_BEHIND_YEAR = re.compile(
    r" (?:(?:Convertible|Senior|Notes?|Annual|Equity|Plan|Stock|Incentive|Act|World|Conference|Proxy|Form|Term|Summer Games"
    r"|Special|Bonds?|Olympic\w*|Omnibus|Offering|General|Debentures?)\b|(?:[Aa]nnual|AGM)\b)"
)
_NAME_BEFORE_YEAR = re.compile(
    r"(?:\bAct of|\bAct,?|[Nn]otes(?: due)?|[Dd]ue|Vision|Agenda|Strategy|Code) $"
)


def _bare_year(text: str, at: int, calendar: Calendar) -> Named | None:
    found = _BARE_YEAR.match(text, at)
    if not found or _NAME_BEFORE_YEAR.search(text, max(0, at - 16), at):
        return None
    end = found.end()
    if _NAME_BEHIND_YEAR.match(text, end):
        return None
    if not _BEFORE_YEAR.search(text, max(0, at - 16), at) and not _BEHIND_YEAR.match(text, end):
        return None
    first, last = _span(int(found["y"]), found["z"])
    return _year_with(text, at, end, first, last, False, calendar)


def _relative(text: str, at: int, calendar: Calendar) -> Named | None:
    found = _RELATIVE.match(text, at)
    if not found:
        return None
    what, end = found["what"], found.end()
    if found["m"]:
        if not what[0].isupper():
            return None
        inner = _in_year(text, at, end, lambda y: month(y, month_number(what)), calendar)
        return inner if found["rel"].lower() == "this" else _later(inner, calendar)
    what = what.lower()
    later = found["rel"].lower() in ("next", "coming", "upcoming", "following")
    if found["rel"].lower() in ("coming", "upcoming", "following") and what in ("week", "month"):
        later = True
    if what in _WEEKDAYS:
        return Named(at, end, _next_weekday(what, calendar, later))
    if what in ("spring", "summer", "fall", "autumn", "winter"):
        inner = _in_year(text, at, end, lambda y: season(y, what), calendar)
        return _later(inner, calendar) if found["rel"].lower() == "next" else inner
    fiscal = (found["f"] or "").lower() in ("fiscal", "financial")
    return Named(at, end, _around(what, later, fiscal, calendar), None, fiscal)


def _later(named: Named, calendar: Calendar) -> Named:
    """Put a period without year into the first year in which it begins after the release."""
    if named.make is None:
        return named
    return named._replace(period=calendar.upcoming(named.make, begun=False), make=None)


def _around(what: str, later: bool, fiscal: bool, calendar: Calendar) -> Period:
    """Give the year, quarter, month ... that holds the day of release, or the one after it."""
    today, this = calendar.today, calendar.this_year(fiscal)
    if today is None or this is None:
        return Period(None, None, what)
    if what == "year":
        return calendar.year(this + later, fiscal)
    if what == "decade":
        first = today.year // 10 * 10 + 10 * later
        return Period(date(first, 1, 1), date(first + 9, 12, 31), "decade")
    if what == "week":
        return week(today + timedelta(days=7 * later))
    if what == "month":
        day = add_months(today.replace(day=1), 1) if later else today
        return month(day.year, day.month)
    cut, n = (quarter, 4) if what == "quarter" else (half, 2)
    years = (calendar.year(this, fiscal), calendar.year(this + 1, fiscal))
    pieces = [cut(year, k) for year in years for k in range(1, n + 1)]
    holds = next(k for k, piece in enumerate(pieces) if piece.last and piece.last >= today)
    return pieces[holds + later]


def _ending(text: str, at: int, calendar: Calendar) -> Named | None:
    """Read "the six months ending June 30, 2026"; what has ended is past."""
    found = _ENDING.match(text, at)
    if not found:
        return None
    end = day_at(text, found.end(), calendar)
    if not end:
        inner = _month(text, found.end(), calendar)
        end = inner
    if not end:
        return None
    if found["v"].lower() == "ended":
        return Named(at, end.end, _past())
    said = (found["n"] or found["what"]).lower()
    kind = "duration" if found["n"] else "half" if said.startswith("half") else said
    if end.period.last is None:
        return Named(at, end.end, Period(None, None, kind))
    months = _MONTH_COUNTS.get(said) or (int(said) if said.isdigit() else 6)
    first = add_months(end.period.last, -months) + timedelta(days=1)
    return Named(at, end.end, Period(first, end.period.last, kind))


def _week_of(text: str, at: int, calendar: Calendar) -> Named | None:
    found = _WEEK_OF.match(text, at)
    day = day_at(text, found.end(), calendar) if found else None
    if day is None:
        return None
    period = week(day.period.first) if day.period.first else Period(None, None, "week")
    return Named(at, day.end, period)


def _holiday(text: str, at: int, calendar: Calendar) -> Named | None:
    found = _HOLIDAY.match(text, at)
    if not found or re.compile(r" (?:trad|season|shopping|market|period|sale)").match(
        text, found.end()
    ):
        return None
    name = found["h"].lower().replace("’", "'")

    def make(year: int) -> Period:
        return holiday(year, name)

    if found["y"]:
        return Named(at, found.end(), make(int(found["y"])))
    return Named(at, found.end(), calendar.upcoming(make), make)


def _decade(text: str, at: int, calendar: Calendar) -> Named | None:
    found = _DECADE.match(text, at)
    if not found or text[max(0, at - 4) : at].lower() != "the ":
        return None
    return Named(at, found.end(), _around("decade", False, False, calendar))


_TODAY = re.compile(r"(?:tonight|today|tomorrow)\b(?![’']s)", re.I)
_BEFORE_TODAY = re.compile(
    r"\b(?:later|starting|beginning|begins?|effective|starts?|opens?|clos(?:e|es|ing)|launch|available|trading|live|held"
    r"|effect|expected|placed?) $",
    re.I,
)


def _today(text: str, at: int, calendar: Calendar) -> Named | None:
    found = _TODAY.match(text, at)
    if not found:
        return None
    later = found[0].lower() == "tomorrow"
    if not later and not _BEFORE_TODAY.search(text, max(0, at - 16), at):
        return None
    if later and re.compile(r"(?:of|for|the) $").search(text, max(0, at - 4), at):
        return None
    day = calendar.today + timedelta(days=later) if calendar.today else None
    return Named(at, found.end(), Period(day, day, "day"))


def _rules() -> dict[str, tuple[_Rule, ...]]:
    """Lead from each word that can begin a period to the rules that may read it."""
    found: dict[str, tuple[_Rule, ...]] = {}
    for name in MONTHS:
        found[name] = (day_at, _month)
    for name in "january february march april june july august september sept october november december".split():
        found[name] = (day_at, _month)
    for name in _WEEKDAYS:
        found[name] = (_weekday,)
    for name in _ORDINALS:
        found[name] = (_quarter, _half, day_at)
    found |= dict.fromkeys(("spring", "summer", "fall", "autumn", "winter"), (_season,))
    found |= dict.fromkeys(("q1", "q2", "q3", "q4"), (_quarter,))
    found |= dict.fromkeys(("h1", "h2"), (_half,))
    found |= dict.fromkeys(("fiscal", "financial", "calendar"), (_ending, _quarter, _half, _year))
    found |= dict.fromkeys(("full", "fy", "cy"), (_ending, _year))
    found["year"] = (_ending, _quarter, _year)
    found |= dict.fromkeys(("quarter", "half", "three", "six", "nine", "twelve"), (_ending,))
    found |= dict.fromkeys(
        ("this", "next", "current", "coming", "upcoming", "present"), (_relative,)
    )
    found["week"] = (_week_of,)
    found["decade"] = (_decade,)
    found |= dict.fromkeys(("today", "tomorrow", "tonight"), (_today,))
    found |= dict.fromkeys(
        (
            "thanksgiving",
            "christmas",
            "new",
            "labor",
            "labour",
            "memorial",
            "independence",
            "halloween",
        ),
        (_holiday,),
    )
    found["fourth"] = (*found["fourth"], _holiday)
    return found


_RULES = _rules()
_DIGITS: tuple[_Rule, ...] = (day_at, _quarter, _half, _ending, _season, _bare_year)


#: Words that can begin a period; numbers can, too.
PERIOD_STARTS = frozenset(_RULES)


def named_at(text: str, at: int, word: str, calendar: Calendar) -> Named | None:
    """Read the period that begins with a word, if one does.

    Parameters
    ----------
    text : str
        A sentence on one line.
    at : int
        Where the word begins.
    word : str
        The word in lower case.
    calendar : Calendar

    Returns
    -------
    Named or None
        What is over before any release has the kind ``"past"``.
    """
    rules = _RULES.get(word)
    if rules is None:
        if word[0].isdigit():
            rules = _DIGITS
        elif word.startswith(("fy", "cy")) and word[2:].isdigit():
            rules = (_year,)
        else:
            return None
    for rule in rules:
        found = rule(text, at, calendar)
        if found:
            return found
    return None
