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

    Made by :func:`score`; tables are built when they are asked for. Pickled, it refers to its model
    as :class:`fls.Model` tells: many releases in one process share one.

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
        self._effect = model.info.get("release_effect", RELEASE_EFFECT)
        self._tagged = Tagged(document.text, self._units, self._p, self._p_specific, words)

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
        return (*self.document.warnings, *genre_warnings(self.text, outline_of(self._units)))

    @property
    def spans(self) -> Sequence[Unit]:
        """All units as spans of the text, with the layout rule and the paragraph they come from."""
        return self._units

    @property
    def units(self) -> pd.DataFrame:
        """All units in reading order; a table of your own, as all that a release gives.

        Returns
        -------
        pandas.DataFrame
            Columns ``unit`` (number from 0), ``kind``, ``start`` and ``end`` (code points:
            ``release.text[start:end]`` is the unit), ``text`` (that slice), ``label`` (see
            :func:`fls.decision.decide`; not always the most probable one) and ``p_factual``,
            ``p_promotional``, ``p_forward_looking``, ``p_boilerplate`` (in [0, 1], adding up to
            1). Label and probabilities are missing for the kinds that carry none: heading, table,
            contact, other. Where the probability of the label is below ``abstain``, label and
            ``specific`` are missing. ``specific``
            (nullable boolean) and ``p_specific`` (in [0, 1]) tell whether a unit labelled
            forward-looking names a number, a date or an event that can be checked later; missing
            for all others, and with a model that does not tell.
        """
        return self._table.copy()

    @cached_property
    def _table(self) -> pd.DataFrame:
        import pandas as pd

        units = unit_table([self._units])
        return pd.DataFrame(unit_columns([self.text], units, *self._said))

    @property
    def _said(self) -> tuple[Floats, Flags, Floats, float]:
        """What the model says of the units, as :mod:`fls.frames` takes it."""
        return self._p, self._labelled, self._p_specific, self._abstain

    @property
    def sentences(self) -> pd.DataFrame:
        """The labelled ones of :attr:`units`: headlines, sentences, items; index kept."""
        return self._table[self._labelled]

    @property
    def metrics(self) -> dict[str, float]:
        """Document metrics by name, a dict of your own; formulae in ``docs/metrics.md``.

        Returns
        -------
        dict of str to float
            Counts are whole; flags (``has_``) are 1 or 0; shares are in [0, 1], NaN where nothing
            can be shared out. They rest on probabilities and do not depend on ``abstain``. The
            scores ``hype``, ``exposure``, ``protection`` and ``risk`` are in [0, 100]. Names in
            ``_low`` and ``_high`` are the ends of 90 % intervals for errors of labels, see
            ``docs/metrics.md``. All are numbers, so that a Series or a table made of them is
            numeric; in the tables of many releases and in files flags are bool.
        """
        return self._metrics.copy()

    @cached_property
    def _metrics(self) -> dict[str, float]:
        words = self._tagged.words
        found = document_metrics(words, self._p, self._labelled)
        for analysis in ANALYSES.values():
            found |= analysis.measure(self.findings)
        return found

    @property
    def scores(self) -> pd.DataFrame:
        """The scores from 0 to 100 with their intervals.

        Returns
        -------
        pandas.DataFrame
            Index ``score``: hype, exposure, protection, risk; columns ``value``, ``low`` and
            ``high``, the ends of a 90 % interval for errors of labels.
        """
        import pandas as pd

        scores = self.findings.scores
        frame = pd.DataFrame(list(scores.values()), columns=list(Score._fields), index=list(scores))
        return frame.rename_axis("score")

    def explain_score(self, name: str) -> pd.DataFrame:
        """Take a score apart.

        Parameters
        ----------
        name : str
            ``"hype"``, ``"exposure"``, ``"protection"`` or ``"risk"``.

        Returns
        -------
        pandas.DataFrame
            Columns ``component``, ``value``, ``weight`` and ``contribution``, value times weight;
            contributions add up to the score. Components are named as in ``docs/metrics.md``; those
            of risk are the units that no factor or hedge covers wholly. The row ``constant`` is
            what a release without any has, ``cut to 0..100`` what the sum goes beyond the scale.

        Raises
        ------
        InputError
            If there is no such score.
        """
        import pandas as pd

        return pd.DataFrame(self.findings.explain(name), columns=list(EXPLANATION))

    def explain_words(self, name: str) -> pd.DataFrame:
        """Take the diction of a score apart: its row in :meth:`explain_score`, word by word.

        Parameters
        ----------
        name : str
            ``"hype"`` or ``"exposure"``.

        Returns
        -------
        pandas.DataFrame
            Columns ``word``, ``n`` (how often), ``grade`` and ``contribution`` (points of the
            score), the strongest first; contributions add up to that of the row.

        Raises
        ------
        InputError
            If no words are graded for such a score.
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
            points), ``grade`` (1 polite, 2 disputable, 3 strong) and ``unit`` (its number). The
            score that they are part of is ``metrics["hype"]``.
        """
        import pandas as pd

        return pd.DataFrame(hype_hits(self._tagged), columns=list(Hit._fields))

    @cached_property
    def findings(self) -> Findings:
        """What is read out of the release, as plain data; the tables are made of it."""
        return Findings(self._tagged, self.date, self._effect)

    def interval(self, score: Callable[[Floats], Floats], draws: int = 200) -> tuple[float, float]:
        """Give the 90 % interval of a score of your own, as far as errors of labels go.

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
            As there.

        Examples
        --------
        >>> import fls
        >>> release = fls.score("Acme grew. It expects to open a mill.")
        >>> low, high = release.interval(lambda p: np.nansum(p[..., 2], axis=-1))
        >>> round(low, 1), round(high, 1)
        (1.0, 1.0)
        """
        return interval(score, self._tagged, self._effect, draws=draws)

    @cached_property
    def date(self) -> dt.date | None:
        """Day of the release, or None.

        As given to :func:`score`; else as found in the text; else the day of filing that the file
        tells (``document.metadata["filing_date"]``), which may be some days later.
        """
        return release_day(self.document, self._date)[0]

    @property
    def promises(self) -> pd.DataFrame:
        """Forward-looking commitments, a row each, in reading order.

        Returns
        -------
        pandas.DataFrame
            Columns as described in ``docs/promises.md``; days are counted from :attr:`date`.
        """
        return promise_frame(self.findings.promises)

    def promise_rows(self) -> list[dict[str, Any]]:
        """Give the content of :attr:`promises` as plain data, without pandas; None if missing."""
        return [dict(row) for row in self.findings.promises]

    @property
    def safe_harbor(self) -> SafeHarbor:
        """What the cautionary text holds: elements, factors, how tailored; ``docs/safe-harbor.md``.

        Returns
        -------
        SafeHarbor
            Presence of wording, never legal protection.
        """
        return self.findings.safe_harbor

    @property
    def coverage(self) -> pd.DataFrame:
        """Each forward-looking statement with the cautionary factor that speaks to it best.

        Returns
        -------
        pandas.DataFrame
            See :attr:`fls.analysis.caution.safe_harbor.SafeHarbor.coverage`.
        """
        return self.safe_harbor.coverage

    def rows(self) -> list[dict[str, Any]]:
        """Give the content of :attr:`units` as plain data, without pandas.

        Returns
        -------
        list of dict
            Keys as the columns; ``label`` and ``specific`` are None and probabilities are NaN
            where missing.
        """
        return unit_rows(self.text, self._units, *self._said)

    def explain(self, unit: int, label: str | None = None) -> Explanation:
        """Take the decision about a unit apart.

        Parameters
        ----------
        unit : int
            Its number, as in the column ``unit``.
        label : str, optional
            The label to explain; by default the one it gets. ``"specific"`` explains
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
        return self._model.explain(self.text, self._units, unit, label)

    def explain_each(self, units: Iterable[int]) -> list[Explanation]:
        """Take the decisions about several units apart, much faster than one by one.

        Parameters
        ----------
        units : iterable of int
            Numbers of units that carry a label.

        Returns
        -------
        list of Explanation
            As :meth:`explain` gives them.

        Raises
        ------
        InputError
            If it is no list, there is no such unit, or units of its kind carry no label.
        """
        rows = check_list("units", units, "is a list of numbers of units")
        return self._model.explain_each(self.text, self._units, rows)

    def to_html(self, path: str | os.PathLike[str], *, model: str | None = None) -> None:
        """Write one self-contained page that shows the release and what was found in it.

        Parameters
        ----------
        path : path-like
            File to write; replaced if it is there. An :class:`fls.InputError` tells what hinders.
        model : str, optional
            Name of the model, to be told on the page.
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
        """SHA-256 over the weights that labelled the release, in hexadecimal."""
        return self._model.digest

    def __len__(self) -> int:
        """Count the units."""
        return len(self._units)

    def __repr__(self) -> str:
        """Tell the most important in a few lines."""
        head = next((u for u in self._units if u.kind == "headline"), None)
        title = " ".join(self.text[head.start : head.end].split())[:70] if head else "no headline"
        found = document_metrics(self._tagged.words, self._p, self._labelled)
        by_label = {label: found[f"{label}_share"] for label in LABELS}
        shares = ", ".join(f"{k} {share:.0%}" for k, share in by_label.items() if share == share)
        return f"<Release {title!r}: {len(self)} units; {shares or 'no text'}>"
