"""Compare the library's speed with its peers: ``python benchmarks/run.py`` measures everything.

Prints Markdown tables and writes ``benchmarks/results.json``. This process stays small and does
nothing heavy itself: each part is measured in a new process.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
# One core: numerical libraries read these when they are imported, here or in a new process.
for _name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "VECLIB_MAXIMUM"):
    os.environ[f"{_name}_NUM_THREADS"] = "1"
# This checkout is measured, wherever the command is given.
sys.path[:0] = [str(HERE), str(HERE.parent)]

import hostile  # noqa: E402
import peers  # noqa: E402
import processes  # noqa: E402
import report  # noqa: E402
import throughput  # noqa: E402

__all__ = ["main"]


def main() -> None:
    """Measure, print the tables, write the results."""
    parser = argparse.ArgumentParser(description="Compare the speed of fls with its peers.")
    parser.add_argument("--documents", type=int, default=1000, help="default: %(default)s")
    parser.add_argument("--repeats", type=int, default=5, help="default: %(default)s")
    parser.add_argument("--output", type=Path, default=HERE / "results.json")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        results = measure(chosen.documents, chosen.repeats, Path(folder))
    chosen.output.write_text(
        json.dumps(report.round_figures(results), indent=1) + "\n", encoding="utf-8"
    )
    print(report.write_markdown(results))


def measure(documents: int, repeats: int, models: Path) -> dict[str, Any]:
    """Measure every part.

    Parameters
    ----------
    documents : int
        Number of texts.
    repeats : int
        Rounds of the throughput; the other parts have their own numbers.
    models : pathlib.Path
        Empty folder for the peers' models.

    Returns
    -------
    dict
        Results by part.
    """
    few = min(repeats, 3)
    results: dict[str, Any] = {
        "machine": _describe_machine(),
        "packages": _run_apart(peers.find_versions),
    }
    results["fitted"] = _run_apart(peers.fit, models)
    results["pipelines"] = _run_apart(throughput.measure_pipelines, documents, repeats, models)
    results["splitters"] = _run_apart(throughput.measure_splitters, documents, few)
    results["start"] = _run_apart(processes.measure_start, repeats + 2, models)
    results["hostile"] = _run_apart(hostile.measure, 2 * repeats)
    results["memory"] = _run_apart(processes.measure_memory, documents, 1, models)
    results["trimming"] = _run_apart(processes.measure_trimming, documents, repeats)
    return results


def _run_apart(part: Callable[..., Any], *arguments: Any) -> Any:
    """Run one part in a new process, so that no part finds another's modules or memory."""
    print(f"measuring: {part.__module__}.{part.__name__}", file=sys.stderr)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(part, *arguments).result()


def _describe_machine() -> dict[str, Any]:
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 2),
    }


if __name__ == "__main__":
    main()
