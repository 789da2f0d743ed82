"""Measure what the written corpus shares with real releases and with itself, and how varied it is.

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
from fls.corpus import AnnotatedRelease, GoldUnit

__all__ = [
    "LIMITS",
    "MAX_NEAR_DUPLICATES",
    "REAL_FIGURES",
    "Names",
    "Place",
    "distinct_share",
    "find_limit",
    "find_repeated_passages",
    "find_shared_runs",
    "main",
    "near_duplicates",
    "read_names",
    "read_origins",
    "read_real_texts",
    "split_words",
]

ROOT = Path(__file__).resolve().parents[1]
#: Words in a row from which a run must not stand in a real release: a mirrored release had one as
#: its model; an imagined one had none, so that a shorter run is chance; legal text has formulas.
LIMITS = {"mirrored": 6, "imagined": 8, "legal": 10}
#: Words of a passage, names left out, from which it must not stand twice.
MIN_PASSAGE_WORDS = 8
#: Minimum Jaccard index of the runs of three words of two near-duplicates.
MIN_SIMILARITY = 0.8
SHINGLE_WORDS = 3
#: Words of a unit from which it has enough runs to be compared.
MIN_UNIT_WORDS = 6
#: Highest share of units with a near-duplicate in another release.
MAX_NEAR_DUPLICATES = 0.01
#: Runs of four words among which distinct ones are counted: their share falls with this number.
N_SAMPLED_RUNS = 100_000
#: The same figures of 288 real releases, for those who have none; this script measures them anew.
REAL_FIGURES = {"near_duplicates": 0.0533, "distinct_share": 0.9104}

#: A run of words.
Run = tuple[str, ...]
#: Names and prescribed notices, as one expression over words with single spaces.
Names = re.Pattern[str]


class Place(NamedTuple):
    """Words that also stand elsewhere: release, number of the unit (0 is a paragraph), words."""

    release: str
    unit: int
    words: str


def split_words(text: str) -> list[str]:
    """Split into words: lower case, letters and digits of ASCII."""
    return re.findall(r"[a-z0-9]+", text.lower())


def read_names(path: str | Path = ROOT / "data" / "names.tsv") -> Names:
    """Read the reviewed list of names and notices that may be shared."""
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return re.compile(rf"\b(?:{'|'.join(row['words'] for row in rows)})\b")


def _split_at_names(text: str, names: Names) -> Iterator[list[str]]:
    """Yield the words between names."""
    for part in names.sub("\n", " ".join(split_words(text))).split("\n"):
        yield part.split()


def _list_runs(sequence: Sequence[str], n: int) -> Iterator[Run]:
    """Yield the runs of some length."""
    return (tuple(sequence[i : i + n]) for i in range(len(sequence) - n + 1))


def read_origins(folder: str | Path) -> dict[str, str]:
    """Read the column ``origin`` of the manifest, by identifier."""
    with (Path(folder) / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: row["origin"] for row in csv.DictReader(file)}


def find_limit(origin: str, unit: GoldUnit) -> int:
    """Return the number of words in a row that a unit must not share."""
    return LIMITS["legal" if unit.label == "boilerplate" else origin]


def _read_unit(release: AnnotatedRelease, unit: GoldUnit) -> str:
    return release.text[unit.start : unit.end]


def read_real_texts(shared: Path) -> Iterator[str]:
    """Yield the real releases of the folder."""
    for folder in ("gold", "wire"):
        if (shared / folder / "raw").is_dir():
            yield from corpus.texts_of([shared / folder / "raw"])
    if (shared / "releases" / "unlabelled.tar.gz").exists():
        yield from corpus.texts_of([shared / "releases" / "unlabelled.tar.gz"])


def find_shared_runs(
    releases: Sequence[AnnotatedRelease],
    origin: Mapping[str, str],
    sources: Iterable[str],
    names: Names,
) -> list[Place]:
    """Find runs of words, as long as :data:`LIMITS` says, that also stand in a source.

    A name ends a run.
    """
    mine: dict[Run, list[tuple[str, int]]] = defaultdict(list)
    for release in releases:
        for number, unit in enumerate(release.units, 1):
            for stretch in _split_at_names(_read_unit(release, unit), names):
                for run in _list_runs(stretch, find_limit(origin[release.id], unit)):
                    mine[run].append((release.id, number))
    shared: set[Run] = set()
    for source in sources:
        theirs = split_words(source)
        for n in sorted(set(LIMITS.values())):
            shared.update(mine.keys() & set(_list_runs(theirs, n)))
    return sorted(Place(*place, " ".join(run)) for run in shared for place in mine[run])


def find_repeated_passages(releases: Sequence[AnnotatedRelease], names: Names) -> list[Place]:
    """Find paragraphs and labelled units that stand twice, in the same release or in two.

    Paragraphs end at blank lines. Passages of fewer than :data:`MIN_PASSAGE_WORDS` words, names
    left out, are passed over.
    """
    passages: list[Place] = []
    for release in releases:
        texts = [(0, part) for part in re.split(r"\n[ \t\r\f]*\n", release.text)]
        units = enumerate(release.units, 1)
        texts += [(number, _read_unit(release, unit)) for number, unit in units if unit.label]
        for number, text in texts:
            if sum(map(len, _split_at_names(text, names))) >= MIN_PASSAGE_WORDS:
                passages.append(Place(release.id, number, " ".join(split_words(text))))
    times = Counter((place.unit > 0, place.words) for place in passages)
    return [place for place in passages if times[place.unit > 0, place.words] > 1]


def _read_content(release: AnnotatedRelease) -> Iterator[list[str]]:
    """Yield the words of each labelled unit outside legal text."""
    for unit in release.units:
        if unit.label not in (None, "boilerplate"):
            yield split_words(_read_unit(release, unit))


def near_duplicates(releases: Sequence[AnnotatedRelease]) -> float:
    """Return the share of units outside legal text with a near-duplicate in another release.

    The runs of :data:`SHINGLE_WORDS` words of near-duplicates have a Jaccard index of
    :data:`MIN_SIMILARITY` or more. Units of fewer than :data:`MIN_UNIT_WORDS` words are left out.
    """
    units = [
        (owner, frozenset(_list_runs(mine, SHINGLE_WORDS)))
        for owner, release in enumerate(releases)
        for mine in _read_content(release)
        if len(mine) >= MIN_UNIT_WORDS
    ]
    holders: dict[Run, list[int]] = defaultdict(list)
    near: set[int] = set()
    for number, (owner, runs) in enumerate(units):
        common = Counter(other for run in runs for other in holders[run])
        for other, n in common.items():
            alike = n / (len(runs) + len(units[other][1]) - n) >= MIN_SIMILARITY
            if alike and units[other][0] != owner:
                near |= {number, other}
        for run in runs:
            holders[run].append(number)
    return len(near) / len(units)


def distinct_share(releases: Sequence[AnnotatedRelease], sample: int = N_SAMPLED_RUNS) -> float:
    """Return the share of distinct runs of four words among the first `sample` outside legal text.

    Releases come in an order that chance decides, by the digest of their identifiers. Raises
    ValueError if there are fewer runs.
    """
    ordered = sorted(releases, key=lambda r: hashlib.sha256(r.id.encode()).digest())
    runs = [
        run for release in ordered for mine in _read_content(release) for run in _list_runs(mine, 4)
    ]
    if len(runs) < sample:
        raise ValueError(f"{len(runs)} runs of four words are fewer than {sample}")
    return len(set(runs[:sample])) / sample


def main(folder: str = "data/releases", shared: str = "../shared") -> None:
    """Print the figures, and the places where words stand that should not."""
    releases, names = corpus.read(folder), read_names()
    places = [("passages that stand twice", find_repeated_passages(releases, names))]
    if sources := list(dict.fromkeys(read_real_texts(Path(shared)))):
        runs = find_shared_runs(releases, read_origins(folder), sources, names)
        places.append((f"runs shared with {len(sources):,} real texts", runs))
    for name, listed in places:
        print(f"{name:48} {len(listed)}")
        for place in listed:
            print("   ", *place)
    real = Path(shared) / "wire"
    others = corpus.read(real) if (real / "units").is_dir() else None
    for figure in (near_duplicates, distinct_share):
        name = figure.__name__
        anew = f", measured anew {figure(others):.4f}" if others else ""
        print(f"{name:48} {figure(releases):.4f}; real releases {REAL_FIGURES[name]:.4f}{anew}")


if __name__ == "__main__":
    main(*sys.argv[1:3])
