from __future__ import annotations

import numpy as np
import pytest

from fls.features import cues
from fls.lexicons import load_lists
from tests.unit.sheets import tokens_of

LISTS = load_lists()
ENTRIES = sorted({entry for entries in LISTS.values() for entry in entries})


def hits_in(*units: str) -> set[tuple[int, str, int]]:
    """Return (unit, list, word) of every hit in units that stand in one text."""
    text = " ".join(units)
    ends = np.cumsum([len(unit) + 1 for unit in units]) - 1
    starts = ends - [len(unit) for unit in units]
    spans = zip(starts.tolist(), ends.tolist(), strict=True)
    hits = cues.find(tokens_of(text, *spans))
    rows = zip(hits.unit.tolist(), hits.list.tolist(), hits.at.tolist(), strict=True)
    return {(unit, cues.names()[number], at) for unit, number, at in rows}


def lists_of(entry: str) -> set[str]:
    return {name for name, entries in LISTS.items() if entry in entries}


def test_names_are_the_lists_sorted() -> None:
    assert cues.names() == tuple(sorted(LISTS))


def test_every_entry_of_every_list_is_found_where_it_stands() -> None:
    units = [f"zqx {entry.replace('#', '7')} zqx" for entry in ENTRIES]
    hits = hits_in(*units)
    wanted = {(row, name, 1) for row, entry in enumerate(ENTRIES) for name in lists_of(entry)}
    assert wanted - hits == set()


def test_nothing_is_found_that_no_list_has() -> None:
    units = [f"zqx {entry.replace('#', '7')} zqx" for entry in ENTRIES]
    for row, name, at in hits_in(*units):
        words = ["zqx", *ENTRIES[row].split(), "zqx"]
        runs = {" ".join(words[at : at + n]) for n in (1, 2, 3)}
        assert runs & set(LISTS[name]), (units[row], name, at)


def test_no_entry_reaches_across_units() -> None:
    long = [entry for entry in ENTRIES if " " in entry]
    units = [word.replace("#", "7") for entry in long for word in entry.split()]
    for row, name, at in hits_in(*units):
        assert at == 0
        (word,) = units[row].split()
        folded = "".join("#" if char.isdigit() else char for char in word)
        assert folded in LISTS[name]


def test_case_and_hyphens_do_not_matter() -> None:
    assert "looking forward to" in LISTS["future_cue"]
    assert (0, "future_cue", 1) in hits_in("We're LOOKING-Forward to it"[3:])


def test_an_entry_of_two_lists_hits_twice() -> None:
    entry = next((entry for entry in ENTRIES if len(lists_of(entry)) > 1), None)
    if entry is None:
        pytest.skip("no entry is in two lists")
    hits = hits_in(entry.replace("#", "7"))
    assert {name for _, name, at in hits if at == 0} >= lists_of(entry)


def test_a_word_that_stands_twice_hits_twice() -> None:
    (word,) = [entry for entry in LISTS["future_modal"] if " " not in entry][:1]
    hits = {hit for hit in hits_in(f"zqx {word} zqx {word}") if hit[1] == "future_modal"}
    assert {at for _, _, at in hits} == {1, 3}


def test_no_words_give_no_hits() -> None:
    assert hits_in("", "--") == set()


@pytest.mark.parametrize(
    "text",
    [
        "the bank anticipates opening two branches",
        "Acme forecasts net income of two million",
        "Acme foresees strong demand",
        "Acme guides to sales of nine million",
        "Acme raises its outlook",
        "Acme does not expect a loss",
        "it has set a goal of nine plants",
    ],
)
def test_forms_of_expectation(text: str) -> None:
    assert "future_cue" in {name for _, name, _ in hits_in(text)}


@pytest.mark.parametrize(
    "text",
    [
        "its pump projects are in Ohio",
        "the estimates of the bank were wrong",
        "Bolt forecasts are sold to shops",
        "the targets of the missile",
    ],
)
def test_nouns_that_look_like_forms_of_expectation(text: str) -> None:
    assert "future_cue" not in {name for _, name, _ in hits_in(text)}


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("the store opens in June", True),
        ("the line starts this fall", True),
        ("construction begins in 2031", True),
        ("the store opened in June", False),
        ("the store opens early", False),
    ],
)
def test_beginnings_with_a_time(text: str, is_found: bool) -> None:
    assert ("future_plain" in {name for _, name, _ in hits_in(text)}) is is_found
