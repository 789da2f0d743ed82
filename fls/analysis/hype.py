"""Hype: how far the wording of a release praises and excites beyond its facts."""

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

#: For each component from the graded list: the reasons whose words it counts, and the weight of
#: these words per 100 words of the body at which it is one half. That is the median of the rated
#: releases that have such words.
_REASONS = {
    "superlative": (("leadership", "superlative"), 4.0),
    "emotion": (("emotion", "thanks"), 2.4),
    "novelty": (("novelty",), 2.0),
    "claims": (("certainty", "potential", "result", "size"), 4.2),
    "quality": (("quality",), 1.4),
    "slogan": (("appeal", "benefit", "mission"), 3.6),
}
_GROUP_OF_REASON = {reason: i for i, (names, _) in enumerate(_REASONS.values()) for reason in names}
_HALF_STRENGTH, _HALF_STRONG, _HALF_HEADLINE, _HALF_EXCLAMATION = 13.0, 1.0, 10.0, 0.4
_HALVES = np.array(
    [*(half for _, half in _REASONS.values()), _HALF_STRENGTH, _HALF_STRONG, _HALF_EXCLAMATION]
)
#: Sum of grades, sum of grades of claims alone, and number of promotional units at which a
#: component is one half.
_HALF_AMOUNT, _HALF_CLAIMS, _HALF_UNITS = 50.0, 8.0, 6.0
#: Names of the components, in order.
HYPE_COMPONENTS = (
    *("promotional", "promotional_units", "strength", "intensity", "strong"),
    *_REASONS,
    *("headline", "headline_excess", "lead", "unsupported", "quotation", "exclamation"),
    *("amount", "claims_amount", "promotional_amount", "diction"),
)
#: Least divisor of a density, so that one word does not decide about a very short release.
_FEWEST_WORDS = 40.0
_DIGIT = re.compile(r"[0-9]")


class Hit(NamedTuple):
    """A word or phrase of praise or excitement.

    Parameters
    ----------
    reason : str
        Why it is in the list: ``leadership``, ``superlative``, ``emotion`` ...
    text : str
        As written in the source.
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
    """Return the words and phrases of praise and excitement in a release, in reading order.

    Parameters
    ----------
    tagged : Tagged

    Returns
    -------
    list of Hit
        Without those in units that are boilerplate with a probability of .95 or more, or that have
        no label.
    """
    hits = []
    spans: dict[int, list[tuple[int, int]]] = {}
    for number, first, last, (grade, reason) in tagged.phrases.hype:
        if number not in spans:
            spans[number] = places(tagged.slice(number))
        unit_start = tagged.units[number].start
        start, end = unit_start + spans[number][first][0], unit_start + spans[number][last - 1][1]
        hits.append(Hit(reason, tagged.text[start:end], start, end, grade, number))
    return hits


def hype_parts(tagged: Tagged, body: Body) -> Floats:
    """Compute the components of hype; formulas in ``docs/metrics.md``.

    Parameters
    ----------
    tagged : Tagged
    body : Body

    Returns
    -------
    (n_components, k) float64
        In the order of :data:`HYPE_COMPONENTS`, in [0, 1], one column for each row of
        probabilities; NaN if there are no words outside the legal text.

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
    grades, strong = _sum_grades(tagged, body.rows)
    graded = grades.sum(axis=1)
    words, ones = body.words, np.ones(len(body.rows))
    promotional = body.p[PROMOTIONAL]
    # Sums over units, computed together where the weights are the same.
    exclamations = _count_exclamations(tagged, body.rows)
    unsupported, quoted = _find_unsupported(tagged, body.rows), _find_quoted(tagged, body.rows)
    counts = np.array((words, ones, *grades.T, graded, strong, exclamations))
    own_sums = (body.central * body.own) @ counts.T
    promotional_counts = np.array((words, ones, graded, words * unsupported, words * quoted))
    promotional_sums = (body.central * promotional) @ promotional_counts.T
    amount = body.own @ np.array((graded, grades[:, _GROUP_OF_REASON["size"]])).T
    size = np.maximum(own_sums[:, 0], _FEWEST_WORDS)
    density = 100.0 * own_sums[:, 2:] / size[:, None]
    density = (density / (density + _HALVES)).T
    strength = density[len(_REASONS)]
    headline = _rate_headlines(
        words[body.headline], promotional[:, body.headline], graded[body.headline]
    )
    lead = body.lead * words
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.array([
            promotional_sums[:, 0] / size,
            promotional_sums[:, 1] / own_sums[:, 1],
            strength,
            _saturate(100.0 * promotional_sums[:, 2] / size, _HALF_STRENGTH / 2),
            density[-2],
            *density[: len(_REASONS)],
            headline,
            np.maximum(headline - strength, 0.0),
            (lead * promotional).sum(axis=1) / np.maximum(lead.sum(axis=1), 1.0),
            promotional_sums[:, 3] / size,
            promotional_sums[:, 4] / size,
            density[-1],
            _saturate(amount[:, 0], _HALF_AMOUNT),
            _saturate(amount[:, 1], _HALF_CLAIMS),
            _saturate(promotional.sum(axis=1), _HALF_UNITS),
            np.full(len(headline), tagged.diction[WORDED.index("hype")]),
        ])  # fmt: skip
    parts[:, ~(own_sums[:, 0] > 0)] = np.nan
    return np.asarray(np.minimum(parts, 1.0))


