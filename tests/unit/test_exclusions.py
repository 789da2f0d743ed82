from __future__ import annotations

import time

import pytest

from fls.analysis.caution.exclusions import find_signs


def test_signs_of_exclusions_by_hand() -> None:
    text = "The initial public\noffering of a SPAC, no tender offer. Acme trades as a penny stock."
    assert [(sign.name, text[sign.start : sign.end]) for sign in find_signs(text)] == [
        ("initial_public_offering", "initial public\noffering"),
        ("blank_check", "SPAC"),
        ("tender_offer", "tender offer"),
        ("penny_stock", "penny stock"),
    ]
    assert find_signs("SPACE and tenders, offers.") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a direct participation investment program", "partnership_offering"),
        ("common units representing limited partner interests", "partnership_offering"),
        ("an offering of limited liability company interests", "partnership_offering"),
        ("A Schedule 13E-3 was filed.", "going_private"),
        ("an offer to purchase all outstanding shares", "tender_offer"),
        ("A Schedule TO was filed.", "tender_offer"),
        ("a closed-end, non-diversified management investment company", "investment_company"),
        ("a closed\u2010end fund", "investment_company"),
        ("a business development company", "investment_company"),
        ("an exchange-traded fund", "investment_company"),
        ("an initial-public-offering", "initial_public_offering"),
    ],
)
def test_other_words_for_exclusions(text: str, name: str) -> None:
    assert [sign.name for sign in find_signs(text)] == [name]


def test_words_that_are_no_sign() -> None:
    assert find_signs("The plant is on schedule to open; our partner hired a manager.") == []


@pytest.mark.parametrize("space", [" ", "\n", "\t", "\r", "\x0b", "\xa0", "\u2009", "\u3000"])
def test_signs_of_exclusions_may_contain_any_white_space(space: str) -> None:
    text = "An initial public offering, a tender offer, going private, a mutual fund."
    found = [sign.name for sign in find_signs(text.replace(" ", space))]
    assert found == [
        "initial_public_offering", "tender_offer", "going_private", "investment_company",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Acme announces the pricing of its initial public offering.",
        "Acme Announces Closing of $90 Million IPO",
        "Our IPO raised $90 million.",
        "An IPO follows.",
        "Acme plans an initial public offering in 2027.",
        "Statements on the initial public offering may prove wrong.",
    ],
)
def test_an_offering_at_hand_is_a_sign(text: str) -> None:
    assert [sign.name for sign in find_signs(text)] == ["initial_public_offering"]


@pytest.mark.parametrize(
    "text",
    [
        "Since its IPO, Acme has sold 300 pumps.",
        "Acme completed its initial public offering in May 2021.",
        "In May 2021 Acme announced its initial public offering.",
        "Ann Lee led the 2014 initial public offering of a pump maker.",
        "She was instrumental in the tender offer for a valve maker.",
        "The tender offer closed in 2019.",
        "Acme serves pre-IPO companies.",
        "Acme helps with IPOs and SPACs.",
        "Acme announced new IPO services.",
        "Acme plans to help with the initial public offering (IPO) process.",
        "In Tulsa they expect it to climb back to the IPO price.",
        "It is like a blank check.",
        "Ten penny stocks to know",
        "Acme licenses indexes to mutual funds and exchange-traded funds.",
        "Acme is exempt under the Investment Company Act.",
        "Acme is a closed-end real estate investment trust.",
    ],
)
def test_deals_of_the_past_and_of_others_are_no_sign(text: str) -> None:
    assert find_signs(text) == []


def test_a_deal_that_only_the_legend_names_is_no_sign() -> None:
    legend = "Statements on the initial public offering may prove wrong; ours is a penny stock."
    body = "Acme pays a dividend. "
    text = body + legend
    inside = [(len(body), len(text))]
    assert [sign.name for sign in find_signs(text, inside)] == ["penny_stock"]
    text += " Acme announces its IPO."
    assert [sign.name for sign in find_signs(text, inside)] == [
        *("initial_public_offering", "penny_stock", "initial_public_offering"),
    ]


def test_time_for_signs_is_linear_in_the_length() -> None:
    def seconds(n: int) -> float:
        start = time.process_time()
        text = "its IPO in closed-end registered rules tender offer since " * n
        find_signs(text, [(at, at + 58) for at in range(0, len(text), 580)])
        return time.process_time() - start

    assert min(seconds(8000) for _ in range(3)) < 12 * min(seconds(2000) for _ in range(3)) + 0.05
