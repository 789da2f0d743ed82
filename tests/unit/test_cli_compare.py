from __future__ import annotations

import io
import json
import re
import sys
from pathlib import Path

import pandas as pd
import pytest

import fls
from fls import cli
from tests.unit.release_pairs import NAMES, PAIRS, pair


def run(*arguments: str) -> int:
    return cli.main(["compare", *arguments])


def test_the_command_prints_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*(str(PAIRS / f"tarn-{side}.txt") for side in (1, 2))) == 0
    out = capsys.readouterr().out
    assert "moved later    +181 days  Tarn plans to deliver" in out
    assert "lowered             -60%  Tarn aims to build 8,000" in out
    assert re.search(
        r"\n  boilerplate +0%  \(0 to \d\) +[45]\d%  \(\d+ to \d+\) +\+\d+  intervals apart\n", out
    )
    assert re.search(r"\n  hype +\d+  \(\d+ to \d+\) +\d+  \(\d+ to \d+\) +-\d+", out)
    assert "\nlegend\n  added\n  new " in out
    assert out.count("Tarn aims to build") == 2  # among promises, not among statements again
    assert "n_words" not in out
    assert len(out.splitlines()) < 50


def test_all_metrics_are_printed_on_demand(capsys: pytest.CaptureFixture[str]) -> None:
    names = [str(PAIRS / f"tarn-{side}.txt") for side in (1, 2)]
    assert run(*names) == 0
    short = capsys.readouterr().out
    assert run(*names, "--all") == 0
    out = capsys.readouterr().out
    assert out.startswith(short)
    assert re.search(r"\n  boilerplate_share +0\.\d% +[45]\d\.\d%  apart\n", out)
    assert re.search(r"\n  text_cosine +0\.\d+\n", out)
    assert re.search(r"\n  has_identifies +0 +1\n", out)


def test_what_did_not_change_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*[str(PAIRS / "kestrel-1.txt")] * 2) == 0
    out = capsys.readouterr().out
    assert "promises\n  3 kept\n\nother statements\n  5 kept\n\nlegend\n  copied\n\nscores" in out
    assert re.search(r"\n  risk .* 0\n", out)


def test_a_changed_legend_says_how_much_is_copied(capsys: pytest.CaptureFixture[str]) -> None:
    changed = [n for n in NAMES if fls.compare(*pair(n)).legend_status == "changed"]
    assert run(*(str(PAIRS / f"{changed[0]}-{side}.txt") for side in (1, 2))) == 0
    share = fls.compare(*pair(changed[0])).similarity["legend_copied_share"]
    assert f"changed                   {share:.0%} of the newer one's" in capsys.readouterr().out


def test_days_of_the_releases_may_be_given(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for name in ("old", "new"):
        text = "Acme Update\n\nAcme expects to open its mill within twelve months.\n"
        (tmp_path / f"{name}.txt").write_text(text)
    names = [str(tmp_path / f"{name}.txt") for name in ("old", "new")]
    assert run(*names) == 0
    assert "promises\n  1 kept\n" in capsys.readouterr().out
    assert run(*names, "--older-date", "2025-01-10", "--newer-date", "2025-04-10") == 0
    out = capsys.readouterr().out
    assert (
        "promises\n  rolled                    Acme expects to open its mill within twelve" in out
    )
    with pytest.raises(SystemExit, match="2"):
        run(*names, "--newer-date", "10 April")
    assert "argument --newer-date: must be a day as YYYY-MM-DD" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_the_command_prints_for_programs(
    form: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    names = [str(PAIRS / f"tarn-{side}.txt") for side in (1, 2)]
    assert run(*names, "--format", form) == 0
    out = capsys.readouterr().out
    assert run(*names, "-o", str(tmp_path / f"x.{form}")) == 0
    assert (tmp_path / f"x.{form}").read_text(encoding="utf-8") == out
    changes = fls.compare(*pair("tarn"))
    records = changes.records()
    ends = ["older_low", "older_high", "newer_low", "newer_high"]
    table = (
        pd.read_json(io.StringIO(out), lines=True)
        if form == "jsonl"
        else pd.read_csv(io.StringIO(out))
    )
    metrics = table[table["part"] == "metric"]
    assert metrics[ends].to_numpy() == pytest.approx(
        changes.metrics[ends].to_numpy(dtype=float), nan_ok=True
    )
    assert metrics["newer_low"].notna().any()
    assert table.loc[table["part"] != "metric", ends].isna().all(axis=None)
    if form == "jsonl":
        assert [json.loads(line)["status"] for line in out.splitlines()] == [
            record["status"] for record in records
        ]
    else:
        assert len(pd.read_csv(io.StringIO(out))) == len(records)


def test_stdin_is_one_release(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (PAIRS / "tarn-2.txt").read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))
    assert run(str(PAIRS / "tarn-1.txt"), "-") == 0
    assert "moved later" in capsys.readouterr().out


def test_an_exhibit_of_a_submission_is_chosen(capsys: pytest.CaptureFixture[str]) -> None:
    paths = [str(PAIRS.parent / "formats" / "edgar-2024.txt"), str(PAIRS / "tarn-1.txt")]
    assert run(*paths) == 3
    assert "must hold one release, got 2 (#EX-99.1, #EX-99.2)" in capsys.readouterr().err
    assert run(*paths, "--exhibit", "EX-99.1") == 0
    assert capsys.readouterr().out.startswith("promises")
