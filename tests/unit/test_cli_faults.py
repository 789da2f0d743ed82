from __future__ import annotations

import csv
from pathlib import Path

import pytest

import fls
from fls import cli
from tests.unit.command_line import ROWS


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
    calls: object, release_file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = files_that_fail(tmp_path)
    assert cli.main(["score", *bad, release_file, "--format", "jsonl"]) == 1
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
    calls: object, release_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["score", release_file, release_file, "--model", "broken"]) == 4
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
    calls: object, release_file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["explain", release_file, "--unit", "99"]) == 2
    assert cli.main(["score", release_file, "-o", str(tmp_path / "no" / "out")]) == 2
    assert cli.main(["score", release_file, "-o", release_file]) == 2
    assert Path(release_file).read_text() == "Sales rose.\n"
    assert "must be a new file, got an input" in capsys.readouterr().err
    for command in ("score", "report"):
        with pytest.raises(SystemExit, match="2"):
            cli.main([command, release_file, release_file, "--date", "2026-02-30"])
        message = "argument --date: must be a day as YYYY-MM-DD, got '2026-02-30'"
        assert message in capsys.readouterr().err


def test_an_interrupt_is_130(
    calls: object,
    release_file: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setitem(vars(fls), "load_model", interrupt)
    assert cli.main(["score", release_file]) == 130
    assert capsys.readouterr().err.endswith("fls: interrupted\n")


def test_a_message_is_one_line_whatever_a_name_holds(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["score", "a\x1b[31m\nb  \udce9 ü.txt"]) == 3
    found = capsys.readouterr().err
    assert found.startswith("fls: a\\x1b[31m\\nb  \\udce9 ü.txt: must be a file, got nothing")
    assert found.count("\n") == 1


def test_what_the_system_says_has_the_name_and_no_number(
    calls: object,
    release_file: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def closed(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "model.json")

    monkeypatch.setitem(vars(fls), "load_model", closed)
    assert cli.main(["score", release_file]) == 1
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
