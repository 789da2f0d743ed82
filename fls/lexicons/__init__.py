"""Word lists and word vectors as data files, and the few functions that read and check them."""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, cast

import numpy as np

from ..errors import InputError, ModelError
from ._graded import Grade, load_graded

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from numpy.typing import NDArray

__all__ = ["Grade", "digest", "load_graded", "load_lists", "load_vectors", "names"]

#: Format number of ``word_vectors.npz``.
_VECTOR_FORMAT = 1

_ENTRY = re.compile(r"[a-z#]+(?: [a-z#]+){0,2}")


def _find_folder() -> Traversable:
    """Return the folder of the lists."""
    return files(__name__)


def _parse(name: str, text: str) -> tuple[str, ...]:
    """Return the entries of a list file: header lines ``# ``, an empty line, sorted entries."""
    lines = text.splitlines()
    head = lines.index("") if "" in lines else 0
    if head == 0 or not all(line.startswith("# ") for line in lines[:head]):
        raise InputError(
            f"{name}.txt:1",
            "a list starts with header lines '# ...' and one empty line",
            repr(lines[0]) if lines else "an empty file",
            "add the header",
        )
    entries = lines[head + 1 :]
    previous = ""
    for number, entry in enumerate(entries, start=head + 2):
        where = f"{name}.txt:{number}"
        if not _ENTRY.fullmatch(entry):
            expected = "an entry is one to three words of a-z and # (a digit), one space between"
            raise InputError(where, expected, repr(entry), "fix the line")
        if entry == previous:
            raise InputError(where, "an entry stands once", repr(entry), "remove the line")
        if entry < previous:
            expected = f"entries are sorted, so this one comes after {previous!r}"
            raise InputError(where, expected, repr(entry), "sort the file")
        previous = entry
    return tuple(entries)


@cache
def _read_lists() -> dict[str, tuple[str, ...]]:
    """Read every word list, once."""
    items = sorted(
        (item for item in _find_folder().iterdir() if item.name.endswith(".txt")),
        key=lambda item: item.name,
    )
    return {
        item.name.removesuffix(".txt"): _parse(
            item.name.removesuffix(".txt"), item.read_text(encoding="utf-8")
        )
        for item in items
    }


def load_lists() -> dict[str, tuple[str, ...]]:
    """Read every word list.

    An entry is one to three words as a text has them after four steps: lower case,
    every digit replaced by ``#``, words taken as runs of letters and ``#``, one space between
    words. So ``"Forward-looking"`` is ``"forward looking"``, ``"company's"`` is
    ``"company s"``, and any year is ``"####"``.

    Returns
    -------
    dict of str to tuple of str
        Entries by name of the list, both in sorted order; a new dict, which may be changed.

    Raises
    ------
    InputError
        If a file lacks its header, or an entry is malformed, repeated or out of order.

    Examples
    --------
    >>> "looking forward to" in load_lists()["future_cue"]
    True
    """
    return dict(_read_lists())


def names() -> tuple[str, ...]:
    """Return the names of the word lists, sorted.

    Examples
    --------
    >>> "hedge" in names()
    True
    """
    return tuple(_read_lists())


@cache
def digest() -> str:
    """Return the SHA-256 of names and entries of all word lists, as 64 hexadecimal digits.

    Headers and line ends do not count: installations with the same entries agree.

    Examples
    --------
    >>> len(digest())
    64
    """
    text = "\n\n".join("\n".join((name, *entries)) for name, entries in _read_lists().items())
    return sha256(text.encode()).hexdigest()


@cache
def load_vectors() -> tuple[tuple[str, ...], NDArray[np.float32]]:
    """Read the word vectors.

    Returns
    -------
    words : tuple of str
        The vocabulary, sorted; words are folded as in :func:`load_lists`.
    vectors : ndarray of float32, shape (len(words), d)
        One row for each word, of length 1 except for rounding; read-only.

    Raises
    ------
    ModelError
        If the file has another format number than this version reads, or is damaged.

    Examples
    --------
    >>> words, vectors = load_vectors()
    >>> vectors.shape[0] == len(words)
    True
    """
    path = _find_folder() / "word_vectors.npz"
    with path.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
        number = int(stored["format"])
        if number != _VECTOR_FORMAT:
            expected = f"format {_VECTOR_FORMAT}"
            raise ModelError(path.name, expected, str(number), "train the vectors again")
        words = tuple(stored["words"].tobytes().decode("utf-8").split("\n"))
        vectors = stored["vectors"].astype(np.float32) * stored["scale"].astype(np.float32)
    if vectors.ndim != 2 or len(words) != len(vectors):
        expected = f"one row for each of {len(words)} words"
        raise ModelError(path.name, expected, str(vectors.shape), "train the vectors again")
    vectors.flags.writeable = False
    return words, cast("NDArray[np.float32]", vectors)
