"""Labels without texts, for releases that may not be copied.

A stand-off folder::

    folder/manifest.csv       columns id, sha256, issuer, and whatever else describes a release
    folder/units/ID.tsv       its units: start TAB end TAB kind TAB label TAB annotator

``sha256`` is that of the text in UTF-8; offsets count its code points. Whoever has the texts can
join them with the labels into a corpus; without them the folder reveals nothing of their wording.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import tarfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple
from os import PathLike
from pathlib import Path

from fls.corpus._files import SAFE_ID, check_names, decode_marks, encode_marks
from fls.corpus._records import AnnotatedRelease, GoldUnit
from fls.errors import CorpusError
from fls.files import write_whole

__all__ = [
    "Missing",
    "join",
    "labels_digest",
    "read_standoff",
    "standoff_digest",
    "texts_of",
    "write_standoff",
]

_HEADER = ("start", "end", "kind", "label", "annotator")
#: Identifier and digest of a release whose text was not found.
Missing = tuple[str, str]


def _digest_text(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def write_standoff(
    folder: str | PathLike[str],
    releases: Sequence[AnnotatedRelease],
    annotators: Mapping[str, str],
    about: Mapping[str, Mapping[str, str]] | None = None,
) -> None:
    """Write labels without texts.

    Parameters
    ----------
    folder : path-like
        Made if it does not exist. Releases that are already in it are kept.
    releases : sequence of AnnotatedRelease
        Annotated releases.
    annotators : mapping of str to str
        Who labelled each release, by identifier.
    about : mapping, optional
        Other columns of the manifest, by identifier.

    Raises
    ------
    CorpusError
        If an identifier is no plain file name or not in `annotators`. Nothing is written.
    """
    for release in releases:
        check_names(release)
        if release.id not in annotators:
            raise CorpusError(
                release.id, "has an annotator", "none", "name who labelled the release"
            )
    root = Path(folder)
    (root / "units").mkdir(parents=True, exist_ok=True)
    rows = (
        {row["id"]: row for row in _read_manifest(root)} if (root / "manifest.csv").exists() else {}
    )
    for release in releases:
        lines = ["\t".join(_HEADER)]
        for unit in release.units:
            kind, label = encode_marks(unit)
            lines.append(f"{unit.start}\t{unit.end}\t{kind}\t{label}\t{annotators[release.id]}")
        path = root / "units" / f"{release.id}.tsv"
        write_whole(path, "".join(f"{line}\n" for line in lines).encode())
        own = {"id": release.id, "sha256": _digest_text(release.text), "issuer": release.issuer}
        rows[release.id] = own | dict((about or {}).get(release.id, {}))
    columns = list(dict.fromkeys(name for row in rows.values() for name in row))
    table = io.StringIO(newline="")
    writer = csv.DictWriter(table, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows[name] for name in sorted(rows))
    write_whole(root / "manifest.csv", table.getvalue().encode())


def _read_manifest(root: Path) -> list[dict[str, str]]:
    path = root / "manifest.csv"
    try:
        rows = list(csv.DictReader(io.StringIO(path.read_bytes().decode(), newline="")))
    except (OSError, UnicodeDecodeError) as e:
        found = "none that can be read" if isinstance(e, OSError) else "other bytes"
        raise CorpusError(
            str(root), "is a folder of labels without texts, with manifest.csv in UTF-8", found,
            "give the folder that holds manifest.csv and units/",
        ) from e  # fmt: skip
    seen: set[str] = set()
    for number, row in enumerate(rows, 2):
        _check_row(row, seen, f"{path}:{number}")
        seen |= {row["id"], row["sha256"]}
    return rows


def _check_row(row: Mapping[str, str], seen: set[str], where: str) -> None:
    """Refuse a row that names no release, a file elsewhere, or the release of an earlier row."""
    name, text = row.get("id") or "", row.get("sha256") or ""
    if not name or not re.fullmatch(r"[0-9a-f]{64}", text):
        raise CorpusError(
            where, "has an id and a sha256 of 64 hexadecimal digits",
            f"id {row.get('id')!r}, sha256 {row.get('sha256')!r}", "fix the line",
        )  # fmt: skip
    if not SAFE_ID.fullmatch(name):
        raise CorpusError(
            where, "has an id of letters, digits and . _ - that begins with one of the first two",
            repr(name), "rename the release and the file of its units",
        )  # fmt: skip
    again = [value for value in (name, text) if value in seen]
    if again:
        raise CorpusError(
            where, "names a release and a text that no line above names", again[0],
            "remove one of the lines",
        )  # fmt: skip


def read_standoff(folder: str | PathLike[str]) -> list[tuple[dict[str, str], list[GoldUnit]]]:
    """Read labels without texts.

    Parameters
    ----------
    folder : path-like

    Returns
    -------
    list of (dict, list of GoldUnit)
        Manifest row and units of each release, sorted by identifier.

    Raises
    ------
    CorpusError
        If a file breaks the format; the message names file and line.
    """
    root = Path(folder)
    rows = sorted(_read_manifest(root), key=lambda row: row["id"])
    return [(row, _read_units(root / "units" / f"{row['id']}.tsv")) for row in rows]


def _read_units(path: Path) -> list[GoldUnit]:
    try:
        lines = path.read_bytes().decode().splitlines()
    except (OSError, UnicodeDecodeError) as e:
        raise CorpusError(
            str(path), "holds the units of a release", type(e).__name__, "copy the folder again"
        ) from e
    if not lines or tuple(lines[0].split("\t")) != _HEADER:
        raise CorpusError(
            f"{path}:1", f"is the header {' TAB '.join(_HEADER)}",
            repr(lines[0] if lines else ""), "add it",
        )  # fmt: skip
    units: list[GoldUnit] = []
    for number, line in enumerate(lines[1:], 2):
        where, parts = f"{path}:{number}", line.split("\t")
        after = units[-1].end if units else 0
        if len(parts) != len(_HEADER) or not (parts[0].isdecimal() and parts[1].isdecimal()):
            raise CorpusError(where, f"has {len(_HEADER)} columns", repr(line), "fix the line")
        start, end = int(parts[0]), int(parts[1])
        if not after <= start < end:
            raise CorpusError(
                where, f"begins at {after} or later and is not empty", f"{start} to {end}",
                "fix the offsets",
            )  # fmt: skip
        units.append(decode_marks(parts[2], parts[3], where, start, end))
    return units


def standoff_digest(folder: str | PathLike[str]) -> str:
    """Return a digest of a stand-off folder that ignores the order of files and lines.

    Parameters
    ----------
    folder : path-like

    Returns
    -------
    str
        SHA-256, hexadecimal, over identifiers, issuers, digests of texts, and units; equal to
        :func:`labels_digest` of what :func:`join` makes of the folder with all its texts.

    Raises
    ------
    CorpusError
        If a file breaks the format.
    """
    labelled = read_standoff(folder)
    return _digest_labels(
        (row["id"], _get_issuer(row), row["sha256"], units) for row, units in labelled
    )


def labels_digest(releases: Iterable[AnnotatedRelease]) -> str:
    """Return a digest of annotated releases, over their labels and the digests of their texts.

    A model records it, so that whoever has a stand-off folder but not the texts can check whether
    the model was trained on these labels.

    Parameters
    ----------
    releases : iterable of AnnotatedRelease
        In any order.

    Returns
    -------
    str
        See :func:`standoff_digest`.

    Examples
    --------
    >>> from fls.corpus import AnnotatedRelease, GoldUnit
    >>> unit = GoldUnit("sentence", 0, 11, "factual")
    >>> release = AnnotatedRelease("r1", "Costs fell.", (unit,), "Acme")
    >>> labels_digest([release])[:16]
    '41e2345b60fbac63'
    """
    return _digest_labels((r.id, r.issuer, _digest_text(r.text), r.units) for r in releases)


def _digest_labels(labelled: Iterable[tuple[str, str, str, Sequence[GoldUnit]]]) -> str:
    total = hashlib.sha256()
    for name, issuer, text, units in sorted(labelled, key=lambda release: release[0]):
        facts = [name, issuer, text, [astuple(unit) for unit in units]]
        total.update(json.dumps(facts, separators=(",", ":")).encode() + b"\n")
    return total.hexdigest()


def _get_issuer(row: Mapping[str, str]) -> str:
    return row.get("issuer") or row["id"]


def texts_of(places: Iterable[str | PathLike[str]]) -> Iterator[str]:
    """Yield every text of folders and archives.

    Parameters
    ----------
    places : iterable of path-like
        Folders (their ``.txt`` files, at any depth) and ``.tar`` or ``.tar.gz`` archives.

    Yields
    ------
    str
        The texts; files that are not UTF-8 are skipped.

    Raises
    ------
    CorpusError
        If a place is neither a folder nor such an archive.
    """
    for place in places:
        path = Path(place)
        if path.is_dir():
            for file in sorted(path.rglob("*.txt")):
                yield from _decode_utf8(file.read_bytes())
        elif path.is_file() and tarfile.is_tarfile(path):
            try:
                yield from _read_archive(path)
            except (tarfile.TarError, EOFError, OSError, zlib.error) as e:
                raise CorpusError(
                    str(path), "is a whole archive", f"{type(e).__name__} while reading",
                    "copy it again",
                ) from e  # fmt: skip
        else:
            raise CorpusError(
                str(path), "is a folder of .txt files or a tar archive",
                "neither" if path.exists() else "nothing there", "check the path",
            )  # fmt: skip


def _read_archive(path: Path) -> Iterator[str]:
    with tarfile.open(path) as archive:
        for member in archive:
            file_object = archive.extractfile(member) if member.isfile() else None
            if file_object is not None:
                yield from _decode_utf8(file_object.read())


def _decode_utf8(data: bytes) -> Iterator[str]:
    try:
        yield data.decode()
    except UnicodeDecodeError:
        return


def join(
    folder: str | PathLike[str], texts: Iterable[str]
) -> tuple[list[AnnotatedRelease], list[Missing]]:
    """Join labels with their texts, which are recognized by digest.

    Parameters
    ----------
    folder : path-like
        A stand-off folder.
    texts : iterable of str
        Texts, among them those of the folder; see :func:`texts_of`.

    Returns
    -------
    releases : list of AnnotatedRelease
        Releases whose text was found, sorted by identifier.
    missing : list of (str, str)
        Identifier and digest of the others.

    Raises
    ------
    CorpusError
        If the folder breaks its format, or a unit lies outside its text.
    """
    labelled = read_standoff(folder)
    wanted = {row["sha256"] for row, _ in labelled}
    text_of: dict[str, str] = {}
    for text in texts:
        key = _digest_text(text)
        if key in wanted:
            text_of[key] = text
            if len(text_of) == len(wanted):
                break
    releases: list[AnnotatedRelease] = []
    missing: list[Missing] = []
    for row, units in labelled:
        text = text_of.get(row["sha256"], "")
        if not text:
            missing.append((row["id"], row["sha256"]))
            continue
        if units and units[-1].end > len(text):
            raise CorpusError(
                row["id"], f"has units within its {len(text)} characters",
                f"one that ends at {units[-1].end}", "restore the file of its units",
            )  # fmt: skip
        releases.append(AnnotatedRelease(row["id"], text, tuple(units), _get_issuer(row)))
    return releases, missing
