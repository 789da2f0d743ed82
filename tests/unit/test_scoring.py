from __future__ import annotations

import copy
import json
import math
import pickle
from typing import Any

import numpy as np
import pandas as pd
import pytest

import fls
from fls.decision import decide
from fls.document import KINDS, LABELLED_KINDS, LABELS
from fls.errors import InputError
from fls.frames import COLUMNS
from tests.unit.plant_release import PROBABILITIES, TEXT


@pytest.fixture(scope="module")
def release() -> fls.Release:
    return fls.score(TEXT)


def test_columns_are_exact_and_in_order(release: fls.Release) -> None:
    assert list(release.units.columns) == [
        "unit", "kind", "start", "end", "text", "label",
        "p_factual", "p_promotional", "p_forward_looking", "p_boilerplate",
        "specific", "p_specific",
    ]  # fmt: skip
    assert tuple(release.units.columns) == COLUMNS


@pytest.mark.parametrize("text", [TEXT, "", "   \n", "###"])
def test_types_do_not_depend_on_the_content(text: str) -> None:
    units = fls.score(text).units
    assert list(units["kind"].cat.categories) == list(KINDS)
    assert list(units["label"].cat.categories) == list(LABELS)
    assert {str(units[name].dtype) for name in ("unit", "start", "end")} == {"int64"}
    assert {str(units[name].dtype) for name in PROBABILITIES} == {"float64"}
    assert str(units["specific"].dtype) == "boolean"
    assert str(units["p_specific"].dtype) == "float64"
    assert units["text"].dtype == release_text_type()
    assert units.index.equals(pd.RangeIndex(len(units)))


def release_text_type() -> Any:
    return fls.score("Sales rose.").units["text"].dtype


def test_units_are_slices_in_reading_order(release: fls.Release) -> None:
    units = release.units
    assert units["unit"].tolist() == list(range(len(units))) == list(range(len(release)))
    for row in units.itertuples():
        assert release.text[row.start : row.end] == row.text
    assert (units["start"].to_numpy()[1:] >= units["end"].to_numpy()[:-1]).all()


def test_labels_are_missing_where_the_kind_has_none(release: fls.Release) -> None:
    units = release.units
    labelled = units["kind"].isin(list(LABELLED_KINDS))
    assert labelled.any()
    assert not labelled.all()
    assert (units["label"].notna() == labelled).all()
    for name in PROBABILITIES:
        assert (units[name].notna() == labelled).all()
    assert release.sentences.index.tolist() == units.index[labelled].tolist()
    pd.testing.assert_frame_equal(release.sentences, units[labelled])


def test_forward_looking_units_alone_are_specific_or_not(release: fls.Release) -> None:
    units = release.units
    forward = units["label"] == "forward_looking"
    assert forward.any()
    assert (units["specific"].notna() == forward).all()
    assert (units["p_specific"].notna() == forward).all()
    labelled = units[forward]
    assert labelled["p_specific"].between(0, 1).all()
    assert (labelled["specific"] == (labelled["p_specific"] >= 0.5)).all()


def test_the_label_is_the_one_that_the_probabilities_decide(release: fls.Release) -> None:
    p = release.sentences[PROBABILITIES]
    assert release.sentences["label"].tolist() == [LABELS[i] for i in decide(p)]
    np.testing.assert_allclose(p.sum(axis=1), 1, rtol=0, atol=1e-12)


def test_a_reader_would_agree(release: fls.Release) -> None:
    label = dict(zip(release.units["text"].str[:10], release.units["label"], strict=True))
    assert label["It expects"] == "forward_looking"
    assert label["This press"] == "boilerplate"


@pytest.mark.parametrize("text", ["", " \n\t ", "\u00a0"])
def test_empty_text_has_no_units_and_no_shares(text: str) -> None:
    release = fls.score(text)
    assert len(release) == len(release.units) == len(release.sentences) == 0
    assert release.rows() == []
    absent = ("n_", "has_", "protection", "tailored_share")  # nothing is there, so there is none
    for name, value in release.metrics.items():
        assert value == 0 if name.startswith(absent) else math.isnan(value)
    assert "empty" in release.document.warnings
    assert "no text" in repr(release)


def test_rows_are_the_table_as_plain_data(release: fls.Release) -> None:
    rows = release.rows()
    frame = release.units
    assert [tuple(row) for row in rows] == [COLUMNS] * len(frame)
    for row, expected in zip(rows, frame.to_dict("records"), strict=True):
        for name in COLUMNS:
            missing = row[name] is None or row[name] != row[name]
            assert missing == pd.isna(expected[name])
            assert missing or row[name] == expected[name]
            assert type(row[name]) in (int, float, str, bool, type(None))


def test_the_repr_tells_title_and_shares(release: fls.Release) -> None:
    assert repr(release).startswith("<Release 'Acme Opens “Plant”': ")
    assert "factual" in repr(release)
    assert "\n" not in repr(release)
    assert "no headline" in repr(
        fls.score("The first plant of Acme in Ohio opened in 2019 and makes pumps.")
    )


def test_measures_are_dicts_of_your_own(release: fls.Release) -> None:
    for measure in (lambda: release.metrics, lambda: fls.baselines(release)):
        result = measure()
        assert json.loads(json.dumps(result)).keys() == result.keys()
        assert pickle.loads(pickle.dumps(result)).keys() == copy.deepcopy(result).keys()
        result["n_words"] = -1
        assert measure().get("n_words", 0) >= 0


def test_segments_are_the_units_without_labels(release: fls.Release) -> None:
    frame = fls.segment(TEXT)
    assert list(frame.columns) == ["unit", "kind", "start", "end", "text"]
    pd.testing.assert_frame_equal(frame, release.units[list(frame.columns)])
    assert len(fls.segment("")) == 0


@pytest.mark.parametrize("unit", [-1, 1, 1.0, None, "0"])
def test_there_is_no_such_unit(unit: Any) -> None:
    with pytest.raises(InputError, match="a whole number from 0 to 0"):
        fls.score("Acme opened a plant.").explain(unit)


def test_what_is_no_dictionary_is_refused() -> None:
    with pytest.raises(InputError, match="lm_path: is the path of the dictionary, got 3"):
        fls.baselines("Up.", 3)  # type: ignore[arg-type]
