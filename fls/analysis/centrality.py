"""How central each unit is to its release."""

from __future__ import annotations

import re

import numpy as np

from fls.arrays import Flags, Floats
from fls.document import LABELS

from .tagged import LEGAL, Tagged

__all__ = ["ASIDE", "HEADLINE", "asides", "centrality", "opening"]

_BOILERPLATE = LABELS.index("boilerplate")
#: What a word of a headline counts; what one of an aside counts against the same word elsewhere.
HEADLINE, ASIDE = 2.0, 0.2
#: Sentences and items that open a release; fewest over which the weight falls by a factor of e.
_LEAD, _SHORTEST = 3, 8.0
_ABOUT = re.compile(r"\s*about\b", re.IGNORECASE)
_LOGISTICS = frozenset(("webcast", "replay", "teleconference", "dial", "booth", "livestream"))


def centrality(tagged: Tagged) -> Floats:
    """Weigh units by how central they are.

    Parameters
    ----------
    tagged : Tagged

    Returns
    -------
    (n_units,) float64
        2 for a headline, else ``exp(-i / max(n, 8))`` for sentence or item ``i`` of 0 to ``n``
        outside the legal text; times .2 for :func:`asides`. Means nothing for units without label.
    """
    running = _running(tagged)
    place = np.maximum(np.cumsum(running) - 1.0, 0.0)
    last = float(place[-1]) if len(place) else 0.0
    weight = np.where(_headlines(tagged), HEADLINE, np.exp(-place / max(last, _SHORTEST)))
    return np.where(asides(tagged), ASIDE, 1.0) * weight


def opening(tagged: Tagged) -> Flags:
    """Tell which units are the first three sentences and items outside the legal text."""
    running = _running(tagged)
    first: Flags = running & (np.cumsum(running) <= _LEAD)
    return first


def asides(tagged: Tagged) -> Flags:
    """Tell which units stand under a heading "About ...", or tell of the logistics of a call."""
    found = []
    about = False
    for unit, words in zip(tagged.units, tagged.body_words, strict=True):
        if unit.kind == "heading":
            about = _ABOUT.match(tagged.text, unit.start, unit.end) is not None
        found.append(about or not _LOGISTICS.isdisjoint(words))
    return np.array(found, dtype=bool)


def _headlines(tagged: Tagged) -> Flags:
    return np.array([unit.kind == "headline" for unit in tagged.units], dtype=bool)


def _running(tagged: Tagged) -> Flags:
    """Sentences and items that are not surely legal; NaN compares as false."""
    running: Flags = ~_headlines(tagged) & (tagged.p[:, _BOILERPLATE] < LEGAL)
    return running
