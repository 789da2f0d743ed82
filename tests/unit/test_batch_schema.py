from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import fls
from fls.analysis import ANALYSES
from fls.batch import _score
from fls.batch._schema import COLUMN_TYPES, list_columns
from fls.document import LEVELS
from fls.metrics import METRICS

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "data" / "releases" / "raw").glob("*.txt"))[:40]
TEXTS = [path.read_text(encoding="utf-8") for path in FILES]


@pytest.fixture(scope="module")
def corpus() -> fls.Corpus:
    return fls.score_many(FILES)


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


def test_each_column_of_each_table_has_its_type_and_no_other_has() -> None:
    known = {name for level in LEVELS for name in list_columns(level, tuple(ANALYSES), files=True)}
    assert known == set(COLUMN_TYPES)


def test_the_name_of_a_column_tells_what_it_counts() -> None:
    for name, kind in COLUMN_TYPES.items():
        assert name.startswith("n_") <= (kind == "count"), name
        assert name.startswith(("is_", "has_")) <= (kind == "flag"), name
        assert name.startswith("p_") <= (kind == "real"), name


def test_a_table_may_have_the_columns_that_are_read_out_of_it(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    table = pd.DataFrame(
        {"t": ["Acme grew."] * 2, "doc_id": ["a", 7], "release_date": ["2020-01-02", None]},
        dtype=object,
    )
    names = {"text": "t", "id": "doc_id", "date": "release_date"}
    found = fls.score_many(table, **names, folder=tmp_path / "out").documents
    assert found["doc_id"].tolist() == ["a", "7"]
    assert found["release_date"].tolist() == [pd.Timestamp(2020, 1, 2), pd.NaT]
