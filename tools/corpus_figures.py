"""What the written corpus shares with real releases and with itself, and how varied it is.

usage: python tools/corpus_figures.py [data/releases] [FOLDER OF REAL RELEASES]

The second folder may hold ``wire`` and ``gold``, annotated corpora, and
``releases/unlabelled.tar.gz``, texts; what is not there is passed over.
"""

from __future__ import annotations

import csv
import hashlib
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from fls import corpus
from fls.corpus import GoldUnit, Release

__all__ = [
    "LIMITS",
    "MOST_NEAR_DUPLICATES",
    "REAL",
    "Names",
    "Place",
    "distinct_share",
    "limit",
    "main",
    "near_duplicates",
    "origins",
    "passages_twice",
    "read_names",
    "real_texts",
    "shared_runs",
    "words",
]

ROOT = Path(__file__).resolve().parents[1]
#: So many words in a row may no real release have, too: a mirrored release had one as its model;
#: an imagined one had none, so that a shorter run is chance; legal text is made of formulas.
LIMITS = {"mirrored": 6, "imagined": 8, "legal": 10}
#: Passages of fewer words, names left out, may stand twice.
PASSAGE = 8
#: Two units are near-duplicates if their runs of three words have at least this Jaccard index.
NEAR = 0.8
SHINGLE = 3
#: Shorter units have too few runs to be compared.
SHORTEST = 6
#: Highest share of units with a near-duplicate in another release.
MOST_NEAR_DUPLICATES = 0.01
#: Runs of four words from which the share of distinct ones is taken: it falls with their number.
SAMPLE = 100_000
#: The same figures of 288 real releases, pinned for who has none: this script measures them anew.
REAL = {"near_duplicates": 0.0533, "distinct_share": 0.9104}

#: A run of words.
Run = tuple[str, ...]
#: Names and prescribed notices, as one expression over words with single spaces.
Names = re.Pattern[str]


class Place(NamedTuple):
    """Words that stand elsewhere, too: release, number of the unit (0 is a paragraph), words."""

    release: str
    unit: int
    words: str


def words(text: str) -> list[str]:
    """Split into words: lower case, letters and digits of ASCII."""
    return re.findall(r"[a-z0-9]+", text.lower())


def read_names(path: str | Path = ROOT / "data" / "names.tsv") -> Names:
    """Read the reviewed list of names and notices that may be shared."""
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return re.compile(rf"\b(?:{'|'.join(row['words'] for row in rows)})\b")


def _stretches(text: str, names: Names) -> Iterator[list[str]]:
    """Words between names."""
    for part in names.sub("\n", " ".join(words(text))).split("\n"):
        yield part.split()


def _runs(sequence: Sequence[str], n: int) -> Iterator[Run]:
    return (tuple(sequence[i : i + n]) for i in range(len(sequence) - n + 1))


def origins(folder: str | Path) -> dict[str, str]:
    """Column ``origin`` of the manifest, by identifier."""
    with (Path(folder) / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: row["origin"] for row in csv.DictReader(file)}


def limit(origin: str, unit: GoldUnit) -> int:
    """Words in a row that a unit must not share."""
    return LIMITS["legal" if unit.label == "boilerplate" else origin]


def _text(release: Release, unit: GoldUnit) -> str:
    return release.text[unit.start : unit.end]


def real_texts(shared: Path) -> Iterator[str]:
    """Real releases of the folder."""
    for folder in ("gold", "wire"):
        if (shared / folder / "raw").is_dir():
            yield from corpus.texts_of([shared / folder / "raw"])
    if (shared / "releases" / "unlabelled.tar.gz").exists():
        yield from corpus.texts_of([shared / "releases" / "unlabelled.tar.gz"])


