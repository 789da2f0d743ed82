from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from time import process_time

import pytest

from fls.analysis.times.calendar import after_months
from fls.analysis.times.horizon import HORIZON_KINDS, horizons

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tools.horizons import figures, read  # noqa: E402

SENTENCES = [
    sentence
    for name in ("horizons.tsv", "horizons_held_out.tsv")
    for sentence in read(ROOT / "tests" / "data" / name)
]
DAY = date(2025, 4, 15)


def days(text: str, today: date | None = DAY, **more: tuple[int, int]) -> list[tuple[str, str]]:
    return [(str(h.first), str(h.last)) for h in horizons(text, today, **more)]


@pytest.mark.parametrize(
    ("part", "precision", "recall"),
    [("develop", 0.97, 0.97), ("held_out", 0.97, 0.97), ("made", 0.97, 0.97), ("new", 0.93, 0.89)],
)
def test_expressions_are_found_and_resolved_as_readers_did(
    part: str, precision: float, recall: float
) -> None:
    found = figures([s for s in SENTENCES if s.part == part])
    assert found.precision >= precision
    assert found.recall >= recall


def test_numbers_in_words_are_the_same_everywhere() -> None:
    for said, months in (("twenty-five", 25), ("forty-eight", 48), ("ninety", 90), ("five", 5)):
        (found,) = horizons(f"Acme will open a plant within {said} months.", DAY)
        assert found.last == after_months(DAY, months)
    assert days("Sales will rise over the first eleven months of 2026.") == [
        ("2026-01-01", "2026-11-30")
    ]


def test_events_are_found() -> None:
    found = figures(SENTENCES, events=True)
    assert found.precision >= 0.8
    assert found.recall >= 0.8


def test_the_file_has_the_promised_size_and_known_kinds() -> None:
    own = [h for s in SENTENCES if s.part in ("develop", "held_out") for h in s.expected]
    assert len(own) >= 150
    assert sum(s.part == "made" for s in SENTENCES) >= 80
    assert {h.kind for s in SENTENCES for h in s.expected} <= set(HORIZON_KINDS)


def test_the_example_of_the_documentation() -> None:
    (found,) = horizons("It opens before the end of the year.", date(2017, 10, 16))
    assert found[3:] == (date(2017, 10, 16), date(2017, 12, 31), "year", "by", False)


def test_a_quarter_of_a_fiscal_year_that_ends_in_june() -> None:
    # Fiscal 2026 runs from July 2025 to June 2026; its third quarter is the first of 2026.
    text = "Growth resumes in the third quarter of fiscal 2026."
    assert days(text, fiscal_end=(6, 30)) == [("2026-01-01", "2026-03-31")]
    (assumed,) = horizons(text, DAY)
    assert assumed.is_fiscal_assumed
    assert (assumed.first, assumed.last) == (date(2026, 7, 1), date(2026, 9, 30))


def test_before_and_by_differ() -> None:
    assert days("We file before June 2026.") == [("2025-04-15", "2026-05-31")]
    assert days("We file by June 2026.") == [("2025-04-15", "2026-06-30")]
    assert days("We file after June 2026.") == [("2026-07-01", "None")]
    assert days("We file no earlier than June 2026.") == [("2026-06-01", "None")]


def test_what_is_not_to_be_until_or_before_a_time_begins_then() -> None:
    assert days("We do not expect sales until 2028.") == [("2028-01-01", "None")]
    assert days("No drilling will take place before April 2026.") == [("2026-04-01", "None")]
    assert days("We won't sell until mid-2026 at the earliest.") == [("2026-05-01", "None")]
    by = [("2025-04-15", "2026-03-31")]
    assert days("There is no assurance that it closes before April 2026.") == by
    assert days("Should it not close before April 2026, we pay.") == by


def test_a_quarter_or_half_before_a_stroke_and_the_year() -> None:
    assert days("We pour in Q4/26.") == [("2026-10-01", "2026-12-31")]
    assert days("We pour in H1/27.") == [("2027-01-01", "2027-06-30")]


def test_without_a_date_only_what_names_its_year_has_days() -> None:
    text = "We open in Q3 2025, hire next year and list within 90 days."
    assert days(text, None) == [("2025-07-01", "2025-09-30"), ("None", "None"), ("None", "None")]


