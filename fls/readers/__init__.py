"""Readers: text, bytes or a path become a :class:`~fls.document.Document`, nothing else."""

from __future__ import annotations

import os

from fls.document import Document
from fls.errors import InputError
from fls.readers.text import decode, from_str, read_path

__all__ = ["decode", "from_str", "read", "read_path"]


def read(source: str | bytes | os.PathLike[str]) -> Document:
    """Make a document of whatever a user holds in hand.

    Parameters
    ----------
    source : str, bytes or path-like
        A ``str`` is the text itself, never a path; ``bytes`` are decoded; a path is opened.

    Returns
    -------
    Document

    Raises
    ------
    InputError
        If `source` is of another type.
    ReadError
        If a file cannot be read, or does not hold text.

    Examples
    --------
    >>> read("Revenue rose 4%.").encoding
    'str'
    >>> read(b"Revenue rose 4%.").encoding
    'utf-8'
    """
    if isinstance(source, str):
        return from_str(source)
    if isinstance(source, os.PathLike):
        return read_path(source)
    if isinstance(source, bytes | bytearray | memoryview):
        return decode(source)
    raise InputError(
        "source", "is text (str), bytes or a path (pathlib.Path)", type(source).__name__,
        "convert it; a file name as str is taken for text, so wrap it in pathlib.Path",
    )  # fmt: skip
