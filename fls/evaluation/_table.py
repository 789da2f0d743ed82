"""Read tables of sentences that others have labelled, with the place of every row."""

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

#: Separators by the ending of a file's name; the first that yields both columns is used.
_SEPARATORS = {".csv": (",", ";", "\t"), ".tsv": ("\t",), ".tab": ("\t",)}
_JSON_LINES_ENDINGS = (".jsonl", ".ndjson")
_ENDINGS = ".csv, .tsv, .jsonl or .parquet"
_REPAIR = "save it as CSV UTF-8"


class Row(NamedTuple):
    """One labelled sentence.

    Parameters
    ----------
    where : str
        Where it is: ``file:line``, or the number of the row.
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
        Name of the table, for messages.
    rows : list of Row

    Raises
    ------
    ReadError
        If the file cannot be read.
    InputError
        If the table is of another type, lacks a column, or has malformed rows. The first fault is
        raised, with the others as its notes.
    """
    if hasattr(table, "columns"):
        return "table", _read_frame("table", table, text, label)
    if not isinstance(table, str | os.PathLike):
        kind = type(table).__name__
        raise InputError("table", "is a path or a DataFrame", kind, "give one of them")
    name = os.fspath(table)
    suffix = Path(name).suffix.lower()
    if suffix in _SEPARATORS:
        return name, _read_separated(name, _SEPARATORS[suffix], text, label)
    if suffix in _JSON_LINES_ENDINGS:
        return name, _read_json_lines(name, text, label)
    if suffix == ".parquet":
        return name, _read_frame(name, _read_parquet(name), text, label)
    repair = f"{_REPAIR}, or rename what is one of them already"
    raise InputError(
        name, f"is a table whose name ends in {_ENDINGS}", suffix or "no ending", repair
    )


def raise_all(faults: Sequence[FlsError]) -> NoReturn:
    """Raise the first fault; the others become its notes."""
    for fault in faults[1:]:
        faults[0].add_note(str(fault))
    raise faults[0]


def _check_columns(where: str, columns: Sequence[object], text: str, label: str) -> None:
    """Check that both columns are there, each once."""
    names = ", ".join(map(repr, columns)) or "none"
    for name in (text, label):
        if not _is_name(name):
            raise InputError(where, "has columns by name", type(name).__name__, f"name: {names}")
    faults: list[FlsError] = [
        InputError(
            where, f"has one column {name!r}", f"{columns.count(name)} among {names}",
            "name another column, or rename one",
        )
        for name in dict.fromkeys((text, label))
        if columns.count(name) != 1
    ]  # fmt: skip
    if faults:
        raise_all(faults)


def _is_name(value: object) -> bool:
    """Check whether a value can be the name of a column, which need not be text."""
    try:
        hash(value)
        return bool(value == value)  # raises TypeError for pd.NA, which is not a name
    except TypeError:
        return False


def _empty_to_none(value: Any) -> Any:
    """Return the value of a cell, None if it is empty."""
    empty = value is None or value != value or (isinstance(value, str) and not value.strip())
    return None if empty else value


def _read_separated(name: str, separators: Sequence[str], text: str, label: str) -> list[Row]:
    """Read a table of separated values."""
    content = _read_content(name)
    headers = {sep: _read_header(name, content, sep) for sep in separators}
    fitting = [sep for sep, header in headers.items() if text in header and label in header]
    separator = (fitting or separators)[0]
    header = headers[separator]
    _check_columns(f"{name}:1", header, text, label)
    text_column, label_column = header.index(text), header.index(label)
    rows, faults = [], []
    for line, cells in _read_records(name, content, separator):
        if len(cells) == len(header):
            cell = cells[text_column]
            sentence = None if cell.strip() in MISSING else unguarded(cell)
            rows.append(Row(f"{name}:{line}", sentence, _empty_to_none(cells[label_column])))
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


def _read_content(name: str) -> str:
    """Read a file that must be plain text."""
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


def _read_header(name: str, content: str, separator: str) -> list[str]:
    """Read the names of the columns."""
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=separator)
    try:
        return next(reader, [])
    except csv.Error as error:
        raise InputError(f"{name}:1", "is a header", str(error), "fix the line") from error


def _read_records(name: str, content: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows below the header, with the line on which each begins."""
    if separator == "\t" and (lines := _read_unquoted(content)):
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


def _read_unquoted(content: str) -> list[tuple[int, list[str]]]:
    """Read a table with one row per line; return nothing if lines differ in their tabs.

    A sentence may begin with a quotation mark that does not quote the cell, so only cells that
    also end with one lose their marks.
    """
    lines = content.replace("\r\n", "\n").split("\n")
    n_tabs = lines[0].count("\t") if lines else 0
    if not n_tabs or any(line.count("\t") != n_tabs for line in lines if line):
        return []
    return [
        (number, [_remove_quotes(cell) for cell in line.split("\t")])
        for number, line in enumerate(lines[1:], 2)
        if line
    ]


def _remove_quotes(cell: str) -> str:
    """Return the content of a quoted cell; any other cell as it is."""
    inside = cell[1:-1]
    quoted = len(cell) > 1 and cell[0] == cell[-1] == '"'
    whole = quoted and '"' not in inside.replace('""', "")
    return inside.replace('""', '"') if whole else cell


def _read_json_lines(name: str, text: str, label: str) -> list[Row]:
    """Read a table of JSON objects, one per line."""
    records, faults = [], []
    for line, content in enumerate(_read_content(name).split("\n"), 1):
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
    return [
        Row(f"{name}:{n}", _empty_to_none(r.get(text)), _empty_to_none(r.get(label)))
        for n, r in records
    ]


def _read_frame(name: str, frame: Any, text: str, label: str) -> list[Row]:
    """Read two columns of a data frame."""
    _check_columns(name, list(frame.columns), text, label)
    columns = [frame[column].astype(object) for column in (text, label)]
    pairs = zip(*(column.where(column.notna(), None) for column in columns), strict=True)
    return [
        Row(f"{name}, row {number}", _empty_to_none(a), _empty_to_none(b))
        for number, (a, b) in enumerate(pairs, 1)
    ]


def _read_parquet(name: str) -> pd.DataFrame:
    """Read a Parquet file."""
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
