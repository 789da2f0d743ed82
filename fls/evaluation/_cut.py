"""Figures of scoring raw text: agreement of the cut with the annotators, and of labels on it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fls.arrays import Floats, Ints
from fls.corpus import Release
from fls.document import LABELLED_KINDS, LABELS, Unit
from fls.evaluation._figures import Figure, f1_scores, macro_f1, with_intervals

__all__ = ["cut_counts", "overlap_labels", "release_figures"]

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


def _bare(text: str) -> Ints:
    """Count, for every offset, the characters before it that are not white space."""
    solid = np.fromiter((not c.isspace() for c in text), dtype=np.int64, count=len(text))
    return np.concatenate(([0], np.cumsum(solid)))


def cut_counts(release: Release, found: Sequence[Unit]) -> Floats:
    """Return the counts behind the figures of the cut, in the order of ``_CUT_COUNTS``."""
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


def overlap_labels(release: Release, found: Sequence[Unit], labels: Ints) -> Ints:
    """Return, for each annotated labelled unit, the label that covers most of it, 4 for none."""
    bare = _bare(release.text)
    covered = np.full(int(bare[-1]), len(LABELS), dtype=np.int64)
    for unit, label in zip(found, labels, strict=True):
        if unit.kind in LABELLED_KINDS:
            covered[bare[unit.start] : bare[unit.end]] = label
    result = []
    for gold in release.units:
        if gold.label is not None:
            piece = covered[bare[gold.start] : bare[gold.end]]
            result.append(int(np.bincount(piece, minlength=len(LABELS) + 1).argmax()))
    return np.array(result, dtype=np.int64)


def release_figures(
    true: Ints, whole: Ints, doc: Ints, cut: Floats, seed: int
) -> dict[str, Figure]:
    """Return figures of the cut, and of labels on it, where an uncovered unit counts as missed."""
    n_docs, n = len(cut), len(LABELS)
    flat = np.bincount((doc * n + true) * (n + 1) + whole, minlength=n_docs * n * (n + 1))
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

    return with_intervals(figures, n_docs, seed)
