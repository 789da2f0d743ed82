"""Finding phrases of graded lists among the words of a unit."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from fls.lexicons import Grade, load_graded

__all__ = ["Phrases", "phrases", "places", "split"]

_WORD = re.compile(r"[A-Za-z]+|[0-9]+")


def split(text: str) -> list[str]:
    """Cut a text into runs of letters and runs of digits, in lower case.

    Examples
    --------
    >>> split("Award-winning: $4.1 billion")
    ['award', 'winning', '4', '1', 'billion']
    """
    found = _WORD.findall(text)
    # Lower case comes last: before, it could change the number of words.
    return "\n".join(found).lower().split("\n") if found else []


def places(text: str) -> list[tuple[int, int]]:
    """Give the span of each word of :func:`split`."""
    return [match.span() for match in _WORD.finditer(text)]


class Phrases:
    """A list of phrases to be found.

    Parameters
    ----------
    entries : mapping of str to Grade
        By phrase, see :func:`fls.lexicons.load_graded`.
    """

    def __init__(self, entries: Mapping[str, Grade]) -> None:
        #: By the longest word, which is rarer than most: its place in the phrase, the phrase.
        self._around: dict[str, list[tuple[int, list[str], Grade]]] = {}
        for phrase, grade in entries.items():
            words = phrase.split()
            at = max(range(len(words)), key=lambda i: len(words[i]))
            self._around.setdefault(words[at], []).append((at, words, grade))
        self._anchors = frozenset(self._around)

    def find(self, words: Sequence[str]) -> list[tuple[int, int, Grade]]:
        """Find phrases from left to right, the longest first, none within another.

        Parameters
        ----------
        words : sequence of str
            See :func:`split`.

        Returns
        -------
        list of (int, int, Grade)
            First word, behind the last word, what the list says.

        Examples
        --------
        >>> phrases("hype").find(split("A truly award-winning pump"))
        ... # doctest: +NORMALIZE_WHITESPACE
        [(1, 2, Grade(grade=2, reason='certainty')),
         (2, 4, Grade(grade=2, reason='leadership'))]
        """
        if self._anchors.isdisjoint(words):
            return []
        found = []
        anchors, around = self._anchors, self._around
        for at in [at for at, word in enumerate(words) if word in anchors]:
            for before, phrase, grade in around[words[at]]:
                first = at - before
                end = first + len(phrase)
                if len(phrase) == 1 or (first >= 0 and words[first:end] == phrase):
                    found.append((first, end, grade))
        return _apart(found) if len(found) > 1 else found


def _apart(found: list[tuple[int, int, Grade]]) -> list[tuple[int, int, Grade]]:
    """Keep the first of those that overlap, and of those that begin together the longest."""
    found.sort(key=lambda hit: (hit[0], -hit[1]))
    kept, free = [], 0
    for hit in found:
        if hit[0] >= free:
            kept.append(hit)
            free = hit[1]
    return kept


@cache
def phrases(name: str) -> Phrases:
    """Give the graded list of this name, ready to be found."""
    return Phrases(load_graded(name))
