from __future__ import annotations

from pathlib import Path


def test_the_files_that_the_readme_links_are_there(root: Path) -> None:
    readme = (root / "README.md").read_text(encoding="utf-8")
    links = [part.split(")")[0] for part in readme.split("](")[1:]]
    assert links
    assert all((root / link).exists() for link in links)
