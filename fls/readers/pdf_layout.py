"""Words with their places on pages to paragraphs: columns, lines, furniture, hard wraps."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from fls.readers.symbols import PRIVATE

__all__ = ["Word", "paragraphs"]

_MARK = re.compile(r"[•▪●◦■·‣⁃∙○◆◼➢➤✔✓►▶§❖\uf0b7\uf0a7*–—-]|o|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]")
_PAGE_NUMBER = re.compile(r"[-–—\s|]*(?:page\s)?\d{1,3}(?:\s(?:of|/)\s\d{1,3})?[-–—\s|]*", re.I)
_CLOSED = re.compile(r"[.!?:;][\"”’')\]]{0,3}$")
_DIGITS = re.compile(r"\d+")
#: First halves that keep their hyphen where the document itself does not tell.
_FIRST_HALVES = frozenset(
    "all best co cost cross data early end ex first five follow forward four fourth full half high"
    " in industry large late long low market mid multi near next non off on one over point post pre"
    " quarter real second self seven short single six state ten third three two under value well"
    " world year".split()
)
#: So many lines at the edges of a page may be furniture.
_EDGE = 3


class Word(NamedTuple):
    """A word and the box around it, in points from the lower left corner."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


class _Line(NamedTuple):
    """A line of a column."""

    words: tuple[Word, ...]
    text: str  # its cells with tabs between
    left: float
    right: float
    bottom: float
    top: float
    column: tuple[float, float]  # left and right edge of what stands around it

    @property
    def height(self) -> float:
        return self.top - self.bottom


def paragraphs(pages: Sequence[Sequence[Word]]) -> tuple[str, tuple[str, ...]]:
    """Put words into lines, lines into paragraphs.

    Parameters
    ----------
    pages : sequence of sequences of Word
        In the order in which they were written.

    Returns
    -------
    text : str
        A line a paragraph, blank lines between; rows of tables on lines of their own with tabs
        between cells; numbers of pages on lines of their own.
    furniture : tuple of str
        Headers and feet that were left out after the first.
    """
    read = [_lines(words) for words in pages]
    first, dropped = _furniture(read)
    halves = _Halves(word.text for words in pages for word in words)
    writer = _Writer(halves)
    for number, lines in enumerate(read):
        kept = [line for line in lines if (number, id(line)) not in dropped]
        middle = (lines[0].top + lines[-1].bottom) / 2 if lines else 0.0
        edge = [line for line in kept if (number, id(line)) in first]
        heads = [line for line in edge if number and line.bottom > middle]
        feet = [line for line in kept if _is_foot(line, lines)]
        feet += [line for line in edge if line.top < middle]
        around = {id(line) for line in (*heads, *feet)}
        writer.page(
            [line.text for line in heads],
            [line for line in kept if id(line) not in around],
            [line.text for line in feet],
        )
    return writer.text(), tuple(dict.fromkeys(dropped.values()))


# Lines


def _lines(words: Sequence[Word]) -> list[_Line]:
    """Cut a page into columns, and those into lines."""
    words = [word for word in words if word.right > word.left and word.top > word.bottom]
    return [line for band in _bands(words) for line in _rows(band)]


