"""Facts about blocks: how they end, how many small words and digits they hold."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np

from fls.arrays import Flags, Ints, totals
from fls.segmentation.blocks import Blocks, may_end_in_note
from fls.segmentation.characters import COLONS
from fls.segmentation.limits import FIRST_WORDS, MAX_NAME, MAX_ROW
from fls.segmentation.patterns import AFTER_CLOSE, CLOSED, COMPANY_ENDS, NUMBERISH
from fls.sheet import LOWER, Sheet, char_table

__all__ = ["Facts", "Shapes", "read_facts"]


class Facts(NamedTuple):
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
    """

    small: Ints
    digits: Ints
    closed: Flags
    announces: Flags
    number: Flags


class Shapes(NamedTuple):
    """What is seen of blocks before any rule looks at them.

    Parameters
    ----------
    facts : Facts
    ask : (n_blocks,) int64
        Bits of :class:`~fls.segmentation.asks.Question` and :class:`~fls.segmentation.asks.Known`:
        the questions that the shape of the block leaves open, and the answers that it gives.
    """

    facts: Facts
    ask: Ints


@cache
def _tables() -> dict[str, Flags]:
    """Return the characters that end a sentence, stand behind its end, or begin a number."""
    return {
        "closes": char_table(".!?"),
        "after close": char_table("".join(AFTER_CLOSE)),
        "before note": char_table("".join((".!?[, ", *AFTER_CLOSE))),
        "number": char_table("$€£¥%().,:;*+/xX—–-nN0123456789"),
    }


def read_facts(sheet: Sheet, blocks: Blocks) -> Facts:
    """Find the facts about every block.

    Parameters
    ----------
    sheet : Sheet
    blocks : Blocks

    Returns
    -------
    Facts
    """
    begins_small = totals((sheet.kind.take(sheet.first) & LOWER) != 0)
    upto = np.minimum(blocks.first_chunk + FIRST_WORDS, blocks.last_chunk)
    small = begins_small.take(upto) - begins_small.take(blocks.first_chunk)
    digits = _count_digits(sheet, blocks)
    last = sheet.codes[blocks.end - 1]
    colon, wide_colon = map(ord, COLONS)
    return Facts(
        small=small,
        digits=digits,
        closed=_find_closed(sheet, blocks, small),
        announces=(last == colon) | (last == wide_colon),
        number=_find_numbers(sheet, blocks, small, digits),
    )


def _count_digits(sheet: Sheet, blocks: Blocks) -> Ints:
    """Count the digits of every block."""
    at = sheet.notes[(sheet.noted >= ord("0")) & (sheet.noted <= ord("9"))]
    return at.searchsorted(blocks.end) - at.searchsorted(blocks.start)


def _find_closed(sheet: Sheet, blocks: Blocks, small: Ints) -> Flags:
    """Find the blocks that end like a sentence."""
    last = sheet.codes[blocks.end - 1]
    closed = _tables()["closes"].take(last, mode="clip")
    doubtful = _tables()["after close"].take(last, mode="clip")
    doubtful |= may_end_in_note(sheet, blocks.end, _tables()["before note"])
    rows = doubtful.nonzero()[0]
    start, end = blocks.start[rows], blocks.end[rows]
    tails = sheet.pieces(np.maximum(start, end - 14), end, blocks.text[rows])
    for row, tail in zip(rows.tolist(), tails, strict=True):
        closed[row] = CLOSED.search(tail) is not None
    # The full stop of a company's name does not close a block that is only a name.
    rows = ((last == ord(".")) & (small == 0) & (blocks.size <= MAX_NAME)).nonzero()[0]
    end = blocks.end[rows]
    tails = sheet.pieces(np.maximum(blocks.start[rows], end - 8), end, blocks.text[rows])
    for row, tail in zip(rows.tolist(), tails, strict=True):
        closed[row] = not tail.endswith(COMPANY_ENDS)
    return closed


def _find_numbers(sheet: Sheet, blocks: Blocks, small: Ints, digits: Ints) -> Flags:
    """Find the blocks that are a number, a few of them, or what stands for one."""
    begins_number = _tables()["number"]
    first = begins_number.take(sheet.codes[blocks.start], mode="clip")
    second = begins_number.take(sheet.codes[blocks.start + 1], mode="clip")
    numbers = (blocks.size <= MAX_ROW) & first
    numbers &= (blocks.size < 13) | ((small < 2) & ((digits > 0) | second))
    rows = numbers.nonzero()[0]
    texts = sheet.pieces(blocks.start[rows], blocks.end[rows], blocks.text[rows])
    for row, text in zip(rows.tolist(), texts, strict=True):
        numbers[row] = NUMBERISH.match(text) is not None
    return numbers
