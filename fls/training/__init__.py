"""Train a model on annotated releases: fit, cross-validate by issuer, calibrate, describe."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any, Protocol

from fls import corpus
from fls.arrays import exact
from fls.checks import check_jobs, check_path, check_progress, check_seed
from fls.corpus import AnnotatedRelease
from fls.errors import InputError
from fls.model import Model, as_stored, load_model
from fls.training._data import Settings, TrainingData
from fls.training._describe import describe
from fls.training._fitted import Fitted, Task
from fls.training._from_model import FromModel
from fls.training._from_nothing import FromNothing
from fls.training._labelled import LabelledUnits

__all__ = ["Settings", "train"]


class _Strategy(Protocol):
    """A way to fit a model."""

    @property
    def start(self) -> Model | None:
        """The model whose weights are to be changed."""

    @property
    def more_issuers(self) -> str:
        """How to repair that there are too few issuers."""

    def check_unseen(self, parts: Mapping[str, Sequence[AnnotatedRelease]]) -> None:
        """Refuse corpora on which the model cannot be measured."""

    def count_folds(self, releases: Sequence[AnnotatedRelease], limit: int) -> int:
        """Return the number of folds into which to split the releases."""

    def check_labels(self, units: LabelledUnits, where: str) -> None:
        """Refuse labels from which nothing can be learnt."""

    def fit(self, data: TrainingData, task: Task) -> Fitted:
        """Cross-validate, calibrate and fit."""


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
        the units of the others have every feature a second time, so that what is only true of
        these corpora gets weights of its own, which are left out of the model [2]_.
    start : Model, path-like, optional
        A model, its folder or name, to start from: its weights are the mean of a Gaussian prior,
        whose strength is chosen by cross-validation. Meant for a few hundred labels of your own,
        which need not include all four.
    seed : int
        Decides the folds and the bootstrap.
    settings : Settings, optional
    jobs : int
        Number of threads; -1 for one per core. The model does not depend on it. Each thread
        holds copies of its part of the rows. With a start there is one thread.
    progress : callable, optional
        Called with (stage, done, total) during the work.

    Returns
    -------
    Model
        ``model.info["figures"]`` holds the figures of the cross-validation, in which no issuer is
        both in training and in test and no legend of the training part is tested. Probabilities
        are calibrated by one temperature, fitted on the held-out predictions for the last
        corpus [1]_. With a start, ``model.info["start"]`` has the strength of the prior, and
        macro-F1 on held-out issuers of training anew, of the given model and of starting from it,
        with the differences; they are fair if the given model has seen none of the issuers. Unless
        100 releases of the last corpus are labelled as a whole, a start keeps its
        ``model.info["release_effect"]``, from which intervals are computed, and the temperature
        does not make probabilities more certain: some units of a release say nothing about its
        shares. ``model.specific`` is fitted, chosen and calibrated in the same way, on the units
        whose first label is forward-looking; it is None if they are too few to hold both marks in
        each fold. With a start that has one, it is fitted towards that one, and equal to it if
        the units are from too few issuers.

    Raises
    ------
    CorpusError
        If a folder breaks the format.
    InputError
        If a label is missing in the data (with a start: if there is only one), or labels come from
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
    folders, settings = _check_arguments(folder, seed, settings, progress)
    jobs = check_jobs(jobs)
    strategy = _choose_strategy(start)
    parts = corpus.read_parts(folders)
    strategy.check_unseen(parts)
    # A release without labels has nothing to teach and would only fill the folds.
    parts = {name: list(filter(_is_labelled, releases)) for name, releases in parts.items()}
    releases = [release for part in parts.values() for release in part]
    settings = replace(settings, folds=strategy.count_folds(releases, settings.folds))
    where = ", ".join(os.fspath(path) for path in folders)
    _check_issuers(releases, where, settings.folds, strategy.more_issuers)
    data = TrainingData(list(parts.values()), settings, strategy.start)
    strategy.check_labels(data.units, where)
    report = progress or (lambda stage, done, total: None)
    report("read", len(folders), len(folders))
    folds = corpus.split(releases, settings.folds, seed)
    task = Task(settings, folds, seed, jobs, report)
    with _limit_to_one_thread():
        fitted = strategy.fit(data, task)
    info = describe(data.units, parts, fitted, task)
    tables = {**fitted.tables, "dense": exact(fitted.tables["dense"])}
    model = Model(layout=data.layout, info=info, **as_stored(tables))
    return replace(model, specific=fitted.specific)


def _limit_to_one_thread() -> AbstractContextManager[object]:
    """Return a context in which linear algebra has one thread: sums depend on their number."""
    import sklearn.linear_model  # noqa: F401 - loads scipy: only loaded libraries can be limited
    from threadpoolctl import threadpool_limits

    limits: AbstractContextManager[object] = threadpool_limits(limits=1)
    return limits


def _choose_strategy(start: Model | str | os.PathLike[str] | None) -> _Strategy:
    """Choose the way to fit: from a start if there is one."""
    if start is None:
        return FromNothing()
    return FromModel(start if isinstance(start, Model) else load_model(start))


def _check_arguments(
    folder: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    seed: int,
    settings: Settings | None,
    progress: Callable[[str, int, int], None] | None,
) -> tuple[list[str | os.PathLike[str]], Settings]:
    """Return the folders as a list and the settings; refuse arguments of another kind."""
    is_single = isinstance(folder, str | bytes | os.PathLike) or not isinstance(folder, Iterable)
    folders: list[Any] = [folder] if is_single else list(folder)  # type: ignore[arg-type]
    for path in folders:
        check_path("folder", path, "is a path, or several", "give that of a corpus")
    check_seed(seed)
    if not isinstance(settings, Settings | None):
        kind = type(settings).__name__
        repair = "give fls.training.Settings(...)"
        raise InputError("settings", "are of the class Settings", kind, repair)
    check_progress(progress)
    return folders, settings or Settings()


def _is_labelled(release: AnnotatedRelease) -> bool:
    """Check whether a unit of the release has a label."""
    return any(unit.label for unit in release.units)


def _check_issuers(
    releases: Sequence[AnnotatedRelease], where: str, minimum: int, repair: str
) -> None:
    """Refuse labels from too few issuers."""
    n_issuers = len({release.issuer for release in releases})
    if n_issuers < minimum:
        expected = f"has labelled units in releases of at least {minimum} issuers"
        raise InputError(where, expected, f"labels for {n_issuers}", repair)