def shared_runs(
    releases: Sequence[Release], origin: Mapping[str, str], sources: Iterable[str], names: Names
) -> list[Place]:
    """Find runs of words, as long as :data:`LIMITS` says, that a source has, too.

    A name ends a run.
    """
    mine: dict[Run, list[tuple[str, int]]] = defaultdict(list)
    for release in releases:
        for number, unit in enumerate(release.units, 1):
            for stretch in _stretches(_text(release, unit), names):
                for run in _runs(stretch, limit(origin[release.id], unit)):
                    mine[run].append((release.id, number))
    found: set[Run] = set()
    for source in sources:
        theirs = words(source)
        for n in sorted(set(LIMITS.values())):
            found.update(mine.keys() & set(_runs(theirs, n)))
    return sorted(Place(*place, " ".join(run)) for run in found for place in mine[run])


def passages_twice(releases: Sequence[Release], names: Names) -> list[Place]:
    """Find paragraphs and labelled units that stand again, in the same release or another.

    Paragraphs end at blank lines. Passages of fewer than :data:`PASSAGE` words, names left out,
    are passed over.
    """
    passages: list[Place] = []
    for release in releases:
        texts = [(0, part) for part in re.split(r"\n[ \t\r\f]*\n", release.text)]
        units = enumerate(release.units, 1)
        texts += [(number, _text(release, unit)) for number, unit in units if unit.label]
        for number, text in texts:
            if sum(map(len, _stretches(text, names))) >= PASSAGE:
                passages.append(Place(release.id, number, " ".join(words(text))))
    times = Counter((place.unit > 0, place.words) for place in passages)
    return [place for place in passages if times[place.unit > 0, place.words] > 1]


def _content(release: Release) -> Iterator[list[str]]:
    """Words of each labelled unit that is no legal text."""
    for unit in release.units:
        if unit.label not in (None, "boilerplate"):
            yield words(_text(release, unit))


def near_duplicates(releases: Sequence[Release]) -> float:
    """Share of units outside legal text that have a near-duplicate in another release.

    Near-duplicates have a Jaccard index of their runs of :data:`SHINGLE` words of :data:`NEAR` or
    more. Units of fewer than :data:`SHORTEST` words are left out.
    """
    units = [
        (owner, frozenset(_runs(mine, SHINGLE)))
        for owner, release in enumerate(releases)
        for mine in _content(release)
        if len(mine) >= SHORTEST
    ]
    holders: dict[Run, list[int]] = defaultdict(list)
    near: set[int] = set()
    for number, (owner, runs) in enumerate(units):
        common = Counter(other for run in runs for other in holders[run])
        for other, n in common.items():
            alike = n / (len(runs) + len(units[other][1]) - n) >= NEAR
            if alike and units[other][0] != owner:
                near |= {number, other}
        for run in runs:
            holders[run].append(number)
    return len(near) / len(units)


def distinct_share(releases: Sequence[Release], sample: int = SAMPLE) -> float:
    """Share of distinct runs of four words among the first `sample` outside legal text.

    Releases come in an order that chance decides, by the digest of their identifiers. Raises
    ValueError if there are fewer runs.
    """
    ordered = sorted(releases, key=lambda r: hashlib.sha256(r.id.encode()).digest())
    runs = [run for release in ordered for mine in _content(release) for run in _runs(mine, 4)]
    if len(runs) < sample:
        raise ValueError(f"{len(runs)} runs of four words are fewer than {sample}")
    return len(set(runs[:sample])) / sample


def main(folder: str = "data/releases", shared: str = "../shared") -> None:
    """Print the figures, and the places where words stand that should not."""
    releases, names = corpus.read(folder), read_names()
    places = [("passages that stand twice", passages_twice(releases, names))]
    if sources := list(dict.fromkeys(real_texts(Path(shared)))):
        runs = shared_runs(releases, origins(folder), sources, names)
        places.append((f"runs shared with {len(sources):,} real texts", runs))
    for name, found in places:
        print(f"{name:48} {len(found)}")
        for place in found:
            print("   ", *place)
    real = Path(shared) / "wire"
    others = corpus.read(real) if (real / "units").is_dir() else None
    for figure in (near_duplicates, distinct_share):
        name = figure.__name__
        anew = f", measured anew {figure(others):.4f}" if others else ""
        print(f"{name:48} {figure(releases):.4f}; real releases {REAL[name]:.4f}{anew}")


if __name__ == "__main__":
    main(*sys.argv[1:3])
