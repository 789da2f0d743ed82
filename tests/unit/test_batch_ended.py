"""Documents that end the process which scores them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import fls
from fls.batch import _run, _sources, _workers
from fls.batch._options import Options
from fls.batch._rows import Row
from fls.batch._run import Job, run_files
from fls.batch._score import Scorer
from fls.batch._sources import Item

ROOT = Path(__file__).resolve().parents[2]
SIGNALS = pytest.mark.skipif(os.name == "nt", reason="no such signals there")


class DeadlyScorer(Scorer):
    """Ends its process where an item is called for it."""

    def _read_rows(self, number: int, item: Item, digests: dict[int, str]) -> list[Row]:
        if item.id == "ends":
            os._exit(3)
        if item.id == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        if isinstance(item.source, Path) and item.source.name == "once":
            item.source.rename(item.source.with_name("done"))
            os._exit(3)
        return super()._read_rows(number, item, digests)


def _start_worker(options: Options, _: object) -> None:
    _workers._scorer = DeadlyScorer(options)


def _end(*_: object) -> None:
    os._exit(3)


@pytest.fixture(autouse=True)
def _deadly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_workers, "_start_worker", _start_worker)


@pytest.mark.parametrize("most", [2, 100])
def test_the_document_has_the_row_and_no_other(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_sources, "_MAX_BATCH_ITEMS", most)
    names = ["a", "ends", "b", "c", "d"]
    texts = [(name, f"Acme grew by {n}%. It will grow.") for n, name in enumerate(names)]
    found = fls.score_many(texts, jobs=2)
    assert found.documents["status"].tolist() == ["ok", "error", "ok", "ok", "ok"]
    assert found.documents["error"][1].startswith("ends: lets the process go on that scores it")
    # All others are as they are without it, to the last bit.
    alone = fls.score_many([text for text in texts if text[0] != "ends"])
    kept = found.documents[found.documents["status"] == "ok"].reset_index(drop=True)
    pd.testing.assert_frame_equal(kept, alone.documents, check_exact=True)
    pd.testing.assert_frame_equal(found.sentences, alone.sentences, check_exact=True)


def test_the_document_is_named_where_errors_are_raised() -> None:
    texts = [("a", "Acme grew."), ("ends", "Acme fell.")]
    with pytest.raises(fls.RunError, match=r"^ends: lets the process go on"):
        fls.score_many(texts, jobs=2, on_error="raise")


def test_a_process_that_ends_once_harms_no_document(tmp_path: Path) -> None:
    path = tmp_path / "once"
    path.write_text("Acme opened a plant.", encoding="utf-8")
    found = fls.score_many([("a", "Acme grew."), ("b", path)], jobs=2).documents
    # The second time the file is no longer there, which its row says.
    assert found["status"].tolist() == ["ok", "error"]
    assert "no such file" in found["error"][1].lower()


@SIGNALS
def test_the_signal_is_told() -> None:
    (error,) = fls.score_many([("killed", "Acme grew.")], jobs=2).documents["error"]
    assert error == (
        "killed: lets the process go on that scores it, got its end by SIGKILL(-9), perhaps for "
        "want of memory; free memory, run with fewer jobs, or leave it out"
    )


def _items(folder: Path, *names: str) -> list[Item]:
    paths = [folder / name for name in names]
    for path in paths:
        path.write_text(f"Acme grew in {path.name}. It will grow.", encoding="utf-8")
    return [Item(path.name, path) for path in paths]


def test_a_run_over_files_names_the_document_and_goes_on(tmp_path: Path) -> None:
    job = Job(tmp_path / "out.csv", "csv", "document")
    items = _items(tmp_path, "a", "ends", "b")
    run = run_files(items, job, Options(), jobs=2)
    assert run.status == {"ok": 2, "partial": 0, "empty": 0, "error": 1}
    assert [name for name, _ in run.failed] == ["ends"]
    # A run that is done is not done again.
    assert run_files(items, job, Options(), jobs=2, resume=True) == run


def _end_alone(folder: Path) -> None:
    """Score in this process what ends it."""
    _workers.Scorer = DeadlyScorer  # type: ignore[attr-defined]
    items = [Item(name, folder / name) for name in ("a", "ends", "b")]
    run_files(items, Job(folder / "out.csv", "csv", "document"), Options())


def test_what_ended_a_run_in_one_process_is_named_when_it_goes_on(tmp_path: Path) -> None:
    job = Job(tmp_path / "out.csv", "csv", "document")
    items = _items(tmp_path, "a", "ends", "b")
    program = (
        "from pathlib import Path\n"
        "from tests.unit.test_batch_ended import _end_alone\n"
        f"_end_alone(Path({str(tmp_path)!r}))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False, timeout=60)
    assert done.returncode == 3
    run = run_files(items, job, Options(), resume=True)
    assert run.status == {"ok": 2, "partial": 0, "empty": 0, "error": 1}
    assert [name for name, _ in run.failed] == ["ends"]


def test_a_run_that_is_stopped_in_order_goes_on_in_its_own_process(tmp_path: Path) -> None:
    job = Job(tmp_path / "out.csv", "csv", "document")
    items = _items(tmp_path, "a", "b")

    def stop(done: int, total: int | None) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_files(items, job, Options(), progress=stop)
    assert job.folder.is_dir()
    assert not (job.folder / "at-work").exists()


@SIGNALS
def test_want_of_memory_ends_a_run_over_files_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_run, "_PART_CHARACTERS", 1)
    job = Job(tmp_path / "out.csv", "csv", "document")
    items = _items(tmp_path, "a", "b", "killed", "c")
    with pytest.raises(fls.RunError, match=r"^killed: .*; with --resume what is done is kept$"):
        run_files(items, job, Options(), jobs=2)
    assert not job.output.exists()
    # It says nothing of the document for good.
    run = run_files(items, job, Options(), resume=True)
    assert run.status == {"ok": 4, "partial": 0, "empty": 0, "error": 0}


def test_processes_that_end_whatever_they_do_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_workers, "_start_worker", _end)
    with pytest.raises(fls.RunError, match=r"^jobs: lets the process go on"):
        fls.score_many(["Acme grew."], jobs=2)
