"""What a release commits to: each commitment with its event, amount and time."""

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
from fls.analysis.commitments.tails import find_tail, find_units_with_tails
from fls.analysis.tagged import Tagged
from fls.analysis.times import (
    HORIZON_KINDS,
    Horizon,
    due,
    fiscal_year_end,
    horizons,
    is_condition,
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
#: Columns that items take from the line that announces them.
_TIME_COLUMNS = (*(name for name in PROMISE_COLUMNS if "horizon" in name), "is_fiscal_assumed")
#: Words of which one occurs in any unit with a fiscal period.
_FISCAL_WORDS = (
    "iscal",
    "ISCAL",
    "FY",
    "inancial year",
    "ull-year",
    "ull year",
    "ull-Year",
    "ull Year",
)
#: The mark of a footnote right after a figure, not part of the amount or the year.
_FOOTNOTE = re.compile(r"(?<=[\d%])(?<!\b10)[\u00b9\u00b2\u00b3\u2074-\u2079]{1,2}(?!\w)")
_Placed = TypeVar("_Placed", Horizon, Quantity)
#: What may be between two times of a clause.
_CLAUSE_WORDS = r"(?:[^,;:.]|\.(?! [A-Z])){0,120}"
#: Verbs that make the words between a conjunction and a time a commitment of their own.
_PREDICATE = (
    r"\b(?:is|are|to|will|would|should|may|could|can|has|have|being|set|due|slated|estimated"
    r"|expect(?:s|ed)|plan(?:s|ned|ning)|schedul\w+|anticipat\w+|target(?:s|ed|ing)"
    r"|project(?:s|ed|ing)|forecast\w*|intends?|aims?|reach\w*|rising|begin\w*|start\w*"
    r"|continu\w+)\b"
)
#: Where a unit may be divided between two commitments, anywhere between their times; not between
#: two names.
_CUT_BETWEEN = re.compile(
    r"(?P<names>\b[A-Z][\w.-]{0,40} (?:and|with) (?=[A-Z]))|; |, (?=[$€£\d])(?!(?:19|20)\d\d)"
    r"|, (?=(?:which(?! ends?\b)|where|who)\b)"
    rf"|,? (?:and|while|but|with|followed by) (?={_CLAUSE_WORDS}{_PREDICATE}{_CLAUSE_WORDS}$)"
    rf"|, (?:and|with|followed by) (?=\w{_CLAUSE_WORDS}$)"
)
#: Where it may be divided right after the first time: at a conjunction before more than another
#: time, in lists at a mere comma.
_CUT_BEHIND_TIME = re.compile(
    rf",? (?:and|while|but|followed by|with(?={_CLAUSE_WORDS}$))(?: then)? (?!ending\b)"
    r"(?!(?:(?:for|in|on|at|by|the|to|into|its|our|during|also|of|is|from|through(?:out)?|again"
    r"|an?) ){0,5}$)"
    r"|, (?![^,;:]{0,80}\b(?:is|are|was|were|we|as|that|which)\b)"
    r"(?=[^,;:]{3,80} (?:expected|planned|scheduled|targeted|anticipated|slated|due|set)"
    r"(?: \w+){0,2} ?$)"
    r"|, (?=[A-Z][\w.-]*(?: [A-Z][\w.-]*){0,3}(?: \([^()]{1,30}\))? (?:on|in|from) (?:the )?$)"
)
#: Headings of what is over, even if they name a year that is not.
_PAST_HEADING = re.compile(
    r"\b(?:highlights?|results?|recent|achievements?|accomplishments)\b", re.I
)
#: A rate given after a forecast, which is part of it.
_RATE = re.compile(r"\b(?:CAGR|growth rate)\b")


def promises(tagged: Tagged, today: date | None) -> list[dict[str, Any]]:
    """Read the commitments in the units labelled forward-looking.

    Such a unit gives one row; one for each of them if it contains commitments for different
    times. A factual unit gives one if it ends with what is expected, and when.

    Parameters
    ----------
    tagged : Tagged
    today : datetime.date or None
        Date of the release; without it, only times with their year have days.

    Returns
    -------
    list of dict
        Keys as :data:`PROMISE_COLUMNS`; None for missing values.
    """
    rows: list[dict[str, Any]] = []
    # Like tagged.among, which would cost more than all else here.
    numbers = np.flatnonzero(tagged.label == FORWARD_LOOKING).tolist()
    numbers = sorted([*numbers, *find_units_with_tails(tagged)])
    if not numbers:
        return rows
    units = [(number, _FOOTNOTE.sub("", tagged.tidy(number))) for number in numbers]
    heads = _find_heads(tagged, numbers)
    texts = [tidy for _, tidy in units] + [head[1] for head in heads.values() if head]
    is_fiscal = any(word in tidy for tidy in texts for word in _FISCAL_WORDS)
    fiscal_end = fiscal_year_end(tagged.text) if is_fiscal else None
    announced: dict[str, Any] | None = None
    for number, tidy in units:
        if number in heads:
            head = heads[number]
            announced = _read_head(tagged, *head, today, fiscal_end) if head else None
        before = None
        for row in _read_rows(tagged, number, tidy, today, fiscal_end):
            before = _complete(row, before, announced)
            rows.append({"promise": len(rows), **before})
        if tidy.endswith(":"):
            announced = before
    return rows


def _find_heads(tagged: Tagged, numbers: Sequence[int]) -> dict[int, tuple[int, str] | None]:
    """Find the line that announces a list, a heading or a sentence that ends in a colon.

    Returns
    -------
    dict of int to (int, str) or None
        Number and text of that line, which is no commitment itself, by the first commitment after
        it; None where a commitment ends a list without beginning a new one.
    """
    heads: dict[int, tuple[int, str] | None] = {}
    first_unread = 0
    for number in numbers:
        between = range(number, first_unread - 1, -1)
        last = next((n for n in between if tagged.units[n].kind != "item"), None)
        first_unread = number + 1
        if last is None:
            continue
        tidy = _FOOTNOTE.sub("", tagged.tidy(last)) if last < number else ""
        is_head = tidy.endswith(":") or (tidy != "" and tagged.units[last].kind == "heading")
        heads[number] = (last, tidy) if is_head and not _PAST_HEADING.search(tidy) else None
    return heads


def _read_head(
    tagged: Tagged, number: int, tidy: str, today: date | None, fiscal_end: tuple[int, int] | None
) -> dict[str, Any] | None:
    """Read the time and the hedge of a line above a list, if it has a time."""
    times = [time for time in horizons(tidy, today, fiscal_end) if time.kind != "event"]
    time = due(times, tidy, 0)
    if time is None:
        return None
    unit = tagged.units[number]
    places = _find_offsets(tagged.text, unit.start, unit.end, tidy)
    row = _write_row(tagged, number, tidy, 0, len(tidy), time, None, places)
    return row | {"hedge": hedge(tidy)}


def _read_rows(
    tagged: Tagged,
    number: int,
    tidy: str,
    today: date | None,
    fiscal_end: tuple[int, int] | None,
) -> Iterator[dict[str, Any]]:
    """Yield a row for each part of a unit; the hedge is None without a word of commitment."""
    times = horizons(tidy, today, fiscal_end)
    amounts = quantities(tidy)
    whole = hedge(tidy)
    unit = tagged.units[number]
    places = _find_offsets(tagged.text, unit.start, unit.end, tidy) if times else ()
    find_parts = _find_clauses if tagged.label[number] == FORWARD_LOOKING else find_tail
    for begin, end in find_parts(tidy, times):
        within = _select_within(times, begin, end)
        time = due(within, tidy, begin)
        amount = promised(
            _drop_parts_of_times(_select_within(amounts, begin, end), within), tidy, today
        )
        row = _write_row(tagged, number, tidy, begin, end, time, amount, places)
        graded = hedge(tidy[begin:end], time.start - begin if time else 0)
        row["hedge"] = whole if graded is None else graded
        row["is_conditional"] |= any(
            other.kind == "event" and is_condition(other.text, tidy, other.start)
            for other in within
        )
        yield row


def _complete(
    row: dict[str, Any], before: dict[str, Any] | None, announced: dict[str, Any] | None
) -> dict[str, Any]:
    """Fill what a part or an item leaves out from the part before it or the line of its list."""
    if before is not None and row["event"] == "other" and _is_continuation(row["text"]):
        row["event"] = before["event"]
    if announced is not None:
        if row["hedge"] is None:
            row["hedge"] = announced["hedge"]
        if row["horizon"] is None:
            row |= {column: announced[column] for column in _TIME_COLUMNS}
            row["is_conditional"] |= announced["is_conditional"]
    row["hedge"] = row["hedge"] or 0.0
    return row


def _is_continuation(text: str) -> bool:
    """Check whether a part only continues the one before it, without a verb of its own."""
    verb = re.search(_PREDICATE, text)
    return verb is None or bool(re.match(r"which\b", text))


def _find_clauses(text: str, times: Sequence[Horizon]) -> list[tuple[int, int]]:
    """Divide a sentence between horizons that differ and are in clauses of their own."""
    dated = [time for time in times if time.kind != "event"]
    cuts: list[tuple[int, int]] = []
    for before, after in pairwise(dated):
        if (before.first, before.last, before.kind) == (after.first, after.last, after.kind):
            continue
        between = before.end, after.start
        if _RATE.search(text, *between):
            continue
        matches = (cut for cut in _CUT_BETWEEN.finditer(text, *between) if not cut["names"])
        cut = _CUT_BEHIND_TIME.match(text, *between) or next(matches, None)
        if cut:
            cuts.append(cut.span())
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(text)]
    return list(zip(starts, ends, strict=True))


