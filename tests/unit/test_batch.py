from __future__ import annotations

import datetime as dt
import itertools
import math
import os
import random
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import fls
from fls.analysis import ANALYSES, Analysis, Findings
from fls.batch import Job, Options, _days, _score, _sources, files_to_score, run_files
from fls.batch._sources import Item, batches
from fls.document import Document
from fls.errors import InputError
from fls.metrics import METRICS
from fls.printing import LEVELS
from tests.hostile_inputs import HOSTILE

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "data" / "releases" / "raw").glob("*.txt"))[:40]
TEXTS = [path.read_text(encoding="utf-8") for path in FILES]


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


def test_a_model_at_hand_goes_to_processes_too() -> None:
    model = fls.load_model("open")
    one, two = (fls.score_many(TEXTS[:6], model=model, jobs=jobs).documents for jobs in (1, 2))
    pd.testing.assert_frame_equal(one, two, check_exact=True)
    assert one["model_version"][0] == f"{fls.__version__}+{model.digest[:12]}"
    assert one["factual_share"][0] != fls.score_many(TEXTS[:1]).documents["factual_share"][0]


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


def test_sources_of_every_kind(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", ".hidden", "sub/c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"Acme opened plant {name}.")

    def ids(sources: Any, **options: Any) -> list[str]:
        found = fls.score_many(sources, **options).documents["doc_id"].tolist()
        return [name.replace(f"{tmp_path}/", "") for name in found]

    assert ids(tmp_path) == ["a.txt", "b.txt", "sub/c.txt"]
    assert ids(str(tmp_path / "*.txt")) == ["a.txt", "b.txt"]
    assert ids(str(tmp_path / "**" / "*.txt")) == ["a.txt", "b.txt", "sub/c.txt"]
    assert ids(str(tmp_path / "none.txt")) == ["none.txt"]
    assert ids(iter(["Acme grew.", tmp_path / "a.txt", ("x", b"Acme grew.")])) == [
        "0", "a.txt", "x",
    ]  # fmt: skip
    assert ids({"k": "Acme grew."}) == ["k"]
    assert ids([]) == []
    assert ids(pd.DataFrame({"t": []}), text="t") == []


def test_a_str_in_a_list_is_text_and_a_path_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One two three.")
    documents = fls.score_many([str(tmp_path / "a.txt"), tmp_path / "a.txt"]).documents
    assert documents["n_words"].tolist() == [1, 3]


def test_a_series_keeps_its_index_and_a_table_its_columns() -> None:
    series = pd.Series(["Acme grew.", None, "It fell."], index=pd.RangeIndex(5, 8))
    found = fls.score_many(series).documents
    assert found.index.tolist() == [5, 6, 7]
    assert found["doc_id"].tolist() == ["5", "6", "7"]
    table = pd.DataFrame(
        {
            "cik": ["0000000001", "0000000002", "0000000002"],
            "body": series.array,
            "year": [1, 2, 3],
        },
        index=list("xyz"),
    )
    found = fls.score_many(table, text="body", id="cik").documents
    assert list(found.columns[:4]) == ["doc_id", "cik", "year", "release_date"]
    assert found.index.tolist() == ["x", "y", "z"]
    assert found["doc_id"].tolist() == found["cik"].tolist() == table["cik"].tolist()
    assert found["year"].tolist() == [1, 2, 3]


