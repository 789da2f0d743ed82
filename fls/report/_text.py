"""The text of a release in its own layout: paragraphs, lines and tables, cut where marks begin."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from fls.document import Unit

__all__ = ["Paragraph", "Piece", "Place", "paragraphs", "pieces"]

#: How units of a kind are set; the others run on.
_SETTINGS = {"headline": "headline", "heading": "heading", "item": "item", "table": "table"}
_LINES = ("contact", "other")


class Piece(NamedTuple):
    """A run of text between two places where a mark begins or ends.

    Parameters
    ----------
    text : str
        As in the source.
    anchors : tuple of str
        Names of the places that begin here.
    is_word, is_element : bool
        Whether it is among the words that decided, or carries an element of the cautionary text.
    """

    text: str
    anchors: tuple[str, ...]
    is_word: bool
    is_element: bool


class Place(NamedTuple):
    """A span that something points to.

    Parameters
    ----------
    start, end : int
        Half-open, in the text.
    name : str
        Name of the anchor.
    """

    start: int
    end: int
    name: str


class Paragraph(NamedTuple):
    """Units that are set together.

    Parameters
    ----------
    setting : str
        ``"headline"``, ``"heading"``, ``"item"``, ``"table"``, ``"lines"`` or ``"prose"``.
    units : tuple of int
        Their numbers.
    start, end : int
        Span in the text; of a table from the beginning of its first line.
    """

    setting: str
    units: tuple[int, ...]
    start: int
    end: int


def paragraphs(text: str, units: Sequence[Unit]) -> list[Paragraph]:
    r"""Put the units of a paragraph, and neighbouring lines of a table or an address, together.

    Parameters
    ----------
    text : str
    units : sequence of Unit
        In reading order.

    Returns
    -------
    list of Paragraph

    Examples
    --------
    >>> units = [Unit("sentence", 0, 5, "prose", 0), Unit("sentence", 6, 9, "prose", 0)]
    >>> units.append(Unit("heading", 11, 15, "short", 1))
    >>> [(one.setting, one.units) for one in paragraphs("Sold. Up.\n\nNews", units)]
    [('prose', (0, 1)), ('heading', (2,))]
    """
    runs: list[list[int]] = []
    for number, unit in enumerate(units):
        if number and _together(text, units[number - 1], unit):
            runs[-1].append(number)
        else:
            runs.append([number])
    found = []
    for run in runs:
        setting = _setting(units[run[0]])
        start, end = units[run[0]].start, units[run[-1]].end
        while setting == "table" and start and text[start - 1] in " \t":
            start -= 1
        found.append(Paragraph(setting, tuple(run), start, end))
    return found


def _setting(unit: Unit) -> str:
    return _SETTINGS.get(unit.kind, "lines" if unit.kind in _LINES else "prose")


def _together(text: str, before: Unit, unit: Unit) -> bool:
    setting = _setting(unit)
    if _setting(before) != setting:
        return False
    if setting in ("table", "lines"):
        return text.count("\n", before.end, unit.start) < 2
    return before.block == unit.block


def pieces(
    text: str, start: int, end: int, words: Iterable[tuple[int, int]], places: Iterable[Place]
) -> list[Piece]:
    """Cut a span where marks begin or end.

    Parameters
    ----------
    text : str
    start, end : int
        The span.
    words : iterable of (int, int)
        Words that decided.
    places : iterable of Place
        Elements; they may overlap, and go beyond the span.

    Returns
    -------
    list of Piece
        Their texts together are the span.

    Examples
    --------
    >>> [piece.text for piece in pieces("We may fail.", 0, 12, [(3, 6)], [Place(3, 11, "risk")])]
    ['We ', 'may', ' fail', '.']
    """
    words = [span for span in words if span[0] < end and span[1] > start]
    near = [place for place in places if place.start < end and place.end > start]
    cuts = {start, end}
    for first, last in (*words, *((place.start, place.end) for place in near)):
        cuts |= {edge for edge in (first, last) if start < edge < end}
    begins: Mapping[int, list[str]] = {cut: [] for cut in cuts}
    for place in near:
        if place.start >= start:
            begins[place.start].append(place.name)
    found = []
    for first, last in pairwise(sorted(cuts)):
        is_word = any(a <= first < b for a, b in words)
        is_element = any(place.start <= first < place.end for place in near)
        found.append(Piece(text[first:last], tuple(begins[first]), is_word, is_element))
    return found
