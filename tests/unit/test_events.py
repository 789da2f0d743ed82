"""Kinds of event: a table of written clauses, and what a kind must not be taken from."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

from fls.analysis.commitments.event_words import RULES, list_noun_forms, list_verb_forms
from fls.analysis.commitments.events import EVENT_KINDS, event_kind

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tools.events import accuracy, main, read  # noqa: E402

ROWS = read(ROOT / "tests" / "data" / "events.tsv")


def test_written_clauses_get_the_kind_of_their_reader() -> None:
    assert len(ROWS) >= 60
    assert accuracy(ROWS) >= 0.97


def test_each_kind_has_clauses() -> None:
    count = Counter(kind for kind, _, _ in ROWS)
    assert set(count) == set(EVENT_KINDS)
    assert min(count.values()) >= 3


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("We expect data centers to use less water.", "readout"),
        ("The distribution agreement should return more to farmers.", "payment"),
        ("The data mining platform will grow.", "production"),
        ("Decision support is expected to save time.", "approval"),
        ("Supply chain risks may last.", "delivery"),
        ("The plan remains subject to final board approval.", "appointment"),
        ("Production companies will use our tool.", "production"),
        ("The pump will ease the load on public facilities and increase comfort.", "production"),
        ("We expect the division, given its large market, to add value.", "market"),
        ("The pea protein in our bars will change.", "exploration"),
        ("The rules that were introduced in May will help.", "launch"),
    ],
)
def test_a_noun_inside_another_phrase_is_no_object(text: str, wrong: str) -> None:
    assert event_kind(text) != wrong


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "other"),
        (",", "other"),
        ("Building", "other"),
        ("Under the partnership, both firms will share a stand.", "agreement"),
        ("After the merger closes, we will open a store in Turin.", "opening"),
        ('"We will open a store in Turin," said the president of the board.', "opening"),
        ("“We will open a store in Turin”", "opening"),
        ("The acquisition will strengthen our name in Ohio.", "other"),
        ("Acme will grow by acquisitions.", "closing"),
        ("Results from the trial are anticipated in June.", "readout"),
        ("The pump could lift top-line revenue.", "guidance"),
        ("The pump will be available in June.", "launch"),
        ("It will pay with available cash.", "other"),
        ("First gold sales are targeted for 2027.", "guidance"),
        ("Sales of the pump begin in June.", "launch"),
        ("The sale of the mill should close in June.", "closing"),
        ("We plan a Phase 2 drilling program.", "exploration"),
        ("The team hopes to create a bond.", "other"),
        ("The mill will create 40 jobs.", "investment"),
        ("Nurses will share data with each other.", "other"),
        ("Having received approval, we expect to close the sale in May.", "closing"),
        ("In another industry first, Acme expects to launch a quiet pump.", "launch"),
        ("A note reads: “We will open a store once we receive approval.”", "opening"),
        ("We plan a clinical feasibility study of the pump in May.", "trial_start"),
        ("We will spin off the pump unit in May.", "closing"),
        ("The firm expects to be cash-flow positive in May.", "guidance"),
        ("We will organize a fair in Turin.", "presentation"),
        ("The chief of Acme will be available to meet with guests.", "presentation"),
        ("The first distribution will be made in May.", "payment"),
        ("A submission is expected in May.", "filing"),
        ("The firm plans to uplist in May.", "financing"),
        ("We hope to secure funding in May.", "financing"),
        ("The firm will produce three products in Ohio.", "production"),
        ("The market for pumps is set to exceed that for taps.", "market"),
        ("General availability is planned for May.", "launch"),
    ],
)
def test_the_main_clause_is_read_first(text: str, kind: str) -> None:
    assert event_kind(text) == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The partnership will bring more.", "agreement"),
        ("We will tell our friends in the town and in the valley of partnerships.", "other"),
        ("We will tell our friends in the town and in the valley of a launch.", "launch"),
        ("The pump of our friends in the town and the valley will be available.", "launch"),
    ],
)
def test_a_noun_hints_only_near_the_start(text: str, kind: str) -> None:
    assert event_kind(text) == kind


def test_forms_of_words() -> None:
    assert {"begins", "beginning", "began"} <= list_verb_forms("begin")
    assert {"submitted", "submitting"} <= list_verb_forms("submit")
    assert {"raised", "raising"} <= list_verb_forms("raise")
    assert "offering" not in list_verb_forms("offer")
    assert {"study", "studies"} <= list_noun_forms("study")


def test_a_word_occurs_once_in_a_list() -> None:
    for rule in RULES:
        for words in rule[1:5]:
            assert len(words.split()) == len(set(words.split())), rule.kind


def test_the_tool_prints_figures_and_errors(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "few.tsv"
    path.write_text("opening\tWe will open a store.\nother\tWe will open a shop.\n")
    main([str(path), "--errors"])
    shown = capsys.readouterr().out
    assert "right, of all                   2 0.500" in shown
    assert shown.rstrip().endswith("other        opening      We will open a shop.")
    path.write_text("holiday\tWe will rest.\n")
    with pytest.raises(SystemExit, match="holiday"):
        main([str(path)])
