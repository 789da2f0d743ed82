from __future__ import annotations

import numpy as np
import pytest

from fls.decision import LEAN, decide
from fls.document import LABELS


def test_the_lean_of_each_label() -> None:
    assert dict(zip(LABELS, LEAN, strict=True)) == {
        "factual": 0.0,
        "promotional": 0.2,
        "forward_looking": 0.5,
        "boilerplate": 0.0,
    }


@pytest.mark.parametrize(
    ("p", "label"),
    [
        # .45 * e^.2 = .5496 and .34 * e^.5 = .561; .46 and .33 give .562 and .544.
        ([0.55, 0.45, 0.0, 0.0], "factual"),
        ([0.54, 0.46, 0.0, 0.0], "promotional"),
        ([0.21, 0.45, 0.34, 0.0], "forward_looking"),
        ([0.21, 0.46, 0.33, 0.0], "promotional"),
        # e^.5 = 1.6487, so the odds tip at .3775.
        ([0.0, 0.0, 0.377, 0.623], "boilerplate"),
        ([0.0, 0.0, 0.378, 0.622], "forward_looking"),
        ([0.5, 0.0, 0.0, 0.5], "factual"),
    ],
)
def test_by_hand(p: list[float], label: str) -> None:
    assert LABELS[int(decide(p))] == label


def test_the_last_axis_is_that_of_the_labels() -> None:
    p = np.random.default_rng(3).dirichlet(np.ones(4), size=(5, 7))
    labels = decide(p)
    assert labels.shape == (5, 7)
    assert labels.tolist() == [[int(decide(row)) for row in rows] for rows in p]
    assert (labels != p.argmax(axis=-1)).any()


def test_nothing_and_what_is_no_number() -> None:
    assert decide(np.zeros((0, 4))).shape == (0,)
    assert decide(np.full((2, 4), np.nan)).tolist() == [0, 0]
