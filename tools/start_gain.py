"""Measure what starting from given weights gains with a few labels of another kind of issuer.

usage: python tools/start_gain.py WIRE [--units 300] [--seeds 5] [--sector NAME ...]

WIRE holds the labels of ``data/wire`` joined with their texts (``fls corpus join``). For each
sector there are two given models that have seen none of its issuers: ``open``, from written
releases alone, and one trained on everything but the sector. Half of the sector's issuers, drawn
anew with each seed, lend whole releases of at most 300 labelled units together; the releases of
the other half are the test. Three models are measured there: from these labels alone, the given
one, and the one that started from it. Boilerplate of the test that stands word by word elsewhere
is left out.
"""

from __future__ import annotations

import argparse
import csv
import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np

import fls
from fls import corpus
from fls.arrays import Floats, Ints
from fls.corpus import AnnotatedRelease
from fls.decision import decide
from fls.document import LABELS
from fls.evaluation import Figure, as_units, paired_macro_f1
from fls.training import Settings

__all__ = ["main"]

ROOT = Path(__file__).resolve().parents[1]
SECTORS = (
    "software/tech",
    "retail/consumer",
    "biotech/pharma",
    "crypto",
    "industrials",
    "mining",
    "banks/insurers",
    "energy",
)
#: Few folds: of the given models and of training anew only the weights matter here.
_QUICK = Settings(folds=2)
_SYSTEMS = ("anew", "given", "start")
_N_SAMPLES = 1000
#: Draws after which the number of units is taken as too small to train on.
_MAX_DRAWS = 100
_HEAD = """\
| given | measure | labels alone | given alone | start | gain on labels | gain on given |
|---|---|---|---|---|---|---|"""
#: Right labels, groups, and by system the probabilities, of one test.
_Test = tuple[Ints, Ints, dict[str, Floats]]


def _count_labelled(release: AnnotatedRelease) -> int:
    """Count the labelled units."""
    return sum(unit.label is not None for unit in release.units)


def _train(
    releases: Sequence[AnnotatedRelease], settings: Settings | None, start: fls.Model | None = None
) -> fls.Model:
    """Train as a user would, from a folder."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "labels"
        corpus.write(folder, releases)
        return fls.train(folder, start=start, settings=settings)


def _draw(
    by_issuer: dict[str, list[AnnotatedRelease]], units: int, rng: np.random.Generator
) -> tuple[list[AnnotatedRelease], list[AnnotatedRelease], fls.Model]:
    """Draw releases of some issuers, those of others to test on, and train on the first alone."""
    for _ in range(_MAX_DRAWS - 1):
        lent, test = _divide(by_issuer, units, rng)
        with suppress(fls.InputError):  # a label is too rare among them to train anew
            return lent, test, _train(lent, _QUICK)
    lent, test = _divide(by_issuer, units, rng)
    return lent, test, _train(lent, _QUICK)


def _divide(
    by_issuer: dict[str, list[AnnotatedRelease]], units: int, rng: np.random.Generator
) -> tuple[list[AnnotatedRelease], list[AnnotatedRelease]]:
    """Divide releases: up to so many units of one half of the issuers, and all of the other."""
    order = rng.permutation(sorted(by_issuer)).tolist()
    lent: list[AnnotatedRelease] = []
    for key in order[: len(order) // 2]:
        for release in by_issuer[key]:
            if _count_labelled(release) + sum(map(_count_labelled, lent)) <= units:
                lent.append(release)
    return lent, [release for key in order[len(order) // 2 :] for release in by_issuer[key]]


def _measure(
    models: dict[str, fls.Model],
    test: Sequence[AnnotatedRelease],
    others: Sequence[AnnotatedRelease],
    keys: list[str],
) -> _Test:
    """Score the annotators' units of a test."""
    true, group = [], []
    predicted: dict[str, list[Floats]] = {name: [] for name in models}
    for release, repeated in zip(test, corpus.repeated_units(others, test), strict=True):
        units = as_units(release)
        rows = [i for i, u in enumerate(release.units) if u.label and i not in repeated]
        true += [LABELS.index(release.units[i].label or "") for i in rows]
        group += [keys.index(corpus.issuer_keys([release])[0])] * len(rows)
        for name, model in models.items():
            predicted[name].append(model.probabilities([release.text], [units])[1][rows])
    return (
        np.array(true),
        np.array(group),
        {name: np.concatenate(parts) for name, parts in predicted.items()},
    )


