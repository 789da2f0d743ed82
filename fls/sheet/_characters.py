"""Kinds of the characters of texts, from a single look-up in one table."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fls.arrays import Codes, Flags, Ints

__all__ = [
    "BLANK", "BREAKS", "DIGIT", "INVISIBLE", "LOWER", "MARK", "MARKS", "SIGN", "STOP", "TABLE_END",
    "UPPER", "WINDOW_CHARS", "WORD", "Kinds", "Sheet", "char_table", "lay",
]  # fmt: skip

#: First code point beyond the scripts in which English press releases are written.
TABLE_END = 0x3000
#: Number of characters per pass over a text: few enough to stay in the processor's cache.
WINDOW_CHARS = 1 << 15

#: Bits of :attr:`Sheet.kind`: a letter or digit; a mark that is a word by itself.
WORD, MARK = 1, 2
#: White space, and marks without width.
BLANK = 4
#: Capital letters; small letters; digits and the like.
UPPER, LOWER, DIGIT = 8, 16, 32
#: A mark that may end a sentence; another that shows what a line is, or ends one.
STOP, SIGN = 64, 128

#: Marks that are words by themselves.
MARKS = '$€£¥%!?"“”;:&+®™©(['
_SIGNS = '\t@#:/(["“”‘’$€£%!?•▪●■‣◦'
#: Characters that end lines.
BREAKS = "\n\v\f\r\u2028"
#: Marks without width, which count as white space.
INVISIBLE = "\u200b\ufeff"


Kinds = NDArray[np.uint8]


class Sheet(NamedTuple):
    """Texts laid end to end, each followed by a line feed.

    Parameters
    ----------
    texts : sequence of str
    codes : (n_chars + 1,) uint32
        Code points; one more line feed at the end, so that every character has a next one.
    kind : (n_chars + 1,) uint8
        Bits for what each character is.
    begin : (n_texts + 1,) int64
        Text ``d`` and its line feed are ``codes[begin[d]:begin[d + 1]]``.
    first, last : (n_chunks,) int64
        Chunks, the pieces between white space: ``codes[first[i]:last[i]]``.
    notes : (n_notes,) int64
        Places of capitals, digits, stops, signs and ends of lines.
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
        """Return the texts of spans.

        Parameters
        ----------
        start, end, text : (n,) int64
            Spans in the sheet, and the number of the text in which each is.

        Returns
        -------
        list of str
        """
        begin = self.begin[text]
        spans = zip(text.tolist(), (start - begin).tolist(), (end - begin).tolist(), strict=True)
        return [self.texts[number][first:last] for number, first, last in spans]


@cache
def _build_kinds() -> Kinds:
    """Return the bits of every code point of the table; its last entry stands for all beyond."""
    kind = np.zeros(TABLE_END + 1, dtype=np.uint8)
    for code in range(TABLE_END):
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
    kind[TABLE_END] = MARK
    return kind


def char_table(chars: str) -> Flags:
    """Return a table that marks some characters, to ``take`` from with ``mode="clip"``."""
    table = np.zeros(TABLE_END + 1, dtype=bool)
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
    for at in range(0, len(codes), WINDOW_CHARS):
        part = slice(at, at + WINDOW_CHARS)
        _build_kinds().take(codes[part], mode="clip", out=kind[part])
    if codes.max(initial=0) >= TABLE_END:
        _correct_beyond(codes, kind)
    filled = np.zeros(len(codes) + 1, dtype=bool)
    np.equal(kind & BLANK, 0, out=filled[1:])
    edges = (filled[1:] != filled[:-1]).nonzero()[0]
    notes = ((kind & (UPPER | DIGIT | STOP | SIGN)) != 0).nonzero()[0]
    # Copied because strided arrays would be copied at every look-up.
    first, last = edges[0::2].copy(), edges[1::2].copy()
    return Sheet(texts, codes, kind, begin, first, last, notes, codes.take(notes))


def _correct_beyond(codes: Codes, kind: Kinds) -> None:
    """Correct the white space beyond the table."""
    at = (codes >= TABLE_END).nonzero()[0]
    code = codes[at]
    kind[at[(code == 0x3000) | (code == 0xFEFF)]] = BLANK
