"""The day of a release, given or found in its text."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

import fls
from fls.analysis.times.release_date import checked_date, filing_date, find_release_date


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


def test_a_dateline_of_february_29_stands_beside_dates_of_other_years() -> None:
    head = "DAYTON, Feb. 29 /PRNewswire/ -- Acme grew.\n\nAcme opened a plant on March 3, 2025.\n\n"
    assert find_release_date(head) is None
    assert find_release_date(head + "-0- 02/29/2024") == dt.date(2024, 2, 29)
