"""Words of texts and their hashes, for all texts in one pass and without string objects.

A word is a run of letters and digits, lower-cased, every digit folded to ``#``; some marks
(``$ % ! ? "`` ...) are words of one character. The hash of a word is a polynomial over its
characters, so that one cumulative sum yields the hashes of all words. Everything is integer
arithmetic modulo 2**64: the same on every machine and for every batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from fls.arrays import Hashes, Ints, inserted, spread
from fls.sheet._characters import MARK, MARKS, TABLE_END, WINDOW_CHARS, WORD, Sheet, lay

__all__ = ["Words", "hash_words", "split_words"]

_BASE = np.uint64(0x9E3779B97F4A7C15)
_INVERSE = np.uint64(pow(0x9E3779B97F4A7C15, -1, 1 << 64))
_MIX = np.uint64(0xD6E8FEB86659FD93)
#: Tables of powers have 2**bits numbers: at least 2**12, and those of up to 2**20 are kept.
_MIN_BITS, _MAX_KEPT_BITS = 12, 20


class Words(NamedTuple):
    """Words in order.

    Parameters
    ----------
    start, end : (n_words,) int64
        Span of each in the sheet.
    hash : (n_words,) uint64
    """

    start: Ints
    end: Ints
    hash: Hashes

    def cut_at(self, places: Ints, sheet: Sheet) -> Words:
        """Cut the words that extend across given places, of which there are rarely any.

        Parameters
        ----------
        places : (n_places,) int64
            Places in the sheet, in any order.
        sheet : Sheet
            The sheet of the words.

        Returns
        -------
        Words
        """
        across = (sheet.kind.take(places) & sheet.kind.take(places - 1) & WORD) != 0
        if not across.any():
            return self
        cuts = np.unique(places[across & (places > 0)])
        row = self.start.searchsorted(cuts)
        # The part before a cut ends there; the part that begins there ends where the word did.
        start, end = inserted(self.start, row, cuts), inserted(self.end, row - 1, cuts)
        new = row + np.arange(len(cuts))
        hashes = inserted(self.hash, row, np.zeros(len(cuts), dtype=np.uint64))
        parts = np.union1d(new, new - 1)
        hashes[parts] = _hash_some(sheet, start[parts], end[parts])
        return Words(start, end, hashes)


@cache
def _build_folding() -> Hashes:
    """Return the folded character of each code point; 0 outside words."""
    fold = np.zeros(TABLE_END + 1, dtype=np.uint64)
    for code in range(TABLE_END):
        char = chr(code)
        if char.isalnum():
            fold[code] = ord("#") if char.isdigit() else ord(char.lower()[0])
    for char in MARKS:
        fold[ord(char)] = ord({"“": '"', "”": '"'}.get(char, char))
    fold[TABLE_END] = TABLE_END
    return fold


def _get_powers(n: int) -> tuple[Hashes, Hashes]:
    """Return at least n powers of the base and of its inverse, modulo 2**64."""
    bits = max(_MIN_BITS, n.bit_length())
    return _compute_kept_powers(bits) if bits <= _MAX_KEPT_BITS else _compute_powers(bits)


def _compute_powers(bits: int) -> tuple[Hashes, Hashes]:
    """Return 2**bits powers of the base and of its inverse."""
    up = np.full(1 << bits, _BASE, dtype=np.uint64)
    down = np.full(1 << bits, _INVERSE, dtype=np.uint64)
    up[0] = down[0] = 1
    return np.multiply.accumulate(up), np.multiply.accumulate(down)


_compute_kept_powers = cache(_compute_powers)


def split_words(sheet: Sheet) -> Words:
    """Find and hash the words of a sheet.

    Parameters
    ----------
    sheet : Sheet

    Returns
    -------
    Words

    Examples
    --------
    >>> from fls.sheet import lay
    >>> words = split_words(lay(["Up 7% in May", "Up 9%"]))
    >>> words.start.tolist()
    [0, 3, 4, 6, 9, 13, 16, 17]
    >>> (words.hash[:3] == words.hash[5:]).tolist()
    [True, True, True]
    """
    # Passes end at ends of chunks, which no word crosses.
    after = sheet.last.searchsorted(np.arange(WINDOW_CHARS, len(sheet.codes), WINDOW_CHARS))
    edges = {0, *sheet.last[after[after < len(sheet.last)]].tolist(), len(sheet.codes)}
    parts = [_split(sheet, first, last) for first, last in pairwise(sorted(edges))]
    return parts[0] if len(parts) == 1 else Words(*map(np.concatenate, zip(*parts, strict=True)))


def _split(sheet: Sheet, first: int, last: int) -> Words:
    """Return the words of one pass."""
    kind = sheet.kind[first:last] & (WORD | MARK)
    filled, mark = kind != 0, kind == MARK
    edge = np.ones(len(kind) + 1, dtype=bool)
    np.not_equal(kind[1:], kind[:-1], out=edge[1:-1])
    start = ((filled & edge[:-1]) | mark).nonzero()[0]
    end = ((filled & edge[1:]) | mark).nonzero()[0] + 1
    # Characters beyond the table get its last entry.
    sums = np.empty(len(kind) + 1, dtype=np.uint64)
    sums[0] = 0
    terms = sums[1:]
    _build_folding().take(sheet.codes[first:last], mode="clip", out=terms)
    up, down = _get_powers(len(kind))
    terms *= up[: len(kind)]
    terms.cumsum(out=terms)
    hashes = sums.take(end)
    hashes -= sums.take(start)
    hashes *= down.take(start)
    return Words(start + first, end + first, _mix(hashes))


def _mix(hashes: Hashes) -> Hashes:
    """Spread the differences between hashes over all bits, in place."""
    hashes ^= hashes >> np.uint64(29)
    hashes *= _MIX
    hashes ^= hashes >> np.uint64(32)
    return hashes


def _hash_some(sheet: Sheet, start: Ints, end: Ints) -> Hashes:
    """Hash the words in some spans."""
    at, word = spread(start, end)
    terms = _build_folding().take(sheet.codes[at], mode="clip")
    length = end - start
    terms *= _get_powers(int(length.max()))[0][at - start[word]]
    return _mix(np.add.reduceat(terms, length.cumsum() - length))


def hash_words(words: Sequence[str]) -> Hashes:
    """Hash words as :func:`split_words` does in a text.

    Parameters
    ----------
    words : sequence of str
        Each a run of letters and digits, or a mark that is a word.

    Returns
    -------
    (n_words,) uint64
    """
    return split_words(lay([" ".join(words)])).hash
