"""Units of several releases, as the arrays that the features are computed from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from fls.arrays import Codes, Ints
from fls.document import Unit
from fls.sheet import Sheet, UnitTable, lay, unit_table

__all__ = ["UnitBatch", "gather", "unit_batch"]


class UnitBatch(NamedTuple):
    """Units of several releases.

    Parameters
    ----------
    codes : (n_chars,) uint32
        Code points of all texts, a line feed behind each.
    notes : (n_notes,) int64
        Positions in ``codes`` of capitals, digits, full stops and other signs.
    noted : (n_notes,) uint32
        Code points at these positions.
    start, end : (n_units,) int64
        Spans in ``codes``.
    kind : (n_units,) int64
        Index into :data:`fls.document.KINDS`.
    block : (n_units,) int64
        Number of the unit's block, ascending over the batch.
    doc : (n_units,) int64
        Number of the unit's release.
    first : (n_docs + 1,) int64
        Units of release ``d`` are ``first[d]:first[d + 1]``.
    """

    codes: Codes
    notes: Ints
    noted: Codes
    start: Ints
    end: Ints
    kind: Ints
    block: Ints
    doc: Ints
    first: Ints


def unit_batch(sheet: Sheet, units: UnitTable) -> UnitBatch:
    """Return the units of a sheet as a batch."""
    return UnitBatch(
        sheet.codes, sheet.notes, sheet.noted, units.start, units.end, units.kind, units.block,
        units.text, units.first,
    )  # fmt: skip


def gather(texts: Sequence[str], units: Sequence[Sequence[Unit]]) -> tuple[Sheet, UnitTable]:
    """Put releases into one sheet, with units that are already known.

    Parameters
    ----------
    texts : sequence of str
    units : sequence of sequences of Unit
        The units of each text.

    Returns
    -------
    sheet : Sheet
    table : UnitTable
    """
    sheet = lay(texts)
    return sheet, unit_table(units).shift(sheet.begin)
