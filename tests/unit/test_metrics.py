from __future__ import annotations

import math
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import fls
from fls.document import LABELS, Unit
from fls.metrics import METRICS, batch_metrics, count_words, document_metrics

ALL = np.array([True, True, True])
#: The example of docs/metrics.md: words, then probabilities of F, P, L, B.
WORDS = np.array([10, 20, 30])
P = np.array([[0.8, 0.1, 0.1, 0.0], [0.1, 0.2, 0.6, 0.1], [0.0, 0.0, 0.1, 0.9]])


def test_the_example_of_the_documentation() -> None:
    metrics = document_metrics(WORDS, P, ALL)
    assert metrics == pytest.approx(
        {
            "n_units": 3,
            "n_sentences": 3,
            "n_words": 60,
            "n_factual": 1,
            "n_promotional": 0,
            "n_forward_looking": 1,
            "n_boilerplate": 1,
            "factual_share": 10 / 60,
            "promotional_share": 5 / 60,
            "forward_looking_share": 16 / 60,
            "boilerplate_share": 29 / 60,
            "factual_share_body": 10 / 31,
            "promotional_share_body": 5 / 31,
            "forward_looking_share_body": 16 / 31,
        }
    )
    assert tuple(metrics) == METRICS


def test_shares_add_up() -> None:
    metrics = document_metrics(WORDS, P, ALL)
    assert sum(metrics[f"{label}_share"] for label in LABELS) == pytest.approx(1)
    assert sum(metrics[f"{label}_share_body"] for label in LABELS[:-1]) == pytest.approx(1)


def test_units_without_label_count_as_units_only() -> None:
    p = np.array([[0.5, 0.5, 0.0, 0.0], [np.nan] * 4])
    metrics = document_metrics(np.array([4, 100]), p, np.array([True, False]))
    assert (metrics["n_units"], metrics["n_sentences"], metrics["n_words"]) == (2, 1, 4)
    assert metrics["factual_share"] == 0.5


def test_labels_lean_and_shares_do_not() -> None:
    metrics = document_metrics(np.array([10]), np.array([[0.6, 0.0, 0.4, 0.0]]), np.array([True]))
    assert (metrics["n_factual"], metrics["n_forward_looking"]) == (0, 1)
    assert (metrics["factual_share"], metrics["forward_looking_share"]) == (0.6, 0.4)


def test_counts_are_whole() -> None:
    metrics = document_metrics(WORDS, P, ALL)
    assert all(isinstance(value, int) for name, value in metrics.items() if name.startswith("n_"))
    assert sum(metrics[f"n_{label}"] for label in LABELS) == metrics["n_sentences"]


def test_nothing_to_share_out_is_nan() -> None:
    nothing = document_metrics(np.zeros(0, np.int64), np.zeros((0, 4)), np.zeros(0, bool))
    wordless = document_metrics(np.array([0]), np.array([[1.0, 0, 0, 0]]), np.array([True]))
    for metrics in (nothing, wordless):
        assert all(math.isnan(value) for name, value in metrics.items() if "share" in name)
    assert [value for name, value in nothing.items() if name.startswith("n_")] == [0] * 7


def test_boilerplate_alone_leaves_no_body() -> None:
    metrics = document_metrics(np.array([9]), np.array([[0.0, 0.0, 0.0, 1.0]]), np.array([True]))
    assert metrics["boilerplate_share"] == 1
    assert metrics["factual_share"] == 0
    assert math.isnan(metrics["factual_share_body"])


@given(
    st.lists(
        st.tuples(
            st.integers(0, 60), st.lists(st.floats(1e-12, 1), min_size=4, max_size=4), st.booleans()
        ),
        max_size=12,
    )
)
def test_shares_stay_in_the_unit_interval(rows: list[tuple[int, list[float], bool]]) -> None:
    p = np.array([row[1] for row in rows]).reshape(-1, 4)
    p /= p.sum(axis=1, keepdims=True)
    labelled = np.array([row[2] for row in rows], dtype=bool)
    metrics = document_metrics(np.array([row[0] for row in rows], dtype=np.int64), p, labelled)
    for name, value in metrics.items():
        assert math.isnan(value) if value != value else value >= 0
        assert "share" not in name or value != value or value <= 1


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("Sales rose -- to $4.1 billion.", 5),
        ("forward-looking Inc. 10-Q", 3),
        ("* * * — • &", 0),
        ("one\ntwo\tthree\u00a0four", 4),
        ("“Énergie”, 売上", 2),
        ("", 0),
    ],
)
def test_words(text: str, n: int) -> None:
    assert count_words([text], [[Unit("sentence", 0, len(text), "given", 0)]]).tolist() == [n]


def test_words_are_counted_in_the_unit_only() -> None:
    units = [[Unit("sentence", 0, 3, "x", 0), Unit("sentence", 4, 7, "x", 0)], []]
    assert count_words(["one two three", ""], units).tolist() == [1, 1]
    assert count_words([], []).tolist() == []


def test_metrics_of_a_release() -> None:
    release = fls.score("Acme opened a plant in Ohio. Acme expects sales to double.\n\nOutlook\n\n")
    sentences = release.sentences
    words = np.array([len(text.split()) for text in sentences["text"]])
    shares = sentences[[f"p_{label}" for label in LABELS]].to_numpy()
    assert release.metrics["n_units"] == len(release.units)
    assert release.metrics["n_sentences"] == len(sentences)
    assert release.metrics["n_words"] == words.sum()
    for label, share in zip(LABELS, words @ shares / words.sum(), strict=True):
        assert release.metrics[f"{label}_share"] == pytest.approx(share)


def test_the_documentation_names_every_metric(root: Path) -> None:
    text = (root / "docs" / "metrics.md").read_text(encoding="utf-8")
    assert [name for name in METRICS if f"`{name}`" not in text] == []


def test_many_releases_have_the_metrics_of_each_to_the_last_bit() -> None:
    random = np.random.default_rng(0)
    lengths = random.integers(0, 40, 50)
    first = np.append(0, np.cumsum(lengths))
    words, labelled = random.integers(0, 60, first[-1]), random.random(first[-1]) < 0.8
    p = random.dirichlet(np.ones(4), first[-1])
    p[~labelled] = np.nan
    together = batch_metrics(words, p, labelled, first)
    assert tuple(together) == METRICS
    for number, (a, b) in enumerate(pairwise(first)):
        alone = document_metrics(words[a:b], p[a:b], labelled[a:b])
        assert repr(alone) == repr({k: column[number].item() for k, column in together.items()})
