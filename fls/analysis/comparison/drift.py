"""What became of promises: from one release to the next, and along all releases of an issuer."""

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

_NEEDED = (
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
#: Stems that do not say what is promised, of which those of expecting are told anew at will.
_EMPTY = frozenset(
    """a an the and or of to in on for by with at from as during throug is are be been has have
    will would should could may can we our its it that this these their also now still curren
    compan expect plan plans planne planni intend antici aims aim aimed believ hopes hope hoped
    seeks target schedu slated track contin remain""".split()
)
#: Less alike, two statements are one promise only if nothing is said to have changed.
_ALIKE = 0.55
#: An amount so many times another one is that of something else.
_APART = 10
#: Days by which two spans of as many months differ.
_MONTHS_DIFFER = 3
#: Financial measures of a period.
_MEASURE = re.compile(
    r"\b(?:(?P<revenue>revenues?|(?:net )?sales)|(?P<ebitda>EBITDAS?)|(?P<eps>EPS|per share)"
    r"|(?P<income>(?:net|operating) (?:income|loss(?:es)?|profit)|earnings)"
    r"|(?P<margin>(?:gross |operating )?margins?)|(?P<bookings>bookings)"
    r"|(?P<spending>cap(?:ital )?ex(?:penditures?)?)|(?P<cash>cash flows?|FCF))\b",
    re.I,
)
#: So far before an amount its measure stands, and so far behind it, if nothing is joined to it.
_BEFORE, _BEHIND = 60, re.compile(r"(?: (?!and\b|with\b)[^\s,;]{1,20}){0,3}[ -]$")
#: What stands before a time that is a basis, and no day on which something is due.
_BASIS = re.compile(r"\bbased (?:up)?on (?:[a-z]+ ){0,2}$", re.I)

#: A promise through time: number of the release, and how it says it.
_Thread: TypeAlias = list[tuple[int, dict[Any, Any]]]


def promise_drift(older: pd.DataFrame, newer: pd.DataFrame) -> pd.DataFrame:
    """Match the promises of two releases and say what became of each.

    Parameters
    ----------
    older, newer : pandas.DataFrame
        Promises, with the columns ``unit event text quantity quantity_low quantity_high
        quantity_unit horizon horizon_kind horizon_first horizon_last``.

    Returns
    -------
    pandas.DataFrame
        A row for each promise of either side, with the columns :data:`DRIFT`. ``status`` is, first
        that holds, of promises that are in both: ``"other_period"`` if it is a figure of guidance
        for another quarter or year, ``"moved_later"`` or ``"moved_earlier"`` if the last day of
        the horizon did, ``"lowered"`` or ``"raised"`` if the middle of the quantity did, in the
        same unit, ``"rolled"`` if a span as long counts from each release, else ``"kept"``;
        ``"dropped"`` if only the older release has it (kept or given up: the text does not say),
        ``"new"`` if only the newer one. ``days_moved`` is negative for earlier,
        ``quantity_change`` is new / old - 1; both are missing where one side is. ``similarity`` is
        missing where guidance was matched by its measure and period.

    Raises
    ------
    InputError
        If one of them is no table of promises.
    """
    import pandas as pd

    left, right = _records("older", older), _records("newer", newer)
    rows = []
    pairs = _paired(left, right)
    for i, before in enumerate(left):
        after, similarity = pairs.get(i, (None, None))
        rows.append(_drifted(before, right[after] if after is not None else None, similarity))
    matched = {after for after, _ in pairs.values()}
    rows += [_drifted(None, after, None) for j, after in enumerate(right) if j not in matched]
    return _typed(pd.DataFrame(rows, columns=list(DRIFT)))


def _records(name: str, promises: pd.DataFrame) -> list[dict[Any, Any]]:
    """Promises as plain data, each with what it is matched by."""
    columns = getattr(promises, "columns", None)
    if columns is None or not set(_NEEDED) <= set(columns):
        kind = type(promises).__name__
        found = kind if columns is None else f"none named {min(set(_NEEDED) - set(columns))!r}"
        expected = f"is a table with the columns {', '.join(_NEEDED)}"
        raise InputError(name, expected, found, "give release.promises")
    rows = promises[list(_NEEDED)].to_dict("records")
    return [row | {"masked": _masked(row), "measure": _measure(row)} for row in rows]


def _masked(promise: dict[Any, Any]) -> Masked:
    """Take the time out as well, for one that is told anew is told in other words."""
    text, time = str(promise["text"]), promise["horizon"]
    masked = Masked.of(text.replace(time, " ", 1) if isinstance(time, str) and time else text)
    return replace(masked, stems=masked.stems - _EMPTY or masked.stems)


def _paired(
    older: Sequence[dict[Any, Any]], newer: Sequence[dict[Any, Any]]
) -> dict[int, tuple[int, float]]:
    """Newer promise and similarity by older promise."""

    def fits(i: int, j: int, similarity: float) -> bool:
        return _is_one(older[i], newer[j], similarity)

    masked = [[one["masked"] for one in part] for part in (older, newer)]
    kinds = [[(one["horizon_last"], one["event"]) for one in part] for part in (older, newer)]
    found = match(masked[0], masked[1], (kinds[0], kinds[1]), fits)
    paired = {one.older: (one.newer, one.similarity) for one in found}
    left = _by_figure(older, paired), _by_figure(newer, {one.newer for one in found})
    for figure in left[0].keys() & left[1].keys():
        i, j, *others = *left[0][figure], *left[1][figure]
        if not others and _is_revision(_change(older[i], newer[j])):
            paired[i] = j, nan
    return paired


def _by_figure(
    promises: Sequence[dict[Any, Any]], taken: Collection[int]
) -> dict[tuple[Any, ...], list[int]]:
    """Places of guidance that no words have matched, by what it is a figure of."""
    found: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for place, one in enumerate(promises):
        figure = _figure(one)
        if figure and place not in taken:
            found[figure].append(place)
    return found


def _figure(promise: dict[Any, Any]) -> tuple[Any, ...] | None:
    """Measure, period and unit of guidance for a period that names its year."""
    import pandas as pd

    last, named = promise["horizon_last"], any(map(str.isdigit, str(promise["horizon"])))
    if promise["event"] != "guidance" or not promise["measure"] or pd.isna(last) or not named:
        return None
    return promise["measure"], promise["horizon_kind"], last, promise["quantity_unit"]


def _is_one(before: dict[Any, Any], after: dict[Any, Any], similarity: float) -> bool:
    """Whether two statements can be one promise."""
    one, other = before["measure"], after["measure"]
    if one and other and one != other:
        return False
    figure = _figure(before)
    if similarity >= _ALIKE or (figure is not None and figure == _figure(after)):
        return True
    return _status(before, after) == "kept" and not _change(before, after)


def _drifted(
    before: dict[Any, Any] | None, after: dict[Any, Any] | None, similarity: float | None
) -> dict[str, Any]:
    """One row."""
    last = after or before or {}
    days, change = None, None
    status = "new" if before is None else "dropped"
    if before and after:
        days, change = _days(before, after), _change(before, after)
        status = _status(before, after)
    row = {"status": status, "event": last["event"], "days_moved": days}
    row |= {"quantity_change": change, "similarity": similarity}
    for side, one in (("older", before), ("newer", after)):
        row |= {
            f"{side}_unit": one and one["unit"],
            f"{side}_due": one and one["horizon_last"],
            f"{side}_quantity": one and one["quantity"],
            f"{side}_text": one and one["text"],
        }
    return row


def _status(before: dict[Any, Any], after: dict[Any, Any]) -> str:
    moved, change = _moved(before, after), _change(before, after)
    if change != 0 and _is_other_period(before, after):
        return "other_period"
    if moved:
        return "moved_later" if moved > 0 else "moved_earlier"
    if change and _is_revision(change):
        return "raised" if change > 0 else "lowered"
    return "rolled" if _days(before, after) else "kept"


def _is_revision(change: float | None) -> bool:
    """Whether an amount can be another one for the same thing."""
    return change is None or 1 / _APART <= 1 + change <= _APART


def _measure(promise: dict[Any, Any]) -> str | None:
    """Name the financial measure that an amount is of."""
    text, amount = str(promise["text"]), promise["quantity"]
    start = text.find(amount) if isinstance(amount, str) else -1
    if start < 0:
        return None
    end = start + len(amount)
    found = [
        (max(start - one.end(), one.start() - end), one.lastgroup)
        for one in _MEASURE.finditer(text, max(0, start - _BEFORE), end + _BEFORE)
        if one.start() < end or _BEHIND.match(text, end, one.start())
    ]
    return min(found)[1] if found else None


def _is_other_period(before: dict[Any, Any], after: dict[Any, Any]) -> bool:
    """Whether two figures of guidance are of periods that have no day in common."""
    if not all(map(_is_figure, (before, after))):
        return False
    periods = [_periods(one) for one in (before, after)]
    apart = (a[1] < b[0] or b[1] < a[0] for a, b in product(*periods))
    return all(periods) and all(apart)


def _is_figure(promise: dict[Any, Any]) -> bool:
    """Whether it is a figure of a period, and no deed with its day."""
    event = promise["event"]
    return bool(event == "guidance" or (event == "other" and promise["measure"]))


def _periods(promise: dict[Any, Any]) -> list[tuple[Any, Any]]:
    """First and last days of the periods that name their year, be they over; else of its time."""
    import pandas as pd

    found = [(one.first, one.last) for one in horizons(str(promise["text"]))]
    named = [(pd.Timestamp(first), pd.Timestamp(last)) for first, last in found if first and last]
    if named:
        return named
    days = [pd.to_datetime(promise[f"horizon_{end}"]) for end in ("first", "last")]
    return [] if any(map(pd.isna, days)) or _is_basis(promise) else [(days[0], days[1])]


def _moved(before: dict[Any, Any], after: dict[Any, Any]) -> int:
    """Days by which it is due later; none where its time only counts from another release."""
    return 0 if _is_rolled(before, after) else _days(before, after) or 0


def _is_rolled(before: dict[Any, Any], after: dict[Any, Any]) -> bool:
    """Whether the time is a span, as long as before, that counts from the release."""
    import pandas as pd

    if not all(one["horizon_kind"] == "duration" for one in (before, after)):
        return False
    if str(before["horizon"]).casefold() == str(after["horizon"]).casefold():
        return True
    spans = [
        pd.to_datetime(one["horizon_last"]) - pd.to_datetime(one["horizon_first"])
        for one in (before, after)
    ]
    return bool(abs(spans[1] - spans[0]).days <= _MONTHS_DIFFER)


def _is_basis(promise: dict[Any, Any]) -> bool:
    """Whether the time is what something is based on."""
    before, found, _ = str(promise["text"]).partition(str(promise["horizon"]))
    return bool(found) and _BASIS.search(before[-_BEFORE:]) is not None


def _days(before: dict[Any, Any], after: dict[Any, Any]) -> int | None:
    """Days by which the end of the horizon moved."""
    import pandas as pd

    ends = [pd.to_datetime(one["horizon_last"]) for one in (before, after)]
    if any(map(pd.isna, ends)) or _is_basis(before) or _is_basis(after):
        return None
    return int((ends[1] - ends[0]).days)


def _change(before: dict[Any, Any], after: dict[Any, Any]) -> float | None:
    """Relative change of the middle of the quantity, within one unit."""
    old, new = _middle(before), _middle(after)
    if old is None or new is None or before["quantity_unit"] != after["quantity_unit"]:
        return None
    return new / old - 1 if old > 0 else None


def _middle(promise: dict[Any, Any]) -> float | None:
    """Middle of the range; its one end where the other is open."""
    ends = [promise[name] for name in ("quantity_low", "quantity_high")]
    known = [float(end) for end in ends if end is not None and end == end]
    return sum(known) / len(known) if known else None


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    """Give the columns types that know what is missing, whatever there is."""
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
    one that is left out for a while is found again.

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
        ``n_said`` (releases that say it), ``first_due`` and ``due`` (last day of the horizon when
        first and last resolved), ``days_moved`` (by all moves; a span that rolls on is none),
        ``n_moved`` (how often it moved), the first and the latest quantity as written with the
        relative change, ``status`` (``"open"`` if the last release says it, ``"silent"`` if not)
        and the latest ``text``. A figure of guidance for another period is another promise.
    """
    import pandas as pd

    threads: list[_Thread] = []
    for release, (_, frame) in enumerate(said):
        promises = _records(f"said[{release}]", frame)
        pairs = _paired([thread[-1][1] for thread in threads], promises)
        followed = set()
        for number, (new, _) in pairs.items():
            # A figure for another period is followed for itself.
            if _status(threads[number][-1][1], promises[new]) != "other_period":
                threads[number].append((release, promises[new]))
                followed.add(new)
        threads += [[(release, promise)] for j, promise in enumerate(promises) if j not in followed]
    days = [when for when, _ in said]
    rows = [_thread_row(number, thread, days) for number, thread in enumerate(threads)]
    return _typed(pd.DataFrame(rows, columns=list(TIMELINE)))


def _thread_row(number: int, thread: _Thread, days: Sequence[Any]) -> dict[str, Any]:
    """One promise through time; `days` are those of the releases."""
    import pandas as pd

    dated = [one for _, one in thread if not (pd.isna(one["horizon_last"]) or _is_basis(one))]
    counted = [one for _, one in thread if _middle(one) is not None]
    moves = [_moved(a, b) for a, b in pairwise(dated)]
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
        "quantity_change": _change(counted[0], counted[-1]) if counted else None,
        "status": "open" if thread[-1][0] == len(days) - 1 else "silent",
        "text": thread[-1][1]["text"],
    }
