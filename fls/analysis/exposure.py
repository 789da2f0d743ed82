"""Exposure: how much of the substance of a release rests on what has not happened yet."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np

from fls.arrays import Floats
from fls.document import LABELS

from .centrality import centrality, opening
from .phrases import phrases
from .scores import score
from .tagged import Tagged

__all__ = [
    "EXPOSURE_COMPONENTS",
    "FORWARD_SHARES",
    "Marks",
    "exposure",
    "exposure_components",
    "forward_shares",
    "simple_marks",
]

_FORWARD, _BOILERPLATE = LABELS.index("forward_looking"), LABELS.index("boilerplate")
#: Names of the components, in order.
EXPOSURE_COMPONENTS = (
    *("forward", "forward_units", "central", "lead", "headline", "headline_cues"),
    *("cued", "potential", "amount", "unsettled", "unsettled_central"),
)
#: Names of the shares beside the score, in order.
FORWARD_SHARES = ("specific", "quantified", "hedged", "near_term", "long_term")
#: Fewest words that a share is over.
_FEWEST = 30.0
#: Forward-looking units, cues of a headline and cues per 100 words that make one half.
_AMOUNT, _CUES, _POTENTIAL = 4.0, 1.5, 0.6
#: Words of unsettled matters per 100 that make one half.
_UNSETTLED = 8.0
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


class Marks(NamedTuple):
    """What is known of each unit as a promise.

    :func:`simple_marks` gives them by cues; a finer reading is put in its place as an argument of
    :func:`forward_shares`.

    Parameters
    ----------
    hedged, near_term, long_term : (n_units,) float64
        In [0, 1].
    """

    hedged: Floats
    near_term: Floats
    long_term: Floats


def simple_marks(tagged: Tagged) -> Marks:
    """Mark units by cue words and years.

    A unit is hedged, near or far if a phrase of ``fls/lexicons/exposure.tsv`` with that reason
    stands in it. A year is near if it is the first year of the text or the next one, far if it
    comes later.

    Parameters
    ----------
    tagged : Tagged

    Returns
    -------
    Marks
    """
    found = np.zeros((3, len(tagged.units)))
    reasons = ("hedge", "near_term", "long_term")
    first = next((int(x) for words in tagged.body_words for x in words if _YEAR.fullmatch(x)), None)
    for number, words in enumerate(tagged.body_words):
        if not tagged.p[number, _FORWARD] > 0:
            continue
        reasons_here = {grade.reason for _, _, grade in tagged.future_cues[number]}
        years = [int(x) for x in words if len(x) == 4 and _YEAR.fullmatch(x)]
        if first is not None:
            reasons_here |= {"near_term" for year in years if first <= year <= first + 1}
            reasons_here |= {"long_term" for year in years if year > first + 1}
        found[:, number] = [reason in reasons_here for reason in reasons]
    return Marks(*found)


def forward_shares(tagged: Tagged, marks: Marks | None = None) -> dict[str, float]:
    """Tell what kind of statement the forward-looking words are in.

    Parameters
    ----------
    tagged : Tagged
    marks : Marks, optional
        Instead of :func:`simple_marks`.

    Returns
    -------
    dict of str to float
        By name, as in :data:`FORWARD_SHARES`: expected shares of forward-looking words, in
        [0, 1]; NaN where there are none. ``specific`` is over units that the model was asked
        about, those labelled forward-looking, and NaN where it does not tell.
    """
    marks = simple_marks(tagged) if marks is None else marks
    rows = tagged.labelled
    forward = tagged.words[rows] * tagged.p[rows, _FORWARD]
    total = float(forward.sum())
    if not total > 0:
        return dict.fromkeys(FORWARD_SHARES, float("nan"))
    quantified = np.array(
        [any(x.isdigit() and not _YEAR.fullmatch(x) for x in words) for words in tagged.body_words],
        dtype=np.float64,
    )
    asked = ~np.isnan(tagged.p_specific[rows])
    told = float(forward[asked].sum())
    specific = float(forward[asked] @ tagged.p_specific[rows][asked]) / told if told else np.nan
    shares = [specific, *(float(forward @ kind[rows]) / total for kind in (quantified, *marks))]
    return {
        name: min(max(share, 0.0), 1.0) if share == share else share
        for name, share in zip(FORWARD_SHARES, shares, strict=True)
    }


def exposure(tagged: Tagged) -> tuple[float, dict[str, float]]:
    """Rate how much of a release rests on what has not happened yet.

    Parameters
    ----------
    tagged : Tagged

    Returns
    -------
    score : float
        From 0, all done and past, to 100, all about the future; NaN without text outside the
        legal one.
    components : dict of str to float
        See :func:`exposure_components`.
    """
    components = exposure_components(tagged)
    return score("exposure", components), components


def exposure_components(tagged: Tagged) -> dict[str, float]:
    """Measure what a score of exposure is made of; formulae in ``docs/metrics.md``.

    Parameters
    ----------
    tagged : Tagged

    Returns
    -------
    dict of str to float
        By name, as in :data:`EXPOSURE_COMPONENTS`, in [0, 1]; NaN where nothing stands outside
        the legal text.
    """
    rows = np.flatnonzero(tagged.labelled).tolist()
    w, p = tagged.words[rows].astype(np.float64), tagged.p[rows]
    own, forward = 1.0 - p[:, _BOILERPLATE], p[:, _FORWARD]
    if not (w @ own) > 0:
        return dict.fromkeys(EXPOSURE_COMPONENTS, float("nan"))
    head = np.array([tagged.units[row].kind == "headline" for row in rows], dtype=bool)
    lead = opening(tagged)[rows]
    cues, potential = _cues(tagged, rows)
    central = w * centrality(tagged)[rows]
    body = max(float(w @ own), _FEWEST)
    n_cues, n_forward = float(cues[head].sum()), float(forward.sum())
    n_potential = 100.0 * float(own @ potential) / body
    values = [
        float(w @ forward) / body,
        n_forward / float(own.sum()),
        float(central @ forward) / max(float(central @ own), _FEWEST / 2),
        float(forward[lead].mean()) if lead.any() else 0.0,
        float(forward[head].max(initial=0.0)),
        n_cues / (n_cues + _CUES),
        float((w * (own - forward)) @ (np.minimum(cues, 2.0) / 2.0)) / body,
        n_potential / (n_potential + _POTENTIAL),
        n_forward / (n_forward + _AMOUNT),
        *_unsettled(tagged, rows, w * own, central * own),
    ]
    return dict(zip(EXPOSURE_COMPONENTS, (min(max(x, 0.0), 1.0) for x in values), strict=True))


def _unsettled(tagged: Tagged, rows: list[int], *weighings: Floats) -> list[float]:
    """Density of words of unsettled matters, by each weighing of the words of units."""
    find = phrases("unsettled").find
    found = np.array([len(find(tagged.body_words[row])) for row in rows], dtype=np.float64)
    found /= np.maximum(tagged.words[rows], 1)
    dense = [100.0 * float(w @ found) / max(float(w.sum()), _FEWEST) for w in weighings]
    return [x / (x + _UNSETTLED) for x in dense]


def _cues(tagged: Tagged, rows: list[int]) -> tuple[Floats, Floats]:
    """Count cues that the news is to come, and those of what may be, in each unit."""
    found = np.zeros((2, len(rows)))
    for at, row in enumerate(rows):
        for _, _, grade in tagged.future_cues[row]:
            if grade.reason == "news":
                found[0, at] += 1.0
            elif grade.reason == "potential":
                found[1, at] += 1.0
    return found[0], found[1]
