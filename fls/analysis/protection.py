"""Protection, 0 to 100: how much of what a cautionary text can hold is there."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from fls.arrays import Floats

from .elements import PHRASES

__all__ = ["PROTECTION_COMPONENTS", "Holdings", "protection_parts"]

#: Names of the components, in order.
PROTECTION_COMPONENTS = ("present", *PHRASES, "factors", "tailored", "length")
#: Factors, weight of shared own words, and words at which a component is 1 - 1/e.
_FACTORS, _TAILORED, _LENGTH = 6.0, 8.0, 250.0


class Holdings(NamedTuple):
    """What each unit of the cautionary text holds.

    Parameters
    ----------
    elements : (n, 8) float64
        1 where an element of :data:`fls.analysis.elements.PHRASES` stands in the unit.
    n_factors : (n,) float64
        Concrete factors.
    n_words : (n,) float64
    shared : (n, n_shared) float64
        1 where an own word that the rest of the release shares stands in the unit.
    weights : (n_shared,) float64
        Of these words.
    """

    elements: Floats
    n_factors: Floats
    n_words: Floats
    shared: Floats
    weights: Floats


def protection_parts(found: Holdings, kept: Floats) -> Floats:
    """Measure the components of the score.

    Parameters
    ----------
    found : Holdings
    kept : (k, n) float64
        1 for the units that are taken for cautionary text, else 0: one row for each way.

    Returns
    -------
    (n_components, k) float64
        In the order of :data:`PROTECTION_COMPONENTS`, in [0, 1]: whether there is a text, whether
        each element that is told by its wording is there; ``factors``, 1 - exp(-n/6) for *n*
        concrete factors; ``tailored``, 1 - exp(-v/8) for the weight *v* of the own words shared
        with the body; ``length``, 1 - exp(-m/250) for *m* words.
    """
    shared = (kept @ found.shared > 0) @ found.weights
    amounts = (
        kept @ found.n_factors / _FACTORS,
        shared / _TAILORED,
        kept @ found.n_words / _LENGTH,
    )
    there = kept.max(axis=1, initial=0.0)[None]
    return np.vstack((there, (kept @ found.elements > 0).T, -np.expm1(-np.array(amounts))))
