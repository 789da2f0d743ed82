"""Measure what correction by a small sample gains where labels are mixed unlike in training.

usage: python -m tools.correction_simulation [FOLDER ...] [--labels 200] [--draws 200]
                                             [--units 5000] [--folds 3] [--seed 0] [--cache FILE]

Annotated releases are labelled by models that have seen no release of their issuer. Corpora of
some 5,000 units are made of whole releases drawn from them, thinned out to other shares of labels
(each label in turn one half, a random mix, and as it is); of each, some are labelled: units at
random, or documents at random with all their units. Printed are the mean absolute error over the
four shares and how often the 90 % intervals hold the corpus's true share; then, over all mixes,
how often they hold that of each label, and their mean half width, by what was drawn and by whose
shares are asked for. Samples that a method refuses are left out of its mean.
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
from tools.held_out import HeldOut, add_arguments, predict_held_out

__all__ = ["main"]

_DRAWN = ("units", "documents")
_POPULATIONS = ("corpus", "superpopulation")


def main(argv: Sequence[str] | None = None) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    add_arguments(parser)
    parser.add_argument("--labels", type=int, default=200)
    parser.add_argument("--draws", type=int, default=200)
    parser.add_argument("--units", type=int, default=5000)
    args = parser.parse_args(argv)
    units = predict_held_out(args)
    rng = np.random.default_rng(args.seed)
    mixes = list(_draw_mixes(units.true, rng, args.draws))
    print(f"{args.labels} labels, {args.draws} corpora of some {args.units} units each")
    held = []
    for drawn in _DRAWN:
        print(f"\n{drawn} drawn\n\n| shares | raw count | raw probability | "
              + " | ".join(f"{method}, 90 % hold" for method in METHODS) + " |")  # fmt: skip
        print("|---" * (3 + len(METHODS)) + "|")
        raw, parts = [], []
        for name, some in mixes:
            rows = [_simulate(units, mix, args.units, args.labels, drawn, rng) for mix in some]
            raw.append(np.mean([row[0] for row in rows], axis=0))
            parts.append(np.nanmean([row[1] for row in rows], axis=0))
            _print_row(name, raw[-1], parts[-1])
        held.append(np.mean(parts, axis=0))
        _print_row("mean", np.mean(raw, axis=0), held[-1])
    _print_held(np.array(held))


def _draw_mixes(
    true: Ints, rng: np.random.Generator, draws: int
) -> Iterator[tuple[str, list[Floats]]]:
    """Yield the shares of labels to draw corpora with."""
    natural = np.bincount(true, minlength=len(LABELS)) / len(true)
    for k, label in enumerate(LABELS):
        mix = natural * 0.5 / (1 - natural[k])
        mix[k] = 0.5
        yield f"{label} one half", [mix] * draws
    yield "random", list(0.05 + 0.8 * rng.dirichlet(np.ones(len(LABELS)), size=draws))
    yield "as it is", [natural] * draws


def _simulate(
    units: HeldOut, mix: Floats, size: int, labels: int, drawn: str, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Return the errors of the raw shares, and figures of each method and label: (n_methods, 4, 5).

    The figures are the error of the label's share; then, by whose shares are asked for, whether
    the interval holds them, and its half width.
    """
    chosen, doc = _draw_corpus(units, mix, size, rng)
    p, true = units.p[chosen], units.true[chosen]
    frame = pd.DataFrame(p, columns=[f"p_{label}" for label in LABELS]).assign(doc=doc)
    truth = np.bincount(true, minlength=len(LABELS)) / len(true)
    raw = np.bincount(decide(p), minlength=len(LABELS)) / len(true)
    sample = _draw_sample(doc, labels, drawn, rng)
    labelled = frame.iloc[sample].assign(true_label=np.array(LABELS)[true[sample]])
    values = np.full((len(METHODS), len(LABELS), 5), np.nan)
    for row, method in zip(values, METHODS, strict=True):
        for at, (population, aim) in enumerate(zip(_POPULATIONS, (truth, mix), strict=True)):
            try:
                part = fls.correct(frame, labelled, methods=[method], population=population)
            except InputError:  # the sample lacks a label, or too much of it
                continue
            low, high = part["low"].to_numpy(), part["high"].to_numpy()
            row[:, 0] = np.abs(part["estimate"] - truth)
            row[:, 1 + 2 * at] = (low <= aim) & (aim <= high)
            row[:, 2 + 2 * at] = (high - low) / 2
    means = np.array([np.abs(raw - truth).mean(), np.abs(p.mean(axis=0) - truth).mean()])
    return means, values


def _draw_corpus(
    units: HeldOut, mix: Floats, size: int, rng: np.random.Generator
) -> tuple[Ints, Ints]:
    """Draw releases, keep some units of each, and return their numbers and those of documents."""
    first = np.searchsorted(units.doc, np.arange(int(units.doc.max()) + 2))
    kept = mix / (np.bincount(units.true, minlength=len(LABELS)) / len(units.true))
    kept /= kept.max()
    # One more than is needed on average, for releases differ in length.
    wanted = size / kept[units.true].mean() / np.diff(first).mean()
    drawn = rng.integers(len(first) - 1, size=int(wanted) + 1)
    rows = [np.arange(first[number], first[number + 1]) for number in drawn]
    chosen = np.concatenate(rows)
    doc = np.repeat(np.arange(len(rows)), [len(part) for part in rows])
    stays = rng.random(len(chosen)) < kept[units.true[chosen]]
    return chosen[stays], doc[stays]


def _draw_sample(doc: Ints, labels: int, drawn: str, rng: np.random.Generator) -> Ints:
    """Draw the rows to label: as many as are asked for, or documents of about as many."""
    if drawn == "units":
        return rng.choice(len(doc), size=min(labels, len(doc)), replace=False)
    every = np.unique(doc)
    some = rng.choice(every, size=max(2, round(labels / len(doc) * len(every))), replace=False)
    return np.flatnonzero(np.isin(doc, some))


def _print_row(name: str, raw: Floats, values: Floats) -> None:
    """Print errors of the raw shares, and error and coverage of each method."""
    cells = [f"{value:.4f}" for value in raw]
    cells += [f"{error:.4f}, {held:.3f}" for error, held in values[:, :, :2].mean(axis=1)]
    print(f"| {name} | {' | '.join(cells)} |", flush=True)


def _print_held(values: Floats) -> None:
    """Print coverage and half width, means over the mixes: (n_drawn, n_methods, 4, 5)."""
    print(f"\n| drawn | shares of | method | {' | '.join(LABELS)} |")
    print("|---" * (3 + len(LABELS)) + "|")
    for by_method, drawn in zip(values, _DRAWN, strict=True):
        for at, population in enumerate(_POPULATIONS):
            for row, method in zip(by_method, METHODS, strict=True):
                cells = [f"{held:.3f} ({half:.4f})" for held, half in row[:, 1 + 2 * at :][:, :2]]
                print(f"| {drawn} | {population} | {method} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
