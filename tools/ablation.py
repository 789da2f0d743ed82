"""Measure what each group of features gains, and what more labels gain.

usage: python tools/ablation.py [FOLDER ...] [--folds 3] [--seed 0]

Macro-F1 by cross-validation by issuer on the corpora (``data/releases`` if none is named), with
each group of features left out in turn, and from a part of the training issuers. Settings are
those of training. Differences are paired, their 95 % intervals by bootstrap over issuers.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from fls import corpus
from fls.arrays import Flags, Floats, Ints
from fls.corpus import AnnotatedRelease
from fls.decision import decide
from fls.evaluation import as_units, paired_macro_f1
from fls.features import Extract, extract, matrix, slot_vectors
from fls.features.context import VIEWS, columns
from fls.model import softmax
from fls.training import Settings
from fls.training._data import TrainingData, choose_columns, find_block_ends, scale_columns
from fls.training._fitted import Task, cross_validate, select_training_units
from fls.training._from_nothing import fit_weights

__all__ = ["main"]

ROOT = Path(__file__).resolve().parents[1]
PARTS = (1 / 8, 1 / 4, 1 / 2)
#: Groups of named columns, by how their names begin.
GROUPS = {
    "place": ("place:",),
    "order of cues": ("order:",),
    "quotation": ("quote:",),
    "form (figures, length)": ("form:",),
    "reach of legal phrases": ("section so far:", "last three:", "next three:"),
    "kind of unit": ("kind:",),
    **{f"word lists, view {view!r}": (f"{view}:",) for view in VIEWS},
    "word lists, all views": tuple(f"{view}:" for view in VIEWS),
}


class _Bench:
    """The corpora as numbers, from which groups of columns can be left out."""

    def __init__(
        self, parts: Sequence[Sequence[AnnotatedRelease]], settings: Settings, seed: int
    ) -> None:
        releases = [release for part in parts for release in part]
        self.releases, self.settings, self.seed = releases, settings, seed
        self.data = TrainingData(parts, settings)
        texts, units = [r.text for r in releases], [as_units(r) for r in releases]
        self.features = extract(texts, units, self.data.layout)[1]
        self.whole = self.data.rows, self.data.active, self.data.factor
        keys = np.unique(corpus.issuer_keys(releases), return_inverse=True)[1]
        self.issuer: Ints = keys[self.data.units.doc]

    def predict(self, part: float = 1.0) -> tuple[Ints, Flags]:
        """Return held-out labels, learned from a part of the issuers, and which units have one."""

        def fit(chosen: Flags) -> tuple[Floats, Floats]:
            issuers = np.random.default_rng(self.seed).permutation(np.unique(self.issuer[chosen]))
            some = issuers[: max(1, round(part * len(issuers)))]
            return fit_weights(self.data, chosen & np.isin(self.issuer, some), self.settings)

        folds = corpus.split(self.releases, self.settings.folds, self.seed)
        task = Task(self.settings, folds, self.seed, jobs=1, report=lambda *_: None)
        fits = map(fit, select_training_units(self.data.units, folds))
        logits = cross_validate(self.data.units, task, fits, (self.data.rows,))[0]
        predicted = ~np.isnan(logits[:, 0])
        return decide(softmax(np.where(predicted[:, None], logits, 0.0))), predicted

    def predict_after(self, change: Callable[[_Bench], None]) -> Ints:
        """Return held-out labels after a change, which is taken back."""
        change(self)
        labels = self.predict()[0]
        self.data.rows, self.data.active, self.data.factor = self.whole
        return labels

    def keep(self, wanted: Flags) -> None:
        """Keep only these of the active columns."""
        data = self.data
        data.rows, data.active = data.rows[:, wanted], data.active[wanted]
        data.factor = data.factor[wanted]

    def use(self, features: Extract) -> None:
        """Use the columns of other features."""
        data = self.data
        full = matrix(features, data.layout)[data.units.labelled]
        data.active, data.factor = choose_columns(full, data.layout, self.settings)
        data.rows = scale_columns(full[:, data.active], data.factor)


def _list_changes(bench: _Bench) -> dict[str, Callable[[_Bench], None]]:
    """List the changes that leave a group out, by its name."""
    data, features = bench.data, bench.features
    nowhere = 1 << data.layout.runs
    ends = find_block_ends(data.layout, slot_vectors(data.layout).shape[1])
    block = np.searchsorted(ends, data.active, side="right")
    named = np.array(columns())

    def blank(array: Ints) -> Ints:
        return np.full_like(array, nowhere)

    def drop_block(number: int) -> Callable[[_Bench], None]:
        return lambda bench: bench.keep(block != number)

    def drop_columns(beginnings: tuple[str, ...]) -> Callable[[_Bench], None]:
        out = np.array([name.startswith(beginnings) for name in named])
        wanted = block < 4
        wanted[block == 4] = ~out[data.active[block == 4] - ends[3]]
        return lambda bench: bench.keep(wanted)

    runs = features._replace(pairs=blank(features.pairs), triples=blank(features.triples))
    begin = features._replace(begin=blank(features.begin))
    return {
        "words": drop_block(0),
        "runs of words": lambda bench: bench.use(runs),
        "beginnings": lambda bench: bench.use(begin),
        "words of the heading": drop_block(2),
        "word vectors": drop_block(3),
        **{name: drop_columns(beginnings) for name, beginnings in GROUPS.items()},
    }


def _print_row(bench: _Bench, name: str, rows: Flags, full: Ints, less: Ints) -> None:
    """Print macro-F1 of labels that lack something, and what it gains."""
    labels = {"less": less[rows], "full": full[rows]}
    figures = paired_macro_f1(bench.data.units.true[rows], labels, bench.issuer[rows], bench.seed)
    gain, low, high = (100 * part for part in figures["full minus less"])
    value = figures["less"].value
    print(f"| {name} | {value:.4f} | {gain:+.2f} ({low:+.2f} to {high:+.2f}) |", flush=True)


def main(argv: Sequence[str] | None = None) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", nargs="*", default=[str(ROOT / "data" / "releases")])
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args(argv)
    parts = corpus.read_parts(args.folder)
    bench = _Bench(list(parts.values()), Settings(folds=args.folds, alone=0.0), args.seed)
    full, rows = bench.predict()
    names = " and ".join(f"`{name}` ({len(part)} releases)" for name, part in parts.items())
    print(f"{names}; {int(rows.sum())} units, {args.folds} folds\n")
    print("| left out | macro-F1 | the group pays, points of macro-F1 |\n|---|---|---|")
    _print_row(bench, "nothing", rows, full, full)
    for name, change in _list_changes(bench).items():
        _print_row(bench, name, rows, full, bench.predict_after(change))
    print("\n| part of the training issuers | macro-F1 | behind all, points |\n|---|---|---|")
    for part in PARTS:
        _print_row(bench, f"{part:g}", rows, full, bench.predict(part)[0])
    _print_row(bench, "1", rows, full, full)


if __name__ == "__main__":
    main()
