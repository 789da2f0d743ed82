"""Calibration: how far probabilities are from the shares that are right."""

from __future__ import annotations

import numpy as np

from fls.arrays import Flags, Floats

__all__ = [
    "BINS",
    "calibration_cells",
    "calibration_error",
    "expected_calibration_error",
    "expected_errors",
]

#: Number of bins of equal width for probabilities.
BINS = 15


def expected_calibration_error(probabilities: Floats, correct: Flags) -> float:
    """Return the expected calibration error of the most probable label.

    Even perfect probabilities give a value above 0, which grows as units become
    fewer; the figure ``calibration_error`` of an evaluation has no such bias.

    ``sum over bins b of n_b / n * |share correct in b - mean probability in b|`` with 15 bins of
    equal width [1]_.

    Parameters
    ----------
    probabilities : (n,) float64
        Probability of the most probable label.
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
    cells = calibration_cells(probabilities, correct)
    return float(expected_errors(np.ones((1, len(cells))), cells)[0])


def expected_errors(weights: Floats, cells: Floats) -> Floats:
    """Return the expected calibration error for rows of weights; see :func:`calibration_error`."""
    n, p, right = (weights @ cells).reshape(len(weights), 3, -1).transpose(1, 0, 2)
    with np.errstate(invalid="ignore"):
        result: Floats = np.abs(right - p).sum(axis=1) / n.sum(axis=1)
    return result


def calibration_cells(probabilities: Floats, correct: Flags) -> Floats:
    """Return 1, the probability, and whether it was right, by unit and bin: (n, 3 * bins)."""
    bins = np.minimum((probabilities * BINS).astype(np.int64), BINS - 1)
    cells = np.zeros((len(bins), 3, BINS))
    rows = np.arange(len(bins))
    cells[rows, 0, bins] = 1.0
    cells[rows, 1, bins] = probabilities
    cells[rows, 2, bins] = correct
    return cells.reshape(len(bins), 3 * BINS)


def calibration_error(weights: Floats, cells: Floats) -> Floats:
    """Return the root mean squared distance of probabilities from the shares that are right.

    The square of a sum contains each group's own square, which is above 0 by chance alone; without
    these squares the mean over bins is unbiased for any number of units [1]_ [2]_.

    Parameters
    ----------
    weights : (n_draws, n_groups) float64
        How often each group, a release or a sentence, was drawn.
    cells : (n_groups, 3 * bins) float64
        Sums of :func:`calibration_cells` over the units of each group.

    Returns
    -------
    (n_draws,) float64
        In [0, 1]. Bins without units of two groups are left out; NaN if that leaves none.

    References
    ----------
    .. [1] A. Kumar, P. Liang and T. Ma (2019), Verified Uncertainty Calibration, NeurIPS.
    .. [2] C. Ferro and T. Fricker (2012), A Bias-Corrected Decomposition of the Brier Score,
       Quarterly Journal of the Royal Meteorological Society 138.

    Examples
    --------
    >>> cells = calibration_cells(np.full(3, 0.9), np.array([True, False, False]))
    >>> float(round(calibration_error(np.ones((1, 3)), cells)[0], 3))
    0.458
    """
    n, p, right = cells.reshape(len(cells), 3, -1).transpose(1, 0, 2)
    squares = weights**2
    size = weights @ n
    pairs = size**2 - squares @ n**2
    distance = (weights @ (right - p)) ** 2 - squares @ (right - p) ** 2
    counted = np.where(pairs > 0, size, 0.0)
    with np.errstate(invalid="ignore"):
        mean = (counted * distance / np.maximum(pairs, 1.0)).sum(axis=1) / counted.sum(axis=1)
    result: Floats = np.sqrt(np.maximum(mean, 0.0))
    return result
