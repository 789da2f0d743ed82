"""Diction: graded single words, for what the lists of phrases do not name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from fls.analysis.phrases import BREAK
from fls.document import WORDED

__all__ = ["FEWEST", "MIDDLE", "diction", "graded_words", "grades"]

#: Fewest words that a share is over, lest one word make a release of a line.
FEWEST = 60
#: The component where the words say nothing.
MIDDLE = 0.5


@cache
def grades() -> tuple[dict[str, float], ...]:
    """Give the words that have a grade, for each score of :data:`fls.document.WORDED`.

    Returns
    -------
    tuple of dict of str to float
        So much of the range of the score (0 to 1) a release gains that has only this word.
    """
    text = (files("fls.lexicons") / "diction.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    head, *entries = rows
    places = [head.index(name) for name in WORDED]
    return tuple({row[0]: float(row[place]) for row in entries if row[place]} for place in places)


def diction(
    words: Sequence[str], given: Sequence[Mapping[str, float]] | None = None
) -> tuple[float, ...]:
    """Rate single words: ``1/2 + sum_w g_w n_w / max(n, 60)``, cut to [0, 1].

    ``n_w`` is how often a word stands there, ``n`` how many words there are, ``g_w`` its grade.

    Parameters
    ----------
    words : sequence of str
        See :func:`fls.analysis.phrases.split`.
    given : sequence of mapping of str to float, optional
        Grades for each score, instead of those that come with the library.

    Returns
    -------
    tuple of float
        For each score of :data:`WORDED`; one half where no word has a grade.

    Examples
    --------
    >>> diction(["proudly"] * 30, [{"proudly": 0.5}, {"proudly": -0.25}])
    (0.75, 0.375)
    """
    size = max(len(words) - words.count(BREAK), FEWEST)
    graded = _graded() if given is None else _together(given)
    hype = exposure = 0.0
    # One look at each word for both scores: that is what takes the time.
    for of_hype, of_exposure in filter(None, map(graded.get, words)):
        hype += of_hype
        exposure += of_exposure
    return tuple(min(max(MIDDLE + total / size, 0.0), 1.0) for total in (hype, exposure))


def graded_words(name: str, words: Sequence[str]) -> list[tuple[str, int, float, float]]:
    """Tell which words make the component, the strongest first.

    Parameters
    ----------
    name : str
        One of :data:`fls.document.WORDED`.
    words : sequence of str
        As for :func:`diction`.

    Returns
    -------
    list of (str, int, float, float)
        A word that has a grade, how often it stands there, its grade, and what all of its places
        add to the component before that is cut.

    Examples
    --------
    >>> told = graded_words("hype", ["proudly", "proudly", "of"])
    >>> [(word, n) for word, n, _, _ in told]
    [('proudly', 2), ('of', 1)]
    """
    given = grades()[WORDED.index(name)]
    size = max(len(words) - words.count(BREAK), FEWEST)
    found = [(word, n, given[word], given[word] * n / size)
             for word, n in Counter(words).items() if word in given]  # fmt: skip
    return sorted(found, key=lambda row: (-abs(row[3]), row[0]))


@cache
def _graded() -> dict[str, tuple[float, float]]:
    return _together(grades())


def _together(columns: Sequence[Mapping[str, float]]) -> dict[str, tuple[float, float]]:
    """Grades of each word for both scores, 0 where it has none."""
    hype, exposure = columns
    return {word: (hype.get(word, 0.0), exposure.get(word, 0.0)) for word in {**hype, **exposure}}
