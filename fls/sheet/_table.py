"""Look up many hashes at once."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from fls.arrays import Hashes, Ints
from fls.sheet._words import hash_words

__all__ = ["HashTable", "WordSet"]


class HashTable:
    """A set of hashes.

    Parameters
    ----------
    hashes : (n_hashes,) uint64
        In ascending order, without repetition.
    """

    def __init__(self, hashes: Hashes) -> None:
        # The leading bits of a hash tell whether any hash of the set begins so, and which is the
        # first; the others with the same bits follow it.
        bits = min(17, max(4, len(hashes).bit_length() + 5))
        self._shift = np.uint64(64 - bits)
        slot = (hashes >> self._shift).astype(np.int64)
        self._any = np.zeros(1 << bits, dtype=bool)
        self._any[slot] = True
        self._first = np.zeros(1 << bits, dtype=np.int64)
        self._first[slot[::-1]] = np.arange(len(hashes) - 1, -1, -1)
        self._depth = int(np.bincount(slot).max(initial=0))
        self._hashes = np.append(hashes, np.uint64((1 << 64) - 1))

    def find(self, hashes: Hashes) -> tuple[Ints, Ints]:
        """Find the hashes that are in the set.

        Parameters
        ----------
        hashes : (n,) uint64

        Returns
        -------
        at : (n_found,) int64
            Indices of those that are, ascending.
        row : (n_found,) int64
            Their indices in the set.
        """
        slot = (hashes >> self._shift).view(np.int64)
        at = self._any.take(slot).nonzero()[0]
        row, value = self._first.take(slot.take(at)), hashes.take(at)
        for _ in range(self._depth - 1):
            row += self._hashes.take(row) < value
        equal = (self._hashes.take(row) == value).nonzero()[0]
        return at.take(equal), row.take(equal)


class WordSet:
    """Groups of words, as bits.

    Parameters
    ----------
    *groups : iterables of str
        Words of each group, in small letters; those of group ``i`` have the bit ``1 << i``.

    Examples
    --------
    >>> from fls.sheet import lay, split_words
    >>> words = split_words(lay(["The Inc and the LLC"]))
    >>> WordSet(["the"], ["inc", "llc", "the"]).flags(words.hash).tolist()
    [3, 2, 0, 3, 2]
    """

    def __init__(self, *groups: Iterable[str]) -> None:
        flags: dict[str, int] = {}
        for number, group in enumerate(groups):
            for word in group:
                flags[word] = flags.get(word, 0) | 1 << number
        hashes, first = np.unique(hash_words(list(flags)), return_index=True)
        self._table = HashTable(hashes)
        self._flags = np.array(list(flags.values()), dtype=np.int64)[first]

    def flags(self, hashes: Hashes) -> Ints:
        """Return the bits of each word; 0 for a word that is in no group.

        Parameters
        ----------
        hashes : (n,) uint64

        Returns
        -------
        (n,) int64
        """
        flags = np.zeros(len(hashes), dtype=np.int64)
        at, row = self._table.find(hashes)
        flags[at] = self._flags.take(row)
        return flags
