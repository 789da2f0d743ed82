"""Factors of hashed features by what they tell about the label."""

from __future__ import annotations

import warnings
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from fls import corpus
from fls.arrays import Flags, Floats
from fls.training._association import measure_association
from fls.training._data import TrainingData, scale_columns
from fls.training._from_nothing import fit_weights
from fls.training._prior import divide_units
from tests.unit.quick_training import FEW


def test_worked_by_hand() -> None:
    """Two labels, half the units each; features in 2 + 0, 1 + 1 and 1 + 0 units of them."""
    rows = csr_matrix([[2.0, 1.0, 0.5], [3.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 0.0]])
    targets = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]])
    found = measure_association(rows, targets, np.zeros(3, dtype=np.int64), 1.0)
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


def _fit(data: TrainingData, chosen: Flags, association: float) -> Floats:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return fit_weights(data, chosen, replace(FEW, association=association))[0]


def test_a_fit_is_one_of_scaled_features(small_corpus: Path) -> None:
    data = TrainingData([corpus.read(small_corpus)], FEW)
    units = data.units
    chosen = units.doc <= np.median(units.doc)
    hashed = data.block < 3
    factor = np.ones(len(hashed))
    factor[hashed] = measure_association(
        data.rows[chosen][:, hashed],
        divide_units(units.true[chosen], units.second[chosen], FEW.second),
        data.block[hashed],
        0.5,
    )
    found = _fit(data, chosen, 0.5)
    plain = _fit(data, chosen, 0.0)
    data.alone = scale_columns(data.alone, factor)
    data.rows = scale_columns(data.rows, factor)
    np.testing.assert_allclose(found, _fit(data, chosen, 0.0) * factor[:, None], atol=1e-9)
    assert np.abs(found - plain).max() > 0.01


def test_factors_know_nothing_of_units_left_out(small_corpus: Path) -> None:
    data = TrainingData([corpus.read(small_corpus)], FEW)
    chosen = data.units.doc <= np.median(data.units.doc)
    before = _fit(data, chosen, 0.5)
    data.units.true[~chosen] = 0
    assert (_fit(data, chosen, 0.5) == before).all()
