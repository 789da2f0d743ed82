from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser.places import FORWARD, OTHER, middle, point_at

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("width", [1280, 390])
def test_reasons_show_on_hover_and_on_focus(
    open_page: Any, pages: dict[str, Path], width: int, scripts: bool
) -> None:
    tab = open_page(pages["one"], width=width, scripts=scripts).tab
    card = tab.locator(f"{FORWARD} >> .card")
    assert not card.is_visible()
    point_at(tab, FORWARD)
    assert card.is_visible()
    assert "forward-looking" in card.inner_text()
    assert "words for it" in card.inner_text()
    tab.mouse.move(0, 0)
    tab.locator(f"{OTHER} >> .mark").focus()
    assert not card.is_visible()
    tab.locator(f"{FORWARD} >> .mark").focus()
    assert card.is_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_tap_shows_reasons_and_close_hides_them(
    open_page: Any, pages: dict[str, Path], scripts: bool
) -> None:
    tab = open_page(pages["one"], width=390, scripts=scripts, has_touch=True).tab
    card = tab.locator(f"{FORWARD} >> .card")
    tab.locator(f"{FORWARD} >> .mark").tap()
    assert card.is_visible()
    tab.locator(".eyebrow").first.tap()
    assert card.is_visible() is (not scripts)  # without a script it stays until another is asked
    if scripts:
        tab.locator(f"{FORWARD} >> .mark").tap()
        card.locator(".close").tap()
        assert not card.is_visible()


def test_escape_hides_reasons_and_they_come_back(open_page: Any, pages: dict[str, Path]) -> None:
    tab = open_page(pages["one"]).tab
    card = tab.locator(f"{FORWARD} >> .card")
    tab.locator(f"{FORWARD} >> .mark").focus()
    tab.keyboard.press("Escape")
    assert not card.is_visible()
    tab.locator(f"{OTHER} >> .mark").focus()
    tab.locator(f"{FORWARD} >> .mark").focus()
    assert card.is_visible()


@pytest.mark.parametrize("width", [1280, 1000, 390])
def test_reasons_stay_in_the_window_and_beside_their_unit(
    open_page: Any, pages: dict[str, Path], width: int
) -> None:
    tab = open_page(pages["one"], width=width).tab
    card = tab.locator(f"{FORWARD} >> .card")
    lines = "e => [...e.getClientRects()].map(r => [r.left, r.top, r.right, r.bottom])"
    for place in (0.1, 0.5, 0.9):
        tab.mouse.move(0, 0)
        tab.locator(FORWARD).evaluate(
            "(e, part) => { const r = e.getBoundingClientRect();"
            " scrollBy(0, (r.top + r.bottom) / 2 - part * innerHeight) }",
            place,
        )
        tab.mouse.move(*middle(tab, FORWARD))
        box = card.bounding_box()
        left, top, right, bottom = (
            box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"]
        )  # fmt: skip
        assert left >= 0
        assert right <= width
        assert top >= 0
        assert bottom <= 844
        for x, y, to_x, to_y in tab.locator(FORWARD).evaluate(lines):
            assert to_x <= left or x >= right or to_y <= top or y >= bottom


_PLACED = """() => {
    const unit = document.activeElement.closest(".u");
    if (!unit) return null;
    const card = unit.querySelector(".card").getBoundingClientRect();
    const lines = [...unit.getClientRects()];
    return {
        inside: card.top >= 0 && card.bottom <= innerHeight,
        over: lines.some((line) => line.left < card.right && line.right > card.left
            && line.top < card.bottom - 1 && line.bottom > card.top + 1),
    };
}"""


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (1280, 720), (768, 900), (360, 740)])
def test_reasons_that_the_keyboard_asks_for_are_in_sight_where_motion_is_welcome(
    open_page: Any, pages: dict[str, Path], width: int, height: int
) -> None:
    tab = open_page(pages["one"], width=width, height=height, motion="no-preference").tab
    found = []
    for _ in range(40):
        tab.keyboard.press("Tab")
        tab.wait_for_timeout(150)
        if placed := tab.evaluate(_PLACED):
            found.append(placed)
    assert len(found) > 15
    assert all(one["inside"] and not one["over"] for one in found)


def test_one_card_shows_at_a_time_and_none_over_the_hint(
    open_page: Any, pages: dict[str, Path]
) -> None:
    tab = open_page(pages["one"]).tab
    assert tab.locator(".hint").is_visible()
    point_at(tab, FORWARD)
    tab.mouse.click(*middle(tab, FORWARD))
    assert not tab.locator(".hint").is_visible()
    point_at(tab, OTHER)
    assert tab.locator(".card:visible").count() == 1
    tab.mouse.move(0, 0)
    assert tab.locator(f"{FORWARD} >> .card").is_visible()  # the one that is pinned comes back


def test_the_keyboard_reaches_reasons_through_the_skip_link(
    open_page: Any, pages: dict[str, Path]
) -> None:
    tab = open_page(pages["one"]).tab
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    tab.keyboard.press("Enter")
    classes = set()
    for _ in range(12):
        tab.keyboard.press("Tab")
        classes.add(tab.evaluate("document.activeElement.className"))
    assert {"show", "mark"} <= classes
