"""What a reader knows beside the words: place, heading, quotation, figures, cues near by.

Every column is named; a new one is added to the group it belongs to, in the function that fills
that group.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from fls.arrays import Floats, Ints
from fls.document import KINDS
from fls.features import cues
from fls.features.batch import UnitBatch
from fls.features.tokens import Tokens

__all__ = ["NEIGHBOURHOOD", "columns", "context", "heading_of"]

_HEADING = KINDS.index("heading")
_KIND_COLUMNS = ("headline", "item")
_PLACE = (
    "place:share",
    "place:first",
    "place:second",
    "place:third",
    "place:before first heading",
    "place:last tenth",
    "place:from end",
    "place:first of block",
    "place:units since heading",
    "place:previous is heading",
    "place:previous is item",
    "place:next is item",
)
_FORM = (
    "form:log words",
    "form:short",
    "form:long",
    "form:figures",
    "form:has figure",
    "form:money",
    "form:percent",
    "form:exclamation",
    "form:question",
    "form:ends with colon",
    "form:year ahead",
    "form:year now",
    "form:year past",
    "form:capital share",
)
_QUOTE = ("quote:inside", "quote:opens", "quote:closes", "quote:whole")
_ORDER = (
    "order:future before past",
    "order:past before future",
    "order:future only",
    "order:past only",
    "order:neither",
    "order:early future",
    "order:late future",
    "order:early past",
    "order:early hype",
    "order:late hype",
)
_FUTURE = ("future_cue", "future_modal")
_PAST = ("past_verb",)
_HYPE = ("hype_strong", "hype_mild", "superlative", "emotion")
_LEGAL = ("legal_fls", "legal_other", "legal_factor")


#: Columns that speak of the rest of the release begin with one of these.
NEIGHBOURHOOD = (
    "place:",
    "previous:",
    "next:",
    "block:",
    "heading:",
    "section so far:",
    "last three:",
    "next three:",
)


@cache
def columns() -> tuple[str, ...]:
    """Names of the columns of :func:`context`, in order."""
    lists = cues.names()
    return (
        *(f"kind:{name}" for name in _KIND_COLUMNS),
        *_PLACE,
        *_FORM,
        *_QUOTE,
        *(f"has:{name}" for name in lists),
        *(f"count:{name}" for name in lists),
        *(f"previous:{name}" for name in lists),
        *(f"next:{name}" for name in lists),
        *(f"block:{name}" for name in lists),
        *(f"heading:{name}" for name in lists),
        *(f"section so far:{name}" for name in _LEGAL),
        *(f"last three:{name}" for name in _LEGAL),
        *(f"next three:{name}" for name in _LEGAL),
        *_ORDER,
    )


def heading_of(batch: UnitBatch) -> Ints:
    """Row of the heading that each unit stands under, -1 where there is none.

    Parameters
    ----------
    batch : UnitBatch

    Returns
    -------
    (n_units,) int64
        A heading stands under itself.
    """
    rows = np.arange(len(batch.kind))
    last = np.maximum.accumulate(np.where(batch.kind == _HEADING, rows, -1)) if len(rows) else rows
    return np.where(last >= batch.first[batch.doc], last, -1)


def context(batch: UnitBatch, tokens: Tokens, hits: cues.Hits) -> Floats:
    """Fill the columns.

    Parameters
    ----------
    batch : UnitBatch
    tokens : Tokens
        Of the batch.
    hits : Hits
        Of the tokens.

    Returns
    -------
    (n_units, n_columns) float64
        In the order of :func:`columns`.
    """
    heading = heading_of(batch)
    n_words = np.diff(tokens.offset)
    kinds = np.stack([batch.kind == KINDS.index(name) for name in _KIND_COLUMNS], axis=1)
    groups = (
        kinds,
        _place(batch, heading),
        _form(batch, tokens, n_words),
        _quotes(batch),
        _lists(batch, hits, heading, n_words),
        _order(batch, hits, n_words),
    )
    return np.concatenate([np.asarray(group, dtype=np.float64) for group in groups], axis=1)


def _near(values: NDArray[np.float64], batch: UnitBatch, step: int) -> Floats:
    """Values of the unit ``step`` rows further in the same release, 0 beyond its ends."""
    n = len(batch.doc)
    rows = np.arange(n) + step
    inside = (rows >= 0) & (rows < n)
    rows = np.where(inside, rows, 0)
    inside &= batch.doc[rows] == batch.doc if n else inside
    out: Floats = np.where(inside[:, None], values[rows], 0.0)
    return out


def _place(batch: UnitBatch, heading: Ints) -> Floats:
    n_units = np.diff(batch.first)[batch.doc]
    rank = np.arange(len(batch.doc)) - batch.first[batch.doc]
    left = n_units - 1 - rank
    share = rank / np.maximum(1, n_units - 1)
    flags = np.stack([batch.kind == _HEADING, batch.kind == KINDS.index("item")], axis=1).astype(
        np.float64
    )
    before = _near(flags, batch, -1)
    opens = np.ones(len(batch.block), dtype=bool)
    opens[1:] = batch.block[1:] != batch.block[:-1]
    since = np.where(heading >= 0, np.arange(len(heading)) - heading, 0)
    return np.stack(
        [
            share,
            rank == 0,
            rank == 1,
            rank == 2,
            heading < 0,
            share > 0.9,
            1.0 / (1.0 + left),
            opens,
            np.minimum(since, 10) / 10.0,
            before[:, 0],
            before[:, 1],
            _near(flags, batch, 1)[:, 1],
        ],
        axis=1,
    )


def _counts(batch: UnitBatch, at: Ints) -> Ints:
    """How many of the ascending positions ``at`` fall into each unit."""
    found: Ints = np.searchsorted(at, batch.end) - np.searchsorted(at, batch.start)
    return found


def _form(batch: UnitBatch, tokens: Tokens, n_words: Ints) -> Floats:
    codes = batch.codes
    digit = (codes >= 48) & (codes <= 57)
    begins = np.flatnonzero(digit[1:] & ~digit[:-1]) + 1 if len(codes) else np.zeros(0, np.int64)
    if len(codes) and digit[0]:
        begins = np.concatenate(([0], begins))
    figures = _counts(batch, begins)
    special = np.flatnonzero((codes < 64) | (codes == 8364) | (codes == 163))
    char = codes[special]
    money = _counts(batch, special[(char == 36) | (char == 8364) | (char == 163)])
    percent = _counts(batch, special[char == 37])
    exclaim = _counts(batch, special[char == 33])
    question = _counts(batch, special[char == 63])
    capital = _counts(batch, np.flatnonzero((codes >= 65) & (codes <= 90)))
    length = np.maximum(1, batch.end - batch.start)
    last = codes[np.maximum(batch.end - 1, 0)] if len(codes) else np.zeros(0)
    years = _years(batch, begins)
    return np.stack(
        [
            np.log1p(n_words) / 4.0,
            n_words < 8,
            n_words > 45,
            np.minimum(figures, 8) / 8.0,
            figures > 0,
            money > 0,
            percent > 0,
            exclaim > 0,
            question > 0,
            last == 58,
            *years,
            np.minimum(1.0, capital / length * 4.0),
        ],
        axis=1,
    )


def _years(batch: UnitBatch, begins: Ints) -> tuple[NDArray[np.bool_], ...]:
    """Whether a unit names a year after, of, or before the release's own (its first year)."""
    n_units, n = len(batch.doc), len(batch.codes)
    at = begins[begins + 4 <= n]
    digits = [batch.codes[at + i].astype(np.int64) - 48 for i in range(4)]
    whole = np.all([(d >= 0) & (d <= 9) for d in digits], axis=0)
    after = batch.codes[np.minimum(at + 4, n - 1)] if n else np.zeros(0)
    whole &= ~((after >= 48) & (after <= 57)) | (at + 4 == n)
    value = digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3]
    keep = whole & (value >= 1980) & (value <= 2070)
    at, value = at[keep], value[keep]
    unit = np.searchsorted(batch.start, at, side="right") - 1
    inside = (unit >= 0) & (at < batch.end[np.maximum(unit, 0)]) if n_units else unit >= 0
    unit, value = unit[inside], value[inside]
    own = np.zeros(len(batch.first) - 1, dtype=np.int64)
    doc = batch.doc[unit]
    own[doc[::-1]] = value[::-1]
    flags = np.zeros((3, n_units), dtype=bool)
    base = own[doc]
    flags[0, unit[value > base]] = True
    flags[1, unit[value == base]] = True
    flags[2, unit[value < base]] = True
    return tuple(flags)


