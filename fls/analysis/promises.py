"""What a release commits to: each forward-looking commitment with its event, amount and time."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from fls.document import LABELS

from .context import is_conditional
from .events import EVENT_KINDS, event_kind
from .fiscal import fiscal_year_end
from .hedge import hedge
from .horizon import HORIZON_KINDS, Horizon, horizons
from .promised import promised
from .quantity import Quantity, quantities
from .tagged import Tagged

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["PROMISE_COLUMNS", "promise_frame", "promises"]

#: Columns of a table of promises, each with its type; meanings in ``docs/promises.md``.
PROMISE_COLUMNS = {
    "promise": "int64",
    "unit": "int64",
    "event": EVENT_KINDS,
    "text": "str",
    "quantity": "str",
    "quantity_low": "float64",
    "quantity_high": "float64",
    "quantity_unit": "str",
    "quantity_bound": ("exact", "about", "at_least", "at_most", "range"),
    "horizon": "str",
    "horizon_kind": HORIZON_KINDS,
    "horizon_first": "datetime64[ns]",
    "horizon_last": "datetime64[ns]",
    "horizon_bound": ("in", "by", "after", "from-to"),
    "is_fiscal_assumed": "bool",
    "is_conditional": "bool",
    "hedge": "float64",
    "p_forward_looking": "float64",
    "specific": "boolean",
    "start": "int64",
    "end": "int64",
    "horizon_start": "Int64",
    "horizon_end": "Int64",
}
_FISCAL_SIGNS = (
    "iscal",
    "ISCAL",
    "FY",
    "inancial year",
    "ull-year",
    "ull year",
    "ull-Year",
    "ull Year",
)
#: The mark of a footnote right behind a figure; it is no part of the amount or the year.
_NOTE = re.compile(r"(?<=[\d%])(?<!\b10)[\u00b9\u00b2\u00b3\u2074-\u2079]{1,2}(?!\w)")
_FORWARD = LABELS.index("forward_looking")
_Found = TypeVar("_Found", Horizon, Quantity)
#: Where a unit may be divided between two commitments.
_CUT = re.compile(
    r"; |, (?=[$€£\d])|,? (?:and|with|while|followed by|but) (?=(?:to|that|it|we|the|an?"
    r"|expects?|plans?|will|its?|our|then|for|from|by|in"
    r"|[$€£\d]|\w+ing|[A-Z]\w+|first|another|\w+ (?:in|by|to|will|is|are|of))\b)|, (?=which"
    r"|where|who)"
)


def promises(tagged: Tagged, today: date | None) -> list[dict[str, Any]]:
    """Read the commitments out of the units labelled forward-looking.

    Such a unit gives one row; if it holds commitments for different times side by side, one
    each.

    Parameters
    ----------
    tagged : Tagged
    today : datetime.date or None
        Date of the release; without it, only times that name their year have days.

    Returns
    -------
    list of dict
        Keys as :data:`PROMISE_COLUMNS`; None where missing.
    """
    found: list[dict[str, Any]] = []
    # The same as tagged.among, which costs more than all else here.
    numbers = np.flatnonzero(tagged.label == _FORWARD).tolist()
    if not numbers:
        return found
    units = [(number, _NOTE.sub("", tagged.tidy(number))) for number in numbers]
    fiscal = any(sign in tidy for _, tidy in units for sign in _FISCAL_SIGNS)
    fiscal_end = fiscal_year_end(tagged.text) if fiscal else None
    announced, seen = None, 0
    for number, tidy in units:
        # Items without a word of their own are as firm as the line that announces them.
        if any(unit.kind != "item" for unit in tagged.units[seen : number + 1]):
            announced = None
        seen = number + 1
        times = horizons(tidy, today, fiscal_end)
        amounts = quantities(tidy)
        whole = hedge(tidy)
        unit = tagged.units[number]
        places = _places(tagged.text, unit.start, unit.end, tidy) if times else ()
        for begin, end in _clauses(tidy, times):
            row = _row(
                tagged,
                number,
                tidy,
                begin,
                end,
                _among(times, begin, end),
                _among(amounts, begin, end),
                places,
                today,
            )
            graded = hedge(tidy[begin:end]) if (begin, end) != (0, len(tidy)) else whole
            row["hedge"] = next((h for h in (graded, whole, announced) if h is not None), 0.0)
            found.append({"promise": len(found), **row})
        if tidy.endswith(":"):
            announced = whole
    return found


def _clauses(text: str, times: Sequence[Horizon]) -> list[tuple[int, int]]:
    """Divide a sentence between horizons that differ and stand in clauses of their own."""
    dated = [time for time in times if time.kind != "event"]
    cuts: list[tuple[int, int]] = []
    for one, other in pairwise(dated):
        if (one.first, one.last, one.kind) == (other.first, other.last, other.kind):
            continue
        cut = _CUT.search(text, one.end, other.start)
        if cut:
            cuts.append(cut.span())
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(text)]
    return list(zip(starts, ends, strict=True))


def _among(found: Sequence[_Found], begin: int, end: int) -> Sequence[_Found]:
    """Give those that begin in a clause; they stand in reading order."""
    first = bisect_left(found, begin, key=lambda one: one.start)
    return found[first : bisect_left(found, end, key=lambda one: one.start)]


def _overlapped(amount: Quantity, times: Sequence[Horizon]) -> bool:
    return any(time.start < amount.end and amount.start < time.end for time in times)


def _main(times: Sequence[Horizon]) -> Horizon | None:
    """Choose the time that a commitment is due: a dated one, else a vague one, else an event."""
    rank = {"vague": 1, "event": 2}
    return min(times, key=lambda time: rank.get(time.kind, 0), default=None)


def _row(
    tagged: Tagged,
    number: int,
    tidy: str,
    begin: int,
    end: int,
    times: Sequence[Horizon],
    amounts: Sequence[Quantity],
    places: Sequence[int],
    today: date | None,
) -> dict[str, Any]:
    unit = tagged.units[number]
    time = _main(times)
    amount = promised([a for a in amounts if not _overlapped(a, times)], tidy, today)
    sure = float(tagged.p_specific[number])
    clause = tidy[begin:end].strip(" ;,") if end < len(tidy) or begin else tidy
    return {
        "unit": number,
        "event": event_kind(clause),
        "text": clause,
        "quantity": amount and amount.text,
        "quantity_low": amount and amount.low,
        "quantity_high": amount and amount.high,
        "quantity_unit": amount and amount.unit,
        "quantity_bound": amount and amount.bound,
        "horizon": time and time.text,
        "horizon_kind": time and time.kind,
        "horizon_first": time and time.first,
        "horizon_last": time and time.last,
        "horizon_bound": time.bound or None if time else None,
        "is_fiscal_assumed": bool(time and time.is_fiscal_assumed),
        "is_conditional": any(t.kind == "event" for t in times) or is_conditional(clause),
        "hedge": 0.0,
        "p_forward_looking": float(tagged.p[number, _FORWARD]),
        "specific": sure >= 0.5 if sure == sure else None,
        "start": unit.start,
        "end": unit.end,
        "horizon_start": places[time.start] if time else None,
        "horizon_end": places[time.end - 1] + 1 if time else None,
    }


def _places(text: str, start: int, end: int, tidy: str) -> Sequence[int]:
    """Give the offset in the source of each character of a tidy unit."""
    if end - start == len(tidy):
        return range(start, end)
    notes = {place for note in _NOTE.finditer(text, start, end) for place in range(*note.span())}
    source = (p for p in range(start, end) if not text[p].isspace() and p not in notes)
    found: list[int] = []
    for sign in tidy:
        found.append(found[-1] + 1 if sign == " " else next(source))
    return found


def promise_frame(rows: Sequence[dict[str, Any]]) -> pd.DataFrame:
    """Lay out rows of :func:`promises` as a table, whatever there is.

    Parameters
    ----------
    rows : sequence of dict

    Returns
    -------
    pandas.DataFrame
        Columns and types as :data:`PROMISE_COLUMNS`; missing days are NaT, and all types can be
        written to Parquet.
    """
    import pandas as pd

    # As arrays, for columns with an index are aligned with each other, which takes longest.
    columns = {
        name: pd.array([row[name] for row in rows], dtype=dtype) for name, dtype in _types().items()
    }
    return pd.DataFrame(columns)


@cache
def _types() -> dict[str, Any]:
    """Types of pandas of :data:`PROMISE_COLUMNS`."""
    import pandas as pd

    kinds: dict[str, Any] = PROMISE_COLUMNS
    return {
        name: pd.CategoricalDtype(list(kind))
        if isinstance(kind, tuple)
        else pd.Series(dtype=kind).dtype
        for name, kind in kinds.items()
    }
