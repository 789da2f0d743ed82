from __future__ import annotations

import pytest

import fls
from fls.document import Document
from fls.report import overview
from fls.report._page import clean
from tests.injections import INJECTIONS
from tests.unit.report_pages import TEXT, Tree, page_of


@pytest.fixture(scope="module")
def release() -> fls.Release:
    return fls.score(TEXT)


@pytest.fixture(scope="module")
def tree(release: fls.Release) -> Tree:
    return Tree(page_of(release))


def test_nothing_comes_from_outside_and_nothing_foreign_may_run(tree: Tree) -> None:
    (policy,) = (v for v in tree.values("content") if "default-src" in v)
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert tree.values("src") == []
    assert all(link.startswith(("#", "data:,")) for link in tree.values("href"))
    assert tree.values("style") == []
    assert [name for _, attrs in tree.tags for name in attrs if name.startswith("on")] == []


@pytest.mark.parametrize("text", INJECTIONS)
def test_markup_in_texts_and_names_stays_text(text: str) -> None:
    body = f"{text} Wins\n\nAcme {text} expects {text} to grow by 2027.\n\n* {text}\n\n{text}"
    scored = fls.score(Document(body, source=f"/a/{text}"))
    record = {"title": text, "doc_id": text, "date": text}
    plain = fls.score(Document("Acme Wins\n\nAcme expects to grow by 2027.", source="a"))
    allowed = {tag for html in (page_of(plain, plain), plain._repr_html_()) for tag, _ in
             Tree(html).tags} | {"pre", "ul", "li", "bdi", "i", "em", "code", "h4"}  # fmt: skip
    for html in (page_of(scored, scored, model=text), overview([record]), scored._repr_html_()):
        tree = Tree(html)
        assert {tag for tag, _ in tree.tags} - allowed == set()
        assert tree.faults == tree.open == []
        names = {name for _, attrs in tree.tags for name in attrs}
        assert not [name for name in names if name.startswith("on") or name in ("src", "srcdoc")]
        assert " ".join(clean(text).split()) in " ".join(tree.text.split())


def test_characters_that_steer_are_replaced() -> None:
    assert clean("a\x00\x1b\u202e\u2066\ud800\tb\n") == "a\ufffd\ufffd\ufffd\ufffd\ufffd\tb\n"
    html = page_of(fls.score(Document("Acme grew.", source="a\udce9\u202e.txt")))
    assert "a\ufffd\ufffd.txt" in html
    html.encode()
