from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from time import process_time

import numpy as np
import pytest

import fls
from fls.analysis import Tagged
from fls.analysis.amounts.promised import promised
from fls.analysis.amounts.quantity import quantities
from fls.analysis.amounts.signed_ranges import signed_ranges
from fls.analysis.commitments.hedge import HEDGES, hedge
from fls.analysis.commitments.promises import PROMISE_COLUMNS, promise_frame, promises
from fls.analysis.times.release_date import checked_date, filing_date, find_release_date
from fls.cli import main
from fls.document import Unit

DAY = dt.date(2025, 4, 15)


def tagged(*sentences: str, label: int = 2) -> Tagged:
    text = "\n".join(sentences)
    units, at = [], 0
    for number, sentence in enumerate(sentences):
        units.append(Unit("sentence", at, at + len(sentence), "given", number))
        at += len(sentence) + 1
    p = np.full((len(units), 4), 0.05)
    p[:, label] = 0.85
    return Tagged(text, units, p, np.full(len(units), 0.7))


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
def test_what_is_no_amount(text: str) -> None:
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


def test_amounts_are_apart_from_times_in_linear_time() -> None:
    def cost(n: int) -> float:
        text = "Acme expects to grow " + "5% in 2027 " * n
        release = tagged(text)
        best = float("inf")
        for _ in range(3):
            start = process_time()
            (row,) = promises(release, DAY)
            best = min(best, process_time() - start)
        assert (row["quantity"], row["horizon"]) == ("5%", "2027")
        return best

    cost(50)
    assert cost(1600) < 9 * cost(400) + 0.01


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
    ("text", "day"),
    [
        ("DAYTON, Ohio, Oct. 16, 2017 /PRNewswire/ -- Acme grew.", "2017-10-16"),
        ("DAYTON, Ohio--(BUSINESS WIRE)--October 16, 2017--Acme grew.", "2017-10-16"),
        ("Acme Grows\n\nReleased: 2017-10-16 08:00 ET\n\nAcme grew.", "2017-10-16"),
        ("16 October 2017\n\nAcme Grows\n\nAcme grew.", "2017-10-16"),
        ("Acme to Report on May 3, 2018\n\nDAYTON, Oct.\u00a016,\u00a02017 (GLOBE NEWSWIRE) — A.",
         "2017-10-16"),
        ("DAYTON, Oct. 16 /PRNewswire/ -- Acme grew.\n\n-0- 10/16/2017", "2017-10-16"),
        ("Acme Grows\n\nDayton, Ohio - October 16, 2017\n\nAcme grew.", "2017-10-16"),
        ("Acme Grows\n\nOctober 16, 2017, Dayton, OH – Acme grew.", "2017-10-16"),
        ("DAYTON -- October, 16th 2017 -- Acme grew.", "2017-10-16"),
        ("- Cash was $3 million as of September 30, 2017 -\n\nAcme grew.", None),
        ("Months Ended September 30, 2017\n\nAcme grew.", None),
        ("Acme opened a plant on October 16, 2017 and closed it.", None),
        ("Acme grew.", None),
    ],
)  # fmt: skip
def test_the_date_of_a_release(text: str, day: str | None) -> None:
    assert find_release_date(text) == (dt.date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(
    "value", ["2017-13-01", "16.10.2017", "2017-1016", 2017, 20171301, True, b"2017-10-16"]
)
def test_a_date_that_is_none(value: object) -> None:
    with pytest.raises(fls.InputError, match="2017-10-16"):
        checked_date(value)


@pytest.mark.parametrize(
    "value",
    [
        *("2017-10-16", " 20171016 ", "2017-10-16 00:00:00", "2017-10-16T08:30:00Z"),
        *(20171016, 20171016.0, np.int64(20171016), np.datetime64("2017-10-16T05:00")),
        *(dt.date(2017, 10, 16), dt.datetime(2017, 10, 16, 9)),
    ],
)
def test_ways_to_write_a_day(value: object) -> None:
    assert checked_date(value) == dt.date(2017, 10, 16)
    assert checked_date(np.datetime64("NaT")) is None


def test_a_day_is_of_the_years_1900_to_2200() -> None:
    far = ("9999-12-31", "0001-01-01", 18991231, dt.date(2201, 1, 1), dt.datetime(9999, 12, 31))
    for value in (*far, np.datetime64("9999-12-31")):
        with pytest.raises(fls.InputError, match="1900 to 2200"):
            checked_date(value)
    assert filing_date("9999-12-31") is None
    assert filing_date("2017-10-16") == dt.date(2017, 10, 16)
    text = "Acme will open plants next year, this winter, over the next 10 decades and in FY ’99."
    for day in ("1900-01-01", "2200-12-31"):
        release = fls.score(text, date=day)
        assert release.promise_rows()
        assert release.metrics


def test_marks_of_footnotes_are_no_part_of_figures() -> None:
    one = tagged("Acme expects revenue of $41¹ billion in\n 2027², and to fill 20 m² by then.")
    (row,) = promises(one, DAY)
    assert (row["quantity_low"], row["quantity_unit"]) == (41e9, "USD")
    assert row["horizon_last"] == dt.date(2027, 12, 31)
    assert one.text[row["horizon_start"] : row["horizon_end"]] == "2027"
    assert row["text"].endswith("in 2027, and to fill 20 m² by then.")


def test_a_commitment_has_its_event_amount_time_and_hedge() -> None:
    (row,) = promises(
        tagged("Subject to approval, Acme expects to open up to 40 stores by the end of 2026."), DAY
    )
    assert row["event"] == "opening"
    assert (row["quantity"], row["quantity_high"], row["quantity_unit"]) == (
        "up to 40 stores", 40, "stores",
    )  # fmt: skip
    assert (row["horizon_first"], row["horizon_last"]) == (DAY, dt.date(2026, 12, 31))
    assert (row["hedge"], row["is_conditional"], row["specific"]) == (0.4, True, True)


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
def test_an_amount_that_is_only_told_is_none(text: str) -> None:
    assert quantities(text)
    assert promised(quantities(text), text, DAY) is None


@pytest.mark.parametrize(
    "text",
    [
        "The pump, if approved, is expected to be sold.",
        "If the shareholders agree, the company intends to sell the plant.",
        "Assuming a good harvest, we expect to grow.",
        "In the event that the court agrees, we will sell.",
        "Should the court agree, we will sell.",
        "We will sell, should the court agree.",
        "Construction is expected to start following a final investment decision.",
    ],
)
def test_what_hangs_on_a_condition(text: str) -> None:
    (row,) = promises(tagged(text), DAY)
    assert row["is_conditional"]


@pytest.mark.parametrize(
    "text",
    [
        "The study will tell us if we can drill.",
        "We expect to grow even if prices fall.",
        "The last payment, if any, will be made.",
        "He is assuming the role of president.",
        "The plant should open.",
        "The plan will build upon our base.",
    ],
)
def test_what_hangs_on_none(text: str) -> None:
    (row,) = promises(tagged(text), DAY)
    assert not row["is_conditional"]


def test_commitments_for_different_times_are_rows_of_their_own() -> None:
    rows = promises(
        tagged("We expect data in the third quarter of 2025; we plan to file in early 2026."), DAY
    )
    assert [row["event"] for row in rows] == ["readout", "filing"]
    assert [str(row["horizon_last"]) for row in rows] == ["2025-09-30", "2026-04-30"]
    assert [row["promise"] for row in rows] == [0, 1]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Acme expects to break even by late 2025, with full output in the second half of 2026.",
         ["Acme expects to break even by late 2025", "full output in the second half of 2026."]),
        ("The show goes to Leeds on September 17, Lyon (France) on November 4 and Turin on May 2.",
         ["The show goes to Leeds on September 17", "Lyon (France) on November 4",
          "Turin on May 2."]),
        ("We will ship six pumps in 2026 and eight by early 2027, with sales beginning in 2028.",
         ["We will ship six pumps in 2026", "eight by early 2027", "sales beginning in 2028."]),
        ("A survey is due on May 30, and clearing at the Ray mine is planned for July.",
         ["A survey is due on May 30", "clearing at the Ray mine is planned for July."]),
        ("The study is planned for 2026, first pumps expected in 2027.",
         ["The study is planned for 2026", "first pumps expected in 2027."]),
        ("Sales in 2026 in Central, Eastern and Western Europe should rise until 2028.", None),
        ("We will report on our first quarter and the full year 2026.", None),
        ("The market will reach $3 billion by 2032, with a CAGR of 7% from 2026 to 2032.", None),
        ("The plant will be built in 2026 and 2028.", None),
        ("Output in 2026 rests on work with the new mill, which will grow in 2028.",
         ["Output in 2026 rests on work with the new mill", "which will grow in 2028."]),
    ],
)  # fmt: skip
def test_where_commitments_are_divided(text: str, parts: list[str] | None) -> None:
    assert [row["text"] for row in promises(tagged(text), DAY)] == (parts or [text])


