"""Corrected shares of a corpus."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from numbers import Real
from typing import TYPE_CHECKING

import numpy as np

from fls.arrays import Floats, Ints
from fls.checks import check_choice, check_list
from fls.correction._methods import (
    Estimate,
    compute_shares,
    estimate_adjusted,
    estimate_powered,
    estimate_sample,
)
from fls.correction._units import Units, find_sampled_units, take_units
from fls.decision import decide
from fls.document import LABELS
from fls.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "METHODS",
    "MIN_LABELS",
    "check_arguments",
    "compute_quantile",
    "correct",
    "estimate",
    "find_draws",
    "find_labelled",
]

#: The corrections, and the estimate from the sample alone.
METHODS = ("acc", "pacc", "ppi", "sample")
_POPULATIONS = ("corpus", "superpopulation")
#: Minimum number of labelled units.
MIN_LABELS = 20
#: Minimum ratio of the variance of the numbers of labelled units per document to that of units
#: drawn one by one, from which on whole documents were drawn.
_MIN_VARIANCE_RATIO = 2.0


def correct(
    frame: pd.DataFrame,
    sample: pd.DataFrame,
    *,
    truth: str = "true_label",
    weights: str | None = None,
    methods: Sequence[str] = METHODS[:3],
    population: str = "corpus",
    level: float = 0.9,
) -> pd.DataFrame:
    """Correct the shares of labels in a corpus with a sample that you have labelled.

    Parameters
    ----------
    frame : pandas.DataFrame
        Scored units of the corpus: ``p_factual`` to ``p_boilerplate``; rows where they are NaN
        are left out. A column ``doc_id`` or ``doc`` allows for similar units within a document;
        without it, each unit counts as a document of its own.
    sample : pandas.DataFrame
        Rows of ``frame`` with the column ``truth``. They are found by document and ``unit`` where
        both tables have these columns, else by the index. For ``"ppi"`` and ``"sample"`` they must
        be drawn at random from the corpus, units or whole documents; for ``"acc"`` and ``"pacc"``
        at random among the units of each true label, whose shares may differ from the corpus.
    truth : str
        Column of true labels: names, or codes such as ``L+`` or ``F,P``, see
        :func:`fls.codes.labels_in`. Rows without a label, see :func:`fls.codes.is_open`, are left
        out; the others must be a random sample by themselves.
    weights : str, optional
        Column of weights, such as a count of words for shares of words; by default 1 for each unit.
    methods : sequence of str
        Some of :data:`METHODS`: ``"acc"`` adjusted count, ``"pacc"`` the same with probabilities,
        ``"ppi"`` prediction-powered with power tuning, ``"sample"`` the sample alone.
    population : str
        Whose shares the intervals are for: ``"corpus"``, those of the units in ``frame``, some of
        which are known by their labels; or ``"superpopulation"``, those of all releases of which
        the documents in ``frame`` are a random sample.
    level : float
        Confidence level of the intervals, in (0, 1).

    Returns
    -------
    pandas.DataFrame
        One row for each method and label: ``label``, ``method``, ``estimate`` (in [0, 1]; the four
        add up to 1), ``low``, ``high`` (in [0, 1]), ``raw`` (the share without correction: that of
        predicted labels for ``"acc"``, the mean probability for the others). Formulae are in
        ``docs/correction.md``.

    Raises
    ------
    InputError
        If a column is missing, a sampled unit is not in the frame, a label is unknown, fewer than
        20 units or two documents are labelled; and for ``"acc"`` and ``"pacc"`` if the sample
        lacks a label or its errors cannot be undone.

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

    methods = check_arguments(methods, population, level)
    units = take_units(frame, weights)
    place, true = find_labelled(frame, sample, truth, units)
    group = find_draws(units, place)
    draws = units.doc[place] if population == "superpopulation" else group
    t = compute_quantile(level, len(np.unique(draws)) - 1)
    known = np.bincount(true, units.weights[place], minlength=len(LABELS)) / units.weights.sum()
    tables = []
    for method in methods:
        corrected = estimate(method, units, place, true, group)
        half = t * np.sqrt(_compute_variance(corrected, population, units, place, group))
        least = known if population == "corpus" else np.zeros(len(LABELS))
        most = least + 1.0 - least.sum()
        columns = {
            "label": list(LABELS),
            "method": method,
            "estimate": _raise_to_known(corrected.value, known),
            "low": np.clip(corrected.value - half, least, most),
            "high": np.clip(corrected.value + half, least, most),
            "raw": compute_shares(_make_predictions(method, units).p, units.weights)[0],
        }
        tables.append(pd.DataFrame(columns))
    return pd.concat(tables, ignore_index=True)


