from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import fls
from fls.cli import main

pytestmark = pytest.mark.engine
pytest.importorskip("pyarrow")
LEVELS = ["document", "sentence", "unit"]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, table: pd.DataFrame) -> Path:
    folder = tmp_path_factory.mktemp("in")
    for cik, body in zip(table["cik"], table["body"], strict=True):
        (folder / f"{cik}.txt").write_text(body if isinstance(body, str) else "", encoding="utf-8")
    return folder


@pytest.mark.parametrize("level", LEVELS)
def test_parquet_has_every_bit_and_type(level: str, files: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    assert main(["score", str(files), "-o", str(out), "--level", level]) == 0
    found = pd.read_parquet(out)
    sources = sorted(files.iterdir())
    corpus = fls.score_many(sources, tables=[level])
    (expected,) = corpus.parts(level)
    pd.testing.assert_frame_equal(found, expected.reset_index(drop=True))
    assert (found.dtypes == fls.schema(level, files=True).dtypes).all()


@pytest.mark.parametrize("level", LEVELS)
def test_the_schema_of_pyarrow_is_that_of_the_file(level: str, files: Path, tmp_path: Path) -> None:
    import pyarrow.parquet

    out = tmp_path / "out.parquet"
    assert main(["score", str(files / "0000000001.txt"), "-o", str(out), "--level", level]) == 0
    stored = pyarrow.parquet.read_schema(out)
    wanted = fls.schema(level, "pyarrow", files=True)
    assert stored.names == wanted.names
    assert all(
        left == right or pyarrow.types.is_dictionary(left)
        for left, right in zip(stored.types, wanted.types, strict=True)
    )


def test_a_folder_holds_what_memory_would(files: Path, tmp_path: Path) -> None:
    kept = fls.score_many(files, folder=tmp_path / "parts")
    held = fls.score_many(files)
    pd.testing.assert_frame_equal(kept.documents, held.documents)
    pd.testing.assert_frame_equal(
        kept.sentences.reset_index(drop=True), held.sentences.reset_index(drop=True)
    )
    with pytest.raises(fls.InputError, match="new or an empty folder"):
        fls.score_many(files, folder=tmp_path / "parts")
