"""Wrapped text is cut where the same text is cut when each paragraph stands on a line."""

from __future__ import annotations

import textwrap

import pytest

from tests.unit.test_blocks import PARAGRAPHS, _fill, _texts


def _wrap(paragraph: str, width: int) -> str:
    """Wrap as mail programs do: words that a no-break space holds together are one."""
    return textwrap.fill(paragraph, width, break_long_words=False, break_on_hyphens=False)


def _one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("width", range(40, 101))
@pytest.mark.parametrize(
    "opening",
    [
        "LOWELL, Mass. -- May 4, 2021 -- Thornbury Pumps, Inc. (NASDAQ:\xa0THPU): A plant opened. ",
        "LOWELL, May 4, 2021 (ACME NEWSWIRE) —\xa0Thornbury Pumps makes pumps and valves. ",
        "Thornbury Pumps opened a plant.\xa0 Valves for\xa0water\xa0works are made there. ",
    ],
)
def test_words_held_together_are_wrapped_as_one(width: int, opening: str) -> None:
    wrapped = [_wrap(p, width) for p in (opening + PARAGRAPHS[0], *PARAGRAPHS[1:])]
    assert _texts("\n\n".join(wrapped)) == [_one_line(opening + PARAGRAPHS[0]), *PARAGRAPHS[1:]]


@pytest.mark.parametrize("width", [50, 60, 72, 90])
def test_a_link_longer_than_the_lines_does_not_widen_them(width: int) -> None:
    plan = f"The plan is at https://thornbury.example/{'plant-' * 40} and in the mill."
    page = "\n\n".join([_wrap(p, width) for p in (*PARAGRAPHS, plan)])
    assert _texts(page) == [*PARAGRAPHS, plan]


@pytest.mark.parametrize("width", range(40, 101))
def test_a_list_inside_a_sentence_is_no_list_of_items(width: int) -> None:
    risks = (
        "Risks include, but are not limited to: (i) delays of the plant; (ii) prices of steel and "
        "of brass; (iii) floods on the river; (iv) the loss of customers in Europe; and (v) laws "
        "on water works; (vi) the cost of the mill; and (vii) the health of the staff."
    )
    page = "\n\n".join([_wrap(p, width) for p in (*PARAGRAPHS, risks)])
    assert _texts(page) == [*PARAGRAPHS, risks]


@pytest.mark.parametrize(
    "items",
    [
        [
            "- Sales of pumps rose to $41 million, previously $39 to $40 million",
            "- Sales of valves fell to $12 million, previously $13 to $14 million",
        ],
        [
            "1. The pumps that were ordered by the town of Lowell for the spring",
            "2. The valves that were shown to customers and to partners in May",
        ],
        [
            "(i) the pumps that were ordered by the town of Lowell for the spring;",
            "(ii) the valves that were shown to customers and to partners in May.",
        ],
    ],
)
def test_items_that_fill_their_lines_stay_apart(items: list[str]) -> None:
    page = [*map(_wrap, PARAGRAPHS, [len(items[0])] * len(PARAGRAPHS)), "\n".join(items)]
    assert _texts("\n\n".join(page)) == [*PARAGRAPHS, *items]


def test_a_figure_with_decimals_ends_no_sentence() -> None:
    item = "• Orders for the new line of valves came to $41.25\nmillion in the second quarter"
    assert _texts(_fill(60) + "\n\n" + item)[-1] == _one_line(item)
    note = "The plant was opened by the staff in the spring.12\nmm is the width of a valve"
    assert len(_texts(_fill(80) + "\n\n" + note)) == len(PARAGRAPHS) + 2


def test_an_empty_line_inside_a_sentence_may_stand_below_a_short_line() -> None:
    above = PARAGRAPHS[2].replace("after a flood.", "after a flood on the river")
    below = "that runs through the town, and for repairs."
    for width in range(40, 101):
        page = f"{_fill(width)}\n\n{_wrap(above, width)}\n\n{below}"
        assert _texts(page)[-1] == f"{above} {below}"
    assert _texts(f"{_fill(50)}\n\n\n{_wrap(above, 50)}\n\n\n{below}")[-1] == below


def test_the_last_item_of_a_list_stays_apart_below_an_empty_line() -> None:
    item = f"{PARAGRAPHS[2][:-1]}; and"
    for width in (*range(40, 101), len(item)):
        assert _texts(f"{_wrap(item, width)}\n\n{_fill(width)}") == [item, *PARAGRAPHS]


@pytest.mark.parametrize("width", [60, 72, 100])
def test_a_short_heading_stays_apart_from_a_name_in_small_letters(width: int) -> None:
    text = "thornbury Pumps is a maker of pumps and valves for water works in nine countries."
    page = f"{_fill(width)}\n\nAbout thornbury Pumps\n{_wrap(text, width)}"
    assert _texts(page)[-2:] == ["About thornbury Pumps", text]
