"""One scored release: its units, its metrics, and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from fls.arrays import Floats
from fls.document import LABELLED_KINDS, LABELS, Document, Unit
from fls.errors import InputError
from fls.frames import COLUMNS, decided, unit_frame
from fls.genre import genre_warnings
from fls.metrics import count_words, document_metrics
from fls.model import Explanation, Model
from fls.sheet import unit_table

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ANALYSES", "Analysis", "Release"]


class Release:
    """A scored release.

    Made by :func:`score`; tables are built when they are asked for.

    Attributes
    ----------
    document : Document
        What was read.
    """

    def __init__(
        self,
        document: Document,
        cut_units: Sequence[Unit],
        probabilities: Floats,
        p_specific: Floats,
        model: Model,
        abstain: float = 0.0,
    ) -> None:
        self.document = document
        self._units = cut_units
        self._model = model
        self._labelled = np.array([unit.kind in LABELLED_KINDS for unit in cut_units], dtype=bool)
        self._p = np.where(self._labelled[:, None], probabilities, np.nan)
        self._p_specific = np.where(self._labelled, p_specific, np.nan)
        self._abstain = abstain

    @property
    def text(self) -> str:
        """The text that offsets point into."""
        return self.document.text

    @cached_property
    def warnings(self) -> tuple[str, ...]:
        """What was doubtful while reading, and whether the text looks unlike a press release.

        Returns
        -------
        tuple of str
            The second by the rule in ``docs/genre.md``.
        """
        return (*self.document.warnings, *genre_warnings(self.text, self._units))

    @cached_property
    def units(self) -> pd.DataFrame:
        """All units in reading order.

        Returns
        -------
        pandas.DataFrame
            Columns ``unit`` (number from 0), ``kind``, ``start`` and ``end`` (code points:
            ``release.text[start:end]`` is the unit), ``text`` (that slice), ``label`` (the most
            probable one) and ``p_factual``, ``p_promotional``, ``p_forward_looking``,
            ``p_boilerplate`` (in [0, 1], adding up to 1). Label and probabilities are missing
            for the kinds that carry none: heading, table, contact, other. Where the highest
            probability is below ``abstain``, label and ``specific`` are missing. ``specific``
            (nullable boolean) and ``p_specific`` (in [0, 1]) tell whether a unit labelled
            forward-looking names a number, a date or an event that can be checked later; missing
            for all others, and with a model that does not tell.
        """
        frame = unit_frame(
            [self.text],
            unit_table([self._units]),
            self._p,
            self._labelled,
            self._p_specific,
            self._abstain,
        )
        return frame.drop(columns="doc")

    @cached_property
    def sentences(self) -> pd.DataFrame:
        """The labelled ones of :attr:`units`: headlines, sentences, items; index kept.

        Returns
        -------
        pandas.DataFrame
        """
        return self.units[self._labelled]

    @property
    def metrics(self) -> Mapping[str, float]:
        """Document metrics by name; formulae in ``docs/metrics.md``.

        Returns
        -------
        mapping of str to float
            Counts are whole; shares are in [0, 1], NaN where nothing can be shared out. They rest
            on probabilities and do not depend on ``abstain``.
        """
        return MappingProxyType(self._metrics)

    @cached_property
    def _metrics(self) -> dict[str, float]:
        words = count_words([self.text], [self._units])
        found = document_metrics(words, self._p, self._labelled)
        for analysis in ANALYSES.values():
            found |= analysis.measure(self)
        return found

    def rows(self) -> list[dict[str, Any]]:
        """Give the content of :attr:`units` as plain data, without pandas.

        Returns
        -------
        list of dict
            Keys as the columns; ``label`` and ``specific`` are None and probabilities are NaN
            where missing.
        """
        found = []
        sure = decided(self._p, self._labelled, self._abstain)
        shares = zip(self._units, self._p.tolist(), self._p_specific.tolist(), strict=True)
        for number, (unit, p, p_specific) in enumerate(shares):
            label = LABELS[int(np.argmax(p))] if sure[number] else None
            specific = None if np.isnan(p_specific) or not sure[number] else p_specific >= 0.5
            values = (
                number, unit.kind, unit.start, unit.end, self.text[unit.start : unit.end], label,
                *p, specific, p_specific,
            )  # fmt: skip
            found.append(dict(zip(COLUMNS, values, strict=True)))
        return found

    def explain(self, unit: int, label: str | None = None) -> Explanation:
        """Take the decision about a unit apart.

        Parameters
        ----------
        unit : int
            Its number, as in the column ``unit``.
        label : str, optional
            The label to explain; by default the most probable one. ``"specific"`` explains
            whether the unit is specific, taken that it is forward-looking.

        Returns
        -------
        Explanation
            Contributions that add up, with the intercept, to the logit.

        Raises
        ------
        InputError
            If there is no such unit or label, or units of its kind carry no label.
        """
        known = isinstance(unit, int) and 0 <= unit < len(self._units)
        if known and not self._labelled[unit]:
            raise InputError(
                "unit", "is one that carries a label", f"a {self._units[unit].kind}",
                "choose a row of release.sentences",
            )  # fmt: skip
        return self._model.explain(self.text, self._units, unit, label)

    def __len__(self) -> int:
        """Count the units."""
        return len(self._units)

    def __repr__(self) -> str:
        """Tell the most important in a few lines."""
        head = next((u for u in self._units if u.kind == "headline"), None)
        title = " ".join(self.text[head.start : head.end].split())[:70] if head else "no headline"
        shares = ", ".join(
            f"{label} {self.metrics[f'{label}_share']:.0%}"
            for label in LABELS
            if self.metrics[f"{label}_share"] == self.metrics[f"{label}_share"]
        )
        return f"<Release {title!r}: {len(self)} units; {shares or 'no text'}>"


class Analysis(NamedTuple):
    """What some metrics of a release come from, beside labels and words.

    Parameters
    ----------
    metrics : tuple of str
        Names of the metrics, in order. Those that start with ``n_`` are whole numbers.
    measure : callable
        Gives them by name for a :class:`Release`; NaN where one is not defined.
    """

    metrics: tuple[str, ...]
    measure: Callable[[Release], Mapping[str, float]]


#: By name, in the order of their metrics behind :data:`fls.metrics.METRICS`; many releases may be
#: scored without some of them.
ANALYSES: dict[str, Analysis] = {}
