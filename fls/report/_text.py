"""The text of a release in its layout: paragraphs, lines and tables, cut at the edges of marks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from fls.document import Unit

__all__ = ["Paragraph", "Piece", "Place", "cut_pieces", "group_paragraphs"]

#: Settings of kinds of units; units of the other kinds are lines or prose.
_SETTINGS = {"headline": "headline", "heading": "heading", "item": "item", "table": "table"}
_LINE_KINDS = ("contact", "other")


class Piece(NamedTuple):
    """A run of text between two positions where a mark begins or ends.

    Parameters
    ----------
    text : str
        As in the source.
    anchors : tuple of str
        Names of the places that begin here.
    is_word, is_element : bool
        Whether it is a word that decided, and whether it is in an element of the cautionary text.
    """

    text: str
    anchors: tuple[str, ...]
    is_word: bool
    is_element: bool


class Place(NamedTuple):
    """A span that a link points to.

    Parameters
    ----------
    start, end : int
        Half-open span in the text.
    name : str
        Name of its anchor.
    """

    start: int
    end: int
    name: str


class Paragraph(NamedTuple):
    """Units that are displayed together.

    Parameters
    ----------
    setting : str
        ``"headline"``, ``"heading"``, ``"item"``, ``"table"``, ``"lines"`` or ``"prose"``.
    units : tuple of int
        Their numbers.
    start, end : int
        Span in the text; that of a table includes the indent of its first line.
    """

    setting: str
    units: tuple[int, ...]
    start: int
    end: int


def group_paragraphs(text: str, units: Sequence[Unit]) -> list[Paragraph]:
    r"""Group the units of each paragraph, and neighbouring lines of a table or an address.

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
    >>> grouped = group_paragraphs("Sold. Up.\n\nNews", units)
    >>> [(paragraph.setting, paragraph.units) for paragraph in grouped]
    [('prose', (0, 1)), ('heading', (2,))]
    """
    runs: list[list[int]] = []
    for number, unit in enumerate(units):
        if number and _belong_together(text, units[number - 1], unit):
            runs[-1].append(number)
        else:
            runs.append([number])
    paragraphs = []
    for run in runs:
        setting = _setting(units[run[0]])
        start, end = units[run[0]].start, units[run[-1]].end
        while setting == "table" and start and text[start - 1] in " \t":
            start -= 1
        paragraphs.append(Paragraph(setting, tuple(run), start, end))
    return paragraphs


def _setting(unit: Unit) -> str:
    return _SETTINGS.get(unit.kind, "lines" if unit.kind in _LINE_KINDS else "prose")


def _belong_together(text: str, before: Unit, unit: Unit) -> bool:
    setting = _setting(unit)
    if _setting(before) != setting:
        return False
    if setting in ("table", "lines"):
        return text.count("\n", before.end, unit.start) < 2
    return before.block == unit.block


def cut_pieces(
    text: str, start: int, end: int, words: Iterable[tuple[int, int]], places: Iterable[Place]
) -> list[Piece]:
    """Cut a span at the edges of marks.

    Parameters
    ----------
    text : str
    start, end : int
        The span.
    words : iterable of (int, int)
        Words that decided.
    places : iterable of Place
        Elements; they may overlap each other and the ends of the span.

    Returns
    -------
    list of Piece
        Their texts, joined, are the span.

    Examples
    --------
    >>> pieces = cut_pieces("We may fail.", 0, 12, [(3, 6)], [Place(3, 11, "risk")])
    >>> [piece.text for piece in pieces]
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
    pieces = []
    for first, last in pairwise(sorted(cuts)):
        is_word = any(a <= first < b for a, b in words)
        is_element = any(place.start <= first < place.end for place in near)
        pieces.append(Piece(text[first:last], tuple(begins[first]), is_word, is_element))
    return pieces
