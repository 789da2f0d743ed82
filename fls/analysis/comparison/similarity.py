"""How similar two texts are: cosine, Jaccard, and the words that are new or gone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from math import nan, sqrt
from typing import NamedTuple

__all__ = ["Run", "cosine", "jaccard", "unshared_runs", "words_in"]

#: Number of words in a row that must be shared to count as copied.
_SHINGLE = 3
_RUN = re.compile(r"\S+")


def words_in(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Yield the words of a part of a text with their spans, without the punctuation around them.

    Parameters
    ----------
    text : str
    start, end : int

    Yields
    ------
    word, start, end : str, int, int

    Examples
    --------
    >>> list(words_in("He said (twice): $4.1 -- no.", 8, 28))
    [('twice', 9, 14), ('4.1', 18, 21), ('no', 25, 27)]
    """
    for run in _RUN.finditer(text, start, end):
        first, last = run.span()
        while first < last and not text[first].isalnum():
            first += 1
        while first < last and not text[last - 1].isalnum():
            last -= 1
        if first < last:
            yield text[first:last], first, last


def cosine(older: Sequence[str], newer: Sequence[str]) -> float:
    """Return the cosine of the counts of words, in [0, 1]; NaN if a side has no words.

    ``D1 . D2 / (|D1| |D2|)`` with ``D`` the number of occurrences of each word [1]_.

    References
    ----------
    .. [1] L. Cohen, C. Malloy and Q. Nguyen (2020), Lazy Prices, Journal of Finance 75.

    Examples
    --------
    >>> round(cosine("we expect growth".split(), "we expect more growth".split()), 3)
    0.866
    """
    a, b = Counter(older), Counter(newer)
    size = sqrt(sum(n * n for n in a.values()) * sum(n * n for n in b.values()))
    return sum(n * b[word] for word, n in a.items()) / size if size else nan


def jaccard(older: Sequence[str], newer: Sequence[str]) -> float:
    """Return the share of different words that both have, in [0, 1]; NaN if there are no words.

    ``|D1 & D2| / |D1 | D2|`` with ``D`` the set of words, from the source of :func:`cosine`.

    Examples
    --------
    >>> jaccard("we expect growth".split(), "we expect more growth".split())
    0.75
    """
    a, b = set(older), set(newer)
    return len(a & b) / len(a | b) if a | b else nan


class Run(NamedTuple):
    """Words in a row: number of the first word, and of the one after the last."""

    first: int
    last: int


def unshared_runs(words: Sequence[str], other: Sequence[str]) -> list[Run]:
    """Return the longest runs of words that are in no three words shared with the other text.

    Parameters
    ----------
    words, other : sequence of str

    Returns
    -------
    list of Run
        In reading order; they do not touch.

    Examples
    --------
    >>> unshared_runs("a b c x y d e f".split(), "a b c d e f".split())
    [Run(first=3, last=5)]
    """
    if not other:
        return [Run(0, len(words))] if words else []
    size = min(_SHINGLE, len(words), len(other))
    shingles = {tuple(other[i : i + size]) for i in range(len(other) - size + 1)}
    covered = [False] * len(words)
    for i in range(len(words) - size + 1):
        if tuple(words[i : i + size]) in shingles:
            covered[i : i + size] = [True] * size
    runs: list[Run] = []
    for i, inside in enumerate(covered):
        if not inside and runs and runs[-1].last == i:
            runs[-1] = Run(runs[-1].first, i + 1)
        elif not inside:
            runs.append(Run(i, i + 1))
    return runs
