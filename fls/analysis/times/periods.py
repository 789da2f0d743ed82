"""Periods named in a sentence: each word that can begin one has rules that read the rest."""

from __future__ import annotations

import re
from datetime import date, timedelta

from fls.analysis.number_words import NUMBER_VALUES
from fls.analysis.times.calendar import (
    Calendar,
    Period,
    Recurring,
    add_months,
    half,
    holiday,
    month,
    quarter,
    season,
    week,
)
from fls.analysis.times.days import (
    FISCAL,
    MONTH,
    PAST,
    YEAR,
    Named,
    Rule,
    day_at,
    month_at,
    month_number,
    next_weekday,
    put_in_year,
    weekday_at,
)
from fls.analysis.times.words import MONTH_WORDS, SEASONS, WEEKDAYS, is_fiscal
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
    r"(?P<holiday>thanksgiving|black friday|christmas(?: day| eve)?|new year[’']s(?: day| eve)?"
    r"|(?:valentine|mother|father)[’']s day|labou?r day|memorial day"
    rf"|independence day|halloween|fourth of july)\b(?: day)?(?:,? (?P<year>{YEAR}))?",
    re.I,
)
_RELATIVE = re.compile(
    r"(?P<relative>this|next|current|present|coming|upcoming|following) (?:coming |upcoming )?"
    rf"(?:(?P<fiscal>{FISCAL}) )?"  # next fiscal
    r"(?P<unit>year|quarter|half|month|weekend|week|decade"  # quarter
    rf"|{'|'.join(SEASONS)}|{'|'.join(WEEKDAYS)}|{MONTH})\b"  # summer; Friday; May
    rf"(?:,? (?P<year>{YEAR}))?",  # 2026
    re.I,
)
_ENDING = re.compile(
    r"(?:(?P<months>\d{1,2}|three|six|nine|twelve)[- ]months? (?:period )?"  # six months
    r"|(?:fiscal |financial |calendar )?(?:full )?"
    r"(?P<unit>year|half[- ]year|half|quarter) )"  # fiscal quarter
    r"(?:(?:that |which )?(?P<verb>ending|ends|ended|to be ended)) (?:on |in )?",  # ending on
    re.I,
)
_MONTH_COUNTS = {"year": 12, "quarter": 3}
_MONTH_COUNTS |= {word: NUMBER_VALUES[word] for word in ("three", "six", "nine", "twelve")}
_WEEK_OF = re.compile(r"week (?:of|beginning|commencing|starting) (?:\w+day,? )?", re.I)
_DECADE = re.compile(r"decade\b", re.I)


def _read_relative(text: str, at: int, calendar: Calendar) -> Named | None:
    """Read "this quarter", "next May", "the coming Friday"."""
    match = _RELATIVE.match(text, at)
    if not match:
        return None
    unit, end, relative = match["unit"], match.end(), match["relative"].lower()
    if match["month"]:
        if not unit[0].isupper():
            return None
        recurring = Recurring("month", lambda year: month(year, month_number(unit)))
        named = put_in_year(text, at, end, recurring, calendar)
        return named if relative == "this" else _move_to_next(named, calendar)
    unit = unit.lower()
    is_later = relative in ("next", "coming", "upcoming", "following")
    if unit in WEEKDAYS:
        return Named(at, end, next_weekday(unit, calendar, is_later))
    if unit in SEASONS:
        recurring = Recurring("season", lambda year: season(year, unit))
        named = put_in_year(text, at, end, recurring, calendar)
        return _move_to_next(named, calendar) if relative == "next" else named
    fiscal = is_fiscal(match["fiscal"])
    return Named(at, end, _find_current(unit, is_later, fiscal, calendar), None, fiscal)


def _move_to_next(named: Named, calendar: Calendar) -> Named:
    """Return a period without year in the first year in which it begins after the release."""
    if named.recurring is None:
        return named
    return named._replace(period=calendar.upcoming(named.recurring, begun=False), recurring=None)