def _sum_grades(tagged: Tagged, rows: list[int]) -> tuple[Floats, Floats]:
    """Sum the grades in each unit by group of reasons, (n, n_groups), and count grade 3, (n,)."""
    grades, strong = np.zeros((len(tagged.units), len(_REASONS))), np.zeros(len(tagged.units))
    for number, _, _, (grade, reason) in tagged.phrases.hype:
        grades[number, _GROUP_OF_REASON[reason]] += grade
        strong[number] += grade == 3
    return grades[rows], strong[rows]


def _count_exclamations(tagged: Tagged, rows: list[int]) -> Floats:
    if "!" not in tagged.text:
        return np.zeros(len(rows))
    spans = [tagged.units[row][1:3] for row in rows]
    return np.array([tagged.text.count("!", *span) for span in spans], dtype=np.float64)


def _saturate(amount: Floats, half: float) -> Floats:
    """Map an amount from 0 into [0, 1): `half` becomes one half."""
    return amount / (amount + half)


def _rate_headlines(words: Floats, promotional: Floats, graded: Floats) -> Floats:
    """Return the mean of how promotional the headlines are and how strong their words are."""
    n_words = float(words.sum())
    if not n_words:
        return np.zeros(len(promotional))
    density = 100.0 * float(graded.sum()) / max(n_words, 8.0)
    return 0.5 * (promotional @ words) / n_words + 0.5 * density / (density + _HALF_HEADLINE)


def _find_unsupported(tagged: Tagged, rows: list[int]) -> Flags:
    """Return which units have no figure or source, in themselves or in a neighbour."""
    sourced = {place[0] for place in tagged.phrases.sources}
    find_digit, text = _DIGIT.search, tagged.text
    support = np.array(
        [row in sourced or find_digit(text, *tagged.units[row][1:3]) is not None for row in rows],
        dtype=bool,
    )
    near_support = support.copy()
    near_support[1:] |= support[:-1]
    near_support[:-1] |= support[1:]
    return ~near_support


def _find_quoted(tagged: Tagged, rows: list[int]) -> Flags:
    """Return which units are quoted speech, wholly or in part."""
    quoted = []
    inside, block = False, -1
    text = tagged.text
    if not any(sign in text for sign in '"\u201c\u201d'):
        return np.zeros(len(rows), dtype=bool)
    for row in rows:
        unit = tagged.units[row]
        if unit.block != block:  # a missing mark affects one paragraph only
            inside, block = False, unit.block
        opened = text.count("\u201c", unit.start, unit.end)
        closed = text.count("\u201d", unit.start, unit.end)
        plain = text.count('"', unit.start, unit.end)
        quoted.append(inside or opened + closed + plain > 0)
        if opened + closed:
            inside = (inside + opened - closed) > 0
        inside ^= plain % 2 == 1
    return np.array(quoted, dtype=bool)
