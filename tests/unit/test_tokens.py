from __future__ import annotations

import numpy as np
import pytest

from fls.features import tokens as module
from fls.features.tokens import fold_words, tokenize
from fls.sheet import lay, split_words
from tests.unit.sheets import ints
from tests.unit.sheets import tokens_of as words_of


def pieces(text: str, *spans: tuple[int, int]) -> list[str]:
    """Return the words as they stand, by where they start and where the next piece begins."""
    pieces = []
    for start in words_of(text, *spans).start.tolist():
        end = start + 1
        while text[start].isalnum() and end < len(text) and text[end].isalnum():
            end += 1
        pieces.append(text[start:end])
    return pieces


def test_words_are_runs_of_letters_and_digits_and_some_marks() -> None:
    text = "Acme's Q3 sales (net) rose 4.1% -- to $2,000!"
    assert pieces(text) == [
        "Acme", "s", "Q3", "sales", "(", "net", "rose", "4", "1", "%", "to", "$", "2", "000", "!",
    ]  # fmt: skip


def test_a_word_hashes_alike_wherever_it_stands() -> None:
    alone = words_of("growth").word[0]
    far = words_of("x" * 5000 + " growth and more").word[1]
    spans = [(0, 4), (5, 16)]
    second_unit = words_of("Acme growth here", *spans).word[1]
    assert alone == far == second_unit


def test_different_words_hash_differently() -> None:
    hashes = words_of("a b ab ba aa abc acb sales sale seals least steal stale").word
    assert len(set(hashes.tolist())) == len(hashes)


def test_runs_tell_the_order_of_words() -> None:
    one, two = words_of("strong growth today"), words_of("growth strong today")
    assert one.pair[0] != two.pair[0]
    assert one.triple[0] != two.triple[0]
    assert words_of("we see strong growth today").pair[2] == one.pair[0]
    assert words_of("we see strong growth today").triple[2] == one.triple[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2019", "1987"),
        ("Q3", "q4"),
        ("GROWTH", "growth"),
        ("ÉLAN", "élan"),
        ("“", '"'),
        ("”", '"'),
    ],
)
def test_case_digits_and_curly_quotes_are_folded(one: str, other: str) -> None:
    assert words_of(one).word.tolist() == words_of(other).word.tolist()


@pytest.mark.parametrize(("one", "other"), [("2019", "201"), ("$", "%"), ("café", "cafe")])
def test_what_differs_is_kept_apart(one: str, other: str) -> None:
    assert words_of(one).word.tolist() != words_of(other).word.tolist()


def test_a_unit_begins_a_word_of_its_own() -> None:
    text = "salesrose fast"
    tokens = words_of(text, (0, 5), (5, 14))
    assert tokens.offset.tolist() == [0, 1, 3]
    assert tokens.start.tolist() == [0, 5, 10]
    assert tokens.word[0] == words_of("sales").word[0]
    assert tokens.word[1] == words_of("rose").word[0]


def test_offsets_of_units_without_words() -> None:
    text = "-- a b .. c"
    tokens = words_of(text, (0, 2), (3, 6), (7, 9), (10, 11))
    assert tokens.offset.tolist() == [0, 0, 2, 2, 3]
    assert tokens.begin[0] == tokens.begin[2] == 0
    assert tokens.begin[1] != 0


def test_a_beginning_is_the_first_two_words_and_nothing_of_the_next_unit() -> None:
    long = words_of("We expect much")
    assert long.begin[0] == words_of("we expect little else").begin[0]
    assert long.begin[0] != words_of("We hope").begin[0]
    assert long.begin[0] != long.pair[0]
    text = "Outlook Sales rose"
    assert words_of(text, (0, 7), (8, 18)).begin[0] == words_of("Outlook").begin[0]


def test_a_batch_gives_what_each_text_gives() -> None:
    texts = ["Acme will grow.", "Sales rose 4%.", "", "Outlook", "It “may” not."]
    joined = "\n".join(texts)
    starts = np.cumsum([0] + [len(text) + 1 for text in texts[:-1]])
    spans = [(int(s), int(s) + len(t)) for s, t in zip(starts, texts, strict=True)]
    batch = words_of(joined, *spans)
    alone = [words_of(text) for text in texts if text]
    assert batch.word.tolist() == np.concatenate([one.word for one in alone]).tolist()
    filled = np.diff(batch.offset) > 0
    assert batch.begin[filled].tolist() == [int(one.begin[0]) for one in alone]


def test_characters_beyond_the_table_are_words_of_their_own() -> None:
    tokens = words_of("売上 up")
    assert tokens.start.tolist() == [0, 1, 3]
    assert tokens.word[0] == tokens.word[1]


def test_nothing_gives_nothing() -> None:
    sheet = lay([])
    tokens = tokenize(sheet, split_words(sheet), ints(), ints())
    assert [len(part) for part in tokens] == [0, 0, 0, 0, 1, 0]


def test_long_texts_need_no_kept_table() -> None:
    text = "growth " * 160_000
    tokens = words_of(text)
    assert len(tokens.word) == 160_000
    assert (tokens.word == words_of("growth").word[0]).all()


def test_entries_hash_as_in_a_text() -> None:
    n_words, hashes = fold_words(["will", "#### sales", "safe harbor act"])
    text = words_of("will 2019 Sales safe-harbor act")
    assert n_words.tolist() == [1, 2, 3]
    assert hashes.tolist() == [int(text.word[0]), int(text.pair[1]), int(text.triple[3])]


def test_no_entries_give_no_hashes() -> None:
    assert [len(part) for part in fold_words([])] == [0, 0]


def test_what_stands_between_units_belongs_to_none() -> None:
    text = "one two three four"
    tokens = words_of(text, (0, 3), (8, 11), (14, 18))
    assert tokens.start.tolist() == [0, 8, 14]
    assert tokens.offset.tolist() == [0, 1, 2, 3]
    assert tokens.word.tolist() == [int(words_of(word).word[0]) for word in ("one", "thr", "four")]


def test_the_month_of_may_is_not_the_verb() -> None:
    may, june = fold_words(("may", "june"))[1]
    assert (may, june) == (module._MAY, module._JUNE)
    for text in ("It grew in May 2026.", "May 4 was fine.", "By the end of May"):
        assert june in words_of(text).word
        assert may not in words_of(text).word
    for text in ("May we grow?", "It may grow.", "It may pay 2 times."):
        assert may in words_of(text).word
        assert june not in words_of(text).word
