from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

import fls
from fls.analysis.comparison.drift import DRIFT, TIMELINE, promise_drift, promise_timeline
from tests.unit.promise_rows import promise, range_of


def drift(older: dict[str, Any], newer: dict[str, Any]) -> dict[Any, Any]:
    (row,) = promise_drift(pd.DataFrame([older]), pd.DataFrame([newer])).to_dict("records")
    return row


def test_a_date_that_moves_counts_before_a_number_that_falls() -> None:
    row = drift(promise("Open it.", "2026-06-30", **range_of(4, 6)),
                promise("Open it.", "2026-07-10", **range_of(3, 5)))  # fmt: skip
    assert (row["status"], row["days_moved"]) == ("moved_later", 10)
    assert row["quantity_change"] == pytest.approx(4 / 5 - 1)


@pytest.mark.parametrize(
    ("newer", "status"),
    [
        (range_of(4, 6), "kept"),
        (range_of(5, 7), "raised"),
        (range_of(3, 4), "lowered"),
        (range_of(3, 4, "EUR"), "kept"),
        ({}, "kept"),
    ],
)
def test_numbers_are_compared_in_one_unit(newer: dict[str, Any], status: str) -> None:
    assert drift(promise("Open it.", **range_of(4, 6)), promise("Open it.", **newer))[
        "status"
    ] == status  # fmt: skip


def test_a_date_that_is_not_repeated_has_not_moved() -> None:
    assert drift(promise("Open it.", "2026-06-30"), promise("Open it."))["status"] == "kept"


WEEKS = [dt.date(2025, 2, 3), dt.date(2025, 5, 5)]


def became(*said: str) -> tuple[str, int | None, float | None]:
    """Status of one statement, days moved and change of the quantity, from February to May."""
    releases = [
        fls.score(f"Acme Update\n\n{text}\n", date=day)
        for text, day in zip(said, WEEKS, strict=True)
    ]
    found = promise_drift(*(release.promises for release in releases)).to_dict("records")
    if len(found) != 1:
        return " and ".join(row["status"] for row in found), None, None
    days, change = (
        None if pd.isna(found[0][name]) else found[0][name]
        for name in ("days_moved", "quantity_change")
    )
    return found[0]["status"], days, change and round(change, 3)


@pytest.mark.parametrize(
    ("older", "newer", "wanted"),
    [
        # A span that counts from each release rolls on; a longer one, and a day, are others.
        ("Acme expects to open its mill within twelve months.",
         "Acme expects to open its mill within twelve months.", ("rolled", 91, None)),
        ("Acme expects to open its mill over the next 12 months.",
         "Acme expects to open its mill within twelve months.", ("rolled", 91, None)),
        ("Acme expects to open its mill within six months.",
         "Acme expects to open its mill within twelve months.", ("moved_later", 275, None)),
        ("Acme expects to open its mill within twelve months.",
         "Acme expects to open its mill by August 2026.", ("moved_later", 209, None)),
        ("Acme expects to hire 40 people over the next two years.",
         "Acme expects to hire 60 people over the next two years.", ("raised", 91, 0.5)),
        # A date is told in other words, and what is expected by other verbs, but of the same thing.
        ("Acme plans to open its mill in June 2025.",
         "The company is on track to open its mill during the fourth quarter of 2025.",
         ("moved_later", 184, None)),
        ("Acme plans to open a mill in June 2025.",
         "Acme plans to open a shop in August 2025.", ("dropped and new", None, None)),
        # Guidance for another period, and a day of something that is done once.
        ("Acme expects revenue of $40 million in the first quarter of 2025.",
         "Acme expects revenue of $30 million in the second quarter of 2025.",
         ("other_period", 91, -0.25)),
        ("Acme expects FY25 revenue of $40 million.",
         "Acme expects FY26 revenue of $50 million.", ("other_period", 365, 0.25)),
        ("Acme expects fourth quarter 2024 revenue of $40 million.",
         "Acme expects first quarter 2025 revenue of $50 million.", ("other_period", None, 0.25)),
        ("Acme expects FY25 revenue of $40 million.",
         "Acme expects 2025 revenue of $50 million.", ("raised", 0, 0.25)),
        ("Acme expects to reach revenue of $40 million in 2025.",
         "Acme expects to reach revenue of $40 million in 2026.", ("moved_later", 365, 0)),
        ("Acme expects to reach revenue of $40 million by the end of 2025.",
         "Acme expects to reach revenue of $50 million by the end of 2026.",
         ("moved_later", 365, 0.25)),
        ("Acme plans to open the mill in the second quarter of 2025.",
         "Acme plans to open the mill in the third quarter of 2025.", ("moved_later", 92, None)),
        ("Acme plans to begin a study in 300 patients in June 2025.",
         "Acme plans to begin a study in 180 patients in August 2025.",
         ("moved_later", 62, -0.4)),
        ("Acme plans to begin production in the second quarter of 2025, with sales of $5 million.",
         "Acme plans to begin production in the third quarter of 2025, with sales of $6 million.",
         ("moved_later", 92, 0.2)),
        # Measures that differ, and markets of which only the frame is alike.
        ("Acme expects gross margin of 40% to 42% in 2025.",
         "Acme expects revenue of 40% to 45% in 2025.", ("dropped and new", None, None)),
        ("The global market for steel pumps is expected to reach $4 billion by 2030.",
         "The global market for sleep masks is expected to reach $9 billion by 2032.",
         ("dropped and new", None, None)),
        ("The global market for steel pumps is expected to reach $4 billion by 2030.",
         "The global market for steel pumps is expected to reach $9 billion by 2032.",
         ("moved_later", 731, 1.25)),
        # An amount of another order, and what a forecast is based on.
        ("Acme expects to sell 40 pumps in Kenya.",
         "Acme expects to sell 4,000 pumps in Kenya.", ("kept", None, 99)),
        ("Acme expects to meet its goals based on 2025 trends.",
         "Acme expects to meet its goals based on 2026 trends.", ("kept", None, None)),
    ],
)  # fmt: skip
def test_what_became_of_a_statement(
    older: str, newer: str, wanted: tuple[str, int | None, float | None]
) -> None:
    assert became(older, newer) == wanted


