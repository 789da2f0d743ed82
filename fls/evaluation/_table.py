"""Reading tables of sentences that others have labelled, with the place of every row."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from fls.cells import MISSING, unguarded
from fls.errors import FlsError, InputError, ReadError
from fls.readers import decode
from fls.readers.text import os_read_error

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Row", "raise_all", "read_rows"]

#: Separators of a table, by the end of its file's name; the first that shows both columns is taken.
_SEPARATORS = {".csv": (",", ";", "\t"), ".tsv": ("\t",), ".tab": ("\t",)}
_LINES = (".jsonl", ".ndjson")
_ALL = ".csv, .tsv, .jsonl or .parquet"
_REPAIR = "save it as CSV UTF-8"


class Row(NamedTuple):
    """One labelled sentence.

    Parameters
    ----------
    where : str
        The place: ``file:line``, or the number of the row.
    text, label : object
        Contents of the cells; None for an empty cell.
    """

    where: str
    text: Any
    label: Any


def read_rows(
    table: str | os.PathLike[str] | pd.DataFrame, text: str, label: str
) -> tuple[str, list[Row]]:
    """Read two columns of a table.

    Parameters
    ----------
    table : path-like or pandas.DataFrame
    text, label : str
        Names of the columns.

    Returns
    -------
    name : str
        Of the table, for messages.
    rows : list of Row

    Raises
    ------
    ReadError
        If the file cannot be read.
    InputError
        If the table is of another type, lacks a column, or has malformed rows: the first is
        raised, the others are its notes.
    """
    if hasattr(table, "columns"):
        return "table", _frame_rows("table", table, text, label)
    if not isinstance(table, str | os.PathLike):
        found = type(table).__name__
        raise InputError("table", "is a path or a DataFrame", found, "give one of them")
    name = os.fspath(table)
    suffix = Path(name).suffix.lower()
    if suffix in _SEPARATORS:
        return name, _separated(name, _SEPARATORS[suffix], text, label)
    if suffix in _LINES:
        return name, _json_lines(name, text, label)
    if suffix == ".parquet":
        return name, _frame_rows(name, _parquet(name), text, label)
    repair = f"{_REPAIR}, or rename what is one of them already"
    raise InputError(name, f"is a table whose name ends in {_ALL}", suffix or "no ending", repair)


def raise_all(faults: Sequence[FlsError]) -> NoReturn:
    """Raise the first fault; the others become its notes."""
    for fault in faults[1:]:
        faults[0].add_note(str(fault))
    raise faults[0]


def _check_columns(where: str, columns: Sequence[object], text: str, label: str) -> None:
    known = ", ".join(map(repr, columns)) or "none"
    for name in (text, label):
        if not _is_name(name):
            raise InputError(where, "has columns by name", type(name).__name__, f"name: {known}")
    faults: list[FlsError] = [
        InputError(
            where, f"has one column {name!r}", f"{columns.count(name)} among {known}",
            "name another column, or rename one",
        )
        for name in dict.fromkeys((text, label))
        if columns.count(name) != 1
    ]  # fmt: skip
    if faults:
        raise_all(faults)


def _is_name(given: object) -> bool:
    """Check whether a value can be the name of a column, which need not be text."""
    try:
        hash(given)
        return bool(given == given)  # pd.NA, which is no name, cannot tell
    except TypeError:
        return False


def _filled(value: Any) -> Any:
    """Return the value of a cell, None if it is empty."""
    empty = value is None or value != value or (isinstance(value, str) and not value.strip())
    return None if empty else value


def _separated(name: str, separators: Sequence[str], text: str, label: str) -> list[Row]:
    content = _content(name)
    headers = {sep: _header(name, content, sep) for sep in separators}
    fit = [sep for sep, header in headers.items() if text in header and label in header]
    separator = (fit or separators)[0]
    header = headers[separator]
    _check_columns(f"{name}:1", header, text, label)
    at = header.index(text), header.index(label)
    rows, faults = [], []
    for line, cells in _records(name, content, separator):
        if len(cells) == len(header):
            said = None if cells[at[0]].strip() in MISSING else unguarded(cells[at[0]])
            rows.append(Row(f"{name}:{line}", said, _filled(cells[at[1]])))
        else:
            faults.append(
                InputError(
                    f"{name}:{line}", f"has {len(header)} cells like the header", f"{len(cells)}",
                    "put text that holds the separator into double quotes",
                )
            )  # fmt: skip
    if faults:
        raise_all(faults)
    _refuse_numbers(name, text, [row.text for row in rows if row.text is not None])
    return rows


def _content(name: str) -> str:
    """Read a file whose suffix is that of a table of text."""
    try:
        data = Path(name).read_bytes()
    except (OSError, ValueError) as error:
        raise os_read_error(name, error) from error
    try:
        return decode(data, name).text
    except ReadError as error:
        raise ReadError(name, "is a table as plain text", error.found, _REPAIR) from error


def _refuse_numbers(name: str, column: str, texts: Sequence[str]) -> None:
    """Refuse a column that pandas would read as numbers."""
    try:
        numbers = [float(text) for text in texts]
    except ValueError:
        return
    if numbers:
        raise InputError(
            f"{name}:1", f"column {column!r} holds text", "numbers alone",
            "name the column that has the sentences",
        )  # fmt: skip


def _header(name: str, content: str, separator: str) -> list[str]:
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=separator)
    try:
        return next(reader, [])
    except csv.Error as error:
        raise InputError(f"{name}:1", "is a header", str(error), "fix the line") from error


def _records(name: str, content: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield rows below the header, with the line on which each begins."""
    if separator == "\t" and (lines := _unquoted(content)):
        yield from lines
        return
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for number, cells in enumerate(reader):
            if cells and number:
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputError(f"{name}:{line}", "is a row", str(error), "fix the line") from error


