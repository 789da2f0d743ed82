"""Whoever reads months, weekdays or numbers in words knows all of them, or says here which not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from fls.analysis.amounts import quantities
from fls.analysis.amounts.figures import SCALE, number
from fls.analysis.comparison.matching import Masked
from fls.analysis.number_words import NUMBER_VALUES, NUMBER_WORDS, POWERS, TIMES, counts
from fls.analysis.times import MONTH_WORDS, MONTHS, WEEKDAYS, find_release_date, fiscal_year_end
from fls.analysis.times.calendar import month
from fls.analysis.times.horizon import horizons
from fls.analysis.times.words import SEASONS

DAY = date(2025, 4, 15)  # a Tuesday
ONE = {"one"}  # a pronoun as well

each_month = pytest.mark.parametrize("word", sorted(MONTH_WORDS))
each_weekday = pytest.mark.parametrize("word", WEEKDAYS)
each_number = pytest.mark.parametrize("word", sorted(NUMBER_VALUES))
each_power = pytest.mark.parametrize("word", POWERS)


def days(text: str) -> list[tuple[date | None, date | None]]:
    return [(time.first, time.last) for time in horizons(text, DAY)]


@each_month
def test_every_month_is_read(word: str) -> None:
    day = date(2026, MONTHS.index(word[:3]) + 1, 3)
    for name in (word.title(), word.upper()):
        assert days(f"It will open on {name} 3, 2026.") == [(day, day)]
        assert find_release_date(f"DAYTON, {name} 3, 2026 /PRNewswire/ -- Acme grew.") == day
        ((first, last),) = days(f"It will open in {name} 2026.")
        assert first == day.replace(day=1)
        assert last is not None
        assert last.month == day.month
    assert fiscal_year_end(f"for the year ended {word.title()} 3, 2026") == (day.month, 3)
    assert quantities(f"It will open on 3 {word.title()}") == []
    assert Masked.of(f"It opens on 3 {word.title()}").values == ("3", word)


@each_month
def test_no_month_is_an_event_but_a_short_name_of_the_first_eight(word: str) -> None:
    kinds = {time.kind for time in horizons(f"It opens as soon as {word} 3, 2026.", DAY)}
    assert ("event" in kinds) is (word in {"jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep"})


@each_weekday
def test_every_weekday_is_read(word: str) -> None:
    day = DAY + timedelta(days=(WEEKDAYS.index(word) - DAY.weekday()) % 7)
    assert days(f"It will open on {word.title()}.") == [(day, day)]
    later = day if day > DAY else day + timedelta(days=7)
    assert days(f"It will open next {word.title()}.") == [(later, later)]
    assert Masked.of(f"It opens on {word.title()}").values == (word,)


@pytest.mark.parametrize("word", SEASONS)
def test_every_season_is_read(word: str) -> None:
    ((first, _),) = days(f"It will open in the {word} of 2026.")
    assert first is not None
    assert first.month == SEASONS[word]
    assert len(days(f"It will open this {word}.")) == len(days(f"It opens in late {word}.")) == 1


@each_number
def test_every_number_up_to_99_is_read(word: str) -> None:
    value = NUMBER_VALUES[word]
    assert [count.low for count in counts(f"It opens {word} shops.")] == [value]
    assert [amount.low for amount in quantities(f"It opens {word} shops.")] == [value]
    ((_, last),) = days(f"It opens within {word} days.")
    assert last == DAY + timedelta(days=value)
    assert Masked.of(f"It opens {word} shops.").values == ((word,) if word not in ONE else ())


@pytest.mark.parametrize("word", [word for word, n in NUMBER_VALUES.items() if 1 < n < 12])
def test_every_number_of_months_that_is_part_of_a_year_is_read(word: str) -> None:
    assert days(f"It opens in the first {word} months of 2026.") == [
        (date(2026, 1, 1), month(2026, NUMBER_VALUES[word]).last)
    ]


@each_power
def test_every_power_of_ten_is_read(word: str) -> None:
    value = 3 * 10 ** POWERS[word]
    assert [count.low for count in counts(f"It sells three {word} pumps.")] == [value]
    for name in (word, word.title()):
        assert [amount.low for amount in quantities(f"It sells 3 {name} pumps.")] == [value]
    assert number("3", word) == value
    assert Masked.of(f"It sells 3 {word} pumps.").values == ("3",)  # of what order a figure is


@each_power
def test_powers_of_ten_in_capitals_are_million_and_billion(word: str) -> None:
    (amount,) = quantities(f"IT MADE $3 {word.upper()}.")
    assert (amount.low == 3 * 10 ** POWERS[word]) is (word in {"million", "billion"})


def test_where_a_number_in_words_begins_is_known() -> None:
    tens = {word for word in NUMBER_VALUES if "-" not in word}
    assert tens | POWERS.keys() | TIMES.keys() | {"hundred", "dozen"} == NUMBER_WORDS
    assert Masked.of("It opens a dozen or a hundred shops").values == ("dozen", "hundred")
    assert "hundred" not in SCALE  # "2 hundred" is nobody's way to write 200
