"""How good a model is on annotated releases: figures with intervals, and the rule to beat."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from fls import corpus
from fls.arrays import Floats, Ints
from fls.corpus import GoldUnit, Release
from fls.document import LABELS
from fls.errors import InputError
from fls.evaluation._cut import cut_counts, overlap_labels, release_figures
from fls.evaluation._figures import Figure, confusions, expected_calibration_error, label_figures
from fls.evaluation._pairs import paired_macro_f1
from fls.evaluation._rule import as_units, keyword_rule
from fls.model import Model, load_model
from fls.segmentation import segment

__all__ = [
    "Evaluation",
    "Figure",
    "as_units",
    "evaluate",
    "expected_calibration_error",
    "keyword_rule",
    "label_figures",
    "paired_macro_f1",
]

_Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Evaluation:
    """Figures of one model on one corpus.

    Parameters
    ----------
    n_releases, n_units : int
        Size of the test: releases, labelled units.
    figures : dict of str to Figure
        By name; what each means stands in ``docs/metrics.md``.
    confusion : (4, 4) int64
        Rows are the annotators' labels, columns the model's, both in the order of
        :data:`fls.document.LABELS`, on the annotators' units.
    """

    n_releases: int
    n_units: int
    figures: dict[str, Figure]
    confusion: Ints = field(repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Turn into plain data, for JSON.

        Returns
        -------
        dict
        """
        return {
            "n_releases": self.n_releases,
            "n_units": self.n_units,
            "figures": {
                name: {part: _plain(value) for part, value in figure._asdict().items()}
                for name, figure in self.figures.items()
            },
            "confusion": {"labels": list(LABELS), "counts": self.confusion.tolist()},
        }

    def to_text(self) -> str:
        """Turn into a table for people.

        Returns
        -------
        str
            Several lines, without a line end at the end.
        """
        width = max((len(name) for name in self.figures), default=0)
        lines = [f"{self.n_releases} releases, {self.n_units} labelled units", ""]
        lines.append(f"{'':{width}}  figure   95 % interval")
        for name, (value, low, high) in self.figures.items():
            lines.append(f"{name:{width}}  {value:6.3f}   {low:.3f} to {high:.3f}")
        lines += ["", "annotators (rows) against model (columns)", ""]
        lines.append(" " * 16 + "".join(f"{label:>17}" for label in LABELS))
        for label, row in zip(LABELS, self.confusion, strict=True):
            lines.append(f"{label:16}" + "".join(f"{count:17}" for count in row))
        return "\n".join(lines)

    __str__ = to_text


def _plain(value: float) -> float | None:
    return None if value != value else round(value, 6)


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
        Figures that begin ``release_`` come from scoring the raw text; the others label the
        annotators' units, so that errors of the cut do not count.

    Raises
    ------
    CorpusError
        If the folder breaks the format.
    ModelError
        If the model cannot be loaded.
    InputError
        If no unit of the corpus is labelled.
    """
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
    probabilities, rule, whole, cut = _score_all(model, releases, progress)
    figures = label_figures(true, second, probabilities, doc, {"keyword_rule": rule}, seed)
    figures |= release_figures(true, whole, doc, cut, seed)
    confusion = confusions(true, probabilities.argmax(axis=1), doc, len(releases)).sum(axis=0)
    return Evaluation(len(releases), len(gold), figures, confusion.astype(np.int64))


def _score_all(
    model: Model, releases: Sequence[Release], progress: _Progress | None
) -> tuple[Floats, Ints, Ints, Floats]:
    """Probabilities and rule on annotated units, labels by overlap, counts of the cut."""
    probabilities, rule, whole, cut = [], [], [], []
    for number, release in enumerate(releases, 1):
        units = as_units(release)
        keep = np.array([u.label is not None for u in release.units])
        probabilities.append(model.probabilities([release.text], [units])[1][keep])
        rule.append(keyword_rule([release.text], [units])[keep])
        found = segment(release.text)
        labels = model.probabilities([release.text], [found])[1].argmax(axis=1)
        whole.append(overlap_labels(release, found, labels))
        cut.append(cut_counts(release, found))
        if progress:
            progress("evaluate", number, len(releases))
    return (
        np.concatenate(probabilities),
        np.concatenate(rule),
        np.concatenate(whole),
        np.array(cut),
    )