def check_arguments(methods: Sequence[str], population: str, level: float) -> list[str]:
    """Return the methods as a list, after checking the arguments."""
    expected = f"is a list of {', '.join(METHODS)}"
    chosen = check_list("methods", methods, expected)
    if not chosen:
        raise InputError("methods", expected, "none", "choose of these")
    for number, method in enumerate(chosen):
        check_choice(f"methods[{number}]", method, METHODS)
    check_choice("population", population, _POPULATIONS)
    if not isinstance(level, Real) or not 0 < level < 1:
        raise InputError("level", "lies between 0 and 1", repr(level), "give one such as 0.9")
    return chosen


def find_labelled(
    frame: pd.DataFrame, sample: pd.DataFrame, truth: str, units: Units
) -> tuple[Ints, Ints]:
    """Return the places of the labelled units among the units, and their labels."""
    row, true = find_sampled_units(frame, sample, truth)
    place = np.searchsorted(units.row, row)
    place[place == len(units.row)] = 0
    if (units.row[place] != row).any():
        raise InputError("sample", "holds units that carry a label", "headings, tables or the like",
                         "drop rows without probabilities")  # fmt: skip
    n_docs = len(np.unique(units.doc[place]))
    if len(row) < MIN_LABELS or n_docs < 2:
        raise InputError("sample", f"has at least {MIN_LABELS} units of two documents",
                         f"{len(row)} of {n_docs}", "label more")  # fmt: skip
    return place, true


def _make_predictions(method: str, units: Units) -> Units:
    """Return the units with the predictions that a method averages."""
    if method != "acc":
        return units
    return replace(units, p=np.eye(len(LABELS))[decide(units.p)])


def find_draws(units: Units, place: Ints) -> Ints:
    """Return the draw of each labelled unit: its own number, or that of its document.

    If ``n`` of ``N`` units were drawn one by one, the number of labelled ones among the ``N_g`` of
    document ``g`` has the mean ``f N_g`` and the variance ``f (1 - f) N_g``, with ``f = n / N``. If
    documents were drawn, the variance is larger, by about as many times as a document has units.
    """
    _, doc = np.unique(units.doc, return_inverse=True)
    size = np.bincount(doc).astype(np.float64)
    share = len(place) / len(doc)
    excess = np.bincount(doc[place], minlength=len(size)) - share * size
    if share < 1 and (excess**2 / size).mean() / (share * (1 - share)) > _MIN_VARIANCE_RATIO:
        return units.doc[place]
    return place


def estimate(method: str, units: Units, place: Ints, true: Ints, group: Ints) -> Estimate:
    """Return the shares as a method estimates them."""
    corpus = _make_predictions(method, units)
    sample = corpus.take(place)
    if method == "sample":
        return estimate_sample(sample, true, corpus)
    if method == "ppi":
        return estimate_powered(sample, true, corpus, group)
    return estimate_adjusted(sample, true, corpus, units.p)


def _compute_variance(
    corrected: Estimate, population: str, units: Units, place: Ints, group: Ints
) -> Floats:
    if population == "corpus":
        return corrected.compute_corpus_variance(group)
    return corrected.compute_population_variance(place, units.doc)


def _raise_to_known(value: Floats, known: Floats) -> Floats:
    """Return shares that add up to 1, none below that of the units known to have the label."""
    above = np.maximum(value - known, 0.0)
    unknown = max(1.0 - float(known.sum()), 0.0)
    return known + (unknown * above / above.sum() if above.any() else 0.0)


def compute_quantile(level: float, degrees: float) -> float:
    """Return the quantile of Student's t for a two-sided interval."""
    from scipy.special import stdtrit

    return float(stdtrit(degrees, 0.5 + level / 2))
