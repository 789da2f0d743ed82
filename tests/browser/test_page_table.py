from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1280, 768, 360])
def test_dates_in_the_table_stand_on_one_line(
    open_page: Any, pages: dict[str, Path], width: int
) -> None:
    tab = open_page(pages["table"], width=width).tab
    lines = """all => all.map(e => {
        const text = document.createRange();
        text.selectNodeContents(e);
        const room = e.getBoundingClientRect();
        const boxes = [...text.getClientRects()];
        return [boxes.length, room.right - Math.max(...boxes.map(b => b.right))];
    })"""
    for n, left in tab.locator("tbody td:nth-child(2)").evaluate_all(lines):
        assert n == 1
        assert left >= 0


def test_the_table_is_searched_by_whole_titles_and_dates(
    open_page: Any, pages: dict[str, Path]
) -> None:
    tab = open_page(pages["table"]).tab
    rows, search = tab.locator("tbody tr"), tab.locator("input[type=search]")
    search.fill("saskatoon")
    assert rows.count() == 2
    assert all(box["height"] < 120 for box in (one.bounding_box() for one in rows.all()))
    day = tab.locator("tbody td:nth-child(2)").first.inner_text()
    assert len(day) == 10
    search.fill(day)
    assert rows.count() == 20
    search.fill("1999-01-01")
    assert rows.count() == 0


def test_large_numbers_sort_as_numbers(open_page: Any, pages: dict[str, Path]) -> None:
    tab = open_page(pages["table"]).tab
    words = tab.locator("thead button", has_text="words")
    words.click()
    cells = tab.locator("tbody td:nth-child(3)")
    numbers = [int(text.replace(",", "")) for text in cells.all_inner_texts()]
    assert numbers == sorted(numbers, reverse=True)
    assert numbers[0] == 2_000
    words.click()
    assert cells.first.inner_text() == "0"


def test_the_table_sorts_by_every_column(open_page: Any, pages: dict[str, Path]) -> None:
    tab = open_page(pages["many"]).tab
    first = "document.querySelector('tbody tr').cells[{}].textContent"
    buttons = tab.locator("thead button")
    assert buttons.count() >= 9
    buttons.nth(0).click()
    assert tab.evaluate(first.format(0)).startswith("Release 00000")
    assert tab.locator("thead th").nth(0).get_attribute("aria-sort") == "ascending"
    buttons.nth(0).click()
    assert tab.evaluate(first.format(0)).startswith("Release 09999")
    hype = tab.locator("thead th", has_text="hype")
    column = hype.evaluate("e => e.cellIndex")
    hype.locator("button").click()
    assert tab.evaluate(first.format(column)) == "100"
    hype.locator("button").click()
    assert tab.evaluate(first.format(column)) == "0"


def test_ten_thousand_rows_are_usable(open_page: Any, pages: dict[str, Path]) -> None:
    begun = time.perf_counter()
    tab = open_page(pages["many"]).tab
    tab.locator("thead button").nth(0).click()
    tab.locator("input[type=search]").fill("release 0123")
    assert tab.locator("tbody tr").count() == 10
    assert "10 found" in tab.locator("[role=status]").inner_text()
    tab.locator("input[type=search]").fill("")
    assert tab.locator("tbody tr").count() == 200
    tab.locator(".more").click()
    assert tab.locator("tbody tr").count() == 400
    assert time.perf_counter() - begun < 30  # a few seconds; wide, for busy machines


@pytest.mark.parametrize(("scripts", "shown"), [(True, 200), (False, 10_000)])
def test_ten_thousand_rows_need_no_script(
    open_page: Any, pages: dict[str, Path], scripts: bool, shown: int
) -> None:
    seen = open_page(pages["many"], scripts=scripts)
    assert seen.tab.locator("tbody tr").count() == shown
    assert seen.errors == seen.left == []
    assert pages["many"].stat().st_size < 5_000_000
