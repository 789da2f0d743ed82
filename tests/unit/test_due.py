from __future__ import annotations

import datetime as dt

import pytest

from fls.analysis.times.due import due
from fls.analysis.times.horizon import horizons

DAY = dt.date(2025, 2, 14)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("The origins of all payouts in 2025 will be told after year end.", "after year end"),
        ("Forms for 2025 distributions will come by March 2026.", "by March 2026"),
        ("Requests for 2026 pumps will open in the spring of 2025.", "spring of 2025"),
        ("This year's fair will be held on May 3, 2025.", "May 3, 2025"),
        ("Pump Show 2025 will open in Leeds on May 3.", "May 3"),
        ("Having saved $3 million in 1H25, Acme expects more in 2H25.", "2H25"),
        ("With all that moves forward in 2025, we may earn $2 million by mid 2026.", "by mid 2026"),
        ("Sales should grow from $5 million in 2025 to $9 million by 2030.", "by 2030"),
    ],
)
def test_the_time_of_the_act_is_taken(text: str, time: str) -> None:
    found = due(horizons(text, DAY), text)
    assert found is not None
    assert found.text == time


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("In 2025 we will sell pumps from a plant that opens in 2026.", "2025"),
        ("Its 2025 sales should double, mainly in the second half of 2025.", "2025"),
        ("Its 2025 sales are expected to exceed those in 2026.", "2025"),
        ("Acme will open a plant in 2025 on a site let until 2040.", "2025"),
        ("As early as March, Acme may sell pumps made in 2026.", "As early as March"),
        ("With luck, Acme will sell pumps in June made in May 2025.", "June"),
    ],
)
def test_else_the_first_is(text: str, time: str) -> None:
    found = due(horizons(text, DAY), text)
    assert found is not None
    assert found.text == time


def test_a_dated_time_is_before_a_vague_one_and_that_before_an_event() -> None:
    text = "Once it is built, Acme will soon open, in May."
    times = horizons(text, DAY)
    assert [time.kind for time in times] == ["event", "vague", "month"]
    assert [due(times[:n], text) for n in range(4)] == [None, *times]


def test_an_opening_clause_counts_from_where_the_part_begins() -> None:
    text = "Acme opened. With pumps due in May, it will sell in June 2025."
    found = due(horizons(text, DAY), text, 13)
    assert found is not None
    assert found.text == "June 2025"
