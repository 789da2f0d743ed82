"""What holds for the units of any text, however odd."""

from __future__ import annotations

import csv
import re
import sys
import textwrap
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from fls.document import KINDS
from fls.segmentation import segment
from tests.property.hostile import HOSTILE

RELEASES = Path(__file__).resolve().parents[2] / "data" / "releases"

#: What decides about breaks and kinds, and what decoders and web pages leave behind.
PIECES = (
    *("Inc.", "U.S.", "a.m.", "No. 7", "J. P.", "Mr.", "4.5", "2.", ".1", "[1]", "(1)", "§"),
    *(".", "...", "…", ". . .", "?!", "!", "?", ",", ";", ":", "“", "”", '"', "'", "(", ")", "]"),
    *("•", "- ", "o ", "1. ", "(a) ", "-- ", "– ", "About Acme", "About AcmeAcme is", "Outlook"),
    *("Forward-Looking Statements", "LOWELL, Mass., May 4, 2021 --", "(BUSINESS WIRE)--"),
    *("-more-", "###", "- 2 -", "SOURCE Acme", "Contact:", "(555) 010-2000", "a@b.example"),
    *("www.a.example", "https://a.example/b", "$ 4", "41,200", "-----", "(unaudited)"),
    *("The", "the", "Sales rose", "said Ann Lowe", "x", "X", "4", "and", "For Immediate Release"),
    *(" ", "  ", "     ", "\t", "\n", "\n\n", "\r\n", "\r", "\f", "\v", "\x1c", "\x1d", "\x1e"),
    *("\x1f", "\x85", "\xa0", "\u2028", "\u2029", "\u2009", "\u3000", "\u200e", "\u202e", "\xad"),
    *("\x00", "\x07", "\u0301", "\U0001f600", "é", "İ", "ß", "ﬁ", "日本。", "\ud800", "\ue000"),
)
ANY_TEXT = st.one_of(
    st.text(st.characters(), max_size=300),
    st.lists(st.sampled_from(PIECES), max_size=60).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=60).map("\n".join),
)
ZERO_WIDTH = ("\u200b", "\ufeff")


def _check(text: str) -> None:
    units = segment(text)
    last = 0
    for unit in units:
        assert last <= unit.start < unit.end <= len(text)
        assert unit.kind in KINDS
        piece = text[unit.start : unit.end]
        assert piece == piece.strip()
        assert not text[last : unit.start].strip()
        last = unit.end
    assert not text[last:].strip()
    assert [unit.block for unit in units] == sorted(unit.block for unit in units)


@given(ANY_TEXT.filter(lambda text: not any(mark in text for mark in ZERO_WIDTH)))
@example("")
@example("\u2028")
@example("A.\x85B")
def test_units_cover_every_character_once_in_order(text: str) -> None:
    _check(text)


@pytest.mark.parametrize("mark", ZERO_WIDTH, ids=ascii)
@pytest.mark.parametrize(
    "page",
    [
        "A{}B. It",
    ],
)
def test_units_cover_marks_of_no_width(mark: str, page: str) -> None:
    _check(page.format(mark))


@pytest.mark.parametrize("mark", ["\u200b", "\ufeff"])
def test_marks_of_no_width_count_as_white_space_at_the_ends_of_a_line(mark: str) -> None:
    assert segment(mark) == []
    units = segment(f"{mark}Sales rose.{mark}\n\n{mark}\nCosts fell.")
    assert [(unit.start, unit.end) for unit in units] == [(1, 12), (17, 28)]


@given(ANY_TEXT)
def test_the_same_text_gives_the_same_units(text: str) -> None:
    assert segment(text) == segment(text)


@given(ANY_TEXT)
def test_other_line_ends_give_the_same_units(text: str) -> None:
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    assert _folded(unix.replace("\n", "\r\n")) == _folded(unix)


@given(ANY_TEXT)
def test_white_space_around_the_text_changes_nothing_but_offsets(text: str) -> None:
    assert _folded(f"\n\n{text}\n\n") == _folded(f"\n\n{text}")


