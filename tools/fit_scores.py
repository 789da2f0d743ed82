"""Fit the weights of the scores to the mean ratings of three readers.

usage: python -m tools.fit_scores data/releases wire [--models FOLDER] [--write] [--later]
                                  [--measure GOLD]

The folders hold annotated releases (``fls corpus join`` makes the second). Three models are
trained, each without a third of the issuers, so that no probability is of a text that was learned
from; ``--models FOLDER`` keeps them there, and takes those that it finds there.
Weights are fitted to the real releases by non-negative least squares with a ridge penalty that
draws components of one spread towards equal weights; the grades of single words, by which hype and
exposure have the component ``diction``, by ridge regression on what the components leave, in turns
until both stand still, which is one fit of both. The written releases stand beside as another
test. Spearman's correlations are cross-validated, by issuer.
Protection is fitted to the releases with a cautionary text: without one it is 0, and what would be
the intercept is the weight of there being one, if it is above 0.
``--write`` puts the weights into ``fls/analysis/scores.json``, the words into
``fls/lexicons/diction.tsv``. Two tests of what is written, to which nothing is fitted: ``--later``
prints the rank correlations on ``data/ratings_later.csv``, real releases of the second folder that
were rated when the weights stood, with the models that have not seen their issuers, and on those
of them whose issuer has no release among the rated ones above; ``--measure`` those on a folder with
``raw`` and ``ratings.csv``. With them stands how far scores are from ratings, times ten, and how
many ratings are in the scores' intervals, which are of the labels' errors alone.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

import fls
from fls import corpus
from fls.analysis import Findings
from fls.analysis.caution.elements import PHRASES
from fls.analysis.diction import grades
from fls.analysis.scores import Form, rate, weights
from fls.arrays import Flags, Floats, Ints
from fls.document import WORDED
from fls.lexicons import load_graded
from fls.training import Settings
from tools.fit_diction import Words, count, write

__all__ = ["WEIGHED", "Rated", "Table", "cross_validate", "fit", "main", "rated", "spearman"]

RATINGS = Path("data/ratings.csv")
LATER = Path("data/ratings_later.csv")
WEIGHTS = Path("fls/analysis/scores.json")
#: Scores, and components that may have weight: of those that say much the same, the plainest.
WEIGHED = {
    "hype": ("promotional_units", "strength", "claims", "headline",
             "amount", "claims_amount", "promotional_amount"),
    "exposure": ("forward", "forward_units", "central", "lead", "headline_cues",
                 "headline_news", "cued", "potential", "amount", "unsettled", "unsettled_central"),
    "protection": (*PHRASES, "factors", "tailored", "length"),
}  # fmt: skip
#: Strength of the ridge penalty, per release and spread of a component.
_RIDGE = {"hype": 2.0, "exposure": 0.5, "protection": 0.1}
#: Turns of weights and words; the figures stand still after three.
_TURNS = 4
#: Models trained, each without one fold of issuers.
_MODELS = 3
_FOLDS, _SEEDS, _SAMPLES = 8, 3, 1000


class Rated(NamedTuple):
    """A rated release."""

    release: corpus.Release
    #: Key of its issuer.
    issuer: str
    #: Whether it is a real one.
    real: bool
    #: Mean rating by scale, 0 to 10.
    ratings: Mapping[str, float]


class Table(NamedTuple):
    """Components and ratings of the rated releases, for one score."""

    names: tuple[str, ...]
    #: (n, n_components), in [0, 1].
    x: Floats
    #: (n,), in [0, 1].
    y: Floats
    issuer: Ints
    real: Flags
    #: Which releases the score is fitted to; it is 0 for the others.
    there: Flags
    #: (n, n), covariance of the releases by their words; nothing where words have no grades.
    kernel: Floats | None = None


class Fit(NamedTuple):
    """What was fitted."""

    intercept: float
    #: (n_components,), none negative.
    weights: Floats
    #: (n,), of the releases in the kernel.
    words: Floats

    def predict(self, data: Table) -> Floats:
        """Give the score of each release, in [0, 1]."""
        told = self.intercept + data.x @ self.weights
        if data.kernel is not None:
            told = told + data.kernel @ self.words
        return np.asarray(np.clip(told, 0.0, 1.0) * data.there)


def rated(path: Path, releases: Iterable[corpus.Release]) -> list[Rated]:
    """Join ratings with texts by id and digest; exits if a text is missing or another one."""
    given = list(releases)
    keys = corpus.issuer_keys(given)
    known = {release.id: (release, key) for release, key in zip(given, keys, strict=True)}
    found = []
    for row in csv.DictReader(path.open(encoding="utf-8", newline="")):
        if row["id"] not in known:
            sys.exit(f"{row['id']}: no such release; name the folder that holds it")
        release, key = known[row["id"]]
        if hashlib.sha256(release.text.encode()).hexdigest() != row["sha256"]:
            sys.exit(f"{row['id']}: not the text that was rated; sha256 differs")
        scales = {name.rsplit("_", 1)[0] for name in row if name[-2:] in ("_1", "_2", "_3")}
        means = {s: float(np.mean([float(row[f"{s}_{i}"]) for i in (1, 2, 3)])) for s in scales}
        found.append(Rated(release, key, row["set"] == "wire", means))
    return found


def held_out(
    folders: Sequence[str], parts: Sequence[Sequence[corpus.Release]], kept: Path
) -> dict[str, fls.Model]:
    """Train a model for each fold of issuers on all others; give each release its model by id."""
    releases = [release for part in parts for release in part]
    found: dict[str, fls.Model] = {}
    for number, (learn, test) in enumerate(corpus.split(releases, _MODELS, 0)):
        place = kept / f"fold-{number}"
        if not place.exists():
            print(f"training without fold {number} of {_MODELS}", file=sys.stderr)
            chosen = {releases[i].id for i in learn}
            with tempfile.TemporaryDirectory() as scratch:
                texts = [Path(scratch) / str(i) for i in range(len(folders))]
                for path, part in zip(texts, parts, strict=True):
                    corpus.write(path, [one for one in part if one.id in chosen])
                fls.train(texts, settings=Settings(folds=_MODELS)).save(place)
        found |= dict.fromkeys((releases[i].id for i in test), fls.load_model(place))
    return found


def table(
    name: str,
    found: Sequence[Findings],
    rows: Sequence[Rated],
    numbers: Mapping[str, int],
    words: Words,
) -> Table:
    """Lay out the components of one score."""
    parts = [one.components(name) for one in found]
    names = WEIGHED[name]
    return Table(
        names,
        np.nan_to_num(np.array([[one[part] for part in names] for one in parts])),
        np.array([row.ratings[name] / 10.0 for row in rows]),
        np.array([numbers[row.issuer] for row in rows]),
        np.array([row.real for row in rows]),
        np.array([one.get("present", 1.0) > 0 for one in parts]),
        words.kernel() if name in WORDED else None,
    )


def fit(data: Table, chosen: Flags, ridge: float) -> Fit:
    """Fit to the chosen real releases."""
    chosen = chosen & data.real & data.there
    x, y = data.x[chosen], data.y[chosen]
    words = np.zeros(len(data.y))
    told = np.zeros(len(y))
    intercept, weights = _components(x, y, ridge)
    if data.kernel is not None:
        inner = data.kernel[np.ix_(chosen, chosen)]
        solver = np.linalg.inv(inner + np.eye(len(y)))
        for _ in range(_TURNS):
            words[chosen] = solver @ (y - intercept - x @ weights)
            told = inner @ words[chosen]
            intercept, weights = _components(x, y - told, ridge)
    return Fit(intercept, weights, words)


def _components(x: Floats, y: Floats, ridge: float) -> tuple[float, Floats]:
    """Intercept and weights, none negative."""
    from scipy.optimize import nnls

    spread, middle = np.maximum(x.std(axis=0), 1e-3), x.mean(axis=0)
    rows = np.r_[(x - middle) / spread, np.eye(x.shape[1]) * np.sqrt(ridge * len(x))]
    found, _ = nnls(rows, np.r_[y - y.mean(), np.zeros(x.shape[1])])
    weights = found / spread
    return float(y.mean() - middle @ weights), weights


def cross_validate(data: Table, ridge: float, seeds: int = _SEEDS) -> Floats:
    """Mean prediction of each release by fits that have not seen its issuer."""
    held = np.zeros(len(data.y))
    for seed in range(seeds):
        fold = np.random.default_rng(seed).integers(_FOLDS, size=int(data.issuer.max()) + 1)
        mine = fold[data.issuer]
        for number in range(_FOLDS):
            test = mine == number
            held[test] += fit(data, ~test, ridge).predict(data)[test] / seeds
    return held


def spearman(a: Floats, b: Floats) -> float:
    """Rank correlation."""
    from scipy.stats import spearmanr

    return float(spearmanr(a, b)[0])


def _interval(a: Floats, b: Floats) -> str:
    rng = np.random.default_rng(0)
    draws = [spearman(a[i], b[i]) for i in rng.integers(len(a), size=(_SAMPLES, len(a)))]
    low, high = np.percentile(draws, (2.5, 97.5))
    return f"{spearman(a, b):.3f} ({low:.3f} to {high:.3f})"


def report(name: str, data: Table, words: Words) -> tuple[Form, Floats]:
    """Print how well a score is fitted; give its form and the grades of words."""
    ridge = _RIDGE[name]
    held = cross_validate(data, ridge)
    for title, chosen in (("real", data.real), ("written", ~data.real)):
        error = 10.0 * np.abs(held - data.y)[chosen].mean()
        print(f"{name:10} {title:8} {_interval(held[chosen], data.y[chosen])}, error {error:.2f}")
    base = [spearman(held[chosen], data.y[chosen]) for chosen in (data.real, ~data.real)]
    if data.kernel is not None:
        plain = cross_validate(data._replace(kernel=None), ridge)
        alone = [spearman(plain[chosen], data.y[chosen]) for chosen in (data.real, ~data.real)]
        print(f"  without single words: {alone[0]:.3f} real, {alone[1]:.3f} written")
    intercept, weights, of_releases = fit(data, np.ones(len(data.y), dtype=bool), ridge)
    print(f"  intercept {intercept:.3f}")
    print(f"  {'component':18} weight   alone real, written   lost without it")
    for i, part in enumerate(data.names):
        alone = [spearman(data.x[c, i], data.y[c]) for c in (data.real, ~data.real)]
        less = cross_validate(data._replace(x=np.delete(data.x, i, axis=1)), ridge, seeds=1)
        now = [spearman(less[c], data.y[c]) for c in (data.real, ~data.real)]
        lost = [before - after for before, after in zip(base, now, strict=True)]
        figures = "  ".join(f"{value:+.3f}" for value in (*alone, *lost))
        print(f"  {part:18} {weights[i]:.3f}   {figures}")
    kept = {part: round(w, 4) for part, w in zip(data.names, weights, strict=True) if w}
    if data.kernel is not None:
        grades = words.grades(of_releases)
        middle = words.share.mean(axis=0) @ grades
        return Form(round(intercept - middle - 0.5, 4), {**kept, "diction": 1.0}), grades
    if data.there.all():
        return Form(round(intercept, 4), kept), np.zeros(0)
    # That a cautionary text is there never lowers the score, however little it holds.
    present = {"present": round(intercept, 4)} if intercept > 0 else {}
    return Form(0.0, present | kept), np.zeros(0)


def _agreeing(name: str, data: Table, words: Words) -> Words:
    """Leave out words that the list of praise names and that would lower hype: the list knows."""
    if name != "hype":
        return words
    grades = words.grades(fit(data, np.ones(len(data.y), dtype=bool), _RIDGE[name]).words)
    listed = load_graded(name)
    lower = {word for word, by in zip(words.names, grades, strict=True) if by < 0}
    return words.without({word for word in lower if word in listed and listed[word].grade})


def measure(folder: Path, model: fls.Model) -> None:
    """Print the rank correlations of what is written on the ratings of a folder."""
    rows = _listed(folder / "ratings.csv")
    paths = [folder / "raw" / f"{row['id']}.txt" for row in rows]
    _compare(folder.name, rows, [fls.score(path, model=model).findings for path in paths])


def measure_later(
    releases: Sequence[corpus.Release], models: Mapping[str, fls.Model], rows: Sequence[Rated]
) -> None:
    """Print the rank correlations of what is written on ratings made when it stood."""
    keys = corpus.issuer_keys(releases)
    known = {release.id: (release, key) for release, key in zip(releases, keys, strict=True)}
    listed = _listed(LATER)
    found = [fls.score(known[r["id"]][0].text, model=models[r["id"]]).findings for r in listed]
    _compare("later", listed, found)
    before = {row.issuer for row in rows}
    new = [i for i, row in enumerate(listed) if known[row["id"]][1] not in before]
    _compare("later, other issuers", [listed[i] for i in new], [found[i] for i in new])


def _listed(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _compare(title: str, rows: Sequence[Mapping[str, str]], found: Sequence[Findings]) -> None:
    grades.cache_clear()
    weights.cache_clear()
    for name in WEIGHED:
        values = np.nan_to_num([rate(name, one.components(name)) for one in found])
        given = np.array([float(row[name]) for row in rows])
        print(f"{name:10} {title}: {len(rows)} releases, {_interval(values, given)}")
        ends = np.array([one.scores[name][1:] for one in found])
        print(f"  {_levels(values, 10.0 * given, ends)}")


def _levels(values: Floats, given: Floats, ends: Floats) -> str:
    """Say how far scores are off in points, beside the order in which they put releases."""
    off = values - given
    slope, intercept = np.polyfit(values, given, 1)
    held = ((ends[:, 0] <= given) & (given <= ends[:, 1])).mean()
    return (
        f"score less rating {off.mean():+.1f}, root mean square {np.sqrt((off**2).mean()):.1f}; "
        f"rating = {slope:.2f} score {intercept:+.1f}; "
        f"in the interval {held:.3f}, of mean width {(ends[:, 1] - ends[:, 0]).mean():.1f}"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, print, and write where that is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folders", nargs="+", metavar="FOLDER", help="annotated releases")
    parser.add_argument("--models", type=Path, metavar="FOLDER", help="keep what is trained here")
    parser.add_argument("--measure", type=Path, metavar="GOLD", help="folder with other ratings")
    parser.add_argument("--later", action="store_true", help=f"measure on {LATER}")
    parser.add_argument("--write", action="store_true", help=f"write {WEIGHTS}")
    args = parser.parse_args(arguments)
    parts = [corpus.read(folder) for folder in args.folders]
    rows = rated(RATINGS, [release for part in parts for release in part])
    with tempfile.TemporaryDirectory() as scratch:
        models = held_out(args.folders, parts, args.models or Path(scratch))
    findings = [fls.score(row.release.text, model=models[row.release.id]).findings for row in rows]
    numbers = {key: number for number, key in enumerate(sorted({row.issuer for row in rows}))}
    print(f"{len(rows)} rated releases, {sum(row.real for row in rows)} of them real")
    words = count([one.tagged.body_words for one in findings], np.array([r.real for r in rows]))
    made = {}
    for name in WEIGHED:
        own = _agreeing(name, table(name, findings, rows, numbers, words), words)
        made[name] = report(name, table(name, findings, rows, numbers, own), own)
    found = {name: form for name, (form, _) in made.items()}
    if args.write:
        write({name: made[name][1] for name in WORDED}, words.names)
        digest = hashlib.sha256(RATINGS.read_bytes()).hexdigest()
        forms = {name: form._asdict() for name, form in found.items()}
        content = {"format": 1, "ratings_sha256": digest, "scores": forms}
        WEIGHTS.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    if args.later:
        measure_later([release for part in parts for release in part], models, rows)
    if args.measure:
        measure(args.measure, fls.load_model())
    return 0


if __name__ == "__main__":
    sys.exit(main())
