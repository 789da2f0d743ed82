"""Labelled units of annotated releases: what annotators and rules say about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fls.arrays import Flags, Ints
from fls.corpus import AnnotatedRelease
from fls.document import FORWARD_LOOKING, LABELLED_KINDS, LABELS
from fls.evaluation import apply_keyword_rule, as_units, find_dated
from fls.metrics import count_words

__all__ = ["LabelledUnits"]


@dataclass(frozen=True)
class LabelledUnits:
    """Labelled units of annotated releases, release after release.

    Parameters
    ----------
    releases : list of AnnotatedRelease
    labelled : (n_all_units,) bool
        Which of all units are labelled; the following arrays describe these.
    true, second : (n_units,) int64
        Index of the first label, and of the second; -1 for none.
    marked : (n_units,) bool
        Whether the annotators call the unit specific.
    doc, number : (n_units,) int64
        Number of the release, and of the unit in it.
    in_target : (n_units,) bool
        Whether the unit is from the last corpus, the one that the model is for.
    words, rule : (n_units,) int64
        Number of words; index of the label by the keyword rule.
    dated : (n_units,) bool
        See :func:`fls.evaluation.find_dated`.
    """

    releases: list[AnnotatedRelease]
    labelled: Flags
    true: Ints
    second: Ints
    marked: Flags
    doc: Ints
    number: Ints
    in_target: Flags
    words: Ints
    rule: Ints
    dated: Flags

    @classmethod
    def gather(cls, parts: Sequence[Sequence[AnnotatedRelease]]) -> LabelledUnits:
        """Gather the labelled units of corpora; the last corpus is what the model is for."""
        releases = [release for part in parts for release in part]
        texts, units = [r.text for r in releases], [as_units(r) for r in releases]
        annotated = [unit for release in releases for unit in release.units]
        kept = [unit for unit in annotated if unit.label is not None]
        labelled = np.array([unit.label is not None for unit in annotated], dtype=bool)
        sizes = [len(release.units) for release in releases]
        doc = np.repeat(np.arange(len(releases)), sizes)[labelled]
        number = np.array([n for size in sizes for n in range(size)], dtype=np.int64)[labelled]
        return cls(
            releases=releases,
            labelled=labelled,
            true=_find_indices([unit.label for unit in kept]),
            second=_find_indices([unit.second for unit in kept]),
            marked=np.array([bool(unit.specific) for unit in kept]),
            doc=doc,
            number=number,
            in_target=doc >= len(releases) - len(parts[-1]),
            words=count_words(texts, units)[labelled],
            rule=apply_keyword_rule(texts, units)[labelled],
            dated=find_dated(texts, units)[labelled],
        )

    @property
    def forward(self) -> Flags:
        """Whether the first label is forward-looking, (n_units,) bool."""
        forward: Flags = self.true == FORWARD_LOOKING
        return forward

    @property
    def in_whole_release(self) -> Flags:
        """Whether every unit of the same release is labelled, (n_units,) bool."""
        whole = [
            all(unit.label is not None for unit in release.units if unit.kind in LABELLED_KINDS)
            for release in self.releases
        ]
        in_whole: Flags = np.array(whole, dtype=bool)[self.doc]
        return in_whole


def _find_indices(labels: Sequence[str | None]) -> Ints:
    """Return the index of each label; -1 where there is none."""
    return np.array([LABELS.index(label) if label else -1 for label in labels], dtype=np.int64)
