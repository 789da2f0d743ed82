"""Specific or not: a logistic regression over the words and the form of a forward-looking unit."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

import numpy as np

from fls.arrays import Floats, Ints
from fls.features import Extract, cues
from fls.features.context import columns
from fls.features.form import FORM
from fls.model._storage import freeze

__all__ = ["Specific", "own_columns"]


@cache
def own_columns() -> tuple[str, ...]:
    """Return the names of the columns used here, in order: those about the unit's own text."""
    return (*FORM, *(f"count:{name}" for name in cues.names()))


@dataclass(frozen=True, eq=False)
class Specific:
    """Read-only weights that recognise specific units among forward-looking ones.

    Parameters
    ----------
    words : (2 ** layout.words, 1) float64
        Weight of each slot, with the contribution of the word vectors included.
    dense : (n_columns, 1) float64
        Weight of each of :func:`own_columns`.
    intercept : (1,) float64
    """

    words: Floats = field(repr=False)
    dense: Floats = field(repr=False)
    intercept: Floats = field(repr=False)

    def __post_init__(self) -> None:
        for name, values in vars(self).items():
            object.__setattr__(self, name, freeze(f"specific_{name}", values))

    def columns(self, features: Extract, rows: Ints) -> Floats:
        """Return the values of :func:`own_columns` for some units, shape (n_rows, n_columns)."""
        context = features.context
        first = columns().index(FORM[0])
        form = context.direct[rows, first : first + len(FORM)]
        return np.concatenate((form, context.counts[rows] * context.scale[rows, None]), axis=1)

    def logits(self, features: Extract, rows: Ints) -> Floats:
        """Return the logits of some units; above 0 means specific.

        Parameters
        ----------
        features : Extract
        rows : (n_rows,) int64

        Returns
        -------
        (n_rows,) float64
            A unit's logit does not depend on the other units.
        """
        first = features.offset[rows]
        n_words = features.offset[rows + 1] - first
        begin = n_words.cumsum() - n_words
        at = np.arange(int(n_words.sum())) + np.repeat(first - begin, n_words)
        weights = np.take(self.words[:, 0], features.words.take(at))
        total = np.zeros(len(rows))
        filled = n_words > 0
        if filled.any():
            total[filled] = np.add.reduceat(weights, begin[filled])
        total *= features.scale[rows]
        # Not by BLAS, whose rounding of a row depends on the number of rows.
        total += np.einsum("uc,c->u", self.columns(features, rows), self.dense[:, 0])
        total += self.intercept
        return total

    def probabilities(self, features: Extract, rows: Ints) -> Floats:
        """Return the probability that each unit is specific, shape (n_rows,), in [0, 1]."""
        p: Floats = np.exp(-np.logaddexp(0.0, -self.logits(features, rows)))
        return p
