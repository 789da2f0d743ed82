"""A model fitted towards the weights of a given one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from fls.analysis.intervals import RELEASE_EFFECT
from fls.arrays import Flags, Floats
from fls.corpus import AnnotatedRelease
from fls.document import LABELS
from fls.errors import InputError
from fls.evaluation import measure_specific
from fls.model import Model
from fls.training import _prior
from fls.training._data import TrainingData, build_tables
from fls.training._fitted import (
    Fitted,
    Scored,
    Task,
    cross_validate,
    estimate_release_effect,
    find_temperature,
    round_figure,
    select_training_units,
)
from fls.training._labelled import LabelledUnits
from fls.training._ridge import Weights
from fls.training._specific import Fit, fit_specific, fit_specific_towards

__all__ = ["FromModel"]

#: Minimum number of fully labelled releases to fit intervals to. With so many, intervals cover .89
#: of the shares, give or take .03 (with 25 releases, .05).
_MIN_WHOLE_RELEASES = 100


@dataclass(frozen=True)
class FromModel:
    """Fit a change of the weights of a model, which takes no more than two labels."""

    start: Model
    more_issuers = "label units of others"

    def check_unseen(self, parts: Mapping[str, Sequence[AnnotatedRelease]]) -> None:
        """Refuse corpora that the model was trained on."""
        _prior.check_unseen(self.start, parts)

    def count_folds(self, releases: Sequence[AnnotatedRelease], limit: int) -> int:
        """Return at most one fold for each issuer."""
        return _prior.count_folds(releases, limit)

    def check_labels(self, units: LabelledUnits, where: str) -> None:
        """Refuse a single label, from which nothing can be learnt or measured."""
        if len(np.unique(units.true)) < 2:
            raise InputError(
                where, "has units of two labels or more", f"only {LABELS[units.true[0]]} ones",
                "label units of other kinds beside them, as they come in a release",
            )  # fmt: skip

    def fit(self, data: TrainingData, task: Task) -> Fitted:
        """Cross-validate, calibrate and fit the change."""
        units = data.units
        learned = _learn(data, task)
        temperature = self._find_temperature(units, learned)
        specific = self._fit_specific(data, task)
        p_specific = np.full(len(units.true), np.nan)
        p_specific[units.forward] = specific.held_out
        scored = Scored(learned.held_out / temperature, None, p_specific)
        return Fitted(
            *(scored, self._build_tables(data, learned.change, temperature), specific.weights),
            choices={"temperature": temperature, **specific.choices},
            release_effect=self._estimate_release_effect(units, scored),
            facts={"start": self._describe_start(data, learned, specific, task.seed)},
        )

    def _find_temperature(self, units: LabelledUnits, learned: _prior.Learned) -> float:
        """Find the temperature; few fully labelled releases can only make the model less sure."""
        temperature = find_temperature(
            learned.held_out[units.in_target], units.true[units.in_target]
        )
        if _has_enough_whole_releases(units):
            return temperature
        # Selected units may be easier than others: they can make a start less sure, never more.
        is_unchanged = learned.facts["strength"] is None
        return 1.0 if is_unchanged else max(1.0, temperature)

    def _fit_specific(self, data: TrainingData, task: Task) -> Fit:
        """Fit weights for specific units, towards those of the start if it has any."""
        settings, start = task.settings, self.start.specific
        if start:
            return fit_specific_towards(
                *(data.specific, start, data.units.releases),
                *(task.folds, settings.penalty, task.seed),
            )
        return fit_specific(
            data.specific, task.folds, settings.specific, settings.iterations, find_temperature
        )

    def _build_tables(
        self, data: TrainingData, change: Weights, temperature: float
    ) -> dict[str, Floats]:
        """Add the change to the weights of the start, by slot."""
        tables = build_tables(data, (change[0] / temperature, change[1] / temperature))
        # The temperature as model.json holds it.
        divisor = round(temperature, 6)
        return {name: table + getattr(self.start, name) / divisor for name, table in tables.items()}

    def _estimate_release_effect(self, units: LabelledUnits, scored: Scored) -> dict[str, float]:
        """Fit the release effect to fully labelled releases; keep the start's if they are few."""
        if _has_enough_whole_releases(units):
            return estimate_release_effect(units, scored)
        return dict(self.start.info.get("release_effect", RELEASE_EFFECT))

    def _describe_start(
        self, data: TrainingData, learned: _prior.Learned, specific: Fit, seed: int
    ) -> dict[str, Any]:
        """Describe the start and what was gained from it."""
        facts = {"weights_sha256": self.start.digest, **learned.facts}
        if self.start.specific:
            facts["specific"] = _measure_specific(data, specific, seed)
        return facts


def _learn(data: TrainingData, task: Task) -> _prior.Learned:
    """Learn a change of the weights of the start, and measure it on held-out units."""
    units, settings = data.units, task.settings

    def predict_held_out(fit: Callable[[Flags], Weights]) -> Floats:
        fits = map(fit, select_training_units(units, task.folds))
        return cross_validate(units, task, fits, (data.rows,))[0]

    targets = _prior.divide_units(units.true, units.second, settings.second)
    problem = _prior.Problem(data.rows, targets, data.offset, units.doc)
    return _prior.learn(
        *(problem, units.true, units.releases, predict_held_out),
        *(settings.penalty, settings.folds, task.seed),
    )


def _has_enough_whole_releases(units: LabelledUnits) -> bool:
    """Check whether there are enough fully labelled releases to estimate the release effect.

    The shares of a partly labelled release are not known: units that were labelled because the
    model was in doubt say nothing about the rest.
    """
    return (
        len(np.unique(units.doc[units.in_target & units.in_whole_release])) >= _MIN_WHOLE_RELEASES
    )


def _measure_specific(data: TrainingData, specific: Fit, seed: int) -> dict[str, Any]:
    """Measure how often forward-looking units are correctly called specific or not.

    The result holds the ``strength`` of the prior (None if infinite), and the accuracy with its
    interval of the ``given`` model and of the one fitted to the labels of other issuers
    (``start``).
    """
    units, forward = data.units, data.units.forward
    _, doc = np.unique(units.doc[forward], return_inverse=True)
    accuracies = {}
    for name, p in (("given", data.specific.given), ("start", specific.held_out)):
        figures = measure_specific(units.marked[forward], p, units.dated[forward], doc, seed)
        accuracies[name] = round_figure(figures["specific_accuracy"])
    return {"strength": specific.choices.get("specific_strength"), **accuracies}
