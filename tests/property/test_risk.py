from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fls.analysis import Tagged, risk
from fls.document import Unit
from fls.errors import InputError

PURE = (0.0, 0.0, 1.0, 0.0)
shares = st.floats(0, 1)
rows = st.tuples(
    st.sampled_from(["headline", "sentence", "item", "heading"]), st.integers(1, 30),
    st.tuples(shares, shares, shares, shares).filter(lambda p: sum(p) > 0.01), shares, shares,
)  # fmt: skip
Row = tuple[str, int, tuple[float, float, float, float], float, float]


def rate(found: list[Row]) -> float:
    text, units, p = "", [], []
    for number, (kind, n, chances, _, _) in enumerate(found):
        line = "About " * (kind == "heading" and n % 2) + "word " * n
        units.append(Unit(kind, len(text), len(text) + len(line), "x", number))
        text += line + "\n"
        known = np.array(chances) / sum(chances)
        p.append(np.full(4, np.nan) if kind == "heading" else known)
    tagged = Tagged(text, units, np.array(p).reshape(-1, 4), np.zeros(len(units)))
    covered, hedged = (np.array([row[i] for row in found], dtype=float) for i in (3, 4))
    return risk(tagged, covered, hedged)


@given(st.lists(rows, max_size=8), st.integers(0, 8), st.integers(1, 50), st.booleans())
def test_more_uncovered_future_never_lowers_it(
    found: list[Row], at: int, n: int, head: bool
) -> None:
    added: Row = ("headline" if head else "sentence", n, PURE, 0.0, 0.0)
    before, after = rate(found), rate([*found[:at], added, *found[at:]])
    assert 0 <= after <= 100
    assert math.isnan(before) or after >= before - 1e-9


@given(st.lists(rows, min_size=1, max_size=8), st.integers(0, 7), shares, st.sampled_from([3, 4]))
def test_a_factor_or_a_hedge_never_raises_it(
    found: list[Row], at: int, more: float, which: int
) -> None:
    at %= len(found)
    row = list(found[at])
    row[which] = max(more, found[at][which])
    after = rate([*found[:at], tuple(row), *found[at + 1 :]])  # type: ignore[list-item]
    before = rate(found)
    assert math.isnan(after) or after <= before + 1e-9


def test_the_example_of_the_documentation() -> None:
    deal: list[Row] = [
        ("headline", 4, (0.3, 0.0, 0.7, 0.0), 0.0, 0.0),
        ("sentence", 4, (1.0, 0.0, 0.0, 0.0), 0.0, 0.0),
        ("sentence", 5, (0.1, 0.0, 0.9, 0.0), 0.0, 0.0),
    ]
    assert rate(deal) == pytest.approx(100 * 10.1 / 17)
    deal[2] = (*deal[2][:3], 1.0, 0.0)
    assert rate(deal) == pytest.approx(100 * 5.6 / 12.5)


@pytest.mark.parametrize("given_", [[0.5, 0.5], [1.5], [math.nan]])
def test_what_is_no_share_is_refused(given_: list[float]) -> None:
    one = Tagged("word", [Unit("sentence", 0, 4, "x", 0)], np.array([PURE]), np.zeros(1))
    with pytest.raises(InputError, match="covered"):
        risk(one, np.array(given_))
