"""Fit the weights of the scores to the mean ratings of three readers.

usage: python -m tools.fit_scores data/releases wire [--models FOLDER] [--write] [--later]
                                  [--measure GOLD]

The folders hold annotated releases (``fls corpus join`` makes the second). Three models are
trained, each without a third of the issuers, so that no probability is of a text that its model
learned from; ``--models FOLDER`` keeps them there, and uses those that are there already.
Weights are fitted to the real releases by non-negative least squares with a ridge penalty that
draws components of one spread towards equal weights; the grades of single words, by which hype and
exposure have the component ``diction``, by ridge regression on what the components leave, in turns
until both stand still, which is one fit of both. The written releases are another test.
Spearman's correlations are cross-validated, by issuer.
Protection is fitted to the releases with a cautionary text: without one it is 0, and the intercept
of the fit becomes the weight of having one, if it is above 0.
``--write`` puts the weights into ``fls/analysis/scores.json``, the words into
``fls/lexicons/diction.tsv``. Two tests of what is written, to which nothing is fitted: ``--later``
prints the rank correlations with ``data/ratings_later.csv``, real releases of the second folder
that were rated after the weights were written, by the models that have not seen their issuers, and
with those of them whose issuer has no release among the rated ones above; ``--measure`` those with
a folder that has ``raw`` and ``ratings.csv``. Printed beside them is how far scores are from ten
times the ratings, and how many of these are in the scores' intervals, which cover errors of the
labels only.
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
from tools.fit_diction import Words, count_words, write_grades

__all__ = [
    "WEIGHED",
    "Rated",
    "Table",
    "correlate",
    "cross_validate",
    "fit",
    "main",
    "read_ratings",
]

RATINGS = Path("data/ratings.csv")
LATER = Path("data/ratings_later.csv")
WEIGHTS = Path("fls/analysis/scores.json")
#: Scores, and components that may have weight: of those that measure the same, the plainest.
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
_N_TURNS = 4
#: Models trained, each without one fold of issuers.
_N_MODELS = 3
_N_FOLDS, _N_SEEDS, _N_SAMPLES = 8, 3, 1000


class Rated(NamedTuple):
    """A rated release."""

    release: corpus.AnnotatedRelease
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
    """A fitted intercept, weights of components, and weights of releases."""

    intercept: float
    #: (n_components,), none negative.
    weights: Floats
    #: (n,), of the releases in the kernel.
    words: Floats

    def predict(self, data: Table) -> Floats:
        """Return the score of each release, in [0, 1]."""
        score = self.intercept + data.x @ self.weights
        if data.kernel is not None:
            score = score + data.kernel @ self.words
        return np.asarray(np.clip(score, 0.0, 1.0) * data.there)


def read_ratings(path: Path, releases: Iterable[corpus.AnnotatedRelease]) -> list[Rated]:
    """Join ratings with texts by id and digest; exits if a text is missing or another one."""
    texts = list(releases)
    keys = corpus.issuer_keys(texts)
    by_id = {release.id: (release, key) for release, key in zip(texts, keys, strict=True)}
    rows = []
    for row in csv.DictReader(path.open(encoding="utf-8", newline="")):
        if row["id"] not in by_id:
            sys.exit(f"{row['id']}: no such release; name the folder that holds it")
        release, key = by_id[row["id"]]
        if hashlib.sha256(release.text.encode()).hexdigest() != row["sha256"]:
            sys.exit(f"{row['id']}: not the text that was rated; sha256 differs")
        scales = {name.rsplit("_", 1)[0] for name in row if name[-2:] in ("_1", "_2", "_3")}
        means = {s: float(np.mean([float(row[f"{s}_{i}"]) for i in (1, 2, 3)])) for s in scales}
        rows.append(Rated(release, key, row["set"] == "wire", means))
    return rows


def train_held_out(
    folders: Sequence[str], parts: Sequence[Sequence[corpus.AnnotatedRelease]], kept: Path
) -> dict[str, fls.Model]:
    """Train a model for each fold of issuers on all others; return each release's model by id."""
    releases = [release for part in parts for release in part]
    models: dict[str, fls.Model] = {}
    for number, (learn, test) in enumerate(corpus.split(releases, _N_MODELS, 0)):
        place = kept / f"fold-{number}"
        if not place.exists():
            print(f"training without fold {number} of {_N_MODELS}", file=sys.stderr)
            chosen = {releases[i].id for i in learn}
            with tempfile.TemporaryDirectory() as scratch:
                texts = [Path(scratch) / str(i) for i in range(len(folders))]
                for path, part in zip(texts, parts, strict=True):
                    corpus.write(path, [release for release in part if release.id in chosen])
                fls.train(texts, settings=Settings(folds=_N_MODELS)).save(place)
        models |= dict.fromkeys((releases[i].id for i in test), fls.load_model(place))
    return models


