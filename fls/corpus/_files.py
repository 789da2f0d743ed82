"""Corpus folders: reading, checking, writing, and the digest of their content."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import astuple
from os import PathLike
from pathlib import Path

from fls.codes import LABEL_OF
from fls.corpus._records import AnnotatedRelease, GoldUnit
from fls.document import KINDS, LABELLED_KINDS
from fls.errors import CorpusError
from fls.files import write_whole

__all__ = [
    "SAFE_ID",
    "check_names",
    "decode_marks",
    "digest",
    "encode_files",
    "encode_marks",
    "read",
    "validate",
    "write",
]

_KIND_OF = dict(zip("hsigtco", KINDS, strict=True))
_KIND_CODE = {kind: code for code, kind in _KIND_OF.items()}
_LABEL_CODE = {meaning: code for code, meaning in LABEL_OF.items()}
_LABEL_ADVICE = (
    "write F for factual, P promotional, L+ forward-looking and specific, L- forward-looking and "
    "not, B boilerplate"
)
#: Code of a unit that is not labelled yet.
_UNLABELLED = "?"
#: Kind, label, second label, whether specific.
_Marks = tuple[str, str | None, str | None, bool | None]
_WHITE_SPACE = re.compile(r"[\s\u200b\ufeff]+")
#: Form of an identifier, which names files.
SAFE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def read(folder: str | PathLike[str]) -> list[AnnotatedRelease]:
    """Read a corpus.

    Parameters
    ----------
    folder : str or path-like
        Holds ``raw/*.txt`` and ``units/*.units`` with the same names, and may hold a
        ``manifest.csv``. Other columns and files are ignored.

    Returns
    -------
    list of AnnotatedRelease
        Sorted by identifier.

    Raises
    ------
    CorpusError
        The first fault that :func:`validate` finds.
    """
    releases, faults = _load(Path(folder))
    if faults:
        raise faults[0]
    return releases


def validate(folder: str | PathLike[str]) -> list[CorpusError]:
    """Return every fault of a corpus.

    Parameters
    ----------
    folder : str or path-like
        As for :func:`read`.

    Returns
    -------
    list of CorpusError
        Those of the manifest first, then by release and line; empty if the corpus can be read.
    """
    return _load(Path(folder))[1]


def write(folder: str | PathLike[str], releases: Sequence[AnnotatedRelease]) -> None:
    """Write a corpus that :func:`read` reads back equal.

    Parameters
    ----------
    folder : str or path-like
        Made if it does not exist. Files of the same names are replaced. It may hold no other
        release.
    releases : sequence of AnnotatedRelease
        Not empty, identifiers unique.

    Raises
    ------
    CorpusError
        If a release breaks the format, or the folder holds other releases. Nothing is written.
    """
    root = Path(folder)
    if not releases:
        raise CorpusError(str(root), "a corpus must hold a release", "none", "pass at least one")
    repeated = [name for name, n in Counter(r.id for r in releases).items() if n > 1]
    others = sorted(set(_list_names(root)) - {r.id for r in releases})
    if repeated or others:
        found = f"{repeated[0]!r} twice" if repeated else f"{others[0]!r} in the folder already"
        repair = "rename one" if repeated else "choose an empty folder"
        raise CorpusError(str(root), "each release must stand once and no other", found, repair)
    files: dict[Path, bytes] = {}
    for release in releases:
        files |= encode_files(root, release)
    table = io.StringIO(newline="")
    ordered = sorted(releases, key=lambda r: r.id)
    csv.writer(table, lineterminator="\n").writerows(
        [("id", "issuer"), *((r.id, r.issuer) for r in ordered)]
    )
    files[root / "manifest.csv"] = table.getvalue().encode()
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)


def encode_files(root: Path, release: AnnotatedRelease) -> dict[Path, bytes]:
    """Return the files of a release, after checking that reading them restores it."""
    check_names(release)
    text = _encode_text(release)
    rows = "".join(f"{row}\n" for row in _encode_rows(release))
    return {
        root / "raw" / f"{release.id}.txt": text,
        root / "units" / f"{release.id}.units": rows.encode(),
    }


def digest(releases: Iterable[AnnotatedRelease]) -> str:
    """Return a digest of the content of a corpus.

    Parameters
    ----------
    releases : iterable of AnnotatedRelease
        In any order.

    Returns
    -------
    str
        SHA-256, hexadecimal, over identifiers, issuers, texts and units.
    """
    total = hashlib.sha256()
    for r in sorted(releases, key=lambda r: r.id):
        units = [astuple(unit) for unit in r.units]
        total.update(json.dumps([r.id, r.issuer, r.text, units], separators=(",", ":")).encode())
        total.update(b"\n")
    return total.hexdigest()


def _load(root: Path) -> tuple[list[AnnotatedRelease], list[CorpusError]]:
    """Return the releases that can be read, and the faults of the others."""
    names = _list_names(root)
    if not names:
        found = "neither" if root.is_dir() else "a file" if root.exists() else "no such folder"
        expected = "must be a folder with raw/*.txt and units/*.units"
        return [], [CorpusError(str(root), expected, found, "check the path")]
    faults: list[CorpusError] = []
    issuers = _read_issuers(root / "manifest.csv", faults)
    for name in sorted(issuers.keys() - set(names)):
        found = f"none for the id {name!r}"
        expected, repair = "has a release for each row", "mend the id, or remove the row"
        faults.append(CorpusError(str(root / "manifest.csv"), expected, found, repair))
    releases = []
    for name in names:
        before = len(faults)
        text = _read_text(root / "raw" / f"{name}.txt", faults)
        rows = _read_text(root / "units" / f"{name}.units", faults)
        if text is not None and rows is not None:
            units = _parse_units(root, name, text, rows, faults)
            if len(faults) == before:
                releases.append(AnnotatedRelease(name, text, units, issuers.get(name, name)))
    return releases, faults


def _list_names(root: Path) -> list[str]:
    files = [*root.glob("raw/*.txt"), *root.glob("units/*.units")]
    return sorted({path.stem for path in files if not path.name.startswith(".")})


def _read_text(path: Path, faults: list[CorpusError]) -> str | None:
    try:
        return path.read_bytes().decode()
    except FileNotFoundError:
        expected, found = "a release needs its raw text and its units", "no such file"
        repair = "add it, or remove its partner"
    except UnicodeDecodeError as e:
        expected, found = "must be UTF-8", f"byte {e.object[e.start]:#04x} at offset {e.start}"
        repair = "convert the file"
    except OSError as e:
        expected, found, repair = "must be a readable file", str(e.strerror), "repair its rights"
    faults.append(CorpusError(str(path), expected, found, repair))
    return None


def _read_issuers(path: Path, faults: list[CorpusError]) -> dict[str, str]:
    """Read the manifest and return the issuer of each identifier."""
    text = _read_text(path, faults) if path.exists() else None
    if text is None:
        return {}
    issuers: dict[str, str] = {}
    table = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    if "id" not in (table.fieldnames or ()):
        found = repr(",".join(table.fieldnames or ()))
        faults.append(CorpusError(f"{path}:1", "must name a column 'id'", found, "add the header"))
        return {}
    if not {"issuer", "company"} & set(table.fieldnames or ()):
        found = repr(",".join(table.fieldnames or ()))
        expected = "must name a column 'issuer', by which releases are split"
        faults.append(CorpusError(f"{path}:1", expected, found, "add the column"))
        return {}
    for row in table:
        name = row["id"] or ""
        if name in issuers:
            where, found = f"{path}:{table.line_num}", f"{name!r} again"
            faults.append(CorpusError(where, "an id must stand once", found, "remove one line"))
        issuers.setdefault(name, row.get("issuer") or row.get("company") or name)
    return issuers


def _parse_units(
    root: Path, name: str, text: str, rows: str, faults: list[CorpusError]
) -> tuple[GoldUnit, ...]:
    """Parse the units of one release and find their places in its text."""
    path = root / "units" / f"{name}.units"
    lines = [line.removesuffix("\r") for line in rows.removeprefix("\ufeff").split("\n")]
    if not lines[-1]:
        lines.pop()
    columns = [line.split("\t") for line in lines]
    marks = []
    for n, row in enumerate(columns, 1):
        try:
            marks.append(_parse_marks(row, f"{path}:{n}"))
        except CorpusError as fault:
            faults.append(fault)
    if any(len(row) != 3 for row in columns):
        return ()  # the places after the fault are unknown
    try:
        spans = _align(text, [row[2] for row in columns], path, root / "raw" / f"{name}.txt")
    except CorpusError as fault:
        faults.append(fault)
        return ()
    if len(marks) < len(spans):
        return ()
    return tuple(map(_make_unit, marks, spans))


def _make_unit(marks: _Marks, span: tuple[int, int]) -> GoldUnit:
    kind, label, second, specific = marks
    return GoldUnit(kind, *span, label, second, specific)


def _parse_marks(row: list[str], where: str) -> _Marks:
    """Return kind and labels of a row."""
    if len(row) != 3:
        found = f"{len(row)} columns"
        raise CorpusError(where, "must be kind TAB label TAB text", found, "mend the tabs")
    kind = _KIND_OF.get(row[0])
    if kind is None:
        expected = f"kind must be one of {' '.join(_KIND_OF)}"
        raise CorpusError(where, expected, repr(row[0]), "fix the line")
    if kind not in LABELLED_KINDS:
        if row[1]:
            expected = f"kind {row[0]!r} must have no label"
            raise CorpusError(where, expected, repr(row[1]), "leave the second column empty")
        return kind, None, None, None
    if row[1] == _UNLABELLED:
        return kind, None, None, None
    if not row[1]:
        expected = f"kind {row[0]!r} must have a label of {' '.join(LABEL_OF)}, or {_UNLABELLED}"
        raise CorpusError(where, expected, "none", "fill the second column")
    codes = row[1].split(",")
    meanings = [LABEL_OF[code] for code in codes if code in LABEL_OF]
    names = [label for label, _ in meanings]
    if len(meanings) != len(codes) or len(codes) > 2 or len(set(names)) != len(names):
        expected = f"label must be one of {' '.join(LABEL_OF)}, or two different ones as 'L+,P'"
        raise CorpusError(where, expected, repr(row[1]), _LABEL_ADVICE)
    specific = next((definite for _, definite in meanings if definite is not None), None)
    return kind, names[0], names[1] if len(names) == 2 else None, specific


def _align(text: str, pieces: list[str], units: Path, raw: Path) -> list[tuple[int, int]]:
    """Return the span of each piece in the text; both must agree but for white space."""
    places = _find_places(text)
    bare = "".join([text[i] for i in places])
    spans, begin = [], 0
    for n, piece in enumerate(pieces, 1):
        own = _WHITE_SPACE.sub("", piece)
        if not own:
            raise CorpusError(f"{units}:{n}", "a unit must have a text", "none", "remove the line")
        if not bare.startswith(own, begin):
            pairs = enumerate(zip(own, bare[begin:], strict=False))
            n_same = next((i for i, (a, b) in pairs if a != b), len(bare) - begin)
            shown = _quote_around(piece, _find_places(piece)[n_same])
            raise _make_mismatch(
                f"{units}:{n}", shown, raw, text, [*places, len(text)][begin + n_same]
            )
        spans.append((places[begin], places[begin + len(own) - 1] + 1))
        begin += len(own)
    if begin < len(places):
        raise _make_mismatch(f"{units}:{len(pieces)}", "the end", raw, text, places[begin])
    return spans


def _find_places(text: str) -> list[int]:
    return [i for i, c in enumerate(text) if not (c.isspace() or c in "\u200b\ufeff")]


def _quote_around(text: str, at: int) -> str:
    return repr(text[max(0, at - 30) : at + 30])


def _make_mismatch(where: str, unit: str, raw: Path, text: str, at: int) -> CorpusError:
    line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    return CorpusError(
        where,
        "units must repeat the raw text but for white space",
        f"{unit} where {raw}:{line}:{column} has {_quote_around(text, at)}",
        "copy the text from the raw file",
    )


def check_names(release: AnnotatedRelease) -> None:
    """Refuse an identifier that is no plain file name, and an issuer of more than one line."""
    if not SAFE_ID.fullmatch(release.id):
        expected = "must consist of letters, digits and . _ -, and begin with one of the first two"
        raise CorpusError("AnnotatedRelease.id", expected, repr(release.id), "rename the release")
    if not release.issuer or {"\r", "\n"} & set(release.issuer):
        where, repair = f"{release.id}: issuer", "name the issuer or repeat the id"
        raise CorpusError(where, "must be a name on one line", repr(release.issuer), repair)


def _encode_text(release: AnnotatedRelease) -> bytes:
    try:
        return release.text.encode()
    except UnicodeEncodeError as e:
        found, repair = f"a lone surrogate at {e.start}", "replace it"
        raise CorpusError(f"{release.id}: text", "must be UTF-8", found, repair) from None


def _encode_rows(release: AnnotatedRelease) -> list[str]:
    """Return the lines of the units of a release, after checking that reading restores them."""
    pieces = [_WHITE_SPACE.sub(" ", release.text[u.start : u.end]).strip() for u in release.units]
    units, raw = Path(f"{release.id}.units"), Path(f"{release.id}.txt")
    spans = _align(release.text, pieces, units, raw)
    rows = []
    for n, (unit, piece, span) in enumerate(zip(release.units, pieces, spans, strict=True), 1):
        row = [*encode_marks(unit), piece]
        decoded = _parse_marks(row, f"{units}:{n}")
        if _make_unit(decoded, span) != unit:
            expected = "must read back as it was written"
            repair = "set spans without outer white space, and 'specific' as the labels ask"
            raise CorpusError(f"{units}:{n}", expected, repr(unit), repair)
        rows.append("\t".join(row))
    return rows


def encode_marks(unit: GoldUnit) -> tuple[str, str]:
    """Return the codes of the kind and of the labels of a unit."""
    labels = (label for label in (unit.label, unit.second) if label is not None)
    codes = [_encode_label(label, unit.specific) for label in labels]
    is_open = not codes and unit.kind in LABELLED_KINDS
    return _KIND_CODE.get(unit.kind, unit.kind), _UNLABELLED if is_open else ",".join(codes)


def decode_marks(kind: str, label: str, where: str, start: int, end: int) -> GoldUnit:
    """Return the unit of these codes of kind and labels; errors name ``where``."""
    return _make_unit(_parse_marks([kind, label, ""], where), (start, end))


def _encode_label(label: str, specific: bool | None) -> str:
    definite = specific if label == "forward_looking" else None
    return _LABEL_CODE.get((label, definite), label)
