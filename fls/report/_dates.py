"""Promises on a time line: where each bar begins and ends, and the marks below the line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from fls.analysis.commitments import firmness

__all__ = ["Bar", "Tick", "TimeLine", "make_time_line"]

#: Distances of ticks in months, and the maximum number of ticks.
_STEPS, _MOST_TICKS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000, 24000), 5
#: Minimum width of a bar in percent of the line, so that even a bar of one day is visible.
_LEAST_WIDTH = 0.8
#: Kinds of times that have no days, whatever the date of the release.
_UNDATABLE_KINDS = ("vague", "event")
#: How far the line goes on beyond its last day for a promise without a last day.
_OPEN_LENGTH = dt.timedelta(days=365)


class Bar(NamedTuple):
    """A promise and its place on the line.

    Parameters
    ----------
    unit : int
        Number of its unit.
    text : str
        The commitment on one line.
    event, quantity, horizon : str
        As in ``release.promises``, the event in words; empty where missing.
    due : str
        Its last day, or ``from`` and its first day if it has no last; empty without days.
    x, width : float or None
        In percent of the line; None without days.
    is_open : bool
        Whether it has no last day.
    firmness : str
        How firm the promise is, in a word.
    step : int
        The same as a number: 0 is firm, 4 is least firm.
    is_conditional : bool
        Whether it depends on an event or approval.
    is_undated : bool
        Whether its time has days only if the date of the release is known.
    """

    unit: int
    text: str
    event: str
    quantity: str
    horizon: str
    due: str
    x: float | None
    width: float | None
    is_open: bool
    firmness: str
    step: int
    is_conditional: bool
    is_undated: bool


class Tick(NamedTuple):
    """A mark on the line.

    Parameters
    ----------
    x : float
        In percent of the line.
    name : str
        Such as ``"Apr 2027"``.
    """

    x: float
    name: str


class TimeLine(NamedTuple):
    """Promises on a time line.

    Parameters
    ----------
    bars : list of Bar
        Sorted by their last day; those without days come last.
    ticks : list of Tick
    today : float or None
        Place of the release's day, in percent; None if it is unknown or no promise has days.
    """

    bars: list[Bar]
    ticks: list[Tick]
    today: float | None


def make_time_line(rows: Sequence[Mapping[str, Any]], day: dt.date | None) -> TimeLine:
    """Place promises on a line from the day of the release to the last day that they name.

    Parameters
    ----------
    rows : sequence of mapping
        As ``release.promise_rows()`` returns them.
    day : datetime.date, optional
        Day of the release.

    Returns
    -------
    TimeLine
    """
    spans = [_span(row) for row in rows]
    days = [edge for span in spans if span for edge in span if edge]
    if not days:
        return TimeLine([_make_bar(row, None, 0, 1) for row in rows], [], None)
    low = min([*days, day]) if day else min(days)
    high = max(*days, low + dt.timedelta(days=30))
    if any(span and span[1] is None for span in spans):
        high = min(high, dt.date.max - _OPEN_LENGTH) + _OPEN_LENGTH
    first, length = low.toordinal(), high.toordinal() - low.toordinal() + 1
    order = sorted(range(len(rows)), key=lambda n: (_sort_key(spans[n]), n))
    bars = [_make_bar(rows[n], spans[n], first, length) for n in order]
    today = _percent(day, first, length) if day else None
    return TimeLine(bars, _make_ticks(low, high), today)


def _span(row: Mapping[str, Any]) -> tuple[dt.date, dt.date | None] | None:
    """Return the first and last day of a promise; if only the last is known, it is both."""
    first, last = row["horizon_first"], row["horizon_last"]
    return None if first is None and last is None else (first or last, last)


def _sort_key(span: tuple[dt.date, dt.date | None] | None) -> tuple[int, dt.date]:
    """Order promises by their last day, then open ones by their first, then those without days."""
    if span is None:
        return 2, dt.date.max
    return (0, span[1]) if span[1] else (1, span[0])


def _percent(day: dt.date, first: int, length: int) -> float:
    return round(100 * (day.toordinal() - first) / length, 2)


def _make_bar(
    row: Mapping[str, Any],
    span: tuple[dt.date, dt.date | None] | None,
    first: int,
    length: int,
) -> Bar:
    x, width, due = _place(span, first, length) if span else (None, None, "")
    step, firm = firmness(row["hedge"])
    event = "other event" if row["event"] == "other" else str(row["event"]).replace("_", " ")
    quantity, horizon = (" ".join((row[name] or "").split()) for name in ("quantity", "horizon"))
    return Bar(
        row["unit"], row["text"], event, quantity, horizon, due, x, width,
        bool(span and not span[1]), firm, step, bool(row["is_conditional"]),
        bool(horizon and not span and row["horizon_kind"] not in _UNDATABLE_KINDS),
    )  # fmt: skip


def _place(
    span: tuple[dt.date, dt.date | None], first: int, length: int
) -> tuple[float, float, str]:
    """Return x, width and the last day in words; a bar without a last day runs to the end."""
    begin, end = span
    x = min(_percent(begin, first, length), 100 - _LEAST_WIDTH)
    last = _percent(end, first, length) + 100 / length if end else 100.0
    width = min(max(last - x, _LEAST_WIDTH), 100 - x)
    return x, round(width, 2), end.isoformat() if end else f"from {begin.isoformat()}"


def _make_ticks(low: dt.date, high: dt.date) -> list[Tick]:
    months = (high.year - low.year) * 12 + high.month - low.month
    step = next((s for s in _STEPS if months / s < _MOST_TICKS), _STEPS[-1])
    first, length = low.toordinal(), high.toordinal() - low.toordinal() + 1
    ticks = []
    begin = low.year * 12 + low.month - 1
    for month in range(begin - begin % step + step, high.year * 12 + high.month, step):
        if month // 12 > dt.MAXYEAR:
            break
        day = dt.date(month // 12, month % 12 + 1, 1)
        name = str(day.year) if step >= 12 else f"{day:%b} {day.year}"
        ticks.append(Tick(_percent(day, first, length), name))
    return ticks
