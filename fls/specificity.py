"""Fitting what tells specific forward-looking units from the others: for training alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from fls.arrays import Flags, Floats, Ints
from fls.features import Layout, slot_vectors
from fls.features.context import columns
from fls.model import Specific, own_columns, softmax

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

__all__ = ["Fit", "ForwardRows", "fit_specific"]


class ForwardRows(NamedTuple):
    """Forward-looking units, as numbers.

    Parameters
    ----------
    features : (n_units, n_active) csr_matrix of float64
        The columns that take part, times their factor.
    active : (n_active,) int64
        Which they are of slots of words, dimensions of vectors, and own columns.
    factor : (n_active,) float64
    layout : Layout
    specific : (n_units,) int64
        1 where the annotators say so, else 0.
    doc : (n_units,) int64
        Number of the release.
    """

    features: csr_matrix
    active: Ints
    factor: Floats
    layout: Layout
    specific: Ints
    doc: Ints

    @classmethod
    def of(
        cls, full: csr_matrix, chosen: Flags, layout: Layout, factors: Sequence[float], rarest: int,
        specific: Flags, doc: Ints,
    ) -> ForwardRows:  # fmt: skip
        """Take the columns that pay here.

        Parameters
        ----------
        full : (n_units, n_columns) csr_matrix of float64
            See :func:`fls.features.matrix`.
        chosen : (n_units,) bool
            Which of the units are forward-looking.
        layout : Layout
        factors : sequence of float
            Factors of words, vectors and named columns.
        rarest : int
            Words in fewer units than this are left out.
        specific : (n_units,) bool
        doc : (n_units,) int64

        Returns
        -------
        ForwardRows
        """
        n_words, n_vector = slot_vectors(layout).shape
        n_hashed = full.shape[1] - len(columns())
        named = [n_hashed + columns().index(name) for name in own_columns()]
        own = [*range(n_words), *range(n_hashed - n_vector, n_hashed), *named]
        kept = full[chosen][:, own]
        seen = np.bincount(kept.indices, minlength=kept.shape[1])
        active = np.flatnonzero(seen >= np.where(np.arange(len(seen)) < n_words, rarest, 1))
        factor = np.repeat(factors, (n_words, n_vector, len(named)))[active]
        features = kept[:, active]
        features.data *= factor[features.indices]
        marks = specific[chosen].astype(np.int64)
        return cls(features, active, factor, layout, marks, doc[chosen])

    def fold(self, coefficients: Floats, intercept: Floats) -> Specific:
        """Put coefficients into tables; what the word vectors contribute goes to the words."""
        vectors = slot_vectors(self.layout)
        ends = np.cumsum([len(vectors), vectors.shape[1], len(own_columns())])
        full = np.zeros((ends[-1], 1))
        full[self.active, 0] = coefficients * self.factor
        words, vector, dense = np.split(full, ends[:-1])
        # As they are stored, so that a model scores the same before and after saving.
        return Specific(
            *(
                table.astype(np.float32).astype(np.float64)
                for table in (words + vectors @ vector, dense, intercept)
            )
        )


class Fit(NamedTuple):
    """What was fitted.

    Parameters
    ----------
    weights : Specific or None
        None where the training part of a fold lacks one of the two marks.
    held_out : (n_units,) float64
        Calibrated probability of each unit to be specific, by a model that has seen no release of
        its issuer; NaN without weights.
    choices : dict of str to float
        What the cross-validation chose: ``specific_penalty`` and ``specific_temperature``.
    """

    weights: Specific | None
    held_out: Floats
    choices: dict[str, float]


def fit_specific(
    rows: ForwardRows,
    folds: Sequence[tuple[Sequence[int], Sequence[int]]],
    penalties: Sequence[float],
    iterations: int,
    calibrate: Callable[[Floats, Ints], float],
) -> Fit:
    """Fit with the penalty that makes held-out marks most likely.

    Parameters
    ----------
    rows : ForwardRows
    folds : sequence of (sequence of int, sequence of int)
        Releases for training and for test, see :func:`fls.corpus.split`.
    penalties : sequence of float
        Strengths of the ridge penalty that are tried.
    iterations : int
        Most iterations of the solver.
    calibrate : callable
        Gives the temperature for held-out logits (n_units, 2) and marks.

    Returns
    -------
    Fit
    """
    parts = [np.isin(rows.doc, list(part)) for part, _ in folds]
    if any(len(np.unique(rows.specific[part])) < 2 for part in parts):
        return Fit(None, np.full(len(rows.doc), np.nan), {})
    tried = {penalty: _held_out(rows, parts, penalty, iterations) for penalty in penalties}
    signs = 1 - 2 * rows.specific
    losses = {p: float(np.logaddexp(0.0, signs * logits).mean()) for p, logits in tried.items()}
    penalty = min(losses, key=losses.__getitem__)
    logits = np.stack([np.zeros(len(rows.doc)), tried[penalty]], axis=1)
    temperature = calibrate(logits, rows.specific)
    everything = np.ones(len(rows.doc), dtype=bool)
    coefficients, intercept = _solve(rows, everything, penalty, iterations)
    return Fit(
        rows.fold(coefficients / temperature, intercept / temperature),
        softmax(logits / temperature)[:, 1],
        {"specific_penalty": penalty, "specific_temperature": temperature},
    )


def _held_out(rows: ForwardRows, parts: Sequence[Flags], penalty: float, iterations: int) -> Floats:
    """Logit of each unit by the fold that it is no part of."""
    logits = np.zeros(len(rows.doc))
    for part in parts:
        coefficients, intercept = _solve(rows, part, penalty, iterations)
        logits[~part] = rows.features[~part] @ coefficients + intercept
    return logits


def _solve(
    rows: ForwardRows, part: Flags, penalty: float, iterations: int
) -> tuple[Floats, Floats]:
    """Coefficients (n_active,) and intercept (1,) from part of the units."""
    from sklearn.linear_model import LogisticRegression

    solver = LogisticRegression(C=1.0 / penalty, max_iter=iterations, tol=1e-4)
    solver.fit(rows.features[part], rows.specific[part])
    return solver.coef_[0], solver.intercept_
