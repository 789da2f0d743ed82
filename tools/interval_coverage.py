"""Measure how often the interval of a share holds the true share.

usage: python -m tools.interval_coverage [FOLDER ...] [--model NAME] [--folds 3] [--seed 0]
                                         [--cache FILE]

Annotated releases (``data/releases`` if none is named) are labelled by models that have seen no
release of their issuer, or by a model that is named. The variances of the release effect are
fitted on one half of the last folder, as training fits them on the corpus that a model is for,
and the intervals counted on the other half, and the other way round; with ``--model`` they are
the model's own. Counted are all releases, those in which the
label is in doubt (present with a probability above one half), and quarters by number of units.
Where a label is surely absent its share is 0 and the interval always holds it, so that
coverage of all releases lies above the nominal one for labels that are often absent.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from fls.analysis.intervals import RELEASE_EFFECT, fit_release_effect, share_intervals
from fls.arrays import Flags, Floats
from fls.document import LABELS
from fls.metrics import document_metrics
from fls.model import load_model
from tools.held_out import HeldOut, add_arguments, predict_held_out

__all__ = ["main"]

_SHARES = (
    *(f"{label}_share" for label in LABELS),
    *(f"{label}_share_body" for label in LABELS[:3]),
)


def main(argv: Sequence[str] | None = None) -> None:
    """Print a table for each corpus."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    add_arguments(parser)
    args = parser.parse_args(argv)
    units = predict_held_out(args)
    covered, width, doubt, size = _measure_coverage(units, args.model, args.seed)
    aim = units.group == units.group.max()
    print("release effect fitted on the last folder:", _fit_effect(units, aim))
    group = units.group[np.searchsorted(units.doc, np.arange(len(size)))]
    for number, folder in enumerate(args.folders):
        mine = group == number
        print(f"\n{Path(folder).name}: {mine.sum()} releases, nominal 90 %\n")
        _print_table(covered[mine], width[mine], doubt[mine], size[mine])


def _measure_coverage(
    units: HeldOut, name: str | None, seed: int
) -> tuple[Flags, Floats, Flags, Floats]:
    """Return whether the interval of each share holds it, how wide it is, if in doubt; units."""
    n = int(units.doc.max()) + 1
    half = np.random.default_rng(seed).permutation(n) % 2
    aim = units.group == units.group.max()
    effects = [_fit_effect(units, aim & (half[units.doc] != h)) for h in (0, 1)]
    if name:
        effects = [load_model(name).info.get("release_effect", RELEASE_EFFECT)] * 2
    first = np.searchsorted(units.doc, np.arange(n + 1))
    covered = np.zeros((n, len(_SHARES)), dtype=bool)
    width, doubt = np.zeros(covered.shape), np.zeros(covered.shape, dtype=bool)
    for doc in range(n):
        part = slice(first[doc], first[doc + 1])
        p, words, sure = (
            units.p[part],
            units.words[part],
            np.ones(first[doc + 1] - first[doc], bool),
        )
        ends = share_intervals(words, p, sure, effects[half[doc]])
        true = document_metrics(words, np.eye(len(LABELS))[units.true[part]], sure)
        for column, share in enumerate(_SHARES):
            low, high = ends[f"{share}_low"], ends[f"{share}_high"]
            value = true[share]
            covered[doc, column] = value != value or low - 1e-9 <= value <= high + 1e-9
            width[doc, column] = high - low
            doubt[doc, column] = np.prod(1 - p[:, column % len(LABELS)]) < 0.5
    return covered, width, doubt, np.diff(first).astype(np.float64)


def _fit_effect(units: HeldOut, keep: Flags) -> dict[str, float]:
    """Fit the release effect to some units."""
    return fit_release_effect(units.p[keep], units.true[keep], units.words[keep], units.doc[keep])


def _print_table(covered: Flags, width: Floats, doubt: Flags, units: Floats) -> None:
    """Print coverage by share: of all releases, of those in doubt, by number of units."""
    bounds = np.quantile(units, [0.25, 0.5, 0.75])
    quarter = np.searchsorted(bounds, units)
    heads = [f"<={bounds[0]:.0f}", f"<={bounds[1]:.0f}", f"<={bounds[2]:.0f}", "more"]
    print(f"{'share':28} {'all':>13} {'in doubt':>13}  width  units " + "  ".join(heads))
    for column, share in enumerate(_SHARES):
        held, in_doubt = covered[:, column], doubt[:, column]
        parts = [f"{held[quarter == number].mean():.3f}" for number in range(4)]
        print(
            f"{share:28} {_format_share(held)} {_format_share(held[in_doubt])}  "
            f"{np.nanmean(width[:, column]):.3f}  {' '.join(parts)}"
        )


def _format_share(held: Flags) -> str:
    """Write a share with its standard error."""
    mean = float(held.mean())
    return f"{mean:.3f} ({np.sqrt(mean * (1 - mean) / len(held)):.3f})"


if __name__ == "__main__":
    main()
