"""Lines are found, hard wraps are joined, and paragraphs stay apart."""

from __future__ import annotations

import itertools
import textwrap

import pytest

from fls.segmentation.lines import BULLET
from tests.unit.sheets import Block, blocks_of

PARAGRAPHS = (
    "Thornbury Pumps, Inc., a maker of pumps and valves for water works, today opened its second "
    "plant in Lowell, where 40 people will build the new line of valves that the company showed "
    "to its customers in the spring. The plant cost $12 million, of which a third was paid by the "
    "town and the rest from the sale of the old mill on the river.",
    "“We have wanted this plant for nine years,” said Ann Lowe, chief executive of the company. "
    "“It is close to our customers, it is close to our people, and it lets us build a valve in "
    "two days instead of six, which nobody else in the trade has been able to do.”",
    "The company has made pumps since 1931 and sells them to water works in nine countries, most "
    "of them in northern Europe. It is owned by its staff and has paid a dividend in each of the "
    "last forty years, although the mill was closed for the whole of 1974 after a flood.",
    "Under the plan the old site in Leeds will be kept open until the last order has been "
    "delivered. About 20 of the 60 people who work there will move to Lowell; the others have "
    "found work with a neighbour or will retire with a pension from the fund of the company.",
)


def _texts(text: str) -> list[str]:
    return [" ".join(block.text.split()) for block in blocks_of(text)]


