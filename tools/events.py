"""Measure how often the rules give the event of a commitment the kind that a reader gave it.

usage: python tools/events.py [FILE ...] [--errors]

A line of a file is a kind, a tab and a clause; tests/data/events.tsv is read if none is named.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random

from fls.analysis.commitments.events import EVENT_KINDS, event_kind

__all__ = ["Read", "accuracy", "main", "read"]

_FILE = Path(__file__).resolve().parents[1] / "tests" / "data" / "events.tsv"
_N_SAMPLES = 2000
#: A clause with the kind of the reader and that of the rules.
Read = tuple[str, str, str]


def read(path: Path) -> list[Read]:
    """Read a file of clauses, and find the kind of each by the rules."""
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, text = line.split("\t")
            if kind not in EVENT_KINDS:
                raise SystemExit(f"{path}: {kind!r} is none of {EVENT_KINDS}")
            rows.append((kind, event_kind(text), text))
    return rows


def accuracy(rows: Sequence[Read]) -> float:
    """Return the share of clauses whose kinds agree, NaN without clauses."""
    return sum(a == b for a, b, _ in rows) / len(rows) if rows else float("nan")


def _print_share(name: str, rows: Sequence[Read]) -> None:
    """Print a share with its 90 % interval, by bootstrap over clauses."""
    random = Random(1)
    samples = sorted(
        accuracy(random.choices(rows, k=len(rows))) for _ in range(_N_SAMPLES if rows else 0)
    )
    low, high = (
        (samples[_N_SAMPLES // 20], samples[-_N_SAMPLES // 20]) if samples else (float("nan"),) * 2
    )
    print(f"{name:28} {len(rows):4} {accuracy(rows):.3f} ({low:.3f} to {high:.3f})")


def main(arguments: Sequence[str]) -> None:
    """Print the figures, and the errors if they are asked for."""
    paths = [Path(path) for path in arguments if path != "--errors"]
    rows = [row for path in paths or [_FILE] for row in read(path)]
    _print_share("right, of all", rows)
    _print_share("right, of those given a kind", [row for row in rows if row[1] != "other"])
    _print_share("right, of those with a kind", [row for row in rows if row[0] != "other"])
    by_reader, by_rules = Counter(a for a, _, _ in rows), Counter(b for _, b, _ in rows)
    both = Counter(a for a, b, _ in rows if a == b)
    print("kind          read found right")
    for kind in EVENT_KINDS:
        print(f"{kind:13} {by_reader[kind]:4} {by_rules[kind]:5} {both[kind]:5}")
    if "--errors" in arguments:
        for right, ruled, text in rows:
            if right != ruled:
                print(f"{right:12} {ruled:12} {text}")


if __name__ == "__main__":
    main(sys.argv[1:])
