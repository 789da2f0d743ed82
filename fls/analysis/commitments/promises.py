"""What a release commits to: each forward-looking commitment with its event, amount and time."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from fls.analysis.amounts import Quantity, promised, quantities
from fls.analysis.commitments.events import EVENT_KINDS, event_kind
from fls.analysis.commitments.hedge import hedge
from fls.analysis.commitments.tails import tail, units_with_tails
from fls.analysis.tagged import Tagged
from fls.analysis.times import (
    HORIZON_KINDS,
    Horizon,
    due,
    fiscal_year_end,
    horizons,
    is_conditional,
)
from fls.document import FORWARD_LOOKING

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
#: What items take from the line that announces them.
_TIME_COLUMNS = (*(name for name in PROMISE_COLUMNS if "horizon" in name), "is_fiscal_assumed")
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
_Found = TypeVar("_Found", Horizon, Quantity)
#: So much of a clause, up to the next time.
_WORDS = r"(?:[^,;:.]|\.(?! [A-Z])){0,120}"
#: What makes the words between a conjunction and a time a commitment of their own.
_PREDICATE = (
    r"\b(?:is|are|to|will|would|should|may|could|can|has|have|being|set|due|slated|estimated"
    r"|expect(?:s|ed)|plan(?:s|ned|ning)|schedul\w+|anticipat\w+|target(?:s|ed|ing)"
    r"|project(?:s|ed|ing)|forecast\w*|intends?|aims?|reach\w*|rising|begin\w*|start\w*"
    r"|continu\w+)\b"
)
#: Where a unit may be divided between two commitments, somewhere between their times; not between
#: two names.
_CUT = re.compile(
    r"(?P<names>\b[A-Z][\w.-]{0,40} (?:and|with) (?=[A-Z]))|; |, (?=[$€£\d])(?!(?:19|20)\d\d)"
    r"|, (?=(?:which(?! ends?\b)|where|who)\b)"
    rf"|,? (?:and|while|but|with|followed by) (?={_WORDS}{_PREDICATE}{_WORDS}$)"
    rf"|, (?:and|with|followed by) (?=\w{_WORDS}$)"
)
#: The same right behind the first time: a conjunction before more than another time, and in lists
#: a bare comma.
_BESIDE = re.compile(
    rf",? (?:and|while|but|followed by|with(?={_WORDS}$))(?: then)? (?!ending\b)"
    r"(?!(?:(?:for|in|on|at|by|the|to|into|its|our|during|also|of|is|from|through(?:out)?|again"
    r"|an?) ){0,5}$)"
    r"|, (?![^,;:]{0,80}\b(?:is|are|was|were|we|as|that|which)\b)"
    r"(?=[^,;:]{3,80} (?:expected|planned|scheduled|targeted|anticipated|slated|due|set)"
    r"(?: \w+){0,2} ?$)"
    r"|, (?=[A-Z][\w.-]*(?: [A-Z][\w.-]*){0,3}(?: \([^()]{1,30}\))? (?:on|in|from) (?:the )?$)"
)
#: Headings of what is over, though they may name a year that is not.
_PAST = re.compile(r"\b(?:highlights?|results?|recent|achievements?|accomplishments)\b", re.I)
#: A rate told behind a forecast is part of it.
_RATE = re.compile(r"\b(?:CAGR|growth rate)\b")


def promises(tagged: Tagged, today: date | None) -> list[dict[str, Any]]:
    """Read the commitments out of the units labelled forward-looking.

    Such a unit gives one row; if it holds commitments for different times side by side, one
    each. A factual unit gives one if it ends on what is expected, and when.

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
    numbers = np.flatnonzero(tagged.label == FORWARD_LOOKING).tolist()
    numbers = sorted([*numbers, *units_with_tails(tagged)])
    if not numbers:
        return found
    units = [(number, _NOTE.sub("", tagged.tidy(number))) for number in numbers]
    heads = _heads(tagged, numbers)
    texts = [tidy for _, tidy in units] + [head[1] for head in heads.values() if head]
    fiscal = any(sign in tidy for tidy in texts for sign in _FISCAL_SIGNS)
    fiscal_end = fiscal_year_end(tagged.text) if fiscal else None
    announced: dict[str, Any] | None = None
    for number, tidy in units:
        if number in heads:
            head = heads[number]
            announced = _announced(tagged, *head, today, fiscal_end) if head else None
        before = None
        for row in _rows(tagged, number, tidy, today, fiscal_end):
            before = _completed(row, before, announced)
            found.append({"promise": len(found), **before})
        if tidy.endswith(":"):
            announced = before
    return found


