"""How firm a sentence is, from its words."""

from __future__ import annotations

import pytest

from fls.analysis.commitments.hedge import HEDGES, hedge


def test_hedges_are_graded_from_firm_to_weak() -> None:
    steps = [
        hedge(f"Acme {words} open a plant.")
        for words in ("will", "is scheduled to", "expects to", "aims to", "could", "may")
    ]
    assert steps == sorted(HEDGES)
    assert hedge("It will likely open.") == 0.6
    assert hedge("It is on schedule.") == 0.2
    assert hedge("We look forward to opening the plant.") == 0.4
    assert hedge("Acme is poised to enter the market.") == 0.4
    assert hedge("There is no guarantee that it will close.") == 1.0
    assert hedge("The shop is due to open, and set to grow.") == 0.2
    assert hedge("The company projects a margin of 7%.") == 0.4
    assert hedge("The company plans a new shop.") == 0.4
    assert hedge("Our plan is to open a shop.") == 0.4
    assert hedge("May 3 is the day.") is None
    assert hedge("There is no certainty that it will close.") == 1.0
    assert hedge("Acme is unable to predict the day.") == 1.0
    assert hedge("Acme has an ambition to open ten shops.") == 0.6
    assert hedge("Acme is optimistic about pumps.") == 0.6
    assert hedge("Acme is working toward a listing.") == 0.6
    assert hedge("Acme is well-positioned to grow.") == 0.4
    assert hedge("Acme guided to a margin of 7%.") == 0.4
    assert hedge("A reader predicts more sales.") == 0.4
    assert hedge("Shops are guided to sell pumps.") is None


@pytest.mark.parametrize(
    "text",
    [
        "The tunnel will open our projects to new customers.",
        "Members will set standards for the new exchange.",
        "Students will have the opportunity to work in our laboratory.",
        "Sales will rise due to lower costs.",
        "Both sides will complete due diligence.",
        "The drill will target zone 7.",
        "We will test drill targets in May.",
        "We will build on our track record.",
        "The business plan will be shown in May.",
        "The Proposed Transaction will close.",
        "It will be sold to potential customers as soon as possible.",
    ],
)
def test_nouns_and_adjectives_hedge_nothing(text: str) -> None:
    assert hedge(text) == 0.0


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("Acme guides to revenue of $5 million for 2026.", 0.4),
        ("Acme guides to adjusted net income growth of 9%.", 0.4),
        ("Acme guided FY26 to $9 million.", 0.4),
        ("Costs remain guided at $2 million.", 0.4),
        ("Acme is guiding for 31 tonnes.", 0.4),
        ("The shop guides 3M through its change.", None),
        ("Sales were in the guided range of 5% to 7%.", None),
        ("Guides to the repair of pumps open the mind.", None),
        ("Readers are guided to the shop.", None),
    ],
)
def test_guiding_is_a_forecast_only_with_figures_or_results(text: str, step: float | None) -> None:
    assert hedge(text) == step


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("Acme intends to seek approval by the court.", 0.4),
        ("The mills are expected to seek a permit.", 0.4),
        ("Acme intends to seek to sell the mill.", 0.6),
        ("Acme seeks a buyer.", 0.6),
        ("The fund will seek a return of 4%.", 0.6),
        ("Acme may intend to seek approval.", 1.0),
    ],
)
def test_who_intends_to_seek_something_will_apply_for_it(text: str, step: float) -> None:
    assert hedge(text) == step
