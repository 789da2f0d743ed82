"""Units in their release to numbers: one definition for training and for scoring.

A unit's row has five blocks of columns, named by :class:`Layout`:

====== ============================================================ =======================
block  columns                                                      value
====== ============================================================ =======================
words  slots of hashed words                                        occurrences * scale
runs   slots of hashed runs of two and three words, and beginnings  occurrences * scale
head   slots of hashed words of the heading above                   occurrences * its scale
vector dimensions of the word vectors, summed over the words        sum * scale
dense  :func:`fls.features.context.columns`                         as named there
====== ============================================================ =======================

with ``scale = 1 / sqrt(number of words)``. All of it is a sum over words but for the dense
block, so a linear model on top folds into one table of weights per slot: the vector of a slot
is a constant, hence its part of the logit is a constant per slot too.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from fls.arrays import Floats, Hashes, Ints
from fls.document import Unit
from fls.features import cues
from fls.features.batch import UnitBatch, gather, unit_batch
from fls.features.context import Context, read_context
from fls.features.tokens import Tokens, fold_words, tokenize
from fls.lexicons import load_vectors
from fls.sheet import Sheet, UnitTable, Words, split_words

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

__all__ = ["Extract", "Layout", "extract", "extract_sheet", "matrix", "slot_vectors"]


class Layout(NamedTuple):
    """Sizes of the hashed blocks, as powers of two."""

    words: int = 16
    runs: int = 18
    head: int = 12


class Extract(NamedTuple):
    """Features of a batch before any weight is applied.

    Parameters
    ----------
    words : (n_words,) int64
        Slot of each word in the block of words.
    pairs, triples : (n_words,) int64
        Slots in the block of runs; the slot behind the last where the unit ends before the run
        does.
    begin : (n_units,) int64
        Slot in the block of runs of the unit's beginning; likewise.
    head : (n_words,) int64
        Slot of each word in the block of headings.
    heading : (n_units,) int64
        Row of the heading above the unit, itself for a heading, -1 for none.
    offset : (n_units + 1,) int64
        Words of unit ``u`` are ``offset[u]:offset[u + 1]``.
    scale : (n_units,) float64
        ``1 / sqrt(number of words)``, 1 for a unit without words.
    context : Context
        The named columns.
    start : (n_words,) int64
        Where in the batch's text each word begins.
    """

    words: Ints
    pairs: Ints
    triples: Ints
    begin: Ints
    head: Ints
    heading: Ints
    offset: Ints
    scale: Floats
    context: Context
    start: Ints


def _slot(hashes: Hashes, bits: int) -> Ints:
    return (hashes >> np.uint64(64 - bits)).view(np.int64)


def extract(
    texts: Sequence[str], units: Sequence[Sequence[Unit]], layout: Layout
) -> tuple[UnitBatch, Extract]:
    """Compute the features of several releases.

    Parameters
    ----------
    texts : sequence of str
        Texts without lone surrogates.
    units : sequence of sequences of Unit
        The units of each text.
    layout : Layout

    Returns
    -------
    batch : UnitBatch
    features : Extract
        A release's rows do not depend on the others in the batch.
    """
    sheet, table = gather(texts, units)
    return extract_sheet(sheet, split_words(sheet), table, layout)


def extract_sheet(
    sheet: Sheet, words: Words, units: UnitTable, layout: Layout
) -> tuple[UnitBatch, Extract]:
    """Compute the features of the units of a sheet, as :func:`extract` does."""
    batch = unit_batch(sheet, units)
    return batch, _assemble(batch, tokenize(sheet, words, units.start, units.end), layout)


def _assemble(batch: UnitBatch, tokens: Tokens, layout: Layout) -> Extract:
    nowhere = 1 << layout.runs
    pairs, triples = _slot(tokens.pair, layout.runs), _slot(tokens.triple, layout.runs)
    n_words = np.diff(tokens.offset)
    last = tokens.offset[1:][n_words > 0] - 1
    # Before the one word of a unit stands the last of another.
    pairs[last] = triples[last] = triples[last - 1] = nowhere
    context = read_context(batch, tokens, cues.find(tokens))
    begin = np.where(n_words > 0, _slot(tokens.begin, layout.runs), nowhere)
    return Extract(
        words=_slot(tokens.word, layout.words),
        pairs=pairs,
        triples=triples,
        begin=begin,
        head=_slot(tokens.word, layout.head),
        heading=context.heading,
        offset=tokens.offset,
        scale=context.scale,
        context=context,
        start=tokens.start,
    )


@cache
def slot_vectors(layout: Layout) -> Floats:
    """Word vector of each slot of the block of words.

    Where several words share a slot the first one, the most frequent, gives its vector.

    Returns
    -------
    (2 ** layout.words, n_dimensions) float64
    """
    words, vectors = load_vectors()
    slots = _slot(fold_words(words)[1], layout.words)
    table = np.zeros((1 << layout.words, vectors.shape[1]))
    table[slots[::-1]] = vectors[::-1]
    return table


def matrix(features: Extract, layout: Layout, *, vectors: bool = True) -> csr_matrix:
    """Lay the features out as a sparse matrix, for fitting.

    Parameters
    ----------
    features : Extract
    layout : Layout
    vectors : bool
        Whether to have the block of word vectors; a model's tables have none, for it is folded
        into the weights of the words.

    Returns
    -------
    (n_units, n_columns) csr_matrix of float64
        Columns: words, runs, head, vector, dense.
    """
    from scipy import sparse

    n_units = len(features.scale)
    unit = np.repeat(np.arange(n_units), np.diff(features.offset))
    scale = features.scale

    def counted(rows: Ints, slots: Ints, size: int, factor: Floats) -> csr_matrix:
        keep = slots < size
        rows, slots = rows[keep], slots[keep]
        return sparse.csr_matrix((factor[rows], (rows, slots)), shape=(n_units, size))

    words = counted(unit, features.words, 1 << layout.words, scale)
    rows = np.concatenate([unit, unit, np.arange(n_units)])
    slots = np.concatenate([features.pairs, features.triples, features.begin])
    runs = counted(rows, slots, 1 << layout.runs, scale)
    by_heading = counted(unit, features.head, 1 << layout.head, scale)
    under = np.where(features.heading >= 0, features.heading, n_units)
    none = sparse.csr_matrix((1, 1 << layout.head))
    head = sparse.vstack([by_heading, none]).tocsr()[under]
    vector = [sparse.csr_matrix(words @ slot_vectors(layout))] if vectors else []
    dense = sparse.csr_matrix(features.context.dense())
    return sparse.hstack([words, runs, head, *vector, dense]).tocsr()
