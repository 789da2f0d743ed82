"""Folders of Parquet files, written part by part, and tables that they cannot hold."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fls.batch._schema import import_pyarrow
from fls.errors import InputError, RunError
from fls.files import replacing

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["check_new_folder", "refuse_unwritable", "write_part"]


def check_new_folder(folder: str | os.PathLike[str]) -> Path:
    """Return the path of a new or empty folder for Parquet files, or refuse what is none."""
    import_pyarrow()
    if not isinstance(folder, str | os.PathLike):
        raise InputError("folder", "is a path", type(folder).__name__, "give a new folder")
    path = Path(os.fsdecode(folder))
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise InputError(str(path), "is new or an empty folder", "something", "choose another")
    return path


def refuse_unwritable(others: pd.DataFrame | None) -> None:
    """Refuse a table with columns that no file can hold, before any of it is scored."""
    if others is None:
        return
    for number, name in enumerate(others.columns):
        if not isinstance(name, str):
            found = f"{name!r} for a name"
        elif list(others.columns).count(name) > 1:
            found = f"{name!r} more than once"
        else:
            fault = _find_fault(others.iloc[:, number])
            found = f"{name!r}: {fault}" if fault else ""
        if found:
            raise InputError(
                "sources", "has columns that a Parquet file can hold", found,
                "give each a name of its own, a str, and values of one type, or drop it",
            )  # fmt: skip


def _find_fault(column: pd.Series[Any]) -> str:
    """Return why no file can hold the values of a column; empty if one can."""
    pa = import_pyarrow()
    try:
        pa.Array.from_pandas(column)
    except (pa.ArrowException, TypeError, ValueError) as error:
        return str(error)
    return ""


def write_part(table: pd.DataFrame, folder: Path, number: int) -> Path:
    """Write one part of a table, as a whole or not at all, and return its path."""
    path = folder / f"part-{number:06}.parquet"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with replacing(path) as file:
            table.to_parquet(file)
    except OSError as error:
        raise RunError(
            str(path), "can be written", error.strerror or str(error),
            "mend that, then give another new folder; the parts before it are whole",
        ) from error  # fmt: skip
    return path
