"""How often the genre rule warns, and what it costs, on texts of this genre and of others.

usage: python tools/genre.py [FOLDER ...]

A folder holds texts (``*.txt``). Without one: the written releases, and the texts of other genres
of the tests, whose names begin with what they are.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from fls.document import Unit
from fls.genre import genre_warnings, outline_of
from fls.readers import read_path
from fls.segmentation import segment

__all__ = ["main"]

_ROOT = Path(__file__).resolve().parents[1]
_FOLDERS = ("data/releases/raw", "tests/genre/chosen", "tests/genre/held_out")
_ROUNDS = 3


def _microseconds(pages: Sequence[tuple[str, list[Unit]]]) -> float:
    """Time of the rule per text, without the cut: the best of some rounds."""
    best = float("inf")
    for _ in range(_ROUNDS):
        start = time.process_time()
        for text, units in pages:
            genre_warnings(text, outline_of(units))
        best = min(best, time.process_time() - start)
    return best / len(pages) * 1e6


def main(folders: Sequence[str]) -> None:
    """Print the rates."""
    for folder in folders or [str(_ROOT / name) for name in _FOLDERS]:
        paths = sorted(Path(folder).glob("*.txt"))
        texts = [read_path(path).text for path in paths]
        pages = [(text, segment(text)) for text in texts]
        if not pages:
            print(f"{folder}: no texts")
            continue
        found = [genre_warnings(text, outline_of(units)) for text, units in pages]
        warned = Counter(warning for warnings in found for warning in warnings)
        share = sum(map(bool, found)) / len(found)
        print(
            f"{folder}: {sum(map(bool, found))} of {len(found)} warned ({share:.2%}); "
            f"{_microseconds(pages):.1f} microseconds a text"
        )
        for warning, count in warned.most_common():
            print(f"  {count:5} {warning}")
        if len(found) < 100:
            for path, warnings in zip(paths, found, strict=True):
                print(f"  {path.stem:28} {'; '.join(warnings) or '-'}")


if __name__ == "__main__":
    main(sys.argv[1:])