def make_table(
    name: str,
    findings: Sequence[Findings],
    rows: Sequence[Rated],
    numbers: Mapping[str, int],
    words: Words,
) -> Table:
    """Lay out the components of one score."""
    parts = [release.components(name) for release in findings]
    names = WEIGHED[name]
    return Table(
        names,
        np.nan_to_num(np.array([[values[component] for component in names] for values in parts])),
        np.array([row.ratings[name] / 10.0 for row in rows]),
        np.array([numbers[row.issuer] for row in rows]),
        np.array([row.real for row in rows]),
        np.array([values.get("present", 1.0) > 0 for values in parts]),
        words.kernel() if name in WORDED else None,
    )


def fit(data: Table, chosen: Flags, ridge: float) -> Fit:
    """Fit to the chosen real releases."""
    chosen = chosen & data.real & data.there
    x, y = data.x[chosen], data.y[chosen]
    words = np.zeros(len(data.y))
    by_words = np.zeros(len(y))
    intercept, weights = _fit_components(x, y, ridge)
    if data.kernel is not None:
        inner = data.kernel[np.ix_(chosen, chosen)]
        solver = np.linalg.inv(inner + np.eye(len(y)))
        for _ in range(_N_TURNS):
            words[chosen] = solver @ (y - intercept - x @ weights)
            by_words = inner @ words[chosen]
            intercept, weights = _fit_components(x, y - by_words, ridge)
    return Fit(intercept, weights, words)


def _fit_components(x: Floats, y: Floats, ridge: float) -> tuple[float, Floats]:
    """Fit an intercept and weights of which none is negative."""
    from scipy.optimize import nnls

    spread, middle = np.maximum(x.std(axis=0), 1e-3), x.mean(axis=0)
    rows = np.r_[(x - middle) / spread, np.eye(x.shape[1]) * np.sqrt(ridge * len(x))]
    scaled, _ = nnls(rows, np.r_[y - y.mean(), np.zeros(x.shape[1])])
    weights = scaled / spread
    return float(y.mean() - middle @ weights), weights


def cross_validate(data: Table, ridge: float, seeds: int = _N_SEEDS) -> Floats:
    """Return the mean prediction of each release by fits that have not seen its issuer."""
    held = np.zeros(len(data.y))
    for seed in range(seeds):
        fold = np.random.default_rng(seed).integers(_N_FOLDS, size=int(data.issuer.max()) + 1)
        mine = fold[data.issuer]
        for number in range(_N_FOLDS):
            test = mine == number
            held[test] += fit(data, ~test, ridge).predict(data)[test] / seeds
    return held


def correlate(a: Floats, b: Floats) -> float:
    """Return the rank correlation."""
    from scipy.stats import spearmanr

    return float(spearmanr(a, b)[0])


def _show_correlation(a: Floats, b: Floats) -> str:
    """Write a rank correlation with its interval by bootstrap."""
    rng = np.random.default_rng(0)
    draws = [correlate(a[i], b[i]) for i in rng.integers(len(a), size=(_N_SAMPLES, len(a)))]
    low, high = np.percentile(draws, (2.5, 97.5))
    return f"{correlate(a, b):.3f} ({low:.3f} to {high:.3f})"


def report_fit(name: str, data: Table, words: Words) -> tuple[Form, Floats]:
    """Print how well a score is fitted; return its form and the grades of words."""
    ridge = _RIDGE[name]
    held = cross_validate(data, ridge)
    for title, chosen in (("real", data.real), ("written", ~data.real)):
        error = 10.0 * np.abs(held - data.y)[chosen].mean()
        correlation = _show_correlation(held[chosen], data.y[chosen])
        print(f"{name:10} {title:8} {correlation}, error {error:.2f}")
    base = [correlate(held[chosen], data.y[chosen]) for chosen in (data.real, ~data.real)]
    if data.kernel is not None:
        plain = cross_validate(data._replace(kernel=None), ridge)
        alone = [correlate(plain[chosen], data.y[chosen]) for chosen in (data.real, ~data.real)]
        print(f"  without single words: {alone[0]:.3f} real, {alone[1]:.3f} written")
    intercept, weights, of_releases = fit(data, np.ones(len(data.y), dtype=bool), ridge)
    print(f"  intercept {intercept:.3f}")
    print(f"  {'component':18} weight   alone real, written   lost without it")
    for i, part in enumerate(data.names):
        alone = [correlate(data.x[c, i], data.y[c]) for c in (data.real, ~data.real)]
        less = cross_validate(data._replace(x=np.delete(data.x, i, axis=1)), ridge, seeds=1)
        now = [correlate(less[c], data.y[c]) for c in (data.real, ~data.real)]
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
    # A cautionary text never lowers the score, however little it holds.
    present = {"present": round(intercept, 4)} if intercept > 0 else {}
    return Form(0.0, present | kept), np.zeros(0)


