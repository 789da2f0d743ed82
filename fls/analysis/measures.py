"""Everything that is found in one labelled release, and the numbers of it that are metrics."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from fls.analysis.body import Body, read_body
from fls.analysis.caution import ELEMENTS, PROTECTION_COMPONENTS, SafeHarbor
from fls.analysis.commitments import FORWARD_SHARES, forward_shares, hedge, promises
from fls.analysis.diction import MIDDLE, graded_words
from fls.analysis.exposure import EXPOSURE_COMPONENTS, exposure_parts
from fls.analysis.hype import HYPE_COMPONENTS, hype_parts
from fls.analysis.intervals import INTERVALS, RELEASE_EFFECT, drawn, ends, share_intervals
from fls.analysis.risk import risk_amounts, share_of_risk
from fls.analysis.scores import total, weights
from fls.analysis.tagged import Tagged
from fls.arrays import Flags, Floats
from fls.checks import check_choice
from fls.document import FORWARD_LOOKING, SCORES, WORDED

__all__ = ["ANALYSES", "EXPLANATION", "MEASURES", "WORDS", "Analysis", "Findings", "Score"]

_COMPONENTS = {
    "hype": HYPE_COMPONENTS,
    "exposure": EXPOSURE_COMPONENTS,
    "protection": PROTECTION_COMPONENTS,
}
#: Names of the metrics, in order.
MEASURES = (
    "hype",
    *(f"hype_{name}" for name in HYPE_COMPONENTS),
    "exposure",
    *(f"exposure_{name}" for name in EXPOSURE_COMPONENTS),
    *(f"forward_{name}_share" for name in FORWARD_SHARES),
    *("n_promises", "protection", *(f"has_{name}" for name in ELEMENTS), "n_elements"),
    *("n_factors", "n_generic_factors", "tailored_share", "generic_share"),
    *("covered_share", "risk"),
    *(f"{name}_{end}" for name in SCORES for end in ("low", "high")),
)
#: Columns of the explanation of a score, and of the single words in it.
EXPLANATION = ("component", "value", "weight", "contribution")
WORDS = ("word", "n", "grade", "contribution")
#: Number of draws of labels for the intervals of scores.
_N_DRAWS = 50
#: Maximum number of units times draws in one array: 32 megabytes.
_MAX_SIZE = 4_000_000
#: Share of a statement that a hedge of the weakest grade takes off; others in proportion.
_HEDGE_WEIGHT = 0.5
#: Lowest probability of being forward-looking at which a unit is searched for a hedge.
_MIN_PROBABILITY = 0.1


class Score(NamedTuple):
    """A score and its 90 % interval.

    Parameters
    ----------
    value, low, high : float
        In [0, 100]; NaN if there is nothing to rate.
    """

    value: float
    low: float
    high: float


class Findings:
    """What is found in a labelled release; each part is computed when it is first used.

    Parameters
    ----------
    tagged : Tagged
    today : datetime.date, optional
        Day of the release.
    effect : mapping of str to float, optional
        Variance of the log-odds from release to release, see
        :func:`fls.analysis.intervals.share_intervals`.

    Examples
    --------
    >>> from fls.document import Unit
    >>> text = "Acme will open ten plants."
    >>> one = Tagged(text, [Unit("sentence", 0, 26, "prose", 0)], np.array([[0, 0, 1.0, 0]]),
    ...              np.array([0.9]))
    >>> Findings(one).scores["risk"]
    Score(value=100.0, low=100.0, high=100.0)
    """

    def __init__(
        self,
        tagged: Tagged,
        today: date | None = None,
        effect: Mapping[str, float] = RELEASE_EFFECT,
    ) -> None:
        self.tagged = tagged
        self.today = today
        self._effect = effect

    @cached_property
    def promises(self) -> list[dict[str, Any]]:
        """Rows of :func:`fls.analysis.commitments.promises.promises`."""
        return promises(self.tagged, self.today)

    @cached_property
    def safe_harbor(self) -> SafeHarbor:
        """The cautionary text."""
        return SafeHarbor(self.tagged)

    @cached_property
    def _drawn(self) -> Flags:
        """Labels that the units might have."""
        return drawn(self.tagged.p[self.tagged.labelled], self._effect, _N_DRAWS)

    @cached_property
    def _body(self) -> Body:
        return read_body(self.tagged, self._drawn)

    def _bodies(self) -> Iterator[Body]:
        """Yield the body with all draws; for a very long text, with some of them at a time."""
        step = max(1, _MAX_SIZE // max(1, int(self.tagged.labelled.sum())))
        if step >= _N_DRAWS:
            yield self._body
            return
        for first in range(0, _N_DRAWS, step):
            yield read_body(self.tagged, self._drawn[:, first : first + step])

    @cached_property
    def _parts(self) -> dict[str, Floats]:
        """Components of each score except risk, (n_components, 1 + draws)."""
        both = [
            (hype_parts(self.tagged, body), exposure_parts(self.tagged, body))
            for body in self._bodies()
        ]
        hype, exposure = map(_join_draws, zip(*both, strict=True))
        protection = self.safe_harbor.protection_parts(self._drawn)
        return {"hype": hype, "exposure": exposure, "protection": protection}

    @cached_property
    def _hedged(self) -> Floats:
        """Share that its hedge takes off each unit, in [0, 1]."""
        shares = np.zeros(len(self.tagged.units))
        for number in np.flatnonzero(
            self.tagged.p[:, FORWARD_LOOKING] >= _MIN_PROBABILITY
        ).tolist():
            shares[number] = _HEDGE_WEIGHT * (hedge(self.tagged.tidy(number)) or 0.0)
        return shares

    @cached_property
    def _risk(self) -> tuple[Floats, Floats, Floats]:
        """Uncovered words of each labelled unit; their sum, and the other words, for each draw."""
        open_ = (1.0 - self.safe_harbor.covered) * (1.0 - self._hedged)
        amounts = [risk_amounts(body, open_) for body in self._bodies()]
        sums = [uncovered.sum(axis=1) for uncovered, _ in amounts]
        return amounts[0][0][0], _join_draws(sums), _join_draws([other for _, other in amounts])

    @cached_property
    def scores(self) -> dict[str, Score]:
        """Each of :data:`fls.document.SCORES` with its interval."""
        scores = {}
        for name in SCORES:
            if name == "risk":
                _, uncovered, other = self._risk
                values = share_of_risk(uncovered, other)
            else:
                parts = dict(zip(_COMPONENTS[name], self._parts[name], strict=True))
                values = 100.0 * np.clip(total(name, parts), 0.0, 1.0)
            scores[name] = Score(float(values[0]), *ends(values))
        return scores

    def components(self, name: str) -> dict[str, float]:
        """Return the components of hype, exposure or protection by name, in [0, 1]."""
        check_choice("score", name, tuple(_COMPONENTS))
        return dict(zip(_COMPONENTS[name], self._parts[name][:, 0].tolist(), strict=True))

    def explain(self, name: str) -> list[dict[str, Any]]:
        """Return what each component contributes to a score.

        Parameters
        ----------
        name : str
            One of :data:`fls.document.SCORES`.

        Returns
        -------
        list of dict
            Keys as :data:`EXPLANATION`; contributions add up to the score. The value of diction is
            its distance from the neutral middle, whose contribution is part of the constant. The
            components of risk are the units: the value is the uncovered words of a unit, the weight
            100 / (U + N).

        Raises
        ------
        InputError
            If there is no such score.
        """
        check_choice("score", name, SCORES)
        if name == "risk":
            return self._explain_risk()
        intercept, weight = weights()[name]
        values = {part: x for part, x in self.components(name).items() if part in weight}
        if "diction" in values:
            values["diction"] -= MIDDLE
            intercept += MIDDLE * weight["diction"]
        parts = {"constant": (1.0, intercept)} if intercept else {}
        parts |= {part: (value, weight[part]) for part, value in values.items()}
        rows = [
            (part, value, by * 100.0, value * by * 100.0) for part, (value, by) in parts.items()
        ]
        cut = self.scores[name].value - sum(row[3] for row in rows)
        if abs(cut) > 1e-9:
            rows.append(("cut to 0..100", float("nan"), float("nan"), cut))
        return [dict(zip(EXPLANATION, row, strict=True)) for row in rows]

    def explain_words(self, name: str) -> list[dict[str, Any]]:
        """Return what each word contributes to the diction of a score.

        Parameters
        ----------
        name : str
            One of :data:`fls.document.WORDED`.

        Returns
        -------
        list of dict
            Keys as :data:`WORDS`, a row for each word of the body that has a grade, the strongest
            first; contributions are points of the score and add up to that of diction.

        Raises
        ------
        InputError
            If no words are graded for such a score.
        """
        check_choice("score", name, WORDED)
        by = 100.0 * weights()[name].weights["diction"]
        rows = graded_words(name, self.tagged.body_words)
        return [
            dict(zip(WORDS, (word, n, grade, added * by), strict=True))
            for word, n, grade, added in rows
        ]

    def _explain_risk(self) -> list[dict[str, Any]]:
        uncovered, sums, other = self._risk
        whole = float(sums[0] + other[0])
        by = 100.0 / whole if whole > 0 else float("nan")
        return [
            dict(zip(EXPLANATION, (f"unit {number}", value, by, value * by), strict=True))
            for number, value in zip(
                np.flatnonzero(self.tagged.labelled).tolist(), uncovered.tolist(), strict=True
            )
            if value > 0
        ]

    def intervals(self) -> dict[str, float]:
        """Return the ends of the intervals of the shares, see :mod:`fls.analysis.intervals`."""
        tagged = self.tagged
        return share_intervals(tagged.words, tagged.p, tagged.labelled, self._effect)

    def measures(self) -> dict[str, float]:
        """Return the metrics of the analyses.

        Returns
        -------
        dict of str to float
            By name, as in :data:`MEASURES`: scores and the ends of their intervals in [0, 100],
            components and shares in [0, 1], counts (``n_``) int, flags (``has_``) 1 or 0; NaN if
            there is nothing to measure.
        """
        legend, scores = self.safe_harbor, self.scores
        values = [
            *(scores["hype"].value, *self.components("hype").values()),
            *(scores["exposure"].value, *self.components("exposure").values()),
            *forward_shares(self.tagged, self.promises, self.today).values(),
            *(len(self.promises), scores["protection"].value),
            *(*map(int, map(legend.has, ELEMENTS)), legend.n_elements),
            *(legend.n_factors, legend.n_generic_factors),
            *(legend.tailored_share, legend.generic_share),
            *(legend.covered_share, scores["risk"].value),
            *(end for score in scores.values() for end in (score.low, score.high)),
        ]
        return dict(zip(MEASURES, values, strict=True))


def _join_draws(parts: Sequence[Floats]) -> Floats:
    """Join the draws of several parts; the first of each part is the release itself."""
    first, *others = parts
    return np.concatenate((first, *(part[..., 1:] for part in others)), axis=-1)


class Analysis(NamedTuple):
    """Metrics of a release that come from more than labels and words.

    Parameters
    ----------
    metrics : tuple of str
        Names of the metrics, in order. Those that begin with ``n_`` are whole numbers, those with
        ``has_`` flags, 1 or 0.
    measure : callable
        Returns them by name for the :class:`Findings` of a release; NaN if one is not defined.
    """

    metrics: tuple[str, ...]
    measure: Callable[[Findings], Mapping[str, float]]


#: By name, in the order of their metrics after :data:`fls.metrics.METRICS`; many releases may be
#: scored without some of them.
ANALYSES: dict[str, Analysis] = {
    "intervals": Analysis(INTERVALS, Findings.intervals),
    "scores": Analysis(MEASURES, Findings.measures),
}
