"""Adding releases to a corpus folder, or replacing their units, without changing the others."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from os import PathLike
from pathlib import Path

from fls.corpus._files import encode_files, read, write
from fls.corpus._records import AnnotatedRelease
from fls.errors import CorpusError
from fls.files import write_whole

__all__ = ["update"]


def update(folder: str | PathLike[str], releases: Sequence[AnnotatedRelease]) -> None:
    """Add releases to a corpus, and replace the units of those already in it.

    Parameters
    ----------
    folder : str or path-like
        A corpus; made if it does not exist. In its manifest, rows and other columns stay as they
        are; new releases are appended.
    releases : sequence of AnnotatedRelease
        Identifiers unique.

    Raises
    ------
    CorpusError
        If the folder or a release breaks the format, or a release of the folder has the same
        identifier and another text. Nothing is written.
    """
    root = Path(folder)
    if not (root / "raw").is_dir():
        write(root, releases)
        return
    present = {release.id: release for release in read(root)}
    files: dict[Path, bytes] = {}
    for release in releases:
        old = present.get(release.id)
        if old and old.text != release.text:
            raise CorpusError(
                str(root / "raw" / f"{release.id}.txt"), "must have the text that is added",
                "another text", "rename one of the two releases",
            )  # fmt: skip
        raw, units = encode_files(root, release).items()
        files |= dict([units]) if old else dict([raw, units])
    added = [release for release in releases if release.id not in present]
    if added:
        path = root / "manifest.csv"
        files[path] = _append_rows(path.read_bytes() if path.exists() else b"", added)
    for path, content in files.items():
        write_whole(path, content)


def _append_rows(manifest: bytes, added: Sequence[AnnotatedRelease]) -> bytes:
    """Append a row for each release to a manifest that can be read."""
    manifest = manifest or b"id,issuer\n"
    end = "\r\n" if b"\r\n" in manifest else "\n"
    names = next(csv.reader(io.StringIO(manifest.decode("utf-8-sig"), newline="")))
    rows = io.StringIO(newline="")
    writer = csv.DictWriter(rows, names, lineterminator=end)
    column = "issuer" if "issuer" in names else "company"
    writer.writerows({"id": release.id, column: release.issuer} for release in added)
    gap = b"" if manifest.endswith((b"\n", b"\r")) else end.encode()
    return manifest + gap + rows.getvalue().encode()
