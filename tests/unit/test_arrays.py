"""Rows of tables are added, and numbers inserted, as they would be one by one."""

from __future__ import annotations

import numpy as np
import pytest

from fls import arrays
from fls.arrays import inserted, rows_added

#: Units without a row at both ends and between, and a last one beyond every window.
OFFSET = [0, 0, 2, 3, 3, 10, 10]


@pytest.mark.parametrize("window", [1, 3, 100])
def test_rows_are_added_in_double_precision(window: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrays, "_WINDOW", window)
    random = np.random.default_rng(0)
    tables = [random.normal(size=(50, 4)).astype(np.float32) for _ in range(3)]
    slots = [random.integers(50, size=10) for _ in tables]
    found = rows_added(np.array(OFFSET), *zip(tables, slots, strict=True))
    first, second, third = (
        table.astype(np.float64)[at] for table, at in zip(tables, slots, strict=True)
    )
    rows = first + second + third
    assert found.dtype == np.float64
    for sums, begin, end in zip(found, OFFSET, OFFSET[1:], strict=False):
        assert (sums == sum(rows[begin:end], np.zeros(4))).all()


@pytest.mark.parametrize("offset", [[0], [0, 0, 0]])
def test_no_rows_are_added(offset: list[int]) -> None:
    table = np.ones((3, 4), dtype=np.float32)
    found = rows_added(np.array(offset), (table, np.zeros(0, dtype=np.int64)))
    assert found.shape == (len(offset) - 1, 4)
    assert not found.any()


@pytest.mark.parametrize("rows", [[], [0], [5], [0, 0, 2, 5, 5], [4, 5]])
def test_numbers_are_inserted_as_numpy_does(rows: list[int]) -> None:
    values, at = np.arange(5, dtype=np.uint64), np.array(rows, dtype=np.int64)
    new = np.arange(len(rows), dtype=np.uint64) + 100
    found = inserted(values, at, new)
    assert found.dtype == np.uint64
    assert found.tolist() == np.insert(values, at, new).tolist()
