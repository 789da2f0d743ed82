"""A release with its labels, as every analysis takes it."""

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

#: Units with this probability of boilerplate, or more, are no part of the body.
LEGAL = 0.95
#: A phrase in the body: its unit, its first word there and the one behind its last, as
#: :func:`fls.analysis.phrases.split` cuts, and what the list says of it.
Place = tuple[int, int, int, Grade]
#: Words that name a source; those of the logistics of a call.
_SOURCES = "according analyst audited data journal published ranked ranking report study survey"
_LOGISTICS = "webcast replay teleconference dial booth livestream"


class BodyPhrases(NamedTuple):
    """Phrases of each list in the body, in reading order.

    Parameters
    ----------
    hype, exposure, unsettled : list of Place
        Of the lists of these names in ``fls/lexicons``; hype without what is part of a name.
    sources, logistics : list of Place
        Words that name a source; those of the logistics of a call.
    """

    hype: list[Place]
    exposure: list[Place]
    unsettled: list[Place]
    sources: list[Place]
    logistics: list[Place]


@cache
def _lists() -> Phrases:
    plain = (_SOURCES, _LOGISTICS, BREAK)
    words = (dict.fromkeys(some.split(), Grade(1, "word")) for some in plain)
    return Phrases(*map(load_graded, BodyPhrases._fields[:3]), *words)


@dataclass(frozen=True)
class Tagged:
    """A text, its units, and how probable each label is for each.

    Parameters
    ----------
    text : str
        The release.
    units : sequence of Unit
        In reading order.
    p : (n_units, 4) float64
        Calibrated probabilities in the order of :data:`fls.document.LABELS`; NaN in the rows of
        units without label.
    p_specific : (n_units,) float64
        Probability that a forward-looking unit is specific; NaN where it is not asked.
    counted : (n_units,) int64, optional
        Words of each unit, where they were counted for many releases at once.
    """

    text: str
    units: Sequence[Unit]
    p: Floats
    p_specific: Floats
    counted: Ints | None = None

    @cached_property
    def labelled(self) -> Flags:
        """Which units carry a label: (n_units,) bool."""
        found: Flags = ~np.isnan(self.p[:, 0])
        return found

    @cached_property
    def label(self) -> Ints:
        """Label of each unit, an index into ``LABELS``; -1 where none."""
        best = np.full(len(self.units), -1, dtype=np.int64)
        best[self.labelled] = decide(self.p[self.labelled])
        return best

    @cached_property
    def words(self) -> Ints:
        """Words of each unit: (n_units,) int64, see :func:`fls.metrics.count_words`."""
        return count_words([self.text], [self.units]) if self.counted is None else self.counted

    @cached_property
    def headline(self) -> Flags:
        """Which units are headlines: (n_units,) bool."""
        return np.array([unit.kind == "headline" for unit in self.units], dtype=bool)

    def slice(self, number: int) -> str:
        """Text of a unit as it stands in the source."""
        unit = self.units[number]
        return self.text[unit.start : unit.end]

    def tidy(self, number: int) -> str:
        """Text of a unit on one line: hard wraps and runs of white space become one space."""
        return " ".join(self.slice(number).split())

    @cached_property
    def body(self) -> list[int]:
        """Numbers of the units with a label, but for those that are surely boilerplate.

        That is, with a probability of .95 or more.
        """
        return np.flatnonzero(self.p[:, BOILERPLATE] < LEGAL).tolist()

    @cached_property
    def _joined(self) -> bytes:
        """Words of the body as they are written."""
        return joined(*map(self.slice, self.body)) if self.body else b""

    @cached_property
    def body_words(self) -> list[str]:
        """Words of the body, see :func:`fls.analysis.phrases.split`."""
        return self._joined.lower().decode("ascii").split()

    @cached_property
    def diction(self) -> tuple[float, ...]:
        """How the single words of the body rate, see :func:`fls.analysis.diction.diction`."""
        return diction(self.body_words)

    @cached_property
    def phrases(self) -> BodyPhrases:
        """Phrases of the graded lists in the body, and words that some components look for."""
        if not self.body:
            return BodyPhrases([], [], [], [], [])
        *lists, breaks = _lists().find(self.body_words)
        ends = [first for first, _, _ in breaks]
        starts, ends = [0, *(end + 1 for end in ends)], [*ends, len(self.body_words)]
        written = self._joined.decode("ascii").split() if lists[0] else []
        found: list[list[Place]] = []
        for hits in lists:
            found.append([])
            for first, last, what in hits:
                row = bisect_right(starts, first) - 1
                begin = starts[row]
                if hits is not lists[0] or not in_name(written, begin, ends[row], first, last):
                    found[-1].append((self.body[row], first - begin, last - begin, what))
        return BodyPhrases(*found)

    def among(self, *labels: str) -> list[int]:
        """Numbers of the units whose label is one of these.

        Parameters
        ----------
        *labels : str
            Of :data:`fls.document.LABELS`.

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
        wanted = [LABELS.index(label) for label in labels]
        return np.flatnonzero(np.isin(self.label, wanted)).tolist()
