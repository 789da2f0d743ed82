"""Ctrl-C during a run over many files."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fls.printing import Pace

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no process groups of this kind there")


def _start(folder: Path, output: Path, *more: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "fls", "score", str(folder), "-o", str(output)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    # A terminal sends Ctrl-C to all processes of a group.
    command += ["--level", "document", "--analyses", "", "--jobs", "2", *more]
    return subprocess.Popen(command, start_new_session=True, **pipes)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("in")
    for name in "abcdefgh":
        text = f"Acme grew in {name}. It will grow.\n\n" * 8_000
        (found / f"{name}.txt").write_text(text, encoding="utf-8")
    return found


@pytest.fixture(scope="module")
def whole(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    output = tmp_path_factory.mktemp("out") / "out.csv"
    with _start(folder, output) as process:
        assert process.communicate(timeout=120) == (b"", b"")
    return output.read_bytes()


@pytest.mark.parametrize("delay", [0.0, 0.1, 0.3])
def test_ctrl_c_while_processes_start_says_what_can_be_done(
    delay: float, folder: Path, whole: bytes, tmp_path: Path
) -> None:
    output = tmp_path / "out.csv"
    with _start(folder, output) as process:
        ledger = tmp_path / "out.csv.parts" / "plan.json"
        while not ledger.exists() and process.poll() is None:
            time.sleep(0.01)
        time.sleep(delay)
        os.killpg(process.pid, signal.SIGINT)
        told = process.communicate(timeout=60)
    assert process.returncode == 130, told
    expected = b"fls: what is done is kept: run again with --resume\nfls: interrupted\n"
    assert told == (b"", expected)
    with _start(folder, output, "--resume") as process:
        assert process.communicate(timeout=120) == (b"", b"")
    assert output.read_bytes() == whole


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_what_is_told_after_a_stop_has_a_line_of_its_own() -> None:
    out = _Terminal()
    with Pace(out) as pace:
        time.sleep(0.15)
        pace(1, 3)
    assert out.getvalue().endswith(" left\x1b[K\n")


def test_a_line_that_is_done_is_ended_once() -> None:
    out = _Terminal()
    with Pace(out) as pace:
        pace(3, 3)
    assert out.getvalue().count("\n") == 1
