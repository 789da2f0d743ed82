from __future__ import annotations

import copy
import json
import math
import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import fls
from fls.decision import decide
from fls.document import KINDS, LABELLED_KINDS, LABELS
from fls.errors import InputError, ModelError
from fls.frames import COLUMNS, label_columns
from fls.model import load_model

TEXT = """Acme Opens “Plant”

DAYTON, Ohio, June 3, 2019 -- Acme Corp. opened its second plant for small pumps in Ohio
in 2019. It expects sales of pumps to double by 2021. Café life around the plant is great,
as ever.

About Acme

Acme makes pumps for farms and for gardens in 12 countries.

Forward-Looking Statements

This press release contains forward-looking statements within the meaning of the Private
Securities Litigation Reform Act of 1995.

Contact:
Ann Poe
ann@acme.example
"""
PROBABILITIES = [f"p_{label}" for label in LABELS]


@pytest.fixture(scope="module")
def release() -> fls.Release:
    return fls.score(TEXT)


def test_text_bytes_and_path_score_alike(release: fls.Release, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT.encode())
    for source in (TEXT.encode(), tmp_path / "a.txt", TEXT.encode("utf-8-sig")):
        pd.testing.assert_frame_equal(fls.score(source).units, release.units)
    assert fls.score(tmp_path / "a.txt").document.source == str(tmp_path / "a.txt")


