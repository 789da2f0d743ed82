"""What is decided at once about full stops is what the rules decide one by one.

A stretch may differ only where white space stands in it that Punkt does not end a run of
characters at: another kind than space, tab and the usual ends of lines.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fls.document import KINDS
from fls.segmentation.glued import Stretches, find_stretches
from fls.segmentation.layout import assign_kinds
from fls.segmentation.sentences import ends_of_sentences
from fls.segmentation.stops import read_stops
from fls.segmentation.units import _find_sentence_ends
from fls.sheet import INVISIBLE, lay, split_words
from tests.property.test_segmentation import PIECES, RELEASES
from tests.unit.sheets import cut_whole, ints, steps_of
from tests.unit.test_sentences import EXAMPLES

PLAIN = " \n\t\r\v\f"
MORE = (
    *("Acme", "Inc.", "Corp.", "It", "Sales", "rose.", "etc.", "May 4.", "Jr.", "Co.", "I", "B"),
    *("(NYSE: X)", "(the “X”)", "p.m.", "Eastern", "S.A.", "A.", "“We", "grew.”", "4.", "Part 4."),
    *("12.", "Section", "No.", "e.g.", "x.y.", "Today,", "Fully,", "eBay", "iPhone", "Acme.", "X."),
    *("Adj.", "EPS", "EPS,", "Minn.", "-", "–", "–X", "(EXOZ)", "(SCI),", "(A.B.)", "(In", "“Dr."),
    *(
        "$5M.",
        "2.5x.",
        "1A.",
        "~$1.5M.",
        "Ph.D.,",
        "Ed.D.)",
        "it.X,",
        "SEC.",
        "with",
        "M.D.;",
        "X®.",
    ),
    *("Item", "Rule", "4.A.", "Mr", "Co.)", "Inc.”", "(Inc.", "İnc.", "İ", "\u212a", "sales"),
)


def is_odd(text: str) -> bool:
    """Whether white space stands in a stretch that Punkt does not end a run at."""
    return any((char.isspace() or char in INVISIBLE) and char not in PLAIN for char in text)


#: Words and marks as they come, without white space that only some count as such.
RUNNING = st.builds(
    lambda pieces, between: between.join(pieces).strip(),
    st.lists(st.sampled_from([piece for piece in PIECES + MORE if not is_odd(piece)]), max_size=30),
    st.sampled_from(["", " ", " ", "\n"]),
).filter(lambda text: any(map(str.isalpha, text)))


def together(text: str) -> list[int]:
    """Where sentences end in a text that is one stretch."""
    sheet = lay([text])
    whole = Stretches(ints(0), ints(0), ints(len(text)), ints(0))
    return _find_sentence_ends(sheet, split_words(sheet), whole).tolist()


def disagreements(texts: Sequence[str]) -> tuple[int, list[str]]:
    """Count the stretches of some texts, and list the plain ones that are cut otherwise."""
    sheet, words, lines, blocks, _, reading = steps_of(*texts)
    kinds = ints(*map(KINDS.index, assign_kinds(reading)[0]))
    items = kinds == KINDS.index("item")
    found = find_stretches(lines, blocks, items | (kinds == KINDS.index("sentence")), items)
    cut = _find_sentence_ends(sheet, words, found._replace(hold=found.start))
    owner = blocks.text[found.block]
    bad = []
    for text, start, end in zip(owner.tolist(), found.start, found.end, strict=True):
        begin = int(sheet.begin[text])
        mine = cut[(cut > start) & (cut <= end)] - begin
        first, last = int(start) - begin, int(end) - begin
        piece = texts[text][first:last]
        if mine.tolist() != ends_of_sentences(texts[text], first, last) and not is_odd(piece):
            bad.append(piece)
    return len(found.start), bad


@pytest.mark.parametrize("text", EXAMPLES)
def test_examples_of_the_codebook(text: str) -> None:
    assert together(text) == ends_of_sentences(text, 0, len(text))


@given(RUNNING)
@example("It did two things: • sold a mill; • bought a plant.")
@example("… It grew.")
@example(".1 Section")
@example("Jr. İ grew")
@example("Sales. Inc. Sales")
@example('Mr.Inc."1. Jr.(NYSE: X)')
def test_any_running_text(text: str) -> None:
    assert together(text) == ends_of_sentences(text, 0, len(text))


@given(st.lists(RUNNING, max_size=4), st.integers(0, 3))
def test_a_stretch_is_cut_alike_in_any_company(texts: list[str], number: int) -> None:
    sheet = lay(texts)
    start, end = sheet.begin[:-1], sheet.begin[1:] - 1
    rows = np.arange(len(texts))
    every = Stretches(rows, start, end, start)
    found = _find_sentence_ends(sheet, split_words(sheet), every)
    wanted = [
        int(b) + stop for b, text in zip(start, texts, strict=True) for stop in together(text)
    ]
    assert found.tolist() == wanted


def test_stretches_of_the_releases() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(RELEASES.glob("raw/*.txt"))]
    count, bad = disagreements(texts)
    assert count > 10 * len(texts) > 1000
    assert bad == []


def test_stretches_of_real_releases(real_texts: list[str]) -> None:
    count, bad = disagreements(real_texts)
    assert count > 10 * len(real_texts) > 10_000
    assert bad == []


@pytest.mark.parametrize("space", ["\xa0", "\u2009", "\u200b", "\u3000", " \xa0", "\u2028"])
def test_white_space_of_any_kind_parts_sentences(space: str) -> None:
    text = f"Sales rose in May.{space}Thornbury paid for it."
    assert [text[a:b] for a, b in cut_whole(text)] == text.split(space)


def test_plain_stops_leave_no_doubt() -> None:
    text = "Acme Inc. grew 4.5 percent in May. It paid Mr. Beck. Sales rose (see below). We hired."
    sheet = lay([text])
    found = read_stops(sheet, split_words(sheet), ints(0), ints(len(text)))
    assert found.doubt.tolist() == []
    assert [text[:stop].rsplit(" ", 1)[1] for stop in found.end.tolist()] == [
        "May.", "Beck.", "below).",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", "...", ". . .", "•", "• •"])
def test_nothing_is_decided_without_a_word(text: str) -> None:
    sheet = lay([text])
    found = read_stops(sheet, split_words(sheet), ints(0), ints(len(text)))
    assert [len(places) for places in found] == [0, 0]
