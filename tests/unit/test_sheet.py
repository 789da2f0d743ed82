"""Texts as arrays equal what plain Python says of them, character by character."""

from __future__ import annotations

from itertools import pairwise
from unittest import mock

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fls.document import Unit
from fls.sheet import (
    BLANK,
    BREAKS,
    DIGIT,
    INVISIBLE,
    LOWER,
    SIGN,
    STOP,
    UPPER,
    WORD,
    HashTable,
    WordSet,
    char_table,
    hash_words,
    lay,
    split_words,
    unit_table,
)
from fls.sheet import _characters as characters
from fls.sheet import _words as module
from tests.unit.sheets import ints

END_OF_TABLE = 0x3000
MARKS = '$€£¥%!?"“”;:&+®™©(['
STOPS = ".!?…"
SIGNS = '\t@#:/(["“”‘’$€£%!?•▪●■‣◦'
#: Letters that fold, characters at the table's end, pairs of halves, white space of all kinds.
ALPHABET = (
    "aAbZé0179 ٣²½İ\u0131\u017f\u212aẞﬁ.,!$%“”;&(\n\r\f\t\xa0\u2028\u200b\ufeff"
    "\u2fff\u3000\u3001売😀\ud800\udfff"
)
texts = st.one_of(st.text(ALPHABET, max_size=40), st.text(st.characters(), max_size=40))


def is_blank(char: str) -> bool:
    return char.isspace() or char in INVISIBLE


def runs(text: str) -> list[tuple[int, int]]:
    """Chunks of a text."""
    found: list[tuple[int, int]] = []
    for at, char in enumerate(text):
        if not is_blank(char):
            joins = found and found[-1][1] == at
            found[-1:] = [(found[-1][0], at + 1)] if joins else [*found[-1:], (at, at + 1)]
    return found


