"""Protection, 0 to 100: how much of what a cautionary text can contain is there."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np

from fls.analysis.caution.elements import PHRASES
from fls.arrays import Flags, Floats, totals
from fls.document import LABELS
from fls.errors import InputError

__all__ = ["PROTECTION_COMPONENTS", "Holdings", "check_draws", "protection_parts"]

#: Names of the components, in order.
PROTECTION_COMPONENTS = ("present", *PHRASES, "factors", "tailored", "length")
#: Number of factors, weight of shared own words, and number of words at which a component reaches
#: 1 - 1/e.
_FACTOR_SCALE, _TAILORED_SCALE, _LENGTH_SCALE = 6.0, 8.0, 250.0


class Holdings(NamedTuple):
    """What each unit of the cautionary text contains.

    Parameters
    ----------
    elements : (n, 8) float64
        1 where the unit contains an element of :data:`fls.analysis.caution.elements.PHRASES`.
    n_factors : (n,) float64
        Number of concrete factors.
    n_words : (n,) float64
        Number of words.
    shared : (n_shared,) list of list of int
        Units, at least one, that contain each of the text's own words shared with the rest of the
        release.
    weights : (n_shared,) float64
        Weights of these words.
    """

    elements: Floats
    n_factors: Floats
    n_words: Floats
    shared: Sequence[Sequence[int]]
    weights: Floats


def check_draws(drawn: Flags, n_labelled: int) -> None:
    """Check type and shape of labels that the labelled units might have."""
    shape = np.shape(drawn) if isinstance(drawn, np.ndarray) and drawn.dtype == bool else ()
    if len(shape) != 3 or shape[::2] != (len(LABELS), n_labelled):
        is_array = isinstance(drawn, np.ndarray)
        received = f"{drawn.dtype} {drawn.shape}" if is_array else type(drawn).__name__
        expected = f"is an array of bool of shape ({len(LABELS)}, draws, {n_labelled})"
        raise InputError("drawn", expected, received, "take fls.analysis.intervals.drawn(...)")


def protection_parts(holdings: Holdings, kept: Floats) -> Floats:
    """Compute the components of the score.

    Parameters
    ----------
    holdings : Holdings
    kept : (k, n) float64
        1 for the units that are counted as cautionary text, else 0: one row for each way in which
        the units may be labelled.

    Returns
    -------
    (n_components, k) float64
        In the order of :data:`PROTECTION_COMPONENTS`, in [0, 1]: whether there is a text; whether
        each element that is recognised by its wording is there; ``factors``, 1 - exp(-n/6) for *n*
        concrete factors; ``tailored``, 1 - exp(-v/8) for the weight *v* of the own words shared
        with the body; ``length``, 1 - exp(-m/250) for *m* words.
    """
    shared = _find_kept_words(holdings.shared, kept) @ holdings.weights
    amounts = (
        kept @ holdings.n_factors / _FACTOR_SCALE,
        shared / _TAILORED_SCALE,
        kept @ holdings.n_words / _LENGTH_SCALE,
    )
    is_present = kept.max(axis=1, initial=0.0)[None]
    return np.vstack((is_present, (kept @ holdings.elements > 0).T, -np.expm1(-np.array(amounts))))


def _find_kept_words(shared: Sequence[Sequence[int]], kept: Floats) -> Flags:
    """Return which words are in a unit that is kept: (k, n_shared) bool."""
    first = totals(np.array(list(map(len, shared)), dtype=np.int64))[:-1]
    units = np.array(list(chain.from_iterable(shared)), dtype=np.int64)
    return np.logical_or.reduceat((kept > 0).T[units], first, axis=0).T.copy()
