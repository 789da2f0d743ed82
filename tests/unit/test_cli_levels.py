from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import fls
from fls import cli
from fls.cli._summary import lay_out_summary
from tests.unit.command_line import CONTRIBUTIONS


def test_explain_prints_text_and_json(
    calls: object, release_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["explain", release_file, "--unit", "4"]) == 0
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
    assert cli.main(["explain", release_file, "--unit", "4", "--format", "json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["contributions"] == CONTRIBUTIONS
    assert (shown["label"], shown["logit"]) == ("boilerplate", 2.0)


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
    given = ["score", str(tmp_path / "a.txt"), "--level", "safe-harbor"]
    told = "78u-5(b) excludes: tender offer (2), initial public offering (1)"
    assert cli.main(given) == 0
    shown = capsys.readouterr()
    assert f"{told}; in the text: tender offer | IPO" in " ".join(shown.out.split())
    assert shown.err == ""
    assert cli.main([*given, "--format", "csv"]) == 0
    shown = capsys.readouterr()
    assert told in shown.err
    assert "tender offer" not in shown.out


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
    shown, less = "\n".join(lay_out_summary(full)), "\n".join(lay_out_summary(bare))
    assert f" {present.sum()} of {len(present)} elements, " in shown
    assert "forward-looking words: specific " in shown
    assert "no cautionary text" in less
    assert "forward-looking words" not in less
