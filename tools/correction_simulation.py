"""What correcting by a small sample gains where the labels are mixed otherwise than in training.

usage: python -m tools.correction_simulation [FOLDER ...] [--labels 200] [--draws 200]
                                             [--folds 3] [--seed 0] [--cache FILE]

Units of annotated releases are labelled by models that have seen no release of their issuer.
Corpora of 5,000 units are drawn from them with other shares of labels (each label in turn one
half, a random mix, and as it is); of each, some units at random are labelled. Printed are the mean
absolute error over the four shares, and how often the 90 % intervals hold the corpus's true share.
Samples that a method refuses are left out of its mean.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

import fls
from fls.arrays import Floats, Ints
from fls.correction import METHODS
from fls.decision import decide
from fls.document import LABELS
from fls.errors import InputError
from tools.held_out import HeldOut, add_arguments, held_out

__all__ = ["main"]

_SIZE = 5000


def main(argv: Sequence[str] | None = None) -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    add_arguments(parser)
    parser.add_argument("--labels", type=int, default=200)
    parser.add_argument("--draws", type=int, default=200)
    args = parser.parse_args(argv)
    found = held_out(args)
    rng = np.random.default_rng(args.seed)
    print(f"{args.labels} labels, {args.draws} corpora of {_SIZE} units each\n")
    print("| shares | raw count | raw probability | "
          + " | ".join(f"{method}, 90 % hold" for method in METHODS) + " |")  # fmt: skip
    print("|---" * (3 + len(METHODS)) + "|")
    sums, refused = [], 0
    for name, mixes in _mixes(found.true, rng, args.draws):
        rows = [_one(found, mix, args.labels, rng) for mix in mixes]
        sums.append(np.nanmean(rows, axis=0))
        refused += int(np.isnan(rows).any(axis=1).sum())
        _print_row(name, sums[-1])
    _print_row("mean", np.mean(sums, axis=0))
    print(f"\n{refused} samples could not be used by every method")


def _mixes(true: Ints, rng: np.random.Generator, draws: int) -> Iterator[tuple[str, list[Floats]]]:
    """Shares of labels to draw corpora with."""
    natural = np.bincount(true, minlength=len(LABELS)) / len(true)
    for k, label in enumerate(LABELS):
        mix = natural * 0.5 / (1 - natural[k])
        mix[k] = 0.5
        yield f"{label} one half", [mix] * draws
    yield "random", list(0.05 + 0.8 * rng.dirichlet(np.ones(len(LABELS)), size=draws))
    yield "as it is", [natural] * draws


def _one(found: HeldOut, mix: Floats, labels: int, rng: np.random.Generator) -> Floats:
    """Errors of the raw shares, then error and coverage of each method."""
    natural = np.bincount(found.true, minlength=len(LABELS)) / len(found.true)
    chance = (mix / natural)[found.true]
    drawn = rng.choice(len(found.true), size=_SIZE, p=chance / chance.sum())
    frame = pd.DataFrame(found.p[drawn], columns=[f"p_{label}" for label in LABELS])
    true = found.true[drawn]
    chosen = rng.choice(_SIZE, size=labels, replace=False)
    sample = frame.loc[chosen].assign(true_label=np.array(LABELS)[true[chosen]])
    truth = np.bincount(true, minlength=len(LABELS)) / _SIZE
    raw = np.bincount(decide(found.p[drawn]), minlength=len(LABELS)) / _SIZE
    values = [np.abs(raw - truth).mean(), np.abs(found.p[drawn].mean(axis=0) - truth).mean()]
    for method in METHODS:
        try:
            part = fls.correct(frame, sample, methods=[method])
        except InputError:  # the sample lacks a label, or too much of it
            values += [np.nan, np.nan]
            continue
        values.append(np.abs(part["estimate"] - truth).mean())
        values.append(((part["low"] <= truth) & (truth <= part["high"])).mean())
    return np.array(values)


def _print_row(name: str, values: Floats) -> None:
    cells = [f"{value:.4f}" for value in values[:2]]
    cells += [f"{error:.4f}, {held:.3f}" for error, held in values[2:].reshape(-1, 2)]
    print(f"| {name} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
