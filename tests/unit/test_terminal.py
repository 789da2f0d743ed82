from __future__ import annotations

import io
import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import fls
from fls import cli
from fls.analysis.commitments.firmness import firmness
from fls.cli._summary import fill_lines, hang, lay_out_changes, lay_out_summary
from fls.cli._terminal import TableWriter

TEXT = """\
Acme Opens Second Pump Plant

DAYTON, Ohio, May 4, 2026 -- Acme, Inc. today opened its second plant, a truly amazing building.
Acme plans to launch the X9 pump in the third quarter of 2026. The company hopes to hire 200
people by the end of 2027. A trial of the X9 pump will start once the permit is granted.

Forward-Looking Statements
This release contains forward-looking statements within the meaning of the Private Securities
Litigation Reform Act of 1995. Actual results may differ materially because of demand for pumps,
the price of steel and weather. Acme undertakes no obligation to update them.
"""
SECOND = TEXT.replace("amazing ", "").replace("2027", "2028").replace("200\n", "150\n")
Shows = Callable[..., list[str]]


@pytest.fixture
def shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Shows:
    monkeypatch.chdir(tmp_path)
    files = {"a.txt": TEXT, "b.txt": SECOND, "c.txt": "Contact:\nAnn Lowe\n555-123-4567\n"}
    for name, text in files.items():
        Path(name).write_text(text)

    def lines(width: int, *arguments: str) -> list[str]:
        monkeypatch.setenv("COLUMNS", str(width))
        cli.main(list(arguments))
        return capsys.readouterr().out.splitlines()

    return lines


@pytest.mark.parametrize("width", [50, 60, 80, 100])
@pytest.mark.parametrize(
    "command",
    [
        ("score", "a.txt"),
        *(("score", "a.txt", "--level", level) for level in ("promise", "safe-harbor", "coverage")),
        ("explain", "a.txt", "--score", "hype"),
        ("explain", "a.txt", "--score", "exposure"),
        ("compare", "a.txt", "b.txt", "--all"),
    ],
    ids=" ".join,
)
def test_no_line_is_wider_than_the_terminal(
    shows: Shows, width: int, command: tuple[str, ...]
) -> None:
    if command[0] == "compare" and width < 60:
        pytest.skip("two numbers with their intervals do not stand on so short a line")
    lines = shows(width, *command)
    assert len(lines) > 5
    assert [line for line in lines if len(line) > width] == []


@pytest.mark.parametrize("width", [45, 60, 80, 200])
def test_a_summary_says_the_same_on_any_width(width: int) -> None:
    metrics = fls.score(TEXT).metrics
    lines = lay_out_summary(metrics, width)
    assert " ".join(" ".join(lines).split()) == " ".join(
        " ".join(lay_out_summary(metrics, 500)).split()
    )
    assert max(map(len, lines)) <= width


def test_words_fill_lines_and_only_long_ones_are_broken() -> None:
    assert fill_lines(["specific 37%  (31 to 43),", "hedged 2%"], 26) == [
        "specific 37%  (31 to 43),", "hedged 2%",
    ]  # fmt: skip
    assert fill_lines(["x" * 25], 10) == ["x" * 10, "x" * 10, "x" * 5]
    assert fill_lines([], 10) == [""]


def test_text_that_has_no_room_beside_its_head_stands_below() -> None:
    assert hang("head", "Acme", 4) == [("head", ""), ("    ", "Acme")]
    assert hang("head ", "Acme", 9) == [("head ", "Acme")]
    assert hang("head", "", 2) == [("head", "")]


def test_lists_of_nothing_say_of_what(shows: Shows) -> None:
    for level, told in (
        ("promise", "0 promises"), ("coverage", "0 statements"), ("safe-harbor", "0 of 9 elements"),
    ):  # fmt: skip
        assert shows(80, "score", "c.txt", "--level", level)[0] == f"c.txt  {told}"
    assert shows(80, "score", "c.txt")[0] == "c.txt  3 units"


def test_elements_that_are_there_are_counted(shows: Shows) -> None:
    first, *rows = shows(80, "score", "a.txt", "--level", "safe-harbor")
    missing = sum(row.endswith("–") for row in rows)
    assert 0 < missing < 9
    assert first == f"a.txt  {9 - missing} of 9 elements"


