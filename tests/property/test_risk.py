from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fls.analysis import Findings, Tagged, risk
from fls.document import Unit
from fls.errors import InputError
from tests.unit.legend_texts import tagged

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
    found_ = Tagged(text, units, np.array(p).reshape(-1, 4), np.zeros(len(units)))
    covered, hedged = (np.array([row[i] for row in found], dtype=float) for i in (3, 4))
    return risk(found_, covered, hedged)


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


STATEMENTS = (
    "Acme expects approval by the FDA in May.",
    "The plant in Tulsa is to open in 2027.",
    "Revenue should reach $40 million.",
    "Enrollment of patients may begin soon.",
    "We will sing.",
)
FACTORS = (
    "refusal of approval by the FDA",
    "delays in construction of the plant",
    "weak demand of customers",
    "slow enrollment of patients",
    "the price of tin",
)
some = st.lists(st.sampled_from(STATEMENTS), max_size=4)
warned = st.lists(st.sampled_from(FACTORS), max_size=4)
#: From firm to weakest, as docs/promises.md grades them.
HEDGES = ("will", "shall", "should", "could", "may")


def of_release(said: list[str], named: list[str]) -> float:
    legend: list[tuple[str, str]] = [("B", "Results may differ materially because of:")]
    legend += [("B", f"{name};") for name in named]
    lines = [("F", "Acme sold pumps in Dayton."), *(("L", text) for text in said)]
    return Findings(tagged(*lines, *(legend if named else []))).scores["risk"].value


@settings(max_examples=60)
@given(some, warned, st.integers(1, 30))
def test_of_a_release_more_uncovered_future_never_lowers_it(
    said: list[str], named: list[str], n: int
) -> None:
    more = "Violet hippos will " + "juggle " * n
    assert of_release([*said, more], named) >= of_release(said, named) - 1e-9


@settings(max_examples=60)
@given(some, warned, st.sampled_from(FACTORS))
def test_of_a_release_a_factor_never_raises_it(
    said: list[str], named: list[str], more: str
) -> None:
    assert of_release(said, [*named, more]) <= of_release(said, named) + 1e-9


@settings(max_examples=60)
@given(some, warned, st.integers(0, len(HEDGES) - 2))
def test_of_a_release_a_hedge_never_raises_it(said: list[str], named: list[str], step: int) -> None:
    firm, weak = (f"Acme {HEDGES[i]} open violet plants." for i in (step, step + 1))
    assert of_release([*said, weak], named) <= of_release([*said, firm], named) + 1e-9
