"""Pieces of a page get their kinds: one small page per rule of the codebook."""

from __future__ import annotations

from typing import Any

import pytest

from fls.segmentation import segment
from fls.segmentation.asks import Known, Place, Question
from fls.segmentation.layout import RULES, SURE
from fls.segmentation.page import PROSE
from tests.unit.layout_pages import (
    BOTTOM,
    BREAKS,
    CONTACTS,
    DATELINES,
    FURNITURE,
    HEADINGS,
    ITEMS,
    LINK_LISTS,
    MARKS,
    NUMBERS,
    REFERENCES,
    TABLES,
    TITLES,
    TOP,
)

CODES = {
    "headline": "h",
    "sentence": "s",
    "item": "i",
    "heading": "g",
    "table": "t",
    "contact": "c",
    "other": "o",
}


def _parse(marked: str) -> tuple[str, list[tuple[str, str]]]:
    """Return the page and its units."""
    text, units = "", []
    for line in marked.split("\n"):
        join = {"+": " ", "=": ""}.get(line[:1], "\n")
        code, _, words = line.lstrip("+=").partition(" ")
        text += join + words
        if words.strip():
            units.append((code, " ".join(words.split())))
    return text[1:], units


def _kinds(marked: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the units that are cut, and those that are expected."""
    text, expected = _parse(marked)
    cut = [(CODES[u.kind], " ".join(text[u.start : u.end].split())) for u in segment(text)]
    return cut, expected


def _cases(cases: dict[str, Any], *broken: tuple[str, str]) -> list[Any]:
    """Return parameters with their names; those in `broken` are expected to fail."""
    reasons = dict(broken)
    assert reasons.keys() <= cases.keys()
    return [
        pytest.param(
            case,
            id=name,
            marks=pytest.mark.xfail(strict=True, reason=reasons[name]) if name in reasons else (),
        )
        for name, case in cases.items()
    ]


def _named(*cases: str) -> dict[str, str]:
    return {case: case for case in cases}


@pytest.mark.parametrize("head", _cases(TITLES))
def test_headlines(head: str) -> None:
    cut, expected = _kinds("\n\n".join((head, TOP.partition("\n\n")[2], BOTTOM)))
    assert cut == expected


@pytest.mark.parametrize("dateline", _cases(_named(*DATELINES)))
def test_a_dateline_belongs_to_the_first_sentence(dateline: str) -> None:
    cut, expected = _kinds(
        "h Thornbury Pumps Opens Second Plant in Lowell\n\n"
        f"s {dateline} Thornbury Pumps, Inc. (NYSE: TBP), a maker of pumps and valves for water "
        "works, today opened a plant in Lowell.\n+s It will build valves.\n\n" + BOTTOM
    )
    assert cut == expected


@pytest.mark.parametrize(
    "dateline",
    _cases(
        _named("LOWELL, Mass., May 4, 2021", "Lowell, Mass. – May 4, 2021", "London, 4 May 2021")
    ),
)
def test_a_dateline_alone_is_other(dateline: str) -> None:
    cut, expected = _kinds(
        f"h Thornbury Pumps Opens Second Plant in Lowell\n\no {dateline}\n\n"
        "s Thornbury Pumps, Inc. (NYSE: TBP), a maker of pumps and valves for water works, today "
        "opened a plant in Lowell.\n+s It will build valves.\n\n" + BOTTOM
    )
    assert cut == expected


@pytest.mark.parametrize(
    "middle",
    [
        *_cases(HEADINGS),
        *_cases(ITEMS),
        *_cases(
            TABLES,
            ("group head in the rows", "a row head that ends in a colon is a heading"),
        ),
        *_cases(
            BREAKS,
        ),
    ],
)
def test_pieces_of_the_body(middle: str) -> None:
    cut, expected = _kinds("\n\n".join((TOP, middle, BOTTOM)))
    assert cut == expected


@pytest.mark.parametrize(
    "middle",
    [
        "s Watch the new pump at work here: https://wire.example/pump",
        "s Follow Thornbury Pumps on the web at www.thornbury.example",
        "g THORNBURY PUMPS INTERNATIONAL, INC.",
        "o A photo accompanying this announcement is available at https://wire.example/40\n\n"
        "o The new pump in its hall\n\no Ann Lowe opens the plant in Lowell\n\n"
        "g About Thornbury Pumps",
    ],
)
def test_lines_that_stand_alone(middle: str) -> None:
    cut, expected = _kinds("\n\n".join((TOP, middle, BOTTOM)))
    assert cut == expected


def test_a_title_that_ends_in_a_date_is_a_headline() -> None:
    title = "h Thornbury Pumps Shows New Hall to Its Neighbors, March 26, 2026"
    cut, expected = _kinds("\n\n".join((title, TOP.partition("\n\n")[2], BOTTOM)))
    assert cut == expected


@pytest.mark.parametrize("mark", _cases(_named(*MARKS)))
def test_a_line_after_a_mark_is_an_item(mark: str) -> None:
    cut, expected = _kinds(
        f"{TOP}\n\ni {mark} Sales rose 4 percent to $41 million\n"
        f"i {mark} The company bought a mill in Ohio from its founder.\n\n{BOTTOM}"
    )
    assert cut == expected


@pytest.mark.parametrize(("first", "second"), NUMBERS)
def test_a_line_after_a_number_is_an_item(first: str, second: str) -> None:
    cut, expected = _kinds(
        f"{TOP}\n\ni {first} Sales rose 4 percent to $41 million\n"
        f"i {second} The company bought a mill in Ohio from its founder.\n\n{BOTTOM}"
    )
    assert cut == expected


@pytest.mark.parametrize(
    "line",
    _cases(
        _named(
            "4.5 million pumps were sold by the company in the quarter.",
            "A company of this size needs a second plant in Lowell.",
            "1931 was the year in which the company was founded in Leeds.",
            "O’Neill Valves of Cork was the largest customer of the company.",
            "-5 degrees is the lowest temperature that the pump can stand.",
            "I. Lowe founded the company in Leeds in the year 1931.",
        )
    ),
)
def test_a_sentence_that_looks_like_an_item(line: str) -> None:
    cut, expected = _kinds(f"{TOP}\n\ns {line}\n\n{BOTTOM}")
    assert cut == expected


@pytest.mark.parametrize(
    "end",
    [
        *_cases(CONTACTS),
        *_cases(
            LINK_LISTS,
        ),
        *_cases(
            REFERENCES,
            ("source of a figure", "a reference after a star is an item"),
            ("full sentence with a star", "a footnote of a full sentence is an item"),
            ("full sentence with a number", "a footnote of a full sentence is an item"),
        ),
    ],
)
def test_pieces_of_the_end(end: str) -> None:
    cut, expected = _kinds("\n\n".join((TOP, BOTTOM, end)))
    assert cut == expected


@pytest.mark.parametrize(
    "line",
    _cases(
        _named(*FURNITURE),
    ),
)
def test_furniture_is_other(line: str) -> None:
    cut, expected = _kinds(f"{TOP}\n\n{BOTTOM}\n\no {line}")
    assert cut == expected


@pytest.mark.parametrize(
    "line",
    _cases(
        _named(
            "Source code of the tool is kept by the company in Lowell and in Leeds.",
            "Copyright law protects the drawings of the pumps in most of the countries.",
            "Attachments for the pump are sold by the company in nine countries.",
            "More than 40 people work in the new plant of the company in Lowell.",
            "Page proofs of the report were sent to the members of the board in May.",
            "Photos of the plant were shown at the town hall of Lowell in the spring.",
            "Contact with water does not harm the valves that the company makes.",
            "The company sold 40 pumps for $4 million in 2020 and 50 for $5 million in 2021.",
        ),
    ),
)
def test_a_sentence_that_looks_like_furniture(line: str) -> None:
    cut, expected = _kinds(f"{TOP}\n\ns {line}\n\n{BOTTOM}")
    assert cut == expected


def test_every_unit_names_the_rule_that_decided() -> None:
    text, _ = _parse("\n\n".join((TOP, HEADINGS["about"], TABLES["columns by spaces"])))
    names = {rule.name for rule in RULES} | {"glued heading", "prose"}
    assert {unit.rule for unit in segment(text)} <= names


def test_what_no_rule_takes_is_running_text() -> None:
    text, _ = _parse("\n\n".join((TOP, BOTTOM)))
    assert [(unit.kind, unit.rule) for unit in segment(text)[-2:]] == [(PROSE, "prose")] * 2


def test_every_rule_has_a_name_a_bit_and_a_shape_of_its_own() -> None:
    names, bits, judges, shapes = map(list, zip(*RULES, strict=True))
    assert len({*names}) == len({*bits}) == len({*judges}) == len(RULES)
    assert {*bits} == {*Question, *Place} - {Place.IN_CONTACT, Place.IN_LIST}
    by_shape = [shape for shape in shapes if shape]
    assert len({*by_shape}) == len(by_shape)
    assert [isinstance(bit, Question) for bit in bits] == [shape is not None for shape in shapes]


def test_every_known_answer_is_that_of_a_rule() -> None:
    assert {*SURE} <= {rule.name for rule in RULES}
    bits = [sure.bit for sure in SURE.values() if sure.shape]
    assert sorted([Known.PARAGRAPH, *bits]) == [*Known]


def test_no_two_questions_places_and_known_answers_share_a_bit() -> None:
    bits = [*map(int, (*Question, *Place, *Known))]
    assert bits == [1 << i for i in range(len(bits))]


@pytest.mark.parametrize(
    "tail", ["", " ###", " www.acme.example", " Contact: Ann Lowe lowe@acme.example"]
)
@pytest.mark.parametrize(
    "head", ["", "Acme Opens Plant in Dayton and Names Ann Lowe Chief of Pumps "]
)
@pytest.mark.parametrize("times", [1, 3, 30])
def test_a_release_that_lost_its_line_breaks_is_cut_into_sentences(
    times: int, head: str, tail: str
) -> None:
    body = "Acme opened its second pump plant in Dayton. It expects to hire 200 people by 2027. "
    units = segment(head + (body * times).strip() + tail)
    kinds = [unit.kind for unit in units]
    assert set(kinds) == {"sentence"}
    assert 2 * times <= len(units) <= 2 * times + 1


def test_a_legend_of_one_short_sentence_is_no_heading() -> None:
    text = "Forward-Looking Statements\n\nThis release contains forward-looking statements.\n"
    units = segment(
        f"Acme Opens Plant\n\nDAYTON, Ohio -- Acme opened a plant. It is large.\n\n{text}"
    )
    assert [unit.kind for unit in units][-2:] == ["heading", "sentence"]
