"""A document on its way to its row, and what rows give as columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from fls.arrays import Flags, Floats, Ints
from fls.batch._schema import COLUMN_TYPES, columns, empty_frame
from fls.document import Document
from fls.errors import FlsError, RunError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Row", "column_of", "fact_of", "fit", "is_missing", "promise_table", "starved"]


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
    #: What to say if memory was lacking, which says nothing of the document.
    starved: RunError | None = None

    def fail(self, error: Exception) -> None:
        """Take note that this document cannot be scored."""
        self.status, self.error, self.document = "error", _told(error), None
        self._note(error)

    def lack(self, analysis: str, error: Exception) -> None:
        """Take note that one analysis failed, which leaves the others as they are."""
        told = f"{analysis} failed: {_told(error)}"
        self.status, self.error = "partial", f"{self.error}; {told}" if self.error else told
        self._note(error)

    def _note(self, error: Exception) -> None:
        if isinstance(error, MemoryError):
            known = error if isinstance(error, RunError) else starved(self.id, error)
            self.starved = self.starved or known


def starved(id: str, error: MemoryError) -> RunError:
    """Say what lacks memory: the next run may have more, so no row shall say it for good."""
    return RunError(
        id, "is scored in the memory that is free", f"too little ({_told(error)})",
        "free some, run with fewer jobs, or leave it out",
    )  # fmt: skip


def _told(error: Exception) -> str:
    return str(error) if isinstance(error, FlsError) else f"{type(error).__name__}: {error}"


def is_missing(source: Any) -> bool:
    """Whether a cell is empty: None, NaN, or the missing value of a table."""
    if source is None or (isinstance(source, str | bytes) and not source):
        return True
    if isinstance(source, float | np.floating):
        return bool(np.isnan(source))
    return type(source).__name__ in ("NAType", "NaTType")


def fit(text: str) -> str:
    """Make a name or a message fit for any table: file names may hold what is no character."""
    if text.isascii() and "\0" not in text:
        return text
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\x00")


def fact_of(document: Document | None, name: str) -> str:
    """What a file tells about its release; empty if it does not."""
    told = document.metadata.get(name, ()) if document and document.metadata else ()
    if not told:
        return ""
    return fit("; ".join(told) if isinstance(told, tuple) else str(told))


def column_of(name: str, values: Floats, at: Ints, failed: Flags) -> Any:
    """Lay the values of scored documents out over all rows; an empty one has none of anything."""
    import pandas as pd

    whole, flag = (COLUMN_TYPES[name] == kind for kind in ("count", "flag"))
    column = np.full(len(failed), 0.0 if whole or flag else np.nan)
    column[failed] = np.nan
    column[at] = values
    if not (whole or flag):
        return column
    missing = ~np.isfinite(column)
    column[missing] = 0
    if flag:
        return pd.arrays.BooleanArray(column.astype(bool), missing)
    return pd.arrays.IntegerArray(column.astype(np.int64), missing)


def promise_table(rows: Sequence[Row]) -> pd.DataFrame:
    """Lay the promises of releases end to end, each with the id of its release."""
    import pandas as pd

    whole = empty_frame(columns("promise", ()))
    tables = [(fit(row.id), row.values["promises"]) for row in rows if "promises" in row.values]
    frames = [frame.assign(doc_id=name) for name, frame in tables if len(frame)]
    if not frames:
        return whole
    found: pd.DataFrame = pd.concat(frames, ignore_index=True)[[*whole.columns]]
    return found.astype(dict(whole.dtypes))