def _fill(width: int, between: str = "\n\n", first: str = "", others: str = "") -> str:
    wrap = textwrap.TextWrapper(
        width,
        initial_indent=first,
        subsequent_indent=others,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return between.join(map(wrap.fill, PARAGRAPHS))


def _ragged(paragraph: str, widths: tuple[int, ...]) -> str:
    """Wrap as in proportional type, where lines hold more or fewer letters."""
    lines: list[str] = []
    line = ""
    for word in paragraph.split():
        if line and len(line) + 1 + len(word) > widths[len(lines) % len(widths)]:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return "\n".join([*lines, line])


def _justified(paragraph: str, width: int) -> str:
    """Wrap, and spread the words of each line but the last over the whole width."""
    lines = textwrap.wrap(paragraph, width, break_long_words=False)
    for i, line in enumerate(lines[:-1]):
        words = line.split()
        spaces, gaps = width - len(line), len(words) - 1
        lines[i] = (
            "".join(
                word + " " * (1 + (spaces * (j + 1) // gaps - spaces * j // gaps))
                for j, word in enumerate(words[:-1])
            )
            + words[-1]
        )
    return "\n".join(lines)


ABOVE = {
    "alone": [],
    "below paragraphs": list(PARAGRAPHS),
    "below wraps": _fill(72).split("\n\n"),
}
SHORT_LINES = {
    "names": ["Ann Lowe", "Vice President", "Thornbury Pumps", "12 Mill Street", "Lowell"],
    "details": [
        "Date: Monday, May 10, 2021",
        "Time: 9:00 a.m. Eastern Time",
        "Place: Lowell Hall",
    ],
    "contact": ["Contact:", "Ann Lowe", "lowe@thornbury.example"],
    "cells": ["Copper Hill", "4.5", "Long Lake", "12.5"],
}
FEET = {"number": "2", "dashes": "- 2 -", "words": "Page 2 of 9", "more": "-more-"}
GAPS = {"line": "\n", "blank": "\n\n", "page": "\n\n\f\n"}


@pytest.mark.parametrize("text", ["", " ", "\n", "\n\n \t\xa0\r\n\f\v\n", "\u2028\u2029\x85 "])
def test_white_space_is_no_block(text: str) -> None:
    assert blocks_of(text) == []


def test_a_block_tells_how_it_stood() -> None:
    text = "Title\n\n    First line\n     a\tb\tc"
    assert blocks_of(text) == [
        Block(0, 5, "Title", 1, gap=True, indent=0, columns=False),
        Block(11, 21, "First line", 1, gap=True, indent=4, columns=False),
        Block(27, 32, "a\tb\tc", 1, gap=False, indent=5, columns=True),
    ]


def test_a_joined_block_counts_its_lines_and_spans_them() -> None:
    text = _fill(60)
    first = blocks_of(text)[0]
    assert first.n_lines == text.partition("\n\n")[0].count("\n") + 1
    assert first.text == PARAGRAPHS[0]
    assert text[first.start : first.end] == text.partition("\n\n")[0]


@pytest.mark.parametrize("width", [40, 60, 66, 72, 80, 100, 132, 180])
def test_hard_wraps_are_joined(width: int) -> None:
    assert _texts(_fill(width)) == list(PARAGRAPHS)


@pytest.mark.parametrize("width", [60, 72, 100])
def test_hard_wraps_are_joined_without_blank_lines(width: int) -> None:
    assert _texts(_fill(width, "\n")) == list(PARAGRAPHS)


@pytest.mark.parametrize("width", [60, 72, 100])
def test_hard_wraps_are_joined_where_first_lines_are_indented(width: int) -> None:
    assert _texts(_fill(width, "\n\n", first="     ")) == list(PARAGRAPHS)


@pytest.mark.parametrize("width", [60, 72, 100])
def test_hard_wraps_are_joined_where_all_lines_are_indented(width: int) -> None:
    text = _fill(width, "\n\n", "    ", "    ")
    assert _texts(text) == list(PARAGRAPHS)


@pytest.mark.parametrize("width", [60, 72, 100])
def test_hard_wraps_of_justified_text_are_joined(width: int) -> None:
    assert _texts("\n\n".join(_justified(p, width) for p in PARAGRAPHS)) == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "widths", [(70, 66, 74, 68), (90, 80, 86, 94), (100, 88, 96), (75, 63), (92, 79, 83)]
)
def test_ragged_wraps_are_joined(widths: tuple[int, ...]) -> None:
    assert _texts("\n\n".join(_ragged(p, widths) for p in PARAGRAPHS)) == list(PARAGRAPHS)


@pytest.mark.xfail(strict=True, reason="a shorter line above a capital is taken for a last line")
def test_ragged_wraps_before_a_capital_are_joined() -> None:
    names = "The Lowell Works Council and the Leeds Town Hall Trust own Thornbury Pumps Holding. "
    paragraphs = [names * 4 + f"They paid for {place}." for place in ("Leeds", "Lowell", "Cork")]
    page = "\n\n".join(_ragged(p, (72, 65, 69)) for p in paragraphs)
    assert _texts(page) == paragraphs


@pytest.mark.parametrize("width", [60, 72, 100])
@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_other_line_ends_are_read_alike(width: int, end: str) -> None:
    assert _texts(_fill(width).replace("\n", end)) == list(PARAGRAPHS)


@pytest.mark.parametrize("width", [60, 72])
def test_an_end_of_line_may_have_spaces_before_it(width: int) -> None:
    assert _texts(_fill(width).replace("\n", " \xa0\n")) == list(PARAGRAPHS)


def test_paragraphs_on_a_line_each_stay_apart() -> None:
    assert _texts("\n".join(PARAGRAPHS)) == list(PARAGRAPHS)
    assert _texts("\n\n".join(PARAGRAPHS)) == list(PARAGRAPHS)


@pytest.mark.parametrize(
    ("above", "lines"),
    list(itertools.product(ABOVE, SHORT_LINES)),
)
def test_short_lines_stay_apart(above: str, lines: str) -> None:
    page = "\n\n".join((*ABOVE[above], "\n".join(SHORT_LINES[lines])))
    assert _texts(page)[-len(SHORT_LINES[lines]) :] == SHORT_LINES[lines]


def test_a_blank_line_ends_a_deck_whatever_its_last_word_is() -> None:
    deck = "Site in Lowell to build the valves that the water works have been waiting for"
    assert _texts("\n\n".join((deck, *PARAGRAPHS))) == [deck, *PARAGRAPHS]


def test_a_form_feed_stands_for_a_blank_line() -> None:
    first, second = blocks_of("The plant opened.\fIt makes valves.")
    assert (first.gap, second.gap) == (True, True)


def test_a_paragraph_goes_on_after_a_soft_line_break() -> None:
    assert _texts("One plant opened.\u2028Another closed.") == [
        "One plant opened.",
        "Another closed.",
    ]


@pytest.mark.parametrize("mark", ["\x85", "\u2029", "\x1c", "\x1d", "\x1e"])
def test_rare_separators_inside_a_line_do_not_lose_text(mark: str) -> None:
    text = f"The plant{mark}opened."
    kept = "".join(text[block.start : block.end] for block in blocks_of(text))
    assert "".join(kept.split()) == "Theplantopened."


@pytest.mark.parametrize("width", [60, 72, 100])
@pytest.mark.parametrize("mark", ["• ", "- ", "1. ", "(a) "])
def test_hanging_items_are_joined(width: int, mark: str) -> None:
    items = [
        textwrap.fill(
            mark + p,
            width,
            subsequent_indent="    ",
            break_long_words=False,
            break_on_hyphens=False,
        )
        for p in PARAGRAPHS
    ]
    assert _texts("\n".join(items)) == [mark + p for p in PARAGRAPHS]
    assert _texts("\n\n".join(items)) == [mark + p for p in PARAGRAPHS]


def test_a_centred_title_of_two_lines_is_joined() -> None:
    title = ["THORNBURY PUMPS OPENS SECOND PLANT", "IN LOWELL ON THE RIVER"]
    page = "\n".join(line.center(72).rstrip() for line in title) + "\n\n" + _fill(72)
    assert _texts(page) == [" ".join(title), *PARAGRAPHS]


def test_an_item_goes_on_under_its_own_text_on_a_page_that_is_not_wrapped() -> None:
    page = "• Sales rose in Peru and in Chile but fell in\n    Norway and Spain\n• Costs fell"
    assert _texts("\n\n".join((*PARAGRAPHS, page)))[-2:] == [
        "• Sales rose in Peru and in Chile but fell in Norway and Spain",
        "• Costs fell",
    ]


def test_a_quotation_goes_on_after_the_line_that_names_its_speaker() -> None:
    page = "Ann Lowe, chief executive of Thornbury Pumps, said:\n“We grew.”"
    assert _texts("\n\n".join((*PARAGRAPHS, page)))[-1] == " ".join(page.split())


@pytest.mark.parametrize("width", [60, 72])
def test_a_wrapped_heading_stays_apart_from_its_text(width: int) -> None:
    pages = [part for p in PARAGRAPHS for part in ("About the Plant", textwrap.fill(p, width))]
    assert _texts("\n".join(pages)) == [x for p in PARAGRAPHS for x in ("About the Plant", p)]


@pytest.mark.parametrize("foot", FEET)
@pytest.mark.parametrize("gap", GAPS)
def test_a_page_foot_between_halves_of_a_sentence_stays_apart(foot: str, gap: str) -> None:
    lines = _fill(72).split("\n")
    page = "\n".join(lines[:3]) + f"\n\n{FEET[foot]}{GAPS[gap]}" + "\n".join(lines[3:])
    blocks = _texts(page)
    assert blocks[:2] == [" ".join(lines[:3]), FEET[foot]]
    assert blocks[2].startswith(lines[3])


@pytest.mark.parametrize("width", [60, 72, 100])
def test_a_table_below_wrapped_text_stays_in_rows(width: int) -> None:
    rows = [
        "Sales                 $ 41,200    $ 39,600",
        "Cost of sales           30,100      30,900",
        "Gross profit          $ 11,100    $  8,700",
    ]
    blocks = blocks_of(_fill(width) + "\n\n" + "\n".join(rows))
    assert [block.text for block in blocks[-3:]] == rows
    assert [block.columns for block in blocks] == [False] * len(PARAGRAPHS) + [True] * 3


@pytest.mark.parametrize(
    "line",
    [
        "Sales      41,200",
        "Sales\t41,200",
        "Sales   41   39",
        "Sales   $ 41   $ 39",
        "Sales   (41)   —",
        "Lowell     Leeds",
    ],
)
def test_a_line_in_columns(line: str) -> None:
    assert blocks_of(line)[0].columns


@pytest.mark.parametrize(
    "line",
    [
        "Sales rose.  Costs fell.",
        "The   plant   opened   in   May   and   makes   valves.",
        "Sales  were  $41  million  in  2021.",
        "Sales rose.    Costs fell.",
        "\tSales rose.",
        "     Sales rose.",
    ],
)
def test_a_line_not_in_columns(line: str) -> None:
    assert not blocks_of(line)[0].columns


@pytest.mark.parametrize(
    "line",
    [
        *(f"{mark} Sales rose" for mark in "•▪●◦■·‣⁃∙○◆◼➢➤✔✓►▶★*+~-–—§❖"),
        *(f"{mark}Sales rose" for mark in "•▪●◦■‣►✔"),
        "o Sales rose", "o\tSales rose", "•\xa0Sales rose", "-- Sales rose", "•\tSales rose",
        "1. Sales rose", "12. Sales rose", "1) Sales rose", "(1) Sales rose",
        "a. Sales rose", "a) Sales rose", "(a) Sales rose", "(iv) Sales rose", "ii. Sales rose",
    ],
)  # fmt: skip
def test_a_mark_begins_an_item(line: str) -> None:
    match = BULLET.match(line)
    assert match
    assert line[match.end() :] == "Sales rose"


@pytest.mark.parametrize(
    "line",
    [
        "-5 percent", "–40 degrees", "4.5 million", "1,200 pumps", "1995 was cold", "2021. It grew",
        "A company", "a pump", "o’clock", "O’Neill", "of the", "I think", "(see Note 4)", "*Sales",
        "U.S. sales", "e.g. zinc", "(the “Rights”)", "Mr. Beck", "vitamin", "$4. It", "--",
    ],
)  # fmt: skip
def test_no_mark(line: str) -> None:
    assert BULLET.match(line) is None
