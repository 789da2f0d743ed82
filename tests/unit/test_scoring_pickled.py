from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from dataclasses import replace

import pandas as pd
import pytest

import fls
from tests.unit.plant_release import TEXT


def same(again: fls.Release, release: fls.Release) -> bool:
    """Whether two releases say the same, and why."""
    pd.testing.assert_frame_equal(again.units, release.units, check_exact=True)
    pd.testing.assert_frame_equal(again.promises, release.promises, check_exact=True)
    assert again.metrics == pytest.approx(release.metrics, rel=0, abs=0, nan_ok=True)
    assert again.explain(0) == release.explain(0)
    assert again.model_digest == release.model_digest
    return (again.document, again.date, again.warnings) == (
        release.document,
        release.date,
        release.warnings,
    )


def test_a_pickled_release_says_the_same_and_shares_its_model() -> None:
    release = fls.score(TEXT)
    data = pickle.dumps(release)
    assert len(data) < 20_000
    again = pickle.loads(data)
    assert same(again, release)
    assert same(pickle.loads(pickle.dumps(release)), release)  # with all that was read out of it
    assert again._model is fls.load_model()
    assert copy.deepcopy(release)._model is fls.load_model()


def test_releases_of_a_model_of_ones_own_share_it_after_pickling() -> None:
    default = fls.load_model("open")
    own = replace(default, intercept=default.intercept * 2)
    release = fls.score(TEXT, model=own)
    data = [pickle.dumps(release), pickle.dumps(fls.score("Up.", model=own))]
    code = (
        "import pickle, sys, fls; one, two = pickle.load(sys.stdin.buffer);"
        "one, two = pickle.loads(one), pickle.loads(two);"
        "assert one._model is two._model; sys.stdout.buffer.write(pickle.dumps(one))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=pickle.dumps(data), capture_output=True, check=True
    )
    again = pickle.loads(done.stdout)
    assert same(again, release)
    assert again._model is own
