from __future__ import annotations

import pytest

from fls.analysis.coverage import compare, read_side, side_by_side, similarity


def test_similarity_prefers_the_fitting_factor() -> None:
    said = "The FDA is expected to decide on approval in May."
    assert similarity(said, "refusal of approval by the FDA") > 0.5
    assert similarity(said, "the price of tin") < 0.5


@pytest.mark.parametrize(
    ("said", "warned"),
    [
        ("Acme wants to end its current review in May.", "currency fluctuations"),
        ("Acme will use artificial intelligence.", "failure to protect intellectual property"),
        ("Acme is well positioned.", "loss of key employees"),
        ("Acme waits on customary conditions.", "loss of customers"),
        ("Acme will issue securities.", "a breach of our data systems"),
        ("In particular, the plan is subject to conditions.", "slow enrollment of patients"),
        ("The global pump market may grow.", "securing regulatory approval"),
    ],
)
def test_words_that_only_begin_alike_are_not_the_same(said: str, warned: str) -> None:
    assert similarity(said, warned) < 0.5


@pytest.mark.parametrize(
    ("said", "warned"),
    [
        ("Acme will manufacture pumps.", "delays in manufacturing"),
        ("The offerings will be priced in May.", "financing"),
        ("We will have drilled four wells.", "drilling"),
        ("The closings follow in June.", "refusal of the acquisitions"),
        ("Supplies start in May.", "supply"),
    ],
)
def test_other_forms_of_a_word_are_the_same(said: str, warned: str) -> None:
    assert similarity(said, warned) > 0.5


def test_one_word_of_a_longer_factor_is_not_sure_to_be_about_the_topic() -> None:
    said = "Acme expects to complete enrollment of the trial in May."
    assert similarity(said, "slow enrollment of patients") > 0.5
    assert similarity(said, "a quarrel of neighbours about patients") < 0.5
    assert similarity(said, "patients") > 0.5


def test_sureness_by_hand() -> None:
    def sure(factor: str) -> float:
        warned = side_by_side([read_side(factor.split(), "warned")])
        return float(compare(read_side(["enrollment"], "said"), warned)[1][0])

    assert sure("slow enrollment of patients") == 1.0
    assert sure("patients") == 1.0
    assert sure("quarrel about patients") == 0.5
    assert sure("quarrel about tin") == 0.0
