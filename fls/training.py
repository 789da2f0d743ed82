"""Annotated releases to a model: fit, cross-validate by issuer, calibrate, describe."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from fls import corpus, lexicons
from fls.arrays import Flags, Floats, Ints
from fls.card import model_card
from fls.corpus import Release
from fls.document import LABELS
from fls.errors import InputError
from fls.evaluation import (
    abstentions,
    as_units,
    dated,
    keyword_rule,
    label_figures,
    specific_figures,
)
from fls.features import Layout, extract, matrix, slot_vectors
from fls.features.context import columns
from fls.model import Model, softmax
from fls.specificity import ForwardRows, fit_specific

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

__all__ = ["Settings", "train"]


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How a model is fitted.

    Parameters
    ----------
    words, runs, head, vector, dense : float
        Factor of each block of features: the larger, the less its weights are shrunk.
    penalty : float
        Strength of the ridge penalty (1 / C of scikit-learn).
    second : float
        Share of a unit that counts for its second label, where it has one.
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
    vector: float = 1.0
    dense: float = 1.0
    penalty: float = 1.0
    second: float = 0.15
    rarest: int = 2
    folds: int = 5
    iterations: int = 150
    specific: tuple[float, ...] = (0.3, 1.0, 3.0, 10.0)


def train(
    folder: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    *,
    seed: int = 0,
    settings: Settings | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Model:
    """Train a model on annotated releases.

    Parameters
    ----------
    folder : path-like or sequence of path-like
        One corpus or several, see :mod:`fls.corpus`.
    seed : int
        Decides the folds and the bootstrap.
    settings : Settings, optional
    progress : callable, optional
        Called with (stage, done, total) while it works.

    Returns
    -------
    Model
        ``model.info["figures"]`` holds the figures of the cross-validation, in which no issuer is
        both in training and in test and no legend of the training part is tested. Probabilities
        are calibrated by one temperature, fitted on the same held-out predictions [1]_.
        ``model.specific`` is fitted, chosen and calibrated likewise, on the units whose first
        label is forward-looking; None where they are too few to hold both marks in each fold.

    Raises
    ------
    CorpusError
        If a folder breaks the format.
    InputError
        If a label is missing in the data, or there are fewer issuers than folds.

    References
    ----------
    .. [1] C. Guo, G. Pleiss, Y. Sun and K. Weinberger (2017), On Calibration of Modern Neural
       Networks, ICML.
    """
    settings = settings or Settings()
    tell = progress or (lambda stage, done, total: None)
    folders = [folder] if isinstance(folder, str | os.PathLike) else list(folder)
    tell("read", 0, len(folders))
    parts = _read_parts(folders)
    releases = [release for part in parts.values() for release in part]
    data = _Data(releases, settings)
    _check(data, releases, folders, settings)
    tell("read", len(folders), len(folders))
    folds = corpus.split(releases, settings.folds, seed)
    held_out = _cross_validate(data, releases, folds, settings, tell)
    temperature = _temperature(held_out, data.true)
    tell("fit", 0, 1)
    coefficients, intercept = _fit(data, np.ones(len(data.true), dtype=bool), settings)
    tell("fit", 1, 1)
    marks = fit_specific(data.specific, folds, settings.specific, settings.iterations, _temperature)
    p_specific = np.full(len(data.true), np.nan)
    p_specific[data.forward] = marks.held_out
    choices = {"temperature": temperature, **marks.choices}
    info = _describe(data, parts, (held_out / temperature, p_specific), choices, seed, settings)
    model = _fold(data, coefficients / temperature, intercept / temperature, info)
    return replace(model, specific=marks.weights)


def _read_parts(folders: Sequence[str | os.PathLike[str]]) -> dict[str, list[Release]]:
    """Read each corpus, by the name of its folder; names and identifiers must differ."""
    parts: dict[str, list[Release]] = {}
    seen: set[str] = set()
    for path in folders:
        name = Path(path).resolve().name
        part = corpus.read(path)
        twice = seen & {release.id for release in part}
        if name in parts or twice:
            found = f"the name {name!r} twice" if name in parts else f"release {min(twice)!r} twice"
            raise InputError(
                os.fspath(path), "is a corpus whose name and releases differ from the others",
                found, "rename the folder, or leave one out",
            )  # fmt: skip
        parts[name] = part
        seen |= {release.id for release in part}
    if not parts:
        raise InputError("folder", "names at least one corpus", "none", "give its path")
    return parts


class _Data:
    """Labelled units of releases, as numbers."""

    def __init__(self, releases: Sequence[Release], settings: Settings) -> None:
        self.layout = Layout()
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
        #: Number of the unit in its release, for finding it again.
        self.number: Ints = (np.arange(len(gold)) - batch.first[batch.doc])[self.labelled]
        self.rule: Ints = keyword_rule(texts, units)[self.labelled]
        self.dated: Flags = dated(texts, units)[self.labelled]
        self.typical: Floats = features.context.dense()[self.labelled].mean(axis=0)
        full = matrix(features, self.layout)[self.labelled]
        self.active, self.factor = _choose(full, self.layout, settings)
        self.rows: csr_matrix = _scaled(full[:, self.active], self.factor)
        self.marks: Flags = np.array([bool(unit.specific) for unit in kept])
        self.forward: Flags = self.true == LABELS.index("forward_looking")
        factors = settings.words, settings.vector, settings.dense
        self.specific = ForwardRows.of(
            full, self.forward, self.layout, factors, settings.rarest, self.marks, self.doc
        )


def _blocks(layout: Layout, n_vector: int) -> list[int]:
    """Give the ends of the blocks of columns of :func:`fls.features.matrix`."""
    sizes = [1 << layout.words, 1 << layout.runs, 1 << layout.head, n_vector, len(columns())]
    return [int(end) for end in np.cumsum(sizes)]


def _choose(full: csr_matrix, layout: Layout, settings: Settings) -> tuple[Ints, Floats]:
    """Columns that take part, and the factor of each."""
    seen = np.bincount(full.indices, minlength=full.shape[1])
    ends = _blocks(layout, slot_vectors(layout).shape[1])
    factor = np.repeat(
        [settings.words, settings.runs, settings.head, settings.vector, settings.dense],
        np.diff([0, *ends]),
    )
    hashed = np.arange(full.shape[1]) < ends[2]
    active = np.flatnonzero(np.where(hashed, seen >= settings.rarest, seen > 0))
    return active, factor[active]


def _scaled(rows: csr_matrix, factor: Floats) -> csr_matrix:
    rows = rows.copy()
    rows.data *= factor[rows.indices]
    return rows


def _check(
    data: _Data,
    releases: Sequence[Release],
    folders: Sequence[str | os.PathLike[str]],
    settings: Settings,
) -> None:
    where = ", ".join(os.fspath(path) for path in folders)
    missing = [label for i, label in enumerate(LABELS) if not (data.true == i).any()]
    if missing:
        raise InputError(
            where, "has units of every label", f"none labelled {' or '.join(missing)}",
            "add releases that have them",
        )  # fmt: skip
    issuers = len({release.issuer for release in releases})
    if issuers < settings.folds:
        raise InputError(
            where, f"has releases of at least {settings.folds} issuers", str(issuers),
            "add releases, or ask for fewer folds",
        )  # fmt: skip


def _fit(data: _Data, chosen: Flags, settings: Settings) -> tuple[Floats, Floats]:
    """Weights (n_active, 4) and intercept (4,) from the chosen units.

    A unit with a second label stands twice, once for each, with weights that add up to 1: the
    model learns that it is both, and probabilities near the border stay honest.
    """
    from scipy import sparse
    from sklearn.linear_model import LogisticRegression

    both = chosen & (data.second >= 0)
    rows = sparse.vstack([data.rows[chosen], data.rows[both]]).tocsr()
    labels = np.concatenate([data.true[chosen], data.second[both]])
    weights = np.concatenate(
        [np.where(both[chosen], 1.0 - settings.second, 1.0), np.full(both.sum(), settings.second)]
    )
    solver = LogisticRegression(
        C=1.0 / settings.penalty, max_iter=settings.iterations, tol=1e-3, solver="lbfgs"
    )
    if len(np.unique(labels)) < len(LABELS):
        missing = LABELS[int(np.setdiff1d(np.arange(len(LABELS)), labels)[0])]
        raise InputError(
            "the corpus", "has each label in releases of several issuers",
            f"{missing} in those of one part of the cross-validation only",
            "add releases that have it, or use fewer folds",
        )  # fmt: skip
    solver.fit(rows, labels, sample_weight=weights)
    return solver.coef_.T, solver.intercept_


def _cross_validate(
    data: _Data,
    releases: Sequence[Release],
    folds: Sequence[tuple[list[int], list[int]]],
    settings: Settings,
    tell: Callable[[str, int, int], None],
) -> Floats:
    """Logits of every unit by a model that has seen no release of its issuer.

    Units of the test part whose legend stands word by word in the training part get NaN.
    """
    logits = np.full((len(data.true), len(LABELS)), np.nan)
    for number, (train_part, test_part) in enumerate(folds):
        tell("cross-validate", number, len(folds))
        inside = np.isin(data.doc, train_part)
        coefficients, intercept = _fit(data, inside, settings)
        repeated = corpus.repeated_units(
            [releases[i] for i in train_part], [releases[i] for i in test_part]
        )
        for release, known in zip(test_part, repeated, strict=True):
            mine = np.flatnonzero(data.doc == release)
            mine = mine[~np.isin(data.number[mine], list(known))]
            logits[mine] = data.rows[mine] @ coefficients + intercept
    tell("cross-validate", len(folds), len(folds))
    return logits


def _temperature(logits: Floats, true: Ints) -> float:
    """Find the divisor of the logits that makes the held-out labels most likely."""
    from scipy.optimize import minimize_scalar

    known = ~np.isnan(logits[:, 0])
    rows, labels = logits[known], true[known]

    def loss(log_t: float) -> float:
        p = softmax(rows / np.exp(log_t))[np.arange(len(labels)), labels]
        return float(-np.log(np.maximum(p, 1e-12)).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-2.0, 2.0), method="bounded").x))


def _fold(data: _Data, coefficients: Floats, intercept: Floats, info: dict[str, Any]) -> Model:
    """Put weights into tables by slot; what the word vectors contribute goes to their words."""
    layout = data.layout
    vectors = slot_vectors(layout)
    ends = _blocks(layout, vectors.shape[1])
    full = np.zeros((ends[-1], len(LABELS)))
    full[data.active] = coefficients * data.factor[:, None]
    words, runs, head, vector, dense = np.split(full, ends[:-1])

    def single(values: Floats) -> Floats:
        # As they are stored, so that a model scores the same before and after saving.
        return values.astype(np.float32).astype(np.float64)

    return Model(
        layout=layout,
        words=single(words + vectors @ vector),
        runs=single(np.concatenate([runs, np.zeros((1, len(LABELS)))])),
        head=single(head),
        # Multiples of 2**-20, so that sums over hits are exact, see Context.logits.
        dense=single(np.round(dense * 2.0**20) / 2.0**20),
        intercept=single(intercept),
        typical=single(data.typical),
        info=info,
    )


def _describe(
    data: _Data,
    parts: Mapping[str, Sequence[Release]],
    scored: tuple[Floats, Floats],
    choices: Mapping[str, float],
    seed: int,
    settings: Settings,
) -> dict[str, Any]:
    logits = scored[0]
    known = ~np.isnan(logits[:, 0])
    releases = [release for part in parts.values() for release in part]
    owner = np.repeat(np.arange(len(parts)), [len(part) for part in parts.values()])[data.doc]
    figures = _figures(data, scored, known, seed)
    chosen = logits[known].argmax(axis=1)
    confusion = np.zeros((len(LABELS), len(LABELS)), dtype=np.int64)
    np.add.at(confusion, (data.true[known], chosen), 1)
    info: dict[str, Any] = {
        "corpus": {
            "sha256": corpus.digest(list(releases)),
            "releases": len(releases),
            "issuers": len({release.issuer for release in releases}),
            "labelled_units": len(data.true),
            "units_by_label": {
                label: int((data.true == i).sum()) for i, label in enumerate(LABELS)
            },
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
        },
        "lexicons_sha256": lexicons.digest(),
        "seed": seed,
        "settings": asdict(settings),
        **{name: round(value, 6) for name, value in choices.items()},
        "figures": figures,
        "confusion": confusion.tolist(),
        "abstention": _abstention(data, logits, known, seed),
        "versions": {
            "python": platform.python_version(),
            **{name: version(name) for name in ("numpy", "scikit-learn", "scipy")},
        },
    }
    return {**info, "card": model_card(info)}


def _figures(
    data: _Data, scored: tuple[Floats, Floats], chosen: Flags, seed: int
) -> dict[str, list[float | None]]:
    """Figures of held-out predictions on some of the units, rounded; None where not defined."""
    _, doc = np.unique(data.doc[chosen], return_inverse=True)
    p, p_specific = softmax(scored[0][chosen]), scored[1][chosen]
    true = data.true[chosen]
    figures = label_figures(
        true, data.second[chosen], p, doc, {"keyword_rule": data.rule[chosen]}, seed
    )
    p_specific[true != p.argmax(axis=1)] = np.nan
    figures |= specific_figures(data.marks[chosen], p_specific, data.dated[chosen], doc, seed)
    return {name: _rounded(figure) for name, figure in figures.items()}


def _rounded(figure: Sequence[float]) -> list[float | None]:
    return [None if part != part else round(part, 4) for part in figure]


def _abstention(data: _Data, logits: Floats, known: Flags, seed: int) -> list[dict[str, Any]]:
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
