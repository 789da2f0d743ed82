"""Short ways from a text to the results of each step of segmentation."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from fls.arrays import Ints
from fls.features.tokens import Tokens, tokenize
from fls.segmentation.blocks import Blocks, join_lines
from fls.segmentation.facts import Shapes
from fls.segmentation.layout import read_shapes
from fls.segmentation.lines import Lines, find_lines
from fls.segmentation.page import Reading
from fls.segmentation.units import cut_blocks
from fls.sheet import Sheet, Words, lay, split_words

__all__ = ["Block", "Steps", "blocks_of", "cut_whole", "ints", "steps_of", "tokens_of"]


class Steps(NamedTuple):
    """The results for some texts of all steps before kinds are decided."""

    sheet: Sheet
    words: Words
    lines: Lines
    blocks: Blocks
    shapes: Shapes
    reading: Reading


class Block(NamedTuple):
    """A block by itself, with its text on one line."""

    start: int
    end: int
    text: str
    n_lines: int
    gap: bool
    indent: int
    columns: bool


def ints(*numbers: int) -> Ints:
    return np.array(numbers, dtype=np.int64)


def steps_of(*texts: str) -> Steps:
    sheet = lay(texts)
    words, lines = split_words(sheet), find_lines(sheet)
    blocks = join_lines(sheet, words, lines)
    shapes = read_shapes(sheet, words, blocks)
    return Steps(sheet, words, lines, blocks, shapes, Reading(sheet, lines, blocks, shapes))


def blocks_of(text: str) -> list[Block]:
    _, _, lines, blocks, _, reading = steps_of(text)
    listed = [
        Block(
            int(blocks.start[i]),
            int(blocks.end[i]),
            reading.text(i),
            reading.n_lines[i],
            reading.gap[i],
            int(lines.indent[blocks.first_line[i]]),
            reading.columns[i],
        )
        for i in range(len(blocks.start))
    ]
    assert reading.size == [len(block.text) for block in listed]
    return listed


def cut_whole(text: str) -> list[tuple[int, int]]:
    """Return the spans of the sentences of a text that is one block of running text."""
    sheet = lay([text])
    lines, words = find_lines(sheet), split_words(sheet)
    n_lines, n_chunks = len(lines.start), len(sheet.first)
    whole = Blocks(
        start=ints(0),
        end=ints(len(text)),
        text=ints(0),
        size=ints(len(text)),
        first_line=ints(0),
        last_line=ints(n_lines),
        first_chunk=ints(0),
        last_chunk=ints(n_chunks),
        first_word=ints(0),
        last_word=ints(len(words.start)),
        gap=np.ones(1, dtype=bool),
        columns=np.zeros(1, dtype=bool),
        mark=ints(0),
    )
    units, _ = cut_blocks(sheet, words, lines, whole, ["sentence"], ["prose"])
    return list(zip(units.start.tolist(), units.end.tolist(), strict=True))


def tokens_of(text: str, *spans: tuple[int, int]) -> Tokens:
    """Return the tokens of units of a text, by default of one unit that is all of it."""
    sheet = lay([text])
    table = np.array(spans or [(0, len(text))], dtype=np.int64)
    return tokenize(sheet, split_words(sheet), table[:, 0], table[:, 1])
