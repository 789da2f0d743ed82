"""Numbers told in words have the values that a reader gives them."""

from __future__ import annotations

import pytest

from fls.analysis.number_words import counts


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("four shops", 4),
        ("twenty-five shops", 25),
        ("one hundred and twenty people", 120),
        ("two hundred thousand pumps", 200_000),
        ("one thousand two hundred people", 1_200),
        ("one million five hundred thousand taps", 1_500_000),
        ("two trillion chips", 2 * 10**12),
        ("a dozen shops", 12),
        ("two dozen shops", 24),
        ("half a dozen shops", 6),
        ("half a million pumps", 500_000),
        ("a hundred thousand taps", 100_000),
        ("a million cans", 10**6),
    ],
)
def test_the_value_of_a_number(words: str, value: float) -> None:
    (found,) = counts(f"Acme will open {words} by May.")
    assert (found.low, found.high) == (value, value)


def test_a_range_in_words_has_two_ends() -> None:
    (found,) = counts("five to six million pumps")
    assert (found.low, found.high) == (5_000_000, 6_000_000)


@pytest.mark.parametrize("words", ["A shop opens.", "The shops open.", "An hour later"])
def test_an_article_alone_is_no_number(words: str) -> None:
    assert counts(words) == []
