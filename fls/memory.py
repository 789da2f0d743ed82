"""What the allocator of the C library is told."""

from __future__ import annotations

import ctypes
import os
from contextlib import suppress
from functools import cache

__all__ = ["keep_memory"]

#: glibc's numbers of two settings, and bytes for each: what is free at the top of the heap is kept
#: up to the first, arrays below the second are taken from there.
_SETTINGS = ((-1, 1 << 28), (-3, 1 << 25))
#: Whoever sets one of these has decided otherwise.
_ENVIRONMENT = frozenset(
    (
        *("MALLOC_TRIM_THRESHOLD_", "MALLOC_TOP_PAD_", "MALLOC_MMAP_THRESHOLD_"),
        *("MALLOC_MMAP_MAX_", "GLIBC_TUNABLES"),
    )
)


@cache
def keep_memory() -> None:
    """Let the allocator keep memory from one array, and one pass, to the next.

    The one of glibc gives large arrays back to the system page by page; fetching them again costs
    more than most of the arithmetic. One whose thresholds the environment has set is left alone.
    """
    if not _ENVIRONMENT.isdisjoint(os.environ):
        return
    with suppress(AttributeError, OSError, TypeError):  # another C library
        mallopt = ctypes.CDLL(None).mallopt
        for setting, size in _SETTINGS:
            mallopt(setting, size)
