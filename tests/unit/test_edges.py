"""Numbers at which a definition ends: a case on either side of each."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from fls.analysis.body import read_body
from fls.analysis.coverage import compare, read_side, side_by_side
from fls.analysis.forward import forward_shares
from fls.analysis.horizon import horizons
from fls.analysis.promised import promised
from fls.analysis.quantity import Quantity
from fls.analysis.safe_harbor import SafeHarbor
from fls.segmentation import segment
from tests.unit.legend_texts import tagged

DAY = date(2025, 4, 15)


@pytest.mark.parametrize(("later", "near"), [(0, 1.0), (1, 0.0)])
def test_a_time_is_near_up_to_a_year_from_the_release(later: int, near: float) -> None:
    due = date(2026, 4, 15) + timedelta(days=later)
    row: dict[str, Any] = {"unit": 0, "quantity": None, "hedge": 0.0, "horizon_kind": "day"}
    row |= {"horizon": "then", "horizon_first": due, "horizon_last": due}
    shares = forward_shares(tagged(("L", "Acme will open a plant then.")), [row], DAY)
    assert (shares["near_term"], shares["long_term"]) == (near, 1.0 - near)


@pytest.mark.parametrize(("today", "found"), [("2025-06-09", 0), ("2025-06-10", 1)])
def test_a_quarter_that_ended_seventy_days_ago_is_still_told_of(today: str, found: int) -> None:
    text = "Acme expects sales to rise in the first quarter."
    assert len(horizons(text, date.fromisoformat(today))) == found


@pytest.mark.parametrize(("today", "found"), [("2025-06-23", 1), ("2025-06-22", 0)])
def test_results_of_a_quarter_a_hundred_days_off_are_of_the_last(today: str, found: int) -> None:
    text = "Acme expects fourth quarter results to improve."
    assert len(horizons(text, date.fromisoformat(today))) == found


@pytest.mark.parametrize(
    ("quarters", "bound"),
    [("third", "after"), ("first", "after"), ("first to second", "from-to")],
)
def test_more_than_a_quarter_is_a_range(quarters: str, bound: str) -> None:
    found = horizons(f"Acme will hire from the {quarters} quarter of 2026.", DAY)
    assert [horizon.bound for horizon in found] == [bound]


@pytest.mark.parametrize(
    ("valued", "amount"),
    [
        ("estimated approximately approximately more than ", "$5 million"),
        ("valued approximately approximately approximately ", "$3 million"),
    ],
)
def test_what_values_an_amount_stands_48_characters_before_it(valued: str, amount: str) -> None:
    text = f"The market {valued}$3 million in 2025 may reach $5 million."
    starts = [text.index("$3"), text.index("$5")]
    found = [
        Quantity(text[at : at + 10], at, at + 10, low, low, "USD", "exact")
        for at, low in zip(starts, (3e6, 5e6), strict=True)
    ]
    chosen = promised(found, text, DAY)
    assert chosen
    assert chosen.text == amount


@pytest.mark.parametrize(("between", "n_units"), [(2, 4), (3, 1)])
def test_a_cautionary_text_runs_over_two_units(between: int, n_units: int) -> None:
    given = tagged(
        ("B", "This release contains forward-looking statements."),
        *[("F", "Pumps are sold.")] * between,
        ("B", "Pumps may fail."),
    )
    assert len(SafeHarbor(given).units) == n_units


def test_a_further_word_in_common_adds_nothing() -> None:
    said = read_side("mill dam".split(), "said")
    warned = side_by_side(
        [read_side(words.split(), "warned") for words in ("oak", "mill", "mill dam")]
    )
    assert compare(said, warned)[2].tolist() == [0.0, 1.0, 1.0]


def test_three_sentences_open_a_release() -> None:
    body = read_body(tagged(("F", "Acme Sells Pumps", "headline"), *[("F", "Acme sold.")] * 4))
    np.testing.assert_array_equal(body.lead[0], [0.0, 1.0, 1.0, 1.0, 0.0])


@pytest.mark.parametrize(("between", "kind"), [(2, "table"), (3, "other")])
def test_a_table_reaches_three_blocks_down(between: int, kind: str) -> None:
    prose = "Acme sold pumps in the year, and it was good for all of the people there.\n\n"
    text = f"Acme Sells Pumps\n\n{prose}Pumps     12     14\n\n{prose * between}* * *\n\n{prose}"
    assert [u.kind for u in segment(text) if text[u.start : u.end] == "* * *"] == [kind]
