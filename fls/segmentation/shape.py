"""What can be seen of every block at a glance, and which questions that leaves open.

A rule of :mod:`fls.segmentation.layout` is asked only where the shape of a block says that it
may answer; the shapes of all blocks come from a few passes over the arrays of a sheet.
"""

from __future__ import annotations

from enum import IntFlag
from functools import cache
from typing import NamedTuple

import numpy as np

from fls.arrays import Flags, Ints, spread, totals
from fls.segmentation.blocks import Blocks
from fls.segmentation.patterns import (
    AFTER_CLOSE,
    CLOSED,
    COMPANY_ENDS,
    CONTACT_FIRST,
    FURNITURE_ARTICLES,
    FURNITURE_NEXT,
    FURNITURE_RULED,
    FURNITURE_WORDS,
    HEADING_FIRST,
    LABEL_FIRST,
    LEGAL_WORDS,
    MAX_HEADING,
    NUMBERISH,
    STATEMENT_WORDS,
    VERBS,
)
from fls.sheet import BLANK, DIGIT, LOWER, WORD, Sheet, Words, WordSet, char_table

__all__ = ["NAME", "SIGN_OFF", "Ask", "Shapes", "read_shapes"]

#: A name that stands alone is shorter.
NAME = 80
#: An address or a number stands so many blocks below the names that it belongs to, at most.
SIGN_OFF = 3


class Ask(IntFlag):
    """What a rule needs to see before it is asked, where on the page, and what needs no asking."""

    FURNITURE = 1
    DATE = 2
    REFERENCE = 4
    TABLE = 8
    TITLE = 16
    HEADING = 32
    CONTACT_HEAD = 64
    CONTACT = 128
    ITEM = 256
    FRAGMENT = 512
    AT_DATELINE = 1024
    IN_HEAD = 2048
    IN_LINKS = 4096
    BEHIND_ITEM = 8192
    #: Inside a contact block, below what announces a list.
    IN_CONTACT = 16384
    IN_LIST = 32768
    #: Nothing is asked about a long closed paragraph below the head.
    NOTHING_BELOW = 1 << 16
    #: Shapes to which the answer is known, see :data:`fls.segmentation.layout.SURE`: an item of
    #: more than three words; a line that is no sentence; a title without a verb; a headline; a row.
    LONG_ITEM = 1 << 17
    LINE = 1 << 18
    BARE_TITLE = 1 << 19
    BARE_HEADLINE = 1 << 20
    ROW = 1 << 21
    #: A short line a few blocks above an address or a number.
    SIGN_OFF = 1 << 22


class Shapes(NamedTuple):
    """Facts about blocks.

    Parameters
    ----------
    small : (n_blocks,) int64
        How many of its first fifty words begin with a small letter: prose has many, names none.
    digits : (n_blocks,) int64
        How many digits it has.
    closed : (n_blocks,) bool
        Whether it ends like a sentence: a mark, and perhaps what may stand behind it.
    announces : (n_blocks,) bool
        Whether it ends with a colon.
    number : (n_blocks,) bool
        Whether it is a number, a few of them, or what stands for one.
    ask : (n_blocks,) int64
        Bits of :class:`Ask`: which questions its shape leaves open.
    """

    small: Ints
    digits: Ints
    closed: Flags
    announces: Flags
    number: Flags
    ask: Ints


#: Names of months and days, as a line may begin with them.
_DATES = """jan january feb february mar march apr april may jun june jul july aug august sep sept
    september oct october nov november dec december mon monday tue tues tuesday wed wednesday thu
    thur thurs thursday fri friday sat saturday sun sunday""".split()
#: Longest block of which every word is looked up.
_LOOKED_THROUGH = 140
# Groups of words.
(
    _FURNITURE, _DATE, _HEADING, _CONTACT, _LABEL, _LEGAL, _STATEMENT, _REACH, _WWW, _ARTICLE,
    _PICTURE, _RULED, _VERB, _PAUSE,
) = (1 << i for i in range(14))  # fmt: skip


@cache
def _words() -> WordSet:
    return WordSet(
        FURNITURE_WORDS, _DATES, HEADING_FIRST, CONTACT_FIRST, LABEL_FIRST, LEGAL_WORDS,
        STATEMENT_WORDS, ("contact", "contacts"), ("www",), FURNITURE_ARTICLES, FURNITURE_NEXT,
        FURNITURE_RULED, VERBS, (":", ";"),
    )  # fmt: skip


