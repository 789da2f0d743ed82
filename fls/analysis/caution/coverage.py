"""Which cautionary factor addresses which forward-looking statement."""

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

#: Lowest similarity at which a factor is taken to address a statement; chosen on the judged pairs
#: of ``data/coverage_pairs.tsv`` and ``data/coverage_pairs_wire.tsv``.
COVERED = 0.5
#: Weights of cosine, shared topic and shared words in the logit, and its constant; fitted to the
#: same pairs by ``tools/fit_coverage.py``.
_WEIGHTS = (1.69, 2.93, 0.83)
_CONSTANT = -2.6
#: Share of the legends of the table up to which a word has the greatest rarity.
_RAREST_SHARE = 0.01
#: Number of steps of a rarity: a power of two, so that no sum depends on the order of its words.
_RARITY_STEPS = 1 << 10
#: Number of rare words of a topic that make sure that a factor is about it: a single one, as in
#: "a fault of the pump", may be chance. Number of shared words after which more add nothing.
_ENOUGH_TOPIC_WORDS, _MAX_SHARED_WORDS = 2, 2
#: Lowest rarity that a word of a topic is counted with: "capital" is frequent, but no mere filler.
_MIN_TOPICAL_RARITY = 0.75
#: Weight of a word of a statement that often means something else: "market" is about demand, or
#: about the stock market. Two such words equal one that surely belongs to the topic.
_PERHAPS_WEIGHT = 0.5
#: Words that are no form of another word, and the stem of each: "securities" are not several kinds
#: of security, and "subject to" has nothing to do with the subjects of a trial.
_OWN_STEMS = {
    word: word
    for word in "housing leading noted offering securities sharing subjects trading".split()
}
_OWN_STEMS["offerings"] = "offering"


class Covered(NamedTuple):
    """A forward-looking statement and the factor that addresses it best.

    Parameters
    ----------
    unit : int
        Number of the statement.
    factor : int or None
        Number of the factor in the list of all factors; None if none is concrete.
    similarity : float
        In [0, 1]; 0 without a concrete factor.
    """

    unit: int
    factor: int | None
    similarity: float

    @property
    def is_covered(self) -> bool:
        """Whether the similarity reaches :data:`COVERED`."""
        return self.similarity >= COVERED


@cache
def _read_vectors() -> tuple[dict[str, int], Floats]:
    """Return the row of each word, and its centred vector times its rarity."""
    words, vectors = load_vectors()
    centred = np.asarray(vectors - vectors.mean(axis=0), dtype=np.float64)
    rarities = np.array([_compute_rarity(word) for word in words])
    return {word: row for row, word in enumerate(words)}, centred * rarities[:, None]


@cache
def _read_word_legends() -> tuple[dict[int, int], int]:
    """Return how many legends of the table hold each word, by its hash, and how many there are."""
    table = load_table()
    return dict(zip(table.words.tolist(), table.word_legends.tolist(), strict=True)), table.n


def _compute_rarity(word: str) -> float:
    """Return the rarity of a word: 0 if all legends hold it, 1 if at most one in a hundred does."""
    legends, n = _read_word_legends()
    share = legends.get(crc32(word.encode("utf-8", "replace")), 0) / n
    rarity = log(max(share, _RAREST_SHARE)) / log(_RAREST_SHARE)
    return round(rarity * _RARITY_STEPS) / _RARITY_STEPS


@cache
def _read_topics(side: str) -> tuple[dict[str, int], Floats]:
    """Return the row of each word, and its weight in each topic."""
    stored = json.loads((files(__package__) / "topics.json").read_text(encoding="utf-8"))
    weight_of_kind = {side: 1.0} | ({"perhaps": _PERHAPS_WEIGHT} if side == "said" else {})
    weights: dict[str, Floats] = {}
    for column, name in enumerate(sorted(stored)):
        for kind, weight in weight_of_kind.items():
            for word in map(_stem, stored[name].get(kind, "").split()):
                row = weights.setdefault(word, np.zeros(len(stored)))
                row[column] = max(row[column], weight)
    return {word: number for number, word in enumerate(weights)}, np.array(list(weights.values()))


def _stem(word: str) -> str:
    """Cut off the ending of a plural, past tense or participle: "prices", "priced", "pricing"."""
    if word in _OWN_STEMS:
        return _OWN_STEMS[word]
    if word.endswith(("ies", "ied")):
        return word[:-3] + "y"
    if not word.endswith("ss"):
        word = word.removesuffix("s")
    for ending in ("ing", "ed"):
        stem = word.removesuffix(ending)
        if 3 <= len(stem) < len(word):
            # "Shipping" comes from "ship", but "drilling" from "drill".
            is_doubled = stem[-1] == stem[-2] and stem[-1] not in "ls"
            return stem[:-1] if is_doubled else stem.removesuffix("e")
    return word.removesuffix("e")


@lru_cache(maxsize=1 << 14)
def _analyse_word(word: str) -> tuple[str, float, int | None] | None:
    """Return stem, rarity and row of the vector of a content word; None for any other word."""
    if len(word) <= 2 or not word[0].isalpha() or word in rules().classes["STOP"]:
        return None
    return _stem(word), _compute_rarity(word), _read_vectors()[0].get(word)


