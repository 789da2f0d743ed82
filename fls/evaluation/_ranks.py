"""Figures of single sentences: precision and recall, ranking, calibration, with intervals."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from fls.arrays import Flags, Floats, Ints
from fls.decision import decide
from fls.evaluation._calibration import calibration_cells, calibration_error, expected_errors
from fls.evaluation._figures import Figure, add_intervals, f1_scores, macro_f1

__all__ = ["measure_sentences", "prepare_ranking"]

_Ranking = Callable[[Floats], tuple[Floats, Floats]]


def prepare_ranking(scores: Floats, positive: Flags) -> _Ranking:
    """Prepare the area under the ROC curve and the average precision, for any weights.

    Parameters
    ----------
    scores : (n,) float64
    positive : (n,) bool

    Returns
    -------
    callable
        From weights (n_draws, n) to both figures, each (n_draws,); NaN where one side is empty.
        Sentences with equal scores form one step; a tied pair counts as half in order.

    Examples
    --------
    >>> measure = prepare_ranking(np.array([0.9, 0.8, 0.3]), np.array([True, False, True]))
    >>> [float(round(figure[0], 3)) for figure in measure(np.ones((1, 3)))]
    [0.5, 0.833]
    """
    order = np.argsort(-scores, kind="stable")
    ranked, hit = scores[order], positive[order].astype(np.float64)
    starts = np.flatnonzero(np.append(True, ranked[1:] != ranked[:-1]))

    def measure(weights: Floats) -> tuple[Floats, Floats]:
        drawn = weights[:, order]
        pos = np.add.reduceat(drawn * hit, starts, axis=1)
        neg = np.add.reduceat(drawn, starts, axis=1) - pos
        above, seen = pos.cumsum(axis=1), (pos + neg).cumsum(axis=1)
        n_pos, n_neg = pos.sum(axis=1), neg.sum(axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            area = (neg * (above - pos / 2)).sum(axis=1) / (n_pos * n_neg)
            # Where no sentence was drawn so far, nothing was found either: avoid 0 / 0.
            precision = (pos * above / np.maximum(seen, 1.0)).sum(axis=1) / n_pos
        return area, precision

    return measure


def measure_sentences(
    true: Ints, p: Floats, rule: Ints, pairs: Mapping[str, tuple[int, int]], seed: int
) -> dict[str, Figure]:
    """Measure labels on single sentences.

    Parameters
    ----------
    true : (n,) int64
        Class of each sentence; n is 1 or more.
    p : (n, 4) float64
        Probabilities of the labels.
    rule : (n,) int64
        Labels of the keyword rule.
    pairs : mapping of str to (int, int)
        A class and the label that stands for it, by the suffix of their figures' names.
    seed : int
        Seed of the bootstrap.

    Returns
    -------
    dict of str to Figure
    """
    chosen = decide(p)
    single = next(iter(pairs.values())) if len(pairs) == 1 else None
    ranks = {end: prepare_ranking(p[:, label], true == cls) for end, (cls, label) in pairs.items()}
    members = np.stack([true == cls for cls, _ in pairs.values()], axis=1).astype(np.float64)
    if single:
        cells = calibration_cells(p[:, single[1]], true == single[0])
    else:
        cells = calibration_cells(p.max(axis=1), p.argmax(axis=1) == true)

    def figures(weights: Floats) -> dict[str, Floats]:
        result: dict[str, Floats] = {}
        for side, labels in (("", chosen), ("keyword_rule_", rule)):
            for end, (cls, label) in pairs.items():
                for name, values in _compute_rates(weights, true == cls, labels == label).items():
                    result[f"{side}{name}{end}"] = values
            if single:
                right = (true == single[0]) == (labels == single[1])
            else:
                right = true == labels
                f1 = np.stack([result[f"{side}f1{end}"] for end in pairs], axis=1)
                result[f"{side}macro_f1"] = macro_f1(f1, weights @ members)
            result[f"{side}accuracy"] = weights @ right.astype(np.float64) / len(true)
        for end, measure in ranks.items():
            result[f"roc_auc{end}"], result[f"average_precision{end}"] = measure(weights)
        result["expected_calibration_error"] = expected_errors(weights, cells)
        result["calibration_error"] = calibration_error(weights, cells)
        return result

    return add_intervals(figures, len(true), seed)


def _compute_rates(weights: Floats, true: Flags, chosen: Flags) -> dict[str, Floats]:
    """Return precision, recall and F1 of finding a class, for rows of weights."""
    n_right, n_found, n_true = (
        weights @ flags.astype(np.float64) for flags in (true & chosen, chosen, true)
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        precision, recall = n_right / n_found, n_right / n_true
    return {
        "precision": precision,
        "recall": recall,
        "f1": f1_scores(n_right, n_found, n_true),
    }
