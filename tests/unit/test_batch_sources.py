from __future__ import annotations

import errno
import os
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import fls
from fls.batch import _score, _sources
from fls.batch._sources import Item, split_into_batches
from fls.cli import main
from fls.document import LEVELS, Document

DATED = "DAYTON, Ohio, Oct. 16, 2017 -- Acme opened a plant. We expect to grow next year."


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
    monkeypatch.setattr(_sources, "_MAX_BATCH_ITEMS", 2)
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


@pytest.mark.skipif(os.name == "nt", reason="no such files there")
def test_a_pipe_and_a_file_too_large_in_a_folder_are_named_at_once(tmp_path: Path) -> None:
    place = tmp_path / "in"
    place.mkdir()
    os.mkfifo(place / "a")
    (place / "b.txt").write_text("Acme grew.")
    with (place / "c.txt").open("wb") as file:
        file.truncate(30_000_000_000)
    out = tmp_path / "out.csv"
    assert main(["score", str(place), "-o", str(out), "--level", "document"]) == 1
    rows = pd.read_csv(out)
    assert rows["status"].tolist() == ["error", "ok", "error"]
    assert "got a named pipe" in rows["error"][0]
    assert "got 30,000,000,000" in rows["error"][2]
    # Nor is there a digest of what was not read.
    (line,) = Path(f"{out}.inputs.sha256").read_text().splitlines()
    assert line.endswith("b.txt")


@pytest.mark.parametrize("text", [DATED, "Acme Grew\n\nAcme grew", "x" * 5000])
def test_one_text_is_no_place(text: str) -> None:
    with pytest.raises(fls.InputError, match=r"wrap it in a list: score_many\(\[text\]\)"):
        fls.score_many(text)


def test_a_file_may_have_the_name_of_a_sentence(tmp_path: Path) -> None:
    for name in ("Acme grew.", "Acme\ngrew", "acme 1.txt"):
        (tmp_path / name).write_text("Acme grew.")
        assert fls.score_many(str(tmp_path / name)).documents["status"].tolist() == ["ok"]


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

    monkeypatch.setattr(_score, "read_documents", read)
    found = fls.score_many([("a", "x:One.|x:Two.|y:Three."), ("b", "x:Four.")]).documents
    assert found["doc_id"].tolist() == ["a!x", "a!x#2", "a!y", "b"]


def test_several_documents_of_one_file_have_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        _score, "read_documents", lambda source, *_: [Document(part) for part in source.split("|")]
    )
    found = fls.score_many([("a", "One.|Two.|"), ("b", "Four.")]).documents
    assert found["doc_id"].tolist() == ["a", "a#2", "a#3", "b"]
    assert found["status"].tolist() == ["ok", "ok", "empty", "ok"]
    series = fls.score_many(pd.Series({"a": "One.|Two.", "b": "Three."})).documents
    assert series.index.tolist() == ["a", "a", "b"]


def test_a_folder_is_a_path() -> None:
    pytest.importorskip("pyarrow")
    with pytest.raises(fls.InputError, match="folder: is a path, got bytes"):
        fls.score_many(["a"], folder=b"tables")  # type: ignore[arg-type]


@pytest.mark.parametrize("table", ["document", "sentence"])
def test_a_full_disk_is_told_and_leaves_no_broken_part(
    table: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pyarrow")
    write, written = pd.DataFrame.to_parquet, []

    def full(frame: pd.DataFrame, file: Any) -> None:
        write(frame, file)
        written.append(file)
        if len(written) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(_sources, "_MAX_BATCH_ITEMS", 2)
    monkeypatch.setattr(pd.DataFrame, "to_parquet", full)
    out = tmp_path / "out"
    told = r"part-000001\.parquet: can be written, got No space left on device; mend that"
    with pytest.raises(fls.RunError, match=told):
        fls.score_many(["Acme grew."] * 6, tables=table, analyses=[], folder=out)
    assert [path.name for path in (out / table).iterdir()] == ["part-000000.parquet"]
    assert len(pd.read_parquet(out)) >= 2


def test_batches_have_a_size_and_lose_nothing(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 50)
    items = [Item(str(n), "x" * n) for n in range(9)] + [Item("a", tmp_path / "a"), Item("n", None)]
    found = list(split_into_batches(items, 20))
    assert [item for batch in found for item in batch] == items
    assert [len(batch) for batch in found] == [7, 3, 1]
