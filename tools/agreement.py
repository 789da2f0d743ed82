"""Measure the agreement of two annotators who labelled, and of three readers who rated, releases.

usage: python tools/agreement.py [data/wire] [data/wire/second] [data/ratings.csv]
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Sequence
from itertools import combinations

import numpy as np

from fls import corpus
from fls.corpus import GoldUnit
from fls.document import LABELS

__all__ = ["SCALES", "Row", "compare_labels", "compare_ratings", "main"]

#: Scales on which whole releases are rated.
SCALES = ("hype", "exposure", "protection")
#: Bootstrap samples of an interval.
_N_SAMPLES = 1000
#: Name of a figure, its value, and the ends of an interval where there is one.
Row = tuple[str, float, float | None, float | None]
#: First and second label of one unit, by both annotators.
Pair = tuple[GoldUnit, GoldUnit]


def _read(first: str, second: str) -> tuple[list[list[Pair]], float]:
    """Read the units that both cut alike and labelled, by release, and the share cut alike."""
    once = {row["id"]: units for row, units in corpus.read_standoff(first)}
    releases, same, either = [], 0, 0
    for row, units in corpus.read_standoff(second):
        mine = {(unit.start, unit.end): unit for unit in once[row["id"]]}
        theirs = {(unit.start, unit.end): unit for unit in units}
        common = sorted(mine.keys() & theirs.keys())
        same += len(common)
        either += len(mine.keys() | theirs.keys())
        pairs = [(mine[span], theirs[span]) for span in common]
        releases.append([(a, b) for a, b in pairs if a.label and b.label])
    return releases, same / either


def _bootstrap(
    releases: Sequence[Sequence[Pair]], figure: Callable[[list[Pair]], float], samples: int
) -> tuple[float, float, float]:
    """Return a figure with its 95 % percentile interval by bootstrap over releases."""
    rng = np.random.default_rng(0)
    n = len(releases)
    drawn = [
        figure([pair for i in rng.integers(n, size=n) for pair in releases[i]])
        for _ in range(samples)
    ]
    low, high = np.percentile(drawn, (2.5, 97.5))
    return figure([pair for release in releases for pair in release]), float(low), float(high)


def _choose_alpha(label: str | None) -> Callable[[list[Pair]], float]:
    """Return the function for Krippendorff's alpha: of all first labels, or of one and the rest."""

    def figure(pairs: list[Pair]) -> float:
        codings = [
            [unit.label if label is None else unit.label == label for unit in side]
            for side in zip(*pairs, strict=True)
        ]
        return corpus.krippendorff_alpha(codings)

    return figure


def _share_same(pairs: list[Pair]) -> float:
    """Return the share of units with the same first label."""
    return sum(a.label == b.label for a, b in pairs) / len(pairs)


def _share_lenient(pairs: list[Pair]) -> float:
    """Return the share of units whose first label is the first or second one of the other side."""
    return sum(a.label in (b.label, b.second) or b.label == a.second for a, b in pairs) / len(pairs)


def _share_specific(pairs: list[Pair]) -> float:
    """Return the share of forward-looking units on which both agree whether they are specific."""
    both = [(a, b) for a, b in pairs if a.label == b.label == "forward_looking"]
    return sum(a.specific == b.specific for a, b in both) / len(both)


def compare_labels(first: str, second: str, samples: int = _N_SAMPLES) -> tuple[str, list[Row]]:
    """Return how many were labelled twice, and figures with 95 % intervals by bootstrap."""
    releases, cut = _read(first, second)
    head = f"{len(releases)} releases, {sum(map(len, releases)):,} units labelled by both"
    rows: list[Row] = [("units cut alike", cut, None, None)]
    figures = {
        "Krippendorff's alpha, four labels": _choose_alpha(None),
        **{f"{label.replace('_', '-')} or not": _choose_alpha(label) for label in LABELS},
        "same first label": _share_same,
        "same first or second label": _share_lenient,
        "specific or not, where both say forward-looking": _share_specific,
    }
    rows += [(name, *_bootstrap(releases, figure, samples)) for name, figure in figures.items()]
    return head, rows


def compare_ratings(path: str) -> tuple[str, list[Row]]:
    """Return how many were rated, and Spearman's correlation of two readers: mean, least, most."""
    from scipy.stats import spearmanr

    with open(path, encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    rows: list[Row] = []
    for scale in SCALES:
        readers = [[float(row[f"{scale}_{n}"]) for row in table] for n in (1, 2, 3)]
        pairs = [float(spearmanr(a, b).statistic) for a, b in combinations(readers, 2)]
        rows.append((scale, sum(pairs) / len(pairs), min(pairs), max(pairs)))
    return f"{len(table)} releases rated by three readers", rows


def main(
    first: str = "data/wire", second: str = "data/wire/second", rated: str = "data/ratings.csv"
) -> None:
    """Print both tables."""
    for head, rows in (compare_labels(first, second), compare_ratings(rated)):
        print(head)
        for name, value, low, high in rows:
            interval = "" if low is None else f"  [{low:.3f}, {high:.3f}]"
            print(f"{name:48} {value:.3f}{interval}")


if __name__ == "__main__":
    main(*sys.argv[1:4])
