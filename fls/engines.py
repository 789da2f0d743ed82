"""Scoring on many machines: `score_frame` as a step of Dask, Spark or Ray, all optional."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from fls.batch import schema, score_frame

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["on_dask", "on_ray", "on_spark"]


def on_dask(frame: Any, text: str, id: str | None = None, **options: Any) -> Any:
    """Score a Dask DataFrame, partition by partition.

    Parameters
    ----------
    frame : dask.dataframe.DataFrame
    text, id : str
        Columns, as for :func:`fls.score_frame`.
    **options
        Further arguments of :func:`fls.score_frame`: ``level``, ``model``, ``abstain``,
        ``analyses``. Pass a model as a name or as a folder that every worker can read.

    Returns
    -------
    dask.dataframe.DataFrame
        With the columns of :func:`fls.schema`; not computed yet.
    """
    return frame.map_partitions(score_frame, text, id, meta=_schema("pandas", options), **options)


def on_spark(frame: Any, text: str, id: str | None = None, **options: Any) -> Any:
    """Score a Spark DataFrame by ``mapInPandas``.

    Parameters
    ----------
    frame : pyspark.sql.DataFrame
    text : str
    id : str
        Rows of Spark have no index: without `id`, documents are numbered from 0 in each batch.
    **options
        As for :func:`on_dask`.

    Returns
    -------
    pyspark.sql.DataFrame
        With the columns of :func:`fls.schema`; not computed yet.
    """
    score = partial(_score_each, text=text, id=id, options=options)
    return frame.mapInPandas(score, schema=_schema("spark", options))


def on_ray(dataset: Any, text: str, id: str | None = None, **options: Any) -> Any:
    """Score a Ray Dataset by ``map_batches``.

    Parameters
    ----------
    dataset : ray.data.Dataset
    text : str
    id : str
        Without `id`, documents are numbered from 0 in each batch, as by :func:`on_spark`.
    **options
        As for :func:`on_dask`.

    Returns
    -------
    ray.data.Dataset
        With the columns of :func:`fls.schema`; not computed yet.
    """
    arguments = {"text": text, "id": id, **options}
    return dataset.map_batches(score_frame, batch_format="pandas", fn_kwargs=arguments)


def _schema(form: str, options: dict[str, Any]) -> Any:
    return schema(options.get("level", "document"), form, analyses=options.get("analyses"))


def _score_each(
    frames: Iterator[pd.DataFrame], *, text: str, id: str | None, options: dict[str, Any]
) -> Iterator[pd.DataFrame]:
    for frame in frames:
        yield score_frame(frame, text, id, **options)
