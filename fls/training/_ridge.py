"""Multinomial logistic regression with a ridge penalty, on units that may have several labels."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from fls.arrays import Flags, Floats

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

__all__ = ["Weights", "fit"]

#: Weights (n_columns, n_labels) and intercept (n_labels,).
Weights: TypeAlias = tuple[Floats, Floats]


def fit(
    rows: csr_matrix,
    targets: Floats,
    offset: Floats,
    stiffness: Floats,
    *,
    tolerance: float = 1e-4,
    iterations: int = 500,
) -> Weights:
    """Minimise ``-sum(targets * log p) + sum(stiffness * weights**2) / 2`` by L-BFGS.

    ``log p`` is the log-softmax of ``offset + rows @ weights + intercept``. With one label a unit,
    no offset and one stiffness it is what ``LogisticRegression(C=1 / stiffness)`` of scikit-learn
    minimises; there, a unit with two labels would be two rows.

    Parameters
    ----------
    rows : (n_units, n_columns) csr_matrix of float64
        Features.
    targets : (n_units, n_labels) float64
        How much each label counts in the unit.
    offset : (n_units, n_labels) float64
        Added to the logits.
    stiffness : (n_columns + 1,) float64
        Strength of the penalty on the weights of each column, and of the intercept; 0 for none.
    tolerance : float
        The fit is complete when no slope is steeper, with weights in units of the width that the
        penalty allows.
    iterations : int
        Maximum number of iterations. If they do not suffice, or the solver gives up before,
        sklearn's ``ConvergenceWarning`` says so.

    Returns
    -------
    weights : (n_columns, n_labels) float64
        Zero in columns without a value.
    intercept : (n_labels,) float64
    """
    from scipy.optimize import minimize

    weights = np.zeros((rows.shape[1] + 1, targets.shape[1]))
    filled = np.unique(rows.indices)
    kept = rows if len(filled) == rows.shape[1] else rows[:, filled]
    stiff = stiffness[np.append(filled, -1)]
    # In units of the prior's width all columns have one scale, with which the solver is fastest.
    width = (1.0 / np.sqrt(np.where(stiff > 0, stiff, 1.0)))[:, None]
    result = minimize(
        _make_loss(kept, targets, offset, width, stiff > 0),
        np.zeros(len(width) * targets.shape[1]), jac=True, method="L-BFGS-B",
        options={"maxiter": iterations, "maxfun": 2 * iterations, "ftol": 1e-10, "gtol": tolerance},
    )  # fmt: skip
    if not result.success:
        from sklearn.exceptions import ConvergenceWarning

        message = f"the weights still moved after {iterations} iterations"
        if result.status != 1:
            message = f"the weights may not be the best ones: {result.message}"
        warnings.warn(message, ConvergenceWarning, stacklevel=2)
    weights[np.append(filled, -1)] = result.x.reshape(len(width), -1) * width
    return weights[:-1], weights[-1]


def _make_loss(
    rows: csr_matrix, targets: Floats, offset: Floats, width: Floats, pulled: Flags
) -> Callable[[Floats], tuple[float, Floats]]:
    """Return the function to minimise, which returns its value and slopes."""
    columns = rows.T.tocsr()
    mass = targets.sum(axis=1, keepdims=True)

    def loss(flat: Floats) -> tuple[float, Floats]:
        change = flat.reshape(len(width), -1)
        weights = change * width
        logits = rows @ weights[:-1]
        logits += offset
        logits += weights[-1]
        logits -= logits.max(axis=1, keepdims=True)
        logits -= np.log(np.exp(logits).sum(axis=1, keepdims=True))
        pull = change * pulled[:, None]
        value = 0.5 * np.vdot(pull, change) - np.vdot(targets, logits)
        excess = np.exp(logits) * mass
        excess -= targets
        slope = np.concatenate((columns @ excess, excess.sum(axis=0)[None])) * width
        slope += pull
        return float(value), slope.ravel()

    return loss
