"""Measure how often the genre rule warns, and how long it takes, on texts of several genres.

usage: python tools/genre.py [FOLDER ...]

A folder holds texts (``*.txt``). Without one: the written releases, and the texts of other genres
of the tests, whose names begin with their genre.
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
_N_ROUNDS = 3


def _time_rule(pages: Sequence[tuple[str, list[Unit]]]) -> float:
    """Return microseconds of the rule per text, without the cut: the fastest of some rounds."""
    best = float("inf")
    for _ in range(_N_ROUNDS):
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
        warnings_of = [genre_warnings(text, outline_of(units)) for text, units in pages]
        warned = Counter(warning for warnings in warnings_of for warning in warnings)
        n_warned = sum(map(bool, warnings_of))
        print(
            f"{folder}: {n_warned} of {len(pages)} warned ({n_warned / len(pages):.2%}); "
            f"{_time_rule(pages):.1f} microseconds a text"
        )
        for warning, count in warned.most_common():
            print(f"  {count:5} {warning}")
        if len(pages) < 100:
            for path, warnings in zip(paths, warnings_of, strict=True):
                print(f"  {path.stem:28} {'; '.join(warnings) or '-'}")


if __name__ == "__main__":
    main(sys.argv[1:])
