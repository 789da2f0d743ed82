"""Settings of the memory allocator of the C library."""

from __future__ import annotations

import ctypes
import os
from contextlib import suppress
from functools import cache

__all__ = ["keep_memory"]

#: glibc's numbers of two settings with their values in bytes: how much free memory at the top of
#: the heap is kept, and up to which size arrays are taken from the heap.
_SETTINGS = ((-1, 1 << 28), (-3, 1 << 25))
#: Environment variables by which users choose other settings.
_ENVIRONMENT = frozenset(
    (
        *("MALLOC_TRIM_THRESHOLD_", "MALLOC_TOP_PAD_", "MALLOC_MMAP_THRESHOLD_"),
        *("MALLOC_MMAP_MAX_", "GLIBC_TUNABLES"),
    )
)


@cache
def keep_memory() -> None:
    """Let the allocator keep free memory for the next array and the next pass.

    The allocator of glibc returns the memory of large arrays to the system. Getting it back, page
    by page, takes longer than most of the arithmetic. Nothing is changed if the environment sets
    the thresholds.
    """
    if not _ENVIRONMENT.isdisjoint(os.environ):
        return
    with suppress(AttributeError, OSError, TypeError):  # another C library
        mallopt = ctypes.CDLL(None).mallopt
        for setting, size in _SETTINGS:
            mallopt(setting, size)
