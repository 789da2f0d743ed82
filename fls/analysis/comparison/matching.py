"""Which statement of one release is which of another: words compared, numbers and dates masked."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log, sqrt
from operator import eq
from typing import Any

from fls.analysis.comparison.similarity import words_in
from fls.analysis.number_words import NUMBER_VALUES
from fls.analysis.times import MONTH_WORDS, WEEKDAYS
from fls.vocabulary import GROUP_SIZES

__all__ = ["LEAST", "Masked", "Match", "match"]

#: Statements that are less alike are no match.
LEAST = 0.4
#: A word in more statements than this of either side proposes no pair; keeps the time linear.
_COMMON = 20
#: Added to the number of statements, so that among few ones a word in both sides weighs, too.
_FEW = 10
#: So many letters of a word count, so that *expects* is *expected*.
_STEM = 6
_DATES = MONTH_WORDS.union(WEEKDAYS)
#: Without "one", which is a pronoun as well, and "million" and the like, which say of what order a
#: figure is.
_NUMBERS = {*NUMBER_VALUES, *GROUP_SIZES} - {"one"}
_ORDINALS = frozenset("first second third fourth".split())
_PERIODS = frozenset("quarter quarters half halves fiscal".split())


@dataclass(frozen=True)
class Masked:
    """A statement with numbers and dates taken out.

    Parameters
    ----------
    stems : frozenset of str
        First six letters of its words, in lower case.
    values : tuple of str
        What was taken out, in order.
    """

    stems: frozenset[str]
    values: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Masked:
        """Mask a statement.

        Parameters
        ----------
        text : str

        Returns
        -------
        Masked

        Examples
        --------
        >>> masked = Masked.of("We may open 30 shops in May 2026, in the third quarter.")
        >>> sorted(masked.stems), masked.values
        (['in', 'may', 'open', 'quarte', 'shops', 'the', 'we'], ('30', 'may', '2026', 'third'))
        """
        words = [word for word, _, _ in words_in(text, 0, len(text))]
        stems, values = [], []
        for before, word, after in zip(["", *words], words, [*words[1:], ""], strict=False):
            low = word.lower()
            if _is_value(low, word, before, after):
                values.append(low)
            else:
                stems.append(low[:_STEM])
        return cls(frozenset(stems), tuple(values))


def _is_value(low: str, word: str, before: str, after: str) -> bool:
    if any(map(str.isdigit, low)) or low in _NUMBERS:
        return True
    if low in _ORDINALS:
        return after.lower() in _PERIODS
    if not word[0].isupper():
        return False
    if low == "may":  # the month stands by a number, the modal does not
        return any(side[:1].isdigit() for side in (before, after))
    return low in _DATES


@dataclass(frozen=True)
class Match:
    """A statement of the older side and one of the newer side.

    Parameters
    ----------
    older, newer : int
        Their places.
    similarity : float
        In [0.4, 1].
    """

    older: int
    newer: int
    similarity: float


def match(
    older: Sequence[Masked],
    newer: Sequence[Masked],
    kinds: tuple[Sequence[Sequence[Any]], Sequence[Sequence[Any]]] | None = None,
    fits: Callable[[int, int, float], bool] | None = None,
) -> list[Match]:
    """Pair statements, each at most once, the most similar first.

    Similarity is the cosine of the sets of stems, each weighted by ``log((n + 10) / df)``, with
    ``n`` the statements of both sides and ``df`` those that hold the stem: what is said in every
    sentence ties nothing together. Pairs below :data:`LEAST` are none. Ties are broken in favour
    of equal values, then of more equal kinds, then of the order of the text. Only statements that
    share a stem that is not common, or all stems, are compared, so that time grows with length
    and not with its square.

    Parameters
    ----------
    older, newer : sequence of Masked
    kinds : pair of sequences of tuple, optional
        What kinds each is of, such as the event that is promised and its day.
    fits : callable, optional
        Whether two places and their similarity may be a pair.

    Returns
    -------
    list of Match
        Ordered by the older side.

    Examples
    --------
    >>> said = ["The plant will open in May 2026.", "Sales grew 4%."]
    >>> says = ["Sales grew 6%.", "The plant will open in July 2026.", "We are proud."]
    >>> [(one.older, one.newer) for one in match([*map(Masked.of, said)], [*map(Masked.of, says)])]
    [(0, 1), (1, 0)]
    """
    count = Counter(stem for part in (older, newer) for one in part for stem in one.stems)
    whole = len(older) + len(newer) + _FEW
    weight = {stem: log(whole / n) for stem, n in count.items()}
    sizes = [[sum(weight[stem] ** 2 for stem in one.stems) for one in part]
             for part in (older, newer)]  # fmt: skip
    ranked = []
    for i, j in _proposed(older, newer):
        a, b = older[i], newer[j]
        common = sum(weight[stem] ** 2 for stem in sorted(a.stems & b.stems))
        size = sqrt(sizes[0][i] * sizes[1][j])
        alike = 1.0 if a.stems == b.stems else common / size if size > 0 else 0.0
        if alike >= LEAST and (fits is None or fits(i, j, alike)):
            same = sum(map(eq, kinds[0][i], kinds[1][j])) if kinds else 0
            ranked.append((-round(alike, 9), a.values != b.values, -same, i, j))
    taken: tuple[set[int], set[int]] = set(), set()
    found = []
    for alike, _, _, i, j in sorted(ranked):
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            found.append(Match(i, j, min(1.0, -alike)))
    return sorted(found, key=lambda one: one.older)


def _proposed(older: Sequence[Masked], newer: Sequence[Masked]) -> set[tuple[int, int]]:
    """Pairs that are worth a look."""
    pairs: set[tuple[int, int]] = set()
    places: tuple[dict[str, list[int]], ...] = defaultdict(list), defaultdict(list)
    same: tuple[dict[frozenset[str], list[int]], ...] = defaultdict(list), defaultdict(list)
    for side, part in enumerate((older, newer)):
        for number, one in enumerate(part):
            same[side][one.stems].append(number)
            for stem in one.stems:
                places[side][stem].append(number)
    for stem, mine in places[0].items():
        theirs = places[1].get(stem, [])
        if max(len(mine), len(theirs)) <= _COMMON:
            pairs.update((i, j) for i in mine for j in theirs)
    for stems, mine in same[0].items():
        pairs.update(zip(mine, same[1].get(stems, []), strict=False))
    return pairs
