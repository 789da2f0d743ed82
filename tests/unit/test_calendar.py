"""Days, parts of years, and years that are fiscal."""

from __future__ import annotations

from datetime import date

import pytest

from fls.analysis.times.calendar import (
    Calendar,
    Period,
    Recurring,
    add_months,
    business_days,
    half,
    holiday,
    month,
    part_of,
    quarter,
)
from fls.analysis.times.fiscal import fiscal_year_end


def test_months_and_their_parts() -> None:
    assert add_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert add_months(date(2025, 6, 30), -3) == date(2025, 3, 31)
    assert part_of(month(2025, 2), 2)[:2] == (date(2025, 2, 21), date(2025, 2, 28))
    assert half(month(2025, 10), 1)[:2] == (date(2025, 10, 1), date(2025, 10, 15))


def test_business_days_leave_out_the_weekend_also_from_one() -> None:
    friday, saturday, sunday = (date(2025, 5, day) for day in (9, 10, 11))
    for start in (friday, saturday, sunday):
        assert business_days(start, 1) == date(2025, 5, 12)
        assert business_days(start, 5) == date(2025, 5, 16)


def test_a_fiscal_year_that_ends_in_february() -> None:
    calendar = Calendar(date(2026, 2, 26), (2, 1))
    assert calendar.year(2026, fiscal=True)[:2] == (date(2026, 2, 2), date(2027, 2, 1))
    assert quarter(calendar.year(2026, fiscal=True), 1).first == date(2026, 2, 2)


def test_holidays_that_float() -> None:
    assert holiday(2005, "thanksgiving").first == date(2005, 11, 24)
    assert holiday(2025, "memorial day").first == date(2025, 5, 26)
    assert holiday(2022, "labor day").first == date(2022, 9, 5)


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("the fiscal year ended June 30, 2025", (6, 30)),
        ("the year ending\n31 March 2026", (3, 31)),
        ("the fiscal year 2024, which ended June 30, 2024", (6, 30)),
        ("results for fiscal 2024, ended June 30", (6, 30)),
        ("our fiscal year ends on September 28", (9, 28)),
        ("the quarter ended June 30, 2025", None),
        ("the year ended February 31, 2025", None),
        ("fiscal 2025, our year which ends on April 30th", (4, 30)),
        ("the first quarter ended October 31, 2025", (7, 31)),
        ("its third fiscal quarter of 2025, ending on June 30", (9, 30)),
        ("the second quarter ended August 31, 2025", (2, 28)),
        ("the third quarter of fiscal year 2025 ended December 31, 2024", (3, 31)),
        ("third quarter of fiscal 2025 ended June 30; the year ending September 30", (9, 30)),
        ("the quarter and year ended June 30, 2025", (6, 30)),
        ("the first two quarters of the fiscal 2025 year, which will end on April 30th", None),
    ],
)
def test_the_end_of_the_fiscal_year(text: str, end: tuple[int, int] | None) -> None:
    assert fiscal_year_end(text) == end


def test_what_recurs_lies_in_each_year_that_has_it() -> None:
    leap_day = Recurring("day", lambda year: Period(*[date(year, 2, 29)] * 2, "day"))
    assert leap_day.in_year(2025) == Period.unknown("day") == Period(None, None, "day")
    assert Calendar(date(2025, 4, 15)).upcoming(leap_day).first == date(2028, 2, 29)
    assert Calendar(None).upcoming(leap_day) == Period.unknown("day")


def test_what_is_cut_from_a_year_follows_the_fiscal_one_where_it_is_asked_to() -> None:
    june = Calendar(date(2025, 4, 15), (6, 30))
    first = june.cut_from_year("quarter", lambda year: quarter(year, 1))
    assert first.in_year(2026).first == date(2026, 1, 1)
    assert first._replace(fiscal=True).in_year(2026).first == date(2025, 7, 1)
    assert june.upcoming(first).last == date(2026, 3, 31)
    may = Recurring("month", lambda year: month(year, 5), fiscal=True)
    assert may.in_year(2026) == month(2026, 5)
    assert may.part("part", lambda whole: half(whole, 2)).in_year(2026).first == date(2026, 5, 16)
