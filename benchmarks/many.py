"""Measure many documents: ``python benchmarks/many.py PART``; ``--help`` lists the parts.

Needs pyarrow beside the packages of ``requirements.txt`` that it compares with. Texts are real
releases from ``--texts FOLDER`` (``*.txt``), repeated; without it the project's own.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import os
import random
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
for _name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "VECLIB_MAXIMUM"):
    os.environ[f"{_name}_NUM_THREADS"] = "1"
sys.path[:0] = [str(HERE), str(HERE.parent)]

__all__ = ["main"]

_OWN = HERE.parent / "data" / "releases" / "raw"
#: Counts the documents of a stream, and the peak of memory after each part.
_STREAM = """\
import itertools, json, resource, sys, pathlib
import fls
texts = [p.read_text(encoding="utf-8", errors="replace")[:int(sys.argv[3])]
         for p in sorted(pathlib.Path(sys.argv[1]).glob("*.txt"))[:500]]
total, marks, done = int(sys.argv[2]), [], 0
for part in fls.score_stream(itertools.islice(itertools.cycle(texts), total)):
    done += len(part.documents)
    marks.append((done, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))
print(json.dumps(marks))
"""
#: The same for a run over files.
_RUN = """\
import json, pathlib, resource, sys
from fls import batch
out, marks = sys.argv[-1], []
def note(done, total):
    marks.append((done, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))
job = batch.Job(pathlib.Path(out), "parquet", sys.argv[2])
items = batch.files_to_score([sys.argv[1]], (job.output,), None)
batch.run_files(items, job, batch.Options(), progress=note)
marks.append((marks[-1][0], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))
print(json.dumps(marks))
"""
#: Prints the time that a table of texts takes.
_TRIMMED = """\
import pathlib, sys, time, fls, pandas as pd
texts = [p.read_text(encoding="utf-8", errors="replace")
         for p in sorted(pathlib.Path(sys.argv[1]).glob("*.txt"))[:1000]]
frame = pd.DataFrame({"text": texts})
fls.score_frame(frame[:50], "text")
before, wall = time.process_time(), time.perf_counter()
fls.score_frame(frame, "text", level=sys.argv[2])
print(time.process_time() - before)
"""

#: Names of two of the ways that are timed, with which the others are compared.
_PEER, _CORE = "nltk + scikit-learn, a table for each document", "fls.score_texts (no output)"
#: The same peer with one table at the end.
_GATHERED = "nltk + scikit-learn, each document"


def main() -> None:
    """Measure one part and print its figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("part", choices=("throughput", "jobs", "memory", "kill", "trim", "hostile"))
    parser.add_argument("--texts", type=Path, default=_OWN, help="folder of *.txt")
    parser.add_argument("--documents", type=int, default=10_000, help="default: %(default)s")
    parser.add_argument("--level", default="sentence", help="default: %(default)s")
    parser.add_argument("--characters", type=int, default=10_000, help="of a text, at most")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--analyses", action="store_true", help="throughput with all of them too")
    chosen = parser.parse_args()
    # A run that is started in the background would ignore interrupts.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with tempfile.TemporaryDirectory() as folder:
        figures = globals()[f"_measure_{chosen.part}"](chosen, Path(folder))
    print(json.dumps({"part": chosen.part, **figures}, indent=1))


def _link_files(chosen: argparse.Namespace, folder: Path) -> list[Path]:
    """Link as many files to the texts as are wanted, in folders of a thousand."""
    texts = sorted(chosen.texts.glob("*.txt"))
    files = []
    for number, text in zip(range(chosen.documents), itertools.cycle(texts), strict=False):
        place = folder / "in" / f"{number // 1000:03}"
        place.mkdir(parents=True, exist_ok=True)
        file = place / f"{number:06}.txt"
        os.symlink(text.resolve(), file)
        files.append(file)
    return files


