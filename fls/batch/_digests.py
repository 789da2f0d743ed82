"""Digests of inputs, which record what they held when they were read."""

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

__all__ = ["compute_digest", "compute_digests", "format_digest_line"]


def compute_digests(
    items: Sequence[Item], recorded: Mapping[int, str] = MappingProxyType({})
) -> Iterator[tuple[str, str]]:
    """Yield digest and id of each item that can be read; `recorded` has digests by its number."""
    for number, item in enumerate(items):
        digest = recorded.get(number) or compute_digest(item.source)
        if digest:
            yield digest, item.id


def compute_digest(source: Any) -> str:
    """Return the SHA-256 of a file or of bytes; empty for what readers refuse or cannot read."""
    if isinstance(source, bytes):
        return hashlib.sha256(source).hexdigest()
    with contextlib.suppress(OSError, ValueError, TypeError):
        status = os.stat(source)
        if stat.S_ISREG(status.st_mode) and status.st_size <= DEFAULT_LIMITS.max_bytes:
            with open(source, "rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
    return ""


def format_digest_line(digest: str, name: str) -> bytes:
    """Return a line as ``sha256sum`` writes it, which marks names that hold line ends."""
    escaped = name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    return f"{chr(92) * (escaped != name)}{digest}  {escaped}\n".encode("utf-8", "surrogateescape")
