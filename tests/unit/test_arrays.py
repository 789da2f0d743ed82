"""Rows of tables are added as they would be one by one."""

from __future__ import annotations

import numpy as np
import pytest

from fls import arrays
from fls.arrays import rows_added


@pytest.mark.parametrize("window", [1, 3, 100])
def test_rows_are_added_in_double_precision(window: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrays, "_WINDOW", window)
    random = np.random.default_rng(0)
    tables = [random.normal(size=(50, 4)).astype(np.float32) for _ in range(3)]
    slots = [random.integers(50, size=10) for _ in tables]
    found = rows_added(*zip(tables, slots, strict=True))
    first, second, third = (
        table.astype(np.float64)[at] for table, at in zip(tables, slots, strict=True)
    )
    assert found.dtype == np.float64
    assert (found == first + second + third).all()


def test_no_rows_are_added() -> None:
    table = np.ones((3, 4), dtype=np.float32)
    assert rows_added((table, np.zeros(0, dtype=np.int64))).shape == (0, 4)
