"""Turn labelled units of releases into the numbers that a model is fitted to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from fls.arrays import Floats, Ints
from fls.corpus import AnnotatedRelease
from fls.document import FORWARD_LOOKING, LABELS, Unit
from fls.evaluation import as_units
from fls.features import HashSizes, extract, matrix, slot_vectors
from fls.features.context import columns
from fls.model import Model
from fls.training._labelled import LabelledUnits
from fls.training._ridge import Weights
from fls.training._specific import ForwardRows

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

__all__ = [
    "N_HASHED_BLOCKS",
    "Settings",
    "TrainingData",
    "build_tables",
    "choose_columns",
    "find_block_ends",
    "find_lone_offset",
    "scale_columns",
]

#: Number of blocks of hashed columns, which come first: words, runs, words of the heading.
N_HASHED_BLOCKS = 3


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How a model is fitted.

    Parameters
    ----------
    words, runs, head, vector, dense : float
        Factor of each block of features: the larger, the less its weights are shrunk.
    association : float
        Power of the factor by what a hashed feature tells about the label, see
        :func:`fls.training._association.measure_association`; 0 for no such factor.
    own : float
        Factor of the features that every corpus but the last has a second time, see
        :func:`fls.training.train`; 0 leaves them out.
    penalty : float
        Strength of the ridge penalty (1 / C of scikit-learn).
    second : float
        Share of a unit that counts for its second label, if it has one.
    alone : float
        Weight that each unit has without its release, as :func:`fls.tag` sees it.
    futures : float
        Share of forward-looking units that a sentence without a release is taken to come from,
        see :func:`find_lone_offset`; 0 leaves it at the share in the last corpus.
    rarest : int
        Hashed features in fewer units than this are left out.
    folds : int
        Folds of the cross-validation by issuer.
    iterations : int
        Maximum number of iterations of the solver.
    specific : tuple of float
        Strengths of the ridge penalty to try for the weights that recognise specific units.
    """

    words: float = 2.0
    runs: float = 2.0
    head: float = 1.0
    vector: float = 0.5
    dense: float = 0.5
    association: float = 0.5
    own: float = 0.15
    penalty: float = 2.0
    second: float = 0.15
    alone: float = 0.5
    futures: float = 0.2
    rarest: int = 2
    folds: int = 5
    iterations: int = 500
    specific: tuple[float, ...] = (0.3, 1.0, 3.0, 10.0)


class TrainingData:
    """Labelled units of releases, as numbers.

    Parameters
    ----------
    parts : sequence of sequence of AnnotatedRelease
        Corpora; the last one is what the model is for.
    settings : Settings
    start : Model, optional
        The model whose weights are to be changed.

    Attributes
    ----------
    units : LabelledUnits
    layout : HashSizes
    active : (n_active,) int64
        Columns that are used.
    factor : (n_active,) float64
        Factor of each of these.
    rows : (n_units, n_active) csr_matrix of float64
        Features, times their factor.
    offset : (n_units, 4) float64
        Logits by the weights to start from; 0 without a start.
    specific : ForwardRows
    """

    def __init__(
        self,
        parts: Sequence[Sequence[AnnotatedRelease]],
        settings: Settings,
        start: Model | None = None,
    ) -> None:
        self.units = units = LabelledUnits.gather(parts)
        self.layout = start.layout if start else HashSizes()
        texts = [release.text for release in units.releases]
        features = extract(texts, [as_units(r) for r in units.releases], self.layout)[1]
        self.offset: Floats = np.zeros((len(units.true), len(LABELS)))
        specific_offset = np.zeros(len(units.true))
        if start:
            self.offset = start.logits(features)[units.labelled]
        if start and start.specific:
            specific_offset = start.specific.logits(features, np.flatnonzero(units.labelled))
        full = matrix(features, self.layout)[units.labelled]
        self.active, self.factor = choose_columns(full, self.layout, settings)
        self.rows: csr_matrix = scale_columns(full[:, self.active], self.factor)
        factors = settings.words, settings.vector, settings.dense
        self.specific = ForwardRows.select(
            full, units.forward, self.layout, factors, settings.rarest,
            units.marked, units.doc, specific_offset,
        )  # fmt: skip

    @property
    def block(self) -> Ints:
        """Number of the block of each column that is used, (n_active,) int64."""
        ends = find_block_ends(self.layout, slot_vectors(self.layout).shape[1])
        return np.searchsorted(ends, self.active, side="right")

    @cached_property
    def alone(self) -> csr_matrix:
        """Features of the same units, each as a text of its own, as :func:`fls.tag` takes them."""
        releases = self.units.releases
        labelled = [(r.text, unit) for r in releases for unit in r.units if unit.label]
        texts = [text[unit.start : unit.end] for text, unit in labelled]
        units = [[Unit("sentence", 0, len(text), "given", 0)] for text in texts]
        full = matrix(extract(texts, units, self.layout)[1], self.layout)
        return scale_columns(full[:, self.active], self.factor)


