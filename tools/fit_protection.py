"""Fit the weights of the protection score to readers' ratings.

usage: python -m tools.fit_protection [FOLDER OF TEXTS ...] [--write] [--measure GOLD]

Ratings are those of ``data/ratings.csv`` whose text stands, with the digest given there, in
``data/releases/raw`` or a folder that is named. Weights are the least squares under the condition
that none is below 0. Prints the rank correlation with ten parts held out in turn, no issuer in two
(a folder's issuers stand in ``manifest.csv`` beside it); ``--write``
stores the weights beside the code, ``--measure`` prints the correlation on a folder with ``raw``
and ``ratings.csv``, which nothing is fitted to.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
from scipy.optimize import nnls
from scipy.stats import spearmanr

import fls
from fls.analysis.protection import features
from fls.arrays import Floats

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "fls" / "analysis" / "protection.json"
FOLDS = 10


def values_of(path: Path) -> tuple[dict[str, float], float]:
    """Features and score of one release."""
    found = fls.score(path).safe_harbor
    return features(found), found.protection if TARGET.exists() else 0.0


def rated(folders: Sequence[Path]) -> tuple[list[str], list[dict[str, float]], Floats]:
    """Ids, features and mean rating in [0, 1] of every rated release whose text is there."""
    names, rows, target = [], [], []
    with (ROOT / "data" / "ratings.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            paths = [folder / f"{row['id']}.txt" for folder in folders]
            for path in paths:
                if path.exists() and sha256(path.read_bytes()).hexdigest() == row["sha256"]:
                    names.append(row["id"])
                    rows.append(values_of(path)[0])
                    target.append(np.mean([float(row[f"protection_{n}"]) for n in (1, 2, 3)]) / 10)
                    break
    return names, rows, np.array(target)


def issuers(folders: Sequence[Path]) -> dict[str, str]:
    """Issuer of each release of the manifests."""
    found: dict[str, str] = {}
    for folder in folders:
        path = folder.parent / "manifest.csv"
        if path.exists():
            with path.open(encoding="utf-8", newline="") as stream:
                found |= {row["id"]: row["issuer"].casefold() for row in csv.DictReader(stream)}
    return found


def fit(x: Floats, y: Floats) -> tuple[float, Floats]:
    """Constant and weights; only weights must not be negative."""
    some = x.any(axis=1)
    both = np.column_stack((np.ones(some.sum()), -np.ones(some.sum()), x[some]))
    w = nnls(both, y[some])[0]
    return float(w[0] - w[1]), w[2:]


def predict(x: Floats, constant: float, weights: Floats) -> Floats:
    """Score as the library does: 0 without cautionary text."""
    return np.where(x.any(axis=1), np.clip(constant + x @ weights, 0.0, 1.0), 0.0)


def main(argv: Sequence[str] | None = None) -> None:
    """Fit, print, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", nargs="*", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--measure", type=Path)
    args = parser.parse_args(argv)
    folders = [ROOT / "data" / "releases" / "raw", *args.folder]
    ids, rows, y = rated(folders)
    names = list(rows[0])
    x = np.array([[row[name] for name in names] for row in rows])
    issuer = issuers(folders)
    keys = [sha256(issuer.get(name, name).encode()).hexdigest() for name in ids]
    part = np.array([int(key, 16) % FOLDS for key in keys])
    held = np.zeros(len(y))
    for number in range(FOLDS):
        held[part == number] = predict(
            x[part == number], *fit(x[part != number], y[part != number])
        )
    print(f"{len(y)} releases; held out: Spearman {spearmanr(held, y)[0]:.3f}, "
          f"mean error {10 * np.abs(held - y).mean():.2f} of 10")  # fmt: skip
    for prefix in ("imagined", "mirrored", "w", "u"):
        some = np.array([name.startswith(prefix) for name in ids])
        if some.sum() > 2:
            print(f"  {prefix}: {some.sum()}, Spearman {spearmanr(held[some], y[some])[0]:.3f}")
    constant, weights = fit(x, y)
    print(
        "constant",
        round(constant, 3),
        {n: round(w, 3) for n, w in zip(names, weights, strict=True)},
    )
    if args.write:
        digest = sha256((ROOT / "data" / "ratings.csv").read_bytes()).hexdigest()
        kept = {n: round(w, 4) for n, w in zip(names, weights, strict=True) if w > 0}
        stored = {"format": 1, "ratings_sha256": digest, "n_releases": len(y)}
        stored |= {"constant": round(constant, 4), "weights": kept}
        TARGET.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")
    if args.measure:
        measure(args.measure, names, constant, weights)


def measure(folder: Path, names: Sequence[str], constant: float, weights: Floats) -> None:
    """Print the rank correlation on ratings that nothing was fitted to."""
    with (folder / "ratings.csv").open(encoding="utf-8", newline="") as stream:
        ratings = {row["id"]: float(row["protection"]) for row in csv.DictReader(stream)}
    rows = [values_of(folder / "raw" / f"{name}.txt")[0] for name in ratings]
    x = np.array([[row[name] for name in names] for row in rows])
    found = predict(x, constant, weights)
    print(f"{len(x)} releases: Spearman {spearmanr(found, list(ratings.values()))[0]:.3f}")


if __name__ == "__main__":
    main()
