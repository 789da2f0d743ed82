from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pandas as pd
import pytest

import fls
from fls import cli, corpus, labelling
from fls.labelling import LABEL_STUDIO, TOOLS, read_answers
from tests.unit.label_files import CODES, HARD, filled

TEXTS = {
    "hard.txt": "\r\n\r\n".join(HARD),
    "smile.txt": "Acme \U0001f680 may launch a rocket. “It is great.”\r\n\r\n=1+1\r\n\r\nNA\r\n",
}


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of releases in the current folder."""
    monkeypatch.chdir(tmp_path)
    for name, text in TEXTS.items():
        (tmp_path / name).write_bytes(text.encode())
    return list(TEXTS)


@pytest.mark.parametrize("to", TOOLS)
def test_the_whole_way_round(
    files: list[str], to: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["label", "export", *files, "--to", to, "-o", "todo"]) == 0
    n = len(read_answers("todo"))
    assert f"wrote {n} units of 2 releases to todo" in capsys.readouterr().out
    codes = [CODES[i % len(CODES)] for i in range(n - 1)] + [""]
    filled(tmp_path / "todo", to, codes)
    asked = {answer.text: answer.label for answer in read_answers("todo")}
    assert cli.main(["label", "import", "todo", "-o", "mine"]) == 0
    assert capsys.readouterr().out == f"added {n - 1} labels in 2 releases to mine\n"
    releases = corpus.read("mine")
    raw = {path.read_bytes() for path in (tmp_path / "mine" / "raw").iterdir()}
    # A release's text is what its file holds, but for NUL, which no later step can bear.
    assert raw == {text.replace("\0", "\ufffd").encode() for text in TEXTS.values()}
    labels = {r.text[u.start : u.end]: corpus.encode_marks(u)[1] for r in releases for u in r.units}
    assert {text: labels[text] for text in asked} == {t: c or "?" for t, c in asked.items()}
    # What is labelled is not asked for again; what was left open is.
    again = ["label", "export", *files, "--corpus", "mine", "--to", to, "-o", "next"]
    assert cli.main(again) == 0
    assert [answer.text for answer in read_answers("next")] == [
        t for t, c in asked.items() if not c
    ]
    capsys.readouterr()
    assert cli.main(["label", "import", "todo", "-o", "mine"]) == 0
    told = f"added 0 labels in 0 releases to mine, {n - 1} there already\n"
    assert capsys.readouterr().out == told
    assert corpus.read("mine") == releases


def test_faults_on_the_command_line(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export = ["label", "export", *files, "--to", "csv", "-o", "todo.csv"]
    assert cli.main(export) == 0
    assert cli.main(["label", "import", "todo.csv", "-o", "mine"]) == 4
    assert "todo.csv: must hold a label, got none" in capsys.readouterr().err
    filled(tmp_path / "todo.csv", "csv", ["X"] * len(read_answers("todo.csv")))
    assert cli.main(["label", "import", "todo.csv", "-o", "mine"]) == 4
    errors = capsys.readouterr().err
    assert "todo.csv: row 1 (line 2): label must be one of F P L+ L- B" in errors
    assert "F for factual" in errors
    assert "row 2" in errors
    assert not (tmp_path / "mine").exists()
    filled(tmp_path / "todo.csv", "csv", ["F"] * len(read_answers("todo.csv")))
    (tmp_path / "hard.txt").write_bytes(b"Another text.")
    assert cli.main(["label", "import", "todo.csv", "-o", "mine"]) == 4
    assert "got none of this text; give the file with --texts" in capsys.readouterr().err
    (tmp_path / "hard.txt").unlink()
    assert cli.main(["label", "import", "todo.csv", "-o", "mine"]) == 3
    assert "hard.txt: must be there, as it was" in (errors := capsys.readouterr().err)
    assert "give the releases with --texts" in errors
    (tmp_path / "kept").write_bytes(TEXTS["hard.txt"].encode())
    texts = ["--texts", "kept", "smile.txt"]
    assert cli.main(["label", "import", "todo.csv", "-o", "mine", *texts]) == 0
    with pytest.raises(SystemExit):
        cli.main(["label", "export", "--to", "csv", "-o", "todo.csv"])
    with pytest.raises(SystemExit):
        cli.main(["label", "export", "kept", "--to", "doccano", "--excel-safe", "-o", "todo"])
    assert "argument --excel-safe: is for --to csv" in capsys.readouterr().err
    safe = ["label", "export", "kept", "--all", "--to", "csv", "--excel-safe", "-o", "safe.csv"]
    assert cli.main(safe) == 0
    assert "\"'=1+1 may be" in (tmp_path / "safe.csv").read_text(encoding="utf-8")
    filled(tmp_path / "safe.csv", "csv", ["P"] * len(read_answers("safe.csv")))
    assert cli.main(["label", "import", "safe.csv", "-o", "safe"]) == 0
    assert cli.main([*export[:-1], "smile.txt"]) == 2
    capsys.readouterr()
    for option, given, least in [
        ("--uncertain", "0", 1), ("--uncertain", "-3", 1), ("--random", "x", 1), ("--seed", "-1", 0)
    ]:  # fmt: skip
        with pytest.raises(SystemExit):
            cli.main(["label", "export", "kept", *export[4:], option, given])
        told = f"argument {option}: must be a whole number of {least} or more, got {given!r}"
        assert told in capsys.readouterr().err
    with pytest.raises(SystemExit):
        cli.main(["label", "export", "kept", *export[4:], "--all", "--random", "3"])


def test_some_at_random_or_all_go_out(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "again.txt").write_bytes(TEXTS["smile.txt"].encode())
    (tmp_path / "near.txt").write_bytes(TEXTS["smile.txt"].encode() + b"\r\nIt grew.\r\n")
    export = ["label", "export", *files, "again.txt", "near.txt", "--to", "csv", "-o", "t.csv"]
    assert cli.main([*export, "--all"]) == 0
    n = len(read_answers("t.csv"))
    told = f"wrote {n} units of 3 releases to t.csv\nleft out as copies: 1 release\n"
    assert capsys.readouterr().out == told
    table = pd.read_csv("t.csv", encoding="utf-8-sig", keep_default_na=False)
    assert table["doc_id"].unique().tolist() == [*files, "near.txt"]
    assert cli.main([*export, "--uncertain", "100000"]) == 0
    assert capsys.readouterr().out == told
    distinct = table["text"].nunique()
    assert cli.main([*export, "--uncertain", str(distinct)]) == 0
    copies = f"left out as copies: {n - distinct} units, 1 release\n"
    assert capsys.readouterr().out.endswith(copies)
    assert cli.main([*export, "--random", "3"]) == 0
    drawn = pd.read_csv("t.csv", encoding="utf-8-sig", keep_default_na=False)
    assert cli.main([*export, "--random", "3", "--seed", "1"]) == 0
    other = pd.read_csv("t.csv", encoding="utf-8-sig", keep_default_na=False)
    assert len(drawn) == len(other) == 3
    assert set(drawn["unit_id"]) != set(other["unit_id"])


def test_names_are_those_of_the_tables_of_many_releases(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with zipfile.ZipFile("x.zip", "w") as archive:
        archive.writestr("a.txt", "Acme rose.")
        archive.writestr("b.txt", "Acme fell.")
    assert cli.main(["label", "export", "x.zip", "--all", "--to", "csv", "-o", "t.csv"]) == 0
    table = pd.read_csv("t.csv", encoding="utf-8-sig")
    assert table["doc_id"].tolist() == fls.score_many("x.zip").documents["doc_id"].tolist()


def test_a_bad_file_is_named_and_harms_no_other(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["label", "export", *files, "--to", "csv", "-o", "good.csv"]) == 0
    (tmp_path / "empty.txt").touch()
    bad = ["empty.txt", "missing.txt"]
    capsys.readouterr()
    names = [bad[0], files[0], bad[1], *files[1:]]
    assert cli.main(["label", "export", *names, "--to", "csv", "-o", "some.csv"]) == 1
    out, err = capsys.readouterr()
    lines = [line for line in err.splitlines() if ": must " in line]
    assert [line.split(": must ")[0] for line in lines] == [f"fls: {name}" for name in bad]
    assert out.endswith("units of 2 releases to some.csv\n")
    assert (tmp_path / "some.csv").read_bytes() == (tmp_path / "good.csv").read_bytes()
    assert cli.main(["label", "export", *bad, "--to", "csv", "-o", "none.csv"]) == 3
    assert not (tmp_path / "none.csv").exists()
    filled(tmp_path / "good.csv", "csv", ["F", *[""] * (len(read_answers("good.csv")) - 1)])
    assert cli.main(["label", "import", "good.csv", "-o", "mine"]) == 0
    more = ["--corpus", "mine", "--to", "csv", "-o", "more.csv"]
    assert cli.main(["label", "export", *bad, *more]) == 1
    assert (tmp_path / "more.csv").exists()


def test_a_folder_is_exported_as_its_files(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in").mkdir()
    for name in files:
        (tmp_path / name).rename(tmp_path / "in" / name)
    export = ["label", "export", "--to", "csv", "-o"]
    assert cli.main([*export, "a.csv", "in"]) == 0
    assert cli.main([*export, "b.csv", "in/*.txt"]) == 0
    assert cli.main([*export, "c.csv", *(f"in/{name}" for name in sorted(files))]) == 0
    assert len({(tmp_path / f"{name}.csv").read_bytes() for name in "abc"}) == 1
    assert {answer.source for answer in read_answers("a.csv")} == {f"in/{name}" for name in files}
    filled(tmp_path / "a.csv", "csv", ["F"] * len(read_answers("a.csv")))
    (tmp_path / "in").rename("moved")
    assert cli.main(["label", "import", "a.csv", "-o", "mine"]) == 3
    assert cli.main(["label", "import", "a.csv", "-o", "mine", "--texts", "moved"]) == 0
    assert len(corpus.read("mine")) == len(files)
    (tmp_path / "moved").rename("in")
    capsys.readouterr()
    assert cli.main([*export, "in/d.csv", "in"]) == 2
    assert "must be a new file, apart from what is read" in capsys.readouterr().err


def test_an_output_that_cannot_be_written_is_told_before_the_work(
    files: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(labelling, "choose", None)
    for name in ("missing/todo.csv", "."):
        assert cli.main(["label", "export", *files, "--to", "csv", "-o", name]) == 2
        assert f"fls: {name}: must be writable, got " in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
@pytest.mark.parametrize("to", TOOLS)
def test_a_file_whose_name_is_no_text_goes_out(files: list[str], to: str) -> None:
    name = "lat\udce9.txt"
    try:
        Path(files[0]).rename(name)
    except OSError:
        pytest.skip("the file system has no such names")
    assert cli.main(["label", "export", name, "--to", to, "-o", "todo"]) == 0
    source = name if to != "csv" else "lat\\udce9.txt"
    assert {answer.source for answer in read_answers("todo")} == {source}


def test_the_interface_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["label", "interface"]) == 0
    assert capsys.readouterr().out == LABEL_STUDIO
