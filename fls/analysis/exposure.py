"""Exposure: how much of the substance of a release rests on what has not happened yet."""

from __future__ import annotations

import numpy as np

from fls.analysis.body import Body
from fls.analysis.phrases import phrases, split
from fls.analysis.tagged import Tagged
from fls.arrays import Floats
from fls.document import FORWARD_LOOKING, WORDED

__all__ = ["EXPOSURE_COMPONENTS", "exposure_parts"]

#: Names of the components, in order.
EXPOSURE_COMPONENTS = (
    *("forward", "forward_units", "central", "lead", "headline", "headline_cues"),
    "headline_news",
    *("cued", "potential", "amount", "unsettled", "unsettled_central"),
    "diction",
)
#: Fewest words that a share is over.
_FEWEST = 30.0
#: Forward-looking units, cues of a headline and cues per 100 words that make one half.
_AMOUNT, _CUES, _POTENTIAL = 4.0, 1.5, 0.6
#: Words of unsettled matters per 100 that make one half.
_UNSETTLED = 8.0
#: Rows of cues by their reason.
_KINDS = {"news": 0, "potential": 1}
#: What the first word of news in a headline says of it; what stands where there is none.
_NEWS, _NO_NEWS = {"ahead": 1.0, "done": 0.0}, 0.5


def exposure_parts(tagged: Tagged, body: Body) -> Floats:
    """Measure what a score of exposure is made of; formulae in ``docs/metrics.md``.

    Parameters
    ----------
    tagged : Tagged
    body : Body

    Returns
    -------
    (n_components, k) float64
        In the order of :data:`EXPOSURE_COMPONENTS`, in [0, 1], a column for each row of
        probabilities; NaN where nothing stands outside the legal text.
    """
    cues, potential, unsettled = _counts(tagged, body.rows)
    w, own, head = body.words, body.own, body.headline
    forward = body.p[FORWARD_LOOKING]
    unsettled = unsettled / np.maximum(w, 1.0)
    # Sums over units: all of one weighing at once.
    ones = np.ones(len(w))
    own_sums = own @ np.array((ones, potential, w, w * unsettled)).T
    central = (body.central * own) @ np.array((w, w * unsettled)).T
    of_forward = forward @ np.array((ones, w)).T
    told = w * (np.minimum(cues, 2.0) / 2.0)
    size = np.maximum(own_sums[:, 2], _FEWEST)
    ahead = (body.central * forward) @ w
    amounts = np.array((own_sums[:, 3], central[:, 1]))
    dense = 100.0 * amounts / np.maximum((own_sums[:, 2], central[:, 0]), _FEWEST)
    n_cues = np.full(len(own), cues[head].sum())
    n_potential = 100.0 * own_sums[:, 1] / size
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.array([
            of_forward[:, 1] / size,
            of_forward[:, 0] / own_sums[:, 0],
            ahead / np.maximum(central[:, 0], _FEWEST / 2),
            (body.lead * forward).sum(axis=1) / np.maximum(body.lead.sum(axis=1), 1.0),
            forward[:, head].max(axis=1, initial=0.0),
            n_cues / (n_cues + _CUES),
            np.full(len(own), _headline_news(tagged)),
            (own - forward) @ told / size,
            n_potential / (n_potential + _POTENTIAL),
            of_forward[:, 0] / (of_forward[:, 0] + _AMOUNT),
            *(x / (x + _UNSETTLED) for x in dense),
            np.full(len(own), tagged.diction[WORDED.index("exposure")]),
        ])  # fmt: skip
    parts[:, ~(own_sums[:, 2] > 0)] = np.nan
    return np.asarray(np.clip(parts, 0.0, 1.0))


def _headline_news(tagged: Tagged) -> float:
    """Whether the first headline tells what is to come (1) or done (0), by its first such word."""
    heads = tagged.headline.nonzero()[0].tolist()
    words = split(tagged.slice(heads[0])) if heads else []
    for first, last, what in phrases("headline_news").find(words)[0]:
        # "to" before a figure begins no verb.
        if words[first] != "to" or not "".join(words[last : last + 1]).isdigit():
            return _NEWS[what.reason]
    return _NO_NEWS


def _counts(tagged: Tagged, rows: list[int]) -> Floats:
    """Count cues that the news is to come, of what may be, and of what is not settled: (3, n)."""
    found = np.zeros((3, len(tagged.units)))
    for number, _, _, grade in tagged.phrases.exposure:
        found[_KINDS[grade.reason], number] += 1.0
    for number, _, _, _ in tagged.phrases.unsettled:
        found[2, number] += 1.0
    return found[:, rows]
