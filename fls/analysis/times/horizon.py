"""When a statement is to come true: time expressions of a sentence, with their days."""

from __future__ import annotations

import re
from datetime import date
from itertools import compress, zip_longest
from typing import NamedTuple

from fls.analysis.times.calendar import Calendar, Period
from fls.analysis.times.context import AND_ON, BOUND, FROM, START, is_not_yet, is_past
from fls.analysis.times.days import Named
from fls.analysis.times.parts import PART_STARTS, limited, part_at
from fls.analysis.times.periods import PERIOD_STARTS
from fls.analysis.times.spans import LOOSE_STARTS, MORE_STARTS, loose_at

__all__ = ["HORIZON_KINDS", "Horizon", "horizons"]

#: How precisely a horizon is told.
HORIZON_KINDS = (
    *("day", "week", "month", "quarter", "half", "season", "year", "decade"),
    *("part", "duration", "vague", "event"),
)


class Horizon(NamedTuple):
    """A time expression and its days.

    Parameters
    ----------
    text : str
        As written, with the words that bound it.
    start, end : int
        Its span in the sentence.
    first, last : datetime.date or None
        Both included; None where it is open or unknown.
    kind : str
        One of :data:`HORIZON_KINDS`.
    bound : str
        ``in``, ``by``, ``after``, ``from-to``; empty for kinds vague and event.
    is_fiscal_assumed : bool
        Whether a fiscal period was taken as one of the calendar, for want of the year's end.
    """

    text: str
    start: int
    end: int
    first: date | None
    last: date | None
    kind: str
    bound: str
    is_fiscal_assumed: bool = False


_STARTS = PERIOD_STARTS | LOOSE_STARTS | PART_STARTS
_YEAR_SIGNS = frozenset(("fy", "cy", "ye"))
_WORD = re.compile(r"\w+")
#: Days from the first to the last one of a single period.
_LENGTHS = {"day": 0, "quarter": 92, "year": 366}
_DIGITS = frozenset("0123456789")
_JOIN = re.compile(
    r" ?(?:-|–|—|/) ?| (?:to|through|until|and|or|into) (?:the )?|, (?:and |or )?", re.I
)

#: Where what an event is told by is over: a sign, or the verb of the main clause.
_CLAUSE_END = re.compile(
    r"[,;:](?= |$)|(?<!\b[A-Z])[.!?][”\"]?(?= |$)| ?[()]| [-–—]+ "
    r"| (?:and )?(?:will|would|shall|expects?|intends?|plans to|anticipates?)\b"
    r"| (?:it|which|that) is\b"
    r"| and (?:is|are|was|were|has|have|the \w+ (?:is|are|will))\b"
)
#: Between a period whose year is told and its last day: "the second quarter of 2025, ending".
_ENDING = re.compile(r",? (?:which |that )?(?:ending|ends|ended)(?: on)?(?: the)? ")
_LEADS = re.compile(r"(?: (?:in|on|at|for|during|around))? ?$")
_UNTIL = frozenset(("until", "till", "before", "prior to"))


def horizons(
    text: str, today: date | None = None, fiscal_end: tuple[int, int] | None = None
) -> list[Horizon]:
    """Find the time expressions that say when something future is to happen.

    Parameters
    ----------
    text : str
        A sentence on one line, one space between words.
    today : datetime.date, optional
        Date of the release. Without it, only what names its year has days.
    fiscal_end : (int, int), optional
        Month and day on which the issuer's fiscal year ends; if missing, the calendar's year is
        taken and the horizon says so.

    Returns
    -------
    list of Horizon
        In reading order, apart from each other; what is over before `today` is left out. Rules of
        resolution in ``docs/promises.md``.

    Examples
    --------
    >>> found = horizons("It may open before the end of the year.", date(2017, 10, 16))
    >>> found[0].text, str(found[0].first), str(found[0].last), found[0].bound
    ('before the end of the year', '2017-10-16', '2017-12-31', 'by')
    """
    starts = _candidates(text)
    if not starts:
        return []
    calendar = Calendar(today, fiscal_end)
    times: list[Horizon] = []
    pieces: list[tuple[Named, str]] = []
    free = 0
    for at, word in starts:
        if at < free:
            continue
        piece = part_at(text, at, word, calendar)
        if piece:
            pieces.append(piece)
            free = piece[0].end
            continue
        loose = loose_at(text, at, word, calendar)
        if loose:
            free = loose.end
            period = loose.period
            times.append(
                Horizon(text[loose.start : loose.end], loose.start, loose.end, *period, loose.bound)
            )
    times += _bounded(text, _joined(text, pieces), calendar)
    times.sort(key=lambda time: time.start)
    times = [_whole(text, *pair) for pair in zip_longest(times, times[1:])]
    return [time for time in times if not (today and time.last and time.last < today)]


def _whole(text: str, time: Horizon, later: Horizon | None) -> Horizon:
    """Give an event the rest of its clause, up to the next time; other times as they are."""
    if time.kind != "event":
        return time
    limit = later.start if later else len(text)
    stop = _CLAUSE_END.search(text, time.end, limit)
    stop = stop or _LEADS.search(text, max(time.end, limit - 8), limit)
    end = stop.start() if stop else limit
    return time._replace(text=text[time.start : end], end=end) if end > time.end else time


