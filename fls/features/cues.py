"""Word-list hits: which entries of which list stand in which unit, and where."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fls.arrays import Hashes, Ints
from fls.features.tokens import Tokens, fold_words
from fls.lexicons import load_lists

__all__ = ["Hits", "find", "names"]

#: Leading bits of a hash by which an entry is looked up; then the whole hash is compared.
_BITS = 16
#: Hashes before the first entry, and behind the last.
_NONE, _END = np.array([[0], [(1 << 64) - 1]], dtype=np.uint64)


class Hits(NamedTuple):
    """Occurrences of word-list entries in a batch, by length of the entry and then in order.

    Parameters
    ----------
    unit, list : (n_hits,) int64
        Row of the unit, and index into :func:`names`. An entry of two lists hits twice.
    at : (n_hits,) int64
        Number of the word in its unit at which the entry begins, from 0.
    """

    unit: Ints
    list: Ints
    at: Ints


class _Index(NamedTuple):
    """All entries in order of length and hash, numbered from 1."""

    #: By length and leading bits: the first such entry, 0 for none.
    slots: NDArray[np.int32]
    #: Most entries that share a slot.
    depth: int
    hashes: Hashes
    #: Entry i is in lists[first[i]:first[i + 1]].
    first: Ints
    lists: Ints


@cache
def names() -> tuple[str, ...]:
    """Names of the word lists, sorted."""
    return tuple(sorted(load_lists()))


@cache
def _index() -> _Index:
    lists = load_lists()
    n_words, hashes = fold_words([entry for name in names() for entry in lists[name]])
    number = np.repeat(np.arange(len(names())), [len(lists[name]) for name in names()])
    order = np.lexsort((hashes, n_words))
    n_words, hashes, number = n_words[order], hashes[order], number[order]
    first = np.flatnonzero(np.append(True, np.diff(hashes) | np.diff(n_words).view(np.uint64)))
    slot = _slots(hashes[first], n_words[first] - 1)
    slots = np.zeros(3 << _BITS, dtype=np.int32)
    slots[slot[::-1]] = np.arange(len(first), 0, -1)  # the first one of a slot is written last
    return _Index(
        slots,
        int(np.bincount(slot).max()),
        np.concatenate((_NONE, hashes[first], _END)),
        np.concatenate(([0], first, [len(hashes)] * 2)),
        number,
    )


def _slots(hashes: Hashes, row: Ints) -> Ints:
    return (hashes >> np.uint64(64 - _BITS)).view(np.int64) + (row << _BITS)


def find(tokens: Tokens) -> Hits:
    """Find every entry of every word list.

    Parameters
    ----------
    tokens : Tokens

    Returns
    -------
    Hits
    """
    index, n_words = _index(), len(tokens.word)
    runs = np.concatenate((tokens.word, tokens.pair, tokens.triple))
    entry = np.take(index.slots, _slots(runs, np.repeat(np.arange(3), n_words)))
    hit = np.flatnonzero(entry)
    entry, value = entry[hit], runs[hit]
    for _ in range(index.depth - 1):
        entry += index.hashes[entry] < value
    length, at = np.divmod(hit, max(1, n_words))
    unit = np.repeat(np.arange(len(tokens.offset) - 1), np.diff(tokens.offset))[at]
    inside = at + length < tokens.offset[unit + 1]
    keep = inside & (index.hashes[entry] == value)
    return _spread(index, entry[keep], unit[keep], (at - tokens.offset[unit])[keep])


def _spread(index: _Index, entry: Ints, unit: Ints, at: Ints) -> Hits:
    """Repeat each hit for every list that its entry is in."""
    count = index.first[entry + 1] - index.first[entry]
    rank = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
    lists = index.lists[np.repeat(index.first[entry], count) + rank]
    return Hits(np.repeat(unit, count), lists, np.repeat(at, count))
