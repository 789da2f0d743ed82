"""The texts that are measured: a sample of releases, and texts made to be slow."""

from __future__ import annotations

import random
import tarfile
from itertools import cycle, islice
from pathlib import Path

__all__ = ["FURTHER", "HOSTILE", "REAL", "ROOT", "hostile", "own_releases", "sample"]

ROOT = Path(__file__).resolve().parents[1]
#: Where real releases are, if they are there.
REAL = ROOT / ".." / "shared"
_ARCHIVE = REAL / "releases" / "unlabelled.tar.gz"
_OWN = ROOT / "data" / "releases" / "raw"
_SHORTEST, _LONGEST = 2_000, 12_000

#: What is repeated, by name; the empty pattern stands for prose. Each of these has a target.
HOSTILE = {
    "prose": "",
    "exclamation marks": "! ",
    "letters and stops": "a.",
    "numbers": "111 ",
    "quotes": '"',
    "no spaces": "a",
}

#: More of them, for rules that go back over what they have read; shown, not judged.
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
        How many are wanted.

    Returns
    -------
    texts : list of str
        Releases of 2,000 to 12,000 characters; fewer than `count` if there are not so many real
        ones.
    origin : str
        Where they come from, as a phrase.
    """
    if _ARCHIVE.exists():
        texts = [t for t in _real_releases() if _SHORTEST <= len(t) <= _LONGEST]
        return random.Random(0).sample(texts, min(count, len(texts))), "real releases, no repeats"
    texts = [t for t in own_releases() if _SHORTEST <= len(t) <= _LONGEST]
    random.Random(0).shuffle(texts)
    origin = f"{len(texts)} written releases of data/releases/raw, repeated"
    return list(islice(cycle(texts), count)), origin


def own_releases() -> list[str]:
    """Read the written releases of the project, sorted by name."""
    return [path.read_text(encoding="utf-8") for path in sorted(_OWN.glob("*.txt"))]


def hostile(pattern: str, length: int) -> str:
    """Repeat a pattern up to a length.

    Parameters
    ----------
    pattern : str
        What is repeated; where it is empty, the project's own releases are.
    length : int
        Code points.

    Returns
    -------
    str
    """
    unit = pattern or "\n\n".join(own_releases())
    return (unit * (length // len(unit) + 1))[:length]


def _real_releases() -> list[str]:
    """Read the archive as it lies, for going back in it means unpacking it again; sort by name."""
    found = {}
    with tarfile.open(_ARCHIVE) as archive:
        for member in archive:
            file = archive.extractfile(member) if member.isfile() else None
            if file is not None:
                found[member.name] = file.read().decode("utf-8", errors="replace")
    return [found[name] for name in sorted(found)]
