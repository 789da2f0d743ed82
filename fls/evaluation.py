"""How good a model is on annotated releases: figures with intervals, and the rule to beat."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from fls import corpus
from fls.corpus import GoldUnit, Release
from fls.document import LABELLED_KINDS, LABELS, Unit
from fls.errors import InputError
from fls.features import cues
from fls.features.batch import gather
from fls.features.tokens import tokenize
from fls.model import Model, load_model
from fls.segmentation import segment
from fls.segmentation.blocks import split_blocks

__all__ = [
    "Evaluation",
    "Figure",
    "as_units",
    "evaluate",
    "expected_calibration_error",
    "keyword_rule",
    "label_figures",
]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Progress = Callable[[str, int, int], None]

#: Lists of the keyword rule, first match wins.
_RULE = (
    ("boilerplate", ("legal_fls", "legal_other")),
    ("forward_looking", ("future_cue", "future_modal", "potential")),
    ("promotional", ("hype_strong", "hype_mild", "superlative", "emotion", "mission")),
)
_BINS = 15
_SAMPLES = 1000
_CUT_COUNTS = ("split_tp", "split_fp", "split_fn", "unit_tp", "unit_p", "unit_g", "text_ok", "text_n")


class Figure(NamedTuple):
    """A figure with its 95 % interval.

    Parameters
    ----------
    value : float
        The figure; NaN where it is not defined.
    low, high : float
        Percentile bootstrap over releases, 1,000 samples; NaN for fewer than two releases.
    """

    value: float
    low: float
    high: float


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


def as_units(release: Release) -> list[Unit]:
    """The annotators' units as the library's, for scoring them as they were cut.

    Parameters
    ----------
    release : Release

    Returns
    -------
    list of Unit
        ``rule`` is ``"annotated"``; ``block`` is the block of the text in which the unit begins.
    """
    starts = np.array([block.start for block in split_blocks(release.text)])
    numbers = np.searchsorted(starts, [unit.start for unit in release.units], side="right") - 1
    return [
        Unit(unit.kind, unit.start, unit.end, "annotated", int(number))
        for unit, number in zip(release.units, numbers, strict=True)
    ]


def keyword_rule(texts: Sequence[str], units: Sequence[Sequence[Unit]]) -> Ints:
    """Label units by word lists alone: the practice that a model must beat.

    Boilerplate if a legal phrase stands in the unit, else forward-looking if a future cue does,
    else promotional if a word of praise does, else factual.

    Parameters
    ----------
    texts : sequence of str
    units : sequence of sequences of Unit

    Returns
    -------
    (n_units,) int64
        Index into :data:`fls.document.LABELS`.
    """
    batch = gather(texts, units)
    hits = cues.find(tokenize(batch.codes, batch.start, batch.end))
    found = np.full(len(batch.doc), LABELS.index("factual"), dtype=np.int64)
    for label, lists in reversed(_RULE):
        wanted = np.isin(hits.list, [cues.names().index(name) for name in lists])
        found[hits.unit[wanted]] = LABELS.index(label)
    return found


def expected_calibration_error(probabilities: Floats, correct: NDArray[np.bool_]) -> float:
    """Expected calibration error of the most probable label.

    ``sum over bins b of n_b / n * |share correct in b - mean probability in b|`` with 15 bins of
    equal width [1]_.

    Parameters
    ----------
    probabilities : (n,) float64
        Probability of the label that was chosen.
    correct : (n,) bool
        Whether it was right.

    Returns
    -------
    float
        In [0, 1]; NaN for n = 0.

    References
    ----------
    .. [1] C. Guo, G. Pleiss, Y. Sun and K. Weinberger (2017), On Calibration of Modern Neural
       Networks, ICML.

    Examples
    --------
    >>> import numpy as np
    >>> p = np.array([0.9, 0.9, 0.5, 0.5])
    >>> float(round(expected_calibration_error(p, np.array([True, True, True, False])), 3))
    0.05
    """
    if not len(probabilities):
        return float("nan")
    sums = _calibration_sums(probabilities, correct)
    return float(np.abs(sums[1] - sums[2]).sum() / len(probabilities))


def _calibration_sums(probabilities: Floats, correct: NDArray[np.bool_]) -> Floats:
    """Per bin: count, sum of probabilities, number of right ones."""
    bins = np.minimum((probabilities * _BINS).astype(np.int64), _BINS - 1)
    return np.stack(
        [
            np.bincount(bins, minlength=_BINS).astype(np.float64),
            np.bincount(bins, weights=probabilities, minlength=_BINS),
            np.bincount(bins, weights=correct.astype(np.float64), minlength=_BINS),
        ]
    )


def _f1(tp: Floats, n_found: Floats, n_true: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        result: Floats = 2 * tp / (n_found + n_true)
    return result


def _from_confusion(counts: Floats, prefix: str) -> dict[str, Floats]:
    """Figures of stacked confusion matrices, shape (..., 4, 4)."""
    right = np.diagonal(counts, axis1=-2, axis2=-1)
    f1 = _f1(right, counts.sum(axis=-2), counts.sum(axis=-1))
    with np.errstate(invalid="ignore", divide="ignore"):
        accuracy = right.sum(axis=-1) / counts.sum(axis=(-2, -1))
    figures = {f"{prefix}f1_{label}": f1[..., i] for i, label in enumerate(LABELS)}
    figures[f"{prefix}macro_f1"] = f1.mean(axis=-1)
    figures[f"{prefix}accuracy"] = accuracy
    return figures


def label_figures(
    true: Ints,
    second: Ints,
    probabilities: Floats,
    doc: Ints,
    others: dict[str, Ints],
    seed: int = 0,
) -> dict[str, Figure]:
    """Figures of labels on given units.

    Parameters
    ----------
    true : (n_units,) int64
        Index of the annotators' first label.
    second : (n_units,) int64
        Index of their second, -1 for none.
    probabilities : (n_units, 4) float64
    doc : (n_units,) int64
        Number of the release, for the bootstrap.
    others : dict of str to (n_units,) int64
        Labels of systems to compare with, by name.
    seed : int
        Seed of the bootstrap.

    Returns
    -------
    dict of str to Figure
    """
    n_docs = int(doc.max()) + 1 if len(doc) else 0
    chosen = probabilities.argmax(axis=1)
    counts: dict[str, Floats] = {"": _confusions(true, chosen, doc, n_docs)}
    for name, labels in others.items():
        counts[f"{name}_"] = _confusions(true, labels, doc, n_docs)
    lenient = np.bincount(doc, weights=(chosen == true) | (chosen == second), minlength=n_docs)
    top = probabilities.max(axis=1, initial=0.0)
    bins = np.array(
        [_calibration_sums(top[doc == d], (chosen == true)[doc == d]) for d in range(n_docs)]
    ).reshape(n_docs, 3, _BINS)

    def figures(weights: Floats) -> dict[str, Floats]:
        """Figures for rows of weights of the releases."""
        found: dict[str, Floats] = {}
        for prefix, matrix in counts.items():
            found |= _from_confusion(np.tensordot(weights, matrix, axes=1), prefix)
        total = np.tensordot(weights, bins, axes=1)
        n = total[:, 0].sum(axis=-1)
        with np.errstate(invalid="ignore", divide="ignore"):
            found["lenient_accuracy"] = weights @ lenient / n
            found["calibration_error"] = np.abs(total[:, 1] - total[:, 2]).sum(axis=-1) / n
        return found

    return _with_intervals(figures, n_docs, seed)


def _confusions(true: Ints, chosen: Ints, doc: Ints, n_docs: int) -> Floats:
    n = len(LABELS)
    flat = np.bincount((doc * n + true) * n + chosen, minlength=n_docs * n * n)
    return flat.reshape(n_docs, n, n).astype(np.float64)


def _with_intervals(
    figures: Callable[[Floats], dict[str, Floats]], n_docs: int, seed: int
) -> dict[str, Figure]:
    rng = np.random.default_rng(seed)
    value = figures(np.ones((1, n_docs)))
    if n_docs < 2:
        return {name: Figure(float(v[0]), np.nan, np.nan) for name, v in value.items()}
    drawn = rng.multinomial(n_docs, np.full(n_docs, 1 / n_docs), size=_SAMPLES).astype(np.float64)
    sampled = figures(drawn)
    found = {}
    for name, v in value.items():
        known = sampled[name][~np.isnan(sampled[name])]
        low, high = np.percentile(known, (2.5, 97.5)) if len(known) else (np.nan, np.nan)
        found[name] = Figure(float(v[0]), float(low), float(high))
    return found


def _bare(text: str) -> Ints:
    """For every offset, how many characters before it are not white space."""
    solid = np.fromiter((not c.isspace() for c in text), dtype=np.int64, count=len(text))
    return np.concatenate(([0], np.cumsum(solid)))


def _cut_counts(release: Release, found: Sequence[Unit]) -> Floats:
    """Counts behind the figures of the cut, in the order of ``_CUT_COUNTS``."""
    bare = _bare(release.text)
    gold = [(int(bare[u.start]), int(bare[u.end]), u.kind) for u in release.units]
    cut = [(int(bare[u.start]), int(bare[u.end]), u.kind) for u in found]
    true = {(a, b) for a, b, kind in gold if kind in LABELLED_KINDS}
    ours = {(a, b) for a, b, kind in cut if kind in LABELLED_KINDS}
    ends = np.array(sorted({b for _, b, _ in cut}))
    hit = miss = false = 0
    for (start, end, kind), after in zip(gold, [*gold[1:], None], strict=True):
        if kind not in LABELLED_KINDS:
            continue
        false += int(np.searchsorted(ends, end) - np.searchsorted(ends, start, side="right"))
        if after and after[2] == "sentence" and kind in ("sentence", "item"):
            found_it = bool(np.isin(end, ends))
            hit += found_it
            miss += not found_it
    solid = np.zeros((2, int(bare[-1])), dtype=bool)
    for row, spans in enumerate((gold, cut)):
        for a, b, kind in spans:
            solid[row, a:b] = kind in LABELLED_KINDS
    same = int((solid[0] == solid[1]).sum())
    return np.array(
        [hit, false, miss, len(true & ours), len(ours), len(true), same, solid.shape[1]],
        dtype=np.float64,
    )


def _overlap_labels(release: Release, found: Sequence[Unit], labels: Ints) -> Ints:
    """For each annotated labelled unit the label that covers most of it, 4 for none."""
    bare = _bare(release.text)
    covered = np.full(int(bare[-1]), len(LABELS), dtype=np.int64)
    for unit, label in zip(found, labels, strict=True):
        if unit.kind in LABELLED_KINDS:
            covered[bare[unit.start] : bare[unit.end]] = label
    result = []
    for unit in release.units:
        if unit.label is not None:
            piece = covered[bare[unit.start] : bare[unit.end]]
            result.append(int(np.bincount(piece, minlength=len(LABELS) + 1).argmax()))
    return np.array(result, dtype=np.int64)


def evaluate(
    model: Model | str | os.PathLike[str] | None,
    folder: str | os.PathLike[str],
    *,
    seed: int = 0,
    progress: Progress | None = None,
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
    doc = np.repeat(np.arange(len(releases)), [sum(u.label is not None for u in r.units) for r in releases])
    probabilities, rule, whole, cut = _score_all(model, releases, progress)
    figures = label_figures(true, second, probabilities, doc, {"keyword_rule": rule}, seed)
    figures |= _release_figures(true, whole, doc, cut, seed)
    confusion = _confusions(true, probabilities.argmax(axis=1), doc, len(releases)).sum(axis=0)
    return Evaluation(len(releases), len(gold), figures, confusion.astype(np.int64))


def _score_all(
    model: Model, releases: Sequence[Release], progress: Progress | None
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
        whole.append(_overlap_labels(release, found, labels))
        cut.append(_cut_counts(release, found))
        if progress:
            progress("evaluate", number, len(releases))
    return (
        np.concatenate(probabilities),
        np.concatenate(rule),
        np.concatenate(whole),
        np.array(cut),
    )


def _release_figures(
    true: Ints, whole: Ints, doc: Ints, cut: Floats, seed: int
) -> dict[str, Figure]:
    """Figures of scoring raw text: the cut, and labels where an uncut unit counts as missed."""
    n_docs, n = len(cut), len(LABELS)
    flat = np.bincount((doc * n + true) * (n + 1) + whole, minlength=n_docs * n * (n + 1))
    matrix = flat.reshape(n_docs, n, n + 1).astype(np.float64)

    def figures(weights: Floats) -> dict[str, Floats]:
        c = dict(zip(_CUT_COUNTS, (weights @ cut).T, strict=True))
        counts = np.tensordot(weights, matrix, axes=1)
        right = np.diagonal(counts, axis1=-2, axis2=-1)
        f1 = _f1(right, counts[..., :n].sum(axis=-2), counts.sum(axis=-1))
        tp = c["split_tp"]
        return {
            "release_split_f1": _f1(tp, tp + c["split_fp"], tp + c["split_fn"]),
            "release_unit_f1": _f1(c["unit_tp"], c["unit_p"], c["unit_g"]),
            "release_text_accuracy": c["text_ok"] / c["text_n"],
            "release_macro_f1": f1.mean(axis=-1),
        }

    return _with_intervals(figures, n_docs, seed)
