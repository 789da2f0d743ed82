"""Tables of a page: those of figures become rows, those for layout only become blocks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

__all__ = ["convert_table"]

_FIGURE = re.compile(
    r"[-–—(]? ?[$€£¥]? ?[-–—(]?[\d.,]*\d[\d.,]* ?[)%x]{0,2}[¹²³⁴-⁹]{0,2}|[-–—$€£¥]|N/?[AM]"
)
_MARK = re.compile(
    r"[•▪●◦■·‣⁃∙○◆◼➢➤✔✓►▶§❖→†‡o*–—-]|[¹²³⁴-⁹]{1,2}|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)]|\*{1,3}"
)
#: Maximum number of characters of a figure.
_MAX_FIGURE = 30
#: Maximum number of characters of a cell that is no paragraph.
_MAX_CELL = 200
#: Minimum number of figures in a table of figures.
_MIN_FIGURES = 2


def convert_table(rows: Sequence[Sequence[Sequence[str]]]) -> list[str]:
    r"""Return a table as blocks of text.

    Parameters
    ----------
    rows : sequence of rows
        A row is a sequence of cells, a cell one of blocks.

    Returns
    -------
    list of str
        Rows of figures and of short cells, one per line with tabs between cells; the cells of
        other rows one by one, but a mark in a cell of its own together with its item.

    Examples
    --------
    >>> convert_table([[["Sales"], [], ["$"], ["4.1"]], [["Costs"], [], ["$"], ["2.9"]]])
    ['Sales\t$ 4.1\nCosts\t$ 2.9']
    >>> convert_table([[["•"], ["It will open in May."]]])
    ['• It will open in May.']
    """
    filled = [[cell for cell in row if cell] for row in rows]
    figures = sum(_is_figure(cell) for row in filled for cell in row)
    blocks: list[str] = []
    run: list[str] = []
    for row in filled:
        line = _format_row(row, figures >= _MIN_FIGURES)
        if line:
            run.append(line)
            continue
        if run:
            blocks.append("\n".join(run))
            run = []
        blocks += _dissolve(row)
    return [*blocks, "\n".join(run)] if run else blocks


def _is_figure(cell: Sequence[str]) -> bool:
    text = cell[0]
    return len(cell) == 1 and len(text) < _MAX_FIGURE and _FIGURE.fullmatch(text) is not None


def _format_row(row: Sequence[Sequence[str]], of_figures: bool) -> str:
    """Return a row as one line; empty if its cells should be blocks of their own."""
    if not row:
        return ""
    numeric = any(map(_is_figure, row[1:]))
    several = any(len(cell) > 1 or "\n" in cell[0] for cell in row)
    long = any(len(block) > _MAX_CELL for cell in row for block in cell)
    if len(row) == 1:
        return "" if several or long or not of_figures else row[0][0]
    if _is_item(row) or (long and not numeric) or (several and not of_figures):
        return ""
    texts = [" ".join(" ".join(cell).split("\n")).replace("\t", " ") for cell in row]
    return _join_cells(texts)


def _join_cells(texts: Sequence[str]) -> str:
    """Join cells by tabs, but signs in cells of their own to their figure by a blank."""
    line = texts[0]
    for above, text in pairwise(texts):
        is_sign = above in "$€£¥" or text in (")", "%", ")%")
        line += (" " if is_sign else "\t") + text
    return line


def _is_item(row: Sequence[Sequence[str]]) -> bool:
    """Check whether a row is a list item: its mark in one cell, its text in the next."""
    if len(row) != 2 or len(row[0]) != 1 or not _MARK.fullmatch(row[0][0]):
        return False
    return not _is_figure(row[1])


def _dissolve(row: Sequence[Sequence[str]]) -> list[str]:
    """Return the blocks of a row, cell by cell; a mark is joined to its item."""
    blocks = [block for cell in row for block in cell]
    if _is_item(row):
        return [f"{blocks[0]} {blocks[1]}", *blocks[2:]]
    return blocks
