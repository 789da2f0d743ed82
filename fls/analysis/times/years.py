"""Quarters, halves, seasons and years as a sentence names them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from fls.analysis.number_words import NUMBER_VALUES
from fls.analysis.times.calendar import Calendar, Period, add_months, half, quarter, season
from fls.analysis.times.days import (
    FISCAL,
    MONTH,
    PAST,
    YEAR,
    Named,
    in_year,
    month_at,
    short_year,
    year_span,
)

__all__ = [
    "NUMBERED",
    "ORDINALS",
    "bare_year_at",
    "half_at",
    "months_at",
    "quarter_at",
    "season_at",
    "year_at",
]

#: Words that number the quarters.
NUMBERED = {
    word: number
    for words in ("first second third fourth", "1st 2nd 3rd 4th")
    for number, word in enumerate(words.split(), 1)
}
ORDINALS = NUMBERED | {"front": 1, "back": 2, "latter": 2, "final": 4, "last": 4}

_ORDINAL = "|".join((*NUMBERED, "final", "last"))
_QUARTER = re.compile(
    rf"(?:{FISCAL}[ -])?(?:year )?(?:(?P<n>{_ORDINAL})(?:(?: and| or| to| through"
    rf"|,) (?:the )?(?P<o>{_ORDINAL}))?[ -](?:(?P<g>fiscal|financial|calendar)[ -])?quarters?\b"
    r"|(?P<q>Q[1-4]|[1-4]Q)(?:[-–/](?P<r>Q?[1-4])\b)?"
    r"(?:(?P<k>FY)?[ /-]?[‘’']?(?P<t>\d\d)(?!\d)|(?!\w)))",
    re.I,
)
_HALF = re.compile(
    rf"(?:{FISCAL}[ -])?(?P<n>first|1st|front|second|2nd|back|latter)[ -]half\b(?: of (?={MONTH}))?"
    r"|(?P<q>[12]H|H[12])(?![-–][A-Za-z])"
    r"(?:(?P<k>FY)?[ /-]?[‘’']?(?P<t>\d\d)(?!\d)|(?!\w))",
    re.I,
)
#: "the second half of the game", "the first quarter of operation".
_OF_ELSE = re.compile(r" of (?!\d)", re.I)
_OF_DECADE = re.compile(r" of (?:the|this) decade\b", re.I)
_SEASON = re.compile(
    r"(?:the )?(?:(?P<a>(?:20)\d\d) )?(?:southern )?(?P<s>spring|summer|fall|autumn"
    r"|winter)\b(?:/\w+)?",
    re.I,
)
_FULL_YEAR = re.compile(
    rf"(?:(?P<f>fiscal|financial|calendar) ?)?(?:(?P<full>full)[- ](?P<g>fiscal |financial "
    rf"|calendar )?)?(?:years?\b|(?<=fiscal)|(?<=calendar)|(?<=financial))[ -]?"
    rf"(?:(?P<y>{YEAR})(?:[-–/](?P<z>\d\d(?:\d\d)?)\b)?|[’'](?P<t>\d\d)\b)?"
    r"|[fc]y ?-?(?P<u>20\d\d|[’']?\d\d)(?:[-–/](?P<w>\d\d(?:\d\d)?)\b)?",
    re.I,
)
_BARE_YEAR = re.compile(
    rf"(?:(?P<y>{YEAR})|(?P<e>20\d\d)[EFe]\b)(?:[-–/](?P<z>\d\d(?:\d\d)?)(?![\w-]))?"
    r"|(?P<d>20\d0)s\b"
)


def quarter_at(text: str, at: int, calendar: Calendar) -> Named | None:
    """Read "third quarter of 2025", "Q3 2025", "3Q25", "first or second quarter"."""
    found = _QUARTER.match(text, at)
    if not found:
        return None
    if found["q"]:
        number = int(found["q"].strip("qQ"))
        other = int(found["r"].strip("qQ")) if found["r"] else number
    else:
        number = ORDINALS[found["n"].lower()]
        other = ORDINALS[(found["o"] or found["n"]).lower()]
        if (found["n"] or "").lower() == "last" and not found["o"]:
            return Named(at, found.end(), PAST)
    said = (found["f"] or found["g"] or "").lower()

    def of(fiscal: bool) -> Callable[[int], Period]:
        def make(year: int) -> Period:
            whole = calendar.year(year, fiscal)
            first, last = quarter(whole, number), quarter(whole, max(number, other))
            return first._replace(last=last.last)

        return make

    fiscal = said in ("fiscal", "financial") or bool(found["k"])
    if found["q"] and found["t"]:
        return Named(at, found.end(), of(fiscal)(short_year(found["t"])), None, fiscal)
    result = in_year(text, at, found.end(), of(fiscal), calendar, fiscal, of(True))
    return None if result.make and _OF_ELSE.match(text, found.end()) else result


def half_at(text: str, at: int, calendar: Calendar) -> Named | None:
    """Read "first half of 2026", "1H26", "H1", "first half of October"."""
    found = _HALF.match(text, at)
    if not found:
        return None
    said = found["q"] or found["n"]
    number = int(said.lower().strip("h")) if found["q"] else ORDINALS[said.lower()]
    decade = _OF_DECADE.match(text, found.end())
    if decade:
        return Named(at, decade.end(), _half_of_decade(number, calendar.today))
    if found["n"]:
        inner = month_at(text, found.end(), calendar) if found["m"] else None
        if inner and inner.period.kind == "month":
            made = inner.make
            remade = (lambda year: half(made(year), number)) if made else None
            period = half(inner.period, number) if inner.period.first else inner.period
            return inner._replace(start=at, period=period, make=remade)

    def of(fiscal: bool) -> Callable[[int], Period]:
        return lambda year: half(calendar.year(year, fiscal), number)

    fiscal = (found["f"] or "").lower() in ("fiscal", "financial") or bool(found["k"])
    if found["q"] and found["t"]:
        return Named(at, found.end(), of(fiscal)(short_year(found["t"])), None, fiscal)
    result = in_year(text, at, found.end(), of(fiscal), calendar, fiscal, of(True))
    gas = found["q"] and ("ydrogen" in text or _HYDROGEN.match(text, found.end()))
    other = gas or _OF_ELSE.match(text, found.end())
    return None if other and result.make else result


def _half_of_decade(number: int, today: date | None) -> Period:
    if today is None:
        return Period(None, None, "part")
    first = today.year // 10 * 10 + 5 * (number - 1)
    return Period(date(first, 1, 1), date(first + 4, 12, 31), "part")


_COUNTS = {word: number for word, number in NUMBER_VALUES.items() if 1 < number < 12}
_MONTHS = re.compile(
    rf"(?P<n>first|last|final|initial) (?P<c>\d{{1,2}}|{'|'.join(_COUNTS)})"
    r" (?:(?P<f>fiscal|financial|calendar) )?(?P<u>month|quarter)s\b",
    re.I,
)


def months_at(text: str, at: int, calendar: Calendar) -> Named | None:
    """Read "first six months of 2026", "last two quarters of the fiscal year"."""
    found = _MONTHS.match(text, at)
    if not found:
        return None
    count = found["c"].lower()
    months = (_COUNTS.get(count) or int(count)) * (3 if found["u"].lower() == "quarter" else 1)
    if not 0 < months < 12:
        return None
    kind = {3: "quarter", 6: "half"}.get(months, "part")
    at_end = found["n"].lower() in ("last", "final")

    def of(fiscal: bool) -> Callable[[int], Period]:
        def make(year: int) -> Period:
            whole = calendar.year(year, fiscal)
            last = whole.last or date.max
            cut = add_months(last, -months if at_end else months - 12)
            if at_end:
                return Period(cut + timedelta(days=1), last, kind)
            return Period(whole.first, cut, kind)

        return make

    fiscal = (found["f"] or "").lower() in ("fiscal", "financial")
    result = in_year(text, at, found.end(), of(fiscal), calendar, fiscal, of(True))
    return None if result.make else result


_BEFORE_SEASON = re.compile(
    r"(?:in|by|of|for|this|next|until|through|during|late|early|mid|before|after|over|come)[ -]"
    r"(?:the )?(?:southern |northern |late |early |coming )?$",
    re.I,
)


def season_at(text: str, at: int, calendar: Calendar) -> Named | None:
    """Read "the summer of 2025", "2024 winter"; not the verbs "fall" and "spring"."""
    found = _SEASON.match(text, at)
    if not found:
        return None
    name = found["s"].lower()
    if found["a"] and _is_title(text, at, found.end()):
        return None

    def make(year: int) -> Period:
        return season(year, name)

    result = in_year(text, at, found.end(), make, calendar)
    if found["a"]:
        result = Named(at, found.end(), make(int(found["a"])))
    sure = found["a"] or _BEFORE_SEASON.search(text, max(0, at - 24), at)
    if not sure and (result.end == found.end() or result.make):
        return None
    today, last = calendar.today, result.period.last
    if name == "winter" and not result.make and today and last and last < today:
        # The winter that ended in a year is over: the one that begins in it is meant.
        result = result._replace(period=make(last.year + 1))
    return result


#: "the year that ...", "its first full year", "Player of the Year": not those of the release.
_OTHER_YEAR = re.compile(r" (?:of(?! \d)|when|that|in which|before|after|earlier|ago)\b", re.I)
_FIRST = re.compile(r"\b(?:first|second|third) $", re.I)


def year_at(text: str, at: int, calendar: Calendar) -> Named | None:
    """Read "fiscal 2026", "full year", "FY26", "the 2025 financial year"."""
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
        first, last = year_span(short_year(number), found["z"] or found["w"])
        return _year_with(text, at, end, first, last, fiscal, calendar)
    if "year" not in found[0].lower() or _OTHER_YEAR.match(text, end):
        return None
    if text[max(0, at - 7) : at + 1] == "of the Y" or _FIRST.search(text, max(0, at - 8), at):
        return None
    if not (
        found["full"]
        or text[max(0, at - 12) : at].lower().endswith(("the ", "year’s ", "end of ", "for "))
    ):
        return None
    if text[at - 4 : at].lower() == "the " or found["full"]:
        this = calendar.this_year(fiscal)
        period = calendar.year(this, fiscal) if this else Period(None, None, "year")
        return Named(at, end, period, None, fiscal)
    return None


_YEAR_BEHIND = re.compile(
    r" (?:full[- ])?(?:(?P<f>fiscal|financial)|calendar)[- ]year\b(?!(?:[’']s)?[- –]?end)"
    r"| full[- ]year\b",
    re.I,
)
_JOIN = re.compile(r"[’']s |, |[ ,]")


def _year_with(
    text: str, at: int, end: int, first: int, last: int, fiscal: bool, calendar: Calendar
) -> Named:
    """Give a year, or the quarter or half of it that stands behind it."""
    whole_year = _YEAR_BEHIND.match(text, end)
    if whole_year:
        fiscal, end = fiscal or bool(whole_year["f"]), whole_year.end()
    join = _JOIN.match(text, end) if first == last else None
    if join:
        behind = join.end()
        for rule in (quarter_at, half_at):
            inner = rule(text, behind, calendar) if text[behind : behind + 1].isalnum() else None
            if inner and inner.make:
                of_fiscal = Calendar(calendar.today, calendar.fiscal_end if fiscal else None)
                again = rule(text, behind, of_fiscal if not fiscal else calendar)
                made = (again or inner).make or inner.make
                return Named(at, inner.end, made(first), None, fiscal or inner.fiscal)
    if fiscal and calendar.fiscal_end and last == first + 1:
        first = last
    whole = calendar.year(first, fiscal)
    return Named(at, end, whole._replace(last=calendar.year(last, fiscal).last), None, fiscal)


_BEFORE_YEAR = re.compile(
    r"(?:\b(?:in|by|for|of|during|through|throughout|until|till|to|into|before|after|from|since"
    r"|and|or|between"
    r"|beyond|calendar|year|beginning|starting|early|mid|late|than|to|our|the|its|exiting"
    r"|entering|guidance|over|about|around|least|period)[ -]|[-–,;:] ?|^|[-–(])$",
    re.I,
)
_BEHIND_YEAR = re.compile(
    r" (?:(?:(?:first|second|third|fourth|final)[ -](?:quarter|half)"
    r"|full[- ]year|adjusted|net|total|annual|organic|revenue|sales|earnings|guidance"
    r"|outlook|capital|operating|EBITDA"
    r"|EPS|results|targets?|budget|plan|program|programme|production|growth|goals?|season"
    r"|financial|forecast|expectations?"
    r"|has|will|is|and|to|through|exploration|drill\w*|exit)\b)",
    re.I,
)
_NAME_BEHIND_YEAR = re.compile(
    r" (?:(?:Convertible|Senior|Notes?|Annual|Equity|Plan|Stock|Incentive|Act|World|Conference"
    r"|Proxy|Form|Term|Agenda|Summer Games"
    r"|Special|Bonds?|Olympic\w*|Omnibus|Offering|General|Debentures?)\b|(?:[Aa]nnual|AGM)\b)"
)
_DETERMINED = re.compile(r"\b(?:the|upcoming|annual|full|this) $", re.I)
_TITLE = re.compile(r" [A-Z][\w&’'-]+ [A-Z]")
#: An adjective or a verb before a year ("a potential 2026 launch"), and what a figure counts.
_PLAIN_BEFORE = re.compile(r"(?:^[A-Z]?|[\s(“\"-])[a-z]+ $")
_COUNTED = re.compile(
    r" (?:units|shares|people|employees|jobs|stores|homes|customers|patients|square|feet|acres"
    r"|hectares|met(?:re|er)s|tonnes|tons|ounces|oz|km|kg|MW|points|times|days|hours)\b"
)
_HYDROGEN = re.compile(
    r" (?:stations?|trucks?|fuel\w*|hubs?|gas|storage|pipelines?|engines?|generat\w+"
    r"|electroly\w+)\b"
)
_NAME_BEFORE_YEAR = re.compile(
    r"(?:\bAct of|\bAct,?|[Nn]otes(?: due)?|[Dd]ue|Vision|Agenda|Strategy|Code) $"
)


def _is_title(text: str, at: int, end: int) -> bool:
    """Tell "the 2026 Harlan Prize" by the capitals behind the year."""
    return bool(_TITLE.match(text, end) and _DETERMINED.search(text, max(0, at - 9), at))


def bare_year_at(text: str, at: int, calendar: Calendar) -> Named | None:
    """Read a year in figures, unless it is part of a name or counts something."""
    found = _BARE_YEAR.match(text, at)
    if found and found["d"]:
        first = int(found["d"])
        decade = Period(date(first, 1, 1), date(first + 9, 12, 31), "decade")
        return Named(at, found.end(), decade)
    if not found or _NAME_BEFORE_YEAR.search(text, max(0, at - 16), at):
        return None
    end = found.end()
    if _NAME_BEHIND_YEAR.match(text, end):
        return None
    told = _BEHIND_YEAR.match(text, end)
    if not told and _is_title(text, at, end):
        return None
    first, last = year_span(int(found["y"] or found["e"]), found["z"])
    before = max(0, at - 16)
    if not told and not _BEFORE_YEAR.search(text, before, at):
        # Elsewhere only a year to come, or the present one, is no count of things.
        this = calendar.this_year()
        if this is None or not this <= first <= this + 30 or _COUNTED.match(text, end):
            return None
        if not _PLAIN_BEFORE.search(text, before, at):
            return None
    return _year_with(text, at, end, first, last, False, calendar)
