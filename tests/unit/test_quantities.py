"""Amounts as sentences give them: limits, units, and what is none."""

from __future__ import annotations

from time import process_time

import pytest

from fls.analysis.amounts.quantity import quantities
from fls.analysis.amounts.signed_ranges import signed_ranges


@pytest.mark.parametrize(
    ("text", "low", "high", "unit", "bound"),
    [
        ("revenue of $4.1 to $4.3 billion", 4.1e9, 4.3e9, "USD", "range"),
        ("approximately 200 patients", 200, 200, "patients", "about"),
        ("growth of 10-12%", 10, 12, "percent", "range"),
        ("up to 500 jobs", None, 500, "jobs", "at_most"),
        ("an outlay of €30m", 3e7, 3e7, "EUR", "exact"),
        ("between 3 and 5 MW", 3, 5, "MW", "range"),
        ("$0.45 per diluted share", 0.45, 0.45, "USD/share", "exact"),
        ("more than $1 billion", 1e9, None, "USD", "at_least"),
        ("sales to double", 2, 2, "times", "exact"),
        ("50 to 55 cents a share", 50, 55, "cent/share", "range"),
        ("EUR 121 million to EUR 123 million", 1.21e8, 1.23e8, "EUR", "range"),
        ("$105M–$130M", 1.05e8, 1.3e8, "USD", "range"),
        ("25 basis points", 25, 25, "basis point", "exact"),
        ("2,026 units", 2026, 2026, "units", "exact"),
        ("four new stores", 4, 4, "stores", "exact"),
        ("one hundred shops", 100, 100, "shops", "exact"),
        ("two million dollars", 2e6, 2e6, "USD", "exact"),
        ("5,000 skilled building and repair jobs", 5000, 5000, "jobs", "exact"),
        ("250,000 metric tons", 250000, 250000, "tons", "exact"),
        ("20,000 square feet", 20000, 20000, "square feet", "exact"),
        ("a 10,000m drilling program", 10000, 10000, "m", "exact"),
        ("1.25m customers", 1.25e6, 1.25e6, "customers", "exact"),
        ("~$2.8 billion", 2.8e9, 2.8e9, "USD", "about"),
        ("$300M+ in sales", 3e8, None, "USD", "at_least"),
        ("a $7+ billion market", 7e9, None, "USD", "at_least"),
        ("100 million euros", 1e8, 1e8, "EUR", "exact"),
        ("RMB7.3 million", 7.3e6, 7.3e6, "CNY", "exact"),
        ("AUD$7.4 million", 7.4e6, 7.4e6, "AUD", "exact"),
        ("output at 200 to 230 tonnes", 200, 230, "tonnes", "range"),
        ("a range of EUR 750 — 850 million", 7.5e8, 8.5e8, "EUR", "range"),
        ("EUR 750m -- 850m", 7.5e8, 8.5e8, "EUR", "range"),
        ("a ramp-up to 150 tonnes", 150, 150, "tonnes", "exact"),
        ("sales to more than double", 2, None, "times", "at_least"),
        ("at least a 10% rise", 10, None, "percent", "at_least"),
        ("a result of $(0.15) to $(0.10)", -0.15, -0.1, "USD", "range"),
        ("EBITDA of -$3 million", -3e6, -3e6, "USD", "exact"),
        ("EBITDA of negative $3 million", -3e6, -3e6, "USD", "exact"),
        ("a result of about minus $0.15 per share", -0.15, -0.15, "USD/share", "about"),
        ("a mill -$3 million", 3e6, 3e6, "USD", "exact"),
        ("a loss of $(4.2) million", -4.2e6, -4.2e6, "USD", "exact"),
        ("earnings of ($0.15) to $0.05 a share", -0.15, 0.05, "USD/share", "range"),
        ("sales down 3% to up 2%", -3, 2, "percent", "range"),
        ("sales down 3% to 5%", 3, 5, "percent", "range"),
        ("flat to up 4 percent", 0, 4, "percent", "range"),
        ("growth between (2)% and 1%", -2, 1, "percent", "range"),
        ("growth from -3% to -1%", -3, -1, "percent", "range"),
        ("$4.0 billion, plus or minus 2%", 3.92e9, 4.08e9, "USD", "range"),
        ("75.0%, plus or minus 50 basis points", 74.5, 75.5, "percent", "range"),
        ("€10m +/- €1m", 9e6, 1.1e7, "EUR", "range"),
        ("five to six launches", 5, 6, "launches", "range"),
        ("between twenty-five and thirty shops", 25, 30, "shops", "range"),
        ("two to three million units", 2e6, 3e6, "units", "range"),
        ("one hundred and twenty people", 120, 120, "people", "exact"),
        ("$500,000 to $2 million", 5e5, 2e6, "USD", "range"),
        ("EUR 1,200 to 1,300 million", 1.2e9, 1.3e9, "EUR", "range"),
        ("EBITDA of ($1.0) to $1.0 million", -1e6, 1e6, "USD", "range"),
        ("EBITDA of ($4.5)M to ($4.2)M", -4.5e6, -4.2e6, "USD", "range"),
        ("a result of ($4.5) million", -4.5e6, -4.5e6, "USD", "exact"),
        ("between negative $2 million and positive $1 million", -2e6, 1e6, "USD", "range"),
        ("EBITDA of -$5M to $5M", -5e6, 5e6, "USD", "range"),
        ("breakeven to $10M", 0, 1e7, "USD", "range"),
        ("a result of ($500,000) to $2 million", -5e5, 2e6, "USD", "range"),
        ("a result of -$500,000 to $2 million", -5e5, 2e6, "USD", "range"),
        ("full year $22.0M to $25.5M", 2.2e7, 2.55e7, "USD", "range"),
        ("a depth of 30 to 50m", 30, 50, "m", "range"),
        ("31–41 thousand GEOs", 31e3, 41e3, "GEOs", "range"),
        ("350 BOE per day", 350, 350, "BOE", "exact"),
        ("up to 1,400 DMT per month", None, 1400, "DMT", "at_most"),
        ("2,000,000 Class A voting shares", 2e6, 2e6, "shares", "exact"),
        ("Over 1 million Units of its pumps", 1e6, None, "units", "at_least"),
        ("5 million Series A shares", 5e6, 5e6, "shares", "exact"),
        ("5 million US dollars", 5e6, 5e6, "USD", "exact"),
        ("5 million Canadian dollars", 5e6, 5e6, "", "exact"),
        ("5 million Acme shares", 5e6, 5e6, "shares", "exact"),
        ("124,000 Cubic Meters of water", 124e3, 124e3, "cubic meters", "exact"),
        ("30,000 direct, indirect and induced jobs", 3e4, 3e4, "jobs", "exact"),
        ("15 new, skilled jobs", 15, 15, "jobs", "exact"),
    ],
)
def test_an_amount(text: str, low: float | None, high: float | None, unit: str, bound: str) -> None:
    (found,) = quantities(text)
    assert found[3:] == (low, high, unit, bound)
    assert text[found.start : found.end] == found.text


