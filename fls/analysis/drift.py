"""What became of promises: from one release to the next, and along all releases of an issuer."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

from fls.analysis.matching import Masked, match

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["DRIFT", "TIMELINE", "promise_drift", "promise_timeline"]

_NEEDED = (
    *("unit", "event", "text", "quantity", "quantity_low", "quantity_high", "quantity_unit"),
    "horizon_last",
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


#: A promise through time: number of the release, and how it says it.
_Thread: TypeAlias = list[tuple[int, dict[Any, Any]]]


def promise_drift(older: pd.DataFrame, newer: pd.DataFrame) -> pd.DataFrame:
    """Match the promises of two releases and say what became of each.

    Parameters
    ----------
    older, newer : pandas.DataFrame
        Promises, with the columns ``unit event text quantity quantity_low quantity_high
        quantity_unit horizon_last``.

    Returns
    -------
    pandas.DataFrame
        A row for each promise of either side, with the columns :data:`DRIFT`. ``status`` is, first
        that holds, of promises that are in both: ``"moved_later"`` or ``"moved_earlier"`` if the
        last day of the horizon did, ``"lowered"`` or ``"raised"`` if the middle of the quantity
        did, in the same unit, else ``"kept"``; ``"dropped"`` if only the older release has it
        (kept or given up: the text does not say), ``"new"`` if only the newer one. ``days_moved``
        is negative for earlier, ``quantity_change`` is new / old - 1; both are missing where one
        side is.
    """
    import pandas as pd

    left, right = _records(older), _records(newer)
    rows = []
    found = _paired(left, right)
    for i, before in enumerate(left):
        after, similarity = found.get(i, (None, None))
        rows.append(_drifted(before, right[after] if after is not None else None, similarity))
    matched = {after for after, _ in found.values()}
    rows += [_drifted(None, one, None) for j, one in enumerate(right) if j not in matched]
    return _typed(pd.DataFrame(rows, columns=list(DRIFT)))


def _records(promises: pd.DataFrame) -> list[dict[Any, Any]]:
    """Promises as plain data, each with what it is matched by."""
    found = promises[list(_NEEDED)].to_dict("records")
    return [one | {"masked": Masked.of(str(one["text"]))} for one in found]


def _paired(
    older: Sequence[dict[Any, Any]], newer: Sequence[dict[Any, Any]]
) -> dict[int, tuple[int, float]]:
    """Newer promise and similarity by older promise."""
    masked = [[one["masked"] for one in part] for part in (older, newer)]
    kinds = [one["event"] for one in older], [one["event"] for one in newer]
    found = match(masked[0], masked[1], kinds)
    return {one.older: (one.newer, one.similarity) for one in found}


def _drifted(
    before: dict[Any, Any] | None, after: dict[Any, Any] | None, similarity: float | None
) -> dict[str, Any]:
    """One row."""
    last = after or before or {}
    days, change = None, None
    status = "new" if before is None else "dropped"
    if before and after:
        days, change = _days(before, after), _change(before, after)
        status = _status(days, change)
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


def _status(days: int | None, change: float | None) -> str:
    if days:
        return "moved_later" if days > 0 else "moved_earlier"
    if change:
        return "raised" if change > 0 else "lowered"
    return "kept"


def _days(before: dict[Any, Any], after: dict[Any, Any]) -> int | None:
    """Days by which the end of the horizon moved."""
    import pandas as pd

    ends = [pd.to_datetime(one["horizon_last"]) for one in (before, after)]
    return None if any(map(pd.isna, ends)) else int((ends[1] - ends[0]).days)


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
        first and last resolved), ``days_moved`` between them, ``n_moved`` (how often it moved),
        the first and the latest quantity as written with the relative change, ``status``
        (``"open"`` if the last release says it, ``"silent"`` if not) and the latest ``text``.
    """
    import pandas as pd

    threads: list[_Thread] = []
    for release, (_, frame) in enumerate(said):
        promises = _records(frame)
        found = _paired([thread[-1][1] for thread in threads], promises)
        for number, (new, _) in found.items():
            threads[number].append((release, promises[new]))
        told = {new for new, _ in found.values()}
        threads += [[(release, one)] for j, one in enumerate(promises) if j not in told]
    days = [when for when, _ in said]
    rows = [_thread_row(number, thread, days) for number, thread in enumerate(threads)]
    return _typed(pd.DataFrame(rows, columns=list(TIMELINE)))


def _thread_row(number: int, thread: _Thread, days: Sequence[Any]) -> dict[str, Any]:
    """One promise through time; `days` are those of the releases."""
    import pandas as pd

    dated = [one for _, one in thread if not pd.isna(one["horizon_last"])]
    counted = [one for _, one in thread if _middle(one) is not None]
    moves = [_days(a, b) for a, b in pairwise(dated)]
    return {
        "promise": number,
        "event": thread[-1][1]["event"],
        "first_said": days[thread[0][0]],
        "last_said": days[thread[-1][0]],
        "n_said": len(thread),
        "first_due": dated[0]["horizon_last"] if dated else None,
        "due": dated[-1]["horizon_last"] if dated else None,
        "days_moved": _days(dated[0], dated[-1]) if dated else None,
        "n_moved": sum(bool(days) for days in moves),
        "first_quantity": counted[0]["quantity"] if counted else None,
        "quantity": counted[-1]["quantity"] if counted else None,
        "quantity_change": _change(counted[0], counted[-1]) if counted else None,
        "status": "open" if thread[-1][0] == len(days) - 1 else "silent",
        "text": thread[-1][1]["text"],
    }
