"""Text to units: lines, blocks, their kinds, and the sentences inside them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from fls.arrays import Flags, Ints
from fls.document import KINDS, Unit
from fls.segmentation.blocks import join_lines
from fls.segmentation.layout import assign_kinds, read_shapes
from fls.segmentation.lines import find_lines
from fls.segmentation.page import Reading
from fls.segmentation.units import GLUED, cut_blocks
from fls.sheet import Sheet, UnitTable, Words, lay, split_words

__all__ = ["Cut", "block_starts", "segment", "segment_sheet"]


def block_starts(text: str) -> Ints:
    """Find where the paragraphs, lines and cells of a text begin.

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


class Cut(NamedTuple):
    """The units of a sheet, and what decided about them.

    Parameters
    ----------
    units : UnitTable
        With spans in the sheet.
    glued : (n_units,) bool
        Which units are headings that were glued to their text.
    rules : list of str
        Name of the rule that decided about each block.
    """

    units: UnitTable
    glued: Flags
    rules: list[str]

    def listed(self) -> list[Unit]:
        """List the units one by one, with spans in the sheet."""
        table = self.units
        columns = (table.kind, table.start, table.end, table.block, self.glued)
        rows = zip(*(column.tolist() for column in columns), strict=True)
        return [
            Unit(KINDS[kind], start, end, GLUED if is_glued else self.rules[block], block)
            for kind, start, end, block, is_glued in rows
        ]

    def rules_by_text(self) -> list[frozenset[str]]:
        """Collect the rules that decided about the units of each text."""
        bit = {name: 1 << number for number, name in enumerate({*self.rules, GLUED})}
        of_block = np.array([bit[name] for name in self.rules], dtype=np.int64)
        of_unit = np.where(self.glued, bit[GLUED], of_block.take(self.units.block))
        first = self.units.first
        bits = np.zeros(len(first) - 1, dtype=np.int64)
        filled = first[1:] > first[:-1]
        if filled.any():
            bits[filled] = np.bitwise_or.reduceat(of_unit, first[:-1][filled])
        names = {
            mask: frozenset(name for name, flag in bit.items() if mask & flag)
            for mask in set(bits.tolist())
        }
        return [names[mask] for mask in bits.tolist()]


def segment_sheet(sheet: Sheet, words: Words) -> Cut:
    """Cut the texts of a sheet into the units of the codebook.

    Parameters
    ----------
    sheet : Sheet
    words : Words
        Of the sheet.

    Returns
    -------
    Cut
        As :func:`segment` for each text.
    """
    lines = find_lines(sheet)
    blocks = join_lines(sheet, words, lines)
    shapes = read_shapes(sheet, words, blocks)
    kinds, rules = assign_kinds(Reading(sheet, lines, blocks, shapes))
    return Cut(*cut_blocks(sheet, words, lines, blocks, kinds, rules), rules)


def segment(text: str) -> list[Unit]:
    r"""Cut a release into the units of the codebook.

    Parameters
    ----------
    text : str
        The text of a release as it was read.

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
    return segment_sheet(sheet, split_words(sheet)).listed()
