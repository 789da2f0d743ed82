"""One scored release: its units, its metrics, and why."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from fls.analysis import ANALYSES, EXPLANATION, WORDS, Findings, Hit, Score, Tagged, hype_hits
from fls.analysis.caution import SafeHarbor
from fls.analysis.commitments import promise_frame
from fls.analysis.intervals import RELEASE_EFFECT, interval
from fls.analysis.times import release_day
from fls.arrays import Flags, Floats, Ints
from fls.checks import check_list
from fls.document import LABELS, Document, Unit
from fls.frames import unit_columns, unit_rows
from fls.genre import genre_warnings, outline_of
from fls.metrics import document_metrics
from fls.model import Explanation, Model
from fls.sheet import unit_table

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Release"]


class Release:
    """A scored release.

    :func:`score` returns it. Tables are built on first access. A pickled release refers to its
    model as described in :class:`fls.Model`, so that the releases of one process share one model.

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
        date: dt.date | None = None,
        words: Ints | None = None,
    ) -> None:
        self.document = document
        self._units = tuple(cut_units)
        self._model = model
        # Units of kinds without a label have no probabilities.
        self._labelled = ~np.isnan(probabilities[:, 0])
        self._p, self._p_specific = probabilities, p_specific
        self._abstain = abstain
        self._date = date
        self._release_effect = model.info.get("release_effect", RELEASE_EFFECT)
        self._tagged = Tagged(document.text, self._units, self._p, self._p_specific, words)

    @property
    def text(self) -> str:
        """The text that all offsets refer to."""
        return self.document.text

    @cached_property
    def warnings(self) -> tuple[str, ...]:
        """Doubts that arose while reading, and whether the text looks unlike a press release.

        Returns
        -------
        tuple of str
            Warnings of the reader, then at most one by the rules in ``docs/genre.md``.
        """
        return (*self.document.warnings, *genre_warnings(self.text, outline_of(self._units)))

    @property
    def spans(self) -> Sequence[Unit]:
        """All units as spans of the text, each with its layout rule and the number of its block."""
        return self._units

    @property
    def units(self) -> pd.DataFrame:
        """All units in reading order. Like all tables of a release, each access gives a new one.

        Returns
        -------
        pandas.DataFrame
            Columns ``unit`` (number from 0), ``kind``, ``start`` and ``end`` (code points:
            ``release.text[start:end]`` is the unit), ``text`` (that slice), ``label`` (see
            :func:`fls.decision.decide`; not always the most probable one) and ``p_factual``,
            ``p_promotional``, ``p_forward_looking``, ``p_boilerplate`` (in [0, 1], adding up to
            1). Label and probabilities are missing for the kinds that carry none: heading, table,
            contact, other. Where the probability of the label is below ``abstain``, label and
            ``specific`` are missing. ``specific`` (nullable boolean) and ``p_specific`` (in [0, 1])
            say whether a unit labelled forward-looking names a number, a date or an event that can
            be checked later; missing for all others, and if the model cannot predict them.
        """
        return self._table.copy()

    @cached_property
    def _table(self) -> pd.DataFrame:
        import pandas as pd

        units = unit_table([self._units])
        return pd.DataFrame(unit_columns([self.text], units, *self._predictions))

    @property
    def _predictions(self) -> tuple[Floats, Flags, Floats, float]:
        """Predictions for the units, as :mod:`fls.frames` takes them."""
        return self._p, self._labelled, self._p_specific, self._abstain

    @property
    def sentences(self) -> pd.DataFrame:
        """Rows of :attr:`units` that can have a label: headlines, sentences, items; same index."""
        return self._table[self._labelled]

    @property
    def metrics(self) -> dict[str, float]:
        """Document metrics by name; each access gives a new dict. See ``docs/metrics.md``.

        Returns
        -------
        dict of str to float
            Counts are whole; flags (``has_``) are 1 or 0; shares are in [0, 1], NaN where there is
            nothing to divide. They are computed from probabilities and do not depend on
            ``abstain``. The scores ``hype``, ``exposure``, ``protection`` and ``risk`` are in
            [0, 100]. ``_low`` and ``_high`` are the ends of 90 % intervals that allow for errors
            of labels. In the tables of many releases and in files flags are bool.
        """
        return self._metrics.copy()

    @cached_property
    def _metrics(self) -> dict[str, float]:
        metrics = document_metrics(self._tagged.words, self._p, self._labelled)
        for analysis in ANALYSES.values():
            metrics |= analysis.measure(self.findings)
        return metrics

    @property
    def scores(self) -> pd.DataFrame:
        """Scores from 0 to 100 with their intervals.

        Returns
        -------
        pandas.DataFrame
            Index ``score``: hype, exposure, protection, risk; columns ``value``, ``low`` and
            ``high``, the ends of a 90 % interval that allows for errors of labels.
        """
        import pandas as pd

        scores = self.findings.scores
        frame = pd.DataFrame(list(scores.values()), columns=list(Score._fields), index=list(scores))
        return frame.rename_axis("score")

    def explain_score(self, name: str) -> pd.DataFrame:
        """Break a score down into its components.

        Parameters
        ----------
        name : str
            ``"hype"``, ``"exposure"``, ``"protection"`` or ``"risk"``.

        Returns
        -------
        pandas.DataFrame
            Columns ``component``, ``value``, ``weight`` and ``contribution``, value times weight;
            contributions add up to the score. Components are named as in ``docs/metrics.md``; those
            of risk are the units that no factor or hedge covers completely. The row ``constant`` is
            the part that depends on no component, ``cut to 0..100`` corrects a sum off the scale.

        Raises
        ------
        InputError
            If there is no such score.
        """
        import pandas as pd

        return pd.DataFrame(self.findings.explain(name), columns=list(EXPLANATION))

    def explain_words(self, name: str) -> pd.DataFrame:
        """Break the diction of a score, a row of :meth:`explain_score`, down by word.

        Parameters
        ----------
        name : str
            ``"hype"`` or ``"exposure"``.

        Returns
        -------
        pandas.DataFrame
            Columns ``word``, ``n`` (number of occurrences), ``grade`` and ``contribution`` (points
            of the score), the strongest first; contributions add up to that of the row.

        Raises
        ------
        InputError
            If words have no grades for that score.
        """
        import pandas as pd

        return pd.DataFrame(self.findings.explain_words(name), columns=list(WORDS))

    @property
    def hype(self) -> pd.DataFrame:
        """Words of praise and excitement outside the legal text, in reading order.

        Returns
        -------
        pandas.DataFrame
            Columns ``reason`` (such as ``"superlative"``), ``text``, ``start`` and ``end`` (code
            points), ``grade`` (1 polite, 2 disputable, 3 strong) and ``unit`` (its number). They
            contribute to the score ``metrics["hype"]``.
        """
        import pandas as pd

        return pd.DataFrame(hype_hits(self._tagged), columns=list(Hit._fields))

    @cached_property
    def findings(self) -> Findings:
        """Results of the analyses as plain data, from which the tables are made."""
        return Findings(self._tagged, self.date, self._release_effect)

    def interval(self, score: Callable[[Floats], Floats], draws: int = 200) -> tuple[float, float]:
        """Return the 90 % interval of a score that you define; it allows for errors of labels.

        Parameters
        ----------
        score, draws
            As for :func:`fls.analysis.intervals.interval`; probabilities as in :attr:`units`.

        Returns
        -------
        low, high : float

        Raises
        ------
        InputError
            As for :func:`fls.analysis.intervals.interval`.

        Examples
        --------
        >>> import fls
        >>> release = fls.score("Acme grew. It expects to open a mill.")
        >>> low, high = release.interval(lambda p: np.nansum(p[..., 2], axis=-1))
        >>> round(low, 1), round(high, 1)
        (1.0, 1.0)
        """
        return interval(score, self._tagged, self._release_effect, draws=draws)

    @cached_property
    def date(self) -> dt.date | None:
        """Day of the release, or None.

        As given to :func:`score`; else as found in the text; else the filing date in the file
        (``document.metadata["filing_date"]``), which may be some days later.
        """
        return release_day(self.document, self._date)[0]

    @property
    def promises(self) -> pd.DataFrame:
        """Forward-looking commitments in reading order, one per row.

        Returns
        -------
        pandas.DataFrame
            Columns as in ``docs/promises.md``; relative dates are counted from :attr:`date`.
        """
        return promise_frame(self.findings.promises)

    def promise_rows(self) -> list[dict[str, Any]]:
        """Return the content of :attr:`promises` without pandas; missing values are None."""
        return [dict(row) for row in self.findings.promises]

    @property
    def safe_harbor(self) -> SafeHarbor:
        """Elements and factors of the cautionary text, as described in ``docs/safe-harbor.md``.

        Returns
        -------
        SafeHarbor
            It shows which wording is present, and says nothing about legal protection.
        """
        return self.findings.safe_harbor

    @property
    def coverage(self) -> pd.DataFrame:
        """Each forward-looking statement with the cautionary factor that fits it best.

        Returns
        -------
        pandas.DataFrame
            See :attr:`fls.analysis.caution.safe_harbor.SafeHarbor.coverage`.
        """
        return self.safe_harbor.coverage

    def rows(self) -> list[dict[str, Any]]:
        """Return the content of :attr:`units` as plain data, without pandas.

        Returns
        -------
        list of dict
            By column. Missing are None in ``label`` and ``specific``, NaN in probabilities.
        """
        return unit_rows(self.text, self._units, *self._predictions)

    def explain(self, unit: int, label: str | None = None) -> Explanation:
        """Explain the decision about a unit.

        Parameters
        ----------
        unit : int
            Its number, as in the column ``unit``.
        label : str, optional
            The label to explain; by default the one it gets. ``"specific"`` explains
            whether the unit is specific, given that it is forward-looking.

        Returns
        -------
        Explanation
            Its contributions and the intercept add up to the logit.

        Raises
        ------
        InputError
            If there is no such unit or label, or units of its kind carry no label.
        """
        return self._model.explain(self.text, self._units, unit, label)

    def explain_each(self, units: Iterable[int]) -> list[Explanation]:
        """Explain the decisions about several units, much faster than one by one.

        Parameters
        ----------
        units : iterable of int
            Numbers of units that carry a label.

        Returns
        -------
        list of Explanation
            As :meth:`explain` returns them, in the order of ``units``.

        Raises
        ------
        InputError
            If it is no list, there is no such unit, or units of its kind carry no label.
        """
        rows = check_list("units", units, "is a list of numbers of units")
        return self._model.explain_each(self.text, self._units, rows)

    def to_html(self, path: str | os.PathLike[str], *, model: str | None = None) -> None:
        """Write a self-contained page that shows the release and its results.

        Parameters
        ----------
        path : path-like
            File to write; an existing one is replaced.
        model : str, optional
            Name of the model to show on the page; by default the digest of its weights.

        Raises
        ------
        InputError
            If the file cannot be written.
        """
        from fls.report import Report

        report = Report(model=model)
        report.add(self)
        report.save(path)

    def _repr_html_(self) -> str:
        """Show the tinted text and the shares in a notebook."""
        from fls.report import snippet

        return snippet(self)

    @property
    def model_digest(self) -> str:
        """SHA-256 of the weights that labelled the release, in hexadecimal."""
        return self._model.digest

    def __len__(self) -> int:
        """Return the number of units."""
        return len(self._units)

    def __repr__(self) -> str:
        """Summarise the release in one line: headline, number of units and shares of labels."""
        head = next((unit for unit in self._units if unit.kind == "headline"), None)
        title = " ".join(self.text[head.start : head.end].split())[:70] if head else "no headline"
        metrics = document_metrics(self._tagged.words, self._p, self._labelled)
        shares = [(label, metrics[f"{label}_share"]) for label in LABELS]
        listed = ", ".join(f"{label} {share:.0%}" for label, share in shares if share == share)
        return f"<Release {title!r}: {len(self)} units; {listed or 'no text'}>"
