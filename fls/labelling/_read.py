"""Reading the files of labelling tools, whose formats are recognised by content."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fls.cells import unguarded
from fls.errors import CorpusError, ReadError
from fls.labelling._tasks import Answer
from fls.readers.text import decode, os_read_error, to_text

if TYPE_CHECKING:
    import os

__all__ = ["read_answers"]

_NEEDED_FIELDS = ("unit_id", "text")
_REPAIR = "export it again from the tool, with all columns"
_HEADER_REPAIR = "name them as they were exported, on the first line"


def read_answers(path: str | os.PathLike[str]) -> list[Answer]:
    """Read labelled tasks.

    Parameters
    ----------
    path : str or path-like
        A JSON export of Label Studio, JSON Lines of doccano, or a table of comma-, semicolon- or
        tab-separated values; recognised by content. UTF-8, or UTF-16 with a byte-order mark.

    Returns
    -------
    list of Answer
        In the order of the file, including those without a label. :func:`take` checks the labels.

    Raises
    ------
    ReadError
        If the file cannot be read.
    CorpusError
        If it breaks its format, or the annotators of one task differ.
    """
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise os_read_error(str(path), error) from error
    text = _decode(data, str(path))
    first = text.lstrip()[:1]
    read = _read_label_studio if first == "[" else _read_json_lines if first == "{" else _read_table
    return list(read(text, str(path)))


def _decode(data: bytes, path: str) -> str:
    """Decode by the byte-order mark, else as UTF-8; refuse any other encoding."""
    try:
        decode(data)
    except ReadError as error:
        expected = "must be a table or JSON as plain text"
        raise CorpusError(path, expected, error.found, "save it as CSV UTF-8") from error
    text, encoding, flaws = to_text(data)
    if encoding in ("utf-16", "utf-32") and not flaws:
        return text
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        found = f"byte {data[error.start]:#04x} at offset {error.start}"
        raise CorpusError(path, "must be UTF-8", found, "save it as CSV UTF-8") from error


def _parse_json(text: str, where: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise CorpusError(where, "must be JSON", str(error), _REPAIR) from error


def _make_answer(where: str, fact: Any, label: str) -> Answer:
    """Return an answer made of the fields that name the unit."""
    values = [fact.get(name) for name in _NEEDED_FIELDS] if isinstance(fact, Mapping) else [None]
    if not all(isinstance(value, str) for value in values):
        found = ", ".join(sorted(map(str, fact))) if isinstance(fact, Mapping) else repr(fact)
        expected = f"must have {' and '.join(_NEEDED_FIELDS)}"
        raise CorpusError(where, expected, found or "nothing", _REPAIR)
    unit_id, text = map(str, values)
    return Answer(where, unit_id, text, label, str(fact.get("source") or ""))


def _read_label_studio(text: str, path: str) -> Iterator[Answer]:
    """Yield the answers of a JSON export of Label Studio."""
    for number, task in enumerate(_parse_json(text, path), 1):
        where = f"{path}: task {number}"
        fact = task.get("data") if isinstance(task, dict) else None
        answer = _make_answer(where, fact, "")
        notes = task.get("annotations") or [] if isinstance(task, dict) else []
        try:
            labels = {_read_choices(note) for note in notes if not note.get("was_cancelled")} - {""}
        except (AttributeError, KeyError, IndexError, TypeError) as error:
            expected = "must have annotations with results of type choices"
            found = f"{type(error).__name__}: {error}"
            raise CorpusError(where, expected, found, "use the interface of fls label") from error
        if len(labels) > 1:
            found, repair = " and ".join(sorted(labels)), "settle it in the tool"
            raise CorpusError(where, "annotators must agree", found, repair)
        yield answer._replace(label="".join(labels))


def _read_choices(annotation: Any) -> str:
    """Return the label of one annotation: the choice under ``label``, and under ``second``."""
    chosen = {
        result["from_name"]: result["value"]["choices"][0]
        for result in annotation["result"]
        if result["type"] == "choices"
    }
    codes = [chosen[name] for name in ("label", "second") if name in chosen]
    return ",".join(str(code) for code in codes) if "label" in chosen else ""


def _read_json_lines(text: str, path: str) -> Iterator[Answer]:
    """Yield the answers of JSON Lines of doccano, whose other fields may be under ``meta``."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        fact = _parse_json(line, where)
        if isinstance(fact, dict) and isinstance(fact.get("meta"), dict):
            fact = {**fact["meta"], **fact}
        answer = _make_answer(where, fact, "")
        labels = fact.get("label")
        labels = fact.get("labels") if labels is None else labels
        if not isinstance(labels, list) or not all(isinstance(label, str) for label in labels):
            raise CorpusError(where, "must have a list of labels", repr(labels), _REPAIR)
        yield answer._replace(label=",".join(labels))


def _read_table(text: str, path: str) -> Iterator[Answer]:
    """Yield the answers of a table, whose separator is the most frequent one in the header."""
    header = text.partition("\n")[0]
    separator = max(",;\t", key=header.count)
    limit = csv.field_size_limit(max(len(text), 131_072))
    try:
        table = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        names = set(table.fieldnames or ())
        if not {*_NEEDED_FIELDS, "label"} <= names:
            expected = f"must name the columns {', '.join((*_NEEDED_FIELDS, 'label'))}"
            raise CorpusError(f"{path}:1", expected, repr(header[:80].rstrip()), _HEADER_REPAIR)
        for number, row in enumerate(table, 1):
            where = f"{path}: row {number} (line {table.line_num})"
            if None in row or None in row.values():
                found = "more or fewer values"
                raise CorpusError(where, f"must have {len(names)} values", found, _REPAIR)
            answer = _make_answer(where, row, (row["label"] or "").strip())
            yield answer._replace(source=unguarded(answer.source))
    except csv.Error as error:
        where = f"{path}: line {table.line_num + 1}"
        raise CorpusError(where, "must be a row of values", str(error), _REPAIR) from error
    finally:
        csv.field_size_limit(limit)
