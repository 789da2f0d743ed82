"""Diction: graded single words, which complement the lists of phrases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from fls.analysis.phrases import BREAK
from fls.document import WORDED

__all__ = ["FEWEST", "MIDDLE", "diction", "graded_words", "grades"]

#: Least divisor of a share, so that one word does not decide about a very short release.
FEWEST = 60
#: The component if no word has a grade.
MIDDLE = 0.5


@cache
def grades() -> tuple[dict[str, float], ...]:
    """Return the graded words of each score in :data:`fls.document.WORDED`.

    Returns
    -------
    tuple of dict of str to float
        Grade of each word: what a release of this word alone gains, where the score has the
        range 0 to 1.
    """
    text = (files("fls.lexicons") / "diction.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    header, *entries = rows
    places = [header.index(name) for name in WORDED]
    return tuple({row[0]: float(row[place]) for row in entries if row[place]} for place in places)


def diction(
    words: Sequence[str], given: Sequence[Mapping[str, float]] | None = None
) -> tuple[float, ...]:
    """Rate single words: ``1/2 + sum_w g_w n_w / max(n, 60)``, cut to [0, 1].

    ``n_w`` is how often word ``w`` occurs, ``n`` the number of words, ``g_w`` the grade of ``w``.

    Parameters
    ----------
    words : sequence of str
        See :func:`fls.analysis.phrases.split`.
    given : sequence of mapping of str to float, optional
        Grades for each score, instead of those of the library.

    Returns
    -------
    tuple of float
        For each score in :data:`WORDED`; one half if no word has a grade.

    Examples
    --------
    >>> diction(["proudly"] * 30, [{"proudly": 0.5}, {"proudly": -0.25}])
    (0.75, 0.375)
    """
    size = max(len(words) - words.count(BREAK), FEWEST)
    pairs = _grade_pairs() if given is None else _pair_grades(given)
    hype = exposure = 0.0
    # One lookup for both scores: the lookups take most of the time.
    for of_hype, of_exposure in filter(None, map(pairs.get, words)):
        hype += of_hype
        exposure += of_exposure
    return tuple(min(max(MIDDLE + total / size, 0.0), 1.0) for total in (hype, exposure))


def graded_words(name: str, words: Sequence[str]) -> list[tuple[str, int, float, float]]:
    """Return the words that make up the component, the strongest first.

    Parameters
    ----------
    name : str
        One of :data:`fls.document.WORDED`.
    words : sequence of str
        As for :func:`diction`.

    Returns
    -------
    list of (str, int, float, float)
        A graded word, how often it occurs, its grade, and what all its occurrences add to the
        component before it is cut to [0, 1].

    Examples
    --------
    >>> rows = graded_words("hype", ["proudly", "proudly", "of"])
    >>> [(word, n) for word, n, _, _ in rows]
    [('proudly', 2), ('of', 1)]
    """
    grade_by_word = grades()[WORDED.index(name)]
    size = max(len(words) - words.count(BREAK), FEWEST)
    rows = [(word, n, grade_by_word[word], grade_by_word[word] * n / size)
             for word, n in Counter(words).items() if word in grade_by_word]  # fmt: skip
    return sorted(rows, key=lambda row: (-abs(row[3]), row[0]))


@cache
def _grade_pairs() -> dict[str, tuple[float, float]]:
    return _pair_grades(grades())


def _pair_grades(columns: Sequence[Mapping[str, float]]) -> dict[str, tuple[float, float]]:
    """Return the grades of each word for both scores, 0 where it has none."""
    hype, exposure = columns
    return {word: (hype.get(word, 0.0), exposure.get(word, 0.0)) for word in {**hype, **exposure}}
