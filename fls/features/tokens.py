"""Text to hashed words and runs of words, for many texts in one pass and without a token object.

A word is a run of letters and digits, lower-cased, every digit folded to ``#``; some marks
(``$ % ! ? "`` ...) are words of one character. The hash of a word is a polynomial over its
characters, so that all of them come out of one cumulative sum; runs of two and three words mix
the hashes of their words. Everything is integer arithmetic modulo 2**64: the same on every
machine and for every batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fls.arrays import Hashes, Ints

__all__ = ["Tokens", "fold_words", "tokenize"]

#: Code points from here on count as one-character words of their own.
_TABLE = 0x3000
#: Characters of a pass.
_WINDOW = 1 << 16
_WORD, _MARK = 1, 2
_MARKS = '$€£¥%!?"“”;:&+®™©(['
_BASE = np.uint64(0x9E3779B97F4A7C15)
_INVERSE = np.uint64(pow(0x9E3779B97F4A7C15, -1, 1 << 64))
_MIX = np.uint64(0xD6E8FEB86659FD93)
_PAIR = np.uint64(0xA0761D6478BD642F)
_TRIPLE = np.uint64(0xE7037ED1A0B428DB)
#: Stands before the first word of a unit, so that beginnings are features.
_BEGIN = np.uint64(0x8EBC6AF09C88C6E3)
#: Hashes of "may" and "june", see :func:`_rename_may`; a test computes them.
_MAY = np.uint64(0x78A7585CD4FCB05E)
_JUNE = np.uint64(0xDAC972A448C5121F)
#: Tables of powers have 2**bits numbers; up to 2**20 they are kept, from 2**12 up.
_FEWEST_BITS, _MOST_KEPT_BITS = 12, 20


class Tokens(NamedTuple):
    """Words of a batch, in order.

    Parameters
    ----------
    word : (n_words,) uint64
        Hash of the word.
    pair, triple : (n_words,) uint64
        Hash of the run of two (three) words that begins here; meaningless for the last word
        (two words) of a unit.
    begin : (n_units,) uint64
        Hash of the unit's first two words (or its only one) as a beginning; 0 for a unit without
        words.
    offset : (n_units + 1,) int64
        Words of unit ``u`` are ``offset[u]:offset[u + 1]``.
    start : (n_words,) int64
        Where in the batch's text the word begins.
    """

    word: Hashes
    pair: Hashes
    triple: Hashes
    begin: Hashes
    offset: Ints
    start: Ints


@cache
def _folding() -> tuple[Hashes, NDArray[np.uint8]]:
    """Per code point: the folded character (0 outside words), and _WORD, _MARK or 0."""
    fold = np.zeros(_TABLE + 1, dtype=np.uint64)
    kind = np.zeros(_TABLE + 1, dtype=np.uint8)
    for code in range(_TABLE):
        char = chr(code)
        if char.isalnum():
            fold[code] = ord("#") if char.isdigit() else ord(char.lower()[0])
            kind[code] = _WORD
    for char in _MARKS:
        fold[ord(char)] = ord({"“": '"', "”": '"'}.get(char, char))
        kind[ord(char)] = _MARK
    fold[_TABLE], kind[_TABLE] = _TABLE, _MARK
    return fold, kind


def _powers(n: int) -> tuple[Hashes, Hashes]:
    """At least n powers of the base and of its inverse, modulo 2**64."""
    bits = max(_FEWEST_BITS, n.bit_length())
    return _kept_powers(bits) if bits <= _MOST_KEPT_BITS else _new_powers(bits)


def _new_powers(bits: int) -> tuple[Hashes, Hashes]:
    up = np.full(1 << bits, _BASE, dtype=np.uint64)
    down = np.full(1 << bits, _INVERSE, dtype=np.uint64)
    up[0] = down[0] = 1
    return np.multiply.accumulate(up), np.multiply.accumulate(down)


_kept_powers = cache(_new_powers)


def tokenize(codes: NDArray[np.uint32], starts: Ints, ends: Ints) -> Tokens:
    """Hash the words of units.

    Parameters
    ----------
    codes : (n_chars,) uint32
        Code points of the batch's text.
    starts, ends : (n_units,) int64
        Spans of the units, ascending and disjoint.

    Returns
    -------
    Tokens
    """
    # Windows of whole units keep what a pass touches within the processor's cache, so that time
    # grows with the length of a text and not faster.
    last = np.searchsorted(starts, np.arange(_WINDOW, len(codes), _WINDOW))
    edges = np.unique(np.concatenate(([0], last, [len(starts)])))
    parts = [
        _hash_words(codes, starts[first:last], ends[first:last])
        for first, last in pairwise(edges.tolist())
    ]
    word, start, n_words = (
        (parts[0] if len(parts) == 1 else map(np.concatenate, zip(*parts, strict=True)))
        if parts
        else (np.zeros(0, np.uint64), np.zeros(0, np.int64), np.zeros(0, np.int64))
    )
    offset = np.append(0, np.cumsum(n_words))
    _rename_may(word, codes, start, offset)
    return Tokens(word, *_runs(word, offset), offset, start)


def _hash_words(codes: NDArray[np.uint32], starts: Ints, ends: Ints) -> tuple[Hashes, Ints, Ints]:
    """Hash and start of each word of some neighbouring units, and how many words each unit has."""
    shift = starts[0]
    fold, kinds = _folding()
    # Takes that clip read the last line of a table for all code points beyond it.
    index = codes[shift : ends[-1]].astype(np.intp)
    start, end, offset = _bounds(np.take(kinds, index, mode="clip"), starts - shift, ends - shift)
    terms = np.take(fold, index, mode="clip")
    up, down = _powers(len(index))
    terms *= up[: len(index)]
    sums = np.zeros(len(index) + 1, dtype=np.uint64)
    np.cumsum(terms, out=sums[1:])
    word = np.take(sums, end)
    word -= np.take(sums, start)
    word *= np.take(down, start)
    word ^= word >> np.uint64(29)
    word *= _MIX
    word ^= word >> np.uint64(32)
    return word, start + shift, np.diff(offset)


def _rename_may(word: Hashes, codes: NDArray[np.uint32], start: Ints, offset: Ints) -> None:
    """Give the month of May the hash of June, lest it pass for the verb.

    It is the month where it has a capital inside a unit, or a figure follows.
    """
    at = np.flatnonzero(word == _MAY)
    at = at[codes[start[at]] == ord("M")]
    if len(at):
        after = codes[start[np.minimum(at + 1, len(start) - 1)]]
        figure = (after >= ord("0")) & (after <= ord("9"))
        word[at[figure | ~np.isin(at, offset)]] = _JUNE


def _bounds(kind: NDArray[np.uint8], starts: Ints, ends: Ints) -> tuple[Ints, Ints, Ints]:
    """Start and end of each word, and the number of the first one of each unit."""
    n = len(kind)
    cut = np.empty(n, dtype=bool)
    cut[:1] = True
    np.not_equal(kind[1:], kind[:-1], out=cut[1:])
    cut |= kind == _MARK
    cut[starts[starts < n]] = True
    cut[ends[ends < n]] = True
    cuts = np.flatnonzero(cut)
    words = np.flatnonzero(np.take(kind, cuts))
    start = cuts[words]
    first = np.searchsorted(start, starts)
    n_words = np.searchsorted(start, ends) - first
    offset = np.append(0, np.cumsum(n_words))
    if offset[-1] < len(start):  # what stands between units is no word of theirs
        inside = np.arange(offset[-1]) + np.repeat(first - offset[:-1], n_words)
        words, start = words[inside], start[inside]
    return start, np.append(cuts, n)[words + 1], offset


def _runs(word: Hashes, offset: Ints) -> tuple[Hashes, Hashes, Hashes]:
    n = len(word)
    second = np.zeros(n, dtype=np.uint64)
    third = np.zeros(n, dtype=np.uint64)
    second[:-1] = word[1:]
    third[:-2] = word[2:]
    pair = (word * _PAIR + second) * _MIX
    triple = (pair + third) * _TRIPLE
    begin = np.zeros(len(offset) - 1, dtype=np.uint64)
    n_words = np.diff(offset)
    filled = n_words > 0
    at = offset[:-1][filled]
    begin[filled] = (pair[at] ^ _BEGIN) * _TRIPLE
    # What stands behind a unit of one word is no part of its beginning.
    lone = n_words == 1
    begin[lone] = (word[offset[:-1][lone]] ^ _BEGIN) * _TRIPLE
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
        What :func:`tokenize` gives for the run of these words in a text.
    """
    # "#" is how a digit is written in a list.
    joined = "\n".join(entries).replace("#", "0")
    codes = np.frombuffer(joined.encode("utf-32-le"), dtype=np.uint32)
    lengths = np.array([len(entry) for entry in entries], dtype=np.int64)
    starts = np.cumsum(lengths + 1) - lengths - 1
    tokens = tokenize(codes, starts, starts + lengths)
    first, n_words = tokens.offset[:-1], np.diff(tokens.offset)
    runs = np.stack([tokens.word, tokens.pair, tokens.triple])
    return n_words, runs[n_words - 1, first]
