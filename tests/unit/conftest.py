"""Fixtures of more than one file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import fls
from fls import corpus
from fls.errors import CorpusError, ModelError
from tests.unit.command_line import Model, Release, Result
from tests.unit.quick_training import quietly


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """Put stand-ins behind the command line and note how they are called."""
    seen: list[tuple[Any, ...]] = []

    def load_model(name: str | None = None) -> Model:
        if name == "broken":
            raise ModelError("broken", "must hold model.json", "an empty folder", "train it")
        seen.append(("load", name))
        return Model(name)

    def score(text: str, *, model: Model, abstain: float = 0.0, date: str | None = None) -> Release:
        seen.append(("score", text, model.name))
        return Release()

    def train(
        folder: list[str],
        *,
        start: Model | None,
        seed: int,
        jobs: int,
        progress: Callable[[str, int, int], None],
    ) -> Model:
        if folder == ["bad"]:
            raise CorpusError("bad/a.units:3", "label must be known", "'X'", "fix the line")
        if progress:
            progress("fit", 1, 2)
            progress("fit", 2, 2)
        seen.append(("train", folder, seed, jobs, *([start.name] if start else [])))
        return Model(folder[0])

    def evaluate(model: Model, folder: str) -> Result:
        return Result(model=model.name, folder=folder, f1=float("nan"))

    for fake in (load_model, score, train, evaluate):
        monkeypatch.setitem(vars(fls), fake.__name__, fake)
    return seen


@pytest.fixture
def release_file(tmp_path: Path) -> str:
    """Return the path of a release of one sentence."""
    path = tmp_path / "a.txt"
    path.write_text("Sales rose.\n")
    return str(path)


@pytest.fixture(scope="session")
def some_releases(root: Path) -> list[corpus.AnnotatedRelease]:
    """Return the first releases of the corpus."""
    return corpus.read(root / "data" / "releases")[:24]


@pytest.fixture(scope="session")
def small_corpus(
    some_releases: list[corpus.AnnotatedRelease], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Return a folder of these releases."""
    path = tmp_path_factory.mktemp("corpus") / "part"
    corpus.write(path, some_releases)
    return path


@pytest.fixture(scope="session")
def quick_model(small_corpus: Path) -> fls.Model:
    """Return a model trained on them with few iterations."""
    return quietly(small_corpus, seed=3)
