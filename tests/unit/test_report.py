from __future__ import annotations

import datetime as dt
import random
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import fls
from fls import cli
from fls.document import LABELS, Document, Unit
from fls.errors import InputError
from fls.model import Explanation
from fls.report import Report, overview
from fls.report._dates import time_line
from fls.report._page import cleaned
from fls.report._text import Place, paragraphs, pieces
from fls.report._view import release_view
from fls.report._why import reasons
from fls.report.colours import LABEL_STYLES, rgb
from tests.injections import INJECTIONS

ROOT = Path(__file__).resolve().parents[2]
RAW = ROOT / "data" / "releases" / "raw"
TEXT = (
    "Acme Opens Plant\n\nDAYTON, Ohio, May 4, 2026 -- Acme, Inc. opened a uniquely great plant. "
    "It expects to hire 200 people by the end of 2027. It hopes to open another.\n\n"
    "            2026      2025\n  Sales      10.5      9.1\n  Costs       8.2      7.0\n\n"
    "About forward-looking statements\n\n"
    "This release contains forward-looking statements within the meaning of the Private "
    "Securities Litigation Reform Act of 1995. Results may differ materially because of the "
    "price of tin and a shortage of workers to hire."
)
VOID = {"meta", "link", "input", "br", "img", "base"}
OPEN = {"tr", "th", "td"}  # closed by the next one in the table of releases


