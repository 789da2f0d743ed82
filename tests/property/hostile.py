"""Texts that make careless code slow, and a script that times how work on them grows.

``PYTHONPATH=. python tests/property/hostile.py`` prints seconds and the factor per doubling, from
64 kB to 1 MB; a factor near 2 is linear.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path

from fls.segmentation import segment

__all__ = ["HOSTILE", "main"]

#: Pieces that are repeated.
HOSTILE = (
    *("! ", "a.", "111 ", '"', ".", "(", "- ", "\n", " ", "\t", "[1]", "x", "A. ", "www.", "1."),
    *("About About ", "$ ", "& ", "Inc. (", "a\n", "• ", "//", "@", "a@", "(a ", "[1], ", "1 "),
    *("“", "...", ". . . ", "A.A", "A ", "a b. ", "Inc. ", "Safe Harbor ", "a-", "About Aa", "- a"),
    *("\r", "\f", "a\n\n", "a \n", "   1", "1   $", "a.A", "a.1", "a.1,", ".”", ". “", "a ... "),
)


def _repeated(piece: str, size: int) -> str:
    return piece * (size // len(piece))


def _prose(size: int) -> str:
    folder = Path(__file__).resolve().parents[2] / "data" / "releases" / "raw"
    text = "\n\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt")))
    return (text * (size // len(text) + 1))[:size]


def _best(function: Callable[[str], object], text: str, times: int = 3) -> float:
    def once() -> float:
        start = time.process_time()
        function(text)
        return time.process_time() - start

    return min(once() for _ in range(times))


def _report(name: str, make: Callable[[int], str], sizes: list[int], limit: float) -> None:
    found: list[float] = []
    for size in sizes:
        found.append(_best(segment, make(size)))
        if found[-1] > limit:
            break
    factors = " ".join(f"{b / a:5.2f}" for a, b in pairwise(found))
    size = sizes[len(found) - 1] >> 10
    sys.stdout.write(f"{name!r:16} {found[-1]:8.3f} s at {size:5} kB   {factors}\n")
    sys.stdout.flush()


def main() -> None:
    """Print one line per text: seconds of processor time, and the factor of each doubling."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--largest", type=int, default=1024, help="in kB")
    parser.add_argument("--limit", type=float, default=10.0, help="seconds after which to stop")
    options = parser.parse_args()
    sizes = [64 << 10]
    while sizes[-1] < options.largest << 10:
        sizes.append(sizes[-1] * 2)
    segment("Warm. Up.")
    _report("prose", _prose, sizes, options.limit)
    for piece in HOSTILE:
        _report(piece, partial(_repeated, piece), sizes, options.limit)


if __name__ == "__main__":
    main()
