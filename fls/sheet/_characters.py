"""What every character of some texts is: one table, looked up once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fls.arrays import Codes, Flags, Ints

__all__ = [
    "BLANK", "BREAKS", "DIGIT", "INVISIBLE", "LOWER", "MARK", "MARKS", "SIGN", "STOP", "TABLE",
    "UPPER", "WINDOW", "WORD", "Kinds", "Sheet", "char_table", "lay",
]  # fmt: skip

#: Code points from here on are of no script that press releases in English are written in.
TABLE = 0x3000
#: Characters of a pass over a text: what it touches stays within the processor's cache.
WINDOW = 1 << 15

#: Bits of :attr:`Sheet.kind`. A letter or digit; a mark that is a word by itself.
WORD, MARK = 1, 2
#: White space and marks of no width.
BLANK = 4
#: Letters in capitals and in small letters, digits and the like.
UPPER, LOWER, DIGIT = 8, 16, 32
#: A mark that may end a sentence; another that says what a line is, or ends one.
STOP, SIGN = 64, 128

#: Marks that are words by themselves.
MARKS = '$€£¥%!?"“”;:&+®™©(['
_SIGNS = '\t@#:/(["“”‘’$€£%!?•▪●■‣◦'
#: What ends lines.
BREAKS = "\n\v\f\r\u2028"
#: White space beyond the table, and what is as good as white space.
INVISIBLE = "\u200b\ufeff"


Kinds = NDArray[np.uint8]


class Sheet(NamedTuple):
    """Texts laid end to end, a line feed behind each.

    Parameters
    ----------
    texts : sequence of str
    codes : (n_chars + 1,) uint32
        Code points; one line feed more at the end, so that there is always a next one.
    kind : (n_chars + 1,) uint8
        Bits that say what each character is.
    begin : (n_texts + 1,) int64
        Text ``d`` and its line feed are ``codes[begin[d]:begin[d + 1]]``.
    first, last : (n_chunks,) int64
        Chunks, the pieces between white space: ``codes[first[i]:last[i]]``.
    notes : (n_notes,) int64
        Where capitals, digits, stops, signs and ends of lines stand.
    noted : (n_notes,) uint32
        Their code points.
    """

    texts: Sequence[str]
    codes: Codes
    kind: Kinds
    begin: Ints
    first: Ints
    last: Ints
    notes: Ints
    noted: Codes

    def pieces(self, start: Ints, end: Ints, text: Ints) -> list[str]:
        """Read what stands between places.

        Parameters
        ----------
        start, end, text : (n,) int64
            Spans in the sheet, and the number of the text that each is in.

        Returns
        -------
        list of str
        """
        begin = self.begin[text]
        spans = zip(text.tolist(), (start - begin).tolist(), (end - begin).tolist(), strict=True)
        return [self.texts[number][first:last] for number, first, last in spans]


@cache
def _kinds() -> Kinds:
    """Bits of every code point up to the table's end, which stands for all beyond."""
    kind = np.zeros(TABLE + 1, dtype=np.uint8)
    for code in range(TABLE):
        char = chr(code)
        kind[code] = (
            WORD * char.isalnum()
            | BLANK * (char.isspace() or char in INVISIBLE)
            | UPPER * char.isupper()
            | LOWER * char.islower()
            | DIGIT * (char.isalnum() and not char.isalpha())
        )
    for chars, bit in ((MARKS, MARK), (_SIGNS + BREAKS, SIGN), (".!?…", STOP)):
        kind[[ord(char) for char in chars]] |= bit
    kind[TABLE] = MARK
    return kind


def char_table(chars: str) -> Flags:
    """Table of some characters, for :func:`numpy.take` with ``mode="clip"``."""
    table = np.zeros(TABLE + 1, dtype=bool)
    table[[ord(char) for char in chars]] = True
    return table


def lay(texts: Sequence[str]) -> Sheet:
    """Lay texts end to end.

    Parameters
    ----------
    texts : sequence of str

    Returns
    -------
    Sheet

    Examples
    --------
    >>> sheet = lay(["Acme grew.", "Pumps"])
    >>> sheet.begin.tolist(), sheet.first.tolist(), sheet.last.tolist()
    ([0, 11, 17], [0, 5, 11], [4, 10, 16])
    """
    whole = "\n".join((*texts, "\n"))
    codes = np.array([whole]).view(np.uint32)
    begin = np.zeros(len(texts) + 1, dtype=np.int64)
    np.cumsum([len(text) + 1 for text in texts], out=begin[1:])
    kind = np.empty(len(codes), dtype=np.uint8)
    for at in range(0, len(codes), WINDOW):
        part = slice(at, at + WINDOW)
        _kinds().take(codes[part], mode="clip", out=kind[part])
    if codes.max(initial=0) >= TABLE:
        _look_beyond(codes, kind)
    filled = np.zeros(len(codes) + 1, dtype=bool)
    np.equal(kind & BLANK, 0, out=filled[1:])
    edges = (filled[1:] != filled[:-1]).nonzero()[0]
    notes = ((kind & (UPPER | DIGIT | STOP | SIGN)) != 0).nonzero()[0]
    # Copies: what does not lie together is copied anew at every look-up.
    first, last = edges[0::2].copy(), edges[1::2].copy()
    return Sheet(texts, codes, kind, begin, first, last, notes, codes.take(notes))


def _look_beyond(codes: Codes, kind: Kinds) -> None:
    """Mend what the table cannot know."""
    at = (codes >= TABLE).nonzero()[0]
    code = codes[at]
    kind[at[(code == 0x3000) | (code == 0xFEFF)]] = BLANK
