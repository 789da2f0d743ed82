"""Short names for the types of arrays, and what numpy lacks."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "Codes", "Flags", "Floats", "Hashes", "Ints", "Singles", "exact", "inserted", "rows_added",
    "spread", "steps", "totals",
]  # fmt: skip

_Number = TypeVar("_Number", bound=np.generic)
#: Rows that are looked up at a time: what is added stays in the cache.
_WINDOW = 1 << 13

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


def inserted(values: NDArray[_Number], rows: Ints, new: NDArray[_Number]) -> NDArray[_Number]:
    """Insert a few numbers into many: stretches are copied, where numpy looks at every number.

    Parameters
    ----------
    values : (n,) array
    rows : (n_new,) int64
        Ascending; each of `new` stands before the value of this row.
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


def rows_added(offset: Ints, *lookups: tuple[Singles, Ints]) -> Floats:
    """Look rows of tables up and add them within units, in double precision.

    Parameters
    ----------
    offset : (n_units + 1,) int64
        Slots of unit ``u`` are ``offset[u]:offset[u + 1]``; from 0 on, none is left out.
    *lookups : (array of shape (n_slots, n_columns), array of shape (n,))
        At least one table of float32, with the slots that are looked up in it; the number of
        columns is even.

    Returns
    -------
    (n_units, n_columns) float64
        Rows are added in their order, whatever the other units are, those of a long unit piece
        by piece; 0 where there are none.

    Examples
    --------
    >>> table = np.array([[1.0, 2.0], [10.0, 20.0]], dtype=np.float32)
    >>> first, second = np.array([0, 1, 1]), np.array([1, 1, 0])
    >>> rows_added(np.array([0, 2, 2, 3]), (table, first), (table, second)).tolist()
    [[31.0, 62.0], [0.0, 0.0], [11.0, 22.0]]
    """
    (table, slots), *others = lookups
    total = np.zeros((len(offset) - 1, table.shape[1]))
    filled = (offset[1:] > offset[:-1]).nonzero()[0]
    start = offset.take(filled)
    pieces = (offset.take(filled + 1) - start + (_WINDOW - 1)) // _WINDOW
    owner = filled
    if pieces.max(initial=1) > 1:
        piece, of = spread(np.zeros_like(pieces), pieces)
        start, owner = start.take(of) + piece * _WINDOW, filled.take(of)
    sums = np.empty((len(start), table.shape[1]))
    begins = start.searchsorted(np.arange(0, int(offset[-1]), _WINDOW))
    for first, last in pairwise(sorted({*begins.tolist(), len(start)})):
        inside = slice(start[first], start[last] if last < len(start) else None)
        rows = table.take(slots[inside], axis=0).astype(np.float64)
        for further, more in others:
            rows += further.take(more[inside], axis=0)
        # Adding complex numbers adds two columns at a time.
        at = start[first:last] - start[first]
        pairs = np.add.reduceat(rows.view(np.complex128), at, axis=0)
        sums[first:last] = pairs.view(np.float64)
    if owner is filled:
        total[filled] = sums
    else:
        np.add.at(total, owner, sums)
    return total


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


def steps(values: Ints, before: int) -> Ints:
    """Differences between each number and the one before it; quicker than ``numpy.diff``.

    Parameters
    ----------
    values : (n,) int64
    before : int
        What stands before the first.

    Returns
    -------
    (n,) int64

    Examples
    --------
    >>> steps(np.array([3, 3, 7]), -1).tolist()
    [4, 0, 4]
    """
    found = values.copy()
    found[:1] -= before
    found[1:] -= values[:-1]
    return found


def totals(values: NDArray[np.integer[Any] | np.bool_]) -> Ints:
    """Sums of the numbers before each number, and of all.

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
