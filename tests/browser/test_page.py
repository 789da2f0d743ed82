from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import fls
from fls.document import Document
from fls.report import Report, overview
from tests.injections import INJECTIONS

pytestmark = pytest.mark.browser

_each_view = pytest.mark.parametrize(
    ("width", "scheme", "scripts"),
    [(w, s, j) for w in (1280, 390) for s in ("light", "dark") for j in (True, False)],
)
#: Sideways scrolling of the whole page.
_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
#: Two units, wherever the model finds them: the last that looks ahead, the first that does not.
_FORWARD, _OTHER = ".text .u.L >> nth=-1", ".text .u:not(.L):has(.mark) >> nth=0"


def _point_at(tab: Any, unit: str) -> None:
    """Point at the first line of a unit: a box around all its lines holds others, too."""
    tab.locator(unit).scroll_into_view_if_needed()
    tab.mouse.move(*_middle(tab, unit))


def _middle(tab: Any, unit: str) -> tuple[float, float]:
    x, y = tab.locator(unit).evaluate(
        "e => { const r = e.getClientRects()[0]; return [r.x + r.width / 2, r.y + r.height / 2] }"
    )
    return x, y


@_each_view
@pytest.mark.parametrize("name", ["one", "several", "table"])
def test_nothing_fails_and_nothing_leaves(
    open_page: Any, pages: dict[str, Path], name: str, width: int, scheme: str, scripts: bool
) -> None:
    seen = open_page(pages[name], width=width, scheme=scheme, scripts=scripts)
    seen.tab.wait_for_load_state("networkidle")
    assert seen.errors == []
    assert seen.left == []
    assert len(seen.requests) >= 1
    assert seen.tab.evaluate(_WIDE) <= 0