def _measure_throughput(chosen: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Time files to one Parquet file, ours and the peers' by turns, a thousand files at a time."""
    from fls import batch

    files = _link_files(chosen, folder)
    analyses = batch.chosen_analyses(None) if chosen.analyses else ()
    ways = _make_ways(analyses, folder)
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for way in ways.values():
        way(files[:50])
    for first in range(0, len(files), 1000):
        for name, way in ways.items():
            before = time.process_time()
            way(files[first : first + 1000])
            seconds[name].append(time.process_time() - before)
    base, core = seconds[_PEER], seconds[_CORE]
    n = len(files) / len(base)  # of a slice
    faster = {k: [b / s for b, s in zip(base, v, strict=True)] for k, v in seconds.items()}
    slower = {k: [s / c for s, c in zip(v, core, strict=True)] for k, v in seconds.items()}
    return {
        "documents": len(files), "load": os.getloadavg()[0],
        "analyses where they are on": list(analyses) or "nowhere",
        "documents per second, median": {k: n / v for k, v in _take_medians(seconds).items()},
        "times faster than the peer, median of slices": _take_medians(faster),
        "by slice": faster["ours, sentence, analyses off"],
        "time of score_texts times": _take_medians(slower),
    }  # fmt: skip


def _take_medians(by_name: dict[str, list[float]]) -> dict[str, float]:
    return {name: statistics.median(values) for name, values in by_name.items()}


def _make_ways(
    analyses: tuple[str, ...], folder: Path
) -> dict[str, Callable[[Sequence[Path]], object]]:
    """Return what is timed: ours without and with some analyses, the labels alone, two peers."""
    import peers

    import fls
    from fls import batch

    peers.fit(folder)
    model = fls.load_model()

    def theirs(name: str) -> Callable[[Sequence[Path]], object]:
        pipeline = peers.load_pipelines(folder, name)[name]
        return lambda slice_: pipeline(_read(slice_)).to_parquet(folder / "theirs.parquet")

    def ours(level: str, slice_: Sequence[Path], chosen: tuple[str, ...] = ()) -> None:
        job = batch.Job(folder / "ours.parquet", "parquet", level)
        items = [batch.Item(str(path), path) for path in slice_]
        batch.run_files(items, job, batch.Options(model, analyses=chosen))

    ways: dict[str, Callable[[Sequence[Path]], object]] = {
        "ours, sentence, analyses off": lambda s: ours("sentence", s),
        "ours, document, analyses off": lambda s: ours("document", s),
        _CORE: lambda s: fls.score_texts(_read(s), model=model),
        **{name: theirs(name) for name in (_PEER, _GATHERED)},
    }
    if analyses:
        ways["ours, document, analyses on"] = lambda s: ours("document", s, analyses)
    return ways


def _read(paths: Sequence[Path]) -> list[str]:
    return [path.read_text(encoding="utf-8", errors="replace") for path in paths]


def _make_command(files: Path, out: Path, level: str, *more: str) -> list[str]:
    return [sys.executable, "-m", "fls", "score", str(files), "-o", str(out),
            "--level", level, *more]  # fmt: skip


def _make_environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(HERE.parent)}


