"""Text to units: lines, blocks, their kinds, and the sentences inside them."""

from __future__ import annotations

from fls.arrays import Flags, Ints
from fls.document import KINDS, Unit
from fls.segmentation.blocks import join_lines
from fls.segmentation.layout import assign_kinds
from fls.segmentation.lines import find_lines
from fls.segmentation.page import Reading
from fls.segmentation.shape import read_shapes
from fls.segmentation.units import GLUED, cut_blocks
from fls.sheet import Sheet, UnitTable, Words, lay, split_words

__all__ = ["block_starts", "segment", "segment_one", "segment_sheet"]


def block_starts(text: str) -> Ints:
    """Where the paragraphs, lines and cells of a text begin.

    Parameters
    ----------
    text : str

    Returns
    -------
    (n_blocks,) int64
        Ascending.
    """
    sheet = lay([text])
    return join_lines(sheet, split_words(sheet), find_lines(sheet)).start


def segment_sheet(sheet: Sheet, words: Words) -> UnitTable:
    """Cut the texts of a sheet into the units of the codebook.

    Parameters
    ----------
    sheet : Sheet
    words : Words
        Of the sheet.

    Returns
    -------
    UnitTable
        As :func:`segment` for each text.
    """
    return _cut(sheet, words)[0]


def segment(text: str) -> list[Unit]:
    r"""Cut a release into the units of the codebook.

    Parameters
    ----------
    text : str
        A release as it was read.

    Returns
    -------
    list of Unit
        In reading order, disjoint; every character of ``text`` that is not white space lies in
        exactly one unit. Empty for a text of white space.

    Examples
    --------
    >>> segment("Acme Opens Plant\n\nDAYTON, Ohio -- Acme opened a plant. It makes pumps.")[2]
    Unit(kind='sentence', start=55, end=70, rule='prose', block=1)
    """
    sheet = lay([text])
    return segment_one(sheet, split_words(sheet))[1]


def segment_one(sheet: Sheet, words: Words) -> tuple[UnitTable, list[Unit]]:
    """Cut a sheet of one text; its units as arrays and as :func:`segment` gives them.

    Parameters
    ----------
    sheet : Sheet
    words : Words
        Of the sheet.

    Returns
    -------
    table : UnitTable
    units : list of Unit
    """
    units, glued, rules = _cut(sheet, words)
    columns = (units.kind, units.start, units.end, units.block, glued)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return units, [
        Unit(KINDS[kind], start, end, GLUED if is_glued else rules[block], block)
        for kind, start, end, block, is_glued in rows
    ]


def _cut(sheet: Sheet, words: Words) -> tuple[UnitTable, Flags, list[str]]:
    """Units, which of them are glued headings, and the rule that decided about each block."""
    lines = find_lines(sheet)
    blocks = join_lines(sheet, words, lines)
    shapes = read_shapes(sheet, words, blocks)
    kinds, rules = assign_kinds(Reading(sheet, lines, blocks, shapes))
    units, glued = cut_blocks(sheet, words, lines, blocks, kinds, rules)
    return units, glued, rules
