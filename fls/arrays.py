"""Short names for the types of arrays, and functions that numpy lacks."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "Codes", "Flags", "Floats", "Hashes", "Ints", "Singles", "exact", "inserted", "spread", "steps",
    "totals",
]  # fmt: skip

_Number = TypeVar("_Number", bound=np.generic)

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

    A sum of products of such numbers is exact if it stays below 2**9, and thus the same in any
    order; the order within a matrix product depends on the number of rows.

    Parameters
    ----------
    values : array of float64

    Returns
    -------
    array of float64
    """
    rounded: Floats = np.rint(values * 2.0**22) * 2.0**-22
    return rounded


def inserted(values: NDArray[_Number], rows: Ints, new: NDArray[_Number]) -> NDArray[_Number]:
    """Insert a few numbers into many, faster than ``numpy.insert``: whole stretches are copied.

    Parameters
    ----------
    values : (n,) array
    rows : (n_new,) int64
        Ascending rows of `values`; each of `new` goes before its row.
    new : (n_new,) array

    Returns
    -------
    (n + n_new,) array

    Examples
    --------
    >>> inserted(np.array([1, 2, 5]), np.array([2, 2]), np.array([3, 4])).tolist()
    [1, 2, 3, 4, 5]
    """
    whole = np.empty(len(values) + len(new), dtype=values.dtype)
    edges = [0, *rows.tolist(), len(values)]
    for before, (first, last) in enumerate(pairwise(edges)):
        whole[first + before : last + before] = values[first:last]
    whole[rows + np.arange(len(new))] = new
    return whole


def spread(first: Ints, last: Ints) -> tuple[Ints, Ints]:
    """List the numbers in several half-open ranges.

    Parameters
    ----------
    first, last : (n_ranges,) int64

    Returns
    -------
    number : (n_numbers,) int64
        All numbers, range after range.
    owner : (n_numbers,) int64
        Index of the range of each number.

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


def steps(values: Ints, before: int) -> Ints:
    """Return the difference of each number and the one before it, faster than ``numpy.diff``.

    Parameters
    ----------
    values : (n,) int64
    before : int
        The number before the first.

    Returns
    -------
    (n,) int64

    Examples
    --------
    >>> steps(np.array([3, 3, 7]), -1).tolist()
    [4, 0, 4]
    """
    differences = values.copy()
    differences[:1] -= before
    differences[1:] -= values[:-1]
    return differences


def totals(values: NDArray[np.integer[Any] | np.bool_]) -> Ints:
    """Return the sum of the numbers before each number, and the sum of all.

    Parameters
    ----------
    values : (n,) int64 or bool

    Returns
    -------
    (n + 1,) int64

    Examples
    --------
    >>> totals(np.array([3, 0, 7])).tolist()
    [0, 3, 3, 10]
    """
    sums = np.zeros(len(values) + 1, dtype=np.int64)
    values.cumsum(out=sums[1:])
    return sums
