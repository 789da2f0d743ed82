"""Short names for the types of arrays, and what numpy lacks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["Codes", "Flags", "Floats", "Hashes", "Ints", "Singles", "spread"]

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
