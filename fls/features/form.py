"""Columns computed from the characters of a unit: figures, money, years, quotation marks."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from fls.arrays import Codes, Flags, Ints, exact, totals
from fls.features.batch import UnitBatch
from fls.sheet import char_table

__all__ = [
    "FORM",
    "QUOTE",
    "Marks",
    "block_starts",
    "form_columns",
    "is_digit",
    "marks_of",
    "quote_columns",
]

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

#: Excess of the value of four digits, computed from their code points, over the year.
_ZEROS = ord("0") * 1111
#: Bits of signs that count anywhere in a unit: money, percent, ``!`` and ``?``.
_BITS = (1, 2, 4, 8)


@cache
def _sign_bits() -> NDArray[np.uint8]:
    """Return the bits of every character."""
    money, *others = map(char_table, ("$€£", "%", "!", "?"))
    bits = money.astype(np.uint8)
    for bit, table in zip(_BITS[1:], others, strict=True):
        bits[table] = bit
    return bits


class Marks(NamedTuple):
    """The notes of each unit: their first number in the batch, and the one behind the last."""

    first: Ints
    last: Ints

    def bits(self, of_notes: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Return the union of the bits of all notes of each unit."""
        edges = np.stack((self.first, self.last), axis=1).ravel()
        union = np.bitwise_or.reduceat(np.append(of_notes, np.uint8(0)), edges)[::2]
        union[self.first == self.last] = 0
        return union

    def per_unit(self, chosen: Flags) -> Ints:
        """Count the chosen notes in each unit."""
        sums = totals(chosen)
        counts: Ints = sums.take(self.last) - sums.take(self.first)
        return counts


def marks_of(batch: UnitBatch) -> Marks:
    """Find the notes in each unit."""
    return Marks(batch.notes.searchsorted(batch.start), batch.notes.searchsorted(batch.end))


def is_digit(code: Codes) -> Flags:
    """Check which characters are ASCII digits."""
    mask: Flags = (code >= ord("0")) & (code <= ord("9"))
    return mask


def form_columns(batch: UnitBatch, marks: Marks, n_words: Ints) -> tuple[NDArray[Any], ...]:
    """Compute the columns named in :data:`FORM`: length, figures, years, how the unit ends."""
    at, code = batch.notes, batch.noted
    digit = is_digit(code)
    begins = digit.copy()
    begins[1:] &= ~digit[:-1] | (at[1:] - at[:-1] > 1)
    figures = marks.per_unit(begins)
    capital = marks.per_unit((code >= ord("A")) & (code <= ord("Z")))
    length = np.maximum(1, batch.end - batch.start)
    bits = marks.bits(_sign_bits().take(code, mode="clip"))
    return (
        exact(np.log1p(n_words) / 4.0),
        n_words < 8,
        n_words > 45,
        np.minimum(figures, 8) / 8.0,
        figures > 0,
        *((bits & bit) != 0 for bit in _BITS),
        batch.codes.take(batch.end - 1) == ord(":"),
        *_year_columns(batch, digit.nonzero()[0], begins),
        exact(np.minimum(1.0, capital / length * 4.0)),
    )


def _year_columns(batch: UnitBatch, digits: Ints, begins: Flags) -> tuple[Flags, Flags, Flags]:
    """Check whether a unit names a year after the year of the release, that year, or one before.

    The year of a release is the first one in it. `digits` are the rows of digits among the notes;
    `begins` says which notes begin a figure.
    """
    first = begins[digits].nonzero()[0]
    has_four_digits = np.diff(first, append=len(digits)) == 4
    rows = digits[first[has_four_digits]]
    at = batch.notes[rows]
    value = batch.noted[rows[:, None] + np.arange(4)] @ np.array((1000, 100, 10, 1)) - _ZEROS
    unit = np.maximum(batch.start.searchsorted(at, side="right") - 1, 0)
    keep = (value >= 1980) & (value <= 2070) & (batch.start[unit] <= at) & (at < batch.end[unit])
    unit, value = unit[keep], value[keep]
    doc = batch.doc[unit]
    year_of = np.zeros(len(batch.first) - 1, dtype=np.int64)
    year_of[doc[::-1]] = value[::-1]
    flags = np.zeros((3, len(batch.doc)), dtype=bool)
    own = year_of[doc]
    for row, chosen in zip(flags, (value > own, value == own, value < own), strict=True):
        row[unit[chosen]] = True
    return flags[0], flags[1], flags[2]


def quote_columns(batch: UnitBatch) -> tuple[Flags, ...]:
    """Compute the columns named in :data:`QUOTE`; marks are counted from the start of the block."""
    code = batch.noted
    quoting = (code == ord('"')) | (code == ord("“")) | (code == ord("”"))
    at, code = batch.notes[quoting], code[quoting]
    sums = np.zeros((2, len(at) + 1), dtype=np.int64)
    np.cumsum(code == ord('"'), out=sums[0, 1:])
    np.cumsum((code == ord("“")) * 1 - (code == ord("”")), out=sums[1, 1:])
    begin, end = at.searchsorted(batch.start), at.searchsorted(batch.end)
    opens = block_starts(batch).nonzero()[0]
    base = begin[opens].repeat(np.diff(opens, append=len(begin)))
    straight, curly = sums.take(begin, axis=1) - sums.take(base, axis=1)
    inside = (straight % 2 > 0) | (curly > 0)
    first = batch.codes.take(batch.start)
    starts = (first == ord('"')) | (first == ord("“"))
    closes = end > at.searchsorted(batch.end - 3)
    within = inside | starts
    return within, starts & ~inside, closes, within & closes


def block_starts(batch: UnitBatch) -> Flags:
    """Check which units are the first of their block."""
    opens = np.ones(len(batch.block), dtype=bool)
    opens[1:] = batch.block[1:] != batch.block[:-1]
    return opens
