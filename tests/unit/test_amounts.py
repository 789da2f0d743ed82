"""Which amount of a sentence is promised, and what only looks like one."""

from __future__ import annotations

import datetime as dt
from time import process_time

import pytest

from fls.analysis.amounts.promised import promised
from fls.analysis.amounts.quantity import Quantity, quantities

DAY = dt.date(2025, 4, 15)


def chosen(text: str) -> Quantity | None:
    return promised(quantities(text), text, DAY)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("Acme has been paid $410,000 so far and stays eligible for up to $7,200,000.",
         "up to $7,200,000"),
        ("The mills sold $4.9 million of pumps and are expected to sell $30 million.",
         "$30 million"),
        ("About 7 million people have old pumps, and the number should reach 9 million.",
         "9 million"),
        ("Output was steady at 35 tonnes, with guidance set at 40 to 50 tonnes.",
         "40 to 50 tonnes"),
        ("A saving of $2 million is expected to improve the margin by 3%.", "3%"),
        ("At $5 a pump, sales could reach $90 million.", "$90 million"),
        ("Our 40 teams will each sell 50 pumps.", "50 pumps"),
        ("We will reach our 5% growth target.", "5%"),
        ("We will redeem all of our $4 million notes.", "$4 million"),
        ("By 2026, 50 stores will open, and sales will grow.", "50 stores"),
        ("As of May 3, 2025, with 1,200 stores open, it will sell 9 mills.", "9 mills"),
        ("If sales exceed $9 million, Acme will pay $1 million.", "$1 million"),
        ("With $9 million in cash, Acme plans to open 12 stores.", "12 stores"),
        # What will do something, or will have it done to it, is promised itself.
        ("50 stores will sell 200 pumps.", "50 stores"),
        ("Some $40 million will be spent on 3 mills.", "Some $40 million"),
        ("Spending of $6 million is budgeted for a mill that should make 9 tonnes.", "$6 million"),
        ("Two new pumps passed their tests and are expected to be sold in May.",
         "Two new pumps"),
        ("Acme was founded in Ohio, and 60 stores are expected to open.", "60 stores"),
        ("Although sales should reach $5 million, Acme will close.", "$5 million"),
        ("Acme reaffirmed its outlook of $5 million, and expects to sell 20 pumps.",
         "$5 million"),
    ],
)  # fmt: skip
def test_amounts_before_the_words_of_commitment_are_reported(text: str, amount: str) -> None:
    found = chosen(text)
    assert found is not None
    assert found.text == amount


@pytest.mark.parametrize(
    "text",
    [
        "Having saved $3 million, Acme expects more savings.",
        "Coal is 21% of all power, and is projected to remain so.",
        "With 12 stores in Ohio, Acme is excited to grow.",
        "More than 5 million people have pumps, but the need is expected to rise.",
        "The first rollout included 5 mills, with more scheduled.",
        "Acme will show pumps to its community of 1.3 million readers.",
        "This will be a good year for Acme's 6,000 engineers.",
        "As the share falls below $9, analysts expect a fall.",
    ],
)
def test_nothing_is_promised_if_all_amounts_are_reported(text: str) -> None:
    assert chosen(text) is None


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("Acme will raise its dividend from $0.20 to $0.40 per share.", 0.4, 0.4, "USD/share"),
        ("Acme will grow from 200 to 350 people.", 350, 350, "people"),
        ("Margins should increase from the previous 15% to 35%.", 35, 35, "percent"),
        ("The plan will reduce costs from $70 million to $46 million.", 4.6e7, 4.6e7, "USD"),
        ("It raised its guidance from $2.17 to $2.21 to $2.28 to $2.33.", 2.28, 2.33, "USD"),
        ("Sales are expected to range from $70 million to $76 million.", 7e7, 7.6e7, "USD"),
        ("Sales should increase in a range from 5% to 8%.", 5, 8, "percent"),
        ("Acme expects growth from 5% to 8%.", 5, 8, "percent"),
    ],
)
def test_of_a_change_the_end_is_promised(text: str, low: float, high: float, unit: str) -> None:
    found = chosen(text)
    assert found is not None
    assert found[3:6] == (low, high, unit)


@pytest.mark.parametrize(
    ("valued", "amount"),
    [
        ("estimated approximately approximately more than ", "$5 million"),
        ("valued approximately approximately approximately ", "$3 million"),
    ],
)
def test_a_valuing_verb_is_found_up_to_48_characters_before_an_amount(
    valued: str, amount: str
) -> None:
    text = f"The market may, {valued}$3 million in 2025, reach $5 million."
    starts = [text.index("$3"), text.index("$5")]
    found = [
        Quantity(text[at : at + 10], at, at + 10, low, low, "USD", "exact")
        for at, low in zip(starts, (3e6, 5e6), strict=True)
    ]
    end = promised(found, text, DAY)
    assert end is not None
    assert end.text == amount