def _folded(text: str) -> list[tuple[str, str]]:
    return [(unit.kind, " ".join(text[unit.start : unit.end].split())) for unit in segment(text)]


#: Releases that some widths still cut elsewhere, and one such width.
BROKEN = {"imagined-087": 43, "mirrored-089": 44, "mirrored-118": 42, "mirrored-121": 40}


@cache
def _names() -> list[str]:
    with (RELEASES / "manifest.csv").open(encoding="utf-8", newline="") as lines:
        return [row["id"] for row in csv.DictReader(lines) if row["layout"] == "paragraphs"]


@cache
def _running_text(name: str) -> list[str]:
    """Paragraphs of nothing but sentences, and headings and headlines of one line."""
    raw = (RELEASES / "raw" / f"{name}.txt").read_text(encoding="utf-8")
    lines = (RELEASES / "units" / f"{name}.units").read_text(encoding="utf-8").splitlines()
    units = [line.split("\t") for line in lines]
    kept, at = [], 0
    for paragraph in filter(str.strip, raw.split("\n\n")):
        left, kinds = len("".join(paragraph.split())), ""
        while left > 0:
            kind, _, words = units[at]
            left -= len("".join(words.split()))
            kinds += kind
            at += 1
        # A sentence torn apart by an empty line is another matter, see the tests of blocks.
        torn = kinds[-1] == "s" and paragraph.rstrip()[-1].isalpha()
        if (set(kinds) == {"s"} and not torn) or (
            kinds in ("g", "h") and "\n" not in paragraph.strip()
        ):
            kept.append(" ".join(paragraph.split()))
    return kept


def _wrapped(paragraphs: list[str], width: int) -> str:
    return "\n\n".join(
        textwrap.fill(p, width, break_long_words=False, break_on_hyphens=False) for p in paragraphs
    )


def _sentences(text: str) -> list[str]:
    return [words for _, words in _folded(text)]


#: Lines that a wrap may begin only by chance, and that are then read as what they look like: the
#: number of a list item, and a figure alone, like the foot of a page.
LOOKS_APART = re.compile(r"\n(?:\(?(?:\d{1,2}|[a-hA-H]|[ivx]{1,4})[.)] |[-–—*] |\d{1,3}(?:\n|$))")


def _same_when_wrapped(name: str, width: int) -> bool:
    paragraphs = _running_text(name)
    return _sentences(_wrapped(paragraphs, width)) == _sentences("\n\n".join(paragraphs))


@given(st.data(), st.integers(40, 200))
def test_wrapping_at_any_width_gives_the_same_sentences(data: Any, width: int) -> None:
    name = data.draw(st.sampled_from(_names()))
    assume(name not in BROKEN)
    assume(not LOOKS_APART.search(_wrapped(_running_text(name), width)))
    assert _same_when_wrapped(name, width)


@pytest.mark.parametrize(("name", "width"), BROKEN.items())
@pytest.mark.xfail(strict=True, reason="a stop ends a place or a name; a heading is glued to text")
def test_releases_that_are_cut_elsewhere_when_wrapped(name: str, width: int) -> None:
    assert _same_when_wrapped(name, width)


def test_releases_that_are_wrapped_again_hold_enough_text() -> None:
    assert sum(len(_running_text(name)) for name in _names()) > 10 * len(_names()) > 500


def _work(text: str) -> int:
    """Count the bytecode operations that the package executes for a text."""
    n = 0

    def count(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal n
        if event == "call":
            frame.f_trace_lines, frame.f_trace_opcodes = False, True
        n += event == "opcode"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        segment(text)
    finally:
        sys.settrace(before)
    return n


@pytest.mark.parametrize("piece", HOSTILE, ids=ascii)
def test_work_grows_with_the_length_and_no_faster(piece: str) -> None:
    segment("Warm. Up.")
    size = 1500
    half, whole = _work(piece * (size // len(piece))), _work(piece * (2 * size // len(piece)))
    assert 0 < whole <= 2.3 * half


def test_a_lone_item_of_one_word_is_a_unit() -> None:
    assert [unit[:3] for unit in segment("\u20220")] == [("headline", 0, 2)]
