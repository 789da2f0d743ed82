from __future__ import annotations

import csv
import io
import json
import math
import re
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import fls
from fls import cli
from fls.cli._terminal import TableWriter
from fls.printing import plain
from tests.unit.command_line import METRICS, ROWS, Terminal


def test_jsonl_has_one_record_a_unit(
    calls: object, release_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["score", release_file, "--format", "jsonl"]) == 0
    out, err = capsys.readouterr()
    records = [json.loads(line) for line in out.splitlines()]
    assert [list(record) for record in records] == [["doc_id", *ROWS[0]]] * len(ROWS)
    assert {record["doc_id"] for record in records} == {release_file}
    assert records[1]["text"] == ROWS[1]["text"]
    assert records[1]["p_promotional"] == 1 / 3
    assert records[3]["label"] is None
    assert records[3]["p_factual"] is None
    assert err == ""


def test_csv_has_one_header_and_full_precision(
    calls: object, release_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["score", release_file, release_file, "--format", "csv"]) == 0
    out = capsys.readouterr().out
    header, *rows = csv.reader(io.StringIO(out, newline=""))
    assert header == ["doc_id", *ROWS[0]]
    assert len(rows) == 2 * len(ROWS)
    first = dict(zip(header, rows[1], strict=True))
    assert first["text"] == ROWS[1]["text"]
    assert float(first["p_promotional"]) == 1 / 3
    assert dict(zip(header, rows[3], strict=True))["p_factual"] == ""


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_metrics_only_has_one_record_a_release(
    calls: object, release_file: str, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["score", release_file, release_file, "--format", form, "--metrics-only"]) == 0
    lines = capsys.readouterr().out.splitlines()
    expected = {
        "csv": ["doc_id,n_units,factual_share,boilerplate_share"]
        + [f"{release_file},6,0.4375,"] * 2,
        "jsonl": [json.dumps({"doc_id": release_file, **METRICS}).replace("NaN", "null")] * 2,
    }
    assert lines == expected[form]


def test_the_table_is_plain_aligned_and_safe_when_piped(
    calls: object,
    release_file: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert cli.main(["score", release_file]) == 0
    out = capsys.readouterr().out
    lines = out.splitlines()
    assert lines[0] == f"{release_file}  6 units, 4 labelled"
    assert lines[1] == "0 headline forward-looking+  80%  Acme to open a plant"
    assert lines[2] == '1 sentence promotional       33%  Said "yes", it is\ufffd[31m best.'
    assert lines[3].startswith("2 sentence factual           97%  Sales rose and rose")
    assert lines[4].startswith(" " * 34 + "and rose")
    assert max(map(len, lines[1:])) <= 80
    contact = next(line for line in lines if "contact" in line)
    assert contact.endswith("…")
    assert sum("Jane" in line for line in lines) == 1
    assert lines[-4:] == [
        "  6 units",
        "                   units  of all words      of the body",
        "  factual                  44%",
        "  boilerplate" + " " * 16 + "–",
    ]
    assert "\x1b" not in out


def test_the_table_has_colours_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    out = io.StringIO()
    TableWriter(out, color=True).add("a.txt", ROWS, METRICS)
    text = out.getvalue()
    assert "\x1b[1ma.txt\x1b[0m" in text
    assert "\x1b[35mpromotional" in text
    assert "\x1b[36mAcme to open a plant\x1b[0m" in text
    assert "\x1b[1mForward-Looking Statements\x1b[0m" in text
    assert "\x1b[2mJane Doe" in text
    assert "\x1b[31m" not in text  # it stands in the release


@pytest.mark.parametrize(
    ("arguments", "environment", "coloured"),
    [
        ([], {}, True),
        (["--no-color"], {}, False),
        ([], {"NO_COLOR": "1"}, False),
        ([], {"NO_COLOR": ""}, True),
        ([], {"TERM": "dumb"}, False),
    ],
)
def test_colours_can_be_refused(
    calls: object,
    release_file: str,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    environment: dict[str, str],
    coloured: bool,
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    out = Terminal()
    monkeypatch.setattr(sys, "stdout", out)
    assert cli.main(["score", release_file, *arguments]) == 0
    assert ("\x1b[" in out.getvalue()) is coloured


def test_a_long_text_without_spaces_is_broken() -> None:
    out = io.StringIO()
    row = {**ROWS[2], "text": "x" * 1000}
    TableWriter(out, color=False).add("a.txt", [row], {})
    lines = out.getvalue().splitlines()
    assert sum(line.count("x") for line in lines[1:]) == 1000
    assert len(lines) > 10


def test_segment_prints_units_without_labels(
    release_file: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    columns = ["unit", "kind", "start", "end", "text"]
    frame = pd.DataFrame(ROWS)[columns]
    monkeypatch.setitem(vars(fls), "segment", lambda text: frame)
    assert cli.main(["segment", release_file]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"{release_file}  6 units\n0 headline Acme to open a plant\n")
    assert cli.main(["segment", release_file, "--format", "jsonl"]) == 0
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert records[2] == {"doc_id": release_file, **{key: ROWS[2][key] for key in columns}}


def test_stdin_is_read(
    calls: list[tuple[Any, ...]],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Caf\xe9\0 opens.")))
    assert cli.main(["score", "-", "--format", "jsonl"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out.splitlines()[0])["doc_id"] == "-"
    assert (calls[-1][1].text, calls[-1][2]) == ("Café\ufffd opens.", None)
    assert err == "fls: <stdin>: warning: 1 NUL character replaced by U+FFFD\n"


def test_the_model_is_loaded_once(calls: list[tuple[Any, ...]], release_file: str) -> None:
    assert cli.main(["score", release_file, release_file, "--model", "mine"]) == 0
    assert calls.count(("load", "mine")) == 1
    assert [call[-1] for call in calls if call[0] == "score"] == ["mine", "mine"]


def test_a_text_of_another_genre_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text("1 2 3\n4 5 6\n7 8 9\n")
    assert cli.main(["score", str(tmp_path / "a.txt")]) == 0
    assert f"fls: {tmp_path / 'a.txt'}: warning: no sentence found\n" == capsys.readouterr().err


def test_below_the_threshold_no_label_is_printed(
    release_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["score", release_file, "--abstain", "1"]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"{release_file}  1 unit\n0 headline –  ")
    assert re.search(r"^  factual +1 ", out, re.MULTILINE)
    assert cli.main(["score", release_file, "--abstain", "1", "--format", "jsonl"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["label"] is None
    assert record["p_factual"] > 0.5


@pytest.mark.parametrize("value", ["2", "-0.1", "nan", "x"])
def test_a_threshold_that_is_none_is_2(
    value: str, release_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(["score", release_file, f"--abstain={value}"])
    assert caught.value.code == 2
    assert "--abstain" in capsys.readouterr().err


def test_numbers_of_numpy_become_plain() -> None:
    value = {"a": np.float64(0.1), "b": np.int64(3), "c": [math.inf], "d": np.ones(2)}
    assert json.dumps(plain(value)) == '{"a": 0.1, "b": 3, "c": [null], "d": [1.0, 1.0]}'
