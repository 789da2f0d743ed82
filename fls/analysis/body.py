"""The units of a release as numbers: length, centrality, probability of not being legal text."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np

from fls.analysis.tagged import LEGAL, Tagged
from fls.arrays import Flags, Floats
from fls.document import BOILERPLATE

__all__ = ["ASIDE", "HEADLINE", "Body", "asides", "read_body"]

#: Weight of a word in a headline; factor on the weight of a word in an aside.
HEADLINE, ASIDE = 2.0, 0.2
#: Number of sentences and items that count as the lead; fewest units over which the weight falls
#: by a factor of e.
_LEAD_UNITS, _LEAST_LENGTH = 3, 8.0
_ABOUT_HEADING = re.compile(r"\s*about\b", re.IGNORECASE)


class Body(NamedTuple):
    """What the scores need to know about the labelled units.

    There is one row for each way in which the units may be labelled: *k* rows, the first of them
    for the labels of the release itself.

    Parameters
    ----------
    rows : list of int
        Numbers of the units.
    p : (4, k, n) float64
        Probability of each label.
    words : (n,) float64
        Number of words.
    headline, aside : (n,) bool
        Whether the unit is a headline; whether it is one of :func:`asides`.
    own : (k, n) float64
        Probability that the unit is not legal text.
    central : (k, n) float64
        2 for a headline, else ``exp(-i / max(n, 8))`` for sentence or item ``i`` of 0 to ``n``
        outside the legal text; times .2 for :func:`asides`.
    lead : (k, n) float64
        1 for the first three sentences and items outside the legal text, else 0.
    """

    rows: list[int]
    p: Floats
    words: Floats
    headline: Flags
    aside: Flags
    own: Floats
    central: Floats
    lead: Floats


def read_body(tagged: Tagged, drawn: Flags | None = None) -> Body:
    """Compute the numbers of a release.

    Parameters
    ----------
    tagged : Tagged
    drawn : (4, k - 1, n) bool, optional
        Labels that the units might have; see :func:`fls.analysis.intervals.drawn`.

    Returns
    -------
    Body
    """
    rows = np.flatnonzero(tagged.labelled)
    p = tagged.p[rows].T[:, None]
    if drawn is not None:
        p = np.concatenate((p, drawn), axis=1)
    headline = tagged.headline[rows]
    legal = p[BOILERPLATE]
    running = ~headline & (legal < LEGAL)
    order = np.cumsum(running, axis=1)
    length = np.maximum(order[:, -1:] - 1.0, _LEAST_LENGTH)
    weight = np.where(headline, HEADLINE, np.exp(np.minimum(1.0 - order, 0.0) / length))
    aside = asides(tagged)[rows]
    central = np.where(aside, ASIDE, 1.0) * weight
    lead = (running & (order <= _LEAD_UNITS)).astype(np.float64)
    words = tagged.words[rows].astype(np.float64)
    return Body(rows.tolist(), p, words, headline, aside, 1.0 - legal, central, lead)


def asides(tagged: Tagged) -> Flags:
    """Return which units are under a heading "About ..." or hold logistics of a call.

    Returns
    -------
    (n_units,) bool
    """
    mask = np.zeros(len(tagged.units), dtype=bool)
    begin, about = 0, False
    for number, unit in enumerate(tagged.units):
        if unit.kind == "heading":
            mask[begin:number] = about
            begin, about = (
                number,
                _ABOUT_HEADING.match(tagged.text, unit.start, unit.end) is not None,
            )
    mask[begin:] = about
    mask[[place[0] for place in tagged.phrases.logistics]] = True
    return mask