def test_promises_have_heads_and_words(shows: Shows) -> None:
    lines = shows(100, "score", "a.txt", "--level", "promise")
    assert lines[1].split() == ["unit", "event", "how", "firm", "due", "quantity"]
    heads = [line for line in lines if re.match(r" {0,3}\d+ ", line)]
    at = lines[1].index("due")
    assert [line[at:].split("  ")[0] for line in heads] == [
        "2026-07-01 to 2026-09-30", "2026-05-04 to 2027-12-31", "once the permit is granted",
    ]  # fmt: skip
    assert [line[lines[1].index("how firm") : at].strip() for line in heads] == [
        "expected", "hoped for", "firm",
    ]  # fmt: skip
    assert "trial start" in heads[2]
    assert "_" not in "".join(heads)


def test_a_day_that_stands_alone_says_which_end_it_is() -> None:
    row = {
        "unit": 0, "event": "other", "hedge": 0.4, "horizon": "by 2027", "quantity": None,
        "text": "x", "horizon_first": None, "horizon_last": "2027-12-31",
    }  # fmt: skip
    out = io.StringIO()
    TableWriter(out, color=False, level="promise").add("a.txt", [row], {})
    row |= {"horizon_first": "2027-01-01", "horizon_last": None}
    TableWriter(out, color=False, level="promise").add("a.txt", [row], {})
    assert "  by 2027-12-31\n" in out.getvalue()
    assert "  from 2027-01-01\n" in out.getvalue()


def test_statements_and_metrics_side_by_side_have_heads(shows: Shows) -> None:
    statements = shows(80, "score", "a.txt", "--level", "coverage")
    assert statements[1].split()[:3] == ["unit", "alike", "statement,"]
    both = shows(80, "compare", "a.txt", "b.txt", "--all")
    at = both.index("all metrics, and how similar the texts are")
    assert both[at + 1].split() == ["older", "newer", "intervals"]


def _metric(name: str, older: float, newer: float, **more: Any) -> dict[str, Any]:
    ends = {f"{side}_{end}": math.nan for side in ("older", "newer") for end in ("low", "high")}
    row = {"metric": name, "older": older, "newer": newer, "difference": newer - older}
    return {**row, "overlap": True, **ends, **more}


def test_a_change_is_that_of_the_numbers_shown() -> None:
    risk = _metric("risk", 39.6, 32.4)
    share = _metric("forward_looking_share", 0.418, 0.305)
    same = _metric("hype", 12.4, 11.6)
    nothing = _metric("exposure", math.nan, 3.0)
    changes = {
        line.split()[0]: line.split()[-1] for line in lay_out_changes([risk, share, same, nothing])
    }
    assert {name: changes[name] for name in ("risk", "forward-looking", "hype", "exposure")} == {
        "risk": "-8", "forward-looking": "-12", "hype": "0", "exposure": "–",
    }  # fmt: skip


def test_intervals_whose_ends_look_the_same_are_just_apart() -> None:
    ends = {"older_low": 37.9, "older_high": 54.0, "newer_low": 31.0}
    near = _metric("risk", 39.6, 32.4, overlap=False, newer_high=37.6, **ends)
    far = _metric("hype", 39.6, 32.4, overlap=False, newer_high=35.0, **ends)
    _, hype, risk = lay_out_changes([near, far])
    assert risk.endswith("  just apart")
    assert hype.endswith("  intervals apart")


def test_a_score_of_nothing_is_no_sum(shows: Shows) -> None:
    for score in ("hype", "exposure", "risk"):
        lines = shows(80, "explain", "c.txt", "--score", score)
        assert lines == [f"        –  {score}: nothing to measure"]


def test_a_unit_without_label_is_refused_in_words_of_the_shell(
    shows: Shows, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["explain", "c.txt", "--unit", "0"]) > 0
    told = capsys.readouterr().err
    assert "--unit: " in told
    assert "fls score" in told
    assert "release.sentences" not in told


def test_firmness_has_a_word_for_each_grade() -> None:
    words = [firmness(grade)[1] for grade in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)]
    assert words == ["firm", "firm", "expected", "aimed at", "hoped for", "possible"]
    assert [firmness(grade)[0] for grade in (0.0, 1.0)] == [0, 4]
