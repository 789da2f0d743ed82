"""A model fitted to labels alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from fls.arrays import Flags, Floats
from fls.corpus import Release
from fls.document import LABELS
from fls.errors import InputError
from fls.features.context import columns
from fls.training import _ridge
from fls.training._data import Settings, TrainingData, by_slot, more_futures
from fls.training._fitted import (
    Fitted,
    Scored,
    Task,
    best_temperature,
    cross_validate,
    inside,
    release_effect,
)
from fls.training._labelled import LabelledUnits
from fls.training._prior import shares
from fls.training._ridge import Weights
from fls.training._specific import fit_specific

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

__all__ = ["FromNothing", "fit_weights"]

#: The steepest slope of the loss per unit at which a fit is done.
_TOLERANCE = 1e-4
_OR_START = ", or start from a trained model (start, --start default)"


class FromNothing:
    """Fit weights to the labels alone, which must hold every label."""

    start = None
    more_issuers = "label units of others" + _OR_START

    def check_unseen(self, parts: Mapping[str, Sequence[Release]]) -> None:
        """Any corpus will do."""

    def n_folds(self, releases: Sequence[Release], most: int) -> int:
        return most

    def check_labels(self, units: LabelledUnits, where: str) -> None:
        missing = [label for i, label in enumerate(LABELS) if not (units.true == i).any()]
        if missing:
            raise InputError(
                where, "has units of every label", f"none labelled {' or '.join(missing)}",
                "add releases that have them",
            )  # fmt: skip

    def fit(self, data: TrainingData, task: Task) -> Fitted:
        units, settings = data.units, task.settings
        (held_out, alone), weights = _fit_in_threads(data, task)
        temperature = best_temperature(held_out[units.aim], units.true[units.aim])
        specific = fit_specific(
            data.specific, task.folds, settings.specific, settings.iterations, best_temperature
        )
        more = more_futures(units, settings.futures)
        p_specific = np.full(len(units.true), np.nan)
        p_specific[units.forward] = specific.held_out
        scored = Scored(held_out / temperature, alone / temperature + more, p_specific)
        tables = by_slot(data, (weights[0] / temperature, weights[1] / temperature))
        # What is added where a unit stands alone is a weight like others.
        tables["dense"][columns().index("place:only unit")] += more
        return Fitted(
            *(scored, tables, specific.weights),
            choices={"temperature": temperature, **specific.choices},
            release_effect=release_effect(units, scored),
            facts={},
        )


def _fit_in_threads(data: TrainingData, task: Task) -> tuple[list[Floats], Weights]:
    """Held-out logits of units in their releases and alone; weights from all units."""
    from joblib import Parallel, delayed

    parts = [*inside(data.units, task.folds), np.ones(len(data.units.true), dtype=bool)]
    views = (data.rows, data.alone)
    # Threads, which share the rows: products of sparse matrices let each other run.
    fits = Parallel(n_jobs=task.jobs, prefer="threads", return_as="generator")(
        delayed(fit_weights)(data, part, task.settings) for part in parts
    )
    held_out = cross_validate(data.units, task, fits, views)
    task.tell("fit", 0, 1)
    weights = next(fits)
    task.tell("fit", 1, 1)
    return held_out, weights


def fit_weights(data: TrainingData, chosen: Flags, settings: Settings) -> Weights:
    """Weights (n_active, 4) and intercept (4,) from the chosen units.

    A unit stands twice, with weights that add up to 1: in its release and alone, so that the model
    can do with and without what stands around. Its second label has a share in it, so that the
    model learns that the unit is both, and probabilities near the border stay honest. What only
    holds in corpora that the model is not for is learnt beside and dropped.
    """
    from scipy import sparse

    units = data.units
    targets = shares(units.true[chosen], units.second[chosen], settings.second)
    _check_shares(targets)
    views = [(data.rows, 1.0 - settings.alone), (data.alone, settings.alone)]
    views = [(rows, share) for rows, share in views if share]
    rows = sparse.vstack([view[chosen] for view, _ in views]).tocsr()
    targets = np.concatenate([share * targets for _, share in views])
    aside = np.tile(~units.aim[chosen], len(views))
    rows = _with_own(rows, aside, settings.own)
    weights, intercept = _ridge.fit(
        *(rows, targets, np.zeros_like(targets)),
        np.append(np.full(rows.shape[1], settings.penalty), 0.0),
        tolerance=_TOLERANCE * targets.sum(),
        iterations=settings.iterations,
    )
    return weights[: data.rows.shape[1]], intercept


def _check_shares(targets: Floats) -> None:
    for label, mass in zip(LABELS, targets.sum(axis=0), strict=True):
        if not mass:
            raise InputError(
                "the corpus", "has each label in releases of several issuers",
                f"{label} in those of one part of the cross-validation only",
                "add releases that have it" + _OR_START,
            )  # fmt: skip


def _with_own(rows: csr_matrix, aside: Flags, factor: float) -> csr_matrix:
    """Add the features of units of other corpora a second time."""
    from scipy import sparse

    if not (factor and aside.any()):
        return rows
    own = sparse.diags_array(factor * aside) @ rows
    wider: csr_matrix = sparse.hstack([rows, own[:, np.diff(own.tocsc().indptr) > 0]]).tocsr()
    return wider
