"""Hits of word lists: which entries of which lists occur in which units, and where."""

from __future__ import annotations

from functools import cache
from itertools import chain
from typing import NamedTuple

import numpy as np

from fls.arrays import Hashes, Ints, spread
from fls.features.tokens import Tokens, fold_words
from fls.lexicons import load_lists
from fls.sheet import HashTable

__all__ = ["Hits", "find", "names"]


class Hits(NamedTuple):
    """Occurrences of word-list entries in a batch, in no particular order.

    Parameters
    ----------
    unit, list : (n_hits,) int64
        Row of the unit, and index into :func:`names`. An entry of two lists gives two hits.
    at : (n_hits,) int64
        Number of the word, from 0 in its unit, at which the entry begins.
    """

    unit: Ints
    list: Ints
    at: Ints


class _Index(NamedTuple):
    """Entries of one length, sorted by their hashes."""

    table: HashTable
    #: ``lists[k, i]`` is the k-th list, from 0, that contains entry i, -1 if only k lists do.
    lists: Ints


@cache
def names() -> tuple[str, ...]:
    """Return the names of the word lists, sorted."""
    return tuple(sorted(load_lists()))


@cache
def _build_indexes() -> tuple[_Index, ...]:
    """Return the entries of one, two and three words."""
    lists = load_lists()
    n_words, hashes = fold_words([entry for name in names() for entry in lists[name]])
    number = np.repeat(np.arange(len(names())), [len(lists[name]) for name in names()])
    indexes = []
    for length in (1, 2, 3):
        rows = (n_words == length).nonzero()[0]
        rows = rows[np.argsort(hashes[rows], kind="stable")]
        entries, first, count = np.unique(hashes[rows], return_index=True, return_counts=True)
        of_entry = np.full((count.max(), len(entries)), -1, dtype=np.int64)
        row, entry = spread(first, first + count)
        of_entry[row - first[entry], entry] = number[rows][row]
        indexes.append(_Index(HashTable(entries), of_entry))
    return tuple(indexes)


def find(tokens: Tokens) -> Hits:
    """Find every entry of every word list.

    Parameters
    ----------
    tokens : Tokens

    Returns
    -------
    Hits
    """
    owner = np.repeat(np.arange(len(tokens.offset) - 1), np.diff(tokens.offset))
    runs = (tokens.word, tokens.pair, tokens.triple)
    parts = [
        _find_entries(index, hashes, n_further, tokens.offset, owner)
        for n_further, (index, hashes) in enumerate(zip(_build_indexes(), runs, strict=True))
    ]
    return Hits(*map(np.concatenate, zip(*chain.from_iterable(parts), strict=True)))


def _find_entries(
    index: _Index, hashes: Hashes, n_further: int, offset: Ints, owner: Ints
) -> list[Hits]:
    """Find the entries of one length, which have `n_further` words besides the first.

    An entry gives a hit for every list that contains it; few are in more than one.
    """
    at, entry = index.table.find(hashes)
    unit = owner.take(at)
    if n_further:  # a unit may end before a run that begins in it
        inside = (at + n_further < offset.take(unit + 1)).nonzero()[0]
        at, entry, unit = at.take(inside), entry.take(inside), unit.take(inside)
    number = at - offset.take(unit)
    hits = [Hits(unit, index.lists[0].take(entry), number)]
    for lists in index.lists[1:]:
        further_list = lists.take(entry)
        rows = (further_list >= 0).nonzero()[0]
        hits.append(Hits(unit.take(rows), further_list.take(rows), number.take(rows)))
    return hits
