"""Text to blocks: lines are found, hard wraps are joined, nothing is judged yet."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise
from typing import NamedTuple

from fls.segmentation.expressions import Expression

__all__ = ["BULLET", "Block", "bullet", "split_blocks"]

#: A mark at the beginning of a list item. The letter "o" counts only before a capital.
BULLET = Expression(
    r"(?:[•▪●◦■·‣⁃∙○◆◼➢➤✔✓►▶★*+~\-–—§❖]{1,2}[ \t\xa0]+"
    r"|[•▪●◦■·‣⁃∙○◆◼➢➤✔✓►▶❖](?=\S)|o[ \t\xa0]+(?=[A-Z])"
    r"|\(?\d{1,2}[.)][ \t\xa0]+|\(?[a-hA-H][.)][ \t\xa0]+(?=\S)|\(?[ivx]{1,4}[.)][ \t\xa0]+)"
)

# Ends of lines beside the line feed. str.splitlines would also cut at U+0085 and at separators.
_LINE_ENDS = "\f\v\r\u2028"
_INVISIBLE = "\u200b\ufeff"
#: These and all that str.strip takes for white space.
_BLANK = _INVISIBLE + "".join(filter(str.isspace, map(chr, range(0x3001))))
_SOFT_END = Expression(
    r"(?:,|\b(?:a|an|and|as|at|by|for|from|in|into|its|of|on|or|our|that|the|their|this|to|with)"
    r"|[a-z]-)$"
)
#: Words that a line may end with only if its sentence goes on below an empty line.
_TORN_END = Expression(r"(?:,|\b(?:a|an|and|of|or|our|the|their|its)|[a-z]-)$")
_TERMINAL = Expression(r"""[.!?:;]["”’')\]]*\d{0,2}$""")
_AFTER_TERMINAL = frozenset("\"”’')]")
# Five spaces, a tab, or twice three before a figure; justified text has less.
_COLUMNS = Expression(
    r"\S {5,}\S|\S[ \xa0]*\t[ \t]*\S|\S {3,}(?:\$ ?)?[$(\d—–-]\S* {3,}(?:\$ ?)?[$(\d—–-]"
)
_FOOT = Expression(
    r"[-–—(\s]*(?:page )?\d{1,3}(?: of \d{1,3})?[-–—)\s]*$|[-–—(\s]*more[-–—)\s]*$|<page>$",
    re.IGNORECASE,
)
_RULE = Expression(r"[\s\-=_*.•#~—–]+$")
#: What a ruled line or the foot of a page begins with, digits beside.
_ALONE_STARTS = frozenset("-–—(<pPmM=_*.•#~")
#: Marks that no wrapped line begins with by chance.
_SURE_MARKS = "•▪●◦■·‣⁃∙○◆◼➢➤✔✓►▶★*"
_SAYS = Expression(r"\b(?:said|says|stated|commented|added|noted|remarked|explained|continued):$")

_WIDEST = 200
_MIN_WIDTH = 30


class Block(NamedTuple):
    """One paragraph, line or cell: what stood together, its hard wraps joined.

    Parameters
    ----------
    start, end : int
        Span in the text, without white space at its ends.
    text : str
        The block on one line, runs of white space at line ends folded to one space.
    n_lines : int
        How many lines it stood on.
    gap : bool
        Whether a blank line (or the beginning) stands before it.
    indent : int
        White space before the first character of its first line.
    columns : bool
        Whether its line is spread in columns.
    """

    start: int
    end: int
    text: str
    n_lines: int
    gap: bool
    indent: int
    columns: bool


class _Line(NamedTuple):
    """A line without the white space around it."""

    start: int
    end: int
    text: str
    gap: bool  # a blank line stands above
    indent: int
    columns: bool
    alone: bool  # joins no neighbour: columns, a rule, the foot of a page


def bullet(text: str) -> int:
    """Measure the mark of a list item.

    Parameters
    ----------
    text : str
        A line or block.

    Returns
    -------
    int
        Length of the mark at its beginning with the white space behind it, 0 for none.

    Examples
    --------
    >>> bullet("(a) pumps"), bullet("a pump")
    (4, 0)
    """
    # Nearly every text begins with two letters, and of those only small Roman numbers count.
    if text[:2].isalpha() and text[0] not in "ivx":
        return 0
    mark = BULLET.match(text)
    return mark.end() if mark else 0


def _lines(text: str) -> list[_Line]:
    """Lines that hold more than white space, stripped."""
    given = text
    if any(map(text.__contains__, _LINE_ENDS)):
        # One character for one, so that offsets hold.
        text = text.replace("\r\n", " \n")
        for char in _LINE_ENDS:
            text = text.replace(char, "\n")
    found = []
    gap = True
    at = 0
    feeds = "\f" in given
    spread = "   " in text or "\t" in text
    for raw in text.split("\n"):
        bare = raw.strip()
        if bare and (bare[0] in _INVISIBLE or bare[-1] in _INVISIBLE):
            bare = bare.strip(_BLANK)
        if bare:
            indent = 0 if bare[0] == raw[0] else raw.index(bare)
            start = at + indent
            columns = spread and _in_columns(bare)
            alone = columns or _is_alone(bare)
            found.append(_Line(start, start + len(bare), bare, gap, indent, columns, alone))
            gap = False
        else:
            gap = True
        at += len(raw) + 1
        gap = gap or (feeds and given[at - 1 : at] == "\f")
    return found


