"""Columns that are read off the characters of a unit: figures, money, years, quotation marks."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fls.arrays import Flags, Floats, Ints
from fls.features.batch import UnitBatch

__all__ = ["FORM", "QUOTE", "Signs", "block_starts", "form_columns", "quote_columns", "read_signs"]

FORM = (
    "form:log words",
    "form:short",
    "form:long",
    "form:figures",
    "form:has figure",
    "form:money",
    "form:percent",
    "form:exclamation",
    "form:question",
    "form:ends with colon",
    "form:year ahead",
    "form:year now",
    "form:year past",
    "form:capital share",
)
QUOTE = ("quote:inside", "quote:opens", "quote:closes", "quote:whole")


def _counts(batch: UnitBatch, at: Ints) -> Ints:
    """How many of the ascending positions ``at`` fall into each unit."""
    found: Ints = np.searchsorted(at, batch.end) - np.searchsorted(at, batch.start)
    return found


class Signs(NamedTuple):
    """Digits, capitals and marks of a batch: where they stand, and what they are."""

    at: Ints
    char: NDArray[np.uint32]

    def where(self, chosen: Flags) -> Ints:
        """Places of the chosen ones."""
        return self.at[chosen]


@cache
def _is_sign() -> Flags:
    """Whether a code point is one of these; those beyond the table are not."""
    table = np.zeros(ord("€") + 2, dtype=bool)
    table[[ord(char) for char in '$€£%!?"“”0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ']] = True
    return table


def read_signs(batch: UnitBatch) -> Signs:
    """Find the digits, capitals and marks of a batch."""
    char = batch.codes[batch.notes]
    chosen = np.take(_is_sign(), char, mode="clip")
    return Signs(batch.notes[chosen], char[chosen])


def form_columns(batch: UnitBatch, signs: Signs, n_words: Ints) -> Floats:
    """Fill the columns named in :data:`FORM`: length, figures, years, how the unit ends."""
    codes, char = batch.codes, signs.char
    digits = signs.where((char >= 48) & (char <= 57))
    begins = digits[np.append(True, np.diff(digits) > 1)[: len(digits)]]
    figures = _counts(batch, begins)
    money = _counts(batch, signs.where((char == 36) | (char == 8364) | (char == 163)))
    percent = _counts(batch, signs.where(char == 37))
    exclaim = _counts(batch, signs.where(char == 33))
    question = _counts(batch, signs.where(char == 63))
    capital = _counts(batch, signs.where((char >= 65) & (char <= 90)))
    length = np.maximum(1, batch.end - batch.start)
    last = codes[np.maximum(batch.end - 1, 0)] if len(codes) else np.zeros(0)
    years = _years(batch, begins)
    return np.stack(
        [
            np.log1p(n_words) / 4.0,
            n_words < 8,
            n_words > 45,
            np.minimum(figures, 8) / 8.0,
            figures > 0,
            money > 0,
            percent > 0,
            exclaim > 0,
            question > 0,
            last == 58,
            *years,
            np.minimum(1.0, capital / length * 4.0),
        ],
        axis=1,
    )


def _years(batch: UnitBatch, begins: Ints) -> tuple[NDArray[np.bool_], ...]:
    """Whether a unit names a year after, of, or before the release's own (its first year)."""
    n_units, n = len(batch.doc), len(batch.codes)
    at = begins[begins + 4 <= n]
    digits = [batch.codes[at + i].astype(np.int64) - 48 for i in range(4)]
    whole = np.all([(d >= 0) & (d <= 9) for d in digits], axis=0)
    after = batch.codes[np.minimum(at + 4, n - 1)] if n else np.zeros(0)
    whole &= ~((after >= 48) & (after <= 57)) | (at + 4 == n)
    value = digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3]
    keep = whole & (value >= 1980) & (value <= 2070)
    at, value = at[keep], value[keep]
    unit = np.searchsorted(batch.start, at, side="right") - 1
    inside = (unit >= 0) & (at < batch.end[np.maximum(unit, 0)]) if n_units else unit >= 0
    unit, value = unit[inside], value[inside]
    own = np.zeros(len(batch.first) - 1, dtype=np.int64)
    doc = batch.doc[unit]
    own[doc[::-1]] = value[::-1]
    flags = np.zeros((3, n_units), dtype=bool)
    base = own[doc]
    flags[0, unit[value > base]] = True
    flags[1, unit[value == base]] = True
    flags[2, unit[value < base]] = True
    return tuple(flags)


def quote_columns(batch: UnitBatch, signs: Signs) -> Floats:
    """Fill the columns named in :data:`QUOTE`; marks are counted from the block's beginning."""
    codes = batch.codes
    quoting = (signs.char == 34) | (signs.char == 8220) | (signs.char == 8221)
    marks, char = signs.where(quoting), signs.char[quoting]
    running = np.concatenate(([0], np.cumsum(np.where(char == 8221, -1, 1))))
    straight = np.concatenate(([0], np.cumsum(char == 34)))
    n = len(batch.start)
    rows = np.arange(n)
    base = np.maximum.accumulate(np.where(block_starts(batch), rows, 0)) if n else rows
    begin = np.searchsorted(marks, batch.start)
    end = np.searchsorted(marks, batch.end)
    curly = running - straight
    odd = (straight[begin] - straight[begin[base]]) % 2 if n else rows
    inside = (odd > 0) | (curly[begin] - curly[begin[base]] > 0 if n else odd > 0)
    first = codes[batch.start] if n else rows
    starts = (first == 34) | (first == 8220)
    tail = np.searchsorted(marks, batch.end - 3)
    closes = end > tail
    within = inside | starts
    return np.stack([within, starts & ~inside, closes, within & closes], axis=1)


def block_starts(batch: UnitBatch) -> Flags:
    """Whether a unit is the first of its block."""
    opens = np.ones(len(batch.block), dtype=bool)
    opens[1:] = batch.block[1:] != batch.block[:-1]
    return opens