def words_of(text: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    joins = False
    for at, char in enumerate(text):
        beyond = ord(char) >= END_OF_TABLE and not is_blank(char)
        if char.isalnum() and not beyond:
            found[-1:] = [(found[-1][0], at + 1)] if joins else [*found[-1:], (at, at + 1)]
            joins = True
        else:
            joins = False
            if beyond or char in MARKS:
                found.append((at, at + 1))
    return found


def folded(word: str) -> tuple[int, ...]:
    found = []
    for char in word:
        if ord(char) >= END_OF_TABLE:
            found.append(END_OF_TABLE)
        elif char.isdigit():
            found.append(ord("#"))
        else:
            found.append(ord('"' if char in "“”" else char.lower()[0]))
    return tuple(found)


def hashed(word: str) -> int:
    base, whole = int(module._BASE), 1 << 64
    value = sum(code * pow(base, i, whole) for i, code in enumerate(folded(word))) % whole
    value ^= value >> 29
    value = value * int(module._MIX) % whole
    return value ^ value >> 32


def read(*given_texts: str) -> list[list[tuple[int, int, int]]]:
    """Words of each text, with their hashes."""
    sheet = lay(given_texts)
    start, end, hashes = (column.tolist() for column in split_words(sheet))
    owner = (np.searchsorted(sheet.begin, start, side="right") - 1).tolist()
    found: list[list[tuple[int, int, int]]] = [[] for _ in given_texts]
    for text, first, last, value in zip(owner, start, end, hashes, strict=True):
        begin = int(sheet.begin[text])
        found[text].append((first - begin, last - begin, value))
    return found


def test_every_code_point_is_what_python_says() -> None:
    text = "".join(map(chr, range(0x110000)))
    sheet = lay([text])
    kind = sheet.kind[: len(text)].tolist()
    for char, bits in zip(text, kind, strict=True):
        assert bool(bits & BLANK) == is_blank(char), ascii(char)
        assert bool(bits & STOP) == (char in STOPS)
        assert bool(bits & SIGN) == (char in SIGNS + BREAKS)
        if ord(char) < END_OF_TABLE:
            assert bool(bits & WORD) == char.isalnum()
            assert bool(bits & UPPER) == char.isupper()
            assert bool(bits & LOWER) == char.islower()
            assert bool(bits & DIGIT) == (char.isalnum() and not char.isalpha())


def test_what_ends_lines_is_white_space() -> None:
    assert all(map(is_blank, BREAKS))
    assert set(BREAKS) == {*"\n\v\f\r\u2028"}


def test_a_table_of_characters_knows_none_beyond() -> None:
    table = char_table("a•")
    codes = np.array([ord("a"), ord("b"), ord("•"), ord("売"), 0x10FFFF])
    assert np.take(table, codes, mode="clip").tolist() == [True, False, True, False, False]


@given(st.lists(texts, max_size=4))
@example([])
@example([""])
@example(["", "", ""])
@example(["a\r", "\nb"])
def test_a_sheet_holds_texts_end_to_end(some: list[str]) -> None:
    sheet = lay(some)
    whole = "".join(text + "\n" for text in some)
    assert "".join(map(chr, sheet.codes.tolist())) == whole + "\n"
    assert sheet.begin.tolist() == [sum(len(t) + 1 for t in some[:i]) for i in range(len(some) + 1)]
    assert list(zip(sheet.first.tolist(), sheet.last.tolist(), strict=True)) == runs(whole)
    bits = UPPER | DIGIT | STOP | SIGN
    assert sheet.notes.tolist() == [i for i, k in enumerate(sheet.kind.tolist()) if k & bits]
    lengths = np.array([len(text) for text in some], dtype=np.int64)
    rows = np.arange(len(some))
    assert sheet.pieces(sheet.begin[:-1], sheet.begin[:-1] + lengths, rows) == some


@given(st.lists(texts, max_size=4))
@example(["\ud800", "\udfff"])
@example(["a\u3000b", "a売b"])
def test_words_and_hashes_are_those_of_plain_python(some: list[str]) -> None:
    wanted = [[(a, b, hashed(text[a:b])) for a, b in words_of(text)] for text in some]
    assert read(*some) == wanted


@given(st.lists(texts, max_size=4), st.integers(1, 9))
def test_the_width_of_a_pass_changes_nothing(some: list[str], width: int) -> None:
    whole, sheet = read(*some), lay(some)
    with (
        mock.patch.object(module, "WINDOW_CHARS", width),
        mock.patch.object(characters, "WINDOW_CHARS", width),
    ):
        assert read(*some) == whole
        assert lay(some).kind.tolist() == sheet.kind.tolist()


@pytest.mark.parametrize("before", [65_534, 65_535, 65_536, 65_537, 131_071])
@pytest.mark.parametrize("piece", [" Growth and sales", "growth", ".", "売", " x", "\n"])
def test_long_texts_are_cut_as_short_ones(before: int, piece: str) -> None:
    for text in ("a " * (before // 2) + piece * 9, "x" * before + piece * 3, " " * before + piece):
        wanted = [(a, b, hashed(text[a:b])) if b - a < 99 else (a, b) for a, b in words_of(text)]
        found = [row if row[1] - row[0] < 99 else row[:2] for row in read(text)[0]]
        assert found == wanted


def test_words_hash_as_in_a_text() -> None:
    assert hash_words(["sales", "売", "$", "Q3"]).tolist() == [
        hashed(word) for word in ("sales", "売", "$", "q9")
    ]
    assert hash_words([]).tolist() == []


def test_marks_that_are_words_have_hashes_of_their_own() -> None:
    found = hash_words(list(MARKS))
    assert len(set(found.tolist())) == len(MARKS) - 2  # all double quotes are one
    assert 0 not in found


@given(texts, st.lists(st.integers(0, 40), max_size=6))
@example("salesrosefast", [5, 9])
@example("salesrosefast", [0, 1, 2, 13])
@example("a売b%c", [0, 1, 2, 3, 4])
def test_words_are_cut_at_places(text: str, places: list[int]) -> None:
    sheet = lay([text])
    cuts = sorted({place for place in places if place <= len(text)})
    found = split_words(sheet).cut_at(ints(*cuts), sheet)
    edges = [0, *cuts, len(text)]
    wanted = [
        (left + a, left + b, hashed(text[left + a : left + b]))
        for left, right in pairwise(edges)
        for a, b in words_of(text[left:right])
    ]
    assert list(zip(*(column.tolist() for column in found), strict=True)) == wanted


#: Few leading bits, so that many share a slot, and all of the low ones.
crowded = st.builds(
    lambda high, low: (high << 60) + low, st.integers(0, 3), st.integers(0, 50)
) | st.integers(0, (1 << 64) - 2)


@given(st.sets(crowded, max_size=80), st.lists(crowded, max_size=80))
@example(set(), [])
@example(set(), [0, 1 << 63])
@example({0}, [0, 0, 1])
def test_a_table_finds_what_is_in_it(known: set[int], asked: list[int]) -> None:
    ordered = sorted(known)
    table = HashTable(np.array(ordered, dtype=np.uint64))
    asked = asked + ordered
    at, row = table.find(np.array(asked, dtype=np.uint64))
    assert at.tolist() == [i for i, value in enumerate(asked) if value in known]
    assert [ordered[i] for i in row.tolist()] == [asked[i] for i in at.tolist()]


@given(st.lists(st.sets(st.sampled_from("a b ab ba inc llc the % 売".split())), max_size=4))
def test_flags_tell_the_groups_of_words(groups: list[set[str]]) -> None:
    sheet = lay(["the Inc a b AB bA llc % ! zz"])
    words = split_words(sheet)
    names = ["the", "inc", "a", "b", "ab", "ba", "llc", "%", "!", "zz"]
    wanted = [sum(1 << i for i, group in enumerate(groups) if word in group) for word in names]
    assert WordSet(*groups).flags(words.hash).tolist() == wanted
    assert WordSet(*groups).flags(words.hash[:0]).tolist() == []


def test_units_lie_end_to_end() -> None:
    one = [Unit("headline", 0, 4, "x", 0), Unit("sentence", 5, 9, "x", 2)]
    other = [Unit("item", 1, 3, "x", 1)]
    table = unit_table([one, [], other])
    assert table.start.tolist() == [0, 5, 1]
    assert table.end.tolist() == [4, 9, 3]
    assert table.text.tolist() == [0, 0, 2]
    assert table.first.tolist() == [0, 2, 2, 3]
    assert (np.diff(table.block) > 0).all()
    moved = table.shift(ints(0, 10, 20, 30))
    assert (moved.start.tolist(), moved.end.tolist()) == ([0, 5, 21], [4, 9, 23])
    assert [len(column) for column in unit_table([])] == [0, 0, 0, 0, 0, 1]
