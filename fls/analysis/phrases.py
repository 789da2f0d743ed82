"""Finding phrases of graded lists among words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from fls.lexicons import Grade, load_graded

__all__ = ["Phrases", "phrases", "places", "split"]

_WORD = re.compile(r"[A-Za-z]+|[0-9]+")
_NUMBER = re.compile(rb"[0-9]+")
_SIGNS = [chr(code) if code < 128 else " " for code in range(256)]
#: Letters in lower case and digits; all other bytes are spaces.
_PLAIN = bytes(ord(c.lower()) if c.isalnum() else ord(" ") for c in _SIGNS)
#: What kind of sign each of these is.
_KIND = bytes(ord("a" if c.isalpha() else "0" if c.isdigit() else " ") for c in _SIGNS)
#: First word, the one behind the last, what the list says.
_Hit = tuple[int, int, Grade]


def split(text: str) -> list[str]:
    """Cut a text into runs of letters and runs of digits, in lower case.

    Examples
    --------
    >>> split("Award-winning: $4.1 billion")
    ['award', 'winning', '4', '1', 'billion']
    """
    # One byte for a character, whatever it is; twice as fast as a regular expression.
    plain = text.encode("ascii", "replace").translate(_PLAIN)
    kinds = plain.translate(_KIND)
    if b"a0" in kinds or b"0a" in kinds:
        plain = _NUMBER.sub(rb" \g<0> ", plain)
    return plain.decode("ascii").split()


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
        #: By the longest word, which is rarer than most: list, its place in the phrase, phrase.
        self._around: dict[str, list[tuple[int, int, list[str], Grade]]] = {}
        for number, entries in enumerate(lists):
            for phrase, grade in entries.items():
                words = phrase.split()
                at = max(range(len(words)), key=lambda i: len(words[i]))
                self._around.setdefault(words[at], []).append((number, at, words, grade))

    def find(self, words: Sequence[str]) -> list[list[_Hit]]:
        """Find phrases from left to right, the longest first, none within another of its list.

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
        around = self._around
        for at in [at for at, word in enumerate(words) if word in around]:
            for number, before, phrase, grade in around[words[at]]:
                first = at - before
                end = first + len(phrase)
                if len(phrase) == 1 or (first >= 0 and words[first:end] == phrase):
                    found[number].append((first, end, grade))
        return [_apart(hits) if len(hits) > 1 else hits for hits in found]


def _apart(found: list[_Hit]) -> list[_Hit]:
    """Keep the first of those that overlap, and of those that begin together the longest."""
    found.sort(key=lambda hit: (hit[0], -hit[1]))
    kept, free = [], 0
    for hit in found:
        if hit[0] >= free:
            kept.append(hit)
            free = hit[1]
    return kept


@cache
def phrases(*names: str) -> Phrases:
    """Give the graded lists of these names, ready to be found."""
    return Phrases(*map(load_graded, names))
