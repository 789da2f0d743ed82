"""Words at their places on a page become lines, one column after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from fls.readers.symbols import PRIVATE

__all__ = ["MARK", "Line", "Word", "find_lines"]

#: Beginnings of list items.
MARK = re.compile(r"[•▪●◦■·‣⁃∙○◆◼➢➤✔✓►▶§❖\uf0b7\uf0a7*–—-]|o|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]")


class Word(NamedTuple):
    """A word and the box around it, in points from the lower left corner."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


class Line(NamedTuple):
    """A line of a column."""

    words: tuple[Word, ...]
    text: str  # its cells with tabs between
    left: float
    right: float
    bottom: float
    top: float
    column: tuple[float, float]  # its left and right edge

    @property
    def height(self) -> float:
        """Distance from the lowest to the highest edge of its words."""
        return self.top - self.bottom


def find_lines(words: Sequence[Word]) -> list[Line]:
    """Divide a page into columns, and these into lines.

    Parameters
    ----------
    words : sequence of Word
        Words of one page.

    Returns
    -------
    list of Line
        In reading order.
    """
    words = [word for word in words if word.right > word.left and word.top > word.bottom]
    return [line for band in _split_bands(words) for line in _find_rows(band)]


def _find_rows(words: Sequence[Word]) -> list[Line]:
    """Return the lines of a column, from the top."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: -(w.top + w.bottom)):
        above = rows[-1] if rows else []
        if above and _is_same_row(above[0], word):
            above.append(word)
        else:
            rows.append([word])
    if not rows:
        return []
    edges = (min(word.left for word in words), max(word.right for word in words))
    return [_make_line(row, edges) for row in rows]


def _is_same_row(first: Word, word: Word) -> bool:
    """Check whether two words are in the same line; raised figures are, too."""
    overlap = min(first.top, word.top) - max(first.bottom, word.bottom)
    return overlap > 0.5 * min(first.top - first.bottom, word.top - word.bottom)


def _make_line(row: list[Word], edges: tuple[float, float]) -> Line:
    row.sort(key=lambda word: word.left)
    parts = [row[0].text]
    is_stretched = _is_stretched(row, edges)
    for before, word in pairwise(row):
        gap = word.left - before.right
        height = max(before.top - before.bottom, word.top - word.bottom)
        is_sign = before.text in "$€£" or word.text in (")", "%", ")%")
        is_mark = len(parts) == 1 and MARK.fullmatch(before.text) is not None
        is_wide = gap > 1.2 * height and not (is_sign or is_mark or is_stretched)
        is_tight = gap < 0.08 * height and not (
            before.text[-1].isalnum() and word.text[0].isalnum()
        )
        parts.append(("\t" if is_wide else "" if is_tight else " ") + word.text)
    return Line(
        tuple(row), "".join(parts).translate(PRIVATE), row[0].left,
        max(word.right for word in row),
        min(word.bottom for word in row), max(word.top for word in row), edges,
    )  # fmt: skip


def _is_stretched(row: Sequence[Word], edges: tuple[float, float]) -> bool:
    """Check whether a line is justified: it fills its column with gaps of similar widths."""
    height = row[0].top - row[0].bottom
    first = 1 if MARK.fullmatch(row[0].text) else 0
    gaps = [word.left - before.right for before, word in pairwise(row[first:])]
    gaps = [gap for gap in gaps if gap >= 0.08 * height]
    if len(gaps) < 2 or max(gaps) > 3.5 * height or max(gaps) > 2.6 * min(gaps):
        return False
    left, right = edges
    fills = row[-1].right > right - height and row[-1].right - row[0].left > 0.7 * (right - left)
    return fills and 2 * sum(word.text[0].isalpha() for word in row) > len(row)


# Columns


def _split_bands(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Yield the parts of a page in reading order: columns one after the other."""
    gutter = _find_gutter(words)
    if gutter is None:
        yield list(words)
        return
    across = sorted(_find_crossing(words, gutter), key=lambda w: -w.top)
    tops = sorted({round(w.bottom, 1) for w in across}, reverse=True)
    floor = -1e9
    waiting: list[Word] = []
    ceiling = 1e9
    for low in (*tops, floor):
        high = max((w.top for w in across if round(w.bottom, 1) == low), default=low)
        inner = [w for w in words if ceiling > (w.top + w.bottom) / 2 > high]
        left = [w for w in inner if w.right <= gutter]
        right = [w for w in inner if w.left >= gutter]
        if _are_columns(left, right):
            if waiting:
                yield waiting
            yield from _split_bands(left)
            yield from _split_bands(right)
            waiting = []
        else:
            waiting = waiting + inner
        waiting = waiting + [w for w in words if ceiling > (w.top + w.bottom) / 2 >= low
                             and (w.top + w.bottom) / 2 <= high]  # fmt: skip
        ceiling = low
    if waiting:
        yield waiting


def _find_crossing(words: Sequence[Word], gutter: float) -> Iterator[Word]:
    """Yield words that cross the gutter, or stand directly left of it in a line that does."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: -(w.top + w.bottom)):
        if rows and _is_same_row(rows[-1][0], word):
            rows[-1].append(word)
        else:
            rows.append([word])
    for row in rows:
        left = max((w for w in row if w.right <= gutter), key=lambda w: w.right, default=None)
        right = min((w for w in row if w.left >= gutter), key=lambda w: w.left, default=None)
        yield from (w for w in row if w.left < gutter < w.right)
        if left and right and right.left - left.right < 0.8 * (left.top - left.bottom):
            yield left


def _find_gutter(words: Sequence[Word]) -> float | None:
    """Return where fewest words cross a vertical near the middle, if it parts two columns."""
    if len(words) < 60:
        return None
    left, right = min(w.left for w in words), max(w.right for w in words)
    width = right - left
    steps = [left + width * (0.3 + 0.4 * i / 80) for i in range(81)]
    crossing = [sum(w.left - 3 < x < w.right + 3 for w in words) for x in steps]
    fewest = min(crossing)
    lines = len({round(w.bottom / 4) for w in words})
    if fewest > 0.4 * lines:
        return None
    best = [x for x, n in zip(steps, crossing, strict=True) if n == fewest]
    x = best[len(best) // 2]
    return x if _are_columns(
        [w for w in words if w.right <= x], [w for w in words if w.left >= x]
    ) else None  # fmt: skip


def _are_columns(left: Sequence[Word], right: Sequence[Word]) -> bool:
    """Check whether there is running text on both sides, perhaps in columns itself."""
    return all(_is_prose(side) or _find_gutter(side) is not None for side in (left, right))


def _is_prose(words: Sequence[Word]) -> bool:
    if len(words) < 25:
        return False
    lines = _find_rows(words)
    full = [line for line in lines if "\t" not in line.text and len(line.words) >= 4]
    letters = sum(word.text.isalpha() for word in words)
    return len(full) >= max(4, 0.5 * len(lines)) and letters > 0.5 * len(words)
