"""Words at their places on pages become paragraphs: furniture, hard wraps, titles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from fls.readers.pdf_lines import MARK, Line, Word, find_lines

__all__ = ["join_paragraphs"]

_PAGE_NUMBER = re.compile(r"[-–—\s|]*(?:page\s)?\d{1,3}(?:\s(?:of|/)\s\d{1,3})?[-–—\s|]*", re.I)
_CLOSED = re.compile(r"[.!?:;][\"”’')\]]{0,3}$")
_STOPPED = re.compile(r"[.!?:][\"”’')\]]{0,3}$")
#: Marks of items that occur in running text as well.
_INLINE = re.compile(r"[–—-]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]")
_DIGITS = re.compile(r"\d+")
#: First halves that keep their hyphen where the document does not show how the word is written.
_FIRST_HALVES = frozenset(
    "all best co cost cross data early end ex first five follow forward four fourth full half high"
    " in industry large late long low market mid multi near next non off on one over point post pre"
    " quarter real second self seven short single six state ten third three two under value well"
    " world year".split()
)
#: A dash directly after a word or sign, which the next line follows directly, too.
_GLUED = re.compile(r"[^\s–—-](?:[–—-]|--)$")
#: Second halves that are not words.
_ENDING = re.compile(
    r"(?!being|purity)[bcdfglmnprstvz]?[aeiou]?(?:tion|sion|ment|tive|ance|ence|cial|tial|lity|rity|ness|ble|bly"
    r"|ing|ous|ally|tor|cant|cance|opment|nies|ties|cies|racy)(?:s|al|ed|ly)?"
)
_SIGNS = ".,;:()\"”“’'"
_ADDRESS = re.compile(r"[@/:_]|\w\.\w")
_MAX_WORD_CHARACTERS = 200
#: Share of lines with a hyphen at the end above which a text counts as hyphenated.
_MIN_HYPHENATED_SHARE = 0.06
#: Number of lines at the top and at the bottom of a page that may be furniture.
_EDGE_LINES = 3


def join_paragraphs(pages: Sequence[Sequence[Word]]) -> tuple[str, tuple[str, ...]]:
    """Join words into lines, and lines into paragraphs.

    Parameters
    ----------
    pages : sequence of sequences of Word
        In the order of the file.

    Returns
    -------
    text : str
        One line for each paragraph, blank lines between; rows of tables on lines of their own,
        with tabs between cells; page numbers on lines of their own.
    furniture : tuple of str
        Headers and footers that were left out on all pages but the first that has them.
    """
    lines_of_pages = [find_lines(words) for words in pages]
    first, dropped = _find_furniture(lines_of_pages)
    writer = _Writer(_Halves([line.text for lines in lines_of_pages for line in lines]))
    for number, lines in enumerate(lines_of_pages):
        kept = [line for line in lines if (number, id(line)) not in dropped]
        middle = (lines[0].top + lines[-1].bottom) / 2 if lines else 0.0
        edge = [line for line in kept if (number, id(line)) in first]
        heads = [line for line in edge if number and line.bottom > middle]
        feet = [line for line in kept if _is_foot(line, lines)]
        feet += [line for line in edge if line.top < middle]
        around = {id(line) for line in (*heads, *feet)}
        writer.add_page(
            [line.text for line in heads],
            [line for line in kept if id(line) not in around],
            [line.text for line in feet],
        )
    return writer.join_blocks(), tuple(dict.fromkeys(dropped.values()))


# Furniture


def _find_furniture(
    pages: Sequence[Sequence[Line]],
) -> tuple[set[tuple[int, int]], dict[tuple[int, int], str]]:
    """Find headers and footers that several pages repeat: the first ones, and the others."""
    seen: dict[tuple[str, int], list[tuple[int, Line]]] = {}
    for number, lines in enumerate(pages):
        order = sorted(lines, key=lambda line: -line.top)
        edge = {id(line): line for line in (*order[:_EDGE_LINES], *order[-_EDGE_LINES:])}
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


def _is_foot(line: Line, lines: Sequence[Line]) -> bool:
    """Check whether a line is the number of its page."""
    if not _PAGE_NUMBER.fullmatch(line.text):
        return False
    return all(line.top <= other.bottom + 1 or other is line for other in lines) or all(
        line.bottom >= other.top - 1 or other is line for other in lines
    )


# Paragraphs


class _Halves:
    """Decides whether a hyphen at the end of a line belongs to the word."""

    def __init__(self, lines: Sequence[str]) -> None:
        words = (word for line in lines for word in line.split())
        self._counts = Counter(word.strip(_SIGNS).lower() for word in words)
        cut = [(a.split()[-1][:-1], b.split()[0]) for a, b in pairwise(lines) if a.endswith("-")]
        whole = [f"{upper}{lower}".strip(_SIGNS).lower() for upper, lower in cut]
        often = len(cut) > _MIN_HYPHENATED_SHARE * len(lines)
        self._is_hyphenated = often or any(word in self._counts for word in whole)

    def join(self, upper: str, lower: str) -> str:
        """Join two pieces of text, the first of which ends with a hyphen."""
        before = upper[-_MAX_WORD_CHARACTERS:-1].rsplit(None, 1)[-1].lstrip("(\"“'‘")
        after = lower.split(None, 1)[0].rstrip(".,;:)\"”’'").lower()
        return upper + lower if self._keeps_hyphen(before, after, lower) else upper[:-1] + lower

    def _keeps_hyphen(self, before: str, after: str, lower: str) -> bool:
        if not (before[-1:].isalpha() and lower[:1].islower()):
            return True
        if _ADDRESS.search(before) or (before.isupper() and len(before) > 1):
            return True
        before = before.lower()
        if self._counts[before + after] or _ENDING.fullmatch(after):
            return False
        if self._counts[f"{before}-{after}"] or "-" in before or "-" in after:
            return True
        if not self._is_hyphenated or before in _FIRST_HALVES:
            return True
        return bool(self._counts[before] and self._counts[after])


class _Writer:
    """Joins the lines of page after page into blocks of text."""

    def __init__(self, halves: _Halves) -> None:
        self._halves = halves
        self._blocks: list[str] = []
        self._last: Line | None = None  # of the open block
        self._is_item = False  # whether its last paragraph begins with a mark
        self._feet: list[str] = []  # of pages, held back while a paragraph continues

    def add_page(self, heads: Sequence[str], lines: Sequence[Line], feet: Sequence[str]) -> None:
        usual = _measure_pitch(lines)
        height = median(line.height for line in lines) if lines else 1.0
        self._feet += heads
        for number, line in enumerate(lines):
            above = self._last
            pitch = usual * max(1.0, line.height / height)  # titles have wider lines
            if above is None:
                self._start(line)
            elif self._is_continued(above, line, pitch if number else 0.0):
                self._append(line)
            elif number and _is_near(above, line, pitch):
                self._blocks[-1] += "\n" + line.text
                self._is_item = _is_marked(line)
            else:
                self._start(line)
            self._last = line
        self._feet += feet

    def join_blocks(self) -> str:
        return "\n\n".join([*self._blocks, *self._feet])

    def _start(self, line: Line) -> None:
        self._is_item = _is_marked(line)
        self._blocks += [*self._feet, line.text]
        self._feet = []

    def _append(self, line: Line) -> None:
        block = self._blocks[-1]
        if block.endswith("-") and block[-2:-1].isalnum():
            self._blocks[-1] = self._halves.join(block, line.text)
        elif _GLUED.search(block[-4:]):
            self._blocks[-1] = block + line.text
        else:
            self._blocks[-1] = f"{block} {line.text}"

    def _is_continued(self, above: Line, line: Line, pitch: float) -> bool:
        """Check whether a line continues the paragraph of the line above; pitch 0 is a new page."""
        if "\t" in above.text or "\t" in line.text:
            return False
        if _is_marked(line) and (self._is_item or not _may_run_on(above, line)):
            return False
        if abs(above.height - line.height) > 0.2 * above.height:
            return False
        if not pitch or line.bottom > above.bottom:  # a new page or column
            is_closed = _CLOSED.search(above.text) is not None
            return not is_closed and (line.text[0].islower() or _is_full(above, line))
        if not _is_near(above, line, pitch):
            return False
        is_indented = line.left > above.left + 0.8 * line.height
        if is_indented and not _is_marked(above) and not _are_centred(above, line):
            return False
        return _is_full(above, line)


def _measure_pitch(lines: Sequence[Line]) -> float:
    """Return the usual distance between consecutive lines."""
    steps = [a.bottom - b.bottom for a, b in pairwise(lines) if a.bottom > b.bottom]
    near = [step for step, line in zip(steps, lines, strict=False) if step < 2.5 * line.height]
    return median(near) if near else 14.0


def _is_near(above: Line, line: Line, pitch: float) -> bool:
    """Check that there is no blank line between two lines."""
    return above.bottom - line.bottom < max(1.25 * pitch, 1.35 * line.height)


def _is_marked(line: Line) -> bool:
    return MARK.fullmatch(line.words[0].text) is not None


def _may_run_on(above: Line, line: Line) -> bool:
    """Check whether the mark that a line begins with may be part of running text."""
    mark = line.words[0].text
    stopped = (_CLOSED if mark in "–—-" else _STOPPED).search(above.text)
    return bool(_INLINE.fullmatch(mark)) and not stopped and line.left < above.left + 2


def _are_centred(above: Line, line: Line) -> bool:
    """Check whether both lines are centred in the column, one below the other."""
    middle = sum(above.column) / 2
    first, second = ((each.left + each.right) / 2 for each in (above, line))
    are_near = abs(first - second) < 6 and abs((first + second) / 2 - middle) < 12
    edge = above.column[0] + 6
    # The first line of a title may fill the column.
    return are_near and (above.left > edge or (line.left > edge and not _CLOSED.search(above.text)))


def _is_full(above: Line, line: Line) -> bool:
    """Check that the first word of a line had no room in the line above."""
    first, last = line.words[0], above.words[-1]
    space = 0.25 * above.height
    left, right = above.column
    if _are_centred(above, line):
        # A title is broken where it reads well; two lines of an address would fit into one.
        width = above.right - above.left
        together = width + line.right - line.left
        return width > 0.6 * (right - left) or (
            width > 0.4 * (right - left) and together > right - left
        )
    room = right - last.right - space
    return first.right - first.left > room - 0.02 * (right - left)
