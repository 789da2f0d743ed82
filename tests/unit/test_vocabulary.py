"""Whoever reads months, weekdays or numbers in words knows all of them, or says here which not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from fls.analysis.amounts import quantities
from fls.analysis.amounts.figures import SCALE, number
from fls.analysis.comparison.matching import Masked
from fls.analysis.number_words import NUMBER_VALUES, NUMBER_WORDS, TIMES, counts
from fls.analysis.times import MONTH_WORDS, MONTHS, WEEKDAYS, find_release_date, fiscal_year_end
from fls.analysis.times.calendar import month
from fls.analysis.times.horizon import horizons
from fls.analysis.times.words import SEASONS
from fls.corpus import AnnotatedRelease, issuer_keys
from fls.segmentation import segment
from fls.segmentation.datelines import dateline, has_date
from fls.segmentation.lines import BULLET
from fls.sheet import lay
from fls.vocabulary import (
    BULLETS,
    COMPANY_ABBREVIATIONS,
    COMPANY_INITIALS,
    COMPANY_WORDS,
    CURRENCY_SIGNS,
    GROUP_SIZES,
    MONTH_FORMS,
    POWERS,
    TENS,
    WEEKDAY_FORMS,
)

DAY = date(2025, 4, 15)  # a Tuesday
ONE = {"one"}  # a pronoun as well

each_month = pytest.mark.parametrize("word", sorted(MONTH_WORDS))
each_weekday = pytest.mark.parametrize("word", WEEKDAYS)
each_number = pytest.mark.parametrize("word", sorted(NUMBER_VALUES))
each_power = pytest.mark.parametrize("word", POWERS)

#: Ways to write legal forms; those of the first a full stop may shorten.
SHORTENED = [way for form, others in COMPANY_ABBREVIATIONS.items() for way in (form, *others)]
SHORTENED += [way for others in COMPANY_INITIALS.values() for way in others]
FORMS = [*SHORTENED, *COMPANY_INITIALS, *COMPANY_WORDS]
each_form = pytest.mark.parametrize("form", FORMS)
#: Ends of headlines as well.
AMBIGUOUS = {"Company", "SAS"}
each_shortened = pytest.mark.parametrize("form", SHORTENED)

each_sign = pytest.mark.parametrize(
    ("sign", "code"),
    [(sign, code) for code, signs in CURRENCY_SIGNS.items() for sign in (code, *signs)],
)

PARAGRAPH = "DAYTON, Ohio, May 4, 2021 -- Acme opened a plant that makes pumps for all mills."


def units(text: str) -> list[str]:
    return [f"{unit.kind} {text[unit.start : unit.end]}" for unit in segment(text)]


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
def test_every_power_of_ten_is_read_in_capitals(word: str) -> None:
    (amount,) = quantities(f"IT MADE $3 {word.upper()}.")
    assert (amount.low, amount.unit) == (3 * 10 ** POWERS[word], "USD")


def test_where_a_number_in_words_begins_is_known() -> None:
    tens = {word for word in NUMBER_VALUES if "-" not in word}
    assert tens >= set(TENS)
    assert tens | POWERS.keys() | TIMES.keys() | GROUP_SIZES.keys() == NUMBER_WORDS
    assert Masked.of("It opens a dozen or a hundred shops").values == ("dozen", "hundred")
    assert "hundred" not in SCALE  # "2 hundred" is nobody's way to write 200


@each_month
def test_every_month_stands_in_datelines(word: str) -> None:
    is_short = word not in MONTH_FORMS
    for name in (word.title(), word.upper(), word.title() + "." * is_short):
        head = f"Dayton, {name} 3, 2026 -"
        assert dateline(f"{head}- Acme grew.") == len(head)
        assert has_date(head)


@pytest.mark.parametrize("word", [*WEEKDAY_FORMS, *(w for f in WEEKDAY_FORMS.values() for w in f)])
def test_every_weekday_may_stand_before_a_date_alone(word: str) -> None:
    for name in (word.title(), word.upper(), f"{word.title()}."):
        day = f"{name}, May 5, 2026"
        assert f"other {day}" in units(
            f"{PARAGRAPH}\n\n{day}\n\nIt is the first of its kind in Ohio."
        )


def test_sentences_do_not_shorten_weekdays() -> None:
    assert days("It will open on Tue.") == days("It will open on Sun.") == []


@each_sign
def test_every_currency_is_read(sign: str, code: str) -> None:
    (amount,) = quantities(f"It costs {sign} 5 million.")
    assert (amount.low, amount.unit) == (5e6, code)


@each_sign
def test_every_currency_is_read_without_a_space(sign: str, code: str) -> None:
    amounts = [(amount.low, amount.unit) for amount in quantities(f"It costs {sign}5 million.")]
    assert amounts == [(5e6, code)]


@pytest.mark.parametrize("mark", BULLETS)
def test_every_bullet_begins_a_line_and_parts_running_text(mark: str) -> None:
    assert BULLET.match(f"{mark} Pumps")
    assert BULLET.match(f"{mark}Pumps")
    assert ord(mark) in lay([mark]).noted
    text = f"{PARAGRAPH} {mark} It makes pumps.{mark} It makes taps."
    expected = [f"item {mark} It makes pumps.", f"item {mark} It makes taps."]
    assert units(text)[1:] == expected


@each_form
def test_every_legal_form_ends_the_line_of_a_company(form: str) -> None:
    kind = "headline" if form in AMBIGUOUS else "other"
    for name in (f"Acme Pumps, {form}", f"ACME PUMPS {form.upper()}"):
        assert units(f"Acme Opens Plant\n\n{name}\n\n{PARAGRAPH}")[1] == f"{kind} {name}"


@each_form
def test_every_legal_form_may_part_a_glued_heading(form: str) -> None:
    sentence = "Acme makes pumps for all mills and is proud of it."
    for name in [form] if form in AMBIGUOUS else (form, f"{form}.", f"{form} (NYSE: ACME)"):
        text = f"{PARAGRAPH}\n\nAbout Acme Pumps {name}{sentence}"
        assert units(text)[1:] == [
            f"heading About Acme Pumps {name}",
            f"sentence {sentence}",
        ]


@each_shortened
def test_every_short_form_may_end_a_sentence_and_need_not(form: str) -> None:
    bought = f"Acme bought Zenith Pumps {form}."
    assert units(f"{PARAGRAPH}\n\n{bought} The plant is new.")[1] == f"sentence {bought}"
    whole = f"{bought} Center of Dayton for cash."
    assert units(f"{PARAGRAPH}\n\n{whole}")[1:] == [f"sentence {whole}"]
    other = units(f"{PARAGRAPH}\n\n{bought} Walter is its head.")
    assert (other[1] == f"sentence {bought}") is (form not in {"A.S", "S.E"})


@pytest.mark.parametrize("form", [*COMPANY_INITIALS, *COMPANY_WORDS])
def test_no_full_stop_shortens_other_forms(form: str) -> None:
    bought = f"Acme bought Zenith Pumps {form}."
    assert units(f"{PARAGRAPH}\n\n{bought} Walter sold it.")[1] == f"sentence {bought}"


@each_form
def test_issuers_are_compared_without_any_legal_form(form: str) -> None:
    names = f"Acme Pumps, {form}.", f"ACME PUMPS {form.upper()}"
    releases = [AnnotatedRelease(name, "", (), name) for name in names]
    assert issuer_keys(releases) == ["acme pumps"] * 2


@each_shortened
def test_no_point_of_a_short_form_makes_a_line_a_sentence(form: str) -> None:
    text = (
        f"{PARAGRAPH}\n\nDistributor: Acme Funds, {form}.\n\nContact:\nJane Roe\njane@acme.example"
    )
    kind = "sentence" if form == "plc" else "contact"  # a small word, which no bare name has
    assert units(text)[1] == f"{kind} Distributor: Acme Funds, {form}."


@pytest.mark.parametrize("form", [*COMPANY_ABBREVIATIONS, "plc"])
def test_a_mark_inside_a_name_ends_nothing_before_any_short_form(form: str) -> None:
    sentence = f"Acme bought Zing! Pumps {form} and all its plants in May."
    assert units(f"{PARAGRAPH}\n\n{sentence}")[1:] == [f"sentence {sentence}"]
