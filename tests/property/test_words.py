"""Words of units are the same however they are counted, and by the definition, in any text."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from fls.document import Unit
from fls.metrics import count_sheet_words, count_words
from fls.segmentation import segment
from fls.sheet import lay, unit_table
from tests.property.test_segmentation import ANY_TEXT

#: Letters, signs and white space of every sort, and marks of no width, close together.
CLOSE = [*'aB1 \n-"(.', "\u200b", "\ufeff", "\u3000", "\u6f22", "\u3001", "\x85"]
some_texts = st.lists(ANY_TEXT | st.text(st.sampled_from(CLOSE), max_size=30), max_size=4)


def same_words(texts: list[str], units: list[list[Unit]]) -> None:
    sheet = lay(texts)
    found = count_words(texts, units).tolist()
    assert count_sheet_words(sheet, unit_table(units).shift(sheet.begin)).tolist() == found
    pieces = (t[u.start : u.end] for t, own in zip(texts, units, strict=True) for u in own)
    assert found == [sum(any(map(str.isalnum, w)) for w in piece.split()) for piece in pieces]


@settings(max_examples=200)
@given(some_texts)
@example(["a\u200bb \ufeff\u200b c\ufeff", "\ud800a \U0001f600 \x00 \x1f1"])
def test_words_of_the_units_that_are_cut(texts: list[str]) -> None:
    same_words(texts, [list(segment(text)) for text in texts])


@settings(max_examples=200)
@given(some_texts, st.data())
def test_words_of_units_that_end_anywhere(texts: list[str], data: st.DataObject) -> None:
    """Inside words and marks, too; units may be empty."""
    units = []
    for text in texts:
        ends = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=8)))
        pairs = zip(ends[::2], ends[1::2], strict=False)
        units.append([Unit("sentence", start, end, "given", 0) for start, end in pairs])
    same_words(texts, units)
