"""Quarters, halves, seasons and years as written in a sentence."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from fls.analysis.number_words import NUMBER_VALUES
from fls.analysis.times.calendar import (
    Calendar,
    Period,
    Recurring,
    add_months,
    half,
    quarter,
    season,
)
from fls.analysis.times.days import (
    FISCAL,
    MONTH,
    PAST,
    YEAR,
    Named,
    month_at,
    put_in_year,
    short_year,
    year_span,
)
from fls.analysis.times.words import SEASONS, is_fiscal

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
#: Words that number quarters or halves.
ORDINALS = NUMBERED | {"front": 1, "back": 2, "latter": 2, "final": 4, "last": 4}

_ORDINAL = "|".join((*NUMBERED, "final", "last"))
#: The year after a sign: "3Q25", "3QFY25".
_YEAR_OF_SIGN = r"(?:(?P<fiscal_sign>FY)?[ /-]?[‘’']?(?P<short_year>\d\d)(?!\d)|(?!\w))"
_QUARTER = re.compile(
    rf"(?:(?P<fiscal>{FISCAL})[ -])?(?:year )?"  # fiscal year
    rf"(?:(?P<ordinal>{_ORDINAL})"  # first
    rf"(?:(?: and| or| to| through|,) (?:the )?(?P<last_ordinal>{_ORDINAL}))?"  # or second
    rf"[ -](?:(?P<inner_fiscal>{FISCAL})[ -])?quarters?\b"  # fiscal quarter
    r"|(?P<sign>Q[1-4]|[1-4]Q)(?:[-–/](?P<last_sign>Q?[1-4])\b)?"  # Q3; 3Q; Q3-Q4; Q3/4
    rf"{_YEAR_OF_SIGN})",
    re.I,
)
_HALF = re.compile(
    rf"(?:(?P<fiscal>{FISCAL})[ -])?(?P<ordinal>first|1st|front|second|2nd|back|latter)[ -]half\b"
    rf"(?: of (?={MONTH}))?"  # first half of October
    r"|(?P<sign>[12]H|H[12])(?![-–][A-Za-z])"  # 1H; H1
    rf"{_YEAR_OF_SIGN}",
    re.I,
)
#: Something other than a year: "the second half of the game", "the first quarter of operation".
_OF_OTHER = re.compile(r" of (?!\d)", re.I)
_OF_DECADE = re.compile(r" of (?:the|this) decade\b", re.I)
_SEASON = re.compile(
    r"(?:the )?(?:(?P<year_before>(?:20)\d\d) )?(?:southern )?"
    rf"(?P<season>{'|'.join(SEASONS)})\b(?:/\w+)?",
    re.I,
)
_FULL_YEAR = re.compile(
    rf"(?:(?P<fiscal>{FISCAL}) ?)?"  # fiscal
    r"(?:(?P<full>full)[- ](?P<inner_fiscal>fiscal |financial |calendar )?)?"  # full fiscal
    r"(?:years?\b|(?<=fiscal)|(?<=calendar)|(?<=financial))[ -]?"  # year
    rf"(?:(?P<year>{YEAR})(?:[-–/](?P<last_year>\d\d(?:\d\d)?)\b)?"  # 2026; 2026-27
    r"|[’'](?P<short_year>\d\d)\b)?"  # '26
    r"|[fc]y ?-?(?P<sign_year>20\d\d|[’']?\d\d)"  # FY26; CY2026
    r"(?:[-–/](?P<last_sign_year>\d\d(?:\d\d)?)\b)?",  # -27
    re.I,
)
_BARE_YEAR = re.compile(
    rf"(?:(?P<year>{YEAR})|(?P<estimated_year>20\d\d)[EFe]\b)"  # 2026; 2026E
    r"(?:[-–/](?P<last_year>\d\d(?:\d\d)?)(?![\w-]))?"  # -27
    r"|(?P<decade>20\d0)s\b"  # 2030s
)


def quarter_at(text: str, at: int, calendar: Calendar) -> Named | None:
    """Read "third quarter of 2025", "Q3 2025", "3Q25", "first or second quarter"."""
    match = _QUARTER.match(text, at)
    if not match:
        return None
    if match["sign"]:
        number = int(match["sign"].strip("qQ"))
        last = int(match["last_sign"].strip("qQ")) if match["last_sign"] else number
    else:
        number = ORDINALS[match["ordinal"].lower()]
        last = ORDINALS[(match["last_ordinal"] or match["ordinal"]).lower()]
        if match["ordinal"].lower() == "last" and not match["last_ordinal"]:
            return Named(at, match.end(), PAST)
    fiscal = is_fiscal(match["fiscal"] or match["inner_fiscal"]) or bool(match["fiscal_sign"])
    recurring = calendar.cut_from_year(
        "quarter",
        lambda year: quarter(year, number)._replace(last=quarter(year, max(number, last)).last),
        fiscal,
    )
    if match["short_year"]:
        period = recurring.in_year(short_year(match["short_year"]))
        return Named(at, match.end(), period, None, fiscal)
    named = put_in_year(text, at, match.end(), recurring, calendar)
    return None if named.recurring and _OF_OTHER.match(text, match.end()) else named


def half_at(text: str, at: int, calendar: Calendar) -> Named | None:
    """Read "first half of 2026", "1H26", "H1", "first half of October"."""
    match = _HALF.match(text, at)
    if not match:
        return None
    sign = match["sign"]
    number = int(sign.strip("hH")) if sign else ORDINALS[match["ordinal"].lower()]
    decade = _OF_DECADE.match(text, match.end())
    if decade:
        return Named(at, decade.end(), _find_half_of_decade(number, calendar.today))
    whole = month_at(text, match.end(), calendar) if match["month"] else None
    if whole and whole.period.kind == "month":
        return _cut_half_of_month(whole._replace(start=at), number)
    fiscal = is_fiscal(match["fiscal"]) or bool(match["fiscal_sign"])
    recurring = calendar.cut_from_year("half", lambda year: half(year, number), fiscal)
    if match["short_year"]:
        period = recurring.in_year(short_year(match["short_year"]))
        return Named(at, match.end(), period, None, fiscal)
    named = put_in_year(text, at, match.end(), recurring, calendar)
    is_hydrogen = sign and ("ydrogen" in text or _HYDROGEN.match(text, match.end()))
    is_other = is_hydrogen or _OF_OTHER.match(text, match.end())
    return None if is_other and named.recurring else named


def _cut_half_of_month(whole: Named, number: int) -> Named:
    """Return a half of a month."""
    recurring = whole.recurring and whole.recurring.part("part", lambda month: half(month, number))
    period = half(whole.period, number) if whole.period.first else whole.period
    return whole._replace(period=period, recurring=recurring)


def _find_half_of_decade(number: int, today: date | None) -> Period:
    """Return a half of the decade that contains the day of the release."""
    if today is None:
        return Period.unknown("part")
    first = today.year // 10 * 10 + 5 * (number - 1)
    return Period(date(first, 1, 1), date(first + 4, 12, 31), "part")


_COUNTS = {word: number for word, number in NUMBER_VALUES.items() if 1 < number < 12}
_MONTHS = re.compile(
    rf"(?P<place>first|last|final|initial) (?P<count>\d{{1,2}}|{'|'.join(_COUNTS)})"  # last three
    rf" (?:(?P<fiscal>{FISCAL}) )?(?P<unit>month|quarter)s\b",  # fiscal quarters
    re.I,
)


def months_at(text: str, at: int, calendar: Calendar) -> Named | None:
    """Read "first six months of 2026", "last two quarters of the fiscal year"."""
    match = _MONTHS.match(text, at)
    if not match:
        return None
    count = match["count"].lower()
    months = (_COUNTS.get(count) or int(count)) * (3 if match["unit"].lower() == "quarter" else 1)
    if not 0 < months < 12:
        return None
    kind = {3: "quarter", 6: "half"}.get(months, "part")
    at_end = match["place"].lower() in ("last", "final")

    def cut(year: Period) -> Period:
        last = year.last or date.max
        edge = add_months(last, -months if at_end else months - 12)
        if at_end:
            return Period(edge + timedelta(days=1), last, kind)
        return Period(year.first, edge, kind)

    recurring = calendar.cut_from_year(kind, cut, is_fiscal(match["fiscal"]))
    named = put_in_year(text, at, match.end(), recurring, calendar)
    return None if named.recurring else named


_BEFORE_SEASON = re.compile(
    r"(?:in|by|of|for|this|next|until|through|during|late|early|mid|before|after|over|come)[ -]"
    r"(?:the )?(?:southern |northern |late |early |coming )?$",
    re.I,
)


def season_at(text: str, at: int, calendar: Calendar) -> Named | None:
    """Read "the summer of 2025", "2024 winter"; not the verbs "fall" and "spring"."""
    match = _SEASON.match(text, at)
    if not match:
        return None
    name, year = match["season"].lower(), match["year_before"]
    if year and _is_title(text, at, match.end()):
        return None
    recurring = Recurring("season", lambda number: season(number, name))
    named = put_in_year(text, at, match.end(), recurring, calendar)
    if year:
        named = Named(at, match.end(), recurring.in_year(int(year)))
    is_season = year or _BEFORE_SEASON.search(text, max(0, at - 24), at)
    if not is_season and (named.end == match.end() or named.recurring):
        return None
    today, last = calendar.today, named.period.last
    if name == "winter" and not named.recurring and today and last and last < today:
        # The winter that ended in a year is over: the one that begins in it is meant.
        named = named._replace(period=recurring.in_year(last.year + 1))
    return named


#: Words after a year that is not the one of the release: "the year that ...", "a year earlier".
_OTHER_YEAR = re.compile(r" (?:of(?! \d)|when|that|in which|before|after|earlier|ago)\b", re.I)
_FIRST = re.compile(r"\b(?:first|second|third) $", re.I)


def year_at(text: str, at: int, calendar: Calendar) -> Named | None:
    """Read "fiscal 2026", "full year", "FY26", "the 2025 financial year"."""
    match = _FULL_YEAR.match(text, at)
    if not match or match.end() == at:
        return None
    word = match["fiscal"] or match["inner_fiscal"]
    fiscal = is_fiscal(word) or bool(match["sign_year"] and text[at] in "fF")
    if (word or "").strip().lower() != "calendar" and match["full"] and calendar.fiscal_end:
        fiscal = True
    number = match["year"] or match["short_year"] or match["sign_year"]
    end = at + len(match[0].rstrip(" -"))
    if number:
        span = year_span(short_year(number), match["last_year"] or match["last_sign_year"])
        return _read_on(text, _Years(at, end, *span, fiscal), calendar)
    if "year" not in match[0].lower() or _OTHER_YEAR.match(text, end):
        return None
    if text[max(0, at - 7) : at + 1] == "of the Y" or _FIRST.search(text, max(0, at - 8), at):
        return None
    if not match["full"] and text[at - 4 : at].lower() != "the ":
        return None
    this = calendar.this_year(fiscal)
    period = calendar.year(this, fiscal) if this else Period.unknown("year")
    return Named(at, end, period, None, fiscal)


_YEAR_AFTER = re.compile(
    r" (?:full[- ])?(?:(?P<fiscal>fiscal|financial)|calendar)[- ]year\b(?!(?:[’']s)?[- –]?end)"
    r"| full[- ]year\b",
    re.I,
)
_JOIN = re.compile(r"[’']s |, |[ ,]")


class _Years(NamedTuple):
    """A year in figures, or several in a row, and its span in the sentence."""

    start: int
    end: int
    first: int
    last: int
    fiscal: bool = False


def _read_on(text: str, years: _Years, calendar: Calendar) -> Named:
    """Return a year, or the quarter or half of it that follows."""
    whole_year = _YEAR_AFTER.match(text, years.end)
    if whole_year:
        fiscal = years.fiscal or bool(whole_year["fiscal"])
        years = years._replace(end=whole_year.end(), fiscal=fiscal)
    at, end, first, last, fiscal = years
    join = _JOIN.match(text, end) if first == last else None
    if join and text[join.end() : join.end() + 1].isalnum():
        for rule in (quarter_at, half_at):
            part = rule(text, join.end(), calendar)
            if part and part.recurring:
                recurring = part.recurring._replace(fiscal=fiscal and part.recurring.fiscal)
                return Named(at, part.end, recurring.in_year(first), None, fiscal or part.fiscal)
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
_AFTER_YEAR = re.compile(
    r" (?:(?:(?:first|second|third|fourth|final)[ -](?:quarter|half)"
    r"|full[- ]year|adjusted|net|total|annual|organic|revenue|sales|earnings|guidance"
    r"|outlook|capital|operating|EBITDA"
    r"|EPS|results|targets?|budget|plan|program|programme|production|growth|goals?|season"
    r"|financial|forecast|expectations?"
    r"|has|will|is|and|to|through|exploration|drill\w*|exit)\b)",
    re.I,
)
_NAME_AFTER_YEAR = re.compile(
    r" (?:(?:Convertible|Senior|Notes?|Annual|Equity|Plan|Stock|Incentive|Act|World|Conference"
    r"|Proxy|Form|Term|Agenda|Summer Games"
    r"|Special|Bonds?|Olympic\w*|Omnibus|Offering|General|Debentures?)\b|(?:[Aa]nnual|AGM)\b)"
)
_DETERMINED = re.compile(r"\b(?:the|upcoming|annual|full|this) $", re.I)
_TITLE = re.compile(r" [A-Z][\w&’'-]+ [A-Z]")
#: An adjective or a verb before a year: "a potential 2026 launch".
_PLAIN_BEFORE = re.compile(r"(?:^[A-Z]?|[\s(“\"-])[a-z]+ $")
#: Words after a figure that counts something.
_COUNTED = re.compile(
    r" (?:units|shares|people|employees|jobs|stores|homes|customers|patients|square|feet|acres"
    r"|hectares|met(?:re|er)s|tonnes|tons|ounces|oz|km|kg|MW|points|times|days|hours)\b"
)
#: Words after "H2" where it is the gas.
_HYDROGEN = re.compile(
    r" (?:stations?|trucks?|fuel\w*|hubs?|gas|storage|pipelines?|engines?|generat\w+"
    r"|electroly\w+)\b"
)
_NAME_BEFORE_YEAR = re.compile(
    r"(?:\bAct of|\bAct,?|[Nn]otes(?: due)?|[Dd]ue|Vision|Agenda|Strategy|Code) $"
)


def _is_title(text: str, at: int, end: int) -> bool:
    """Recognise "the 2026 Harlan Prize" by the capitals after the year."""
    return bool(_TITLE.match(text, end) and _DETERMINED.search(text, max(0, at - 9), at))


def bare_year_at(text: str, at: int, calendar: Calendar) -> Named | None:
    """Read a year in figures, unless it is part of a name or counts something."""
    match = _BARE_YEAR.match(text, at)
    if match and match["decade"]:
        first = int(match["decade"])
        decade = Period(date(first, 1, 1), date(first + 9, 12, 31), "decade")
        return Named(at, match.end(), decade)
    if not match or _NAME_BEFORE_YEAR.search(text, max(0, at - 16), at):
        return None
    end = match.end()
    if _NAME_AFTER_YEAR.match(text, end):
        return None
    is_sure = _AFTER_YEAR.match(text, end) is not None
    if not is_sure and _is_title(text, at, end):
        return None
    first, last = year_span(int(match["year"] or match["estimated_year"]), match["last_year"])
    before = max(0, at - 16)
    if not is_sure and not _BEFORE_YEAR.search(text, before, at):
        # Elsewhere, only the present year or a later one is not a number of things.
        this = calendar.this_year()
        if this is None or not this <= first <= this + 30 or _COUNTED.match(text, end):
            return None
        if not _PLAIN_BEFORE.search(text, before, at):
            return None
    return _read_on(text, _Years(at, end, first, last), calendar)