def test_a_str_is_text_and_never_a_file_name(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Sales rose.")
    assert fls.score(str(tmp_path / "a.txt")).text == str(tmp_path / "a.txt")


def test_a_str_that_is_the_name_of_a_file_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    told = "is the name of a file, taken for the text itself: wrap it in pathlib.Path"
    for name in ("acme q1.txt", "README"):
        Path(name).write_text("Acme grew.")
        assert told in fls.score(name).warnings
        assert told in fls.read(name).warnings
        for call in (fls.segment, fls.baselines):
            with pytest.warns(UserWarning, match=f"'{name}' {told}") as found:
                call(name)
            assert [one.filename for one in found] == [__file__]
        for take in (fls.tag, fls.score_texts):
            with pytest.warns(UserWarning, match=f"'{name}' {told}") as found:
                take(["Acme grew.", name, name])
            assert [one.filename for one in found] == [__file__]
    assert told not in fls.score("Acme grew in acme q1.").warnings
    assert told not in fls.score(Path("README")).warnings


class Marked(str):
    """A str that says it is mark-up and writes itself in its own way."""

    __slots__ = ()

    def __html__(self) -> str:
        return self

    def __str__(self) -> str:
        return "other"


def test_a_str_of_another_kind_is_made_a_plain_one() -> None:
    said = "Acme grew <b>fast</b>. It expects to grow."
    text = Marked(said)
    assert fls.score(text)._repr_html_() == fls.score(said)._repr_html_()
    for release in (fls.score(text), fls.score(fls.Document(text))):
        assert (type(release.text), release.text) == (str, said)
        assert {type(row["text"]) for row in release.rows()} == {str}
    assert type(fls.read(text).text) is str
    assert {*map(type, fls.tag([text])["text"])} == {str}
    assert fls.tag([text]).equals(fls.tag([said]))


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
    known = units[forward]
    assert known["p_specific"].between(0, 1).all()
    assert (known["specific"] == (known["p_specific"] >= 0.5)).all()


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


def test_line_ends_do_not_matter_but_for_offsets(release: fls.Release) -> None:
    other = fls.score(TEXT.replace("\n", "\r\n"))
    folded = [" ".join(text.split()) for text in other.units["text"]]
    assert folded == [" ".join(text.split()) for text in release.units["text"]]
    assert other.units["label"].equals(release.units["label"])
    for row in other.units.itertuples():
        assert other.text[row.start : row.end] == row.text


@pytest.mark.parametrize(
    ("bad", "warning"),
    [
        ("\0", "1 NUL character"),
        (chr(0xD83D), "1 lone surrogate"),
        (chr(0xDC00), "1 lone surrogate"),
    ],
)
def test_what_cannot_stand_in_a_text_is_replaced_and_flagged(bad: str, warning: str) -> None:
    release = fls.score(f"Acme{bad} opened a plant. It will grow.")
    assert any(warning in found for found in release.document.warnings)
    assert release.text == "Acme\ufffd opened a plant. It will grow."
    assert len(release.units) == 2
    clean = fls.score_texts([f"Acme{bad} opened a plant. It will grow."])
    assert clean["text"].tolist() == release.units["text"].tolist()
    assert fls.tag([f"Acme{bad} will grow."])["text"].tolist() == ["Acme\ufffd will grow."]


def test_bytes_in_cp1252_are_read() -> None:
    release = fls.score("Café sales rose.".encode("cp1252"))
    assert release.document.encoding == "cp1252"
    assert release.units["text"].tolist() == ["Café sales rose."]


@pytest.mark.parametrize("source", [None, 3, ["Sales rose."]])
def test_another_source_is_an_input_error(source: Any) -> None:
    for function in (fls.score, fls.segment):
        with pytest.raises(fls.InputError, match="source: is text"):
            function(source)


def test_files_that_cannot_be_read_are_read_errors(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    for path in (tmp_path / "none.txt", tmp_path, tmp_path / "a.pdf"):
        with pytest.raises(fls.ReadError, match=str(path)):
            fls.score(path)


def test_models_go_by_object_name_or_folder(release: fls.Release, tmp_path: Path) -> None:
    model = load_model()
    model.save(tmp_path / "copy")
    for chosen in (model, "default", tmp_path / "copy", str(tmp_path / "copy"), None):
        pd.testing.assert_frame_equal(fls.score(TEXT, model=chosen).units, release.units)
    with pytest.raises(fls.ModelError):
        fls.score(TEXT, model="no-such-model")


def test_the_repr_tells_title_and_shares(release: fls.Release) -> None:
    assert repr(release).startswith("<Release 'Acme Opens “Plant”': ")
    assert "factual" in repr(release)
    assert "\n" not in repr(release)
    assert "no headline" in repr(
        fls.score("The first plant of Acme in Ohio opened in 2019 and makes pumps.")
    )


def test_measures_are_dicts_of_your_own(release: fls.Release) -> None:
    for measure in (lambda: release.metrics, lambda: fls.baselines(release)):
        found = measure()
        assert json.loads(json.dumps(found)).keys() == found.keys()
        assert pickle.loads(pickle.dumps(found)).keys() == copy.deepcopy(found).keys()
        found["n_words"] = -1
        assert measure().get("n_words", 0) >= 0


# Abstaining


def test_a_label_that_is_not_the_most_probable_has_its_own_probability() -> None:
    p = np.array([[0.6, 0.0, 0.4, 0.0], [0.65, 0.0, 0.35, 0.0], [np.nan] * 4])
    labelled = np.array([True, True, False])
    for bound, codes in ((0.0, [2, 0, -1]), (0.4, [2, 0, -1]), (0.5, [-1, 0, -1])):
        label = label_columns(p, labelled, np.full(3, np.nan), bound)["label"]
        assert label.codes.tolist() == codes


def test_below_the_threshold_there_is_no_label_and_no_mark(release: fls.Release) -> None:
    top = pd.Series([row["p_" + row["label"]] for row in release.rows() if row["label"]])
    threshold = float(top.median())
    unsure = fls.score(TEXT, abstain=threshold)
    assert unsure.sentences["label"].notna().tolist() == (top >= threshold).tolist()
    assert 0 < unsure.sentences["label"].notna().sum() < len(top)
    kept = unsure.units["label"].notna()
    assert unsure.units["label"][kept].equals(release.units["label"][kept])
    assert unsure.units["specific"][kept].equals(release.units["specific"][kept])
    assert unsure.units["specific"][~kept].isna().all()
    others = [name for name in COLUMNS if name not in ("label", "specific")]
    pd.testing.assert_frame_equal(unsure.units[others], release.units[others])
    assert dict(unsure.metrics) == pytest.approx(dict(release.metrics), rel=0, abs=0, nan_ok=True)
    assert [row["label"] is None for row in unsure.rows()] == unsure.units["label"].isna().tolist()
    assert [row["specific"] for row in unsure.rows()] == [
        None if value is pd.NA else value for value in unsure.units["specific"]
    ]
    many = fls.score_texts([TEXT], abstain=threshold).drop(columns="doc")
    pd.testing.assert_frame_equal(many, unsure.units)
    assert fls.score(TEXT, abstain=0).units.equals(release.units)


def test_sentences_may_stay_without_label() -> None:
    p = fls.tag(["Sales rose.", " "])[PROBABILITIES].max(axis=1)
    just = float(p[0])
    assert fls.tag(["Sales rose.", " "], abstain=just)["label"].notna().tolist() == [True, False]
    above = math.nextafter(just, 2)
    assert fls.tag(["Sales rose.", " "], abstain=above)["label"].isna().all()
    sure = fls.tag(["We expect sales to double by May 4."])
    assert sure["specific"].tolist() == [True]
    assert fls.tag(["We expect sales to double by May 4."], abstain=1.0)["specific"].isna().all()


@pytest.mark.parametrize("abstain", [-0.1, 1.1, math.nan, None, "0.6", True])
def test_a_threshold_lies_between_0_and_1(abstain: Any) -> None:
    for call in (lambda: fls.score(TEXT, abstain=abstain), lambda: fls.tag([], abstain=abstain)):
        with pytest.raises(fls.InputError, match="abstain: is a number from 0 to 1"):
            call()
    with pytest.raises(fls.InputError, match="abstain"):
        fls.score_texts([], abstain=abstain)


def test_explaining_does_not_depend_on_the_threshold(release: fls.Release) -> None:
    row = int(release.sentences.index[0])
    assert fls.score(TEXT, abstain=1.0).explain(row) == release.explain(row)


def test_warnings_are_those_of_reading_and_of_the_genre(release: fls.Release) -> None:
    assert release.warnings == ()
    found = fls.score("a\0\n1 2 3\n4 5 6\n")
    assert found.warnings == ("1 NUL character replaced by U+FFFD", "no sentence found")
    assert fls.score(" ").warnings == ("empty",)


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


# Sentences that are cut already


def test_sentences_are_tagged_each_by_itself() -> None:
    given = ["We expect sales to double.", " \n", "Acme opened a plant.", ""]
    frame = fls.tag(given)
    assert list(frame.columns) == ["text", "label", *PROBABILITIES, "specific", "p_specific"]
    assert frame["text"].tolist() == given
    assert frame["label"].isna().tolist() == [False, True, False, True]
    assert frame[PROBABILITIES].isna().all(axis=1).tolist() == [False, True, False, True]
    assert frame["label"].iloc[0] == "forward_looking"
    pd.testing.assert_frame_equal(
        fls.tag(given[::-1]), frame.iloc[::-1].reset_index(drop=True), check_exact=True
    )


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


# Cutting alone


def test_segments_are_the_units_without_labels(release: fls.Release) -> None:
    frame = fls.segment(TEXT)
    assert list(frame.columns) == ["unit", "kind", "start", "end", "text"]
    pd.testing.assert_frame_equal(frame, release.units[list(frame.columns)])
    assert len(fls.segment("")) == 0


def same(again: fls.Release, release: fls.Release) -> bool:
    """Whether two releases say the same, and why."""
    pd.testing.assert_frame_equal(again.units, release.units, check_exact=True)
    pd.testing.assert_frame_equal(again.promises, release.promises, check_exact=True)
    assert again.metrics == pytest.approx(release.metrics, rel=0, abs=0, nan_ok=True)
    assert again.explain(0) == release.explain(0)
    assert again.model_digest == release.model_digest
    return (again.document, again.date, again.warnings) == (
        release.document,
        release.date,
        release.warnings,
    )


def test_a_pickled_release_says_the_same_and_shares_its_model() -> None:
    release = fls.score(TEXT)
    data = pickle.dumps(release)
    assert len(data) < 20_000
    again = pickle.loads(data)
    assert same(again, release)
    assert same(pickle.loads(pickle.dumps(release)), release)  # with all that was read out of it
    assert again._model is fls.load_model()
    assert copy.deepcopy(release)._model is fls.load_model()


def test_releases_of_a_model_of_ones_own_share_it_after_pickling() -> None:
    given = fls.load_model("open")
    own = replace(given, intercept=given.intercept * 2)
    release = fls.score(TEXT, model=own)
    data = [pickle.dumps(release), pickle.dumps(fls.score("Up.", model=own))]
    code = (
        "import pickle, sys, fls; one, two = pickle.load(sys.stdin.buffer);"
        "one, two = pickle.loads(one), pickle.loads(two);"
        "assert one._model is two._model; sys.stdout.buffer.write(pickle.dumps(one))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=pickle.dumps(data), capture_output=True, check=True
    )
    again = pickle.loads(done.stdout)
    assert same(again, release)
    assert again._model is own


@pytest.mark.parametrize("given", [None, 3, {"k": "Up."}, pd.DataFrame({"text": ["Up."]})])
def test_what_is_no_list_of_texts_is_refused(given: Any) -> None:
    for call in (fls.tag, fls.score_texts):
        with pytest.raises(InputError, match="a list or a column of texts"):
            call(given)


@pytest.mark.parametrize("unit", [-1, 1, 1.0, None, "0"])
def test_there_is_no_such_unit(unit: Any) -> None:
    with pytest.raises(InputError, match="a whole number from 0 to 0"):
        fls.score("Acme opened a plant.").explain(unit)


@pytest.mark.parametrize("model", [3, b"default", ["x"]])
def test_what_is_no_model_is_refused(model: Any) -> None:
    with pytest.raises(ModelError, match="the name of a model"):
        fls.score("Up.", model=model)


def test_what_is_no_dictionary_is_refused() -> None:
    with pytest.raises(InputError, match="lm_path: is the path of the dictionary, got int"):
        fls.baselines("Up.", 3)  # type: ignore[arg-type]


def test_a_path_may_give_bytes(tmp_path: Path) -> None:
    class Place:
        def __fspath__(self) -> bytes:
            return bytes(tmp_path)

    load_model("open").save(tmp_path)
    assert load_model(Place()).digest == load_model("open").digest  # type: ignore[arg-type]