@pytest.mark.parametrize(
    "text",
    [
        "The plant may 3 times in 4 need repair.",
        "Acme today announced that it will grow.",
        "We signed a 10-year lease five years ago.",
        "Revenue was $3 million in the quarter ended March 31, 2025.",
        "The 5.5% notes due 2030 will be called.",
        "Patients in the 52-week Phase 3 trial are followed for two years.",
        "We will spring into action and never fall behind.",
        "Sales will amount to 2,026 units.",
        "DAYTON, Ohio, April 15, 2025 /PRNewswire/ -- Acme will grow.",
        "The Act of 2029 will apply.",
        "The financial strength of the group will help.",
        "Earlier this year we said that we will grow.",
        "She will be honored as Coach of the Year.",
        "Trucks with H2 engines will be cheaper.",
        "He will retire after leading the firm for over three decades.",
        "A mine with a life of over 20 years is planned.",
        "Ounces will be poured over a nine-year mine life.",
        "The show will air Monday through Friday.",
        "She will receive the 2025 Harlan Research Prize.",
        "We will exhibit at Pump Expo 2026.",
        "Savings peak in the first full year of operation.",
        "It will be the year that changes us.",
        "The fee of $2 million is payable over three years.",
        "It will be the largest new plant in two decades.",
        "Output will be below that as of March 31, 2025.",
        "It will cut a Christmas tree.",
        "It will employ some 2026 people.",
    ],
)
def test_times_that_are_no_horizons(text: str) -> None:
    assert horizons(text, DAY) == []


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Sales rise in the first six months of 2026.", "2026-01-01", "2026-06-30"),
        ("Sales rise in the last two quarters of fiscal 2026.", "2026-07-01", "2026-12-31"),
        ("Work starts in the first week of October.", "2025-10-01", "2025-10-07"),
        ("Work starts in the final week of May.", "2025-05-25", "2025-05-31"),
        ("Work starts in the latter part of 2026.", "2026-09-01", "2026-12-31"),
        ("Work starts in the opening weeks of June.", "2025-06-01", "2025-06-10"),
        ("We hire in the remaining months of 2025.", "2025-04-15", "2025-12-31"),
        ("We hire over the next year.", "2025-04-15", "2026-04-15"),
        ("We hire within the next decade.", "2025-04-15", "2035-04-15"),
        ("We hire ten years down the road.", "2025-04-15", "2035-04-15"),
        ("We hire in two years' time.", "2025-04-15", "2027-04-15"),
        ("We hire over an 18-month period.", "2025-04-15", "2026-10-15"),
        ("We plan a potential 2026 launch.", "2026-01-01", "2026-12-31"),
        ("As 2026 progresses, we hire.", "2026-01-01", "2026-12-31"),
        ("Cash lasts until at least 2028.", "2025-04-15", "2028-12-31"),
        ("Our runway extends to the third quarter of 2026.", "2025-04-15", "2026-09-30"),
        ("Volumes rise in Q1/2026.", "2026-01-01", "2026-03-31"),
        ("Volumes rise in Q3FY26.", "2026-07-01", "2026-09-30"),
        ("Volumes rise in Q3 ‘25.", "2025-07-01", "2025-09-30"),
        ("Volumes rise in the 2026 fiscal year.", "2026-01-01", "2026-12-31"),
        ("Volumes rise in 2026's first half.", "2026-01-01", "2026-06-30"),
        ("Volumes rise in the September 2025 quarter.", "2025-07-01", "2025-09-30"),
        ("Profit of $2 million is seen for 2027E.", "2027-01-01", "2027-12-31"),
        ("It grows over the forecast period (2025-2030).", "2025-01-01", "2030-12-31"),
        ("Emissions fall through the 2030s.", "2025-04-15", "2039-12-31"),
        ("Growth is set for the second half of the decade.", "2025-01-01", "2029-12-31"),
        ("It should be signed by month-end.", "2025-04-15", "2025-04-30"),
        ("By year's end we have ten shops.", "2025-04-15", "2025-12-31"),
        ("It should be signed within the week.", "2025-04-15", "2025-04-20"),
        ("It opens by the end of the week.", "2025-04-15", "2025-04-20"),
        ("It opens this weekend.", "2025-04-19", "2025-04-20"),
        ("It opens early in the new year.", "2026-01-01", "2026-04-30"),
        ("We expect to exit 2026 with a profit.", "2026-09-01", "2026-12-31"),
        ("He leaves as of 30 September 2025.", "2025-09-30", "2025-09-30"),
        ("The fair runs from May 12-14.", "2025-05-12", "2025-05-14"),
        ("The fair runs from 13 to 17 October.", "2025-10-13", "2025-10-17"),
        ("We meet on May 5, 6 and 7, 2025.", "2025-05-05", "2025-05-07"),
        ("We meet on 30-Jun-2025.", "2025-06-30", "2025-06-30"),
        ("We meet on 15.06.2025.", "2025-06-15", "2025-06-15"),
        ("We meet on Wednesday, June 4 at 9:00 a.m.", "2025-06-04", "2025-06-04"),
        ("We open on June 7: bring your friends.", "2025-06-07", "2025-06-07"),
        ("June 7: grand opening.", "2025-06-07", "2025-06-07"),
        ("It will be signed and announced on May 20.", "2025-05-20", "2025-05-20"),
        ("It lists on or after May 1, 2025.", "2025-05-01", "None"),
        ("We will be busy throughout May.", "2025-05-01", "2025-05-31"),
        ("It ships in the July/August time frame.", "2025-07-01", "2025-08-31"),
        ("It ships in late 2025/early 2026.", "2025-09-01", "2026-04-30"),
        ("It ships before Black Friday.", "2025-04-15", "2025-11-27"),
        ("Second quarter results are expected to improve.", "2025-04-01", "2025-06-30"),
        ("In the medium term we expect more.", "None", "None"),
        ("It is ready within weeks.", "None", "None"),
        ("It is ready in a few months.", "None", "None"),
        ("We see that in the quarters ahead.", "None", "None"),
    ],
)
def test_kinds_of_expressions_that_real_releases_hold(text: str, first: str, last: str) -> None:
    assert days(text) == [(first, last)]


