"""The texts that are measured: a sample of releases, and texts made to be slow."""

from __future__ import annotations

import random
import tarfile
from itertools import cycle, islice
from pathlib import Path

__all__ = ["FURTHER", "HOSTILE", "REAL", "ROOT", "make_hostile", "read_own_releases", "sample"]

ROOT = Path(__file__).resolve().parents[1]
#: Folder of real releases, which need not be there.
REAL = ROOT / ".." / "shared"
_ARCHIVE = REAL / "releases" / "unlabelled.tar.gz"
_OWN = ROOT / "data" / "releases" / "raw"
_MIN_CHARACTERS, _MAX_CHARACTERS = 2_000, 12_000

#: Patterns to repeat, by name; the empty one stands for prose. Each of these has a target.
HOSTILE = {
    "prose": "",
    "exclamation marks": "! ",
    "letters and stops": "a.",
    "numbers": "111 ",
    "quotes": '"',
    "no spaces": "a",
}

#: More of them, for rules that go back over what they have read; these have no target.
FURTHER = {
    "opening quotes": "\u201cA ",
    "brackets": "(",
    "short lines": "a\n",
    "bullets": "\u2022 a\n",
    "table rows": "a   1   2\n",
    "white space": " ",
}


def sample(count: int) -> tuple[list[str], str]:
    """Draw releases to score, the same ones every time.

    Parameters
    ----------
    count : int
        Number of releases wanted.

    Returns
    -------
    texts : list of str
        Releases of 2,000 to 12,000 characters; fewer than `count` if there are not so many real
        ones.
    origin : str
        Where they come from, as a phrase.
    """
    if _ARCHIVE.exists():
        texts = [t for t in _read_real_releases() if _MIN_CHARACTERS <= len(t) <= _MAX_CHARACTERS]
        return random.Random(0).sample(texts, min(count, len(texts))), "real releases, no repeats"
    texts = [t for t in read_own_releases() if _MIN_CHARACTERS <= len(t) <= _MAX_CHARACTERS]
    random.Random(0).shuffle(texts)
    origin = f"{len(texts)} written releases of data/releases/raw, repeated"
    return list(islice(cycle(texts), count)), origin


def read_own_releases() -> list[str]:
    """Read the written releases of the project, sorted by name."""
    return [path.read_text(encoding="utf-8") for path in sorted(_OWN.glob("*.txt"))]


def make_hostile(pattern: str, length: int) -> str:
    """Repeat a pattern up to a length.

    Parameters
    ----------
    pattern : str
        Text to repeat; if it is empty, the project's own releases are repeated.
    length : int
        Code points.

    Returns
    -------
    str
    """
    unit = pattern or "\n\n".join(read_own_releases())
    return (unit * (length // len(unit) + 1))[:length]


def _read_real_releases() -> list[str]:
    """Read the archive in its own order, for going back means unpacking it again; sort by name."""
    texts = {}
    with tarfile.open(_ARCHIVE) as archive:
        for member in archive:
            file = archive.extractfile(member) if member.isfile() else None
            if file is not None:
                texts[member.name] = file.read().decode("utf-8", errors="replace")
    return [texts[name] for name in sorted(texts)]