@pytest.mark.parametrize("cut", [slice(4, 9), slice(None, None, 2), slice(5)])
def test_the_index_of_a_table_that_was_cut_goes_through_batches(
    cut: slice, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(_sources, "_MOST_ITEMS", 2)
    table = pd.DataFrame({"body": [f"Acme sold {n} pumps." for n in range(10)]})[cut]
    for sources, options in ((table, {"text": "body"}), (table["body"], {})):
        found = fls.score_many(sources, **options).documents
        assert found.index.tolist() == table.index.tolist()
        assert found["doc_id"].tolist() == [str(key) for key in table.index]
    assert fls.score_many(table["body"].tolist()).documents.index.tolist() == [0, 1, 2, 3, 4]
    pytest.importorskip("pyarrow")
    kept = fls.score_many(table, text="body", folder=tmp_path / "out").documents
    assert kept.index.tolist() == table.index.tolist()


@pytest.mark.parametrize("level", LEVELS)
def test_names_that_are_no_text_are_made_fit_in_every_table(level: str) -> None:
    said = "OSLO, May 2, 2019 -- Acme expects to open a plant by the end of the year."
    found = fls.score_many([("caf\udce9", said), ("a\0b", said)], tables=[level])
    (table,) = found.parts(level)
    assert table["doc_id"].unique().tolist() == ["caf\\udce9", "a\\x00b"]


def test_tables_of_other_libraries_are_taken() -> None:
    class Other:
        """A table as polars and pyarrow have them: columns, and a way to pandas."""

        columns = ("body",)

        def to_pandas(self) -> pd.DataFrame:
            return pd.DataFrame({"body": ["Acme grew.", None]})

    assert fls.score_many(Other(), text="body").documents["status"].tolist() == ["ok", "empty"]
    assert len(fls.score_frame(Other(), "body")) == 2  # type: ignore[arg-type]


def test_folders_are_followed_and_closed_ones_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "a.txt").write_text("Acme grew.")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "2023").symlink_to(tmp_path / "store")
    (tmp_path / "store" / "round").symlink_to(tmp_path / "in")
    assert _sources.expand(tmp_path / "in") == [tmp_path / "in" / "2023" / "a.txt"]
    (tmp_path / "in" / "2024").mkdir()
    scan = os.scandir

    def closed(path: str) -> Any:
        if str(path).endswith("2024"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", closed)
    documents = fls.score_many(tmp_path / "in").documents
    assert documents["status"].tolist() == ["ok", "error"]
    assert documents["doc_id"].iloc[1].endswith("2024")
    assert fls.score_many("x" * 5000).documents["status"].tolist() == ["error"]


def test_a_text_that_is_the_name_of_a_file_has_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("acme q1.txt").write_text("Acme grew.")
    Path("folder").mkdir()
    names = ["acme q1.txt", "folder", "Acme grew.", "a\0b", "\udce9", "x" * 5000, "."]
    told = "is the name of a file, taken for the text itself: wrap it in pathlib.Path"
    found = fls.score_many(names).documents
    assert found["status"].tolist() == ["ok"] * len(names)
    assert [told in warnings for warnings in found["warnings"]] == [True] + [False] * 6
    table = fls.score_frame(pd.DataFrame({"file": names}, dtype=object), "file")
    assert table["warnings"].tolist() == found["warnings"].tolist()
    own = fls.score_many([Path(names[0])]).documents
    assert own["warnings"].tolist() == [""]


DATED = "DAYTON, Ohio, Oct. 16, 2017 -- Acme opened a plant. We expect to grow next year."
AHEAD = "We expect sales of pumps to grow next year."


def test_the_day_of_each_release_and_where_it_was_found() -> None:
    filed = Document(AHEAD, metadata={"filing_date": "2019-05-07"})
    sources = [DATED, filed, AHEAD, "Acme opened a plant.", None]
    found = fls.score_many([*sources, Path("missing.txt")]).documents
    days = ["2017-10-16", "2019-05-07", None, None, None, None]
    assert found["release_date"].tolist() == [pd.Timestamp(day) if day else pd.NaT for day in days]
    assert found["release_date_source"].tolist() == ["text", "filing", "", "", "", ""]
    # Only where times would need it.
    undated = [_days.UNDATED in told for told in found["warnings"]]
    assert undated == [False, False, True, False, False, False]
    assert math.isnan(found["forward_near_term_share"][2])
    bare = fls.score_many(sources, analyses=[], tables=("document",)).documents
    assert bare["release_date"].equals(found["release_date"][:5])
    assert bare["warnings"].tolist() == found["warnings"].tolist()[:5]
    for source, day in zip(sources[:4], found["release_date"], strict=False):
        assert fls.score(source).date == (None if day is pd.NaT else day.date())


def test_a_day_that_is_given_comes_first() -> None:
    days = ["2018-01-02", "20170304", None]
    table = pd.DataFrame({"t": [DATED, AHEAD, AHEAD], "release_date": days})
    found = fls.score_many(table, text="t", date="release_date").documents
    assert list(found.columns).count("release_date") == 1
    there = [pd.Timestamp(day) for day in days[:2]]
    assert found["release_date"].tolist() == [*there, pd.NaT]
    assert found["release_date_source"].tolist() == ["given", "given", ""]
    assert [_days.UNDATED in told for told in found["warnings"]] == [False, False, True]
    framed = fls.score_frame(table, "t", date="release_date")
    assert framed["release_date"].tolist() == found["release_date"].tolist()
    assert framed.dtypes.equals(fls.schema().dtypes)
    with pytest.raises(InputError, match="no column of the name of a result, got release_date;"):
        fls.score_many(table, text="t")


def test_a_day_that_no_table_holds_is_left_out() -> None:
    filed = Document(AHEAD, metadata={"filing_date": "9999-12-31"})
    found = fls.score_many([filed, Document(AHEAD, metadata={"filing_date": "20"})]).documents
    assert found["status"].tolist() == ["ok", "ok"]
    assert found["release_date"].isna().all()


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet", ".dta"])
def test_days_go_into_files_and_come_back(tmp_path: Path, suffix: str) -> None:
    (tmp_path / "a.txt").write_text(DATED)
    (tmp_path / "b.txt").write_text(AHEAD)
    out = tmp_path / f"out{suffix}"
    if suffix == ".dta":
        found = fls.score_many(tmp_path / "*.txt").documents
        kept = found[["doc_id", "release_date", "release_date_source", "n_words"]]
        kept.astype({"n_words": float}).to_stata(out, write_index=False)
        back = pd.read_stata(out)
    else:
        if suffix == ".parquet":
            pytest.importorskip("pyarrow")
        job = Job(out, suffix[1:], "document")
        run_files(files_to_score([str(tmp_path / "*.txt")], [], None), job, Options(files=True))
        read = {".csv": pd.read_csv, ".jsonl": partial(pd.read_json, lines=True)}
        back = read.get(suffix, pd.read_parquet)(out)
    days = pd.to_datetime(back["release_date"])
    assert days.tolist() == [pd.Timestamp("2017-10-16"), pd.NaT]
    assert back["release_date_source"].fillna("").tolist() == ["text", ""]


def test_files_of_an_archive_are_told(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("2020/b.txt", "Acme grew.")
        archive.writestr("c.txt", "It fell.")
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("only.txt", "Acme grew.")
    found = fls.score_many(tmp_path)
    assert found.documents["member"].tolist() == ["2020/b.txt", "c.txt", "only.txt"]
    # Tables without that column tell it, too.
    wanted = [f"{tmp_path / 'a.zip'}!2020/b.txt", f"{tmp_path / 'a.zip'}!c.txt"]
    wanted.append(str(tmp_path / "b.zip"))
    assert found.documents["doc_id"].tolist() == wanted
    assert found.sentences["doc_id"].tolist() == wanted


def test_the_day_of_a_release_may_stand_in_a_column() -> None:
    said = "OSLO, May 2, 2019 -- Acme expects to open a plant by the end of the year."
    days = ["2017-10-16", None, pd.Timestamp(2020, 1, 5), float("nan"), "16.10.2017"]
    table = pd.DataFrame({"body": said, "day": days})
    corpus = fls.score_many(table, text="body", date="day", tables=("document", "promise"))
    assert corpus.promises["horizon_last"].dt.year.tolist() == [2017, 2019, 2020, 2019]
    assert corpus.documents["status"].tolist() == ["ok"] * 4 + ["error"]
    assert "got '16.10.2017'" in corpus.documents["error"].iloc[4]
    assert corpus.documents["day"].tolist()[0] == "2017-10-16"
    own = fls.score_frame(table, "body", date="day", level="promise")
    pd.testing.assert_frame_equal(own, corpus.promises)
    with pytest.raises(fls.InputError, match="names one column of the table, got 'year'"):
        fls.score_many(table, text="body", date="year")
    with pytest.raises(fls.InputError, match="name columns of a DataFrame, got list"):
        fls.score_many([said], date="day")


def test_a_day_that_stands_for_none_is_missing() -> None:
    days = ["9999-12-31", dt.date(1, 1, 1), 18000101, dt.datetime(2201, 1, 1), "2018-01-02"]
    table = pd.DataFrame({"t": [DATED, AHEAD, AHEAD, AHEAD, AHEAD], "day": days}, dtype=object)
    found = fls.score_many(table, text="t", date="day", on_error="raise").documents
    assert found["status"].tolist() == ["ok"] * 5
    assert found["release_date_source"].tolist() == ["text", "", "", "", "given"]
    assert found["day"].tolist() == days
    told = "date: is a day of the years 1900 to 2200, got '9999-12-31'; taken as missing"
    assert found["warnings"][0] == told
    counts = [warnings.count("taken as missing") for warnings in found["warnings"]]
    assert counts == [1, 1, 1, 1, 0]
    assert [_days.UNDATED in warnings for warnings in found["warnings"]] == [
        False, True, True, True, False,
    ]  # fmt: skip
    framed = fls.score_frame(table, "t", date="day")
    assert framed["warnings"].tolist() == found["warnings"].tolist()
    undated = fls.score_many([DATED]).documents
    names = [name for name in undated.columns if name in framed and name != "warnings"]
    pd.testing.assert_frame_equal(framed[:1][names], undated[names], check_exact=True)


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ([("mixed", [1, "a"])], "'mixed': "),
        ([("twice", [1, 2]), ("twice", [3, 4])], "'twice' more than once"),
        ([(7, [1, 2])], "7 for a name"),
    ],
)
def test_columns_that_no_file_holds_are_refused_at_once(
    columns: list[tuple[Any, list[Any]]], told: str, tmp_path: Path
) -> None:
    pytest.importorskip("pyarrow")
    given = [pd.Series(["Acme grew.", "It fell."], name="body")]
    table = pd.concat([*given, *(pd.Series(v, name=name) for name, v in columns)], axis=1)
    with pytest.raises(fls.InputError, match=told):
        fls.score_many(table, text="body", folder=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_several_documents_of_one_file_in_an_archive_have_numbers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def read(source: str, *_: Any) -> list[Document]:
        parts = (part.split(":") for part in source.split("|"))
        return [Document(text, metadata={"member": member}) for member, text in parts]

    monkeypatch.setattr(_score, "documents_of", read)
    found = fls.score_many([("a", "x:One.|x:Two.|y:Three."), ("b", "x:Four.")]).documents
    assert found["doc_id"].tolist() == ["a!x", "a!x#2", "a!y", "b"]


def test_several_documents_of_one_file_have_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        _score, "documents_of", lambda source, *_: [Document(part) for part in source.split("|")]
    )
    found = fls.score_many([("a", "One.|Two.|"), ("b", "Four.")]).documents
    assert found["doc_id"].tolist() == ["a", "a#2", "a#3", "b"]
    assert found["status"].tolist() == ["ok", "ok", "empty", "ok"]
    series = fls.score_many(pd.Series({"a": "One.|Two.", "b": "Three."})).documents
    assert series.index.tolist() == ["a", "a", "b"]


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
        (["a"], {"analyses": ["astrology"]}, "astrology"),
    ],
)
def test_arguments_that_cannot_be_used(sources: Any, options: Any, message: str) -> None:
    with pytest.raises(fls.InputError, match=message):
        fls.score_stream(sources, **options)


def test_a_stream_takes_no_more_than_it_gives() -> None:
    taken = []

    def endless() -> Iterator[str]:
        for number in itertools.count():
            taken.append(number)
            yield "Acme grew. " * 10_000

    stream = fls.score_stream(endless(), tables=["document"])
    assert [len(next(stream).documents), len(next(stream).documents)] == [10, 10]
    assert len(taken) == 20
    with pytest.raises(fls.InputError, match="table"):
        list(next(stream).parts("sentence"))


def test_batches_have_a_size_and_lose_nothing(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 50)
    items = [Item(str(n), "x" * n) for n in range(9)] + [Item("a", tmp_path / "a"), Item("n", None)]
    found = list(batches(items, 20))
    assert [item for batch in found for item in batch] == items
    assert [len(batch) for batch in found] == [7, 3, 1]


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