def test_the_policy_stops_what_escaping_would_let_through(open_page: Any, tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    fls.score("Acme opened a plant.").to_html(page)
    evil = "<script>window.hit=1</script><img src=https://example.invalid/x.png onerror=hit=1>"
    page.write_text(page.read_text().replace("</main>", evil + "</main>"))
    seen = open_page(page)
    assert seen.tab.evaluate("window.hit") is None
    assert any("Content Security Policy" in error for error in seen.errors)


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("width", [1280, 390])
def test_reasons_show_on_hover_and_on_focus(
    open_page: Any, pages: dict[str, Path], width: int, scripts: bool
) -> None:
    tab = open_page(pages["one"], width=width, scripts=scripts).tab
    card = tab.locator(f"{_FORWARD} >> .card")
    assert not card.is_visible()
    _point_at(tab, _FORWARD)
    assert card.is_visible()
    assert "forward-looking" in card.inner_text()
    assert "words for it" in card.inner_text()
    tab.mouse.move(0, 0)
    tab.locator(f"{_OTHER} >> .mark").focus()
    assert not card.is_visible()
    tab.locator(f"{_FORWARD} >> .mark").focus()
    assert card.is_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_tap_shows_reasons_and_close_hides_them(
    open_page: Any, pages: dict[str, Path], scripts: bool
) -> None:
    tab = open_page(pages["one"], width=390, scripts=scripts, has_touch=True).tab
    card = tab.locator(f"{_FORWARD} >> .card")
    tab.locator(f"{_FORWARD} >> .mark").tap()
    assert card.is_visible()
    tab.locator(".eyebrow").first.tap()
    assert card.is_visible() is (not scripts)  # without a script it stays until another is asked
    if scripts:
        tab.locator(f"{_FORWARD} >> .mark").tap()
        card.locator(".close").tap()
        assert not card.is_visible()


def test_escape_hides_reasons_and_they_come_back(open_page: Any, pages: dict[str, Path]) -> None:
    tab = open_page(pages["one"]).tab
    card = tab.locator(f"{_FORWARD} >> .card")
    tab.locator(f"{_FORWARD} >> .mark").focus()
    tab.keyboard.press("Escape")
    assert not card.is_visible()
    tab.locator(f"{_OTHER} >> .mark").focus()
    tab.locator(f"{_FORWARD} >> .mark").focus()
    assert card.is_visible()


@pytest.mark.parametrize("width", [1280, 1000, 390])
def test_reasons_stay_in_the_window_and_beside_their_unit(
    open_page: Any, pages: dict[str, Path], width: int
) -> None:
    tab = open_page(pages["one"], width=width).tab
    card = tab.locator(f"{_FORWARD} >> .card")
    lines = "e => [...e.getClientRects()].map(r => [r.left, r.top, r.right, r.bottom])"
    for place in (0.1, 0.5, 0.9):
        tab.mouse.move(0, 0)
        tab.locator(_FORWARD).evaluate(
            "(e, part) => { const r = e.getBoundingClientRect();"
            " scrollBy(0, (r.top + r.bottom) / 2 - part * innerHeight) }",
            place,
        )
        tab.mouse.move(*_middle(tab, _FORWARD))
        box = card.bounding_box()
        left, top, right, bottom = (
            box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"]
        )  # fmt: skip
        assert left >= 0
        assert right <= width
        assert top >= 0
        assert bottom <= 844
        for x, y, to_x, to_y in tab.locator(_FORWARD).evaluate(lines):
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


@pytest.mark.parametrize("width", [320, 360, 390])
def test_nothing_in_the_margin_is_cut_on_a_phone(
    open_page: Any, pages: dict[str, Path], width: int
) -> None:
    tab = open_page(pages["one"], width=width).tab
    tab.locator(".labels .P .n").evaluate("e => (e.textContent = '100%')")
    assert tab.evaluate(_WIDE) <= 0
    ends = tab.locator(".labels .n").evaluate_all(
        "all => all.map(e => e.getBoundingClientRect().right)"
    )
    assert max(ends) <= width - 20


@pytest.mark.parametrize("width", [1280, 768, 360])
def test_long_words_in_promises_push_nothing_out(
    open_page: Any, tmp_path: Path, width: int
) -> None:
    page = tmp_path / "a.html"
    fls.score(f"Acme expects to open {'Pump' * 25} in Ohio by 2027.", date="2026-05-04").to_html(
        page
    )
    tab = open_page(page, width=width).tab
    assert tab.locator(".promises tbody tr").count() == 1
    assert tab.evaluate(_WIDE) <= 0
    inner = tab.locator(".scroll").evaluate("e => e.scrollWidth - e.clientWidth")
    assert inner <= 0


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


def test_one_card_shows_at_a_time_and_none_over_the_hint(
    open_page: Any, pages: dict[str, Path]
) -> None:
    tab = open_page(pages["one"]).tab
    assert tab.locator(".hint").is_visible()
    _point_at(tab, _FORWARD)
    tab.mouse.click(*_middle(tab, _FORWARD))
    assert not tab.locator(".hint").is_visible()
    _point_at(tab, _OTHER)
    assert tab.locator(".card:visible").count() == 1
    tab.mouse.move(0, 0)
    assert tab.locator(f"{_FORWARD} >> .card").is_visible()  # the one that is pinned comes back


@pytest.mark.parametrize("scripts", [True, False])
def test_the_legend_filters(open_page: Any, pages: dict[str, Path], scripts: bool) -> None:
    tab = open_page(pages["one"], scripts=scripts).tab

    def tints(letter: str) -> set[str]:
        found = tab.locator(f".text .u.{letter}")
        return {one.evaluate("e => getComputedStyle(e).backgroundColor") for one in found.all()}

    before = {letter: tints(letter) for letter in "FPLB"}
    tab.locator(".labels label.P input").uncheck()
    assert tints("P") == {"rgba(227, 154, 43, 0)"}
    assert all(tints(letter) == before[letter] for letter in "FLB")
    tab.locator(".labels label.P input").check()
    assert tints("P") == before["P"]


def test_a_filter_acts_on_its_release_only(open_page: Any, pages: dict[str, Path]) -> None:
    tab = open_page(pages["several"]).tab
    tint = "e => getComputedStyle(e).backgroundColor"
    second = tab.locator("#r1 .text .u.F").first
    before = second.evaluate(tint)
    tab.locator("#r0 .labels label.F input").uncheck()
    assert tab.locator("#r0 .text .u.F").first.evaluate(tint) == "rgba(31, 138, 132, 0)"
    assert second.evaluate(tint) == before


def test_every_link_leads_to_its_place(open_page: Any, pages: dict[str, Path]) -> None:
    for name in ("one", "several"):
        tab = open_page(pages[name]).tab
        lost = """[...document.querySelectorAll("a[href]")].map(a => a.getAttribute("href"))
            .filter(h => !h.startsWith("#") || !document.getElementById(h.slice(1)))"""
        assert tab.evaluate(lost) == []
        twice = """[...document.querySelectorAll("[id]")].map(e => e.id)
            .filter((id, i, all) => all.indexOf(id) !== i)"""
        assert tab.evaluate(twice) == []


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


def test_print_is_a_pdf_with_text_and_marks(open_page: Any, pages: dict[str, Path]) -> None:
    tab = open_page(pages["one"]).tab
    tab.emulate_media(media="print")
    assert not tab.locator("nav").first.is_visible()
    line = "e => getComputedStyle(e).textDecorationStyle"
    styles = {letter: tab.locator(f".text .u.{letter}").first.evaluate(line) for letter in "FPLB"}
    assert styles == {"F": "solid", "P": "wavy", "L": "dashed", "B": "dotted"}
    assert tab.pdf().startswith(b"%PDF")


@pytest.mark.parametrize("name", ["one", "several", "table"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(
    open_page: Any, pages: dict[str, Path], axe: str, name: str, width: int, scheme: str
) -> None:
    tab = open_page(pages[name], width=width, scheme=scheme).tab
    assert _violations(tab, axe) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_in_use(
    open_page: Any, pages: dict[str, Path], axe: str, scheme: str
) -> None:
    tab = open_page(pages["one"], scheme=scheme).tab
    for letter in "FB":
        tab.locator(f".labels label.{letter} input").uncheck()
    tab.locator(f"{_FORWARD} >> .mark").click()
    assert tab.locator(f"{_FORWARD} >> .card").is_visible()
    assert _violations(tab, axe) == []
    tab = open_page(pages["table"], scheme=scheme).tab
    tab.locator("thead button").nth(4).click()
    tab.locator("input[type=search]").fill("release 0")
    assert _violations(tab, axe) == []


def _violations(tab: Any, axe: str) -> list[Any]:
    tab.evaluate(axe)
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = tab.evaluate("tags => axe.run({runOnly: tags})", tags)
    assert len(found["passes"]) > 10
    return [
        (one["id"], one["help"], [node["html"][:200] for node in one["nodes"][:3]])
        for one in found["violations"]
    ]


@pytest.mark.parametrize("text", INJECTIONS, ids=range(1, len(INJECTIONS) + 1))
def test_markup_in_texts_and_names_does_nothing(
    open_page: Callable[..., Any], tmp_path: Path, text: str
) -> None:
    release = fls.score(
        Document(
            f"{text} Wins\n\nDAYTON, May 4, 2026 -- Acme {text} expects {text} to grow by 2027.\n\n"
            f"{text}\n\n* {text}\n\nSales  1  {text}\nCosts  2  3\n\n"
            f"Forward-looking statements: {text} results may differ due to {text} and prices.",
            source=f"/a/{text}",
        )
    )
    report = Report(model=text)
    report.add(release)
    report.add(release)
    notebook = f"<!doctype html><title>x</title><main>{release._repr_html_()}</main>"
    for name, html in {
        "page": report.html(),
        "table": overview([{"title": text, "doc_id": text, "date": text}]),
        "notebook": notebook,
    }.items():
        path = tmp_path / f"{name}.html"
        path.write_text(html, encoding="utf-8")
        # The policy is set aside: escaping must do by itself.
        seen = open_page(path, bypass_csp=True)
        for mark in seen.tab.locator("#r0 .mark").all():
            mark.hover()
        assert seen.tab.evaluate("window.hit") is None
        assert seen.errors == []
        assert seen.left == []
        foreign = "main :is(script, style, iframe, img, base, link, meta, object, details)"
        assert seen.tab.locator(foreign).count() == 0
        assert seen.tab.locator("body > footer").count() == (name != "notebook")
        assert seen.tab.url.startswith("file:")
