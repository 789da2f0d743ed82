"""What a fit takes and returns, and what every way of fitting needs."""

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
    "Fitted",
    "Scored",
    "Task",
    "cross_validate",
    "estimate_release_effect",
    "find_temperature",
    "round_figure",
    "select_training_units",
]

#: Numbers of the releases for training, and of those for test.
_Fold: TypeAlias = tuple[list[int], list[int]]


class Task(NamedTuple):
    """The options of a fit.

    Parameters
    ----------
    settings : Settings
    folds : list of (list of int, list of int)
        See :func:`fls.corpus.split`.
    seed : int
    jobs : int
        Number of threads.
    report : callable
        Called with (stage, done, total).
    """

    settings: Settings
    folds: list[_Fold]
    seed: int
    jobs: int
    report: Callable[[str, int, int], None]


class Scored(NamedTuple):
    """Held-out predictions for labelled units, calibrated; NaN where there are none.

    Parameters
    ----------
    logits : (n_units, 4) float64
        Of units in their release.
    alone : (n_units, 4) float64 or None
        Of each unit as a text of its own; None if not measured.
    p_specific : (n_units,) float64
        Probability of being specific, for forward-looking units.
    """

    logits: Floats
    alone: Floats | None
    p_specific: Floats

    @property
    def is_predicted(self) -> Flags:
        """Whether the unit has a prediction, (n_units,) bool."""
        return ~np.isnan(self.logits[:, 0])


class Fitted(NamedTuple):
    """The result of a fit.

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
        Further entries for the description of the model.
    """

    scored: Scored
    tables: dict[str, Floats]
    specific: Specific | None
    choices: dict[str, float]
    release_effect: dict[str, float]
    facts: Mapping[str, Any]


def select_training_units(units: LabelledUnits, folds: Sequence[_Fold]) -> Iterator[Flags]:
    """Yield, for each fold, which units are in its training part."""
    return (np.isin(units.doc, train_part) for train_part, _ in folds)


def cross_validate(
    units: LabelledUnits, task: Task, fits: Iterable[Weights], views: Sequence[csr_matrix]
) -> list[Floats]:
    """Return logits of each view of the units, by models that have not seen the unit's issuer.

    Units of the test part that the training part repeats word by word, as legends, get NaN.
    """
    logits = [np.full((len(units.true), len(LABELS)), np.nan) for _ in views]
    task.report("cross-validate", 0, len(task.folds))
    # Folds come first: otherwise zip would take, and lose, the fit that follows the last fold.
    for (number, fold), (coefficients, intercept) in zip(enumerate(task.folds), fits, strict=False):
        chosen = _select_tested_units(units, fold)
        for predicted, rows in zip(logits, views, strict=True):
            predicted[chosen] = rows[chosen] @ coefficients + intercept
        task.report("cross-validate", number + 1, len(task.folds))
    return logits


def _select_tested_units(units: LabelledUnits, fold: _Fold) -> Flags:
    """Return which units of the test part of a fold the training part does not repeat."""
    train_part, test_part = ([units.releases[i] for i in part] for part in fold)
    repeated = corpus.repeated_units(train_part, test_part)
    tested = np.zeros(len(units.doc), dtype=bool)
    for release, numbers in zip(fold[1], repeated, strict=True):
        of_release = np.flatnonzero(units.doc == release)
        tested[of_release] = ~np.isin(units.number[of_release], list(numbers))
    return tested


def find_temperature(logits: Floats, true: Ints) -> float:
    """Find the divisor of the logits that makes the held-out labels most likely."""
    from scipy.optimize import minimize_scalar

    is_predicted = ~np.isnan(logits[:, 0])
    rows, labels = logits[is_predicted], true[is_predicted]

    def loss(log_t: float) -> float:
        p = softmax(rows / np.exp(log_t))[np.arange(len(labels)), labels]
        return float(-np.log(np.maximum(p, 1e-12)).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-2.0, 2.0), method="bounded").x))


def estimate_release_effect(units: LabelledUnits, scored: Scored) -> dict[str, float]:
    """Fit the release effect to fully labelled releases of the last corpus, if any, else to all."""
    chosen = scored.is_predicted & units.in_target & units.in_whole_release
    if not chosen.any():
        chosen = scored.is_predicted & units.in_target
    return fit_release_effect(
        softmax(scored.logits[chosen]), units.true[chosen], units.words[chosen], units.doc[chosen]
    )


def round_figure(figure: Sequence[float]) -> list[float | None]:
    """Round a figure for the description of a model; NaN becomes None."""
    return [None if part != part else round(part, 4) for part in figure]
