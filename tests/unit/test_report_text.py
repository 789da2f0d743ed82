from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from fls.document import Unit
from fls.report._text import Place, cut_pieces, group_paragraphs

_SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).map(sorted), max_size=6)


@given(_SPANS, _SPANS, st.integers(0, 10), st.integers(15, 30))
def test_pieces_put_together_are_the_span(words: Any, spans: Any, start: int, end: int) -> None:
    text = "abcdefghijklmnopqrstuvwxyz0123456789"
    places = [Place(a, b, f"n{n}") for n, (a, b) in enumerate(spans) if a < b]
    cut = cut_pieces(text, start, end, [tuple(span) for span in words if span[0] < span[1]], places)
    assert "".join(piece.text for piece in cut) == text[start:end]
    at = start
    for piece in cut:
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
    paragraphs = group_paragraphs(text, units)
    assert [(p.setting, p.units) for p in paragraphs] == [
        ("headline", (0,)), ("table", (1, 2)), ("table", (3,)), ("lines", (4, 5)),
        ("prose", (6, 7)), ("prose", (8,)),
    ]  # fmt: skip
    assert text[paragraphs[1].start : paragraphs[1].end] == "  A  1\n  B  2"
