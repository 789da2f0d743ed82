"""A release with its labels, as every analysis takes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from fls.arrays import Flags, Floats, Ints
from fls.document import LABELS, Unit
from fls.lexicons import Grade
from fls.metrics import count_words

from .phrases import phrases, split

__all__ = ["LEGAL", "Tagged"]

_BOILERPLATE = LABELS.index("boilerplate")
#: Units with this probability of boilerplate, or more, are no part of the body.
LEGAL = 0.95


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
    """

    text: str
    units: Sequence[Unit]
    p: Floats
    p_specific: Floats

    @cached_property
    def labelled(self) -> Flags:
        """Which units carry a label: (n_units,) bool."""
        found: Flags = ~np.isnan(self.p[:, 0])
        return found

    @cached_property
    def label(self) -> Ints:
        """Most probable label of each unit, an index into ``LABELS``; -1 where none."""
        best = np.full(len(self.units), -1, dtype=np.int64)
        best[self.labelled] = self.p[self.labelled].argmax(axis=1)
        return best

    @cached_property
    def words(self) -> Ints:
        """Words of each unit: (n_units,) int64, see :func:`fls.metrics.count_words`."""
        return count_words([self.text], [self.units])

    @cached_property
    def tidy(self) -> tuple[str, ...]:
        """Text of each unit on one line: hard wraps and runs of white space become one space."""
        return tuple(" ".join(self.text[u.start : u.end].split()) for u in self.units)

    @cached_property
    def body_words(self) -> tuple[list[str], ...]:
        """Words of each unit as :func:`fls.analysis.phrases.split` cuts them.

        Empty for units without label and for those that are boilerplate with a probability of
        .95 or more.
        """
        read = (self.p[:, _BOILERPLATE] < LEGAL).tolist()  # False where there is no label
        spans = zip(self.units, read, strict=True)
        return tuple(split(self.text[u.start : u.end]) if wanted else [] for u, wanted in spans)

    @cached_property
    def future_cues(self) -> tuple[list[tuple[int, int, Grade]], ...]:
        """Phrases of ``fls/lexicons/exposure.tsv`` among the body words of each unit."""
        find = phrases("exposure").find
        return tuple(map(find, self.body_words))

    def among(self, *labels: str) -> list[int]:
        """Numbers of the units whose most probable label is one of these.

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