def _find_current(unit: str, later: bool, fiscal: bool, calendar: Calendar) -> Period:
    """Return the year, quarter and so on that contains the day of the release, or the next."""
    today, this = calendar.today, calendar.this_year(fiscal)
    if today is None or this is None:
        return Period.unknown("day" if unit == "weekend" else unit)
    if unit == "year":
        return calendar.year(this + later, fiscal)
    if unit == "decade":
        first = today.year // 10 * 10 + 10 * later
        return Period(date(first, 1, 1), date(first + 9, 12, 31), "decade")
    if unit == "week":
        return week(today + timedelta(days=7 * later))
    if unit == "weekend":
        saturday = (week(today).last or today) + timedelta(days=7 * later - 1)
        return Period(saturday, saturday + timedelta(days=1), "day")
    if unit == "month":
        day = add_months(today.replace(day=1), 1) if later else today
        return month(day.year, day.month)
    cut, n = (quarter, 4) if unit == "quarter" else (half, 2)
    years = (calendar.year(this, fiscal), calendar.year(this + 1, fiscal))
    pieces = [cut(year, k) for year in years for k in range(1, n + 1)]
    current = next(k for k, piece in enumerate(pieces) if piece.last and piece.last >= today)
    return pieces[current + later]


def _read_ending(text: str, at: int, calendar: Calendar) -> Named | None:
    """Read "the six months ending June 30, 2026"; what has ended is past."""
    match = _ENDING.match(text, at)
    if not match:
        return None
    end = day_at(text, match.end(), calendar) or month_at(text, match.end(), calendar)
    if not end:
        return None
    if match["verb"].lower() == "ended":
        return Named(at, end.end, PAST)
    length = (match["months"] or match["unit"]).lower()
    kind = "duration" if match["months"] else "half" if length.startswith("half") else length
    if end.period.last is None:
        return Named(at, end.end, Period.unknown(kind))
    months = _MONTH_COUNTS.get(length) or (int(length) if length.isdigit() else 6)
    first = add_months(end.period.last, -months) + timedelta(days=1)
    return Named(at, end.end, Period(first, end.period.last, kind))


def _read_week_of(text: str, at: int, calendar: Calendar) -> Named | None:
    """Read "week of May 4, 2026"."""
    match = _WEEK_OF.match(text, at)
    day = day_at(text, match.end(), calendar) if match else None
    if day is None:
        return None
    period = week(day.period.first) if day.period.first else Period.unknown("week")
    return Named(at, day.end, period)


_WEEK_OF_MONTH = re.compile(
    r"(?P<ordinal>first|second|third|fourth|last|final) (?:full )?week (?:of|in) (?=[A-Z])", re.I
)


def _read_week_of_month(text: str, at: int, calendar: Calendar) -> Named | None:
    """Read "first week of October": its days 1 to 7, and so on; the last week ends with it."""
    match = _WEEK_OF_MONTH.match(text, at)
    whole = month_at(text, match.end(), calendar) if match else None
    if not match or whole is None or whole.period.kind != "month":
        return None
    number = ORDINALS[match["ordinal"].lower()]
    at_end = match["ordinal"].lower() in ("last", "final")

    def cut(whole: Period) -> Period:
        if not whole.first or not whole.last:
            return Period.unknown("week")
        first = whole.first + timedelta(days=7 * (number - 1))
        if at_end:
            first = whole.last - timedelta(days=6)
        return Period(first, first + timedelta(days=6), "week")

    recurring = whole.recurring and whole.recurring.part("week", cut)
    return whole._replace(start=at, period=cut(whole.period), recurring=recurring)


_NEW_YEAR = re.compile(r"new year\b(?![’'])", re.I)


def _read_new_year(text: str, at: int, calendar: Calendar) -> Named | None:
    """Read "in the new year": the next year; in January, or without a date, the present one."""
    match = _NEW_YEAR.match(text, at)
    if not match or text[max(0, at - 4) : at].lower() != "the ":
        return None
    today = calendar.today
    is_later = bool(today and today.month > 1)
    return Named(at, match.end(), _find_current("year", is_later, False, calendar))


#: Words after a holiday that is not meant as a day: "the Christmas market".
_HOLIDAY_ATTRIBUTE = re.compile(
    r" (?:trad|season|shopping|market|period|sale|tree|card|gift|song|album|story|parade)", re.I
)


