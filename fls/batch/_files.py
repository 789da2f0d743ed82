"""Tables as bytes of parts, and one file made of them."""

from __future__ import annotations

import contextlib
import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from fls.batch._schema import arrow_schema, import_pyarrow
from fls.cells import guarded
from fls.files import replacing

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["encoded", "merged"]

#: Excel knows UTF-8 by this mark alone.
_MARK = "\ufeff"
#: Rows of a Parquet row group, at least.
_GROUP = 8_000


def encoded(table: pd.DataFrame, form: str, excel_safe: bool = False) -> bytes:
    """Turn a table into the bytes of a part.

    Parameters
    ----------
    table : pandas.DataFrame
    form : str
        One of :data:`fls.printing.FORMATS`.
    excel_safe : bool
        Whether text that a spreadsheet would take for a formula gets an apostrophe in front.

    Returns
    -------
    bytes
        Rows without a header; for Parquet, an Arrow stream.
    """
    if form == "parquet":
        return _arrow_bytes(table)
    names = list(table.columns)
    rows = zip(*(_plain(table[name], excel_safe) for name in names), strict=True)
    out = io.StringIO(newline="")
    if form == "csv":
        _csv_writer(out).writerows(rows)
    else:
        write = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
        out.writelines(write(dict(zip(names, row, strict=True))) + "\n" for row in rows)
    return out.getvalue().encode()


def _csv_writer(out: io.StringIO) -> Any:
    # With this line end a carriage return inside a cell is quoted by every Python.
    return csv.writer(out, lineterminator="\r\n")


def _plain(column: pd.Series[Any], excel_safe: bool) -> list[Any]:
    """Values as Python's own, days as text; None where one is missing or no finite number."""
    if column.dtype.kind == "M":
        column = column.dt.strftime("%Y-%m-%d")
    values = np.array(column.astype(object).to_numpy(), dtype=object)
    values[column.isna().to_numpy(dtype=bool)] = None
    if column.dtype.kind == "f":
        values[np.isinf(column.to_numpy())] = None
    plain: list[Any] = values.tolist()
    if excel_safe:
        return [guarded(value) if isinstance(value, str) else value for value in plain]
    return plain


def _arrow_bytes(table: pd.DataFrame) -> bytes:
    pa = import_pyarrow()
    found = pa.Table.from_pandas(table, arrow_schema(table.columns), preserve_index=False)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, found.schema) as writer:
        writer.write_table(found)
    return bytes(sink.getvalue())


@contextlib.contextmanager
def merged(
    output: Path, form: str, empty: pd.DataFrame, excel_safe: bool = False
) -> Iterator[Callable[[bytes], None]]:
    """Make one file of parts; it takes its place when all of them are in it.

    Parameters
    ----------
    output : Path
        The file.
    form : str
        One of :data:`fls.printing.FORMATS`.
    empty : pandas.DataFrame
        A table without rows, of the columns of all parts.
    excel_safe : bool
        Whether a CSV file begins with the mark by which Excel knows UTF-8.

    Yields
    ------
    callable
        Takes the bytes of the next part.
    """
    with replacing(output, f".{output.name}.tmp") as file:
        if form == "parquet":
            with _parquet(file, _arrow_bytes(empty)) as add:
                yield add
            return
        if form == "csv":
            header = io.StringIO(newline="")
            _csv_writer(header).writerow(empty.columns)
            file.write((_MARK * excel_safe + header.getvalue()).encode())

        def add(part: bytes) -> None:
            file.write(part)

        yield add


@contextlib.contextmanager
def _parquet(file: BinaryIO, empty: bytes) -> Iterator[Callable[[bytes], None]]:
    """Collect parts until a row group is worth its while."""
    pa = import_pyarrow()
    waiting = [pa.ipc.open_stream(empty).read_all()]
    with pa.parquet.ParquetWriter(file, waiting[0].schema) as writer:

        def flush() -> None:
            whole = pa.concat_tables(waiting)
            del waiting[1:]
            if len(whole):
                writer.write_table(whole.combine_chunks(), row_group_size=len(whole))

        def add(part: bytes) -> None:
            waiting.append(pa.ipc.open_stream(part).read_all())
            if sum(map(len, waiting)) >= _GROUP:
                flush()

        yield add
        flush()
