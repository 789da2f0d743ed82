from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import fls
from fls.errors import ModelError
from fls.model import load_model
from tests.unit.plant_release import TEXT


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
    message = "is the name of a file, taken for the text itself: wrap it in pathlib.Path"
    for name in ("acme q1.txt", "README"):
        Path(name).write_text("Acme grew.")
        assert message in fls.score(name).warnings
        assert message in fls.read(name).warnings
        for call in (fls.segment, fls.baselines):
            with pytest.warns(UserWarning, match=f"'{name}' {message}") as caught:
                call(name)
            assert [warning.filename for warning in caught] == [__file__]
        for take in (fls.tag, fls.score_texts):
            with pytest.warns(UserWarning, match=f"'{name}' {message}") as caught:
                take(["Acme grew.", name, name])
            assert [warning.filename for warning in caught] == [__file__]
    assert message not in fls.score("Acme grew in acme q1.").warnings
    assert message not in fls.score(Path("README")).warnings


class Marked(str):
    """A str that says it is mark-up and writes itself in its own way."""

    __slots__ = ()

    def __html__(self) -> str:
        return self

    def __str__(self) -> str:
        return "other"


def test_a_str_of_another_kind_is_made_a_plain_one() -> None:
    plain = "Acme grew <b>fast</b>. It expects to grow."
    text = Marked(plain)
    assert fls.score(text)._repr_html_() == fls.score(plain)._repr_html_()
    for release in (fls.score(text), fls.score(fls.Document(text))):
        assert (type(release.text), release.text) == (str, plain)
        assert {type(row["text"]) for row in release.rows()} == {str}
    assert type(fls.read(text).text) is str
    assert {*map(type, fls.tag([text])["text"])} == {str}
    assert fls.tag([text]).equals(fls.tag([plain]))


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
    assert any(warning in text for text in release.document.warnings)
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


def test_warnings_are_those_of_reading_and_of_the_genre(release: fls.Release) -> None:
    assert release.warnings == ()
    release = fls.score("a\0\n1 2 3\n4 5 6\n")
    assert release.warnings == ("1 NUL character replaced by U+FFFD", "no sentence found")
    assert fls.score(" ").warnings == ("empty",)


@pytest.mark.parametrize("model", [3, b"default", ["x"]])
def test_what_is_no_model_is_refused(model: Any) -> None:
    with pytest.raises(ModelError, match="the name of a model"):
        fls.score("Up.", model=model)
