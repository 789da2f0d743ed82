from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

import fls
from fls.errors import InputError
from fls.frames import COLUMNS
from tests.unit.plant_release import PROBABILITIES, TEXT

# Many texts


def test_many_texts_score_as_each_of_them() -> None:
    texts = [TEXT, "", "Outlook\n\n- Sales of $4 million", TEXT.replace("Acme", "Bolt")] * 20
    frame = fls.score_texts(texts)
    assert list(frame.columns) == ["doc", *COLUMNS]
    parts = [fls.score(text).units for text in texts]
    expected = pd.concat([part.assign(doc=i) for i, part in enumerate(parts)], ignore_index=True)
    pd.testing.assert_frame_equal(frame, expected[frame.columns], check_exact=True)
    assert sorted(set(frame["doc"])) == [i for i in range(80) if i % 4 != 1]


@pytest.mark.parametrize("texts", [[], [""], ["", " "]])
def test_no_text_gives_an_empty_table(texts: list[str]) -> None:
    frame = fls.score_texts(texts)
    assert list(frame.columns) == ["doc", *COLUMNS]
    assert len(frame) == 0
    assert frame["doc"].dtype == "int64"


def test_texts_may_come_one_by_one() -> None:
    assert len(fls.score_texts(text for text in ["Sales rose.", "Costs fell."])) == 2


@pytest.mark.parametrize("texts", ["Sales rose.", b"Sales rose.", ["a", None], [b"a"]])
def test_texts_must_be_a_list_of_str(texts: Any) -> None:
    with pytest.raises(fls.InputError, match="texts"):
        fls.score_texts(texts)


@pytest.mark.parametrize("argument", [None, 3, {"k": "Up."}, pd.DataFrame({"text": ["Up."]})])
def test_what_is_no_list_of_texts_is_refused(argument: Any) -> None:
    for call in (fls.tag, fls.score_texts):
        with pytest.raises(InputError, match="a list or a column of texts"):
            call(argument)


# Sentences that are cut already


def test_sentences_are_tagged_each_by_itself() -> None:
    sentences = ["We expect sales to double.", " \n", "Acme opened a plant.", ""]
    frame = fls.tag(sentences)
    assert list(frame.columns) == ["text", "label", *PROBABILITIES, "specific", "p_specific"]
    assert frame["text"].tolist() == sentences
    assert frame["label"].isna().tolist() == [False, True, False, True]
    assert frame[PROBABILITIES].isna().all(axis=1).tolist() == [False, True, False, True]
    assert frame["label"].iloc[0] == "forward_looking"
    pd.testing.assert_frame_equal(
        fls.tag(sentences[::-1]), frame.iloc[::-1].reset_index(drop=True), check_exact=True
    )


def test_a_number_or_a_date_is_specific() -> None:
    frame = fls.tag(
        [
            "We expect revenue of $4 billion in 2027.",
            "We expect further growth in the years ahead.",
            "Acme opened a plant in 2019.",
            " ",
        ]
    )
    assert frame["specific"].tolist() == [True, False, pd.NA, pd.NA]
    assert frame["p_specific"].isna().tolist() == [False, False, True, True]


def test_white_space_around_a_sentence_does_not_matter() -> None:
    frame = fls.tag(["We expect growth.", "  We expect growth.\n"])
    assert frame[PROBABILITIES].nunique().tolist() == [1, 1, 1, 1]


def test_a_series_keeps_its_index() -> None:
    series = pd.Series(["Sales rose.", "Sales will rise."], index=["b", "a"])
    assert fls.tag(series).index.tolist() == ["b", "a"]
    assert fls.tag(iter(series)).index.tolist() == [0, 1]


def test_no_sentences_give_an_empty_table() -> None:
    frame = fls.tag([])
    assert list(frame.columns) == ["text", "label", *PROBABILITIES, "specific", "p_specific"]
    assert len(frame) == 0


@pytest.mark.parametrize("sentences", ["We expect growth.", b"We expect", [1], [None], ["a", b"b"]])
def test_sentences_must_be_a_list_of_str(sentences: Any) -> None:
    with pytest.raises(fls.InputError, match="sentences"):
        fls.tag(sentences)
