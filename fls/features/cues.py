"""Word-list hits: which entries of which list stand in which unit, and where."""

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
    """Occurrences of word-list entries in a batch, in no order.

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
    """Entries of one length, in order of their hashes."""

    table: HashTable
    #: Lists that entry i is in: ``lists[k, i]`` is its list k, -1 if it is in no more than k.
    lists: Ints


@cache
def names() -> tuple[str, ...]:
    """Names of the word lists, sorted."""
    return tuple(sorted(load_lists()))


@cache
def _indexes() -> tuple[_Index, ...]:
    """Entries of one, two and three words."""
    lists = load_lists()
    n_words, hashes = fold_words([entry for name in names() for entry in lists[name]])
    number = np.repeat(np.arange(len(names())), [len(lists[name]) for name in names()])
    found = []
    for length in (1, 2, 3):
        rows = (n_words == length).nonzero()[0]
        rows = rows[np.argsort(hashes[rows], kind="stable")]
        entries, first, count = np.unique(hashes[rows], return_index=True, return_counts=True)
        of_entry = np.full((count.max(), len(entries)), -1, dtype=np.int64)
        row, entry = spread(first, first + count)
        of_entry[row - first[entry], entry] = number[rows][row]
        found.append(_Index(HashTable(entries), of_entry))
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
    owner = np.repeat(np.arange(len(tokens.offset) - 1), np.diff(tokens.offset))
    runs = (tokens.word, tokens.pair, tokens.triple)
    parts = [
        _find(index, hashes, length, tokens.offset, owner)
        for length, (index, hashes) in enumerate(zip(_indexes(), runs, strict=True))
    ]
    return Hits(*map(np.concatenate, zip(*chain.from_iterable(parts), strict=True)))


def _find(index: _Index, hashes: Hashes, further: int, offset: Ints, owner: Ints) -> list[Hits]:
    """Find the entries of one length, which go on for so many words beyond the first.

    A hit counts for every list that its entry is in; few are in more than one.
    """
    at, entry = index.table.find(hashes)
    unit = owner.take(at)
    if further:  # a run may begin in a unit that ends before it does
        inside = (at + further < offset.take(unit + 1)).nonzero()[0]
        at, entry, unit = at.take(inside), entry.take(inside), unit.take(inside)
    place = at - offset.take(unit)
    hits = [Hits(unit, index.lists[0].take(entry), place)]
    for lists in index.lists[1:]:
        number = lists.take(entry)
        rows = (number >= 0).nonzero()[0]
        hits.append(Hits(unit.take(rows), number.take(rows), place.take(rows)))
    return hits
