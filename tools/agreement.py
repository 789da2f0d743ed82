"""Agreement of two annotators on the releases that were labelled twice, without their texts.

usage: python tools/agreement.py [data/wire] [data/wire/second]
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

import numpy as np

from fls import corpus
from fls.corpus import GoldUnit
from fls.document import LABELS

__all__ = ["main"]

_SAMPLES = 1000
#: First and second label of one unit, by both annotators.
Pair = tuple[GoldUnit, GoldUnit]


def _read(first: str, second: str) -> tuple[list[list[Pair]], float]:
    """Units that both cut alike and labelled, by release; and the share that both cut alike."""
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


def _interval(
    releases: Sequence[Sequence[Pair]], figure: Callable[[list[Pair]], float]
) -> tuple[float, float, float]:
    """Figure with its 95 % percentile interval, bootstrap over releases."""
    rng = np.random.default_rng(0)
    n = len(releases)
    drawn = [
        figure([pair for i in rng.integers(n, size=n) for pair in releases[i]])
        for _ in range(_SAMPLES)
    ]
    low, high = np.percentile(drawn, (2.5, 97.5))
    return figure([pair for release in releases for pair in release]), float(low), float(high)


def _alpha(label: str | None) -> Callable[[list[Pair]], float]:
    """Krippendorff's alpha of the first labels: of all, or of one against the rest."""

    def figure(pairs: list[Pair]) -> float:
        codings = [
            [unit.label if label is None else unit.label == label for unit in side]
            for side in zip(*pairs, strict=True)
        ]
        return corpus.krippendorff_alpha(codings)

    return figure


def _same(pairs: list[Pair]) -> float:
    return sum(a.label == b.label for a, b in pairs) / len(pairs)


def _lenient(pairs: list[Pair]) -> float:
    return sum(a.label in (b.label, b.second) or b.label == a.second for a, b in pairs) / len(pairs)


def _specific(pairs: list[Pair]) -> float:
    both = [(a, b) for a, b in pairs if a.label == b.label == "forward_looking"]
    return sum(a.specific == b.specific for a, b in both) / len(both)


def main(first: str = "data/wire", second: str = "data/wire/second") -> None:
    """Print the table."""
    releases, cut = _read(first, second)
    print(f"{len(releases)} releases, {sum(map(len, releases))} units labelled by both")
    print(f"{'units cut alike':34} {cut:.3f}")
    figures = {
        "alpha, four labels": _alpha(None),
        **{f"alpha, {label} or not": _alpha(label) for label in LABELS},
        "same first label": _same,
        "same first or second label": _lenient,
        "specific or not, where both say forward-looking": _specific,
    }
    for name, figure in figures.items():
        value, low, high = _interval(releases, figure)
        print(f"{name:48} {value:.3f}  [{low:.3f}, {high:.3f}]")


if __name__ == "__main__":
    main(*sys.argv[1:3])
