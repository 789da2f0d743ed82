"""Pairs of releases of one issuer, each scored once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import fls

PAIRS = Path(__file__).resolve().parents[1] / "data" / "pairs"
NAMES = sorted(path.stem for path in PAIRS.glob("*.json"))


@cache
def pair(name: str) -> tuple[fls.Release, fls.Release]:
    """The older and the newer one."""
    older, newer = (fls.score(PAIRS / f"{name}-{side}.txt") for side in (1, 2))
    return older, newer
