from __future__ import annotations

import io
from typing import Any

import pytest

from fls.printing import Pace


class Stream(io.StringIO):
    def __init__(self, live: bool) -> None:
        super().__init__()
        self.live = live

    def isatty(self) -> bool:
        return self.live


def pace(stream: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    clock = iter([0.0, 0.0, 2.0, 2.01, 4.0])
    monkeypatch.setattr("fls.printing.time.monotonic", lambda: next(clock))
    tell = Pace(stream)
    for done in (100, 300, 301, 1000):
        tell(done, 1000)
    return stream


def test_progress_has_rate_and_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = pace(Stream(live=True), monkeypatch).getvalue().split("\r")[1:]
    assert shown == [
        "300/1,000 documents  100/s  0:07 left\x1b[K",  # those of an earlier run do not count
        "1,000/1,000 documents  225/s  0:00 left\x1b[K\n",
    ]


def test_progress_is_silent_but_on_a_terminal_and_in_a_notebook(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert pace(Stream(live=False), monkeypatch).getvalue() == ""
    notebook = type("OutStream", (Stream,), {"__module__": "ipykernel.iostream"})
    assert "documents" in pace(notebook(live=False), monkeypatch).getvalue()
