"""How far a share or a score may be off because of classifier errors: 90 % intervals."""

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

#: Share of intervals that contain the true value.
LEVEL = 0.9
#: Variance of the shift of each label's log-odds from release to release, for a model without its
#: own: that of the model ``default``.
RELEASE_EFFECT = {
    "factual": 0.394,
    "promotional": 0.0,
    "forward_looking": 0.771,
    "boilerplate": 0.0,
}
#: Maximum number of units with places of their own in the draws; later ones reuse the first places.
_MAX_PLACES = 4096
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
    """Return the intervals of the shares of one release.

    The estimated quantity is the share of words under a careful annotator's labels, with the
    release segmented as it is. Labels are draws from the probabilities, and the log-odds of a whole
    release are off by a normal shift for each label, which represents errors that neighbouring
    units have in common and imperfect calibration. With ``w_u`` the
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
        Calibrated. Rows of units without a label are ignored.
    labelled : (n_units,) bool
        Which units carry a label.
    effect : mapping of str to float
        ``s_j`` by label, see :func:`fit_release_effect`.

    Returns
    -------
    dict of str to float
        By name, as in :data:`INTERVALS`; in [0, 1], NaN if there are no words.

    References
    ----------
    .. [1] Y. H. Wang (1993), On the Number of Successes in Independent Trials, Statistica Sinica.

    Examples
    --------
    >>> p = np.array([[0.9, 0.1, 0.0, 0.0], [0.0, 0.0, 0.5, 0.5]])
    >>> sure = dict.fromkeys(LABELS, 0.0)
    >>> shares = share_intervals(np.array([10, 30]), p, np.array([True, True]), sure)
    >>> round(shares["factual_share_low"], 3), round(shares["factual_share_high"], 3)
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
    legal_shared = _compute_slopes(BOILERPLATE, shared, expected)
    whole = sum(expected)
    rest = whole - expected[BOILERPLATE]
    ends: list[float] = []
    body: list[float] = []
    for k, part in enumerate(expected):
        slopes = _compute_slopes(k, shared, expected)
        variance = squares[k] - free[k][k]
        ends += _compute_ends(part, variance + _compute_spread(shift, slopes), whole)
        if k != BOILERPLATE:
            r = part / rest if rest > 0 else 0.0
            variance += r * (r * legal_free - 2 * free[k][BOILERPLATE])
            slopes = [x + r * y for x, y in zip(slopes, legal_shared, strict=True)]
            body += _compute_ends(part, variance + _compute_spread(shift, slopes), rest)
    return dict(zip(INTERVALS, ends + body, strict=True))


def _compute_slopes(k: int, shared: list[list[float]], expected: list[float]) -> list[float]:
    """Return how the expected words of a label change with the log-odds of each."""
    slopes = [-x for x in shared[k]]
    slopes[k] += expected[k]
    return slopes


def _compute_spread(shift: list[float], slopes: list[float]) -> float:
    """Return the variance that comes from the shifts of the four log-odds."""
    a, b, c, d = slopes
    return shift[0] * a * a + shift[1] * b * b + shift[2] * c * c + shift[3] * d * d


def _compute_ends(part: float, variance: float, whole: float) -> tuple[float, float]:
    """Return the ends of the interval of part / whole, cut to [0, 1]."""
    if not whole > 0:
        return nan, nan
    half = _Z * sqrt(max(variance, 0.0))
    return min(1.0, max(0.0, (part - half) / whole)), min(1.0, max(0.0, (part + half) / whole))


def label_draws(
    tagged: Tagged, effect: Mapping[str, float] = RELEASE_EFFECT, draws: int = 200
) -> Floats:
    """Draw labels that the units might have, from the model of :func:`share_intervals`.

    The draws are always the same for the same release. For each unit, and for the shift of each
    label, they are one from each of `draws` equal slices of the distribution, in an order of its
    own (Latin hypercube [1]_). Units after the 4,096th have the orders of the first ones again.

    Parameters
    ----------
    tagged : Tagged
    effect : mapping of str to float
        Variance of the shift of the log-odds, by label.
    draws : int

    Returns
    -------
    (draws, n_units, 4) float64
        1 where a unit has the label, else 0; NaN in the rows of units without a label.

    References
    ----------
    .. [1] M. D. McKay, R. J. Beckman and W. J. Conover (1979), A Comparison of Three Methods for
       Selecting Values of Input Variables, Technometrics.
    """
    labels = np.full((draws, *tagged.p.shape), np.nan)
    labels[:, tagged.labelled] = np.moveaxis(drawn(tagged.p[tagged.labelled], effect, draws), 0, 2)
    return labels


def drawn(p: Floats, effect: Mapping[str, float], draws: int) -> Flags:
    """Return the draws of :func:`label_draws` for labelled units alone, with labels first.

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
    places, normal = _draw_places(1 << min(max(n - 1, 63), _MAX_PLACES - 1).bit_length(), draws)
    odds = np.exp(normal * np.sqrt([effect[label] for label in LABELS]))
    below = np.ones((len(LABELS), draws, n), dtype=bool)
    for first in range(0, n, _MAX_PLACES):
        block = p[first : first + _MAX_PLACES]
        sums = odds.T[:, :, None] * block.T[:, None, :]
        for label in range(1, len(sums)):
            sums[label] += sums[label - 1]
        inside = slice(first, first + len(block))
        np.less(places[:, : len(block)] * sums[-1], sums[:-1], out=below[:-1, :, inside])
    below[1:] ^= below[:-1]
    return below


