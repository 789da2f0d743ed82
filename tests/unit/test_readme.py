from __future__ import annotations

import contextlib
import io
from pathlib import Path


def _blocks(text: str, language: str) -> list[str]:
    return [part.split("```")[0] for part in text.split(f"```{language}\n")[1:]]


def test_the_example_prints_what_the_readme_says(root: Path) -> None:
    readme = (root / "README.md").read_text(encoding="utf-8")
    (code,), (shown,) = _blocks(readme, "python"), _blocks(readme, "text")
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(code, {})
    assert printed.getvalue() == shown


def test_the_files_that_the_readme_links_are_there(root: Path) -> None:
    readme = (root / "README.md").read_text(encoding="utf-8")
    links = [part.split(")")[0] for part in readme.split("](")[1:]]
    assert links
    assert all((root / link).exists() for link in links)
