"""How generic a text is: runs of words that many other texts hold as well."""

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

_N = 4
_FORMAT = 1
#: Multipliers of the four words of a gram; odd, so that each word counts in every bit.
_MIX = np.array((0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F), dtype=np.uint32)
#: A gram in at least this share of the legends of the table is common.
_COMMON = 0.01
#: A word in at least this share of the legends weighs nothing; half as often, half a unit.
_EVERYWHERE = 0.05
#: Words of a name, at most.
_NAME = 6


def plain_words(words: Sequence[str]) -> list[str]:
    """Leave out marks: words that begin with a letter or a digit."""
    return [word for word in words if word[0].isalnum()]


def leading_name(title: Sequence[str], text: Sequence[str]) -> list[str]:
    """Words of the issuer's name: the begin of the title, as far as it stands twice.

    Parameters
    ----------
    title, text : sequence of str
        Words and marks of the title, and of the release with it.

    Returns
    -------
    list of str
        At most six words; none where not even the first one stands twice.

    Examples
    --------
    >>> title = "acme pumps , inc . opens plant".split()
    >>> leading_name(title, [*title, *"a plant of acme pumps , inc .".split()])
    ['acme', 'pumps', 'inc']
    """
    joined, name = f" {' '.join(text)} ", " "
    for n, word in enumerate(title[:_NAME]):
        name += f"{word} "
        if joined.find(name, joined.find(name) + 1) < 0:
            return plain_words(title[:n])
    return plain_words(title[:_NAME])


def boilerplate_share(
    texts: Sequence[str], *, most: float = 0.75, least: float = 0.30, average: float = 5.0
) -> Floats:
    """Boilerplate of each text of a corpus after Lang and Stice-Lawrence [1]_.

    Runs of four words within a sentence are counted over the corpus. Those in more than ``most``
    of the texts are left out (names of statutes, agencies); of the others those are boilerplate
    that stand in at least ``least`` of the texts, or on average at least ``average`` times in a
    text. The measure is the share of a text's words that stand in sentences with such a run.

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
    for number, given in enumerate(check_list("texts", texts, "is a list of texts")):
        if not isinstance(given, str):
            kind = type(given).__name__
            raise InputError(f"texts[{number}]", "is a str", kind, "drop or convert it")
        text = fit_text(given)
        units = [unit for unit in segment(text) if unit.kind in LABELLED_KINDS]
        corpus.append([plain_words(fold(text[u.start : u.end]).split()) for u in units])
    common = _common_grams(corpus, most, least, average)
    return np.array([_share(sentences, common) for sentences in corpus], dtype=np.float64)


def _grams(words: Sequence[str]) -> list[tuple[str, ...]]:
    return list(zip(*(islice(words, start, None) for start in range(_N)), strict=False))


def _common_grams(
    corpus: Sequence[Sequence[Sequence[str]]], most: float, least: float, average: float
) -> set[tuple[str, ...]]:
    every: Counter[tuple[str, ...]] = Counter()
    texts: Counter[tuple[str, ...]] = Counter()
    for sentences in corpus:
        here = [gram for words in sentences for gram in _grams(words)]
        every.update(here)
        texts.update(set(here))
    n = len(corpus)
    return {
        gram
        for gram, count in texts.items()
        if count <= most * n and (count >= least * n or every[gram] >= average * n)
    }


def _share(sentences: Sequence[Sequence[str]], common: set[tuple[str, ...]]) -> float:
    total = sum(map(len, sentences))
    held = sum(len(words) for words in sentences if not common.isdisjoint(_grams(words)))
    return held / total if total else float("nan")


class Table(NamedTuple):
    """How many legends hold a run of four words, or a word; as hashes, without text.

    Parameters
    ----------
    n : int
        Legends that were counted, one of each issuer.
    grams, words : (n,) uint32
        Hashes, ascending.
    gram_legends, word_legends : (n,) int64
        In how many legends each stands.
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
    """Hash words: CRC-32 of their UTF-8 bytes."""
    known = {word: crc32(word.encode("utf-8", "replace")) for word in set(words)}
    return np.array([known[word] for word in words], dtype=np.uint32)


def hash_grams(crcs: Crcs) -> Crcs:
    """Hash every run of four words, given those of the words."""
    n = len(crcs) - _N + 1
    if n <= 0:
        return np.zeros(0, dtype=np.uint32)
    mixed = np.zeros(n, dtype=np.uint32)
    for place, factor in enumerate(_MIX):
        mixed += crcs[place : place + n] * factor
        mixed ^= mixed >> np.uint32(15)
    return mixed


def _look_up(keys: Crcs, values: Ints, wanted: Crcs) -> Ints:
    """Values of wanted keys, 0 where there is none."""
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    found: Ints = np.where(keys[at] == wanted, values[at], 0)
    return found


def generic_share(crcs: Crcs) -> float:
    """Share of a legend's words that stand in runs common to many legends.

    A run of four words is common if at least one of a hundred legends of the table holds it.

    Parameters
    ----------
    crcs : (n,) uint32
        Of the words of the legend as :func:`plain_words` gives them, see :func:`crc_words`.

    Returns
    -------
    float
        In [0, 1]; NaN for less than four words.
    """
    table = load_table()
    grams = hash_grams(crcs)
    if not len(grams):
        return float("nan")
    common = _look_up(table.grams, table.gram_legends, grams) >= _COMMON * table.n
    covered = np.zeros(len(crcs), dtype=bool)
    for place in range(_N):
        covered[place : place + len(grams)] |= common
    return float(covered.mean())


def word_weights(legend: Sequence[str], crcs: Crcs) -> dict[str, float]:
    """Weigh the words of a legend by how much they are its own.

    With *d(t)* the share of the table's legends that hold word *t*, its weight is
    *w(t)* = max(0, 1 - *d(t)* / .05): words of every legend weigh nothing.

    Parameters
    ----------
    legend : sequence of str
        Words of the cautionary text.
    crcs : (n,) uint32
        The same as :func:`crc_words` gives them.

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
    weights = np.maximum(0.0, 1.0 - legends / (_EVERYWHERE * table.n))
    return dict(zip(place, weights.tolist(), strict=True))