@cache
def _char_tables() -> dict[str, Flags]:
    """Characters that a block may begin with, or end with, by what they may mean."""
    digits = "0123456789"
    return {
        "closes": char_table(".!?"),
        "after close": char_table("".join(AFTER_CLOSE)),
        "ornament": char_table("-–—#*_=~•." + digits),
        "sign": char_table("([©"),
        "reference": char_table("[(*†‡" + digits),
        "number": char_table("$€£¥%().,:;*+/xX—–-nN" + digits),
        "dash": char_table("-–—"),
        "quote": char_table('"“'),
        # Second letters of stock exchanges.
        "exchange": char_table("SYAaTIt"),
        "exhibit": char_table("Ee"),
    }


def read_shapes(sheet: Sheet, words: Words, blocks: Blocks) -> Shapes:
    """Look at every block.

    Parameters
    ----------
    sheet : Sheet
    words : Words
    blocks : Blocks

    Returns
    -------
    Shapes
    """
    begins_small = totals((sheet.kind.take(sheet.first) & LOWER) != 0)
    upto = np.minimum(blocks.first_chunk + 50, blocks.last_chunk)
    small = begins_small.take(upto) - begins_small.take(blocks.first_chunk)
    last = sheet.codes[blocks.end - 1]
    digits = _digits(sheet, blocks)
    shapes = Shapes(
        small=small,
        digits=digits,
        closed=_closed(sheet, blocks, small),
        announces=(last == ord(":")) | (last == ord("：")),
        number=_numbers(sheet, blocks, small, digits),
        ask=np.zeros(len(small), dtype=np.int64),
    )
    _ask(sheet, words, blocks, shapes)
    return shapes


def _digits(sheet: Sheet, blocks: Blocks) -> Ints:
    at = sheet.notes[(sheet.noted >= ord("0")) & (sheet.noted <= ord("9"))]
    return at.searchsorted(blocks.end) - at.searchsorted(blocks.start)


def _closed(sheet: Sheet, blocks: Blocks, small: Ints) -> Flags:
    last = sheet.codes[blocks.end - 1]
    closed = _char_tables()["closes"].take(last, mode="clip")
    may_be = _char_tables()["after close"].take(last, mode="clip")
    may_be |= (sheet.kind[blocks.end - 1] & DIGIT) != 0
    rows = may_be.nonzero()[0]
    start, end = blocks.start[rows], blocks.end[rows]
    tails = sheet.pieces(np.maximum(start, end - 14), end, blocks.text[rows])
    for row, tail in zip(rows.tolist(), tails, strict=True):
        closed[row] = CLOSED.search(tail) is not None
    # The full stop of a company's name closes nothing where the name is all there is.
    rows = ((last == ord(".")) & (small == 0) & (blocks.size < NAME)).nonzero()[0]
    end = blocks.end[rows]
    tails = sheet.pieces(np.maximum(blocks.start[rows], end - 8), end, blocks.text[rows])
    for row, tail in zip(rows.tolist(), tails, strict=True):
        closed[row] = not tail.endswith(COMPANY_ENDS)
    return closed


def _numbers(sheet: Sheet, blocks: Blocks, small: Ints, digits: Ints) -> Flags:
    first = sheet.codes[blocks.start]
    signs = _char_tables()["number"]
    may_be = (blocks.size <= 300) & signs.take(first, mode="clip")
    second = signs.take(sheet.codes[blocks.start + 1], mode="clip")
    may_be &= (blocks.size < 13) | ((small < 2) & ((digits > 0) | second))
    rows = may_be.nonzero()[0]
    texts = sheet.pieces(blocks.start[rows], blocks.end[rows], blocks.text[rows])
    for row, text in zip(rows.tolist(), texts, strict=True):
        may_be[row] = NUMBERISH.match(text) is not None
    return may_be


