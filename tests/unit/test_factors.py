from __future__ import annotations

import pytest

from fls.analysis.caution.safe_harbor import SafeHarbor
from tests.unit.legend_texts import tagged


def test_list_items_are_factors() -> None:
    found = SafeHarbor(
        tagged(
            ("B", "Forward-looking statements in this release carry risks; factors that could"
                  " cause actual results to differ materially include:"),
            ("B", "- the price of tin;", "item"),
            ("B", "- loss of our only smelter; and", "item"),
            ("B", "- the matters described in our Form 10-K.", "item"),
        )
    )  # fmt: skip
    assert found.factors["text"].tolist() == ["price of tin", "loss of our only smelter"]


def test_items_with_assumptions_are_no_factors() -> None:
    found = SafeHarbor(
        tagged(
            ("B", "Forward-looking statements rest on certain assumptions and other factors."),
            ("B", "These include, among other things:"),
            ("F", "* we thrive as a result of changes in the price of tin;", "item"),
            ("F", "* our smelter is rebuilt.", "item"),
        )
    )
    assert found.units == [0, 1, 2, 3]
    assert found.factors.empty


@pytest.mark.parametrize(
    ("reason", "factors"),
    [
        ("because of the price of tin", ["price of tin"]),
        ("from those told here due to delays in Tulsa", ["delays in Tulsa"]),
        ("as a result of various factors", []),
        ("because of a range of risks and uncertainties", []),
        ("because of matters described in our Form 10-K", []),
    ],
)
def test_one_reason_for_other_results_is_a_factor(reason: str, factors: list[str]) -> None:
    found = SafeHarbor(
        tagged(("B", "This release contains forward-looking statements. Actual results may differ"
                     f" materially {reason}."))
    )  # fmt: skip
    assert found.factors["text"].tolist() == factors


@pytest.mark.parametrize(
    "sentence",
    [
        "They involve risks and other factors, some of them out of reach, which could, and likely"
        " will, alter what we sell.",
        "They are subject to such risks, uncertainties and assumptions relating to our pumps,"
        " results of repairs, strategy and liquidity.",
        "They involve dangers, including factors that could delay, divert, or undo them.",
        "There can be no assurance that our beliefs and projections will be achieved.",
        "They are subject to risks, most of which nobody here can steer, and cannot be foreseen"
        " or counted, and, consequently, actual results may differ.",
        "Additionally, risks, uncertainties and other factors may cause other results.",
        "They are subject to significant business, economic and competitive contingencies.",
        "Risks stand in our quarterly reports of March 31, 2031, June 30, 2031 and"
        " September 30, 2031.",
        "Known are they by words such as should, may, intends, forecasts, and plans.",
        "Risks are told at http://www.sec.gov. Contact: Acme Pumps, Dayton",
        "Adjusted EBITDA is not reconciled due to the inherent difficulty of forecasting taxes,"
        " grants of stock, and gains on pumps.",
        "These statements include all forecasts of sales, hopes for pumps and talk of tin.",
    ],
)
def test_words_that_announce_no_list_of_factors(sentence: str) -> None:
    legend = "This release contains forward-looking statements."
    found = SafeHarbor(tagged(("B", legend), ("B", "Actual results may differ."), ("B", sentence)))
    assert found.factors["text"][found.factors["is_concrete"]].tolist() == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Factors that could cause other results are the price of tin, loss of our smelter, and"
        " strikes.",
        "Such risks include, but are not limited to; the price of tin, loss of our smelter.",
        "Our plans are subject to the price of tin, loss of our smelter, and other risks.",
        "Risks related to the price of tin, loss of our smelter, remain.",
        "They carry risks, including uncertainties regarding the price of tin, loss of our smelter,"
        " and strikes, which could cause other results.",
        "The price of tin, loss of our smelter, and strikes could cause another outcome.",
    ],
)
def test_words_that_do_announce_a_list(sentence: str) -> None:
    found = SafeHarbor(tagged(("B", "These are forward-looking statements."), ("B", sentence)))
    assert found.factors["text"].tolist()[:2] == ["price of tin", "loss of our smelter"]


