"""A sheet to its lines: where each stands, and what it looks like."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

import numpy as np

from fls.arrays import Flags, Ints, spread, steps
from fls.segmentation.expressions import Expression
from fls.sheet import BLANK, BREAKS, DIGIT, Sheet, char_table

__all__ = ["BULLET", "Lines", "find_lines", "measure_bullet", "read_lines"]

#: A mark at the beginning of a list item. The letter "o" counts only before a capital.
BULLET = Expression(
    r"(?:[•▪●◦■·‣⁃∙○◆◼➢➤✔✓►▶★*+~\-–—§❖]{1,2}[ \t\xa0]+"
    r"|[•▪●◦■·‣⁃∙○◆◼➢➤✔✓►▶❖](?=\S)|o[ \t\xa0]+(?=[A-Z])"
    r"|\(?\d{1,2}[.)][ \t\xa0]+|\(?[a-hA-H][.)][ \t\xa0]+(?=\S)|\(?[ivx]{1,4}[.)][ \t\xa0]+)"
)
#: Characters that it begins with, besides digits and letters before a mark.
_BULLET_STARTS = "•▪●◦■·‣⁃∙○◆◼➢➤✔✓►▶★*+~-–—§❖(ivx"
#: Five spaces, a tab, or three spaces before each of two figures; justified text has fewer.
_MIN_SPACES, _MAX_GAP = 5, 200
_COLUMNS = Expression(
    rf"\S {{{_MIN_SPACES},}}\S"
    r"|\S[ \xa0]*\t[ \t]*\S|\S {3,}(?:\$ ?)?[$(\d—–-]\S* {3,}(?:\$ ?)?[$(\d—–-]"
)
_FOOT = Expression(
    r"[-–—(\s]*(?:page )?\d{1,3}(?: of \d{1,3})?[-–—)\s]*$|[-–—(\s]*more[-–—)\s]*$|<page>$",
    re.IGNORECASE,
)
_RULE = Expression(r"[\s\-=_*.•#~—–]+$")
#: Characters that a ruled line or the foot of a page begins with, goes on with and ends with,
#: besides digits.
_ALONE_STARTS = "-–—(<pPmM=_*.•#~"
_ALONE_INSIDE = _ALONE_STARTS + ")>aAgGoOrReE"
_ALONE_ENDS = "-–—)>eE=_*.•#~"


class Lines(NamedTuple):
    """Lines that hold more than white space, without the white space around them.

    Parameters
    ----------
    start, end : (n_lines,) int64
        Where in the sheet each stands.
    text : (n_lines,) int64
        Number of its text.
    first_chunk, last_chunk : (n_lines,) int64
        Its chunks, half-open.
    indent : (n_lines,) int64
        White space before its first character.
    gap : (n_lines,) bool
        Whether a blank line, a page or the beginning stands above.
    columns : (n_lines,) bool
        Whether it is spread like the row of a table.
    alone : (n_lines,) bool
        Whether it joins no neighbour: columns, a rule, the foot of a page.
    mark : (n_lines,) int64
        Length of the mark of a list item that it begins with, 0 for none.
    """

    start: Ints
    end: Ints
    text: Ints
    first_chunk: Ints
    last_chunk: Ints
    indent: Ints
    gap: Flags
    columns: Flags
    alone: Flags
    mark: Ints


@cache
def _tables() -> dict[str, Flags]:
    """Return the characters that end lines, and those that mean something at either end of one."""
    return {
        "breaks": char_table(BREAKS),
        "item": char_table(_BULLET_STARTS),
        "item before a mark": char_table("abcdefghABCDEFGH"),
        "mark": char_table(".)"),
        "opens alone": char_table(_ALONE_STARTS),
        "inside alone": char_table(_ALONE_INSIDE),
        "closes alone": char_table(_ALONE_ENDS),
    }


def measure_bullet(text: str) -> int:
    """Measure the mark of a list item that a text begins with.

    Parameters
    ----------
    text : str
        A line or block.

    Returns
    -------
    int
        Length of the mark at its beginning with the white space behind it, 0 for none.

    Examples
    --------
    >>> measure_bullet("(a) pumps"), measure_bullet("a pump")
    (4, 0)
    """
    mark = BULLET.match(text)
    return mark.end() if mark else 0


def find_lines(sheet: Sheet) -> Lines:
    """Find the lines of a sheet.

    Parameters
    ----------
    sheet : Sheet

    Returns
    -------
    Lines
    """
    codes = sheet.codes
    ends = sheet.notes[_tables()["breaks"].take(sheet.noted, mode="clip")]
    ends = ends[(codes[ends] != ord("\r")) | (codes[np.minimum(ends + 1, len(codes) - 1)] != 10)]
    chunks = sheet.first.searchsorted(ends)
    n_chunks = steps(chunks, 0)
    rows = n_chunks.nonzero()[0]
    last_chunk = chunks[rows]
    first_chunk = last_chunk - n_chunks[rows]
    start, end = sheet.first[first_chunk], sheet.last[last_chunk - 1]
    text = sheet.begin.searchsorted(start, side="right") - 1
    above = np.where(rows > 0, ends[rows - 1], -1)
    gap = steps(rows, -2) > 1
    gap |= codes[above] == ord("\f")
    gap |= steps(text, -1) > 0
    lines = Lines(
        start, end, text, first_chunk, last_chunk, start - above - 1, gap,
        np.zeros(len(rows), bool), np.zeros(len(rows), bool), np.zeros(len(rows), np.int64),
    )  # fmt: skip
    _fill_in(sheet, lines)
    return lines


def _fill_in(sheet: Sheet, lines: Lines) -> None:
    """Fill in marks, columns and lines alone; patterns are tried only where they may match."""
    tables, codes = _tables(), sheet.codes

    def is_among(name: str, at: Ints) -> Flags:
        return tables[name].take(codes.take(at), mode="clip")

    def is_kind(bits: int, at: Ints) -> Flags:
        mask: Flags = (sheet.kind.take(at) & bits) != 0
        return mask

    start, last = lines.start, lines.end - 1
    second, third = start + 1, np.minimum(start + 2, len(codes) - 1)
    digit, marked = is_kind(DIGIT, start), is_among("mark", second)
    possible = is_among("item", start) | (is_among("item before a mark", start) & marked)
    possible |= digit & (marked | is_among("mark", third))
    possible |= (codes.take(start) == ord("o")) & is_kind(BLANK, second)
    for row, text in read_lines(sheet, lines, possible):
        lines.mark[row] = measure_bullet(text)
    possible = _find_columns(sheet, lines)
    for row, text in read_lines(sheet, lines, possible):
        lines.columns[row] = _COLUMNS.search(text, int(lines.mark[row])) is not None
    possible = is_among("opens alone", start) | digit
    possible &= is_among("closes alone", last) | is_kind(DIGIT, last)
    possible &= is_among("inside alone", second) | is_kind(BLANK | DIGIT, second)
    possible &= is_among("inside alone", third) | is_kind(BLANK | DIGIT, third) | (last < third)
    for row, text in read_lines(sheet, lines, possible):
        lines.alone[row] = _RULE.match(text) is not None or _FOOT.match(text) is not None
    np.logical_or(lines.alone, lines.columns, out=lines.alone)


def read_lines(
    sheet: Sheet, lines: Lines, chosen: Flags | Ints, tail: int | None = None
) -> list[tuple[int, str]]:
    """Read the texts of some lines.

    Parameters
    ----------
    sheet : Sheet
    lines : Lines
        Of the sheet.
    chosen : (n_lines,) bool or (n_chosen,) int64
        Which of them.
    tail : int, optional
        Maximum number of characters read of each, those at its end. All if not given.

    Returns
    -------
    list of (int, str)
        Number and text of each.
    """
    rows = chosen.nonzero()[0] if chosen.dtype == np.bool_ else chosen
    start, end = lines.start[rows], lines.end[rows]
    if tail is not None:
        start = np.maximum(start, end - tail)
    texts = sheet.pieces(start, end, lines.text[rows])
    return list(zip(rows.tolist(), texts, strict=True))


def _find_columns(sheet: Sheet, lines: Lines) -> Flags:
    """Mark the lines that surely have columns; return those with other wide gaps or tabs."""
    first, last = sheet.first, sheet.last
    wide = (first[1:] - last[:-1] > 2).nonzero()[0]
    tabs = sheet.notes[sheet.noted == ord("\t")]
    # The chunk before each gap, and its line.
    chunk = np.concatenate((wide, last.searchsorted(tabs, side="right") - 1))
    row = lines.first_chunk.searchsorted(chunk, side="right") - 1
    chunk, row = chunk[row >= 0], row[row >= 0]
    inside = chunk + 1 < lines.last_chunk[row]
    chunk, row = chunk[inside], row[inside]
    possible = np.zeros(len(lines.start), dtype=bool)
    possible[row] = True
    begin, end = last[chunk], first[chunk + 1]
    short = end - begin <= _MAX_GAP  # a longer one is left to the pattern, for memory's sake
    row, begin, end = row[short], begin[short], end[short]
    at, owner = spread(begin, end)
    codes = sheet.codes.take(at)
    plain, tabbed = np.ones(len(row), dtype=bool), np.zeros(len(row), dtype=bool)
    plain[owner[(codes != ord(" ")) & (codes != ord("\t"))]] = False
    tabbed[owner[codes == ord("\t")]] = True
    sure = plain & (tabbed | (end - begin >= _MIN_SPACES))
    sure &= begin > (lines.start + lines.mark)[row]
    lines.columns[row[sure]] = True
    return possible & ~lines.columns
