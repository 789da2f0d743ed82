from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fls.decision import decide
from fls.document import LABELS
from fls.features import extract, matrix
from fls.features.context import columns
from fls.model import Model, load_model, own_columns, softmax
from tests.unit.invented_model import TEXTS, UNITS, invented


@pytest.mark.parametrize("model", [invented(), load_model()], ids=["invented", "default"])
def test_probabilities_are_those_of_scikit_learn(model: Model) -> None:
    from sklearn.linear_model import LogisticRegression

    features = extract(TEXTS, UNITS, model.layout)[1]
    peer = LogisticRegression()
    peer.classes_ = np.arange(len(LABELS))
    peer.coef_ = np.concatenate([model.words, model.runs[:-1], model.head, model.dense]).T
    peer.intercept_ = model.intercept
    peer.n_features_in_ = peer.coef_.shape[1]
    expected = peer.predict_proba(matrix(features, model.layout, vectors=False))
    found = model.probabilities(TEXTS, UNITS)[1]
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-12)
    assert found.shape == (sum(map(len, UNITS)), len(LABELS))


# Of these random weights some make units forward-looking.
@pytest.mark.parametrize("model", [invented(2), load_model()], ids=["invented", "default"])
def test_specific_probabilities_are_those_of_scikit_learn(model: Model) -> None:
    from sklearn.linear_model import LogisticRegression

    assert model.specific is not None
    features = extract(TEXTS, UNITS, model.layout)[1]
    full = matrix(features, model.layout, vectors=False)
    n_words, n_hashed = 1 << model.layout.words, full.shape[1] - len(columns())
    chosen = [*range(n_words), *(n_hashed + columns().index(name) for name in own_columns())]
    peer = LogisticRegression()
    peer.classes_ = np.arange(2)
    peer.coef_ = np.concatenate([model.specific.words, model.specific.dense]).T
    peer.intercept_ = model.specific.intercept
    peer.n_features_in_ = peer.coef_.shape[1]
    expected = peer.predict_proba(full[:, chosen])[:, 1]
    rows = np.arange(len(expected))
    np.testing.assert_allclose(
        model.specific.probabilities(features, rows), expected, rtol=0, atol=1e-12
    )
    _, p, found = model.probabilities(TEXTS, UNITS)
    forward = decide(p) == LABELS.index("forward_looking")
    assert 0 < forward.sum() < len(forward)
    assert (np.isnan(found) == ~forward).all()
    np.testing.assert_allclose(found[forward], expected[forward], rtol=0, atol=1e-12)


def test_being_specific_does_not_hang_on_the_neighbours() -> None:
    model = invented()
    assert model.specific is not None
    together = extract(TEXTS * 9, UNITS * 9, model.layout)[1]
    rows = np.arange(len(together.scale))
    found = model.specific.logits(together, rows)
    for row in rows[::5]:
        assert model.specific.logits(together, np.array([row])) == found[row]
    assert model.specific.logits(together, rows[:0]).shape == (0,)


def test_far_logits_are_probabilities() -> None:
    model = invented()
    assert model.specific is not None
    features = extract(TEXTS, UNITS, model.layout)[1]
    for intercept, p in ((1e4, 1.0), (-1e4, 0.0)):
        far = replace(model.specific, intercept=np.array([intercept]))
        assert far.probabilities(features, np.array([0])).tolist() == [p]


def test_probabilities_add_up() -> None:
    found = invented().probabilities(TEXTS, UNITS)[1]
    np.testing.assert_allclose(found.sum(axis=1), 1, rtol=0, atol=1e-15)
    assert ((found >= 0) & (found <= 1)).all()


def test_softmax_bears_large_and_no_logits() -> None:
    assert softmax(np.array([[1e4, 0.0, 0.0, -1e4]])).tolist() == [[1, 0, 0, 0]]
    assert softmax(np.zeros((0, 4))).shape == (0, 4)


@pytest.mark.parametrize("model", [invented(), load_model()], ids=["invented", "default"])
def test_a_release_scores_alike_in_any_company(model: Model) -> None:
    together = model.probabilities(TEXTS * 40, UNITS * 40)[1]
    alone = [model.probabilities([t], [u])[1] for t, u in zip(TEXTS, UNITS, strict=True)]
    assert (together == np.concatenate(alone * 40)).all()


def test_no_text_has_no_probabilities() -> None:
    assert invented().probabilities([], [])[1].shape == (0, 4)
    assert invented().probabilities([""], [[]])[1].shape == (0, 4)
