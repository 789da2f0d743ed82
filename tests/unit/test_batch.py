from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import fls
from fls.analysis import ANALYSES, Analysis, Findings
from fls.batch import _days, _sources
from fls.batch._schema import COLUMN_TYPES
from fls.document import LEVELS
from fls.errors import InputError

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


def test_processes_and_batches_change_nothing(
    corpus: fls.Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_sources, "_MAX_BATCH_ITEMS", 7)
    monkeypatch.setattr("fls.scoring._PASS_CHARACTERS", 9_000)
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
        monkeypatch.setattr(_sources, "_MAX_BATCH_ITEMS", most)
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

    monkeypatch.setitem(COLUMN_TYPES, "n_letters", "count")
    monkeypatch.setitem(COLUMN_TYPES, "letter_share", "real")
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
    with pytest.raises(InputError, match="table: is one of sentence, got 'document'"):
        corpus.documents  # noqa: B018
    (part,) = fls.score_stream(["Acme grew."], tables="document", analyses="scores")
    assert "hype" in part.documents
    assert "factual_share_low" not in part.documents
    with pytest.raises(InputError, match="got 'documents'"):
        fls.score_many(["Acme grew."], tables="documents")


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
