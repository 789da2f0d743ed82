"""Which cautionary factor speaks to which forward-looking statement."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from math import exp, log
from typing import NamedTuple
from zlib import crc32

import numpy as np

from fls.analysis.caution.factors import Factor
from fls.analysis.caution.generic import load_table, plain_words
from fls.analysis.caution.legend import rules
from fls.analysis.tagged import Tagged
from fls.analysis.wording import Passage, fold
from fls.arrays import Floats
from fls.lexicons import load_vectors

__all__ = [
    "COVERED",
    "Covered",
    "Side",
    "Warned",
    "compare",
    "find_covered",
    "read_side",
    "side_by_side",
    "similarity",
]

#: Similarity from which a factor is taken to speak to a statement; chosen on the judged pairs of
#: ``data/coverage_pairs.tsv`` and ``data/coverage_pairs_wire.tsv``.
COVERED = 0.5
#: Weights of cosine, shared topic and shared words, and the constant, of the logit; fitted to the
#: same pairs by ``tools/fit_coverage.py``.
_WEIGHTS = (1.69, 2.93, 0.83)
_CONSTANT = -2.6
#: A word in no more than this share of the legends of the table is as rare as can be.
_RAREST = 0.01
#: Rarities come in steps of a power of two, so that no sum hangs on the order of its words.
_STEPS = 1 << 10
#: So many rare words of a factor make sure that it is about a topic: of "a fault of the pump" one
#: may be there by chance. Further ones add nothing, nor do more than so many words in common.
_SURE, _MOST_WORDS = 2, 2
#: What a word of the topic counts at least among them: "capital" is frequent and no mere filler.
_TOPICAL = 0.75
#: What a word of a statement weighs that often means something else: "market" is of demand, or of
#: the stock market. Two of them are as good as a word that is of the topic for sure.
_PERHAPS = 0.5
#: Words that are no form of another one, with what they count as: "securities" are not several
#: kinds of security, and to be "subject to" is not to be a subject of a trial.
_OWN = {
    word: word
    for word in "housing leading noted offering securities sharing subjects trading".split()
}
_OWN["offerings"] = "offering"


class Covered(NamedTuple):
    """A forward-looking statement and the factor that speaks to it best.

    Parameters
    ----------
    unit : int
        Number of the statement.
    factor : int or None
        Number of the factor in the list that was given; None where there is none.
    similarity : float
        In [0, 1]; 0 without factors.
    """

    unit: int
    factor: int | None
    similarity: float

    @property
    def is_covered(self) -> bool:
        """Whether the similarity reaches :data:`COVERED`."""
        return self.similarity >= COVERED


@cache
def _vectors() -> tuple[dict[str, int], Floats]:
    """Row of each word, and its vector, as long as the word is rare."""
    words, vectors = load_vectors()
    centred = np.asarray(vectors - vectors.mean(axis=0), dtype=np.float64)
    rare = np.array([_rarity(word) for word in words])
    return {word: row for row, word in enumerate(words)}, centred * rare[:, None]


@cache
def _legends() -> tuple[dict[int, int], int]:
    """In how many legends of the table words stand, by their hashes, and how many there are."""
    table = load_table()
    return dict(zip(table.words.tolist(), table.word_legends.tolist(), strict=True)), table.n


def _rarity(word: str) -> float:
    """How much a word tells: 0 if every legend holds it, 1 if at most one of a hundred does."""
    legends, n = _legends()
    share = legends.get(crc32(word.encode("utf-8", "replace")), 0) / n
    return round(log(max(share, _RAREST)) / log(_RAREST) * _STEPS) / _STEPS


@cache
def _topics(side: str) -> tuple[dict[str, int], Floats]:
    """Row of each word, and what it weighs in each topic."""
    stored = json.loads((files(__package__) / "topics.json").read_text(encoding="utf-8"))
    weighed = {side: 1.0} | ({"perhaps": _PERHAPS} if side == "said" else {})
    found: dict[str, Floats] = {}
    for column, name in enumerate(sorted(stored)):
        for kind, weight in weighed.items():
            for word in map(_stem, stored[name].get(kind, "").split()):
                row = found.setdefault(word, np.zeros(len(stored)))
                row[column] = max(row[column], weight)
    return {word: number for number, word in enumerate(found)}, np.array(list(found.values()))


def _stem(word: str) -> str:
    """Cut off what makes a plural, a past or a participle: "prices", "priced", "pricing"."""
    if word in _OWN:
        return _OWN[word]
    if word.endswith(("ies", "ied")):
        return word[:-3] + "y"
    if not word.endswith("ss"):
        word = word.removesuffix("s")
    for ending in ("ing", "ed"):
        stem = word.removesuffix(ending)
        if 3 <= len(stem) < len(word):
            # "Shipping" is of "ship", but "drilling" of "drill".
            is_doubled = stem[-1] == stem[-2] and stem[-1] not in "ls"
            return stem[:-1] if is_doubled else stem.removesuffix("e")
    return word.removesuffix("e")


@lru_cache(maxsize=1 << 14)
def _content(word: str) -> tuple[str, float, int | None] | None:
    """Stem, rarity and row of the vector of a word; None for a word that says nothing."""
    if len(word) <= 2 or not word[0].isalpha() or word in rules().classes["STOP"]:
        return None
    return _stem(word), _rarity(word), _vectors()[0].get(word)


class Side(NamedTuple):
    """A statement or a factor as what is compared.

    Parameters
    ----------
    stems : dict of str to float
        Its content words without the endings of a plural, a past or a participle, and how rare
        each is among legends, in [0, 1].
    topics : (n_topics,) float64
        How surely it is about each topic, in [0, 1].
    vector : (d,) float64
        Mean of their word vectors, rare words more, of length 1; 0 where there is none.
    """

    stems: Mapping[str, float]
    topics: Floats
    vector: Floats


def read_side(words: Sequence[str], side: str) -> Side:
    """Read words as one side: ``"said"`` of a statement, ``"warned"`` of a factor."""
    vectors, (place, weights) = _vectors()[1], _topics(side)
    stems: dict[str, float] = {}
    rows = []
    for stem, rarity, row in filter(None, map(_content, set(words))):
        if rarity >= stems.get(stem, 0.0):
            stems[stem] = rarity
        if row is not None:
            rows.append(row)
    # Reductions are called by their own name where each statement pays for the detour.
    known = stems.keys() & place.keys()
    told = np.zeros(weights.shape[1])
    if known:
        told = np.add.reduce(weights.take([place[stem] for stem in known], 0))
    if side == "warned":
        counts = (max(n, _TOPICAL) if stem in known else n for stem, n in stems.items())
        told /= min(max(sum(counts), 1.0), _SURE)
    vector = np.add.reduce(vectors.take(sorted(rows), 0)) if rows else np.zeros(vectors.shape[1])
    length = float(np.sqrt(vector @ vector))
    return Side(stems, np.minimum(told, 1.0), vector / length if length else vector)


class Warned(NamedTuple):
    """Factors side by side, to compare a statement with all of them at once.

    Parameters
    ----------
    vectors : (n, d) float64
    topics : (n, n_topics) float64
    holding : dict of str to (list of int, list of float)
        Numbers of the factors that hold each content word, and how rare it is there.
    """

    vectors: Floats
    topics: Floats
    holding: dict[str, tuple[list[int], list[float]]]


def side_by_side(factors: Sequence[Side]) -> Warned:
    """Prepare factors, at least one, for :func:`compare`."""
    holding: dict[str, tuple[list[int], list[float]]] = {}
    for number, factor in enumerate(factors):
        for stem, rarity in factor.stems.items():
            numbers, rarities = holding.setdefault(stem, ([], []))
            numbers.append(number)
            rarities.append(rarity)
    return Warned(
        np.array([factor.vector for factor in factors]),
        np.array([factor.topics for factor in factors]),
        holding,
    )


def compare(statement: Side, factors: Warned) -> tuple[Floats, Floats, Floats]:
    """Compare a statement with factors.

    Parameters
    ----------
    statement : Side
    factors : Warned
        Of :func:`side_by_side`.

    Returns
    -------
    cosine, topics, words : (n,) float64
        Of the vectors, in [-1, 1]; how surely both are about one topic, in [0, 1]; how many content
        words are common, rare ones more, of two.
    """
    # One by one: sums within a product of matrices hang on how many rows there are.
    near = (factors.vectors[:, None, :] @ statement.vector[:, None])[:, 0, 0]
    topics = np.maximum.reduce(factors.topics * statement.topics, axis=1)
    words = np.zeros(len(near))
    for stem in statement.stems.keys() & factors.holding.keys():
        numbers, rarities = factors.holding[stem]
        words[numbers] += rarities
    return near, topics, np.minimum(words, _MOST_WORDS) / _MOST_WORDS


def _best(statement: Side, factors: Warned) -> tuple[int, float]:
    """The first of the factors that are nearest, and its similarity."""
    near, topics, words = compare(statement, factors)
    logit = _CONSTANT + _WEIGHTS[0] * near + _WEIGHTS[1] * topics + _WEIGHTS[2] * words
    number = int(logit.argmax())
    return number, 1.0 / (1.0 + exp(-float(logit[number])))


def similarity(statement: str, factor: str) -> float:
    """How much a factor speaks to a statement.

    The logistic function of a weighted sum, ``1.69 c + 2.93 t + 0.83 w - 2.6``. Content words are
    those of more than two characters that begin with a letter and are no stop words; ``r`` is how
    rare each is among legends, in [0, 1].

    - ``c``, the cosine of the sums of their centred word vectors, weighed by ``r``; 0 where either
      text has none.
    - ``t``, how surely both are about one topic (``topics.json``): the surety of the statement
      times that of the factor, for the topic where this is most.
    - ``w``, half the sum of ``r``, as it is in the factor, over the words that both hold but for
      the endings of a plural, a past or a participle; at most 1, which two words as rare as can
      be reach.

    It depends on these two texts alone; formulae of the sureties and of ``r`` stand in
    ``docs/safe-harbor.md``.

    Parameters
    ----------
    statement, factor : str

    Returns
    -------
    float
        In (0, 1).

    Examples
    --------
    >>> trial = "We expect to complete enrollment of the Phase 3 trial in the second quarter."
    >>> similarity(trial, "slow enrollment of patients") > similarity(trial, "the price of tin")
    True
    """
    said = read_side(plain_words(fold(statement).split()), "said")
    warned = read_side(plain_words(fold(factor).split()), "warned")
    return _best(said, side_by_side([warned]))[1]


def find_covered(
    tagged: Tagged, statements: Sequence[int], passage: Passage, factors: Sequence[Factor]
) -> list[Covered]:
    """Find the best factor of each statement.

    Parameters
    ----------
    tagged : Tagged
    statements : sequence of int
        Numbers of units outside the cautionary text.
    passage : Passage
        The cautionary text.
    factors : sequence of Factor
        Its factors; those that are not concrete speak to no statement.

    Returns
    -------
    list of Covered
        One for each statement, in order. What other statements there are does not matter, and a
        further factor never lowers a similarity.
    """
    numbers = [number for number, factor in enumerate(factors) if factor.is_concrete]
    if not numbers or not statements:
        return [Covered(unit, None, 0.0) for unit in statements]
    runs = (passage.words[factors[n].first : factors[n].last] for n in numbers)
    warned = side_by_side([read_side(plain_words(words), "warned") for words in runs])
    found = []
    for unit in statements:
        said = read_side(plain_words(fold(tagged.slice(unit)).split()), "said")
        number, near = _best(said, warned)
        found.append(Covered(unit, numbers[number], near))
    return found