def _heads(tagged: Tagged, numbers: Sequence[int]) -> dict[int, tuple[int, str] | None]:
    """Tell where no list goes on, and the number and text of the line that announces a new one.

    That line is no commitment itself: a heading, or a sentence that ends in a colon.
    """
    found: dict[int, tuple[int, str] | None] = {}
    seen = 0
    for number in numbers:
        between = range(number, seen - 1, -1)
        last = next((n for n in between if tagged.units[n].kind != "item"), None)
        seen = number + 1
        if last is None:
            continue
        tidy = _NOTE.sub("", tagged.tidy(last)) if last < number else ""
        is_head = tidy.endswith(":") or (tidy != "" and tagged.units[last].kind == "heading")
        found[number] = (last, tidy) if is_head and not _PAST.search(tidy) else None
    return found


def _announced(
    tagged: Tagged, number: int, tidy: str, today: date | None, fiscal_end: tuple[int, int] | None
) -> dict[str, Any] | None:
    """Read the time and the hedge of a line above a list, if it has a time."""
    times = [time for time in horizons(tidy, today, fiscal_end) if time.kind != "event"]
    time = due(times, tidy, 0)
    if time is None:
        return None
    unit = tagged.units[number]
    places = _places(tagged.text, unit.start, unit.end, tidy)
    row = _row(tagged, number, tidy, 0, len(tidy), time, None, places)
    return row | {"hedge": hedge(tidy)}


def _rows(
    tagged: Tagged,
    number: int,
    tidy: str,
    today: date | None,
    fiscal_end: tuple[int, int] | None,
) -> Iterator[dict[str, Any]]:
    """Read a unit: a row for each of its parts; the hedge is None where no word tells it."""
    times = horizons(tidy, today, fiscal_end)
    amounts = quantities(tidy)
    whole = hedge(tidy)
    unit = tagged.units[number]
    places = _places(tagged.text, unit.start, unit.end, tidy) if times else ()
    clauses = _clauses if tagged.label[number] == FORWARD_LOOKING else tail
    for begin, end in clauses(tidy, times):
        within = _among(times, begin, end)
        time = due(within, tidy, begin)
        amount = promised(_apart(_among(amounts, begin, end), within), tidy, today)
        row = _row(tagged, number, tidy, begin, end, time, amount, places)
        graded = hedge(tidy[begin:end], time.start - begin if time else 0)
        row["hedge"] = whole if graded is None else graded
        row["is_conditional"] |= any(one.kind == "event" for one in within)
        yield row


def _completed(
    row: dict[str, Any], before: dict[str, Any] | None, announced: dict[str, Any] | None
) -> dict[str, Any]:
    """Take what a part or an item leaves out from the part before it or the line of its list."""
    if before is not None and row["event"] == "other" and _has_no_verb(row["text"]):
        row["event"] = before["event"]
    if announced is not None:
        if row["hedge"] is None:
            row["hedge"] = announced["hedge"]
        if row["horizon"] is None:
            row |= {column: announced[column] for column in _TIME_COLUMNS}
            row["is_conditional"] |= announced["is_conditional"]
    row["hedge"] = row["hedge"] or 0.0
    return row


def _has_no_verb(text: str) -> bool:
    """Tell a part that only continues the one before it."""
    verb = re.search(_PREDICATE, text)
    return verb is None or bool(re.match(r"which\b", text))


def _clauses(text: str, times: Sequence[Horizon]) -> list[tuple[int, int]]:
    """Divide a sentence between horizons that differ and stand in clauses of their own."""
    dated = [time for time in times if time.kind != "event"]
    cuts: list[tuple[int, int]] = []
    for one, other in pairwise(dated):
        if (one.first, one.last, one.kind) == (other.first, other.last, other.kind):
            continue
        if _RATE.search(text, one.end, other.start):
            continue
        between = one.end, other.start
        found = (cut for cut in _CUT.finditer(text, *between) if not cut["names"])
        cut = _BESIDE.match(text, *between) or next(found, None)
        if cut:
            cuts.append(cut.span())
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(text)]
    return list(zip(starts, ends, strict=True))


def _among(found: Sequence[_Found], begin: int, end: int) -> Sequence[_Found]:
    """Give those that begin in a clause; they stand in reading order."""
    first = bisect_left(found, begin, key=lambda one: one.start)
    return found[first : bisect_left(found, end, key=lambda one: one.start)]


def _apart(amounts: Sequence[Quantity], times: Sequence[Horizon]) -> Sequence[Quantity]:
    """Leave out amounts that are part of a time; both stand in reading order."""
    if not times:
        return amounts
    starts = [time.start for time in times]
    # How far the first so many times reach.
    reach = list(accumulate((time.end for time in times), max, initial=0))
    return [one for one in amounts if reach[bisect_left(starts, one.end)] <= one.start]


def _row(
    tagged: Tagged,
    number: int,
    tidy: str,
    begin: int,
    end: int,
    time: Horizon | None,
    amount: Quantity | None,
    places: Sequence[int],
) -> dict[str, Any]:
    unit = tagged.units[number]
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
        "is_conditional": is_conditional(clause),
        "hedge": None,
        "p_forward_looking": float(tagged.p[number, FORWARD_LOOKING]),
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
