"""The corrections: estimates of shares, and of their errors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fls.arrays import Floats, Ints
from fls.correction._units import Units
from fls.document import LABELS
from fls.errors import InputError

__all__ = [
    "Estimate",
    "compute_covariance",
    "compute_label_variance",
    "compute_shares",
    "estimate_adjusted",
    "estimate_powered",
    "estimate_sample",
]

#: Maximum condition number of a matrix of errors; a larger one is as good as singular.
_MAX_CONDITION = 200.0


@dataclass(frozen=True)
class Estimate:
    """Corrected shares, and what each unit contributes to their error, to first order.

    Parameters
    ----------
    value : (4,) float64
        May lie outside [0, 1].
    near : (n_sample, 4) float64
        Contributions of the labelled units to the error of the shares of this corpus; each column
        adds up to 0.
    far : (n_corpus, 4) float64
        Contributions of all units to the difference of this corpus from others of the same
        population; each column adds up to 0.
    unknown : (n_sample,) float64
        Share of unlabelled units among the units like this one, in [0, 1].
    single : (4,) float64
        Variance from one labelled unit, according to the probabilities of the corpus.
    """

    value: Floats
    near: Floats
    far: Floats
    unknown: Floats
    single: Floats

    def compute_corpus_variance(self, group: Ints) -> Floats:
        """Return the variance of the shares of this corpus: (4,) float64.

        ``group`` holds the draw of each labelled unit. As labelled units are known, the variance
        of drawing with replacement is multiplied by the share that is unlabelled [1]_. It is at
        least what the probabilities suggest for units drawn one by one, since a sample without
        any error of a rare label would suggest that there are none.

        References
        ----------
        .. [1] W. G. Cochran (1977), Sampling Techniques, sections 2.6 and 9A.
        """
        reduced = self.near * np.sqrt(self.unknown)[:, None]
        least = self.single * self.unknown.mean() / (len(reduced) - 1)
        variance = np.diag(compute_covariance(reduced, reduced, group))
        return np.asarray(np.maximum(variance, least), dtype=np.float64)

    def compute_population_variance(self, place: Ints, doc: Ints) -> Floats:
        """Return the variance of the shares of the population of the documents: (4,) float64."""
        both = self.far.copy()
        both[place] += self.near
        return np.diag(compute_covariance(both, both, doc))


def compute_covariance(a: Floats, b: Floats, doc: Ints) -> Floats:
    """Return the covariance of the sums of two sets of columns, for independent documents.

    ``G / (G - 1) sum_g A_g B_g'`` with the sums ``A_g``, ``B_g`` of document ``g`` of ``G`` [1]_;
    0 where there are fewer than two.

    References
    ----------
    .. [1] K.-Y. Liang and S. L. Zeger (1986), Longitudinal Data Analysis Using Generalized Linear
       Models, Biometrika 73.
    """
    _, number = np.unique(doc, return_inverse=True)
    n = int(number.max(initial=-1)) + 1
    if n < 2:
        return np.zeros((a.shape[1], b.shape[1]))
    sums = [np.zeros((n, part.shape[1])) for part in (a, b)]
    for total, part in zip(sums, (a, b), strict=True):
        np.add.at(total, number, part)
    covariance: Floats = sums[0].T @ sums[1] * n / (n - 1)
    return covariance


def compute_shares(values: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return the weighted mean of the columns, and the contribution of each row to its error."""
    mean = weights @ values / weights.sum()
    return mean, (values - mean) * (weights / weights.sum())[:, None]


def estimate_sample(sample: Units, true: Ints, corpus: Units) -> Estimate:
    """Return the shares in the sample, without the classifier: what a correction must beat."""
    value, near = compute_shares(np.eye(len(LABELS))[true], sample.weights)
    nothing = np.zeros(len(LABELS))
    return Estimate(value, near, np.zeros_like(corpus.p), _compute_unknown(sample, corpus), nothing)


def compute_label_variance(p: Floats, explained: Floats, weights: Floats) -> Floats:
    """Return the variance of a label minus `explained`, for calibrated probabilities `p`."""
    w = weights / weights.mean()
    rest = p - explained
    rest -= w @ rest / len(w)
    variance: Floats = (w * w) @ (p * (1 - p) + rest * rest) / len(w)
    return variance


def _compute_unknown(sample: Units, corpus: Units) -> Floats:
    return np.full(len(sample.p), 1.0 - len(sample.p) / len(corpus.p))


