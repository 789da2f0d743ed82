from __future__ import annotations

import datetime as dt
import random

import pytest

import fls
from fls.document import LABELS
from fls.report import overview
from tests.unit.report_pages import TEXT, Tree, page_of


@pytest.fixture(scope="module")
def release() -> fls.Release:
    return fls.score(TEXT)


def test_ten_thousand_releases_are_small() -> None:
    draw = random.Random(0)
    names = (*(f"{label}_share" for label in LABELS), "hype", "exposure", "protection", "risk")
    rows = [
        {
            **{name: draw.random() * (1 if name.endswith("share") else 100) for name in names},
            "title": "Acme & Sons Announces Results of the Third Quarter and of Nine Months " * 2,
            "doc_id": f"/some/long/folder/0001234567-26-{n:06}.txt#EX-99.1",
            "date": dt.date(2026, 5, 4),
            "n_words": 1234,
        }
        for n in range(10_000)
    ]
    html = overview(rows)
    assert len(html.encode()) <= 5_000_000
    assert html.count("<tr>") == 10_001


def test_more_than_the_details_are_a_table_only(release: fls.Release) -> None:
    full, short = page_of(release, release), page_of(release, release, details=1)
    assert full.count("<article") == 2
    assert short.count("<article") == 0
    assert "#r1" not in short
    assert short.count("<th scope=row>") == full.count("<th scope=row>") == 2
    assert page_of(release, details=0).count("<th scope=row>") == 1


def test_whole_titles_and_large_numbers_are_in_the_table() -> None:
    title = "Acme Reports Results of the Third Quarter " * 3 + "and Opens a Plant in Saskatoon"
    html = overview([{"title": title, "n_words": 2619}, {"title": "x" * 2_000, "n_words": 5}])
    assert title in html
    assert "<td>2,619" in html
    assert "x" * 499 + "…" in html
    assert "x" * 500 not in html


def test_missing_values_are_dashes_and_columns_without_any_are_left_out() -> None:
    html = overview([{"title": "A", "hype": 3.0}, {"title": "B", "hype": float("nan")}])
    tree = Tree(html)
    assert "hype" in tree.text
    assert "exposure" not in tree.text
    assert "–" in tree.text
