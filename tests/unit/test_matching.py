from __future__ import annotations

from collections.abc import Sequence

import pytest

from fls.analysis.comparison.matching import Masked, _proposed, match


def matched(older: Sequence[str], newer: Sequence[str]) -> list[tuple[int, int]]:
    sides = [[Masked.of(text) for text in side] for side in (older, newer)]
    return [(one.older, one.newer) for one in match(sides[0], sides[1])]


def test_similarity_by_hand() -> None:
    older = [Masked.of("our new steel mill opens soon")]
    newer = [Masked.of("our new steel mill opens late"), Masked.of("profit fell")]
    # n = 3: log(13 / 2) = 1.872 for the shared stems, log 13 = 2.565 for the others
    (one,) = match(older, newer)
    assert one.similarity == pytest.approx(5 * 1.872**2 / (5 * 1.872**2 + 2.565**2), abs=1e-4)


@pytest.mark.parametrize("text", ["", "42", "--"])
def test_what_holds_no_words_matches_what_is_like_it_only(text: str) -> None:
    assert matched([text], ["The plant opened."]) == []


def test_ties_go_to_equal_values_then_to_the_order() -> None:
    assert matched(["We hire 5.", "We hire 7."], ["We hire 7.", "We hire 5."]) == [(0, 1), (1, 0)]
    assert matched(["We hire 5.", "We hire 7."], ["We hire 8.", "We hire 9."]) == [(0, 0), (1, 1)]


def test_modal_and_month() -> None:
    assert Masked.of("It may rise in May 2026.").values == ("may", "2026")
    assert Masked.of("May we add: on 4 May it may.").values == ("4", "may")


def test_time_grows_with_the_length_only() -> None:
    def work(n: int) -> int:
        said = [Masked.of(f"We plan to open plant{i} near town{i % 7}.") for i in range(n)]
        return len(_proposed(said, said))

    assert work(2000) <= 2.2 * work(1000)


def test_statements_that_differ_in_a_number_alone_are_the_same() -> None:
    statements = [Masked.of(f"Acme will open {n} shops.") for n in ("12", "fifteen", "twenty-five")]
    assert len({statement.stems for statement in statements}) == 1
    assert [statement.values for statement in statements] == [
        ("12",),
        ("fifteen",),
        ("twenty-five",),
    ]
