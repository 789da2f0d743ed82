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
        #: By first word: the other words and the grade, longest first; one word stands by itself.
        self._longer: dict[str, list[tuple[list[str], Grade]]] = {}
        self._single: dict[str, Grade] = {}
        for phrase, grade in entries.items():
            first, *others = phrase.split()
            if others:
                self._longer.setdefault(first, []).append((others, grade))
            else:
                self._single[first] = grade
        for found in self._longer.values():
            found.sort(key=lambda entry: -len(entry[0]))
        self._first = frozenset(self._longer) | frozenset(self._single)

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
        found = []
        free = 0
        first, longer, single = self._first, self._longer, self._single
        for at in [at for at, word in enumerate(words) if word in first]:
            if at < free:
                continue
            word = words[at]
            for others, grade in longer.get(word, ()):
                end = at + 1 + len(others)
                if words[at + 1 : end] == others:
                    found.append((at, end, grade))
                    free = end
                    break
            else:
                if word in single:
                    found.append((at, at + 1, single[word]))
        return found


@cache
def phrases(name: str) -> Phrases:
    """Give the graded list of this name, ready to be found."""
    return Phrases(load_graded(name))