def _ask(sheet: Sheet, words: Words, blocks: Blocks, shapes: Shapes) -> None:
    """Find out what may be asked about each block."""
    tables = _char_tables()
    first, size, small, digits = sheet.codes[blocks.start], blocks.size, shapes.small, shapes.digits
    second = sheet.codes[blocks.start + 1]

    def begins(name: str) -> Flags:
        return tables[name].take(first, mode="clip")

    opening, held, held_none = _word_flags(words, blocks)
    signs = _signs(sheet, blocks)
    asks_question = sheet.codes[blocks.end - 1] == ord("?")
    prose = shapes.closed & (small >= 6)
    reachable = ((signs & 1) != 0) | (digits > 6)
    labelled = ((signs & 2) != 0) & ((opening & _LABEL) != 0) | ((opening & _REACH) != 0)
    linked = ((signs & 4) != 0) | ((held & _WWW) != 0)
    ruled = (held & (_RULED | _DATE)) != 0
    ruled = held_none | ((size <= 60) & (ruled | shapes.number))
    asks = {
        Ask.NOTHING_BELOW: (size > 420)
        & shapes.closed
        & (small > 12)
        & (begins("quote") | _is_letter(sheet, blocks.start)),
        Ask.FURNITURE: ((size <= 420) & (((opening & (_FURNITURE | _DATE)) != 0) | begins("sign")))
        | (ruled & begins("ornament")),
        Ask.DATE: (size <= 110) & (small <= 3) & (digits > 0),
        Ask.REFERENCE: begins("reference") & ~((first == ord("*")) & (second == ord(" "))),
        Ask.TABLE: _like_table(blocks, shapes),
        Ask.TITLE: (size < 140) & (small <= 8) & ((held & _STATEMENT) != 0),
        Ask.HEADING: (size <= MAX_HEADING)
        & (((opening & _HEADING) != 0) | ((held & _LEGAL) != 0) | asks_question),
        Ask.CONTACT_HEAD: (size <= 90)
        & (((opening & _CONTACT) != 0) | ((held & _REACH) != 0) | (first == ord("/"))),
        Ask.CONTACT: (small < 12)
        & ~prose
        & (reachable | labelled | (linked & (small < 4)) | begins("dash")),
        Ask.ITEM: blocks.mark > 0,
        Ask.LONG_ITEM: _is_long_item(sheet, blocks),
        Ask.FRAGMENT: (size <= 260) & ~shapes.closed,
        Ask.LINE: (size < 120) & (blocks.mark == 0) & ~shapes.announces & ~prose,
        Ask.BARE_TITLE: ~linked & _is_bare_title(sheet, blocks, held),
        Ask.BARE_HEADLINE: ~(reachable | linked) & _is_bare_headline(sheet, blocks, small),
        Ask.SIGN_OFF: (size < NAME)
        & (small < 3)
        & (blocks.mark == 0)
        & ~(shapes.closed | shapes.announces | shapes.number)
        & _followed(reachable & (size < NAME), blocks.text),
        Ask.ROW: (blocks.columns & (digits > 0) & ((small < 9) | ~shapes.closed))
        | (shapes.number & (digits <= 6)),
    }
    for bit, chosen in asks.items():
        np.add(shapes.ask, chosen * int(bit), out=shapes.ask)


def _followed(wanted: Flags, text: Ints) -> Flags:
    """Whether one of the three blocks below in the same text is wanted."""
    found = np.zeros_like(wanted)
    for below in range(1, SIGN_OFF + 1):
        found[:-below] |= wanted[below:] & (text[below:] == text[:-below])
    return found


def _is_bare_title(sheet: Sheet, blocks: Blocks, held: Ints) -> Flags:
    """Whether a fragment surely has few words, no verb, and no mark that parts or announces."""
    found: Flags = (blocks.size <= MAX_HEADING) & ((held & (_VERB | _PAUSE)) == 0)
    found &= blocks.last_chunk - blocks.first_chunk <= 14
    found &= (sheet.kind[blocks.end - 1] & WORD) != 0
    return found


def _is_bare_headline(sheet: Sheet, blocks: Blocks, small: Ints) -> Flags:
    """Whether a text in the head surely names no company, exchange or exhibit alone."""
    size, tables = blocks.size, _char_tables()
    first, second = sheet.codes[blocks.start], sheet.codes[blocks.start + 1]
    exchange = (first == ord("(")) | tables["exchange"].take(second, mode="clip")
    exhibit = tables["exhibit"].take(first, mode="clip")
    company = (blocks.last_chunk - blocks.first_chunk <= 6) & (small < 2)
    found: Flags = (size >= 40) & (size <= _LOOKED_THROUGH) & (blocks.mark == 0)
    found &= ((size > 85) | ~exchange) & ((size >= 120) | ~(company | exhibit))
    return found


