from __future__ import annotations

import pytest

import fls
from fls.document import LABELS
from fls.model import Explanation
from fls.report._why import find_reasons
from tests.unit.report_pages import TEXT, page_of


@pytest.fixture(scope="module")
def release() -> fls.Release:
    return fls.score(TEXT)


def test_explaining_each_is_explaining_one_by_one(release: fls.Release) -> None:
    rows = release.sentences["unit"].tolist()
    assert release.explain_each(rows) == [release.explain(row) for row in rows]
    assert release.explain_each([]) == []


def test_reasons_are_words_that_stand_in_the_unit(release: fls.Release) -> None:
    row = int(release.sentences.index[release.sentences["label"] == "forward_looking"][0])
    unit = release.spans[row]
    why = find_reasons(release.explain(row), release.text, unit.start, unit.end)
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
    shares = [(': "', 1.9), ('", ', 0.8), ("(", 0.7), ("may ", 0.5), ("$", 0.4), (' "We', -0.3)]
    contributions = [
        {
            "feature": words,
            "contribution": share,
            "start": text.find(words),
            "end": text.find(words) + len(words),
        }
        for words, share in shares
        if words in text
    ]
    why = find_reasons(Explanation("forward_looking", 0.0, 0.0, contributions), text, 0, len(text))
    assert why.words == (("may", 0.5), ("$", 0.4))
    assert why.against == (("we", -0.3),)


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