def _quotes(batch: UnitBatch) -> Floats:
    """Quotation state: marks of a block are counted from its beginning."""
    codes = batch.codes
    marks = np.flatnonzero((codes == 34) | (codes == 8220) | (codes == 8221))
    char = codes[marks]
    running = np.concatenate(([0], np.cumsum(np.where(char == 8221, -1, 1))))
    straight = np.concatenate(([0], np.cumsum(char == 34)))
    n = len(batch.start)
    opens = np.ones(n, dtype=bool)
    opens[1:] = batch.block[1:] != batch.block[:-1]
    rows = np.arange(n)
    base = np.maximum.accumulate(np.where(opens, rows, 0)) if n else rows
    begin = np.searchsorted(marks, batch.start)
    end = np.searchsorted(marks, batch.end)
    curly = running - straight
    odd = (straight[begin] - straight[begin[base]]) % 2 if n else rows
    inside = (odd > 0) | (curly[begin] - curly[begin[base]] > 0 if n else odd > 0)
    first = codes[batch.start] if n else rows
    starts = (first == 34) | (first == 8220)
    tail = np.searchsorted(marks, batch.end - 3)
    closes = end > tail
    within = inside | starts
    return np.stack([within, starts & ~inside, closes, within & closes], axis=1)


def _lists(batch: UnitBatch, hits: cues.Hits, heading: Ints, n_words: Ints) -> Floats:
    n_units, n_lists = len(batch.doc), len(cues.names())
    flat = np.bincount(hits.unit * n_lists + hits.list, minlength=n_units * n_lists)
    count = flat.reshape(n_units, n_lists).astype(np.float64)
    has = np.minimum(count, 1.0)
    under = np.where((heading >= 0)[:, None], has[np.maximum(heading, 0)], 0.0)
    legal = [cues.names().index(name) for name in _LEGAL]
    return np.concatenate(
        [
            has,
            count / np.sqrt(np.maximum(1, n_words))[:, None],
            _near(has, batch, -1),
            _near(has, batch, 1),
            _block_share(batch, has),
            under,
            *_legal_around(batch, has[:, legal], heading),
        ],
        axis=1,
    )