def _read_holiday(text: str, at: int, calendar: Calendar) -> Named | None:
    """Read "Thanksgiving", "Labor Day 2026"."""
    match = _HOLIDAY.match(text, at)
    if not match or _HOLIDAY_ATTRIBUTE.match(text, match.end()):
        return None
    name = match["holiday"].lower().replace("’", "'")
    recurring = Recurring("day", lambda year: holiday(year, name))
    if match["year"]:
        return Named(at, match.end(), recurring.in_year(int(match["year"])))
    return Named(at, match.end(), calendar.upcoming(recurring), recurring)


def _read_decade(text: str, at: int, calendar: Calendar) -> Named | None:
    """Read "the decade"."""
    match = _DECADE.match(text, at)
    if not match or text[max(0, at - 4) : at].lower() != "the ":
        return None
    return Named(at, match.end(), _find_current("decade", False, False, calendar))


_TODAY = re.compile(r"(?:tonight|today|tomorrow)\b(?![’']s)", re.I)
_BEFORE_TODAY = re.compile(
    r"\b(?:later|starting|beginning|begins?|effective|starts?|opens?|clos(?:e|es|ing)|launch"
    r"|available|trading|live|held"
    r"|effect|expected|placed?) $",
    re.I,
)


_NAME_BEFORE_TOMORROW = re.compile(r"(?:of|for|the) $")


def _read_today(text: str, at: int, calendar: Calendar) -> Named | None:
    """Read "tomorrow", and "today" after a word for what is to happen."""
    match = _TODAY.match(text, at)
    if not match:
        return None
    is_tomorrow = match[0].lower() == "tomorrow"
    if not is_tomorrow and not _BEFORE_TODAY.search(text, max(0, at - 16), at):
        return None
    if is_tomorrow and _NAME_BEFORE_TOMORROW.search(text, max(0, at - 4), at):
        return None
    day = calendar.today + timedelta(days=is_tomorrow) if calendar.today else None
    return Named(at, match.end(), Period(day, day, "day"))


def _list_rules() -> dict[str, tuple[Rule, ...]]:
    """Return the rules that may read a period, by each word that can begin one."""
    rules: dict[str, tuple[Rule, ...]] = {}
    for words, readers in (
        (MONTH_WORDS, (day_at, month_at)),
        (WEEKDAYS, (weekday_at,)),
        (ORDINALS, (quarter_at, half_at, _read_week_of_month, months_at, day_at)),
        (SEASONS, (season_at,)),
        (("q1", "q2", "q3", "q4"), (quarter_at,)),
        (("h1", "h2"), (half_at,)),
        (("fiscal", "financial", "calendar"), (_read_ending, quarter_at, half_at, year_at)),
        (("full", "fy", "cy"), (_read_ending, year_at)),
        (("year",), (_read_ending, quarter_at, year_at)),
        (("quarter", "half", "three", "six", "nine", "twelve"), (_read_ending,)),
        (("this", "next", "current", "coming", "upcoming", "present"), (_read_relative,)),
        (("week",), (_read_week_of,)),
        (("decade",), (_read_decade,)),
        (("today", "tomorrow", "tonight"), (_read_today,)),
        (_HOLIDAY_STARTS, (_read_holiday,)),
        (("initial",), (months_at,)),
        (("new",), (_read_holiday, _read_new_year)),
    ):
        rules |= dict.fromkeys(words, readers)
    rules["fourth"] = (*rules["fourth"], _read_holiday)
    return rules


_HOLIDAY_STARTS = (
    "thanksgiving christmas labor labour memorial black valentine mother father independence"
    " halloween".split()
)
_RULES_OF_WORD = _list_rules()
_RULES_OF_DIGITS: tuple[Rule, ...] = (
    day_at,
    quarter_at,
    half_at,
    _read_ending,
    season_at,
    bare_year_at,
)


#: Words that can begin a period; numbers can as well.
PERIOD_STARTS = frozenset(_RULES_OF_WORD)


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
        A period that has ended has the kind ``"past"``.
    """
    rules = _RULES_OF_WORD.get(word) or (
        _RULES_OF_WORD.get(word[:2]) if word[2:4] == "fy" else None
    )
    if rules is None:
        if word[0].isdigit():
            rules = _RULES_OF_DIGITS
        elif word.startswith(("fy", "cy")) and word[2:].isdigit():
            rules = (year_at,)
        else:
            return None
    for rule in rules:
        named = rule(text, at, calendar)
        if named:
            return named
    return None
