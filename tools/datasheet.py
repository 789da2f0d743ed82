"""Describe the data: write ``data/manifest.json`` and the tables of ``data/README.md``.

usage: python -m tools.datasheet

Tables stand in the datasheet between ``<!-- begin NAME -->`` and ``<!-- end NAME -->``. Run it
after any change of the data; tests compare both files with the data.
"""

from __future__ import annotations

import csv
import hashlib
import json
import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import fls
from fls import corpus
from fls.corpus import GoldUnit
from fls.document import KINDS, LABELLED_KINDS, LABELS
from tools import agreement, corpus_figures

__all__ = [
    "ROOT",
    "main",
    "make_manifest",
    "make_tables",
    "replace_tables",
    "tabulate_figures",
    "tabulate_kinds",
]

ROOT = Path(__file__).resolve().parents[1]
#: Columns of the manifests by which releases are counted.
_WRITTEN = ("origin", "sector", "event", "year", "tone", "safe_harbor", "layout")
_WIRE = ("source", "sector", "event", "year", "chosen")
_MADE = {
    "releases": "Written one by one for this project, from scenarios (imagined) or after the "
    "anatomy of a published release with everything re-invented (mirrored); cut and labelled "
    "while writing, by docs/codebook.md; laid out by tools/render_corpus.py.",
    "wire": "Real releases cut by the segmentation of this library; the cut mended and each unit "
    "labelled by one annotator, an instance of a large language model, by docs/codebook.md. Labels "
    "and offsets only: the texts are not here.",
    "wire/second": "Releases of wire labelled again, each by one of four further annotators, who "
    "did not see the first labels.",
    "ratings": "Whole releases of releases and wire rated 0 to 10 by three readers, instances of "
    "a large language model, who did not see each other's ratings, by docs/codebook.md.",
    "ratings_later": "The other releases of wire, each rated by one such reader when the scores "
    "had been fitted: a test of them.",
}
_DIGESTS = {
    "sha256 of files": "SHA-256 over one line a file, sorted by path: SHA-256 of the file, two "
    "spaces, path below the folder, line feed.",
    "sha256 of texts": "fls.corpus.digest: identifiers, issuers, texts and units.",
    "labels_sha256": "fls.corpus.labels_digest: identifiers, issuers, digests of texts, units; "
    "a model records it for each corpus that it was trained on.",
}


