"""Word-list hits: which entries of which list stand in which unit, and where."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fls.features.tokens import Ints, Tokens, fold_words
from fls.lexicons import load_lists

__all__ = ["Hits", "find", "names"]

#: Bits of the first sieve; what passes it is compared by its whole hash.
_SIEVE = 17


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
    sieve: NDArray[np.bool_]
    hashes: NDArray[np.uint64]  # sorted
    first: Ints  # entry i is in lists[first[i]:first[i + 1]]
    lists: Ints


@cache
def names() -> tuple[str, ...]:
    """Names of the word lists, sorted."""
    return tuple(sorted(load_lists()))


@cache
def _indexes() -> tuple[_Index, ...]:
    """One index for entries of one word, of two, of three."""
    member: tuple[dict[int, list[int]], ...] = ({}, {}, {})
    lists = load_lists()
    for number, name in enumerate(names()):
        for n, value in fold_words(lists[name]):
            member[n - 1].setdefault(value, []).append(number)
    found = []
    for entries in member:
        hashes = np.array(sorted(entries), dtype=np.uint64)
        sieve = np.zeros(1 << _SIEVE, dtype=bool)
        sieve[hashes >> np.uint64(64 - _SIEVE)] = True
        groups = [entries[int(value)] for value in hashes]
        first = np.concatenate(([0], np.cumsum([len(group) for group in groups])))
        found.append(
            _Index(sieve, hashes, first.astype(np.int64), np.array(sum(groups, []), np.int64))
        )
    return tuple(found)


def find(tokens: Tokens) -> Hits:
    """Find every entry of every word list.

    Parameters
    ----------
    tokens : Tokens

    Returns
    -------
    Hits
    """
    n_units = len(tokens.offset) - 1
    unit = np.repeat(np.arange(n_units), np.diff(tokens.offset))
    parts = []
    for length, (index, runs) in enumerate(
        zip(_indexes(), (tokens.word, tokens.pair, tokens.triple), strict=True), start=1
    ):
        at = np.flatnonzero(np.take(index.sieve, runs >> np.uint64(64 - _SIEVE)))
        value = runs[at]
        entry = np.minimum(np.searchsorted(index.hashes, value), max(0, len(index.hashes) - 1))
        inside = at + length <= tokens.offset[unit[at] + 1]
        keep = inside & (index.hashes[entry] == value) if len(index.hashes) else inside & False
        at, entry = at[keep], entry[keep]
        count = index.first[entry + 1] - index.first[entry]
        # Spread an entry over the lists that it is in.
        rank = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
        where = np.repeat(at, count)
        rows = unit[where]
        lists = index.lists[np.repeat(index.first[entry], count) + rank]
        parts.append((rows, lists, where - tokens.offset[rows]))
    return Hits(*(np.concatenate([part[i] for part in parts]) for i in range(3)))
