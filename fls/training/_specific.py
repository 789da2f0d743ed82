"""Fit the weights that recognise specific units among forward-looking ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from fls import corpus
from fls.arrays import Flags, Floats, Ints
from fls.corpus import AnnotatedRelease
from fls.features import HashSizes, slot_vectors
from fls.features.context import columns
from fls.model import Specific, own_columns, softmax
from fls.training import _prior

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

__all__ = ["Fit", "ForwardRows", "fit_specific", "fit_specific_towards"]

_TABLES = ("words", "dense", "intercept")


class ForwardRows(NamedTuple):
    """Forward-looking units, as numbers.

    Parameters
    ----------
    features : (n_units, n_active) csr_matrix of float64
        The columns that are used, times their factor.
    active : (n_active,) int64
        Their numbers among slots of words, dimensions of vectors, and own columns.
    factor : (n_active,) float64
    layout : HashSizes
    specific : (n_units,) int64
        1 where the annotators call the unit specific, else 0.
    doc : (n_units,) int64
        Number of the release.
    offset : (n_units,) float64
        Logit by the weights to start from; 0 without a start.
    """

    features: csr_matrix
    active: Ints
    factor: Floats
    layout: HashSizes
    specific: Ints
    doc: Ints
    offset: Floats

    @classmethod
    def select(
        cls, full: csr_matrix, chosen: Flags, layout: HashSizes, factors: Sequence[float],
        rarest: int, specific: Flags, doc: Ints, offset: Floats,
    ) -> ForwardRows:  # fmt: skip
        """Select forward-looking units, and the columns that help here.

        Parameters
        ----------
        full : (n_units, n_columns) csr_matrix of float64
            See :func:`fls.features.matrix`.
        chosen : (n_units,) bool
            Which of the units are forward-looking.
        layout : HashSizes
        factors : sequence of float
            Factors of words, vectors and named columns.
        rarest : int
            Words in fewer units than this are left out.
        specific : (n_units,) bool
        doc : (n_units,) int64
        offset : (n_units,) float64

        Returns
        -------
        ForwardRows
        """
        n_words, n_vector = slot_vectors(layout).shape
        n_hashed = full.shape[1] - len(columns())
        named = [n_hashed + columns().index(name) for name in own_columns()]
        own = [*range(n_words), *range(n_hashed - n_vector, n_hashed), *named]
        kept = full[chosen][:, own]
        n_units = np.bincount(kept.indices, minlength=kept.shape[1])
        active = np.flatnonzero(n_units >= np.where(np.arange(len(n_units)) < n_words, rarest, 1))
        factor = np.repeat(factors, (n_words, n_vector, len(named)))[active]
        features = kept[:, active]
        features.data *= factor[features.indices]
        marks = specific[chosen].astype(np.int64)
        return cls(features, active, factor, layout, marks, doc[chosen], offset[chosen])

    @property
    def given(self) -> Floats:
        """Probability of being specific by the weights to start from, (n_units,) float64."""
        return np.asarray(np.exp(-np.logaddexp(0.0, -self.offset)))

    def build_weights(self, coefficients: Floats, intercept: Floats) -> Specific:
        """Spread coefficients over tables; words take over what their vectors contribute."""
        vectors = slot_vectors(self.layout)
        ends = np.cumsum([len(vectors), vectors.shape[1], len(own_columns())])
        full = np.zeros((ends[-1], 1))
        full[self.active, 0] = coefficients * self.factor
        words, vector, dense = np.split(full, ends[:-1])
        return _round_as_stored(words + vectors @ vector, dense, intercept)


class Fit(NamedTuple):
    """The result of a fit.

    Parameters
    ----------
    weights : Specific or None
        None where the training part of a fold lacks one of the two marks.
    held_out : (n_units,) float64
        Calibrated probability that each unit is specific, by a model that has seen no release of
        its issuer; NaN without weights.
    choices : dict of str to float
        What the cross-validation chose: ``specific_penalty`` and ``specific_temperature``, or with
        a start ``specific_strength``, unless that is infinite.
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
    """Fit with the penalty under which held-out marks are most likely.

    Parameters
    ----------
    rows : ForwardRows
    folds : sequence of (sequence of int, sequence of int)
        Releases for training and for test, see :func:`fls.corpus.split`.
    penalties : sequence of float
        Strengths of the ridge penalty to try.
    iterations : int
        Maximum number of iterations of the solver.
    calibrate : callable
        Returns the temperature for held-out logits (n_units, 2) and marks.

    Returns
    -------
    Fit
    """
    parts = [np.isin(rows.doc, list(part)) for part, _ in folds]
    if any(len(np.unique(rows.specific[part])) < 2 for part in parts):
        return Fit(None, np.full(len(rows.doc), np.nan), {})
    held_out = {p: _predict_held_out(rows, parts, p, iterations) for p in penalties}
    signs = 1 - 2 * rows.specific
    losses = {p: float(np.logaddexp(0.0, signs * logits).mean()) for p, logits in held_out.items()}
    penalty = min(losses, key=losses.__getitem__)
    logits = np.stack([np.zeros(len(rows.doc)), held_out[penalty]], axis=1)
    temperature = calibrate(logits, rows.specific)
    everything = np.ones(len(rows.doc), dtype=bool)
    coefficients, intercept = _solve(rows, everything, penalty, iterations)
    return Fit(
        rows.build_weights(coefficients / temperature, intercept / temperature),
        softmax(logits / temperature)[:, 1],
        {"specific_penalty": penalty, "specific_temperature": temperature},
    )


