from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fls.analysis.caution.legend import rules
from fls.analysis.wording import Passage, Rules, fold


def test_folding() -> None:
    assert fold("“May,” Form 10-K; S.A.").split() == [
        *('"', "may", ",", '"', "form", "10", "k", ";", "s", "a"),
    ]


def test_marks_without_width_part_no_words() -> None:
    assert fold("of the \u200edate, for\u200bward").split() == ["of", "the", "date", ",", "forward"]


def test_the_greek_question_mark_is_a_semicolon() -> None:
    assert fold("tin\u037e zinc").split() == ["tin", ";", "zinc"]


def test_a_bracket_is_closed() -> None:
    text = "tin (and zinc) falls"
    passage = Passage(text, [(0, 13), (13, len(text))])
    assert passage.span(1, 4) == (0, 13)  # the bracket closes in another unit
    passage = Passage(text, [(0, len(text))])
    assert passage.span(1, 4) == (0, 14)
    assert passage.span(2, 4) == (5, 13)


@given(
    st.lists(
        st.text(
            'aB9 .,;:"|-\u201c\u2019\u2013\xa0\u2003\x1f\u0130\xe9\t\u037e\u200b\u200e', max_size=20
        )
    )
)
def test_every_word_of_a_passage_has_its_place(units: list[str]) -> None:
    text, spans = "", []
    for unit in units:
        spans.append((len(text), len(text) + len(unit)))
        text += unit + " "
    passage = Passage(text, spans)
    for at, word in enumerate(passage.words):
        start, end = passage.span(at, at + 1)
        assert fold(text[start:end]).split() == ([] if word == "|" else [word])


def test_spans_of_words_survive_odd_letters() -> None:
    text = "İstanbul may\n differ “materially”"
    passage = Passage(text, [(0, len(text))])
    words = passage.words
    at = words.index("materially")
    start, end = passage.span(at, at + 1)
    assert text[start:end] == "materially"


def test_a_pattern_stays_within_its_unit() -> None:
    known = Rules({"A": "a"}, {"far": ["A ..3 b"], "begin": ["^ b"], "maybe": ["a c? b"]})
    assert known.find("far", known.encode("| a x x x b |".split())) == [(1, 6)]
    assert known.find("far", known.encode("| a x x x x b |".split())) == []
    assert known.find("far", known.encode("| a | b |".split())) == []
    assert known.find("begin", known.encode("| b b |".split())) == [(1, 2)]
    assert known.has("maybe", known.encode("| a b |".split()))
    assert not known.has("maybe", known.encode("| a x b |".split()))


def test_every_pattern_uses_known_classes() -> None:
    known = rules()
    upper = {
        name
        for patterns in known._patterns.values()
        for _, search in patterns
        for name in [search.pattern]
        if "[]" in name
    }
    assert upper == set()
