from __future__ import annotations

import io
import itertools
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
    missing = sum(row.endswith("–") for row in rows[: rows.index("")])
    assert 0 < missing < 9
    assert first == f"a.txt  {9 - missing} of 9 elements"


def _find(lines: list[str], name: str) -> str:
    """Return the text beside a name and its value, on one line."""
    at = next(n for n, line in enumerate(lines) if line.startswith(f"  {name} "))
    below = itertools.takewhile(lambda line: line.startswith(" " * 20), lines[at + 1 :])
    return " ".join(" ".join([lines[at], *below]).split()).removeprefix(f"{name} ")


def test_measures_exclusions_and_factors_stand_below_the_elements(shows: Shows) -> None:
    lines = shows(100, "score", "a.txt", "--level", "safe-harbor")
    found = fls.score(TEXT).safe_harbor
    assert _find(lines, "protection") == f"{found.protection:.0f} of 100"
    assert _find(lines, "tailored_share").startswith(f"{found.tailored_share:.0%} of its own voc")
    assert _find(lines, "exclusions").startswith("– no words were found")
    assert _find(lines, "factors") == f"{found.n_factors} see below"
    for name, kind in (("concrete factors", True), ("general factors", False)):
        factors = found.factors["text"][found.factors["is_concrete"] == kind]
        assert _find(lines, name) == " - ".join([str(len(factors) or "–"), *factors])
    assert found.n_factors > 1


def test_the_longest_wordings_of_an_element_are_shown_once_each(shows: Shows) -> None:
    more = (
        "Risks are set out in our annual report. See our Form 10-K. See our Annual Report. See our "
        "filings with the Securities and Exchange Commission. See our Form 20-F as well.\n"
    )
    Path("a.txt").write_text(f"{TEXT}{more}")
    shown = _find(shows(200, "score", "a.txt", "--level", "safe-harbor"), "filings")
    found = fls.score(f"{TEXT}{more}")
    wordings = [found.text[start:end] for start, end in found.safe_harbor.spans("filings")]
    assert len(wordings) == len({wording.lower() for wording in wordings}) + 1 == 5
    assert shown == (
        "5 annual report | Form 10-K | filings with the Securities and Exchange Commission"
    )


def test_statements_without_factors_are_not_called_open(shows: Shows) -> None:
    head, _, _ = TEXT.partition("Forward-Looking Statements\n")
    Path("bare.txt").write_text(head)
    Path("general.txt").write_text(
        TEXT.replace(
            "demand for pumps,\nthe price of steel and weather",
            "competition and market\nconditions",
        )
    )
    for name, lack in (
        ("bare.txt", "no cautionary text was found"),
        ("general.txt", "the cautionary text names no concrete factor"),
    ):
        lines = shows(100, "score", name, "--level", "coverage")
        assert lines[:3] == [
            f"{name}  3 statements", f"nothing to compare them with: {lack}", "unit  statement",
        ]  # fmt: skip
        assert "open" not in "".join(lines).split()
        assert "0.00" not in "".join(lines)
    assert shows(100, "score", "a.txt", "--level", "coverage")[0].startswith(
        "a.txt  3 statements, "
    )
    assert shows(100, "score", "bare.txt", "--level", "safe-harbor")[:2] == [
        "bare.txt  0 of 9 elements", "  no cautionary text was found",
    ]  # fmt: skip
    summary = " ".join(" ".join(shows(100, "score", "general.txt", "--metrics-only")).split())
    assert "no concrete factors to compare forward-looking statements with" in summary
    assert "statements covered" not in summary
    assert "statements covered" in " ".join(shows(100, "score", "a.txt", "--metrics-only"))


