from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import fls

ROOT = Path(__file__).resolve().parents[2]


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
def test_a_closed_pipe_is_quiet(release_file: str) -> None:
    code = (
        "import sys, fls, pandas; from fls.cli import main\n"
        "rows = [{'unit': 0, 'kind': 'sentence', 'start': 0, 'end': 1, 'text': 'x'}] * 50000\n"
        "fls.segment = lambda text: pandas.DataFrame(rows)\n"
        f"sys.exit(main(['segment', {release_file!r}, '--format', 'jsonl']))"
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
def test_closed_streams_are_no_fault(closed: str, release_file: str) -> None:
    command = f"'{sys.executable}' -m fls segment '{release_file}' missing.txt {closed}; echo $?"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1] == "1"
    assert "Traceback" not in done.stderr
    assert "must be a file" not in done.stdout


def test_an_output_without_the_character_is_no_error(release_file: str) -> None:
    code = (
        "import sys, fls, pandas; from fls.cli import main\n"
        "row = {'unit': 0, 'kind': 'sentence', 'start': 0, 'end': 1, 'text': '\\u2019'}\n"
        "fls.segment = lambda text: pandas.DataFrame([row])\n"
        f"sys.exit(main(['segment', {release_file!r}]))"
    )
    done = run(code=code, env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stderr) == (0, "")
    assert "\\u2019" in done.stdout
