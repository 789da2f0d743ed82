"""Whole releases are cut as they were when somebody last read the result."""

from __future__ import annotations

import csv

import pytest

from tests.golden.rewrite import GOLDEN, RELEASES, ROOT, lines


@pytest.mark.parametrize("name", RELEASES)
def test_a_release_is_cut_as_before(name: str) -> None:
    """If the new units are better, run ``python tests/golden/rewrite.py`` and read the diff."""
    assert lines(name).splitlines() == (
        (GOLDEN / f"{name}.units").read_text(encoding="utf-8").splitlines()
    )


def test_there_is_one_file_per_release_over_all_layouts() -> None:
    assert sorted(path.stem for path in GOLDEN.glob("*.units")) == sorted(RELEASES)
    with (ROOT / "data" / "releases" / "manifest.csv").open(encoding="utf-8", newline="") as rows:
        layouts = {row["id"]: row["layout"] for row in csv.DictReader(rows)}
    assert {layouts[name] for name in RELEASES} == set(layouts.values())
