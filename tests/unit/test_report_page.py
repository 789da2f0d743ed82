from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import fls
from fls import cli
from fls.document import LABELS
from fls.errors import InputError
from fls.report import Report, overview
from fls.report._view import make_view
from fls.report.colours import LABEL_STYLES
from tests.unit.report_pages import TEXT, Tree, page_of

ROOT = Path(__file__).resolve().parents[2]
RAW = ROOT / "data" / "releases" / "raw"


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
    assert "No words were found for what the statute leaves out" in tree.words
    words = Tree(
        page_of(fls.score("Acme priced its IPO. The tender offer and the IPO ended."))
    ).words
    assert "(15 U.S.C. 78u-5(b)): initial public offering (2), tender offer (1)." in words


def test_statements_without_factors_are_not_called_uncovered() -> None:
    body, legend = TEXT.split("About forward-looking statements\n\n")
    general = legend.replace("the price of tin and a shortage of workers to hire", "competition")
    for text, told in (
        (body, "No cautionary text was found, so there is nothing to compare the 2 forward-looking "
               "statements with."),
        (f"{body}{general}", "It names no concrete factor, so there is nothing to compare the 2 "
                             "forward-looking statements with."),
    ):  # fmt: skip
        page = Tree(page_of(fls.score(text)))
        assert page.faults == page.open == []
        assert told in page.words
        assert "uncovered" not in page.words
        assert "have a factor that speaks to them" not in page.words


def test_promises_say_what_their_words_mean(tree: Tree) -> None:
    assert "makes nothing certain" not in tree.words
    assert "no date" not in tree.words
    assert "other event" in tree.words
    text = "Acme will open a mill in the second quarter. Acme expects to grow soon."
    words = Tree(page_of(fls.score(text))).words
    assert "Firm means that no word of doubt was found, which makes nothing certain." in words
    assert "second quarter (no date)" in words
    assert "soon (no date)" not in words
    assert "give it with date= or --date ." in words
    dated = Tree(page_of(fls.score(text, date="2026-03-04"))).words
    assert "no date" not in dated


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
        with pytest.raises(fls.InputError) as caught:
            release.to_html(place)
        assert caught.value.where == str(place)
        assert caught.value.expected == "must be writable"
    assert list(tmp_path.iterdir()) == []


def test_the_page_counts_labelled_units_as_the_table_does(release: fls.Release) -> None:
    view = make_view(release, 0, None)
    assert view["n_labelled"] == release.metrics["n_sentences"] == len(release.sentences)
    assert view["n_labelled"] == sum(share.n_units for share in view["shares"])
    assert view["n_labelled"] < release.metrics["n_units"]
    assert f"in {len(release.sentences)} labelled units, in reading order" in page_of(release)