class Side(NamedTuple):
    """A statement or a factor in the form that is compared.

    Parameters
    ----------
    stems : dict of str to float
        Its content words without the endings of a plural, a past tense or a participle, and the
        rarity of each among legends, in [0, 1].
    topics : (n_topics,) float64
        How surely it is about each topic, in [0, 1].
    vector : (d,) float64
        Sum of their word vectors weighted by rarity, of length 1; zeros if there is none.
    """

    stems: Mapping[str, float]
    topics: Floats
    vector: Floats


def read_side(words: Sequence[str], side: str) -> Side:
    """Prepare words as one side: ``"said"`` for a statement, ``"warned"`` for a factor."""
    vectors, (row_of_word, weights) = _read_vectors()[1], _read_topics(side)
    stems: dict[str, float] = {}
    rows = []
    for stem, rarity, row in filter(None, map(_analyse_word, set(words))):
        if rarity >= stems.get(stem, 0.0):
            stems[stem] = rarity
        if row is not None:
            rows.append(row)
    # Ufuncs are reduced directly: `sum` would cost each statement a detour.
    topical = stems.keys() & row_of_word.keys()
    topics = np.zeros(weights.shape[1])
    if topical:
        topics = np.add.reduce(weights.take([row_of_word[stem] for stem in topical], 0))
    if side == "warned":
        counts = (
            max(rarity, _MIN_TOPICAL_RARITY) if stem in topical else rarity
            for stem, rarity in stems.items()
        )
        topics /= min(max(sum(counts), 1.0), _ENOUGH_TOPIC_WORDS)
    vector = np.add.reduce(vectors.take(sorted(rows), 0)) if rows else np.zeros(vectors.shape[1])
    length = float(np.sqrt(vector @ vector))
    return Side(stems, np.minimum(topics, 1.0), vector / length if length else vector)


class Warned(NamedTuple):
    """Factors as arrays, to compare a statement with all of them at once.

    Parameters
    ----------
    vectors : (n, d) float64
    topics : (n, n_topics) float64
    holding : dict of str to (list of int, list of float)
        Numbers of the factors that hold each content word, and its rarity in each of them.
    """

    vectors: Floats
    topics: Floats
    holding: dict[str, tuple[list[int], list[float]]]


def side_by_side(factors: Sequence[Side]) -> Warned:
    """Gather factors, at least one, for :func:`compare`."""
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
        Cosine of the vectors, in [-1, 1]; how surely both are about one topic, in [0, 1]; half the
        sum of the rarities of the shared content words, at most 1.
    """
    # One by one: sums within a product of matrices depend on the number of rows.
    cosines = (factors.vectors[:, None, :] @ statement.vector[:, None])[:, 0, 0]
    topics = np.maximum.reduce(factors.topics * statement.topics, axis=1)
    words = np.zeros(len(cosines))
    for stem in statement.stems.keys() & factors.holding.keys():
        numbers, rarities = factors.holding[stem]
        words[numbers] += rarities
    return cosines, topics, np.minimum(words, _MAX_SHARED_WORDS) / _MAX_SHARED_WORDS


def _find_best(statement: Side, factors: Warned) -> tuple[int, float]:
    """Return the number of the most similar factor, the first of equals, and its similarity."""
    cosines, topics, words = compare(statement, factors)
    logit = _CONSTANT + _WEIGHTS[0] * cosines + _WEIGHTS[1] * topics + _WEIGHTS[2] * words
    number = int(logit.argmax())
    return number, 1.0 / (1.0 + exp(-float(logit[number])))


def similarity(statement: str, factor: str) -> float:
    """Return how well a factor addresses a statement.

    The logistic function of a weighted sum, ``1.69 c + 2.93 t + 0.83 w - 2.6``. Content words are
    those of more than two characters that begin with a letter and are no stop words; ``r`` is the
    rarity of each among legends, in [0, 1].

    - ``c``, the cosine of the sums of their centred word vectors, weighted by ``r``; 0 if either
      text has none.
    - ``t``, how surely both are about one topic (``topics.json``): the certainty of the statement
      times that of the factor, for the topic where this product is greatest.
    - ``w``, half the sum of ``r``, as it is in the factor, over the words that both hold,
      irrespective of the endings of a plural, a past tense or a participle; at most 1, which two
      words of the greatest rarity reach.

    It depends on these two texts alone; the formulae of the certainties and of ``r`` are in
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
    statement_side = read_side(plain_words(fold(statement).split()), "said")
    factor_side = read_side(plain_words(fold(factor).split()), "warned")
    return _find_best(statement_side, side_by_side([factor_side]))[1]


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
        Its factors; those that are not concrete address no statement.

    Returns
    -------
    list of Covered
        One for each statement, in order. The result for a statement does not depend on the others,
        and a further factor never lowers a similarity.
    """
    numbers = [number for number, factor in enumerate(factors) if factor.is_concrete]
    if not numbers or not statements:
        return [Covered(unit, None, 0.0) for unit in statements]
    runs = (passage.words[factors[n].first : factors[n].last] for n in numbers)
    warned = side_by_side([read_side(plain_words(words), "warned") for words in runs])
    covered = []
    for unit in statements:
        statement = read_side(plain_words(fold(tagged.slice(unit)).split()), "said")
        number, near = _find_best(statement, warned)
        covered.append(Covered(unit, numbers[number], near))
    return covered
