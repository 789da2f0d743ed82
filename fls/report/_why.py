"""Reasons why a unit got its label, in words that a reader understands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from fls.lexicons import load_lists
from fls.model import Explanation

__all__ = ["Why", "find_reasons"]

#: Maximum numbers of words for a label, words against it and signs, and the minimum contribution
#: to the logit that each needs.
_MOST_WORDS, _MOST_AGAINST, _MOST_SIGNS, _LEAST_CONTRIBUTION = 5, 2, 3, 0.05
#: Maximum number of places of these words that are marked.
_MOST_PLACES = 20
_WORD = re.compile(r"[^\W_]+")
#: Signs around a word that are not shown, and characters without which a word says nothing.
_MARKS = " .,;:!?\"'()“”‘’-–—"
_TELLING = re.compile(r"[^\W_]|[$€£¥%]")
#: Descriptions of columns whose names do not explain themselves.
_NAMES = {
    "form:log words": "its length",
    "form:short": "short",
    "form:long": "long",
    "form:figures": "how many figures it has",
    "form:has figure": "a figure",
    "form:money": "an amount of money",
    "form:percent": "a percentage",
    "form:exclamation": "an exclamation mark",
    "form:question": "a question mark",
    "form:ends with colon": "ends with a colon",
    "form:capital share": "share of capitals",
    "form:year ahead": "a year to come",
    "form:year now": "the year of the release",
    "form:year past": "a year gone by",
    "kind:headline": "a headline",
    "kind:item": "an item of a list",
    "order:neither": "no word of past or future",
    "order:future only": "future only",
    "order:past only": "past only",
    "place:share": "its place in the release",
    "place:from end": "how far from the end",
    "place:first": "the first unit",
    "place:second": "the second unit",
    "place:third": "the third unit",
    "quote:inside": "inside a quotation",
    "quote:opens": "opens a quotation",
    "quote:closes": "closes a quotation",
    "quote:whole": "all of it a quotation",
}
#: Descriptions of the other columns, by the part of the name before the colon.
_PLACES = {
    "previous": "the unit before: “{}”",
    "next": "the unit behind: “{}”",
    "block": "the paragraph: “{}”",
    "heading": "the heading: “{}”",
    "section so far": "the section so far: “{}”",
    "last three": "the three units before: “{}”",
    "next three": "the three units behind: “{}”",
}


class Why(NamedTuple):
    """What counts for a label and against it.

    Parameters
    ----------
    words, against, signs : tuple of (str, float)
        Words of the unit for the label, words against it, and signs for it that are no words, each
        with its contribution to the logit; the strongest first.
    spans : tuple of (int, int)
        Spans in the text of the words for the label and of those in the word lists.
    """

    words: tuple[tuple[str, float], ...] = ()
    against: tuple[tuple[str, float], ...] = ()
    signs: tuple[tuple[str, float], ...] = ()
    spans: tuple[tuple[int, int], ...] = ()


def find_reasons(explanation: Explanation, text: str, start: int, end: int) -> Why:
    """Choose the parts of an explanation that are shown.

    Parameters
    ----------
    explanation : Explanation
        Of one unit.
    text : str
        The release.
    start, end : int
        Span of the unit; words of the heading above it are left out.

    Returns
    -------
    Why
        Of words that overlap only the strongest, and none twice; punctuation is left out.
    """
    worded = [c for c in explanation.contributions if c["start"] is not None]
    inside = [c for c in worded if start <= c["start"] and c["end"] <= end]
    sums: dict[tuple[int, int], float] = {}
    for contribution in inside:
        span = contribution["start"], contribution["end"]
        sums[span] = sums.get(span, 0.0) + contribution["contribution"]
    words = {(c["start"], c["end"]): str(c["feature"]) for c in inside}
    pro, pro_spans = _find_strongest(sums, words, 1.0, _MOST_WORDS)
    against, _ = _find_strongest(sums, words, -1.0, _MOST_AGAINST)
    named: dict[str, float] = {}
    for contribution in explanation.contributions:
        if contribution["start"] is None:
            name = _name_column(str(contribution["feature"]))
            named[name] = named.get(name, 0.0) + contribution["contribution"]
    ranked = sorted(named.items(), key=lambda item: (-item[1], item[0]))[:_MOST_SIGNS]
    signs, spans = [], list(pro_spans)
    for name, strength in ranked:
        if strength >= _LEAST_CONTRIBUTION:
            entries = _find_entries(text, start, end, name) if name in load_lists() else []
            signs.append((_describe_sign(name, [text[a:b] for a, b in entries]), strength))
            spans += entries
    return Why(pro, against, tuple(signs), tuple(sorted(spans)))


def _describe_sign(name: str, words: Sequence[str]) -> str:
    """Return the name of a sign, for a word list followed by its words in the unit."""
    distinct = dict.fromkeys(" ".join(word.split()).casefold() for word in words)
    listed = ", ".join([*distinct][:_MOST_WORDS])
    return ": ".join(filter(None, [name.replace("_", " "), listed]))


@cache
def _entries(name: str) -> frozenset[str]:
    return frozenset(load_lists()[name])


def _find_entries(text: str, start: int, end: int, name: str) -> list[tuple[int, int]]:
    """Find the entries of a word list in a unit; of those that begin together the longest."""
    entries = _entries(name)
    spans = [match.span() for match in _WORD.finditer(text, start, end)]
    words = ["".join("#" if c.isdigit() else c for c in text[a:b].lower()) for a, b in spans]
    matches = []
    for first in range(len(words)):
        for length in (3, 2, 1):
            run = words[first : first + length]
            if len(run) == length and " ".join(run) in entries:
                matches.append((spans[first][0], spans[first + length - 1][1]))
                break
    return matches[:_MOST_PLACES]


def _find_strongest(
    sums: dict[tuple[int, int], float],
    words: dict[tuple[int, int], str],
    direction: float,
    most: int,
) -> tuple[tuple[tuple[str, float], ...], tuple[tuple[int, int], ...]]:
    """Return words of one direction with their sums over all places, and these places."""
    ranked = sorted(sums, key=lambda span: (-direction * sums[span], span))
    by_word: dict[str, float] = {}
    taken: list[tuple[int, int]] = []
    for span in ranked:
        strength = direction * sums[span]
        word = words[span].strip(_MARKS).casefold()
        full = len(taken) == _MOST_PLACES or (len(by_word) == most and word not in by_word)
        if strength < _LEAST_CONTRIBUTION or full:
            break
        if _TELLING.search(word) and not _overlaps(span, taken):
            by_word[word] = by_word.get(word, 0.0) + sums[span]
            taken.append(span)
    chosen: Iterable[tuple[str, float]] = by_word.items()
    return tuple(sorted(chosen, key=lambda item: -direction * item[1])), tuple(sorted(taken))


def _overlaps(span: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def _name_column(feature: str) -> str:
    """Return a name for a column; for one that counts a word list in the unit, the list."""
    view, _, name = feature.partition(":")
    if view in ("has", "count"):
        return name
    description = _NAMES.get(feature)
    if description is None and view in _PLACES:
        description = _PLACES[view].format(name.replace("_", " "))
    return description or name or feature
