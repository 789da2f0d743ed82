"""Short names for the types of arrays, and what numpy lacks."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Codes", "Flags", "Floats", "Hashes", "Ints", "Singles", "exact", "spread"]

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
    return np.arange(len(owner)) + (first - before)[owner], owner
