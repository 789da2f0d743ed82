from __future__ import annotations

import shutil
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from fls.engines import on_spark

pytestmark = [pytest.mark.engine, pytest.mark.filterwarnings("default")]
sql = pytest.importorskip("pyspark.sql")
if shutil.which("java") is None:
    pytest.skip("Spark needs Java, and there is no 'java'", allow_module_level=True)


@pytest.fixture(scope="module")
def spark() -> Any:
    builder = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.driver.host", "127.0.0.1")
    session = builder.config("spark.driver.bindAddress", "127.0.0.1").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.mark.parametrize("level", ["document", "sentence", "unit"])
def test_spark_gives_the_rows_of_one_process(
    level: str,
    table: pd.DataFrame,
    expected: dict[str, pd.DataFrame],
    same: Callable[..., None],
    spark: Any,
) -> None:
    rows = table.astype(object).where(table.notna(), None).to_numpy().tolist()
    frame = spark.createDataFrame(rows, "cik string, body string").repartition(4)
    same(on_spark(frame, "body", "cik", level=level).toPandas(), expected[level])


def test_spark_takes_large_partitions(table: pd.DataFrame, spark: Any) -> None:
    rows = table.dropna().to_numpy().tolist() * 6  # more than a batch of characters
    frame = spark.createDataFrame(rows, "cik string, body string").coalesce(1)
    assert on_spark(frame, "body", "cik").count() == len(rows)
    assert on_spark(frame, "body", "cik", level="sentence").count() > 10 * len(rows)


def test_spark_bears_a_table_without_rows(spark: Any) -> None:
    frame = spark.createDataFrame([], "cik string, body string")
    assert on_spark(frame, "body", "cik").count() == 0
