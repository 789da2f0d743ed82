from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

import fls
from fls import cli
from tests.unit.command_line import Result

ROOT = Path(__file__).resolve().parents[2]


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
