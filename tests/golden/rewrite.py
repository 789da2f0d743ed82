"""Write the units of whole releases beside this script: ``python tests/golden/rewrite.py``.

The difference that version control shows afterwards is what there is to review.
"""

from __future__ import annotations

import sys
from pathlib import Path

GOLDEN = Path(__file__).resolve().parent
ROOT = GOLDEN.parents[1]

__all__ = ["GOLDEN", "RELEASES", "lines", "main"]

#: Releases of every layout: edgar, scraped, tight, wrapped and paragraphs.
RELEASES = (
    *("imagined-010", "mirrored-091", "imagined-001"),
    *("imagined-030", "mirrored-064"),
    *("imagined-031", "mirrored-074"),
    *("imagined-018", "mirrored-028", "imagined-004"),
    *("imagined-006", "mirrored-019"),
)


def lines(name: str) -> str:
    """Return one line per unit of a release: kind, tab, text with single spaces."""
    from fls.readers import read
    from fls.segmentation import segment

    text = read(ROOT / "data" / "releases" / "raw" / f"{name}.txt").text
    return "".join(
        f"{unit.kind}\t{' '.join(text[unit.start : unit.end].split())}\n" for unit in segment(text)
    )


def main() -> None:
    """Write every file anew, and remove those of releases that are no longer listed."""
    sys.path.insert(0, str(ROOT))
    for path in GOLDEN.glob("*.units"):
        if path.stem not in RELEASES:
            path.unlink()
    for name in RELEASES:
        # Bytes, so that line ends are the same on every system.
        (GOLDEN / f"{name}.units").write_bytes(lines(name).encode())


if __name__ == "__main__":
    main()
