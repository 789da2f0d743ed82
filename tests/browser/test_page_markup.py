from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import fls
from fls.document import Document
from fls.report import Report, overview
from tests.injections import INJECTIONS

pytestmark = pytest.mark.browser


def test_the_policy_stops_what_escaping_would_let_through(open_page: Any, tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    fls.score("Acme opened a plant.").to_html(page)
    evil = "<script>window.hit=1</script><img src=https://example.invalid/x.png onerror=hit=1>"
    page.write_text(page.read_text().replace("</main>", evil + "</main>"))
    seen = open_page(page)
    assert seen.tab.evaluate("window.hit") is None
    assert any("Content Security Policy" in error for error in seen.errors)


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