def test_promises_have_heads_and_words(shows: Shows) -> None:
    lines = shows(100, "score", "a.txt", "--level", "promise")
    assert lines[1].split() == ["unit", "event", "hedge", "due", "quantity"]
    heads = [line for line in lines if re.match(r" {0,3}\d+ ", line)]
    at = lines[1].index("due")
    assert [line[at:].split("  ")[0] for line in heads] == [
        "2026-07-01 to 2026-09-30", "2026-05-04 to 2027-12-31", "once the permit is granted",
    ]  # fmt: skip
    assert [line[lines[1].index("hedge") : at].strip() for line in heads] == [
        "0.4 expected", "0.8 hoped for", "0.0 firm, if",
    ]  # fmt: skip
    assert "trial start" in heads[2]
    assert "_" not in "".join(heads)
    assert lines[-2:] == [
        "firm: no word of doubt was found, which makes nothing certain", "if: a condition is named",
    ]  # fmt: skip


def test_only_marks_that_occur_are_explained(shows: Shows) -> None:
    Path("a.txt").write_text("Acme expects to sell 200 pumps in 2027.\n")
    lines = shows(100, "score", "a.txt", "--level", "promise")
    assert lines[-1].strip() == "Acme expects to sell 200 pumps in 2027."


def test_a_time_that_only_lacks_the_date_of_the_release_says_so(shows: Shows) -> None:
    Path("a.txt").write_text(
        "Acme expects sales of $4 million in the second quarter.\n\nAcme expects to grow soon.\n\n"
        "Acme expects to begin upon receipt of the permit.\n"
    )
    lines = shows(100, "score", "a.txt", "--level", "promise")
    text = "\n".join(lines)
    assert "second quarter (no date)" in text
    assert text.count("(no date)") == 1
    assert lines[-1] == "no date: that of the release is not known, give it with --date"
    lines = shows(100, "score", "a.txt", "--level", "promise", "--date", "2026-03-04")
    assert "2026-04-01 to 2026-06-30" in "".join(lines)
    assert "no date" not in "".join(lines)


def test_an_event_of_no_kind_is_called_other(shows: Shows) -> None:
    Path("a.txt").write_text("Acme hopes to be a better neighbour.\n")
    lines = shows(100, "score", "a.txt", "--level", "promise")
    assert lines[2].split() == ["0", "other", "0.8", "hoped", "for"]


def test_a_day_that_stands_alone_says_which_end_it_is() -> None:
    row = {
        "unit": 0, "event": "other", "hedge": 0.4, "horizon": "by 2027", "quantity": None,
        "text": "x", "horizon_first": None, "horizon_last": "2027-12-31",
        "horizon_kind": "year", "is_conditional": False,
    }  # fmt: skip
    out = io.StringIO()
    TableWriter(out, color=False, level="promise").add("a.txt", [row], {})
    row |= {"horizon_first": "2027-01-01", "horizon_last": None}
    TableWriter(out, color=False, level="promise").add("a.txt", [row], {})
    assert "  by 2027-12-31\n" in out.getvalue()
    assert "  from 2027-01-01\n" in out.getvalue()


@pytest.mark.parametrize("text", [TEXT, TEXT.partition("Forward-Looking Statements\n")[0]])
def test_heads_of_statements_have_one_style(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    out = io.StringIO()
    TableWriter(out, color=True, level="coverage").add_caution("a.txt", fls.score(text))
    (heads,) = (line for line in out.getvalue().splitlines() if "unit " in line)
    painted = re.split(r"(?<=\x1b\[0m)", heads)[:-1]
    assert painted
    assert all(part.startswith("\x1b[2m") for part in painted)


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


def test_the_documentation_names_the_grades_of_each_word(root: Path) -> None:
    page = (root / "docs" / "command-line.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([a-z ]+) \| ((?:[01]\.\d(?:, )?)+) \|", page, re.MULTILINE)
    assert {word: [float(grade) for grade in grades.split(", ")] for word, grades in rows} == {
        "firm": [0.0, 0.2], "expected": [0.4], "aimed at": [0.6], "hoped for": [0.8],
        "possible": [1.0],
    }  # fmt: skip
    for word, grades in rows:
        assert {firmness(float(grade))[1] for grade in grades.split(", ")} == {word}


def test_firmness_has_a_word_for_each_grade() -> None:
    words = [firmness(grade)[1] for grade in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)]
    assert words == ["firm", "firm", "expected", "aimed at", "hoped for", "possible"]
    assert [firmness(grade)[0] for grade in (0.0, 1.0)] == [0, 4]
