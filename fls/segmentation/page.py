"""What a rule looks at: one block with its facts, and the page as far as it has been read."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from fls.arrays import steps
from fls.segmentation.blocks import Blocks
from fls.segmentation.datelines import dateline
from fls.segmentation.lines import Lines
from fls.segmentation.patterns import (
    DECK,
    EMAIL,
    LINK_ONLY,
    NO_MARKS,
    PHONE,
    URL,
    URL_SIGNS,
    VERBS,
)
from fls.segmentation.shape import Ask, Shapes
from fls.sheet import Sheet

__all__ = ["Look", "Page", "Reading", "has_verb"]


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
        self._sheet = sheet
        self._blocks, self._lines = blocks, lines
        self._begin: list[int] = sheet.begin.tolist()
        self._start: list[int] = blocks.start.tolist()
        self._end: list[int] = blocks.end.tolist()
        self._line: list[int] = blocks.first_line.tolist()
        self.n_lines: list[int] = (blocks.last_line - blocks.first_line).tolist()
        self.owner: list[int] = blocks.text.tolist()
        self.size: list[int] = blocks.size.tolist()
        self.gap: list[bool] = blocks.gap.tolist()
        self.columns: list[bool] = blocks.columns.tolist()
        self.mark: list[int] = blocks.mark.tolist()
        self.low: list[int] = shapes.small.tolist()
        self.digits: list[int] = shapes.digits.tolist()
        self.closed: list[bool] = shapes.closed.tolist()
        self.announces: list[bool] = shapes.announces.tolist()
        self.number: list[bool] = shapes.number.tolist()
        self.ask: list[int] = shapes.ask.tolist()

    def pages(self) -> list[tuple[int, int]]:
        """First and last block of each text that has any, half-open."""
        edges = steps(self._blocks.text, -1).nonzero()[0]
        return list(pairwise([*edges.tolist(), len(self.owner)]))

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
        whole, begin = self._sheet.texts[owner], self._begin[owner]
        if self.n_lines[i] == 1:
            return whole[self._start[i] - begin : self._end[i] - begin]
        rows = slice(self._line[i], self._line[i] + self.n_lines[i])
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
        """Whether one of these, in small letters, stands in the text."""
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
        return self.digits > 6 and PHONE.search(self.text) is not None

    @property
    def only_link(self) -> bool:
        """Whether the text is a link, perhaps behind a label, or the name of an account."""
        text = self.text
        may_be = "@" in text or "://" in text or "www." in self.small
        return may_be and LINK_ONLY.match(text) is not None

    @property
    def linked(self) -> bool:
        """Whether a link stands in the text."""
        may_be = "." in self.text or "://" in self.text
        return may_be and self.has(URL_SIGNS) and URL.search(self.text) is not None


class Page:
    """What a reader remembers while going down the page.

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
        self.body, self.dated = _first_paragraph(reading, first, last)
        self.i = first  # the block under judgement
        self.previous = ""  # kind of the block above
        self.contact = False  # inside a contact block
        self.links = False  # inside a list of links
        self.listing = False  # a colon or a heading has announced a list
        self.table = 0  # blocks since the last table row, counted down

    def questions(self) -> list[int]:
        """Bits of :class:`Ask` for each block by its shape and place, -1 where nothing is asked."""
        head, asked = self.body - self.first, self.reading.ask[self.first : self.last]
        found = [ask & _ABOVE | _IN_HEAD for ask in asked[:head]]
        found += [ask & _ABOVE | _AT_DATELINE * self.dated for ask in asked[head : head + 1]]
        return found + [-1 if ask & _NOTHING_BELOW else ask & _BELOW for ask in asked[head + 1 :]]

    @property
    def open(self) -> int:
        """What is open about the next block, or known of it, whatever its shape."""
        found = _IN_LIST if self.listing else 0
        if self.previous == "sentence":
            return found
        if self.contact:
            found |= _CONTACT | _IN_CONTACT
        if self.links:
            found |= _IN_LINKS
        return found | _BEHIND_ITEM if self.previous == "item" else found

    def above(self) -> str:
        """Text of the block above; there must be one."""
        return self.reading.text(self.i - 1)

    def among_numbers(self) -> int:
        """How many of the two blocks above and the three below are nothing but numbers."""
        near = range(max(self.first, self.i - 2), min(self.last, self.i + 4))
        number, size = self.reading.number, self.reading.size
        return sum([number[j] and size[j] < 40 for j in near if j != self.i])


# Plain numbers: arithmetic on flags of an enumeration is slow.
_IN_HEAD, _AT_DATELINE = int(Ask.IN_HEAD), int(Ask.AT_DATELINE)
_CONTACT, _IN_LINKS = int(Ask.CONTACT), int(Ask.IN_LINKS)
_BEHIND_ITEM, _NOTHING_BELOW = int(Ask.BEHIND_ITEM), int(Ask.NOTHING_BELOW)
_IN_CONTACT, _IN_LIST = int(Ask.IN_CONTACT), int(Ask.IN_LIST)
# What is asked down to the first paragraph, and what below it.
_ABOVE = ~int(Ask.NOTHING_BELOW | Ask.REFERENCE | Ask.TITLE)
_BELOW = ~int(Ask.DATE)


def _first_paragraph(reading: Reading, first: int, last: int) -> tuple[int, bool]:
    """Where headline and deck end: the first paragraph, and whether it has a dateline."""
    size, low, closed = reading.size, reading.low, reading.closed
    deck = range(first, min(last, first + DECK * 2))
    paragraphs = 0
    for i in deck:
        if size[i] > 100 and dateline(reading.text(i)):
            return i, True
        paragraphs += size[i] > 150 and closed[i] and low[i] >= 4
        if paragraphs > 2:
            break
    sentences = [i for i in deck if closed[i] and low[i] >= 4]
    for i in sentences:
        if size[i] > 110 and not reading.mark[i]:
            return i, False
    if sentences and sentences[0] < first + DECK:
        return sentences[0], False
    return min(first + 1, last), False


def has_verb(text: str) -> bool:
    """Whether a common verb form stands in the text."""
    return not VERBS.isdisjoint(text.lower().translate(NO_MARKS).split())
