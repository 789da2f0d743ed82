from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import fls
from fls import corpus
from fls.corpus import AnnotatedRelease, GoldUnit
from fls.errors import CorpusError, InputError
from fls.training import Settings, train
from tests.unit.quick_training import quietly


@pytest.mark.parametrize("jobs", [0, -2, True, 1.5])
def test_a_number_of_threads_is_one(small_corpus: Path, jobs: Any) -> None:
    with pytest.raises(InputError, match="jobs"):
        train(small_corpus, jobs=jobs)


def test_a_folder_that_cannot_be_read_is_not_told_as_read(tmp_path: Path) -> None:
    calls: list[tuple[str, int, int]] = []
    with pytest.raises(CorpusError, match="no such folder"):
        quietly(tmp_path / "nothing", progress=lambda *call: calls.append(call))
    assert calls == []


def test_too_few_issuers_say_so(small_corpus: Path) -> None:
    with pytest.raises(fls.InputError, match=r"at least 30 issuers, got labels for 24; .* start"):
        train(small_corpus, settings=Settings(folds=30))


def test_a_missing_label_says_so(some_releases: list[AnnotatedRelease], tmp_path: Path) -> None:
    """Turn all boilerplate into fact."""
    plain = [
        AnnotatedRelease(
            r.id,
            r.text,
            tuple(
                GoldUnit(u.kind, u.start, u.end, "factual") if u.label == "boilerplate" else u
                for u in r.units
            ),
            r.issuer,
        )
        for r in some_releases
    ]
    corpus.write(tmp_path / "c", plain)
    with pytest.raises(fls.InputError, match="none labelled boilerplate"):
        train(tmp_path / "c")


def test_a_folder_that_is_no_corpus_says_so(tmp_path: Path) -> None:
    with pytest.raises(CorpusError):
        train(tmp_path)


def test_corpora_of_one_name_or_with_a_release_twice_are_refused(root: Path) -> None:
    folder = root / "data" / "releases"
    with pytest.raises(InputError, match="the name 'releases' twice"):
        train([folder, folder])
    with pytest.raises(InputError, match="at least one corpus"):
        train([])
