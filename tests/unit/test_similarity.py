from __future__ import annotations

import pytest

from fls.analysis.comparison.similarity import cosine, jaccard, unshared_runs


def test_lazy_prices_by_hand() -> None:
    older, newer = "we expect sales to grow".split(), "we expect costs to grow and grow".split()
    # counts 1 1 1 1 1 and we expect costs to and 1, grow 3: 1 + 1 + 1 + 2
    assert cosine(older, newer) == pytest.approx(5 / (5 * 9) ** 0.5)
    assert jaccard(older, newer) == pytest.approx(4 / 7)


def test_runs_that_are_not_shared() -> None:
    older = "risks include the price of ore and weather".split()
    newer = "risks include strikes the price of ore and a recall of goods".split()
    # Of three words in a row only "the price of", "price of ore" and "of ore and" are shared.
    assert [tuple(run) for run in unshared_runs(newer, older)] == [(0, 3), (8, 12)]
    assert unshared_runs([], older) == []
    assert [tuple(run) for run in unshared_runs(older, [])] == [(0, 8)]