@lru_cache(maxsize=4)
def _draw_places(width: int, draws: int) -> tuple[Floats, Floats]:
    """Return the places of the draws: uniform for units, (draws, width), and normal, (draws, 4)."""
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
    """Return the interval of any score that is a function of the labels of the units.

    For a scored release, :meth:`fls.Release.interval` returns it with the model's own effect. It
    reflects how errors of labels change the score, and no other errors.

    Parameters
    ----------
    score : callable
        Takes probabilities (..., n_units, 4), NaN in the rows of units without a label, and returns
        the score of each stack of rows, (...). One for a single release only is wrapped:
        ``lambda stack: np.array([single(p) for p in stack])``.
    tagged : Tagged
    effect : mapping of str to float
        As for :func:`share_intervals`.
    draws : int or (draws, n_units, 4) float64
        Number of draws, from 1; or those of :func:`label_draws`, made once for several scores.

    Returns
    -------
    low, high : float
        5 % and 95 % quantiles of the scores of the drawn labels, widened if necessary to include
        the score of the probabilities themselves; NaN if that is NaN.

    Raises
    ------
    InputError
        If the number of draws is not a whole number from 1, or the score cannot be called or does
        not return a number for each stack.

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
    return ends(np.concatenate([_call_score(score, p) for p in (tagged.p[None], draws)]))


def _call_score(score: _Score, p: Floats) -> Floats:
    """Return the score of each stack of rows, after checking that it is a number for each."""
    result = score(p)
    try:
        # Text is not a number, even if it could be read as one.
        is_text = np.asarray(result).dtype.kind == "U"
        scores = None if is_text else np.asarray(result, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):  # such as objects, rows of unequal length
        scores = None
    if scores is None or scores.shape != p.shape[:1]:
        kind = type(result).__name__ if scores is None else f"an array {scores.shape}"
        raise InputError(
            "score", f"gives {len(p)} numbers for probabilities {p.shape}", kind,
            "wrap it: lambda stack: np.array([score(p) for p in stack])",
        )  # fmt: skip
    return scores


def ends(values: Floats) -> tuple[float, float]:
    """Return the ends of the interval of a score.

    Parameters
    ----------
    values : (1 + draws,) float64
        The score by the probabilities themselves, then those of the drawn labels; a draw for which
        the score is not defined (NaN) does not count.

    Returns
    -------
    low, high : float
        NaN if the first value is, or if no draw counts.
    """
    value = float(values[0])
    drawn = sorted([x for x in values[1:].tolist() if x == x])
    if value != value or not drawn:
        return nan, nan
    tail = (1.0 - LEVEL) / 2
    low, high = (_compute_quantile(drawn, q) for q in (tail, 1.0 - tail))
    return min(low, value), max(high, value)


def _compute_quantile(ordered: Sequence[float], q: float) -> float:
    """Return a quantile with linear interpolation; for so few values faster than numpy's."""
    place = q * (len(ordered) - 1)
    at = min(int(place), len(ordered) - 2) if len(ordered) > 1 else 0
    after = ordered[min(at + 1, len(ordered) - 1)]
    return ordered[at] + (place - at) * (after - ordered[at])


def fit_release_effect(p: Floats, true: Ints, words: Ints, doc: Ints) -> dict[str, float]:
    """Find the variance of the shift with which 90 % intervals contain the truth that often.

    It is the smallest variance of each label with which 90 % of the releases have their true share
    in the interval (before it is cut to [0, 1]), given those of the other labels; the labels are
    taken in turn 20 times. A release counts for a label that is present with a probability above
    one half: a share that is certainly 0 says nothing about the width.

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

    def sum_by_release(values: Floats) -> Floats:
        return np.bincount(doc, values).astype(np.float64)

    whole = np.maximum(sum_by_release(w), 1.0)
    error = np.stack(
        [sum_by_release(w * ((true == k) - p[:, k])) / whole for k in range(len(LABELS))]
    )
    alone = np.stack([sum_by_release(w * w * p[:, k] * (1 - p[:, k])) / whole**2 for k in range(4)])
    shared = [
        [sum_by_release(w * p[:, k] * ((j == k) - p[:, j])) / whole for j in range(len(LABELS))]
        for k in range(len(LABELS))
    ]
    slope = np.array(shared) ** 2
    absent = np.stack(
        [np.exp(sum_by_release(np.log1p(-np.minimum(p[:, k], 1 - 1e-9)))) for k in range(4)]
    )
    effect = np.full(len(LABELS), 0.2)
    for _ in range(20):
        for k in range(len(LABELS)):
            mask = (absent[k] < 0.5) & (slope[k, k] > 0)
            others = alone[k] + effect @ slope[k] - effect[k] * slope[k, k]
            needed = ((error[k] / _Z) ** 2 - others)[mask] / slope[k, k][mask]
            if len(needed):
                effect[k] = max(0.0, float(np.quantile(needed, LEVEL, method="inverted_cdf")))
    return dict(zip(LABELS, np.round(effect, 3).tolist(), strict=True))
