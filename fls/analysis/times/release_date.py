"""The day on which a release was issued: given, or found in its dateline, top or foot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import numpy as np

from fls.analysis.times.calendar import Calendar
from fls.analysis.times.days import day_at
from fls.analysis.times.words import MONTHS
from fls.document import Document
from fls.errors import InputError

__all__ = ["checked_date", "day_in_table", "filing_date", "find_release_date", "release_day"]

_TOP, _FOOT = 2500, 800
_MONTHS = "|".join((*map(str.title, MONTHS), *map(str.upper, MONTHS)))
#: A day with its year, as it may be written; what it says is read by the grammar of days.
_DATE = re.compile(
    rf"(?<!\w)(?:(?:{_MONTHS})[A-Za-z]*\.?,?\s{{1,3}}\d{{1,2}}(?:st|nd|rd|th)?,?\s{{0,3}}(?:19"
    rf"|20)\d\d"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[\s-](?:{_MONTHS})[A-Za-z]*\.?,?[\s-](?:19|20)\d\d"
    r"|(?:19|20)\d\d-\d\d-\d\d|\d{1,2}/\d{1,2}/(?:19|20)\d\d)(?!\d)"
)
#: Years that a release may be of; others are stand-ins for a missing date.
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_OUR_TIME = f"is a day of the years {_FIRST_YEAR} to {_LAST_YEAR}"
#: So much is told of what is no day: a whole text may stand in the wrong column.
_LONGEST = 80
#: A day as a user gives it.
_WRITTEN = re.compile(r"(\d{4})(-?)(\d\d)\2(\d\d)(?:[T ]\d\d:\d\d.{0,20})?")
_YEARLESS = re.compile(rf"(?<!\w)(?:{_MONTHS})[A-Za-z]*\.?\s\d{{1,2}}(?=\s?(?:/|--|\())")
_MARK = re.compile(
    r"[\s,]{0,2}(?:\d{1,2}:\d\d[^-\n]{0,14})?\)?\]?\s{0,2}(?:[-–—/:@]|\.\s(?=[A-Z])|…|\.\.\."
    r"|\([\w \t.,!&-]{1,40}\)"
    r"|,?\s[A-Z][\w ]{0,24} \(|,\s[A-Z][\w. ]{1,24}(?:,\s[A-Z][\w.]{1,14})?\s[-–—])"
)
_WIRE_BEFORE = re.compile(r"(?:\)|/|\bNEWS\w*|[Ww]ire\)?)\s{0,2}(?:[-–—]{1,3}|/)?\s{0,2}\(?$")
_LABEL = re.compile(
    r"(?:released?|issued|dated?|published|date of (?:release|issue)"
    r"|immediate release)\b[ :,–—-]{0,4}(?:\w+day,? )?$",
    re.I,
)
_ALONE_BEFORE = re.compile(
    r"(?:^|\n)[^\S\n]*(?:[A-Z][^\n.;]{1,50}(?:[,:|]| [-–—]{1,2}) |[A-Z][\w.]+ )?(?:\w+day,? )?$"
)
_ALONE_BEHIND = re.compile(r"[ .)]{0,3}(?:[,–-]? ?\d{1,2}:\d\d[^\n]{0,30})?(?:\n|$)")
#: What makes a date that of something told: "as of", "ended".
_TOLD = re.compile(
    r"\b(?:[Oo]n|(?i:ended|ending|at|as of|until|through|since|effective|from|by))"
    r"\s(?:\w+day,?\s)?$"
)
_GLUED = re.compile(r"(?<=\d),?(?=(?:19|20)\d\d$)")
_COMMA = re.compile(r"(?<=[A-Za-z])(\.?),? (?=\d)")
_SENTENCE_END = re.compile(r"[a-z]{3}[.;!?]\s(?=[A-Z])")
_YEAR = re.compile(r"(?:19|20)\d\d")
#: No place before a date is longer.
_PLACE = 160
_FAR = 5000
_SPACE = re.compile(r"\s+")


def checked_date(value: Any) -> date | None:
    """Read the date of a release as a user gives it.

    Parameters
    ----------
    value : str or datetime.date or numpy.datetime64 or int or None
        A str is YYYY-MM-DD or YYYYMMDD, perhaps with a time behind it; a number is YYYYMMDD.

    Returns
    -------
    datetime.date or None

    Raises
    ------
    InputError
        If it is no such date, or not of the years 1900 to 2200.

    Examples
    --------
    >>> checked_date("2017-10-16")
    datetime.date(2017, 10, 16)
    """
    day = _date_of(value)
    if day is None or _is_of_our_time(day):
        return day
    raise InputError("date", _OUR_TIME, repr(value), "leave it out where it is not known")


def day_in_table(value: Any) -> tuple[date | None, tuple[str, ...]]:
    """Read the day of a cell; in tables what is no day, or of no such year, often means none.

    Parameters
    ----------
    value
        As for :func:`checked_date`.

    Returns
    -------
    day : datetime.date or None
    warnings : tuple of str
        Why what was given is taken as missing.

    Examples
    --------
    >>> day_in_table("9999-12-31")[1]
    ("date: is a day of the years 1900 to 2200, got '9999-12-31'; taken as missing",)
    >>> day_in_table("May 4, 2026")[1]
    ("date: is a date as YYYY-MM-DD or a datetime.date, got 'May 4, 2026'; taken as missing",)
    """
    try:
        return checked_date(value), ()
    except InputError as error:
        return None, (f"date: {error.expected}, got {error.found}; taken as missing",)


def release_day(document: Document, given: date | None) -> tuple[date | None, str]:
    """Return the day of a release and where it was found.

    Parameters
    ----------
    document : Document
    given : datetime.date or None
        By the user.

    Returns
    -------
    day : datetime.date or None
    source : str
        ``given``, ``text``, ``filing`` (the day in the file's metadata, which may be some days
        later), or empty where there is none.

    Examples
    --------
    >>> release_day(Document("DAYTON, Ohio, Oct. 16, 2017 -- Acme opened a plant."), None)
    (datetime.date(2017, 10, 16), 'text')
    """
    if given is not None:
        return given, "given"
    day = find_release_date(document.text)
    if day is not None:
        return day, "text"
    filed = filing_date((document.metadata or {}).get("filing_date"))
    return filed, "filing" if filed else ""


def _is_of_our_time(day: date) -> bool:
    return _FIRST_YEAR <= day.year <= _LAST_YEAR


def _date_of(value: Any) -> date | None:
    """Read a date of any year."""
    if isinstance(value, datetime):
        return None if value != value else value.date()  # pandas' missing time is unequal to itself
    if value is None or isinstance(value, date):
        return value
    if isinstance(value, float | np.floating) and np.isnan(value):
        return None
    if isinstance(value, np.datetime64):
        return _date_of(value.astype("datetime64[us]").item())
    said = str(value).strip()
    if isinstance(value, int | float | np.number):  # a column with gaps has 20171016.0
        said = said.removesuffix(".0")
    written = _WRITTEN.fullmatch(said)
    try:
        if written:
            return date(*map(int, written.group(1, 3, 4)))
    except ValueError:
        pass
    expected = "is a date as YYYY-MM-DD or a datetime.date"
    raise InputError("date", expected, repr(value)[:_LONGEST], 'write it like "2017-10-16"')


def filing_date(told: object) -> date | None:
    """Read the day of filing as ``Document.metadata`` holds it; None if it is missing or none."""
    try:
        day = date.fromisoformat(told) if isinstance(told, str) else None
    except ValueError:
        return None
    return day if day and _is_of_our_time(day) else None


def find_release_date(text: str) -> date | None:
    """Find the date of a release in its text.

    Looked for, in this order: a full date closed by the mark of a dateline or behind the name of
    a wire; one behind "Released:" and the like; one alone on a line, or behind a place; a
    dateline without year together with a full date of that day at the foot.

    Parameters
    ----------
    text : str

    Returns
    -------
    datetime.date or None

    Examples
    --------
    >>> find_release_date("DAYTON, Ohio, Oct. 16, 2017 /PRNewswire/ -- Acme opened a plant.")
    datetime.date(2017, 10, 16)
    >>> find_release_date("Sales fell in 2017.") is None
    True
    """
    ranked: list[tuple[int, int, date]] = []
    foot = max(_TOP, len(text) - _FOOT)
    places = [(0, min(_TOP, len(text)))] + [(foot, len(text))] * (foot < len(text))
    for begin, end in places:
        for match in _dates(text, begin, end):
            rank = _rank(text, match)
            day = _read(match[0]) if rank is not None else None
            if rank == 0 and day and begin == 0:
                return day
            if rank is not None and day:
                ranked.append((rank + 3 * (begin > 0), match.start(), day))
    if ranked and min(ranked)[0] <= 1:
        return min(ranked)[2]
    yearless = _YEARLESS.search(text, 0, min(_TOP, len(text)))
    at_foot = _same_day(yearless[0], text) if yearless else None
    return at_foot or (min(ranked)[2] if ranked else None)


def _dates(text: str, begin: int, end: int) -> Iterator[re.Match[str]]:
    """Yield full dates; looked for around years, which are rarer than months and figures."""
    free = begin
    for year in _YEAR.finditer(text, begin, end):
        match = _DATE.search(text, max(free, year.start() - 20), min(end, year.end() + 6))
        if match:
            free = match.end()
            yield match


def _rank(text: str, match: re.Match[str]) -> int | None:
    """Return how sure a date is that of the release, by what stands around it: 0 is surest."""
    before = _SPACE.sub(" ", text[max(0, match.start() - 60) : match.start()])
    if _WIRE_BEFORE.search(before):
        return 0
    if _LABEL.search(before):
        return 1
    if _TOLD.search(before):
        return None
    head = text[max(0, match.start() - 80) : match.start()]
    if _MARK.match(text, match.end()) and _opens_paragraph(text, match.start()):
        return 0
    alone = "\n" not in match[0] and _ALONE_BEFORE.search(head)
    if alone and _ALONE_BEHIND.match(text, match.end()):
        return 2
    return None


def _opens_paragraph(text: str, at: int) -> bool:
    """Check that at most a place stands between a date and the start of its line or paragraph."""
    head = text[max(0, at - _PLACE) : at]
    begin = head.rfind("\n\n")
    paragraph, line = head[begin + 1 :], head[head.rfind("\n") + 1 :]
    short = len(paragraph) < _PLACE and not _SENTENCE_END.search(paragraph)
    return short or (len(line) < _PLACE // 2 and not _SENTENCE_END.search(line))


@lru_cache(maxsize=4096)  # many releases are of the same days
def _read(written: str) -> date | None:
    if not written[:4].isdigit():
        written = written.replace("-", " ")
    tidy = _COMMA.sub(r"\1 ", " ".join(written.replace(".,", ".").split()))
    tidy = _GLUED.sub(", ", tidy)
    named = day_at(tidy, 0, Calendar(None))
    return named.period.first if named else None


def _same_day(written: str, text: str) -> date | None:
    """Find a full date with the month and day of a dateline that has no year."""
    named = day_at(written, 0, Calendar(None))
    if named is None or named.recurring is None:
        return None
    for match in _dates(text, max(0, len(text) - _FAR), len(text)):
        day = _read(match[0])
        if day and named.recurring.in_year(day.year).first == day:
            return day
    return None
