"""When a statement is to come true: the time expressions of a sentence, with their days."""

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

#: How precisely a horizon is given.
HORIZON_KINDS = (
    *("day", "week", "month", "quarter", "half", "season", "year", "decade"),
    *("part", "duration", "vague", "event"),
)


class Horizon(NamedTuple):
    """A time expression and its days.

    Parameters
    ----------
    text : str
        As written, with the words that set its bound.
    start, end : int
        Its span in the sentence.
    first, last : datetime.date or None
        Both included; None if open or unknown.
    kind : str
        One of :data:`HORIZON_KINDS`.
    bound : str
        ``in``, ``by``, ``after``, ``from-to``; empty for kinds vague and event.
    is_fiscal_assumed : bool
        Whether a fiscal period was taken as a calendar one because the year's end is unknown.
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
_YEAR_PREFIXES = frozenset(("fy", "cy", "ye"))
_WORD = re.compile(r"\w+")
#: Maximum number of days from the first to the last one of a single period.
_SINGLE_LENGTHS = {"day": 0, "quarter": 92, "year": 366}
_DIGITS = frozenset("0123456789")
_JOIN = re.compile(
    r" ?(?:-|–|—|/) ?| (?:to|through|until|and|or|into) (?:the )?|, (?:and |or )?", re.I
)

#: Where the description of an event ends: a sign, or the verb of the main clause.
_CLAUSE_END = re.compile(
    r"[,;:](?= |$)|(?<!\b[A-Z])[.!?][”\"]?(?= |$)| ?[()]| [-–—]+ "
    r"| (?:and )?(?:will|would|shall|expects?|intends?|plans to|anticipates?)\b"
    r"| (?:it|which|that) is\b"
    r"| and (?:is|are|was|were|has|have|the \w+ (?:is|are|will))\b"
)
#: Words between a period with its year and its last day: "the second quarter of 2025, ending".
_ENDING = re.compile(r",? (?:which |that )?(?:ending|ends|ended)(?: on)?(?: the)? ")
_TRAILING_PREPOSITION = re.compile(r"(?: (?:in|on|at|for|during|around))? ?$")
_UNTIL_WORDS = frozenset(("until", "till", "before", "prior to"))


def horizons(
    text: str, today: date | None = None, fiscal_end: tuple[int, int] | None = None
) -> list[Horizon]:
    """Find the time expressions that say when something future is to happen.

    Parameters
    ----------
    text : str
        A sentence on one line, one space between words.
    today : datetime.date, optional
        Date of the release. Without it, only times with their year have days.
    fiscal_end : (int, int), optional
        Month and day on which the issuer's fiscal year ends; if missing, the calendar year is
        assumed and the horizon says so.

    Returns
    -------
    list of Horizon
        In reading order, without overlaps; what is over before `today` is left out. The rules are
        in ``docs/promises.md``.

    Examples
    --------
    >>> times = horizons("It may open before the end of the year.", date(2017, 10, 16))
    >>> times[0].text, str(times[0].first), str(times[0].last), times[0].bound
    ('before the end of the year', '2017-10-16', '2017-12-31', 'by')
    """
    starts = _find_starts(text)
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
    times += _set_bounds(text, _join_ranges(text, pieces), calendar)
    times.sort(key=lambda time: time.start)
    times = [_complete(text, *pair) for pair in zip_longest(times, times[1:])]
    return [time for time in times if not (today and time.last and time.last < today)]


def _complete(text: str, time: Horizon, later: Horizon | None) -> Horizon:
    """Extend an event to the end of its clause or the next time; return other times as they are."""
    if time.kind != "event":
        return time
    limit = later.start if later else len(text)
    stop = _CLAUSE_END.search(text, time.end, limit)
    stop = stop or _TRAILING_PREPOSITION.search(text, max(time.end, limit - 8), limit)
    end = stop.start() if stop else limit
    return time._replace(text=text[time.start : end], end=end) if end > time.end else time


def _find_starts(text: str) -> list[tuple[int, str]]:
    """Find the words, in lower case, that a time expression may begin with."""
    words = [word.lower() for word in _WORD.findall(text)]
    starts = _STARTS
    for signals, common in MORE_STARTS:
        if not signals.isdisjoint(words):
            starts = starts | common
    mask = [
        word in starts or word[0] in _DIGITS or word[:2] in _YEAR_PREFIXES or word[2:4] == "fy"
        for word in words
    ]
    if True not in mask:
        return []
    places = compress(_WORD.finditer(text), mask)
    return [
        (place.start(), word) for place, word in zip(places, compress(words, mask), strict=True)
    ]


def _join_ranges(
    text: str, pieces: list[tuple[Named, str]]
) -> list[tuple[Named, str, Period | None]]:
    """Join neighbours such as "Q2 to Q4 2025", with the later period as the third entry."""
    joined: list[tuple[Named, str, Period | None]] = []
    for named, part in pieces:
        if joined:
            before, part_before, _ = joined[-1]
            if _ENDING.fullmatch(text, before.end, named.start):
                named = _put_in_ending_year(before, named)
            join = _JOIN.fullmatch(text, before.end, named.start)
            is_same_kind = before.period.kind == named.period.kind != "past"
            is_same_kind &= bool(part) == bool(part_before)
            if join and is_same_kind and _is_range_or_list(text, before, join[0]):
                first, named = _put_in_one_year(before, named)
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


def _put_in_one_year(former: Named, latter: Named) -> tuple[Named, Named]:
    """Return two periods, one without a year in the year of the other."""
    first, last = former.period, latter.period
    if former.recurring and last.first and not latter.recurring:
        return _put_in_years(former, last.first.year), latter
    if latter.recurring and first.last and not former.recurring:
        return former, _put_in_years(latter, first.last.year)
    if former.recurring and first.first and last.first and first.first > last.first:
        # "In September and October", written in October.
        period = former.recurring.in_year(last.first.year)
        return former._replace(period=period if period.first else first), latter
    return former, latter


def _put_in_years(named: Named, *years: int, near: date = date.min) -> Named:
    """Return a period in that of several years in which it ends nearest to a day."""
    periods = [named.recurring.in_year(year) for year in years] if named.recurring else []
    periods = [period for period in periods if period.last]
    if not periods:
        return named
    nearest = min(periods, key=lambda period: abs((period.last or near) - near))
    return named._replace(period=nearest, recurring=None)


def _put_in_ending_year(period: Named, day: Named) -> Named:
    """Return the last day of a period, given without its year, in the year of the period."""
    last = period.period.last
    if last is None or period.recurring or day.period.kind == "past":
        return day
    return _put_in_years(day, last.year - 1, last.year, last.year + 1, near=last)


def _is_range_or_list(text: str, before: Named, join: str) -> bool:
    """Check for a range or a list of periods, and not two days side by side."""
    is_list = join.strip(" ,").lower() in ("and", "or", "", "and the", "or the")
    if not is_list or before.period.kind != "day":
        return True
    return FROM.search(text, max(0, before.start - 14), before.start) is not None


def _set_bounds(
    text: str, pieces: list[tuple[Named, str, Period | None]], calendar: Calendar
) -> list[Horizon]:
    """Return the periods that are not past, each with its bound."""
    return [
        _set_bound(text, named, part, later, calendar)
        for named, part, later in pieces
        if named.period.kind != "past" and not is_past(text, named, later, calendar.today)
    ]


def _set_bound(
    text: str, named: Named, part: str, later: Period | None, calendar: Calendar
) -> Horizon:
    """Return a period with the bound that the words around it set."""
    start, end, whole = named[:3]
    is_assumed = named.fiscal and calendar.fiscal_end is None
    before = text[max(0, start - 60) : start]
    period = limited(whole, part, calendar.today)
    leading = FROM.search(before)
    if later or (leading and _is_range(whole)):
        start -= len(leading[0]) if leading else 0
        last = (later or period).last
        return Horizon(
            text[start:end], start, end, period.first, last, period.kind, "from-to", is_assumed
        )
    leading = BOUND.search(before)
    sort = (leading.lastgroup or "in") if leading else "in"
    if leading:
        start -= len(before) - leading.start(sort)
        if leading[sort].lower() in _UNTIL_WORDS and is_not_yet(text, start):
            sort = "open"
    else:
        leading = START.search(before)
        start -= len(leading[0]) if leading else 0
    onwards = AND_ON.match(text, end)
    if onwards and sort == "in":
        sort, end = "open", onwards.end()
    if part == "2" and sort in ("by", "to", "before"):
        period, sort = whole, "by"
    first, last, bound = _find_limits(period, sort, calendar.today)
    kind = whole.kind if part == "rest" else period.kind
    return Horizon(text[start:end], start, end, first, last, kind, bound, is_assumed)


def _is_range(period: Period) -> bool:
    """Check for "13 to 17 October" or "second to third quarter", and not one day or quarter."""
    first, last = period.first, period.last
    return bool(first and last and (last - first).days > _SINGLE_LENGTHS.get(period.kind, 9999))


def _find_limits(
    period: Period, sort: str, today: date | None
) -> tuple[date | None, date | None, str]:
    """Return first day, last day and bound of a period after "by", "before", "after" and so on."""
    first, last = period.first, period.last
    if sort in ("by", "to"):
        return today, last, "by"
    if sort == "before":
        return today, _shift(first, -1), "by"
    if sort == "after":
        return _shift(last, 1), None, "after"
    if sort == "open":
        return first, None, "after"
    return first, last, "in"


def _shift(day: date | None, n: int) -> date | None:
    """Return the day `n` days later."""
    return date.fromordinal(day.toordinal() + n) if day else None
