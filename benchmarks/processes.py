"""Measure new processes: how fast they start, and how much memory they need."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from texts import ROOT, sample

__all__ = ["measure_memory", "measure_start", "measure_trimming"]

_EXAMPLE = ROOT / "data" / "releases" / "raw" / "imagined-096.txt"

_FLS_ROWS = """\
import sys, fls
fls.score(open(sys.argv[1], encoding="utf-8").read()).rows()
"""
_FLS_FRAME = """\
import sys, fls
fls.score(open(sys.argv[1], encoding="utf-8").read()).units
"""
_PEER_FRAME = """\
import sys, joblib, pandas as pd
from nltk.tokenize.punkt import PunktSentenceTokenizer
pipeline = joblib.load(sys.argv[2])
sentences = PunktSentenceTokenizer().tokenize(open(sys.argv[1], encoding="utf-8").read())
p = pipeline.predict_proba(sentences)
columns = {"text": sentences, "label": pipeline.classes_[p.argmax(axis=1)]}
pd.DataFrame(columns | {f"p_{c}": p[:, i] for i, c in enumerate(pipeline.classes_)})
"""
_FLS_MANY = """\
import json, sys, fls
fls.score_texts(json.load(open(sys.argv[1], encoding="utf-8")))
"""
_PEER_MANY = """\
import json, sys
from pathlib import Path
sys.path.insert(0, sys.argv[4])
import peers
texts = json.load(open(sys.argv[1], encoding="utf-8"))
peers.load_pipelines(Path(sys.argv[2]), sys.argv[3])[sys.argv[3]](texts)
"""
_FLS_TIMED = """\
import json, sys, time, fls
texts = json.load(open(sys.argv[1], encoding="utf-8"))
fls.score_texts(texts[:50])
before = time.process_time()
fls.score_texts(texts)
print(time.process_time() - before)
"""


def measure_start(repeats: int, models: Path) -> dict[str, Any]:
    """Time new processes from start to end.

    Parameters
    ----------
    repeats : int
        Number of rounds after a first one that does not count (files are then in memory).
    models : pathlib.Path
        Folder with the peers' models.

    Returns
    -------
    dict
        By process: smallest ``user``, ``cpu`` (user and system) and ``wall`` seconds, largest
        ``peak`` memory in MB.
    """
    # The peer's smaller model is quicker to load.
    small = models / "tfidf-open.joblib"
    text, pipeline = str(_EXAMPLE), str(small if small.exists() else models / "tfidf.joblib")
    commands = {
        "python -c pass": ["-c", "pass"],
        "import numpy": ["-c", "import numpy"],
        "import fls": ["-c", "import fls"],
        "fls --help": ["-m", "fls", "--help"],
        "first score, fls, rows without pandas": ["-c", _FLS_ROWS, text],
        "first score, fls, DataFrame": ["-c", _FLS_FRAME, text],
        "first score, nltk + scikit-learn, DataFrame": ["-c", _PEER_FRAME, text, pipeline],
    }
    return _run_rounds(commands, repeats)


def measure_memory(documents: int, repeats: int, models: Path) -> dict[str, Any]:
    """Measure whole processes that score many documents into one table.

    Parameters
    ----------
    documents : int
        Number of texts.
    repeats : int
        Number of rounds after a first one that does not count.
    models : pathlib.Path
        Folder with the peers' models.

    Returns
    -------
    dict
        As for :func:`measure_start`.
    """
    here = str(Path(__file__).parent)
    with tempfile.TemporaryDirectory() as folder:
        texts = _write_texts(folder, documents)
        commands = {"fls.score_texts": ["-c", _FLS_MANY, texts]}
        for way in ("each document", "batched"):
            name = f"nltk + scikit-learn, {way}"
            commands[name] = ["-c", _PEER_MANY, texts, str(models), name, here]
        return _run_rounds(commands, repeats)


def measure_trimming(documents: int, repeats: int) -> dict[str, list[float]]:
    """Time scoring with and without the allocator setting that Dask's workers get.

    Parameters
    ----------
    documents : int
        Number of texts.
    repeats : int
        Number of rounds.

    Returns
    -------
    dict of str to list of float
        Seconds of processor time, ``"as it is"`` and ``"trimmed"``, by round.
    """
    settings = {"as it is": {}, "trimmed": {"MALLOC_TRIM_THRESHOLD_": "65536"}}
    seconds: dict[str, list[float]] = {name: [] for name in settings}
    with tempfile.TemporaryDirectory() as folder:
        texts = _write_texts(folder, documents)
        for _ in range(repeats):
            for name, extra in settings.items():
                done = subprocess.run(
                    [sys.executable, "-c", _FLS_TIMED, texts],
                    env=_make_environment() | extra, check=True, capture_output=True, text=True,
                )  # fmt: skip
                seconds[name].append(float(done.stdout))
    return seconds


def _write_texts(folder: str, documents: int) -> str:
    """Write the texts to score into a file, and return its path."""
    path = Path(folder) / "texts.json"
    path.write_text(json.dumps(sample(documents)[0]), encoding="utf-8")
    return str(path)


def _run_rounds(commands: Mapping[str, Sequence[str]], repeats: int) -> dict[str, Any]:
    """Run commands by turns; return the shortest times and the largest memory of each."""
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in commands}
    for _ in range(repeats + 1):
        for name, arguments in commands.items():
            runs[name].append(_run(arguments))
    return {
        name: {key: min(run[key] for run in rounds[1:]) for key in ("user", "cpu", "wall")}
        | {"peak": max(run["peak"] for run in rounds[1:])}
        for name, rounds in runs.items()
    }


def _run(arguments: Sequence[str]) -> dict[str, float]:
    """Run Python once, and read what that process used, not what all children did."""
    before = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments], env=_make_environment(), stdout=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - before
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args)
    unit = 1 if sys.platform == "darwin" else 1024
    return {
        "user": used.ru_utime,
        "cpu": used.ru_utime + used.ru_stime,
        "wall": wall,
        "peak": used.ru_maxrss * unit / 1e6,
    }


def _make_environment() -> dict[str, str]:
    """Return the environment, in which Python keeps compiled modules as it does for users."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPATH": str(ROOT)}
