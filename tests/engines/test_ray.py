from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from fls.engines import on_ray

pytestmark = [pytest.mark.engine, pytest.mark.filterwarnings("default")]
ray = pytest.importorskip("ray")
pytest.importorskip("ray.data")


@pytest.fixture(scope="module")
def cluster() -> Any:
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, _node_ip_address="127.0.0.1")
    yield ray
    ray.shutdown()


@pytest.mark.parametrize("level", ["document", "sentence", "unit"])
def test_ray_gives_the_rows_of_one_process(
    level: str,
    table: pd.DataFrame,
    expected: dict[str, pd.DataFrame],
    same: Callable[..., None],
    cluster: Any,
) -> None:
    dataset = cluster.data.from_pandas(table).repartition(4)
    same(on_ray(dataset, "body", "cik", level=level).to_pandas(), expected[level])
