"""Fit the similarity of statements and factors to judged pairs, and measure how often it is right.

usage: python -m tools.fit_coverage [data] [--texts DIR]

DIR holds the texts of the real releases of ``data/coverage_pairs_wire.tsv``, which are joined by
their digests; without it only the written releases count. Prints the weights, and how often pairs
of either kind are judged rightly with each fifth of the releases held out in turn, beside the share
of the more frequent judgement.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import numpy as np

from fls.analysis.caution.coverage import compare, read_side, side_by_side
from fls.analysis.caution.generic import plain_words
from fls.analysis.wording import fold
from fls.arrays import Flags, Floats
from fls.corpus import texts_of

ROOT = Path(__file__).resolve().parents[1]
#: Strength of the quadratic penalty.
_PENALTY = 0.5
_N_FOLDS = 5


class Figures(NamedTuple):
    """How often pairs are judged rightly; precision is of those predicted to speak."""

    accuracy: float
    f1: float
    precision: float


def _read_rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a table."""
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream, delimiter="\t")


def _compare_pair(text: str, row: Mapping[str, str]) -> Floats:
    """Return the features of a statement and a factor."""
    statement, factor = (
        read_side(plain_words(fold(text[int(row[start]) : int(row[end])]).split()), side)
        for start, end, side in (("start", "end", "said"), ("factor_start", "factor_end", "warned"))
    )
    return np.concatenate(compare(statement, side_by_side([factor])))


def read_pairs(data: Path, texts: Path | None = None) -> tuple[list[str], Floats, Flags]:
    """Read release, features and judgement of each pair, of real releases if texts are given."""
    if texts is None:
        rows = list(_read_rows(data / "coverage_pairs.tsv"))
        raw = data / "releases" / "raw"
        held = {row["id"]: (raw / f"{row['id']}.txt").read_bytes().decode() for row in rows}
    else:
        rows = list(_read_rows(data / "coverage_pairs_wire.tsv"))
        names = {row["sha256"]: row["id"] for row in rows}
        matches = (
            (names.get(sha256(text.encode()).hexdigest()), text) for text in texts_of([texts])
        )
        held = {name: text for name, text in matches if name is not None}
        rows = [row for row in rows if row["id"] in held]
    judged = np.array([row["speaks"] == "1" for row in rows])
    features = [_compare_pair(held[row["id"]], row) for row in rows]
    return [row["id"] for row in rows], np.array(features), judged


def fit(x: Floats, y: Flags) -> Floats:
    """Fit a logistic regression with a small quadratic penalty and no weight below 0.

    Newton's method; intercept last.
    """
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


def predict_held_out(ids: list[str], x: Floats, y: Flags) -> Flags:
    """Predict which pairs speak by weights that have not seen their releases."""
    names = {name: number for number, name in enumerate(sorted(set(ids)))}
    part = np.array([names[name] % _N_FOLDS for name in ids])
    speak = np.zeros(len(y), dtype=np.bool_)
    for number in range(_N_FOLDS):
        w = fit(x[part != number], y[part != number])
        speak[part == number] = x[part == number] @ w[:-1] + w[-1] > 0
    return speak


def figures(speak: Flags, y: Flags) -> Figures:
    """Compare predictions with judgements."""
    right = int((speak & y).sum())
    n_found, n_true = int(speak.sum()), int(y.sum())
    return Figures(
        float((speak == y).mean()), 2 * right / max(n_found + n_true, 1), right / max(n_found, 1)
    )


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m tools.fit_coverage")
    parser.add_argument("data", nargs="?", type=Path, default=ROOT / "data")
    parser.add_argument("--texts", type=Path)
    args = parser.parse_args()
    parts = {"written": read_pairs(args.data)}
    if args.texts is not None:
        parts["real"] = read_pairs(args.data, args.texts)
    ids = [name for part in parts.values() for name in part[0]]
    x, y = (np.concatenate([part[place] for part in parts.values()]) for place in (1, 2))
    speak = predict_held_out(ids, x, y)
    print("weights", fit(x, y).round(2).tolist())
    first = 0
    for kind, (names, _, judged) in parts.items():
        last = first + len(judged)
        measured = figures(speak[first:last], judged)
        more = max(judged.mean(), 1 - judged.mean())
        print(f"{kind}: {len(judged)} pairs of {len(set(names))} releases, {judged.sum()} speak")
        print(f"  accuracy {measured.accuracy:.3f} (more frequent judgement {more:.3f})", end="")
        print(f", F1 {measured.f1:.3f}, precision {measured.precision:.3f}")
        first = last


if __name__ == "__main__":
    main()