def test_the_results_of_a_quarter_just_over_are_no_horizon() -> None:
    assert days("We will file our first quarter financials.") == []
    assert days("We expect to file our second quarter financials in July.") == [
        ("2025-07-01", "2025-07-31")
    ]


def test_a_quarter_just_over_is_not_that_of_the_next_year() -> None:
    october = date(2025, 10, 29)
    assert days("We expect a profit in the 3rd quarter.", october) == []
    assert days("We expect a profit in the first quarter.", october) == [
        ("2026-01-01", "2026-03-31")
    ]
    assert days("We open in the fourth quarter.", date(2025, 2, 10)) == [
        ("2025-10-01", "2025-12-31")
    ]
    assert days("We open in the 3rd quarter of 2026.", october) == [("2026-07-01", "2026-09-30")]


def test_the_last_day_of_a_period_is_in_the_year_of_the_period() -> None:
    text = "Sales in the fiscal second quarter of 2025, which ends on {}, will exceed $750,000."
    fiscal = {"today": date(2025, 5, 20), "fiscal_end": (10, 31)}
    assert days(text.format("April 30th"), **fiscal) == []
    assert days(text.format("April 30th"), date(2025, 4, 2), fiscal_end=(10, 31)) == [
        ("2025-02-01", "2025-04-30"), ("2025-04-30", "2025-04-30"),
    ]  # fmt: skip
    assert ("2026-04-30", "2026-04-30") not in days(text.format("April 30"), date(2025, 5, 20))


def test_two_months_side_by_side_are_of_one_year() -> None:
    found = days("It will drill in September and October.", date(2025, 10, 28))
    assert found == [("2025-09-01", "2025-10-31")]
    found = days("It will drill in December and January.", date(2025, 10, 28))
    assert found == [("2025-12-01", "2026-01-31")]


@pytest.mark.parametrize(
    "text",
    [
        "It is open from February 29 to March 3, 2025.",
        "It is open from May 3, 2025 to February 29.",
        "It is open from February 29 to March 3.",
        "The first quarter of 2025, ending February 29, will be good.",
    ],
)
def test_a_day_that_the_year_does_not_have_is_no_error(text: str) -> None:
    assert horizons(text, date(2025, 3, 1))


def test_a_fiscal_year_over_two_years_ends_in_the_second() -> None:
    text = "Sales double in FY2026/27."
    assert days(text, fiscal_end=(3, 31)) == [("2026-04-01", "2027-03-31")]


