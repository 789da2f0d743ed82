from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

import fls
from fls.engines import on_dask

pytestmark = [pytest.mark.engine, pytest.mark.filterwarnings("default")]
dd = pytest.importorskip("dask.dataframe")


@pytest.fixture(scope="module")
def client() -> Any:
    distributed = pytest.importorskip("distributed")
    with distributed.Client(n_workers=2, threads_per_worker=1, dashboard_address=None) as client:
        yield client


@pytest.mark.parametrize("level", ["document", "sentence", "unit"])
def test_dask_gives_the_rows_of_one_process(
    level: str,
    table: pd.DataFrame,
    expected: dict[str, pd.DataFrame],
    same: Callable[..., None],
    client: Any,
) -> None:
    lazy = on_dask(dd.from_pandas(table, npartitions=4), "body", "cik", level=level)
    assert list(lazy.columns) == list(fls.schema(level).columns)
    same(lazy.compute(), expected[level])


def test_dask_bears_partitions_without_rows(
    table: pd.DataFrame, expected: dict[str, pd.DataFrame], same: Callable[..., None], client: Any
) -> None:
    frame = dd.from_pandas(table, npartitions=4)
    lazy = on_dask(frame[frame["cik"] < "0000000010"], "body", "cik")
    found = lazy.compute()
    same(found, expected["document"].head(10))
    assert (found.dtypes == fls.schema().dtypes).all()
