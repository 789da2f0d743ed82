"""Hype: how much the wording of a release praises and excites beyond its facts."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np

from fls.analysis.body import Body
from fls.analysis.phrases import places
from fls.analysis.tagged import Tagged
from fls.arrays import Flags, Floats
from fls.document import PROMOTIONAL, WORDED

__all__ = ["HYPE_COMPONENTS", "Hit", "hype_hits", "hype_parts"]

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
_HALVES = np.array([*(half for _, half in _REASONS.values()), _STRENGTH, _STRONG, _EXCLAMATION])
#: Sums of grades, of claims alone, and number of promotional units that make one half.
_AMOUNT, _CLAIMS, _UNITS = 50.0, 8.0, 6.0
#: Names of the components, in order.
HYPE_COMPONENTS = (
    *("promotional", "promotional_units", "strength", "intensity", "strong"),
    *_REASONS,
    *("headline", "headline_excess", "lead", "unsupported", "quotation", "exclamation"),
    *("amount", "claims_amount", "promotional_amount", "diction"),
)
#: Fewest words that a density is over, lest one word make a release of a line.
_FEWEST = 40.0
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
    spans: dict[int, list[tuple[int, int]]] = {}
    for number, first, last, (grade, reason) in tagged.phrases.hype:
        if number not in spans:
            spans[number] = places(tagged.slice(number))
        begin = tagged.units[number].start
        start, end = begin + spans[number][first][0], begin + spans[number][last - 1][1]
        found.append(Hit(reason, tagged.text[start:end], start, end, grade, number))
    return found


def hype_parts(tagged: Tagged, body: Body) -> Floats:
    """Measure what a score of hype is made of; formulae in ``docs/metrics.md``.

    Parameters
    ----------
    tagged : Tagged
    body : Body

    Returns
    -------
    (n_components, k) float64
        In the order of :data:`HYPE_COMPONENTS`, in [0, 1], a column for each row of
        probabilities; NaN where nothing stands outside the legal text.

    Examples
    --------
    >>> from fls.analysis.body import read_body
    >>> from fls.document import Unit
    >>> text = "A truly amazing day for a world-class team!"
    >>> tagged = Tagged(text, [Unit("sentence", 0, len(text), "prose", 0)],
    ...                 np.array([[0.0, 1.0, 0.0, 0.0]]), np.array([0.0]))
    >>> parts = dict(zip(HYPE_COMPONENTS, hype_parts(tagged, read_body(tagged))[:, 0].tolist()))
    >>> parts["promotional"], parts["novelty"]
    (0.2, 0.0)
    """
    grades, strong = _grades(tagged, body.rows)
    graded = grades.sum(axis=1)
    w, ones = body.words, np.ones(len(body.rows))
    promotional = body.p[PROMOTIONAL]
    # Sums over units: all of one weighing at once.
    exclamations = _exclamations(tagged, body.rows)
    alone, quoted = _alone(tagged, body.rows), _quoted(tagged, body.rows)
    told = np.array((w, ones, *grades.T, graded, strong, exclamations))
    of_own = (body.central * body.own) @ told.T
    praised = np.array((w, ones, graded, w * alone, w * quoted))
    of_praise = (body.central * promotional) @ praised.T
    amount = body.own @ np.array((graded, grades[:, _GROUP["size"]])).T
    size = np.maximum(of_own[:, 0], _FEWEST)
    dense = 100.0 * of_own[:, 2:] / size[:, None]
    dense = (dense / (dense + _HALVES)).T
    strength = dense[len(_REASONS)]
    headline = _headline(w[body.headline], promotional[:, body.headline], graded[body.headline])
    lead = body.lead * w
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.array([
            of_praise[:, 0] / size,
            of_praise[:, 1] / of_own[:, 1],
            strength,
            _half(100.0 * of_praise[:, 2] / size, _STRENGTH / 2),
            dense[-2],
            *dense[: len(_REASONS)],
            headline,
            np.maximum(headline - strength, 0.0),
            (lead * promotional).sum(axis=1) / np.maximum(lead.sum(axis=1), 1.0),
            of_praise[:, 3] / size,
            of_praise[:, 4] / size,
            dense[-1],
            _half(amount[:, 0], _AMOUNT),
            _half(amount[:, 1], _CLAIMS),
            _half(promotional.sum(axis=1), _UNITS),
            np.full(len(headline), tagged.diction[WORDED.index("hype")]),
        ])  # fmt: skip
    parts[:, ~(of_own[:, 0] > 0)] = np.nan
    return np.asarray(np.minimum(parts, 1.0))


def _grades(tagged: Tagged, rows: list[int]) -> tuple[Floats, Floats]:
    """Sum of grades by group of reasons, (n, n_groups), and words of grade 3, of each unit."""
    grades, strong = np.zeros((len(tagged.units), len(_REASONS))), np.zeros(len(tagged.units))
    for number, _, _, (grade, reason) in tagged.phrases.hype:
        grades[number, _GROUP[reason]] += grade
        strong[number] += grade == 3
    return grades[rows], strong[rows]


def _exclamations(tagged: Tagged, rows: list[int]) -> Floats:
    if "!" not in tagged.text:
        return np.zeros(len(rows))
    spans = [tagged.units[row][1:3] for row in rows]
    return np.array([tagged.text.count("!", *span) for span in spans], dtype=np.float64)


def _half(amount: Floats, half: float) -> Floats:
    """Bring an amount into [0, 1]: one half where it is `half`."""
    return amount / (amount + half)


def _headline(w: Floats, promotional: Floats, graded: Floats) -> Floats:
    """Mean of how promotional the headlines are, and how strong their words."""
    n_words = float(w.sum())
    if not n_words:
        return np.zeros(len(promotional))
    words = 100.0 * float(graded.sum()) / max(n_words, 8.0)
    return 0.5 * (promotional @ w) / n_words + 0.5 * words / (words + _HEADLINE)


def _alone(tagged: Tagged, rows: list[int]) -> Flags:
    """Tell where no figure or source stands in a unit or beside it."""
    known = {place[0] for place in tagged.phrases.sources}
    find, text = _DIGIT.search, tagged.text
    support = np.array(
        [row in known or find(text, *tagged.units[row][1:3]) is not None for row in rows],
        dtype=bool,
    )
    near = support.copy()
    near[1:] |= support[:-1]
    near[:-1] |= support[1:]
    return ~near


def _quoted(tagged: Tagged, rows: list[int]) -> Flags:
    """Tell which units are quoted speech, wholly or in part."""
    found = []
    inside, block = False, -1
    text = tagged.text
    if not any(sign in text for sign in '"\u201c\u201d'):
        return np.zeros(len(rows), dtype=bool)
    for row in rows:
        unit = tagged.units[row]
        if unit.block != block:  # a mark that is missing harms one paragraph only
            inside, block = False, unit.block
        opened = text.count("\u201c", unit.start, unit.end)
        closed = text.count("\u201d", unit.start, unit.end)
        plain = text.count('"', unit.start, unit.end)
        found.append(inside or opened + closed + plain > 0)
        if opened + closed:
            inside = (inside + opened - closed) > 0
        inside ^= plain % 2 == 1
    return np.array(found, dtype=bool)