def _drop_contrary(name: str, data: Table, words: Words) -> Words:
    """Leave out words of the list of praise that would lower hype: the list is right about them."""
    if name != "hype":
        return words
    grades = words.grades(fit(data, np.ones(len(data.y), dtype=bool), _RIDGE[name]).words)
    listed = load_graded(name)
    lower = {word for word, by in zip(words.names, grades, strict=True) if by < 0}
    return words.without({word for word in lower if word in listed and listed[word].grade})


def measure(folder: Path, model: fls.Model) -> None:
    """Print the rank correlations of the written weights with the ratings of a folder."""
    rows = _read_rows(folder / "ratings.csv")
    paths = [folder / "raw" / f"{row['id']}.txt" for row in rows]
    _compare(folder.name, rows, [fls.score(path, model=model).findings for path in paths])


def measure_later(
    releases: Sequence[corpus.AnnotatedRelease],
    models: Mapping[str, fls.Model],
    rows: Sequence[Rated],
) -> None:
    """Print the rank correlations of the written weights with ratings made after them."""
    keys = corpus.issuer_keys(releases)
    by_id = {release.id: (release, key) for release, key in zip(releases, keys, strict=True)}
    listed = _read_rows(LATER)
    findings = [fls.score(by_id[r["id"]][0].text, model=models[r["id"]]).findings for r in listed]
    _compare("later", listed, findings)
    before = {row.issuer for row in rows}
    new = [i for i, row in enumerate(listed) if by_id[row["id"]][1] not in before]
    _compare("later, other issuers", [listed[i] for i in new], [findings[i] for i in new])


def _read_rows(path: Path) -> list[dict[str, str]]:
    """Read the rows of a table."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _compare(title: str, rows: Sequence[Mapping[str, str]], findings: Sequence[Findings]) -> None:
    """Print how scores by the written weights agree with ratings."""
    grades.cache_clear()
    weights.cache_clear()
    for name in WEIGHED:
        values = np.nan_to_num([rate(name, release.components(name)) for release in findings])
        ratings = np.array([float(row[name]) for row in rows])
        print(f"{name:10} {title}: {len(rows)} releases, {_show_correlation(values, ratings)}")
        ends = np.array([release.scores[name][1:] for release in findings])
        print(f"  {_describe_levels(values, 10.0 * ratings, ends)}")


def _describe_levels(values: Floats, ratings: Floats, ends: Floats) -> str:
    """Describe how far scores are off in points, which rank correlations do not show."""
    off = values - ratings
    slope, intercept = np.polyfit(values, ratings, 1)
    held = ((ends[:, 0] <= ratings) & (ratings <= ends[:, 1])).mean()
    return (
        f"score less rating {off.mean():+.1f}, root mean square {np.sqrt((off**2).mean()):.1f}; "
        f"rating = {slope:.2f} score {intercept:+.1f}; "
        f"in the interval {held:.3f}, of mean width {(ends[:, 1] - ends[:, 0]).mean():.1f}"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit and print, and write if asked to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folders", nargs="+", metavar="FOLDER", help="annotated releases")
    parser.add_argument("--models", type=Path, metavar="FOLDER", help="keep what is trained here")
    parser.add_argument("--measure", type=Path, metavar="GOLD", help="folder with other ratings")
    parser.add_argument("--later", action="store_true", help=f"measure on {LATER}")
    parser.add_argument("--write", action="store_true", help=f"write {WEIGHTS}")
    args = parser.parse_args(arguments)
    parts = [corpus.read(folder) for folder in args.folders]
    rows = read_ratings(RATINGS, [release for part in parts for release in part])
    with tempfile.TemporaryDirectory() as scratch:
        models = train_held_out(args.folders, parts, args.models or Path(scratch))
    findings = [fls.score(row.release.text, model=models[row.release.id]).findings for row in rows]
    numbers = {key: number for number, key in enumerate(sorted({row.issuer for row in rows}))}
    print(f"{len(rows)} rated releases, {sum(row.real for row in rows)} of them real")
    words = count_words(
        [release.tagged.body_words for release in findings], np.array([r.real for r in rows])
    )
    fits = {}
    for name in WEIGHED:
        own = _drop_contrary(name, make_table(name, findings, rows, numbers, words), words)
        fits[name] = report_fit(name, make_table(name, findings, rows, numbers, own), own)
    if args.write:
        write_grades({name: fits[name][1] for name in WORDED}, words.names)
        digest = hashlib.sha256(RATINGS.read_bytes()).hexdigest()
        forms = {name: form._asdict() for name, (form, _) in fits.items()}
        content = {"format": 1, "ratings_sha256": digest, "scores": forms}
        WEIGHTS.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    if args.later:
        measure_later([release for part in parts for release in part], models, rows)
    if args.measure:
        measure(args.measure, fls.load_model())
    return 0


if __name__ == "__main__":
    sys.exit(main())
