"""What a fit is told, what it gives, and what every way of fitting needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np

from fls import corpus
from fls.analysis.intervals import fit_release_effect
from fls.arrays import Flags, Floats, Ints
from fls.document import LABELS
from fls.model import Specific, softmax
from fls.training._data import Settings
from fls.training._labelled import LabelledUnits
from fls.training._ridge import Weights

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

__all__ = [
    "Fitted", "Scored", "Task", "best_temperature", "cross_validate", "inside", "release_effect",
    "rounded",
]  # fmt: skip

#: Numbers of the releases for training and of those for test.
_Fold: TypeAlias = tuple[list[int], list[int]]


class Task(NamedTuple):
    """How to fit.

    Parameters
    ----------
    settings : Settings
    folds : list of (list of int, list of int)
        See :func:`fls.corpus.split`.
    seed : int
    jobs : int
        Number of threads.
    tell : callable
        Called with (stage, done, total).
    """

    settings: Settings
    folds: list[_Fold]
    seed: int
    jobs: int
    tell: Callable[[str, int, int], None]


class Scored(NamedTuple):
    """Held-out predictions for labelled units, calibrated; NaN where there is none.

    Parameters
    ----------
    logits : (n_units, 4) float64
        In their release.
    alone : (n_units, 4) float64 or None
        Each taken as a text of its own; None if that was not measured.
    p_specific : (n_units,) float64
        Of forward-looking units.
    """

    logits: Floats
    alone: Floats | None
    p_specific: Floats

    @property
    def known(self) -> Flags:
        """Which units have predictions, (n_units,) bool."""
        return ~np.isnan(self.logits[:, 0])


class Fitted(NamedTuple):
    """What a fit gives.

    Parameters
    ----------
    scored : Scored
    tables : dict of str to array of float64
        Calibrated weights by slot, as a model has them.
    specific : Specific or None
    choices : dict of str to float
        What the cross-validation chose, by name.
    release_effect : dict of str to float
        By label, see :func:`fls.analysis.intervals.fit_release_effect`.
    facts : dict
        What else is to be written down of this way of fitting.
    """

    scored: Scored
    tables: dict[str, Floats]
    specific: Specific | None
    choices: dict[str, float]
    release_effect: dict[str, float]
    facts: Mapping[str, Any]


def inside(units: LabelledUnits, folds: Sequence[_Fold]) -> Iterator[Flags]:
    """Units of the training part of each fold."""
    return (np.isin(units.doc, train_part) for train_part, _ in folds)


def cross_validate(
    units: LabelledUnits, task: Task, fits: Iterable[Weights], views: Sequence[csr_matrix]
) -> list[Floats]:
    """Logits of every unit by a model that has seen no release of its issuer, for each view of it.

    Units of the test part whose legend stands word by word in the training part get NaN.
    """
    logits = [np.full((len(units.true), len(LABELS)), np.nan) for _ in views]
    task.tell("cross-validate", 0, len(task.folds))
    # In this order, for the fits may go on behind the last fold.
    for (number, fold), (coefficients, intercept) in zip(enumerate(task.folds), fits, strict=False):
        chosen = _tested(units, fold)
        for predicted, rows in zip(logits, views, strict=True):
            predicted[chosen] = rows[chosen] @ coefficients + intercept
        task.tell("cross-validate", number + 1, len(task.folds))
    return logits


def _tested(units: LabelledUnits, fold: _Fold) -> Flags:
    """Which units are those of the test part of a fold that the training part does not repeat."""
    train_part, test_part = ([units.releases[i] for i in part] for part in fold)
    repeated = corpus.repeated_units(train_part, test_part)
    tested = np.zeros(len(units.doc), dtype=bool)
    for release, known in zip(fold[1], repeated, strict=True):
        of_release = np.flatnonzero(units.doc == release)
        tested[of_release] = ~np.isin(units.number[of_release], list(known))
    return tested


def best_temperature(logits: Floats, true: Ints) -> float:
    """Find the divisor of the logits that makes the held-out labels most likely."""
    from scipy.optimize import minimize_scalar

    known = ~np.isnan(logits[:, 0])
    rows, labels = logits[known], true[known]

    def loss(log_t: float) -> float:
        p = softmax(rows / np.exp(log_t))[np.arange(len(labels)), labels]
        return float(-np.log(np.maximum(p, 1e-12)).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-2.0, 2.0), method="bounded").x))


def release_effect(units: LabelledUnits, scored: Scored) -> dict[str, float]:
    """Fit it to releases of the last corpus labelled as a whole; if there are none, to all."""
    chosen = scored.known & units.aim & units.of_whole
    if not chosen.any():
        chosen = scored.known & units.aim
    return fit_release_effect(
        softmax(scored.logits[chosen]), units.true[chosen], units.words[chosen], units.doc[chosen]
    )


def rounded(figure: Sequence[float]) -> list[float | None]:
    """Round for the description of a model; None for NaN."""
    return [None if part != part else round(part, 4) for part in figure]
