from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from fls import cli
from fls.printing import Progress
from tests.unit.command_line import Terminal


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
