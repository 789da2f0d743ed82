"""Inputs of any kind as a stream of named items: paths, patterns, texts, columns of tables."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence, Sized
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from fls.batch._schema import DAY
from fls.document import Document
from fls.errors import InputError, ReadError
from fls.readers import read_all
from fls.readers.text import MAX_NAME_CHARACTERS

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Item",
    "Sources",
    "as_pandas",
    "estimate_size",
    "expand",
    "files_to_score",
    "read_documents",
    "split_into_batches",
    "take_sources",
]  # fmt: skip

#: Characters, and at most how many items, are handed to a process at a time.
_BATCH_CHARACTERS, _MAX_BATCH_ITEMS = 1_000_000, 2_000


class Item(NamedTuple):
    """One input.

    Parameters
    ----------
    id : str
        Name of its row.
    source : object
        Text, bytes, a path or a document; anything else gets a row that says it cannot be read.
    date : object
        Day of the release as given, or None.
    error : Exception or None
        Why it cannot be scored, if that is known before it is read.
    """

    id: str
    source: Any
    date: Any = None
    error: Exception | None = None


class Sources(NamedTuple):
    """Inputs in order.

    Parameters
    ----------
    items : iterable of Item
        Iterated once.
    total : int or None
        How many there are, if that is known.
    keys : pandas.Index or None
        Index of the Series or table that they come from.
    others : pandas.DataFrame or None
        Other columns of the table that they come from, without those that results replace.
    """

    items: Iterable[Item]
    total: int | None = None
    keys: pd.Index[Any] | None = None
    others: pd.DataFrame | None = None


def take_sources(
    source: Any, text: str | None = None, id: str | None = None, date: str | None = None
) -> Sources:
    """Return what a user has given as a stream of items.

    Parameters
    ----------
    source : object
        See :func:`fls.score_many`.
    text, id, date : str, optional
        Columns of a table.

    Returns
    -------
    Sources

    Raises
    ------
    InputError
        If it holds no documents, is a single text, or a column is missing.
    """
    if hasattr(source, "columns"):
        return _take_table(as_pandas(source), text, id, date)
    if not (text is id is date is None):
        raise InputError(
            "text, id, date", "name columns of a DataFrame", type(source).__name__, "drop it"
        )
    if isinstance(source, str | os.PathLike):
        if isinstance(source, str) and _is_release_text(source):
            raise InputError(
                "sources", "is a path, a folder or a pattern where it is one str",
                f"a text of {len(source):,} characters", "wrap it in a list: score_many([text])",
            )  # fmt: skip
        paths = expand(source)
        return Sources((Item(str(path), path) for path in paths), len(paths))
    if hasattr(source, "index") and hasattr(source, "array"):
        items = (Item(str(key), value) for key, value in source.items())
        return Sources(items, len(source), source.index)
    if isinstance(source, Mapping):
        return Sources((Item(str(key), value) for key, value in source.items()), len(source))
    if isinstance(source, bytes | bytearray) or not isinstance(source, Iterable):
        raise InputError(
            "sources", "are paths, texts, (id, text) pairs or a table", type(source).__name__,
            "wrap one document in a list",
        )  # fmt: skip
    total = len(source) if isinstance(source, Sized) else None
    return Sources(map(_make_item, range(1 << 62), source), total)


def _is_release_text(text: str) -> bool:
    """Check whether a str is the text of a release rather than a path or a pattern."""
    is_sentence = " " in text and text.rstrip().endswith(".")
    is_no_path = is_sentence or "\n" in text or len(text) > MAX_NAME_CHARACTERS
    return is_no_path and not os.path.exists(text)


def as_pandas(table: Any) -> pd.DataFrame:
    """Return a table of any library, such as polars or pyarrow, as one of pandas."""
    if not hasattr(table, "columns"):
        kind = type(table).__name__
        raise InputError("table", "is a DataFrame", kind, "wrap what it holds in one")
    frame: pd.DataFrame = table if hasattr(table, "iloc") else table.to_pandas()
    return frame


def _make_item(number: int, value: Any) -> Item:
    if isinstance(value, tuple) and len(value) == 2:
        return Item(str(value[0]), value[1])
    if isinstance(value, os.PathLike):
        return Item(os.fsdecode(value), value)
    return Item(str(number), value)


def _take_table(table: pd.DataFrame, text: str | None, id: str | None, date: str | None) -> Sources:
    from pandas.api.types import is_hashable

    if text is None:
        listed = ", ".join(map(repr, table.columns[:8]))
        raise InputError("text", "names the column with the texts", "no name", f"columns: {listed}")
    for where, name in (("text", text), ("id", id), ("date", date)):
        hashable = is_hashable(name)  # a list or a table is no name
        n_columns = 1 if name is None else hashable and list(table.columns).count(name)
        if n_columns != 1:
            shown = repr(name) if hashable else type(name).__name__
            found = f"{shown}, which {n_columns} bear" if n_columns else shown
            repair = "rename the others" if n_columns else "check the name"
            raise InputError(where, "names one column of the table", found, repair)
    keys = table.index if id is None else _check_ids(table[id])
    names = map(str, keys)
    days = repeat(None, len(table)) if date is None else table[date]
    items = map(Item, names, table[text], days)
    # Columns with the name of a result that they are read into come back as that result.
    results = {id, date} & {"doc_id", DAY[0]}
    return Sources(items, len(table), table.index, table.drop(columns=[text, *results]))


def _check_ids(column: pd.Series[Any]) -> pd.Series[Any]:
    """Return a column of ids if none is missing; whole numbers lose their ".0"."""
    missing = column.isna()
    if missing.any():
        raise InputError(
            f"id ({column.name!r})", "is there in every row",
            f"none in {int(missing.sum())} rows, the first of them {missing.to_numpy().argmax()}",
            "fill it, drop the rows, or leave id out: then the index names the rows",
        )  # fmt: skip
    if column.dtype.kind == "f" and (column % 1 == 0).all():
        return column.astype("int64")
    return column


def expand(place: str | os.PathLike[str]) -> list[Path]:
    """Return the files that a path or a pattern stands for.

    Parameters
    ----------
    place : str or path-like
        A file; a folder, for all files in it and in the folders and links to folders inside,
        but for hidden ones; or a pattern with ``*``, ``?``, ``[...]`` or ``**``.

    Returns
    -------
    list of Path
        Sorted. A path that does not exist, and a folder that cannot be listed, are returned as
        they are, and fail when they are read.
    """
    path = Path(place)
    try:
        if path.is_dir():
            return sorted(_walk(path))
        if path.exists() or not glob.has_magic(str(path)):
            return [path]
    except OSError:  # a folder above it may not be entered, or this is no name of a file
        return [path]
    matches = map(Path, glob.glob(str(path), recursive=True))
    return sorted(match for match in matches if match.is_file()) or [path]


def _walk(path: Path) -> Iterator[Path]:
    """Yield the files of a folder, then the folders in it that cannot be listed."""
    unlisted: list[Path] = []
    seen: set[str] = set()

    def note(error: OSError) -> None:
        unlisted.append(Path(os.fsdecode(error.filename)))

    for folder, inside, names in os.walk(path, followlinks=True, onerror=note):
        place = os.path.realpath(folder)
        if place in seen:  # a link to a folder that was walked already
            inside.clear()
            continue
        seen.add(place)
        inside[:] = sorted(name for name in inside if not name.startswith("."))
        yield from (Path(folder, name) for name in names if not name.startswith("."))
    yield from unlisted


def files_to_score(names: Sequence[str], apart: Sequence[Path], stdin: bytes | None) -> list[Item]:
    """Return the files that several paths and patterns stand for, as items.

    Parameters
    ----------
    names : sequence of str
        See :func:`expand`; ``"-"`` stands for `stdin`.
    apart : sequence of Path
        Files that will be written, and so may not be read.
    stdin : bytes or None

    Returns
    -------
    list of Item

    Raises
    ------
    InputError
        If what will be written is one of the files read, or inside one of `names`.
    ReadError
        If the names stand for no file.
    """
    items: list[Item] = []
    targets = [path.resolve() for path in apart]
    target_names = {path.name for path in targets}
    for name in names:
        if name == "-" and stdin is not None:
            items.append(Item(name, stdin))
            continue
        place, paths = Path(name).resolve(), expand(name)
        same = [p for p in paths if p.name in target_names and p.resolve() in targets]
        if same or any(place in target.parents for target in targets):
            raise InputError(
                str(apart[0]), "must be a new file, apart from what is read", f"one in {name}",
                "choose another name",
            )  # fmt: skip
        items += [Item(str(path), path) for path in paths]
    if not items:
        raise ReadError(", ".join(names), "must hold a file", "none", "name another folder")
    return items


def estimate_size(item: Item) -> int:
    """Return about how many characters an item has; for a file, its size."""
    source = item.source
    if isinstance(source, str | bytes):
        return len(source)
    if isinstance(source, os.PathLike):
        try:
            return os.stat(source).st_size
        except (OSError, ValueError):
            return 0
    text = getattr(source, "text", "")
    return len(text) if isinstance(text, str) else 0


def split_into_batches(
    items: Iterable[Item], most: int = _BATCH_CHARACTERS
) -> Iterator[list[Item]]:
    """Yield runs of items that end with the item that brings them to `most` characters."""
    batch: list[Item] = []
    size = 0
    for item in items:
        batch.append(item)
        size += estimate_size(item)
        if size >= most or len(batch) >= _MAX_BATCH_ITEMS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def read_documents(source: Any, exhibit: str, name: str = "") -> list[Document]:
    """Read one item: the one place where the readers are called.

    Parameters
    ----------
    source : object
        Text, bytes, a path, or a document that was read earlier.
    exhibit, name : str
        As for :func:`fls.read`.

    Returns
    -------
    list of Document
        Usually one.

    Raises
    ------
    FlsError
        If it cannot be read, or is no source of a document.
    """
    return read_all(source, exhibit=exhibit, name=name)