def _block_share(batch: UnitBatch, has: Floats) -> Floats:
    """Share of the other units of the same block that have a hit."""
    n = len(batch.block)
    if not n:
        return has
    opens = np.ones(n, dtype=bool)
    opens[1:] = batch.block[1:] != batch.block[:-1]
    first = np.flatnonzero(opens)
    number = np.cumsum(opens) - 1
    total = np.add.reduceat(has, first, axis=0)[number]
    size = np.diff(np.append(first, n))[number]
    share: Floats = (total - has) / np.maximum(1, size - 1)[:, None]
    return share


def _legal_around(batch: UnitBatch, legal: Floats, heading: Ints) -> tuple[Floats, ...]:
    """Legal cues in the section so far, in the three units before, in the three after."""
    sums = np.concatenate([np.zeros((1, legal.shape[1])), np.cumsum(legal, axis=0)])
    rows = np.arange(len(batch.doc))
    low, high = batch.first[batch.doc], batch.first[batch.doc + 1]
    section = np.where(heading >= 0, heading, low)
    so_far = np.minimum(sums[rows] - sums[section], 4.0) / 4.0
    before = (sums[rows] - sums[np.maximum(rows - 3, low)]) / 3.0
    after = (sums[np.minimum(rows + 4, high)] - sums[np.minimum(rows + 1, high)]) / 3.0
    return so_far, before, after


def _earliest(hits: cues.Hits, lists: tuple[str, ...], n_units: int) -> Ints:
    """Find the word at which the first hit of any of the lists begins; a big number if none."""
    wanted = np.isin(hits.list, [cues.names().index(name) for name in lists])
    found = np.full(n_units, 1 << 20, dtype=np.int64)
    np.minimum.at(found, hits.unit[wanted], hits.at[wanted])
    return found


def _order(batch: UnitBatch, hits: cues.Hits, n_words: Ints) -> Floats:
    n = len(batch.doc)
    future, past, hype = (_earliest(hits, lists, n) for lists in (_FUTURE, _PAST, _HYPE))
    none = 1 << 20
    half = n_words / 2
    return np.stack(
        [
            (future < past) & (past < none),
            (past < future) & (future < none),
            (future < none) & (past == none),
            (past < none) & (future == none),
            (future == none) & (past == none),
            future < 8,
            (future < none) & (future > half),
            past < 8,
            hype < 8,
            (hype < none) & (hype > half),
        ],
        axis=1,
    )
