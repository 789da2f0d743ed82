"""The table that every engine scores, and the rows that it must give."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import fls

ROOT = Path(__file__).resolve().parents[2]
#: Processes of the engines find this checkout, whatever is installed.
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable


@pytest.fixture(autouse=True)
def _no_network() -> None:
    """Let engines talk to themselves; they do so over sockets."""


@pytest.fixture(scope="session")
def table() -> pd.DataFrame:
    """Return written releases, some missing."""
    files = sorted((ROOT / "data" / "releases" / "raw").glob("*.txt"))[:60]
    texts: list[str | None] = [path.read_text(encoding="utf-8") for path in files]
    texts[7], texts[31] = None, ""
    return pd.DataFrame({"cik": [f"{n:010}" for n in range(len(files))], "body": texts})


@pytest.fixture(scope="session")
def expected(table: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return what one process gives, by level."""
    return {
        level: fls.score_frame(table, "body", "cik", level=level)
        for level in ("document", "sentence", "unit")
    }


@pytest.fixture(scope="session")
def same() -> Callable[[pd.DataFrame, pd.DataFrame], None]:
    """Return the comparison: same rows, to the last bit; engines have their own types and order."""

    def compare(found: pd.DataFrame, wanted: pd.DataFrame) -> None:
        assert list(found.columns) == list(wanted.columns)
        assert len(found) == len(wanted)
        keys = [name for name in ("doc_id", "unit") if name in wanted]
        both = [frame.sort_values(keys).reset_index(drop=True) for frame in (found, wanted)]
        for name in wanted.columns:
            left, right = (
                column.astype(object).where(column.notna(), None).tolist()
                for column in (both[0][name], both[1][name])
            )
            assert left == right, name

    return compare
