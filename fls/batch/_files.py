"""Tables as the bytes of parts, and one file made of all parts."""

from __future__ import annotations

import contextlib
import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from fls.batch._schema import import_pyarrow, make_arrow_schema
from fls.cells import guarded
from fls.files import replacing

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["encode_table", "merge_parts"]

#: Excel recognizes UTF-8 by this mark alone.
_BYTE_ORDER_MARK = "\ufeff"
#: Fewest rows of a Parquet row group, but for the last one.
_MIN_GROUP_ROWS = 8_000


def encode_table(table: pd.DataFrame, form: str, excel_safe: bool = False) -> bytes:
    """Return a table as the bytes of a part.

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
        return _to_arrow_stream(table)
    names = list(table.columns)
    rows = zip(*(_to_plain_values(table[name], excel_safe) for name in names), strict=True)
    out = io.StringIO(newline="")
    if form == "csv":
        _make_csv_writer(out).writerows(rows)
    else:
        write = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
        out.writelines(write(dict(zip(names, row, strict=True))) + "\n" for row in rows)
    return out.getvalue().encode()


def _make_csv_writer(out: io.StringIO) -> Any:
    # With this line end a carriage return inside a cell is quoted by every Python.
    return csv.writer(out, lineterminator="\r\n")


def _to_plain_values(column: pd.Series[Any], excel_safe: bool) -> list[Any]:
    """Return values as Python objects, days as text; None for what is missing or not finite."""
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


def _to_arrow_stream(table: pd.DataFrame) -> bytes:
    pa = import_pyarrow()
    arrow_table = pa.Table.from_pandas(
        table, make_arrow_schema(table.columns), preserve_index=False
    )
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, arrow_table.schema) as writer:
        writer.write_table(arrow_table)
    return bytes(sink.getvalue())


@contextlib.contextmanager
def merge_parts(
    output: Path, form: str, empty: pd.DataFrame, excel_safe: bool = False
) -> Iterator[Callable[[bytes], None]]:
    """Write one file from parts; it appears under its name when all of them are in it.

    Parameters
    ----------
    output : Path
        The file.
    form : str
        One of :data:`fls.printing.FORMATS`.
    empty : pandas.DataFrame
        A table without rows, with the columns of the parts.
    excel_safe : bool
        Whether a CSV file begins with the mark by which Excel recognizes UTF-8.

    Yields
    ------
    callable
        Takes the bytes of the next part.
    """
    with replacing(output, f".{output.name}.tmp") as file:
        if form == "parquet":
            with _write_row_groups(file, _to_arrow_stream(empty)) as add:
                yield add
            return
        if form == "csv":
            header = io.StringIO(newline="")
            _make_csv_writer(header).writerow(empty.columns)
            file.write((_BYTE_ORDER_MARK * excel_safe + header.getvalue()).encode())

        def add(part: bytes) -> None:
            file.write(part)

        yield add


@contextlib.contextmanager
def _write_row_groups(file: BinaryIO, empty: bytes) -> Iterator[Callable[[bytes], None]]:
    """Collect parts until there are enough rows for a row group."""
    pa = import_pyarrow()
    waiting = [pa.ipc.open_stream(empty).read_all()]
    schema = waiting[0].schema
    # Texts and probabilities hardly repeat: a dictionary of them takes time and saves nothing.
    repeated = [f.name for f in schema if f.name != "text" and not pa.types.is_floating(f.type)]
    with pa.parquet.ParquetWriter(file, schema, use_dictionary=repeated) as writer:

        def flush() -> None:
            group = pa.concat_tables(waiting)
            del waiting[1:]
            if len(group):
                writer.write_table(group.combine_chunks(), row_group_size=len(group))

        def add(part: bytes) -> None:
            waiting.append(pa.ipc.open_stream(part).read_all())
            if sum(map(len, waiting)) >= _MIN_GROUP_ROWS:
                flush()

        yield add
        flush()
