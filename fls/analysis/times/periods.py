"""Periods named in a sentence: each word that can begin one leads to the rules that read on."""

from __future__ import annotations

import re
from datetime import date, timedelta

from fls.analysis.number_words import NUMBER_VALUES
from fls.analysis.times.calendar import (
    Calendar,
    Period,
    add_months,
    half,
    holiday,
    month,
    quarter,
    season,
    week,
)
from fls.analysis.times.days import (
    MONTH,
    MONTH_NAMES,
    MONTHS,
    PAST,
    WEEKDAYS,
    YEAR,
    Named,
    Rule,
    day_at,
    in_year,
    month_at,
    month_number,
    next_weekday,
    weekday_at,
)
from fls.analysis.times.years import (
    ORDINALS,
    bare_year_at,
    half_at,
    months_at,
    quarter_at,
    season_at,
    year_at,
)

__all__ = ["PERIOD_STARTS", "named_at"]

_HOLIDAY = re.compile(
    r"(?P<h>thanksgiving|black friday|christmas(?: day| eve)?|new year[’']s(?: day| eve)?"
    r"|(?:valentine|mother|father)[’']s day|labou?r day|memorial day"
    rf"|independence day|halloween|fourth of july)\b(?: day)?(?:,? (?P<y>{YEAR}))?",
    re.I,
)
_RELATIVE = re.compile(
    r"(?P<rel>this|next|current|present|coming|upcoming|following) (?:coming "
    r"|upcoming )?(?:(?P<f>fiscal|financial|calendar) )?"
    rf"(?P<what>year|quarter|half|month|weekend|week|decade|spring|summer|fall|autumn|winter"
    rf"|{'|'.join(WEEKDAYS)}|{MONTH})\b"
    rf"(?:,? (?P<y>{YEAR}))?",
    re.I,
)
_ENDING = re.compile(
    r"(?:(?P<n>\d{1,2}|three|six|nine|twelve)[- ]months? (?:period )?|(?:fiscal |financial "
    r"|calendar )?(?:full )?(?P<what>year|half[- ]year|half|quarter) )"
    r"(?:(?:that |which )?(?P<v>ending|ends|ended|to be ended)) (?:on |in )?",
    re.I,
)
_MONTH_COUNTS = {"year": 12, "quarter": 3}
_MONTH_COUNTS |= {word: NUMBER_VALUES[word] for word in ("three", "six", "nine", "twelve")}
_WEEK_OF = re.compile(r"week (?:of|beginning|commencing|starting) (?:\w+day,? )?", re.I)
_DECADE = re.compile(r"decade\b", re.I)


def _relative(text: str, at: int, calendar: Calendar) -> Named | None:
    found = _RELATIVE.match(text, at)
    if not found:
        return None
    what, end = found["what"], found.end()
    if found["m"]:
        if not what[0].isupper():
            return None
        inner = in_year(text, at, end, lambda y: month(y, month_number(what)), calendar)
        return inner if found["rel"].lower() == "this" else _later(inner, calendar)
    what = what.lower()
    later = found["rel"].lower() in ("next", "coming", "upcoming", "following")
    if found["rel"].lower() in ("coming", "upcoming", "following") and what in ("week", "month"):
        later = True
    if what in WEEKDAYS:
        return Named(at, end, next_weekday(what, calendar, later))
    if what in ("spring", "summer", "fall", "autumn", "winter"):
        inner = in_year(text, at, end, lambda y: season(y, what), calendar)
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
        return Period(None, None, "day" if what == "weekend" else what)
    if what == "year":
        return calendar.year(this + later, fiscal)
    if what == "decade":
        first = today.year // 10 * 10 + 10 * later
        return Period(date(first, 1, 1), date(first + 9, 12, 31), "decade")
    if what == "week":
        return week(today + timedelta(days=7 * later))
    if what == "weekend":
        saturday = (week(today).last or today) + timedelta(days=7 * later - 1)
        return Period(saturday, saturday + timedelta(days=1), "day")
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
        inner = month_at(text, found.end(), calendar)
        end = inner
    if not end:
        return None
    if found["v"].lower() == "ended":
        return Named(at, end.end, PAST)
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