def _rows(words: Sequence[Word]) -> list[_Line]:
    """Lines of one column, from the top."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: -(w.top + w.bottom)):
        above = rows[-1] if rows else []
        if above and _same_row(above[0], word):
            above.append(word)
        else:
            rows.append([word])
    if not rows:
        return []
    edges = (min(word.left for word in words), max(word.right for word in words))
    return [_line(row, edges) for row in rows]


def _same_row(first: Word, word: Word) -> bool:
    """Whether two words stand at one height; raised figures do."""
    overlap = min(first.top, word.top) - max(first.bottom, word.bottom)
    return overlap > 0.5 * min(first.top - first.bottom, word.top - word.bottom)


def _line(row: list[Word], edges: tuple[float, float]) -> _Line:
    row.sort(key=lambda word: word.left)
    parts = [row[0].text]
    stretched = _is_stretched(row, edges)
    for before, word in pairwise(row):
        gap = word.left - before.right
        height = max(before.top - before.bottom, word.top - word.bottom)
        sign = before.text in "$€£" or word.text in (")", "%", ")%")
        marked = len(parts) == 1 and _MARK.fullmatch(before.text) is not None
        wide = gap > 1.2 * height and not (sign or marked or stretched)
        tight = gap < 0.08 * height and not (before.text[-1].isalnum() and word.text[0].isalnum())
        parts.append(("\t" if wide else "" if tight else " ") + word.text)
    return _Line(
        tuple(row), "".join(parts).translate(PRIVATE), row[0].left,
        max(word.right for word in row),
        min(word.bottom for word in row), max(word.top for word in row), edges,
    )  # fmt: skip


def _is_stretched(row: Sequence[Word], edges: tuple[float, float]) -> bool:
    """Whether a line of words fills its column by gaps of about one width: it is justified."""
    height = row[0].top - row[0].bottom
    first = 1 if _MARK.fullmatch(row[0].text) else 0
    gaps = [word.left - before.right for before, word in pairwise(row[first:])]
    gaps = [gap for gap in gaps if gap >= 0.08 * height]
    if len(gaps) < 2 or max(gaps) > 3.5 * height or max(gaps) > 2.6 * min(gaps):
        return False
    left, right = edges
    fills = row[-1].right > right - height and row[-1].right - row[0].left > 0.7 * (right - left)
    return fills and 2 * sum(word.text[0].isalpha() for word in row) > len(row)


# Columns


def _bands(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Yield the parts of a page in reading order: columns one after the other."""
    gutter = _gutter(words)
    if gutter is None:
        yield list(words)
        return
    across = sorted(_across(words, gutter), key=lambda w: -w.top)
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
            yield from (part for part in (waiting, left, right) if part)
            waiting = []
        else:
            waiting = waiting + inner
        waiting = waiting + [w for w in words if ceiling > (w.top + w.bottom) / 2 >= low
                             and (w.top + w.bottom) / 2 <= high]  # fmt: skip
        ceiling = low
    if waiting:
        yield waiting


