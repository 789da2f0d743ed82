"""Labelled units of releases, as the numbers that a model is fitted to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from fls.arrays import Flags, Floats, Ints
from fls.corpus import Release
from fls.document import FORWARD_LOOKING, LABELS, Unit
from fls.evaluation import as_units, dated, keyword_rule
from fls.features import Layout, extract, matrix, slot_vectors
from fls.features.context import columns
from fls.metrics import count_words
from fls.model import Model
from fls.specificity import ForwardRows

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

__all__ = ["Settings", "TrainingData", "block_ends", "choose", "more_futures", "scaled"]


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How a model is fitted.

    Parameters
    ----------
    words, runs, head, vector, dense : float
        Factor of each block of features: the larger, the less its weights are shrunk.
    own : float
        Factor of the features that stand a second time for the units of every corpus but the
        last, see :func:`fls.training.train`; 0 leaves them out.
    penalty : float
        Strength of the ridge penalty (1 / C of scikit-learn).
    second : float
        Share of a unit that counts for its second label, where it has one.
    alone : float
        Share of a unit that is shown without its release, as :func:`fls.tag` sees it.
    futures : float
        Share of forward-looking units that a sentence without a release is taken to come from,
        see :func:`more_futures`; 0 leaves it at the share in the last corpus.
    rarest : int
        Hashed features in fewer units than this are left out.
    folds : int
        Folds of the cross-validation by issuer.
    iterations : int
        Most iterations of the solver.
    specific : tuple of float
        Strengths of the ridge penalty that are tried where forward-looking units are told specific
        or not.
    """

    words: float = 2.0
    runs: float = 2.0
    head: float = 1.0
    vector: float = 0.5
    dense: float = 0.5
    own: float = 0.15
    penalty: float = 2.0
    second: float = 0.15
    alone: float = 0.5
    futures: float = 0.15
    rarest: int = 2
    folds: int = 5
    iterations: int = 500
    specific: tuple[float, ...] = (0.3, 1.0, 3.0, 10.0)


class TrainingData:
    """Labelled units of releases, as numbers."""

    def __init__(
        self,
        parts: Sequence[Sequence[Release]],
        settings: Settings,
        start: Model | None = None,
    ) -> None:
        self.releases = releases = [release for part in parts for release in part]
        self.start = start
        self.layout = start.layout if start else Layout()
        texts = [release.text for release in releases]
        units = [as_units(release) for release in releases]
        batch, features = extract(texts, units, self.layout)
        gold = [unit for release in releases for unit in release.units]
        self.labelled = np.array([unit.label is not None for unit in gold], dtype=bool)
        kept = [unit for unit in gold if unit.label is not None]
        self.true: Ints = np.array([LABELS.index(u.label or "") for u in kept], dtype=np.int64)
        self.second: Ints = np.array(
            [LABELS.index(u.second) if u.second else -1 for u in kept], dtype=np.int64
        )
        self.doc: Ints = batch.doc[self.labelled]
        #: Whether the unit is of the last corpus, the one that the model is for.
        self.aim: Flags = self.doc >= len(releases) - len(parts[-1])
        self.words: Ints = count_words(texts, units)[self.labelled]
        #: Number of the unit in its release, for finding it again.
        self.number: Ints = (np.arange(len(gold)) - batch.first[batch.doc])[self.labelled]
        self.rule: Ints = keyword_rule(texts, units)[self.labelled]
        self.dated: Flags = dated(texts, units)[self.labelled]
        if start:
            self.offset: Floats = start.logits(features)[self.labelled]
        full = matrix(features, self.layout)[self.labelled]
        self.active, self.factor = choose(full, self.layout, settings)
        self.rows: csr_matrix = scaled(full[:, self.active], self.factor)
        self.marks: Flags = np.array([bool(unit.specific) for unit in kept])
        self.forward: Flags = self.true == FORWARD_LOOKING
        factors = settings.words, settings.vector, settings.dense
        given = np.zeros(len(kept))
        if start and start.specific:
            given = start.specific.logits(features, np.flatnonzero(self.labelled))
        self.specific = ForwardRows.of(
            full, self.forward, self.layout, factors, settings.rarest, self.marks, self.doc, given
        )

    @cached_property
    def alone(self) -> csr_matrix:
        """The rows of the same units, each taken as a text of its own, as :func:`fls.tag` does."""
        labelled = [(r.text, unit) for r in self.releases for unit in r.units if unit.label]
        texts = [text[unit.start : unit.end] for text, unit in labelled]
        units = [[Unit("sentence", 0, len(text), "given", 0)] for text in texts]
        full = matrix(extract(texts, units, self.layout)[1], self.layout)
        return scaled(full[:, self.active], self.factor)


def more_futures(data: TrainingData, share: float) -> Floats:
    """What to add to the logits of units that stand alone, (4,): theirs are other texts.

    Who has sentences without releases has them of reports and calls too, where more is said of the
    future than in a corpus of releases. The odds of forward-looking are those for a text in which
    `share` of the units are, if that is more than in the last corpus [1]_.

    References
    ----------
    .. [1] M. Saerens, P. Latinne and C. Decaestecker (2002), Adjusting the Outputs of a Classifier
       to New a Priori Probabilities, Neural Computation 14.
    """
    known = float(data.forward[data.aim].mean())
    more = np.zeros(len(LABELS))
    if share > known > 0.0:
        more[FORWARD_LOOKING] = np.log(share / (1 - share)) - np.log(known / (1 - known))
    return more


def block_ends(layout: Layout, n_vector: int) -> list[int]:
    """Give the ends of the blocks of columns of :func:`fls.features.matrix`."""
    sizes = [1 << layout.words, 1 << layout.runs, 1 << layout.head, n_vector, len(columns())]
    return [int(end) for end in np.cumsum(sizes)]


def choose(full: csr_matrix, layout: Layout, settings: Settings) -> tuple[Ints, Floats]:
    """Columns that take part, and the factor of each."""
    seen = np.bincount(full.indices, minlength=full.shape[1])
    ends = block_ends(layout, slot_vectors(layout).shape[1])
    factor = np.repeat(
        [settings.words, settings.runs, settings.head, settings.vector, settings.dense],
        np.diff([0, *ends]),
    )
    hashed = np.arange(full.shape[1]) < ends[2]
    active = np.flatnonzero(~hashed | (seen >= settings.rarest))
    return active, factor[active]


def scaled(rows: csr_matrix, factor: Floats) -> csr_matrix:
    rows = rows.copy()
    rows.data *= factor[rows.indices]
    return rows
