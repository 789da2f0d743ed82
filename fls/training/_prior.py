"""Fit weights towards those of a given model, which are the mean of a Gaussian prior.

Logits are ``offset + rows @ change + intercept``, with the logits of the given model as offset,
and the ridge penalty applies to the change: the strongest prior leaves the given model as it is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np

from fls import corpus
from fls.arrays import Flags, Floats, Ints
from fls.corpus import AnnotatedRelease
from fls.decision import decide
from fls.document import LABELS
from fls.errors import InputError
from fls.evaluation import paired_macro_f1
from fls.model import Model, softmax
from fls.training import _ridge
from fls.training._ridge import Weights

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

__all__ = [
    "STRENGTHS",
    "Learned",
    "Problem",
    "check_unseen",
    "choose_strength",
    "count_folds",
    "divide_units",
    "find_row",
    "fit_towards",
    "learn",
    "measure_strengths",
]

#: Strengths to try, the strongest first: roughly, how many units the given weights count for. At
#: infinity they stay as they are.
STRENGTHS = (math.inf, 10_000.0, 3_000.0, 1_000.0, 300.0, 100.0, 30.0)

_Fit: TypeAlias = Callable[[Flags], Weights]


class Problem(NamedTuple):
    """Labelled units of releases, as numbers.

    Parameters
    ----------
    rows : (n_units, n_columns) csr_matrix of float64
        Features.
    targets : (n_units, n_labels) float64
        Share of each label in the unit, see :func:`divide_units`.
    offset : (n_units, n_labels) float64
        Logits by the given weights.
    doc : (n_units,) int64
        Number of the unit's release.
    """

    rows: csr_matrix
    targets: Floats
    offset: Floats
    doc: Ints


class Learned(NamedTuple):
    """What the labels added to the given weights.

    Parameters
    ----------
    held_out : (n_units, 4) float64
        Logits of every unit by the given weights and a change whose fit and strength know nothing
        of the unit's issuer; NaN for units that do not count.
    change : Weights
        What to add to the given weights.
    facts : dict
        ``strength`` (None if infinite), ``strengths_by_fold``, ``losses`` (pairs of strength and
        held-out loss per unit), ``figures`` (macro-F1 with interval, by name).
    """

    held_out: Floats
    change: Weights
    facts: dict[str, Any]


def check_unseen(given: Model, parts: Mapping[str, Sequence[AnnotatedRelease]]) -> None:
    """Refuse a corpus that the given model was trained on, where it cannot be measured.

    Parameters
    ----------
    given : Model
    parts : mapping of str to sequence of AnnotatedRelease
        Corpora by name.

    Raises
    ------
    InputError
        If one of them is a corpus that ``given.info`` names.
    """
    corpora = given.info.get("corpus", {}).get("parts", {}).values()
    seen = {part.get("sha256") for part in corpora}
    for name, part in parts.items():
        if corpus.digest(part) in seen:
            raise InputError(
                name, "holds releases that the model to start from has not seen",
                "a corpus that it was trained on", "give others, or train without a start",
            )  # fmt: skip


def count_folds(releases: Sequence[AnnotatedRelease], limit: int) -> int:
    """Return the number of folds into which a small corpus can be split.

    Parameters
    ----------
    releases : sequence of AnnotatedRelease
    limit : int

    Returns
    -------
    int
        At most `limit` and the number of issuers, but 3 if there are fewer issuers, which training
        refuses.
    """
    return min(limit, max(3, len(set(corpus.issuer_keys(releases)))))


def divide_units(true: Ints, second: Ints, share: float) -> Floats:
    """Divide each unit between its first label and its second, if it has one.

    Parameters
    ----------
    true, second : (n_units,) int64
        Index of the label; -1 for no second one.
    share : float
        Share of the second label, in [0, 1].

    Returns
    -------
    (n_units, 4) float64
        Rows add up to 1.

    Examples
    --------
    >>> divide_units(np.array([0, 3]), np.array([1, -1]), 0.25).tolist()
    [[0.75, 0.25, 0.0, 0.0], [0.0, 0.0, 0.0, 1.0]]
    """
    targets = np.zeros((len(true), len(LABELS)))
    both = np.flatnonzero(second >= 0)
    targets[np.arange(len(true)), true] = 1.0
    targets[both, true[both]] -= share
    targets[both, second[both]] += share
    return targets


def fit_towards(problem: Problem, chosen: Flags, strength: float, penalty: float) -> Weights:
    """Find the most likely change of the given weights.

    Minimises ``-sum(targets * log p) + sum(stiffness * change**2) / 2``. The stiffness of a column
    is ``penalty + strength * mean(x**2)``: what is common in the text was also common when the
    given weights were trained, which makes them reliable, while weights of what is rare may move.
    The stiffness of the intercept is ``strength``.

    Parameters
    ----------
    problem : Problem
    chosen : (n_units,) bool
        Units to fit on.
    strength : float
        At 0 the penalty acts alone: with an offset of 0 that is training anew. Infinity allows no
        change.
    penalty : float
        As in training.

    Returns
    -------
    Weights
        Zero in columns without a value.
    """
    if math.isinf(strength):
        n_labels = problem.targets.shape[1]
        return np.zeros((problem.rows.shape[1], n_labels)), np.zeros(n_labels)
    rows = problem.rows[chosen]
    square = np.asarray(rows.multiply(rows).mean(axis=0)).ravel()
    stiffness = np.append(strength * square + penalty, strength)
    return _ridge.fit(rows, problem.targets[chosen], problem.offset[chosen], stiffness)


def measure_strengths(
    problem: Problem,
    releases: Sequence[AnnotatedRelease],
    part: Ints,
    penalty: float,
    folds: int,
    seed: int,
) -> Floats:
    """Measure every strength in a cross-validation by issuer.

    Parameters
    ----------
    problem : Problem
    releases : sequence of AnnotatedRelease
        Those that ``problem.doc`` numbers.
    part : (n,) int64
        Numbers of the releases that take part, from at least two issuers.
    penalty : float
    folds : int
        Number of folds; reduced to the number of issuers if that is less.
    seed : int

    Returns
    -------
    (n_strengths, n_issuers) float64
        Held-out loss of all units of an issuer, for each of :data:`STRENGTHS`.
    """
    chosen = [releases[i] for i in part]
    names, issuer = np.unique(corpus.issuer_keys(chosen), return_inverse=True)
    owner = np.zeros(len(releases), dtype=np.int64)
    owner[part] = issuer
    folds = min(folds, len(names))
    losses = np.zeros((len(STRENGTHS), len(names)))
    for train_part, test_part in corpus.split(chosen, folds, seed):
        inside, outside = (np.isin(problem.doc, part[side]) for side in (train_part, test_part))
        for number, strength in enumerate(STRENGTHS):
            weights, intercept = fit_towards(problem, inside, strength, penalty)
            logits = problem.offset[outside] + problem.rows[outside] @ weights + intercept
            log_p = np.log(np.maximum(softmax(logits), 1e-12))
            loss = -(problem.targets[outside] * log_p).sum(axis=1)
            np.add.at(losses[number], owner[problem.doc[outside]], loss)
    return losses


def find_row(losses: Floats) -> int:
    """Find the strongest prior that is not clearly worse than the best one.

    With few issuers, strengths are hard to distinguish, and moving too far costs more than staying
    too near: a prior counts as worse if its loss exceeds the best by over one standard error [1]_.

    Parameters
    ----------
    losses : (n_strengths, n_issuers) float64
        The strongest first.

    Returns
    -------
    int
        Row of `losses`.

    References
    ----------
    .. [1] L. Breiman, J. Friedman, R. Olshen and C. Stone (1984), Classification and Regression
       Trees, section 3.4.3.

    Examples
    --------
    >>> find_row(np.array([[2.0, 2.0], [1.0, 1.1]])), find_row(np.array([[2.0, 1.0], [1.0, 1.9]]))
    (1, 0)
    """
    worse = losses - losses[losses.sum(axis=1).argmin()]
    error = worse.std(axis=1) * np.sqrt(losses.shape[1])
    return int(np.argmax(worse.sum(axis=1) <= error))


def learn(
    problem: Problem,
    true: Ints,
    releases: Sequence[AnnotatedRelease],
    cross_validate: Callable[[_Fit], Floats],
    penalty: float,
    folds: int,
    seed: int,
) -> Learned:
    """Choose the strength, fit the change, and measure what it gained on held-out issuers.

    Parameters
    ----------
    problem : Problem
    true : (n_units,) int64
        Index of the first label.
    releases : sequence of AnnotatedRelease
        Those that ``problem.doc`` numbers, from at least three issuers.
    cross_validate : callable
        Takes a function that fits weights to chosen units; returns ``rows @ weights + intercept``
        of each unit by weights fitted without its issuer, NaN for units that do not count.
    penalty : float
    folds : int
    seed : int

    Returns
    -------
    Learned
        For the figures, each fold chooses its own strength within its training part.
    """
    choose_from = partial(choose_strength, problem, releases, penalty, folds, seed)
    by_fold: list[float] = []

    def fit_fold(inside: Flags) -> Weights:
        by_fold.append(choose_from(inside)[0])
        return fit_towards(problem, inside, by_fold[-1], penalty)

    without_start = problem._replace(offset=np.zeros_like(problem.offset))
    held_out = problem.offset + cross_validate(fit_fold)
    anew = cross_validate(lambda inside: fit_towards(without_start, inside, 0.0, penalty))
    logits = {"anew": anew, "given": problem.offset, "start": held_out}
    issuers = np.unique(corpus.issuer_keys(releases), return_inverse=True)[1][problem.doc]
    everything = np.ones(len(true), dtype=bool)
    strength, losses = choose_from(everything)
    rounded = [round(float(loss), 4) for loss in losses]
    facts = {
        "strength": _finite_or_none(strength),
        "strengths_by_fold": [_finite_or_none(strength) for strength in by_fold],
        "losses": [[_finite_or_none(s), loss] for s, loss in zip(STRENGTHS, rounded, strict=True)],
        "figures": _compare(true, logits, issuers, seed),
    }
    return Learned(held_out, fit_towards(problem, everything, strength, penalty), facts)


def choose_strength(
    problem: Problem,
    releases: Sequence[AnnotatedRelease],
    penalty: float,
    folds: int,
    seed: int,
    inside: Flags,
) -> tuple[float, Floats]:
    """Choose the strength on some units, from at least two issuers, in a cross-validation.

    Parameters
    ----------
    problem : Problem
    releases : sequence of AnnotatedRelease
        Those that ``problem.doc`` numbers.
    penalty : float
    folds : int
    seed : int
    inside : (n_units,) bool
        Which units to choose it on.

    Returns
    -------
    strength : float
        One of :data:`STRENGTHS`.
    losses : (n_strengths,) float64
        Held-out loss per unit of each.
    """
    part = np.unique(problem.doc[inside])
    losses = measure_strengths(problem, releases, part, penalty, folds, seed)
    return STRENGTHS[find_row(losses)], losses.sum(axis=1) / inside.sum()


def _compare(
    true: Ints, logits: dict[str, Floats], issuers: Ints, seed: int
) -> dict[str, list[float | None]]:
    """Compare ways of fitting by macro-F1, on the units that count for all."""
    counts = ~np.isnan(logits["start"][:, 0])
    labels = {name: decide(softmax(rows[counts])) for name, rows in logits.items()}
    figures = paired_macro_f1(true[counts], labels, issuers[counts], seed)
    return {
        name: [_finite_or_none(round(part, 4)) for part in figure]
        for name, figure in figures.items()
    }


def _finite_or_none(value: float) -> float | None:
    """Return a value that JSON can hold."""
    return value if math.isfinite(value) else None