def test_a_part_without_a_verb_has_the_event_of_the_one_before() -> None:
    rows = promises(tagged("We will file the NDA in early 2026 and the same at home in 2027."), DAY)
    assert [row["event"] for row in rows] == ["filing", "filing"]
    rows = promises(tagged("We will file the NDA in early 2026 and hope to rest in 2027."), DAY)
    assert [row["event"] for row in rows] == ["filing", "other"]


def test_items_have_the_time_of_the_line_that_announces_them() -> None:
    one = tagged(
        "For 2026, we expect:", "* a plant in Ohio", "* a mill in June 2027", "It may grow."
    )
    units = [
        unit._replace(kind=kind)
        for unit, kind in zip(one.units, ("sentence", "item", "item", "sentence"), strict=True)
    ]
    rows = promises(replace(one, units=units), DAY)
    assert [row["horizon"] for row in rows] == ["2026", "2026", "June 2027", None]
    assert rows[1]["horizon_last"] == dt.date(2026, 12, 31)
    assert one.text[rows[1]["horizon_start"] : rows[1]["horizon_end"]] == "2026"
    when = tagged("Upon closing of the sale, we expect:", "* a plant in Ohio")
    items = [when.units[0], when.units[1]._replace(kind="item")]
    assert promises(replace(when, units=items), DAY)[1]["is_conditional"]


