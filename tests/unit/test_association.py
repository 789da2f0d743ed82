"""Factors of hashed features by what they tell about the label."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from fls.training._association import measure_association


def test_worked_by_hand() -> None:
    """Two labels, half the units each; features in 2 + 0, 1 + 1 and 1 + 0 units of them."""
    rows = csr_matrix([[2.0, 1.0, 0.5], [3.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 0.0]])
    targets = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]])
    found = measure_association(rows, targets, np.zeros(3, dtype=np.int64))
    # With 4 further units, 2 of each label: 4/6 and 2/6; 3/6 and 3/6; 3/5 and 2/5.
    # The spread of two log-odds of equal share is half their difference.
    raw = 0.1 + np.array([np.log(2.0), 0.0, np.log(1.5)]) / 2
    mean_square = (2 * raw[0] ** 2 + 2 * raw[1] ** 2 + raw[2] ** 2) / 5
    np.testing.assert_allclose(found, raw / np.sqrt(mean_square), rtol=1e-12)


@pytest.mark.parametrize("power", [0.0, 0.5, 1.0])
def test_mean_square_is_one_in_each_block(power: float) -> None:
    rng = np.random.default_rng(0)
    rows = csr_matrix((rng.random((40, 12)) < 0.3) * rng.random((40, 12)))
    targets = np.eye(4)[rng.integers(0, 4, 40)]
    block = np.repeat([0, 1, 2], 4)
    found = measure_association(rows, targets, block, power)
    n_units = np.asarray((rows != 0).sum(axis=0)).ravel()
    for number in range(3):
        mine = block == number
        assert np.average(found[mine] ** 2, weights=n_units[mine]) == pytest.approx(1.0)
    if power == 0.0:
        np.testing.assert_allclose(found, 1.0)


def test_absent_features_get_nothing_and_a_block_of_them_is_no_error() -> None:
    rows = csr_matrix([[1.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
    targets = np.eye(2)
    found = measure_association(rows, targets, np.array([0, 0, 1]), 0.5)
    assert found.tolist() == [1.0, 0.0, 0.0]
