"""Text to blocks: lines are found, hard wraps are joined, nothing is judged yet."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise
from typing import NamedTuple

__all__ = ["BULLET", "Block", "split_blocks"]

#: A mark at the beginning of a list item. The letter "o" counts only before a capital.
BULLET = re.compile(
    r"(?:[•▪●◦■·‣⁃∙○◆◼➢➤✔✓►▶★*+~\-–—§❖]{1,2}[ \t\xa0]+"
    r"|[•▪●◦■·‣⁃∙○◆◼➢➤✔✓►▶❖](?=\S)|o[ \t\xa0]+(?=[A-Z])"
    r"|\(?\d{1,2}[.)][ \t\xa0]+|\(?[a-hA-H][.)][ \t\xa0]+(?=\S)|\(?[ivx]{1,4}[.)][ \t\xa0]+)"
)

# Ends of lines beside the line feed. str.splitlines would also cut at U+0085 and at separators.
_LINE_ENDS = "\f\v\r\u2028"
_INVISIBLE = "\u200b\ufeff"
_SOFT_END = re.compile(
    r"(?:,|\b(?:a|an|and|as|at|by|for|from|in|into|its|of|on|or|our|that|the|their|this|to|with)"
    r"|[a-z]-)$"
)
#: Words that a line may end with only if its sentence goes on below an empty line.
_TORN_END = re.compile(r"(?:,|\b(?:a|an|and|of|or|our|the|their|its)|[a-z]-)$")
_TERMINAL = re.compile(r"""[.!?:;]["”’')\]]*\d{0,2}$""")
# Five spaces, a tab, or twice three before a figure; justified text has less.
_COLUMNS = re.compile(
    r"\S {5,}\S|\S[ \xa0]*\t[ \t]*\S|\S {3,}(?:\$ ?)?[$(\d—–-]\S* {3,}(?:\$ ?)?[$(\d—–-]"
)
_FOOT = re.compile(
    r"[-–—(\s]*(?:page )?\d{1,3}(?: of \d{1,3})?[-–—)\s]*$|[-–—(\s]*more[-–—)\s]*$|<page>$", re.I
)
#: Marks that no wrapped line begins with by chance.
_SURE_MARKS = "•▪●◦■·‣⁃∙○◆◼➢➤✔✓►▶★*"
_SAYS = re.compile(r"\b(?:said|says|stated|commented|added|noted|remarked|explained|continued):$")
_RULE = re.compile(r"[\s\-=_*.•#~—–]+$")

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
    start: int
    end: int
    text: str
    gap: bool
    indent: int


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
    for raw in text.split("\n"):
        bare = raw.strip()
        while bare and (bare[0] in _INVISIBLE or bare[-1] in _INVISIBLE):
            bare = bare.strip(_INVISIBLE).strip()
        if bare:
            indent = 0 if bare[0] == raw[0] else raw.index(bare)
            start = at + indent
            found.append(_Line(start, start + len(bare), bare, gap, indent))
            gap = False
        else:
            gap = True
        at += len(raw) + 1
        gap = gap or (feeds and given[at - 1 : at] == "\f")
    return found


def _wrap_width(lines: list[_Line]) -> int:
    """The column at which the text was wrapped, or 0 for text that was not.

    Wrapped text shows many neighbours (no blank line between) of which the upper one comes close
    to the longest; text with a paragraph on a line does not.
    """
    pairs = [
        (len(a.text) + a.indent, _goes_on_small(b.text))
        for a, b in pairwise(lines)
        if not b.gap and not _in_columns(a.text) and not _in_columns(b.text)
    ]
    upper = sorted(length for length, _ in pairs)
    if not upper:
        return 0
    width = upper[max(0, len(upper) - 1 - len(upper) // 50)]
    if not width >= _MIN_WIDTH // 2:
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


def _in_columns(line: str) -> bool:
    if "   " not in line and "\t" not in line:
        return False
    mark = BULLET.match(line)
    return _COLUMNS.search(line, mark.end() if mark else 0) is not None


def _goes_on_small(line: str) -> bool:
    """Whether a line begins with a word in small letters (an address is none)."""
    return line[0].islower() and "@" not in line[:40] and not line.startswith(("www.", "http"))


def _goes_on(first: _Line, upper: _Line, lower: _Line, width: int) -> bool:
    """Whether the break between two neighbouring lines is a hard wrap (block begins at first)."""
    if _in_columns(upper.text) or _in_columns(lower.text):
        return False
    if any(rule.match(line.text) for rule in (_RULE, _FOOT) for line in (upper, lower)):
        return False
    ending = upper.text[-12:]
    room = width - len(upper.text) - upper.indent - 1
    first_word = lower.text.split(None, 1)[0]
    full = width > 0 and len(first_word) > room and not lower.gap
    if BULLET.match(lower.text):
        by_chance = lower.text[0] not in _SURE_MARKS and lower.indent == upper.indent
        return full and by_chance and not _TERMINAL.search(ending)
    soft = _SOFT_END.search(ending) is not None
    low = _goes_on_small(lower.text)
    closed = _TERMINAL.search(ending) is not None
    if lower.gap:
        # A sentence torn apart by an empty line: only where both sides say so.
        torn = _TORN_END.search(ending) or (low and upper.text[-1].islower())
        return bool(torn) and not closed and len(upper.text) > 60 and upper.indent < 7
    if _SAYS.search(ending) and lower.text[0] in '"“':
        return True
    hanging = lower.indent - first.indent in range(3, 9) and lower.indent < 20
    if hanging and not closed and (low or BULLET.match(first.text) is not None):
        return True
    if not width:
        return low and not closed and len(upper.text) > (40 if soft else 60)
    if full:
        return True
    if soft or (low and not closed):
        return True
    centred = upper.indent > 6 and lower.indent > 6
    if centred:
        return not closed
    # Proportional type leaves a ragged edge.
    return len(first_word) > room - width // 10 and not closed


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
        columns = len(parts) == 1 and _in_columns(joined)
        found.append(
            Block(first.start, last.end, joined, len(parts), first.gap, first.indent, columns)
        )
    return found
