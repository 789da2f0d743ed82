from __future__ import annotations

import datetime as dt
import math
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import fls
from fls.batch import Job, Options, _days, files_to_score, run_files
from fls.document import Document
from fls.errors import InputError

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


def test_the_day_of_a_release_may_stand_in_a_column() -> None:
    said = "OSLO, May 2, 2019 -- Acme expects to open a plant by the end of the year."
    days = ["2017-10-16", None, pd.Timestamp(2020, 1, 5), float("nan"), "16.10.2017"]
    table = pd.DataFrame({"body": said, "day": days})
    corpus = fls.score_many(table, text="body", date="day", tables=("document", "promise"))
    assert corpus.promises["horizon_last"].dt.year.tolist() == [2017, 2019, 2020, 2019, 2019]
    assert corpus.documents["status"].tolist() == ["ok"] * 5
    assert "got '16.10.2017'; taken as missing" in corpus.documents["warnings"].iloc[4]
    assert corpus.documents["day"].tolist()[0] == "2017-10-16"
    own = fls.score_frame(table, "body", date="day", level="promise")
    pd.testing.assert_frame_equal(own, corpus.promises)
    with pytest.raises(fls.InputError, match="names one column of the table, got 'year'"):
        fls.score_many(table, text="body", date="year")
    with pytest.raises(fls.InputError, match="name columns of a DataFrame, got list"):
        fls.score_many([said], date="day")


@pytest.mark.parametrize("cell", ["n/a", "10/16/2018", "May 4, 2026", 3, True, DATED * 9, pd.NA])
def test_a_cell_that_is_no_day_is_missing(cell: Any) -> None:
    table = pd.DataFrame({"t": [DATED], "d": pd.Series([cell], dtype=object)})
    found = fls.score_many(table, text="t", date="d", on_error="raise").documents.iloc[0]
    assert found["status"] == "ok"
    assert found["release_date"] == pd.Timestamp(2017, 10, 16)
    assert found["release_date_source"] == "text"
    told = "date: is a date as YYYY-MM-DD or a datetime.date, got "
    assert (told in found["warnings"]) == (cell is not pd.NA)
    assert len(found["warnings"]) < 200


@pytest.mark.parametrize("missing", [None, float("nan"), np.float32("nan"), pd.NaT])
def test_a_missing_day_is_no_error(missing: Any) -> None:
    assert fls.score(DATED, date=missing).date == dt.date(2017, 10, 16)


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
