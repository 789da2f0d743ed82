"""What a factual unit expects at its end: ", with results expected in May"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from fls.analysis.tagged import Tagged
from fls.analysis.times import Horizon
from fls.document import FACTUAL

__all__ = ["find_tail", "find_units_with_tails"]

_WORDS = "expected anticipated scheduled planned slated targeted projected".split()
#: The clause up to a word of expectation, and the rest; what was expected is no expectation.
_TAIL = re.compile(
    r", (?P<clause>(?:with|which|of which)\b(?:(?! (?:was|were|had) )[^;:]){0,200}?"
    rf" (?P<word>{'|'.join(_WORDS)})\b)[^;:]{{0,240}};?$",
)


def find_units_with_tails(tagged: Tagged) -> list[int]:
    """Return the numbers of the factual units that have such a clause, in order."""
    starts = [unit.start for unit in tagged.units]
    numbers = {bisect_right(starts, at) - 1 for at in _find_places(tagged.text)} - {-1}
    factual = (number for number in sorted(numbers) if tagged.label[number] == FACTUAL)
    return [number for number in factual if _TAIL.search(tagged.tidy(number))]


def _find_places(text: str) -> Iterator[int]:
    """Yield the places of words of expectation, many times as fast as a regular expression."""
    for word in _WORDS:
        at = text.find(word)
        while at >= 0:
            yield at
            at = text.find(word, at + 1)


def find_tail(text: str, times: Sequence[Horizon]) -> list[tuple[int, int]]:
    """Find the clause at the end of a sentence that says what is expected and when.

    Parameters
    ----------
    text : str
        A sentence on one line.
    times : sequence of Horizon
        Times of the sentence.

    Returns
    -------
    list of (int, int)
        The span of the clause; empty if there is none, or if its only times are events.

    Examples
    --------
    >>> from fls.analysis.times import horizons
    >>> text = "Acme has built a plant, with first pumps expected in May 2030."
    >>> [text[begin:end] for begin, end in find_tail(text, horizons(text))]
    ['with first pumps expected in May 2030.']
    """
    match = _TAIL.search(text)
    if not match or not any(t.start > match.start("word") and t.kind != "event" for t in times):
        return []
    return [(match.start("clause"), len(text))]
