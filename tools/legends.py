"""Compare the elements that the library finds in cautionary texts with annotated ones.

usage: python -m tools.legends [data] [--against TABLE]

Without ``--against`` the library is compared with ``data/legends.tsv``; with it, the two tables,
as F1 and Krippendorff's alpha. Columns and rules of a table: ``docs/safe-harbor.md``.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import fls
from fls.analysis.caution.safe_harbor import ELEMENTS
from fls.corpus import krippendorff_alpha

ROOT = Path(__file__).resolve().parents[1]

_Spans = Mapping[str, Mapping[str, Sequence[tuple[int, int]]]]


class Figure(NamedTuple):
    """How well one element is found.

    Parameters
    ----------
    f1 : float
        Of presence, over the texts; in [0, 1].
    right, found, true : int
        Texts in which it is present on both sides, on our side, on that of the annotator.
    overlap : float
        Of the texts where both say that it is present, the share in which a span of ours overlaps
        one of theirs.
    """

    f1: float
    right: int
    found: int
    true: int
    overlap: float


def read_table(path: Path) -> _Spans:
    """Read spans by release and element; an element that is absent has none."""
    spans: dict[str, dict[str, list[tuple[int, int]]]] = {}
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
            here = spans.setdefault(row["id"], {}).setdefault(row["element"], [])
            if row["is_present"] == "1":
                here.append((int(row["start"]), int(row["end"])))
    return spans


def find(ids: Sequence[str], data: Path) -> _Spans:
    """Find the elements of written releases by the library."""
    spans = {}
    for name in ids:
        release = fls.score(data / "releases" / "raw" / f"{name}.txt")
        spans[name] = {element: release.safe_harbor.spans(element) for element in ELEMENTS}
    return spans


def compare(ours: _Spans, theirs: _Spans) -> dict[str, Figure]:
    """Compute the figures of each element, over the releases of ``theirs``."""
    figures = {}
    for element in ELEMENTS:
        pairs = [(ours[name][element], theirs[name][element]) for name in theirs]
        both = [(a, b) for a, b in pairs if a and b]
        found, true = sum(bool(a) for a, _ in pairs), sum(bool(b) for _, b in pairs)
        near = sum(any(s < y and x < e for s, e in a for x, y in b) for a, b in both)
        f1 = 2 * len(both) / (found + true) if found + true else float("nan")
        overlap = near / len(both) if both else float("nan")
        figures[element] = Figure(f1, len(both), found, true, overlap)
    return figures


def main(argv: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("data", nargs="?", type=Path, default=ROOT / "data")
    parser.add_argument("--against", type=Path)
    args = parser.parse_args(argv)
    theirs = read_table(args.data / "legends.tsv")
    ours = read_table(args.against) if args.against else find(list(theirs), args.data)
    theirs = {name: spans for name, spans in theirs.items() if name in ours}
    figures = compare(ours, theirs)
    print(f"{len(theirs)} releases\n\n| element | F1 | right | found | true | overlap |")
    print("|---|---|---|---|---|---|")
    for name, figure in figures.items():
        print(f"| {name} | {figure.f1:.3f} | {figure.right} | {figure.found} | {figure.true} "
              f"| {figure.overlap:.3f} |")  # fmt: skip
    print(f"| mean | {sum(f.f1 for f in figures.values()) / len(figures):.3f} | | | | |")
    if args.against:
        marks = [
            [str(bool(spans[name][element])) for name in theirs for element in ELEMENTS]
            for spans in (ours, theirs)
        ]
        print(f"\nKrippendorff's alpha {krippendorff_alpha(marks):.3f}")


if __name__ == "__main__":
    main()
