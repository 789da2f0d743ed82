"""Packed weights of words: those of all labels in one number.

Adding the same number to the logits of all labels changes no probability. So the weights of a slot
are shifted to add up to 0, as a fit with a ridge penalty leaves them, and the first label's weight
follows from the others. Each is a whole number of steps of 2**-10, and three of them share
64 bits: one look-up reads a slot, and sums over slots are sums of integers, the same in any order.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from fls.arrays import Floats, Ints, spread
from fls.document import LABELS
from fls.errors import InputError

__all__ = ["Lookup", "add_up", "pack_weights", "round_to_steps"]

_STEP = 2.0**-10
#: Upper limit of absolute weights, not reached; those of trained models stay below 10.
_WEIGHT_LIMIT = 128.0
#: Number of bits for each label but the first.
_BITS = 21
_HALF = 1 << (_BITS - 1)
#: Number of words added at a time: few enough to stay in the cache.
_WINDOW_WORDS = 1 << 13


class Lookup(NamedTuple):
    """Weights of slots, packed.

    Parameters
    ----------
    rows : (n_slots,) int64
        Sum of the steps of the second label, those of the third times ``2**21``, and those of the
        fourth times ``2**42``.
    largest : int
        Largest absolute value among these steps, at least 1.
    """

    rows: Ints
    largest: int


def round_to_steps(name: str, weights: NDArray[Any]) -> Floats:
    """Round weights to steps, and shift those of each slot so that they add up to 0.

    Parameters
    ----------
    name : str
        Name of the block, for the error message.
    weights : (n_slots, 4) array

    Returns
    -------
    (n_slots, 4) array of float
        Multiples of 2**-10, which single precision holds exactly. Rounding them again
        changes nothing.

    Raises
    ------
    InputError
        If a weight is NaN, or its absolute value is 128 or more.

    Examples
    --------
    >>> round_to_steps("words", np.array([[1.0, 1.0, 2.0, 0.0]])).tolist()
    [[0.0, 0.0, 1.0, -1.0]]
    """
    if _are_steps(weights):  # those of a model that is read again, most often
        return weights + np.float32(0.0)  # so that no zero keeps its sign
    # One row for each label, because sums over four neighbours are slow.
    by_label = np.array(weights.T, dtype=np.float64, order="C")
    largest = max(by_label.max(initial=0), -by_label.min(initial=0))
    if not largest < _WEIGHT_LIMIT:
        raise InputError(
            f"weights of {name}", f"are numbers between -{_WEIGHT_LIMIT:g} and {_WEIGHT_LIMIT:g}",
            f"{largest:.3g} among them", "train with a stronger penalty",
        )  # fmt: skip
    by_label -= by_label.mean(axis=0)
    by_label /= _STEP
    np.rint(by_label, out=by_label)
    by_label[0] = -by_label[1:].sum(axis=0)
    by_label *= _STEP
    by_label += 0.0  # as above
    return by_label.T


def _are_steps(weights: NDArray[Any]) -> bool:
    """Check whether weights are what :func:`round_to_steps` returns, in single precision."""
    if weights.dtype != np.float32:
        return False
    steps = weights * np.float32(1.0 / _STEP)
    largest = max(steps.max(initial=0), -steps.min(initial=0))
    if not (largest < _WEIGHT_LIMIT / _STEP and (steps == np.rint(steps)).all()):
        return False
    first, second, third, fourth = steps.T
    return bool((first + second + third + fourth == 0.0).all())


def pack_weights(weights: NDArray[Any]) -> Lookup:
    """Pack weights that come from :func:`round_to_steps`.

    Parameters
    ----------
    weights : (n_slots, 4) array

    Returns
    -------
    Lookup

    Examples
    --------
    >>> packed = pack_weights(np.array([[0.0, 0.0, 1.0, -1.0]]))
    >>> packed.rows.tolist() == [2**10 * 2**21 - 2**10 * 2**42], packed.largest
    (True, 1024)
    """
    rows = np.zeros(len(weights), dtype=np.int64)
    largest = 1
    for column in weights.T[:0:-1]:
        steps = (column / _STEP).astype(np.int64)
        largest = max(largest, int(steps.max(initial=0)), -int(steps.min(initial=0)))
        rows <<= _BITS
        rows += steps
    return Lookup(rows, largest)


def _unpack(sums: Ints) -> Floats:
    """Return the weights of packed sums, shape (n, 4); overwrites `sums`."""
    weights = np.empty((len(sums), len(LABELS)))
    for column in range(1, len(LABELS)):
        part = ((sums + _HALF) & ((1 << _BITS) - 1)) - _HALF
        weights[:, column] = part
        sums -= part
        sums >>= _BITS
    weights[:, 0] = 0.0 - weights[:, 1:].sum(axis=1)
    weights *= _STEP
    return weights


def add_up(
    offset: Ints, *lookups: tuple[Lookup, Ints], opening: tuple[Lookup, Ints] | None = None
) -> Floats:
    """Look up weights and add them up within units.

    Parameters
    ----------
    offset : (n_units + 1,) int64
        Slots of unit ``u`` are ``offset[u]:offset[u + 1]``; begins with 0, covers all slots.
    *lookups : (Lookup, (n,) int64)
        One table or more, each with the slots to look up in it.
    opening : (Lookup, (n_units,) int64), optional
        Another slot for each unit that has any.

    Returns
    -------
    (n_units, 4) float64
        Exact sums; 0 for units without slots.

    Examples
    --------
    >>> weights = np.array([[-1.0, 1.0, 0.0, 0.0], [0.0, 0.0, -2.0, 2.0]])
    >>> table = pack_weights(round_to_steps("words", weights))
    >>> add_up(np.array([0, 2, 2, 3]), (table, np.array([0, 1, 1]))).tolist()
    [[-1.0, 1.0, -2.0, 2.0], [0.0, 0.0, 0.0, 0.0], [0.0, 0.0, -2.0, 2.0]]
    """
    n_units = len(offset) - 1
    filled = (offset[1:] > offset[:-1]).nonzero()[0]
    total = np.zeros((n_units, len(LABELS)))
    if not len(filled):
        return total
    tables = [table for table, _ in (*lookups, *((opening,) if opening else ()))]
    # The bits hold sums of this many words, with the opening.
    longest = (_HALF - 1) // sum(table.largest for table in tables)
    start, owner = _cut_units(offset, filled, longest)
    sums = np.add.reduceat(_add_rows(lookups), start)
    if opening:
        table, slots = opening
        sums[owner.searchsorted(np.arange(len(filled)))] += table.rows.take(slots.take(filled))
    weights = _unpack(sums)
    if len(owner) > len(filled):
        weights = np.add.reduceat(weights, owner.searchsorted(np.arange(len(filled))), axis=0)
    total[filled] = weights
    return total


def _add_rows(lookups: tuple[tuple[Lookup, Ints], ...]) -> Ints:
    """Add, for each word, its rows in all tables."""
    (table, slots), *others = lookups
    added = np.empty(len(slots), dtype=np.int64)
    for first in range(0, len(slots), _WINDOW_WORDS):
        window = slice(first, first + _WINDOW_WORDS)
        rows = added[window]
        table.rows.take(slots[window], out=rows, mode="clip")  # "raise" would take a buffer
        for other, other_slots in others:
            rows += other.rows.take(other_slots[window])
    return added


def _cut_units(offset: Ints, filled: Ints, longest: int) -> tuple[Ints, Ints]:
    """Cut units into pieces of at most `longest` words; return the start and owner of each."""
    start = offset.take(filled)
    n_words = offset.take(filled + 1) - start
    if n_words.max() <= longest:
        return start, np.arange(len(filled))
    number, owner = spread(np.zeros_like(n_words), (n_words + (longest - 1)) // longest)
    return start.take(owner) + number * longest, owner
