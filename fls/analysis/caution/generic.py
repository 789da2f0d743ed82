"""How generic a text is: runs of words that many other texts contain as well."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import islice
from math import inf
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from fls.analysis.wording import fold
from fls.arrays import Floats, Ints
from fls.checks import check_list, check_range
from fls.document import LABELLED_KINDS
from fls.errors import InputError, ModelError
from fls.readers import fit_text

__all__ = [
    "Crcs",
    "Table",
    "boilerplate_share",
    "crc_words",
    "generic_share",
    "hash_grams",
    "leading_name",
    "load_table",
    "plain_words",
    "word_weights",
]

#: CRC-32 of words, and what :func:`hash_grams` makes of them.
Crcs = NDArray[np.uint32]

#: Words of a gram.
_GRAM_WORDS = 4
_FORMAT = 1
#: Multipliers of the four words of a gram; odd, so that each word counts in every bit.
_MULTIPLIERS = np.array((0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F), dtype=np.uint32)
#: Share of the legends of the table from which a gram is common.
_COMMON_SHARE = 0.01
#: Share of the legends from which a word has no weight; in half as many, its weight is .5.
_WEIGHTLESS_SHARE = 0.05
#: Maximum number of words of a name.
_MAX_NAME_WORDS = 6


def plain_words(words: Sequence[str]) -> list[str]:
    """Return words without marks: those that begin with a letter or a digit."""
    return [word for word in words if word[0].isalnum()]


def leading_name(title: Sequence[str], text: Sequence[str]) -> list[str]:
    """Return the issuer's name: the beginning of the title, as far as it occurs twice.

    Parameters
    ----------
    title, text : sequence of str
        Words and marks of the title, and of the release with it.

    Returns
    -------
    list of str
        At most six words; none if not even the first one occurs twice.

    Examples
    --------
    >>> title = "acme pumps , inc . opens plant".split()
    >>> leading_name(title, [*title, *"a plant of acme pumps , inc .".split()])
    ['acme', 'pumps', 'inc']
    """
    joined, name = f" {' '.join(text)} ", " "
    for n, word in enumerate(title[:_MAX_NAME_WORDS]):
        name += f"{word} "
        if joined.find(name, joined.find(name) + 1) < 0:
            return plain_words(title[:n])
    return plain_words(title[:_MAX_NAME_WORDS])


def boilerplate_share(
    texts: Sequence[str], *, most: float = 0.75, least: float = 0.30, average: float = 5.0
) -> Floats:
    """Return the boilerplate of each text of a corpus after Lang and Stice-Lawrence [1]_.

    Runs of four words within a sentence are counted over the corpus. Those in more than ``most``
    of the texts are left out (names of statutes, agencies); the others are boilerplate if they
    occur in at least ``least`` of the texts, or on average at least ``average`` times per text.
    The measure is the share of a text's words that are in sentences with such a run.

    Parameters
    ----------
    texts : sequence of str
        The corpus; sentences are the units of :func:`fls.segment` that carry a label.
    most, least : float
        Shares of texts, in [0, 1].
    average : float
        Occurrences per text of the corpus, from 0.

    Returns
    -------
    (n_texts,) float64
        In [0, 1]; NaN for a text without words. The measure depends on the whole corpus.

    Raises
    ------
    InputError
        If ``texts`` is one str or no list, or holds something else, or a number is out of its
        range.

    References
    ----------
    .. [1] M. Lang and L. Stice-Lawrence (2015), Textual analysis and international financial
       reporting: Large sample evidence, Journal of Accounting and Economics 60.

    Examples
    --------
    >>> corpus = ["Results may differ materially from plans.", "Acme sold pumps.", "It rained.",
    ...           "Results may differ materially from forecasts. Acme grew."]
    >>> boilerplate_share(corpus).tolist()
    [1.0, 0.0, 0.0, 0.75]
    """
    from fls.segmentation import segment

    check_range("most", most, 0.0, 1.0)
    check_range("least", least, 0.0, 1.0)
    check_range("average", average, 0.0, inf)
    corpus = []
    for number, item in enumerate(check_list("texts", texts, "is a list of texts")):
        if not isinstance(item, str):
            kind = type(item).__name__
            raise InputError(f"texts[{number}]", "is a str", kind, "drop or convert it")
        text = fit_text(item)
        units = [unit for unit in segment(text) if unit.kind in LABELLED_KINDS]
        corpus.append([plain_words(fold(text[u.start : u.end]).split()) for u in units])
    common = _find_common_grams(corpus, most, least, average)
    return np.array([_compute_share(sentences, common) for sentences in corpus], dtype=np.float64)


def _list_grams(words: Sequence[str]) -> list[tuple[str, ...]]:
    return list(zip(*(islice(words, start, None) for start in range(_GRAM_WORDS)), strict=False))


def _find_common_grams(
    corpus: Sequence[Sequence[Sequence[str]]], most: float, least: float, average: float
) -> set[tuple[str, ...]]:
    n_occurrences: Counter[tuple[str, ...]] = Counter()
    n_texts: Counter[tuple[str, ...]] = Counter()
    for sentences in corpus:
        grams = [gram for words in sentences for gram in _list_grams(words)]
        n_occurrences.update(grams)
        n_texts.update(set(grams))
    n = len(corpus)
    return {
        gram
        for gram, count in n_texts.items()
        if count <= most * n and (count >= least * n or n_occurrences[gram] >= average * n)
    }


def _compute_share(sentences: Sequence[Sequence[str]], common: set[tuple[str, ...]]) -> float:
    total = sum(map(len, sentences))
    generic = sum(len(words) for words in sentences if not common.isdisjoint(_list_grams(words)))
    return generic / total if total else float("nan")


class Table(NamedTuple):
    """Number of legends that contain a run of four words, or a word; as hashes, without text.

    Parameters
    ----------
    n : int
        Number of legends counted, one of each issuer.
    grams, words : (n,) uint32
        Hashes, ascending.
    gram_legends, word_legends : (n,) int64
        Number of legends that contain each.
    """

    n: int
    grams: Crcs
    gram_legends: Ints
    words: Crcs
    word_legends: Ints


@cache
def load_table() -> Table:
    """Read the table of common runs of words that comes with the library.

    Returns
    -------
    Table

    Raises
    ------
    ModelError
        If the file has another format number than this version reads.
    """
    path = files(__package__) / "legend_grams.npz"
    with path.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
        if int(stored["format"]) != _FORMAT:
            raise ModelError(
                path.name, f"format {_FORMAT}", str(stored["format"]), "count the legends again"
            )
        return Table(
            int(stored["n"]),
            np.cumsum(stored["grams"], dtype=np.uint32),
            stored["gram_legends"].astype(np.int64),
            np.cumsum(stored["words"], dtype=np.uint32),
            stored["word_legends"].astype(np.int64),
        )


def crc_words(words: Sequence[str]) -> Crcs:
    """Return the CRC-32 of the UTF-8 bytes of each word."""
    crc_of_word = {word: crc32(word.encode("utf-8", "replace")) for word in set(words)}
    return np.array([crc_of_word[word] for word in words], dtype=np.uint32)


def hash_grams(crcs: Crcs) -> Crcs:
    """Return a hash of every run of four words, from those of the words."""
    n = len(crcs) - _GRAM_WORDS + 1
    if n <= 0:
        return np.zeros(0, dtype=np.uint32)
    mixed = np.zeros(n, dtype=np.uint32)
    for place, factor in enumerate(_MULTIPLIERS):
        mixed += crcs[place : place + n] * factor
        mixed ^= mixed >> np.uint32(15)
    return mixed


def _look_up(keys: Crcs, values: Ints, wanted: Crcs) -> Ints:
    """Return the values of wanted keys, 0 for those that are missing."""
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    matches: Ints = np.where(keys[at] == wanted, values[at], 0)
    return matches


def generic_share(crcs: Crcs) -> float:
    """Return the share of a legend's words that are in runs common to many legends.

    A run of four words is common if at least one in a hundred legends of the table contains it.

    Parameters
    ----------
    crcs : (n,) uint32
        Hashes of the words of the legend without marks, see :func:`plain_words`.

    Returns
    -------
    float
        In [0, 1]; NaN for fewer than four words.
    """
    table = load_table()
    grams = hash_grams(crcs)
    if not len(grams):
        return float("nan")
    common = _look_up(table.grams, table.gram_legends, grams) >= _COMMON_SHARE * table.n
    covered = np.zeros(len(crcs), dtype=bool)
    for place in range(_GRAM_WORDS):
        covered[place : place + len(grams)] |= common
    return float(covered.mean())


def word_weights(legend: Sequence[str], crcs: Crcs) -> dict[str, float]:
    """Weigh the words of a legend by how much they are its own.

    With *d(t)* the share of the table's legends that contain word *t*, its weight is
    *w(t)* = max(0, 1 - *d(t)* / .05): words of every legend have none.

    Parameters
    ----------
    legend : sequence of str
        Words of the cautionary text.
    crcs : (n,) uint32
        Their hashes, see :func:`crc_words`.

    Returns
    -------
    dict of str to float
        In [0, 1], by word, each once; numbers and words of one or two letters are left out.
    """
    place = {word: at for at, word in enumerate(legend) if len(word) > 2 and not word.isdigit()}
    if not place:
        return {}
    table = load_table()
    legends = _look_up(table.words, table.word_legends, crcs[list(place.values())])
    weights = np.maximum(0.0, 1.0 - legends / (_WEIGHTLESS_SHARE * table.n))
    return dict(zip(place, weights.tolist(), strict=True))