def _read_rows(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    """Read the rows of a table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def _describe_files(folder: Path) -> dict[str, Any]:
    """Count the files of a folder and their bytes, and give their digest."""
    lines, size = [], 0
    for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
        if path.is_file():
            content = path.read_bytes()
            name = path.relative_to(folder).as_posix()
            lines.append(f"{hashlib.sha256(content).hexdigest()}  {name}\n")
            size += len(content)
    digest = hashlib.sha256("".join(lines).encode()).hexdigest()
    return {"files": len(lines), "bytes": size, "sha256": digest}


def _count(values: Iterable[str | None]) -> dict[str, int]:
    """Count each value, the most frequent first."""
    counts = Counter(value or "not known" for value in values)
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _count_units(units: Sequence[GoldUnit]) -> dict[str, Any]:
    """Count units by kind and label."""
    return {
        "units": len(units),
        "labelled_units": sum(unit.label is not None for unit in units),
        "by_kind": _count(unit.kind for unit in units),
        "by_label": _count(unit.label for unit in units if unit.label),
        "by_second_label": _count(unit.second for unit in units if unit.second),
        "forward_looking": {
            "specific": sum(u.label == "forward_looking" and u.specific is True for u in units),
            "not_specific": sum(
                u.label == "forward_looking" and u.specific is False for u in units
            ),
        },
    }


def _count_releases(rows: Sequence[Mapping[str, str]], columns: Iterable[str]) -> dict[str, Any]:
    """Count releases by some columns of their manifest."""
    counts = {f"releases_by_{name}": _count(row[name] for row in rows) for name in columns}
    return {"releases": len(rows), "issuers": len({row["issuer"] for row in rows}), **counts}


def _describe_written(folder: Path) -> dict[str, Any]:
    """Describe the written releases."""
    releases = corpus.read(folder)
    return {
        "words": sum(len(release.text.split()) for release in releases),
        **_count_releases(_read_rows(folder / "manifest.csv"), _WRITTEN),
        **_count_units([unit for release in releases for unit in release.units]),
        "sha256": corpus.digest(releases),
        "labels_sha256": corpus.labels_digest(releases),
        "files": {name: _describe_files(folder / name) for name in ("raw", "units")},
    }


def _describe_standoff(folder: Path) -> dict[str, Any]:
    """Describe labels without texts."""
    labelled = corpus.read_standoff(folder)
    columns = [name for name in _WIRE if all(name in row for row, _ in labelled)]
    names = [row["id"] for row, _ in labelled]
    lines = [row for name in names for row in _read_rows(folder / "units" / f"{name}.tsv", "\t")]
    return {
        **_count_releases([row for row, _ in labelled], columns),
        **_count_units([unit for _, units in labelled for unit in units]),
        "units_by_annotator": _count(line["annotator"] for line in lines),
        "labels_sha256": corpus.standoff_digest(folder),
        "files": {"units": _describe_files(folder / "units")},
    }


def _describe_ratings(path: Path) -> dict[str, Any]:
    """Describe the ratings of three readers."""
    rows = _read_rows(path)
    means = {
        scale: round(
            statistics.fmean(float(row[f"{scale}_{n}"]) for row in rows for n in (1, 2, 3)), 2
        )
        for scale in agreement.SCALES
    }
    return {
        "releases": len(rows),
        "readers": 3,
        "releases_by_set": _count(row["set"] for row in rows),
        "means": means,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }


def _describe_later(path: Path) -> dict[str, Any]:
    """Describe the ratings of one reader."""
    rows = _read_rows(path)
    return {
        "releases": len(rows),
        "readers": 1,
        "means": {
            scale: round(statistics.fmean(float(row[scale]) for row in rows), 2)
            for scale in agreement.SCALES
        },
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }


def make_manifest(root: Path = ROOT) -> dict[str, Any]:
    """Return counts and digests of all data, and how they were made."""
    data = root / "data"
    parts = {
        "releases": _describe_written(data / "releases"),
        "wire": _describe_standoff(data / "wire"),
        "wire/second": _describe_standoff(data / "wire" / "second"),
        "ratings": _describe_ratings(data / "ratings.csv"),
        "ratings_later": _describe_later(data / "ratings_later.csv"),
    }
    return {
        "format": 1,
        "version": fls.__version__,
        "licence": "CC-BY-4.0",
        "language": "en",
        "datasheet": "README.md",
        "written_by": "python -m tools.datasheet",
        "digests": _DIGESTS,
        "parts": {name: {"made": _MADE[name], **facts} for name, facts in parts.items()},
    }


# Tables


def _lay_out(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Lay out Markdown; all columns but the first are aligned right."""
    rule = ["---", *["---:"] * (len(head) - 1)]
    lines = ["| " + " | ".join(cells) + " |" for cells in (head, *rows)]
    return [lines[0], "|" + "|".join(rule) + "|", *lines[1:]]


def tabulate_kinds(units: Sequence[GoldUnit]) -> list[str]:
    """Return the table of kinds against first labels."""
    count = Counter((unit.kind, unit.label) for unit in units)
    columns = (*LABELS, None)

    def row(name: str, kinds: Sequence[str]) -> list[str]:
        totals = [sum(count[kind, label] for kind in kinds) for label in columns]
        return [name, *(f"{n:,}" if n else "" for n in totals), f"{sum(totals):,}"]

    labelled = [kind for kind in KINDS if kind in LABELLED_KINDS]
    others = [kind for kind in KINDS if kind not in LABELLED_KINDS]
    head = ["kind", *(label.replace("_", "-") for label in LABELS), "no label", "all"]
    return _lay_out(
        head, [*(row(kind, [kind]) for kind in (*labelled, *others)), row("all", KINDS)]
    )


def _list_counts(counts: Mapping[str, int]) -> str:
    """Write counts in one line."""
    return ", ".join(f"{name.replace('_', '-')} ({n:,})" for name, n in counts.items())


def _write_facts(part: Mapping[str, Any]) -> list[str]:
    """Write the facts about annotated releases, with their table."""
    future = part["forward_looking"]
    return [
        f"{part['releases']:,} releases of {part['issuers']:,} issuers, {part['units']:,} units, "
        f"{part['labelled_units']:,} of them labelled:",
        "",
        *part["table"],
        "",
        f"Second labels: {_list_counts(part['by_second_label'])}. Of the "
        f"{part['by_label']['forward_looking']:,} forward-looking units {future['specific']:,} "
        "are specific.",
    ]


def tabulate_figures(folder: Path) -> list[str]:
    """Return the table of what the written corpus shares with itself, beside real releases."""
    releases = corpus.read(folder)
    twice = corpus_figures.find_repeated_passages(releases, corpus_figures.read_names())
    real = corpus_figures.REAL_FIGURES
    near, distinct = (
        (f"{figure(releases):.4f}", f"{real[figure.__name__]:.4f}")
        for figure in (corpus_figures.near_duplicates, corpus_figures.distinct_share)
    )
    rows = [
        ["paragraphs and labelled units that stand twice", str(len(twice)), ""],
        ["share of units with a near-duplicate in another release", *near],
        ["share of distinct runs of four words", *distinct],
    ]
    return _lay_out(["figure", "written", "real"], rows)


def _write_agreement(measured: tuple[str, list[agreement.Row]], head: Sequence[str]) -> list[str]:
    """Write figures of agreement as a table."""

    def ends(low: float | None, high: float | None) -> str:
        return "" if low is None or high is None else f"{low:.3f} to {high:.3f}"

    what, rows = measured
    cells = [[name, f"{value:.3f}", ends(low, high)] for name, value, low, high in rows]
    return [f"{what}:", "", *_lay_out(head, cells)]


def make_tables(root: Path = ROOT, samples: int = 1000) -> dict[str, list[str]]:
    """Return the lines of each table of the datasheet, by name; intervals are by bootstrap."""
    data, parts = root / "data", make_manifest(root)["parts"]
    written = [unit for release in corpus.read(data / "releases") for unit in release.units]
    wire = [unit for _, units in corpus.read_standoff(data / "wire") for unit in units]
    layouts = parts["releases"]["releases_by_layout"]
    years, chosen = parts["wire"]["releases_by_year"], parts["wire"]["releases_by_chosen"]
    twice = agreement.compare_labels(str(data / "wire"), str(data / "wire" / "second"), samples)
    rated = agreement.compare_ratings(str(data / "ratings.csv"))
    return {
        "releases": [
            *_write_facts({**parts["releases"], "table": tabulate_kinds(written)}),
            f"Layouts: {_list_counts(layouts)}. {parts['releases']['words']:,} words.",
        ],
        "figures": tabulate_figures(data / "releases"),
        "wire": [
            *_write_facts({**parts["wire"], "table": tabulate_kinds(wire)}),
            f"Years: {_list_counts(years)}. Chosen as: {_list_counts(chosen)}.",
        ],
        "agreement": _write_agreement(twice, ["figure", "value", "95 % interval"]),
        "ratings": _write_agreement(
            rated, ["scale", "mean of the three pairs", "least to greatest"]
        ),
    }


def replace_tables(text: str, tables: Mapping[str, Sequence[str]]) -> str:
    """Put tables between their marks."""
    for name, lines in tables.items():
        begin, end = f"<!-- begin {name} -->\n", f"<!-- end {name} -->"
        before, mark, rest = text.partition(begin)
        _, close, after = rest.partition(end)
        if not mark or not close:
            raise ValueError(f"the datasheet has no marks {begin.strip()} and {end}")
        text = before + mark + "\n".join(lines) + "\n" + close + after
    return text


def main(root: Path = ROOT) -> None:
    """Write both files."""
    facts = json.dumps(make_manifest(root), indent=1, ensure_ascii=False)
    (root / "data" / "manifest.json").write_bytes(f"{facts}\n".encode())
    sheet = root / "data" / "README.md"
    text = sheet.read_bytes().decode()
    sheet.write_bytes(replace_tables(text, make_tables(root)).encode())


if __name__ == "__main__":
    main()