@pytest.mark.parametrize(
    ("text", "event"),
    [
        (
            "Completion remains subject to approval by the court.",
            "subject to approval by the court",
        ),
        ("Once the pump is approved, we will sell it.", "Once the pump is approved"),
        ("It opens upon receipt of the permit and will sell pumps.", "upon receipt of the permit"),
        ("It is on sale immediately upon receipt of the permit.", "upon receipt of the permit"),
        (
            "It starts following a final investment decision.",
            "following a final investment decision",
        ),
        ("After the acquisition, Acme will move.", "After the acquisition"),
        ("It closes subject to U.S. approval (if any).", "subject to U.S. approval"),
        ("We drill in the hills, weather permitting.", "permitting"),
    ],
)
def test_an_event_extends_to_the_end_of_its_clause(text: str, event: str) -> None:
    assert [(h.text, h.kind) for h in horizons(text, DAY)] == [(event, "event")]


def test_an_event_ends_where_a_time_begins() -> None:
    found = horizons("It closes subject to approval by the court in May 2026.", DAY)
    assert [h.text for h in found] == ["subject to approval by the court", "May 2026"]


@pytest.mark.parametrize(
    "text",
    [
        "The plan will build upon our strong base.",
        "A day will be agreed upon by both sides.",
        "The company is initiating permitting for its mine.",
        "Further studies and permitting are to follow.",
        "The day is subject to change at any time.",
        "The shares will be subject to a four-month hold period.",
        "The fund remains subject to significant risks.",
        "A once-daily pump will be sold.",
    ],
)
def test_words_that_are_no_events(text: str) -> None:
    assert [h for h in horizons(text, DAY) if h.kind == "event"] == []


def test_spans_refer_to_the_sentence_and_do_not_overlap() -> None:
    for sentence in SENTENCES:
        end = 0
        for h in horizons(sentence.text, sentence.released, sentence.fiscal_end):
            assert end <= h.start < h.end
            assert sentence.text[h.start : h.end] == h.text
            assert h.first is None or h.last is None or h.first <= h.last
            end = h.end


@pytest.mark.parametrize(
    "piece",
    [
        "in the first ",
        "May ",
        "within 12 to ",
        "2026-",
        "the end of the ",
        "and 2027, ",
        "expired in the contract ",
        "May 5, 6, 7, ",
        "first two weeks of ",
        "will be signed and ",
        "over the next five-year ",
        "subject to approval ",
        "upon receipt, ",
        "expected to take six months ",
    ],
)
def test_time_is_linear(piece: str) -> None:
    def cost(n: int) -> float:
        best = float("inf")
        for _ in range(3):
            start = process_time()
            horizons(piece * n, DAY)
            best = min(best, process_time() - start)
        return best

    cost(50)
    assert cost(2000) < 9 * cost(500) + 0.01


@pytest.mark.parametrize(
    ("text", "expression", "last"),
    [
        ("It is expected to take 12-24 months of further work.", "12-24 months", "2027-04-15"),
        ("Building is expected to take another six months.", "six months", "2025-10-15"),
        ("We expect the work to take about a year.", "a year", "2026-04-15"),
        ("The review will take two weeks.", "two weeks", "2025-04-29"),
    ],
)
def test_what_work_takes_runs_from_the_release(text: str, expression: str, last: str) -> None:
    (time,) = horizons(text, DAY)
    assert (time.text, str(time.first), str(time.last)) == (expression, str(DAY), last)


@pytest.mark.parametrize(
    "text",
    [
        "The work took six months.",
        "The work will take six months from signature.",
        "The work will begin this time and is expected to take six months.",
        "From the first ore the work is expected to take six months.",
        "Patients will take the pill for two weeks.",
        "He will take two weeks off.",
        "Acme will take a year-long lease.",
        "A visit will take two weeks per shop.",
        "It will take two weeks’ notice.",
        "The post will require five years of practice.",
    ],
)
def test_what_takes_time_from_another_event_or_each_time_is_no_horizon(text: str) -> None:
    assert days(text) == []


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("It will open in June.", "June"),
        ("It will open in mid-July.", "mid-July"),
        ("It will open on June. 15, 2025", "June. 15, 2025"),
        ("It will open on Sept. 5.", "Sept. 5"),
        ("Ten shops open in June. 15 shops will close.", "June"),
    ],
)
def test_the_point_after_a_whole_name_ends_the_sentence(text: str, expression: str) -> None:
    assert [time.text for time in horizons(text, DAY)] == [expression]
