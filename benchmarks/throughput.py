"""Measure text per second: from texts to one table, and the splitters alone."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from texts import sample

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["interleave", "measure_pipelines", "measure_splitters"]

#: Documents that slow splitters get.
_N_DOCUMENTS = {"spaCy, blank with sentencizer": 200, "syntok": 100, "pySBD": 30}


def interleave(runs: Mapping[str, Callable[[], Any]], repeats: int) -> dict[str, list[float]]:
    """Time several runs by turns, so that a disturbance affects all of them.

    Parameters
    ----------
    runs : mapping of str to callable
        Functions to time.
    repeats : int
        Number of rounds.

    Returns
    -------
    dict of str to list of float
        Seconds of processor time (user and system) of each round.
    """
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(repeats):
        for name, run in runs.items():
            gc.collect()
            before = time.process_time()
            run()
            seconds[name].append(time.process_time() - before)
    return seconds


def measure_pipelines(documents: int, repeats: int, models: Path) -> dict[str, Any]:
    """Time every way from texts to one table.

    Parameters
    ----------
    documents : int
        Number of texts.
    repeats : int
        Number of rounds.
    models : pathlib.Path
        Folder with the peers' models.

    Returns
    -------
    dict
        ``texts`` (what was scored), ``seconds`` by pipeline and round, ``rows`` by pipeline.
    """
    import peers

    import fls

    texts, origin = sample(documents)
    ways: dict[str, Callable[[list[str]], pd.DataFrame]] = {
        "fls.score_texts": fls.score_texts,
        "fls.score, each document": _score_one_by_one,
        **peers.load_pipelines(models),
    }
    rows: dict[str, int] = {}

    def run(name: str) -> None:
        rows[name] = len(ways[name](texts))

    seconds = interleave({name: partial(run, name) for name in ways}, repeats)
    described = {"documents": len(texts), "characters": sum(map(len, texts)), "origin": origin}
    return {"texts": described, "seconds": seconds, "rows": rows}


def measure_splitters(documents: int, repeats: int) -> dict[str, Any]:
    """Time the splitters alone.

    Parameters
    ----------
    documents : int
        Number of texts; slow splitters get fewer.
    repeats : int
        Number of rounds.

    Returns
    -------
    dict
        ``seconds`` by splitter and round, ``megabytes`` of UTF-8 that each cut.
    """
    import peers

    from fls.segmentation import segment
    from fls.segmentation.punkt import spans

    texts, _ = sample(documents)
    ways: dict[str, Callable[[str], Any]] = {
        "fls, Punkt only": spans,
        "fls, layout and sentences": segment,
        **peers.load_splitters(),
    }
    parts = {name: texts[: _N_DOCUMENTS.get(name, len(texts))] for name in ways}

    def run(name: str) -> None:
        cut = ways[name]
        for text in parts[name]:
            cut(text)

    seconds = interleave({name: partial(run, name) for name in ways}, repeats)
    size = {name: sum(len(t.encode()) for t in part) / 1e6 for name, part in parts.items()}
    return {"seconds": seconds, "megabytes": size}


def _score_one_by_one(texts: list[str]) -> pd.DataFrame:
    import pandas as pd

    import fls

    tables = [fls.score(text).units for text in texts]
    return pd.concat(tables, keys=range(len(tables)), names=["doc"])
