from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import fls
from fls.analysis import Tagged
from fls.analysis.intervals import (
    INTERVALS,
    RELEASE_EFFECT,
    drawn,
    fit_release_effect,
    interval,
    label_draws,
    share_intervals,
)
from fls.document import LABELS, Unit
from fls.metrics import METRICS, document_metrics

DOCS = Path(__file__).resolve().parents[2] / "docs" / "metrics.md"
ALL = np.array([True, True, True])
WORDS = np.array([10, 20, 30])
P = np.array([[0.8, 0.1, 0.1, 0.0], [0.1, 0.2, 0.6, 0.1], [0.0, 0.0, 0.1, 0.9]])
NONE = dict.fromkeys(LABELS, 0.0)
TEXT = "DAYTON -- Acme opened a plant. It expects sales to double. We are thrilled with the team."


def tagged(p: np.ndarray) -> Tagged:
    units = [Unit("sentence", 2 * i, 2 * i + 1, "prose", 0) for i in range(len(p))]
    return Tagged("x " * len(p), units, p, np.full(len(p), np.nan))


def test_the_example_of_the_documentation() -> None:
    found = share_intervals(WORDS, P, ALL, NONE | {"forward_looking": 0.5})
    # 100*.09 + 400*.24 + 900*.09 = 186; slope 10*.09 + 20*.24 + 30*.09 = 8.4
    sd = math.sqrt(186 + 0.5 * 8.4**2)
    assert found["forward_looking_share_low"] == pytest.approx(max(0, 16 - 1.6448536 * sd) / 60)
    assert found["forward_looking_share_high"] == pytest.approx((16 + 1.6448536 * sd) / 60)
    # 100*.16 + 400*.09 = 52; slope towards forward-looking -(10*.08 + 20*.06) = -2
    sd = math.sqrt(52 + 0.5 * 2.0**2)
    assert found["factual_share_high"] == pytest.approx((10 + 1.6448536 * sd) / 60)
    assert tuple(found) == INTERVALS


def test_a_share_of_the_body_is_a_ratio() -> None:
    found = share_intervals(WORDS, P, ALL, NONE)
    r = 5 / 31
    # var(P) = 100*.09 + 400*.16; cov(P, B) = -400*.02; var(B) = 400*.09 + 900*.09
    variance = 73 + r * (2 * -8 + r * 117)
    high = (5 + 1.6448536 * math.sqrt(variance)) / 31
    assert found["promotional_share_body_high"] == pytest.approx(high)


def test_the_slopes_of_the_body_take_boilerplate_in() -> None:
    words, p, every = np.tile(WORDS, 10), np.tile(P, (10, 1)), np.tile(ALL, 10)
    sure = share_intervals(words, p, every, NONE)
    shifted = share_intervals(words, p, every, NONE | {"boilerplate": 2.0})
    step = 1e-6
    odds = p * np.exp([0, 0, 0, step])
    moved = document_metrics(words, odds / odds.sum(axis=1, keepdims=True), every)
    still = document_metrics(words, p, every)
    for share in ("factual_share", "forward_looking_share", "forward_looking_share_body"):
        slope = (moved[share] - still[share]) / step
        half = [found[f"{share}_high"] - still[share] for found in (sure, shifted)]
        assert half[1] ** 2 - half[0] ** 2 == pytest.approx(1.6448536**2 * 2 * slope**2, rel=1e-4)


def test_certain_labels_leave_no_doubt() -> None:
    p = np.eye(4)[[0, 1, 2]]
    found = share_intervals(WORDS, p, ALL)
    value = document_metrics(WORDS, p, ALL)
    assert all(found[f"{name}_low"] == value[name] == found[f"{name}_high"]
               for name in value if "share" in name)  # fmt: skip


def test_nothing_to_share_out_is_nan() -> None:
    found = share_intervals(np.array([0, 7]), np.full((2, 4), np.nan), np.array([False, False]))
    assert all(math.isnan(value) for value in found.values())
    legal = share_intervals(np.array([7]), np.array([[0.0, 0.0, 0.0, 1.0]]), np.array([True]))
    assert math.isnan(legal["factual_share_body_low"])
    assert legal["boilerplate_share_low"] == 1.0


@given(st.lists(st.tuples(st.integers(0, 60), *[st.floats(0.001, 1)] * 4), min_size=1, max_size=12))
def test_the_share_lies_in_its_interval(rows: list[tuple[float, ...]]) -> None:
    words = np.array([int(row[0]) for row in rows])
    p = np.array([row[1:] for row in rows])
    p /= p.sum(axis=1, keepdims=True)
    labelled = np.ones(len(rows), dtype=bool)
    ends = share_intervals(words, p, labelled)
    for name, value in document_metrics(words, p, labelled).items():
        if "share" in name and value == value:
            assert 0 <= ends[f"{name}_low"] <= value + 1e-12
            assert value - 1e-12 <= ends[f"{name}_high"] <= 1


def test_draws_have_the_probabilities_and_are_always_the_same() -> None:
    release = tagged(np.array([P[0], P[1], [np.nan] * 4, P[2]]))
    labels = label_draws(release, NONE)
    assert np.isnan(labels[:, 2]).all()
    kept = labels[:, [0, 1, 3]]
    assert (kept.sum(axis=2) == 1).all()
    assert kept.mean(axis=0) == pytest.approx(P, abs=1 / 200)
    assert (np.nan_to_num(label_draws(release, NONE)) == np.nan_to_num(labels)).all()


