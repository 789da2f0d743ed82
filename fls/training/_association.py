"""Factors of hashed features by what they tell about the label, so that noise is shrunk more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fls.arrays import Floats, Ints

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

__all__ = ["measure_association"]

#: Number of further units, labelled as all units are, in which each feature is taken to occur.
_PRIOR_UNITS = 4.0
#: Added to the spread of the log-odds, so that no feature is left out.
_LEAST = 0.1


def measure_association(rows: csr_matrix, targets: Floats, block: Ints, power: float) -> Floats:
    r"""Measure how far the labels of units that have a feature are from those of all units.

    A ridge penalty shrinks all features alike. As in naive Bayes weighting [1]_, the factor of
    feature *j* grows with the spread of its log-odds over the labels *k*:

    .. math:: s_j \propto \left(0.1 +
       \sqrt{\sum_k \pi_k (r_{jk} - \bar r_j)^2}\right)^{power}, \quad
       r_{jk} = \log \frac{(c_{jk} + 4 \pi_k) / (c_j + 4)}{\pi_k}

    with :math:`c_{jk}` units of label *k* that have the feature, :math:`c_j` their sum,
    :math:`\pi_k` the share of label *k* in all units, and :math:`\bar r_j = \sum_k \pi_k r_{jk}`.

    Parameters
    ----------
    rows : (n_units, n_columns) csr_matrix of float64
        Features of the training part.
    targets : (n_units, n_labels) float64
        Share of each label in the unit.
    block : (n_columns,) int64
        Number of the block of each column, ascending.
    power : float
        0 gives all features of a block the same factor.

    Returns
    -------
    (n_columns,) float64
        The mean of their squares is 1 within each block, counted by occurrence; 0 for features
        that do not occur.

    References
    ----------
    .. [1] S. Wang and C. Manning (2012), Baselines and Bigrams: Simple, Good Sentiment and Topic
       Classification, ACL.

    Examples
    --------
    The first feature is in the two units of the first label, the second in one unit of each:

    >>> from scipy.sparse import csr_matrix
    >>> rows = csr_matrix([[1.0, 1.0], [1.0, 0.0], [0.0, 1.0], [0.0, 0.0]])
    >>> targets = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]])
    >>> measure_association(rows, targets, np.zeros(2, dtype=int), 1.0).round(2).tolist()
    [1.38, 0.31]
    """
    present = rows.copy()
    present.data = (present.data != 0).astype(np.float64)
    by_label = np.asarray(present.T @ targets)
    n_units = by_label.sum(axis=1)
    share = targets.sum(axis=0) / targets.sum()
    smooth = (by_label + _PRIOR_UNITS * share) / (n_units + _PRIOR_UNITS)[:, None]
    log_odds = np.log(smooth / share)
    spread = np.sqrt(share @ (log_odds - (log_odds @ share)[:, None]).T ** 2)
    factor = np.where(n_units > 0, (_LEAST + spread) ** power, 0.0)
    n_blocks = int(block.max(initial=-1)) + 1
    squares = np.bincount(block, n_units * factor**2, n_blocks)
    occurrences = np.bincount(block, n_units, n_blocks)
    mean = np.divide(squares, occurrences, out=np.ones(n_blocks), where=squares > 0)
    return np.asarray(factor / np.sqrt(mean[block]))
