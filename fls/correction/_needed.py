"""How many labels an interval of :func:`fls.correct` takes."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import partial
from numbers import Real
from typing import TYPE_CHECKING

import numpy as np

from fls.arrays import Floats, Ints
from fls.correction._estimate import LEAST, METHODS, check, drawn, estimate, labelled, quantile
from fls.correction._methods import clustered, expected, shares
from fls.correction._units import Units, units_of
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
    """Tell how many units to label so that an interval of :func:`correct` is as narrow as wanted.

    Without a sample, what labels vary is taken from calibrated probabilities, units being drawn
    one by one; with a pilot sample, from its errors, units being drawn as the pilot was. Formulae
    in ``docs/correction.md``.

    Parameters
    ----------
    frame, sample, truth, weights, population, level
        As for :func:`correct`; the sample is a pilot, and may be left out.
    precision : float
        Half of the width of the interval, such as 0.02 for two percentage points.

    Returns
    -------
    pandas.DataFrame
        A row for each method (``"ppi"``, ``"sample"``) and label: ``label``, ``method``,
        ``n_labels`` (whole, the pilot's included). It is at least 20, which :func:`correct` asks
        for, and at most all units of the corpus, with which nothing is left to err; missing where
        for the superpopulation no number will do, but more documents would.

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

    check(METHODS, population, level)
    if not isinstance(precision, Real) or not 0 < precision < 0.5:
        raise InputError("precision", "lies between 0 and 0.5", repr(precision), "such as 0.02")
    units = units_of(frame, weights)
    if sample is None:
        plans = _planned(units)
    else:
        plans = _pilot(units, *labelled(frame, sample, truth, units))
    tables = []
    for method, plan in plans.items():
        n = plan.enough(units, precision, level, population == "superpopulation")
        columns = {"label": list(LABELS), "method": method, "n_labels": pd.array(n, dtype="Int64")}
        tables.append(pd.DataFrame(columns))
    return pd.concat(tables, ignore_index=True)


@dataclass(frozen=True)
class _Plan:
    """What labels vary.

    Parameters
    ----------
    single : (4,) float64
        Variance that one draw brings.
    corpus : (4,) float64
        Variance of the corpus among others of the superpopulation.
    draws : float
        Draws for each label: 1, or fewer where documents are drawn.
    """

    single: Floats
    corpus: Floats
    draws: float

    def enough(
        self, units: Units, precision: float, level: float, beyond: bool
    ) -> list[int | None]:
        """Smallest numbers of labels; None where all units are not enough."""
        n_units = len(units.p)
        least = min(LEAST, n_units)
        size = np.bincount(np.unique(units.doc, return_inverse=True)[1])

        def narrow(k: int, n: int) -> bool:
            share = n / n_units
            # Of one draw nothing can be said.
            draws = max(self.draws * n, 1.1)
            variance = (1 - share) * self.single[k] / (draws - 1)
            if beyond:
                variance += self.corpus[k]
                # Documents count, of which single draws as a rule hit so many.
                draws = draws if self.draws < 1 else (1 - (1 - share) ** size).sum()
            return bool(quantile(level, draws - 1) * variance**0.5 <= precision * (1 + 1e-9))

        found: list[int | None] = []
        for k in range(len(LABELS)):
            first = bisect_left(range(least, n_units), True, key=partial(narrow, k))
            found.append(least + first if narrow(k, least + first) else None)
        return found


def _planned(units: Units) -> dict[str, _Plan]:
    """Say it as the probabilities have it, units being drawn one by one."""
    w = units.weights / units.weights.sum()
    part = shares(units.p, units.weights)[1]
    corpus = np.diag(clustered(part, part, units.doc)) + (w * w) @ (units.p * (1 - units.p))
    told = {"ppi": units.p, "sample": np.zeros_like(units.p)}
    return {
        name: _Plan(expected(units.p, one, units.weights), corpus, 1.0)
        for name, one in told.items()
    }


def _pilot(units: Units, place: Ints, true: Ints) -> dict[str, _Plan]:
    """Say it as a labelled sample has it, what is drawn being the same."""
    group = drawn(units, place)
    draws = len(np.unique(group))
    found = {}
    for method in ("ppi", "sample"):
        one = estimate(method, units, place, true, group)
        alone = replace(one, unknown=np.ones(len(place))).of_corpus(group)
        corpus = one.of_population(place, units.doc) - one.of_corpus(group)
        found[method] = _Plan(alone * (draws - 1), np.maximum(corpus, 0.0), draws / len(place))
    return found
