"""Files that are there as a whole or not at all, whatever stops the writing."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

__all__ = ["replacing", "sync_folder", "write_whole"]


def write_whole(path: str | os.PathLike[str], *data: bytes) -> None:
    """Write a file that is there as a whole or not at all, after a loss of power as well.

    Parameters
    ----------
    path : path-like
        Replaced if it is there.
    *data : bytes
        Its content.
    """
    with replacing(path) as file:
        file.writelines(data)


@contextlib.contextmanager
def replacing(path: str | os.PathLike[str], draft: str = "") -> Iterator[BinaryIO]:
    """Open a file that takes the place of another when all went well, and vanishes if not.

    Parameters
    ----------
    path : path-like
        The other, which keeps its permissions; a link stays one. A device or a pipe has no place to
        take, and is written to.
    draft : str, optional
        Name of the file beside it until then; one of this process if missing.

    Yields
    ------
    BinaryIO
        One that is closed before its time vanishes, too.

    Raises
    ------
    OSError
        If it cannot be opened; it names `path`.
    """
    target = Path(path)
    if target.exists() and not target.is_file():
        with target.open("wb") as file:
            yield file
        return
    target = target.resolve()
    beside = target.with_name(draft or f".{target.name}.{os.getpid()}.tmp")
    try:
        with _opened(beside, path) as file:
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


def _opened(draft: Path, path: str | os.PathLike[str]) -> BinaryIO:
    """Open a draft; an error names the path that was given, for nobody knows the draft."""
    try:
        return draft.open("wb")
    except OSError as error:
        raise OSError(error.errno, error.strerror, os.fspath(path)) from error


def sync_folder(folder: Path) -> None:
    """Make sure that a new name lasts; not every system can.

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
