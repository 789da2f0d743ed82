from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from fls.document import LABELS, Unit
from fls.evaluation import (
    Figure,
    find_dated,
    measure_labels,
    measure_specific,
    paired_macro_f1,
)
from fls.evaluation._cut import count_cut, measure_releases
from fls.evaluation._ranks import measure_sentences
from tests.unit.evaluation_example import NONE, OURS, B, F, L, P, annotated, array, sure

# Labels of six units in two releases, the example of docs/metrics.md: the model takes the second
# unit (promotional, second label factual) for factual, and the last (boilerplate) for
# forward-looking.
TRUE = array(F, P, P, L, L, B)
CHOSEN = (F, F, P, L, L, L)
DOC = array(0, 0, 0, 1, 1, 1)
SECOND = array(-1, F, -1, -1, -1, -1)
RULE = array(F, F, F, L, L, B)


def worked(seed: int = 0) -> dict[str, Figure]:
    return measure_labels(TRUE, SECOND, sure(*CHOSEN), DOC, {"keyword_rule": RULE}, seed)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("f1_factual", 2 / 3),
        ("f1_promotional", 2 / 3),
        ("f1_forward_looking", 4 / 5),
        ("f1_boilerplate", 0),
        ("macro_f1", (2 / 3 + 2 / 3 + 4 / 5 + 0) / 4),
        ("accuracy", 4 / 6),
        ("lenient_accuracy", 5 / 6),
        ("calibration_error", 0.85 - 4 / 6),
        ("keyword_rule_f1_factual", 2 / 4),
        ("keyword_rule_f1_promotional", 0),
        ("keyword_rule_macro_f1", (2 / 4 + 0 + 1 + 1) / 4),
        ("keyword_rule_accuracy", 4 / 6),
    ],
)
def test_label_figures_worked_by_hand(name: str, value: float) -> None:
    assert worked()[name].value == pytest.approx(value)


def test_figures_of_being_specific_worked_by_hand() -> None:
    """The example of docs/metrics.md: five units of two releases, one of them not found."""
    figures = measure_specific(
        np.array([True, True, False, True, True]),
        np.array([0.9, 0.4, 0.5, math.nan, 0.6]),
        np.array([True, True, True, True, True]),
        array(0, 0, 1, 1, 1),
    )
    assert {name: figure.value for name, figure in figures.items()} == {
        "specific_accuracy": 2 / 4,
        "keyword_rule_specific_accuracy": 3 / 4,
        "majority_specific_accuracy": 3 / 4,
    }
    assert (figures["specific_accuracy"].low, figures["specific_accuracy"].high) == (0.5, 0.5)
    assert figures["keyword_rule_specific_accuracy"].low == 0.5


@pytest.mark.parametrize("n", [0, 1])
def test_nothing_found_has_no_figures(n: int) -> None:
    none = np.full(n, math.nan)
    figures = measure_specific(none > 0, none, none > 0, np.arange(n))
    assert len(figures) == 3
    assert all(math.isnan(figure.value) for figure in figures.values())


def test_figures_dates_and_periods() -> None:
    text = "It will grow. Sales of 4 tons. Ready in March. Next quarter. It may grow. ٣ tons."
    units, at = [], 0
    for piece in text.replace(". ", ".|").split("|"):
        at = text.index(piece, at)
        units.append(Unit("sentence", at, at + len(piece), "given", 0))
    assert find_dated([text], [units]).tolist() == [False, True, True, True, False, False]
    assert find_dated([], []).tolist() == []


def test_the_interval_holds_the_figure_and_repeats() -> None:
    figures = worked()
    for name, figure in figures.items():
        assert figure.low <= figure.value <= figure.high, name
        assert 0 <= figure.low <= figure.high <= 1
    assert worked() == figures


def test_the_bootstrap_draws_releases() -> None:
    # One release is all right, the other all wrong: a draw of two has 0, 1 or 2 of the right one.
    figures = measure_labels(
        array(F, F, P, P), array(-1, -1, -1, -1), sure(F, F, F, F), array(0, 0, 1, 1), {}
    )
    assert (figures["accuracy"].value, figures["accuracy"].low, figures["accuracy"].high) == (
        0.5, 0.0, 1.0,
    )  # fmt: skip


def test_the_seed_decides_the_draws() -> None:
    rng = np.random.default_rng(0)
    true, doc = rng.integers(0, 4, (2, 60)), np.arange(60) // 6
    given: Any = (true[0], np.full(60, -1), sure(*true[1]), doc, {})
    assert measure_labels(*given, 1) == measure_labels(*given, 1)
    assert measure_labels(*given, 1) != measure_labels(*given, 2)


def test_one_release_has_no_interval() -> None:
    figure = measure_labels(array(F), NONE, sure(F), array(0), {})["accuracy"]
    assert figure.value == 1
    assert math.isnan(figure.low)
    assert math.isnan(figure.high)


def test_a_label_that_never_occurs_has_no_f1() -> None:
    figures = measure_labels(array(F, P), array(-1, -1), sure(F, P), array(0, 0), {})
    assert math.isnan(figures["f1_boilerplate"].value)
    assert figures["macro_f1"].value == 1
    assert figures["accuracy"].value == 1


def test_macro_f1_is_over_the_labels_of_the_truth() -> None:
    # F P as F B: nobody gave B, so the mean is over F (1) and P (0).
    true, found, doc = array(F, P), array(F, B), array(0, 1)
    figures = measure_labels(true, array(-1, -1), sure(F, B), doc, {"rule": found})
    assert figures["f1_boilerplate"].value == 0
    pairs = {f"_{label}": (i, i) for i, label in enumerate(LABELS)}
    cut = np.ones((2, len(count_cut(annotated(), OURS))))
    others = (
        paired_macro_f1(true, {"one": found}, doc)["one"],
        measure_sentences(true, sure(F, B), found, pairs, 0)["macro_f1"],
        measure_releases(true, found, doc, cut, 0)["release_macro_f1"],
        figures["rule_macro_f1"],
        figures["macro_f1"],
    )
    # A draw of one release alone has one label: 1 or 0.
    assert {(one.value, one.low, one.high) for one in others} == {(0.5, 0.0, 1.0)}


def test_paired_differences_are_narrower_than_the_figures() -> None:
    """Two systems that err together differ little, however much the groups differ."""
    rng = np.random.default_rng(0)
    group = np.repeat(np.arange(40), 10)
    true = rng.integers(0, 3, 400)
    wrong = rng.random(400) < np.repeat(rng.random(40), 10)
    first = np.where(wrong, (true + 1) % 3, true)
    second = np.where(wrong & (np.arange(400) % 10 > 0), (true + 1) % 3, true)
    found = paired_macro_f1(true, {"first": first, "second": second}, group)
    gain = found["second minus first"]
    assert gain.value == pytest.approx(found["second"].value - found["first"].value)
    assert 0 < gain.low < gain.value < gain.high
    assert gain.high - gain.low < (found["first"].high - found["first"].low) / 2


def test_macro_f1_of_pairs_is_over_the_labels_that_occur() -> None:
    true = np.array([0, 1, 0, 1])
    found = paired_macro_f1(true, {"right": true, "odd": np.array([0, 1, 0, 3])}, np.arange(4))
    assert found["right"].value == 1.0
    assert found["odd"].value == pytest.approx((1 + 2 / 3) / 2)
