from __future__ import annotations

import csv
import errno
import hashlib
import io
import json
import math
import os
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import fls
from fls.analysis import ANALYSES, Analysis, Findings
from fls.batch import Item, Job, Options, _files, _run, run_files
from fls.batch._digests import compute_digest
from fls.batch._schema import COLUMN_TYPES
from fls.cli import main
from tests.unit.batch_runs import RELEASES, copied, files_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copied(tmp_path / "in")


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_run, "_PART_CHARACTERS", 15_000)


@pytest.mark.parametrize("form", ["csv", "jsonl"])
@pytest.mark.parametrize("level", ["document", "sentence", "unit", "promise"])
def test_the_file_holds_the_table(form: str, level: str, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / f"out.{form}"
    assert main(["score", str(folder), "-o", str(out), "--level", level]) == 0
    corpus = fls.score_many(folder, tables=[level])
    (table,) = corpus.parts(level)
    wanted = [
        {k: None if pd.isna(v) else v for k, v in row.items()} for row in table.to_dict("records")
    ]
    for row in wanted:
        for name in row.keys() & {"horizon_first", "horizon_last", "release_date"}:
            row[name] = row[name] and row[name].date().isoformat()
    if form == "jsonl":
        found = [json.loads(line) for line in out.read_text(encoding="utf-8").split("\n")[:-1]]
        assert found == wanted
    else:
        with out.open(encoding="utf-8", newline="") as file:
            found = list(csv.DictReader(file))
        assert found == [{k: "" if v is None else str(v) for k, v in row.items()} for row in wanted]


def test_by_default_a_row_is_a_unit_and_metrics_only_makes_it_a_document(
    folder: Path, tmp_path: Path
) -> None:
    for more, level in (([], "unit"), (["--metrics-only"], "document")):
        out = tmp_path / "out.csv"
        assert main(["score", str(folder), "-o", str(out), *more]) == 0
        assert out.read_text(encoding="utf-8").splitlines()[0] == ",".join(
            fls.schema(level, files=True)
        )
        assert json.loads((tmp_path / "out.csv.run.json").read_text())["level"] == level


def test_a_folder_without_files_is_named_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in").mkdir()
    assert main(["score", str(tmp_path / "in"), "-o", str(tmp_path / "out.csv")]) == 3
    assert f"{tmp_path / 'in'}: must hold a file, got none" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_the_report_says_how_the_file_was_made(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    (folder / "empty.txt").touch()
    (folder / "odd\nname.bin").write_bytes(bytes(100))
    assert main(["score", str(folder), "-o", str(out), "--abstain", "0.5"]) == 1
    report = json.loads((tmp_path / "out.jsonl.run.json").read_text())
    assert report["fls"] == fls.__version__
    assert report["model"] == fls.load_model().digest
    assert report["abstain"] == 0.5
    assert report["status"] == {"ok": 12, "partial": 0, "empty": 1, "error": 1}
    assert report["documents"] == report["items"] == 14
    assert report["failed"][0][0] == str(folder / "odd\nname.bin")
    assert report["rows"] == len(out.read_text(encoding="utf-8").split("\n")) - 1
    sums = (tmp_path / "out.jsonl.inputs.sha256").read_bytes()
    assert hashlib.sha256(sums).hexdigest() == report["inputs"]["sha256"]
    lines = sums.decode().splitlines()
    assert len(lines) == 14
    first = min(folder.iterdir())
    assert f"{hashlib.sha256(first.read_bytes()).hexdigest()}  {first}" in lines
    assert lines[-1].startswith("\\")
    assert lines[-1].endswith("odd\\nname.bin")


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_no_value_ends_a_run(
    form: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if form == "parquet":
        pytest.importorskip("pyarrow")
    odd = iter([math.inf, -math.inf, math.nan, *[0.5] * 9])
    analysis = Analysis(("n_odd", "odd_share"), lambda _: dict.fromkeys(names, next(odd)))
    names = analysis.metrics
    monkeypatch.setitem(COLUMN_TYPES, "n_odd", "count")
    monkeypatch.setitem(COLUMN_TYPES, "odd_share", "real")
    monkeypatch.setitem(ANALYSES, "odd", analysis)
    out = tmp_path / f"out.{form}"
    items = [Item(path.name, path) for path in sorted(folder.iterdir())]
    run_files(items, Job(out, form, "document"), Options(analyses=("odd",)))
    if form == "jsonl":
        lines = out.read_text(encoding="utf-8").splitlines()
        found = [json.loads(line)["odd_share"] for line in lines]
        assert found == [None] * 3 + [0.5] * 9
    elif form == "csv":
        with out.open(encoding="utf-8", newline="") as file:
            assert [row["odd_share"] for row in csv.DictReader(file)] == [""] * 3 + ["0.5"] * 9
    else:
        assert pd.read_parquet(out)["n_odd"].isna().tolist() == [True] * 3 + [False] * 9


def test_a_document_of_which_an_analysis_failed_is_told(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fails(findings: Findings) -> dict[str, float]:
        raise ZeroDivisionError("x")

    monkeypatch.setitem(COLUMN_TYPES, "n_odd", "count")
    monkeypatch.setitem(ANALYSES, "odd", Analysis(("n_odd",), fails))
    (folder / "empty.txt").touch()
    items = [Item(path.name, path) for path in sorted(folder.iterdir())]
    job = Job(tmp_path / "out.csv", "csv", "document")
    for resume in (False, True):
        run = run_files(items, job, Options(analyses=("odd",)), resume=resume)
        assert run.status == {"ok": 0, "partial": 12, "empty": 1, "error": 0}
        assert run.failed[0] == (RELEASES[0].name, "odd failed: ZeroDivisionError: x")
        assert len(run.failed) == 12
    report = json.loads(job.report.read_text())
    assert report["status"] == run.status
    with job.output.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["status"] for row in rows].count("partial") == 12
    assert rows[-1]["n_odd"] == ""
    assert int(rows[-1]["n_words"]) > 0
    again = str(tmp_path / "again.csv")
    assert main(["score", str(folder), "-o", again, "--level", "document"]) == 1
    told = capsys.readouterr().err
    assert told.count("odd failed: ZeroDivisionError: x") == 12
    assert main(["score", str(folder), "-o", again, "--level", "sentence"]) == 0


def test_a_source_without_an_end_has_no_digest() -> None:
    if not Path("/dev/zero").exists():
        pytest.skip("there is no /dev/zero here")
    assert compute_digest(Path("/dev/zero")) == ""


def test_an_output_beside_which_nothing_can_stand_is_refused(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["score", str(folder), "-o", os.devnull, "--format", "csv"]) == 2
    assert "must be writable, got a device or a pipe" in capsys.readouterr().err
    assert main(["score", str(folder), "-o", str(tmp_path), "--format", "csv"]) == 2
    assert "must be writable, got a folder" in capsys.readouterr().err

    def closed(*_: Any, **__: Any) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", closed)
    assert main(["score", str(folder), "-o", str(tmp_path / "out.csv")]) == 2
    assert "out.csv: must be writable, got Permission denied" in capsys.readouterr().err


@pytest.mark.usefixtures("small_parts")
def test_two_processes_write_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    found = []
    for jobs in ("1", "2", "-1"):
        (tmp_path / jobs).mkdir()
        out = tmp_path / jobs / "out.csv"
        assert main(["score", str(folder), "-o", str(out), "--jobs", jobs]) == 0
        found.append(files_of(out))
    assert found[0] == found[1] == found[2]


@pytest.mark.parametrize("jobs", ["0", "-2"])
def test_a_number_of_processes_that_is_none_is_refused(
    folder: Path, tmp_path: Path, jobs: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.csv"
    assert main(["score", str(folder), "-o", str(out), "--jobs", jobs]) == 2
    assert "jobs: is a whole number from 1, or -1" in capsys.readouterr().err
    assert not list(tmp_path.glob("out.csv*"))


def test_excel_safe_keeps_formulae_from_running(tmp_path: Path) -> None:
    texts = ["=1+1", "+1", "-1", "@x", "\tx", "Acme, “A”", 'say "x"\r\nor\rso', "naïve"]
    table = pd.DataFrame({"text": texts, "p": [-0.5] * len(texts)})
    safe, raw = (
        list(csv.reader(io.StringIO(_files.encode_table(table, "csv", flag).decode(), newline="")))
        for flag in (True, False)
    )
    assert raw == [[text, "-0.5"] for text in texts]
    assert [row[0] for row in safe] == [f"'{text}" for text in texts[:5]] + texts[5:]
    assert {row[1] for row in safe} == {"-0.5"}  # numbers stay numbers
    source = tmp_path / "=a.txt"
    source.write_text("= Acme grew.")
    out = tmp_path / "out.csv"
    assert main(["score", str(source), "-o", str(out), "--excel-safe", "--level", "unit"]) == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbfdoc_id,")
    assert pd.read_csv(out, encoding="utf-8-sig")["text"].str.startswith("'=").all()


def test_what_is_written_is_never_read(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["score", str(folder), "-o", str(folder / "out.csv")]) == 2
    assert main(["score", str(RELEASES[0]), "-o", str(tmp_path / "no" / "out.csv")]) == 2
    out = tmp_path / "out.csv"
    out.write_text("Acme grew.")
    assert main(["score", str(tmp_path / "*.csv"), "-o", str(out)]) == 2
    assert out.read_text() == "Acme grew."
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out.csv"]


def test_exit_codes_tell_what_failed(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, bad = str(tmp_path / "out.csv"), str(tmp_path / "none.txt")
    assert main(["score", bad, "-o", out]) == 3
    assert capsys.readouterr().err.count("none.txt: must be a file, got nothing") == 1
    assert main(["score", str(folder), bad, "-o", out]) == 1
    assert main(["score", *[f"{bad}{n}" for n in range(30)], str(folder), "-o", out]) == 1
    assert "10 more failed" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["--jobs", "2"], ["--resume"], ["--level", "unit"], ["--excel-safe"], ["--analyses", ""],
        ["--format", "parquet"], ["-o", "x.jsonl", "--excel-safe"],
        ["-o", "x.csv", "--metrics-only", "--level", "unit"],
    ],
)  # fmt: skip
def test_arguments_of_a_run_need_a_run(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["score", "a.txt", *arguments])
    assert "error: argument --" in capsys.readouterr().err


def test_parquet_without_pyarrow_says_what_to_install(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert main(["score", str(folder), "-o", str(tmp_path / "out.parquet")]) == 2
    assert "pip install 'fls[parquet]'" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == [folder]
