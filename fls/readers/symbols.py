"""Marks of lists that a symbol font shows in place of other characters."""

from __future__ import annotations

import re

__all__ = ["PRIVATE", "is_symbol_font", "replace_symbol"]

#: Characters of the private range, which symbol fonts use.
PRIVATE = {0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF0FC: "✓", 0xF02D: "–"}
#: Letters that Wingdings shows as marks of lists.
_LETTERS = {
    "l": "●", "n": "■", "o": "•", "p": "•", "q": "•", "u": "◆", "v": "❖", "w": "•", "§": "▪",
    "¨": "•", "Ø": "➢", "ü": "✓", "à": "→",
}  # fmt: skip
_FONT = re.compile(r"wingdings|dingbats", re.IGNORECASE)


def is_symbol_font(name: str) -> bool:
    """Check whether a font shows symbols instead of letters.

    Parameters
    ----------
    name : str
        Name of the font, or a style that contains it.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_symbol_font("font-family: Wingdings"), is_symbol_font("Times")
    (True, False)
    """
    return _FONT.search(name) is not None


def replace_symbol(text: str) -> str:
    """Return the mark that a symbol font shows for a single letter, or other text unchanged.

    Parameters
    ----------
    text : str

    Returns
    -------
    str

    Examples
    --------
    >>> replace_symbol("ü"), replace_symbol("Sales")
    ('✓', 'Sales')
    """
    letter = text.strip()
    return text.replace(letter, _LETTERS[letter]) if letter in _LETTERS else text
