from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

import fls
from fls import cli
from fls.cli._terminal import TableWriter


def test_output_goes_to_a_file(calls: object, release_file: str, tmp_path: Path) -> None:
    out = tmp_path / "out.txt"
    assert cli.main(["score", release_file, "-o", str(out)]) == 0
    assert out.read_text(encoding="utf-8").startswith(f"{release_file}  6 units, 4 labelled\n")


@pytest.mark.parametrize("command", ["segment", "compare"])
def test_an_output_is_not_emptied_for_nothing(tmp_path: Path, command: str) -> None:
    kept, fresh = tmp_path / "good.csv", tmp_path / "new.csv"
    kept.write_text("mine")
    nothing = [str(tmp_path / "nope.txt")] * (2 if command == "compare" else 1)
    for out in (kept, fresh):
        assert cli.main([command, *nothing, "-o", str(out)]) == 3
    assert kept.read_text() == "mine"
    assert not fresh.exists()


def test_an_output_is_replaced_as_a_whole(release_file: str, tmp_path: Path) -> None:
    out, again = tmp_path / "out.jsonl", tmp_path / "again.jsonl"
    out.write_text("long and old\n" * 1000)
    for path in (out, again):
        assert cli.main(["segment", release_file, str(tmp_path / "nope.txt"), "-o", str(path)]) == 1
    assert out.read_bytes() == again.read_bytes() != b""
    out.write_text("old")
    bare = tmp_path / "bare.txt"
    bare.write_text("Acme opened a plant.")
    writing = ["--level", "promise", "--format", "table"]
    assert cli.main(["score", str(bare), *writing, "-o", str(out)]) == 0
    assert "old" not in out.read_text()


def test_rows_that_are_none_replace_those_that_were(
    release_file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("old")
    frame = fls.segment("Acme opened a plant.").iloc[:0]
    monkeypatch.setitem(vars(fls), "segment", lambda text: frame)
    assert cli.main(["segment", release_file, "-o", str(out)]) == 0
    assert out.read_text() == ""


@pytest.mark.parametrize("stop", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_what_stops_the_writing_leaves_no_half_file(
    release_file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: BaseException
) -> None:
    kept, fresh = tmp_path / "kept.txt", tmp_path / "fresh.txt"
    kept.write_text("mine")
    write = TableWriter.add

    def stopped(self: TableWriter, *given: Any) -> None:
        write(self, *given)
        self.out.flush()
        raise stop

    monkeypatch.setattr(TableWriter, "add", stopped)
    before = sorted(tmp_path.iterdir())
    for out in (kept, fresh):
        assert cli.main(["segment", release_file, "-o", str(out)]) in (1, 130)
    assert kept.read_text() == "mine"
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.skipif(os.name == "nt", reason="no such devices there")
def test_an_output_may_be_a_device_or_a_pipe(release_file: str, tmp_path: Path) -> None:
    assert cli.main(["segment", release_file, "-o", os.devnull]) == 0
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE) as reader:
        assert cli.main(["segment", release_file, "-o", str(pipe)]) == 0
        assert reader.communicate()[0].startswith(release_file.encode())


def test_output_that_cannot_be_written_is_1(
    calls: object,
    release_file: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(TableWriter, "add", full)
    assert cli.main(["score", release_file]) == 1
    assert "No space left on device" in capsys.readouterr().err


@pytest.mark.parametrize(("name", "start"), [("a.csv", "doc_id,"), ("a.JSONL", "{"), ("a.txt", "")])
def test_the_name_of_the_output_tells_the_format(
    calls: list[tuple[Any, ...]], tmp_path: Path, name: str, start: str
) -> None:
    (tmp_path / "in.txt").write_text("Acme opened a plant.")
    out = tmp_path / name
    assert cli.main(["score", str(tmp_path / "in.txt"), "-o", str(out)]) == 0
    written = out.read_text()
    assert written.startswith(start or str(tmp_path))


@pytest.mark.parametrize(
    ("command", "name"), [("score", "a.xlsx"), ("score", "a.json"), ("segment", "a.parquet")]
)
def test_a_name_of_a_format_that_is_not_written_is_refused(
    calls: object, release_file: str, tmp_path: Path, command: str, name: str,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    out = tmp_path / name
    assert cli.main([command, release_file, "-o", str(out)]) == 2
    assert f"{name}: must end in .csv" in capsys.readouterr().err
    assert not out.exists()
    assert cli.main([command, release_file, "-o", str(out), "--format", "table"]) == 0
    assert out.exists()