def _unquoted(content: str) -> list[tuple[int, list[str]]]:
    """Read a table with a row on each line; return nothing if lines differ in their tabs.

    A sentence may begin with a quotation mark that opens no cell, so only a cell that is closed on
    its own line is taken out of its marks.
    """
    lines = content.replace("\r\n", "\n").split("\n")
    n_tabs = lines[0].count("\t") if lines else 0
    if not n_tabs or any(line.count("\t") != n_tabs for line in lines if line):
        return []
    return [
        (number, [_taken_out(cell) for cell in line.split("\t")])
        for number, line in enumerate(lines[1:], 2)
        if line
    ]


def _taken_out(cell: str) -> str:
    inside = cell[1:-1]
    quoted = len(cell) > 1 and cell[0] == cell[-1] == '"'
    whole = quoted and '"' not in inside.replace('""', "")
    return inside.replace('""', '"') if whole else cell


def _json_lines(name: str, text: str, label: str) -> list[Row]:
    records, faults = [], []
    for line, content in enumerate(_content(name).split("\n"), 1):
        if not content.strip():
            continue
        try:
            record = json.loads(content)
        except ValueError as error:
            record = error
        if isinstance(record, dict):
            records.append((line, record))
        else:
            found = str(record) if isinstance(record, ValueError) else type(record).__name__
            faults.append(InputError(f"{name}:{line}", "is a JSON object", found, "fix the line"))
    if faults:
        raise_all(faults)
    _check_columns(name, list(dict.fromkeys(key for _, r in records for key in r)), text, label)
    return [Row(f"{name}:{n}", _filled(r.get(text)), _filled(r.get(label))) for n, r in records]


def _frame_rows(name: str, frame: Any, text: str, label: str) -> list[Row]:
    _check_columns(name, list(frame.columns), text, label)
    columns = [frame[column].astype(object) for column in (text, label)]
    pairs = zip(*(column.where(column.notna(), None) for column in columns), strict=True)
    return [
        Row(f"{name}, row {number}", _filled(a), _filled(b))
        for number, (a, b) in enumerate(pairs, 1)
    ]


def _parquet(name: str) -> pd.DataFrame:
    import pandas as pd

    try:
        return pd.read_parquet(name)
    except ImportError as error:
        raise ReadError(
            name, "is Parquet, which pandas reads with pyarrow", "no pyarrow",
            "install it, or convert the table to CSV",
        ) from error  # fmt: skip
    except (OSError, ValueError) as error:
        raise ReadError(name, "is a Parquet file", str(error), "check the path") from error