def _is_long_item(sheet: Sheet, blocks: Blocks) -> Flags:
    """Whether a block begins with the mark of an item, and surely has more than three words."""
    rows = blocks.mark.nonzero()[0]
    apart = (sheet.kind.take(blocks.start[rows] + blocks.mark[rows] - 1) & BLANK) != 0
    fourth = blocks.first_chunk[rows] + apart + 3
    enough = fourth < blocks.last_chunk[rows]
    rows, fourth = rows[enough], fourth[enough]
    # Marks of no width part chunks as well, but no words.
    before = np.minimum(fourth, len(sheet.last))[:, None] - np.arange(1, 4)
    gaps = sheet.codes.take(sheet.last.take(np.maximum(before, 0)))
    found = np.zeros(len(blocks.mark), dtype=bool)
    found[rows] = ((gaps == ord(" ")) | (gaps == ord("\n"))).all(axis=1)
    return found


def _like_table(blocks: Blocks, shapes: Shapes) -> Flags:
    """Whether blocks may be rows or cells: by columns, by their digits, or by those around."""
    size, small, columns = blocks.size, shapes.small, blocks.columns
    row = (shapes.digits > 0.25 * size) & (small < 6)
    label = (size < 60) & (small < 7) & ~shapes.closed & _near_number(shapes, blocks)
    found: Flags = (size <= 300) & ((small <= 8) | columns)
    found &= columns | shapes.number | row | label
    return found


def _is_letter(sheet: Sheet, at: Ints) -> Flags:
    found: Flags = (sheet.kind[at] & (WORD | DIGIT)) == WORD
    return found


def _near_number(shapes: Shapes, blocks: Blocks) -> Flags:
    """Whether one of the two blocks above or of the three below is a short number."""
    numeric = shapes.number & (blocks.size < 40)
    numeric |= blocks.columns & (shapes.digits > 0)
    rows = np.arange(len(numeric))
    sums = totals(numeric)
    first = blocks.text.searchsorted(blocks.text, side="left")
    last = blocks.text.searchsorted(blocks.text, side="right")
    found = sums[np.minimum(rows + 4, last)] - sums[np.maximum(rows - 2, first)] - numeric
    sure: Flags = found > 0
    return sure


def _word_flags(words: Words, blocks: Blocks) -> tuple[Ints, Ints, Flags]:
    """Groups that the first word of each block is in, and those of all words of short ones.

    And whether it has no word at all.
    """
    low, high = blocks.first_word, blocks.last_word
    opening = np.zeros(len(low), dtype=np.int64)
    at = (low < high).nonzero()[0]
    at = at[words.start[low[at]] == blocks.start[at]]
    flags = _words().flags(words.hash[low[at]])
    # "The photo accompanying ..." is furniture, "The Company ..." is not.
    following = _words().flags(words.hash[np.minimum(low[at] + 1, len(words.hash) - 1)])
    flags[((flags & _ARTICLE) != 0) & ((following & _PICTURE) == 0)] &= ~_FURNITURE
    opening[at] = flags
    held = np.zeros(len(low), dtype=np.int64)
    short = (blocks.size <= _LOOKED_THROUGH).nonzero()[0]
    rows, owner = spread(low[short], high[short])
    flags = _words().flags(words.hash.take(rows))
    hit = flags.nonzero()[0]
    np.bitwise_or.at(held, short[owner[hit]], flags[hit])
    return opening, held, low == high


def _signs(sheet: Sheet, blocks: Blocks) -> Ints:
    """Bits: 1 may be an e-mail address, 2 a colon or number sign, 4 may be a link."""
    found = np.zeros(len(blocks.start), dtype=np.int64)
    for bit, char in ((5, "@"), (2, ":"), (2, "#"), (1, "("), (1, "[")):
        at = sheet.notes[sheet.noted == ord(char)]
        if char in "([":  # "(at)", "[email"
            at = at[sheet.codes[at + 1] == ord("a" if char == "(" else "e")]
        row = blocks.start.searchsorted(at, side="right") - 1
        np.bitwise_or.at(found, row[row >= 0], bit)
        if char == ":":
            slash = at[sheet.codes[at + 1] == ord("/")]
            row = blocks.start.searchsorted(slash, side="right") - 1
            np.bitwise_or.at(found, row[row >= 0], 4)
    return found