@pytest.mark.parametrize(("end", "n"), [(0.06, 1), (0.04, 0)])
def test_ten_draws_stand_in_the_middle_of_ten_equal_parts(end: float, n: int) -> None:
    found = drawn(np.array([[end, 1 - 2 * end, 0, end]]), NONE, 10)
    # At .05, .15 ... .95: as much is left out at one end as at the other.
    assert found.sum(axis=(1, 2)).tolist() == [n, 10 - 2 * n, 0, n]


def test_draws_of_a_long_release_take_the_places_of_the_first_units_again() -> None:
    p = np.tile(P, (1400, 1))
    found = drawn(p, NONE, 10)
    assert found.shape == (4, 10, 4200)
    assert (found.sum(axis=0) == 1).all()
    assert (found[:, :, :4096] == drawn(p[:4096], NONE, 10)).all()
    again = drawn(np.concatenate((p[:4096], p[:4096])), NONE, 10)
    assert (again[:, :, 4096:] == again[:, :, :4096]).all()


def test_draws_agree_with_the_formula() -> None:
    rng = np.random.default_rng(3)
    p = rng.dirichlet([2, 1, 1, 1], size=60)
    words = rng.integers(5, 50, size=60)
    weights = words / words.sum()
    effect = {"factual": 0.1, "promotional": 0.05, "forward_looking": 0.15, "boilerplate": 0.1}
    ends = share_intervals(words, p, np.ones(60, dtype=bool), effect)
    for k, label in enumerate(LABELS):

        def share(stack: np.ndarray, k: int = k) -> np.ndarray:
            return stack[..., k] @ weights

        low, high = interval(share, tagged(p), effect, draws=2000)
        assert low == pytest.approx(ends[f"{label}_share_low"], abs=0.02)
        assert high == pytest.approx(ends[f"{label}_share_high"], abs=0.02)


def test_the_shift_of_a_simulation_is_found_again() -> None:
    rng = np.random.default_rng(5)
    doc = np.repeat(np.arange(1500), 30)
    odds = rng.normal(size=(len(doc), 4)) + np.array([1.0, 0, 0, -1])
    shift = rng.normal(size=(1500, 4)) * np.sqrt([0.0, 0.0, 0.8, 0.0])
    p, right = (np.exp(x) / np.exp(x).sum(axis=1, keepdims=True) for x in (odds, odds + shift[doc]))
    true = (rng.random((len(doc), 1)) >= right.cumsum(axis=1)[:, :3]).sum(axis=1)
    found = fit_release_effect(p, true, rng.integers(5, 40, len(doc)), doc)
    assert found["forward_looking"] == pytest.approx(0.8, abs=0.2)
    assert all(found[label] < 0.2 for label in LABELS if label != "forward_looking")


def test_a_release_gives_the_interval_of_a_score_of_ones_own() -> None:
    model = fls.load_model("default")
    release = fls.score(TEXT, model=model)
    words = np.array([len(text.split()) for text in release.units["text"]])

    def share(p: np.ndarray) -> np.ndarray:
        return np.nansum(p[..., 2] * words, axis=-1) / words.sum()

    found = release.interval(share, draws=4000)
    effect = model.info["release_effect"]
    p = release.units[[f"p_{label}" for label in LABELS]].to_numpy()
    units = list(release.spans)
    one = Tagged(release.text, units, p, np.full(len(units), np.nan))
    assert found == interval(share, one, effect, draws=4000)
    assert found[0] <= share(p) <= found[1]
    wider = replace(model, info={**model.info, "release_effect": dict.fromkeys(LABELS, 9.0)})
    low, high = fls.score(TEXT, model=wider).interval(share, draws=4000)
    assert high - low > found[1] - found[0]


@pytest.mark.parametrize(
    ("score", "draws", "message"),
    [
        (lambda p: 1.0, 200, "gives 1 numbers"),
        (lambda p: p[..., 0], 200, "wrap it"),
        (lambda p: np.zeros(len(p)), 0, "of 1 or more"),
        (lambda p: np.zeros(len(p)), "many", "of 1 or more"),
    ],
)
def test_a_score_that_is_none_is_refused(score: Any, draws: Any, message: str) -> None:
    with pytest.raises(fls.InputError, match=message):
        fls.score(TEXT).interval(score, draws=draws)


def test_the_effect_of_models_without_one_is_that_of_default() -> None:
    assert fls.load_model("default").info["release_effect"] == RELEASE_EFFECT


def test_a_release_has_them_behind_its_metrics() -> None:
    metrics = fls.score(TEXT).metrics
    behind = tuple(metrics)[len(METRICS) :]
    assert behind[: len(INTERVALS)] == INTERVALS
    assert metrics["factual_share_low"] < metrics["factual_share"] < metrics["factual_share_high"]


def test_every_name_is_documented() -> None:
    text = DOCS.read_text(encoding="utf-8")
    assert "`..._share_low`" in text
    assert "`..._share_body_high`" in text
