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
from fls.batch import _days, _score, _sources
from fls.document import Document
from fls.errors import InputError
from fls.metrics import METRICS
from fls.printing import LEVELS
from tests.hostile_inputs import HOSTILE

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "data" / "releases" / "raw").glob("*.txt"))[:40]
TEXTS = [path.read_text(encoding="utf-8") for path in FILES]
DATED = "DAYTON, Ohio, Oct. 16, 2017 -- Acme opened a plant. We expect to grow next year."
AHEAD = "We expect sales of pumps to grow next year."


@pytest.fixture(scope="module")
def corpus() -> fls.Corpus:
    return fls.score_many(FILES)


def test_each_row_is_what_the_release_itself_says(corpus: fls.Corpus) -> None:
    assert corpus.documents["doc_id"].tolist() == [str(path) for path in FILES]
    for number, path in enumerate(FILES):
        release, row = fls.score(path), corpus.documents.iloc[number]
        found = {name: row[name] for name in release.metrics}
        assert repr({name: float(value) for name, value in found.items()}) == repr(
            {name: float(value) for name, value in release.metrics.items()}
        )
        undated = release.date is None and release.metrics["n_forward_looking"] > 0
        told = (*release.warnings, *(_days.UNDATED,) * undated)
        assert row["warnings"] == "; ".join(told)
        mine = corpus.sentences[corpus.sentences["doc_id"] == str(path)].drop(columns="doc_id")
        pd.testing.assert_frame_equal(
            mine.reset_index(drop=True), release.sentences.reset_index(drop=True), check_exact=True
        )


def test_every_metric_of_a_release_has_its_column(corpus: fls.Corpus) -> None:
    # A metric that is not of fls.metrics.METRICS belongs into an Analysis of ANALYSES.
    measured = [name for analysis in ANALYSES.values() for name in analysis.metrics]
    assert list(fls.score("Acme grew.").metrics) == [*METRICS, *measured]
    assert list(fls.schema(files=True).columns) == list(corpus.documents.columns)
    assert set(fls.schema(files=True)) - set(fls.schema()) == set(_score.FACTS)


@pytest.mark.parametrize("level", ["document", "sentence", "unit"])
def test_names_of_columns_fit_into_statistics_packages(level: str) -> None:
    names = list(fls.schema(level, files=True).columns)
    assert [name for name in names if len(name) > 32 or not name.isidentifier()] == []
    assert len(set(names)) == len(names)
    assert fls.schema(level, "spark").count(" ") == 2 * len(fls.schema(level).columns) - 1


def test_processes_and_batches_change_nothing(
    corpus: fls.Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_sources, "_MOST_ITEMS", 7)
    monkeypatch.setattr("fls.scoring._PASS", 9_000)
    for jobs in (1, np.int64(2)):
        again = fls.score_many(FILES, jobs=jobs)
        pd.testing.assert_frame_equal(again.documents, corpus.documents, check_exact=True)
        pd.testing.assert_frame_equal(again.sentences, corpus.sentences, check_exact=True)


