from __future__ import annotations

import csv
import io
import json
import math
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import fls
from fls import cli
from fls.errors import CorpusError, InputError, ModelError
from fls.printing import Progress, plain
from fls.summary import summarised
from fls.terminal import TableWriter

ROOT = Path(__file__).resolve().parents[2]
NAN = float("nan")
P_COLUMNS = ("p_factual", "p_promotional", "p_forward_looking", "p_boilerplate")
UNITS = [
    ("headline", "Acme to open a plant", "forward_looking", (0.1, 0.05, 0.8, 0.05)),
    ("sentence", 'Said "yes", it\r\nis\x1b[31m best.', "promotional", (0.25, 1 / 3, 0.2, 13 / 60)),
    ("sentence", "Sales rose " + "and rose " * 20 + "again.", "factual", (0.97, 0.01, 0.01, 0.01)),
    ("heading", "Forward-Looking Statements", None, (NAN,) * 4),
    ("sentence", "Results may differ.", "boilerplate", (0.01, 0.01, 0.01, 0.97)),
    ("contact", "Jane Doe, " * 30, None, (NAN,) * 4),
]
ROWS = [
    {
        "unit": number,
        "kind": kind,
        "start": 10 * number,
        "end": 10 * number + 9,
        "text": text,
        "label": label,
        **dict(zip(P_COLUMNS, shares, strict=True)),
        "specific": True if label == "forward_looking" else None,
        "p_specific": 0.75 if label == "forward_looking" else NAN,
    }
    for number, (kind, text, label, shares) in enumerate(UNITS)
]
CONTRIBUTIONS = [
    {"feature": f"word{n}", "block": "words", "contribution": value, "start": n, "end": n + 1}
    for n, value in enumerate([5.0, -2.5] + [0.02] * 25)
]
METRICS = {"n_units": 6, "factual_share": 0.4375, "boilerplate_share": NAN}


class Result:
    """A stand-in for what tells its text and its dictionary."""

    def __init__(self, **facts: Any) -> None:
        self.facts = facts

    def to_text(self) -> str:
        return f"text of {self.facts}"

    def to_dict(self) -> dict[str, Any]:
        return self.facts

    def records(self) -> list[dict[str, Any]]:
        return [{"figure": name, "value": value} for name, value in self.facts.items()]


class Explanation(NamedTuple):
    """A stand-in for the explanation of a unit."""

    label: str
    logit: float
    intercept: float
    contributions: list[dict[str, Any]]


class Release:
    """A stand-in for a scored release."""

    metrics = METRICS
    warnings = ()

    def rows(self) -> Iterator[dict[str, Any]]:
        return iter(ROWS)

    def explain(self, unit: int) -> Explanation:
        if unit >= len(ROWS):
            raise InputError("unit", "must be below 6", str(unit), "look at the table")
        return Explanation("boilerplate", 2.0, -1.0, CONTRIBUTIONS)


class Model:
    """A stand-in for a model."""

    def __init__(self, name: object) -> None:
        self.info = {
            "corpus": {"releases": 2, "issuers": 2, "labelled_units": 9},
            "settings": {"folds": 5},
            "figures": {"macro_f1": [0.9, 0.8, None], "keyword_rule_macro_f1": [0.5, 0.4, 0.6]},
        }
        self.name = name

    def save(self, path: str) -> None:
        Path(path).write_text("saved")


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """Put stand-ins behind the command line and note how they are called."""
    seen: list[tuple[Any, ...]] = []

    def load_model(name: str | None = None) -> Model:
        if name == "broken":
            raise ModelError("broken", "must hold model.json", "an empty folder", "train it")
        seen.append(("load", name))
        return Model(name)

    def score(text: str, *, model: Model, abstain: float = 0.0, date: str | None = None) -> Release:
        seen.append(("score", text, model.name))
        return Release()

    def train(
        folder: list[str],
        *,
        start: Model | None,
        seed: int,
        jobs: int,
        progress: Callable[[str, int, int], None],
    ) -> Model:
        if folder == ["bad"]:
            raise CorpusError("bad/a.units:3", "label must be known", "'X'", "fix the line")
        if progress:
            progress("fit", 1, 2)
            progress("fit", 2, 2)
        seen.append(("train", folder, seed, jobs, *([start.name] if start else [])))
        return Model(folder[0])

    def evaluate(model: Model, folder: str) -> Result:
        return Result(model=model.name, folder=folder, f1=NAN)

    for fake in (load_model, score, train, evaluate):
        monkeypatch.setitem(vars(fls), fake.__name__, fake)
    return seen


