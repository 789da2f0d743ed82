"""Describe what a model was trained on and how well it did, as plain data."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version
from typing import Any

import numpy as np

from fls import corpus, lexicons
from fls.arrays import Flags, Floats, Ints
from fls.card import model_card
from fls.corpus import AnnotatedRelease
from fls.decision import decide
from fls.document import LABELS
from fls.evaluation import measure_abstention, measure_labels, measure_specific
from fls.model import softmax
from fls.training._fitted import Fitted, Scored, Task, round_figure
from fls.training._labelled import LabelledUnits

__all__ = ["describe"]


def describe(
    units: LabelledUnits,
    parts: Mapping[str, Sequence[AnnotatedRelease]],
    fitted: Fitted,
    task: Task,
) -> dict[str, Any]:
    """Return the description of a model: the content of its ``info``."""
    scored, seed = fitted.scored, task.seed
    is_predicted = scored.is_predicted
    info: dict[str, Any] = {
        "corpus": _describe_corpus(units, parts, scored, seed),
        "lexicons_sha256": lexicons.digest(),
        "seed": seed,
        "settings": asdict(task.settings),
        **{name: round(value, 6) for name, value in fitted.choices.items()},
        "figures": _measure_labels(units, scored, is_predicted, seed),
        "alone": _measure_alone(units, scored, seed),
        "confusion": _count_confusions(units.true[is_predicted], scored.logits[is_predicted]),
        "abstention": _measure_abstention(units, scored, seed),
        "release_effect": fitted.release_effect,
        **fitted.facts,
        "versions": {
            "python": platform.python_version(),
            **{name: version(name) for name in ("numpy", "scikit-learn", "scipy")},
        },
    }
    return {**info, "card": model_card(info)}


def _describe_corpus(
    units: LabelledUnits, parts: Mapping[str, Sequence[AnnotatedRelease]], scored: Scored, seed: int
) -> dict[str, Any]:
    """Describe the training data as a whole and by its parts."""
    releases = [release for part in parts.values() for release in part]
    owner = np.repeat(np.arange(len(parts)), [len(part) for part in parts.values()])[units.doc]
    is_predicted = scored.is_predicted
    return {
        "sha256": corpus.digest(releases),
        "releases": len(releases),
        "issuers": len({release.issuer for release in releases}),
        "labelled_units": len(units.true),
        "units_by_label": {label: int((units.true == i).sum()) for i, label in enumerate(LABELS)},
        "specific_units": int(units.marked[units.forward].sum()),
        "left_out_as_repeated": int((~scored.is_predicted).sum()),
        "parts": {
            name: {
                "sha256": corpus.digest(part),
                "labels_sha256": corpus.labels_digest(part),
                "releases": len(part),
                "labelled_units": int((owner == number).sum()),
                "figures": _measure_labels(units, scored, is_predicted & (owner == number), seed),
            }
            for number, (name, part) in enumerate(parts.items())
        },
    }


def _count_confusions(true: Ints, logits: Floats) -> list[list[int]]:
    """Count the units of each label (row) by the label that they get (column)."""
    counts = np.zeros((len(LABELS), len(LABELS)), dtype=np.int64)
    np.add.at(counts, (true, decide(softmax(logits))), 1)
    table: list[list[int]] = counts.tolist()
    return table


def _measure_labels(
    units: LabelledUnits, scored: Scored, chosen: Flags, seed: int
) -> dict[str, list[float | None]]:
    """Measure held-out predictions on some units; figures are rounded, None where undefined."""
    _, doc = np.unique(units.doc[chosen], return_inverse=True)
    p, p_specific = softmax(scored.logits[chosen]), scored.p_specific[chosen]
    true = units.true[chosen]
    figures = measure_labels(
        true, units.second[chosen], p, doc, {"keyword_rule": units.rule[chosen]}, seed
    )
    p_specific[true != decide(p)] = np.nan
    figures |= measure_specific(units.marked[chosen], p_specific, units.dated[chosen], doc, seed)
    return {name: round_figure(figure) for name, figure in figures.items()}


def _measure_alone(
    units: LabelledUnits, scored: Scored, seed: int
) -> dict[str, list[float | None]]:
    """Measure F1 of units without their release, in the last corpus; empty if not predicted."""
    if scored.alone is None:
        return {}
    chosen = scored.is_predicted & units.in_target
    _, doc = np.unique(units.doc[chosen], return_inverse=True)
    figures = measure_labels(
        units.true[chosen], units.second[chosen], softmax(scored.alone[chosen]), doc, {}, seed
    )
    return {name: round_figure(figure) for name, figure in figures.items() if "f1" in name}


def _measure_abstention(units: LabelledUnits, scored: Scored, seed: int) -> list[dict[str, Any]]:
    """Measure what abstaining does to held-out predictions, by threshold."""
    chosen = scored.is_predicted
    _, doc = np.unique(units.doc[chosen], return_inverse=True)
    return [
        {
            "threshold": figure.threshold,
            "coverage": round_figure(figure.coverage),
            "accuracy": round_figure(figure.accuracy),
        }
        for figure in measure_abstention(
            units.true[chosen], softmax(scored.logits[chosen]), doc, seed
        )
    ]
