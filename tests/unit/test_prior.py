from __future__ import annotations

import math
from copy import deepcopy
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import minimize
from scipy.special import log_softmax

from fls.corpus import AnnotatedRelease, GoldUnit
from fls.errors import InputError
from fls.model import load_model, softmax
from fls.training import _prior
from fls.training._prior import Problem, fit_towards


def tiny(seed: int = 0, n: int = 60) -> Problem:
    """Draw units whose labels come from the given weights, moved a little, with noise."""
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(n, 3))
    rows[:, 2] *= rng.random(n) < 0.3
    offset = rows @ rng.normal(size=(3, 4))
    p = softmax(offset + rows @ rng.normal(size=(3, 4)))
    true = np.array([rng.choice(4, p=one) for one in p])
    second = np.where(rng.random(n) < 0.2, (true + 1) % 4, -1)
    doc = np.arange(n) // 5
    return Problem(sparse.csr_matrix(rows), _prior.divide_units(true, second, 0.15), offset, doc)


def everything(problem: Problem) -> NDArray[np.bool_]:
    return np.ones(len(problem.doc), dtype=bool)


def test_the_change_is_the_minimum_that_brute_force_finds() -> None:
    problem, strength, penalty = tiny(), 20.0, 0.5
    rows = np.column_stack([problem.rows.toarray(), np.ones(len(problem.doc))])
    stiffness = strength * (rows**2).mean(axis=0) + np.array([penalty] * 3 + [0.0])

    def loss(flat: NDArray[np.float64]) -> float:
        change = flat.reshape(4, 4)
        logits = problem.offset + rows @ change
        likely = (problem.targets * log_softmax(logits, axis=1)).sum()
        return float(0.5 * (stiffness[:, None] * change**2).sum() - likely)

    found = minimize(loss, np.zeros(16), method="BFGS", options={"gtol": 1e-6})
    weights, intercept = fit_towards(problem, everything(problem), strength, penalty)
    assert np.allclose(np.vstack([weights, intercept]), found.x.reshape(4, 4), atol=2e-4)
    assert np.abs(weights).max() > 0.1


def test_without_a_start_and_strength_it_is_ordinary_training() -> None:
    from sklearn.linear_model import LogisticRegression

    problem = tiny()._replace(offset=np.zeros((60, 4)))
    true = problem.targets.argmax(axis=1)
    problem = problem._replace(targets=np.eye(4)[true])
    weights, intercept = fit_towards(problem, everything(problem), 0.0, 2.0)
    peer = LogisticRegression(C=0.5, tol=1e-8, max_iter=1000).fit(problem.rows, true)
    assert np.allclose(weights, peer.coef_.T, atol=1e-3)
    assert np.allclose(
        intercept - intercept.mean(), peer.intercept_ - peer.intercept_.mean(), atol=1e-3
    )


def test_the_strongest_prior_moves_nothing_and_a_very_strong_one_hardly_anything() -> None:
    problem = tiny()
    for part in fit_towards(problem, everything(problem), math.inf, 1.0):
        assert not part.any()
    weights, intercept = fit_towards(problem, everything(problem), 1e9, 1.0)
    assert 0 < np.abs(weights).max() < 1e-6
    assert np.abs(intercept).max() < 1e-6


def test_a_vanishing_prior_lets_the_labels_decide() -> None:
    """Where the labels settle it, starting from weights or from nothing gives one answer."""
    problem = tiny(n=400)
    nothing = problem._replace(offset=np.zeros_like(problem.offset))
    started = fit_towards(problem, everything(problem), 1e-6, 1e-6)
    anew = fit_towards(nothing, everything(problem), 1e-6, 1e-6)
    by_start = softmax(problem.offset + problem.rows @ started[0] + started[1])
    by_labels = softmax(problem.rows @ anew[0] + anew[1])
    assert np.abs(by_start - by_labels).max() < 1e-3
    assert np.abs(by_start - softmax(problem.offset)).max() > 0.1


def test_what_does_not_occur_does_not_move_and_only_chosen_units_count() -> None:
    problem = tiny()
    wider = sparse.hstack([problem.rows, sparse.csr_matrix((60, 2))]).tocsr()
    chosen = problem.doc < 4
    weights, intercept = fit_towards(problem._replace(rows=wider), chosen, 1.0, 1.0)
    assert not weights[3:].any()
    other = np.where(chosen[:, None], problem.targets, problem.targets[:, ::-1])
    again = fit_towards(problem._replace(targets=other), chosen, 1.0, 1.0)
    assert np.array_equal(again[0], weights[:3])
    assert np.array_equal(again[1], intercept)


def test_a_label_that_never_occurs_is_no_harm() -> None:
    problem = tiny()
    targets = problem.targets.copy()
    targets[:, 1] += targets[:, 3]
    targets[:, 3] = 0.0
    for strength in (0.0, 100.0):
        weights, intercept = fit_towards(
            problem._replace(targets=targets), everything(problem), strength, 1.0
        )
        assert np.isfinite(weights).all()
        assert np.isfinite(intercept).all()


def releases(n: int) -> list[AnnotatedRelease]:
    unit = GoldUnit("sentence", 0, 5, "factual")
    return [AnnotatedRelease(f"r{i}", "Acme.", (unit,), f"Issuer {i}") for i in range(n)]


def test_losses_are_those_of_held_out_issuers() -> None:
    problem = tiny()
    part = np.arange(12)[:9]
    losses = _prior.measure_strengths(problem, releases(12), part, 1.0, 3, 0)
    assert losses.shape == (len(_prior.STRENGTHS), 9)
    inside = np.isin(problem.doc, part)
    given = -(problem.targets * log_softmax(problem.offset, axis=1)).sum(axis=1)
    assert losses[0] == pytest.approx(np.bincount(problem.doc[inside], given[inside]))
    # Labels of releases outside the part play no role.
    other = np.where(inside[:, None], problem.targets, problem.targets[:, ::-1])
    again = _prior.measure_strengths(problem._replace(targets=other), releases(12), part, 1.0, 3, 0)
    assert np.array_equal(again, losses)


def test_a_share_goes_to_a_second_label_whichever_it_is() -> None:
    found = _prior.divide_units(np.array([3, 0]), np.array([0, 3]), 0.25)
    assert found.tolist() == [[0.25, 0.0, 0.0, 0.75], [0.75, 0.0, 0.0, 0.25]]


def test_the_choice_needs_a_clear_difference() -> None:
    clear = np.array([[2.0, 2.1, 1.9, 2.0], [1.0, 1.0, 1.0, 1.1]])
    unclear = np.array([[2.0, 0.5, 1.1, 1.0], [1.0, 1.0, 1.0, 1.1]])
    assert _prior.find_row(clear) == 1
    assert _prior.find_row(unclear) == 0
    assert _prior.find_row(clear[::-1]) == 0


def test_folds_follow_the_issuers() -> None:
    assert _prior.count_folds(releases(9), 5) == 5
    assert _prior.count_folds(releases(4), 5) == 4
    assert _prior.count_folds(releases(1), 5) == 3


def test_a_corpus_that_the_start_was_trained_on_is_refused() -> None:
    given = load_model("open")
    model = replace(given, info=deepcopy(given.info))
    mine = releases(3)
    _prior.check_unseen(model, {"mine": mine})
    from fls.corpus import digest

    model.info["corpus"]["parts"]["seen"] = {"sha256": digest(mine)}
    with pytest.raises(InputError, match="mine: holds releases that the model to start from"):
        _prior.check_unseen(model, {"mine": mine})
