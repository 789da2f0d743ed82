"""Figures of scoring raw text: agreement of its cut, and of labels on it, with the annotators."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fls.arrays import Floats, Ints
from fls.corpus import AnnotatedRelease
from fls.document import LABELLED_KINDS, LABELS, Unit
from fls.evaluation._figures import Figure, add_intervals, f1_scores, macro_f1

__all__ = ["count_cut", "find_overlap_labels", "measure_releases"]

_CUT_COUNTS = (
    "split_tp",
    "split_fp",
    "split_fn",
    "unit_tp",
    "unit_p",
    "unit_g",
    "text_ok",
    "text_n",
)


def _count_solid(text: str) -> Ints:
    """Count, for every offset, the characters before it that are not white space."""
    solid = np.fromiter((not c.isspace() for c in text), dtype=np.int64, count=len(text))
    return np.concatenate(([0], np.cumsum(solid)))


def count_cut(release: AnnotatedRelease, units: Sequence[Unit]) -> Floats:
    """Count what the figures of the cut are computed from, in the order of ``_CUT_COUNTS``."""
    place = _count_solid(release.text)
    gold = [(int(place[u.start]), int(place[u.end]), u.kind) for u in release.units]
    cut = [(int(place[u.start]), int(place[u.end]), u.kind) for u in units]
    true = {(a, b) for a, b, kind in gold if kind in LABELLED_KINDS}
    ours = {(a, b) for a, b, kind in cut if kind in LABELLED_KINDS}
    ends = np.array(sorted({b for _, b, _ in cut}))
    hit = miss = false = 0
    for (start, end, kind), after in zip(gold, [*gold[1:], None], strict=True):
        if kind not in LABELLED_KINDS:
            continue
        false += int(np.searchsorted(ends, end) - np.searchsorted(ends, start, side="right"))
        if after and after[2] == "sentence" and kind in ("sentence", "item"):
            is_hit = bool(np.isin(end, ends))
            hit += is_hit
            miss += not is_hit
    solid = np.zeros((2, int(place[-1])), dtype=bool)
    for row, spans in enumerate((gold, cut)):
        for a, b, kind in spans:
            solid[row, a:b] = kind in LABELLED_KINDS
    same = int((solid[0] == solid[1]).sum())
    return np.array(
        [hit, false, miss, len(true & ours), len(ours), len(true), same, solid.shape[1]],
        dtype=np.float64,
    )


def find_overlap_labels(release: AnnotatedRelease, units: Sequence[Unit], labels: Ints) -> Ints:
    """Find, for each labelled unit of annotators, the label that covers most of it; 4 for none."""
    place = _count_solid(release.text)
    covered = np.full(int(place[-1]), len(LABELS), dtype=np.int64)
    for unit, label in zip(units, labels, strict=True):
        if unit.kind in LABELLED_KINDS:
            covered[place[unit.start] : place[unit.end]] = label
    result = []
    for gold in release.units:
        if gold.label is not None:
            piece = covered[place[gold.start] : place[gold.end]]
            result.append(int(np.bincount(piece, minlength=len(LABELS) + 1).argmax()))
    return np.array(result, dtype=np.int64)


def measure_releases(
    true: Ints, on_cut: Ints, doc: Ints, cut: Floats, seed: int
) -> dict[str, Figure]:
    """Measure the cut, and labels on it; a unit that it does not cover counts as missed."""
    n_docs, n = len(cut), len(LABELS)
    flat = np.bincount((doc * n + true) * (n + 1) + on_cut, minlength=n_docs * n * (n + 1))
    matrix = flat.reshape(n_docs, n, n + 1).astype(np.float64)

    def figures(weights: Floats) -> dict[str, Floats]:
        c = dict(zip(_CUT_COUNTS, (weights @ cut).T, strict=True))
        counts = np.tensordot(weights, matrix, axes=1)
        right = np.diagonal(counts, axis1=-2, axis2=-1)
        n_true = counts.sum(axis=-1)
        f1 = f1_scores(right, counts[..., :n].sum(axis=-2), n_true)
        tp = c["split_tp"]
        return {
            "release_split_f1": f1_scores(tp, tp + c["split_fp"], tp + c["split_fn"]),
            "release_unit_f1": f1_scores(c["unit_tp"], c["unit_p"], c["unit_g"]),
            "release_text_accuracy": c["text_ok"] / c["text_n"],
            "release_macro_f1": macro_f1(f1, n_true),
        }

    return add_intervals(figures, n_docs, seed)
