from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

import fls
from fls.analysis.comparison.drift import promise_timeline
from tests.unit.promise_rows import promise, range_of
from tests.unit.release_pairs import pair


def test_guidance_for_the_next_quarter_is_another_promise_of_a_timeline() -> None:
    said = [
        ("March 3, 2025", "Acme expects revenue of $40 million in the first quarter of 2025."),
        ("May 5, 2025", "Acme expects revenue of $30 million in the second quarter of 2025."),
        ("June 2, 2025", "Acme expects revenue of $35 million in the second quarter of 2025."),
    ]
    found = fls.timeline([fls.score(f"OHIO, {day} -- Acme grew. {text}") for day, text in said])
    assert found["n_said"].tolist() == [1, 2]
    assert found["n_moved"].tolist() == [0, 0]
    assert found["quantity_change"].tolist() == pytest.approx([0, 1 / 6])


def test_a_span_that_rolls_on_has_not_moved_along_a_timeline() -> None:
    text = "OHIO, {} -- Acme fell. It expects to open its mill within twelve months."
    days = "March 3, 2025", "May 5, 2025", "August 4, 2025"
    (row,) = fls.timeline([fls.score(text.format(day)) for day in days]).to_dict("records")
    assert (row["n_said"], row["n_moved"], row["days_moved"]) == (3, 0, 0)
    assert (row["first_due"], row["due"]) == (dt.datetime(2026, 3, 3), dt.datetime(2026, 8, 4))


def test_a_timeline_by_hand() -> None:
    mill, shop = "We expect to open the mill.", "We plan to close forty shops."
    said = [
        ("a", pd.DataFrame([promise(mill, "2026-03-31", **range_of(9, 11))])),
        ("b", pd.DataFrame([promise(shop)])),
        ("c", pd.DataFrame([promise(shop), promise(mill, "2026-06-30")])),
        ("d", pd.DataFrame([promise(mill, "2026-09-30", **range_of(4, 6))])),
    ]
    found = promise_timeline(said)
    first, second = found.to_dict("records")
    assert (first["first_said"], first["last_said"], first["n_said"]) == ("a", "d", 3)
    assert (first["first_due"], first["due"]) == (
        dt.datetime(2026, 3, 31),
        dt.datetime(2026, 9, 30),
    )
    assert (first["days_moved"], first["n_moved"], first["status"]) == (183, 2, "open")
    assert first["quantity_change"] == pytest.approx(-0.5)
    assert (second["first_said"], second["last_said"], second["status"]) == ("b", "c", "silent")


def test_the_last_of_two_releases_of_a_day_decides_what_is_open() -> None:
    mill, shop = "We expect to open the mill.", "We plan to close forty shops."
    day = dt.date(2026, 5, 4)
    said = [
        (day, pd.DataFrame([promise(mill), promise(shop)])),
        (day, pd.DataFrame([promise(shop)])),
    ]
    found = promise_timeline(said)
    assert found["status"].tolist() == ["silent", "open"]
    assert found["last_said"].tolist() == [day, day]


def test_a_timeline_of_releases_is_in_the_order_of_their_dates() -> None:
    older, newer = pair("marlowe")
    found = fls.timeline([newer, older])
    assert found["first_said"].tolist() == [dt.date(2024, 10, 8)] * 3
    assert found["last_said"].tolist() == [dt.date(2025, 3, 4)] * 3
    assert found["days_moved"].tolist() == [183, 150, -365]
    pd.testing.assert_frame_equal(found, fls.timeline([older, newer]))
    shuffled = pd.Series([newer, older], index=[1, 0])
    pd.testing.assert_frame_equal(found, fls.timeline(shuffled))
    pd.testing.assert_frame_equal(found, fls.timeline(iter([older, newer])))
