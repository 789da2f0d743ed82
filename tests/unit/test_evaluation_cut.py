from __future__ import annotations

import numpy as np
import pytest

from fls.evaluation import (
    as_units,
)
from fls.evaluation._cut import count_cut, find_overlap_labels, measure_releases
from tests.unit.evaluation_example import OURS, TEXT, F, L, P, annotated, array, span


def test_the_cut_worked_by_hand() -> None:
    # Inside running text two ends are to be found (behind "rose." and "fell."): one is; one end
    # (behind "stayed") is wrong. Whole labelled units: one of ours (5) is one of theirs (4). Of 41
    # characters the 7 of "Outlook" are no text to the annotators.
    hit, false, miss, whole, ours, theirs, same, n = count_cut(annotated(), OURS)
    assert (hit, false, miss) == (1, 1, 1)
    assert (whole, ours, theirs) == (1, 5, 4)
    assert (same, n) == (34, 41)


def test_release_figures_worked_by_hand() -> None:
    cut = np.array([count_cut(annotated(), OURS)])
    labels = find_overlap_labels(annotated(), OURS, array(F, F, L, L, F))
    assert labels.tolist() == [F, F, F, L]
    figures = measure_releases(array(F, F, P, L), labels, array(0, 0, 0, 0), cut, 0)
    n = len("".join(TEXT.split()))
    assert figures["release_split_f1"].value == pytest.approx(2 * 1 / (2 + 2))
    assert figures["release_unit_f1"].value == pytest.approx(2 * 1 / (5 + 4))
    assert figures["release_text_accuracy"].value == pytest.approx((n - 7) / n)
    # F 4/5, P 0, L 1; no boilerplate at all.
    assert figures["release_macro_f1"].value == pytest.approx((4 / 5 + 0 + 1) / 3)


def test_a_unit_that_was_not_cut_as_text_is_missed() -> None:
    ours = [span("table", "Acme Grows"), *OURS[1:]]
    assert find_overlap_labels(annotated(), ours, array(F, F, L, L, F)).tolist() == [4, F, F, L]
    assert find_overlap_labels(annotated(), [], array()).tolist() == [4, 4, 4, 4]


def test_the_annotators_cut_is_perfect() -> None:
    cut = count_cut(annotated(), as_units(annotated()))
    assert cut.tolist()[:6] == [2, 0, 0, 4, 4, 4]
    assert cut[6] == cut[7]
