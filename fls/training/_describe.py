"""What a model was trained on and how it did, as plain data."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version
from typing import Any, NamedTuple

import numpy as np

from fls import corpus, lexicons
from fls.analysis.intervals import RELEASE_EFFECT, fit_release_effect
from fls.arrays import Flags, Floats, Ints
from fls.card import model_card
from fls.corpus import Release
from fls.decision import decide
from fls.document import LABELLED_KINDS, LABELS
from fls.evaluation import abstentions, label_figures, specific_figures
from fls.model import softmax
from fls.specificity import Fit
from fls.training._data import Settings, TrainingData

__all__ = ["Scored", "describe", "enough_whole", "specific_gain"]

#: From so many releases of which every unit is labelled, intervals are fitted to them: they then
#: hold .89 of the shares, give or take .03 (by 25 releases, .05).
_WHOLE = 100


class Scored(NamedTuple):
    """Held-out predictions for labelled units, NaN where there is none.

    Parameters
    ----------
    logits : (n_units, 4) float64
        In their release.
    alone : (n_units, 4) float64
        Each taken as a text of its own.
    p_specific : (n_units,) float64
        Of forward-looking units.
    """

    logits: Floats
    alone: Floats
    p_specific: Floats


def describe(
    data: TrainingData,
    parts: Mapping[str, Sequence[Release]],
    scored: Scored,
    choices: Mapping[str, float],
    seed: int,
    settings: Settings,
    facts: Mapping[str, Any],
) -> dict[str, Any]:
    known = ~np.isnan(scored.logits[:, 0])
    aim = known & data.aim
    info: dict[str, Any] = {
        "corpus": _corpus(data, parts, scored, known, seed),
        "lexicons_sha256": lexicons.digest(),
        "seed": seed,
        "settings": asdict(settings),
        **{name: round(value, 6) for name, value in choices.items()},
        "figures": _figures(data, scored, known, seed),
        "alone": _alone(data, scored.alone, aim, seed),
        "confusion": _confusion(data.true[known], scored.logits[known]),
        "abstention": _abstention(data, scored.logits, known, seed),
        "release_effect": _release_effect(data, scored, aim),
        **facts,
        "versions": {
            "python": platform.python_version(),
            **{name: version(name) for name in ("numpy", "scikit-learn", "scipy")},
        },
    }
    return {**info, "card": model_card(info)}


def enough_whole(data: TrainingData) -> bool:
    """Whether enough releases are labelled as a whole to say how far releases are off.

    Of a release with some labels the share is not known: labels that were asked for because the
    model was in doubt say nothing of the rest.
    """
    return len(np.unique(data.doc[data.aim & _whole(data)])) >= _WHOLE


def _whole(data: TrainingData) -> Flags:
    """Tell which units are of a release of which every unit is labelled."""
    whole = [
        all(unit.label is not None for unit in release.units if unit.kind in LABELLED_KINDS)
        for release in data.releases
    ]
    found: Flags = np.array(whole, dtype=bool)[data.doc]
    return found


def _release_effect(data: TrainingData, scored: Scored, aim: Flags) -> dict[str, float]:
    """Fit it to releases labelled as a whole; where they are few, keep that of the start."""
    if data.start and not enough_whole(data):
        return dict(data.start.info.get("release_effect", RELEASE_EFFECT))
    chosen = aim & _whole(data)
    if not chosen.any():
        chosen = aim
    return fit_release_effect(
        softmax(scored.logits[chosen]), data.true[chosen], data.words[chosen], data.doc[chosen]
    )


def _corpus(
    data: TrainingData,
    parts: Mapping[str, Sequence[Release]],
    scored: Scored,
    known: Flags,
    seed: int,
) -> dict[str, Any]:
    """What the training data is, as a whole and by its parts."""
    releases = [release for part in parts.values() for release in part]
    owner = np.repeat(np.arange(len(parts)), [len(part) for part in parts.values()])[data.doc]
    return {
        "sha256": corpus.digest(releases),
        "releases": len(releases),
        "issuers": len({release.issuer for release in releases}),
        "labelled_units": len(data.true),
        "units_by_label": {label: int((data.true == i).sum()) for i, label in enumerate(LABELS)},
        "specific_units": int(data.marks[data.forward].sum()),
        "left_out_as_repeated": int((~known).sum()),
        "parts": {
            name: {
                "sha256": corpus.digest(part),
                "labels_sha256": corpus.labels_digest(part),
                "releases": len(part),
                "labelled_units": int((owner == number).sum()),
                "figures": _figures(data, scored, known & (owner == number), seed),
            }
            for number, (name, part) in enumerate(parts.items())
        },
    }


def _confusion(true: Ints, logits: Floats) -> list[list[int]]:
    """Count the units of each label (row) by the label that they get (column)."""
    counted = np.zeros((len(LABELS), len(LABELS)), dtype=np.int64)
    np.add.at(counted, (true, decide(softmax(logits))), 1)
    found: list[list[int]] = counted.tolist()
    return found


def _figures(
    data: TrainingData, scored: Scored, chosen: Flags, seed: int
) -> dict[str, list[float | None]]:
    """Figures of held-out predictions on some of the units, rounded; None where not defined."""
    _, doc = np.unique(data.doc[chosen], return_inverse=True)
    p, p_specific = softmax(scored.logits[chosen]), scored.p_specific[chosen]
    true = data.true[chosen]
    figures = label_figures(
        true, data.second[chosen], p, doc, {"keyword_rule": data.rule[chosen]}, seed
    )
    p_specific[true != decide(p)] = np.nan
    figures |= specific_figures(data.marks[chosen], p_specific, data.dated[chosen], doc, seed)
    return {name: _rounded(figure) for name, figure in figures.items()}


def _alone(
    data: TrainingData, logits: Floats, chosen: Flags, seed: int
) -> dict[str, list[float | None]]:
    """F1 of units without their release, on some of the units; empty if it was not measured."""
    if np.isnan(logits[chosen]).any():
        return {}
    _, doc = np.unique(data.doc[chosen], return_inverse=True)
    figures = label_figures(
        data.true[chosen], data.second[chosen], softmax(logits[chosen]), doc, {}, seed
    )
    return {name: _rounded(figure) for name, figure in figures.items() if "f1" in name}


def specific_gain(data: TrainingData, marks: Fit, seed: int) -> dict[str, Any]:
    """How often forward-looking units are rightly called specific or not, with a start.

    ``strength`` of the prior (None: without end), and accuracy with interval of the ``given``
    model and of the one that was fitted to the labels of other issuers (``start``).
    """
    _, doc = np.unique(data.doc[data.forward], return_inverse=True)
    figures = {
        name: specific_figures(data.marks[data.forward], p, data.dated[data.forward], doc, seed)
        for name, p in (("given", data.specific.given), ("start", marks.held_out))
    }
    told = {name: _rounded(found["specific_accuracy"]) for name, found in figures.items()}
    return {"strength": marks.choices.get("specific_strength"), **told}


def _rounded(figure: Sequence[float]) -> list[float | None]:
    return [None if part != part else round(part, 4) for part in figure]


def _abstention(
    data: TrainingData, logits: Floats, known: Flags, seed: int
) -> list[dict[str, Any]]:
    """What abstaining does to held-out predictions, by threshold."""
    _, doc = np.unique(data.doc[known], return_inverse=True)
    return [
        {
            "threshold": one.threshold,
            "coverage": _rounded(one.coverage),
            "accuracy": _rounded(one.accuracy),
        }
        for one in abstentions(data.true[known], softmax(logits[known]), doc, seed)
    ]
