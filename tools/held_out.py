"""Predict annotated units by models that have seen no release of their issuer.

The tools that check intervals and corrections ask for them; fitting takes minutes, so they are
kept in a file. Unlike in the cross-validation of training, units whose legend stands word by word
in the training part are kept: in use, legends are copied as well.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from fls import __version__, corpus
from fls.arrays import Floats, Ints
from fls.corpus import AnnotatedRelease
from fls.evaluation import as_units
from fls.metrics import count_words
from fls.model import Model, load_model, softmax
from fls.training import Settings
from fls.training._data import TrainingData
from fls.training._fitted import find_temperature
from fls.training._from_nothing import fit_weights

__all__ = ["HeldOut", "add_arguments", "predict_held_out"]

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class HeldOut:
    """Labelled units of annotated releases, release after release.

    Parameters
    ----------
    p : (n_units, 4) float64
        Calibrated probabilities.
    true : (n_units,) int64
        The annotators' first labels.
    second : (n_units,) int64
        Their second labels; -1 where there is none.
    words : (n_units,) int64
    doc : (n_units,) int64
        Number of the release.
    group : (n_units,) int64
        Number of the corpus.
    """

    p: Floats
    true: Ints
    second: Ints
    words: Ints
    doc: Ints
    group: Ints


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that all of these tools take."""
    parser.add_argument("folders", nargs="*", default=[ROOT / "data" / "releases"])
    parser.add_argument("--model", help="predict by this model, not by cross-validation")
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--cache", type=Path, help="file that keeps the probabilities (.npz)")


def predict_held_out(args: argparse.Namespace) -> HeldOut:
    """Read the probabilities kept in the cache if they were made of the same, else fit them."""
    parts = [corpus.read(folder) for folder in args.folders]
    model = load_model(args.model) if args.model else None
    made_of = _describe_origin(parts, model, args.folds, args.seed)
    if args.cache and args.cache.exists():
        with np.load(args.cache, allow_pickle=False) as file:
            kept = dict(file)
        if str(kept.pop("made_of", "")) == made_of:
            return HeldOut(**kept)
    predictions = _predict(parts, model, args.folds, args.seed)
    if args.cache:
        np.savez(args.cache, made_of=np.array(made_of), **vars(predictions))
    return predictions


def _describe_origin(
    parts: Sequence[Sequence[AnnotatedRelease]], model: Model | None, folds: int, seed: int
) -> str:
    """Describe what the probabilities depend on."""
    way = model.digest if model else f"{folds} folds, seed {seed}"
    return ", ".join((f"fls {__version__}", way, *map(corpus.digest, parts)))


def _predict(
    parts: Sequence[Sequence[AnnotatedRelease]], model: Model | None, folds: int, seed: int
) -> HeldOut:
    """Predict by a model, or by cross-validation with issuers held out."""
    releases = [release for part in parts for release in part]
    owner = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    units = [as_units(release) for release in releases]
    words = count_words([release.text for release in releases], units)
    gold = [unit for release in releases for unit in release.units]
    labelled = np.array([unit.label is not None for unit in gold])
    settings = Settings(folds=folds)
    data = TrainingData(parts, settings)
    labels = data.units
    if model:
        texts = [release.text for release in releases]
        p = model.probabilities(texts, units)[1][labelled]
    else:
        logits = np.full((len(labels.true), 4), np.nan)
        for train_part, test_part in corpus.split(releases, folds, seed):
            coefficients, intercept = fit_weights(data, np.isin(labels.doc, train_part), settings)
            mine = np.isin(labels.doc, test_part)
            logits[mine] = data.rows[mine] @ coefficients + intercept
        p = softmax(logits / find_temperature(logits, labels.true))
    return HeldOut(p, labels.true, labels.second, words[labelled], labels.doc, owner[labels.doc])
