"""Units of texts, as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np

from fls.arrays import Ints
from fls.document import KINDS, Unit

__all__ = ["UnitTable", "unit_table"]

_KIND_NUMBERS = {kind: number for number, kind in enumerate(KINDS)}


class UnitTable(NamedTuple):
    """Units in reading order.

    Parameters
    ----------
    start, end : (n_units,) int64
        Span of each, in a sheet or in its text.
    kind : (n_units,) int64
        Index into :data:`fls.document.KINDS`.
    block : (n_units,) int64
        Number of the paragraph, line or cell that contains it, ascending over the table.
    text : (n_units,) int64
        Number of its text.
    first : (n_texts + 1,) int64
        Units of text ``d`` are ``first[d]:first[d + 1]``.
    """

    start: Ints
    end: Ints
    kind: Ints
    block: Ints
    text: Ints
    first: Ints

    def shift(self, begin: Ints) -> UnitTable:
        """Return a table with the spans of each text moved on.

        Parameters
        ----------
        begin : (n_texts,) or (n_texts + 1,) int64
            By how much, for each text.

        Returns
        -------
        UnitTable
        """
        distance = begin[self.text]
        return self._replace(start=self.start + distance, end=self.end + distance)


def unit_table(units: Sequence[Sequence[Unit]]) -> UnitTable:
    """Lay the units of several texts end to end.

    Parameters
    ----------
    units : sequence of sequences of Unit
        The units of each text.

    Returns
    -------
    UnitTable
        Its spans are in the texts.
    """
    rows = tuple(zip(*chain.from_iterable(units), strict=True)) or ((),) * len(Unit._fields)
    kinds, starts, ends, _, blocks = rows
    counts = np.array([len(of_text) for of_text in units], dtype=np.int64)
    text = np.repeat(np.arange(len(units)), counts)
    return UnitTable(
        start=np.array(starts, dtype=np.int64),
        end=np.array(ends, dtype=np.int64),
        kind=np.array([_KIND_NUMBERS[kind] for kind in kinds], dtype=np.int64),
        # Blocks ascend within a text; a wide step keeps those of two texts apart.
        block=np.array(blocks, dtype=np.int64) + text * (1 << 40),
        text=text,
        first=np.concatenate(([0], counts.cumsum())),
    )
