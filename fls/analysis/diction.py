"""Diction: graded single words, for what the lists of phrases do not name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from .phrases import BREAK

__all__ = ["FEWEST", "diction", "grades"]

#: Fewest words that a share is over, lest one word make a release of a line.
FEWEST = 60
#: The component where the words say nothing.
_MIDDLE = 0.5


@cache
def grades() -> dict[str, dict[str, float]]:
    """Give the grade of each word by the name of the score.

    Returns
    -------
    dict of str to dict of str to float
        So much of the range of the score (0 to 1) a release gains that has only this word.
    """
    text = (files("fls.lexicons") / "diction.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    names = rows[0][1:]
    found: dict[str, dict[str, float]] = {name: {} for name in names}
    for word, *values in rows[1:]:
        for name, value in zip(names, values, strict=True):
            if value:
                found[name][word] = float(value)
    return found


def diction(name: str, words: Sequence[str], given: Mapping[str, float] | None = None) -> float:
    """Rate single words: ``1/2 + sum_w g_w n_w / max(n, 60)``, cut to [0, 1].

    ``n_w`` is how often a word stands there, ``n`` how many words there are, ``g_w`` its grade.

    Parameters
    ----------
    name : str
        ``"hype"`` or ``"exposure"``.
    words : sequence of str
        See :func:`fls.analysis.phrases.split`.
    given : mapping of str to float, optional
        Grades, instead of those that come with the library.

    Returns
    -------
    float
        One half where no word has a grade.

    Examples
    --------
    >>> diction("hype", ["proudly"] * 30, {"proudly": 0.5})
    0.75
    """
    grade = grades()[name] if given is None else given
    known = [grade[word] for word in words if word in grade]
    size = len(words) - words.count(BREAK)
    return min(max(_MIDDLE + sum(known) / max(size, FEWEST), 0.0), 1.0)
