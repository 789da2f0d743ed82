"""Parts of a period: early, mid, late, the rest of it, and year-end."""

from __future__ import annotations

import re
from datetime import date

from fls.analysis.times.calendar import Calendar, Period, part_of
from fls.analysis.times.days import FISCAL, Named, short_year
from fls.analysis.times.periods import named_at
from fls.analysis.times.words import SEASONS, is_fiscal

__all__ = ["PART_STARTS", "limited", "part_at"]

#: Words for a third of a period.
_THIRDS = {"early": 0, "beginning": 0, "start": 0, "mid": 1, "middle": 1, "midway": 1}
_THIRDS |= {"late": 2, "end": 2, "exit": 2, "exiting": 2, "close": 2, "midpoint": 1}
#: The same with "part of", "weeks of" and the like.
_THIRDS_OF_UNITS = {
    "first": 0,
    "opening": 0,
    "initial": 0,
    "latter": 2,
    "last": 2,
    "closing": 2,
    "final": 2,
}
_REST_WORDS = frozenset("rest remainder balance later remaining".split())
_UNITS = frozenset("year quarter month week months".split())
#: Words that a part, or the end of a unit, begins with.
PART_STARTS = _THIRDS.keys() | _THIRDS_OF_UNITS.keys() | _REST_WORDS | _UNITS | {"midyear"}
_WORD = re.compile(r"\w+")
_PART = re.compile(
    r"(?:(?P<third>early|mid|late)"
    r"(?:[- ](?:to[- ](?:mid|late)[- ])?(?:in |(?:part|weeks|months|days) of )?|(?=to))"  # early in
    r"|(?P<end>end)[- ](?!of\b|in\b)"  # end
    r"|(?P<edge>first|opening|initial|latter|last|closing|final|remaining)(?: \w+)?"
    r" (?:part|portion|quarters|months|weeks|days) of "  # last two months of
    r"|(?P<part>(?:beginning|start|middle|midpoint|end|close|rest|remainder|balance)(?= of)|midway"
    r"|exit(?:ing)?|later(?= (?:in|this)))"
    r"(?: (?:of|in|through|part of))? )"  # middle of; later in
    r"(?:the )?",
    re.I,
)
_UNIT = re.compile(
    r"(?P<fiscal>fiscal |financial |calendar )?"
    rf"(?P<unit>year|quarter|month|half|{'|'.join(SEASONS)}|week)\b",
    re.I,
)
_BEFORE_UNIT = ("the ", "fiscal ", "of ", "exiting ", "exit ")
_YEAR_END = re.compile(
    rf"(?P<mid>mid)?[-– ]?(?:(?P<fiscal>{FISCAL}) )?year(?P<end>(?:[’']?s)?[-– ]?end)?\b"
    r"(?:,? (?:of )?(?:(?P<inner_fiscal>fiscal|financial) )?(?P<year>(?:19|20)\d\d)\b)?"
    r"|(?P<sign>YE ?[’']?(?:20)?(?P<short_year>\d\d))\b",
    re.I,
)
_UNIT_END = re.compile(r"(?P<unit>quarter|month|week)(?:[’']?s)?[-– ]?end\b", re.I)
_BEFORE_UNIT_END = re.compile(
    r"\b(?:by|before|until|through|into|toward|prior to|ahead of|around) (?:the )?(?:fiscal )?$",
    re.I,
)
_WITHIN = re.compile(r"\bwithin the (?:current )?$", re.I)


def part_at(text: str, at: int, word: str, calendar: Calendar) -> tuple[Named, str] | None:
    """Read a period with the words that limit it to a part.

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
    (Named, str) or None
        The whole period; the part as for :func:`limited`.
    """
    if word in _THIRDS or word in _REST_WORDS:
        whole = _read_part(text, at, calendar)
        if whole:
            return whole
    named = named_at(text, at, word, calendar)
    if named:
        return named, ""
    if word in _THIRDS_OF_UNITS:
        return _read_part(text, at, calendar)
    if word in ("year", "mid", "midyear") or word.startswith("ye"):
        return _read_year_end(text, at, calendar)
    return _read_unit_end(text, at, calendar) if word in _UNITS else None


def _read_part(text: str, at: int, calendar: Calendar) -> tuple[Named, str] | None:
    """Read "early 2026", "the rest of the year"."""
    match = _PART.match(text, at)
    if not match:
        return None
    begin = match.end()
    next_word = _WORD.match(text, begin)
    if not next_word:
        return None
    part = (match["third"] or match["end"] or match["edge"] or match["part"]).lower()
    whole = named_at(text, begin, next_word[0].lower(), calendar)
    if whole is None:
        whole = _read_bare_unit(text, begin, calendar)
    if whole is None:
        return _read_year_end(text, at, calendar) if part == "mid" else None
    if whole.period.kind == "day":
        # A day has no thirds; "end" before one is a verb.
        return None if part in ("later", "end") else (whole._replace(start=at), "")
    return whole._replace(start=at), "rest" if part in _REST_WORDS else str(
        (_THIRDS | _THIRDS_OF_UNITS)[part]
    )


def _read_bare_unit(text: str, at: int, calendar: Calendar) -> Named | None:
    """Read "the year", "the quarter" after a part: those that contain the day of the release."""
    match = _UNIT.match(text, at)
    if not match or not text[max(0, at - 12) : at].lower().endswith(_BEFORE_UNIT):
        return None
    named = named_at(f"this {match[0]}", 0, "this", calendar)
    if named is None:
        return None
    return Named(at, match.end(), named.period, None, is_fiscal(match["fiscal"]))


def _read_year_end(text: str, at: int, calendar: Calendar) -> tuple[Named, str] | None:
    """Read "year-end 2026" and "mid-year"."""
    match = _YEAR_END.match(text, at)
    if not match or not (match["mid"] or match["end"] or match["sign"]):
        return None
    fiscal = is_fiscal(match["fiscal"] or match["inner_fiscal"])
    year = match["year"] or match["short_year"]
    number = short_year(year) if year else calendar.this_year(fiscal)
    period = calendar.year(number, fiscal) if number else Period.unknown("year")
    return Named(at, match.end(), period, None, fiscal), "1" if match["mid"] else "2"


def _read_unit_end(text: str, at: int, calendar: Calendar) -> tuple[Named, str] | None:
    """Read "month-end" and "quarter's end" after "by", and "within the month"."""
    before = max(0, at - 24)
    match, part = _UNIT_END.match(text, at), "2"
    if not match or not _BEFORE_UNIT_END.search(text, before, at):
        match, part = _UNIT.match(text, at) if _WITHIN.search(text, before, at) else None, ""
        if match is None or text[match.end() : match.end() + 4] in (" of ", "-end"):
            return None
    named = named_at(f"this {match['unit']}", 0, "this", calendar)
    return (Named(at, match.end(), named.period), part) if named else None


def limited(period: Period, part: str, today: date | None) -> Period:
    """Return a part of a period.

    Parameters
    ----------
    period : Period
    part : str
        ``0``, ``1``, ``2`` for its thirds; ``rest`` for what is left after the release; empty for
        all of it.
    today : datetime.date or None

    Returns
    -------
    Period
    """
    if part == "rest":
        first = max(today, period.first) if today and period.first else today or period.first
        return period._replace(first=first)
    return part_of(period, int(part)) if part else period
