from __future__ import annotations

import math

import pytest

from fls.analysis.caution.legend import find_legend
from fls.analysis.caution.safe_harbor import SafeHarbor
from tests.unit.legend_texts import PUMPS, tagged


def test_items_after_an_announcement_belong_whatever_their_label() -> None:
    units = [
        ("B", "This release contains forward-looking statements."),
        ("B", "Factors that could cause actual results to differ materially include:"),
        *((code, f"* a fault of pump {number};", "item") for number, code in enumerate("FFLFFFPB")),
        ("B", "Except as may be required by law, we undertake no duty to update any statement."),
    ]
    found = SafeHarbor(tagged(*units))
    assert found.units == list(range(11))
    assert found.factors["text"].tolist() == [f"fault of pump {number}" for number in range(8)]
    facts = [("F", "Acme sold pumps:"), *units[2:6]]
    assert SafeHarbor(tagged(*facts, *units[:1])).units == [5]


def test_a_wrongly_labelled_sentence_of_the_legend_belongs_to_it() -> None:
    units = list(PUMPS)
    units[4] = ("L", units[4][1])
    units[7] = ("F", units[7][1])
    found = SafeHarbor(tagged(*units))
    assert found.units == [4, 5, 6, 7, 8]


def test_other_legends_are_no_cautionary_text() -> None:
    given = tagged(
        ("B", "This is no offer to sell pumps and no solicitation of an offer to buy any."),
        ("B", "Adjusted EBITDA is not a measure under GAAP and is no substitute for income."),
        ("B", "Nothing here is medical advice."),
    )
    found = SafeHarbor(given)
    assert found.units == []
    assert found.protection == 0.0
    assert math.isnan(found.generic_share)
    assert not found.to_frame()["is_present"].any()
    assert "no cautionary text" in repr(found)
    assert find_legend(tagged()).units == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Neither the TSXV nor its services provider accepts responsibility for this release.",
        "CBOE CANADA DOES NOT ACCEPT RESPONSIBILITY FOR THE ACCURACY OF ANY WORD HERE.",
        "Readers should seek independent professional advice before they buy pumps.",
        "Holders should consult their own tax advisors.",
        "Our pumps are not intended to diagnose or cure what ails a mill hand.",
        "Acme makes no representations or warranties as to the accuracy of this page.",
        "In no case will Acme be liable for any decision made by its readers.",
        "What stands on our pages is not incorporated by reference herein.",
        "Acme provides links to other websites as a courtesy.",
        "Pump data are taken from third-party sources.",
        "The Pump Wire is compensated for its coverage of Acme.",
        "Turbo is a trademark of Acme.",
        "The German version is binding.",
        "The offering will be made only by means of a prospectus.",
        "Not a word of this was evaluated by the Food and Drug Administration.",
        "Acme tells much on social media.",
    ],
)
def test_other_legends_end_no_cautionary_text_and_are_none_of_it(sentence: str) -> None:
    legend = ("B", "This release contains forward-looking statements.")
    more = ("B", "They hold as of today.")
    assert SafeHarbor(tagged(legend, ("B", sentence), more)).units == [0, 2]


@pytest.mark.parametrize(
    "sentence",
    [
        "No warranty is given, and no reliance should be placed on these forecasts.",
        "The past is no representation of what will come.",
        "Undue reliance on third-party sources may harm readers.",
    ],
)
def test_caution_in_other_words_belongs(sentence: str) -> None:
    legend = ("B", "This release contains forward-looking statements.")
    assert SafeHarbor(tagged(legend, ("B", sentence))).units == [0, 1]


def test_a_heading_of_another_section_ends_the_text() -> None:
    legend = ("B", "This release contains forward-looking statements.")
    more = ("B", "Tables show how these figures are made.")
    for text in ("Non-GAAP Financial Measures", "Participants in the Solicitation", "About Acme"):
        assert SafeHarbor(tagged(legend, ("-", text, "heading"), more)).units == [0]
    assert SafeHarbor(tagged(legend, ("-", "Our Risks", "heading"), more)).units == [0, 2]


def test_words_that_look_forward_are_no_caution_without_a_legend() -> None:
    team = ("P", "Our forward-looking team keeps its promises.")
    rule = ("F", "The safe harbor of the tax code covers such payments.")
    assert SafeHarbor(tagged(team, rule)).units == []
    far = [("F", f"Fact {number}.") for number in range(4)]
    legend = ("B", "These are forward-looking statements.")
    assert SafeHarbor(tagged(team, *far, legend)).units == [5]
    assert SafeHarbor(tagged(team, legend)).units == [0, 1]
