"""Contacts, speakers, and the pieces around the end of a release get their kinds."""

from __future__ import annotations

import pytest

from fls.segmentation import segment
from tests.unit.layout_pages import BOTTOM, TOP
from tests.unit.test_layout import _cases, _kinds

CONTACTS = {
    "a name behind the caption": "c Contact: Ann Lowe\n\nc lowe@thornbury.example",
    "a caption alone": "g Contact:\n\nc Ann Lowe\n\nc lowe@thornbury.example",
    "a long line to reach names by": "c Ann Lowe\n\nc Chair, President and CEO\n\n"
    "c Thornbury Pumps Corp.\n\nc Investor Relations Contact: 1-937-555-0100, Extension 319, "
    "Weekdays from 9 a.m. | Email: ir@thornbury.example",
    "whom to contact": "c Contact Thornbury Pumps Investor Relations Office",
    "a speaker with an office": 's "Pumps are our life."\n\n'
    "c Ann Lowe, President of Thornbury Pumps\n\ng Plans for the Year",
    "a heading below a quotation": 's "Pumps are our life."\n\ng Pumps, Valves and Parts',
    "an account and a day": "s Thornbury opens its plant today.\n\n"
    "c — Thornbury Pumps (@thornbury) May 3, 2025\n\ng Plans for the Year",
}

ENDS = {
    "networks": "o Find Thornbury here: Twitter | Facebook | Instagram | YouTube",
    "networks for more": "c For more information, visit: Website | Twitter | Telegram | LinkedIn",
    "no networks": "g Pumps | Valves | Parts",
    "a line that asks to follow": "s Follow Thornbury Pumps Group on Twitter: "
    "www.twitter.com/thornbury",
    "files": "o Attachments\n\no * Thornbury opens its new plant\no * The Pump",
    "names below files": "o Attachments\n\ng Contact:\n\nc Ann Lowe\n\nc lowe@thornbury.example",
    "items behind other words": "o Attachments\n\no * The Pump\n\ng Highlights\n\n"
    "i * Sales rose by a tenth in the year",
    "a note in brackets": "g Contact:\n\nc Ann Lowe\n\nc lowe@thornbury.example\n\n"
    "o [1] Pumps and Valves - Thornbury Daily | Thornbury Society",
    "a note that is a sentence": "s [1] Adjusted income leaves out the cost of the move to Lowell.",
    "pictures below contacts": "o A photo accompanying this announcement is available at "
    "https://wire.example/40\n\ng Contact:\n\nc Ann Lowe\n\nc lowe@thornbury.example\n\n"
    "o Ann Lowe\n\no Ann Lowe, head of pumps, opens the plant.\n\no The New Plant",
    "a link behind sentences": "s Thornbury makes pumps and valves for all water works of the "
    "state, and sells them in nine countries.\n+c www.thornbury.example",
    "a site behind sentences": "s Thornbury sells its pumps in Ohio.\n+c ThornburyPumps.com.",
    "a link inside a sentence": "s Find more on pumps at www.thornbury.example.\n+s It is free.",
    "rights behind sentences": "s Acme and Beck are marks of Thornbury.\n"
    "+o © 2025 Thornbury Pumps, Inc.\n+o All rights reserved.",
    "a sentence on rights": "s Thornbury holds the rights.\n+s Copyright is what it lives by.",
    "accounts of a network": "o Twitter @ https://t.example/thornbury\n\no @thornbury on Instagram",
    "a site and a network alone": "o ThornburyPumps.com\n\no Facebook",
    "a page and its name": "o https://wire.example/main/3253 Report of Thornbury",
    "what to do at a link": "s Reserve your place at Thornbury now: https://thornbury.example/seat",
    "about a company with a link": "g About Thornbury (https://www.thornbury.example)",
    "an embargo": "o Embargoed until 9 a.m. PT/noon ET, Monday May 4, 2026",
}


@pytest.mark.parametrize("end", [*_cases(CONTACTS), *_cases(ENDS)])
def test_who_is_reached_at_the_end(end: str) -> None:
    cut, expected = _kinds("\n\n".join((TOP, BOTTOM, end)))
    assert cut == expected


def test_place_and_day_with_a_wire_above_the_first_paragraph() -> None:
    cut, expected = _kinds(
        "h Thornbury Pumps Opens Second Plant in Lowell\n\n"
        "o Lowell, Mass. (Newsworthy.ai) Wednesday May 6, 2026 @ 8:30 AM Eastern —\n\n"
        + TOP.partition("\n\n")[2]
        + "\n\n"
        + BOTTOM
    )
    assert cut == expected


def test_a_long_line_without_words_takes_no_longer_than_its_length() -> None:
    """Reading blanks behind a mark again from each of them would take minutes."""
    text = "Acme Opens Plant\n\n-" + " " * 200_000 + "|\n\nAcme opened a plant in May, its tenth."
    assert [unit.kind for unit in segment(text)][-1] == "sentence"
