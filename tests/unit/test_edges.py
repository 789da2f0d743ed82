"""Numbers at which a definition ends: a case on either side of each."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

import fls
from fls.analysis.body import read_body
from fls.analysis.caution.safe_harbor import SafeHarbor
from fls.analysis.commitments.forward import forward_shares
from fls.analysis.number_words import counts
from fls.analysis.times.horizon import horizons
from fls.analysis.times.release_date import find_release_date
from fls.evaluation._figures import measure_labels
from fls.segmentation import segment
from fls.segmentation.datelines import dateline
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


@pytest.mark.parametrize(("between", "n_units"), [(2, 4), (3, 1)])
def test_a_cautionary_text_runs_over_two_units(between: int, n_units: int) -> None:
    given = tagged(
        ("B", "This release contains forward-looking statements."),
        *[("F", "Pumps are sold.")] * between,
        ("B", "Pumps may fail."),
    )
    assert len(SafeHarbor(given).units) == n_units


def test_three_sentences_open_a_release() -> None:
    body = read_body(tagged(("F", "Acme Sells Pumps", "headline"), *[("F", "Acme sold.")] * 4))
    np.testing.assert_array_equal(body.lead[0], [0.0, 1.0, 1.0, 1.0, 0.0])


@pytest.mark.parametrize(("between", "kind"), [(2, "table"), (3, "other")])
def test_a_table_reaches_three_blocks_down(between: int, kind: str) -> None:
    prose = "Acme sold pumps in the year, and it was good for all of the people there.\n\n"
    text = f"Acme Sells Pumps\n\n{prose}Pumps     12     14\n\n{prose * between}* * *\n\n{prose}"
    assert [u.kind for u in segment(text) if text[u.start : u.end] == "* * *"] == [kind]


@pytest.mark.parametrize(
    ("span", "n"),
    [("0 months", 0), ("100 years", 1), ("101 years", 0), ("10 decades", 1), ("11 decades", 0)],
)
def test_a_span_is_longer_than_nothing_and_no_longer_than_a_century(span: str, n: int) -> None:
    assert len(horizons(f"Acme will open a plant in {span}.", DAY)) == n


def test_a_wire_in_brackets_ends_a_dateline_without_a_date() -> None:
    text = "Dayton, Ohio--(BUSINESS WIRE)--Acme opened a plant."
    assert text[dateline(text) :] == "--Acme opened a plant."


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("one thousand to two million pumps", 1e3, 2e6), ("two to three million pumps", 2e6, 3e6)],
)
def test_the_first_of_two_numbers_takes_the_power_of_the_other_once(
    text: str, low: float, high: float
) -> None:
    assert [(count.low, count.high) for count in counts(text)] == [(low, high)]


@pytest.mark.parametrize("end", ["a", "z"])
def test_a_word_cut_by_a_hyphen_goes_on_below_an_empty_line(end: str) -> None:
    text = (
        "Acme Sells Pumps\n\nAcme sold pumps in the year, and it was good for all of the "
        f"people of Lu{end}-\n\nCity, where it makes them.\n"
    )
    assert [u.kind for u in segment(text)] == ["headline", "sentence"]


@pytest.mark.parametrize("level", ["document", "unit"])
def test_only_documents_keep_the_index_of_a_table_without_rows(level: str) -> None:
    table = pd.DataFrame({"body": pd.Series([], dtype="str")}, index=pd.Index([], name="key"))
    found = fls.score_frame(table, "body", level=level)
    assert (len(found), found.index.name) == (0, "key" if level == "document" else None)


@pytest.mark.parametrize(
    ("text", "n"), [("within the month", 1), ("within the month of its sale", 0)]
)
def test_a_month_of_something_else_is_not_that_of_the_release(text: str, n: int) -> None:
    assert len(horizons(f"Acme will open the plant {text}.", DAY)) == n


def test_a_second_label_is_right_too_when_asked_leniently() -> None:
    true, second, chosen = np.array([0, 1, 1]), np.array([1, -1, -1]), [1, 2, 2]
    found = measure_labels(true, second, np.eye(4)[chosen], np.array([0, 0, 1]), {})
    # Only the first is right, by its second label.
    assert found["lenient_accuracy"].value == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    "text",
    [
        "Date: May 5, 2026\n\nDAYTON, Ohio /PRNewswire/ May 4, 2026 Acme opened a plant.",
        "Date: May 4, 2026\n\nAcme Sells Pumps\n\n"
        + "Acme sold pumps in the year. " * 400
        + "\n\nDAYTON, Ohio, May 5, 2026 /PRNewswire/ -- Acme sold.",
    ],
    ids=["behind a wire, below a label", "behind a label, above the foot"],
)
def test_the_surest_date_of_the_top_goes_before_all_others(text: str) -> None:
    assert find_release_date(text) == date(2026, 5, 4)
