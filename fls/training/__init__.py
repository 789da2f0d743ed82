"""Annotated releases to a model: fit, cross-validate by issuer, calibrate, describe."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from fls import corpus, prior, ridge
from fls.arrays import Flags, Floats, Ints, exact
from fls.corpus import Release
from fls.document import LABELS
from fls.errors import InputError
from fls.evaluation import check_progress, check_seed
from fls.features import slot_vectors
from fls.features.context import columns
from fls.jobs import checked_jobs
from fls.model import Model, as_stored, load_model, softmax
from fls.ridge import Weights
from fls.specificity import Fit, fit_specific, start_specific
from fls.training._data import Settings, TrainingData, block_ends, more_futures
from fls.training._describe import Scored, describe, enough_whole, specific_gain

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

__all__ = ["Settings", "train"]

#: The steepest slope of the loss per unit at which a fit is done.
_TOLERANCE = 1e-4
_OR_START = ", or start from a trained model (start, --start default)"


def train(
    folder: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    *,
    start: Model | str | os.PathLike[str] | None = None,
    seed: int = 0,
    settings: Settings | None = None,
    jobs: int = -1,
    progress: Callable[[str, int, int], None] | None = None,
) -> Model:
    """Train a model on annotated releases.

    Parameters
    ----------
    folder : path-like or sequence of path-like
        One corpus or several, see :mod:`fls.corpus`. The last one is what the model is for:
        the units of the others have every feature a second time, so that what is true of these
        corpora alone gets weights of its own, which are left out of the model [2]_.
    start : Model, path-like, optional
        A model, its folder or name, to start from: its weights are the mean of a Gaussian prior,
        whose strength is chosen by cross-validation. For a few hundred labels of one's own, which
        need not hold every label.
    seed : int
        Decides the folds and the bootstrap.
    settings : Settings, optional
    jobs : int
        Number of threads, -1 for one for each core. The model is the same whatever it is. Each
        holds copies of its part of the rows. With a start one thread works.
    progress : callable, optional
        Called with (stage, done, total) while it works.

    Returns
    -------
    Model
        ``model.info["figures"]`` holds the figures of the cross-validation, in which no issuer is
        both in training and in test and no legend of the training part is tested. Probabilities
        are calibrated by one temperature, fitted on the same held-out predictions, those of the
        last corpus [1]_. With a
        start, ``model.info["start"]`` has the strength of the prior, and macro-F1 on held-out
        issuers of training anew, of the given model and of starting from it, with the differences;
        they are fair if the given model has seen none of the issuers. Unless 100 releases of the
        last corpus are labelled as a whole, a start leaves ``model.info["release_effect"]``, which
        makes intervals, as it is, and probabilities become no surer by the temperature: some
        units of a release say nothing of its shares. ``model.specific`` is
        fitted, chosen and calibrated likewise, on the units whose first label is forward-looking;
        where they are too few to hold both marks in each fold, it is None. With a start that has
        one, it is fitted towards that one, which stays where they are of too few issuers.

    Raises
    ------
    CorpusError
        If a folder breaks the format.
    InputError
        If a label is missing in the data (with a start: if there is one only), or labels are of
        fewer issuers than folds (with a start: than three); if the start was trained on one of the
        folders; if an argument is of another kind.
    ModelError
        If the start cannot be loaded.

    References
    ----------
    .. [1] C. Guo, G. Pleiss, Y. Sun and K. Weinberger (2017), On Calibration of Modern Neural
       Networks, ICML.
    .. [2] H. Daume III (2007), Frustratingly Easy Domain Adaptation, ACL.
    """
    folders, settings = _checked(folder, seed, settings, progress)
    jobs = checked_jobs(jobs)
    tell = progress or (lambda stage, done, total: None)
    if start is not None and not isinstance(start, Model):
        start = load_model(start)
    parts = corpus.read_parts(folders)
    if start:
        prior.check_unseen(start, parts)
    # A release without labels has nothing to teach, and would fill folds.
    parts = {name: [one for one in part if _is_labelled(one)] for name, part in parts.items()}
    releases = [release for part in parts.values() for release in part]
    if start:
        settings = replace(settings, folds=prior.folds_of(releases, settings.folds))
    _check_issuers(releases, folders, settings, start)
    data = TrainingData(list(parts.values()), settings, start)
    _check_labels(data, folders)
    tell("read", len(folders), len(folders))
    folds = corpus.split(releases, settings.folds, seed)
    if start:
        held_out, alone, weights, learned = _start_from(start, data, folds, settings, seed, tell)
    else:
        held_out, alone, weights, learned = _anew(data, folds, settings, jobs, tell)
    temperature = _temperature(held_out[data.aim], data.true[data.aim])
    if start and not enough_whole(data):
        # Chosen units may be easier than others: they can take sureness from a start, not add any.
        stays = learned["start"]["strength"] is None
        temperature = 1.0 if stays else max(1.0, temperature)
    marks = _marks(start, data, folds, settings, seed)
    p_specific = np.full(len(data.true), np.nan)
    p_specific[data.forward] = marks.held_out
    if start and start.specific:
        learned["start"]["specific"] = specific_gain(data, marks, seed)
    choices = {"temperature": temperature, **marks.choices}
    more = np.zeros(len(LABELS)) if start else more_futures(data, settings.futures)
    scored = Scored(held_out / temperature, alone / temperature + more, p_specific)
    info = describe(data, parts, scored, choices, seed, settings, learned)
    model = _fold(data, weights[0] / temperature, weights[1] / temperature, more, info)
    return replace(model, specific=marks.weights)


def _checked(
    folder: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    seed: int,
    settings: Settings | None,
    progress: Callable[[str, int, int], None] | None,
) -> tuple[list[str | os.PathLike[str]], Settings]:
    """Give the folders as a list, and the settings; refuse what is of another kind."""
    one = isinstance(folder, str | bytes | os.PathLike) or not isinstance(folder, Iterable)
    folders: list[Any] = [folder] if one else list(folder)  # type: ignore[arg-type]
    for path in folders:
        if not isinstance(path, str | os.PathLike):
            found = type(path).__name__
            raise InputError("folder", "is a path, or several", found, "give that of a corpus")
    check_seed(seed)
    if not isinstance(settings, Settings | None):
        found = type(settings).__name__
        repair = "give fls.training.Settings(...)"
        raise InputError("settings", "are of the class Settings", found, repair)
    check_progress(progress)
    return folders, settings or Settings()


def _marks(
    start: Model | None,
    data: TrainingData,
    folds: Sequence[tuple[list[int], list[int]]],
    settings: Settings,
    seed: int,
) -> Fit:
    """What tells specific units from the others, from given weights where there are some."""
    if start and start.specific:
        return start_specific(
            data.specific, start.specific, data.releases, folds, settings.penalty, seed
        )
    return fit_specific(data.specific, folds, settings.specific, settings.iterations, _temperature)


def _is_labelled(release: Release) -> bool:
    return any(unit.label for unit in release.units)


def _check_issuers(
    releases: Sequence[Release],
    folders: Sequence[str | os.PathLike[str]],
    settings: Settings,
    start: Model | None,
) -> None:
    issuers = len({release.issuer for release in releases})
    if issuers < settings.folds:
        raise InputError(
            ", ".join(os.fspath(path) for path in folders),
            f"has labelled units in releases of at least {settings.folds} issuers",
            f"labels for {issuers}", "label units of others" + (not start) * _OR_START,
        )  # fmt: skip


def _check_labels(data: TrainingData, folders: Sequence[str | os.PathLike[str]]) -> None:
    """All labels, or two with a start: of one nothing can be learnt and nothing measured."""
    where = ", ".join(os.fspath(path) for path in folders)
    missing = [label for i, label in enumerate(LABELS) if not (data.true == i).any()]
    if missing and not data.start:
        raise InputError(
            where, "has units of every label", f"none labelled {' or '.join(missing)}",
            "add releases that have them",
        )  # fmt: skip
    if len(missing) >= len(LABELS) - 1:
        raise InputError(
            where, "has units of two labels or more", f"only {LABELS[data.true[0]]} ones",
            "label units of other kinds beside them, as they come in a release",
        )  # fmt: skip


def _anew(
    data: TrainingData,
    folds: Sequence[tuple[list[int], list[int]]],
    settings: Settings,
    jobs: int,
    tell: Callable[[str, int, int], None],
) -> tuple[Floats, Floats, Weights, dict[str, Any]]:
    """Held-out logits of units in their releases and alone, weights, and nothing to tell."""
    from joblib import Parallel, delayed

    views = (data.rows, data.alone)
    parts = [*_inside(data, folds), np.ones(len(data.true), dtype=bool)]
    # Threads, which share the rows: products of sparse matrices let each other run.
    fits = Parallel(n_jobs=jobs, prefer="threads", return_as="generator")(
        delayed(_fit)(data, part, settings) for part in parts
    )
    held_out = _cross_validate(data, folds, tell, fits, views)
    tell("fit", 0, 1)
    weights = next(fits)
    tell("fit", 1, 1)
    return held_out[0], held_out[1], weights, {}


def _start_from(
    start: Model,
    data: TrainingData,
    folds: Sequence[tuple[list[int], list[int]]],
    settings: Settings,
    seed: int,
    tell: Callable[[str, int, int], None],
) -> tuple[Floats, Floats, Weights, dict[str, Any]]:
    """Held-out logits, of units alone none, what to add to the weights of the start, and facts."""

    def cross_validate(fit: Callable[[Flags], Weights]) -> Floats:
        fits = map(fit, _inside(data, folds))
        return _cross_validate(data, folds, tell, fits, (data.rows,))[0]

    targets = prior.shares(data.true, data.second, settings.second)
    problem = prior.Problem(data.rows, targets, data.offset, data.doc)
    held_out, change, facts = prior.learn(
        *(problem, data.true, data.releases, cross_validate),
        *(settings.penalty, settings.folds, seed),
    )
    unknown = np.full_like(held_out, np.nan)
    return held_out, unknown, change, {"start": {"weights_sha256": start.digest, **facts}}


def _fit(data: TrainingData, chosen: Flags, settings: Settings) -> Weights:
    """Weights (n_active, 4) and intercept (4,) from the chosen units.

    A unit stands twice, with weights that add up to 1: in its release and alone, so that the model
    can do with and without what stands around. Its second label has a share in it, so that the
    model learns that the unit is both, and probabilities near the border stay honest. What only
    holds in corpora that the model is not for is learnt beside and dropped.
    """
    from scipy import sparse

    targets = prior.shares(data.true[chosen], data.second[chosen], settings.second)
    for label, mass in zip(LABELS, targets.sum(axis=0), strict=True):
        if not mass:
            raise InputError(
                "the corpus", "has each label in releases of several issuers",
                f"{label} in those of one part of the cross-validation only",
                "add releases that have it" + _OR_START,
            )  # fmt: skip
    shown = [(data.rows, 1.0 - settings.alone), (data.alone, settings.alone)]
    shown = [(rows, share) for rows, share in shown if share]
    rows = sparse.vstack([view[chosen] for view, _ in shown]).tocsr()
    targets = np.concatenate([share * targets for _, share in shown])
    aside = np.tile(~data.aim[chosen], len(shown))
    if settings.own and aside.any():
        own = sparse.diags_array(settings.own * aside) @ rows
        rows = sparse.hstack([rows, own[:, np.diff(own.tocsc().indptr) > 0]]).tocsr()
    weights, intercept = ridge.fit(
        *(rows, targets, np.zeros_like(targets)),
        np.append(np.full(rows.shape[1], settings.penalty), 0.0),
        tolerance=_TOLERANCE * targets.sum(),
        iterations=settings.iterations,
    )
    return weights[: data.rows.shape[1]], intercept


def _inside(data: TrainingData, folds: Sequence[tuple[list[int], list[int]]]) -> Iterator[Flags]:
    """Units of the training part of each fold."""
    return (np.isin(data.doc, train_part) for train_part, _ in folds)


def _cross_validate(
    data: TrainingData,
    folds: Sequence[tuple[list[int], list[int]]],
    tell: Callable[[str, int, int], None],
    fits: Iterable[Weights],
    views: Sequence[csr_matrix],
) -> list[Floats]:
    """Logits of every unit by a model that has seen no release of its issuer, for each view of it.

    Units of the test part whose legend stands word by word in the training part get NaN.
    """
    logits = [np.full((len(data.true), len(LABELS)), np.nan) for _ in views]
    tell("cross-validate", 0, len(folds))
    # In this order, for the fits may go on behind the last fold.
    for (number, (train_part, test_part)), weights in zip(enumerate(folds), fits, strict=False):
        coefficients, intercept = weights
        repeated = corpus.repeated_units(
            [data.releases[i] for i in train_part], [data.releases[i] for i in test_part]
        )
        for release, known in zip(test_part, repeated, strict=True):
            mine = np.flatnonzero(data.doc == release)
            mine = mine[~np.isin(data.number[mine], list(known))]
            for found, rows in zip(logits, views, strict=True):
                found[mine] = rows[mine] @ coefficients + intercept
        tell("cross-validate", number + 1, len(folds))
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


def _fold(
    data: TrainingData, coefficients: Floats, intercept: Floats, alone: Floats, info: dict[str, Any]
) -> Model:
    """Put weights into tables by slot; what the word vectors contribute goes to their words.

    What is added where a unit stands `alone` is a weight like others. Where there is a start, they
    are what is added to its own.
    """
    layout = data.layout
    vectors = slot_vectors(layout)
    ends = block_ends(layout, vectors.shape[1])
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
    dense[columns().index("place:only unit")] += alone
    if data.start:
        tables = {
            name: table + getattr(data.start, name) / info["temperature"]
            for name, table in tables.items()
        }
    tables["dense"] = exact(tables["dense"])
    return Model(layout=layout, info=info, **as_stored(tables))
