from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

import fls
from fls.frames import COLUMNS, label_columns
from tests.unit.plant_release import PROBABILITIES, TEXT


@pytest.fixture(scope="module")
def release() -> fls.Release:
    return fls.score(TEXT)


def test_a_label_that_is_not_the_most_probable_has_its_own_probability() -> None:
    p = np.array([[0.6, 0.0, 0.4, 0.0], [0.65, 0.0, 0.35, 0.0], [np.nan] * 4])
    labelled = np.array([True, True, False])
    for bound, codes in ((0.0, [2, 0, -1]), (0.4, [2, 0, -1]), (0.5, [-1, 0, -1])):
        label = label_columns(p, labelled, np.full(3, np.nan), bound)["label"]
        assert label.codes.tolist() == codes


def test_below_the_threshold_there_is_no_label_and_no_mark(release: fls.Release) -> None:
    top = pd.Series([row["p_" + row["label"]] for row in release.rows() if row["label"]])
    threshold = float(top.median())
    unsure = fls.score(TEXT, abstain=threshold)
    assert unsure.sentences["label"].notna().tolist() == (top >= threshold).tolist()
    assert 0 < unsure.sentences["label"].notna().sum() < len(top)
    kept = unsure.units["label"].notna()
    assert unsure.units["label"][kept].equals(release.units["label"][kept])
    assert unsure.units["specific"][kept].equals(release.units["specific"][kept])
    assert unsure.units["specific"][~kept].isna().all()
    others = [name for name in COLUMNS if name not in ("label", "specific")]
    pd.testing.assert_frame_equal(unsure.units[others], release.units[others])
    assert dict(unsure.metrics) == pytest.approx(dict(release.metrics), rel=0, abs=0, nan_ok=True)
    assert [row["label"] is None for row in unsure.rows()] == unsure.units["label"].isna().tolist()
    assert [row["specific"] for row in unsure.rows()] == [
        None if value is pd.NA else value for value in unsure.units["specific"]
    ]
    many = fls.score_texts([TEXT], abstain=threshold).drop(columns="doc")
    pd.testing.assert_frame_equal(many, unsure.units)
    assert fls.score(TEXT, abstain=0).units.equals(release.units)


def test_sentences_may_stay_without_label() -> None:
    p = fls.tag(["Sales rose.", " "])[PROBABILITIES].max(axis=1)
    just = float(p[0])
    assert fls.tag(["Sales rose.", " "], abstain=just)["label"].notna().tolist() == [True, False]
    above = math.nextafter(just, 2)
    assert fls.tag(["Sales rose.", " "], abstain=above)["label"].isna().all()
    sure = fls.tag(["We expect sales to double by May 4."])
    assert sure["specific"].tolist() == [True]
    assert fls.tag(["We expect sales to double by May 4."], abstain=1.0)["specific"].isna().all()


@pytest.mark.parametrize("abstain", [-0.1, 1.1, math.nan, None, "0.6", True])
def test_a_threshold_lies_between_0_and_1(abstain: Any) -> None:
    for call in (lambda: fls.score(TEXT, abstain=abstain), lambda: fls.tag([], abstain=abstain)):
        with pytest.raises(fls.InputError, match="abstain: is a number from 0 to 1"):
            call()
    with pytest.raises(fls.InputError, match="abstain"):
        fls.score_texts([], abstain=abstain)


def test_explaining_does_not_depend_on_the_threshold(release: fls.Release) -> None:
    row = int(release.sentences.index[0])
    assert fls.score(TEXT, abstain=1.0).explain(row) == release.explain(row)