def test_the_same_measure_for_the_same_year_is_one_promise_in_other_words() -> None:
    older = "Acme revised its 2025 guidance, with revenue between $40 million and $44 million."
    newer = "Acme is confident and reiterated its FY25 guidance for revenue of $46 to $50 million."
    sides = [
        pd.DataFrame([promise(text, "2025-12-31", event="guidance", horizon="2025", **amount)])
        for text, amount in (
            (older, range_of(40, 44) | {"quantity": "between $40 million and $44 million"}),
            (newer, range_of(46, 50) | {"quantity": "$46 to $50 million"}),
        )
    ]
    (row,) = promise_drift(*sides).to_dict("records")
    assert (row["status"], row["similarity"] < 0.55) == ("raised", True)
    sides[0]["horizon_last"] = pd.Timestamp("NaT")  # nothing says that it is the same year
    assert promise_drift(*sides)["status"].tolist() == ["dropped", "new"]


def guided(text: str, quantity: str, kind: str = "year", **more: Any) -> dict[str, Any]:
    values = range_of(40, 44) | {"quantity": quantity, "event": "guidance", "horizon_kind": kind}
    values["horizon"] = "2025"
    return promise(text, "2025-12-31", **values | more)


def test_guidance_in_quite_other_words_is_matched_by_measure_and_period() -> None:
    older = guided("This implies a maintained full year 2025 revenue of $42.", "$42")
    newer = guided("We now see FY25 sales at $40 for Acme as a whole.", "$40",
                   quantity_low=38, quantity_high=42)  # fmt: skip
    row = drift(older, newer)
    assert (row["status"], pd.isna(row["similarity"])) == ("lowered", True)
    statuses = {
        name: promise_drift(pd.DataFrame([older]), pd.DataFrame(others))["status"].tolist()
        for name, others in {
            "two of them": [newer, newer | {"text": "In Asia alone sales of $40 are likely."}],
            "no year": [newer | {"horizon": "next year"}],
            "a quarter": [newer | {"horizon_kind": "quarter"}],
            "another unit": [newer | {"quantity_unit": "EUR"}],
            "a part": [newer | {"quantity_low": 2, "quantity_high": 4}],
            "another measure": [newer | {"text": "We now see FY25 EBITDA at $40."}],
        }.items()
    }
    assert {name for name, found in statuses.items() if found[0] == "dropped"} == set(statuses)


def test_of_two_years_in_the_same_words_each_is_matched_with_its_own() -> None:
    text = "Acme expects revenue of $5."
    older = [promise(text, f"{year}-12-31", **range_of(5, 5)) for year in (2025, 2026)]
    newer = [promise(text, f"{year}-12-31", **range_of(6, 6)) for year in (2026, 2025)]
    found = promise_drift(pd.DataFrame(older), pd.DataFrame(newer))
    assert found["status"].tolist() == ["raised", "raised"]


def test_no_promises_are_a_table_as_well() -> None:
    empty = pd.DataFrame([promise("Open it.")])[:0]
    found = promise_drift(empty, empty)
    assert (tuple(found.columns), len(found)) == (DRIFT, 0)
    assert tuple(promise_timeline([]).columns) == TIMELINE
