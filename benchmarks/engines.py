"""Measure Dask, Spark and Ray once warm: ``.venv-engines/bin/python benchmarks/engines.py``.

Each engine scores a table with one worker and with two, by turns, after a run that is not counted;
beside it stands ``fls.score_frame`` in this process.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
for _name in ("OMP", "OPENBLAS", "MKL"):
    os.environ[f"{_name}_NUM_THREADS"] = "1"
os.environ["PYTHONPATH"] = str(ROOT)
os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
sys.path.insert(0, str(ROOT))

__all__ = ["main"]

_N_PARTS = 8


@contextmanager
def _start_dask(table: Any, workers: int) -> Iterator[Callable[[], int]]:
    """Start Dask, and yield a run that scores the table and counts its rows."""
    import dask.dataframe as dd
    from distributed import Client

    from fls.engines import on_dask

    with Client(n_workers=workers, threads_per_worker=1, dashboard_address=None) as client:
        frame = client.persist(dd.from_pandas(table, npartitions=_N_PARTS))
        # Dask keeps its results: with another threshold it has to compute a new one.
        thresholds = itertools.count()
        yield lambda: len(on_dask(frame, "body", "id", abstain=next(thresholds) / 1e6).compute())


@contextmanager
def _start_spark(table: Any, workers: int) -> Iterator[Callable[[], int]]:
    """Start Spark, and yield a run that scores the table and counts its rows."""
    from pyspark.sql import SparkSession

    from fls.engines import on_spark

    builder = SparkSession.builder.master(f"local[{workers}]").config("spark.ui.enabled", "false")
    spark = builder.config("spark.driver.host", "127.0.0.1").getOrCreate()
    spark.sparkContext.setLogLevel("OFF")
    rows = table.astype(object).to_numpy().tolist()
    frame = spark.createDataFrame(rows, "id string, body string").repartition(_N_PARTS).cache()
    frame.count()
    yield lambda: len(on_spark(frame, "body", "id").toPandas())
    spark.stop()


@contextmanager
def _start_ray(table: Any, workers: int) -> Iterator[Callable[[], int]]:
    """Start Ray, and yield a run that scores the table and counts its rows."""
    import ray

    from fls.engines import on_ray

    ray.init(num_cpus=workers, include_dashboard=False, log_to_driver=False)
    ray.data.DataContext.get_current().enable_progress_bars = False
    dataset = ray.data.from_pandas(table).repartition(_N_PARTS).materialize()
    yield lambda: len(on_ray(dataset, "body", "id").to_pandas())
    ray.shutdown()


def main() -> None:
    """Measure one engine and print its figures."""
    import pandas as pd

    import fls

    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--texts", type=Path, default=ROOT / "data" / "releases" / "raw")
    parser.add_argument("--documents", type=int, default=4000)
    parser.add_argument("--engine", choices=("dask", "spark", "ray"), required=True)
    chosen = parser.parse_args()
    files = itertools.islice(itertools.cycle(sorted(chosen.texts.glob("*.txt"))), chosen.documents)
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in files]
    table = pd.DataFrame({"id": [str(n) for n in range(len(texts))], "body": texts})
    setting = {"dask": _start_dask, "spark": _start_spark, "ray": _start_ray}[chosen.engine]
    seconds: dict[str, list[float]] = {"this process": [], "1 worker": [], "2 workers": []}
    for _ in range(3):
        for name, times in seconds.items():
            if name == "this process":
                times.append(
                    _time_second_run(lambda: len(fls.score_frame(table, "body", "id")), len(table))
                )
                continue
            with setting(table, int(name[0])) as run:
                times.append(_time_second_run(run, len(table)))
    ratios = [a / b for a, b in zip(seconds["1 worker"], seconds["2 workers"], strict=True)]
    median = {name: statistics.median(times) for name, times in seconds.items()}
    print(json.dumps({"engine": chosen.engine, "documents": len(table), "seconds": median,
                      "1 / 2 workers": ratios, "median": statistics.median(ratios),
                      "load": os.getloadavg()[0]}))  # fmt: skip


def _time_second_run(run: Callable[[], int], rows: int) -> float:
    """Time the second of two runs."""
    for _ in range(2):
        before = time.perf_counter()
        if run() != rows:
            raise RuntimeError("rows are missing")
    return time.perf_counter() - before


if __name__ == "__main__":
    main()
