"""Why a unit got its label, in words that a reader understands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple

from fls.lexicons import load_lists
from fls.model import Explanation

__all__ = ["Why", "reasons"]

#: Words and signs that are told, and the smallest contribution to the logit that is.
_WORDS, _AGAINST, _SIGNS, _LEAST = 5, 2, 3, 0.05
#: So many places of these words are marked.
_PLACES_MARKED = 20
_WORD = re.compile(r"[^\W_]+")
#: What stands around a word, and what tells a reader something where it stands alone.
_MARKS = " .,;:!?\"'()“”‘’-–—"
_TELLING = re.compile(r"[^\W_]|[$€£¥%]")
#: Names of columns that do not say by themselves what they mean.
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
#: What stands before the colon of the others.
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
    """What spoke for a label, and against it.

    Parameters
    ----------
    words, against, signs : tuple of (str, float)
        Words of the unit for the label, words against it, and signs that are no words, each with
        its contribution to the logit; the strongest first.
    spans : tuple of (int, int)
        Where the words for the label, and those of the word lists, stand in the text.
    """

    words: tuple[tuple[str, float], ...] = ()
    against: tuple[tuple[str, float], ...] = ()
    signs: tuple[tuple[str, float], ...] = ()
    spans: tuple[tuple[int, int], ...] = ()


def reasons(explanation: Explanation, text: str, start: int, end: int) -> Why:
    """Choose what to tell of an explanation.

    Parameters
    ----------
    explanation : Explanation
        Of one unit.
    text : str
        The release.
    start, end : int
        Its span; words of the heading above are left to the signs.

    Returns
    -------
    Why
        Of words that overlap only the strongest, and none twice; marks that are no words are left
        out.
    """
    worded = [c for c in explanation.contributions if c["start"] is not None]
    inside = [c for c in worded if start <= c["start"] and c["end"] <= end]
    sums: dict[tuple[int, int], float] = {}
    for one in inside:
        span = one["start"], one["end"]
        sums[span] = sums.get(span, 0.0) + one["contribution"]
    shown = {(one["start"], one["end"]): str(one["feature"]) for one in inside}
    pro, spans = _strongest(sums, shown, 1.0, _WORDS)
    against, _ = _strongest(sums, shown, -1.0, _AGAINST)
    named: dict[str, float] = {}
    for one in explanation.contributions:
        if one["start"] is None:
            name = _sign(str(one["feature"]))
            named[name] = named.get(name, 0.0) + one["contribution"]
    ranked = sorted(named.items(), key=lambda item: (-item[1], item[0]))[:_SIGNS]
    signs, listed = [], list(spans)
    for name, strength in ranked:
        if strength >= _LEAST:
            found = _listed(text, start, end, name) if name in load_lists() else []
            signs.append((_told(name, [text[a:b] for a, b in found]), strength))
            listed += found
    return Why(pro, against, tuple(signs), tuple(sorted(listed)))


def _told(name: str, words: Sequence[str]) -> str:
    """Name a sign; of a word list also what stands in the unit."""
    shown = dict.fromkeys(" ".join(word.split()).casefold() for word in words)
    return ": ".join(filter(None, [name.replace("_", " "), ", ".join([*shown][:_WORDS])]))


@cache
def _entries(name: str) -> frozenset[str]:
    return frozenset(load_lists()[name])


def _listed(text: str, start: int, end: int, name: str) -> list[tuple[int, int]]:
    """Where entries of a word list stand in a unit; the longest of those that begin together."""
    entries = _entries(name)
    spans = [match.span() for match in _WORD.finditer(text, start, end)]
    words = ["".join("#" if c.isdigit() else c for c in text[a:b].lower()) for a, b in spans]
    found = []
    for first in range(len(words)):
        for length in (3, 2, 1):
            run = words[first : first + length]
            if len(run) == length and " ".join(run) in entries:
                found.append((spans[first][0], spans[first + length - 1][1]))
                break
    return found[:_PLACES_MARKED]


def _strongest(
    sums: dict[tuple[int, int], float],
    shown: dict[tuple[int, int], str],
    direction: float,
    most: int,
) -> tuple[tuple[tuple[str, float], ...], tuple[tuple[int, int], ...]]:
    """Words of one direction by their sums over all places, and these places."""
    ranked = sorted(sums, key=lambda span: (-direction * sums[span], span))
    told: dict[str, float] = {}
    taken: list[tuple[int, int]] = []
    for span in ranked:
        strength = direction * sums[span]
        word = shown[span].strip(_MARKS).casefold()
        full = len(taken) == _PLACES_MARKED or (len(told) == most and word not in told)
        if strength < _LEAST or full:
            break
        if _TELLING.search(word) and not _overlaps(span, taken):
            told[word] = told.get(word, 0.0) + sums[span]
            taken.append(span)
    found: Iterable[tuple[str, float]] = told.items()
    return tuple(sorted(found, key=lambda item: -direction * item[1])), tuple(sorted(taken))


def _overlaps(span: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def _sign(feature: str) -> str:
    """Name a column; of one that tells of a word list in the unit, give the list."""
    place, _, what = feature.partition(":")
    if place in ("has", "count"):
        return what
    known: Any = _NAMES.get(feature)
    if known is None and place in _PLACES:
        known = _PLACES[place].format(what.replace("_", " "))
    return str(known or what or feature)
