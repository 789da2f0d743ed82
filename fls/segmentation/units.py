"""Blocks and their kinds to units: running text is cut into sentences, all else is one unit."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np

from fls.arrays import Flags, Ints, spread, steps
from fls.document import KINDS
from fls.segmentation.blocks import Blocks
from fls.segmentation.datelines import dateline
from fls.segmentation.layout import CAPTION, PROSE
from fls.segmentation.lines import Lines
from fls.segmentation.patterns import GLUED_CAPTION, GLUED_HEADING, RUN_IN_HEADING
from fls.segmentation.sentences import ends_of_sentences
from fls.segmentation.stops import read_stops
from fls.sheet import DIGIT, WORD, Sheet, UnitTable, Words, WordSet

__all__ = ["GLUED", "cut_blocks"]

#: The rule that decides about a heading glued to its text.
GLUED = "glued heading"
_KIND = {kind: number for number, kind in enumerate(KINDS)}
#: A heading glued to running text, or run into it, shows itself in so many words.
_OPENING_WORDS = 16


class _Stretches(NamedTuple):
    """Running text of blocks."""

    block: Ints
    start: Ints
    end: Ints
    hold: Ints  # no sentence ends before: a dateline, the mark of an item, a run-in heading
    glued: Flags  # a heading stands in the block before the stretch


def cut_blocks(
    sheet: Sheet, words: Words, lines: Lines, blocks: Blocks, kinds: list[str], rules: list[str]
) -> tuple[UnitTable, Flags]:
    """Cut the blocks of a sheet into units.

    Parameters
    ----------
    sheet : Sheet
    words : Words
    lines : Lines
    blocks : Blocks
    kinds, rules : list of str
        Kind of each block, and the rule that decided it.

    Returns
    -------
    units : UnitTable
    glued : (n_units,) bool
        Whether a unit is a heading that was glued to its text.
    """
    kind = np.array(list(map(_KIND.__getitem__, kinds)), dtype=np.int64)
    runs = (kind == _KIND[PROSE]) | (kind == _KIND["item"])
    dated = np.array(list(map("dateline".__eq__, rules)), dtype=bool)
    openings = _with_openings(words, blocks, runs & (kind != _KIND["item"]))
    stretches = _stretches(lines, blocks, kind, runs.nonzero()[0])
    _hold_openings(sheet, blocks, stretches, openings, dated)
    start, end, row = _pieces(sheet, stretches, _sentence_ends(sheet, words, stretches))
    piece_kind = np.where(steps(row, -1), kind.take(stretches.block.take(row)), _KIND[PROSE])
    whole = (~runs).nonzero()[0]
    heading = stretches.glued.nonzero()[0]
    above = stretches.block[heading]
    named, name = _glued_names(sheet, blocks, kinds, rules)
    ends = blocks.end.copy()
    ends[named] = name
    parts = (
        (blocks.start[whole], ends[whole], kind[whole], whole),
        (blocks.start[above], stretches.start[heading], above * 0 + _KIND["heading"], above),
        (start, end, piece_kind, stretches.block[row]),
        (name, blocks.end[named], named * 0 + _KIND["contact"], named),
    )
    start, end, kind, block = map(np.concatenate, zip(*parts, strict=True))
    order = np.argsort(start, kind="stable")
    is_glued = (order >= len(whole)) & (order < len(whole) + len(above))
    text = blocks.text.take(block.take(order))
    first = text.searchsorted(np.arange(len(sheet.texts) + 1))
    start, end, kind, block = (column.take(order) for column in (start, end, kind, block))
    return UnitTable(start, end, kind, block, text, first), is_glued


@cache
def _opening_words() -> WordSet:
    return WordSet(("forward", "safe"), ("about",))


def _glued_names(
    sheet: Sheet, blocks: Blocks, kinds: list[str], rules: list[str]
) -> tuple[Ints, Ints]:
    """Headings of contacts that a name is glued to, and where it begins."""
    found = []
    for row in [row for row, rule in enumerate(rules) if rule == CAPTION]:
        if kinds[row] != "heading":
            continue
        text = int(blocks.text[row])
        begin = int(sheet.begin[text])
        place = int(blocks.start[row]) - begin
        caption = GLUED_CAPTION.match(sheet.texts[text], place, int(blocks.end[row]) - begin)
        if caption:
            found.append((row, begin + caption.end()))
    pairs = np.array(found, dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def _stretches(lines: Lines, blocks: Blocks, kind: Ints, rows: Ints) -> _Stretches:
    """Find the running text of blocks; an item is not cut before its mark ends."""
    start = blocks.start[rows].copy()
    first, mark = blocks.first_line[rows], blocks.mark[rows]
    item = (kind[rows] == _KIND["item"]) & (mark <= lines.end[first] - lines.start[first])
    hold = start + np.where(item, mark, 0)
    return _Stretches(rows, start, blocks.end[rows], hold, np.zeros(len(rows), dtype=bool))


def _with_openings(words: Words, blocks: Blocks, chosen: Flags) -> Flags:
    """Which of the chosen blocks may begin with a heading glued to or run into them."""
    rows = chosen.nonzero()[0]
    low = blocks.first_word[rows]
    high = np.minimum(blocks.last_word[rows], low + _OPENING_WORDS)
    at, owner = spread(low, high)
    flags = _opening_words().flags(words.hash.take(at))
    found = np.zeros(len(chosen), dtype=bool)
    heading = ((flags & 1) != 0) | (((flags & 2) != 0) & (at == low.take(owner)))
    found[rows[owner[heading]]] = True
    return found


def _hold_openings(
    sheet: Sheet, blocks: Blocks, stretches: _Stretches, openings: Flags, dated: Flags
) -> None:
    """Part glued headings from their text, and keep datelines and run-in headings whole."""
    opens, dates = openings[stretches.block], dated[stretches.block]
    rows = (opens | dates).nonzero()[0]
    owner = blocks.text[stretches.block[rows]]
    begins = sheet.begin[owner]
    places = zip(
        rows.tolist(), owner.tolist(), begins.tolist(), (stretches.start[rows] - begins).tolist(),
        (stretches.end[rows] - begins).tolist(), opens[rows].tolist(), dates[rows].tolist(),
        strict=True,
    )  # fmt: skip
    for i, number, begin, left, right, is_open, is_dated in places:
        text = sheet.texts[number]
        heading = GLUED_HEADING.match(text, left, right) if is_open else None
        if heading:
            left = heading.end()
            stretches.glued[i], stretches.start[i] = True, begin + left
        hold = left
        if is_dated:
            hold = dateline(text, left, right) or left
        elif not heading and (opening := RUN_IN_HEADING.match(text, left, right)):
            hold = opening.end()
        stretches.hold[i] = begin + hold


def _sentence_ends(sheet: Sheet, words: Words, stretches: _Stretches) -> Ints:
    """Where sentences end inside stretches, ascending."""
    start, end = stretches.start, stretches.end
    sure, doubt = read_stops(sheet, words, start, end)
    found: list[int] = []
    # What stands between two sure ends is judged by itself.
    bounds = np.sort(np.concatenate((start, sure)))
    window = bounds.searchsorted(doubt, side="right") - 1
    window = window[steps(window, -1) > 0]
    left = bounds[window]
    row = start.searchsorted(left, side="right") - 1
    right = np.minimum(np.append(bounds, len(sheet.codes))[window + 1], end[row])
    owner = sheet.begin.searchsorted(left, side="right") - 1
    begin = sheet.begin[owner]
    places = zip(
        owner.tolist(), begin.tolist(), (left - begin).tolist(), (right - begin).tolist(),
        strict=True,
    )  # fmt: skip
    for text, base, first, last in places:
        found += [base + stop for stop in ends_of_sentences(sheet.texts[text], first, last)]
    ends = np.sort(np.concatenate((sure, np.array(found, dtype=np.int64))))
    row = start.searchsorted(ends) - 1
    return ends[(ends > stretches.hold.take(row)) & (ends < end.take(row))] if len(start) else ends


def _pieces(sheet: Sheet, stretches: _Stretches, ends: Ints) -> tuple[Ints, Ints, Ints]:
    """Pieces between ends, without white space around, and their stretches.

    A piece without a letter joins the one before.
    """
    if not len(stretches.start):
        return ends, ends, ends
    start = np.sort(np.concatenate((stretches.start, ends)))
    row = stretches.start.searchsorted(start, side="right") - 1
    end = np.minimum(np.append(start[1:], stretches.end[-1]), stretches.end.take(row))
    chunk = sheet.last.searchsorted(start, side="right")
    start = np.maximum(start, sheet.first.take(np.minimum(chunk, len(sheet.first) - 1)))
    chunk = sheet.first.searchsorted(end) - 1
    end = np.minimum(end, sheet.last.take(chunk))
    filled = start < end
    start, end, row = start[filled], end[filled], row[filled]
    joins = (steps(row, -1) == 0) & ~_has_letter(sheet, start, end)
    keep = (~joins).nonzero()[0]
    return start[keep], end[np.append(keep[1:], len(end)) - 1], row[keep]


def _has_letter(sheet: Sheet, start: Ints, end: Ints) -> Flags:
    """Whether a letter stands in each piece; most begin with one, perhaps behind marks."""
    last = end - 1
    found = _is_letter(sheet, start)
    for further in (1, 2):
        found |= _is_letter(sheet, np.minimum(start + further, last))
    rows = (~found).nonzero()[0]
    owner = sheet.begin.searchsorted(start[rows], side="right") - 1
    texts = sheet.pieces(start[rows], end[rows], owner)
    found[rows] = [any(map(str.isalpha, text)) for text in texts]
    return found


def _is_letter(sheet: Sheet, at: Ints) -> Flags:
    found: Flags = (sheet.kind.take(at) & (WORD | DIGIT)) == WORD
    return found
