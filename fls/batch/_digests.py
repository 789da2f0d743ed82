"""What inputs held when they were read, by their digests."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from fls.batch._sources import Item
from fls.readers import DEFAULT_LIMITS

__all__ = ["digest_of", "digests_of", "sum_line"]


def digests_of(
    items: Sequence[Item], known: Mapping[int, str] = MappingProxyType({})
) -> Iterator[tuple[str, str]]:
    """Digest and id of each item that can be read; `known` are digests by its number."""
    for number, item in enumerate(items):
        digest = known.get(number) or digest_of(item.source)
        if digest:
            yield digest, item.id


def digest_of(source: Any) -> str:
    """SHA-256 of a file or of bytes; empty for what readers refuse unread, or cannot read."""
    if isinstance(source, bytes):
        return hashlib.sha256(source).hexdigest()
    with contextlib.suppress(OSError, ValueError, TypeError):
        found = os.stat(source)
        if stat.S_ISREG(found.st_mode) and found.st_size <= DEFAULT_LIMITS.max_bytes:
            with open(source, "rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
    return ""


def sum_line(digest: str, name: str) -> bytes:
    """One line of ``sha256sum``, which marks names that hold line ends."""
    fit = name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    return f"{chr(92) * (fit != name)}{digest}  {fit}\n".encode("utf-8", "surrogateescape")
