"""Short names for the types of arrays, and what numpy lacks."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Codes", "Flags", "Floats", "Hashes", "Ints", "Singles", "exact", "rows_added", "spread"]

#: Rows that are looked up at a time, for the processor's cache.
_WINDOW = 1 << 12

#: Code points of text.
Codes = NDArray[np.uint32]
#: True or false.
Flags = NDArray[np.bool_]
#: Double precision.
Floats = NDArray[np.float64]
#: Hashes of words; arithmetic on them is modulo 2**64.
Hashes = NDArray[np.uint64]
#: Numbers of rows, slots, places.
Ints = NDArray[np.int64]
#: Single precision, for large tables.
Singles = NDArray[np.float32]


def exact(values: NDArray[np.floating[Any]]) -> Floats:
    """Round to multiples of 2**-22.

    A sum of products of such numbers is exact if it stays below 2**9, hence the same in any
    order: that of a matrix product depends on the number of rows.

    Parameters
    ----------
    values : array of float64

    Returns
    -------
    array of float64
    """
    rounded: Floats = np.rint(values * 2.0**22) * 2.0**-22
    return rounded


def rows_added(*lookups: tuple[Singles, Ints]) -> Floats:
    """Look rows of tables up and add them, in double precision.

    Parameters
    ----------
    *lookups : (array of shape (n_slots, n_columns), array of shape (n,))
        At least one table, with the slots that are looked up in it.

    Returns
    -------
    (n, n_columns) float64

    Examples
    --------
    >>> table = np.array([[1.0, 2.0], [10.0, 20.0]], dtype=np.float32)
    >>> rows_added((table, np.array([0, 1])), (table, np.array([1, 1]))).tolist()
    [[11.0, 22.0], [20.0, 40.0]]
    """
    (table, slots), *others = lookups
    rows = np.empty((len(slots), table.shape[1]))
    for first in range(0, len(rows), _WINDOW):
        part = slice(first, first + _WINDOW)
        rows[part] = table.take(slots[part], axis=0)
        for further, at in others:
            rows[part] += further.take(at[part], axis=0)
    return rows


def spread(first: Ints, last: Ints) -> tuple[Ints, Ints]:
    """List the numbers of several half-open ranges.

    Parameters
    ----------
    first, last : (n_ranges,) int64

    Returns
    -------
    number : (n_numbers,) int64
        Every number, range after range.
    owner : (n_numbers,) int64
        The range that it is of.

    Examples
    --------
    >>> number, owner = spread(np.array([3, 9]), np.array([5, 10]))
    >>> number.tolist(), owner.tolist()
    ([3, 4, 9], [0, 0, 1])
    """
    count = np.maximum(last - first, 0)
    owner = np.repeat(np.arange(len(first)), count)
    before = np.cumsum(count) - count
    return np.arange(len(owner)) + (first - before).take(owner), owner
