"""Annotated releases to a model: fit, cross-validate by issuer, calibrate, describe."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import numpy as np

from fls import corpus, lexicons, prior
from fls.arrays import Flags, Floats, Ints
from fls.card import model_card
from fls.corpus import Release
from fls.document import LABELS
from fls.errors import InputError
from fls.evaluation import as_units, keyword_rule, label_figures
from fls.features import Layout, extract, matrix, slot_vectors
from fls.features.context import columns
from fls.model import Model, load_model, softmax

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


def train(
    folder: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    *,
    start: Model | str | os.PathLike[str] | None = None,
    seed: int = 0,
    settings: Settings | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Model:
    """Train a model on annotated releases.

    Parameters
    ----------
    folder : path-like or sequence of path-like
        One corpus or several, see :mod:`fls.corpus`.
    start : Model, path-like, optional
        A model, its folder or name, to start from: its weights are the mean of a Gaussian prior,
        whose strength is chosen by cross-validation. For a few hundred labels of one's own, which
        need not hold every label.
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
        are calibrated by one temperature, fitted on the same held-out predictions [1]_. With a
        start, ``model.info["start"]`` has the strength of the prior, and macro-F1 on held-out
        issuers of training anew, of the given model and of starting from it, with the differences;
        they are fair if the given model has seen none of the issuers.

    Raises
    ------
    CorpusError
        If a folder breaks the format.
    InputError
        If a label is missing in the data, or there are fewer issuers than folds (with a start:
        than three); if the start was trained on one of the folders.
    ModelError
        If the start cannot be loaded.

    References
    ----------
    .. [1] C. Guo, G. Pleiss, Y. Sun and K. Weinberger (2017), On Calibration of Modern Neural
       Networks, ICML.
    """
    settings = settings or Settings()
    tell = progress or (lambda stage, done, total: None)
    folders = [folder] if isinstance(folder, str | os.PathLike) else list(folder)
    if start is not None and not isinstance(start, Model):
        start = load_model(start)
    tell("read", 0, len(folders))
    parts = corpus.read_parts(folders)
    releases = [release for part in parts.values() for release in part]
    if start:
        prior.check_unseen(start, parts)
        settings = replace(settings, folds=prior.folds_of(releases, settings.folds))
    data = _Data(releases, settings, start)
    _check(data, releases, folders, settings)
    tell("read", len(folders), len(folders))

    def cross_validate(fit: Callable[[Flags], prior.Weights]) -> Floats:
        return _cross_validate(data, releases, seed, settings, tell, fit)

    if start:
        targets = prior.shares(data.true, data.second, settings.second)
        problem = prior.Problem(data.rows, targets, data.offset, data.doc)
        held_out, weights, facts = prior.learn(
            problem, data.true, releases, cross_validate, settings.penalty, settings.folds, seed
        )
        facts = {"start": {"weights_sha256": start.digest, **facts}}
    else:
        held_out, facts = cross_validate(lambda inside: _fit(data, inside, settings)), {}
        tell("fit", 0, 1)
        weights = _fit(data, np.ones(len(data.true), dtype=bool), settings)
        tell("fit", 1, 1)
    temperature = _temperature(held_out, data.true)
    info = _describe(data, parts, held_out / temperature, temperature, seed, settings, facts)
    return _fold(data, weights[0] / temperature, weights[1] / temperature, info)


class _Data:
    """Labelled units of releases, as numbers."""

    def __init__(
        self, releases: Sequence[Release], settings: Settings, start: Model | None = None
    ) -> None:
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
        #: Number of the unit in its release, for finding it again.
        self.number: Ints = (np.arange(len(gold)) - batch.first[batch.doc])[self.labelled]
        self.rule: Ints = keyword_rule(texts, units)[self.labelled]
        if start:
            self.offset: Floats = start.logits(features)[self.labelled]
        self.typical: Floats = features.context.dense()[self.labelled].mean(axis=0)
        full = matrix(features, self.layout)[self.labelled]
        self.active, self.factor = _choose(full, self.layout, settings)
        self.rows: csr_matrix = _scaled(full[:, self.active], self.factor)


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
    if missing and not data.start:
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


def _fit(data: _Data, chosen: Flags, settings: Settings) -> prior.Weights:
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
    seed: int,
    settings: Settings,
    tell: Callable[[str, int, int], None],
    fit: Callable[[Flags], prior.Weights],
) -> Floats:
    """Logits of every unit by a model that has seen no release of its issuer.

    Units of the test part whose legend stands word by word in the training part get NaN.
    """
    logits = np.full((len(data.true), len(LABELS)), np.nan)
    folds = corpus.split(list(releases), settings.folds, seed)
    for number, (train_part, test_part) in enumerate(folds):
        tell("cross-validate", number, len(folds))
        inside = np.isin(data.doc, train_part)
        coefficients, intercept = fit(inside)
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
    """Put weights into tables by slot; what the word vectors contribute goes to their words.

    Where there is a start, they are what is added to its own.
    """
    layout = data.layout
    vectors = slot_vectors(layout)
    ends = _blocks(layout, vectors.shape[1])
    full = np.zeros((ends[-1], len(LABELS)))
    full[data.active] = coefficients * data.factor[:, None]
    words, runs, head, vector, dense = np.split(full, ends[:-1])
    tables = {
        "words": words + vectors @ vector,
        "runs": np.concatenate([runs, np.zeros((1, len(LABELS)))]),
        "head": head,
        "dense": dense,
        "intercept": intercept,
    }
    if data.start:
        tables = {
            name: table + getattr(data.start, name) / info["temperature"]
            for name, table in tables.items()
        }
    # Multiples of 2**-20, so that sums over hits are exact, see Context.logits.
    tables["dense"] = np.round(tables["dense"] * 2.0**20) / 2.0**20
    tables["typical"] = data.start.typical if data.start else data.typical
    # As they are stored, so that a model scores the same before and after saving.
    single = {name: table.astype(np.float32).astype(np.float64) for name, table in tables.items()}
    return Model(layout=layout, info=info, **single)


def _describe(
    data: _Data,
    parts: Mapping[str, Sequence[Release]],
    logits: Floats,
    temperature: float,
    seed: int,
    settings: Settings,
    facts: Mapping[str, Any],
) -> dict[str, Any]:
    known = ~np.isnan(logits[:, 0])
    releases = [release for part in parts.values() for release in part]
    owner = np.repeat(np.arange(len(parts)), [len(part) for part in parts.values()])[data.doc]
    figures = _figures(data, logits, known, seed)
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
            "left_out_as_repeated": int((~known).sum()),
            "parts": {
                name: {
                    "sha256": corpus.digest(part),
                    "releases": len(part),
                    "labelled_units": int((owner == number).sum()),
                    "figures": _figures(data, logits, known & (owner == number), seed),
                }
                for number, (name, part) in enumerate(parts.items())
            },
        },
        "lexicons_sha256": lexicons.digest(),
        "seed": seed,
        "settings": asdict(settings),
        "temperature": round(temperature, 6),
        "figures": figures,
        "confusion": confusion.tolist(),
        **facts,
        "versions": {
            "python": platform.python_version(),
            **{name: version(name) for name in ("numpy", "scikit-learn", "scipy")},
        },
    }
    return {**info, "card": model_card(info)}


def _figures(
    data: _Data, logits: Floats, chosen: Flags, seed: int
) -> dict[str, list[float | None]]:
    """Figures of held-out predictions on some of the units, rounded; None where not defined."""
    _, doc = np.unique(data.doc[chosen], return_inverse=True)
    figures = label_figures(
        data.true[chosen], data.second[chosen], softmax(logits[chosen]), doc,
        {"keyword_rule": data.rule[chosen]}, seed,
    )  # fmt: skip
    return {
        name: [None if part != part else round(part, 4) for part in figure]
        for name, figure in figures.items()
    }
