"""Numbers are inserted as they would be one by one."""

from __future__ import annotations

import numpy as np
import pytest

from fls.arrays import inserted


@pytest.mark.parametrize("rows", [[], [0], [5], [0, 0, 2, 5, 5], [4, 5]])
def test_numbers_are_inserted_as_numpy_does(rows: list[int]) -> None:
    values, at = np.arange(5, dtype=np.uint64), np.array(rows, dtype=np.int64)
    new = np.arange(len(rows), dtype=np.uint64) + 100
    result = inserted(values, at, new)
    assert result.dtype == np.uint64
    assert result.tolist() == np.insert(values, at, new).tolist()
