"""What the user calls: corrected shares of a corpus, and how many labels a precision takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from fls.arrays import Floats, Ints
from fls.correction._methods import Estimate, adjusted, powered, shares, straight
from fls.correction._units import Units, sampled_units, units_of
from fls.decision import decide
from fls.document import LABELS
from fls.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["METHODS", "correct", "labels_needed"]

#: The corrections, and the sample alone.
METHODS = ("acc", "pacc", "ppi", "sample")
_LEAST = 20


def correct(
    frame: pd.DataFrame,
    sample: pd.DataFrame,
    *,
    truth: str = "true_label",
    weights: str | None = None,
    methods: Sequence[str] = METHODS[:3],
    level: float = 0.9,
) -> pd.DataFrame:
    """Correct the shares of labels in a corpus by a sample that you have labelled.

    Parameters
    ----------
    frame : pandas.DataFrame
        Scored units of the corpus: ``p_factual`` to ``p_boilerplate``; rows where they are NaN
        are left out. With a column ``doc_id`` or ``doc``, units of one document may be alike;
        without it each unit counts as a document of its own.
    sample : pandas.DataFrame
        Rows of ``frame`` with the column ``truth``. They are found by document and ``unit`` where
        both tables have these columns, else by the index. For ``"ppi"`` they are drawn at random
        from the corpus, units or whole documents; for ``"acc"`` and ``"pacc"`` at random among
        the units of each true label, so that the labels may be otherwise mixed.
    truth : str
        Column of true labels: the names in :data:`fls.document.LABELS`.
    weights : str, optional
        Column of weights, such as a count of words, for shares of words; shares of units without.
    methods : sequence of str
        Of :data:`METHODS`: ``"acc"`` adjusted count, ``"pacc"`` the same with probabilities,
        ``"ppi"`` prediction-powered with power tuning, ``"sample"`` the sample alone.
    level : float
        Of the intervals, in (0, 1).

    Returns
    -------
    pandas.DataFrame
        A row for each method and label. ``label``, ``method``, ``estimate`` (in [0, 1]; the four
        add up to 1), ``low``, ``high`` (in [0, 1]), ``raw`` (the share without correction:
        labelled units for ``"acc"``, mean probability for the others). Formulae in
        ``docs/correction.md``.

    Raises
    ------
    InputError
        If a column is missing, a sampled unit is not in the frame, a label is none, fewer than
        20 units of two documents are labelled; and for ``"acc"`` and ``"pacc"`` if the sample
        lacks a label or shows errors that cannot be undone.

    Examples
    --------
    >>> import fls, pandas as pd
    >>> p = [[0.9, 0.1, 0.0, 0.0], [0.2, 0.8, 0.0, 0.0]] * 50
    >>> frame = pd.DataFrame(p, columns=[f"p_{label}" for label in LABELS])
    >>> sample = frame[:20].assign(true_label=["factual"] * 20)
    >>> fls.correct(frame, sample, methods=["ppi"])[["label", "estimate", "raw"]].head(2)
             label  estimate   raw
    0      factual       1.0  0.55
    1  promotional       0.0  0.45
    """
    import pandas as pd

    _check(methods, level)
    units = units_of(frame, weights)
    place, true = _labelled(frame, sample, truth, units)
    t = _quantile(level, units.doc[place])
    tables = []
    for method in methods:
        found = _estimate(method, units, place, true)
        half = t * found.error()
        inside = np.clip(found.value, 0.0, 1.0)
        columns = {
            "label": list(LABELS),
            "method": method,
            "estimate": inside / inside.sum(),
            "low": np.clip(found.value - half, 0.0, 1.0),
            "high": np.clip(found.value + half, 0.0, 1.0),
            "raw": shares(_predictions(method, units).p, units.weights)[0],
        }
        tables.append(pd.DataFrame(columns))
    return pd.concat(tables, ignore_index=True)


def labels_needed(
    frame: pd.DataFrame,
    precision: float,
    *,
    sample: pd.DataFrame | None = None,
    truth: str = "true_label",
    weights: str | None = None,
    level: float = 0.9,
) -> pd.DataFrame:
    """Tell how many units to label so that an interval is as narrow as wanted.

    ``n = V (z / precision)^2``, ``z`` the normal quantile and ``V`` the variance that one labelled
    unit brings. Without a sample it is taken from calibrated probabilities, units being
    independent: ``sum_i w_i^2 p_i (1 - p_i) / sum_i w_i^2 * D`` for ``"ppi"`` and, with the mean
    ``q`` for ``p_i`` on the right, ``(p_i - q)^2 + p_i (1 - p_i)`` for ``"sample"``; ``D`` is
    ``n sum w^2 / (sum w)^2``, what unequal weights cost. With a pilot sample it is ``n`` times the
    square of the standard error that :func:`correct` finds, clustering included.

    Parameters
    ----------
    frame, sample, truth, weights, level
        As for :func:`correct`; the sample is a pilot, and may be left out.
    precision : float
        Half of the width of the interval, such as 0.02 for two percentage points.

    Returns
    -------
    pandas.DataFrame
        A row for each method (``"ppi"``, ``"sample"``) and label: ``label``, ``method``,
        ``n_labels`` (whole; at most the units of the corpus).

    Raises
    ------
    InputError
        As for :func:`correct`, or if the precision is not between 0 and 0.5.

    Examples
    --------
    >>> import fls, pandas as pd
    >>> frame = pd.DataFrame([[0.9, 0.1, 0.0, 0.0]] * 5000, columns=[f"p_{x}" for x in LABELS])
    >>> fls.labels_needed(frame, 0.02)["n_labels"].head(2).tolist()
    [609, 609]
    """
    import pandas as pd

    _check((), level)
    if not 0 < precision < 0.5:
        raise InputError("precision", "lies between 0 and 0.5", repr(precision), "such as 0.02")
    units = units_of(frame, weights)
    z = NormalDist().inv_cdf(0.5 + level / 2)
    found = _planned(units)
    if sample is not None:
        place, true = _labelled(frame, sample, truth, units)
        for method in found:
            one = _estimate(method, units, place, true).from_sample
            found[method] = one * len(place)
    tables = []
    for method, variance in found.items():
        n = np.minimum(np.ceil(variance * (z / precision) ** 2 - 1e-9), len(units.p))
        columns = {"label": list(LABELS), "method": method, "n_labels": n.astype(np.int64)}
        tables.append(pd.DataFrame(columns))
    return pd.concat(tables, ignore_index=True)


def _planned(units: Units) -> dict[str, Floats]:
    """Variance that one labelled unit brings, as the probabilities have it."""
    w = units.weights / units.weights.mean()
    mean = shares(units.p, units.weights)[0]
    within = (w * w) @ (units.p * (1 - units.p)) / len(w)
    return {"ppi": within, "sample": within + (w * w) @ (units.p - mean) ** 2 / len(w)}


def _check(methods: Sequence[str], level: float) -> None:
    unknown = [repr(method) for method in methods if method not in METHODS]
    if isinstance(methods, str) or unknown:
        found = repr(methods) if isinstance(methods, str) else unknown[0]
        raise InputError("methods", f"is a list of {', '.join(METHODS)}", found, "choose of these")
    if not 0 < level < 1:
        raise InputError("level", "lies between 0 and 1", repr(level), "give one such as 0.9")


def _labelled(
    frame: pd.DataFrame, sample: pd.DataFrame, truth: str, units: Units
) -> tuple[Ints, Ints]:
    """Places of the labelled units among the units, and their labels."""
    row, true = sampled_units(frame, sample, truth)
    place = np.searchsorted(units.row, row)
    place[place == len(units.row)] = 0
    if (units.row[place] != row).any():
        raise InputError("sample", "holds units that carry a label", "headings, tables or the like",
                         "drop rows without probabilities")  # fmt: skip
    n_docs = len(np.unique(units.doc[place]))
    if len(row) < _LEAST or n_docs < 2:
        raise InputError("sample", f"has at least {_LEAST} units of two documents",
                         f"{len(row)} of {n_docs}", "label more")  # fmt: skip
    if len(place) == len(units.row):
        raise InputError("frame", "holds units beyond the sample", "none", "count the labels")
    return place, true


def _predictions(method: str, units: Units) -> Units:
    """Give the units whose predictions a method adds up."""
    if method != "acc":
        return units
    return replace(units, p=np.eye(len(LABELS))[decide(units.p)])


def _estimate(method: str, units: Units, place: Ints, true: Ints) -> Estimate:
    units = _predictions(method, units)
    sample = units.part(place)
    if method == "sample":
        return straight(sample, true)
    if method == "ppi":
        rest = np.setdiff1d(np.arange(len(units.p)), place)
        return powered(sample, true, units.part(rest))
    return adjusted(sample, true, units)


def _quantile(level: float, doc: Ints) -> float:
    """Student's t for as many documents as there are."""
    from scipy.special import stdtrit

    return float(stdtrit(len(np.unique(doc)) - 1, 0.5 + level / 2))
