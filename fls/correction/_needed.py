"""How many labels an interval of :func:`fls.correct` needs."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import partial
from numbers import Real
from typing import TYPE_CHECKING

import numpy as np

from fls.arrays import Floats, Ints
from fls.correction._estimate import (
    METHODS,
    MIN_LABELS,
    check_arguments,
    compute_quantile,
    estimate,
    find_draws,
    find_labelled,
)
from fls.correction._methods import compute_covariance, compute_label_variance, compute_shares
from fls.correction._units import Units, take_units
from fls.document import LABELS
from fls.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["labels_needed"]


def labels_needed(
    frame: pd.DataFrame,
    precision: float,
    *,
    sample: pd.DataFrame | None = None,
    truth: str = "true_label",
    weights: str | None = None,
    population: str = "corpus",
    level: float = 0.9,
) -> pd.DataFrame:
    """Return how many units to label for an interval of :func:`correct` of a given width.

    Without a sample, the variance of labels is that of calibrated probabilities, for units drawn
    one by one; with a pilot sample, that of its errors, for units drawn as the pilot was. Formulae
    are in ``docs/correction.md``.

    Parameters
    ----------
    frame, sample, truth, weights, population, level
        As for :func:`correct`; the sample is a pilot, and may be left out.
    precision : float
        Half the width of the interval, such as 0.02 for two percentage points.

    Returns
    -------
    pandas.DataFrame
        One row for each method (``"ppi"``, ``"sample"``) and label: ``label``, ``method``,
        ``n_labels`` (a whole number, with those of the pilot). It is at least 20, which
        :func:`correct` requires, and at most the number of all units of the corpus, which leaves
        no error; missing where no number suffices for the superpopulation, but more documents
        might.

    Raises
    ------
    InputError
        As for :func:`correct`, or if the precision is not between 0 and 0.5.

    Examples
    --------
    >>> import fls, pandas as pd
    >>> frame = pd.DataFrame([[0.9, 0.1, 0.0, 0.0]] * 5000, columns=[f"p_{x}" for x in LABELS])
    >>> fls.labels_needed(frame, 0.02)["n_labels"].head(2).tolist()
    [546, 546]
    """
    import pandas as pd

    check_arguments(METHODS, population, level)
    if not isinstance(precision, Real) or not 0 < precision < 0.5:
        raise InputError("precision", "lies between 0 and 0.5", repr(precision), "such as 0.02")
    units = take_units(frame, weights)
    if sample is None:
        plans = _plan_from_probabilities(units)
    else:
        plans = _plan_from_pilot(units, *find_labelled(frame, sample, truth, units))
    tables = []
    for method, plan in plans.items():
        n = plan.find_numbers(units, precision, level, population == "superpopulation")
        columns = {"label": list(LABELS), "method": method, "n_labels": pd.array(n, dtype="Int64")}
        tables.append(pd.DataFrame(columns))
    return pd.concat(tables, ignore_index=True)


@dataclass(frozen=True)
class _Plan:
    """Variances from which numbers of labels follow.

    Parameters
    ----------
    single : (4,) float64
        Variance from one draw.
    corpus : (4,) float64
        Variance of the shares between corpora of the superpopulation.
    draws : float
        Draws per labelled unit: 1, or fewer where documents are drawn.
    """

    single: Floats
    corpus: Floats
    draws: float

    def find_numbers(
        self, units: Units, precision: float, level: float, beyond: bool
    ) -> list[int | None]:
        """Return the least number of units for each label; None where all are not enough."""
        n_units = len(units.p)
        least = min(MIN_LABELS, n_units)
        size = np.bincount(np.unique(units.doc, return_inverse=True)[1])

        def is_narrow(k: int, n: int) -> bool:
            share = n / n_units
            # One draw alone has no variance.
            draws = max(self.draws * n, 1.1)
            variance = (1 - share) * self.single[k] / (draws - 1)
            if beyond:
                variance += self.corpus[k]
                # Documents count: the expected number of those with a unit drawn.
                draws = draws if self.draws < 1 else (1 - (1 - share) ** size).sum()
            half = compute_quantile(level, draws - 1) * variance**0.5
            return bool(half <= precision * (1 + 1e-9))

        numbers: list[int | None] = []
        for k in range(len(LABELS)):
            first = bisect_left(range(least, n_units), True, key=partial(is_narrow, k))
            numbers.append(least + first if is_narrow(k, least + first) else None)
        return numbers


def _plan_from_probabilities(units: Units) -> dict[str, _Plan]:
    """Return a plan for each method by the probabilities, for units drawn one by one."""
    w = units.weights / units.weights.sum()
    part = compute_shares(units.p, units.weights)[1]
    corpus = np.diag(compute_covariance(part, part, units.doc))
    corpus = corpus + (w * w) @ (units.p * (1 - units.p))
    explained = {"ppi": units.p, "sample": np.zeros_like(units.p)}
    return {
        method: _Plan(compute_label_variance(units.p, values, units.weights), corpus, 1.0)
        for method, values in explained.items()
    }


def _plan_from_pilot(units: Units, place: Ints, true: Ints) -> dict[str, _Plan]:
    """Return a plan for each method by a labelled sample, for the same kind of draws."""
    group = find_draws(units, place)
    draws = len(np.unique(group))
    plans = {}
    for method in ("ppi", "sample"):
        pilot = estimate(method, units, place, true, group)
        single = replace(pilot, unknown=np.ones(len(place))).compute_corpus_variance(group)
        both = pilot.compute_population_variance(place, units.doc)
        corpus = np.maximum(both - pilot.compute_corpus_variance(group), 0.0)
        plans[method] = _Plan(single * (draws - 1), corpus, draws / len(place))
    return plans
