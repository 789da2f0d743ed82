"""The code of the documentation runs, and prints what the pages say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import fls
from tools import pages

PATHS = [path for path in pages.list_pages() if pages.find_blocks(path.read_text(encoding="utf-8"))]
REFERENCE = pages.ROOT / "docs" / "reference"


def name_of(path: Path) -> str:
    return path.relative_to(pages.ROOT).as_posix()


@pytest.mark.parametrize("path", PATHS, ids=name_of)
def test_a_page_prints_what_it_shows(path: Path, tmp_path: Path) -> None:
    pytest.importorskip("pypdfium2")
    pages.furnish(tmp_path)
    for block, printed in pages.run(path.read_text(encoding="utf-8"), tmp_path):
        if block.shown is not None:
            where = f"{name_of(path)}:{block.line}"
            assert printed == block.shown, f"{where}: run `make pages`"


@pytest.mark.parametrize("path", pages.list_pages(), ids=name_of)
def test_no_code_of_a_page_is_left_out(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    marked = re.findall(r"^```(?!text$|\{)(.+)$", text, re.MULTILINE)
    others = text.count("<!--run ") - text.count("<!--elsewhere-->")
    assert len(marked) + others == len(pages.find_blocks(text))


def test_blocks_are_found_and_run_in_order(tmp_path: Path) -> None:
    text = (
        "```python\nx = 1\n```\n\n<!--run python\nx += 1\n-->\n\n```python\nprint(x)\n```\n\n"
        "```text\n3\n```\n\n```sh\necho $((1 + 1)); make test\n```\n```text\n2\n```\n"
    )
    (tmp_path / "a").mkdir()
    outputs = list(pages.run(text, tmp_path))
    assert [(block.line, block.shown, printed) for block, printed in outputs] == [
        (2, None, ""),
        (6, None, ""),
        (10, "3\n", "2\n"),
        (18, "2\n", "2\n"),
    ]
    for wrong in ("make no-such-target", "false | true", "fls score nothing-here.txt"):
        with pytest.raises(RuntimeError, match="ends with"):
            list(pages.run(f"```sh\n{wrong}\n```\n", tmp_path))


def test_every_public_name_is_in_the_reference() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in REFERENCE.glob("*.md"))
    listed = set(re.findall(r"^\.\. auto\w+:: fls\.(\w+)$", text, re.MULTILINE))
    assert set(fls.__all__) - {"__version__"} <= listed