_WEEK_OF_MONTH = re.compile(
    r"(?P<n>first|second|third|fourth|last|final) (?:full )?week (?:of|in) (?=[A-Z])", re.I
)


def _week_of_month(text: str, at: int, calendar: Calendar) -> Named | None:
    """Read "first week of October": its days 1 to 7, and so on; the last one ends it."""
    found = _WEEK_OF_MONTH.match(text, at)
    inner = month_at(text, found.end(), calendar) if found else None
    if not found or inner is None or inner.period.kind != "month":
        return None
    number = ORDINALS[found["n"].lower()]
    at_end = found["n"].lower() in ("last", "final")

    def cut(whole: Period) -> Period:
        if not whole.first or not whole.last:
            return Period(None, None, "week")
        first = whole.first + timedelta(days=7 * (number - 1))
        if at_end:
            first = whole.last - timedelta(days=6)
        return Period(first, first + timedelta(days=6), "week")

    made = inner.make
    remade = (lambda year: cut(made(year))) if made else None
    return inner._replace(start=at, period=cut(inner.period), make=remade)


_NEW_YEAR = re.compile(r"new year\b(?![’'])", re.I)


def _new_year(text: str, at: int, calendar: Calendar) -> Named | None:
    """Read "in the new year": the next one; in January the present one."""
    found = _NEW_YEAR.match(text, at)
    if not found or text[max(0, at - 4) : at].lower() != "the ":
        return None
    today = calendar.today
    later = bool(today and today.month > 1)
    return Named(at, found.end(), _around("year", later, False, calendar))


def _holiday(text: str, at: int, calendar: Calendar) -> Named | None:
    found = _HOLIDAY.match(text, at)
    if not found or re.compile(
        r" (?:trad|season|shopping|market|period|sale|tree|card|gift|song|album|story|parade)", re.I
    ).match(text, found.end()):
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
    r"\b(?:later|starting|beginning|begins?|effective|starts?|opens?|clos(?:e|es|ing)|launch"
    r"|available|trading|live|held"
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


def _rules() -> dict[str, tuple[Rule, ...]]:
    """Lead from each word that can begin a period to the rules that may read it."""
    found: dict[str, tuple[Rule, ...]] = {}
    found |= dict.fromkeys((*MONTHS, "sept", *MONTH_NAMES), (day_at, month_at))
    found |= dict.fromkeys(WEEKDAYS, (weekday_at,))
    found |= dict.fromkeys(ORDINALS, (quarter_at, half_at, _week_of_month, months_at, day_at))
    found |= dict.fromkeys(("spring", "summer", "fall", "autumn", "winter"), (season_at,))
    found |= dict.fromkeys(("q1", "q2", "q3", "q4"), (quarter_at,))
    found |= dict.fromkeys(("h1", "h2"), (half_at,))
    found |= dict.fromkeys(
        ("fiscal", "financial", "calendar"), (_ending, quarter_at, half_at, year_at)
    )
    found |= dict.fromkeys(("full", "fy", "cy"), (_ending, year_at))
    found["year"] = (_ending, quarter_at, year_at)
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
            "labor",
            "labour",
            "memorial",
            "black",
            "valentine",
            "mother",
            "father",
            "independence",
            "halloween",
        ),
        (_holiday,),
    )
    found["initial"] = (months_at,)
    found["new"] = (_holiday, _new_year)
    found["fourth"] = (*found["fourth"], _holiday)
    return found


_RULES = _rules()
_DIGITS: tuple[Rule, ...] = (day_at, quarter_at, half_at, _ending, season_at, bare_year_at)


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
    rules = _RULES.get(word) or (_RULES.get(word[:2]) if word[2:4] == "fy" else None)
    if rules is None:
        if word[0].isdigit():
            rules = _DIGITS
        elif word.startswith(("fy", "cy")) and word[2:].isdigit():
            rules = (year_at,)
        else:
            return None
    for rule in rules:
        found = rule(text, at, calendar)
        if found:
            return found
    return None
