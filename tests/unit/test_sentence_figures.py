from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from fls.document import LABELS
from fls.evaluation._ranks import measure_sentences, prepare_ranking

F, P, L, B = range(4)


def sure(*rows: float) -> Any:
    """Return probabilities of which the one of forward-looking is given, the rest is factual."""
    p = np.zeros((len(rows), 4))
    p[:, L] = rows
    p[:, F] = 1 - p[:, L]
    return p


# Example of docs/metrics.md: six sentences, three of them forward-looking.
TRUE = np.array([1, 1, 1, 0, 0, 0])
P_LOOKING = sure(0.9, 0.8, 0.3, 0.6, 0.2, 0.1)
RULE = np.array([L, F, F, L, L, B])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("precision", 2 / 3),
        ("recall", 2 / 3),
        ("f1", 2 / 3),
        ("accuracy", 4 / 6),
        ("roc_auc", 8 / 9),
        ("average_precision", (1 + 1 + 3 / 4) / 3),
        ("keyword_rule_precision", 1 / 3),
        ("keyword_rule_recall", 1 / 3),
        ("keyword_rule_f1", 1 / 3),
        ("keyword_rule_accuracy", 2 / 6),
    ],
)
def test_one_label_worked_by_hand(name: str, value: float) -> None:
    figures = measure_sentences(TRUE, P_LOOKING, RULE, {"": (1, L)}, 0)
    assert figures[name].value == pytest.approx(value)
    assert figures[name].low <= figures[name].value <= figures[name].high


def test_calibration_needs_two_sentences_in_a_bin() -> None:
    # Of .9, .8, .3, .6, .2 and .1 each is in a bin of its own; then .92 and .62 join two of them.
    alone = measure_sentences(TRUE, P_LOOKING, RULE, {"": (1, L)}, 0)["calibration_error"]
    assert math.isnan(alone.value)
    true, p = np.append(TRUE, [1, 0]), sure(0.9, 0.8, 0.3, 0.6, 0.2, 0.1, 0.92, 0.62)
    found = measure_sentences(true, p, np.append(RULE, [L, L]), {"": (1, L)}, 0)
    # Of two sentences only the product counts: ((.1 + .08)^2 - .1^2 - .08^2) / (4 - 2).
    error = (0.1 * 0.08 + 0.6 * 0.62) / 2
    assert found["calibration_error"].value == pytest.approx(math.sqrt(error))


def test_four_labels_worked_by_hand() -> None:
    # F F L as F L L: no class P or B in the table, so the mean is over two.
    pairs = {f"_{label}": (i, i) for i, label in enumerate(LABELS)}
    figures = measure_sentences(
        np.array([F, F, L]), sure(0.1, 0.8, 0.9), np.array([F, F, F]), pairs, 0
    )
    assert figures["f1_factual"].value == pytest.approx(2 / 3)
    assert figures["f1_forward_looking"].value == pytest.approx(2 / 3)
    assert math.isnan(figures["f1_boilerplate"].value)
    assert math.isnan(figures["roc_auc_boilerplate"].value)
    assert figures["macro_f1"].value == pytest.approx(2 / 3)
    assert figures["keyword_rule_macro_f1"].value == pytest.approx((4 / 5 + 0) / 2)
    assert figures["accuracy"].value == pytest.approx(2 / 3)
    assert figures["calibration_error"].value == pytest.approx(1 - 0.9)


def test_ranking_agrees_with_scikit_learn() -> None:
    from sklearn.metrics import average_precision_score, roc_auc_score

    rng = np.random.default_rng(0)
    scores = rng.integers(0, 12, 80) / 12  # many ties
    positive = rng.random(80) < scores
    weights = np.stack([np.ones(80), *rng.integers(0, 4, (5, 80))]).astype(float)
    areas, precisions = prepare_ranking(scores, positive)(weights)
    for weight, area, precision in zip(weights, areas, precisions, strict=True):
        assert area == pytest.approx(roc_auc_score(positive, scores, sample_weight=weight))
        expected = average_precision_score(positive, scores, sample_weight=weight)
        assert precision == pytest.approx(expected)


def test_many_sentences_are_drawn_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = measure_sentences(TRUE, P_LOOKING, RULE, {"": (1, L)}, 3)
    monkeypatch.setattr("fls.evaluation._figures._MAX_WEIGHTS", 7 * len(TRUE))
    assert repr(measure_sentences(TRUE, P_LOOKING, RULE, {"": (1, L)}, 3)) == repr(whole)