def _across(words: Sequence[Word], gutter: float) -> Iterator[Word]:
    """Yield words of lines that run on over the gutter, though its place may fall between two."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: -(w.top + w.bottom)):
        if rows and _same_row(rows[-1][0], word):
            rows[-1].append(word)
        else:
            rows.append([word])
    for row in rows:
        left = max((w for w in row if w.right <= gutter), key=lambda w: w.right, default=None)
        right = min((w for w in row if w.left >= gutter), key=lambda w: w.left, default=None)
        yield from (w for w in row if w.left < gutter < w.right)
        if left and right and right.left - left.right < 0.8 * (left.top - left.bottom):
            yield left


def _gutter(words: Sequence[Word]) -> float | None:
    """The upright line near the middle that fewest words cross, if columns stand beside it."""
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
    """Whether running text stands on both sides."""
    return all(_is_prose(side) for side in (left, right))


def _is_prose(words: Sequence[Word]) -> bool:
    if len(words) < 25:
        return False
    lines = _rows(words)
    full = [line for line in lines if "\t" not in line.text and len(line.words) >= 4]
    letters = sum(word.text.isalpha() for word in words)
    return len(full) >= max(4, 0.5 * len(lines)) and letters > 0.5 * len(words)


# Furniture


def _furniture(
    pages: Sequence[Sequence[_Line]],
) -> tuple[set[tuple[int, int]], dict[tuple[int, int], str]]:
    """Find headers and feet that stand at one place of several pages: the first, and the others."""
    seen: dict[tuple[str, int], list[tuple[int, _Line]]] = {}
    for number, lines in enumerate(pages):
        order = sorted(lines, key=lambda line: -line.top)
        edge = {id(line): line for line in (*order[:_EDGE], *order[-_EDGE:])}
        for line in edge.values():
            if not _PAGE_NUMBER.fullmatch(line.text):
                key = (_DIGITS.sub("#", line.text), round(line.bottom / 8))
                seen.setdefault(key, []).append((number, line))
    needed = 2 if len(pages) == 2 else 3
    first, dropped = set(), {}
    for (_, _), places in seen.items():
        if len({number for number, _ in places}) >= needed:
            first.add((places[0][0], id(places[0][1])))
            for number, line in places[1:]:
                dropped[number, id(line)] = line.text
    return first, dropped


def _is_foot(line: _Line, lines: Sequence[_Line]) -> bool:
    """Whether a line is the number of its page."""
    if not _PAGE_NUMBER.fullmatch(line.text):
        return False
    return all(line.top <= other.bottom + 1 or other is line for other in lines) or all(
        line.bottom >= other.top - 1 or other is line for other in lines
    )


# Paragraphs


class _Halves:
    """Decides whether a hyphen at the end of a line belongs to the word."""

    def __init__(self, words: Iterator[str]) -> None:
        self._known = Counter(word.strip(".,;:()\"”“’'").lower() for word in words)

    def join(self, upper: str, lower: str) -> str:
        """Put two pieces of text together, the first of which ends with a hyphen."""
        before = upper[:-1].rsplit(None, 1)[-1].lstrip("(\"“'‘").lower()
        after = lower.split(None, 1)[0].rstrip(".,;:)\"”’'").lower()
        return upper + lower if self._kept(before, after, lower) else upper[:-1] + lower

    def _kept(self, before: str, after: str, lower: str) -> bool:
        if not (before[-1:].isalpha() and lower[:1].islower()):
            return True
        if self._known[before + after]:
            return False
        if self._known[f"{before}-{after}"] or "-" in before or "-" in after:
            return True
        return before in _FIRST_HALVES or bool(self._known[before] and self._known[after])


class _Writer:
    """Lines of page after page to blocks of text."""

    def __init__(self, halves: _Halves) -> None:
        self._halves = halves
        self._blocks: list[str] = []
        self._last: _Line | None = None  # of the open block
        self._feet: list[str] = []  # of pages, kept back while a paragraph goes on

    def page(self, heads: Sequence[str], lines: Sequence[_Line], feet: Sequence[str]) -> None:
        pitch = _pitch(lines)
        self._feet += heads
        for number, line in enumerate(lines):
            above = self._last
            if above is None:
                self._start(line)
            elif self._goes_on(above, line, pitch if number else 0.0):
                self._append(line)
            elif number and _is_near(above, line, pitch):
                self._blocks[-1] += "\n" + line.text
            else:
                self._start(line)
            self._last = line
        self._feet += feet

    def text(self) -> str:
        return "\n\n".join([*self._blocks, *self._feet])

    def _start(self, line: _Line) -> None:
        self._blocks += [*self._feet, line.text]
        self._feet = []

    def _append(self, line: _Line) -> None:
        block = self._blocks[-1]
        if block.endswith("-") and block[-2:-1].isalnum():
            self._blocks[-1] = self._halves.join(block, line.text)
        else:
            self._blocks[-1] = f"{block} {line.text}"

    def _goes_on(self, above: _Line, line: _Line, pitch: float) -> bool:
        """Whether a line continues the paragraph of the line above; pitch 0 is a new page."""
        if "\t" in above.text or "\t" in line.text or _MARK.fullmatch(line.words[0].text):
            return False
        if abs(above.height - line.height) > 0.2 * above.height:
            return False
        if not pitch or line.bottom > above.bottom:  # a new page or column
            closed = _CLOSED.search(above.text) is not None
            return not closed and (line.text[0].islower() or _is_full(above, line))
        if not _is_near(above, line, pitch):
            return False
        hanging = _MARK.fullmatch(above.words[0].text) is not None
        indented = line.left > above.left + 0.8 * line.height
        if indented and not hanging and not _centred(above, line):
            return False
        return _is_full(above, line)


def _pitch(lines: Sequence[_Line]) -> float:
    """The usual distance between lines that follow each other."""
    steps = [a.bottom - b.bottom for a, b in pairwise(lines) if a.bottom > b.bottom]
    near = [step for step, line in zip(steps, lines, strict=False) if step < 2.5 * line.height]
    return median(near) if near else 14.0


def _is_near(above: _Line, line: _Line, pitch: float) -> bool:
    """Whether no blank line stands between."""
    return above.bottom - line.bottom < max(1.25 * pitch, 1.35 * line.height)


def _centred(above: _Line, line: _Line) -> bool:
    middle = sum(above.column) / 2
    return all(abs((each.left + each.right) / 2 - middle) < 6 for each in (above, line)) and (
        above.left > above.column[0] + 6
    )


def _is_full(above: _Line, line: _Line) -> bool:
    """Whether the first word of a line had no room in the line above."""
    first, last = line.words[0], above.words[-1]
    space = 0.25 * above.height
    left, right = above.column
    if _centred(above, line):
        return above.right - above.left > 0.6 * (right - left)
    room = right - last.right - space
    return first.right - first.left > room - 0.02 * (right - left)