def test_two_figures_that_may_be_years_are_amounts_between_two_words() -> None:
    (found,) = quantities("between 2000 and 2500 people")
    assert (found.low, found.high) == (2000, 2500)


def test_the_start_of_a_change_has_the_unit_and_the_scale_of_its_end() -> None:
    found = quantities("It will grow from 5 to 7 million pumps")
    assert [(q.text, q.low, q.unit) for q in found] == [
        ("5", 5e6, "pumps"),
        ("7 million pumps", 7e6, "pumps"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The two companies will work together.",
        "Acme's three mills will close.",
        "One of only nine such pump licences will lapse.",
        "We will double down on pumps.",
        "A stunt double will attend.",
        "We expect to grow after the halving.",
        "A pump for type 1 diabetes.",
        "The number 05072K will be used.",
        "We will finish our 2022 and 2023 audits.",
    ],
)
def test_known_things_are_no_amounts(text: str) -> None:
    assert quantities(text) == []


@pytest.mark.parametrize(
    ("text", "low", "unit"),
    [
        ("Acme plans two pivotal Phase 3 studies.", 2, "studies"),
        ("The two companies will open four stores.", 4, "stores"),
        ("The market should grow 26%/yr.", 26, "percent"),
        ("We expect the doubling of sales.", 2, "times"),
    ],
)
def test_amounts_after_other_words(text: str, low: float, unit: str) -> None:
    (found,) = quantities(text)
    assert (found.low, found.unit) == (low, unit)


@pytest.mark.parametrize(
    "piece", ["rising from 5 to 7%, ", "5 mills and ", "with 5 mills ", "is ", "the two mills "]
)
def test_time_is_linear(piece: str) -> None:
    def cost(n: int) -> float:
        best = float("inf")
        for turn in range(3):
            # Another sentence each time, for the last ones are kept.
            text = piece * n + "and is expected to sell 5 pumps" + "." * turn
            start = process_time()
            chosen(text)
            best = min(best, process_time() - start)
        return best

    cost(50)
    assert cost(1600) < 9 * cost(400) + 0.01


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("The pump market was valued at $3.5 billion in 2024 and will reach $5.1 billion by 2032.",
         "$5.1 billion"),
        ("The market is valued at $3 billion in 2025, growing 7% a year to $6 billion by 2032.",
         "$6 billion"),
        ("Sales should rise from $3 million in 2025 to reach $5 million.", "$5 million"),
        ("EPS should go from $1.47 to $1.51 (previously) to $1.60 to $1.70.", "$1.60 to $1.70"),
        ("Sales of $9 million in 2024 should grow by 7%.", "7%"),
        ("It expects a margin of 6 to 8% (previously 9%).", "6 to 8%"),
        ("It expects sales of $5 million (2024: $4 million).", "$5 million"),
        ("It expects sales of $5 million in 2025 and $7 million in 2026.", "$5 million"),
        ("Sales stood at $5 million in 2024.", "$5 million"),
        ("From 2024 to $3 million.", "$3 million"),
        ("We expect to lift our share, which is currently 70%, to 85% in May.", "85%"),
        ("Its output should rise from 5,000 pumps in 2024 to 9,000 pumps.", "9,000 pumps"),
        ("The aim is the expansion of its share from the previous 20% to 40%.", "40%"),
    ],
)  # fmt: skip
def test_the_amount_is_the_one_to_be_reached(text: str, amount: str) -> None:
    found = promised(quantities(text), text, DAY)
    assert found is not None
    assert found.text == amount


@pytest.mark.parametrize(
    "text",
    [
        "Spending totaled $9 million, mostly for pumps, and is expected to rise.",
        "We made loans, which reached $7 million in May, and anticipate growth.",
    ],
)
def test_reported_amounts_are_not_promised(text: str) -> None:
    assert quantities(text)
    assert promised(quantities(text), text, DAY) is None


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("The pump market, which exceeded $1 billion, is expected to recover.", None),
        ("The mill, which has 900 users, will grow.", None),
        ("Acme will build a pump that will reach 900 users.", "900 users"),
        ("Acme will open a mill that has agreed to pay $4 million.", "$4 million"),
        ("Acme will supply a pump that exceeds 90 tonnes.", "exceeds 90 tonnes"),
        ("It may help some of the 37 million adults with asthma.", None),
        ("Acme will build the 500 homes.", "500 homes"),
        ("Acme will grow in the $2 billion pump market.", None),
        ("Acme will buy the $2 billion plant.", "$2 billion"),
        ("Acme will lift the market to $2 billion.", "$2 billion"),
        ("It will add trade in addition to the $3 million we give.", None),
        ("Sales will grow to the current $5 million of Bolt.", None),
    ],
)
def test_what_is_so_already_is_not_promised(text: str, amount: str | None) -> None:
    found = chosen(text)
    assert (found.text if found else None) == amount
