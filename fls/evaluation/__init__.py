"""Measure a model on annotated releases: figures with intervals, and the rule to beat."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from fls import corpus
from fls.arrays import Floats, Ints
from fls.checks import check_folder, check_progress, check_seed
from fls.corpus import AnnotatedRelease, GoldUnit
from fls.decision import decide
from fls.document import FORWARD_LOOKING, LABELS
from fls.errors import InputError
from fls.evaluation._calibration import expected_calibration_error
from fls.evaluation._cut import count_cut, find_overlap_labels, measure_releases
from fls.evaluation._figures import (
    Abstention,
    Figure,
    build_records,
    convert_figures,
    count_confusions,
    measure_abstention,
    measure_labels,
    measure_specific,
    write_confusions,
)
from fls.evaluation._models import ModelComparison, compare_models
from fls.evaluation._pairs import paired_macro_f1
from fls.evaluation._rule import apply_keyword_rule, as_units, find_dated
from fls.evaluation._sentences import SentenceEvaluation, evaluate_sentences
from fls.model import Model, load_model
from fls.segmentation import segment

__all__ = [
    "Abstention",
    "Evaluation",
    "Figure",
    "ModelComparison",
    "SentenceEvaluation",
    "apply_keyword_rule",
    "as_units",
    "compare_models",
    "evaluate",
    "evaluate_sentences",
    "expected_calibration_error",
    "find_dated",
    "measure_abstention",
    "measure_labels",
    "measure_specific",
    "paired_macro_f1",
]

_Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Evaluation:
    """Figures of one model on one corpus.

    Parameters
    ----------
    n_releases, n_units : int
        Number of releases, and of labelled units.
    figures : dict of str to Figure
        By name; ``docs/metrics.md`` says what each means.
    confusion : (4, 4) int64
        Rows are the annotators' labels, columns the model's, both in the order of
        :data:`fls.document.LABELS`, on the annotators' units.
    abstention : tuple of Abstention
        Effect of giving no label below each of several thresholds, on the same units.
    """

    n_releases: int
    n_units: int
    figures: dict[str, Figure]
    confusion: Ints = field(repr=False)
    abstention: tuple[Abstention, ...] = field(default=(), repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Convert to plain data, for JSON.

        Returns
        -------
        dict
        """
        return {
            "n_releases": self.n_releases,
            "n_units": self.n_units,
            "figures": convert_figures(self.figures),
            "confusion": {"labels": list(LABELS), "counts": self.confusion.tolist()},
            "abstention": [
                {
                    "threshold": point.threshold,
                    **convert_figures({"coverage": point.coverage, "accuracy": point.accuracy}),
                }
                for point in self.abstention
            ],
        }

    def records(self) -> list[dict[str, Any]]:
        """Convert to records, one for each figure or count, for a table.

        Returns
        -------
        list of dict
            Keys ``figure value low high keyword_rule keyword_rule_low keyword_rule_high``; None
            where there is nothing.
        """
        counts = {"n_releases": self.n_releases, "n_units": self.n_units}
        for name, row in zip(LABELS, self.confusion.tolist(), strict=True):
            counts |= {f"n_{name}_as_{label}": n for label, n in zip(LABELS, row, strict=True)}
        parts = {}
        for point in self.abstention:
            parts[f"coverage_at_{point.threshold:.2f}"] = point.coverage
            parts[f"accuracy_at_{point.threshold:.2f}"] = point.accuracy
        return build_records(counts, self.figures | parts)

    def to_text(self) -> str:
        """Write a table for people.

        Returns
        -------
        str
            Several lines, without a trailing line end.
        """
        width = max((len(name) for name in self.figures), default=0)
        lines = [f"{self.n_releases} releases, {self.n_units} labelled units", ""]
        lines.append(f"{'':{width}}  figure   95 % interval")
        for name, (value, low, high) in self.figures.items():
            lines.append(f"{name:{width}}  {value:6.3f}   {low:.3f} to {high:.3f}")
        lines += ["", "annotators (rows) against model (columns)", ""]
        lines += write_confusions(LABELS, self.confusion)
        lines += ["", "without a label below a threshold", ""] * bool(self.abstention)
        lines += [" threshold  labelled  accuracy   95 % interval"] * bool(self.abstention)
        for threshold, coverage, (value, low, high) in self.abstention:
            labelled = f"{threshold:10.2f}  {coverage.value:8.1%}"
            lines.append(f"{labelled}  {value:8.3f}   {low:.3f} to {high:.3f}")
        return "\n".join(lines)

    __str__ = to_text


