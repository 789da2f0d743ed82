"""Features of a unit besides its words: place, heading, quotation, figures and cues near by.

Every column has a name. To add one, put its name into the tuple of its group, and its values at the
same place in the function that computes this group.
"""

from __future__ import annotations

from functools import cache
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from fls.arrays import Flags, Floats, Ints, Singles, exact, steps
from fls.document import KINDS
from fls.features import cues
from fls.features.batch import UnitBatch
from fls.features.form import FORM, QUOTE, block_starts, form_columns, marks_of, quote_columns
from fls.features.tokens import Tokens

__all__ = ["VIEWS", "Context", "columns", "heading_of", "read_context"]

_HEADING = KINDS.index("heading")
_KIND_COLUMNS = ("headline", "item")
_PLACE = (
    "place:share",
    "place:only unit",
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
#: Stands for the first word of a hit if there is none; larger than any number of words.
_NO_HIT = 1 << 20
#: Number of units that are multiplied at a time: their rows stay in the cache, and no product needs
#: so many multiplications (2**18) that OpenBLAS wakes threads, which then wait busily for more.
_WINDOW_UNITS = 1 << 8

#: Ways in which hits of a word list count for a unit: whether it has any, how many (divided by the
#: root of its number of words), whether the unit before or behind has any, in which share of the
#: other units of its block there are some, and whether the heading above has any.
VIEWS = ("has", "count", "previous", "next", "block", "heading")
#: Ranges beyond the neighbours in which legal phrases are counted.
_REACHES = ("section so far", "last three", "next three")


@cache
def columns() -> tuple[str, ...]:
    """Return the names of the columns of :meth:`Context.dense`, in order."""
    return (*_list_direct_columns(), *(f"{view}:{name}" for view in VIEWS for name in cues.names()))


def _list_direct_columns() -> tuple[str, ...]:
    return (
        *(f"kind:{name}" for name in _KIND_COLUMNS),
        *_PLACE,
        *FORM,
        *QUOTE,
        *_ORDER,
        *(f"{reach}:{name}" for reach in _REACHES for name in _LEGAL),
    )


def heading_of(batch: UnitBatch) -> Ints:
    """Return the row of the heading above each unit, -1 if there is none.

    Parameters
    ----------
    batch : UnitBatch

    Returns
    -------
    (n_units,) int64
        For a heading its own row.
    """
    rows = np.arange(len(batch.kind))
    last = np.maximum.accumulate(np.where(batch.kind == _HEADING, rows, -1)) if len(rows) else rows
    return np.where(last >= batch.first[batch.doc], last, -1)


class Context(NamedTuple):
    """The columns of units in a compact form.

    Parameters
    ----------
    direct : (n_units, n_direct) float32
        Columns that are stored as they are, exactly in single precision, see
        :func:`fls.arrays.exact`.
    counts : (n_units, n_lists) float32
        Number of hits of each word list, from which all other columns follow, see :data:`VIEWS`.
    scale : (n_units,) float64
        1 / sqrt(number of words).
    heading : (n_units,) int64
        Row of the heading above, for a heading its own row; -1 for none.
    edges : (n_edges,) int64
        First row of each release with units, without that of the first one.
    blocks : (n_blocks,) int64
        First row of each block.
    """

    direct: Singles
    counts: Singles
    scale: Floats
    heading: Ints
    edges: Ints
    blocks: Ints

    def dense(self) -> Floats:
        """Return all columns.

        Returns
        -------
        (n_units, n_columns) float64
            In the order of :func:`columns`.
        """
        counts = self.counts.astype(np.float64)
        has = np.minimum(counts, 1.0)
        views = (
            has,
            counts * self.scale[:, None],
            self._before(has),
            self._behind(has),
            self._others(has),
            self._above(has),
        )
        return np.concatenate((self.direct, *views), axis=1, dtype=np.float64)

    def logits(self, weights: Floats) -> Floats:
        """Multiply all columns by weights, without computing the columns first.

        Views are linear, so each is taken of the product, which has few columns. Values and weights
        are rounded so that every sum is exact (:func:`fls.arrays.exact`); a row therefore does not
        depend on the number of rows.

        Parameters
        ----------
        weights : (n_columns, n_labels) float64

        Returns
        -------
        (n_units, n_labels) float64
        """
        n_direct, n_lists = self.direct.shape[1], self.counts.shape[1]
        by_view = weights[n_direct:].reshape(len(VIEWS), n_lists, -1)
        of_count, of_has = by_view[1], by_view[[0, 2, 3, 4, 5]].swapaxes(0, 1).reshape(n_lists, -1)
        total = np.empty((len(self.scale), weights.shape[1]))
        moved = np.empty((len(total), 4 * weights.shape[1]))
        for first in range(0, len(total), _WINDOW_UNITS):
            rows = slice(first, first + _WINDOW_UNITS)
            counts = self.counts[rows].astype(np.float64)
            has = np.minimum(counts, 1.0) @ of_has
            total[rows] = self.direct[rows].astype(np.float64) @ weights[:n_direct]
            total[rows] += has[:, : weights.shape[1]]
            total[rows] += (counts @ of_count) * self.scale[rows, None]
            moved[rows] = has[:, weights.shape[1] :]
        before, behind, others, above = np.split(moved, 4, axis=1)
        total += self._before(before)
        total += self._behind(behind)
        total += self._others(others)
        total += self._above(above)
        return total

    def _before(self, values: Floats) -> Floats:
        """Return the values of the unit before in the same release, 0 for the first unit."""
        moved = np.zeros_like(values)
        moved[1:] = values[:-1]
        moved[self.edges] = 0.0
        return moved

    def _behind(self, values: Floats) -> Floats:
        """Return the values of the unit behind in the same release, 0 for the last unit."""
        moved = np.zeros_like(values)
        moved[:-1] = values[1:]
        moved[self.edges - 1] = 0.0
        return moved

    def _others(self, values: Floats) -> Floats:
        """Return means over the other units of the same block, 0 for a unit alone in its block."""
        if not len(values):
            return values
        size = np.diff(self.blocks, append=len(values))
        total: Floats = np.add.reduceat(values, self.blocks, axis=0).repeat(size, axis=0)
        total -= values
        total /= np.maximum(1, size - 1).repeat(size)[:, None]
        return total

    def _above(self, values: Floats) -> Floats:
        """Return the values of the heading above, 0 where there is none."""
        moved: Floats = values.take(self.heading, axis=0, mode="wrap")
        moved[self.heading < 0] = 0.0
        return moved


def read_context(batch: UnitBatch, tokens: Tokens, hits: cues.Hits) -> Context:
    """Compute the columns of units.

    Parameters
    ----------
    batch : UnitBatch
    tokens : Tokens
        Words of the batch.
    hits : Hits
        Word-list entries among these words.

    Returns
    -------
    Context
    """
    heading = heading_of(batch)
    marks = marks_of(batch)
    n_words = np.diff(tokens.offset)
    n_units, n_lists = len(batch.doc), len(cues.names())
    flat = np.zeros(n_units * n_lists, dtype=np.float32)
    np.add.at(flat, hits.unit * n_lists + hits.list, np.float32(1.0))
    counts = flat.reshape(n_units, n_lists)
    direct = np.empty((len(_list_direct_columns()), n_units), dtype=np.float32)
    groups = (
        [batch.kind == KINDS.index(name) for name in _KIND_COLUMNS],
        _place_columns(batch, heading),
        form_columns(batch, marks, n_words),
        quote_columns(batch),
        _order_columns(hits, n_words),
        _legal_columns(batch, counts, heading),
    )
    for row, column in zip(direct, chain(*groups), strict=True):
        row[:] = column
    first = batch.first[1:-1]
    first = first[(first > 0) & (first < n_units)]
    return Context(
        direct=direct.T,
        counts=counts,
        scale=1.0 / np.sqrt(np.maximum(1, n_words)),
        heading=heading,
        edges=first[steps(first, 0) > 0],
        blocks=block_starts(batch).nonzero()[0],
    )


def _place_columns(batch: UnitBatch, heading: Ints) -> tuple[NDArray[Any], ...]:
    rows = np.arange(len(batch.doc))
    rank = rows - batch.first[batch.doc]
    left = batch.first[batch.doc + 1] - 1 - rows
    share = rank / np.maximum(1, rank + left)
    since = np.where(heading >= 0, rows - heading, 0)
    # With a row of no kind at both ends, the first and last unit have neighbours, too.
    kind = np.full(len(rows) + 2, -1)
    kind[1:-1] = batch.kind
    above, below = kind[:-2], kind[2:]
    item = KINDS.index("item")
    return (
        exact(share),
        rank + left == 0,
        rank == 0,
        rank == 1,
        rank == 2,
        heading < 0,
        share > 0.9,
        exact(1.0 / (1.0 + left)),
        block_starts(batch),
        exact(np.minimum(since, 10) / 10.0),
        (above == _HEADING) & (rank > 0),
        (above == item) & (rank > 0),
        (below == item) & (left > 0),
    )


def _legal_columns(batch: UnitBatch, counts: Singles, heading: Ints) -> list[Floats]:
    """Count legal cues in the section so far, in the three units before, in the three after."""
    legal = np.minimum(counts.T[[cues.names().index(name) for name in _LEGAL]], 1.0)
    sums = np.zeros((len(legal), legal.shape[1] + 1))
    legal.cumsum(axis=1, dtype=np.float64, out=sums[:, 1:])
    rows = np.arange(len(batch.doc))
    low, high = batch.first[batch.doc], batch.first[batch.doc + 1]
    section = np.where(heading >= 0, heading, low)

    def between(first: Ints, last: Ints) -> Floats:
        n_cues: Floats = sums.take(last, axis=1) - sums.take(first, axis=1)
        return n_cues

    so_far = np.minimum(between(section, rows), 4.0) / 4.0
    before = exact(between(np.maximum(rows - 3, low), rows) / 3.0)
    after = exact(between(np.minimum(rows + 1, high), np.minimum(rows + 4, high)) / 3.0)
    return [*so_far, *before, *after]


@cache
def _is_one_of(lists: tuple[str, ...]) -> Flags:
    """Check for each word list, by number, whether it is one of these."""
    return np.isin(np.array(cues.names()), lists)


def _find_earliest(hits: cues.Hits, lists: tuple[str, ...], n_units: int) -> Ints:
    """Find the word of each unit at which the first hit of any of the lists begins."""
    rows = _is_one_of(lists).take(hits.list).nonzero()[0]
    earliest = np.full(n_units, _NO_HIT, dtype=np.int64)
    np.minimum.at(earliest, hits.unit[rows], hits.at[rows])
    return earliest


def _order_columns(hits: cues.Hits, n_words: Ints) -> tuple[Flags, ...]:
    n_units, half = len(n_words), n_words / 2
    future, past, hype = (_find_earliest(hits, lists, n_units) for lists in (_FUTURE, _PAST, _HYPE))
    no_future, no_past = future == _NO_HIT, past == _NO_HIT
    return (
        (future < past) & ~no_past,
        (past < future) & ~no_future,
        no_past & ~no_future,
        no_future & ~no_past,
        no_future & no_past,
        future < 8,
        ~no_future & (future > half),
        past < 8,
        hype < 8,
        (hype < _NO_HIT) & (hype > half),
    )
