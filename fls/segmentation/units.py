"""Blocks and their kinds to units: running text is cut into sentences, all else is one unit."""

from __future__ import annotations

from functools import cache

import numpy as np

from fls.arrays import Flags, Ints, steps
from fls.document import KINDS
from fls.segmentation.blocks import Blocks
from fls.segmentation.glued import Stretches, find_stretches, glued_names, part_headings
from fls.segmentation.layout import CAPTION
from fls.segmentation.limits import MAX_NOTICE
from fls.segmentation.lines import Lines
from fls.segmentation.page import PROSE
from fls.segmentation.patterns import COPYRIGHT, LINK_ALONE
from fls.segmentation.sentences import ends_of_sentences
from fls.segmentation.stops import read_stops
from fls.sheet import DIGIT, WORD, Sheet, UnitTable, Words, char_table
from fls.vocabulary import BULLETS

__all__ = ["GLUED", "cut_blocks"]

#: The rule that decides about a heading glued to its text.
GLUED = "glued heading"
_KIND = {kind: number for number, kind in enumerate(KINDS)}


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
    items = kind == _KIND["item"]
    runs = (kind == _KIND[PROSE]) | items
    dated = np.array(list(map("dateline".__eq__, rules)), dtype=bool)
    stretches = find_stretches(lines, blocks, runs, items)
    stretches, above = part_headings(sheet, stretches, items, dated)
    start, end, row = _cut_pieces(sheet, stretches, _find_sentence_ends(sheet, words, stretches))
    piece_kind = np.where(steps(row, -1), kind.take(stretches.block.take(row)), _KIND[PROSE])
    _set_apart(sheet, start, end, above.end, piece_kind)
    whole = (~runs).nonzero()[0]
    named, name = glued_names(sheet, blocks, _find_captions(kind, rules))
    block_end = blocks.end.copy()
    block_end[named] = name
    parts = (
        (blocks.start[whole], block_end[whole], kind[whole], whole),
        (above.start, above.end, above.block * 0 + _KIND["heading"], above.block),
        (start, end, piece_kind, stretches.block[row]),
        (name, blocks.end[named], named * 0 + _KIND["contact"], named),
    )
    return _put_in_order(sheet, blocks, parts)


def _put_in_order(
    sheet: Sheet, blocks: Blocks, parts: tuple[tuple[Ints, Ints, Ints, Ints], ...]
) -> tuple[UnitTable, Flags]:
    """Put units in reading order, and flag those of the second part: headings glued to text."""
    start, end, kind, block = map(np.concatenate, zip(*parts, strict=True))
    order = np.argsort(start, kind="stable")
    n_whole, n_above = len(parts[0][0]), len(parts[1][0])
    is_glued = (order >= n_whole) & (order < n_whole + n_above)
    text = blocks.text.take(block.take(order))
    first = text.searchsorted(np.arange(len(sheet.texts) + 1))
    start, end, kind, block = (column.take(order) for column in (start, end, kind, block))
    return UnitTable(start, end, kind, block, text, first), is_glued


def _find_captions(kind: Ints, rules: list[str]) -> list[int]:
    """Find the headings of contacts, to which a name may be glued."""
    headings = (kind == _KIND["heading"]).nonzero()[0].tolist()
    return [row for row in headings if rules[row] == CAPTION]


@cache
def _bullets() -> Flags:
    """Return the bullets that may stand inside running text."""
    return char_table(BULLETS)


def _find_items(sheet: Sheet, start: Ints, above: Ints) -> Flags:
    """Find the pieces that begin with a bullet, or with a star glued to the end of a heading."""
    code = sheet.codes.take(start)
    mask: Flags = _bullets().take(code, mode="clip")
    starred = (code == ord("*")).nonzero()[0]
    mask[starred] = np.isin(start[starred], above)
    return mask


@cache
def _notice_signs() -> tuple[Flags, Flags]:
    """Return the first and the second characters of notices of copyright."""
    return char_table("cC©(aA"), char_table("oOcClL ")


def _set_apart(sheet: Sheet, start: Ints, end: Ints, above: Ints, kind: Ints) -> None:
    """Set apart items, and running text that is only a link or a notice of copyright."""
    kind[_find_items(sheet, start, above)] = _KIND["item"]
    short = ((kind == _KIND[PROSE]) & (end - start <= MAX_NOTICE)).nonzero()[0]
    at = start.take(short)
    lone = sheet.last.take(sheet.first.searchsorted(at, side="right") - 1) >= end.take(short)
    first, second = _notice_signs()
    notice = first.take(sheet.codes.take(at), mode="clip")
    notice &= second.take(sheet.codes.take(at + 1, mode="clip"), mode="clip")
    rows = short[lone | notice]
    owner = sheet.begin.searchsorted(start[rows], side="right") - 1
    texts = sheet.pieces(start[rows], end[rows], owner)
    for row, text in zip(rows.tolist(), texts, strict=True):
        if LINK_ALONE.match(text):
            kind[row] = _KIND["contact"]
        elif COPYRIGHT.match(text):
            kind[row] = _KIND["other"]


def _find_sentence_ends(sheet: Sheet, words: Words, stretches: Stretches) -> Ints:
    """Find where sentences end inside stretches, in ascending order."""
    start, end = stretches.start, stretches.end
    sure, doubt = read_stops(sheet, words, start, end)
    judged: list[int] = []
    # Text between two sure ends is judged by itself.
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
        judged += [base + stop for stop in ends_of_sentences(sheet.texts[text], first, last)]
    ends = np.sort(np.concatenate((sure, np.array(judged, dtype=np.int64))))
    row = start.searchsorted(ends) - 1
    return ends[(ends > stretches.hold.take(row)) & (ends < end.take(row))] if len(start) else ends


def _cut_pieces(sheet: Sheet, stretches: Stretches, ends: Ints) -> tuple[Ints, Ints, Ints]:
    """Cut stretches at ends into pieces without white space around them, and name their stretches.

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
    """Check which pieces hold a letter; most begin with one, perhaps behind marks."""
    last = end - 1
    mask = _is_letter(sheet, start)
    for further in (1, 2):
        mask |= _is_letter(sheet, np.minimum(start + further, last))
    rows = (~mask).nonzero()[0]
    owner = sheet.begin.searchsorted(start[rows], side="right") - 1
    texts = sheet.pieces(start[rows], end[rows], owner)
    mask[rows] = [any(map(str.isalpha, text)) for text in texts]
    return mask


def _is_letter(sheet: Sheet, at: Ints) -> Flags:
    """Check at which places a letter stands."""
    mask: Flags = (sheet.kind.take(at) & (WORD | DIGIT)) == WORD
    return mask