def _measure_gains(values: dict[str, Floats], group: Ints) -> dict[str, Figure]:
    """Return means by system of a value of each unit, and differences, with paired intervals."""
    n = int(group.max()) + 1
    drawn = np.random.default_rng(0).multinomial(n, np.full(n, 1 / n), size=_N_SAMPLES)
    weights = np.concatenate([np.ones((1, n)), drawn])
    count = weights @ np.bincount(group, minlength=n)
    means = {
        name: weights @ np.bincount(group, weights=value, minlength=n) / count
        for name, value in values.items()
    }
    means |= {f"start minus {name}": means["start"] - means[name] for name in _SYSTEMS[:2]}
    return {
        name: Figure(float(v[0]), *map(float, np.percentile(v[1:], (2.5, 97.5))))
        for name, v in means.items()
    }


def _compare_systems(tests: Sequence[_Test]) -> dict[str, dict[str, Figure]]:
    """Return macro-F1, accuracy and loss over several tests."""
    true, group = (np.concatenate([test[i] for test in tests]) for i in (0, 1))
    p = {name: np.concatenate([test[2][name] for test in tests]) for name in _SYSTEMS}
    group = np.unique(group, return_inverse=True)[1]
    labels = {name: decide(part) for name, part in p.items()}
    right = {name: (own == true).astype(np.float64) for name, own in labels.items()}
    rows = np.arange(len(true))
    loss = {name: -np.log(np.maximum(part[rows, true], 1e-12)) for name, part in p.items()}
    return {
        "macro-F1": paired_macro_f1(true, labels, group),
        "accuracy": _measure_gains(right, group),
        "log loss": _measure_gains(loss, group),
    }


def _print_rows(name: str, tests: Sequence[_Test], *measures: str) -> None:
    """Print the rows of some measures over several tests."""
    for measure, figures in _compare_systems(tests).items():
        if measure in measures:
            cells = [f"{figures[system].value:.3f}" for system in _SYSTEMS]
            for system in _SYSTEMS[:2]:
                value, low, high = figures[f"start minus {system}"]
                cells.append(f"{value:+.3f} ({low:+.3f} to {high:+.3f})")
            print(f"| {name} | {measure} | {' | '.join(cells)} |", flush=True)


def _try_sector(
    inside: Sequence[AnnotatedRelease],
    rest: Sequence[AnnotatedRelease],
    keys: list[str],
    units: int,
    seeds: int,
) -> dict[str, list[tuple[_Test, str]]]:
    """Test on one sector; return tests and chosen strengths by the name of the given model."""
    by_issuer: dict[str, list[AnnotatedRelease]] = {}
    for key, release in zip(corpus.issuer_keys(inside), inside, strict=True):
        by_issuer.setdefault(key, []).append(release)
    starts = {"open": fls.load_model("open"), "rest": _train(rest, _QUICK)}
    tests: dict[str, list[tuple[_Test, str]]] = {name: [] for name in starts}
    for seed in range(seeds):
        lent, test, anew = _draw(by_issuer, units, np.random.default_rng(seed))
        for name, model in starts.items():
            start = _train(lent, None, model)
            models = dict(zip(_SYSTEMS, (anew, model, start), strict=True))
            measured = _measure(models, test, [*rest, *lent], keys)
            tests[name].append((measured, str(start.info["start"]["strength"])))
    return tests


def main(argv: Sequence[str] | None = None) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("wire", help="labels of data/wire, joined with their texts")
    parser.add_argument("--units", type=int, default=300)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--sector", nargs="+", default=list(SECTORS))
    args = parser.parse_args(argv)
    with (ROOT / "data" / "wire" / "manifest.csv").open(encoding="utf-8", newline="") as file:
        sector_of = {row["id"]: row["sector"] for row in csv.DictReader(file)}
    everything = [*corpus.read(ROOT / "data" / "releases"), *corpus.read(args.wire)]
    key_of = dict(zip((r.id for r in everything), corpus.issuer_keys(everything), strict=True))
    keys = sorted(set(key_of.values()))
    print(_HEAD)
    everywhere: dict[str, list[tuple[_Test, str]]] = {"open": [], "rest": []}
    for sector in args.sector:
        own = {key_of[r.id] for r in everything if sector_of.get(r.id) == sector}
        inside = [r for r in everything if key_of[r.id] in own and r.id in sector_of]
        rest = [r for r in everything if key_of[r.id] not in own]
        for name, tests in _try_sector(inside, rest, keys, args.units, args.seeds).items():
            _print_rows(f"{name}, {sector}", [test for test, _ in tests], "macro-F1")
            everywhere[name] += tests
    for name, tests in everywhere.items():
        _print_rows(f"{name}, all", [test for test, _ in tests], "macro-F1", "accuracy", "log loss")
    for name, tests in everywhere.items():
        print(f"strengths chosen from {name}: {dict(Counter(strength for _, strength in tests))}")


if __name__ == "__main__":
    main()
