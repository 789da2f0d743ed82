from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import fls
from fls import corpus
from fls.corpus import AnnotatedRelease, GoldUnit
from tools import fit_diction, held_out, start_gain


def release(name: str) -> AnnotatedRelease:
    return AnnotatedRelease(name, "Acme grew.", (GoldUnit("sentence", 0, 10, "factual"),), name)


def test_a_cache_serves_only_the_request_that_made_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fitted: list[int] = []

    def predict(parts: Any, model: Any, folds: int, seed: int) -> held_out.HeldOut:
        fitted.append(folds)
        return held_out.HeldOut(np.ones((1, 4)), *np.zeros((5, 1), dtype=np.int64))

    monkeypatch.setattr(held_out, "_predict", predict)
    for folder in ("a", "b"):
        corpus.write(tmp_path / folder, [release(folder)])
    parser = argparse.ArgumentParser()
    held_out.add_arguments(parser)
    cache = ["--cache", str(tmp_path / "kept.npz")]
    for request in (["a"], ["a"], ["a", "--folds", "4"], ["b"], ["b", "--model", "open"], ["b"]):
        args = parser.parse_args([str(tmp_path / request[0]), *request[1:], *cache])
        assert held_out.predict_held_out(args).p.tolist() == [[1.0] * 4]
    assert fitted == [3, 4, 3, 3, 3]


def test_a_number_of_units_that_is_too_small_ends_the_draws(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tried = []

    def train(lent: list[AnnotatedRelease], *_: Any) -> None:
        tried.append(lent)
        raise fls.InputError("units", "are enough", "none", "give more")

    monkeypatch.setattr(start_gain, "_train", train)
    by_issuer = {name: [release(name)] for name in ("a", "b")}
    with pytest.raises(fls.InputError, match="are enough"):
        start_gain._draw(by_issuer, 0, np.random.default_rng(0))
    assert tried == [[]] * start_gain._MAX_DRAWS


def test_grades_that_round_to_nothing_are_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fit_diction, "_FILE", tmp_path / "diction.tsv")
    grades = {"hype": np.array([0.5, 0.004, -0.006]), "risk": np.array([0.001, 0.0, 0.0])}
    fit_diction.write_grades(grades, ["great", "plain", "grey"])
    rows = (tmp_path / "diction.tsv").read_text(encoding="utf-8").splitlines()
    assert rows[-3:] == ["word\thype\trisk", "great\t0.50\t", "grey\t-0.01\t"]
