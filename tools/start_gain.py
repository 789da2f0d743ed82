"""What starting from given weights gains for someone with a few labels of another kind of issuer.

usage: python tools/start_gain.py WIRE [--units 300] [--seeds 5] [--sector NAME ...]

WIRE holds the labels of ``data/wire`` joined with their texts (``fls corpus join``). For each
sector two models are given that have seen none of its issuers: ``open``, from written releases
alone, and one trained on everything but the sector. Half of the sector's issuers, drawn anew with
each seed, lend whole releases of at most 300 labelled units together; the releases of the other
half are the test. Three models are measured there: from these labels alone, the given one, and the
one that started from it. Boilerplate of the test that stands word by word elsewhere is left out.
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
from fls.corpus import Release
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
_SAMPLES = 1000
#: After so many draws the number of units is too small to train on.
_DRAWS = 100
_HEAD = """\
| given | measure | labels alone | given alone | start | gain on labels | gain on given |
|---|---|---|---|---|---|---|"""
#: Right labels, groups, and by system the probabilities, of one test.
_Test = tuple[Ints, Ints, dict[str, Floats]]


def _size(release: Release) -> int:
    return sum(unit.label is not None for unit in release.units)


def _trained(
    releases: Sequence[Release], settings: Settings | None, start: fls.Model | None = None
) -> fls.Model:
    """Train as a user would, from a folder."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "labels"
        corpus.write(folder, releases)
        return fls.train(folder, start=start, settings=settings)


def _draw(
    by_issuer: dict[str, list[Release]], units: int, rng: np.random.Generator
) -> tuple[list[Release], list[Release], fls.Model]:
    """Releases of some issuers, those of others to test on, and the model of the first alone."""
    for _ in range(_DRAWS - 1):
        lent, test = _divided(by_issuer, units, rng)
        with suppress(fls.InputError):  # a label is too rare among them to train anew
            return lent, test, _trained(lent, _QUICK)
    lent, test = _divided(by_issuer, units, rng)
    return lent, test, _trained(lent, _QUICK)


def _divided(
    by_issuer: dict[str, list[Release]], units: int, rng: np.random.Generator
) -> tuple[list[Release], list[Release]]:
    """Releases of one half of the issuers, up to so many units, and those of the other."""
    order = rng.permutation(sorted(by_issuer)).tolist()
    lent: list[Release] = []
    for key in order[: len(order) // 2]:
        for release in by_issuer[key]:
            if _size(release) + sum(map(_size, lent)) <= units:
                lent.append(release)
    return lent, [release for key in order[len(order) // 2 :] for release in by_issuer[key]]


def _measure(
    models: dict[str, fls.Model],
    test: Sequence[Release],
    others: Sequence[Release],
    keys: list[str],
) -> _Test:
    """Score the annotators' units of a test."""
    true, group = [], []
    found: dict[str, list[Floats]] = {name: [] for name in models}
    for release, known in zip(test, corpus.repeated_units(others, test), strict=True):
        units = as_units(release)
        rows = [i for i, u in enumerate(release.units) if u.label and i not in known]
        true += [LABELS.index(release.units[i].label or "") for i in rows]
        group += [keys.index(corpus.issuer_keys([release])[0])] * len(rows)
        for name, model in models.items():
            found[name].append(model.probabilities([release.text], [units])[1][rows])
    return (
        np.array(true),
        np.array(group),
        {name: np.concatenate(parts) for name, parts in found.items()},
    )


def _gains(values: dict[str, Floats], group: Ints) -> dict[str, Figure]:
    """Mean of a value of each unit by system, and differences, with paired intervals."""
    n = int(group.max()) + 1
    drawn = np.random.default_rng(0).multinomial(n, np.full(n, 1 / n), size=_SAMPLES)
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


def _rows(tests: Sequence[_Test]) -> dict[str, dict[str, Figure]]:
    """Macro-F1, accuracy and loss over several tests."""
    true, group = (np.concatenate([test[i] for test in tests]) for i in (0, 1))
    p = {name: np.concatenate([test[2][name] for test in tests]) for name in _SYSTEMS}
    group = np.unique(group, return_inverse=True)[1]
    labels = {name: decide(rows) for name, rows in p.items()}
    right = {name: (found == true).astype(np.float64) for name, found in labels.items()}
    own = np.arange(len(true))
    loss = {name: -np.log(np.maximum(rows[own, true], 1e-12)) for name, rows in p.items()}
    return {
        "macro-F1": paired_macro_f1(true, labels, group),
        "accuracy": _gains(right, group),
        "log loss": _gains(loss, group),
    }


def _show(name: str, tests: Sequence[_Test], *measures: str) -> None:
    for measure, figures in _rows(tests).items():
        if measure in measures:
            cells = [f"{figures[system].value:.3f}" for system in _SYSTEMS]
            for system in _SYSTEMS[:2]:
                value, low, high = figures[f"start minus {system}"]
                cells.append(f"{value:+.3f} ({low:+.3f} to {high:+.3f})")
            print(f"| {name} | {measure} | {' | '.join(cells)} |", flush=True)


def _try_sector(
    inside: Sequence[Release], rest: Sequence[Release], keys: list[str], units: int, seeds: int
) -> dict[str, list[tuple[_Test, str]]]:
    """Tests on one sector, with the strength that was chosen, by the name of the given model."""
    by_issuer: dict[str, list[Release]] = {}
    for key, release in zip(corpus.issuer_keys(inside), inside, strict=True):
        by_issuer.setdefault(key, []).append(release)
    given = {"open": fls.load_model("open"), "rest": _trained(rest, _QUICK)}
    found: dict[str, list[tuple[_Test, str]]] = {name: [] for name in given}
    for seed in range(seeds):
        lent, test, anew = _draw(by_issuer, units, np.random.default_rng(seed))
        for name, model in given.items():
            start = _trained(lent, None, model)
            models = dict(zip(_SYSTEMS, (anew, model, start), strict=True))
            measured = _measure(models, test, [*rest, *lent], keys)
            found[name].append((measured, str(start.info["start"]["strength"])))
    return found


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
        for name, found in _try_sector(inside, rest, keys, args.units, args.seeds).items():
            _show(f"{name}, {sector}", [test for test, _ in found], "macro-F1")
            everywhere[name] += found
    for name, found in everywhere.items():
        _show(f"{name}, all", [test for test, _ in found], "macro-F1", "accuracy", "log loss")
    for name, found in everywhere.items():
        print(f"strengths chosen from {name}: {dict(Counter(one for _, one in found))}")


if __name__ == "__main__":
    main()
