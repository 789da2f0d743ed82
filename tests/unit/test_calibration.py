from __future__ import annotations

import math

import numpy as np
import pytest

from fls.evaluation import (
    expected_calibration_error,
    measure_abstention,
    measure_labels,
)
from fls.evaluation._calibration import calibration_cells, calibration_error
from tests.unit.evaluation_example import B, F, L, P, array, sure


@pytest.mark.parametrize(
    ("p", "correct", "error"),
    [
        ([0.9, 0.9, 0.5, 0.5], [1, 1, 1, 0], 0.05),
        ([1.0, 1.0], [1, 1], 0.0),
        ([1.0, 1.0], [0, 0], 1.0),
        ([0.30, 0.32], [1, 0], 0.19),
        ([0.30, 0.39], [1, 0], (0.7 + 0.39) / 2),
    ],
)
def test_calibration_worked_by_hand(p: list[float], correct: list[int], error: float) -> None:
    found = expected_calibration_error(np.array(p), np.array(correct, dtype=bool))
    assert found == pytest.approx(error)


def test_calibration_of_nothing_is_nan() -> None:
    assert math.isnan(expected_calibration_error(np.zeros(0), np.zeros(0, bool)))


@pytest.mark.parametrize(
    ("weights", "error"),
    [
        # Releases of 2, 1 and 1 units at .5: right - p is 1, .5 and -.5 in the first bin, and 0 in
        # another one that only the third has units in.
        ([1, 1, 1], (1**2 - 1.5) / (16 - 6)),
        ([1, 1, 0], (1.5**2 - 1.25) / (9 - 5)),
        ([0, 2, 1], (0.5**2 - (4 * 0.25 + 0.25)) / (9 - 5)),
        ([1, 0, 0], math.nan),
        ([0, 0, 0], math.nan),
    ],
)
def test_the_square_of_chance_is_taken_out(weights: list[int], error: float) -> None:
    p, right = np.array([0.5] * 4 + [1.0]), np.array([True, True, True, False, True])
    cells = np.zeros((3, 45))
    np.add.at(cells, [0, 0, 1, 2, 2], calibration_cells(p, right))
    found = calibration_error(np.array([weights], dtype=float), cells)[0]
    expected = error if math.isnan(error) else math.sqrt(max(error, 0))
    assert found == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize(("slope", "truth"), [(1.0, 0.0), (0.5, 0.118)])
def test_the_interval_of_the_calibration_error_holds_it(slope: float, truth: float) -> None:
    held, values = 0, []
    for seed in range(30):
        rng = np.random.default_rng(seed)
        odds = np.abs(rng.normal(2, 1.5, 600))
        p = np.zeros((600, 4))
        p[:, F] = 1 / (1 + np.exp(-odds))
        p[:, B] = 1 - p[:, F]
        true = np.where(rng.random(600) < 1 / (1 + np.exp(-slope * odds)), F, B)
        figures = measure_labels(true, np.full(600, -1), p, np.arange(600) // 10, {}, seed)
        value, low, high = figures["calibration_error"]
        assert low <= value <= high
        held += low - 1e-3 <= truth <= high + 1e-3
        values.append(value)
    assert held >= 26
    assert np.sqrt(np.mean(np.square(values))) == pytest.approx(truth, abs=0.025)


def test_abstaining_worked_by_hand() -> None:
    # Five units in two releases: right with .95 and .65, wrong with .75, .55 and .45.
    p = np.full((5, 4), 0.0)
    p[:, F] = (0.95, 0.65, 0.75, 0.55, 0.45)
    p[:, P] = 1 - p[:, F]
    p[4] = (0.45, 0.30, 0.25, 0.0)
    found = measure_abstention(array(F, F, P, P, L), p, array(0, 0, 0, 1, 1))
    assert [(one.threshold, one.coverage.value, one.accuracy.value) for one in found] == [
        (0.0, 1.0, 0.4),
        (0.5, 0.8, 0.5),
        (0.6, 0.6, pytest.approx(2 / 3)),
        (0.7, 0.4, 0.5),
        (0.8, 0.2, 1.0),
        (0.9, 0.2, 1.0),
        (0.95, 0.2, 1.0),
    ]
    assert (found[2].coverage.low, found[2].coverage.high) == (0.0, 1.0)


def test_labels_lean_and_calibration_does_not() -> None:
    # Forward-looking at .4 against .6: the label is right, and what is most probable is wrong.
    p = np.array([[0.6, 0.0, 0.4, 0.0]] * 2)
    figures = measure_labels(array(L, L), array(-1, -1), p, array(0, 1), {})
    assert figures["accuracy"].value == figures["lenient_accuracy"].value == 1
    assert figures["calibration_error"].value == pytest.approx(0.6)
    first, second, *_ = measure_abstention(array(L, L), p, array(0, 1))
    assert (first.coverage.value, first.accuracy.value, second.coverage.value) == (1, 1, 0)


def test_no_unit_above_the_threshold_has_no_accuracy() -> None:
    (*_, last) = measure_abstention(array(F), sure(F, p=0.5), array(0))
    assert last.coverage.value == 0
    assert math.isnan(last.accuracy.value)
