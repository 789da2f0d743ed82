"""Hype: how much the wording of a release praises and excites beyond its facts."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np

from fls.arrays import Flags, Floats
from fls.document import LABELS

from .centrality import centrality, opening
from .phrases import phrases, places
from .scores import score
from .tagged import Tagged

__all__ = ["HYPE_COMPONENTS", "Hit", "hype", "hype_components", "hype_hits"]

_PROMOTIONAL, _BOILERPLATE = LABELS.index("promotional"), LABELS.index("boilerplate")
#: Components made of the words of some reasons of the graded list, and the weight of these words
#: per 100 of the body at which the component is one half: the median of rated releases that have
#: some.
_REASONS = {
    "superlative": (("leadership", "superlative"), 4.0),
    "emotion": (("emotion", "thanks"), 2.4),
    "novelty": (("novelty",), 2.0),
    "claims": (("certainty", "potential", "result", "size"), 4.2),
    "quality": (("quality",), 1.4),
    "slogan": (("appeal", "benefit", "mission"), 3.6),
}
_GROUP = {reason: i for i, (names, _) in enumerate(_REASONS.values()) for reason in names}
_STRENGTH, _STRONG, _HEADLINE, _EXCLAMATION = 13.0, 1.0, 10.0, 0.4
#: Sums of grades, of claims alone, and number of promotional units that make one half.
_AMOUNT, _CLAIMS, _UNITS = 50.0, 8.0, 6.0
#: Names of the components, in order.
HYPE_COMPONENTS = (
    *("promotional", "promotional_units", "strength", "intensity", "strong"),
    *_REASONS,
    *("headline", "headline_excess", "lead", "unsupported", "quotation", "exclamation"),
    *("amount", "claims_amount", "promotional_amount"),
)
#: Fewest words that a density is over, lest one word make a release of a line.
_FEWEST = 40.0
#: Words that name a source.
_SOURCES = frozenset(
    "according analyst audited data journal published ranked ranking report study survey".split()
)


_DIGIT = re.compile(r"[0-9]")


class Hit(NamedTuple):
    """A word or phrase of praise or excitement.

    Parameters
    ----------
    reason : str
        Why it is in the list: ``leadership``, ``superlative``, ``emotion`` ...
    text : str
        As it stands in the source.
    start, end : int
        Its span in the text of the release.
    grade : int
        1 polite, 2 disputable, 3 strong.
    unit : int
        Number of the unit.
    """

    reason: str
    text: str
    start: int
    end: int
    grade: int
    unit: int


def hype_hits(tagged: Tagged) -> list[Hit]:
    """List the words that make a release hype, in reading order.

    Parameters
    ----------
    tagged : Tagged

    Returns
    -------
    list of Hit
        Units that are boilerplate with a probability of .95 or more are left out, and those
        without label.
    """
    found = []
    for number, words in enumerate(tagged.body_words):
        hits = phrases("hype").find(words)
        if not hits:
            continue
        unit = tagged.units[number]
        spans = places(tagged.text[unit.start : unit.end])
        for first, last, (grade, reason) in hits:
            start, end = unit.start + spans[first][0], unit.start + spans[last - 1][1]
            found.append(Hit(reason, tagged.text[start:end], start, end, grade, number))
    return found


def hype(tagged: Tagged) -> tuple[float, dict[str, float]]:
    """Rate the hype of a release.

    Parameters
    ----------
    tagged : Tagged

    Returns
    -------
    score : float
        From 0, a dry notice, to 100, hardly anything but hype; NaN without text outside the
        legal one.
    components : dict of str to float
        See :func:`hype_components`.

    Examples
    --------
    >>> from fls.document import Unit
    >>> text = "A truly amazing day for a world-class team!"
    >>> tagged = Tagged(text, [Unit("sentence", 0, len(text), "prose", 0)],
    ...                 np.array([[0.0, 1.0, 0.0, 0.0]]), np.array([0.0]))
    >>> value, parts = hype(tagged)
    >>> value > 50, parts["promotional"], parts["novelty"]
    (True, 0.2, 0.0)
    """
    components = hype_components(tagged)
    return score("hype", components), components


class _Words(NamedTuple):
    """What is counted in the words of each labelled unit."""

    #: Sum of grades by reason: (n, n_groups).
    grades: Floats
    #: Words of grade 3.
    strong: Floats
    #: Whether a figure or a source stands in it.
    support: Flags
    exclamations: Floats


def _count(tagged: Tagged, rows: list[int]) -> _Words:
    find = phrases("hype").find
    grades, strong, support, exclamations = [], [], [], []
    for number in rows:
        words = tagged.body_words[number]
        unit = tagged.units[number]
        n_strong, here = 0, [0.0] * len(_REASONS)
        for _, _, (grade, reason) in find(words):
            here[_GROUP[reason]] += grade
            n_strong += grade == 3
        grades.append(here)
        strong.append(n_strong)
        figure = _DIGIT.search(tagged.text, unit.start, unit.end) is not None
        support.append(figure or not _SOURCES.isdisjoint(words))
        exclamations.append(tagged.text.count("!", unit.start, unit.end))
    return _Words(
        np.array(grades),
        np.array(strong, float),
        np.array(support, bool),
        np.array(exclamations, float),
    )


def hype_components(tagged: Tagged) -> dict[str, float]:
    """Measure what a score of hype is made of; formulae in ``docs/metrics.md``.

    Parameters
    ----------
    tagged : Tagged

    Returns
    -------
    dict of str to float
        By name, as in :data:`HYPE_COMPONENTS`, in [0, 1]; NaN where nothing stands outside the
        legal text.
    """
    rows = np.flatnonzero(tagged.labelled).tolist()
    w, p = tagged.words[rows].astype(np.float64), tagged.p[rows]
    central = centrality(tagged)[rows]
    body_part = 1.0 - p[:, _BOILERPLATE]
    own, promotional = central * body_part, central * p[:, _PROMOTIONAL]
    if not (w @ own) > 0:
        return dict.fromkeys(HYPE_COMPONENTS, float("nan"))
    body = max(float(w @ own), _FEWEST)
    counted = _count(tagged, rows)
    praise = w * promotional
    graded = counted.grades.sum(axis=1)
    head = np.array([tagged.units[row].kind == "headline" for row in rows], dtype=bool)
    lead = opening(tagged)[rows]
    reasons = (100.0 * own @ counted.grades / body).tolist()
    strength = _half(100.0 * float(own @ graded) / body, _STRENGTH)
    headline = _headline(w[head], p[head, _PROMOTIONAL], graded[head])
    values = [
        float(praise.sum()) / body,
        float(promotional.sum() / own.sum()),
        strength,
        _half(100.0 * float(promotional @ graded) / body, _STRENGTH / 2),
        _half(100.0 * float(own @ counted.strong) / body, _STRONG),
        *(_half(x, half) for x, (_, half) in zip(reasons, _REASONS.values(), strict=True)),
        headline,
        max(headline - strength, 0.0),
        float(w[lead] @ p[lead, _PROMOTIONAL]) / max(float(w[lead].sum()), 1.0),
        float(praise[_alone(counted.support)].sum()) / body,
        float(praise[_quoted(tagged, rows)].sum()) / body,
        _half(100.0 * float(own @ counted.exclamations) / body, _EXCLAMATION),
        _half(float(body_part @ graded), _AMOUNT),
        _half(float(body_part @ counted.grades[:, _GROUP["size"]]), _CLAIMS),
        _half(float(p[:, _PROMOTIONAL].sum()), _UNITS),
    ]
    return dict(zip(HYPE_COMPONENTS, (min(x, 1.0) for x in values), strict=True))


def _half(amount: float, half: float) -> float:
    """Bring an amount into [0, 1): one half where it is `half`."""
    return amount / (amount + half)


def _headline(w: Floats, promotional: Floats, graded: Floats) -> float:
    """Mean of how promotional the headlines are, and how strong their words."""
    n_words = float(w.sum())
    if not n_words:
        return 0.0
    words = 100.0 * float(graded.sum()) / max(n_words, 8.0)
    return 0.5 * float(w @ promotional) / n_words + 0.5 * _half(words, _HEADLINE)


def _alone(support: Flags) -> Flags:
    """Tell where no figure or source stands in a unit or beside it."""
    near = support.copy()
    near[1:] |= support[:-1]
    near[:-1] |= support[1:]
    return ~near


def _quoted(tagged: Tagged, rows: list[int]) -> Flags:
    """Tell which units are quoted speech, wholly or in part."""
    found = []
    inside, block = False, -1
    for row in rows:
        unit = tagged.units[row]
        if unit.block != block:  # a mark that is missing harms one paragraph only
            inside, block = False, unit.block
        text = tagged.text
        opened = text.count("\u201c", unit.start, unit.end)
        closed = text.count("\u201d", unit.start, unit.end)
        plain = text.count('"', unit.start, unit.end)
        found.append(inside or opened + closed + plain > 0)
        if opened + closed:
            inside = (inside + opened - closed) > 0
        inside ^= plain % 2 == 1
    return np.array(found, dtype=bool)
