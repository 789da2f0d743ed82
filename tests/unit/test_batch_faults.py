from __future__ import annotations

import math
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import fls
from fls.analysis import ANALYSES, Analysis, Findings
from fls.batch import _score, _sources
from fls.batch._schema import COLUMN_TYPES
from fls.document import LEVELS, Document
from fls.errors import InputError
from tests.hostile_inputs import HOSTILE

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "data" / "releases" / "raw").glob("*.txt"))[:40]
TEXTS = [path.read_text(encoding="utf-8") for path in FILES]
DATED = "DAYTON, Ohio, Oct. 16, 2017 -- Acme opened a plant. We expect to grow next year."
AHEAD = "We expect sales of pumps to grow next year."


@pytest.fixture(scope="module")
def corpus() -> fls.Corpus:
    return fls.score_many(FILES)


BAD: list[tuple[Any, str, str]] = [
    (None, "empty", ""),
    (float("nan"), "empty", ""),
    (np.float64("nan"), "empty", ""),
    (pd.NA, "empty", ""),
    (pd.NaT, "empty", ""),
    ("", "empty", ""),
    (" \n", "empty", ""),
    (b"", "empty", ""),
    (7, "error", "int"),
    ([], "error", "list"),
    (object(), "error", "object"),
    (Path("no such file"), "error", "nothing at this path"),
    (Path("."), "error", "folder"),
    (Path("a\0b"), "error", "null"),
    (bytes(range(32)) * 4, "error", "binary"),
    ("a lone \ud800 surrogate", "ok", ""),
    (Document("Acme \ud800 grew."), "ok", ""),
]


def test_a_document_of_ones_own_is_made_fit_once() -> None:
    own = Document("Acme \ud800 grew.", warnings=("read by hand",))
    (found,) = _sources.read_documents(own, "EX-99")
    assert found == fls.read_all(own)[0]
    warnings = fls.score_many([own], analyses=[]).documents["warnings"][0]
    assert warnings.startswith("read by hand; ")
    assert warnings.count("surrogate") == 1


def test_bad_items_have_rows_of_their_own_and_harm_no_other(corpus: fls.Corpus) -> None:
    inputs: list[tuple[str, Any]] = [(str(path), path) for path in FILES]
    bad = [(f"bad {number}", value) for number, (value, _, _) in enumerate(BAD)]
    for pair in bad:
        inputs.insert(random.Random(str(pair[0])).randrange(len(inputs)), pair)
    found = fls.score_many(inputs)
    assert found.documents["doc_id"].tolist() == [name for name, _ in inputs]
    good = found.documents[~found.documents["doc_id"].str.startswith("bad")]
    pd.testing.assert_frame_equal(good.reset_index(drop=True), corpus.documents, check_exact=True)
    rows = found.documents.set_index("doc_id")
    for number, (_, status, error) in enumerate(BAD):
        row = rows.loc[f"bad {number}"]
        assert (row["status"], error in row["error"]) == (status, True)
        assert bool(row["error"]) is (status == "error")
        assert pd.isna(row["n_words"]) is (status == "error")
        assert status != "empty" or row["n_words"] == 0


def test_hostile_files_among_good_ones(corpus: fls.Corpus, tmp_path: Path) -> None:
    paths = list(FILES)
    for number, hostile in enumerate(HOSTILE.values()):
        path = tmp_path / f"{number}"
        path.write_bytes(hostile.make(min(hostile.full, 50)))
        paths.insert(random.Random(number).randrange(len(paths)), path)
    documents = fls.score_many(paths).documents
    ids = documents["doc_id"].str.replace("[!#].*", "", regex=True)
    assert ids.unique().tolist() == [str(path) for path in paths]
    assert documents["doc_id"].is_unique
    good = documents[documents["doc_id"].isin(list(map(str, FILES)))]
    pd.testing.assert_frame_equal(good.reset_index(drop=True), corpus.documents, check_exact=True)
    assert all(documents.loc[documents["status"] == "error", "error"])


def test_the_first_bad_document_can_stop_the_run() -> None:
    with pytest.raises(fls.ReadError, match="nothing at this path"):
        fls.score_many([*TEXTS[:2], Path("none")], on_error="raise")
    with pytest.raises(fls.ReadError, match="nothing at this path"):
        fls.score_many([*TEXTS[:2], Path("none")], on_error="raise", jobs=2)