def _score(*arguments: Any, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run the command of :func:`_make_command` to its end."""
    command = _make_command(*arguments)
    return subprocess.run(command, env=_make_environment(), text=True, **options)


def _measure_jobs(chosen: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Time the command with one process and with two, by turns.

    Beside them stand two commands at once that share the files: what the machine can give.
    """
    files = _link_files(chosen, folder)
    for file in files[: len(files) // 2]:
        half = folder / "half" / file.relative_to(folder / "in")
        half.parent.mkdir(parents=True, exist_ok=True)
        half.symlink_to(file.resolve())
    wall: dict[int, list[float]] = {1: [], 2: []}
    apart: list[float] = []
    for _ in range(3):
        for jobs, times in wall.items():
            out = folder / f"{jobs}.parquet"
            before = time.perf_counter()
            _score(folder / "in", out, chosen.level, "--jobs", str(jobs), check=True)
            times.append(time.perf_counter() - before)
        before = time.perf_counter()
        both = [
            subprocess.Popen(
                _make_command(folder / "half", folder / f"half-{number}.parquet", chosen.level),
                env=_make_environment(),
            )
            for number in range(2)
        ]
        if any(process.wait() for process in both):
            raise RuntimeError("a command failed")
        apart.append(time.perf_counter() - before)
    same = _hash_file(folder / "1.parquet") == _hash_file(folder / "2.parquet")
    ratios = [single / double for single, double in zip(wall[1], wall[2], strict=True)]
    control = [single / double for single, double in zip(wall[1], apart, strict=True)]
    return {
        "seconds": wall, "one / two": ratios, "median": statistics.median(ratios),
        "one / two commands of half the files": control, "same bytes": same,
        "load": os.getloadavg()[0],
    }  # fmt: skip


def _measure_memory(chosen: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Measure peak memory of a process that takes a stream of texts, and of one on files."""
    figures: dict[str, Any] = {"characters of a text, at most": chosen.characters}
    _link_files(chosen, folder)
    calls = {
        "stream of texts": [_STREAM, chosen.texts, chosen.documents, chosen.characters],
        "files to Parquet": [_RUN, folder / "in", chosen.level, folder / "out.parquet"],
    }
    for name, (code, *arguments) in calls.items():
        done = subprocess.run(
            [sys.executable, "-c", str(code), *map(str, arguments)],
            check=True, capture_output=True, text=True, env=_make_environment(),
        )  # fmt: skip
        marks = json.loads(done.stdout)
        start = next((peak for count, peak in marks if count >= 10_000), marks[0][1])
        documents, peak = marks[-1]
        figures[name] = {"documents": documents, "peak MB": peak, "growth MB": peak - start}
    return figures


def _hash_file(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _measure_kill(chosen: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Kill runs at 20 random moments, resume them, and compare with one that was not killed."""
    _link_files(chosen, folder)
    random_ = random.Random(chosen.seed)
    whole = folder / "whole"
    whole.mkdir()
    out = whole / "out.parquet"
    before = time.perf_counter()
    _score(folder / "in", out, chosen.level, check=True)
    seconds = time.perf_counter() - before
    names = ("out.parquet", "out.parquet.run.json", "out.parquet.inputs.sha256")
    expected = [_hash_file(whole / name) for name in names]
    results = []
    for number in range(20):
        how = ("parent", "worker", "interrupt", "disk full")[number % 4]
        place = folder / f"try-{number}"
        place.mkdir()
        killed = (
            _fill_disk(folder, place, chosen.level, random_)
            if how == "disk full"
            else _strike(folder, place, chosen.level, how, seconds * random_.uniform(0.05, 0.4))
        )
        left = sorted(path.name for path in place.glob("out.parquet*"))
        out = place / "out.parquet"
        again = _score(folder / "in", out, chosen.level, "--resume", capture_output=True)
        same = again.returncode == 0 and [_hash_file(place / name) for name in names] == expected
        clean = sorted(path.name for path in place.iterdir()) == sorted(names)
        results.append({"how": how, "code": killed, "left": left, "equal": same, "clean": clean})
        if how == "disk full":
            subprocess.run(["umount", str(place)], check=True)
    equal = sum(result["equal"] and result["clean"] for result in results)
    return {"uninterrupted seconds": seconds, "equal and clean": f"{equal} of 20", "runs": results}


def _strike(folder: Path, place: Path, level: str, how: str, after: float) -> int:
    """End a run of two processes, or one of its processes, after some seconds."""
    process = subprocess.Popen(
        _make_command(folder / "in", place / "out.parquet", level, "--jobs", "2"),
        env=_make_environment(), stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    time.sleep(after)
    if how == "worker":
        # Workers take a while to start.
        for _ in range(200):
            children = _find_workers(process.pid)
            if children or process.poll() is not None:
                break
            time.sleep(0.05)
        for child in children[:1]:
            os.kill(child, signal.SIGKILL)
    else:
        process.send_signal(signal.SIGKILL if how == "parent" else signal.SIGINT)
    return process.wait(timeout=120)


def _find_workers(parent: int) -> list[int]:
    """Find the worker processes of a run: its children, except for the tracker of resources."""
    workers = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
            command = (path.parent / "cmdline").read_text()
        except OSError:
            continue
        if int(fields[1]) == parent and "popen_loky" in command:
            workers.append(int(path.parent.name))
    return workers


def _fill_disk(folder: Path, place: Path, level: str, random_: random.Random) -> int:
    """Run on a disk that is too small, then make it larger."""
    size = random_.randint(60, 4000)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", str(place)], check=True)
    done = _score(folder / "in", place / "out.parquet", level, capture_output=True)
    subprocess.run(["mount", "-o", "remount,size=500m", str(place)], check=True)
    if "No space left" not in done.stderr or "Traceback" in done.stderr:
        print(done.stderr, file=sys.stderr)
    return done.returncode


def _measure_trim(chosen: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Time ``score_frame`` with and without the allocator setting of Dask's workers, by turns."""
    trim = "MALLOC_TRIM_THRESHOLD_=65536"
    kept = "MALLOC_TRIM_THRESHOLD_=268435456 MALLOC_MMAP_THRESHOLD_=33554432"
    seconds: dict[str, list[float]] = {"": [], trim: [], kept: []}
    for _ in range(7):
        for name, times in seconds.items():
            environment = _make_environment() | dict(pair.split("=") for pair in name.split())
            done = subprocess.run(
                [sys.executable, "-c", _TRIMMED, str(chosen.texts), chosen.level],
                check=True, capture_output=True, text=True, env=environment,
            )  # fmt: skip
            times.append(float(done.stdout))
    shutil.rmtree(folder, ignore_errors=True)
    ratios = {
        name: statistics.median(b / a for a, b in zip(seconds[""], times, strict=True))
        for name, times in seconds.items()
    }
    return {"seconds": seconds, "ratio, median": ratios}


def _measure_hostile(chosen: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Mix hostile files of full size with good ones; compare the good rows with a clean run."""
    import pandas as pd

    import fls
    from tests.hostile_inputs import HOSTILE

    good = _link_files(chosen, folder)
    before = time.perf_counter()
    clean = fls.score_many(good, tables=["document"]).documents
    seconds = {"clean": time.perf_counter() - before}
    paths, random_ = list(good), random.Random(chosen.seed)
    for number, (name, hostile) in enumerate(HOSTILE.items()):
        path = folder / f"hostile-{number:02}-{name.replace(' ', '-').replace('/', '-')}"
        path.write_bytes(hostile.make(hostile.full))
        paths.insert(random_.randrange(len(paths)), path)
    before = time.perf_counter()
    mixed = fls.score_many(paths, tables=["document"]).documents
    seconds["mixed"] = time.perf_counter() - before
    # A file with several releases has a row for each: `a#2`, or `a!member` of an archive.
    first = mixed.assign(doc_id=mixed["doc_id"].str.replace("[!#].*", "", regex=True))
    first = first.drop_duplicates("doc_id")
    is_good = first["doc_id"].isin([str(path) for path in good])
    bad, kept = first[~is_good], first[is_good].reset_index(drop=True)
    wrong = [
        (name, row.status, row.error)
        for (name, hostile), row in zip(
            HOSTILE.items(), bad.sort_values("doc_id").itertuples(), strict=True
        )
        if (hostile.error is not None) is not (row.status == "error")
        or (hostile.error or "") not in row.error
    ]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "good": len(good), "hostile": len(HOSTILE), "seconds": seconds,
        "ids out are ids in": first["doc_id"].tolist() == [str(path) for path in paths],
        "good rows equal": kept.equals(clean),
        "hostile by status": {str(k): int(v) for k, v in bad["status"].value_counts().items()},
        "not as expected": wrong, "peak MB": peak, "pandas": pd.__version__,
    }  # fmt: skip


if __name__ == "__main__":
    main()