def _select_within(items: Sequence[_Placed], begin: int, end: int) -> Sequence[_Placed]:
    """Return those items, given in reading order, that begin in a clause."""
    first = bisect_left(items, begin, key=lambda item: item.start)
    return items[first : bisect_left(items, end, key=lambda item: item.start)]


def _drop_parts_of_times(
    amounts: Sequence[Quantity], times: Sequence[Horizon]
) -> Sequence[Quantity]:
    """Return the amounts that are not part of a time; both are given in reading order."""
    if not times:
        return amounts
    starts = [time.start for time in times]
    # Where the furthest of the first n times ends.
    reach = list(accumulate((time.end for time in times), max, initial=0))
    return [item for item in amounts if reach[bisect_left(starts, item.end)] <= item.start]


def _write_row(
    tagged: Tagged,
    number: int,
    tidy: str,
    begin: int,
    end: int,
    time: Horizon | None,
    amount: Quantity | None,
    places: Sequence[int],
) -> dict[str, Any]:
    """Return the row of a commitment, still without its hedge."""
    unit = tagged.units[number]
    p_specific = float(tagged.p_specific[number])
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
        "specific": p_specific >= 0.5 if p_specific == p_specific else None,
        "start": unit.start,
        "end": unit.end,
        "horizon_start": places[time.start] if time else None,
        "horizon_end": places[time.end - 1] + 1 if time else None,
    }


