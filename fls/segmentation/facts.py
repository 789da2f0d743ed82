"""How blocks end, and what digits they hold."""

from __future__ import annotations

from functools import cache

import numpy as np

from fls.arrays import Flags, Ints
from fls.segmentation.asks import NAME
from fls.segmentation.blocks import Blocks
from fls.segmentation.patterns import AFTER_CLOSE, CLOSED, COMPANY_ENDS, NUMBERISH
from fls.sheet import DIGIT, Sheet, char_table

__all__ = ["count_digits", "find_closed", "find_numbers"]


@cache
def _tables() -> dict[str, Flags]:
    """Characters that end a sentence, that may stand behind, and that a number begins with."""
    return {
        "closes": char_table(".!?"),
        "after close": char_table("".join(AFTER_CLOSE)),
        "number": char_table("$€£¥%().,:;*+/xX—–-nN0123456789"),
    }


def count_digits(sheet: Sheet, blocks: Blocks) -> Ints:
    """Count the digits of every block.

    Parameters
    ----------
    sheet : Sheet
    blocks : Blocks

    Returns
    -------
    (n_blocks,) int64
    """
    at = sheet.notes[(sheet.noted >= ord("0")) & (sheet.noted <= ord("9"))]
    return at.searchsorted(blocks.end) - at.searchsorted(blocks.start)


def find_closed(sheet: Sheet, blocks: Blocks, small: Ints) -> Flags:
    """Find the blocks that end like a sentence.

    Parameters
    ----------
    sheet : Sheet
    blocks : Blocks
    small : (n_blocks,) int64
        How many of the first words begin with a small letter.

    Returns
    -------
    (n_blocks,) bool
    """
    last = sheet.codes[blocks.end - 1]
    closed = _tables()["closes"].take(last, mode="clip")
    may_be = _tables()["after close"].take(last, mode="clip")
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


def find_numbers(sheet: Sheet, blocks: Blocks, small: Ints, digits: Ints) -> Flags:
    """Find the blocks that are a number, a few of them, or what stands for one.

    Parameters
    ----------
    sheet : Sheet
    blocks : Blocks
    small, digits : (n_blocks,) int64
        How many of the first words begin with a small letter, and how many digits there are.

    Returns
    -------
    (n_blocks,) bool
    """
    first = sheet.codes[blocks.start]
    signs = _tables()["number"]
    may_be = (blocks.size <= 300) & signs.take(first, mode="clip")
    second = signs.take(sheet.codes[blocks.start + 1], mode="clip")
    may_be &= (blocks.size < 13) | ((small < 2) & ((digits > 0) | second))
    rows = may_be.nonzero()[0]
    texts = sheet.pieces(blocks.start[rows], blocks.end[rows], blocks.text[rows])
    for row, text in zip(rows.tolist(), texts, strict=True):
        may_be[row] = NUMBERISH.match(text) is not None
    return may_be
