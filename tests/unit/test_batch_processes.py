from __future__ import annotations

import contextlib
import itertools
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

import fls
from fls.batch import _sources

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "data" / "releases" / "raw").glob("*.txt"))[:40]
TEXTS = [path.read_text(encoding="utf-8") for path in FILES]


def test_a_model_at_hand_goes_to_processes_too() -> None:
    model = fls.load_model("open")
    one, two = (fls.score_many(TEXTS[:6], model=model, jobs=jobs).documents for jobs in (1, 2))
    pd.testing.assert_frame_equal(one, two, check_exact=True)
    assert one["model_version"][0] == f"{fls.__version__}+{model.digest[:12]}"
    assert one["factual_share"][0] != fls.score_many(TEXTS[:1]).documents["factual_share"][0]


def test_a_source_may_be_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_sources, "_MAX_BATCH_ITEMS", 1)

    def slow() -> Iterator[str]:
        for text in TEXTS[:6]:
            time.sleep(0.4)
            yield text

    found = fls.score_many(slow(), jobs=2).documents
    pd.testing.assert_frame_equal(found, fls.score_many(TEXTS[:6]).documents, check_exact=True)


def test_a_stream_goes_on_in_another_thread_than_it_began_in() -> None:
    texts = ["Acme opened a plant. " * 3_000 for _ in range(100)]
    stream = fls.score_stream(texts, tables="document", analyses=[], jobs=2)
    begun: list[int] = []
    thread = threading.Thread(target=lambda: begun.append(len(next(stream))))
    thread.start()
    thread.join()
    # Processes end with the process that began them, and not with its thread.
    assert begun[0] + sum(map(len, stream)) == 100


@pytest.mark.skipif(os.name == "nt", reason="no such signals there")
@pytest.mark.parametrize("ending", ["SIGKILL", "SIGTERM"])
def test_no_process_outlives_the_one_that_was_killed(ending: str) -> None:
    program = (
        "import itertools, fls\n"
        "texts = ('Acme grew. ' * 20_000 for _ in itertools.count())\n"
        "for _ in fls.score_stream(texts, tables='document', analyses=[], jobs=2):\n"
        "    print('begun', flush=True)\n"
    )
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == b"begun\n"
            process.send_signal(getattr(signal, ending))
            # The pipe ends with the last process that holds it.
            process.communicate(timeout=60)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_was_done_before_a_source_failed_is_given(
    jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_sources, "_MAX_BATCH_ITEMS", 2)

    def failing() -> Iterator[str]:
        yield from TEXTS[:5]
        raise ValueError("the source has ended early")

    given: list[int] = []
    with pytest.raises(ValueError, match="ended early"):
        given.extend(map(len, fls.score_stream(failing(), analyses=[], jobs=jobs)))
    # What was not yet a batch is lost.
    assert given == [2, 2]


def test_what_cannot_be_sent_to_a_process_has_a_row() -> None:
    inputs = [TEXTS[0], threading.Lock(), TEXTS[1]]
    one, two = (fls.score_many(inputs, jobs=jobs).documents for jobs in (1, 2))
    pd.testing.assert_frame_equal(one, two, check_exact=True)
    assert two["status"].tolist() == ["ok", "error", "ok"]


def test_a_process_that_can_make_none_is_told_so() -> None:
    program = (
        "import multiprocessing, fls\n"
        "multiprocessing.current_process()._config['daemon'] = True\n"
        "try:\n"
        "    fls.score_many(['Acme grew.'], jobs=2)\n"
        "except fls.errors.RunError as error:\n"
        "    print(error)\n"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=60)
    assert found.stdout.startswith(b"jobs: is a number of processes that can be made, got daemonic")
    assert found.stdout.endswith(b"; give jobs=1\n")
    assert found.stderr == b""


def test_a_stream_that_is_left_early_says_nothing() -> None:
    program = (
        "import itertools, fls\n"
        "texts = ('Acme grew.' for _ in itertools.count())\n"
        "next(fls.score_stream(texts, tables='document', analyses=[], jobs=2))\n"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=60)
    assert (found.returncode, found.stderr) == (0, b"")


def test_a_stream_takes_no_more_than_it_gives() -> None:
    taken = []

    def endless() -> Iterator[str]:
        for number in itertools.count():
            taken.append(number)
            yield "Acme grew. " * 10_000

    stream = fls.score_stream(endless(), tables=["document"])
    assert [len(next(stream).documents), len(next(stream).documents)] == [10, 10]
    assert len(taken) == 20
    with pytest.raises(fls.InputError, match="table"):
        list(next(stream).parts("sentence"))
