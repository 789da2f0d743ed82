"""A model fitted to labels alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from fls.arrays import Flags, Floats
from fls.corpus import AnnotatedRelease
from fls.document import LABELS
from fls.errors import InputError
from fls.features.context import columns
from fls.training import _ridge
from fls.training._association import measure_association
from fls.training._data import (
    N_HASHED_BLOCKS,
    Settings,
    TrainingData,
    build_tables,
    find_lone_offset,
)
from fls.training._fitted import (
    Fitted,
    Scored,
    Task,
    cross_validate,
    estimate_release_effect,
    find_temperature,
    select_training_units,
)
from fls.training._labelled import LabelledUnits
from fls.training._prior import divide_units
from fls.training._ridge import Weights
from fls.training._specific import fit_specific

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

__all__ = ["FromNothing", "fit_weights"]

#: Maximum slope of the loss, per unit, at which a fit is complete.
_TOLERANCE = 1e-4
_OR_START = ", or start from a trained model (start, --start default)"


class FromNothing:
    """Fit weights to labels alone, among which every label must occur."""

    start = None
    more_issuers = "label units of others" + _OR_START

    def check_unseen(self, parts: Mapping[str, Sequence[AnnotatedRelease]]) -> None:
        """Accept any corpus."""

    def count_folds(self, releases: Sequence[AnnotatedRelease], limit: int) -> int:
        """Return the limit."""
        return limit

    def check_labels(self, units: LabelledUnits, where: str) -> None:
        """Refuse units among which a label is missing."""
        missing = [label for i, label in enumerate(LABELS) if not (units.true == i).any()]
        if missing:
            raise InputError(
                where, "has units of every label", f"none labelled {' or '.join(missing)}",
                "add releases that have them",
            )  # fmt: skip

    def fit(self, data: TrainingData, task: Task) -> Fitted:
        """Cross-validate, calibrate and fit the weights."""
        units, settings = data.units, task.settings
        (held_out, alone), weights = _fit_in_threads(data, task)
        temperature = find_temperature(held_out[units.in_target], units.true[units.in_target])
        specific = fit_specific(
            data.specific, task.folds, settings.specific, settings.iterations, find_temperature
        )
        lone_offset = find_lone_offset(units, settings.futures)
        p_specific = np.full(len(units.true), np.nan)
        p_specific[units.forward] = specific.held_out
        scored = Scored(held_out / temperature, alone / temperature + lone_offset, p_specific)
        tables = build_tables(data, (weights[0] / temperature, weights[1] / temperature))
        # What is added for units that stand alone is a weight like any other.
        tables["dense"][columns().index("place:only unit")] += lone_offset
        return Fitted(
            *(scored, tables, specific.weights),
            choices={"temperature": temperature, **specific.choices},
            release_effect=estimate_release_effect(units, scored),
            facts={},
        )


def _fit_in_threads(data: TrainingData, task: Task) -> tuple[list[Floats], Weights]:
    """Return held-out logits of units in their releases and alone, and weights from all units."""
    from joblib import Parallel, delayed

    parts = [
        *select_training_units(data.units, task.folds),
        np.ones(len(data.units.true), dtype=bool),
    ]
    views = (data.rows, data.alone)
    # Threads share the rows, and products of sparse matrices run in parallel.
    fits = Parallel(n_jobs=task.jobs, prefer="threads", return_as="generator")(
        delayed(fit_weights)(data, part, task.settings) for part in parts
    )
    held_out = cross_validate(data.units, task, fits, views)
    task.report("fit", 0, 1)
    weights = next(fits)
    task.report("fit", 1, 1)
    return held_out, weights


def fit_weights(data: TrainingData, chosen: Flags, settings: Settings) -> Weights:
    """Fit weights (n_active, 4) and intercept (4,) to the chosen units.

    Each unit occurs twice, in its release and alone, with weights that add up to 1, so that the
    model works with and without the surrounding text. A second label gets a share of the unit, so
    that the model learns that the unit is both, and probabilities near the border stay honest.
    What only holds in corpora that the model is not for is learnt separately and dropped. Hashed
    features that tell more about the label are shrunk less.
    """
    from scipy import sparse

    units = data.units
    targets = divide_units(units.true[chosen], units.second[chosen], settings.second)
    _check_targets(targets)
    factor = _find_factors(data, chosen, targets, settings.association)
    views = [(data.rows, 1.0 - settings.alone), (data.alone, settings.alone)]
    views = [(rows, share) for rows, share in views if share]
    rows = sparse.vstack([view[chosen] for view, _ in views]).tocsr()
    rows.data *= factor[rows.indices]
    targets = np.concatenate([share * targets for _, share in views])
    is_other = np.tile(~units.in_target[chosen], len(views))
    rows = _add_own_features(rows, is_other, settings.own)
    weights, intercept = _ridge.fit(
        *(rows, targets, np.zeros_like(targets)),
        np.append(np.full(rows.shape[1], settings.penalty), 0.0),
        tolerance=_TOLERANCE * targets.sum(),
        iterations=settings.iterations,
    )
    return weights[: data.rows.shape[1]] * factor[:, None], intercept


def _find_factors(data: TrainingData, chosen: Flags, targets: Floats, power: float) -> Floats:
    """Return the factor of each column in a fit to the chosen units: 1 but for hashed features."""
    factor = np.ones(data.rows.shape[1])
    hashed = data.block < N_HASHED_BLOCKS
    if power and hashed.any():
        rows = data.rows[chosen][:, hashed]
        factor[hashed] = measure_association(rows, targets, data.block[hashed], power)
    return factor


def _check_targets(targets: Floats) -> None:
    """Refuse a part of the cross-validation in which a label does not occur."""
    for label, total in zip(LABELS, targets.sum(axis=0), strict=True):
        if not total:
            raise InputError(
                "the corpus", "has each label in releases of several issuers",
                f"{label} in those of one part of the cross-validation only",
                "add releases that have it" + _OR_START,
            )  # fmt: skip


def _add_own_features(rows: csr_matrix, is_other: Flags, factor: float) -> csr_matrix:
    """Add a second copy of the features, filled for units of the other corpora only."""
    from scipy import sparse

    if not (factor and is_other.any()):
        return rows
    own = sparse.diags_array(factor * is_other) @ rows
    wider: csr_matrix = sparse.hstack([rows, own[:, np.diff(own.tocsc().indptr) > 0]]).tocsr()
    return wider
