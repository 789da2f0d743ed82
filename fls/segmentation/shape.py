"""What can be seen of every block at a glance, and which questions that leaves open.

A rule of :mod:`fls.segmentation.layout` is asked only where the shape of a block says that it
may answer; the shapes of all blocks come from a few passes over the arrays of a sheet.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np

from fls.arrays import Flags, Ints, spread, totals
from fls.segmentation.asks import NAME, REACH, SIGN_OFF, Ask
from fls.segmentation.blocks import Blocks
from fls.segmentation.facts import count_digits, find_closed, find_numbers
from fls.segmentation.patterns import (
    CONTACT_FIRST,
    FURNITURE_ARTICLES,
    FURNITURE_NEXT,
    FURNITURE_RULED,
    FURNITURE_WORDS,
    HEADING_FIRST,
    LABEL_FIRST,
    LEGAL_WORDS,
    MAX_HEADING,
    NETWORKS,
    STATEMENT_WORDS,
    VERBS,
)
from fls.sheet import BLANK, DIGIT, LOWER, WORD, Sheet, Words, WordSet, char_table

__all__ = ["Shapes", "read_shapes"]


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
    _PICTURE, _RULED, _VERB, _PAUSE, _WEB, _NETWORK,
) = (1 << i for i in range(16))  # fmt: skip


@cache
def _words() -> WordSet:
    return WordSet(
        FURNITURE_WORDS, _DATES, HEADING_FIRST, CONTACT_FIRST, LABEL_FIRST, LEGAL_WORDS,
        STATEMENT_WORDS, ("contact", "contacts"), ("www",), FURNITURE_ARTICLES, FURNITURE_NEXT,
        FURNITURE_RULED, VERBS, (":", ";"), ("http", "https", "www"), NETWORKS,
    )  # fmt: skip


@cache
def _char_tables() -> dict[str, Flags]:
    """Characters that a block may begin with, or end with, by what they may mean."""
    digits = "0123456789"
    return {
        "ornament": char_table("-–—#*_=~•." + digits),
        "sign": char_table("([©"),
        "reference": char_table("[(*†‡" + digits),
        "dash": char_table("-–—"),
        "quote": char_table('"“'),
        "quoted": char_table("\"”’'"),
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
    digits = count_digits(sheet, blocks)
    shapes = Shapes(
        small=small,
        digits=digits,
        closed=find_closed(sheet, blocks, small),
        announces=(last == ord(":")) | (last == ord("：")),
        number=find_numbers(sheet, blocks, small, digits),
        ask=np.zeros(len(small), dtype=np.int64),
    )
    _ask(sheet, words, blocks, shapes)
    return shapes


class _Seen(NamedTuple):
    """What is seen of blocks by words and signs."""

    opening: Ints  # groups that the first word is in
    held: Ints  # groups that the words of a short block are in
    wordless: Flags
    signs: Ints  # what :func:`_signs` finds
    dash: Flags  # a dash stands first
    reachable: Flags  # there may be an address or a telephone number
    linked: Flags  # there may be a link


def _ask(sheet: Sheet, words: Words, blocks: Blocks, shapes: Shapes) -> None:
    """Find out what may be asked about each block."""
    opening, held, wordless = _word_flags(words, blocks)
    signs = _signs(sheet, blocks)
    reachable = ((signs & 1) != 0) | (shapes.digits > 6)
    linked = ((signs & 4) != 0) | ((held & _WWW) != 0)
    prose = shapes.closed & (shapes.small >= 6)
    labelled = ((signs & 2) != 0) & ((opening & _LABEL) != 0) | ((opening & _REACH) != 0)
    dash = _char_tables()["dash"].take(sheet.codes[blocks.start], mode="clip")
    seen = _Seen(opening, held, wordless, signs, dash, reachable, linked)
    found = (reachable | labelled | (linked & (shapes.small < 4)) | dash) & (shapes.small < 12)
    # No row by its columns alone: an address, a link, the label of one.
    plain = ((signs & 1) == 0) & ((opening & _WEB) == 0)
    row = plain & ((opening & (_LABEL | _REACH)) == 0)
    asks = {
        **_asked_by_form(sheet, blocks, shapes, plain),
        **_asked_by_words(sheet, blocks, shapes, seen),
        Ask.CONTACT: found & ~prose,
        Ask.LINE: (blocks.size < 120) & (blocks.mark == 0) & ~shapes.announces & ~prose,
        Ask.ROW: (
            blocks.columns & (shapes.digits > 0) & ((shapes.small < 9) | ~shapes.closed) & row
        )
        | (shapes.number & (shapes.digits <= 6)),
    }
    for bit, chosen in asks.items():
        np.add(shapes.ask, chosen * int(bit), out=shapes.ask)


def _asked_by_form(sheet: Sheet, blocks: Blocks, shapes: Shapes, plain: Flags) -> dict[Ask, Flags]:
    """What is asked for size, first characters, marks, digits, and the blocks around."""
    tables = _char_tables()
    size, small, closed = blocks.size, shapes.small, shapes.closed
    first, second = sheet.codes[blocks.start], sheet.codes[blocks.start + 1]
    quote, reference = (tables[name].take(first, mode="clip") for name in ("quote", "reference"))
    begins_small = (sheet.kind.take(blocks.start) & LOWER) != 0
    figure = _figures(shapes, blocks)
    line = begins_small & (size < 110) & plain
    # No cell is as long as a telephone number.
    cell = figure & (blocks.columns | (shapes.digits < 10))
    line[:-1] |= _same(blocks) & cell[1:] & ~closed[:-1] & (size[:-1] < 200)
    return {
        Ask.NOTHING_BELOW: (size > 420)
        & closed
        & (small > 12)
        & (quote | _is_letter(sheet, blocks.start)),
        Ask.DATE: (size <= 110) & (small <= 3) & (shapes.digits > 0),
        Ask.REFERENCE: reference & ~((first == ord("*")) & (second == ord(" "))),
        Ask.TABLE: _like_table(blocks, shapes, figure),
        Ask.ITEM: blocks.mark > 0,
        Ask.LONG_ITEM: _is_long_item(sheet, blocks),
        Ask.FRAGMENT: (size <= 260) & ~closed,
        Ask.AMONG_ROWS: line & (blocks.mark == 0),
    }


def _asked_by_words(sheet: Sheet, blocks: Blocks, shapes: Shapes, seen: _Seen) -> dict[Ask, Flags]:
    """What is asked for first words, words held, and signs of addresses."""
    tables, size, small = _char_tables(), blocks.size, shapes.small
    first = sheet.codes[blocks.start]
    opening, held = seen.opening, seen.held
    ornament, sign = (tables[name].take(first, mode="clip") for name in ("ornament", "sign"))
    asks_question = sheet.codes[blocks.end - 1] == ord("?")
    ruled = (held & (_RULED | _DATE)) != 0
    ruled = seen.wordless | ((size <= 60) & (ruled | shapes.number))
    account = first == ord("@")
    title = (size < 140) & (small <= 8) & ((held & _STATEMENT) != 0)
    above = (size <= MAX_HEADING) & (blocks.mark == 0) & ~shapes.closed
    above[:-1] &= title[1:] & _same(blocks)
    above[-1:] = False
    return {
        Ask.FURNITURE: ((size <= 420) & (((opening & (_FURNITURE | _DATE)) != 0) | sign))
        | (ruled & ornament),
        Ask.TITLE: title,
        Ask.ABOVE_TITLE: above,
        Ask.HEADING: (size <= MAX_HEADING)
        & (((opening & _HEADING) != 0) | ((held & _LEGAL) != 0) | asks_question),
        Ask.CONTACT_HEAD: (size <= 90)
        & (((opening & _CONTACT) != 0) | ((held & _REACH) != 0) | (first == ord("/"))),
        Ask.SPEAKER: _is_speaker(sheet, blocks, shapes, seen),
        Ask.NETWORKS: ~shapes.closed & (size > 24) & ((held & _NETWORK) != 0),
        Ask.BARE_TITLE: ~seen.linked & ~account & _is_bare_title(sheet, blocks, held),
        Ask.BARE_HEADLINE: ~(seen.reachable | seen.linked)
        & _is_bare_headline(sheet, blocks, small),
        Ask.SIGN_OFF: (size < NAME)
        & (small < 3)
        & (blocks.mark == 0)
        & ~(shapes.closed | shapes.announces | shapes.number)
        & _followed(seen.reachable & (size < REACH), blocks.text),
    }


def _same(blocks: Blocks) -> Flags:
    """Whether each block but the last stands in the same text as the one below."""
    found: Flags = blocks.text[1:] == blocks.text[:-1]
    return found


def _is_speaker(sheet: Sheet, blocks: Blocks, shapes: Shapes, seen: _Seen) -> Flags:
    """Whether a line may name who said what stands above: behind a dash, or short and open."""
    dash = seen.dash & (shapes.small <= 8) & ~(shapes.closed & (shapes.small >= 6))
    office = (blocks.mark == 0) & (shapes.small <= 5) & (shapes.digits == 0)
    office &= (blocks.size <= _LOOKED_THROUGH) & ~(shapes.closed | shapes.announces)
    above = sheet.codes[blocks.end[:-1] - 1]
    quoted = _char_tables()["quoted"].take(above, mode="clip")
    found: Flags = dash & ((seen.signs & 1) != 0)
    found[1:] |= (dash | office)[1:] & quoted & _same(blocks)
    return found


def _followed(wanted: Flags, text: Ints) -> Flags:
    """Whether one of the few blocks below in the same text is wanted."""
    found = np.zeros_like(wanted)
    for below in range(1, SIGN_OFF + 1):
        found[:-below] |= wanted[below:] & (text[below:] == text[:-below])
    return found


def _is_bare_title(sheet: Sheet, blocks: Blocks, held: Ints) -> Flags:
    """Whether a fragment surely has few words, no verb, and no mark that parts or announces."""
    found: Flags = (blocks.size <= MAX_HEADING) & ((held & (_VERB | _PAUSE)) == 0)
    # A word alone may name a site or a network.
    n_chunks = blocks.last_chunk - blocks.first_chunk
    found &= (n_chunks > 1) & (n_chunks <= 14)
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


def _like_table(blocks: Blocks, shapes: Shapes, figure: Flags) -> Flags:
    """Whether blocks may be rows or cells: by columns, by their digits, or by those around."""
    size, small, columns = blocks.size, shapes.small, blocks.columns
    row = (shapes.digits > 0.25 * size) & (small < 6)
    label = (size < 60) & (small < 7) & ~shapes.closed & _near_number(blocks, figure)
    found: Flags = (size <= 300) & ((small <= 8) | columns)
    found &= columns | shapes.number | row | label
    return found


def _is_letter(sheet: Sheet, at: Ints) -> Flags:
    found: Flags = (sheet.kind[at] & (WORD | DIGIT)) == WORD
    return found


def _figures(shapes: Shapes, blocks: Blocks) -> Flags:
    """Which blocks are short numbers, or rows with some."""
    found: Flags = shapes.number & (blocks.size < 40)
    found |= blocks.columns & (shapes.digits > 0)
    return found


def _near_number(blocks: Blocks, figure: Flags) -> Flags:
    """Whether one of the two blocks above or of the three below is a figure."""
    rows = np.arange(len(figure))
    sums = totals(figure)
    first = blocks.text.searchsorted(blocks.text, side="left")
    last = blocks.text.searchsorted(blocks.text, side="right")
    found = sums[np.minimum(rows + 4, last)] - sums[np.maximum(rows - 2, first)] - figure
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
