"""Figures of labels, and their intervals by bootstrap over releases."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from fls.arrays import Flags, Floats, Ints
from fls.decision import decide
from fls.document import LABELS
from fls.evaluation._calibration import (
    BINS,
    calibration_cells,
    calibration_error,
    expected_errors,
)

__all__ = [
    "Abstention",
    "Figure",
    "add_intervals",
    "build_records",
    "convert_figures",
    "count_confusions",
    "f1_scores",
    "macro_f1",
    "measure_abstention",
    "measure_labels",
    "measure_specific",
    "write_confusions",
]

#: Thresholds at which abstaining is measured.
_THRESHOLDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
#: Number of samples of the bootstrap.
_N_SAMPLES = 1000
#: Maximum number of weights that are drawn at once.
_MAX_WEIGHTS = 4_000_000


class Figure(NamedTuple):
    """A figure with its 95 % interval.

    Parameters
    ----------
    value : float
        The figure; NaN if it is not defined.
    low, high : float
        Percentile bootstrap over releases, 1,000 samples; NaN for fewer than two releases.
    """

    value: float
    low: float
    high: float


class Abstention(NamedTuple):
    """What is gained and lost by giving no label below a threshold.

    Parameters
    ----------
    threshold : float
        A unit gets no label if the probability of its label is below this.
    coverage, accuracy : Figure
        Share of units that get a label, and share of these whose label is right.
    """

    threshold: float
    coverage: Figure
    accuracy: Figure


def f1_scores(tp: Floats, n_found: Floats, n_true: Floats) -> Floats:
    """Return F1 from counts: right, found and true ones; NaN if there are none."""
    with np.errstate(invalid="ignore", divide="ignore"):
        result: Floats = 2 * tp / (n_found + n_true)
    return result


def macro_f1(f1: Floats, n_true: Floats) -> Floats:
    """Return the mean F1 of the labels that occur in the truth, over the last axis, or NaN.

    A label that only the system gives has no F1 of its own: its units count as missed under their
    true labels.
    """
    occurs = n_true > 0
    with np.errstate(invalid="ignore"):
        result: Floats = np.where(occurs, f1, 0.0).sum(axis=-1) / occurs.sum(axis=-1)
    return result


def _compute_figures(counts: Floats, prefix: str) -> dict[str, Floats]:
    """Compute figures from stacked confusion matrices, shape (..., 4, 4)."""
    right = np.diagonal(counts, axis1=-2, axis2=-1)
    n_true = counts.sum(axis=-1)
    f1 = f1_scores(right, counts.sum(axis=-2), n_true)
    with np.errstate(invalid="ignore", divide="ignore"):
        accuracy = right.sum(axis=-1) / counts.sum(axis=(-2, -1))
    figures = {f"{prefix}f1_{label}": f1[..., i] for i, label in enumerate(LABELS)}
    figures[f"{prefix}macro_f1"] = macro_f1(f1, n_true)
    figures[f"{prefix}accuracy"] = accuracy
    return figures


def measure_labels(
    true: Ints,
    second: Ints,
    probabilities: Floats,
    doc: Ints,
    others: dict[str, Ints],
    seed: int = 0,
) -> dict[str, Figure]:
    """Measure labels on given units.

    Parameters
    ----------
    true : (n_units,) int64
        Index of the annotators' first label.
    second : (n_units,) int64
        Index of their second one; -1 for none.
    probabilities : (n_units, 4) float64
    doc : (n_units,) int64
        Number of the release, for the bootstrap.
    others : dict of str to (n_units,) int64
        Labels by other systems, by name.
    seed : int
        Seed of the bootstrap.

    Returns
    -------
    dict of str to Figure
    """
    n_docs = int(doc.max()) + 1 if len(doc) else 0
    chosen = decide(probabilities)
    counts: dict[str, Floats] = {"": count_confusions(true, chosen, doc, n_docs)}
    for name, labels in others.items():
        counts[f"{name}_"] = count_confusions(true, labels, doc, n_docs)
    lenient = np.bincount(doc, weights=(chosen == true) | (chosen == second), minlength=n_docs)
    size = np.bincount(doc, minlength=n_docs).astype(np.float64)
    top = probabilities.max(axis=1, initial=0.0)
    cells = np.zeros((n_docs, 3 * BINS))
    np.add.at(cells, doc, calibration_cells(top, probabilities.argmax(axis=1) == true))

    def figures(weights: Floats) -> dict[str, Floats]:
        """Compute figures for rows of weights of the releases."""
        result: dict[str, Floats] = {}
        for prefix, matrix in counts.items():
            result |= _compute_figures(np.tensordot(weights, matrix, axes=1), prefix)
        with np.errstate(invalid="ignore", divide="ignore"):
            result["lenient_accuracy"] = weights @ lenient / (weights @ size)
        result["expected_calibration_error"] = expected_errors(weights, cells)
        result["calibration_error"] = calibration_error(weights, cells)
        return result

    return add_intervals(figures, n_docs, seed)


def measure_specific(
    true: Flags, p_specific: Floats, rule: Flags, doc: Ints, seed: int = 0
) -> dict[str, Figure]:
    """Measure the recognition of specific units, among forward-looking units that were found.

    Parameters
    ----------
    true : (n_units,) bool
        Whether the annotators call the unit specific.
    p_specific : (n_units,) float64
        Probability of that; NaN for units that do not count.
    rule : (n_units,) bool
        Decision of the rule to compare with.
    doc : (n_units,) int64
        Number of the release, for the bootstrap.
    seed : int
        Seed of the bootstrap.

    Returns
    -------
    dict of str to Figure
    """
    n_docs = int(doc.max()) + 1 if len(doc) else 0
    is_counted = ~np.isnan(p_specific)
    true, rule, doc = true[is_counted], rule[is_counted], doc[is_counted]
    counts = np.stack(
        [
            np.bincount(doc, weights=values, minlength=n_docs)
            for values in (
                (p_specific[is_counted] >= 0.5) == true,
                rule == true,
                true,
                true | ~true,
            )
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

    return add_intervals(figures, n_docs, seed)


def count_confusions(true: Ints, chosen: Ints, doc: Ints, n_docs: int) -> Floats:
    """Count units by release, true label and chosen label, shape (n_docs, 4, 4)."""
    n = len(LABELS)
    flat = np.bincount((doc * n + true) * n + chosen, minlength=n_docs * n * n)
    return flat.reshape(n_docs, n, n).astype(np.float64)


def measure_abstention(
    true: Ints, probabilities: Floats, doc: Ints, seed: int = 0
) -> tuple[Abstention, ...]:
    """Measure the effect of giving no label to units that the model is unsure of.

    Parameters
    ----------
    true : (n_units,) int64
        Index of the annotators' label.
    probabilities : (n_units, 4) float64
    doc : (n_units,) int64
        Number of the release, for the bootstrap.
    seed : int
        Seed of the bootstrap.

    Returns
    -------
    tuple of Abstention
        One for each of seven thresholds from 0 to 0.95; the accuracy is NaN where no unit gets a
        label.

    Examples
    --------
    >>> p = np.array([[0.9, 0.1, 0.0, 0.0], [0.55, 0.45, 0.0, 0.0]])
    >>> points = measure_abstention(np.array([0, 1]), p, np.array([0, 1]))
    >>> [(p.threshold, p.coverage.value, p.accuracy.value) for p in points[:3]]
    [(0.0, 1.0, 0.5), (0.5, 1.0, 0.5), (0.6, 0.5, 1.0)]
    """
    n_docs = int(doc.max()) + 1 if len(doc) else 0
    chosen = decide(probabilities)
    right = chosen == true
    kept = probabilities[np.arange(len(chosen)), chosen][:, None] >= np.array(_THRESHOLDS)
    counts = np.zeros((n_docs, 2 * len(_THRESHOLDS) + 1))
    np.add.at(counts, doc, np.column_stack([kept, kept & right[:, None], np.ones(len(doc))]))

    def figures(weights: Floats) -> dict[str, Floats]:
        sums = weights @ counts
        n_kept, n_right = np.split(sums[:, :-1], 2, axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            coverage, accuracy = n_kept / sums[:, -1:], n_right / n_kept
        return {f"coverage {i}": coverage[:, i] for i in range(len(_THRESHOLDS))} | {
            f"accuracy {i}": accuracy[:, i] for i in range(len(_THRESHOLDS))
        }

    measured = add_intervals(figures, n_docs, seed)
    return tuple(
        Abstention(threshold, measured[f"coverage {i}"], measured[f"accuracy {i}"])
        for i, threshold in enumerate(_THRESHOLDS)
    )


def write_confusions(names: Sequence[str], counts: Ints) -> list[str]:
    r"""Write a confusion matrix for people: a row for each name, a column for each label.

    Examples
    --------
    >>> print(*write_confusions(["other"], np.array([[12, 0, 3, 0]])), sep="\n")
           factual  promotional  forward_looking  boilerplate
    other       12            0                3            0
    """
    rows = [LABELS, *([str(count) for count in row] for row in counts.tolist())]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    first = max(map(len, names))
    return [
        "  ".join([name.ljust(first), *map(str.rjust, row, widths)])
        for name, row in zip(("", *names), rows, strict=True)
    ]


def convert_figures(figures: Mapping[str, Figure]) -> dict[str, dict[str, float | None]]:
    """Convert figures to values that JSON can hold; NaN becomes None."""
    return {
        name: {part: _round_or_none(value) for part, value in figure._asdict().items()}
        for name, figure in figures.items()
    }


def _round_or_none(value: float) -> float | None:
    """Round a value; NaN becomes None."""
    return None if value != value else round(value, 6)


def build_records(counts: Mapping[str, int], figures: Mapping[str, Figure]) -> list[dict[str, Any]]:
    """Convert each count, and each figure with that of the keyword rule, to a record."""
    plain = convert_figures(figures)
    nothing: dict[str, float | None] = dict.fromkeys(Figure._fields)
    rows: list[dict[str, Any]] = [
        {"figure": name, **nothing, "value": count} for name, count in counts.items()
    ]
    rows += [{"figure": n, **f} for n, f in plain.items() if not n.startswith("keyword_rule_")]
    for row in rows:
        value, low, high = plain.get(f"keyword_rule_{row['figure']}", nothing).values()
        row |= {"keyword_rule": value, "keyword_rule_low": low, "keyword_rule_high": high}
    return rows


def add_intervals(
    figures: Callable[[Floats], dict[str, Floats]], n_docs: int, seed: int
) -> dict[str, Figure]:
    """Compute figures with intervals; `figures` maps weights of the releases to them."""
    rng = np.random.default_rng(seed)
    value = figures(np.ones((1, n_docs)))
    if n_docs < 2:
        return {name: Figure(float(v[0]), np.nan, np.nan) for name, v in value.items()}
    parts = []
    step = max(1, _MAX_WEIGHTS // n_docs)
    for done in range(0, _N_SAMPLES, step):
        size = min(step, _N_SAMPLES - done)
        drawn = rng.multinomial(n_docs, np.full(n_docs, 1 / n_docs), size=size)
        parts.append(figures(drawn.astype(np.float64)))
    result = {}
    for name, v in value.items():
        sampled = np.concatenate([part[name] for part in parts])
        defined = sampled[~np.isnan(sampled)]
        low, high = np.percentile(defined, (2.5, 97.5)) if len(defined) else (np.nan, np.nan)
        result[name] = Figure(float(v[0]), float(low), float(high))
    return result
