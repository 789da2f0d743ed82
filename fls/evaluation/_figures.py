"""Figures of labels, and their intervals by bootstrap over releases."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from fls.arrays import Flags, Floats, Ints
from fls.document import LABELS

__all__ = [
    "Figure",
    "confusions",
    "expected_calibration_error",
    "f1_scores",
    "label_figures",
    "specific_figures",
    "with_intervals",
]

_BINS = 15
_SAMPLES = 1000


class Figure(NamedTuple):
    """A figure with its 95 % interval.

    Parameters
    ----------
    value : float
        The figure; NaN where it is not defined.
    low, high : float
        Percentile bootstrap over releases, 1,000 samples; NaN for fewer than two releases.
    """

    value: float
    low: float
    high: float


def expected_calibration_error(probabilities: Floats, correct: Flags) -> float:
    """Measure the calibration of the most probable label: the expected calibration error.

    ``sum over bins b of n_b / n * |share correct in b - mean probability in b|`` with 15 bins of
    equal width [1]_.

    Parameters
    ----------
    probabilities : (n,) float64
        Probability of the label that was chosen.
    correct : (n,) bool
        Whether it was right.

    Returns
    -------
    float
        In [0, 1]; NaN for n = 0.

    References
    ----------
    .. [1] C. Guo, G. Pleiss, Y. Sun and K. Weinberger (2017), On Calibration of Modern Neural
       Networks, ICML.

    Examples
    --------
    >>> import numpy as np
    >>> p = np.array([0.9, 0.9, 0.5, 0.5])
    >>> float(round(expected_calibration_error(p, np.array([True, True, True, False])), 3))
    0.05
    """
    if not len(probabilities):
        return float("nan")
    sums = _calibration_sums(probabilities, correct)
    return float(np.abs(sums[1] - sums[2]).sum() / len(probabilities))


def _calibration_sums(probabilities: Floats, correct: Flags) -> Floats:
    """Per bin: count, sum of probabilities, number of right ones."""
    bins = np.minimum((probabilities * _BINS).astype(np.int64), _BINS - 1)
    return np.stack(
        [
            np.bincount(bins, minlength=_BINS).astype(np.float64),
            np.bincount(bins, weights=probabilities, minlength=_BINS),
            np.bincount(bins, weights=correct.astype(np.float64), minlength=_BINS),
        ]
    )


def f1_scores(tp: Floats, n_found: Floats, n_true: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        result: Floats = 2 * tp / (n_found + n_true)
    return result


def _from_confusion(counts: Floats, prefix: str) -> dict[str, Floats]:
    """Figures of stacked confusion matrices, shape (..., 4, 4)."""
    right = np.diagonal(counts, axis1=-2, axis2=-1)
    f1 = f1_scores(right, counts.sum(axis=-2), counts.sum(axis=-1))
    with np.errstate(invalid="ignore", divide="ignore"):
        accuracy = right.sum(axis=-1) / counts.sum(axis=(-2, -1))
    figures = {f"{prefix}f1_{label}": f1[..., i] for i, label in enumerate(LABELS)}
    figures[f"{prefix}macro_f1"] = f1.mean(axis=-1)
    figures[f"{prefix}accuracy"] = accuracy
    return figures


def label_figures(
    true: Ints,
    second: Ints,
    probabilities: Floats,
    doc: Ints,
    others: dict[str, Ints],
    seed: int = 0,
) -> dict[str, Figure]:
    """Figures of labels on given units.

    Parameters
    ----------
    true : (n_units,) int64
        Index of the annotators' first label.
    second : (n_units,) int64
        Index of their second, -1 for none.
    probabilities : (n_units, 4) float64
    doc : (n_units,) int64
        Number of the release, for the bootstrap.
    others : dict of str to (n_units,) int64
        Labels of systems to compare with, by name.
    seed : int
        Seed of the bootstrap.

    Returns
    -------
    dict of str to Figure
    """
    n_docs = int(doc.max()) + 1 if len(doc) else 0
    chosen = probabilities.argmax(axis=1)
    counts: dict[str, Floats] = {"": confusions(true, chosen, doc, n_docs)}
    for name, labels in others.items():
        counts[f"{name}_"] = confusions(true, labels, doc, n_docs)
    lenient = np.bincount(doc, weights=(chosen == true) | (chosen == second), minlength=n_docs)
    top = probabilities.max(axis=1, initial=0.0)
    bins = np.array(
        [_calibration_sums(top[doc == d], (chosen == true)[doc == d]) for d in range(n_docs)]
    ).reshape(n_docs, 3, _BINS)

    def figures(weights: Floats) -> dict[str, Floats]:
        """Figures for rows of weights of the releases."""
        found: dict[str, Floats] = {}
        for prefix, matrix in counts.items():
            found |= _from_confusion(np.tensordot(weights, matrix, axes=1), prefix)
        total = np.tensordot(weights, bins, axes=1)
        n = total[:, 0].sum(axis=-1)
        with np.errstate(invalid="ignore", divide="ignore"):
            found["lenient_accuracy"] = weights @ lenient / n
            found["calibration_error"] = np.abs(total[:, 1] - total[:, 2]).sum(axis=-1) / n
        return found

    return with_intervals(figures, n_docs, seed)


def specific_figures(
    true: Flags, p_specific: Floats, rule: Flags, doc: Ints, seed: int = 0
) -> dict[str, Figure]:
    """Figures of being specific, on forward-looking units that were found.

    Parameters
    ----------
    true : (n_units,) bool
        Whether the annotators call the unit specific.
    p_specific : (n_units,) float64
        Probability of that; NaN for units that do not count.
    rule : (n_units,) bool
        What the rule says to compare with.
    doc : (n_units,) int64
        Number of the release, for the bootstrap.
    seed : int
        Seed of the bootstrap.

    Returns
    -------
    dict of str to Figure
    """
    n_docs = int(doc.max()) + 1 if len(doc) else 0
    found = ~np.isnan(p_specific)
    true, rule, doc = true[found], rule[found], doc[found]
    counts = np.stack(
        [
            np.bincount(doc, weights=values, minlength=n_docs)
            for values in ((p_specific[found] >= 0.5) == true, rule == true, true, true | ~true)
        ],
        axis=1,
    )

    def figures(weights: Floats) -> dict[str, Floats]:
        right, by_rule, specific, n = (weights @ counts).T
        with np.errstate(invalid="ignore", divide="ignore"):
            return {
                "specific_accuracy": right / n,
                "keyword_rule_specific_accuracy": by_rule / n,
                "majority_specific_accuracy": np.maximum(specific, n - specific) / n,
            }

    return with_intervals(figures, n_docs, seed)


def confusions(true: Ints, chosen: Ints, doc: Ints, n_docs: int) -> Floats:
    n = len(LABELS)
    flat = np.bincount((doc * n + true) * n + chosen, minlength=n_docs * n * n)
    return flat.reshape(n_docs, n, n).astype(np.float64)


def with_intervals(
    figures: Callable[[Floats], dict[str, Floats]], n_docs: int, seed: int
) -> dict[str, Figure]:
    rng = np.random.default_rng(seed)
    value = figures(np.ones((1, n_docs)))
    if n_docs < 2:
        return {name: Figure(float(v[0]), np.nan, np.nan) for name, v in value.items()}
    drawn = rng.multinomial(n_docs, np.full(n_docs, 1 / n_docs), size=_SAMPLES).astype(np.float64)
    sampled = figures(drawn)
    found = {}
    for name, v in value.items():
        known = sampled[name][~np.isnan(sampled[name])]
        low, high = np.percentile(known, (2.5, 97.5)) if len(known) else (np.nan, np.nan)
        found[name] = Figure(float(v[0]), float(low), float(high))
    return found
