from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import fls
from tests.browser.places import FORWARD, WIDE

pytestmark = pytest.mark.browser

_each_view = pytest.mark.parametrize(
    ("width", "scheme", "scripts"),
    [(w, s, j) for w in (1280, 390) for s in ("light", "dark") for j in (True, False)],
)


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
    assert seen.tab.evaluate(WIDE) <= 0


@pytest.mark.parametrize("width", [320, 360, 390])
def test_nothing_in_the_margin_is_cut_on_a_phone(
    open_page: Any, pages: dict[str, Path], width: int
) -> None:
    tab = open_page(pages["one"], width=width).tab
    tab.locator(".labels .P .n").evaluate("e => (e.textContent = '100%')")
    assert tab.evaluate(WIDE) <= 0
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
    assert tab.evaluate(WIDE) <= 0
    inner = tab.locator(".scroll").evaluate("e => e.scrollWidth - e.clientWidth")
    assert inner <= 0


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
    tab.locator(f"{FORWARD} >> .mark").click()
    assert tab.locator(f"{FORWARD} >> .card").is_visible()
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
