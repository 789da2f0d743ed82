"""Measure the time of all that is read out of a labelled release, against that of labelling it.

usage: python benchmarks/analysis.py [--documents 200] [--rounds 7] [--profile]

For each release the fastest of some rounds counts, so that other work of the machine hardly
matters. *Labels* is ``fls.score``: read, cut, label; *their table* is ``release.units``. *The whole
analysis* comes on top, without a table of its own: metrics with their intervals, promises,
the cautionary text, coverage, risk.
``--profile`` prints the functions that take most of it.
"""

from __future__ import annotations

import argparse
import gc
import os
import time
from collections.abc import Callable, Sequence

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"  # before numpy is imported

import numpy as np  # noqa: E402
from texts import sample  # noqa: E402

import fls  # noqa: E402

__all__ = ["analyse", "main"]


def analyse(release: fls.Release) -> None:
    """Ask a labelled release for all of its analysis."""
    legend = release.safe_harbor
    _ = release.metrics, release.promise_rows(), legend.elements, legend.exclusions
    _ = legend.covered_share, legend.protection


def main(argv: Sequence[str] | None = None) -> None:
    """Print milliseconds per release."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--profile", action="store_true")
    args = parser.parse_args(argv)
    texts, origin = sample(args.documents)
    model = fls.load_model()
    analyse(fls.score(texts[0], model=model))
    gc.collect()
    gc.freeze()
    if args.profile:
        _profile(texts, model)
        return
    seconds = np.full((args.rounds, len(texts), 3), np.inf)
    for turn in range(args.rounds):
        for number, text in enumerate(texts):
            began = time.perf_counter()
            release = fls.score(text, model=model)
            labelled = time.perf_counter()
            analyse(release)
            analysed = time.perf_counter()
            _ = release.units
            ended = time.perf_counter()
            seconds[turn, number] = labelled - began, analysed - labelled, ended - analysed
    labels, analysis, table = 1000.0 * seconds.min(axis=0).mean(axis=0)
    size = sum(map(len, texts)) / len(texts)
    print(f"{len(texts)} texts of {size:,.0f} characters on average: {origin}")
    print(f"labels              {labels:.2f} ms")
    print(f"their table         {table:.2f} ms")
    print(f"the whole analysis  {analysis:.2f} ms")
    for name, alone in (("labels alone", labels), ("labels and their table", labels + table)):
        print(f"with the analysis   {1 + analysis / alone:.2f} times the time of {name}")


def _profile(texts: Sequence[str], model: fls.Model) -> None:
    """Print the functions that take most of the time."""
    import cProfile
    import pstats

    releases = [fls.score(text, model=model) for text in texts]
    clock: Callable[[], float] = time.process_time
    with cProfile.Profile(clock) as profile:
        for release in releases:
            analyse(release)
    pstats.Stats(profile).sort_stats("tottime").print_stats(40)


if __name__ == "__main__":
    main()