def _candidates(text: str) -> list[tuple[int, str]]:
    """Find the words, in lower case, that a time expression may begin with."""
    words = [word.lower() for word in _WORD.findall(text)]
    starts = _STARTS
    for signs, more in MORE_STARTS:
        if not signs.isdisjoint(words):
            starts = starts | more
    wanted = [
        word in starts or word[0] in _DIGITS or word[:2] in _YEAR_SIGNS or word[2:4] == "fy"
        for word in words
    ]
    if True not in wanted:
        return []
    places = compress(_WORD.finditer(text), wanted)
    return [
        (place.start(), word) for place, word in zip(places, compress(words, wanted), strict=True)
    ]


def _joined(text: str, pieces: list[tuple[Named, str]]) -> list[tuple[Named, str, Period | None]]:
    """Join neighbours such as "Q2 to Q4 2025": the later period makes the third entry."""
    joined: list[tuple[Named, str, Period | None]] = []
    for named, part in pieces:
        if joined:
            before, part_before, _ = joined[-1]
            if _ENDING.fullmatch(text, before.end, named.start):
                named = _ended_in(before, named)
            join = _JOIN.fullmatch(text, before.end, named.start)
            same = before.period.kind == named.period.kind != "past" and bool(part) == bool(
                part_before
            )
            if join and same and _is_range_or_list(text, before, join[0]):
                first, named = _in_one_year(before, named)
                last = limited(named.period, part, None)
                if first.period.first and last.last and first.period.first < last.last:
                    joined[-1] = (
                        first._replace(end=named.end, fiscal=first.fiscal or named.fiscal),
                        part_before,
                        last,
                    )
                    continue
        joined.append((named, part, None))
    return joined


def _in_one_year(one: Named, other: Named) -> tuple[Named, Named]:
    """Give the one of two periods whose year is not told that of the other one."""
    first, last = one.period, other.period
    if one.recurring and last.first and not other.recurring:
        return _of(one, last.first.year), other
    if other.recurring and first.last and not one.recurring:
        return one, _of(other, first.last.year)
    if one.recurring and first.first and last.first and first.first > last.first:
        # "In September and October", told in October.
        period = one.recurring.in_year(last.first.year)
        return one._replace(period=period if period.first else first), other
    return one, other


def _of(named: Named, *years: int, near: date = date.min) -> Named:
    """Put a period into the year, of those that have such a day, that ends it nearest to a day."""
    periods = [named.recurring.in_year(year) for year in years] if named.recurring else []
    periods = [period for period in periods if period.last]
    if not periods:
        return named
    nearest = min(periods, key=lambda period: abs((period.last or near) - near))
    return named._replace(period=nearest, recurring=None)


def _ended_in(period: Named, day: Named) -> Named:
    """Put the last day of a period into the year in which the period, whose year is told, ends."""
    last = period.period.last
    if last is None or period.recurring or day.period.kind == "past":
        return day
    return _of(day, last.year - 1, last.year, last.year + 1, near=last)


def _is_range_or_list(text: str, before: Named, join: str) -> bool:
    """Tell a range, or a list of periods, from two days that stand side by side."""
    is_list = join.strip(" ,").lower() in ("and", "or", "", "and the", "or the")
    if not is_list or before.period.kind != "day":
        return True
    return FROM.search(text, max(0, before.start - 14), before.start) is not None


def _bounded(
    text: str, pieces: list[tuple[Named, str, Period | None]], calendar: Calendar
) -> list[Horizon]:
    return [
        _horizon(text, named, part, later, calendar)
        for named, part, later in pieces
        if named.period.kind != "past" and not is_past(text, named, later, calendar.today)
    ]


def _horizon(
    text: str, named: Named, part: str, later: Period | None, calendar: Calendar
) -> Horizon:
    """Set the limits that the words around a period give it."""
    start, end, whole = named[:3]
    assumed = named.fiscal and calendar.fiscal_end is None
    before = text[max(0, start - 60) : start]
    period = limited(whole, part, calendar.today)
    leading = FROM.search(before)
    if later or (leading and _is_range(whole)):
        start -= len(leading[0]) if leading else 0
        last = (later or period).last
        return Horizon(
            text[start:end], start, end, period.first, last, period.kind, "from-to", assumed
        )
    leading = BOUND.search(before)
    sort = (leading.lastgroup or "in") if leading else "in"
    if leading:
        start -= len(before) - leading.start(sort)
        if leading[sort].lower() in _UNTIL and is_not_yet(text, start):
            sort = "open"
    else:
        leading = START.search(before)
        start -= len(leading[0]) if leading else 0
    onwards = AND_ON.match(text, end)
    if onwards and sort == "in":
        sort, end = "open", onwards.end()
    if part == "2" and sort in ("by", "to", "before"):
        period, sort = whole, "by"
    first, last, bound = _limits(period, sort, calendar.today)
    kind = whole.kind if part == "rest" else period.kind
    return Horizon(text[start:end], start, end, first, last, kind, bound, assumed)


def _is_range(period: Period) -> bool:
    """Tell "13 to 17 October" or "second to third quarter" from one day or quarter."""
    first, last = period.first, period.last
    return bool(first and last and (last - first).days > _LENGTHS.get(period.kind, 9999))


def _limits(period: Period, sort: str, today: date | None) -> tuple[date | None, date | None, str]:
    """First day, last day and bound of a period behind "by", "before", "after", "from" or "in"."""
    first, last = period.first, period.last
    if sort in ("by", "to"):
        return today, last, "by"
    if sort == "before":
        return today, _shifted(first, -1), "by"
    if sort == "after":
        return _shifted(last, 1), None, "after"
    if sort == "open":
        return first, None, "after"
    return first, last, "in"


def _shifted(day: date | None, by: int) -> date | None:
    return date.fromordinal(day.toordinal() + by) if day else None
