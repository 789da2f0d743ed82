from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from fls.analysis.caution.safe_harbor import SafeHarbor
from tests.unit.legend_texts import tagged

HEAD = ("B", "This release contains forward-looking statements; factors that could cause actual"
             " results to differ materially include:")  # fmt: skip
STATEMENTS = (
    "Acme expects approval by the FDA in May.",
    "The plant in Tulsa is to open in 2027.",
    "Revenue should reach $40 million.",
    "The merger is expected to close in June.",
    "Enrollment of patients will begin soon.",
    "We will sing.",
)
FACTORS = (
    "refusal of approval by the FDA",
    "delays in construction of the Tulsa plant",
    "weak demand of customers in Europe",
    "termination of the merger by stockholders",
    "slow enrollment of patients",
    "the price of tin",
    "market conditions",
)
some_statements = st.lists(st.sampled_from(STATEMENTS), max_size=5)
some_factors = st.lists(st.sampled_from(FACTORS), min_size=1, max_size=5)


def read(statements: list[str], factors: list[str]) -> SafeHarbor:
    items = [("B", f"- {factor};", "item") for factor in factors]
    return SafeHarbor(tagged(*(("L", text) for text in statements), HEAD, *items))


def covered(found: SafeHarbor) -> list[tuple[float, bool]]:
    return [(match.similarity, match.is_covered) for match in found._matches]


@settings(max_examples=100)
@given(some_statements, some_factors, st.sampled_from(FACTORS))
def test_a_further_factor_uncovers_nothing(said: list[str], named: list[str], more: str) -> None:
    before, after = covered(read(said, named)), covered(read(said, [*named, more]))
    assert len(before) == len(after) == len(said)
    assert all(b[0] <= a[0] and b[1] <= a[1] for b, a in zip(before, after, strict=True))


@settings(max_examples=100)
@given(some_statements, some_factors, st.sampled_from(STATEMENTS))
def test_a_further_statement_covers_no_other(said: list[str], named: list[str], more: str) -> None:
    assert covered(read([*said, more], named))[: len(said)] == covered(read(said, named))


@settings(max_examples=100)
@given(some_statements, some_factors, st.sampled_from(FACTORS))
def test_a_further_factor_never_lowers_protection(
    said: list[str], named: list[str], more: str
) -> None:
    assert read(said, [*named, more]).protection >= read(said, named).protection


@settings(max_examples=200)
@given(st.lists(st.tuples(st.sampled_from("FPLB"), st.text(max_size=60)), max_size=8))
def test_spans_lie_in_the_text_and_in_the_legend(units: list[tuple[str, str]]) -> None:
    given_release = tagged(*units, ("B", "Forward-looking statements, results may vary."))
    found = SafeHarbor(given_release)
    inside = [given_release.units[number] for number in found.units]
    for name, spans in found.elements.items():
        for start, end in (*spans, *found.spans("factors")):
            assert any(u.start <= start < end <= u.end for u in inside), name
    assert 0 <= found.protection <= 100
    assert 0 <= found.tailored_share <= 1