@pytest.mark.parametrize(
    "text",
    [
        "a Phase 3 trial in COVID-19",
        "under Section 27A and Rule 144",
        "on May 3, 2025 at 8:30 a.m.",
        "in fiscal 2026 and by 2030",
        "at week 12 and for 18 months",
        "version 2.1",
        "an NI 43-101 report",
        "a 500 seat theatre with one continuous stage",
        "at 10 a.m. at 12 Harbor Street",
        "low double-digit growth",
        "growth in the low double digits",
        "the 510K application, CUSIP 63108T105",
        "a lawsuit by 3M",
        "a Tier 2 Mining Issuer, and 49 Pumps Ltd",
        "a plant at 3096 West Main Street",
        "a table of 12, with seats",
    ],
)
def test_figures_that_are_no_amounts(text: str) -> None:
    assert quantities(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It expects to sell {} pumps", []),
        ("It expects to sell 5 to {} pumps", []),
        ("It expects to sell {} million pumps", []),
        ("It expects to grow {}%", []),
        ("It expects to sell ${}, plus or minus 2%", []),
        ("It expects to sell {} pumps and 5 mills", ["5 mills"]),
    ],
)
def test_no_amount_has_more_than_eighteen_digits(text: str, found: list[str]) -> None:
    for digits in (19, 400):
        assert [q.text for q in quantities(text.format("9" * digits))] == found
    (found,) = quantities("It expects to sell 99,999,999,999,999,999 pumps")
    assert found.low == 1e17
    assert signed_ranges(f"down {'9' * 400}% to up 2%, ($0.15) to $0.05") == [
        (412 + 5, 412 + 5 + 16, -0.15, 0.05, "USD")
    ]


def test_two_amounts_side_by_side_are_no_range() -> None:
    assert [q.unit for q in quantities("(US$3 million) and RMB 20 million")] == ["USD", "CNY"]
    found = quantities("sales up 2% and costs down 3%, or up 2% and down 3%")
    assert [q.bound for q in found] == ["exact"] * 4


@pytest.mark.parametrize(
    "piece", ["five and six shops ", "down 3% to up 2%, ", "-$5M to $5M, ", "1 to 2,5", "1"]
)
def test_time_is_linear(piece: str) -> None:
    def cost(n: int) -> float:
        best = float("inf")
        for _ in range(3):
            start = process_time()
            quantities(piece * n)
            best = min(best, process_time() - start)
        return best

    cost(50)
    assert cost(4000) < 9 * cost(1000) + 0.01