def find_lone_offset(units: LabelledUnits, share: float) -> Floats:
    """Return what to add to the logits of units without a release, shape (4,).

    Sentences without releases come from reports and calls too, which say more about the future
    than a corpus of releases. The odds of forward-looking become those for a text in which
    `share` of the units are, if that is more than in the last corpus [1]_.

    References
    ----------
    .. [1] M. Saerens, P. Latinne and C. Decaestecker (2002), Adjusting the Outputs of a Classifier
       to New a Priori Probabilities, Neural Computation 14.
    """
    in_corpus = float(units.forward[units.in_target].mean())
    offset = np.zeros(len(LABELS))
    if share > in_corpus > 0.0:
        corpus_logit = np.log(in_corpus / (1 - in_corpus))
        offset[FORWARD_LOOKING] = np.log(share / (1 - share)) - corpus_logit
    return offset


def find_block_ends(layout: HashSizes, n_vector: int) -> list[int]:
    """Return the ends of the blocks of columns of :func:`fls.features.matrix`."""
    sizes = [1 << layout.words, 1 << layout.runs, 1 << layout.head, n_vector, len(columns())]
    return [int(end) for end in np.cumsum(sizes)]


def choose_columns(full: csr_matrix, layout: HashSizes, settings: Settings) -> tuple[Ints, Floats]:
    """Choose the columns to use; return them and the factor of each."""
    n_units = np.bincount(full.indices, minlength=full.shape[1])
    ends = find_block_ends(layout, slot_vectors(layout).shape[1])
    factor = np.repeat(
        [settings.words, settings.runs, settings.head, settings.vector, settings.dense],
        np.diff([0, *ends]),
    )
    hashed = np.arange(full.shape[1]) < ends[N_HASHED_BLOCKS - 1]
    active = np.flatnonzero(~hashed | (n_units >= settings.rarest))
    return active, factor[active]


def scale_columns(rows: csr_matrix, factor: Floats) -> csr_matrix:
    """Return a copy of the rows with each column multiplied by its factor."""
    rows = rows.copy()
    rows.data *= factor[rows.indices]
    return rows


def build_tables(data: TrainingData, weights: Weights) -> dict[str, Floats]:
    """Spread weights over tables by slot; words take over what their vectors contribute."""
    coefficients, intercept = weights
    vectors = slot_vectors(data.layout)
    ends = find_block_ends(data.layout, vectors.shape[1])
    full = np.zeros((ends[-1], len(LABELS)))
    full[data.active] = coefficients * data.factor[:, None]
    words, runs, head, vector, dense = np.split(full, ends[:-1])
    return {
        "words": words + vectors @ vector,
        "runs": np.concatenate([runs, np.zeros((1, len(LABELS)))]),
        "head": head,
        "dense": dense,
        "intercept": intercept,
    }