class Tree(HTMLParser):
    """Tags with their attributes, text outside of style and script, and faults of nesting."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.faults: list[str] = []
        self.said: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID | OPEN:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in OPEN and (not self.open or self.open.pop() != tag):
            self.faults.append(tag)

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] not in ("style", "script"):
            self.said.append(data)

    @property
    def text(self) -> str:
        return "".join(self.said)

    @property
    def words(self) -> str:
        """The text on one line, with a space between any two elements."""
        return " ".join(" ".join(self.said).split())

    def values(self, name: str) -> list[str]:
        return [attrs[name] or "" for _, attrs in self.tags if name in attrs]


def page_of(*releases: Any, **more: Any) -> str:
    report = Report(**more)
    for release in releases:
        report.add(release)
    return report.html()


@pytest.fixture(scope="module")
def release() -> fls.Release:
    return fls.score(TEXT)


@pytest.fixture(scope="module")
def tree(release: fls.Release) -> Tree:
    return Tree(page_of(release))


def test_the_page_is_well_formed_and_complete(release: fls.Release, tree: Tree) -> None:
    assert tree.faults == tree.open == []
    assert tree.values("lang") == ["en"]
    text = " ".join(tree.text.split())
    for unit in release.spans:
        # Letters of labels stand behind units; of tables every line is there as it was.
        assert " ".join(TEXT[unit.start : unit.end].split()) in text
    assert "  Sales      10.5      9.1\n  Costs       8.2      7.0" in tree.text


def test_every_labelled_unit_is_tinted_marked_and_explained(
    release: fls.Release, tree: Tree
) -> None:
    units = {
        attrs["id"]: attrs["class"] for tag, attrs in tree.tags
        if tag == "span" and (attrs.get("class") or "").startswith("u ")
    }  # fmt: skip
    assert len(units) == len(release.sentences)
    for row in release.sentences.itertuples():
        p = max(getattr(row, f"p_{label}") for label in LABELS)
        step = 1 + sum(p >= bound for bound in (0.5, 0.7, 0.85, 0.95))
        assert units[f"r0-u{row.unit}"] == f"u {LABEL_STYLES[row.label].letter} s{step}"
        assert f"r0-w{row.unit}" in tree.values("id")
    assert sum(name.endswith(": why") for name in tree.values("aria-label")) == len(units)


def test_anchors_are_unique_and_links_lead_to_them(release: fls.Release) -> None:
    tree = Tree(page_of(release, release))
    ids = tree.values("id")
    assert len(ids) == len(set(ids))
    links = [attrs["href"] for tag, attrs in tree.tags if tag == "a"]
    assert {"#r0", "#r1", "#r1-text", "#r0-statute-0"} <= set(links)
    assert [link for link in links if link[1:] not in ids or link[0] != "#"] == []


def test_nothing_comes_from_outside_and_nothing_foreign_may_run(tree: Tree) -> None:
    (policy,) = (v for v in tree.values("content") if "default-src" in v)
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert tree.values("src") == []
    assert all(link.startswith(("#", "data:,")) for link in tree.values("href"))
    assert tree.values("style") == []
    assert [name for _, attrs in tree.tags for name in attrs if name.startswith("on")] == []


def test_scores_intervals_promises_and_caution_are_told(release: fls.Release, tree: Tree) -> None:
    text = tree.words
    assert f"hype {release.metrics['hype']:.0f}" in text
    assert f"protection {release.safe_harbor.protection:.0f}" in text
    low, high = (release.metrics[f"factual_share_{end}"] for end in ("low", "high"))
    assert f"{low:.0%} to {high:.0%}" in text
    assert "2027-12-31 by the end of 2027" in text
    assert "Names the law : present" in text
    assert "Warns not to rely on them : not found" in text
    n_bare = int((~release.coverage["is_covered"].astype(bool)).sum())
    assert n_bare
    assert tree.values("class").count("bare") == 2 * n_bare


def test_words_for_what_the_statute_excludes_are_told(tree: Tree) -> None:
    assert "78u-5(b)" not in tree.words
    words = Tree(
        page_of(fls.score("Acme priced its IPO. The tender offer and the IPO ended."))
    ).words
    assert "(15 U.S.C. 78u-5(b)): initial public offering (2), tender offer (1)." in words


class _Measured:
    """A release with other metrics."""

    def __init__(self, inner: fls.Release, **metrics: float) -> None:
        self.inner = inner
        self.metrics = {**inner.metrics, **metrics}

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)


def test_a_score_with_an_interval_is_shown_where_it_is_measured(release: fls.Release) -> None:
    words = Tree(page_of(release)).words
    for name, (value, low, high) in release.scores.iterrows():
        assert f"{name} {value:.0f}" in words
        assert (f"; {low:.0f} to {high:.0f}" in words) == (f"{low:.0f}" != f"{high:.0f}")
    text = Tree(page_of(_Measured(release, risk=41.4, risk_low=30.0, risk_high=52.0))).words
    assert "risk 41" in text
    assert "; 30 to 52" in text


def test_an_interval_whose_ends_look_the_same_is_left_out(release: fls.Release) -> None:
    ends = {"hype_low": 40.1, "hype_high": 40.3}
    ends |= {"factual_share_low": 0.5, "factual_share_high": 0.501}
    words = Tree(page_of(_Measured(release, **ends))).words
    assert "40 to 40" not in words
    assert "50% to 50%" not in words


def test_the_same_release_gives_the_same_page(release: fls.Release) -> None:
    assert page_of(release) == page_of(fls.score(TEXT))


def test_pages_are_small() -> None:
    sizes = {}
    for path in sorted(RAW.glob("*.txt")):
        scored = fls.score(path)
        if len(scored) == 30:
            sizes[path.name] = len(page_of(scored).encode())
    assert len(sizes) > 5
    assert max(sizes.values()) <= 150_000, max(sizes, key=sizes.__getitem__)


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


def _contrast(one: np.ndarray[Any, Any], other: np.ndarray[Any, Any]) -> float:
    """Of two colours, as WCAG 2 defines it."""
    linear = [np.where(c <= 0.03928, c / 12.92, ((c + 0.055) / 1.055) ** 2.4) for c in (one, other)]
    low, high = sorted(c @ [0.2126, 0.7152, 0.0722] for c in linear)
    return float((high + 0.05) / (low + 0.05))


@pytest.mark.parametrize("ground", [255, 30, 17, 0])
def test_in_a_notebook_what_looks_ahead_stands_out_on_any_ground(ground: int) -> None:
    html = fls.score("Acme expects to open a plant.")._repr_html_()
    legend = re.findall(r"rgba\((\d+),(\d+),(\d+),([\d.]+)\)", html)[:4]
    paper = np.full(3, ground / 255)
    contrasts = []
    for *colour, strength in legend:
        part = float(strength)
        contrasts.append(
            _contrast(part * np.array(colour, float) / 255 + (1 - part) * paper, paper)
        )
    factual, promotional, ahead, legal = contrasts
    assert ahead > promotional > max(factual, legal)
    assert ahead > 1.2
    assert min(contrasts) > 1.05


@pytest.mark.parametrize("unit", ["Acme will & grow. ", "<&>\"' will. ", "\U0001f600 will grow. "])
def test_what_a_notebook_shows_is_small(unit: str) -> None:
    html = fls.score(unit * 30_000)._repr_html_()
    assert len(html.encode()) <= 200_000
    assert "more units" in html
    assert len(fls.score(TEXT)._repr_html_()) < 10_000


def test_a_notebook_shows_tints_shares_and_all_units_of_a_short_release(
    release: fls.Release,
) -> None:
    tree = Tree(release._repr_html_())
    assert tree.faults == tree.open == []
    assert not {"script", "style", "link"} & {tag for tag, _ in tree.tags}
    assert len(tree.values("title")) == len(release.sentences)
    assert "more units" not in tree.text


@pytest.mark.parametrize("text", INJECTIONS)
def test_markup_in_texts_and_names_stays_text(text: str) -> None:
    body = f"{text} Wins\n\nAcme {text} expects {text} to grow by 2027.\n\n* {text}\n\n{text}"
    scored = fls.score(Document(body, source=f"/a/{text}"))
    record = {"title": text, "doc_id": text, "date": text}
    plain = fls.score(Document("Acme Wins\n\nAcme expects to grow by 2027.", source="a"))
    known = {tag for html in (page_of(plain, plain), plain._repr_html_()) for tag, _ in
             Tree(html).tags} | {"pre", "ul", "li", "bdi", "i", "em", "code", "h4"}  # fmt: skip
    for html in (page_of(scored, scored, model=text), overview([record]), scored._repr_html_()):
        tree = Tree(html)
        assert {tag for tag, _ in tree.tags} - known == set()
        assert tree.faults == tree.open == []
        names = {name for _, attrs in tree.tags for name in attrs}
        assert not [name for name in names if name.startswith("on") or name in ("src", "srcdoc")]
        assert " ".join(cleaned(text).split()) in " ".join(tree.text.split())


def test_characters_that_steer_are_replaced() -> None:
    assert cleaned("a\x00\x1b\u202e\u2066\ud800\tb\n") == "a\ufffd\ufffd\ufffd\ufffd\ufffd\tb\n"
    html = page_of(fls.score(Document("Acme grew.", source="a\udce9\u202e.txt")))
    assert "a\ufffd\ufffd.txt" in html
    html.encode()


def test_nothing_to_show_is_an_error() -> None:
    with pytest.raises(InputError, match="has a release"):
        Report().html()
    with pytest.raises(InputError, match="has a release"):
        overview([])
    with pytest.raises(InputError, match="is a scored release"):
        Report().add("text")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="whole number"):
        Report(details=-1)


@pytest.mark.parametrize("text", ["", " \n", "a", "\n\n-0-\n", "Contact:\n\nA. B., 555-0100"])
def test_hardly_any_text_makes_a_page_too(text: str) -> None:
    tree = Tree(page_of(fls.score(text)))
    assert tree.faults == tree.open == []
    assert Tree(fls.score(text)._repr_html_()).faults == []


def test_units_without_label_are_marked_so() -> None:
    tree = Tree(page_of(fls.score(TEXT, abstain=1.0)))
    assert any("no label" in name for name in tree.values("aria-label"))
    assert tree.faults == []


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


def test_the_command_line_writes_a_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_text("Acme will grow.")
    files = [str(tmp_path / name) for name in ("a.txt", "b.txt", "none.txt")]
    out = tmp_path / "page.html"
    assert cli.main(["report", *files[:1], "-o", str(out), "--model", "default"]) == 0
    assert "model <bdi>default</bdi>" in out.read_text(encoding="utf-8")
    assert cli.main(["report", *files, "-o", str(out)]) == 1
    assert out.read_text(encoding="utf-8").count("<article") == 2
    assert cli.main(["report", *files[:2], "--details", "1"]) == 0
    assert capsys.readouterr().out.count("<article") == 0
    assert cli.main(["report", files[2], "-o", str(tmp_path / "no.html")]) == 3
    assert not (tmp_path / "no.html").exists()
    assert cli.main(["report", files[0], "-o", files[0]]) == 2
    with pytest.raises(SystemExit):
        cli.main(["report", files[0], "--details", "-1"])


def test_to_html_writes_what_the_report_gives(release: fls.Release, tmp_path: Path) -> None:
    release.to_html(tmp_path / "a.html", model="mine")
    assert (tmp_path / "a.html").read_bytes() == page_of(release, model="mine").encode()


def test_a_page_that_cannot_be_written_is_named(release: fls.Release, tmp_path: Path) -> None:
    for place in (tmp_path / "no" / "a.html", tmp_path):
        with pytest.raises(fls.InputError) as told:
            release.to_html(place)
        assert told.value.where == str(place)
        assert told.value.expected == "must be writable"
    assert list(tmp_path.iterdir()) == []


# Why


def test_explaining_each_is_explaining_one_by_one(release: fls.Release) -> None:
    rows = release.sentences["unit"].tolist()
    assert release.explain_each(rows) == [release.explain(row) for row in rows]
    assert release.explain_each([]) == []


def test_reasons_are_words_that_stand_in_the_unit(release: fls.Release) -> None:
    row = int(release.sentences.index[release.sentences["label"] == "forward_looking"][0])
    unit = release.spans[row]
    why = reasons(release.explain(row), release.text, unit.start, unit.end)
    inside = release.text[unit.start : unit.end].casefold()
    assert why.words
    assert all(word in inside for word, _ in (*why.words, *why.against))
    assert all(share > 0 for _, share in (*why.words, *why.signs))
    assert all(share < 0 for _, share in why.against)
    assert any(":" in name for name, _ in why.signs)  # a word list with its words
    assert all(unit.start <= start < end <= unit.end for start, end in why.spans)
    marked = {release.text[start:end].casefold() for start, end in why.spans}
    assert any("expects" in text for text in marked)


def test_marks_that_are_no_words_decide_nothing_that_is_told() -> None:
    text = 'He says: "We may pay $5", and'
    found = [(': "', 1.9), ('", ', 0.8), ("(", 0.7), ("may ", 0.5), ("$", 0.4), (' "We', -0.3)]
    told = [
        {
            "feature": words,
            "contribution": share,
            "start": text.find(words),
            "end": text.find(words) + len(words),
        }
        for words, share in found
        if words in text
    ]
    why = reasons(Explanation("forward_looking", 0.0, 0.0, told), text, 0, len(text))
    assert why.words == (("may", 0.5), ("$", 0.4))
    assert why.against == (("we", -0.3),)


# Labels that are not the most probable


def _with_shares(
    monkeypatch: pytest.MonkeyPatch, release: fls.Release, shares: list[float]
) -> fls.Release:
    rows = release.rows()
    row = next(row for row in rows if row["label"] == "forward_looking")
    row |= {f"p_{label}": share for label, share in zip(LABELS, shares, strict=True)}
    monkeypatch.setattr(type(release), "rows", lambda _: rows)
    return release


def test_a_label_less_probable_than_another_says_why(
    monkeypatch: pytest.MonkeyPatch, release: fls.Release
) -> None:
    assert "needs less" not in page_of(release)
    leaning = _with_shares(monkeypatch, release, [0.58, 0.02, 0.38, 0.02])
    assert "Less likely than factual, but a rarer label needs less." in page_of(leaning)


def test_the_page_counts_labelled_units_as_the_table_does(release: fls.Release) -> None:
    view = release_view(release, 0, None)
    assert view["n_labelled"] == release.metrics["n_sentences"] == len(release.sentences)
    assert view["n_labelled"] == sum(share.n_units for share in view["shares"])
    assert view["n_labelled"] < release.metrics["n_units"]
    assert f"in {len(release.sentences)} labelled units, in reading order" in page_of(release)


# Text


_SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).map(sorted), max_size=6)


@given(_SPANS, _SPANS, st.integers(0, 10), st.integers(15, 30))
def test_pieces_put_together_are_the_span(words: Any, spans: Any, start: int, end: int) -> None:
    text = "abcdefghijklmnopqrstuvwxyz0123456789"
    places = [Place(a, b, f"n{n}") for n, (a, b) in enumerate(spans) if a < b]
    found = pieces(text, start, end, [tuple(span) for span in words if span[0] < span[1]], places)
    assert "".join(piece.text for piece in found) == text[start:end]
    at = start
    for piece in found:
        assert piece.is_word == any(a <= at < b for a, b in words)
        assert piece.is_element == any(p.start <= at < p.end for p in places)
        assert set(piece.anchors) == {p.name for p in places if p.start == at}
        at += len(piece.text)


def test_paragraphs_keep_tables_and_lines_together() -> None:
    text = "Acme\n\n  A  1\n  B  2\n\n  C  3\n\nJohn\n555\n\nOne. Two.\nThree."
    kinds = [
        ("headline", "Acme", 0), ("table", "A  1", 1), ("table", "B  2", 2), ("table", "C  3", 3),
        ("contact", "John", 4), ("contact", "555", 5), ("sentence", "One.", 6),
        ("sentence", "Two.", 6), ("sentence", "Three.", 7),
    ]  # fmt: skip
    units = [
        Unit(kind, text.index(words), text.index(words) + len(words), "rule", block)
        for kind, words, block in kinds
    ]
    found = paragraphs(text, units)
    assert [(p.setting, p.units) for p in found] == [
        ("headline", (0,)), ("table", (1, 2)), ("table", (3,)), ("lines", (4, 5)),
        ("prose", (6, 7)), ("prose", (8,)),
    ]  # fmt: skip
    assert text[found[1].start : found[1].end] == "  A  1\n  B  2"


# Time line


def _row(first: dt.date | None, last: dt.date | None, **more: Any) -> dict[str, Any]:
    return {
        "unit": 0, "text": "x", "event": "other", "quantity": None, "horizon": None, "hedge": 0.4,
        "is_conditional": False, "horizon_first": first, "horizon_last": last, **more,
    }  # fmt: skip


def test_bars_stand_where_their_days_are() -> None:
    day = dt.date(2026, 1, 1)
    rows = [
        _row(None, None, text="never"),
        _row(dt.date(2026, 7, 1), None, text="open"),
        _row(day, dt.date(2026, 12, 31), text="year", hedge=1.0),
        _row(day, dt.date(2026, 1, 31), text="month", hedge=0.0, event="trial_start"),
    ]
    line = time_line(rows, day)
    assert [bar.text for bar in line.bars] == ["month", "year", "open", "never"]
    month, year, begun, never = line.bars
    # The open one makes the line a year longer: 730 or 731 days from the release.
    assert line.today == 0
    assert month.x == 0
    assert month.width == pytest.approx(100 * 31 / 730, abs=0.1)
    assert year.width == pytest.approx(50, abs=0.1)
    assert begun.x == pytest.approx(100 * 181 / 730, abs=0.1)
    assert begun.x + begun.width == pytest.approx(100, abs=0.1)
    assert begun.is_open
    assert begun.due == "from 2026-07-01"
    assert never.x is None
    assert (month.firmness, year.firmness, month.event) == ("firm", "possible", "trial start")
    assert [tick.name for tick in line.ticks] == ["Jul 2026", "Jan 2027", "Jul 2027"]
    assert line.ticks[1].x == pytest.approx(50, abs=0.2)


def test_a_last_day_alone_is_told_and_has_a_bar() -> None:
    (bar,) = time_line([_row(None, dt.date(2027, 12, 31))], None).bars
    assert bar.due == "2027-12-31"
    assert not bar.is_open
    assert bar.x == 0
    assert 0 < (bar.width or 0) < 5


def test_nothing_dated_makes_no_line() -> None:
    line = time_line([_row(None, None)], dt.date(2026, 1, 1))
    assert (line.ticks, line.today, line.bars[0].x) == ([], None, None)
    assert time_line([], None).bars == []


@given(
    st.lists(
        st.tuples(st.dates(), st.none() | st.dates()).filter(lambda s: not s[1] or s[0] <= s[1]),
        max_size=5,
    ),
    st.none() | st.dates(),
)
def test_bars_stay_on_the_line(spans: Any, day: dt.date | None) -> None:
    line = time_line([_row(*span) for span in spans], day)
    assert len(line.bars) == len(spans)
    for bar in line.bars:
        assert bar.x is not None
        assert bar.width is not None
        assert 0 <= bar.x <= 100
        assert 0 < bar.width <= 100.01 - bar.x
    assert all(0 <= tick.x <= 100 for tick in line.ticks)
    assert len(line.ticks) <= 7


# Colours

#: Severity 1 of G. M. Machado, M. M. Oliveira, L. A. F. Fernandes (2009), linear RGB.
BLINDNESS = {
    "none": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
         [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
         [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
         [0.004733, 0.691367, 0.303900]]
    ),
}  # fmt: skip


def _lab(linear: Any) -> Any:
    matrix = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
              [0.0193339, 0.1191920, 0.9503041]]  # fmt: skip
    xyz = np.array(matrix) @ np.clip(linear, 0, 1) / [0.95047, 1, 1.08883]
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("kind", BLINDNESS)
def test_colours_differ_for_every_eye(kind: str) -> None:
    found = []
    for style in LABEL_STYLES.values():
        shown = np.array(rgb(style.colour)) / 255
        linear = np.where(shown <= 0.04045, shown / 12.92, ((shown + 0.055) / 1.055) ** 2.4)
        found.append(_lab(BLINDNESS[kind] @ linear))
    pairs = [(a, b) for i, a in enumerate(found) for b in found[:i]]
    assert min(float(np.linalg.norm(a - b)) for a, b in pairs) >= 29.5
    if kind == "none":
        assert min(abs(float(a[0] - b[0])) for a, b in pairs) >= 15


def test_labels_differ_without_colour() -> None:
    for field in ("letter", "hatch", "line", "name"):
        assert len({getattr(style, field) for style in LABEL_STYLES.values()}) == len(LABELS)
    assert tuple(LABEL_STYLES) == LABELS
