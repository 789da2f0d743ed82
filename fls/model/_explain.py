"""Explanations: what each word and each column contributes to a logit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from fls.arrays import Floats
from fls.checks import check_whole
from fls.document import LABELLED_KINDS, Unit
from fls.errors import InputError
from fls.features import Extract, HashSizes
from fls.features.batch import UnitBatch
from fls.model._specific import Specific, own_columns

__all__ = [
    "Explanation",
    "Parts",
    "check_row",
    "find_specific_parts",
    "join_parts",
    "list_columns",
    "list_words",
]


class Explanation(NamedTuple):
    """Why a unit got its label: the logit of one label as a sum of contributions.

    Parameters
    ----------
    label : str
        The label that is explained, or ``"specific"``.
    logit : float
        Its logit; ``intercept`` and all contributions add up to it.
    intercept : float
        The part that is the same for every unit.
    contributions : list of dict
        Sorted by absolute value, largest first. Keys: ``feature`` (a run of words, or the name
        of a column), ``block`` (``"words"``, ``"runs"``, ``"head"``, ``"dense"``), ``value``,
        ``weight``, ``contribution`` (their product), ``start`` and ``end`` (code points in the
        text; None for the dense block).
    """

    label: str
    logit: float
    intercept: float
    contributions: list[dict[str, Any]]


class Parts(NamedTuple):
    """A logit and its parts: weights of slots by block, contributions of the named columns."""

    logit: float
    intercept: float
    tables: dict[str, NDArray[Any]]
    dense: list[dict[str, Any]]


def check_row(units: Sequence[Unit], row: int) -> int:
    """Check that a unit exists and is of a kind that carries a label; return its number."""
    if not units:
        raise InputError("release", "has units", "none", "score a text that is not empty")
    number = check_whole("unit", row, 0, len(units) - 1, "choose one of them")
    if units[number].kind not in LABELLED_KINDS:
        raise InputError(
            "unit", "is one that carries a label", f"a {units[number].kind}",
            "choose a row of release.sentences",
        )  # fmt: skip
    return number


def find_specific_parts(specific: Specific, features: Extract, row: int) -> Parts:
    """Return the parts of the logit of being specific, for one unit."""
    rows = np.array([row])
    dense = list_columns(own_columns(), specific.columns(features, rows)[0], specific.dense[:, 0])
    logit = float(specific.logits(features, rows)[0])
    return Parts(logit, float(specific.intercept[0]), {"words": specific.words[:, 0]}, dense)


def join_parts(label: str, parts: Parts, words: list[dict[str, Any]]) -> Explanation:
    """Join contributions of columns and words into an explanation, the largest first."""
    contributions = parts.dense + words
    contributions.sort(key=lambda item: (-abs(item["contribution"]), item["feature"]))
    return Explanation(label, parts.logit, parts.intercept, contributions)


def _make_contribution(
    block: str, feature: str, value: float, weight: float, start: int | None, end: int | None
) -> dict[str, Any]:
    """Return one part of a logit, with its place in the text."""
    return {
        "feature": feature, "block": block, "value": value, "weight": weight,
        "contribution": value * weight, "start": start, "end": end,
    }  # fmt: skip


def list_columns(names: Sequence[str], values: Floats, weights: Floats) -> list[dict[str, Any]]:
    """List what named columns contribute to one logit, without zeros."""
    return [
        _make_contribution("dense", name, value, weight, None, None)
        for name, value, weight in zip(names, values.tolist(), weights.tolist(), strict=True)
        if value * weight
    ]


def list_words(
    layout: HashSizes,
    tables: Mapping[str, NDArray[Any]],
    text: str,
    batch: UnitBatch,
    features: Extract,
    row: int,
) -> list[dict[str, Any]]:
    """List what words contribute to one logit; `tables` hold the weight of each slot by block."""
    contributions = []
    empty_slot = 1 << layout.runs

    def find_span(unit: int, first: int, length: int) -> tuple[int, int]:
        """Return the span of a run of words, without the white space that follows it."""
        last = first + length
        start = int(features.start[first])
        limit = int(batch.end[unit])
        if last < features.offset[unit + 1]:
            limit = int(features.start[last])
        return start, start + len(text[start:limit].rstrip())

    def add(block: str, slot: int, unit: int, first: int, length: int) -> None:
        weight = float(tables[block][slot]) if block in tables else 0.0
        if weight and slot != empty_slot:
            start, end = find_span(unit, first, length)
            words = " ".join(text[start:end].split())
            value = float(features.scale[unit])
            contributions.append(_make_contribution(block, words, value, weight, start, end))

    for t in range(int(features.offset[row]), int(features.offset[row + 1])):
        add("words", int(features.words[t]), row, t, 1)
        add("runs", int(features.pairs[t]), row, t, 2)
        add("runs", int(features.triples[t]), row, t, 3)
    if features.offset[row] < features.offset[row + 1]:
        add("runs", int(features.begin[row]), row, int(features.offset[row]), 2)
    heading = int(features.heading[row])
    if heading >= 0:
        for t in range(int(features.offset[heading]), int(features.offset[heading + 1])):
            add("head", int(features.head[t]), heading, t, 1)
    return contributions