@pytest.fixture
def release(tmp_path: Path) -> str:
    path = tmp_path / "a.txt"
    path.write_text("Sales rose.\n")
    return str(path)


class Terminal(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        return True


# What is printed


def test_jsonl_has_one_record_a_unit(
    calls: object, release: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["score", release, "--format", "jsonl"]) == 0
    out, err = capsys.readouterr()
    records = [json.loads(line) for line in out.splitlines()]
    assert [list(record) for record in records] == [["doc_id", *ROWS[0]]] * len(ROWS)
    assert {record["doc_id"] for record in records} == {release}
    assert records[1]["text"] == ROWS[1]["text"]
    assert records[1]["p_promotional"] == 1 / 3
    assert records[3]["label"] is None
    assert records[3]["p_factual"] is None
    assert err == ""


def test_csv_has_one_header_and_full_precision(
    calls: object, release: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["score", release, release, "--format", "csv"]) == 0
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
    calls: object, release: str, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["score", release, release, "--format", form, "--metrics-only"]) == 0
    lines = capsys.readouterr().out.splitlines()
    expected = {
        "csv": ["doc_id,n_units,factual_share,boilerplate_share"] + [f"{release},6,0.4375,"] * 2,
        "jsonl": [json.dumps({"doc_id": release, **METRICS}).replace("NaN", "null")] * 2,
    }
    assert lines == expected[form]


