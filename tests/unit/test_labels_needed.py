from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import fls
from fls.document import LABELS
from fls.errors import InputError
from tests.unit.correction_example import P, example, width


def test_labels_needed_by_hand() -> None:
    frame = pd.DataFrame([[0.8, 0.2, 0, 0]] * 3000 + [[0.4, 0.6, 0, 0]] * 3000, columns=P)
    found = fls.labels_needed(frame, 0.02).set_index(["method", "label"])["n_labels"]
    # within: (.16 + .24) / 2 = .2; with the spread of the means .04 it is .6 * .4
    for method, variance in (("ppi", 0.2), ("sample", 0.24)):
        n = int(found[method, "factual"])
        # t of so many degrees of freedom
        half = [1.64622 * np.sqrt(variance * (1 - m / 6000) / (m - 1)) for m in (n + 1, n - 1)]
        assert half[0] < 0.02 < half[1]
    # what correct asks for, where nothing varies
    assert found["ppi", "boilerplate"] == 20
    assert (fls.labels_needed(frame, 0.0001)["n_labels"] <= 6000).all()


def test_labels_needed_of_the_superpopulation() -> None:
    frame = pd.DataFrame([[0.8, 0.2, 0, 0]] * 3000 + [[0.4, 0.6, 0, 0]] * 3000, columns=P)
    doc = np.arange(6000) // 3
    found = fls.labels_needed(frame.assign(doc=doc), 0.02, population="superpopulation")
    fewer = fls.labels_needed(frame.assign(doc=doc), 0.02)
    assert found["n_labels"][0] > fewer["n_labels"][0]
    # with sums of three the corpus alone has the variance .04 * 3 / 6000 + .2 / 6000
    least = 1.64562 * np.sqrt((0.12 * 2000 / 1999 + 0.2) / 6000)
    none = fls.labels_needed(frame.assign(doc=doc), least * 0.99, population="superpopulation")
    some = fls.labels_needed(frame.assign(doc=doc), least * 1.01, population="superpopulation")
    assert none["n_labels"].isna()[:2].all()
    assert some["n_labels"][0] > 5000


@pytest.mark.parametrize("together", [False, True])
def test_labels_needed_from_a_pilot_are_those_that_correct_would_take(together: bool) -> None:
    frame, sample = example()
    if together:
        doc = np.arange(400) // 5
        frame, sample = frame.assign(doc=doc), sample.assign(doc=doc[:40])
    for method, part in fls.correct(frame, sample, methods=["ppi", "sample"]).groupby("method"):
        half = (part["high"] - part["estimate"]).iloc[0]
        found = fls.labels_needed(frame, half, sample=sample).set_index(["method", "label"])
        assert found["n_labels"][method, "factual"] in (40, 41)


def test_labels_needed_give_the_precision() -> None:
    rng = np.random.default_rng(3)
    p = rng.dirichlet([2, 1, 1, 0.3], 4000)
    true = (rng.random((4000, 1)) >= p.cumsum(axis=1)[:, :3]).sum(axis=1)
    frame = pd.DataFrame(p, columns=P).assign(doc=np.arange(4000) // 40)
    n = int(fls.labels_needed(frame, 0.03)["n_labels"][0])
    halves = []
    for seed in range(20):
        sample = frame.sample(n, random_state=seed)
        sample = sample.assign(true_label=np.array(LABELS)[true[sample.index]])
        halves.append(width(fls.correct(frame, sample, methods=["ppi"])) / 2)
    assert np.mean(halves) == pytest.approx(0.03, rel=0.05)


@pytest.mark.parametrize("precision", [0, 0.5, -1])
def test_a_precision_must_be_possible(precision: float) -> None:
    with pytest.raises(InputError, match="precision"):
        fls.labels_needed(example()[0], precision)
