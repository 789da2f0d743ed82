"""When a statement is to come true: time expressions of a sentence, with their days."""

from __future__ import annotations

import re
from datetime import date
from itertools import compress
from typing import NamedTuple

from .calendar import Calendar, Period, part_of
from .context import AND_ON, BOUND, FROM, START, is_past
from .days import Named, month_number
from .periods import PERIOD_STARTS, named_at
from .spans import LOOSE_STARTS, MORE_STARTS, loose_at

__all__ = ["HORIZON_KINDS", "Horizon", "fiscal_year_end", "horizons"]

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


_PARTS = {"early": 0, "beginning": 0, "start": 0, "mid": 1, "middle": 1, "midway": 1}
_PARTS |= {"late": 2, "end": 2, "exiting": 2, "close": 2}
_RESTS = frozenset("rest remainder balance later".split())
_STARTS = PERIOD_STARTS | LOOSE_STARTS | _PARTS.keys() | _RESTS
_YEAR_SIGNS = frozenset(("fy", "cy", "ye"))
_WORD = re.compile(r"\w+")
_DIGITS = frozenset("0123456789")
_PART = re.compile(
    r"(?:(?P<p>early|mid|late)(?:[- ](?:to[- ](?:mid|late)[- ])?(?:in |part of )?|(?=to))"
    r"|(?P<o>(?:beginning|start|middle|end|close|rest|remainder|balance)(?= of)|midway|exiting"
    r"|later(?= (?:in|this)))"
    r"(?: (?:of|in|through|part of))? )"
    r"(?:the )?",
    re.I,
)
_PERIOD_WORD = re.compile(
    r"(?P<f>fiscal |financial |calendar )?(?P<w>year|quarter|month|half|summer|fall|autumn"
    r"|winter|spring|week|day)\b",
    re.I,
)
_YEAR_END = re.compile(
    r"(?P<p>mid)?[-– ]?(?:(?P<f>fiscal|financial|calendar) )?year(?P<e>[-– "
    r"]?end)?\b(?:,? (?:of )?(?:(?P<g>fiscal|financial) )?(?P<y>(?:19|20)\d\d)\b)?"
    r"|(?P<s>YE ?[’']?(?:20)?(?P<t>\d\d))\b",
    re.I,
)
_JOIN = re.compile(
    r" ?(?:-|–|—) ?| (?:to|through|until|and|or|into) (?:the )?|, (?:and |or )?", re.I
)
_MONTH_SIGNS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_YEAR_END_DATE = re.compile(
    r"[Yy]ears?(?:[-\s](?:that\s|which\s)?end(?:ing|s|ed)?)(?:\s(?:on|of|is)){0,2}\s"
    rf"(?:(?P<m>{_MONTH_SIGNS})[a-z]*\.?\s(?P<d>\d{{1,2}})\b"
    rf"|(?P<e>\d{{1,2}})\s(?P<n>{_MONTH_SIGNS}))"
)


def fiscal_year_end(text: str) -> tuple[int, int] | None:
    """Find month and day on which a release says that the year ends.

    Parameters
    ----------
    text : str
        The whole release.

    Returns
    -------
    (int, int) or None

    Examples
    --------
    >>> fiscal_year_end("Form 10-K for the fiscal year ended June 30, 2025")
    (6, 30)
    """
    found = _YEAR_END_DATE.search(text)
    if not found:
        return None
    number, day = month_number(found["m"] or found["n"]), int(found["d"] or found["e"])
    return (number, day) if 1 <= day <= 31 - (number in (4, 6, 9, 11)) - 2 * (number == 2) else None


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
    found: list[Horizon] = []
    pieces: list[tuple[Named, str]] = []
    free = 0
    for at, word in starts:
        if at < free:
            continue
        piece = _piece(text, at, word, calendar)
        if piece:
            pieces.append(piece)
            free = piece[0].end
            continue
        loose = loose_at(text, at, word, calendar)
        if loose:
            free = loose.end
            period = loose.period
            found.append(
                Horizon(text[loose.start : loose.end], loose.start, loose.end, *period, loose.bound)
            )
    found += _bounded(text, _joined(text, pieces), calendar)
    found.sort(key=lambda horizon: horizon.start)
    return [h for h in found if not (today and h.last and h.last < today)]


def _candidates(text: str) -> list[tuple[int, str]]:
    """Find the words, in lower case, that a time expression may begin with."""
    words = [word.lower() for word in _WORD.findall(text)]
    starts = _STARTS
    for signs, more in MORE_STARTS:
        if not signs.isdisjoint(words):
            starts = starts | more
    wanted = [word in starts or word[0] in _DIGITS or word[:2] in _YEAR_SIGNS for word in words]
    if True not in wanted:
        return []
    places = compress(_WORD.finditer(text), wanted)
    return [
        (place.start(), word) for place, word in zip(places, compress(words, wanted), strict=True)
    ]


def _piece(text: str, at: int, word: str, calendar: Calendar) -> tuple[Named, str] | None:
    """Read a period with what limits it to a part; the word says which, or ``rest``."""
    if word in _PARTS or word in _RESTS:
        whole = _part(text, at, calendar)
        if whole:
            return whole
    named = named_at(text, at, word, calendar)
    if named:
        return named, ""
    if word in ("year", "mid") or word.startswith("ye"):
        return _year_end(text, at, calendar)
    return None


