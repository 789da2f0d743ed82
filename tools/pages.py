"""Run the code of the documentation and write what it prints: python -m tools.pages [PAGE ...].

A block of ``python`` or ``sh`` is run; a block of ``text`` right behind it is what it prints. The
blocks of one page run in order, in a folder with the files that the pages name, all Python of a
page in one namespace. What a page needs but does not show stands in a comment::

    <!--run python
    sample["true_label"] = "factual"
    -->

Blocks behind a line ``<!--elsewhere-->`` need what is not installed here; other tests run them.

In ``sh``, ``fls`` is the command line of this checkout, ``make`` only checks that there is such a
target, and ``pip`` does nothing.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

__all__ = ["Block", "find_blocks", "furnish", "list_pages", "main", "run"]

ROOT = Path(__file__).resolve().parents[1]
_BLOCK = re.compile(
    r"(?<!<!--elsewhere-->\n)^(?P<mark>```|<!--run )(?P<language>python|sh)\n"
    r"(?P<code>.*?)^(?:```|-->)$"
    r"(?P<gap>\n+```text\n)?(?P<shown>(?(gap).*?^(?=```$)))",
    re.DOTALL | re.MULTILINE,
)
_PRELUDE = """\
set -euo pipefail
fls() { "$PYTHON" -m fls "$@"; }
make() { command make --dry-run --directory "$ROOT" "$@" > /dev/null; }
pip() { :; }
"""


class Block(NamedTuple):
    """A block of code.

    Parameters
    ----------
    line : int
        Where its code begins, from 1.
    language : str
        ``"python"`` or ``"sh"``.
    code : str
    shown : str or None
        What the page shows as its output; None if it shows none.
    span : tuple of int
        Where what is shown stands in the page.
    """

    line: int
    language: str
    code: str
    shown: str | None
    span: tuple[int, int]


def list_pages() -> list[Path]:
    """List the pages whose code is run."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def find_blocks(text: str) -> list[Block]:
    """Find the blocks of a page."""
    listed = []
    for match in _BLOCK.finditer(text):
        line = text.count("\n", 0, match.start("code")) + 1
        shown = match["shown"] if match["gap"] else None
        listed.append(Block(line, match["language"], match["code"], shown, match.span("shown")))
    return listed


def run(text: str, place: Path) -> Iterator[tuple[Block, str]]:
    """Run the blocks of a page in a folder.

    Parameters
    ----------
    text : str
        The page.
    place : Path
        As :func:`furnish` makes it.

    Yields
    ------
    block : Block
    printed : str
    """
    names: dict[str, Any] = {"__name__": "__main__"}
    for block in find_blocks(text):
        execute = _run_python if block.language == "python" else _run_shell
        yield block, execute(block.code, place, names)


def _run_python(code: str, place: Path, names: dict[str, Any]) -> str:
    """Run Python in a folder, and return what it prints."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.chdir(place):
        exec(code, names)
    return printed.getvalue()


def _run_shell(code: str, place: Path, _: dict[str, Any]) -> str:
    """Run a shell in a folder, and return what it prints."""
    settings = {
        "PYTHON": sys.executable,
        "PYTHONPATH": str(ROOT),
        "ROOT": str(ROOT),
        "COLUMNS": "100",
        "PYTHONUTF8": "1",
    }
    done = subprocess.run(
        ["bash", "-c", _PRELUDE + code],
        cwd=place, env={**os.environ, **settings}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{code}\nends with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def furnish(place: Path) -> None:
    """Put the files that the pages name into a folder; all were written for this project."""
    from fls import corpus

    for name in ("data", "docs", "models", "notebooks", "tests"):
        (place / name).symlink_to(ROOT / name) if name != "models" else (place / name).mkdir()
    raw, own = ROOT / "data" / "releases" / "raw", ROOT / "tests" / "data"
    pairs, formats = own / "pairs", own / "formats"
    for name, source in {
        "release.txt": raw / "imagined-096.txt",
        "spring.txt": pairs / "kestrel-1.txt",
        "summer.txt": pairs / "kestrel-2.txt",
        "8-K.txt": formats / "edgar-2024.txt",
        "page.html": formats / "ir-site.html",
    }.items():
        shutil.copy(source, place / name)
    for folder in ("folder", "releases"):
        (place / folder).mkdir()
        for number in range(1, 9):
            name = f"imagined-{number:03}.txt"
            shutil.copy(raw / name, place / folder / name)
    with zipfile.ZipFile(place / "more.zip", "w") as archive:
        archive.writestr("one.txt", (raw / "imagined-020.txt").read_bytes())
    (place / "deck.pdf").write_bytes(_make_pdf())
    table = (own / "sentences.csv").read_text(encoding="utf-8")
    (place / "table.csv").write_text(table.replace("label,forward", "label,is_forward", 1))
    labelled = corpus.read(ROOT / "data" / "releases")
    corpus.write(place / "my/labelled/releases", labelled[:24])
    corpus.write(place / "my/few/releases", labelled[24:36])
    corpus.write(place / "my/test/releases", labelled[36:44])


def _make_pdf() -> bytes:
    """Make a page with a few lines on it."""
    lines = ["Acme opened a plant in Dayton on May 4, 2026.", "It expects to hire 200 people."]
    drawn = " ".join(f"({line}) Tj 0 -14 Td" for line in lines)
    content = f"BT /F1 12 Tf 72 720 Td {drawn} ET".encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body = b"%PDF-1.4\n"
    for number, part in enumerate(parts, 1):
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    return body + b"trailer\n<< /Root 1 0 R /Size 6 >>\n%%EOF\n"


def main(names: list[str]) -> None:
    """Write into pages what their code prints.

    Parameters
    ----------
    names : list of str
        Their paths; all of them if empty.
    """
    for path in map(Path, names) if names else list_pages():
        text = path.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder)
            furnish(place)
            done = [(b, printed) for b, printed in run(text, place) if b.shown is not None]
        for block, printed in reversed(done):
            text = text[: block.span[0]] + printed + text[block.span[1] :]
        path.write_text(text, encoding="utf-8")
        print(f"{path}: {len(done)} outputs")


if __name__ == "__main__":
    main(sys.argv[1:])
