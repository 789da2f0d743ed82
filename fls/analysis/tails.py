"""What a factual unit tells of the time to come at its end: ", with results expected in May"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from fls.document import LABELS

from .horizon import Horizon
from .tagged import Tagged

__all__ = ["tail", "units_with_tails"]

_FACTUAL = LABELS.index("factual")
#: Up to the word of expectation; what was expected is none.
_CLAUSE = (
    r"(?P<clause>(?:with|which|of\swhich)\b(?:(?!\s(?:was|were|had)\s)[^;:]){0,200}?"
    r"\s(?P<word>expected|anticipated|scheduled|planned|slated|targeted|projected)\b)"
)
#: One may reach into the next unit, so the search goes on from its comma.
_BEGIN = re.compile(rf",\s(?={_CLAUSE})", re.I)
_LAST = re.compile(rf",\s{_CLAUSE}[^;:]{{0,240}};?$", re.I)


def units_with_tails(tagged: Tagged) -> list[int]:
    """Give the factual units that may have such a clause, in order."""
    starts = [unit.start for unit in tagged.units]
    numbers = (bisect_right(starts, found.start()) - 1 for found in _BEGIN.finditer(tagged.text))
    return [n for n in dict.fromkeys(numbers) if n >= 0 and tagged.label[n] == _FACTUAL]


def tail(text: str, times: Sequence[Horizon]) -> list[tuple[int, int]]:
    """Find the clause, at the end of a sentence, that tells what is expected and when.

    Parameters
    ----------
    text : str
        A sentence on one line.
    times : sequence of Horizon
        Of the sentence.

    Returns
    -------
    list of (int, int)
        The span of the clause; empty if there is none, or if it has no time but an event.

    Examples
    --------
    >>> from .horizon import horizons
    >>> text = "Acme has built a plant, with first pumps expected in May 2030."
    >>> [text[begin:end] for begin, end in tail(text, horizons(text))]
    ['with first pumps expected in May 2030.']
    """
    found = _LAST.search(text)
    if not found or not any(t.start > found.start("word") and t.kind != "event" for t in times):
        return []
    return [(found.start("clause"), len(text))]