def fit_specific_towards(
    rows: ForwardRows,
    given: Specific,
    releases: Sequence[AnnotatedRelease],
    folds: Sequence[tuple[Sequence[int], Sequence[int]]],
    penalty: float,
    seed: int,
) -> Fit:
    """Fit towards given weights, in the same way as labels, see :mod:`fls.training._prior`.

    Parameters
    ----------
    rows : ForwardRows
        ``rows.offset`` holds the logits by the given weights.
    given : Specific
    releases : sequence of AnnotatedRelease
        Those that ``rows.doc`` numbers.
    folds : sequence of (sequence of int, sequence of int)
        Releases for training and for test.
    penalty : float
        As for labels.
    seed : int

    Returns
    -------
    Fit
        The given weights if forward-looking units are from too few issuers to choose a strength.
        There is no temperature: the given weights are calibrated already, and the chosen strength
        makes held-out marks likely.
    """
    sides = np.eye(2)[rows.specific]
    offset = np.stack([np.zeros(len(rows.doc)), rows.offset], axis=1)
    problem = _prior.Problem(rows.features, sides, offset, rows.doc)
    issuers = np.unique(corpus.issuer_keys(releases), return_inverse=True)[1][rows.doc]
    parts = [np.isin(rows.doc, list(part)) for part, _ in folds]
    if any(len(np.unique(issuers[part])) < 2 for part in parts):
        return Fit(given, rows.given, {})

    def fit_change(part: Flags) -> tuple[float, Floats, Floats]:
        strength, _ = _prior.choose_strength(problem, releases, penalty, len(folds), seed, part)
        weights, intercept = _prior.fit_towards(problem, part, strength, penalty)
        return strength, weights @ (-1.0, 1.0), intercept @ np.array([[-1.0], [1.0]])

    held_out = offset.copy()
    for part in parts:
        _, coefficients, intercept = fit_change(part)
        held_out[~part, 1] += rows.features[~part] @ coefficients + intercept
    strength, coefficients, intercept = fit_change(np.ones(len(rows.doc), dtype=bool))
    change = rows.build_weights(coefficients, intercept)
    weights = _round_as_stored(*(getattr(given, name) + getattr(change, name) for name in _TABLES))
    choices = {} if np.isinf(strength) else {"specific_strength": strength}
    return Fit(weights, softmax(held_out)[:, 1], choices)


def _round_as_stored(*tables: Floats) -> Specific:
    """Round weights as storage does, so that a model scores the same before and after saving."""
    return Specific(*(table.astype(np.float32).astype(np.float64) for table in tables))


def _predict_held_out(
    rows: ForwardRows, parts: Sequence[Flags], penalty: float, iterations: int
) -> Floats:
    """Return the logit of each unit by weights fitted without its fold."""
    logits = np.zeros(len(rows.doc))
    for part in parts:
        coefficients, intercept = _solve(rows, part, penalty, iterations)
        logits[~part] = rows.features[~part] @ coefficients + intercept
    return logits


def _solve(
    rows: ForwardRows, part: Flags, penalty: float, iterations: int
) -> tuple[Floats, Floats]:
    """Fit coefficients (n_active,) and intercept (1,) to part of the units."""
    from sklearn.linear_model import LogisticRegression

    solver = LogisticRegression(C=1.0 / penalty, max_iter=iterations, tol=1e-4)
    solver.fit(rows.features[part], rows.specific[part])
    return solver.coef_[0], solver.intercept_
