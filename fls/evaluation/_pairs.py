"""Compare ways of labelling the same units: macro-F1 of each, and the differences."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from fls.arrays import Floats, Ints
from fls.evaluation._figures import Figure, add_intervals, count_confusions, f1_scores, macro_f1

__all__ = ["paired_macro_f1"]


def paired_macro_f1(
    true: Ints, chosen: Mapping[str, Ints], group: Ints, seed: int = 0
) -> dict[str, Figure]:
    """Compare systems on the same units, by macro-F1 over the labels that occur.

    Parameters
    ----------
    true : (n_units,) int64
        Index of the right label.
    chosen : mapping of str to (n_units,) int64
        Labels of each system, by name.
    group : (n_units,) int64
        Number of the group, such as the issuer, that the bootstrap draws as a whole.
    seed : int
        Seed of the bootstrap.

    Returns
    -------
    dict of str to Figure
        Macro-F1 of each system, and ``"LAST minus NAME"``, the differences between the last one
        and the others; the same groups are drawn for all [1]_.

    References
    ----------
    .. [1] B. Efron and R. Tibshirani (1993), An Introduction to the Bootstrap, Chapman & Hall.

    Examples
    --------
    >>> true = np.array([0, 1, 0, 1])
    >>> labels = {"rule": np.array([0, 0, 0, 0]), "model": true}
    >>> figures = paired_macro_f1(true, labels, np.arange(4))
    >>> {name: round(figure.value, 3) for name, figure in figures.items()}
    {'rule': 0.333, 'model': 1.0, 'model minus rule': 0.667}
    """
    n_groups = int(group.max()) + 1 if len(group) else 0
    counts = {
        name: count_confusions(true, labels, group, n_groups) for name, labels in chosen.items()
    }

    def figures(weights: Floats) -> dict[str, Floats]:
        scores: dict[str, Floats] = {}
        for name, matrices in counts.items():
            drawn = np.tensordot(weights, matrices, axes=1)
            right = np.diagonal(drawn, axis1=-2, axis2=-1)
            n_true = drawn.sum(axis=-1)
            scores[name] = macro_f1(f1_scores(right, drawn.sum(axis=-2), n_true), n_true)
        *others, last = scores
        return scores | {f"{last} minus {name}": scores[last] - scores[name] for name in others}

    return add_intervals(figures, n_groups, seed)
