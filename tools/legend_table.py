"""Count the runs of four words, and the words, of many cautionary texts.

usage: python -m tools.legend_table FOLDER [FOLDER ...]

Each folder holds ``raw/*.txt`` and may hold ``manifest.csv`` with a column ``issuer`` or
``company``; one legend of each issuer counts. Writes
``fls/analysis/caution/legend_grams.npz``: hashes and counts, no text.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

import fls
from fls.analysis.caution.generic import crc_words, hash_grams, plain_words
from fls.analysis.caution.legend import find_legend
from fls.analysis.tagged import Tagged

TARGET = Path(__file__).resolve().parents[1] / "fls" / "analysis" / "caution" / "legend_grams.npz"
#: Legends that must hold a run or a word for it to be kept; fewer would reveal single issuers.
MIN_GRAM_LEGENDS, MIN_WORD_LEGENDS = 5, 3


def read_legends(folder: Path) -> Iterator[list[str]]:
    """Yield the words of the first cautionary text of each issuer."""
    issuer = {}
    if (folder / "manifest.csv").exists():
        with (folder / "manifest.csv").open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                issuer[row["id"]] = row.get("issuer") or row.get("company") or row["id"]
    seen = set()
    for path in sorted((folder / "raw").glob("*.txt")):
        name = issuer.get(path.stem, path.stem).casefold()
        if name in seen:
            continue
        release = fls.score(path)
        tagged = Tagged(release.text, release._units, release._p, release._p_specific)
        legend = find_legend(tagged)
        if legend.units:
            seen.add(name)
            yield [w for sentence in legend.passage.sentences for w in plain_words(sentence)]


def main(argv: Sequence[str]) -> None:
    """Count words and runs, and write the table."""
    grams: Counter[int] = Counter()
    words: Counter[int] = Counter()
    n = 0
    for folder in argv:
        for legend in read_legends(Path(folder)):
            hashes = crc_words(legend)
            grams.update(set(hash_grams(hashes).tolist()))
            words.update(set(hashes.tolist()))
            n += 1
    stored: dict[str, Any] = {}
    for name, counts, least in (
        ("gram", grams, MIN_GRAM_LEGENDS),
        ("word", words, MIN_WORD_LEGENDS),
    ):
        kept = sorted(key for key, count in counts.items() if count >= least)
        keys = np.array(kept, dtype=np.uint32)
        # Differences of sorted hashes pack better than the hashes.
        stored[f"{name}s"] = np.diff(keys, prepend=np.uint32(0))
        stored[f"{name}_legends"] = np.array([counts[key] for key in kept], dtype=np.uint16)
    np.savez_compressed(TARGET, format=np.int64(1), n=np.int64(n), **stored)
    kept_grams, kept_words = len(stored["grams"]), len(stored["words"])
    print(f"{n} legends; {kept_grams} runs, {kept_words} words; {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
