"""The elements of cautionary texts are found as they were marked by reading."""

from __future__ import annotations

from pathlib import Path

import pytest

from fls.analysis.caution.safe_harbor import ELEMENTS
from tools.fit_coverage import fit, read_pairs
from tools.legends import Figure, compare, find, read_table

MEAN, LEAST = 0.93, 0.85


@pytest.fixture(scope="module")
def figures(root: Path) -> dict[str, Figure]:
    theirs = read_table(root / "data" / "legends.tsv")
    return compare(find(list(theirs), root / "data"), theirs)


def test_enough_texts_are_marked_for_every_element(root: Path) -> None:
    spans = read_table(root / "data" / "legends.tsv")
    assert len(spans) >= 100
    assert all(set(ELEMENTS) <= set(found) for found in spans.values())


def test_spans_of_the_marks_are_their_texts(root: Path) -> None:
    for line in (root / "data" / "legends.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        name, _, present, start, end, _, text = line.split("\t")
        if present == "1":
            raw = (root / "data" / "releases" / "raw" / f"{name}.txt").read_bytes().decode()
            assert " ".join(raw[int(start) : int(end)].split()) == text


def test_elements_are_found(figures: dict[str, Figure]) -> None:
    assert sum(figure.f1 for figure in figures.values()) / len(figures) >= MEAN
    assert {name: f.f1 for name, f in figures.items() if f.f1 < LEAST} == {}


def test_they_are_found_where_they_were_marked(figures: dict[str, Figure]) -> None:
    assert {name: f.overlap for name, f in figures.items() if f.overlap < 0.95} == {}


def test_figures_by_hand() -> None:
    there, other, absent = [(0, 5)], [(7, 9)], []
    ours = {"a": there, "b": other, "c": there}
    theirs = {"a": there, "b": there, "c": absent}
    sides = ({k: dict.fromkeys(ELEMENTS, v) for k, v in side.items()} for side in (ours, theirs))
    assert compare(*sides)["statute"] == Figure(2 * 2 / 5, 2, 3, 2, 0.5)


def test_similarity_tells_judged_pairs_better_than_always_no(root: Path) -> None:
    _, x, judged = read_pairs(root / "data")
    assert len(judged) >= 150
    weights = fit(x, judged)
    right = ((x @ weights[:-1] + weights[-1] > 0) == judged).mean()
    assert right > max(judged.mean(), 1 - judged.mean()) + 0.02
