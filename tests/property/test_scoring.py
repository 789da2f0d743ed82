from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import fls
from fls.document import LABELS

PIECES = (
    "Acme opened a plant in 2019.", "It expects sales to double by 2021.", "We are proud.",
    "“We are thrilled,” said Ann Poe.", "About Acme", "Outlook", "- Revenue of $4 to $5 million",
    "This release contains forward-looking statements.", "###", "Contact:", "ann@acme.example",
    "Acme", "...", "\n\n", "\n", "\t", "\f", "\r\n", "U.S. sales rose 4.1%.", "\u2028", "é", "売上",
    "\ufeff", "\u200b", "(1)", "•", "!", "Why?",
)  # fmt: skip
texts = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=25).map("\n\n".join),
    st.text(max_size=200),
)
PROBABILITIES = [f"p_{label}" for label in LABELS]


@settings(max_examples=100)
@given(st.lists(texts, max_size=6))
def test_a_release_scores_alike_in_any_company(given_texts: list[str]) -> None:
    together = fls.score_texts(given_texts)
    for number, text in enumerate(given_texts):
        mine = together[together["doc"] == number].drop(columns="doc").reset_index(drop=True)
        pd.testing.assert_frame_equal(mine, fls.score(text).units, check_exact=True)
    backwards = fls.score_texts(given_texts[::-1])
    assert len(backwards) == len(together)
    last = together[together["doc"] == len(given_texts) - 1][PROBABILITIES].to_numpy()
    first = backwards[backwards["doc"] == 0][PROBABILITIES].to_numpy()
    assert np.array_equal(first, last, equal_nan=True)


@given(texts)
def test_probabilities_and_shares_stay_in_bounds(text: str) -> None:
    release = fls.score(text)
    p = release.sentences[PROBABILITIES].to_numpy()
    assert ((p >= 0) & (p <= 1)).all()
    np.testing.assert_allclose(p.sum(axis=1), 1, rtol=0, atol=1e-12)
    metrics = release.metrics
    for name, value in metrics.items():
        assert "share" not in name or math.isnan(value) or 0 <= value <= 1
    shares = [metrics[f"{label}_share"] for label in LABELS]
    assert math.isnan(sum(shares)) if metrics["n_words"] == 0 else sum(shares) == pytest.approx(1)
    assert metrics["n_sentences"] == sum(metrics[f"n_{label}"] for label in LABELS)


@settings(max_examples=60)
@given(texts)
def test_contributions_add_up(text: str) -> None:
    release = fls.score(text)
    for unit in release.sentences["unit"]:
        found = release.explain(int(unit))
        total = found.intercept + sum(item["contribution"] for item in found.contributions)
        assert total == pytest.approx(found.logit, abs=1e-9)


@settings(max_examples=60)
@given(st.lists(st.text(max_size=60), max_size=6))
def test_sentences_are_tagged_alike_in_any_company(sentences: list[str]) -> None:
    together = fls.tag(sentences)
    for row, sentence in enumerate(sentences):
        alone = fls.tag([sentence])
        mine = together.iloc[[row]].reset_index(drop=True)
        pd.testing.assert_frame_equal(mine, alone, check_exact=True)


def test_a_text_of_one_sentence_is_labelled_as_the_sentence() -> None:
    text = "We expect to open the plant in May 2027."
    columns = ["label", "p_factual", "p_promotional", "p_forward_looking", "p_boilerplate"]
    whole, alone = fls.score(text).sentences, fls.tag([text])
    pd.testing.assert_frame_equal(whole[columns], alone[columns], check_exact=True)
