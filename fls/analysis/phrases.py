"""Finding phrases of graded lists among words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import compress, pairwise
from typing import NamedTuple

from fls.lexicons import Grade, load_graded

__all__ = ["BREAK", "Phrases", "joined", "phrases", "places", "split"]

#: Parts texts that are cut together; no text holds it as a word.
BREAK = "|"
_WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ]+|[0-9]+")
_MARK = "\x01"
#: Letters of Latin-1 without what stands above, below and through them, and those of two letters by
#: their first: one byte stays one byte.
_ACCENTED = dict(
    zip(
        "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ",
        "AAAAAAACEEEEIIIIDNOOOOOOUUUUYTsaaaaaaaceeeeiiiidnoooooouuuuyty",
        strict=True,
    )
)
_SIGNS = [chr(code) if code < 128 else _ACCENTED.get(chr(code), " ") for code in range(256)]
#: Letters and digits; all other bytes are spaces, but for the mark of a break.
_PLAIN = bytes(ord(c if c.isalnum() else BREAK if c == _MARK else " ") for c in _SIGNS)
#: What kind of sign each of these is.
_KIND = bytes(ord("a" if c.isalpha() else "0" if c.isdigit() else " ") for c in _SIGNS)
#: First word, the one behind the last, what the list says.
_Hit = tuple[int, int, Grade]
#: Number of the list, place of the word that it is found by, number of words, words.
_Entry = tuple[int, int, int, list[str], Grade]
_NONE: list[_Entry] = []


class _Known(NamedTuple):
    """Phrases that a word is, or stands in behind or before another."""

    alone: list[tuple[int, Grade]]
    behind: dict[str, list[_Entry]]
    before: dict[str, list[_Entry]]


def split(*texts: str) -> list[str]:
    """Cut texts into runs of letters and runs of digits, in lower case and without accents.

    Letters are those of Latin-1: English words and the names that stand among them.

    Parameters
    ----------
    *texts : str

    Returns
    -------
    list of str
        With :data:`BREAK` between the words of one text and those of the next.

    Examples
    --------
    >>> split("Award-winning: $4.1 billion", "In Q2")
    ['award', 'winning', '4', '1', 'billion', '|', 'in', 'q', '2']
    >>> split("Nestlé's crème brûlée")
    ['nestle', 's', 'creme', 'brulee']
    """
    return joined(*texts).lower().decode("ascii").split()


def joined(*texts: str) -> bytes:
    """Give the words of :func:`split` as they are written, with spaces between."""
    text = texts[0] if len(texts) == 1 else f" {_MARK} ".join(texts)
    if text.count(_MARK) >= max(len(texts), 1):
        text = f" {_MARK} ".join(part.replace(_MARK, " ") for part in texts)
    # One byte for a character, whatever it is; several times as fast as a regular expression.
    plain = text.encode("latin-1", "replace").translate(_PLAIN)
    kinds = plain.translate(_KIND)
    if b"a0" in kinds or b"0a" in kinds:
        cuts = [0, *sorted(_borders(kinds, b"a0") + _borders(kinds, b"0a")), len(plain)]
        plain = b" ".join([plain[begin:end] for begin, end in pairwise(cuts)])
    return plain


def _borders(kinds: bytes, sort: bytes) -> list[int]:
    """Places between a letter and a digit, or the other way round."""
    found = []
    at = kinds.find(sort)
    while at >= 0:
        found.append(at + 1)
        at = kinds.find(sort, at + 1)
    return found


def places(text: str) -> list[tuple[int, int]]:
    """Give the span of each word of :func:`split`."""
    return [match.span() for match in _WORD.finditer(text)]


class Phrases:
    """Lists of phrases to be found together.

    Parameters
    ----------
    *lists : mapping of str to Grade
        By phrase, see :func:`fls.lexicons.load_graded`.
    """

    def __init__(self, *lists: Mapping[str, Grade]) -> None:
        self._n = len(lists)
        #: What a word says of phrases: those that it is; those that hold it, by the word before it
        #: or, if it is their first, by the word behind it. It is the longest of their words, which
        #: is rarer than most.
        self._known: dict[str, _Known] = {}
        for number, entries in enumerate(lists):
            for phrase, grade in entries.items():
                words = phrase.split()
                n = len(words)
                at = max(range(n), key=lambda i: (words[i] != "the", len(words[i])))
                known = self._known.setdefault(words[at], _Known([], {}, {}))
                if n == 1:
                    known.alone.append((number, grade))
                    continue
                side, beside = (known.behind, words[at - 1]) if at else (known.before, words[1])
                side.setdefault(beside, []).append((number, at, n, words, grade))

    def find(self, words: Sequence[str]) -> list[list[_Hit]]:
        """Find phrases from left to right, the longest first, none within another of its list.

        Phrases of grade 0 are not told, nor is what stands within them.

        Parameters
        ----------
        words : sequence of str
            See :func:`split`.

        Returns
        -------
        list of list of (int, int, Grade)
            For each list: first word, behind the last word, what the list says.

        Examples
        --------
        >>> phrases("hype").find(split("A truly award-winning pump"))
        ... # doctest: +NORMALIZE_WHITESPACE
        [[(1, 2, Grade(grade=2, reason='certainty')),
          (2, 4, Grade(grade=2, reason='leadership'))]]
        """
        found: list[list[_Hit]] = [[] for _ in range(self._n)]
        known, end = self._known, len(words)
        for at in compress(range(end), map(known.__contains__, words)):
            alone, behind, before = known[words[at]]
            for number, grade in alone:
                found[number].append((at, at + 1, grade))
            near = behind.get(words[at - 1], _NONE) if at else _NONE
            if before and at + 1 < end:
                near = [*near, *before.get(words[at + 1], _NONE)]
            for number, earlier, n, phrase, grade in near:
                first = at - earlier
                if n == 2 or (first >= 0 and words[first : first + n] == phrase):
                    found[number].append((first, first + n, grade))
        return [_apart(hits) for hits in found]


def _apart(found: list[_Hit]) -> list[_Hit]:
    """Keep the first of those that overlap, and of those that begin together the longest."""
    if len(found) > 1:
        found.sort(key=lambda hit: (hit[0], -hit[1]))
    kept, free = [], 0
    for hit in found:
        if hit[0] >= free:
            free = hit[1]
            if hit[2].grade:
                kept.append(hit)
    return kept


@cache
def phrases(*names: str) -> Phrases:
    """Give the graded lists of these names, ready to be found."""
    return Phrases(*map(load_graded, names))
