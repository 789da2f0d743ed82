from __future__ import annotations

import datetime as dt
from time import process_time

import numpy as np
import pytest

from fls.analysis import Tagged
from fls.analysis.commitments.forward import forward_shares
from fls.analysis.commitments.promises import promises
from fls.analysis.commitments.tails import find_units_with_tails
from fls.document import LABELS, Unit

DAY = dt.date(2025, 4, 15)


def tagged(*labelled: tuple[str, str]) -> Tagged:
    text = "\n".join(sentence for _, sentence in labelled)
    units, at = [], 0
    for number, (_, sentence) in enumerate(labelled):
        units.append(Unit("sentence", at, at + len(sentence), "given", number))
        at += len(sentence) + 1
    p = np.full((len(units), 4), 0.05)
    for number, (label, _) in enumerate(labelled):
        p[number, LABELS.index(label)] = 0.85
    return Tagged(text, units, p, np.full(len(units), 0.7))


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (
            "Acme finished dosing, with first readings expected in the second half of 2025.",
            "with first readings expected in the second half of 2025.",
        ),
        (
            "Acme built three pumps, of which two are scheduled for delivery in May;",
            "of which two are scheduled for delivery in May",
        ),
        ("It has a mill, which is slated to\nopen soon.", "which is slated to open soon."),
    ],
)
def test_a_factual_unit_that_ends_on_what_is_expected_is_a_row(text: str, part: str) -> None:
    (row,) = promises(tagged(("factual", text)), DAY)
    assert (row["text"], row["start"], row["end"]) == (part, 0, len(text))
    assert row["hedge"] in (0.2, 0.4)
    said = text[row["horizon_start"] : row["horizon_end"]]
    assert said == row["horizon"]


@pytest.mark.parametrize(
    "text",
    [
        "Acme finished dosing, with first data expected.",
        "Acme sold pumps, which was expected in May.",
        "Acme sold pumps, with demand expected once they are approved.",
        "Acme opened in May, with more pumps planned.",
        "Acme sold pumps in May 2025 as expected.",
        "Acme sold pumps, with two planned for May: all of them were blue.",
    ],
)
def test_other_factual_units_have_no_tail(text: str) -> None:
    assert promises(tagged(("factual", text)), DAY) == []


def test_units_of_other_labels_are_not_read() -> None:
    text = "Acme leads in pumps, with a new one expected in May."
    assert promises(tagged(("promotional", text), ("boilerplate", text)), DAY) == []


def test_a_clause_is_found_after_one_without_an_end() -> None:
    found = tagged(
        ("factual", "Pumps, with care"), ("factual", "It sold, with more planned in May")
    )
    assert 1 in find_units_with_tails(found)
    assert [row["unit"] for row in promises(found, DAY)] == [1]


def test_rows_are_in_the_order_of_the_text() -> None:
    aside = ("factual", "Acme sold pumps, with more expected in June.")
    promise = ("forward_looking", "Acme will open in May.")
    rows = promises(tagged(promise, aside, promise), DAY)
    assert [(row["promise"], row["unit"]) for row in rows] == [(0, 0), (1, 1), (2, 2)]


def test_scores_do_not_change_by_them() -> None:
    promise = ("forward_looking", "Acme will open in May.")
    one = tagged(promise, ("factual", "Acme sold pumps, with 30 more expected in June."))
    other = tagged(promise, ("factual", "Acme sold pumps, with 30 more of them in blue."))
    shares = [forward_shares(some, promises(some, DAY), DAY) for some in (one, other)]
    assert shares[0] == shares[1]


@pytest.mark.parametrize("piece", [", with", ", with a", ", which planned", " expected,"])
def test_time_is_linear(piece: str) -> None:
    def seconds(times: int) -> float:
        found = tagged(("factual", "Acme sold" + piece * times))
        begin = process_time()
        promises(found, DAY)
        return process_time() - begin

    seconds(100)
    assert seconds(16_000) < 20 * seconds(2_000) + 0.1
