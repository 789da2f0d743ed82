"""Texts laid end to end as arrays: their characters, words and units.

Segmentation and tagging read many texts in one pass. Nothing here knows what a release is.
"""

from fls.sheet._characters import (
    BLANK,
    BREAKS,
    DIGIT,
    INVISIBLE,
    LOWER,
    SIGN,
    STOP,
    TABLE_END,
    UPPER,
    WORD,
    Sheet,
    char_table,
    lay,
)
from fls.sheet._table import HashTable, WordSet
from fls.sheet._units import UnitTable, unit_table
from fls.sheet._words import Words, hash_words, split_words

__all__ = [
    "BLANK",
    "BREAKS",
    "DIGIT",
    "INVISIBLE",
    "LOWER",
    "SIGN",
    "STOP",
    "TABLE_END",
    "UPPER",
    "WORD",
    "HashTable",
    "Sheet",
    "UnitTable",
    "WordSet",
    "Words",
    "char_table",
    "hash_words",
    "lay",
    "split_words",
    "unit_table",
]
