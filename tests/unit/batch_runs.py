"""A folder of releases, the files of a run over it, and a run that breaks off."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from fls.batch import _run

ROOT = Path(__file__).resolve().parents[2]

RELEASES = sorted((ROOT / "data" / "releases" / "raw").glob("*.txt"))[:12]


def copied(place: Path) -> Path:
    """Copy some releases into a new folder."""
    place.mkdir()
    for path in RELEASES:
        (place / path.name).write_bytes(path.read_bytes())
    return place


def files_of(out: Path) -> dict[str, bytes]:
    """Read the files that a run leaves: its output, report and list of inputs."""
    found = sorted(path for path in out.parent.glob(f"{out.name}*") if path.is_file())
    return {path.name: path.read_bytes() for path in found}


def broken(after: int, error: BaseException) -> Callable[..., None]:
    """Return a stand-in for writing a part that fails after some."""
    write, count = _run.write_whole, 0

    def fail(path: Path, *data: bytes) -> None:
        nonlocal count
        count += 1
        if count > after:
            raise error
        write(path, *data)

    return fail
