"""How far a share or a score may be off because the classifier errs: 90 % intervals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from math import nan, sqrt
from statistics import NormalDist

import numpy as np

from fls.analysis.tagged import Tagged
from fls.arrays import Flags, Floats, Ints
from fls.checks import check_callable, check_whole
from fls.document import BOILERPLATE, LABELS
from fls.errors import InputError

__all__ = [
    "INTERVALS",
    "LEVEL",
    "RELEASE_EFFECT",
    "drawn",
    "ends",
    "fit_release_effect",
    "interval",
    "label_draws",
    "share_intervals",
]

#: Share of intervals that hold the true value.
LEVEL = 0.9
#: Variance of the shift of each label's log-odds from release to release, where a model does not
#: bring its own: that of the model ``default``.
RELEASE_EFFECT = {
    "factual": 0.342,
    "promotional": 0.064,
    "forward_looking": 0.809,
    "boilerplate": 0.0,
}
#: Units with places of their own in the draws; those beyond have the places of the first ones.
_PLACES = 4096
_Z = NormalDist().inv_cdf(0.5 + LEVEL / 2)
_SHARES = (
    *(f"{label}_share" for label in LABELS),
    *(f"{label}_share_body" for label in LABELS[:BOILERPLATE]),
)
#: Names of the ends, in order.
INTERVALS = tuple(f"{name}_{end}" for name in _SHARES for end in ("low", "high"))
_Score = Callable[[Floats], Floats]


def share_intervals(
    words: Ints,
    probabilities: Floats,
    labelled: Flags,
    effect: Mapping[str, float] = RELEASE_EFFECT,
) -> dict[str, float]:
    """Intervals of the shares of one release.

    What is estimated is the share of words that a careful annotator's labels would give this
    release, cut as it is. Given the probabilities, labels are draws from them; and the log-odds
    of a release as a whole are off by a normal shift for each label, which stands for errors that
    neighbouring units have in common and for calibration that is not perfect. With ``w_u`` the
    words of unit ``u``, ``W`` their sum, ``p_uk`` its probabilities and ``s_j`` the variance of
    the shift of label ``j``, the variance of share ``k`` is that of a weighted Poisson binomial
    variable [1]_ plus, to first order, that of the shift::

        sum_u w_u^2 p_uk (1 - p_uk) / W^2 + sum_j s_j (sum_u w_u p_uk ([j = k] - p_uj) / W)^2

    and the interval is the share +- 1.645 standard deviations, cut to [0, 1]. A share of the body
    is a ratio; its variance is that of ``sum_u w_u (y_uk + R y_uB) / W_body`` with ``R`` the
    share and ``y`` the labels (delta method).

    Parameters
    ----------
    words : (n_units,) int64
    probabilities : (n_units, 4) float64
        Calibrated. Rows of units without label are not looked at.
    labelled : (n_units,) bool
        Which units carry a label.
    effect : mapping of str to float
        ``s_j`` by label, see :func:`fit_release_effect`.

    Returns
    -------
    dict of str to float
        By name, as in :data:`INTERVALS`; in [0, 1], NaN where there is no word to share out.

    References
    ----------
    .. [1] Y. H. Wang (1993), On the Number of Successes in Independent Trials, Statistica Sinica.

    Examples
    --------
    >>> p = np.array([[0.9, 0.1, 0.0, 0.0], [0.0, 0.0, 0.5, 0.5]])
    >>> sure = dict.fromkeys(LABELS, 0.0)
    >>> found = share_intervals(np.array([10, 30]), p, np.array([True, True]), sure)
    >>> round(found["factual_share_low"], 3), round(found["factual_share_high"], 3)
    (0.102, 0.348)
    """
    w = words[labelled].astype(np.float64)
    p = probabilities[labelled]
    weighted = p * w[:, None]
    # Plain numbers from here on: for so few of them they are faster than arrays.
    expected = np.add.reduce(weighted, 0).tolist()
    squares = (w @ weighted).tolist()
    free = (weighted.T @ weighted).tolist()
    shared = (weighted.T @ p).tolist()
    shift = [effect[label] for label in LABELS]
    legal_free = squares[BOILERPLATE] - free[BOILERPLATE][BOILERPLATE]
    legal_shared = _slopes(BOILERPLATE, shared, expected)
    whole = sum(expected)
    rest = whole - expected[BOILERPLATE]
    ends: list[float] = []
    body: list[float] = []
    for k, part in enumerate(expected):
        slopes = _slopes(k, shared, expected)
        variance = squares[k] - free[k][k]
        ends += _ends(part, variance + _spread(shift, slopes), whole)
        if k != BOILERPLATE:
            r = part / rest if rest > 0 else 0.0
            variance += r * (r * legal_free - 2 * free[k][BOILERPLATE])
            slopes = [x + r * y for x, y in zip(slopes, legal_shared, strict=True)]
            body += _ends(part, variance + _spread(shift, slopes), rest)
    return dict(zip(INTERVALS, ends + body, strict=True))


def _slopes(k: int, shared: list[list[float]], expected: list[float]) -> list[float]:
    """Tell how the expected words of a label change with the log-odds of each."""
    slopes = [-x for x in shared[k]]
    slopes[k] += expected[k]
    return slopes


def _spread(shift: list[float], slopes: list[float]) -> float:
    """Variance that comes from the shifts of the four log-odds."""
    a, b, c, d = slopes
    return shift[0] * a * a + shift[1] * b * b + shift[2] * c * c + shift[3] * d * d


def _ends(part: float, variance: float, whole: float) -> tuple[float, float]:
    """Ends of the interval of part / whole, cut to [0, 1]."""
    if not whole > 0:
        return nan, nan
    half = _Z * sqrt(max(variance, 0.0))
    return min(1.0, max(0.0, (part - half) / whole)), min(1.0, max(0.0, (part + half) / whole))


def label_draws(
    tagged: Tagged, effect: Mapping[str, float] = RELEASE_EFFECT, draws: int = 200
) -> Floats:
    """Labels as they might be, by the model of :func:`share_intervals`.

    Always the same ones for the same release: for each unit, and for the shift of each label, the
    draws are one from each of `draws` equal slices of the distribution, in an order of its own
    (Latin hypercube [1]_). Units beyond the 4,096th have the orders of the first ones again.

    Parameters
    ----------
    tagged : Tagged
    effect : mapping of str to float
        Variance of the shift of the log-odds, by label.
    draws : int

    Returns
    -------
    (draws, n_units, 4) float64
        1 where a unit has the label, else 0; NaN in the rows of units without label.

    References
    ----------
    .. [1] M. D. McKay, R. J. Beckman and W. J. Conover (1979), A Comparison of Three Methods for
       Selecting Values of Input Variables, Technometrics.
    """
    found = np.full((draws, *tagged.p.shape), np.nan)
    found[:, tagged.labelled] = np.moveaxis(drawn(tagged.p[tagged.labelled], effect, draws), 0, 2)
    return found


def drawn(p: Floats, effect: Mapping[str, float], draws: int) -> Flags:
    """Draws of :func:`label_draws` for labelled units alone, the labels first.

    Parameters
    ----------
    p : (n, 4) float64
    effect : mapping of str to float
    draws : int

    Returns
    -------
    (4, draws, n) bool
    """
    n = len(p)
    places, normal = _slices(1 << min(max(n - 1, 63), _PLACES - 1).bit_length(), draws)
    odds = np.exp(normal * np.sqrt([effect[label] for label in LABELS]))
    below = np.ones((len(LABELS), draws, n), dtype=bool)
    for first in range(0, n, _PLACES):
        some = p[first : first + _PLACES]
        sums = odds.T[:, :, None] * some.T[:, None, :]
        for label in range(1, len(sums)):
            sums[label] += sums[label - 1]
        inside = slice(first, first + len(some))
        np.less(places[:, : len(some)] * sums[-1], sums[:-1], out=below[:-1, :, inside])
    below[1:] ^= below[:-1]
    return below


@lru_cache(maxsize=4)
def _slices(width: int, draws: int) -> tuple[Floats, Floats]:
    """Places of the draws: uniform ones (draws, width) for units, normal ones (draws, 4)."""
    middle = (np.arange(draws) + 0.5) / draws
    quantiles = np.array([NormalDist().inv_cdf(place) for place in middle.tolist()])
    # Each column from a generator of its own: a longer release has the same first columns.
    orders = [np.random.default_rng(number).permutation(draws) for number in range(width + 4)]
    uniform = np.stack([middle[order] for order in orders[4:]], axis=1)
    normal = np.stack([quantiles[order] for order in orders[:4]], axis=1)
    uniform.flags.writeable = normal.flags.writeable = False
    return uniform, normal


def interval(
    score: _Score,
    tagged: Tagged,
    effect: Mapping[str, float] = RELEASE_EFFECT,
    *,
    draws: int | Floats = 200,
) -> tuple[float, float]:
    """Interval of any score that is a function of the labels of the units.

    Of a scored release, :meth:`fls.Release.interval` gives it with the model's own effect. It is
    as wide as errors of labels make the score: what else may be wrong with it is not in it.

    Parameters
    ----------
    score : callable
        Takes probabilities (..., n_units, 4), NaN in the rows of units without label, and gives
        the score of each stack of rows, (...). One that knows a single release only is wrapped:
        ``lambda stack: np.array([single(p) for p in stack])``.
    tagged : Tagged
    effect : mapping of str to float
        As for :func:`share_intervals`.
    draws : int or (draws, n_units, 4) float64
        How many draws, from 1; or those of :func:`label_draws`, made once for several scores.

    Returns
    -------
    low, high : float
        5 % and 95 % quantiles of the scores of the drawn labels, moved apart where need be so
        that the score of the probabilities themselves lies between them; NaN where it is NaN.

    Raises
    ------
    InputError
        If the number of draws is none, or the score cannot be called or gives other than a number
        for each stack.

    Examples
    --------
    >>> from fls.document import Unit
    >>> units = [Unit("sentence", 0, 4, "prose", 0), Unit("sentence", 5, 9, "prose", 0)]
    >>> p = np.array([[0.9, 0.1, 0.0, 0.0], [0.0, 0.0, 0.5, 0.5]])
    >>> release = Tagged("One. Two.", units, p, np.full(2, np.nan))
    >>> interval(lambda p: p[..., 2].mean(axis=-1), release)
    (0.0, 0.5)
    """
    check_callable("score", score, "is a function of probabilities")
    if not isinstance(draws, np.ndarray):
        n = check_whole("draws", draws, least=1, repair="such as 200")
        draws = label_draws(tagged, effect, n)
    return ends(np.concatenate([_rated(score, p) for p in (tagged.p[None], draws)]))


def _rated(score: _Score, p: Floats) -> Floats:
    """Give the score of each stack of rows, if it is a number for each."""
    given = score(p)
    try:
        # Text is none, even where it could be read as a number.
        found = np.asarray(given, dtype=np.float64) if np.asarray(given).dtype.kind != "U" else None
    except (TypeError, ValueError, OverflowError):  # such as objects, rows of unequal length
        found = None
    if found is None or found.shape != p.shape[:1]:
        kind = type(given).__name__ if found is None else f"an array {found.shape}"
        raise InputError(
            "score", f"gives {len(p)} numbers for probabilities {p.shape}", kind,
            "wrap it: lambda stack: np.array([score(p) for p in stack])",
        )  # fmt: skip
    return found


def ends(values: Floats) -> tuple[float, float]:
    """Ends of the interval of a score.

    Parameters
    ----------
    values : (1 + draws,) float64
        The score by the probabilities themselves, then those of the drawn labels; a draw for which
        the score is not defined (NaN) does not count.

    Returns
    -------
    low, high : float
        NaN where the first value is, or no draw counts.
    """
    value = float(values[0])
    drawn = sorted([x for x in values[1:].tolist() if x == x])
    if value != value or not drawn:
        return nan, nan
    tail = (1.0 - LEVEL) / 2
    low, high = (_quantile(drawn, q) for q in (tail, 1.0 - tail))
    return min(low, value), max(high, value)


def _quantile(ordered: Sequence[float], q: float) -> float:
    """Quantile with linear interpolation; for so few values faster than numpy's."""
    place = q * (len(ordered) - 1)
    at = min(int(place), len(ordered) - 2) if len(ordered) > 1 else 0
    after = ordered[min(at + 1, len(ordered) - 1)]
    return ordered[at] + (place - at) * (after - ordered[at])


