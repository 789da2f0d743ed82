"""Letters that take two cells of a terminal, as those of Chinese and Japanese."""

from __future__ import annotations

import io
import time

import pytest

from fls.cli._summary import count_cells, fill_lines, hang
from fls.cli._terminal import TableWriter

PUMP = "\u30dd\u30f3\u30d7"  # three letters, six cells


@pytest.mark.parametrize("width", [7, 10, 20, 21])
def test_lines_are_as_wide_as_their_cells(width: int) -> None:
    words = [PUMP * 9, "Acme", PUMP, "e\u0301" * 30, PUMP]
    lines = fill_lines(words, width)
    assert max(map(count_cells, lines)) <= width
    assert "".join(lines).replace(" ", "") == "".join(words)


def test_text_below_stands_where_it_began() -> None:
    (head, first), (behind, second) = hang(f"{PUMP}  ", "Acme makes pumps for all", 28)
    assert (head, first, second) == (f"{PUMP}  ", "Acme makes pumps for", "all")
    assert behind == " " * 8


def test_breaking_takes_time_linear_in_the_length() -> None:
    start = time.perf_counter()
    assert len(fill_lines([PUMP * 200_000], 60)) == 20_000
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize("width", [50, 80])
def test_units_of_a_release_stay_on_their_lines(
    width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    rows = [
        {"unit": 1, "kind": "sentence", "label": "factual", "p_factual": 0.9, "text": PUMP * 40},
        {"unit": 2, "kind": "contact", "text": f"{PUMP} " * 40},
    ]
    out = io.StringIO()
    TableWriter(out, color=False).add(PUMP, rows, {})
    lines = out.getvalue().splitlines()
    assert max(map(count_cells, lines)) <= width
    assert lines[-1].endswith("\u2026")
