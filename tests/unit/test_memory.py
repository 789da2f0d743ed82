from __future__ import annotations

import ctypes

import pytest

from fls.memory import keep_memory

SETTINGS = (
    *("MALLOC_TRIM_THRESHOLD_", "MALLOC_TOP_PAD_", "MALLOC_MMAP_THRESHOLD_", "MALLOC_MMAP_MAX_"),
    "GLIBC_TUNABLES",
)


class Library:
    """Takes note of what the allocator is told."""

    def __init__(self) -> None:
        self.told: list[tuple[int, int]] = []

    def mallopt(self, setting: int, size: int) -> None:
        self.told.append((setting, size))


@pytest.fixture(autouse=True)
def _unset(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("setting", ["", *SETTINGS])
def test_an_allocator_that_was_set_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    library = Library()
    monkeypatch.setattr(ctypes, "CDLL", lambda name: library)
    if setting:
        monkeypatch.setenv(setting, "65536")
    keep_memory.__wrapped__()
    # Free memory up to 256 MB is kept, arrays below 32 MB are taken from it.
    assert library.told == ([] if setting else [(-1, 256 << 20), (-3, 32 << 20)])


def test_a_setting_of_something_else_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library()
    monkeypatch.setattr(ctypes, "CDLL", lambda name: library)
    monkeypatch.setenv("MALLOC_ARENA_MAX", "4")
    keep_memory.__wrapped__()
    assert len(library.told) == 2


@pytest.mark.parametrize("library", [object(), None])
def test_another_c_library_is_no_error(monkeypatch: pytest.MonkeyPatch, library: object) -> None:
    asked = []

    def load(name: None) -> object:
        asked.append(name)
        if library is None:
            raise TypeError("a name is needed here")
        return library

    monkeypatch.setattr(ctypes, "CDLL", load)
    keep_memory.__wrapped__()
    assert asked == [None]
