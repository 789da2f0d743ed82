"""The corrections: each an estimate, and how far it may be off."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fls.arrays import Floats, Ints
from fls.correction._units import Units
from fls.document import LABELS
from fls.errors import InputError

__all__ = ["Estimate", "adjusted", "clustered", "expected", "powered", "shares", "straight"]

#: A matrix of errors with a larger condition number is as good as singular.
_WORST = 200.0


@dataclass(frozen=True)
class Estimate:
    """Corrected shares, and to first order what each unit adds to their error.

    Parameters
    ----------
    value : (4,) float64
        May lie outside [0, 1].
    near : (n_sample, 4) float64
        Of the labelled units, by which the shares of this corpus are off; sums are 0.
    far : (n_corpus, 4) float64
        Of all units, by which the corpus differs from others of the same population; sums are 0.
    unknown : (n_sample,) float64
        Share of the units like this one that carry no label, in [0, 1].
    single : (4,) float64
        Variance that one labelled unit brings, as the probabilities of the corpus have it.
    """

    value: Floats
    near: Floats
    far: Floats
    unknown: Floats
    single: Floats

    def of_corpus(self, group: Ints) -> Floats:
        """Variance of the shares of this corpus, ``group`` being what was drawn: (4,) float64.

        What is labelled is known: the variance of drawing with replacement times the share that
        is not [1]_. It is not below what the probabilities expect of units drawn one by one: a
        sample that by chance holds no error of a rare label would say that there is none.

        References
        ----------
        .. [1] W. G. Cochran (1977), Sampling Techniques, sections 2.6 and 9A.
        """
        left = self.near * np.sqrt(self.unknown)[:, None]
        least = self.single * self.unknown.mean() / (len(left) - 1)
        found: Floats = np.maximum(np.diag(clustered(left, left, group)), least)
        return found

    def of_population(self, place: Ints, doc: Ints) -> Floats:
        """Variance of the shares of the population that the documents come from: (4,) float64."""
        both = self.far.copy()
        both[place] += self.near
        return np.diag(clustered(both, both, doc))


def clustered(a: Floats, b: Floats, doc: Ints) -> Floats:
    """Covariance of the sums of two sets of columns, documents being independent.

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


def shares(values: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Weighted mean of the columns, and what each row adds to its error, to first order."""
    mean = weights @ values / weights.sum()
    return mean, (values - mean) * (weights / weights.sum())[:, None]


def straight(sample: Units, true: Ints, corpus: Units) -> Estimate:
    """Share in the sample, without the classifier: what a correction must beat."""
    value, near = shares(np.eye(len(LABELS))[true], sample.weights)
    nothing = np.zeros(len(LABELS))
    return Estimate(value, near, np.zeros_like(corpus.p), _unknown(sample, corpus), nothing)


def expected(p: Floats, told: Floats, weights: Floats) -> Floats:
    """Variance of a unit's label less what is told of it, as calibrated probabilities have it."""
    w = weights / weights.mean()
    off = p - told
    off -= w @ off / len(w)
    found: Floats = (w * w) @ (p * (1 - p) + off * off) / len(w)
    return found


def _unknown(sample: Units, corpus: Units) -> Floats:
    return np.full(len(sample.p), 1.0 - len(sample.p) / len(corpus.p))


def adjusted(sample: Units, true: Ints, corpus: Units, p: Floats) -> Estimate:
    """Adjusted count: undo the mixing of labels that the sample shows [1]_ [2]_.

    With ``M[j, k]`` the mean prediction of ``j`` among sampled units whose true label is ``k`` and
    ``q`` the mean prediction in the corpus, the shares solve ``M x = q``. It holds where the
    classifier errs alike in sample and corpus given the true label, even if the labels are
    otherwise mixed there. Errors to first order: a sampled unit with label ``k`` adds
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
        If a label is not in the sample, or the matrix is as good as singular.

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
    if not condition <= _WORST:
        raise InputError(
            "sample", f"has errors that can be undone (condition number up to {_WORST:g})",
            f"{condition:.3g}", "label more units, or ask for methods=['ppi']",
        )  # fmt: skip
    undo = np.linalg.inv(mixing)
    mean, far = shares(corpus.p, corpus.weights)
    value = undo @ mean
    scale = -value[true] / total[true] * sample.weights
    near = (sample.p - mixing.T[true]) @ undo.T * scale[:, None]
    whole = np.maximum(value * corpus.weights.sum(), total)
    single = expected(p, corpus.p @ undo.T, corpus.weights)
    return Estimate(value, near, far @ undo.T, (1.0 - total / whole)[true], single)


def powered(sample: Units, true: Ints, corpus: Units, group: Ints) -> Estimate:
    """Prediction-powered shares with power tuning, PPI++ [1]_ [2]_.

    ``t q + mean(y - t f)``: the mean prediction ``q`` of the corpus, put right by the mean error
    in the sample, a random one of the corpus; labelled units so count with their labels. The
    trust ``t`` in the classifier is the one with the least sum of variances of the four shares,
    ``tr cov(y, f) / tr var(f)`` of the means in the sample, ``group`` being what was drawn; cut
    to [0, 1]; one for all labels, so that the shares add up to 1. With ``t`` = 0 it is the
    share in the sample, so the interval is not wider than that of labels alone, up to chance.

    References
    ----------
    .. [1] A. N. Angelopoulos, S. Bates, C. Fannjiang, M. I. Jordan and T. Zrnic (2023),
       Prediction-Powered Inference, Science 382.
    .. [2] A. N. Angelopoulos, J. C. Duchi and T. Zrnic (2023), PPI++: Efficient Prediction-Powered
       Inference, arXiv 2311.01453.
    """
    y, y_part = shares(np.eye(len(LABELS))[true], sample.weights)
    f, f_part = shares(sample.p, sample.weights)
    q, q_part = shares(corpus.p, corpus.weights)
    agreed = np.trace(clustered(y_part, f_part, group))
    spread = np.trace(clustered(f_part, f_part, group))
    trust = min(1.0, max(0.0, float(agreed / spread))) if spread > 0 else 0.0
    near, far = y_part - trust * f_part, trust * q_part
    single = expected(corpus.p, trust * corpus.p, corpus.weights)
    return Estimate(trust * q + y - trust * f, near, far, _unknown(sample, corpus), single)