@pytest.mark.parametrize(
    ("line", "kind", "times"),
    [
        ("2026 Priorities", "heading", ["2026", "June 2027"]),
        ("2026 guidance is as follows:", "sentence", ["2026", "June 2027"]),
        ("The guidance for 2026 was told.", "sentence", [None, "June 2027"]),
        ("2026 Highlights", "heading", [None, "June 2027"]),
        ("Upon Approval", "heading", [None, "June 2027"]),
        ("2026", "other", [None, "June 2027"]),
    ],
)
def test_items_have_the_time_of_a_line_that_is_no_commitment(
    line: str, kind: str, times: list[str | None]
) -> None:
    one = tagged(line, "* a plant in Ohio", "* a mill in June 2027")
    units = [one.units[0]._replace(kind=kind), *(u._replace(kind="item") for u in one.units[1:])]
    p = one.p.copy()
    p[0] = [0.85, 0.05, 0.05, 0.05]
    rows = promises(replace(one, units=units, p=p), DAY)
    assert [row["horizon"] for row in rows] == times
    for row in rows:
        if row["horizon"]:
            assert one.text[row["horizon_start"] : row["horizon_end"]] == row["horizon"]


def test_items_are_as_firm_as_the_line_that_announces_them() -> None:
    one = tagged("We anticipate:", "* a plant in Ohio", "* we may hire", "Sales begin in June.")
    units = [
        unit._replace(kind=kind)
        for unit, kind in zip(one.units, ("sentence", "item", "item", "sentence"), strict=True)
    ]
    rows = promises(replace(one, units=units), DAY)
    assert [row["hedge"] for row in rows] == [0.4, 0.4, 1.0, 0.0]


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("The sale will need a vote and is expected to close in May 2025.", 0.4),
        ("Acme will lead the study, which is anticipated to end in 2026.", 0.4),
        ("Pumps will be made in Leeds, with first sales targeted for June.", 0.6),
        ("Acme will start in Leeds, with plans to expand to Lyon in 2026.", 0.4),
        ("The sale is expected to be agreed and will close in May 2025.", 0.4),
        ("It is planned as an outlet and will open in May 2025, as expected.", 0.4),
        ("Acme will sell in the shops of Leeds a potential cure in May 2025.", 0.0),
        ("Acme confirms that its mill has no plans to close in 2026.", 0.0),
        ("It will open in May 2025, which is expected to be a warm month.", 0.0),
    ],
)
def test_a_time_is_as_firm_as_the_words_before_it(text: str, step: float) -> None:
    (row,) = promises(tagged(text), DAY)
    assert row["hedge"] == step


def test_only_forward_looking_units_are_read() -> None:
    assert promises(tagged("We will open in 2026.", label=0), DAY) == []


def test_spans_point_into_the_source_with_its_wraps() -> None:
    one = tagged("We expect to open\n   the plant by\n\tthe end of 2026.")
    (row,) = promises(one, DAY)
    assert one.text[row["horizon_start"] : row["horizon_end"]] == "by\n\tthe end of 2026"
    assert row["horizon"] == "by the end of 2026"


def test_the_table_has_its_types_with_and_without_rows() -> None:
    full = promise_frame(promises(tagged("We will open in 2026.", "We may grow soon."), DAY))
    none = promise_frame([])
    assert list(full) == list(none) == list(PROMISE_COLUMNS)
    assert (full.dtypes == none.dtypes).all()
    assert full["horizon_last"].isna().tolist() == [False, True]


TEXT = "DAYTON, Ohio -- Acme opened a plant. It expects to hire 200 people by the end of the year."


def test_score_takes_the_date_and_hands_out_promises() -> None:
    release = fls.score(TEXT, date="2017-10-16")
    (row,) = release.promises.to_dict("records")
    assert (str(row["horizon_first"].date()), str(row["horizon_last"].date())) == (
        "2017-10-16", "2017-12-31",
    )  # fmt: skip
    undated = fls.score(TEXT)
    assert undated.date is None
    assert undated.promises["horizon_last"].isna().all()


def test_the_command_line_prints_promises(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    arguments = ["score", "--level", "promise", "--date", "2017-10-16", str(path)]
    assert main([*arguments, "--format", "jsonl"]) == 0
    (record,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert (record["doc_id"], record["horizon_last"]) == (str(path), "2017-12-31")
    assert main([*arguments, "--format", "csv"]) == 0
    header, row = capsys.readouterr().out.splitlines()
    assert header.startswith("doc_id,promise,unit,event")
    assert "2017-10-16,2017-12-31,by" in row
    assert main(arguments) == 0
    assert "2017-10-16 to 2017-12-31  200 people" in capsys.readouterr().out
    with pytest.raises(SystemExit, match="2"):
        main(["score", "--date", "16.10.2017", str(path)])
