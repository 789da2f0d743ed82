"""What a rule looks at: one block with its facts, and the page as far as it has been read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fls.segmentation.blocks import Block, bullet
from fls.segmentation.patterns import (
    AFTER_CLOSE,
    CLOSED,
    DATELINE,
    DATELINE_SIGN,
    DECK,
    EMAIL,
    NO_MARKS,
    NUMBERISH,
    PHONE,
    URL,
    URL_SIGNS,
    VERBS,
)

__all__ = ["Look", "Page", "has_verb", "is_closed", "is_number", "opens_release"]


class Look:
    """A block under judgement, with what several rules ask about it, each found out once.

    Parameters
    ----------
    block : Block
        The block; its text is not empty.
    """

    __slots__ = ("_digits", "_low", "_small", "block", "closed", "size", "text")

    def __init__(self, block: Block) -> None:
        self.block = block
        self.text = block.text
        self.size = len(block.text)
        self.closed = is_closed(block.text)
        self._digits = self._low = -1
        self._small = ""

    @property
    def low(self) -> int:
        """Words without a capital in the first 300 characters."""
        if self._low < 0:
            self._low = _small_words(self.text)
        return self._low

    @property
    def digits(self) -> int:
        """How many digits the text has."""
        if self._digits < 0:
            self._digits = sum(map(self.text.count, "0123456789"))
        return self._digits

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
    def linked(self) -> bool:
        """Whether a link stands in the text."""
        return self.has(URL_SIGNS) and URL.search(self.text) is not None


class Page:
    """What a reader remembers while going down the page.

    Parameters
    ----------
    blocks : sequence of Block
        A release, in reading order.
    """

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        # Where headline and deck end, and whether a dateline says so.
        self.body, self.dated = _first_paragraph(blocks)
        self.numeric = [len(b.text) < 40 and is_number(b.text) for b in blocks]
        self.i = 0  # the block under judgement
        self.previous = ""  # kind of the block above
        self.contact = False  # inside a contact block
        self.links = False  # inside a list of links
        self.listing = False  # a colon or a heading has announced a list
        self.table = 0  # blocks since the last table row, counted down

    def above(self) -> str:
        """Text of the block above; there must be one."""
        return self.blocks[self.i - 1].text

    def below(self) -> Block | None:
        """The next block, if there is one."""
        return self.blocks[self.i + 1] if self.i + 1 < len(self.blocks) else None

    def among_numbers(self) -> int:
        """How many of the two blocks above and the three below are nothing but numbers."""
        return sum(self.numeric[max(0, self.i - 2) : self.i + 4]) - self.numeric[self.i]


def _first_paragraph(blocks: Sequence[Block]) -> tuple[int, bool]:
    """Where headline and deck end: index of the first paragraph, and whether it has a dateline."""
    paragraphs = 0
    for i, block in enumerate(blocks[: DECK * 2]):
        if len(block.text) > 100 and opens_release(block.text):
            return i, True
        paragraphs += len(block.text) > 150 and _sentence_like(block.text)
        if paragraphs > 2:
            break
    for i, block in enumerate(blocks[: DECK * 2]):
        if len(block.text) > 110 and _sentence_like(block.text) and not bullet(block.text):
            return i, False
    for i, block in enumerate(blocks[:DECK]):
        if _sentence_like(block.text):
            return i, False
    return min(1, len(blocks)), False


def _sentence_like(text: str) -> bool:
    """A closed sentence with enough small words to be one."""
    return is_closed(text) and _small_words(text) >= 4


def _small_words(text: str) -> int:
    """Words without a capital in the first 300 characters: prose has many, names have none."""
    return sum(map(str.islower, text[:300].split()))


def has_verb(text: str) -> bool:
    """Whether a common verb form stands in the text."""
    return not VERBS.isdisjoint(text.lower().translate(NO_MARKS).split())


def is_number(text: str) -> bool:
    """Whether the text is a number, a few of them, or what stands for one."""
    if text[0].isalpha() and text[0] not in "nNxX":
        return False
    return NUMBERISH.match(text) is not None


def is_closed(text: str) -> bool:
    """Whether the text ends like a sentence: a mark, and perhaps what may stand behind it."""
    last = text[-1]
    if last in ".!?":
        return True
    return (last in AFTER_CLOSE or last.isdecimal()) and CLOSED.search(text[-14:]) is not None


def opens_release(text: str) -> bool:
    """Whether the text begins with place and date, as a release does."""
    return DATELINE_SIGN.search(text, 0, 141) is not None and DATELINE.match(text) is not None
