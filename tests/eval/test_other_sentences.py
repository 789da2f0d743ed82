"""Sentences as of annual reports, calls and releases, written and labelled for this project."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import fls

TABLE = Path(__file__).resolve().parents[1] / "data" / "other_sentences.csv"
#: What was reached, rounded down; decision 16.
FLOORS = {"default": {"f1": 0.80, "roc_auc": 0.955}, "open": {"f1": 0.86, "roc_auc": 0.95}}


@pytest.mark.parametrize("name", FLOORS)
def test_futures_are_found_in_other_text(name: str) -> None:
    found = fls.evaluate_sentences(
        name, TABLE, text="sentence", label="forward_looking", positive="forward_looking"
    )  # fmt: skip
    figures = {figure: found.figures[figure].value for figure in FLOORS[name]}
    assert {figure for figure, floor in FLOORS[name].items() if figures[figure] < floor} == set()


def test_each_source_has_as_many_of_both_kinds() -> None:
    with TABLE.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len({row["sentence"] for row in rows}) == len(rows) == 420
    for source in ("annual report", "call", "release"):
        said = [row["forward_looking"] for row in rows if row["source"] == source]
        assert (said.count("yes"), said.count("no")) == (63, 77)
