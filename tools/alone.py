"""Measure how well units are labelled in their releases, and each by itself by ``fls.tag``.

usage: python -m tools.alone FOLDER [--model NAME]

The units are those of the annotators. F1 with 95 % intervals by bootstrap over releases.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

import fls
from fls import corpus
from fls.arrays import Floats
from fls.corpus import AnnotatedRelease
from fls.document import LABELS
from fls.evaluation import Figure, as_units, measure_labels
from fls.model import Model, load_model

__all__ = ["main", "predict_alone", "predict_in_releases"]


def predict_in_releases(model: Model, releases: Sequence[AnnotatedRelease]) -> Floats:
    """Return the probabilities of labelled units where they stand, (n_units, 4)."""
    units = [as_units(release) for release in releases]
    p = model.probabilities([release.text for release in releases], units)[1]
    return p[[unit.label is not None for release in releases for unit in release.units]]


def predict_alone(model: Model, releases: Sequence[AnnotatedRelease]) -> Floats:
    """Return the probabilities of the same units without their releases, (n_units, 4)."""
    texts = [r.text[unit.start : unit.end] for r in releases for unit in r.units if unit.label]
    return fls.tag(texts, model=model)[[f"p_{label}" for label in LABELS]].to_numpy()


def _measure(releases: Sequence[AnnotatedRelease], p: Floats) -> Mapping[str, Figure]:
    """Compare probabilities with the labels of the annotators."""
    labelled = [(n, u) for n, release in enumerate(releases) for u in release.units if u.label]
    true = np.array([LABELS.index(unit.label or "") for _, unit in labelled])
    second = np.array([LABELS.index(unit.second) if unit.second else -1 for _, unit in labelled])
    _, doc = np.unique([number for number, _ in labelled], return_inverse=True)
    return measure_labels(true, second, p, doc, {})


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the figures of both, side by side."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", default="default")
    args = parser.parse_args(arguments)
    releases, model = corpus.read(args.folder), load_model(args.model)
    sides = [
        _measure(releases, predict(model, releases))
        for predict in (predict_in_releases, predict_alone)
    ]
    print(f"{'':20} {'in its release':24} alone")
    for name in sides[0]:
        if "f1" in name:
            print(f"{name:20} {'  '.join(_format(figures[name]) for figures in sides)}")


def _format(figure: Figure) -> str:
    """Write a figure with its interval."""
    return f"{figure.value:.3f} ({figure.low:.3f} to {figure.high:.3f})"


if __name__ == "__main__":
    main()
