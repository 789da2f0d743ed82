from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fls.report._dates import make_time_line


def _row(first: dt.date | None, last: dt.date | None, **more: Any) -> dict[str, Any]:
    return {
        "unit": 0, "text": "x", "event": "other", "quantity": None, "horizon": None,
        "horizon_kind": None, "hedge": 0.4, "is_conditional": False, "horizon_first": first,
        "horizon_last": last, **more,
    }  # fmt: skip


def test_bars_stand_where_their_days_are() -> None:
    day = dt.date(2026, 1, 1)
    rows = [
        _row(None, None, text="never"),
        _row(dt.date(2026, 7, 1), None, text="open"),
        _row(day, dt.date(2026, 12, 31), text="year", hedge=1.0),
        _row(day, dt.date(2026, 1, 31), text="month", hedge=0.0, event="trial_start"),
    ]
    line = make_time_line(rows, day)
    assert [bar.text for bar in line.bars] == ["month", "year", "open", "never"]
    month, year, begun, never = line.bars
    # The open one makes the line a year longer: 730 or 731 days from the release.
    assert line.today == 0
    assert month.x == 0
    assert month.width == pytest.approx(100 * 31 / 730, abs=0.1)
    assert year.width == pytest.approx(50, abs=0.1)
    assert begun.x == pytest.approx(100 * 181 / 730, abs=0.1)
    assert begun.x + begun.width == pytest.approx(100, abs=0.1)
    assert begun.is_open
    assert begun.due == "from 2026-07-01"
    assert never.x is None
    assert (month.firmness, year.firmness, month.event) == ("firm", "possible", "trial start")
    assert [tick.name for tick in line.ticks] == ["Jul 2026", "Jan 2027", "Jul 2027"]
    assert line.ticks[1].x == pytest.approx(50, abs=0.2)


def test_a_last_day_alone_is_told_and_has_a_bar() -> None:
    (bar,) = make_time_line([_row(None, dt.date(2027, 12, 31))], None).bars
    assert bar.due == "2027-12-31"
    assert not bar.is_open
    assert bar.x == 0
    assert 0 < (bar.width or 0) < 5


def test_nothing_dated_makes_no_line() -> None:
    line = make_time_line([_row(None, None)], dt.date(2026, 1, 1))
    assert (line.ticks, line.today, line.bars[0].x) == ([], None, None)
    assert make_time_line([], None).bars == []


@given(
    st.lists(
        st.tuples(st.dates(), st.none() | st.dates()).filter(lambda s: not s[1] or s[0] <= s[1]),
        max_size=5,
    ),
    st.none() | st.dates(),
)
def test_bars_stay_on_the_line(spans: Any, day: dt.date | None) -> None:
    line = make_time_line([_row(*span) for span in spans], day)
    assert len(line.bars) == len(spans)
    for bar in line.bars:
        assert bar.x is not None
        assert bar.width is not None
        assert 0 <= bar.x <= 100
        assert 0 < bar.width <= 100.01 - bar.x
    assert all(0 <= tick.x <= 100 for tick in line.ticks)
    assert len(line.ticks) <= 7
