"""What a rule looks at: one block with its facts, and the page as far as it has been read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

from fls.arrays import steps
from fls.segmentation.asks import Known, Place, Question
from fls.segmentation.blocks import Blocks
from fls.segmentation.datelines import dateline
from fls.segmentation.facts import Shapes
from fls.segmentation.limits import (
    BELOW_TABLE,
    DECK,
    MAX_FIGURE,
    MAX_ROW_SMALL,
    MIN_DATED,
    MIN_PHONE_DIGITS,
    NEAR_ABOVE,
    NEAR_BELOW,
)
from fls.segmentation.lines import Lines
from fls.segmentation.patterns import (
    EMAIL,
    INNER_END,
    LINK_ONLY,
    NO_MARKS,
    PHONE,
    URL,
    URL_SIGNS,
    VERBS,
)
from fls.sheet import Sheet

__all__ = ["PROSE", "Look", "Page", "Reading", "count_small_words", "find_questions", "has_verb"]

#: What a rule answers for running text: it is cut into sentences later.
PROSE = "sentence"


class Reading:
    """The blocks of a sheet and their shapes, laid out for looking at them one by one.

    Parameters
    ----------
    sheet : Sheet
    lines : Lines
    blocks : Blocks
    shapes : Shapes
    """

    def __init__(self, sheet: Sheet, lines: Lines, blocks: Blocks, shapes: Shapes) -> None:
        self._texts = sheet.texts
        self._begin = sheet.begin
        self._blocks, self._lines = blocks, lines
        # Where each block stands in its text.
        begin = sheet.begin.take(blocks.text)
        self._start: list[int] = (blocks.start - begin).tolist()
        self._end: list[int] = (blocks.end - begin).tolist()
        self.n_lines: list[int] = (blocks.last_line - blocks.first_line).tolist()
        self.owner: list[int] = blocks.text.tolist()
        self.size: list[int] = blocks.size.tolist()
        self.gap: list[bool] = blocks.gap.tolist()
        self.columns: list[bool] = blocks.columns.tolist()
        self.mark: list[int] = blocks.mark.tolist()
        facts = shapes.facts
        self.low: list[int] = facts.small.tolist()
        self.digits: list[int] = facts.digits.tolist()
        self.closed: list[bool] = facts.closed.tolist()
        self.announces: list[bool] = facts.announces.tolist()
        self.number: list[bool] = facts.number.tolist()
        self.ask = shapes.ask

    def pages(self) -> list[tuple[int, int]]:
        """Return the first and last block of each text that has any, half-open."""
        edges = steps(self._blocks.text, -1).nonzero()[0]
        return list(pairwise([*edges.tolist(), len(self.owner)]))

    def is_figure(self, i: int, rows: bool) -> bool:
        """Check whether a block is a short number, or a few of them, but not that of a telephone.

        Parameters
        ----------
        i : int
            Number of the block.
        rows : bool
            Whether a row of figures is one as well.

        Returns
        -------
        bool
        """
        if rows and self.columns[i] and self.digits[i]:
            return self.low[i] <= MAX_ROW_SMALL or not self.closed[i]
        figure = self.number[i] and self.size[i] <= MAX_FIGURE
        return figure and (self.digits[i] < MIN_PHONE_DIGITS or PHONE.search(self.text(i)) is None)

    def text(self, i: int) -> str:
        """Read a block on one line, runs of white space at line ends folded to one space.

        Parameters
        ----------
        i : int
            Number of the block.

        Returns
        -------
        str
        """
        owner = self.owner[i]
        whole = self._texts[owner]
        if self.n_lines[i] == 1:
            return whole[self._start[i] : self._end[i]]
        rows = slice(self._blocks.first_line[i], self._blocks.last_line[i])
        begin = self._begin[owner]
        starts = (self._lines.start[rows] - begin).tolist()
        ends = (self._lines.end[rows] - begin).tolist()
        return " ".join([whole[a:b] for a, b in zip(starts, ends, strict=True)])


class Look:
    """A block under judgement, with what several rules ask about it, each found out once.

    Parameters
    ----------
    reading : Reading
    i : int
        Number of the block.
    """

    __slots__ = ("_small", "closed", "columns", "digits", "gap", "low", "mark", "number", "size",
                 "text")  # fmt: skip

    def __init__(self, reading: Reading, i: int) -> None:
        self.text = reading.text(i)
        self.size = reading.size[i]
        self.closed = reading.closed[i]
        #: Words among the first fifty that begin with a small letter.
        self.low = reading.low[i]
        self.digits = reading.digits[i]
        self.number = reading.number[i]
        self.columns = reading.columns[i]
        self.gap = reading.gap[i]
        self.mark = reading.mark[i]
        self._small = ""

    @property
    def small(self) -> str:
        """The text in small letters, for a cheap look before a dear one."""
        if not self._small:
            self._small = self.text.lower()
        return self._small

    def has(self, signs: Iterable[str]) -> bool:
        """Check whether one of these, in small letters, stands in the text."""
        return any(map(self.small.__contains__, signs))

    @property
    def reachable(self) -> bool:
        """Whether an e-mail address or a telephone number stands in the text."""
        text = self.text
        if ("@" in text or "(at)" in text or "[email" in text) and EMAIL.search(text):
            return True
        return self.phone

    @property
    def phone(self) -> bool:
        """Whether a telephone number stands in the text."""
        return self.digits >= MIN_PHONE_DIGITS and PHONE.search(self.text) is not None

    @property
    def only_link(self) -> bool:
        """Whether the text is a link, perhaps behind a label, or the name of an account."""
        text = self.text
        signed = "@" in text or "://" in text or "www." in self.small
        return signed and LINK_ONLY.match(text) is not None

    @property
    def linked(self) -> bool:
        """Whether a link stands in the text."""
        signed = "." in self.text or "://" in self.text
        return signed and self.has(URL_SIGNS) and URL.search(self.text) is not None


class Page:
    """What a reader remembers on the way down the page.

    Parameters
    ----------
    reading : Reading
    first, last : int
        The blocks of one release, half-open.
    """

    def __init__(self, reading: Reading, first: int, last: int) -> None:
        self.reading = reading
        self.first, self.last = first, last
        # Where headline and deck end, and whether a dateline says so.
        self.body, self.dated = _find_first_paragraph(reading, first, last)
        self.i = first  # the block under judgement
        self.previous = ""  # kind of the block above
        self.row = first - BELOW_TABLE - 1  # the last row of a table
        self.notice = 0  # the last block that announces pictures
        #: Bits of :class:`~fls.segmentation.asks.Place` for the next block, and of the questions
        #: that are open there whatever its shape.
        self.open = 0

    @property
    def contact(self) -> bool:
        """Whether the block stands inside a contact block."""
        return self.open & _IN_CONTACT != 0

    @property
    def links(self) -> bool:
        """Whether the block stands inside a list of links."""
        return self.open & _IN_LINKS != 0

    @property
    def listing(self) -> bool:
        """Whether a colon or a heading has announced a list."""
        return self.open & _IN_LIST != 0

    @property
    def table(self) -> bool:
        """Whether the row of a table stands a few blocks above."""
        return self.i - self.row <= BELOW_TABLE

    def above(self) -> str:
        """Read the block above; there must be one."""
        return self.reading.text(self.i - 1)

    def among_numbers(self) -> int:
        """Count the figures among the few blocks above and below; in a table, rows as well."""
        above, below = self.i - NEAR_ABOVE, self.i + NEAR_BELOW
        near = range(max(self.first, above), min(self.last, below + 1))
        return sum([self.reading.is_figure(j, self.table) for j in near if j != self.i])


#: A longer text without its full stop may still be running text.
_MIN_PARAGRAPH = 300
# Plain numbers: arithmetic on flags of an enumeration is slow.
_IN_CONTACT, _IN_LINKS, _IN_LIST = (int(Place.IN_CONTACT), int(Place.IN_LINKS), int(Place.IN_LIST))
# All but what has no meaning down to the first paragraph, or below it.
_ABOVE = ~int(Known.PARAGRAPH | Question.REFERENCE | Question.TITLE)
_BELOW = ~int(Question.DATELINE_ALONE)


def find_questions(reading: Reading, pages: Sequence[Page]) -> list[int]:
    """Find what is open about each block by its shape and place.

    Parameters
    ----------
    reading : Reading
    pages : sequence of Page
        Of all its texts that have a block.

    Returns
    -------
    list of int
        Bits of :mod:`fls.segmentation.asks`; -1, which no further bit changes, where nothing is
        asked.
    """
    body = np.array([page.body for page in pages], dtype=np.int64)
    dated = np.array([page.dated for page in pages], dtype=bool)
    size = np.array([page.last - page.first for page in pages], dtype=np.int64)
    place = np.arange(len(reading.ask)) - body.repeat(size)
    asked = reading.ask & np.where(place > 0, _BELOW, _ABOVE)
    asked[place < 0] |= int(Place.IN_HEAD)
    asked[body[dated]] |= int(Place.AT_DATELINE)
    asked[asked & int(Known.PARAGRAPH) != 0] = -1
    bits: list[int] = asked.tolist()
    return bits


def _find_first_paragraph(reading: Reading, first: int, last: int) -> tuple[int, bool]:
    """Find where headline and deck end: the first paragraph, and whether it has a dateline."""
    size, low, closed = reading.size, reading.low, reading.closed
    deck = range(first, min(last, first + DECK * 2))
    paragraphs = 0
    for i in deck:
        if size[i] >= MIN_DATED and dateline(reading.text(i)):
            return i, True
        paragraphs += size[i] > 150 and closed[i] and low[i] >= 4
        if paragraphs > 2:
            break
    sentences = [
        i
        for i in deck
        if (closed[i] and low[i] >= 4) or _holds_sentences(reading, i, _MIN_PARAGRAPH)
    ]
    sentences = sentences or [i for i in deck if _holds_sentences(reading, i, 0)]
    for i in sentences:
        if size[i] > 110 and not reading.mark[i]:
            return i, False
    if sentences and sentences[0] < first + DECK:
        return sentences[0], False
    return min(first + 1, last), False


def _holds_sentences(reading: Reading, i: int, longer: int) -> bool:
    """Check whether a sentence ends inside a block, as in a release without its line breaks."""
    size = reading.size[i]
    possible = size > longer and (reading.low[i] > 5 or size > 2 * _MIN_PARAGRAPH)
    return possible and INNER_END.search(reading.text(i)) is not None


def has_verb(text: str) -> bool:
    """Check whether a common verb form stands in the text."""
    return not VERBS.isdisjoint(text.lower().translate(NO_MARKS).split())


def count_small_words(words: list[str]) -> int:
    """Count the words that begin with a small letter."""
    return sum(map(str.islower, [word[0] for word in words]))
