"""Files that are written completely or not at all, even if writing is interrupted."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

__all__ = ["replacing", "sync_folder", "write_whole"]


def write_whole(path: str | os.PathLike[str], *data: bytes) -> None:
    """Write a file completely or not at all, even if the power fails.

    Parameters
    ----------
    path : path-like
        File to write; an existing one is replaced.
    *data : bytes
        Parts of its content.
    """
    with replacing(path) as file:
        file.writelines(data)


@contextlib.contextmanager
def replacing(path: str | os.PathLike[str], draft: str = "") -> Iterator[BinaryIO]:
    """Open a draft that replaces a file if the block succeeds, and is deleted if it fails.

    Parameters
    ----------
    path : path-like
        File to replace. Its permissions stay, and a link stays a link. A device or a pipe cannot be
        replaced; it is written to directly.
    draft : str, optional
        Name of the draft in the same folder; by default one with the number of this process.

    Yields
    ------
    BinaryIO
        The open draft. If the block closes it, it is deleted and nothing is replaced.

    Raises
    ------
    OSError
        If the draft cannot be opened; the error names `path`.
    """
    target = Path(path)
    if target.exists() and not target.is_file():
        with target.open("wb") as file:
            yield file
        return
    target = target.resolve()
    beside = target.with_name(draft or f".{target.name}.{os.getpid()}.tmp")
    try:
        with _open_draft(beside, path) as file:
            yield file
            if file.closed:
                return
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(OSError):  # there is none, or the system has no permissions
            shutil.copymode(target, beside)
        os.replace(beside, target)
    finally:
        with contextlib.suppress(OSError):
            beside.unlink()


def _open_draft(draft: Path, path: str | os.PathLike[str]) -> BinaryIO:
    """Open a draft; an error names the path that the user gave, not that of the draft."""
    try:
        return draft.open("wb")
    except OSError as error:
        raise OSError(error.errno, error.strerror, os.fspath(path)) from error


def sync_folder(folder: Path) -> None:
    """Write new names in a folder to disk, so that they survive a loss of power, if possible.

    Parameters
    ----------
    folder : Path
    """
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