def estimate_adjusted(sample: Units, true: Ints, corpus: Units, p: Floats) -> Estimate:
    """Return adjusted counts: undo the confusion of labels that the sample shows [1]_ [2]_.

    With ``M[j, k]`` the mean prediction of ``j`` among sampled units whose true label is ``k`` and
    ``q`` the mean prediction in the corpus, the shares solve ``M x = q``. This is valid where the
    errors of the classifier, given the true label, are those of the corpus, even if the shares of
    the labels in the sample are not. Errors to first order: a sampled unit with label ``k`` adds
    ``-M^-1 (f - M[:, k]) x_k / W_k`` (``W_k`` of ``x_k W`` being known), each unit of the corpus
    ``M^-1 (f - q) / W``.

    Parameters
    ----------
    sample : Units
        Their predictions are 0 and 1 for a count, probabilities for the probabilistic one.
    true : (n_sample,) int64
    corpus : Units
        All units, the sampled ones among them.
    p : (n_corpus, 4) float64
        Probabilities.

    Returns
    -------
    Estimate

    Raises
    ------
    InputError
        If a label is missing in the sample, or the matrix is as good as singular.

    References
    ----------
    .. [1] G. Forman (2008), Quantifying Counts and Costs via Classification, Data Mining and
       Knowledge Discovery 17; for several labels D. J. Hopkins and G. King (2010), A Method of
       Automated Nonparametric Content Analysis for Social Science, AJPS 54.
    .. [2] With probabilities: A. Bella, C. Ferri, J. Hernandez-Orallo and M. J. Ramirez-Quintana
       (2010), Quantification via Probability Estimators, ICDM.
    """
    total = np.bincount(true, sample.weights, minlength=len(LABELS))
    if not total.all():
        missing = LABELS[int(np.argmin(total))]
        raise InputError("sample", "has units of every label", f"none labelled {missing}",
                         "label some, or ask for methods=['ppi']")  # fmt: skip
    mixing = np.zeros((len(LABELS), len(LABELS)))
    np.add.at(mixing.T, true, sample.p * sample.weights[:, None])
    mixing /= total
    condition = float(np.linalg.cond(mixing))
    if not condition <= _MAX_CONDITION:
        raise InputError(
            "sample", f"has errors that can be undone (condition number up to {_MAX_CONDITION:g})",
            f"{condition:.3g}", "label more units, or ask for methods=['ppi']",
        )  # fmt: skip
    undo = np.linalg.inv(mixing)
    mean, far = compute_shares(corpus.p, corpus.weights)
    value = undo @ mean
    scale = -value[true] / total[true] * sample.weights
    near = (sample.p - mixing.T[true]) @ undo.T * scale[:, None]
    whole = np.maximum(value * corpus.weights.sum(), total)
    single = compute_label_variance(p, corpus.p @ undo.T, corpus.weights)
    return Estimate(value, near, far @ undo.T, (1.0 - total / whole)[true], single)


def estimate_powered(sample: Units, true: Ints, corpus: Units, group: Ints) -> Estimate:
    """Return prediction-powered shares with power tuning, PPI++ [1]_ [2]_.

    ``t q + mean(y - t f)``: the mean prediction ``q`` of the corpus, corrected by the mean error in
    the sample, which is a random one of the corpus. The trust ``t`` in the classifier is the one
    with the least sum of variances of the four shares, ``tr cov(y, f) / tr var(f)`` of the means
    in the sample with its draws ``group``, limited to [0, 1]; it is the same for all labels, so
    that the shares add up to 1. With ``t`` = 0 these are the shares in the sample, so that, up to
    chance, the interval is not wider than that of the labels alone.

    References
    ----------
    .. [1] A. N. Angelopoulos, S. Bates, C. Fannjiang, M. I. Jordan and T. Zrnic (2023),
       Prediction-Powered Inference, Science 382.
    .. [2] A. N. Angelopoulos, J. C. Duchi and T. Zrnic (2023), PPI++: Efficient Prediction-Powered
       Inference, arXiv 2311.01453.
    """
    y, y_part = compute_shares(np.eye(len(LABELS))[true], sample.weights)
    f, f_part = compute_shares(sample.p, sample.weights)
    q, q_part = compute_shares(corpus.p, corpus.weights)
    agreed = np.trace(compute_covariance(y_part, f_part, group))
    spread = np.trace(compute_covariance(f_part, f_part, group))
    trust = min(1.0, max(0.0, float(agreed / spread))) if spread > 0 else 0.0
    near, far = y_part - trust * f_part, trust * q_part
    single = compute_label_variance(corpus.p, trust * corpus.p, corpus.weights)
    return Estimate(trust * q + y - trust * f, near, far, _compute_unknown(sample, corpus), single)
