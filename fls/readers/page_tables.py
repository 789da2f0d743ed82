"""Tables of a page: those with figures become rows, those for layout only are dissolved."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

__all__ = ["table_blocks"]

_FIGURE = re.compile(
    r"[-–—(]? ?[$€£¥]? ?[-–—(]?[\d.,]*\d[\d.,]* ?[)%x]{0,2}[¹²³⁴-⁹]{0,2}|[-–—$€£¥]|N/?[AM]"
)
_MARK = re.compile(
    r"[•▪●◦■·‣⁃∙○◆◼➢➤✔✓►▶§❖→†‡o*–—-]|[¹²³⁴-⁹]{1,2}|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)]|\*{1,3}"
)
_LONGEST_FIGURE = 30
#: A cell with more characters than this is a paragraph.
_PROSE = 200
#: Number of figures from which a table is one of figures.
_FIGURES = 2


def table_blocks(rows: Sequence[Sequence[Sequence[str]]]) -> list[str]:
    r"""Convert a table to blocks of text.

    Parameters
    ----------
    rows : sequence of rows
        A row is a sequence of cells, a cell one of blocks.

    Returns
    -------
    list of str
        Rows of figures and of short cells, one on a line with tabs between cells; a cell that
        holds nothing but a mark together with its item; paragraphs and columns each by itself.

    Examples
    --------
    >>> table_blocks([[["Sales"], [], ["$"], ["4.1"]], [["Costs"], [], ["$"], ["2.9"]]])
    ['Sales\t$ 4.1\nCosts\t$ 2.9']
    >>> table_blocks([[["•"], ["It will open in May."]]])
    ['• It will open in May.']
    """
    filled = [[cell for cell in row if cell] for row in rows]
    figures = sum(_is_figure(cell) for row in filled for cell in row)
    found: list[str] = []
    run: list[str] = []
    for row in filled:
        line = _line(row, figures >= _FIGURES)
        if line:
            run.append(line)
            continue
        if run:
            found.append("\n".join(run))
            run = []
        found += _dissolved(row)
    return [*found, "\n".join(run)] if run else found


def _is_figure(cell: Sequence[str]) -> bool:
    text = cell[0]
    return len(cell) == 1 and len(text) < _LONGEST_FIGURE and _FIGURE.fullmatch(text) is not None


def _line(row: Sequence[Sequence[str]], of_figures: bool) -> str:
    """Write a row on one line; return nothing if its cells should be blocks of their own."""
    if not row:
        return ""
    numeric = any(map(_is_figure, row[1:]))
    several = any(len(cell) > 1 or "\n" in cell[0] for cell in row)
    long = any(len(block) > _PROSE for cell in row for block in cell)
    if len(row) == 1:
        return "" if several or long or not of_figures else row[0][0]
    if _is_item(row) or (long and not numeric) or (several and not of_figures):
        return ""
    texts = [" ".join(" ".join(cell).split("\n")).replace("\t", " ") for cell in row]
    return _joined(texts)


def _joined(texts: Sequence[str]) -> str:
    """Join cells by tabs; signs in cells of their own stay with their figure."""
    line = texts[0]
    for above, text in pairwise(texts):
        near = above in "$€£¥" or text in (")", "%", ")%")
        line += (" " if near else "\t") + text
    return line


def _is_item(row: Sequence[Sequence[str]]) -> bool:
    """Check whether a row is a list item: its mark in one cell, its text in the next."""
    if len(row) != 2 or len(row[0]) != 1 or not _MARK.fullmatch(row[0][0]):
        return False
    return not _is_figure(row[1])


def _dissolved(row: Sequence[Sequence[str]]) -> list[str]:
    """Return the blocks of a row, cell after cell; a mark goes before its item."""
    blocks = [block for cell in row for block in cell]
    if _is_item(row):
        return [f"{blocks[0]} {blocks[1]}", *blocks[2:]]
    return blocks