def _find_offsets(text: str, start: int, end: int, tidy: str) -> Sequence[int]:
    """Return the offset in the source of each character of a tidy unit."""
    if end - start == len(tidy):
        return range(start, end)
    footnotes = _FOOTNOTE.finditer(text, start, end)
    notes = {place for footnote in footnotes for place in range(*footnote.span())}
    source = (p for p in range(start, end) if not text[p].isspace() and p not in notes)
    offsets: list[int] = []
    for sign in tidy:
        offsets.append(offsets[-1] + 1 if sign == " " else next(source))
    return offsets


def promise_frame(rows: Sequence[dict[str, Any]]) -> pd.DataFrame:
    """Return rows of :func:`promises` as a table, even if there are none.

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

    # As arrays: columns with an index would be aligned with each other, which takes longest.
    columns = {
        name: pd.array([row[name] for row in rows], dtype=dtype)
        for name, dtype in _column_types().items()
    }
    return pd.DataFrame(columns)


@cache
def _column_types() -> dict[str, Any]:
    """Return the types of :data:`PROMISE_COLUMNS` as those of pandas."""
    import pandas as pd

    kinds: dict[str, Any] = PROMISE_COLUMNS
    return {
        name: pd.CategoricalDtype(list(kind))
        if isinstance(kind, tuple)
        else pd.Series(dtype=kind).dtype
        for name, kind in kinds.items()
    }
