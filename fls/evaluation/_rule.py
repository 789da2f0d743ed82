"""Annotated units in the library's form, and the keyword rule that a model must beat."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fls.arrays import Flags, Ints
from fls.corpus import AnnotatedRelease
from fls.document import FACTUAL, LABELS, Unit
from fls.features import cues
from fls.features.batch import UnitBatch, gather, unit_batch
from fls.features.form import is_digit, marks_of
from fls.features.tokens import tokenize
from fls.segmentation import block_starts
from fls.sheet import split_words

__all__ = ["apply_keyword_rule", "as_units", "find_dated"]

#: Word lists by which the keyword rule gives a label; the first match wins.
_LISTS_BY_LABEL = (
    ("boilerplate", ("legal_fls", "legal_other")),
    ("forward_looking", ("future_cue", "future_modal", "potential")),
    ("promotional", ("hype_strong", "hype_mild", "superlative", "emotion", "mission")),
)


def as_units(release: AnnotatedRelease) -> list[Unit]:
    """Convert the annotators' units to the library's, to score them as the annotators cut them.

    Parameters
    ----------
    release : AnnotatedRelease

    Returns
    -------
    list of Unit
        ``rule`` is ``"annotated"``; ``block`` is the block of the text in which the unit begins.
    """
    starts = block_starts(release.text)
    numbers = np.searchsorted(starts, [unit.start for unit in release.units], side="right") - 1
    return [
        Unit(unit.kind, unit.start, unit.end, "annotated", int(number))
        for unit, number in zip(release.units, numbers, strict=True)
    ]


def apply_keyword_rule(texts: Sequence[str], units: Sequence[Sequence[Unit]]) -> Ints:
    """Label units by word lists alone, as is common practice.

    A unit is boilerplate if it contains a legal phrase, else forward-looking if it contains a
    future cue, else promotional if it contains a word of praise, else factual.

    Parameters
    ----------
    texts : sequence of str
    units : sequence of sequences of Unit

    Returns
    -------
    (n_units,) int64
        Index into :data:`fls.document.LABELS`.
    """
    batch, hits = _find_hits(texts, units)
    labels = np.full(len(batch.doc), FACTUAL, dtype=np.int64)
    for label, lists in reversed(_LISTS_BY_LABEL):
        wanted = np.isin(hits.list, [cues.names().index(name) for name in lists])
        labels[hits.unit[wanted]] = LABELS.index(label)
    return labels


def _find_hits(
    texts: Sequence[str], units: Sequence[Sequence[Unit]]
) -> tuple[UnitBatch, cues.Hits]:
    """Return the units as a batch, and the phrases of word lists in them."""
    sheet, table = gather(texts, units)
    tokens = tokenize(sheet, split_words(sheet), table.start, table.end)
    return unit_batch(sheet, table), cues.find(tokens)


def find_dated(texts: Sequence[str], units: Sequence[Sequence[Unit]]) -> Flags:
    """Find the units that contain a figure, a date or a period.

    This is the rule that a model must beat in recognising specific forward-looking units.

    Parameters
    ----------
    texts : sequence of str
    units : sequence of sequences of Unit

    Returns
    -------
    (n_units,) bool
    """
    batch, hits = _find_hits(texts, units)
    is_dated: Flags = marks_of(batch).per_unit(is_digit(batch.noted)) > 0
    is_dated[hits.unit[hits.list == cues.names().index("calendar")]] = True
    return is_dated
