"""Several corpora, each under the name of its folder."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from fls.corpus._files import read
from fls.corpus._records import AnnotatedRelease
from fls.errors import InputError

__all__ = ["read_parts"]


def read_parts(folders: Sequence[str | os.PathLike[str]]) -> dict[str, list[AnnotatedRelease]]:
    """Read several corpora.

    Parameters
    ----------
    folders : sequence of path-like
        At least one.

    Returns
    -------
    dict of str to list of AnnotatedRelease
        By the name of the folder, in order.

    Raises
    ------
    CorpusError
        If a folder breaks the format.
    InputError
        If two folders have the same name or release, or there is no folder.
    """
    parts: dict[str, list[AnnotatedRelease]] = {}
    seen: set[str] = set()
    for path in folders:
        name = Path(path).resolve().name
        part = read(path)
        repeated = seen & {release.id for release in part}
        if name in parts or repeated:
            found = (
                f"the name {name!r} twice" if name in parts else f"release {min(repeated)!r} twice"
            )
            raise InputError(
                os.fspath(path), "is a corpus whose name and releases differ from the others",
                found, "rename the folder, or leave one out",
            )  # fmt: skip
        parts[name] = part
        seen |= {release.id for release in part}
    if not parts:
        raise InputError("folder", "names at least one corpus", "none", "give its path")
    return parts
