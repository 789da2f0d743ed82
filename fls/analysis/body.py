"""The units of a release as numbers: how long, how central, how likely outside the legal text."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np

from fls.analysis.tagged import LEGAL, Tagged
from fls.arrays import Flags, Floats
from fls.document import BOILERPLATE

__all__ = ["ASIDE", "HEADLINE", "Body", "asides", "read_body"]

#: What a word of a headline counts; what one of an aside counts against the same word elsewhere.
HEADLINE, ASIDE = 2.0, 0.2
#: Sentences and items that open a release; fewest over which the weight falls by a factor of e.
_LEAD, _SHORTEST = 3, 8.0
_ABOUT = re.compile(r"\s*about\b", re.IGNORECASE)


class Body(NamedTuple):
    """What the scores need to know of the units that carry a label.

    There is one row for each way in which the units may be labelled: *k* rows of probabilities,
    the first one those of the release.

    Parameters
    ----------
    rows : list of int
        Numbers of the units.
    p : (4, k, n) float64
        Probabilities of each label.
    words : (n,) float64
    headline, aside : (n,) bool
        Aside as :func:`asides` tells.
    own : (k, n) float64
        Probability of standing outside the legal text.
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
    """Take the numbers of a release.

    Parameters
    ----------
    tagged : Tagged
    drawn : (4, k - 1, n) bool, optional
        Labels that the units might have, see :func:`fls.analysis.intervals.drawn`.

    Returns
    -------
    Body
    """
    rows = np.flatnonzero(tagged.labelled)
    p = tagged.p[rows].T[:, None]
    if drawn is not None:
        p = np.concatenate((p, drawn), axis=1)
    head = tagged.headline[rows]
    legal = p[BOILERPLATE]
    running = ~head & (legal < LEGAL)
    place = np.cumsum(running, axis=1)
    last = np.maximum(place[:, -1:] - 1.0, _SHORTEST)
    weight = np.where(head, HEADLINE, np.exp(np.minimum(1.0 - place, 0.0) / last))
    aside = asides(tagged)[rows]
    central = np.where(aside, ASIDE, 1.0) * weight
    lead = (running & (place <= _LEAD)).astype(np.float64)
    words = tagged.words[rows].astype(np.float64)
    return Body(rows.tolist(), p, words, head, aside, 1.0 - legal, central, lead)


def asides(tagged: Tagged) -> Flags:
    """Tell which units stand under a heading "About ...", or tell of the logistics of a call."""
    found = np.zeros(len(tagged.units), dtype=bool)
    begin, about = 0, False
    for number, unit in enumerate(tagged.units):
        if unit.kind == "heading":
            found[begin:number] = about
            begin, about = number, _ABOUT.match(tagged.text, unit.start, unit.end) is not None
    found[begin:] = about
    found[[place[0] for place in tagged.phrases.logistics]] = True
    return found