def _in_columns(line: str) -> bool:
    """Whether a line is spread like the row of a table."""
    if "   " not in line and "\t" not in line:
        return False
    return _COLUMNS.search(line, bullet(line)) is not None


def _is_alone(line: str) -> bool:
    """Whether a line is a rule or the foot of a page."""
    if line[0] not in _ALONE_STARTS and not line[0].isdecimal():
        return False
    return _RULE.match(line) is not None or _FOOT.match(line) is not None


def _wrap_width(lines: list[_Line]) -> int:
    """The column at which the text was wrapped, or 0 for text that was not.

    Wrapped text shows many neighbours (no blank line between) of which the upper one comes close
    to the longest; text with a paragraph on a line does not.
    """
    pairs = [
        (len(a.text) + a.indent, _goes_on_small(b.text))
        for a, b in pairwise(lines)
        if not (b.gap or a.columns or b.columns)
    ]
    if not pairs:
        return 0
    upper = sorted(length for length, _ in pairs)
    width = upper[max(0, len(upper) - 1 - len(upper) // 50)]
    if width < _MIN_WIDTH // 2:
        return 0
    near = len(upper) - bisect_right(upper, width * 0.82 - 1)
    if width < 70 and sum(low for _, low in pairs) < 0.2 * near:
        # Short lines that all begin with a capital are a list of names, not a paragraph.
        return 0
    if width > _WIDEST:
        # Beyond what anyone reads as a wrap, only an even right edge is proof of one.
        near = len(upper) - bisect_right(upper, width - 25)
        return width if near >= 4 and near > 0.6 * len(upper) else 0
    return width if near >= max(2, 0.25 * len(upper)) else 0


def _goes_on_small(line: str) -> bool:
    """Whether a line begins with a word in small letters (an address is none)."""
    return line[0].islower() and "@" not in line[:40] and not line.startswith(("www.", "http"))


def _is_closed(line: str) -> bool:
    """Whether a line ends in a mark after which a sentence or a list may begin."""
    last = line[-1]
    if last in ".!?:;":
        return True
    may_be = last in _AFTER_TERMINAL or last.isdecimal()
    return may_be and _TERMINAL.search(line[-12:]) is not None


def _goes_on(first: _Line, upper: _Line, lower: _Line, width: int) -> bool:
    """Whether the break between two lines is a hard wrap (the block begins at ``first``)."""
    if upper.alone or lower.alone:
        return False
    if lower.gap:
        return _is_torn(upper, lower)
    closed = _is_closed(upper.text)
    room = width - len(upper.text) - upper.indent - 1
    first_word = lower.text.split(None, 1)[0]
    full = width > 0 and len(first_word) > room
    if bullet(lower.text):
        by_chance = lower.text[0] not in _SURE_MARKS and lower.indent == upper.indent
        return full and by_chance and not closed
    if closed and _SAYS.search(upper.text[-12:]) and lower.text[0] in '"“':
        return True
    if full or closed:
        return full
    low = _goes_on_small(lower.text)
    hanging = lower.indent - first.indent in range(3, 9) and lower.indent < 20
    if hanging and (low or bullet(first.text)):
        return True
    soft = _SOFT_END.search(upper.text[-12:]) is not None
    if not width:
        return low and len(upper.text) > (40 if soft else 60)
    centred = upper.indent > 6 and lower.indent > 6
    # Proportional type leaves a ragged edge.
    return soft or low or centred or len(first_word) > room - width // 10


def _is_torn(upper: _Line, lower: _Line) -> bool:
    """Whether an empty line tears a sentence apart: only where both sides say so."""
    if len(upper.text) <= 60 or upper.indent >= 7 or _is_closed(upper.text) or bullet(lower.text):
        return False
    if upper.text[-1].islower() and _goes_on_small(lower.text):
        return True
    return _TORN_END.search(upper.text[-12:]) is not None


def split_blocks(text: str) -> list[Block]:
    """Cut a text into blocks and join hard wraps.

    Parameters
    ----------
    text : str
        A release.

    Returns
    -------
    list of Block
        In reading order, disjoint; every character that is not white space is in one.
    """
    lines = _lines(text)
    width = _wrap_width(lines)
    found: list[Block] = []
    i = 0
    while i < len(lines):
        first = last = lines[i]
        parts = [first.text]
        i += 1
        while i < len(lines) and _goes_on(first, last, lines[i], width):
            last = lines[i]
            parts.append(last.text)
            i += 1
        joined = first.text if len(parts) == 1 else " ".join(parts)
        columns = len(parts) == 1 and first.columns
        found.append(
            Block(first.start, last.end, joined, len(parts), first.gap, first.indent, columns)
        )
    return found
