"""A document on its way to its row, and columns made of rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from fls.arrays import Flags, Floats, Ints
from fls.batch._schema import COLUMN_TYPES, list_columns, make_empty_frame
from fls.document import Document
from fls.errors import FlsError, RunError

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Row",
    "explain_lack_of_memory",
    "is_missing",
    "make_column",
    "make_promise_table",
    "make_storable",
    "read_fact",
]


@dataclass
class Row:
    """A document on its way to its row."""

    id: str
    item: int
    document: Document | None = None
    date: dt.date | None = None
    status: str = "ok"
    error: str = ""
    warnings: tuple[str, ...] = ()
    date_source: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    #: Raised where a run can be resumed: lack of memory is no fault of the document.
    memory_error: RunError | None = None

    def fail(self, error: Exception) -> None:
        """Record that this document cannot be scored."""
        self.status, self.error, self.document = "error", _describe(error), None
        self._note_lack_of_memory(error)

    def fail_analysis(self, analysis: str, error: Exception) -> None:
        """Record that one analysis failed, which leaves the others as they are."""
        reason = f"{analysis} failed: {_describe(error)}"
        self.status, self.error = "partial", f"{self.error}; {reason}" if self.error else reason
        self._note_lack_of_memory(error)

    def _note_lack_of_memory(self, error: Exception) -> None:
        if isinstance(error, MemoryError) and self.memory_error is None:
            if not isinstance(error, RunError):
                error = explain_lack_of_memory(self.id, error)
            self.memory_error = error


def explain_lack_of_memory(id: str, error: MemoryError) -> RunError:
    """Return an error that stops the run: with more memory, the next one may score this."""
    return RunError(
        id, "is scored in the memory that is free", f"too little ({_describe(error)})",
        "free some, run with fewer jobs, or leave it out",
    )  # fmt: skip


def _describe(error: Exception) -> str:
    return str(error) if isinstance(error, FlsError) else f"{type(error).__name__}: {error}"


def is_missing(source: Any) -> bool:
    """Check whether a cell is empty: None, "", NaN, or the missing value of a table."""
    if source is None or (isinstance(source, str | bytes) and not source):
        return True
    if isinstance(source, float | np.floating):
        return bool(np.isnan(source))
    return type(source).__name__ in ("NAType", "NaTType")


def make_storable(text: str) -> str:
    """Escape what tables cannot store: file names may hold bytes that are no characters."""
    if text.isascii() and "\0" not in text:
        return text
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\x00")


def read_fact(document: Document | None, name: str) -> str:
    """Return what a file states about its release; empty if it does not."""
    value = document.metadata.get(name, ()) if document and document.metadata else ()
    if not value:
        return ""
    return make_storable("; ".join(value) if isinstance(value, tuple) else str(value))


def make_column(name: str, values: Floats, scored: Ints, failed: Flags) -> Any:
    """Return the values of scored documents as a column over all rows.

    Counts of an empty document are 0, its flags false, its other values missing.
    """
    import pandas as pd

    is_count, is_flag = (COLUMN_TYPES[name] == kind for kind in ("count", "flag"))
    column = np.full(len(failed), 0.0 if is_count or is_flag else np.nan)
    column[failed] = np.nan
    column[scored] = values
    if not (is_count or is_flag):
        return column
    missing = ~np.isfinite(column)
    column[missing] = 0
    if is_flag:
        return pd.arrays.BooleanArray(column.astype(bool), missing)
    return pd.arrays.IntegerArray(column.astype(np.int64), missing)


def make_promise_table(rows: Sequence[Row]) -> pd.DataFrame:
    """Return the promises of all releases in one table, each with the id of its release."""
    import pandas as pd

    empty = make_empty_frame(list_columns("promise", ()))
    tables = [
        (make_storable(row.id), row.values["promises"]) for row in rows if "promises" in row.values
    ]
    frames = [frame.assign(doc_id=name) for name, frame in tables if len(frame)]
    if not frames:
        return empty
    promises: pd.DataFrame = pd.concat(frames, ignore_index=True)[[*empty.columns]]
    return promises.astype(dict(empty.dtypes))
