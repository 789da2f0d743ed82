"""What became of promises: from one release to the next, and through all of an issuer."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise, product
from math import nan
from typing import TYPE_CHECKING, Any, TypeAlias

from fls.analysis.comparison.matching import Masked, match
from fls.analysis.times import horizons
from fls.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["DRIFT", "TIMELINE", "promise_drift", "promise_timeline"]

_REQUIRED_COLUMNS = (
    *("unit", "event", "text", "quantity", "quantity_low", "quantity_high", "quantity_unit"),
    *("horizon", "horizon_kind", "horizon_first", "horizon_last"),
)
#: Columns of :func:`promise_drift`.
DRIFT = (
    *("status", "event", "days_moved", "quantity_change", "similarity"),
    *("older_unit", "older_due", "older_quantity", "older_text"),
    *("newer_unit", "newer_due", "newer_quantity", "newer_text"),
)
#: Columns of :func:`promise_timeline`.
TIMELINE = (
    *("promise", "event", "first_said", "last_said", "n_said", "first_due", "due", "days_moved"),
    *("n_moved", "first_quantity", "quantity", "quantity_change", "status", "text"),
)
#: Stems that do not say what is promised; those of expecting vary when a promise is repeated.
_EMPTY_STEMS = frozenset(
    """a an the and or of to in on for by with at from as during throug is are be been has have
    will would should could may can we our its it that this these their also now still curren
    compan expect plan plans planne planni intend antici aims aim aimed believ hopes hope hoped
    seeks target schedu slated track contin remain""".split()
)
#: Lowest similarity at which two statements can be one promise even if something has changed.
_MIN_SIMILARITY = 0.55
#: Greatest ratio of two amounts that can belong to the same thing.
_MAX_RATIO = 10
#: Greatest difference of two spans of equally many months.
_MAX_SPAN_DIFFERENCE_DAYS = 3
#: Financial measures of a period.
_MEASURE = re.compile(
    r"\b(?:(?P<revenue>revenues?|(?:net )?sales)|(?P<ebitda>EBITDAS?)|(?P<eps>EPS|per share)"
    r"|(?P<income>(?:net|operating) (?:income|loss(?:es)?|profit)|earnings)"
    r"|(?P<margin>(?:gross |operating )?margins?)|(?P<bookings>bookings)"
    r"|(?P<spending>cap(?:ital )?ex(?:penditures?)?)|(?P<cash>cash flows?|FCF))\b",
    re.I,
)
#: Maximum number of characters between an amount and its measure.
_MAX_GAP = 60
#: What may be between them if the measure comes after the amount.
_WORDS_TO_MEASURE = re.compile(r"(?: (?!and\b|with\b)[^\s,;]{1,20}){0,3}[ -]$")
#: Words before a time that is a basis, and not a day on which something is due.
_BASIS = re.compile(r"\bbased (?:up)?on (?:[a-z]+ ){0,2}$", re.I)
_Promise: TypeAlias = dict[Any, Any]
#: A promise through time: the number of each release with it, and how it is worded there.
_Thread: TypeAlias = list[tuple[int, _Promise]]


def promise_drift(older: pd.DataFrame, newer: pd.DataFrame) -> pd.DataFrame:
    """Match the promises of two releases and find what became of each.

    Parameters
    ----------
    older, newer : pandas.DataFrame
        Promises, with the columns ``unit event text quantity quantity_low quantity_high
        quantity_unit horizon horizon_kind horizon_first horizon_last``.

    Returns
    -------
    pandas.DataFrame
        A row for each promise of either side, with the columns :data:`DRIFT`. For a promise in
        both, ``status`` is the first that applies of ``"other_period"`` if it is a figure of
        guidance for another quarter or year, ``"moved_later"`` or ``"moved_earlier"`` if the last
        day of the horizon did, ``"lowered"`` or ``"raised"`` if the middle of the quantity was, in
        the same unit, ``"rolled"`` if an equally long span counts from each release, and
        ``"kept"``. It is ``"dropped"`` if only the older release has it (kept or given up: the text
        does not say), ``"new"`` if only the newer one has it. ``days_moved`` is negative for
        earlier, ``quantity_change`` is new / old - 1; both need two values. ``similarity`` is
        missing if guidance was matched by its measure and period.

    Raises
    ------
    InputError
        If one of them is not a table of promises.
    """
    import pandas as pd

    left, right = _read_promises("older", older), _read_promises("newer", newer)
    rows = []
    pairs = _pair(left, right)
    for i, before in enumerate(left):
        after, similarity = pairs.get(i, (None, None))
        rows.append(
            _write_drift_row(before, right[after] if after is not None else None, similarity)
        )
    matched = {after for after, _ in pairs.values()}
    rows += [
        _write_drift_row(None, after, None) for j, after in enumerate(right) if j not in matched
    ]
    return _set_types(pd.DataFrame(rows, columns=list(DRIFT)))


def _read_promises(name: str, promises: pd.DataFrame) -> list[_Promise]:
    """Return promises as plain data, each with what it is matched by."""
    columns = getattr(promises, "columns", None)
    if columns is None or not set(_REQUIRED_COLUMNS) <= set(columns):
        kind = type(promises).__name__
        received = (
            kind
            if columns is None
            else f"none named {min(set(_REQUIRED_COLUMNS) - set(columns))!r}"
        )
        expected = f"is a table with the columns {', '.join(_REQUIRED_COLUMNS)}"
        raise InputError(name, expected, received, "give release.promises")
    rows = promises[list(_REQUIRED_COLUMNS)].to_dict("records")
    return [row | {"masked": _mask(row), "measure": _find_measure(row)} for row in rows]


def _mask(promise: _Promise) -> Masked:
    """Return what a promise is matched by, without its time, which may be worded differently."""
    text, time = str(promise["text"]), promise["horizon"]
    masked = Masked.of(text.replace(time, " ", 1) if isinstance(time, str) and time else text)
    return replace(masked, stems=masked.stems - _EMPTY_STEMS or masked.stems)


def _pair(older: Sequence[_Promise], newer: Sequence[_Promise]) -> dict[int, tuple[int, float]]:
    """Return the newer promise and the similarity by older promise."""
    masked = [[p["masked"] for p in side] for side in (older, newer)]
    kinds = [[(p["horizon_last"], p["event"]) for p in side] for side in (older, newer)]
    matches = match(
        masked[0],
        masked[1],
        (kinds[0], kinds[1]),
        lambda i, j, similarity: _can_be_one(older[i], newer[j], similarity),
    )
    pairs = {pair.older: (pair.newer, pair.similarity) for pair in matches}
    older_figures = _group_by_figure(older, pairs)
    newer_figures = _group_by_figure(newer, {pair.newer for pair in matches})
    for figure in older_figures.keys() & newer_figures.keys():
        i, j, *others = *older_figures[figure], *newer_figures[figure]
        if not others and _is_revision(_compute_change(older[i], newer[j])):
            pairs[i] = j, nan
    return pairs


def _group_by_figure(
    promises: Sequence[_Promise], taken: Collection[int]
) -> dict[tuple[Any, ...], list[int]]:
    """Return the places of guidance not matched by its words, by what it is a figure of."""
    places: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for place, promise in enumerate(promises):
        figure = _identify_figure(promise)
        if figure and place not in taken:
            places[figure].append(place)
    return places


def _identify_figure(promise: _Promise) -> tuple[Any, ...] | None:
    """Return measure, period and unit of guidance for a period with its year."""
    import pandas as pd

    last, has_year = promise["horizon_last"], any(map(str.isdigit, str(promise["horizon"])))
    if promise["event"] != "guidance" or not promise["measure"] or pd.isna(last) or not has_year:
        return None
    return promise["measure"], promise["horizon_kind"], last, promise["quantity_unit"]


def _can_be_one(before: _Promise, after: _Promise, similarity: float) -> bool:
    """Check whether two statements can be one promise."""
    measures = before["measure"], after["measure"]
    if all(measures) and measures[0] != measures[1]:
        return False
    figure = _identify_figure(before)
    if similarity >= _MIN_SIMILARITY or (figure is not None and figure == _identify_figure(after)):
        return True
    return _name_status(before, after) == "kept" and not _compute_change(before, after)


def _write_drift_row(
    before: _Promise | None, after: _Promise | None, similarity: float | None
) -> dict[str, Any]:
    """Return the row of a promise of either side or of both."""
    latest = after or before or {}
    status, days, change = "new" if before is None else "dropped", None, None
    if before and after:
        days, change = _count_days_between(before, after), _compute_change(before, after)
        status = _name_status(before, after)
    row = {"status": status, "event": latest["event"], "days_moved": days}
    row |= {"quantity_change": change, "similarity": similarity}
    for side, promise in (("older", before), ("newer", after)):
        row |= {
            f"{side}_unit": promise and promise["unit"],
            f"{side}_due": promise and promise["horizon_last"],
            f"{side}_quantity": promise and promise["quantity"],
            f"{side}_text": promise and promise["text"],
        }
    return row


def _name_status(before: _Promise, after: _Promise) -> str:
    moved, change = _count_days_moved(before, after), _compute_change(before, after)
    if change != 0 and _is_other_period(before, after):
        return "other_period"
    if moved:
        return "moved_later" if moved > 0 else "moved_earlier"
    if change and _is_revision(change):
        return "raised" if change > 0 else "lowered"
    return "rolled" if _count_days_between(before, after) else "kept"


def _is_revision(change: float | None) -> bool:
    """Check whether an amount can replace another one for the same thing."""
    return change is None or 1 / _MAX_RATIO <= 1 + change <= _MAX_RATIO


def _find_measure(promise: _Promise) -> str | None:
    """Return the name of the financial measure of an amount."""
    text, amount = str(promise["text"]), promise["quantity"]
    start = text.find(amount) if isinstance(amount, str) else -1
    if start < 0:
        return None
    end = start + len(amount)
    near = max(0, start - _MAX_GAP), end + _MAX_GAP
    measures = [
        (max(start - hit.end(), hit.start() - end), hit.lastgroup)
        for hit in _MEASURE.finditer(text, *near)
        if hit.start() < end or _WORDS_TO_MEASURE.match(text, end, hit.start())
    ]
    return min(measures)[1] if measures else None


def _is_other_period(before: _Promise, after: _Promise) -> bool:
    """Check whether two figures of guidance are for periods that have no day in common."""
    if not all(map(_is_figure, (before, after))):
        return False
    periods = [_find_periods(before), _find_periods(after)]
    apart = (a[1] < b[0] or b[1] < a[0] for a, b in product(*periods))
    return all(periods) and all(apart)


def _is_figure(promise: _Promise) -> bool:
    """Check that a promise is a figure for a period, and not an act with its day."""
    event = promise["event"]
    return bool(event == "guidance" or (event == "other" and promise["measure"]))


def _find_periods(promise: _Promise) -> list[tuple[Any, Any]]:
    """Return first and last days of periods with their year, past ones too, or of the time."""
    import pandas as pd

    ends = [(time.first, time.last) for time in horizons(str(promise["text"]))]
    dated = [(pd.Timestamp(first), pd.Timestamp(last)) for first, last in ends if first and last]
    if dated:
        return dated
    days = [pd.to_datetime(promise[f"horizon_{end}"]) for end in ("first", "last")]
    return [] if any(map(pd.isna, days)) or _is_basis(promise) else [(days[0], days[1])]


def _count_days_moved(before: _Promise, after: _Promise) -> int:
    """Count the days by which it is due later; 0 if its time only counts from another release."""
    return 0 if _is_rolled(before, after) else _count_days_between(before, after) or 0


def _is_rolled(before: _Promise, after: _Promise) -> bool:
    """Check whether the time is a span, as long as before, that counts from the release."""
    import pandas as pd

    if {before["horizon_kind"], after["horizon_kind"]} != {"duration"}:
        return False
    if str(before["horizon"]).casefold() == str(after["horizon"]).casefold():
        return True
    firsts = [pd.to_datetime(side["horizon_first"]) for side in (before, after)]
    lasts = [pd.to_datetime(side["horizon_last"]) for side in (before, after)]
    difference = (lasts[1] - firsts[1]) - (lasts[0] - firsts[0])
    return bool(abs(difference).days <= _MAX_SPAN_DIFFERENCE_DAYS)


def _is_basis(promise: _Promise) -> bool:
    """Check whether the time is what something is based on."""
    before, time, _ = str(promise["text"]).partition(str(promise["horizon"]))
    return bool(time) and _BASIS.search(before[-_MAX_GAP:]) is not None


def _count_days_between(before: _Promise, after: _Promise) -> int | None:
    """Count the days by which the end of the horizon moved; None if there is no such end."""
    import pandas as pd

    ends = [pd.to_datetime(promise["horizon_last"]) for promise in (before, after)]
    if any(map(pd.isna, ends)) or _is_basis(before) or _is_basis(after):
        return None
    return int((ends[1] - ends[0]).days)


def _compute_change(before: _Promise, after: _Promise) -> float | None:
    """Return the relative change of the middle of the quantity; None for different units."""
    old, new = _compute_middle(before), _compute_middle(after)
    if old is None or new is None or before["quantity_unit"] != after["quantity_unit"]:
        return None
    return new / old - 1 if old > 0 else None


def _compute_middle(promise: _Promise) -> float | None:
    """Return the middle of the range, or its only end."""
    ends = [promise[name] for name in ("quantity_low", "quantity_high")]
    numbers = [float(end) for end in ends if end is not None and end == end]
    return sum(numbers) / len(numbers) if numbers else None


def _set_types(frame: pd.DataFrame) -> pd.DataFrame:
    """Set the types of columns to those with missing values, even without rows."""
    import pandas as pd

    for name in frame.columns:
        if name.endswith("due"):
            frame[name] = pd.to_datetime(frame[name])
        elif name.endswith("unit") or name in ("days_moved", "n_said", "n_moved", "promise"):
            frame[name] = frame[name].astype("Int64")
        elif name in ("quantity_change", "similarity"):
            frame[name] = frame[name].astype("float64")
        elif name in ("status", "event", "text") or name.endswith(("_text", "quantity")):
            frame[name] = frame[name].astype("str").where(frame[name].notna())
    return frame


def promise_timeline(said: Sequence[tuple[Any, pd.DataFrame]]) -> pd.DataFrame:
    """Follow promises through the releases of one issuer.

    Each release's promises are matched with the latest wording of all promises so far, so that
    one that is left out in some releases is found again.

    Parameters
    ----------
    said : sequence of (when, pandas.DataFrame)
        In order of time: a date or a name of the release, and its promises as for
        :func:`promise_drift`.

    Returns
    -------
    pandas.DataFrame
        A row for each promise, in the order in which they were first said, with the columns
        :data:`TIMELINE`: ``promise`` (number from 0), ``first_said`` and ``last_said`` (as given),
        ``n_said`` (number of releases with it), ``first_due`` and ``due`` (last day of the horizon
        when first and last known), ``days_moved`` (by all moves; a span that counts from each
        release does not move), ``n_moved`` (number of moves), the first and the latest quantity as
        written with the relative change, ``status`` (``"open"`` if the last release has it,
        ``"silent"`` if not) and the latest ``text``. A figure of guidance for another period is
        another promise.
    """
    import pandas as pd

    threads: list[_Thread] = []
    for release, (_, frame) in enumerate(said):
        promises = _read_promises(f"said[{release}]", frame)
        pairs = _pair([thread[-1][1] for thread in threads], promises)
        followed = set()
        for number, (new, _) in pairs.items():
            # A figure for another period is another promise.
            if _name_status(threads[number][-1][1], promises[new]) != "other_period":
                threads[number].append((release, promises[new]))
                followed.add(new)
        threads += [[(release, promise)] for j, promise in enumerate(promises) if j not in followed]
    days = [when for when, _ in said]
    rows = [_write_thread_row(number, thread, days) for number, thread in enumerate(threads)]
    return _set_types(pd.DataFrame(rows, columns=list(TIMELINE)))


def _write_thread_row(number: int, thread: _Thread, days: Sequence[Any]) -> dict[str, Any]:
    """Return the row of one promise through time; `days` are those of the releases."""
    import pandas as pd

    promises = [promise for _, promise in thread]
    dated = [p for p in promises if not (pd.isna(p["horizon_last"]) or _is_basis(p))]
    counted = [p for p in promises if _compute_middle(p) is not None]
    moves = [_count_days_moved(a, b) for a, b in pairwise(dated)]
    return {
        "promise": number,
        "event": thread[-1][1]["event"],
        "first_said": days[thread[0][0]],
        "last_said": days[thread[-1][0]],
        "n_said": len(thread),
        "first_due": dated[0]["horizon_last"] if dated else None,
        "due": dated[-1]["horizon_last"] if dated else None,
        "days_moved": sum(moves) if dated else None,
        "n_moved": sum(map(bool, moves)),
        "first_quantity": counted[0]["quantity"] if counted else None,
        "quantity": counted[-1]["quantity"] if counted else None,
        "quantity_change": _compute_change(counted[0], counted[-1]) if counted else None,
        "status": "open" if thread[-1][0] == len(days) - 1 else "silent",
        "text": thread[-1][1]["text"],
    }