@pytest.mark.parametrize("tables", [("sentence", "unit"), ("sentence",)])
def test_the_index_of_sentences_is_that_of_their_units(
    tables: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    units = fls.score_many(FILES[:12], tables="unit").units
    whole = fls.score_many(FILES[:12], tables=tables).sentences
    assert units.index.tolist() == list(range(len(units)))
    assert len(whole) < len(units)
    for most in (2_000, 5, 1):
        monkeypatch.setattr(_sources, "_MOST_ITEMS", most)
        corpus = fls.score_many(FILES[:12], tables=tables)
        pd.testing.assert_frame_equal(units.loc[corpus.sentences.index], whole, check_exact=True)
        if "unit" in tables:
            pd.testing.assert_frame_equal(corpus.units, units, check_exact=True)
    stream = fls.score_stream(FILES[:12], tables=tables)
    parts = [part.sentences for part in stream]
    assert len(parts) == 12
    pd.testing.assert_frame_equal(pd.concat(parts), whole, check_exact=True)
    pytest.importorskip("pyarrow")
    kept = fls.score_many(FILES[:12], tables=tables, folder=tmp_path / "out")
    assert kept.sentences.index.tolist() == whole.index.tolist()


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
    (found,) = _sources.documents_of(own, "EX-99")
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


@pytest.mark.parametrize("name", ["genre_warnings", "release_day", "_own_units", "Release"])
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


@pytest.mark.parametrize("name", ["_outlines", "count_sheet_words", "look_ahead"])
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


@pytest.mark.parametrize(
    ("sources", "options", "message"),
    [
        (b"Acme", {}, "sources"),
        (7, {}, "sources"),
        (["a"], {"text": "t"}, "DataFrame"),
        (pd.DataFrame({"t": ["a"]}), {}, "columns: 't'"),
        (pd.DataFrame({"t": ["a"]}), {"text": "u"}, "'u'"),
        (pd.DataFrame({"t": ["a"], "status": [1]}), {"text": "t"}, "status"),
        (["a"], {"jobs": 0}, "jobs"),
        (["a"], {"jobs": True}, "jobs"),
        (["a"], {"jobs": np.int64(0)}, "jobs"),
        (["a"], {"abstain": 2}, "abstain"),
        (["a"], {"on_error": "skip"}, "on_error"),
        (["a"], {"tables": ["documents"]}, "tables"),
        (["a"], {"tables": []}, "tables: are some of: document, .*, got none"),
        (["a"], {"tables": None}, "tables"),
        (["a"], {"analyses": [3]}, "analyses: is a name, or several, got 3"),
        (["a"], {"analyses": 3}, "analyses"),
        (["a"], {"progress": True}, "progress: is a function of two numbers, or a text stream"),
        (["a"], {"analyses": ["astrology"]}, "astrology"),
    ],
)
def test_arguments_that_cannot_be_used(sources: Any, options: Any, message: str) -> None:
    with pytest.raises(fls.InputError, match=message):
        fls.score_stream(sources, **options)


def test_progress_is_told(corpus: fls.Corpus) -> None:
    seen: list[tuple[int, int | None]] = []
    fls.score_many(FILES, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (40, 40)
    fls.score_many(iter(TEXTS[:2]), progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (2, None)
    assert repr(corpus) == "<Corpus: 40 documents: 40 ok>"
    assert len(corpus) == 40


def test_analyses_can_be_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    def measure(findings: Findings) -> dict[str, float]:
        text = findings.tagged.text
        if "fails" in text:
            raise ZeroDivisionError("x")
        return {"n_letters": len(text), "letter_share": 0.5}

    monkeypatch.setitem(ANALYSES, "letters", Analysis(("n_letters", "letter_share"), measure))
    found = fls.score_many(["Acme grew.", "It fails.", None]).documents
    assert found["n_letters"].isna().tolist() == [False, True, False]
    assert found["status"].tolist() == ["ok", "partial", "empty"]
    assert found["n_letters"][0] == 10
    assert found["letter_share"].tolist()[0] == 0.5
    assert found["error"].tolist() == ["", "letters failed: ZeroDivisionError: x", ""]
    assert found["warnings"].tolist() == ["", "", ""]
    # What succeeded is kept.
    monkeypatch.delitem(ANALYSES, "letters")
    others = fls.score_many(["", "It fails."]).documents.drop(columns=["status", "error"])
    pd.testing.assert_frame_equal(found[1:2][others.columns], others[1:])
    monkeypatch.setitem(ANALYSES, "letters", Analysis(("n_letters", "letter_share"), measure))
    with pytest.raises(ZeroDivisionError):
        fls.score_many(["It fails."], on_error="raise")
    assert fls.score_many(["Acme grew."], analyses="letters").documents["n_letters"][0] == 10
    assert "n_letters" not in fls.score_many(["Acme grew."], analyses=[]).documents
    assert fls.score("Acme grew.").metrics["n_letters"] == 10
    assert fls.schema().dtypes["n_letters"] == "Int64"


def test_what_fails_of_several_analyses_is_told_of_each(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(findings: Findings) -> dict[str, float]:
        raise InputError("text", "is short", "a long one", "cut it")

    for name in ("one", "two"):
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
    monkeypatch.setitem(ANALYSES, "odd", Analysis(("n_odd",), lambda _: {"n_odd": value}))
    found = fls.score_many(["Acme grew."], analyses="odd").documents
    assert found["n_odd"].isna().tolist() == [True]


@pytest.mark.parametrize("level", LEVELS)
def test_a_corpus_is_counted_and_shown_whatever_its_tables(level: str, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    inputs = ["Acme grew.", None, Path("none")]
    told = "<Corpus: 3 documents: 1 empty, 1 error, 1 ok>"
    corpus = fls.score_many(inputs, tables=level)
    assert (repr(corpus), len(corpus), bool(corpus)) == (told, 3, True)
    assert [repr(part) for part in fls.score_stream(inputs, tables=level)] == [told]
    written = fls.score_many(inputs, tables=level, folder=tmp_path)
    for path in tmp_path.rglob("*.parquet"):
        path.unlink()
    assert repr(written) == told
    assert repr(fls.score_many([], tables=level)) == "<Corpus: 0 documents>"
    assert not fls.score_many([], tables=level)


def test_tables_of_a_corpus_are_your_own(corpus: fls.Corpus) -> None:
    assert repr(fls.Corpus({"document": [corpus.documents]})) == repr(corpus)
    for name in ("documents", "sentences"):
        table = getattr(corpus, name)
        table["mine"] = 1
        del table["doc_id"]
        assert {"doc_id", "mine"} & {*getattr(corpus, name)} == {"doc_id"}


def test_the_name_of_one_table_will_do() -> None:
    corpus = fls.score_many(["Acme grew."], tables="sentence")
    assert len(corpus.sentences) == 1
    with pytest.raises(InputError, match="table: is one of: sentence, got 'document'"):
        corpus.documents  # noqa: B018
    (part,) = fls.score_stream(["Acme grew."], tables="document", analyses="scores")
    assert "hype" in part.documents
    assert "factual_share_low" not in part.documents
    with pytest.raises(InputError, match="got 'documents'"):
        fls.score_many(["Acme grew."], tables="documents")


@pytest.mark.parametrize("level", ["document", "sentence", "unit"])
def test_a_frame_has_the_columns_and_types_of_the_schema(level: str) -> None:
    table = pd.DataFrame({"t": [*TEXTS[:3], None, ""]}, index=[3, 1, 4, 1, 5])
    for frame in (table, table[:0], table[3:]):
        found = fls.score_frame(frame, "t", level=level)
        assert (found.dtypes == fls.schema(level).dtypes).all()
        assert list(found.columns) == list(fls.schema(level).columns)
    if level == "document":
        assert fls.score_frame(table, "t").index.tolist() == [3, 1, 4, 1, 5]
        assert fls.score_frame(table, "t")["doc_id"].tolist() == ["3", "1", "4", "1", "5"]


def test_identifiers_are_there_and_whole() -> None:
    texts = ["Acme opened a plant."] * 2
    whole = pd.DataFrame({"key": [1001.0, 1002.0], "t": texts})
    assert fls.score_many(whole, text="t", id="key").documents["doc_id"].tolist() == [
        "1001",
        "1002",
    ]
    with pytest.raises(fls.InputError, match="none in 1 rows, the first of them 1"):
        fls.score_many(pd.DataFrame({"key": ["a", None], "t": texts}), text="t", id="key")
    with pytest.raises(fls.InputError, match="which 2 bear"):
        fls.score_many(pd.DataFrame([texts], columns=["t", "t"]), text="t")