def fit_release_effect(p: Floats, true: Ints, words: Ints, doc: Ints) -> dict[str, float]:
    """Find the shift that makes intervals hold the truth as often as they say.

    For each label the smallest variance with which 90 % of the releases have their true share in
    the interval (before it is cut to [0, 1]), the other labels' given; in turn, until it settles.
    Releases count where the label is in doubt: where it is present with a probability above one
    half. A share that is 0 for certain says nothing of the width.

    Parameters
    ----------
    p : (n_units, 4) float64
        Calibrated probabilities from models that have not seen the units' releases.
    true : (n_units,) int64
        The annotators' labels.
    words : (n_units,) int64
    doc : (n_units,) int64
        Number of the release.

    Returns
    -------
    dict of str to float
        Variance by label, 0 or more.
    """
    _, doc = np.unique(doc, return_inverse=True)
    w = words.astype(np.float64)

    def summed(values: Floats) -> Floats:
        return np.bincount(doc, values).astype(np.float64)

    whole = np.maximum(summed(w), 1.0)
    error = np.stack([summed(w * ((true == k) - p[:, k])) / whole for k in range(len(LABELS))])
    alone = np.stack([summed(w * w * p[:, k] * (1 - p[:, k])) / whole**2 for k in range(4)])
    shared = [
        [summed(w * p[:, k] * ((j == k) - p[:, j])) / whole for j in range(len(LABELS))]
        for k in range(len(LABELS))
    ]
    slope = np.array(shared) ** 2
    absent = np.stack([np.exp(summed(np.log1p(-np.minimum(p[:, k], 1 - 1e-9)))) for k in range(4)])
    effect = np.full(len(LABELS), 0.2)
    for _ in range(20):
        for k in range(len(LABELS)):
            there = (absent[k] < 0.5) & (slope[k, k] > 0)
            others = alone[k] + effect @ slope[k] - effect[k] * slope[k, k]
            needed = ((error[k] / _Z) ** 2 - others)[there] / slope[k, k][there]
            if len(needed):
                effect[k] = max(0.0, float(np.quantile(needed, LEVEL, method="inverted_cdf")))
    return dict(zip(LABELS, np.round(effect, 3).tolist(), strict=True))
