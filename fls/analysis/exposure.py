"""Exposure: how much of the substance of a release depends on what has not happened yet."""

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
#: Least divisor of a share, in words.
_FEWEST_WORDS = 30.0
#: Amounts at which a component is one half: forward-looking units, cues in headlines, cues of
#: what may be per 100 words.
_HALF_UNITS, _HALF_CUES, _HALF_POTENTIAL = 4.0, 1.5, 0.6
#: Terms for unsettled matters per 100 words at which a component is one half.
_HALF_UNSETTLED = 8.0
#: Row of a cue in the counts, by its reason.
_CUE_ROWS = {"news": 0, "potential": 1}
#: Value of a headline by its first word of news; value without such a word.
_NEWS_VALUES, _NO_NEWS = {"ahead": 1.0, "done": 0.0}, 0.5


def exposure_parts(tagged: Tagged, body: Body) -> Floats:
    """Compute the components of exposure; formulas in ``docs/metrics.md``.

    Parameters
    ----------
    tagged : Tagged
    body : Body

    Returns
    -------
    (n_components, k) float64
        In the order of :data:`EXPOSURE_COMPONENTS`, in [0, 1], one column for each row of
        probabilities; NaN if there are no words outside the legal text.
    """
    cues, potential, unsettled = _count_cues(tagged, body.rows)
    words, own, headline = body.words, body.own, body.headline
    forward = body.p[FORWARD_LOOKING]
    unsettled = unsettled / np.maximum(words, 1.0)
    # Sums over units, computed together where the weights are the same.
    ones = np.ones(len(words))
    own_sums = own @ np.array((ones, potential, words, words * unsettled)).T
    central = (body.central * own) @ np.array((words, words * unsettled)).T
    forward_sums = forward @ np.array((ones, words)).T
    cued_words = words * (np.minimum(cues, 2.0) / 2.0)
    size = np.maximum(own_sums[:, 2], _FEWEST_WORDS)
    ahead = (body.central * forward) @ words
    amounts = np.array((own_sums[:, 3], central[:, 1]))
    density = 100.0 * amounts / np.maximum((own_sums[:, 2], central[:, 0]), _FEWEST_WORDS)
    n_cues = np.full(len(own), cues[headline].sum())
    n_potential = 100.0 * own_sums[:, 1] / size
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.array([
            forward_sums[:, 1] / size,
            forward_sums[:, 0] / own_sums[:, 0],
            ahead / np.maximum(central[:, 0], _FEWEST_WORDS / 2),
            (body.lead * forward).sum(axis=1) / np.maximum(body.lead.sum(axis=1), 1.0),
            forward[:, headline].max(axis=1, initial=0.0),
            n_cues / (n_cues + _HALF_CUES),
            np.full(len(own), _rate_headline(tagged)),
            (own - forward) @ cued_words / size,
            n_potential / (n_potential + _HALF_POTENTIAL),
            forward_sums[:, 0] / (forward_sums[:, 0] + _HALF_UNITS),
            *(x / (x + _HALF_UNSETTLED) for x in density),
            np.full(len(own), tagged.diction[WORDED.index("exposure")]),
        ])  # fmt: skip
    parts[:, ~(own_sums[:, 2] > 0)] = np.nan
    return np.asarray(np.clip(parts, 0.0, 1.0))


def _rate_headline(tagged: Tagged) -> float:
    """Rate the first headline by its first word of news: 1 to come, 0 done, 0.5 neither."""
    headlines = tagged.headline.nonzero()[0].tolist()
    words = split(tagged.slice(headlines[0])) if headlines else []
    for first, last, grade in phrases("headline_news").find(words)[0]:
        # "to" before a figure does not begin a verb.
        if words[first] != "to" or not "".join(words[last : last + 1]).isdigit():
            return _NEWS_VALUES[grade.reason]
    return _NO_NEWS


def _count_cues(tagged: Tagged, rows: list[int]) -> Floats:
    """Count three kinds of cues in each unit: news to come, what may be, unsettled matters.

    Returns
    -------
    (3, n) float64
    """
    cue_counts = np.zeros((3, len(tagged.units)))
    for number, _, _, grade in tagged.phrases.exposure:
        cue_counts[_CUE_ROWS[grade.reason], number] += 1.0
    for number, _, _, _ in tagged.phrases.unsettled:
        cue_counts[2, number] += 1.0
    return cue_counts[:, rows]
