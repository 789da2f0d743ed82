"""What a user has, as a stream of named items: paths, patterns, texts, columns of tables."""

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
from fls.readers.text import LONGEST_NAME

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Item", "Sources", "as_pandas", "batches", "documents_of", "expand", "files_to_score",
    "size_of", "take_sources",
]  # fmt: skip

#: Characters, and items, that are handed to a process at a time.
_BATCH, _MOST_ITEMS = 1_000_000, 2_000


class Item(NamedTuple):
    """One input.

    Parameters
    ----------
    id : str
        What its row is called.
    source : object
        Text, bytes, a path, a document; or whatever else there was, which gets a row of its own.
    date : object
        Day of the release as given, if it was.
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
        Looked at once.
    total : int or None
        How many there are, if that is known.
    keys : pandas.Index or None
        Index of the column that they come from.
    others : pandas.DataFrame or None
        Further columns of the table that they come from, but those that come back as results.
    """

    items: Iterable[Item]
    total: int | None = None
    keys: pd.Index[Any] | None = None
    others: pd.DataFrame | None = None


def take_sources(
    given: Any, text: str | None = None, id: str | None = None, date: str | None = None
) -> Sources:
    """Find out what a user has given.

    Parameters
    ----------
    given : object
        See :func:`fls.score_many`.
    text, id, date : str, optional
        Columns of a table.

    Returns
    -------
    Sources

    Raises
    ------
    InputError
        If it is nothing that holds documents, one text, or a column is missing.
    """
    if hasattr(given, "columns"):
        return _of_table(as_pandas(given), text, id, date)
    if not (text is id is date is None):
        raise InputError(
            "text, id, date", "name columns of a DataFrame", type(given).__name__, "drop it"
        )
    if isinstance(given, str | os.PathLike):
        if isinstance(given, str) and _is_text(given):
            raise InputError(
                "sources", "is a path, a folder or a pattern where it is one str",
                f"a text of {len(given):,} characters", "wrap it in a list: score_many([text])",
            )  # fmt: skip
        paths = expand(given)
        return Sources((Item(str(path), path) for path in paths), len(paths))
    if hasattr(given, "index") and hasattr(given, "array"):
        items = (Item(str(key), value) for key, value in given.items())
        return Sources(items, len(given), given.index)
    if isinstance(given, Mapping):
        return Sources((Item(str(key), value) for key, value in given.items()), len(given))
    if isinstance(given, bytes | bytearray) or not isinstance(given, Iterable):
        raise InputError(
            "sources", "are paths, texts, (id, text) pairs or a table", type(given).__name__,
            "wrap one document in a list",
        )  # fmt: skip
    total = len(given) if isinstance(given, Sized) else None
    return Sources(map(_item, range(1 << 62), given), total)


def _is_text(given: str) -> bool:
    """Whether a str is a release rather than where releases are."""
    sentence = " " in given and given.rstrip().endswith(".")
    unlike = sentence or "\n" in given or len(given) > LONGEST_NAME
    return unlike and not os.path.exists(given)


def as_pandas(table: Any) -> pd.DataFrame:
    """Take a table of another library, such as polars or pyarrow, for one of pandas."""
    if not hasattr(table, "columns"):
        kind = type(table).__name__
        raise InputError("table", "is a DataFrame", kind, "wrap what it holds in one")
    found: pd.DataFrame = table if hasattr(table, "iloc") else table.to_pandas()
    return found


def _item(number: int, value: Any) -> Item:
    if isinstance(value, tuple) and len(value) == 2:
        return Item(str(value[0]), value[1])
    if isinstance(value, os.PathLike):
        return Item(os.fsdecode(value), value)
    return Item(str(number), value)


def _of_table(table: pd.DataFrame, text: str | None, id: str | None, date: str | None) -> Sources:
    from pandas.api.types import is_hashable

    if text is None:
        known = ", ".join(map(repr, table.columns[:8]))
        raise InputError("text", "names the column with the texts", "no name", f"columns: {known}")
    for where, name in (("text", text), ("id", id), ("date", date)):
        hashable = is_hashable(name)  # a list or a table is no name
        n_columns = 1 if name is None else hashable and list(table.columns).count(name)
        if n_columns != 1:
            shown = repr(name) if hashable else type(name).__name__
            found = f"{shown}, which {n_columns} bear" if n_columns else shown
            repair = "rename the others" if n_columns else "check the name"
            raise InputError(where, "names one column of the table", found, repair)
    keys = table.index if id is None else _ids(table[id])
    names = map(str, keys)
    days = repeat(None, len(table)) if date is None else table[date]
    items = map(Item, names, table[text], days)
    # What is read out of a column with the name of a result comes back as that result.
    ours = {id, date} & {"doc_id", DAY[0]}
    return Sources(items, len(table), table.index, table.drop(columns=[text, *ours]))