def test_a_document_that_breaks_the_engine_is_named(
    corpus: fls.Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    label = _score.label_passes

    def fragile(texts: list[str], *arguments: Any, **options: Any) -> Iterator[Any]:
        for part in label(texts, *arguments, **options):
            if any("POISON" in text for text in part.sheet.texts):
                raise MemoryError("too much")
            yield part

    monkeypatch.setattr(_score, "label_passes", fragile)
    inputs: list[Any] = list(FILES)
    inputs.insert(5, ("bad", "POISON"))
    documents = fls.score_many(inputs).documents
    assert documents["error"].tolist() == [""] * 5 + ["MemoryError: too much"] + [""] * 35
    good = documents.drop(index=5).reset_index(drop=True)
    pd.testing.assert_frame_equal(good, corpus.documents, check_exact=True)
    with pytest.raises(MemoryError):
        fls.score_many(inputs, on_error="raise")


def test_a_document_that_breaks_its_own_row_harms_no_other() -> None:
    bad: list[Any] = [
        Document(AHEAD, metadata=None),  # type: ignore[arg-type]
        Document(AHEAD, metadata=["x"]),  # type: ignore[arg-type]
        Document(AHEAD, warnings=None),  # type: ignore[arg-type]
        Document(AHEAD, warnings=[3]),  # type: ignore[arg-type, list-item]
        Document(None),  # type: ignore[arg-type]
        Document(AHEAD, metadata={"items": (1, 2)}),  # type: ignore[dict-item]
    ]
    documents = fls.score_many(["Acme grew.", *bad, DATED]).documents
    assert documents["status"].tolist() == [
        *("ok", "ok", "error", "error", "ok", "error", "error", "ok"),
    ]  # fmt: skip
    assert documents["error"].str.contains("object").tolist()[2:4] == [True, True]
    assert "must be a str, got NoneType" in documents["error"][5]
    assert documents["warnings"][4].startswith("3; ")


@pytest.mark.parametrize("name", ["genre_warnings", "release_day", "_rebase_units", "Release"])
def test_what_fails_beside_a_score_leaves_the_score(
    corpus: fls.Corpus, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    whole = getattr(_score, name)
    calls: list[int] = []

    def fragile(*arguments: Any, **options: Any) -> Any:
        calls.append(1)
        if len(calls) == 6:
            raise RuntimeError("too odd")
        return whole(*arguments, **options)

    monkeypatch.setattr(_score, name, fragile)
    documents = fls.score_many(FILES).documents
    assert documents["status"].tolist() == ["ok"] * 5 + ["partial"] + ["ok"] * 34
    assert documents["error"][5].endswith("failed: RuntimeError: too odd")
    good = documents.drop(index=5)
    pd.testing.assert_frame_equal(good, corpus.documents.drop(index=5), check_exact=True)
    assert documents["n_words"].tolist() == corpus.documents["n_words"].tolist()
    calls.clear()
    with pytest.raises(RuntimeError):
        fls.score_many(FILES, on_error="raise")


@pytest.mark.parametrize("name", ["_make_outlines", "count_sheet_words", "find_forward_looking"])
def test_what_fails_for_several_at_once_is_done_one_by_one(
    corpus: fls.Corpus, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    whole = getattr(_score, name)
    calls: list[int] = []

    def fragile(*arguments: Any) -> Any:
        calls.append(1)
        if len(calls) in (1, 7):  # all at once; the sixth by itself
            raise RuntimeError("too odd")
        return whole(*arguments)

    monkeypatch.setattr(_score, name, fragile)
    documents = fls.score_many(FILES).documents
    assert documents["error"].tolist() == [""] * 5 + ["RuntimeError: too odd"] + [""] * 34
    good = documents.drop(index=5)
    pd.testing.assert_frame_equal(good, corpus.documents.drop(index=5), check_exact=True)


def test_what_fails_of_several_analyses_is_told_of_each(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(findings: Findings) -> dict[str, float]:
        raise InputError("text", "is short", "a long one", "cut it")

    for name in ("one", "two"):
        monkeypatch.setitem(COLUMN_TYPES, f"n_{name}", "count")
        monkeypatch.setitem(ANALYSES, name, Analysis((f"n_{name}",), fails))
    names = [*LEVELS]
    corpus = fls.score_many([AHEAD, Path("none")], analyses=["one", "two"], tables=names)
    told = "text: is short, got a long one; cut it"
    assert corpus.documents["error"][0] == f"one failed: {told}; two failed: {told}"
    assert corpus.documents["status"].tolist() == ["partial", "error"]
    assert corpus.documents["n_words"][0] == 9
    assert len(corpus.sentences) == len(corpus.promises) == 1
    assert repr(corpus) == "<Corpus: 2 documents: 1 error, 1 partial>"


@pytest.mark.parametrize("value", [math.inf, math.nan])
def test_counts_that_are_no_numbers_are_missing(
    value: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(COLUMN_TYPES, "n_odd", "count")
    monkeypatch.setitem(ANALYSES, "odd", Analysis(("n_odd",), lambda _: {"n_odd": value}))
    found = fls.score_many(["Acme grew."], analyses="odd").documents
    assert found["n_odd"].isna().tolist() == [True]
