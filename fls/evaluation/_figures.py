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
    "abstentions",
    "confusion_lines",
    "confusions",
    "f1_scores",
    "label_figures",
    "macro_f1",
    "plain_figures",
    "records",
    "specific_figures",
    "with_intervals",
]

#: Thresholds at which abstaining is measured.
_THRESHOLDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
_SAMPLES = 1000
#: Number of weights that are drawn at once.
_WEIGHTS = 4_000_000


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


class Abstention(NamedTuple):
    """Gain and loss by giving no label below a threshold.

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
    with np.errstate(invalid="ignore", divide="ignore"):
        result: Floats = 2 * tp / (n_found + n_true)
    return result


def macro_f1(f1: Floats, n_true: Floats) -> Floats:
    """Return the mean F1 of the labels that occur in the truth, over the last axis, or NaN.

    A label that only the system gives has no F1 of its own: its units count as missed under their
    true labels. NaN where no label occurs.
    """
    occurs = n_true > 0
    with np.errstate(invalid="ignore"):
        result: Floats = np.where(occurs, f1, 0.0).sum(axis=-1) / occurs.sum(axis=-1)
    return result


def _from_confusion(counts: Floats, prefix: str) -> dict[str, Floats]:
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


def label_figures(
    true: Ints,
    second: Ints,
    probabilities: Floats,
    doc: Ints,
    others: dict[str, Ints],
    seed: int = 0,
) -> dict[str, Figure]:
    """Return the figures of labels on given units.

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
    chosen = decide(probabilities)
    counts: dict[str, Floats] = {"": confusions(true, chosen, doc, n_docs)}
    for name, labels in others.items():
        counts[f"{name}_"] = confusions(true, labels, doc, n_docs)
    lenient = np.bincount(doc, weights=(chosen == true) | (chosen == second), minlength=n_docs)
    size = np.bincount(doc, minlength=n_docs).astype(np.float64)
    top = probabilities.max(axis=1, initial=0.0)
    cells = np.zeros((n_docs, 3 * BINS))
    np.add.at(cells, doc, calibration_cells(top, probabilities.argmax(axis=1) == true))

    def figures(weights: Floats) -> dict[str, Floats]:
        """Compute figures for rows of weights of the releases."""
        found: dict[str, Floats] = {}
        for prefix, matrix in counts.items():
            found |= _from_confusion(np.tensordot(weights, matrix, axes=1), prefix)
        with np.errstate(invalid="ignore", divide="ignore"):
            found["lenient_accuracy"] = weights @ lenient / (weights @ size)
        found["expected_calibration_error"] = expected_errors(weights, cells)
        found["calibration_error"] = calibration_error(weights, cells)
        return found

    return with_intervals(figures, n_docs, seed)


def specific_figures(
    true: Flags, p_specific: Floats, rule: Flags, doc: Ints, seed: int = 0
) -> dict[str, Figure]:
    """Return the figures of being specific, on forward-looking units that were found.

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


def abstentions(
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
    >>> found = abstentions(np.array([0, 1]), p, np.array([0, 1]))
    >>> [(one.threshold, one.coverage.value, one.accuracy.value) for one in found[:3]]
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

    found = with_intervals(figures, n_docs, seed)
    return tuple(
        Abstention(threshold, found[f"coverage {i}"], found[f"accuracy {i}"])
        for i, threshold in enumerate(_THRESHOLDS)
    )


def confusion_lines(names: Sequence[str], counts: Ints) -> list[str]:
    r"""Write a confusion matrix for people: a row for each name, a column for each label.

    Examples
    --------
    >>> print(*confusion_lines(["other"], np.array([[12, 0, 3, 0]])), sep="\n")
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


def plain_figures(figures: Mapping[str, Figure]) -> dict[str, dict[str, float | None]]:
    """Convert figures to values that JSON knows; NaN becomes None."""
    return {
        name: {part: _plain(value) for part, value in figure._asdict().items()}
        for name, figure in figures.items()
    }


def _plain(value: float) -> float | None:
    return None if value != value else round(value, 6)


def records(counts: Mapping[str, int], figures: Mapping[str, Figure]) -> list[dict[str, Any]]:
    """Convert counts, and figures with those of the keyword rule, to one record each."""
    plain = plain_figures(figures)
    nothing: dict[str, float | None] = dict.fromkeys(Figure._fields)
    rows: list[dict[str, Any]] = [
        {"figure": name, **nothing, "value": count} for name, count in counts.items()
    ]
    rows += [{"figure": n, **f} for n, f in plain.items() if not n.startswith("keyword_rule_")]
    for row in rows:
        value, low, high = plain.get(f"keyword_rule_{row['figure']}", nothing).values()
        row |= {"keyword_rule": value, "keyword_rule_low": low, "keyword_rule_high": high}
    return rows


def with_intervals(
    figures: Callable[[Floats], dict[str, Floats]], n_docs: int, seed: int
) -> dict[str, Figure]:
    rng = np.random.default_rng(seed)
    value = figures(np.ones((1, n_docs)))
    if n_docs < 2:
        return {name: Figure(float(v[0]), np.nan, np.nan) for name, v in value.items()}
    parts = []
    step = max(1, _WEIGHTS // n_docs)
    for done in range(0, _SAMPLES, step):
        size = min(step, _SAMPLES - done)
        drawn = rng.multinomial(n_docs, np.full(n_docs, 1 / n_docs), size=size)
        parts.append(figures(drawn.astype(np.float64)))
    found = {}
    for name, v in value.items():
        sampled = np.concatenate([part[name] for part in parts])
        known = sampled[~np.isnan(sampled)]
        low, high = np.percentile(known, (2.5, 97.5)) if len(known) else (np.nan, np.nan)
        found[name] = Figure(float(v[0]), float(low), float(high))
    return found