def test_the_table_is_plain_aligned_and_safe_when_piped(
    calls: object,
    release: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert cli.main(["score", release]) == 0
    out = capsys.readouterr().out
    lines = out.splitlines()
    assert lines[0] == f"{release}  6 units, 4 labelled"
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
    release: str,
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
    assert cli.main(["score", release, *arguments]) == 0
    assert ("\x1b[" in out.getvalue()) is coloured


def test_a_long_text_without_spaces_is_broken() -> None:
    out = io.StringIO()
    row = {**ROWS[2], "text": "x" * 1000}
    TableWriter(out, color=False).add("a.txt", [row], {})
    lines = out.getvalue().splitlines()
    assert sum(line.count("x") for line in lines[1:]) == 1000
    assert len(lines) > 10


def test_segment_prints_units_without_labels(
    release: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pandas = pytest.importorskip("pandas")
    columns = ["unit", "kind", "start", "end", "text"]
    frame = pandas.DataFrame(ROWS)[columns]
    monkeypatch.setitem(vars(fls), "segment", lambda text: frame)
    assert cli.main(["segment", release]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"{release}  6 units\n0 headline Acme to open a plant\n")
    assert cli.main(["segment", release, "--format", "jsonl"]) == 0
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert records[2] == {"doc_id": release, **{key: ROWS[2][key] for key in columns}}


def test_output_goes_to_a_file(calls: object, release: str, tmp_path: Path) -> None:
    out = tmp_path / "out.txt"
    assert cli.main(["score", release, "-o", str(out)]) == 0
    assert out.read_text(encoding="utf-8").startswith(f"{release}  6 units, 4 labelled\n")


@pytest.mark.parametrize("command", ["segment", "compare"])
def test_an_output_is_not_emptied_for_nothing(tmp_path: Path, command: str) -> None:
    kept, fresh = tmp_path / "good.csv", tmp_path / "new.csv"
    kept.write_text("mine")
    nothing = [str(tmp_path / "nope.txt")] * (2 if command == "compare" else 1)
    for out in (kept, fresh):
        assert cli.main([command, *nothing, "-o", str(out)]) == 3
    assert kept.read_text() == "mine"
    assert not fresh.exists()


def test_an_output_is_replaced_as_a_whole(release: str, tmp_path: Path) -> None:
    out, again = tmp_path / "out.jsonl", tmp_path / "again.jsonl"
    out.write_text("long and old\n" * 1000)
    for path in (out, again):
        assert cli.main(["segment", release, str(tmp_path / "nope.txt"), "-o", str(path)]) == 1
    assert out.read_bytes() == again.read_bytes() != b""
    out.write_text("old")
    bare = tmp_path / "bare.txt"
    bare.write_text("Acme opened a plant.")
    writing = ["--level", "promise", "--format", "table"]
    assert cli.main(["score", str(bare), *writing, "-o", str(out)]) == 0
    assert "old" not in out.read_text()


def test_rows_that_are_none_replace_those_that_were(
    release: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("old")
    frame = fls.segment("Acme opened a plant.").iloc[:0]
    monkeypatch.setitem(vars(fls), "segment", lambda text: frame)
    assert cli.main(["segment", release, "-o", str(out)]) == 0
    assert out.read_text() == ""


@pytest.mark.parametrize("stop", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_what_stops_the_writing_leaves_no_half_file(
    release: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: BaseException
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
        assert cli.main(["segment", release, "-o", str(out)]) in (1, 130)
    assert kept.read_text() == "mine"
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.skipif(os.name == "nt", reason="no such devices there")
def test_an_output_may_be_a_device_or_a_pipe(release: str, tmp_path: Path) -> None:
    assert cli.main(["segment", release, "-o", os.devnull]) == 0
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE) as reader:
        assert cli.main(["segment", release, "-o", str(pipe)]) == 0
        assert reader.communicate()[0].startswith(release.encode())


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


def test_the_model_is_loaded_once(calls: list[tuple[Any, ...]], release: str) -> None:
    assert cli.main(["score", release, release, "--model", "mine"]) == 0
    assert calls.count(("load", "mine")) == 1
    assert [call[-1] for call in calls if call[0] == "score"] == ["mine", "mine"]


def test_explain_prints_text_and_json(
    calls: object, release: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["explain", release, "--unit", "4"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:3] == [
        "   -1.000  intercept",
        "   +5.000  word0 (words)",
        "   -2.500  word1 (words)",
    ]
    assert lines[-3:] == [
        "   +0.140  7 smaller ones",
        " --------",
        "   +2.000  logit of boilerplate",
    ]
    assert sum(float(line.split()[0]) for line in lines[:-2]) == pytest.approx(2.0)
    assert cli.main(["explain", release, "--unit", "4", "--format", "json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["contributions"] == CONTRIBUTIONS
    assert (shown["label"], shown["logit"]) == ("boilerplate", 2.0)


def test_evaluate_prints_text_and_json(calls: object, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["evaluate", "data"]) == 0
    assert capsys.readouterr().out.startswith("text of {'model': None")
    assert cli.main(["evaluate", "data", "--format", "json", "--model", "mine"]) == 0
    expected = {"model": "mine", "folder": "data", "f1": None}
    assert json.loads(capsys.readouterr().out) == expected


def test_evaluate_prints_records(
    calls: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(vars(fls), "evaluate", lambda model, folder: Result(f1=0.5, n=2))
    assert cli.main(["evaluate", "data", "--format", "csv"]) == 0
    assert capsys.readouterr().out == "figure,value\nf1,0.5\nn,2\n"
    assert cli.main(["evaluate", "data", "--format", "jsonl"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[0]) == {"figure": "f1", "value": 0.5}


SENTENCES = str(ROOT / "tests" / "data" / "sentences.csv")
ON_SENTENCES = ["evaluate", "--sentences", SENTENCES, "--text", "sentence", "--label"]


def test_evaluate_measures_on_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = [*ON_SENTENCES, "forward", "--positive", "forward_looking"]
    assert cli.main(arguments) == 0
    out, err = capsys.readouterr()
    assert out.startswith("22 sentences of 24 rows, 2 left out")
    assert "keyword rule" in out
    assert [line.split("'")[0] for line in err.splitlines()] == [
        f"fls: warning: {SENTENCES}:24: ",
        f"fls: warning: {SENTENCES}:25: ",
    ]
    assert cli.main([*arguments, "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    found = {row["figure"]: row for row in rows}
    assert found["n_left_out"]["value"] == "2"
    assert 0 < float(found["f1"]["keyword_rule"]) < 1


def test_every_bad_row_of_a_table_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = tmp_path / "t.csv"
    given.write_text("sentence,label\nOne.,fact\nTwo.,fact\nThree.,F\nFour.,maybe\nFive.,fact\n")
    asked = ["evaluate", "--sentences", str(given), "--text", "sentence", "--label", "label"]
    assert cli.main([*asked, "--positive", "promotional"]) == 4
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith(f"fls: {given}:2: 'label' holds 0 or 1, ")
    assert "got 'fact' (also in 3, 6); say which" in lines[0]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "give FOLDER, or --sentences"),
        (["--sentences", "a.csv"], "give FOLDER, or --sentences"),
        (["data", "--text", "a"], "give FOLDER or --text, not both"),
        (
            ["--sentences", "a", "--text", "b", "--label", "c", "--positive-value", "1"],
            "comes with",
        ),
        (["--sentences", "a", "--text", "b", "--label", "c", "--map", "x"], "THEIRS=OURS"),
        (
            "--sentences a --text b --label c --map x=factual --positive factual".split(),
            "not allowed with",
        ),
        (
            "--sentences a --text b --label c --map x=factual --map x=promotional".split(),
            "argument --map: 'x' is one label, got factual and promotional",
        ),
    ],
)
def test_arguments_of_evaluate_that_do_not_go_together(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(["evaluate", *arguments])
    assert caught.value.code == 2
    assert said in capsys.readouterr().err


def test_each_map_adds_to_the_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = tmp_path / "t.csv"
    given.write_text("sentence,label\nAcme sells pumps.,0\nWe may grow.,1\nIt is great.,2\n")
    asked = ["evaluate", "--sentences", str(given), "--text", "sentence", "--label", "label"]
    together = [*asked, "--map", "0=factual,1=forward_looking,2=promotional"]
    apart = [*asked, "--map", "0=factual", "--map", "1=forward_looking", "--map", "2=promotional"]
    assert cli.main(together) == 0
    expected = capsys.readouterr().out
    assert expected.startswith("3 sentences of 3 rows")
    assert cli.main(apart) == 0
    assert capsys.readouterr().out == expected


def test_a_text_of_another_genre_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text("1 2 3\n4 5 6\n7 8 9\n")
    assert cli.main(["score", str(tmp_path / "a.txt")]) == 0
    assert f"fls: {tmp_path / 'a.txt'}: warning: no sentence found\n" == capsys.readouterr().err


def test_below_the_threshold_no_label_is_printed(
    release: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["score", release, "--abstain", "1"]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"{release}  1 unit\n0 headline –  ")
    assert re.search(r"^  factual +1 ", out, re.MULTILINE)
    assert cli.main(["score", release, "--abstain", "1", "--format", "jsonl"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["label"] is None
    assert record["p_factual"] > 0.5


LEGEND = (
    "Acme Opens Plant\n\nDAYTON, Ohio, May 4, 2026 -- Acme opened a plant in Ohio. The company "
    "expects to hire 200 people by the end of 2027.\n\nThis release contains forward-looking "
    "statements. Factors that could cause actual results to differ materially include a shortage "
    "of workers to hire.\n"
)


@pytest.mark.parametrize(
    ("level", "column", "shown"),
    [
        ("promise", "horizon_last", "2027-12-31"),
        ("safe-harbor", "is_present", "differ_materially"),
        ("coverage", "is_covered", "shortage of workers"),
    ],
)
def test_a_row_may_be_no_unit(
    level: str, column: str, shown: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text(LEGEND)
    given = ["score", str(tmp_path / "a.txt"), "--level", level]
    assert cli.main([*given, "--format", "jsonl"]) == 0
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert all(column in record for record in records)
    assert shown in json.dumps(records)
    assert cli.main(given) == 0
    assert shown in " ".join(capsys.readouterr().out.split())
    if level != "promise":
        with pytest.raises(SystemExit) as caught:
            cli.main([*given, "-o", str(tmp_path / "out.csv")])
        assert caught.value.code == 2
        assert f"{level} is for one release" in capsys.readouterr().err


def test_what_the_statute_excludes_is_told_beside_the_elements(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text(
        LEGEND + "\nA tender offer and an IPO follow. No tender offer yet.\n"
    )
    assert cli.main(["score", str(tmp_path / "a.txt"), "--level", "safe-harbor"]) == 0
    said = capsys.readouterr().err
    assert "78u-5(b) excludes: tender offer (2), initial public offering (1)" in said


@pytest.mark.parametrize(
    ("level", "column"), [("promise", "horizon_last"), ("coverage", "is_covered")]
)
def test_a_table_without_rows_has_a_header(
    level: str, column: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bare, full = tmp_path / "bare.txt", tmp_path / "full.txt"
    bare.write_text("Acme opened a plant in Ohio last year.")
    full.write_text(LEGEND)
    given = ["--level", level, "--format", "csv"]
    assert cli.main(["score", str(bare), *given]) == 0
    header = capsys.readouterr().out
    assert header.count("\n") == 1
    assert {"doc_id", column} <= set(header.strip().split(","))
    assert cli.main(["score", str(bare), str(full), *given]) == 0
    first, second = capsys.readouterr().out, cli.main(["score", str(full), *given])
    assert (first, second) == (capsys.readouterr().out, 0)
    assert first.startswith(header)
    assert len(first) > len(header)


@pytest.mark.parametrize("score", ["hype", "exposure", "protection", "risk"])
def test_a_score_is_explained(
    score: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text(LEGEND)
    given = ["explain", str(tmp_path / "a.txt"), "--score", score]
    assert cli.main([*given, "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["score"] == score
    whole = fls.score(LEGEND).metrics[score]
    assert sum(row["contribution"] for row in found["contributions"]) == pytest.approx(whole)
    assert cli.main(given) == 0
    told = capsys.readouterr().out.splitlines()
    assert f"{whole:+9.2f}  {score}" in told
    assert [line.split(":")[0] for line in told if line.startswith("diction,")] == [
        f"diction, words that {what} it" for what in ("raise", "lower") if found["words"]
    ]


def test_the_summary_shows_scores_with_intervals(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text(LEGEND)
    assert cli.main(["score", str(tmp_path / "a.txt"), "--metrics-only"]) == 0
    out = capsys.readouterr().out
    value, low, high = fls.score(LEGEND).scores.loc["risk"]
    assert re.search(rf"^  risk +{value:.0f}  \({low:.0f} to {high:.0f}\) ", out, re.MULTILINE)
    assert ", 1 promise\n" in out


def test_the_summary_tells_of_what_is_there() -> None:
    full, bare = fls.score(LEGEND).metrics, fls.score("Acme opened a plant in Ohio.").metrics
    present = fls.score(LEGEND).safe_harbor.to_frame()["is_present"]
    shown, less = "\n".join(summarised(full)), "\n".join(summarised(bare))
    assert f" {present.sum()} of {len(present)} elements, " in shown
    assert "forward-looking words: specific " in shown
    assert "no cautionary text" in less
    assert "forward-looking words" not in less


@pytest.mark.parametrize("value", ["2", "-0.1", "nan", "x"])
def test_a_threshold_that_is_none_is_2(
    value: str, release: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(["score", release, f"--abstain={value}"])
    assert caught.value.code == 2
    assert "--abstain" in capsys.readouterr().err


def test_train_saves_and_tells(
    calls: list[tuple[Any, ...]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = str(tmp_path / "model")
    assert cli.main(["train", "data", "-o", target, "--seed", "7", "--jobs", "2"]) == 0
    assert calls == [("train", ["data"], 7, 2)]
    assert Path(target).read_text() == "saved"
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        "2 releases of 2 issuers, 9 labelled units; cross-validated by issuer, 5 folds",
        "",
        "          model  95 % interval         keyword rule",
        "macro_f1  0.900  0.800 to not defined  0.500",
        "",
        f"wrote {target}",
    ]
    assert err == "fit\n"
    assert cli.main(["train", "data", "-o", f"{target}2", "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")


def test_train_starts_from_a_model(
    calls: list[tuple[Any, ...]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["train", "data", "--quiet", "-o", str(tmp_path / "model")]
    assert cli.main([*given, "--start", "default"]) == 0
    assert calls == [("load", "default"), ("train", ["data"], 0, -1, "default")]
    assert cli.main([*given[:-1], str(tmp_path / "new"), "--start", "broken"]) == 4
    assert not (tmp_path / "new").exists()
    assert "must hold model.json" in capsys.readouterr().err


def test_progress_rewrites_its_line_on_a_terminal() -> None:
    out = Terminal()
    progress = Progress(out)
    progress("fit", 1, 2)
    progress("fit", 2, 2)
    assert out.getvalue().count("\r") == 2
    assert out.getvalue().count("\n") == 1
    assert "[############            ] 1/2" in out.getvalue()


def test_numbers_of_numpy_become_plain() -> None:
    numpy = pytest.importorskip("numpy")
    value = {"a": numpy.float64(0.1), "b": numpy.int64(3), "c": [math.inf], "d": numpy.ones(2)}
    assert json.dumps(plain(value)) == '{"a": 0.1, "b": 3, "c": [null], "d": [1.0, 1.0]}'


# What goes wrong


def files_that_fail(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "blank.txt").write_bytes(b" \r\n")
    (tmp_path / "a.rtf").write_bytes(b"{\\rtf1")
    return {
        str(tmp_path / "none.txt"): "nothing at this path",
        str(tmp_path): "a folder",
        str(tmp_path / "empty.txt"): "an empty file",
        str(tmp_path / "blank.txt"): "an empty file",
        str(tmp_path / "a.rtf"): "an RTF document",
    }


def test_a_bad_file_is_named_and_harms_no_other(
    calls: object, release: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = files_that_fail(tmp_path)
    assert cli.main(["score", *bad, release, "--format", "jsonl"]) == 1
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == len(ROWS)
    assert len(err.splitlines()) == len(bad)
    for (path, found), line in zip(bad.items(), err.splitlines(), strict=True):
        assert line.startswith(f"fls: {path}: must ")
        assert f"got {found}; " in line


def test_an_empty_file_is_unreadable_alone_and_a_row_of_many(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty, out = tmp_path / "empty.txt", tmp_path / "out.csv"
    empty.touch()
    assert cli.main(["score", str(empty)]) == 3
    assert "must hold text, got an empty file" in capsys.readouterr().err
    assert cli.main(["score", str(empty), "--level", "document", "-o", str(out)]) == 0
    assert capsys.readouterr().err == (
        "fls: 1 empty: status empty at --level document, no units or promises\n"
    )
    with out.open(newline="") as file:
        assert [row["status"] for row in csv.DictReader(file)] == ["empty"]


def test_nothing_readable_is_3(
    calls: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["score", *files_that_fail(tmp_path)]) == 3
    assert cli.main(["explain", str(tmp_path), "--unit", "0"]) == 3
    assert capsys.readouterr().out == ""


def test_a_bad_model_or_corpus_is_4(
    calls: object, release: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["score", release, release, "--model", "broken"]) == 4
    message = "fls: broken: must hold model.json, got an empty folder; train it\n"
    assert capsys.readouterr() == ("", message)
    assert cli.main(["evaluate", "data", "--model", "broken"]) == 4
    assert cli.main(["train", "bad", "-o", "x"]) == 4
    assert "bad/a.units:3: label must be known, got 'X'" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["scoer"],
        ["score"],
        ["score", "a", "--format", "xml"],
        ["explain", "a"],
        ["explain", "a", "--unit", "x"],
        ["train", "a"],
        ["compare", "a"],
        ["compare", "-", "-"],
    ],
)
def test_a_usage_error_is_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(arguments)
    assert caught.value.code == 2
    assert capsys.readouterr().err.startswith("usage: fls")


def test_a_wrong_argument_is_2(
    calls: object, release: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["explain", release, "--unit", "99"]) == 2
    assert cli.main(["score", release, "-o", str(tmp_path / "no" / "out")]) == 2
    assert cli.main(["score", release, "-o", release]) == 2
    assert Path(release).read_text() == "Sales rose.\n"
    assert "must be a new file, got an input" in capsys.readouterr().err
    for command in ("score", "report"):
        with pytest.raises(SystemExit, match="2"):
            cli.main([command, release, release, "--date", "2026-02-30"])
        message = "argument --date: must be a day as YYYY-MM-DD, got '2026-02-30'"
        assert message in capsys.readouterr().err


def test_an_interrupt_is_130(
    calls: object,
    release: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setitem(vars(fls), "load_model", interrupt)
    assert cli.main(["score", release]) == 130
    assert capsys.readouterr().err.endswith("fls: interrupted\n")


def test_output_that_cannot_be_written_is_1(
    calls: object,
    release: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(TableWriter, "add", full)
    assert cli.main(["score", release]) == 1
    assert "No space left on device" in capsys.readouterr().err


def test_a_message_is_one_line_whatever_a_name_holds(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["score", "a\x1b[31m\nb  \udce9 ü.txt"]) == 3
    found = capsys.readouterr().err
    assert found.startswith("fls: a\\x1b[31m\\nb  \\udce9 ü.txt: must be a file, got nothing")
    assert found.count("\n") == 1


def test_what_the_system_says_has_the_name_and_no_number(
    calls: object,
    release: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def closed(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "model.json")

    monkeypatch.setitem(vars(fls), "load_model", closed)
    assert cli.main(["score", release]) == 1
    assert capsys.readouterr().err == "fls: model.json: Permission denied\n"


def test_a_file_is_no_folder_of_releases(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.units").write_text("s\tF\t0\t1\n")
    for name, found in [("a.units", "a file"), ("b", "no such folder"), ("", "neither")]:
        assert cli.main(["corpus", "check", str(tmp_path / name)]) == 4
        assert f"raw/*.txt and units/*.units, got {found}; check" in capsys.readouterr().out


def test_labels_without_any_text_are_not_named_one_by_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wire = Path(__file__).resolve().parents[2] / "data" / "wire"
    arguments = ["corpus", "join", str(wire), "--texts", str(tmp_path)]
    assert cli.main([*arguments, "-o", str(tmp_path / "out")]) == 3
    assert capsys.readouterr().err == (
        f"fls: {tmp_path}: hold a text of the labels, got none; check the paths\n"
    )


# A process of its own


def run(*arguments: str, code: str = "", **options: Any) -> subprocess.CompletedProcess[str]:
    start = ["-c", code] if code else ["-m", "fls"]
    return subprocess.run(
        [sys.executable, *start, *arguments],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
        **options,
    )


@pytest.mark.parametrize(
    "command", [[], ["score"], ["segment"], ["explain"], ["train"], ["evaluate"]]
)
def test_help_shows_an_example_and_the_exit_codes(command: list[str]) -> None:
    done = run(*command, "--help")
    assert done.returncode == 0
    assert "example:\n  fls " in done.stdout
    for code in (0, 1, 2, 3, 4, 130):
        assert f"\n  {code:<3}  " in done.stdout


def test_commands_are_known_before_anything_heavy_is_loaded() -> None:
    code = "import sys, fls.cli; print({'numpy', 'pandas'} & set(sys.modules))"
    assert run(code=code).stdout == "set()\n"


def test_the_version_is_told() -> None:
    assert run("--version").stdout == f"fls {fls.__version__}\n"


@pytest.mark.skipif(os.name == "nt", reason="no such pipes there")
def test_a_closed_pipe_is_quiet(release: str) -> None:
    code = (
        "import sys, fls, pandas; from fls.cli import main\n"
        "rows = [{'unit': 0, 'kind': 'sentence', 'start': 0, 'end': 1, 'text': 'x'}] * 50000\n"
        "fls.segment = lambda text: pandas.DataFrame(rows)\n"
        f"sys.exit(main(['segment', {release!r}, '--format', 'jsonl']))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


@pytest.mark.skipif(os.name == "nt", reason="no such shell there")
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_closed_streams_are_no_fault(closed: str, release: str) -> None:
    command = f"'{sys.executable}' -m fls segment '{release}' missing.txt {closed}; echo $?"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1] == "1"
    assert "Traceback" not in done.stderr
    assert "must be a file" not in done.stdout


def test_an_output_without_the_character_is_no_error(release: str) -> None:
    code = (
        "import sys, fls, pandas; from fls.cli import main\n"
        "row = {'unit': 0, 'kind': 'sentence', 'start': 0, 'end': 1, 'text': '\\u2019'}\n"
        "fls.segment = lambda text: pandas.DataFrame([row])\n"
        f"sys.exit(main(['segment', {release!r}]))"
    )
    done = run(code=code, env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stderr) == (0, "")
    assert "\\u2019" in done.stdout


@pytest.mark.parametrize(
    "more", [["-o", "FILE"], ["-o", "FILE/new"], ["-o", "new", "--seed", "-1"]]
)
def test_train_refuses_before_it_works(
    calls: list[tuple[Any, ...]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    more: list[str],
) -> None:
    (tmp_path / "FILE").write_text("mine")
    given = [part if part[0] == "-" else str(tmp_path / part) for part in more]
    assert cli.main(["train", "data", *given]) != 0
    assert calls == []
    assert (tmp_path / "FILE").read_text() == "mine"
    assert "must be" in capsys.readouterr().err


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
    calls: object, release: str, tmp_path: Path, command: str, name: str,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    out = tmp_path / name
    assert cli.main([command, release, "-o", str(out)]) == 2
    assert f"{name}: must end in .csv" in capsys.readouterr().err
    assert not out.exists()
    assert cli.main([command, release, "-o", str(out), "--format", "table"]) == 0
    assert out.exists()
