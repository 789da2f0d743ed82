"""Corrected shares of a corpus."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from numbers import Real
from typing import TYPE_CHECKING

import numpy as np

from fls.arrays import Floats, Ints
from fls.checks import check_choice, check_list
from fls.correction._methods import Estimate, adjusted, powered, shares, straight
from fls.correction._units import Units, sampled_units, units_of
from fls.decision import decide
from fls.document import LABELS
from fls.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["LEAST", "METHODS", "check", "correct", "drawn", "estimate", "labelled", "quantile"]

#: The corrections, and the sample alone.
METHODS = ("acc", "pacc", "ppi", "sample")
_POPULATIONS = ("corpus", "superpopulation")
#: The fewest labels.
LEAST = 20
#: Variance of the labels in a document, over that of drawing units one by one, from which on
#: documents were drawn.
_TOGETHER = 2.0


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
        Column of true labels: names, or codes as ``L+`` or ``F,P``, see
        :func:`fls.codes.labels_in`. Rows where it is open, see :func:`fls.codes.is_open`, are
        left out: those that have a label must be a random sample without them.
    weights : str, optional
        Column of weights, such as a count of words, for shares of words; shares of units without.
    methods : sequence of str
        Of :data:`METHODS`: ``"acc"`` adjusted count, ``"pacc"`` the same with probabilities,
        ``"ppi"`` prediction-powered with power tuning, ``"sample"`` the sample alone.
    population : str
        Whose shares the intervals are to hold: ``"corpus"``, those of the units in ``frame``, so
        that labelled units are known; or ``"superpopulation"``, those of all releases of which
        the documents in ``frame`` are a random sample.
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

    methods = check(methods, population, level)
    units = units_of(frame, weights)
    place, true = labelled(frame, sample, truth, units)
    group = drawn(units, place)
    draws = units.doc[place] if population == "superpopulation" else group
    t = quantile(level, len(np.unique(draws)) - 1)
    known = np.bincount(true, units.weights[place], minlength=len(LABELS)) / units.weights.sum()
    tables = []
    for method in methods:
        corrected = estimate(method, units, place, true, group)
        half = t * np.sqrt(_variance(corrected, population, units, place, group))
        least = known if population == "corpus" else np.zeros(len(LABELS))
        most = least + 1.0 - least.sum()
        columns = {
            "label": list(LABELS),
            "method": method,
            "estimate": _inside(corrected.value, known),
            "low": np.clip(corrected.value - half, least, most),
            "high": np.clip(corrected.value + half, least, most),
            "raw": shares(_predictions(method, units).p, units.weights)[0],
        }
        tables.append(pd.DataFrame(columns))
    return pd.concat(tables, ignore_index=True)


def check(methods: Sequence[str], population: str, level: float) -> list[str]:
    """Give the methods as a list, if the arguments are what they must be."""
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


def labelled(
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
    if len(row) < LEAST or n_docs < 2:
        raise InputError("sample", f"has at least {LEAST} units of two documents",
                         f"{len(row)} of {n_docs}", "label more")  # fmt: skip
    return place, true


def _predictions(method: str, units: Units) -> Units:
    """Give the units whose predictions a method adds up."""
    if method != "acc":
        return units
    return replace(units, p=np.eye(len(LABELS))[decide(units.p)])


def drawn(units: Units, place: Ints) -> Ints:
    """Tell what was drawn: units one by one, or documents; the number of each labelled unit's.

    Of ``N_g`` units of document ``g``, single draws label ``n_g`` with the mean ``f N_g`` and the
    variance ``f (1 - f) N_g``, ``f = n / N``; draws of documents have several times that, as many
    times as a document has units.
    """
    _, doc = np.unique(units.doc, return_inverse=True)
    size = np.bincount(doc).astype(np.float64)
    share = len(place) / len(doc)
    far = np.bincount(doc[place], minlength=len(size)) - share * size
    if share < 1 and (far**2 / size).mean() / (share * (1 - share)) > _TOGETHER:
        return units.doc[place]
    return place


def estimate(method: str, units: Units, place: Ints, true: Ints, group: Ints) -> Estimate:
    corpus = _predictions(method, units)
    sample = corpus.part(place)
    if method == "sample":
        return straight(sample, true, corpus)
    if method == "ppi":
        return powered(sample, true, corpus, group)
    return adjusted(sample, true, corpus, units.p)


def _variance(found: Estimate, population: str, units: Units, place: Ints, group: Ints) -> Floats:
    if population == "corpus":
        return found.of_corpus(group)
    return found.of_population(place, units.doc)


def _inside(value: Floats, known: Floats) -> Floats:
    """Give labels to the rest of the corpus so that none has less than is known to have it."""
    rest = np.maximum(value - known, 0.0)
    left = max(1.0 - float(known.sum()), 0.0)
    return known + (left * rest / rest.sum() if rest.any() else 0.0)


def quantile(level: float, degrees: float) -> float:
    """Student's t, its degrees of freedom the units or documents that were drawn, less one."""
    from scipy.special import stdtrit

    return float(stdtrit(degrees, 0.5 + level / 2))
