from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import sparse

from fls.training import _ridge

Rows = sparse.csr_matrix


def problem(seed: int = 0) -> tuple[Rows, NDArray[np.float64]]:
    """Sixty units of five columns, the last empty, and how much each of three labels counts."""
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(60, 5)) * (rng.random((60, 5)) < 0.6)
    rows[:, 4] = 0.0
    targets = rng.random((60, 3)) ** 4 * rng.choice([0.5, 1.0], size=(60, 1))
    return sparse.csr_matrix(rows), targets


def test_it_is_what_scikit_learn_finds_with_a_row_for_each_label_of_a_unit() -> None:
    from sklearn.linear_model import LogisticRegression

    rows, targets = problem()
    stiffness = np.append(np.full(5, 2.0), 0.0)
    weights, intercept = _ridge.fit(rows, targets, np.zeros((60, 3)), stiffness, tolerance=1e-7)
    labels = np.repeat(np.arange(3), 60)
    peer = LogisticRegression(C=0.5, tol=1e-10, max_iter=5000)
    peer.fit(sparse.vstack([rows] * 3), labels, sample_weight=targets.T.ravel())
    assert np.allclose(weights, peer.coef_.T, atol=1e-4)
    assert np.allclose(intercept, peer.intercept_, atol=1e-4)
    assert np.abs(weights).max() > 0.1


def test_a_column_that_does_not_occur_has_no_weight_and_changes_nothing() -> None:
    rows, targets = problem()
    free = np.append(np.full(5, 2.0), 0.0)
    weights, intercept = _ridge.fit(rows, targets, np.zeros((60, 3)), free)
    fewer, same = _ridge.fit(rows[:, :4], targets, np.zeros((60, 3)), free[1:])
    assert not weights[4].any()
    assert np.array_equal(weights[:4], fewer)
    assert np.array_equal(intercept, same)


def test_an_offset_takes_the_place_of_weights() -> None:
    rows, targets = problem()
    given = np.random.default_rng(1).normal(size=(5, 3))
    hard = np.append(np.full(5, 1e9), 1e9)
    weights, intercept = _ridge.fit(rows, targets, rows @ given, hard)
    assert np.allclose(weights, 0.0, atol=1e-6)
    assert np.allclose(intercept, 0.0, atol=1e-6)


def test_the_penalty_of_a_column_shrinks_its_weights_alone() -> None:
    rows, targets = problem()
    even, one = np.append(np.full(5, 0.1), 0.0), np.array([50.0, 0.1, 0.1, 0.1, 0.1, 0.0])
    free, _ = _ridge.fit(rows, targets, np.zeros((60, 3)), even)
    held, _ = _ridge.fit(rows, targets, np.zeros((60, 3)), one)
    assert np.abs(held[0]).max() < 0.3 * np.abs(free[0]).max()
    assert np.abs(held[1]).max() > 0.7 * np.abs(free[1]).max()


def test_too_few_iterations_are_told() -> None:
    from sklearn.exceptions import ConvergenceWarning

    rows, targets = problem()
    with pytest.warns(ConvergenceWarning, match="after 2 iterations"):
        _ridge.fit(rows, targets, np.zeros((60, 3)), np.ones(6), iterations=2)


def test_a_solver_that_gave_up_is_told() -> None:
    from sklearn.exceptions import ConvergenceWarning

    rows, targets = problem()
    targets[0, 0] = np.nan
    with pytest.warns(ConvergenceWarning, match="may not be the best ones: ABNORMAL"):
        _ridge.fit(rows, targets, np.zeros((60, 3)), np.ones(6))