def _ids(column: pd.Series[Any]) -> pd.Series[Any]:
    """Give a column of identifiers back if none is missing; whole numbers lose their ".0"."""
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


def expand(given: str | os.PathLike[str]) -> list[Path]:
    """List the files that a path or a pattern stands for.

    Parameters
    ----------
    given : str or path-like
        A file; a folder, of which all files count, in folders and links to folders inside as
        well, but for hidden ones; or a pattern with ``*``, ``?``, ``[...]`` or ``**``.

    Returns
    -------
    list of Path
        Sorted. What is not there, and a folder that cannot be listed, stand for themselves, and
        cannot be read later.
    """
    path = Path(given)
    try:
        if path.is_dir():
            return sorted(_inside(path))
        if path.exists() or not glob.has_magic(str(path)):
            return [path]
    except OSError:  # a folder above it is closed, or the name is none
        return [path]
    matches = map(Path, glob.glob(str(path), recursive=True))
    return sorted(match for match in matches if match.is_file()) or [path]


def _inside(path: Path) -> Iterator[Path]:
    """Files of a folder, and folders in it that cannot be listed."""
    closed: list[Path] = []
    known: set[str] = set()

    def note(error: OSError) -> None:
        closed.append(Path(os.fsdecode(error.filename)))

    for folder, inside, names in os.walk(path, followlinks=True, onerror=note):
        place = os.path.realpath(folder)
        if place in known:  # a link to a folder above it
            inside.clear()
            continue
        known.add(place)
        inside[:] = sorted(name for name in inside if not name.startswith("."))
        yield from (Path(folder, name) for name in names if not name.startswith("."))
    yield from closed


def files_to_score(names: Sequence[str], apart: Sequence[Path], stdin: bytes | None) -> list[Item]:
    """List the files that several paths and patterns stand for.

    Parameters
    ----------
    names : sequence of str
        See :func:`expand`; ``"-"`` is `stdin`.
    apart : sequence of Path
        What will be written. None of it may be read.
    stdin : bytes or None

    Returns
    -------
    list of Item

    Raises
    ------
    InputError
        If what will be written is, or lies in, what is read.
    ReadError
        If they stand for no file.
    """
    items: list[Item] = []
    targets = [path.resolve() for path in apart]
    written = {path.name for path in targets}
    for name in names:
        if name == "-" and stdin is not None:
            items.append(Item(name, stdin))
            continue
        place, paths = Path(name).resolve(), expand(name)
        read_too = [path for path in paths if path.name in written and path.resolve() in targets]
        if read_too or any(place in target.parents for target in targets):
            raise InputError(
                str(apart[0]), "must be a new file, apart from what is read", f"one in {name}",
                "choose another name",
            )  # fmt: skip
        items += [Item(str(path), path) for path in paths]
    if not items:
        raise ReadError(", ".join(names), "must hold a file", "none", "name another folder")
    return items


def size_of(item: Item) -> int:
    """About how many characters an item has; those of a file by its size."""
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


def batches(items: Iterable[Item], most: int = _BATCH) -> Iterator[list[Item]]:
    """Divide a stream into runs of about so many characters."""
    batch: list[Item] = []
    size = 0
    for item in items:
        batch.append(item)
        size += size_of(item)
        if size >= most or len(batch) >= _MOST_ITEMS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def documents_of(source: Any, exhibit: str, name: str = "") -> list[Document]:
    """Read one item: the one place where the readers are called.

    Parameters
    ----------
    source : object
        Text, bytes, a path, or a document that was read before.
    exhibit, name : str
        As for :func:`fls.read`.

    Returns
    -------
    list of Document
        Most often one.

    Raises
    ------
    FlsError
        If it cannot be read, or is nothing to be read.
    """
    return read_all(source, exhibit=exhibit, name=name)
