"""Text to hashed words and runs of words, for many texts in one pass and without a token object.

A word is a run of letters and digits, lower-cased, every digit folded to ``#``; some marks
(``$ % ! ? "`` ...) are words of one character. The hash of a word is a polynomial over its
characters, so that all of them come out of one cumulative sum; runs of two and three words mix
the hashes of their words. Everything is integer arithmetic modulo 2**64: the same on every
machine and for every batch.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Tokens", "fold_words", "tokenize"]

U64 = NDArray[np.uint64]
Ints = NDArray[np.int64]

#: Code points from here on count as one-character words of their own.
_TABLE = 0x3000
_MARKS = "$€£¥%!?\"“”;:&+®™©(["
_BASE = np.uint64(0x9E3779B97F4A7C15)
_INVERSE = np.uint64(pow(0x9E3779B97F4A7C15, -1, 1 << 64))
_MIX = np.uint64(0xD6E8FEB86659FD93)
_PAIR = np.uint64(0xA0761D6478BD642F)
_TRIPLE = np.uint64(0xE7037ED1A0B428DB)
#: Stands before the first word of a unit, so that beginnings are features.
_BEGIN = np.uint64(0x8EBC6AF09C88C6E3)
_KEEP = 1 << 20


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
        Hash of the unit's first two words as a beginning; 0 for a unit without words.
    offset : (n_units + 1,) int64
        Words of unit ``u`` are ``offset[u]:offset[u + 1]``.
    start : (n_words,) int64
        Where in the batch's text the word begins.
    """

    word: U64
    pair: U64
    triple: U64
    begin: U64
    offset: Ints
    start: Ints


@cache
def _folding() -> tuple[NDArray[np.uint64], NDArray[np.uint8]]:
    """Per code point: the folded character (0 outside words) and 1 for words, 2 for marks."""
    fold = np.zeros(_TABLE + 1, dtype=np.uint64)
    kind = np.zeros(_TABLE + 1, dtype=np.uint8)
    for code in range(_TABLE):
        char = chr(code)
        if char.isalnum():
            fold[code] = ord("#") if char.isdigit() else ord(char.lower()[0])
            kind[code] = 1
    for char in _MARKS:
        fold[ord(char)] = ord({"“": '"', "”": '"'}.get(char, char))
        kind[ord(char)] = 2
    fold[_TABLE], kind[_TABLE] = _TABLE, 2
    return fold, kind


@cache
def _kept_powers() -> tuple[U64, U64]:
    return _powers(_KEEP)


def _powers(n: int) -> tuple[U64, U64]:
    """The first n + 1 powers of the base and of its inverse, modulo 2**64."""
    with np.errstate(over="ignore"):
        up = np.full(n + 1, _BASE, dtype=np.uint64)
        down = np.full(n + 1, _INVERSE, dtype=np.uint64)
        up[0] = down[0] = 1
        return np.multiply.accumulate(up), np.multiply.accumulate(down)


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
    n = len(codes)
    fold, kinds = _folding()
    index = np.minimum(codes, np.uint32(_TABLE))
    kind = np.take(kinds, index)
    first = np.empty(n, dtype=bool)
    if n:
        first[0] = True
        np.not_equal(kind[1:], kind[:-1], out=first[1:])
    first |= kind == 2
    first[starts] = True
    first &= kind != 0
    start = np.flatnonzero(first)
    # A word ends before the next character that is no letter or digit, or begins another word.
    stop_at = np.flatnonzero(first | (kind == 0))
    follow = np.searchsorted(stop_at, start, side="right")
    end = np.where(follow < len(stop_at), stop_at[np.minimum(follow, max(0, len(stop_at) - 1))], n)
    up, down = _kept_powers() if n <= _KEEP else _powers(n)
    sums = np.zeros(n + 1, dtype=np.uint64)
    np.cumsum(np.take(fold, index) * up[:n], out=sums[1:])
    word = (sums[end] - sums[start]) * down[start]
    word ^= word >> np.uint64(29)
    word *= _MIX
    word ^= word >> np.uint64(32)
    offset = np.append(np.searchsorted(start, starts), len(start)).astype(np.int64)
    return Tokens(word, *_runs(word, offset), offset, start)


def _runs(word: U64, offset: Ints) -> tuple[U64, U64, U64]:
    n = len(word)
    second = np.zeros(n, dtype=np.uint64)
    third = np.zeros(n, dtype=np.uint64)
    second[:-1] = word[1:]
    third[:-2] = word[2:]
    pair = (word * _PAIR + second) * _MIX
    triple = (pair + third) * _TRIPLE
    begin = np.zeros(len(offset) - 1, dtype=np.uint64)
    filled = offset[1:] > offset[:-1]
    at = offset[:-1][filled]
    begin[filled] = (pair[at] ^ _BEGIN) * _TRIPLE
    return pair, triple, begin


def fold_words(entries: tuple[str, ...]) -> list[tuple[int, int]]:
    """Number of words (1 to 3) and hash of each entry of a word list.

    Parameters
    ----------
    entries : tuple of str
        Entries of one to three words, see :func:`fls.lexicons.load_lists`.

    Returns
    -------
    list of (int, int)
    """
    if not entries:
        return []
    # "#" is how a digit is written in a list.
    joined = "\n".join(entries).replace("#", "0")
    codes = np.frombuffer(joined.encode("utf-32-le"), dtype=np.uint32)
    lengths = np.array([len(entry) for entry in entries])
    starts = np.concatenate(([0], np.cumsum(lengths[:-1] + 1))).astype(np.int64)
    tokens = tokenize(codes, starts, starts + lengths)
    found = []
    for u in range(len(entries)):
        at, n = int(tokens.offset[u]), int(tokens.offset[u + 1] - tokens.offset[u])
        run = (tokens.word, tokens.pair, tokens.triple)[n - 1]
        found.append((n, int(run[at])))
    return found