def _part(text: str, at: int, calendar: Calendar) -> tuple[Named, str] | None:
    found = _PART.match(text, at)
    if not found:
        return None
    begin = found.end()
    next_word = _WORD.match(text, begin)
    if not next_word:
        return None
    part = (found["p"] or found["o"]).lower().strip()
    whole = named_at(text, begin, next_word[0].lower(), calendar)
    if whole is None:
        whole = _bare_unit(text, begin, calendar)
    if whole is None:
        return _year_end(text, at, calendar) if part == "mid" else None
    if part == "later" and whole.period.kind == "day":
        return None
    return whole._replace(start=at), "rest" if part in _RESTS else str(_PARTS[part])


def _bare_unit(text: str, at: int, calendar: Calendar) -> Named | None:
    """Read "the year", "the quarter" behind a part: those of the release."""
    found = _PERIOD_WORD.match(text, at)
    if not found or not text[max(0, at - 12) : at].lower().endswith(
        ("the ", "fiscal ", "of ", "exiting ")
    ):
        return None
    word = found["w"].lower()
    if word == "day" or word == "week":
        return None
    fiscal = (found["f"] or "").strip().lower() in ("fiscal", "financial")
    named = named_at(f"this {found[0]}", 0, "this", calendar)
    if named is None:
        return None
    return Named(at, found.end(), named.period, None, fiscal)


def _year_end(text: str, at: int, calendar: Calendar) -> tuple[Named, str] | None:
    """Read "year-end 2026" and "mid-year"."""
    found = _YEAR_END.match(text, at)
    if not found or not (found["p"] or found["e"] or found["s"]):
        return None
    fiscal = (found["f"] or found["g"] or "").lower() in ("fiscal", "financial")
    said = found["y"] or (f"20{found['t']}" if found["s"] else "")
    number = int(said) if said else calendar.this_year(fiscal)
    period = calendar.year(number, fiscal) if number else Period(None, None, "year")
    return Named(at, found.end(), period, None, fiscal), "1" if found["p"] else "2"


def _limited(period: Period, part: str, today: date | None) -> Period:
    """Take the part of a period that was named."""
    if part == "rest":
        first = max(today, period.first) if today and period.first else today or period.first
        return period._replace(first=first)
    return part_of(period, int(part)) if part else period


def _joined(text: str, pieces: list[tuple[Named, str]]) -> list[tuple[Named, str, Period | None]]:
    """Join neighbours such as "Q2 to Q4 2025": the later period makes the third entry."""
    found: list[tuple[Named, str, Period | None]] = []
    for named, part in pieces:
        if found:
            before, part_before, _ = found[-1]
            join = _JOIN.fullmatch(text, before.end, named.start)
            same = before.period.kind == named.period.kind != "past" and bool(part) == bool(
                part_before
            )
            if join and same and _in_order(text, before, named, join[0]):
                first = before
                if before.make and named.period.first and not named.make:
                    year = named.period.first.year
                    first = before._replace(period=before.make(year), make=None)
                elif named.make and before.period.last and not before.make:
                    named = named._replace(period=named.make(before.period.last.year))
                last = _limited(named.period, part, None)
                if first.period.first and last.last and first.period.first < last.last:
                    found[-1] = (
                        first._replace(end=named.end, fiscal=first.fiscal or named.fiscal),
                        part_before,
                        last,
                    )
                    continue
        found.append((named, part, None))
    return found


def _in_order(text: str, before: Named, named: Named, join: str) -> bool:
    """Tell a range, or a list of periods, from two days that stand side by side."""
    listed = join.strip(" ,").lower() in ("and", "or", "", "and the", "or the")
    if not listed:
        return True
    if before.period.kind == "day":
        return bool(FROM.search(text, max(0, before.start - 14), before.start))
    return True


def _bounded(
    text: str, pieces: list[tuple[Named, str, Period | None]], calendar: Calendar
) -> list[Horizon]:
    found = []
    for named, part, later in pieces:
        if named.period.kind == "past" or is_past(text, named, later, calendar.today):
            continue
        found.append(_horizon(text, named, part, later, calendar))
    return found


def _horizon(
    text: str, named: Named, part: str, later: Period | None, calendar: Calendar
) -> Horizon:
    """Set the limits that the words around a period give it."""
    start, end, whole = named[:3]
    assumed = named.fiscal and calendar.fiscal_end is None
    before = text[max(0, start - 60) : start]
    period = _limited(whole, part, calendar.today)
    if later:
        leading = FROM.search(before)
        start -= len(leading[0]) if leading else 0
        bound, first, last = "from-to", period.first, later.last
        return Horizon(text[start:end], start, end, first, last, period.kind, bound, assumed)
    leading = BOUND.search(before)
    sort = leading.lastgroup if leading else "in"
    if leading is None:
        leading = START.search(before)
    start -= len(leading[0]) if leading else 0
    onwards = AND_ON.match(text, end)
    if onwards and sort == "in":
        sort, end = "open", onwards.end()
    if part == "2" and sort in ("by", "before"):
        period, sort = whole, "by"
    first, last, bound = _limits(period, sort or "in", calendar.today)
    if part == "rest" and sort == "in":
        first = calendar.today if period.first == calendar.today else period.first
    kind = whole.kind if part == "rest" else period.kind
    return Horizon(text[start:end], start, end, first, last, kind, bound, assumed)


def _limits(period: Period, sort: str, today: date | None) -> tuple[date | None, date | None, str]:
    """First day, last day and bound of a period behind "by", "before", "after", "from" or "in"."""
    first, last = period.first, period.last
    if sort == "by":
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