@pytest.mark.parametrize(
    ("listed", "factors"),
    [
        (
            "Copper prices, the loss of our only smelter, strikes at our mine and other factors",
            ["Copper prices", "loss of our only smelter", "strikes at our mine"],
        ),
        ("However, the price of tin, or other events", ["price of tin"]),
        ("We caution that the price of tin, rust and other risks", ["price of tin", "rust"]),
        (
            "The price of tin, supply and demand, and other factors beyond our control",
            ["price of tin", "supply and demand"],
        ),
        ("Rust, strikes and other factors described in our Form 10-K", ["Rust", "strikes"]),
        ("They speak as of today; rust and other factors", ["rust"]),
        ("Rust, strikes and other matters that are beyond our control", ["Rust", "strikes"]),
        ("Legal risks, rust and other factors", ["Legal risks", "rust"]),
        ("Known and unknown risks, uncertainties and other factors", []),
        ("A number of important factors, risks and other uncertainties", []),
        ("These and other factors", []),
        ("This list is not complete, and other factors", []),
        ("The foregoing, rust, and other factors", []),
        ("They are subject to rust, and other factors", []),
        ("Our hopes, rust and other factors, all of which", []),
        ("Rust, strikes and other factors, some unknown, ", ["Rust", "strikes"]),
        ("With rust, strikes and other factors, no pump", []),
    ],
)
@pytest.mark.parametrize(
    "outcome",
    ["may cause the actual results to be materially different", "could cause results to differ"],
)
def test_a_list_may_end_with_other_factors(listed: str, factors: list[str], outcome: str) -> None:
    text = f"{listed} {outcome} from the forecasts."
    found = SafeHarbor(tagged(("B", "These are forward-looking statements."), ("B", text)))
    assert found.factors["text"].tolist() == factors


def test_numerals_and_words_that_lead_in_are_cut_off() -> None:
    text = "Risks include xiii) the price of tin; xiv) with respect to pumps, rust; as well as ice."
    found = SafeHarbor(tagged(("B", "These are forward-looking statements."), ("B", text)))
    assert found.factors["text"].tolist() == ["price of tin", "pumps, rust", "ice"]


@pytest.mark.parametrize(
    ("listed", "factors"),
    [
        (
            "new rules (including tariffs, quotas and licences), the price of tin, and rust",
            ["new rules (including tariffs, quotas and licences)", "price of tin", "rust"],
        ),
        (
            "unrest in Peru, Mali, Chile and Togo, and the price of tin",
            ["unrest in Peru, Mali, Chile and Togo", "price of tin"],
        ),
        (
            "loss of Market Share, Currency Risk, and Ice",
            ["loss of Market Share", "Currency Risk", "Ice"],
        ),
        ("our plans with respect to pumps, expectations about tin, and rust", ["rust"]),
        ("hazards (such as tin, zinc, and rust)", ["tin", "zinc", "rust"]),
        (
            "the price of tin (in Peru; in Chile); rust",
            ["price of tin (in Peru; in Chile)", "rust"],
        ),
    ],
)
def test_lists_are_not_cut_within_brackets_and_names(listed: str, factors: list[str]) -> None:
    text = f"Factors that could cause other results include {listed}."
    found = SafeHarbor(tagged(("B", "These are forward-looking statements."), ("B", text)))
    assert found.factors["text"].tolist() == factors


@pytest.mark.parametrize(
    "pointer",
    [
        "rust and those told in our Form 10-K, our Form 10-Q (for March, when filed), our deed of"
        " May 2, 2031, and other papers",
        "those in filings with the Securities and Exchange Commission",
        "rust, its annual information form for 2031, accounts for 2030, and its web pages",
    ],
)
def test_filings_are_no_factors(pointer: str) -> None:
    text = f"Factors that could cause other results include {pointer}."
    found = SafeHarbor(tagged(("B", "These are forward-looking statements."), ("B", text)))
    assert set(found.factors["text"]) <= {"rust"}


def test_topics_of_statements_are_no_factors() -> None:
    found = SafeHarbor(
        tagged(("B", "This release contains forward-looking statements, including those about"
                     " tin, zinc, lead and silver."))
    )  # fmt: skip
    assert found.n_factors == 0


@pytest.mark.parametrize(
    ("factor", "is_concrete"),
    [
        ("increasing competition", False),
        ("the impact of general economic conditions", False),
        ("macroeconomic uncertainty", False),
        ("geopolitical events and regulatory changes", False),
        ("regulatory reforms", False),
        ("legal challenges", False),
        ("stock market volatility", False),
        ("regulatory actions", False),
        ("the conduct of competitors", False),
        ("political decisions", False),
        ("regulatory approvals", True),
        ("the actions of our smelter", True),
        ("changes in our stock price", True),
        ("the impact of strikes in Dayton", True),
        ("legal proceedings over our pumps", True),
        ("a foreign valve tax", True),
    ],
)
def test_what_any_company_could_name_is_general(factor: str, is_concrete: bool) -> None:
    head = "Forward-looking statements in this release carry risks, including"
    found = SafeHarbor(tagged(("B", f"{head} {factor}."))).factors
    assert found["is_concrete"].tolist() == [is_concrete]
