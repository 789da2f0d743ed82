"""What a model was trained on and how it did, as plain units."""

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
from fls.corpus import Release
from fls.decision import decide
from fls.document import LABELS
from fls.evaluation import abstentions, label_figures, specific_figures
from fls.model import softmax
from fls.training._fitted import Fitted, Scored, Task, rounded
from fls.training._labelled import LabelledUnits

__all__ = ["describe"]


def describe(
    units: LabelledUnits, parts: Mapping[str, Sequence[Release]], fitted: Fitted, task: Task
) -> dict[str, Any]:
    scored, seed = fitted.scored, task.seed
    known = scored.known
    info: dict[str, Any] = {
        "corpus": _corpus(units, parts, scored, seed),
        "lexicons_sha256": lexicons.digest(),
        "seed": seed,
        "settings": asdict(task.settings),
        **{name: round(value, 6) for name, value in fitted.choices.items()},
        "figures": _figures(units, scored, known, seed),
        "alone": _alone(units, scored, seed),
        "confusion": _confusion(units.true[known], scored.logits[known]),
        "abstention": _abstention(units, scored, seed),
        "release_effect": fitted.release_effect,
        **fitted.facts,
        "versions": {
            "python": platform.python_version(),
            **{name: version(name) for name in ("numpy", "scikit-learn", "scipy")},
        },
    }
    return {**info, "card": model_card(info)}


def _corpus(
    units: LabelledUnits, parts: Mapping[str, Sequence[Release]], scored: Scored, seed: int
) -> dict[str, Any]:
    """What the training data is, as a whole and by its parts."""
    releases = [release for part in parts.values() for release in part]
    owner = np.repeat(np.arange(len(parts)), [len(part) for part in parts.values()])[units.doc]
    return {
        "sha256": corpus.digest(releases),
        "releases": len(releases),
        "issuers": len({release.issuer for release in releases}),
        "labelled_units": len(units.true),
        "units_by_label": {label: int((units.true == i).sum()) for i, label in enumerate(LABELS)},
        "specific_units": int(units.marked[units.forward].sum()),
        "left_out_as_repeated": int((~scored.known).sum()),
        "parts": {
            name: {
                "sha256": corpus.digest(part),
                "labels_sha256": corpus.labels_digest(part),
                "releases": len(part),
                "labelled_units": int((owner == number).sum()),
                "figures": _figures(units, scored, scored.known & (owner == number), seed),
            }
            for number, (name, part) in enumerate(parts.items())
        },
    }


def _confusion(true: Ints, logits: Floats) -> list[list[int]]:
    """Count the units of each label (row) by the label that they get (column)."""
    counted = np.zeros((len(LABELS), len(LABELS)), dtype=np.int64)
    np.add.at(counted, (true, decide(softmax(logits))), 1)
    table: list[list[int]] = counted.tolist()
    return table


def _figures(
    units: LabelledUnits, scored: Scored, chosen: Flags, seed: int
) -> dict[str, list[float | None]]:
    """Figures of held-out predictions on some of the units, rounded; None where not defined."""
    _, doc = np.unique(units.doc[chosen], return_inverse=True)
    p, p_specific = softmax(scored.logits[chosen]), scored.p_specific[chosen]
    true = units.true[chosen]
    figures = label_figures(
        true, units.second[chosen], p, doc, {"keyword_rule": units.rule[chosen]}, seed
    )
    p_specific[true != decide(p)] = np.nan
    figures |= specific_figures(units.marked[chosen], p_specific, units.dated[chosen], doc, seed)
    return {name: rounded(figure) for name, figure in figures.items()}


def _alone(units: LabelledUnits, scored: Scored, seed: int) -> dict[str, list[float | None]]:
    """F1 of units without their release, on those of the last corpus; empty if not measured."""
    if scored.alone is None:
        return {}
    chosen = scored.known & units.aim
    _, doc = np.unique(units.doc[chosen], return_inverse=True)
    figures = label_figures(
        units.true[chosen], units.second[chosen], softmax(scored.alone[chosen]), doc, {}, seed
    )
    return {name: rounded(figure) for name, figure in figures.items() if "f1" in name}


def _abstention(units: LabelledUnits, scored: Scored, seed: int) -> list[dict[str, Any]]:
    """What abstaining does to held-out predictions, by threshold."""
    known = scored.known
    _, doc = np.unique(units.doc[known], return_inverse=True)
    return [
        {
            "threshold": figure.threshold,
            "coverage": rounded(figure.coverage),
            "accuracy": rounded(figure.accuracy),
        }
        for figure in abstentions(units.true[known], softmax(scored.logits[known]), doc, seed)
    ]
