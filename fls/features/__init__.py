"""Units in their release as numbers: one definition for training and for scoring.

The row of a unit has five blocks of columns; :class:`HashSizes` holds the sizes of the first three:

====== ============================================================ =======================
block  columns                                                      value
====== ============================================================ =======================
words  slots of hashed words                                        occurrences * scale
runs   slots of hashed runs of two and three words, and beginnings  occurrences * scale
head   slots of hashed words of the heading above                   occurrences * its scale
vector dimensions of the word vectors, summed over the words        sum * scale
dense  :func:`fls.features.context.columns`                         as named there
====== ============================================================ =======================

with ``scale = 1 / sqrt(number of words)``. All blocks but the dense one are sums over words, so a
linear model can be stored as one table of weights per slot: the word vector of a slot is constant,
and so is what it adds to the logit.
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

__all__ = ["Extract", "HashSizes", "extract", "extract_sheet", "matrix", "slot_vectors"]


class HashSizes(NamedTuple):
    """Sizes of the hashed blocks, each as an exponent of two."""

    words: int = 17
    runs: int = 20
    head: int = 13


class Extract(NamedTuple):
    """Features of a batch before any weight is applied.

    Parameters
    ----------
    words : (n_words,) int64
        Slot of each word in the block of words.
    pairs, triples : (n_words,) int64
        Slots in the block of runs; one more than the last slot if the unit ends before the run.
    begin : (n_units,) int64
        Slot of the unit's beginning in the block of runs; one more than the last for no words.
    head : (n_words,) int64
        Slot of each word in the block of headings.
    heading : (n_units,) int64
        Row of the heading above the unit, for a heading its own row; -1 for none.
    offset : (n_units + 1,) int64
        Words of unit ``u`` are ``offset[u]:offset[u + 1]``.
    scale : (n_units,) float64
        ``1 / sqrt(number of words)``, 1 for a unit without words.
    context : Context
        The named columns.
    start : (n_words,) int64
        Position in the batch's text at which each word begins.
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


def _slots_of(hashes: Hashes, bits: int) -> Ints:
    return (hashes >> np.uint64(64 - bits)).view(np.int64)


def extract(
    texts: Sequence[str], units: Sequence[Sequence[Unit]], sizes: HashSizes
) -> tuple[UnitBatch, Extract]:
    """Compute the features of several releases.

    Parameters
    ----------
    texts : sequence of str
        Texts without lone surrogates.
    units : sequence of sequences of Unit
        The units of each text.
    sizes : HashSizes

    Returns
    -------
    batch : UnitBatch
    features : Extract
        The rows of a release do not depend on the other releases in the batch.
    """
    sheet, table = gather(texts, units)
    return extract_sheet(sheet, split_words(sheet), table, sizes)


def extract_sheet(
    sheet: Sheet, words: Words, units: UnitTable, sizes: HashSizes
) -> tuple[UnitBatch, Extract]:
    """Compute the features of the units of a sheet, as :func:`extract` does."""
    batch = unit_batch(sheet, units)
    return batch, _assemble(batch, tokenize(sheet, words, units.start, units.end), sizes)


def _assemble(batch: UnitBatch, tokens: Tokens, sizes: HashSizes) -> Extract:
    no_slot = 1 << sizes.runs
    pairs, triples = _slots_of(tokens.pair, sizes.runs), _slots_of(tokens.triple, sizes.runs)
    n_words = np.diff(tokens.offset)
    last = tokens.offset[1:][n_words > 0] - 1
    # In a unit of one word, `last - 1` is the last word of another unit, which has no run either.
    pairs[last] = triples[last] = triples[last - 1] = no_slot
    context = read_context(batch, tokens, cues.find(tokens))
    begin = np.where(n_words > 0, _slots_of(tokens.begin, sizes.runs), no_slot)
    return Extract(
        words=_slots_of(tokens.word, sizes.words),
        pairs=pairs,
        triples=triples,
        begin=begin,
        head=_slots_of(tokens.word, sizes.head),
        heading=context.heading,
        offset=tokens.offset,
        scale=context.scale,
        context=context,
        start=tokens.start,
    )


@cache
def slot_vectors(sizes: HashSizes) -> Floats:
    """Return the word vector of each slot of the block of words.

    If several words share a slot, it has the vector of the first, which is the most frequent.

    Returns
    -------
    (2 ** sizes.words, n_dimensions) float64
    """
    words, vectors = load_vectors()
    slots = _slots_of(fold_words(words)[1], sizes.words)
    table = np.zeros((1 << sizes.words, vectors.shape[1]))
    table[slots[::-1]] = vectors[::-1]
    return table


def matrix(features: Extract, sizes: HashSizes, *, vectors: bool = True) -> csr_matrix:
    """Return the features as a sparse matrix, for fitting.

    Parameters
    ----------
    features : Extract
    sizes : HashSizes
    vectors : bool
        Whether to include the block of word vectors; the tables of a model have none, because
        their part is added to the weights of the words.

    Returns
    -------
    (n_units, n_columns) csr_matrix of float64
        Columns: words, runs, head, vector, dense.
    """
    from scipy import sparse

    n_units = len(features.scale)
    unit = np.repeat(np.arange(n_units), np.diff(features.offset))
    scale = features.scale

    def count(rows: Ints, slots: Ints, size: int, factor: Floats) -> csr_matrix:
        keep = slots < size
        rows, slots = rows[keep], slots[keep]
        return sparse.csr_matrix((factor[rows], (rows, slots)), shape=(n_units, size))

    words = count(unit, features.words, 1 << sizes.words, scale)
    rows = np.concatenate([unit, unit, np.arange(n_units)])
    slots = np.concatenate([features.pairs, features.triples, features.begin])
    runs = count(rows, slots, 1 << sizes.runs, scale)
    by_heading = count(unit, features.head, 1 << sizes.head, scale)
    heading = np.where(features.heading >= 0, features.heading, n_units)
    no_heading = sparse.csr_matrix((1, 1 << sizes.head))
    head = sparse.vstack([by_heading, no_heading]).tocsr()[heading]
    vector = [sparse.csr_matrix(words @ slot_vectors(sizes))] if vectors else []
    dense = sparse.csr_matrix(features.context.dense())
    return sparse.hstack([words, runs, head, *vector, dense]).tocsr()
