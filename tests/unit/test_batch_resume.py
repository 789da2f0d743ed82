from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

import fls
from fls.batch import Item, Job, Options, _run, _score, run_files
from fls.cli import main
from tests.unit.batch_runs import broken, copied, files_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copied(tmp_path / "in")


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_run, "_PART_CHARACTERS", 15_000)


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("form", ["csv", "jsonl"])
@pytest.mark.parametrize("after", [0, 1, 2, 4])
@pytest.mark.parametrize(
    ("error", "code"),
    [(KeyboardInterrupt(), 130), (OSError(errno.ENOSPC, "No space left on device"), 1)],
)
def test_a_run_that_was_stopped_goes_on(
    form: str,
    after: int,
    error: BaseException,
    code: int,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    whole, out = tmp_path / "a" / f"out.{form}", tmp_path / "b" / f"out.{form}"
    for path in (whole, out):
        path.parent.mkdir()
    assert main(["score", str(folder), "-o", str(whole)]) == 0
    with monkeypatch.context() as patch:
        patch.setattr(_run, "write_whole", broken(after, error))
        assert main(["score", str(folder), "-o", str(out)]) == code
    assert not out.exists()
    assert len(list((tmp_path / "b").glob("out.*.parts/part-*"))) == max(0, after - 1)
    told = capsys.readouterr().err
    assert "Traceback" not in told
    assert code != 1 or "No space left on device; mend that, then run again with --resume" in told
    if after:
        assert main(["score", str(folder), "-o", str(out)]) == 2
        assert "--resume" in capsys.readouterr().err
    assert main(["score", str(folder), "-o", str(out), "--resume"]) == 0
    assert files_of(out) == files_of(whole)
    assert main(["score", str(folder), "-o", str(out), "--resume"]) == 0  # nothing left to do
    assert files_of(out) == files_of(whole)


@pytest.mark.usefixtures("small_parts")
def test_parts_that_are_done_are_not_done_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.csv"
    with monkeypatch.context() as patch:
        patch.setattr(_run, "write_whole", broken(3, KeyboardInterrupt()))
        main(["score", str(folder), "-o", str(out)])
    parts = sorted(tmp_path.glob("out.csv.parts/part-*"))
    damaged = parts[1].read_bytes()
    parts[1].write_bytes(damaged[:-10])  # a part that is not whole is done again
    written: list[str] = []
    with monkeypatch.context() as patch:
        write = _run.write_whole

        def note(path: Path, *data: bytes) -> None:
            written.append(path.name)
            write(path, *data)

        patch.setattr(_run, "write_whole", note)
        assert main(["score", str(folder), "-o", str(out), "--resume"]) == 0
    assert parts[0].name not in written
    assert parts[1].name in written


@pytest.mark.usefixtures("small_parts")
def test_a_file_that_was_changed_at_the_same_size_is_scored_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def change(path: Path) -> None:
        """Change a file so that neither its size nor its time tells."""
        known = path.stat()
        path.write_bytes(path.read_bytes().replace(b"e", b"a"))
        os.utime(path, ns=(known.st_atime_ns, known.st_mtime_ns))

    whole, out = tmp_path / "a" / "out.csv", tmp_path / "b" / "out.csv"
    for path in (whole, out):
        path.parent.mkdir()
    score = ["score", str(folder), "-o"]
    with monkeypatch.context() as patch:
        patch.setattr(_run, "write_whole", broken(3, KeyboardInterrupt()))
        main([*score, str(out)])
    change(min(folder.iterdir()))
    assert main([*score, str(out), "--resume"]) == 0
    assert main([*score, str(whole)]) == 0
    assert files_of(out) == files_of(whole)
    change(max(folder.iterdir()))  # nor is a run that is done the one of these files
    assert main([*score, str(out), "--resume"]) == 0
    assert main([*score, str(whole)]) == 0
    assert files_of(out) == files_of(whole)


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("place", ["bytes_of", "label_passes", "release_day", "batch_metrics"])
def test_want_of_memory_ends_a_run_and_is_no_row(
    place: str,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out, whole = tmp_path / "out.csv", tmp_path / "whole" / "out.csv"
    whole.parent.mkdir()
    score = ["score", str(folder), "--level", "document", "-o"]
    work, count = getattr(_score, place), 0

    def starved(*arguments: Any, **options: Any) -> Any:
        nonlocal count
        count += 1
        if count > 2:
            raise MemoryError("Unable to allocate 20.6 MiB")
        return work(*arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr(_score, place, starved)
        assert main([*score, str(out)]) == 1
    told = capsys.readouterr().err
    assert ".txt: is scored in the memory that is free, got too little (" in told
    assert "Unable to allocate 20.6 MiB" in told
    assert "run with fewer jobs, or leave it out; with --resume what is done is kept" in told
    assert not out.exists()
    assert main([*score, str(out), "--resume"]) == 0
    assert main([*score, str(whole)]) == 0
    assert files_of(out) == files_of(whole)


@pytest.mark.usefixtures("small_parts")
def test_a_run_of_other_inputs_or_options_is_not_gone_on_with(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "out.csv"
    with monkeypatch.context() as patch:
        patch.setattr(_run, "write_whole", broken(2, KeyboardInterrupt()))
        main(["score", str(folder), "-o", str(out)])
    assert main(["score", str(folder), "-o", str(out), "--resume", "--abstain", ".6"]) == 2
    assert "another in: abstain" in capsys.readouterr().err
    (folder / "new.txt").write_text("Acme grew.")
    assert main(["score", str(folder), "-o", str(out), "--resume"]) == 2
    assert "another in: items, items_sha256" in capsys.readouterr().err


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("after", [1, 2, 4])
def test_a_run_that_is_not_done_is_not_taken_for_one_before_it(
    after: int, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.csv"
    assert main(["score", str(folder), "-o", str(out)]) == 0
    before = files_of(out)
    file = min(folder.iterdir())
    file.write_bytes(file.read_bytes().swapcase())  # as long as it was
    with monkeypatch.context() as patch:
        patch.setattr(_run, "write_whole", broken(after, KeyboardInterrupt()))
        assert main(["score", str(folder), "-o", str(out)]) == 130
    assert main(["score", str(folder), "-o", str(out), "--resume"]) == 0
    found = files_of(out)
    assert found[out.name] != before[out.name]
    assert main(["score", str(folder), "-o", str(out)]) == 0
    assert files_of(out) == found


@pytest.mark.usefixtures("small_parts")
def test_a_run_whose_parts_were_not_cleared_away_is_done_all_the_same(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.csv"
    with monkeypatch.context() as patch:
        patch.setattr(_run.shutil, "rmtree", lambda *_, **__: None)
        assert main(["score", str(folder), "-o", str(out)]) == 0
    before = files_of(out)
    assert (tmp_path / "out.csv.parts").is_dir()
    assert main(["score", str(folder), "-o", str(out), "--resume"]) == 0
    assert files_of(out) == before
    assert not (tmp_path / "out.csv.parts").exists()


@pytest.mark.parametrize("begun", [False, True])
def test_only_one_process_is_at_a_run(begun: bool, tmp_path: Path) -> None:
    pytest.importorskip("fcntl")
    job = Job(tmp_path / "out.csv", "csv")
    job.folder.mkdir()
    if begun:
        _run._get_ledger_path(job).write_text("{}")
    with _run._lock(job.folder), pytest.raises(fls.InputError, match="another at work"):
        run_files([Item("a", "Acme grew.")], job, Options())
