"""Words of units, and runs of two and three of them, as hashes.

The hash of a run is computed from those of its words (:mod:`fls.sheet`), without making strings.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from fls.arrays import Codes, Hashes, Ints, totals
from fls.sheet import Sheet, Words, lay, split_words

__all__ = ["Tokens", "fold_words", "tokenize"]

_MIX = np.uint64(0xD6E8FEB86659FD93)
_PAIR = np.uint64(0xA0761D6478BD642F)
_TRIPLE = np.uint64(0xE7037ED1A0B428DB)
#: Distinguishes the hash of a beginning of a unit from that of the same run elsewhere.
_BEGIN = np.uint64(0x8EBC6AF09C88C6E3)
#: Hashes of "may" and "june", see :func:`_rename_may`; a test computes them.
_MAY = np.uint64(0x78A7585CD4FCB05E)
_JUNE = np.uint64(0xDAC972A448C5121F)


class Tokens(NamedTuple):
    """Words of a batch, in order.

    Parameters
    ----------
    word : (n_words,) uint64
        Hash of the word.
    pair, triple : (n_words,) uint64
        Hash of the run of two (three) words that begins with the word; without meaning for the
        last word (two words) of a unit.
    begin : (n_units,) uint64
        Hash of the first two words of the unit (or its only one) as a beginning; 0 for a unit
        without words.
    offset : (n_units + 1,) int64
        Words of unit ``u`` are ``offset[u]:offset[u + 1]``.
    start : (n_words,) int64
        Position in the text of the batch at which the word begins.
    """

    word: Hashes
    pair: Hashes
    triple: Hashes
    begin: Hashes
    offset: Ints
    start: Ints


def tokenize(sheet: Sheet, words: Words, starts: Ints, ends: Ints) -> Tokens:
    """Hash the runs of words of units.

    Parameters
    ----------
    sheet : Sheet
    words : Words
        Words of the sheet.
    starts, ends : (n_units,) int64
        Spans of the units, ascending and disjoint.

    Returns
    -------
    Tokens
    """
    # The edge between two units may be inside a word of the sheet.
    words = words.cut_at(np.concatenate((starts, ends)), sheet)
    first = words.start.searchsorted(starts)
    n_words = words.start.searchsorted(ends) - first
    offset = totals(n_words)
    start, hashes = words.start, words.hash
    if offset[-1] < len(start):  # leave out words between units
        inside = np.arange(offset[-1]) + np.repeat(first - offset[:-1], n_words)
        start, hashes = start.take(inside), words.hash.take(inside)
    else:
        hashes = hashes.copy()
    _rename_may(hashes, sheet.codes, start, offset)
    return Tokens(hashes, *_hash_runs(hashes, offset), offset, start)


def _rename_may(word: Hashes, codes: Codes, start: Ints, offset: Ints) -> None:
    """Give the month of May the hash of June, so that it is not taken for the verb.

    "May" is the month if it is inside a unit, or if a figure follows.
    """
    at = (word == _MAY).nonzero()[0]
    at = at[codes[start[at]] == ord("M")]
    if len(at):
        after = codes[start[np.minimum(at + 1, len(start) - 1)]]
        figure = (after >= ord("0")) & (after <= ord("9"))
        begins = offset[offset.searchsorted(at)] == at
        word[at[figure | ~begins]] = _JUNE


def _hash_runs(word: Hashes, offset: Ints) -> tuple[Hashes, Hashes, Hashes]:
    pair = word * _PAIR
    pair[:-1] += word[1:]
    pair *= _MIX
    triple = pair.copy()
    triple[:-2] += word[2:]
    triple *= _TRIPLE
    begin = np.zeros(len(offset) - 1, dtype=np.uint64)
    n_words = np.diff(offset)
    filled = n_words > 0
    at = offset[:-1][filled]
    begin[filled] = (pair[at] ^ _BEGIN) * _TRIPLE
    # The pair of a unit of one word contains a word of the next unit.
    single = n_words == 1
    begin[single] = (word[offset[:-1][single]] ^ _BEGIN) * _TRIPLE
    return pair, triple, begin


def fold_words(entries: Sequence[str]) -> tuple[Ints, Hashes]:
    """Hash entries of word lists.

    Parameters
    ----------
    entries : sequence of str
        Entries of one to three words, see :func:`fls.lexicons.load_lists`.

    Returns
    -------
    n_words : (n_entries,) int64
        Number of words of each entry.
    hashes : (n_entries,) uint64
        The hash that :func:`tokenize` returns for the run of these words in a text.
    """
    # Lists write "#" for a digit.
    sheet = lay([entry.replace("#", "0") for entry in entries])
    tokens = tokenize(sheet, split_words(sheet), sheet.begin[:-1], sheet.begin[1:] - 1)
    first, n_words = tokens.offset[:-1], np.diff(tokens.offset)
    runs = np.stack([tokens.word, tokens.pair, tokens.triple])
    return n_words, runs[n_words - 1, first]
