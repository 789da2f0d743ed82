"""Find the phrases of graded lists in words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import compress, pairwise
from typing import NamedTuple

from fls.lexicons import Grade, load_graded

__all__ = ["BREAK", "Phrases", "joined", "phrases", "places", "split"]

#: Separates texts that are split together; never a word of a text.
BREAK = "|"
_WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ]+|[0-9]+")
_MARK = "\x01"
#: Letters of Latin-1 without their accents; a ligature becomes its first letter, so that one byte
#: stays one byte.
_ACCENTED = dict(
    zip(
        "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ",
        "AAAAAAACEEEEIIIIDNOOOOOOUUUUYTsaaaaaaaceeeeiiiidnoooooouuuuyty",
        strict=True,
    )
)
_SIGNS = [chr(code) if code < 128 else _ACCENTED.get(chr(code), " ") for code in range(256)]
#: Letters and digits; all other bytes become spaces, except the mark of a break.
_PLAIN = bytes(ord(c if c.isalnum() else BREAK if c == _MARK else " ") for c in _SIGNS)
#: Kind of each sign: letter, digit or space.
_KIND = bytes(ord("a" if c.isalpha() else "0" if c.isdigit() else " ") for c in _SIGNS)
#: First word, word after the last, entry of the list.
_Hit = tuple[int, int, Grade]
#: Number of the list, index of the key word in the phrase, number of words, words, entry.
_Entry = tuple[int, int, int, list[str], Grade]
_NO_ENTRIES: list[_Entry] = []


class _WordEntries(NamedTuple):
    """Phrases with the same key word.

    Parameters
    ----------
    alone : list of (int, Grade)
        Lists in which the key word is a phrase by itself.
    behind, before : dict of str to list
        Longer phrases, by the word before the key word, or by the word after it if the key word
        is their first.
    """

    alone: list[tuple[int, Grade]]
    behind: dict[str, list[_Entry]]
    before: dict[str, list[_Entry]]


def split(*texts: str) -> list[str]:
    """Split texts into runs of letters and runs of digits, in lower case and without accents.

    Letters are those of Latin-1: English words and the names among them.

    Parameters
    ----------
    *texts : str

    Returns
    -------
    list of str
        With :data:`BREAK` between the words of two texts.

    Examples
    --------
    >>> split("Award-winning: $4.1 billion", "In Q2")
    ['award', 'winning', '4', '1', 'billion', '|', 'in', 'q', '2']
    >>> split("Nestlé's crème brûlée")
    ['nestle', 's', 'creme', 'brulee']
    """
    return joined(*texts).lower().decode("ascii").split()


def joined(*texts: str) -> bytes:
    """Return the words of :func:`split`, joined by spaces, in upper and lower case as written.

    Returns
    -------
    bytes
        ASCII; a run of several spaces counts as one.
    """
    text = texts[0] if len(texts) == 1 else f" {_MARK} ".join(texts)
    if text.count(_MARK) >= max(len(texts), 1):
        text = f" {_MARK} ".join(part.replace(_MARK, " ") for part in texts)
    # One byte per character; several times as fast as a regular expression.
    plain = text.encode("latin-1", "replace").translate(_PLAIN)
    kinds = plain.translate(_KIND)
    if b"a0" in kinds or b"0a" in kinds:
        cuts = [0, *sorted(_find_borders(kinds, b"a0") + _find_borders(kinds, b"0a")), len(plain)]
        plain = b" ".join([plain[begin:end] for begin, end in pairwise(cuts)])
    return plain


def _find_borders(kinds: bytes, pair: bytes) -> list[int]:
    """Find each place where the kinds of `pair` meet: letter and digit, or digit and letter."""
    borders = []
    place = kinds.find(pair)
    while place >= 0:
        borders.append(place + 1)
        place = kinds.find(pair, place + 1)
    return borders


def places(text: str) -> list[tuple[int, int]]:
    """Return the span of each word of :func:`split`."""
    return [match.span() for match in _WORD.finditer(text)]


class Phrases:
    """Several lists of phrases, searched for in one pass.

    Parameters
    ----------
    *lists : mapping of str to Grade
        Grades by phrase; see :func:`fls.lexicons.load_graded`.
    """

    def __init__(self, *lists: Mapping[str, Grade]) -> None:
        self._n_lists = len(lists)
        #: Phrases by their key word: the longest of their words, which is rarer than most.
        self._entries_of: dict[str, _WordEntries] = {}
        for number, phrase_list in enumerate(lists):
            for phrase, grade in phrase_list.items():
                words = phrase.split()
                length = len(words)
                key = max(range(length), key=lambda i: (words[i] != "the", len(words[i])))
                entries = self._entries_of.setdefault(words[key], _WordEntries([], {}, {}))
                if length == 1:
                    entries.alone.append((number, grade))
                    continue
                side, beside = (
                    (entries.behind, words[key - 1]) if key else (entries.before, words[1])
                )
                side.setdefault(beside, []).append((number, key, length, words, grade))

    def find(self, words: Sequence[str]) -> list[list[_Hit]]:
        """Find phrases from left to right; of those that overlap, the first and then the longest.

        A phrase of grade 0 is not returned, nor is any phrase of the same list within it.

        Parameters
        ----------
        words : sequence of str
            See :func:`split`.

        Returns
        -------
        list of list of (int, int, Grade)
            For each list: first word, word after the last, entry of the list.

        Examples
        --------
        >>> phrases("hype").find(split("A truly award-winning pump"))
        ... # doctest: +NORMALIZE_WHITESPACE
        [[(1, 2, Grade(grade=2, reason='certainty')),
          (2, 4, Grade(grade=2, reason='leadership'))]]
        """
        hits_by_list: list[list[_Hit]] = [[] for _ in range(self._n_lists)]
        entries_of, end = self._entries_of, len(words)
        for place in compress(range(end), map(entries_of.__contains__, words)):
            alone, behind, before = entries_of[words[place]]
            for number, grade in alone:
                hits_by_list[number].append((place, place + 1, grade))
            candidates = behind.get(words[place - 1], _NO_ENTRIES) if place else _NO_ENTRIES
            if before and place + 1 < end:
                candidates = [*candidates, *before.get(words[place + 1], _NO_ENTRIES)]
            for number, earlier, length, phrase, grade in candidates:
                first = place - earlier
                if length == 2 or (first >= 0 and words[first : first + length] == phrase):
                    hits_by_list[number].append((first, first + length, grade))
        return [_drop_overlaps(hits) for hits in hits_by_list]


def _drop_overlaps(hits: list[_Hit]) -> list[_Hit]:
    """Keep the first of overlapping hits, and the longest of those that begin together."""
    if len(hits) > 1:
        hits.sort(key=lambda hit: (hit[0], -hit[1]))
    kept, free = [], 0
    for hit in hits:
        if hit[0] >= free:
            free = hit[1]
            if hit[2].grade:
                kept.append(hit)
    return kept


@cache
def phrases(*names: str) -> Phrases:
    """Return the graded lists of these names as :class:`Phrases`, made once."""
    return Phrases(*map(load_graded, names))
