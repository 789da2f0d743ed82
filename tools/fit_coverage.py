"""Fit the similarity of statements and factors to judged pairs, and tell how often it is right.

usage: python -m tools.fit_coverage [data]

Prints the weights, and the accuracy with the releases of a fifth of the pairs held out in turn,
beside the share of the more frequent judgement.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import numpy as np

from fls.analysis.coverage import compare, read_side, side_by_side
from fls.analysis.generic import plain_words
from fls.analysis.wording import fold
from fls.arrays import Flags, Floats

ROOT = Path(__file__).resolve().parents[1]
_PENALTY = 0.5


def read_pairs(data: Path) -> tuple[list[str], Floats, Flags]:
    """Release, features and judgement of each pair."""
    ids, rows, judged = [], [], []
    with (data / "coverage_pairs.tsv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            path = data / "releases" / "raw" / f"{row['id']}.txt"
            text = path.read_bytes().decode("utf-8")
            said = text[int(row["start"]) : int(row["end"])]
            warned = text[int(row["factor_start"]) : int(row["factor_end"])]
            said_side, warned_side = (
                read_side(plain_words(fold(part).split()), side)
                for part, side in ((said, "said"), (warned, "warned"))
            )
            ids.append(row["id"])
            rows.append(np.concatenate(compare(said_side, side_by_side([warned_side]))))
            judged.append(row["speaks"] == "1")
    return ids, np.array(rows), np.array(judged)


def fit(x: Floats, y: Flags) -> Floats:
    """Logistic regression by Newton's method, a small quadratic penalty, no weight below 0."""
    full = np.column_stack((x, np.ones(len(x))))
    w = np.zeros(full.shape[1])
    for _ in range(200):
        p = 1 / (1 + np.exp(-full @ w))
        penalty = _PENALTY * np.append(np.ones(x.shape[1]), 0.0)
        slope = full.T @ (p - y) + penalty * w
        bend = (full * (p * (1 - p))[:, None]).T @ full + np.diag(penalty + 1e-9)
        w = w - np.linalg.solve(bend, slope)
        w[:-1] = np.maximum(w[:-1], 0.0)
    return np.asarray(w, dtype=np.float64)


def main(data: str = str(ROOT / "data")) -> None:
    """Print the figures."""
    ids, x, y = read_pairs(Path(data))
    names = sorted(set(ids))
    fold_of = np.array([names.index(name) % 5 for name in ids])
    held = np.zeros(len(y))
    for number in range(5):
        w = fit(x[fold_of != number], y[fold_of != number])
        held[fold_of == number] = x[fold_of == number] @ w[:-1] + w[-1]
    right = (held > 0) == y
    print(f"{len(y)} pairs of {len(names)} releases, {int(y.sum())} speak to the statement")
    print("weights", fit(x, y).round(2).tolist())
    tp = int(((held > 0) & y).sum())
    f1 = 2 * tp / (int((held > 0).sum()) + int(y.sum()))
    more = max(y.mean(), 1 - y.mean())
    print(f"accuracy held out {right.mean():.3f}, more frequent judgement {more:.3f}, F1 {f1:.3f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
