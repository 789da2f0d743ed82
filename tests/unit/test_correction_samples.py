"""Which units of the frame a sample labels, and what is no sample."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import fls
from fls.document import LABELS
from fls.errors import InputError
from tests.unit.correction_example import P, example


def test_units_are_found_by_document_and_number_or_by_index() -> None:
    frame, sample = example()
    keys = {"doc_id": [f"d{i // 20}" for i in range(400)], "unit": [i % 20 for i in range(400)]}
    frame = frame.assign(**keys)
    labels = sample["true_label"]
    by_index = frame[:40].assign(true_label=labels)
    by_name = by_index.sample(frac=1, random_state=0).reset_index(drop=True)
    by_name = by_name[["doc_id", "unit", "true_label"]]
    pd.testing.assert_frame_equal(fls.correct(frame, by_name), fls.correct(frame, by_index))


def test_ids_may_be_numbers_in_one_table_and_text_in_the_other() -> None:
    frame, sample = example()
    frame = frame.assign(doc_id=[str(i // 20) for i in range(400)], unit=np.arange(400) % 20)
    labelled = frame[:40].assign(true_label=sample["true_label"])
    read = labelled.assign(doc_id=labelled["doc_id"].astype(int))
    pd.testing.assert_frame_equal(fls.correct(frame, read), fls.correct(frame, labelled))


@pytest.mark.parametrize("read", [int, float])
def test_ids_that_lost_their_zeros_are_named_with_the_repair(read: type) -> None:
    frame, sample = example()
    ids = [f"{i // 20:010d}" for i in range(400)]
    frame = frame.assign(doc_id=ids, unit=np.arange(400) % 20)
    labelled = frame[:40].assign(true_label=sample["true_label"])
    with pytest.raises(InputError) as caught:
        fls.correct(frame, labelled.assign(doc_id=labelled["doc_id"].astype(read)))
    assert "dtype={'doc_id': str}" in str(caught.value)
    assert "such as '0000000000'" in str(caught.value)


def test_every_column_may_be_read_as_text() -> None:
    frame, sample = example()
    frame = frame.assign(doc_id=np.arange(400) // 20, unit=np.arange(400) % 20)
    labelled = frame[:40].assign(true_label=sample["true_label"])
    read = labelled[["doc_id", "unit", "true_label"]].astype(str)
    pd.testing.assert_frame_equal(fls.correct(frame, read), fls.correct(frame, labelled))


def test_labels_of_other_texts_are_refused() -> None:
    frame, sample = example()
    frame = frame.assign(text=[f"Sentence {i}." for i in range(400)])
    chosen = frame[:40].assign(true_label=sample["true_label"])
    bare = chosen.drop(columns="text")
    pd.testing.assert_frame_equal(fls.correct(frame, chosen), fls.correct(frame, bare))
    dashed = frame.assign(text="- " + frame["text"])
    safe = chosen.assign(text="'- " + chosen["text"])
    pd.testing.assert_frame_equal(fls.correct(dashed, safe), fls.correct(frame, bare))
    shifted = chosen.set_axis(range(60, 100))
    with pytest.raises(fls.InputError, match="has the text of its row in the frame"):
        fls.correct(frame, shifted)


def test_units_without_label_are_left_out() -> None:
    frame, sample = example()
    with_table = pd.concat([frame, pd.DataFrame([[np.nan] * 4], columns=P, index=[999])])
    pd.testing.assert_frame_equal(fls.correct(with_table, sample), fls.correct(frame, sample))


def bad_cases() -> dict[str, tuple[Any, str]]:
    frame, sample = example()
    table = pd.concat([frame, pd.DataFrame([[np.nan] * 4], columns=P, index=[999])])
    heading = pd.concat([sample, table[400:].assign(true_label="factual")])
    lost = sample.rename(index={0: 5000})
    alike = sample.assign(true_label=np.array(LABELS)[[i % 4 for i in range(40)]])
    return {
        "no probabilities": ((frame[P[:3]], sample), "p_boilerplate"),
        "no truth": ((frame, sample.drop(columns="true_label")), "true_label"),
        "unknown label": ((frame, sample.assign(true_label="hype")), "'hype' for row 0"),
        "missing label": ((frame, sample.assign(true_label=None)), "got 0 of 0; label more"),
        "no frame": (("units.csv", sample), "frame: is a DataFrame, got str"),
        "no sample": ((frame, "sample.csv"), "sample: is a DataFrame, got str"),
        "no numbers": ((frame.assign(p_factual="x"), sample), "holds numbers in p_factual"),
        "not in the frame": ((frame, lost), "5000"),
        "twice": ((frame, pd.concat([sample, sample[:1]])), "twice"),
        "too small": ((frame, sample[:19]), "at least 20 units"),
        "one document": ((frame.assign(doc_id="a"), sample.assign(doc_id="a")), "two documents"),
        "a table": ((table, heading), "carry a label"),
        "a label lacks": ((frame, sample[:30]), "none labelled boilerplate"),
        "cannot be undone": ((frame, alike), "condition number"),
    }


@pytest.mark.parametrize("name", bad_cases())
def test_bad_input_is_named(name: str) -> None:
    given, message = bad_cases()[name]
    with pytest.raises(InputError, match=message):
        fls.correct(*given)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"methods": ["em"]}, "'em'"),
        ({"methods": "ppi"}, "is a list"),
        ({"level": 90}, "between 0 and 1"),
        ({"level": "90"}, "between 0 and 1"),
        ({"methods": None}, "is a list of .*, got None"),
        ({"methods": []}, "is a list"),
        ({"population": "all"}, "one of corpus, superpopulation"),
        ({"weights": "words"}, "'words'"),
    ],
)
def test_bad_options_are_named(options: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        fls.correct(*example(), **options)


def test_weights_must_be_weights() -> None:
    frame, sample = example()
    with pytest.raises(InputError, match="0 or more"):
        fls.correct(frame.assign(words=-1.0), sample, weights="words")


def test_labels_may_be_written_as_codes() -> None:
    frame, sample = example()
    codes = {"factual": "F", "promotional": " p ", "forward_looking": "L+,F", "boilerplate": "B"}
    coded = sample.assign(true_label=sample["true_label"].map(codes))
    assert fls.correct(frame, coded).equals(fls.correct(frame, sample))
    coded.loc[0, "true_label"] = "maybe"
    with pytest.raises(InputError, match="codes of fls label, got 'maybe' for row 0"):
        fls.correct(frame, coded)


def test_rows_whose_label_is_open_are_left_out() -> None:
    frame, sample = example()
    for nothing in ("?", "", " ", "NA", ".", None, np.nan):
        more = frame[40:50].assign(true_label=nothing)
        some = pd.concat([sample, more])
        assert fls.correct(frame, some).equals(fls.correct(frame, sample))
    labelled = sample.astype({"true_label": "category"})
    assert fls.correct(frame, labelled).equals(fls.correct(frame, sample))


def test_units_are_named_in_plain_words() -> None:
    frame, sample = example()
    keys = {"doc_id": [str(i // 20) for i in range(400)], "unit": np.arange(400) % 20}
    frame = frame.assign(**keys)
    labelled = frame[:40].assign(true_label=sample["true_label"])
    with pytest.raises(InputError, match="sample, unit 77 of '0': stands in the frame"):
        fls.correct(frame, labelled.replace({"unit": {3: 77}})[:20])
    with pytest.raises(InputError, match="names each unit once, got unit 0 of '0' twice"):
        fls.correct(frame, pd.concat([labelled, labelled[:1]]))
    labelled.loc[5, "true_label"] = "hype"
    with pytest.raises(InputError, match="got 'hype' for unit 5 of '0'"):
        fls.correct(frame, labelled)
