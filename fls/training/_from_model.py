"""A model fitted towards the weights of a given one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from fls.analysis.intervals import RELEASE_EFFECT
from fls.arrays import Flags, Floats
from fls.corpus import Release
from fls.document import LABELS
from fls.errors import InputError
from fls.evaluation import specific_figures
from fls.model import Model
from fls.training import _prior
from fls.training._data import TrainingData, by_slot
from fls.training._fitted import (
    Fitted,
    Scored,
    Task,
    best_temperature,
    cross_validate,
    inside,
    release_effect,
    rounded,
)
from fls.training._labelled import LabelledUnits
from fls.training._ridge import Weights
from fls.training._specific import Fit, fit_specific, start_specific

__all__ = ["FromModel"]

#: From so many releases of which every unit is labelled, intervals are fitted to them: they then
#: hold .89 of the shares, give or take .03 (by 25 releases, .05).
_WHOLE = 100


@dataclass(frozen=True)
class FromModel:
    """Fit a change of the weights of a model, for which two labels do."""

    start: Model
    more_issuers = "label units of others"

    def check_unseen(self, parts: Mapping[str, Sequence[Release]]) -> None:
        _prior.check_unseen(self.start, parts)

    def n_folds(self, releases: Sequence[Release], most: int) -> int:
        return _prior.folds_of(releases, most)

    def check_labels(self, units: LabelledUnits, where: str) -> None:
        """Refuse a single label: of one nothing can be learnt and nothing measured."""
        if len(np.unique(units.true)) < 2:
            raise InputError(
                where, "has units of two labels or more", f"only {LABELS[units.true[0]]} ones",
                "label units of other kinds beside them, as they come in a release",
            )  # fmt: skip

    def fit(self, data: TrainingData, task: Task) -> Fitted:
        units = data.units
        learned = _learn(data, task)
        temperature = self._temperature(units, learned)
        specific = self._fit_specific(data, task)
        p_specific = np.full(len(units.true), np.nan)
        p_specific[units.forward] = specific.held_out
        scored = Scored(learned.held_out / temperature, None, p_specific)
        return Fitted(
            *(scored, self._tables(data, learned.change, temperature), specific.weights),
            choices={"temperature": temperature, **specific.choices},
            release_effect=self._release_effect(units, scored),
            facts={"start": self._facts(data, learned, specific, task.seed)},
        )

    def _temperature(self, units: LabelledUnits, learned: _prior.Learned) -> float:
        temperature = best_temperature(learned.held_out[units.aim], units.true[units.aim])
        if _enough_whole(units):
            return temperature
        # Chosen units may be easier than others: they can take sureness from a start, not add any.
        stays = learned.facts["strength"] is None
        return 1.0 if stays else max(1.0, temperature)

    def _fit_specific(self, data: TrainingData, task: Task) -> Fit:
        settings, start = task.settings, self.start.specific
        if start:
            return start_specific(
                *(data.specific, start, data.units.releases),
                *(task.folds, settings.penalty, task.seed),
            )
        return fit_specific(
            data.specific, task.folds, settings.specific, settings.iterations, best_temperature
        )

    def _tables(self, data: TrainingData, change: Weights, temperature: float) -> dict[str, Floats]:
        tables = by_slot(data, (change[0] / temperature, change[1] / temperature))
        # The temperature as it is written down.
        divisor = round(temperature, 6)
        return {name: table + getattr(self.start, name) / divisor for name, table in tables.items()}

    def _release_effect(self, units: LabelledUnits, scored: Scored) -> dict[str, float]:
        """Fit it to releases labelled as a whole; where they are few, keep that of the start."""
        if _enough_whole(units):
            return release_effect(units, scored)
        return dict(self.start.info.get("release_effect", RELEASE_EFFECT))

    def _facts(
        self, data: TrainingData, learned: _prior.Learned, specific: Fit, seed: int
    ) -> dict[str, Any]:
        facts = {"weights_sha256": self.start.digest, **learned.facts}
        if self.start.specific:
            facts["specific"] = _specific_gain(data, specific, seed)
        return facts


def _learn(data: TrainingData, task: Task) -> _prior.Learned:
    """Held-out logits, what to add to the weights of the start, and facts."""
    units, settings = data.units, task.settings

    def held_out(fit: Callable[[Flags], Weights]) -> Floats:
        fits = map(fit, inside(units, task.folds))
        return cross_validate(units, task, fits, (data.rows,))[0]

    targets = _prior.shares(units.true, units.second, settings.second)
    problem = _prior.Problem(data.rows, targets, data.offset, units.doc)
    return _prior.learn(
        *(problem, units.true, units.releases, held_out),
        *(settings.penalty, settings.folds, task.seed),
    )


def _enough_whole(units: LabelledUnits) -> bool:
    """Whether enough releases are labelled as a whole to say how far releases are off.

    Of a release with some labels the share is not known: labels that were asked for because the
    model was in doubt say nothing of the rest.
    """
    return len(np.unique(units.doc[units.aim & units.of_whole])) >= _WHOLE


def _specific_gain(data: TrainingData, specific: Fit, seed: int) -> dict[str, Any]:
    """How often forward-looking units are rightly called specific or not.

    ``strength`` of the prior (None: without end), and accuracy with interval of the ``given``
    model and of the one that was fitted to the labels of other issuers (``start``).
    """
    units, forward = data.units, data.units.forward
    _, doc = np.unique(units.doc[forward], return_inverse=True)
    accuracies = {}
    for name, p in (("given", data.specific.given), ("start", specific.held_out)):
        figures = specific_figures(units.marked[forward], p, units.dated[forward], doc, seed)
        accuracies[name] = rounded(figures["specific_accuracy"])
    return {"strength": specific.choices.get("specific_strength"), **accuracies}
