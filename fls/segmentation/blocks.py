"""Lines to blocks: hard wraps are joined, nothing is judged yet."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np

from fls.arrays import Codes, Flags, Floats, Ints, totals
from fls.segmentation.expressions import Expression
from fls.segmentation.lines import Lines, measure_bullet, read_lines
from fls.sheet import DIGIT, LOWER, Sheet, Words, WordSet, char_table

__all__ = ["Blocks", "join_lines", "may_end_in_note"]

#: Words after which a line is sure to go on below, even below an empty line.
_TORN_ENDS = "a an and of or our the their its".split()
#: Words after which it goes on below unless an empty line stands between.
_SOFT_ENDS = "as at by for from in into on that this to with".split()
_CLOSING, _BEHIND_CLOSING = ".!?:;", "\"”’')]"
_TERMINAL = Expression(r"""(?:[.!?:;]["”’')\]]*|(?<!\d)[.!?:;]["”’')\]]*\d{1,2})$""")
_SAYS = Expression(r"\b(?:said|says|stated|commented|added|noted|remarked|explained|continued):$")
#: The mark of an entry of a list inside a sentence, within a line.
_INNER_MARK = Expression(
    r"[:;,][”\"’)]*[ \xa0]+(?:(?:and|or)[ \xa0])?\((?:\d{1,2}|[a-h]|[ivx]{1,5})\)[ \xa0]?\S"
)
#: Characters on either side of a break in which such marks are looked for.
_MARK_WINDOW = 1000
#: Marks that no wrapped line begins with by chance.
_SURE_MARKS = "•▪●◦■·‣⁃∙○◆◼➢➤✔✓►▶★*"

_NO_BREAK = 0xA0
#: Columns at which text is usually wrapped.
_MIN_WIDTH, _MAX_WIDTH = 30, 200


class Blocks(NamedTuple):
    """Paragraphs, lines and cells, their hard wraps joined.

    Parameters
    ----------
    start, end : (n_blocks,) int64
        Where in the sheet each stands, without white space at its ends.
    text : (n_blocks,) int64
        Number of its text.
    size : (n_blocks,) int64
        Its length on one line, line ends folded to one space.
    first_line, last_line : (n_blocks,) int64
        Its lines, half-open.
    first_chunk, last_chunk : (n_blocks,) int64
        Its chunks, half-open.
    first_word, last_word : (n_blocks,) int64
        Its words, half-open.
    gap : (n_blocks,) bool
        Whether a blank line (or the beginning) stands before it.
    columns : (n_blocks,) bool
        Whether it is one line, spread in columns.
    mark : (n_blocks,) int64
        Length of the mark of a list item that it begins with, 0 for none.
    """

    start: Ints
    end: Ints
    text: Ints
    size: Ints
    first_line: Ints
    last_line: Ints
    first_chunk: Ints
    last_chunk: Ints
    first_word: Ints
    last_word: Ints
    gap: Flags
    columns: Flags
    mark: Ints


@cache
def _tables() -> tuple[Flags, Flags, Flags]:
    """Return the characters that close a line, that may follow those, and that begin an item."""
    return char_table(_CLOSING), char_table(_BEHIND_CLOSING), char_table(_SURE_MARKS)


@cache
def _before_note() -> Flags:
    """Return the characters that the number of a note may stand behind."""
    return char_table(_CLOSING + _BEHIND_CLOSING)


def may_end_in_note(sheet: Sheet, end: Ints, before: Flags) -> Flags:
    """Check whether texts end in one or two digits behind one of some characters.

    Parameters
    ----------
    sheet : Sheet
    end : (n,) int64
        Where each text ends.
    before : array of bool
        From :func:`fls.sheet.char_table`: the characters.

    Returns
    -------
    (n,) bool
        Also true for some shorter texts.
    """
    second, third = end - 2, end - 3
    behind = before.take(sheet.codes[third], mode="clip")
    behind &= (sheet.kind[second] & DIGIT) != 0
    behind |= before.take(sheet.codes[second], mode="clip")
    mask: Flags = behind & ((sheet.kind[end - 1] & DIGIT) != 0)
    return mask


@cache
def _end_words() -> WordSet:
    """Return the words that a line goes on after: bit 1 for torn ends, bit 2 for all."""
    return WordSet(_TORN_ENDS, _TORN_ENDS + _SOFT_ENDS)


class _Edge(NamedTuple):
    """What the break between a line and the next one of its text is judged by, one row each."""

    upper: Ints
    closed: Flags  # the upper line ends in a mark behind which a sentence or list may begin
    small: Flags  # the lower line begins with a word in small letters
    length: Ints  # of the upper line, with its indent


def join_lines(sheet: Sheet, words: Words, lines: Lines) -> Blocks:
    """Join lines that were parted by hard wraps.

    Parameters
    ----------
    sheet : Sheet
    words : Words
    lines : Lines
        Both of the sheet.

    Returns
    -------
    Blocks
        In reading order, disjoint; every character that is not white space is in one.
    """
    goes_on = np.zeros(len(lines.start) + 1, dtype=bool)
    if len(lines.start):
        edge = _read_edges(sheet, lines)
        goes_on[edge.upper + 1] = _find_joined(sheet, words, lines, edge)
    first = (~goes_on[:-1]).nonzero()[0]
    last = np.append(first[1:], len(lines.start)) if len(first) else first
    total = totals(lines.end - lines.start)
    start = lines.start[first]
    # Every word is in a block: one ends where the next begins.
    word = words.start.searchsorted(start)
    return Blocks(
        start=start,
        end=lines.end[last - 1],
        text=lines.text[first],
        size=total[last] - total[first] + last - first - 1,
        first_line=first,
        last_line=last,
        first_chunk=lines.first_chunk[first],
        last_chunk=lines.last_chunk[last - 1],
        first_word=word,
        last_word=np.append(word[1:], len(words.start)) if len(word) else word,
        gap=lines.gap[first],
        columns=lines.columns[first] & (last - first == 1),
        mark=_measure_marks(sheet, lines, first, last),
    )


def _measure_marks(sheet: Sheet, lines: Lines, first: Ints, last: Ints) -> Ints:
    """Measure the marks that blocks begin with; one may stand alone on its line."""
    mark = lines.mark[first]
    lone = (last - first > 1) & (mark == 0) & (lines.end[first] - lines.start[first] < 7)
    for row in lone.nonzero()[0].tolist():
        pair = slice(int(first[row]), int(first[row]) + 2)
        texts = sheet.pieces(lines.start[pair], lines.end[pair], lines.text[pair])
        mark[row] = measure_bullet(" ".join(texts))
    return mark


def _read_edges(sheet: Sheet, lines: Lines) -> _Edge:
    """Read the break below each line but the last of a text."""
    upper = (lines.text[1:] == lines.text[:-1]).nonzero()[0]
    return _Edge(
        upper=upper,
        closed=_find_closed(sheet, lines)[upper],
        small=_find_small(sheet, lines)[upper + 1],
        length=(lines.end - lines.start + lines.indent)[upper],
    )


def _find_closed(sheet: Sheet, lines: Lines) -> Flags:
    """Find the lines that end in a mark after which a sentence or a list may begin."""
    sure, behind, _ = _tables()
    last = sheet.codes[lines.end - 1]
    closed = sure.take(last, mode="clip")
    doubtful = behind.take(last, mode="clip")
    doubtful |= may_end_in_note(sheet, lines.end, _before_note())
    for row, tail in read_lines(sheet, lines, doubtful, 12):
        closed[row] = _TERMINAL.search(tail) is not None
    return closed


def _find_small(sheet: Sheet, lines: Lines) -> Flags:
    """Find the lines that begin with a word in small letters, but not with an address."""
    small: Flags = (sheet.kind[lines.start] & LOWER) != 0
    at = sheet.notes[sheet.noted == ord("@")]
    row = np.maximum(lines.start.searchsorted(at, side="right") - 1, 0)
    small[row[at < np.minimum(lines.start[row] + 40, lines.end[row])]] = False
    for head in ("www.", "http"):
        small &= ~_begins_with(sheet.codes, lines.start, head)
    return small


def _begins_with(codes: Codes, start: Ints, head: str) -> Flags:
    """Check at which places these characters stand."""
    mask: Flags = codes[start] == ord(head[0])
    for i, char in enumerate(head[1:], 1):
        mask &= codes[np.minimum(start + i, len(codes) - 1)] == ord(char)
    return mask


def _find_widths(lines: Lines, edge: _Edge) -> Ints:
    """Find the column at which each text was wrapped, or 0 for one that was not.

    In wrapped text many lines with a neighbour below (no blank line between) come close to the
    longest; in text with a paragraph on a line they do not.
    """
    lower = edge.upper + 1
    near_by = ~(lines.gap[lower] | lines.columns[edge.upper] | lines.columns[lower])
    # A link longer than the lines stands alone wherever they were wrapped.
    lone = (lines.last_chunk - lines.first_chunk)[edge.upper] == 1
    near_by &= ~lone | (edge.length < _MIN_WIDTH)
    text, length = lines.text[edge.upper][near_by], edge.length[near_by]
    n_texts = int(lines.text[-1]) + 1
    count = np.bincount(text, minlength=n_texts)
    length = length[np.lexsort((length, text))]
    place = count.cumsum() - 1 - count // 50
    width = np.where(count > 0, np.append(length, 0)[place], 0)

    def count_by_text(chosen: Flags) -> Floats:
        return np.bincount(text[chosen], minlength=n_texts).astype(np.float64)

    near = count_by_text(length > (width * 0.82 - 1)[text])
    # Short lines that all begin with a capital are a list of names, not a paragraph.
    low = np.bincount(text, weights=edge.small[near_by], minlength=n_texts)
    fits = (width >= _MIN_WIDTH // 2) & ~((width < 70) & (low < 0.2 * near))
    # Lines too wide for a usual wrap count as wrapped only if their right edge is even.
    even = count_by_text(length > (width - 25)[text])
    wide = (even >= 4) & (even > 0.6 * count)
    fits &= np.where(width > _MAX_WIDTH, wide, near >= np.maximum(2, 0.25 * count))
    return np.where(fits, width, 0)


def _find_joined(sheet: Sheet, words: Words, lines: Lines, edge: _Edge) -> Flags:
    """Find the breaks that are hard wraps."""
    upper, lower = edge.upper, edge.upper + 1
    possible = ~(lines.alone[upper] | lines.alone[lower])
    width = _find_widths(lines, edge)[lines.text[upper]]
    first_word = _measure_first_words(sheet, lines, lower)
    room = width - edge.length - 1 - (sheet.codes[lines.end[upper]] == _NO_BREAK)
    full = (width > 0) & (first_word > room)
    torn, soft = _find_open_ends(sheet, words, lines.end[upper])
    ragged = first_word > room - width // 10
    centred = (lines.indent[upper] > 6) & (lines.indent[lower] > 6)
    length = (lines.end - lines.start)[upper]
    # The first line of a paragraph fills at least half of the width if it goes on below.
    title = lines.gap[upper] & (edge.length < width // 2) & ~soft
    wrapped = np.where(
        width > 0,
        soft | (edge.small & ~title) | centred | ragged,
        edge.small & (length > np.where(soft, 40, 60)),
    )
    item = lines.mark[lower] > 0
    open_ = ~edge.closed & ~item
    joined = np.where(
        item, _find_chance_marks(sheet, lines, edge, item & full), full | (open_ & wrapped)
    )
    joined |= _find_quoted(sheet, lines, edge) & ~item
    joined &= ~lines.gap[lower] & possible
    joined |= lines.gap[lower] & possible & open_ & _find_torn(sheet, lines, edge, joined, torn)
    _join_hanging(lines, edge, joined, possible & open_ & ~joined & ~lines.gap[lower])
    return joined


def _measure_first_words(sheet: Sheet, lines: Lines, rows: Ints) -> Ints:
    """Measure the first word of some lines as a wrap does: it ends at a plain space or a tab."""
    chunk = lines.first_chunk[rows]
    start = sheet.first[chunk]
    start = start - np.where(sheet.codes[start - 1] == _NO_BREAK, lines.indent[rows], 0)
    stop = sheet.last[chunk]
    size: Ints = stop - start
    at = _is_held(sheet, stop).nonzero()[0]
    chunk = chunk[at] + 1
    while len(at):
        on = (chunk < lines.last_chunk[rows[at]]) & (size[at] < _MAX_WIDTH)
        at, chunk = at[on], chunk[on]
        stop = sheet.last[chunk]
        size[at] = stop - start[at]
        on = _is_held(sheet, stop)
        at, chunk = at[on], chunk[on] + 1
    return size


def _is_held(sheet: Sheet, stop: Ints) -> Flags:
    """Check whether words are followed by anything but plain white space."""
    code = sheet.codes[stop]
    mask: Flags = (code != 32) & (code != 9) & (code != 10)
    return mask


def _find_chance_marks(sheet: Sheet, lines: Lines, edge: _Edge, possible: Flags) -> Flags:
    """Find the lines that a wrap made begin with what looks like the mark of an item."""
    upper, lower = edge.upper, edge.upper + 1
    first, above = lines.start[lower], lines.start[upper]
    sure = _tables()[2].take(sheet.codes[first], mode="clip")
    mask: Flags = possible & ~sure & (lines.indent[lower] == lines.indent[upper])
    # Two lines with marks of one sort are two items.
    alike = sheet.codes[first] == sheet.codes[above]
    alike |= (sheet.kind[first] & sheet.kind[above] & DIGIT) != 0
    alike &= lines.mark[upper] == lines.mark[lower]
    for i in (mask & edge.closed).nonzero()[0].tolist():
        mask[i] = _is_running_list(sheet, int(lines.text[lower[i]]), int(lines.end[upper[i]]))
    mask &= edge.closed | ~alike
    return mask


def _is_running_list(sheet: Sheet, text: int, end: int) -> bool:
    """Check whether a list goes on inside a sentence: more of its marks stand near the break."""
    whole, at = sheet.texts[text], end - int(sheet.begin[text])
    if whole[at - 1] not in ";:":
        return False
    above = whole[max(0, at - _MARK_WINDOW) : at].rpartition("\n\n")[2]
    below = whole[at : at + _MARK_WINDOW].partition("\n\n")[0]
    return any(map(_INNER_MARK.search, (above, below)))


def _find_open_ends(sheet: Sheet, words: Words, end: Ints) -> tuple[Flags, Flags]:
    """Find the lines that go on below even an empty line, and all that go on without one."""
    row = words.end.searchsorted(end, side="right") - 1
    at = (row >= 0).nonzero()[0]
    at = at[words.end[row[at]] == end[at]]
    at = at[(sheet.kind[words.start[row[at]]] & LOWER) != 0]
    flags = np.zeros(len(end), dtype=np.int64)
    # Behind "; and" stands the last item of a list.
    at = at[sheet.codes[words.start[row[at]] - 2] != ord(";")]
    flags[at] = _end_words().flags(words.hash[row[at]])
    last, before = sheet.codes[end - 1], sheet.codes[end - 2]
    cut = (last == 45) & (before >= 97) & (before <= 122)
    cut |= last == 44
    return cut | ((flags & 1) != 0), cut | ((flags & 2) != 0)


def _find_torn(sheet: Sheet, lines: Lines, edge: _Edge, joined: Flags, torn: Flags) -> Flags:
    """Find the breaks at which a sentence may go on below an empty line."""
    upper, lower = edge.upper, edge.upper + 1
    between = lines.start[lower] - lines.end[upper] - lines.indent[lower]
    # The last line of a paragraph may be short.
    last = np.zeros_like(joined)
    last[1:] = joined[:-1] & (np.diff(upper) == 1)
    last &= between == np.where(sheet.codes[lines.end[upper]] == ord("\r"), 4, 2)
    long = (lines.end - lines.start)[upper] > 60
    ends_small = (sheet.kind[lines.end[upper] - 1] & LOWER) != 0
    goes_on = (ends_small & edge.small) | torn
    mask: Flags = goes_on & (long | last) & (lines.indent[upper] < 7)
    return mask


def _find_quoted(sheet: Sheet, lines: Lines, edge: _Edge) -> Flags:
    """Find the breaks between "said:" and the words that were said."""
    first = sheet.codes[lines.start[edge.upper + 1]]
    mask: Flags = (sheet.codes[lines.end[edge.upper] - 1] == 58) & (
        (first == 34) | (first == 0x201C)
    )
    mask &= ~lines.gap[edge.upper + 1]
    at = mask.nonzero()[0]
    tails = read_lines(sheet, lines, edge.upper[at], 12)
    for i, (_, tail) in zip(at.tolist(), tails, strict=True):
        mask[i] = _SAYS.search(tail) is not None
    return mask


def _join_hanging(lines: Lines, edge: _Edge, joined: Flags, possible: Flags) -> None:
    """Join lines that hang below the first one of their block.

    Which line that is depends on the breaks joined above, so they are read in order.
    """
    below = lines.indent[edge.upper + 1]
    rows = (possible & (below > 2) & (below < 20)).nonzero()[0]
    if not len(rows):
        return
    # Line at which the block above each break begins, if no further break is joined.
    begins = np.where(np.append(True, ~joined[:-1] | (np.diff(edge.upper) > 1)), edge.upper, 0)
    heads = np.maximum.accumulate(begins)[rows].tolist()
    moved: dict[int, int] = {}
    for i, head in zip(rows.tolist(), heads, strict=True):
        head = moved.get(head, head)
        hanging = int(below[i]) - int(lines.indent[head]) in range(3, 9)
        if hanging and (edge.small[i] or lines.mark[head]):
            joined[i] = True
            moved[int(edge.upper[i]) + 1] = head
