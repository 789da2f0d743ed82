"""A release with its labels: the input of every analysis."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

import numpy as np

from fls.analysis.diction import diction
from fls.analysis.names import in_name
from fls.analysis.phrases import BREAK, Phrases, joined
from fls.arrays import Flags, Floats, Ints
from fls.decision import decide
from fls.document import BOILERPLATE, LABELS, Unit
from fls.lexicons import Grade, load_graded
from fls.metrics import count_words

__all__ = ["LEGAL", "BodyPhrases", "Place", "Tagged"]

#: Units with at least this probability of boilerplate are not part of the body.
LEGAL = 0.95
#: A phrase in the body: its unit, its first word there and the word after its last, as
#: :func:`fls.analysis.phrases.split` counts them, and the entry of the list.
Place = tuple[int, int, int, Grade]
#: Words that name a source; words of the logistics of a call.
_SOURCES = "according analyst audited data journal published ranked ranking report study survey"
_LOGISTICS = "webcast replay teleconference dial booth livestream"


class BodyPhrases(NamedTuple):
    """Phrases of each list in the body, in reading order.

    Parameters
    ----------
    hype, exposure, unsettled : list of Place
        Of the lists of these names in ``fls/lexicons``; hype without words that are part of a
        name.
    sources, logistics : list of Place
        Words that name a source; words of the logistics of a call.
    """

    hype: list[Place]
    exposure: list[Place]
    unsettled: list[Place]
    sources: list[Place]
    logistics: list[Place]


@cache
def _load_phrases() -> Phrases:
    word_lists = (_SOURCES, _LOGISTICS, BREAK)
    words = (dict.fromkeys(names.split(), Grade(1, "word")) for names in word_lists)
    return Phrases(*map(load_graded, BodyPhrases._fields[:3]), *words)


@dataclass(frozen=True)
class Tagged:
    """A text, its units, and the probability of each label for each unit.

    Parameters
    ----------
    text : str
        The release.
    units : sequence of Unit
        In reading order.
    p : (n_units, 4) float64
        Calibrated probabilities in the order of :data:`fls.document.LABELS`; NaN in the rows of
        units without a label.
    p_specific : (n_units,) float64
        Probability that a forward-looking unit is specific; NaN for all other units.
    counted : (n_units,) int64, optional
        Number of words of each unit, if already counted for many releases at once.
    """

    text: str
    units: Sequence[Unit]
    p: Floats
    p_specific: Floats
    counted: Ints | None = None

    @cached_property
    def labelled(self) -> Flags:
        """Which units carry a label: (n_units,) bool."""
        mask: Flags = ~np.isnan(self.p[:, 0])
        return mask

    @cached_property
    def label(self) -> Ints:
        """Label of each unit, an index into ``LABELS``; -1 if it has none: (n_units,) int64."""
        best = np.full(len(self.units), -1, dtype=np.int64)
        best[self.labelled] = decide(self.p[self.labelled])
        return best

    @cached_property
    def words(self) -> Ints:
        """Number of words of each unit: (n_units,) int64, see :func:`fls.metrics.count_words`."""
        return count_words([self.text], [self.units]) if self.counted is None else self.counted

    @cached_property
    def headline(self) -> Flags:
        """Which units are headlines: (n_units,) bool."""
        return np.array([unit.kind == "headline" for unit in self.units], dtype=bool)

    def slice(self, number: int) -> str:
        """Return the text of a unit as written in the source."""
        unit = self.units[number]
        return self.text[unit.start : unit.end]

    def tidy(self, number: int) -> str:
        """Return the text of a unit on one line, each run of white space as one space."""
        return " ".join(self.slice(number).split())

    @cached_property
    def body(self) -> list[int]:
        """Numbers of the labelled units whose probability of boilerplate is below .95."""
        return np.flatnonzero(self.p[:, BOILERPLATE] < LEGAL).tolist()

    @cached_property
    def _body_bytes(self) -> bytes:
        """Words of the body as written."""
        return joined(*map(self.slice, self.body)) if self.body else b""

    @cached_property
    def body_words(self) -> list[str]:
        """Words of the body; see :func:`fls.analysis.phrases.split`."""
        return self._body_bytes.lower().decode("ascii").split()

    @cached_property
    def diction(self) -> tuple[float, ...]:
        """Rating of the single words of the body; see :func:`fls.analysis.diction.diction`."""
        return diction(self.body_words)

    @cached_property
    def phrases(self) -> BodyPhrases:
        """Phrases of the graded lists in the body, and words for some of the components."""
        if not self.body:
            return BodyPhrases([], [], [], [], [])
        *lists, breaks = _load_phrases().find(self.body_words)
        ends = [first for first, _, _ in breaks]
        starts, ends = [0, *(end + 1 for end in ends)], [*ends, len(self.body_words)]
        words_as_written = self._body_bytes.decode("ascii").split() if lists[0] else []
        places: list[list[Place]] = []
        for hits in lists:
            places.append([])
            for first, last, grade in hits:
                row = bisect_right(starts, first) - 1
                start = starts[row]
                if hits is not lists[0] or not in_name(
                    words_as_written, start, ends[row], first, last
                ):
                    places[-1].append((self.body[row], first - start, last - start, grade))
        return BodyPhrases(*places)

    def among(self, *labels: str) -> list[int]:
        """Return the numbers of the units that have one of these labels.

        Parameters
        ----------
        *labels : str
            Some of :data:`fls.document.LABELS`.

        Returns
        -------
        list of int
            In reading order.

        Examples
        --------
        >>> text = "Acme opened a plant. It will hire 20."
        >>> units = [Unit("sentence", 0, 20, "prose", 0), Unit("sentence", 21, 37, "prose", 0)]
        >>> p = np.array([[0.9, 0.1, 0, 0], [0.1, 0, 0.9, 0]])
        >>> Tagged(text, units, p, np.array([0.0, 0.8])).among("forward_looking")
        [1]
        """
        indices = [LABELS.index(label) for label in labels]
        return np.flatnonzero(np.isin(self.label, indices)).tolist()
