"""What a factual unit tells of the time to come at its end: ", with results expected in May"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from fls.analysis.tagged import Tagged
from fls.analysis.times import Horizon
from fls.document import FACTUAL

__all__ = ["tail", "units_with_tails"]

_WORDS = "expected anticipated scheduled planned slated targeted projected".split()
#: Up to the word of expectation; what was expected is none.
_LAST = re.compile(
    r", (?P<clause>(?:with|which|of which)\b(?:(?! (?:was|were|had) )[^;:]){0,200}?"
    rf" (?P<word>{'|'.join(_WORDS)})\b)[^;:]{{0,240}};?$",
)


def units_with_tails(tagged: Tagged) -> list[int]:
    """Give the factual units that have such a clause, in order."""
    starts = [unit.start for unit in tagged.units]
    numbers = {bisect_right(starts, at) - 1 for at in _places(tagged.text)} - {-1}
    factual = (number for number in sorted(numbers) if tagged.label[number] == FACTUAL)
    return [number for number in factual if _LAST.search(tagged.tidy(number))]


def _places(text: str) -> Iterator[int]:
    """Where words of expectation stand; many times as fast as a regular expression."""
    for word in _WORDS:
        at = text.find(word)
        while at >= 0:
            yield at
            at = text.find(word, at + 1)


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
    >>> from fls.analysis.times import horizons
    >>> text = "Acme has built a plant, with first pumps expected in May 2030."
    >>> [text[begin:end] for begin, end in tail(text, horizons(text))]
    ['with first pumps expected in May 2030.']
    """
    found = _LAST.search(text)
    if not found or not any(t.start > found.start("word") and t.kind != "event" for t in times):
        return []
    return [(found.start("clause"), len(text))]
