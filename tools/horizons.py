"""Count the time expressions that are found and resolved as by a reader.

usage: python tools/horizons.py [FILE ...] [--errors PART]

A file is laid out like tests/data/horizons.tsv, which is read if none is named.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from fls.analysis.times.horizon import Horizon, horizons

__all__ = ["Figures", "Sentence", "figures", "main", "read"]

_FILE = Path(__file__).resolve().parents[1] / "tests" / "data" / "horizons.tsv"
_COLUMNS = "release part released fiscal_end sentence expression first last kind bound".split()


class Sentence(NamedTuple):
    """A sentence and the expressions that a reader found in it."""

    part: str
    released: date | None
    fiscal_end: tuple[int, int] | None
    text: str
    expected: tuple[Horizon, ...]


class Figures(NamedTuple):
    """Counts of expressions: those of the reader, those found, and those right."""

    expected: int = 0
    found: int = 0
    right: int = 0
    same_kind: int = 0
    same_bound: int = 0

    @property
    def precision(self) -> float:
        """Share of the expressions found that are right."""
        return self.right / self.found if self.found else float("nan")

    @property
    def recall(self) -> float:
        """Share of the reader's expressions that are found and right."""
        return self.right / self.expected if self.expected else float("nan")


def _read_day(value: str) -> date | None:
    """Read a day, None from an empty cell."""
    return date.fromisoformat(value) if value else None


def read(path: Path) -> list[Sentence]:
    """Read a file of expressions."""
    lines = path.read_text(encoding="utf-8").split("\n")
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    if rows[0] != _COLUMNS:
        raise SystemExit(f"{path}: columns must be {_COLUMNS}")
    return [_read_sentence(list(group)) for _, group in groupby(rows[1:], key=lambda row: row[:5])]


def _read_sentence(rows: list[list[str]]) -> Sentence:
    """Read a sentence from its rows, one an expression."""
    _, part, released, fiscal_end, text = rows[0][:5]
    expected = []
    at = 0
    for row in rows:
        expression, first, last, kind, bound = row[5:]
        if not expression:
            continue
        start = text.index(expression, at)
        at = start + len(expression)
        expected.append(
            Horizon(expression, start, at, _read_day(first), _read_day(last), kind, bound)
        )
    end = (int(fiscal_end[:2]), int(fiscal_end[3:])) if fiscal_end else None
    return Sentence(part, _read_day(released), end, text, tuple(expected))


def _match(sentence: Sentence, resolved: Sequence[Horizon]) -> Iterator[tuple[Horizon, Horizon]]:
    """Pair each expression of the reader with the first that overlaps it."""
    free = list(resolved)
    for expected in sentence.expected:
        for horizon in free:
            if horizon.start < expected.end and expected.start < horizon.end:
                yield expected, horizon
                free.remove(horizon)
                break


def _is_dated(horizon: Horizon) -> bool:
    """Check whether an expression stands for days."""
    return horizon.kind not in ("vague", "event")


def _is_right(expected: Horizon, resolved: Horizon) -> bool:
    """Check whether both have the same days and are both dated, both vague or both events."""
    same = (expected.first, expected.last) == (resolved.first, resolved.last)
    return same and (_is_dated(expected), expected.kind == "vague") == (
        _is_dated(resolved),
        resolved.kind == "vague",
    )


def figures(sentences: Sequence[Sentence], events: bool = False) -> Figures:
    """Count expressions of sentences: all but events, or events only."""
    total = [0] * 5
    for sentence in sentences:
        every = horizons(sentence.text, sentence.released, sentence.fiscal_end)
        resolved = [h for h in every if (h.kind == "event") == events]
        expected = [h for h in sentence.expected if (h.kind == "event") == events]
        pairs = [
            pair
            for pair in _match(sentence._replace(expected=tuple(expected)), resolved)
            if _is_right(*pair)
        ]
        total[0] += len(expected)
        total[1] += len(resolved)
        total[2] += len(pairs)
        total[3] += sum(a.kind == b.kind for a, b in pairs)
        total[4] += sum(a.bound == b.bound for a, b in pairs)
    return Figures(*total)


def _show_errors(sentences: Sequence[Sentence]) -> None:
    """Print the expressions that only one side has."""
    for sentence in sentences:
        every = horizons(sentence.text, sentence.released, sentence.fiscal_end)
        resolved = [h for h in every if h.kind != "event"]
        expected = [h for h in sentence.expected if h.kind != "event"]
        good = [
            pair
            for pair in _match(sentence._replace(expected=tuple(expected)), resolved)
            if _is_right(*pair)
        ]
        wrong = [h for h in resolved if h not in [b for _, b in good]]
        missed = [h for h in expected if h not in [a for a, _ in good]]
        if wrong or missed:
            print(f"{sentence.released} {sentence.text}")
            for mark, group in (("wanted", missed), ("found", wrong)):
                for h in group:
                    print(f"    {mark:6} {h.text!r} {h.first} {h.last} {h.kind} {h.bound}")


def main(arguments: Sequence[str]) -> None:
    """Print the figures, part by part, or the errors of one part."""
    errors = ""
    paths = list(arguments)
    if "--errors" in paths:
        at = paths.index("--errors")
        errors = paths[at + 1]
        del paths[at : at + 2]
    sentences = [s for path in paths or [str(_FILE)] for s in read(Path(path))]
    if errors:
        _show_errors([s for s in sentences if s.part == errors])
        return
    print("part       expected found right precision recall  kind bound")
    for part in dict.fromkeys(s.part for s in sentences):
        here = [s for s in sentences if s.part == part]
        for name, counted in ((part, figures(here)), ("  events", figures(here, events=True))):
            e, f, r, kind, bound = counted
            print(
                f"{name:10} {e:8} {f:5} {r:5} {counted.precision:9.3f} {counted.recall:6.3f}"
                f" {kind / max(r, 1):5.2f} {bound / max(r, 1):5.2f}"
            )


if __name__ == "__main__":
    main(sys.argv[1:])