def evaluate(
    model: Model | str | os.PathLike[str] | None,
    folder: str | os.PathLike[str],
    *,
    seed: int = 0,
    progress: _Progress | None = None,
) -> Evaluation:
    """Measure a model on annotated releases.

    Parameters
    ----------
    model : Model, path-like or None
        A model, its folder or name, or None for the default one.
    folder : path-like
        A corpus, see :mod:`fls.corpus`.
    seed : int
        Seed of the bootstrap.
    progress : callable, optional
        Called with (stage, done, total).

    Returns
    -------
    Evaluation
        Figures whose names begin with ``release_`` come from scoring the raw text; the others
        label the annotators' units, so that errors of segmentation do not count.

    Raises
    ------
    CorpusError
        If the folder breaks the format.
    ModelError
        If the model cannot be loaded.
    InputError
        If no unit of the corpus is labelled, or an argument is of another kind.
    """
    check_seed(seed)
    check_folder(folder)
    check_progress(progress)
    model = model if isinstance(model, Model) else load_model(model)
    releases = corpus.read(folder)
    gold: list[GoldUnit] = [u for r in releases for u in r.units if u.label is not None]
    if not gold:
        raise InputError(
            str(folder), "holds labelled units", "none", "label some: see docs/codebook.md"
        )
    true = np.array([LABELS.index(u.label or "") for u in gold])
    second = np.array([LABELS.index(u.second) if u.second else -1 for u in gold])
    doc = np.repeat(
        np.arange(len(releases)), [sum(u.label is not None for u in r.units) for r in releases]
    )
    probabilities, p_specific, rules, on_cut, cut = _score_all(model, releases, progress)
    figures = measure_labels(true, second, probabilities, doc, {"keyword_rule": rules[0]}, seed)
    p_specific[true != FORWARD_LOOKING] = np.nan
    specific = np.array([bool(u.specific) for u in gold])
    figures |= measure_specific(specific, p_specific, rules[1].astype(bool), doc, seed)
    figures |= measure_releases(true, on_cut, doc, cut, seed)
    confusion = count_confusions(true, decide(probabilities), doc, len(releases)).sum(axis=0)
    abstention = measure_abstention(true, probabilities, doc, seed)
    return Evaluation(len(releases), len(gold), figures, confusion.astype(np.int64), abstention)


def _score_all(
    model: Model, releases: Sequence[AnnotatedRelease], progress: _Progress | None
) -> tuple[Floats, Floats, Ints, Ints, Floats]:
    """Collect probabilities and rules on annotated units, labels by overlap, counts of the cut."""
    probabilities, specific, rules, on_cut, cut = [], [], [], [], []
    for number, release in enumerate(releases, 1):
        units = as_units(release)
        keep = np.array([u.label is not None for u in release.units])
        _, p, p_specific = model.probabilities([release.text], [units])
        probabilities.append(p[keep])
        specific.append(p_specific[keep])
        rules.append(
            [rule([release.text], [units])[keep] for rule in (apply_keyword_rule, find_dated)]
        )
        segmented = segment(release.text)
        labels = decide(model.probabilities([release.text], [segmented])[1])
        on_cut.append(find_overlap_labels(release, segmented, labels))
        cut.append(count_cut(release, segmented))
        if progress:
            progress("evaluate", number, len(releases))
    return (
        np.concatenate(probabilities),
        np.concatenate(specific),
        np.concatenate(rules, axis=1),
        np.concatenate(on_cut),
        np.array(cut),
    )
