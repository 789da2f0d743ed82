"""How time grows with length, on texts made to be slow."""

from __future__ import annotations

import gc
import time
from itertools import pairwise
from typing import Any

from texts import FURTHER, HOSTILE, hostile

__all__ = ["measure"]

#: Longest text, and the number of doublings that lead to it.
_PROSE = (10_240_000, 7)
_JUDGED = (1_024_000, 4)
_SHOWN = (256_000, 2)


def measure(repeats: int) -> dict[str, Any]:
    """Time ``fls.score`` with its table on texts of doubling length.

    Parameters
    ----------
    repeats : int
        How often each is timed; the smallest time counts.

    Returns
    -------
    dict
        By text: ``lengths`` in code points, ``seconds`` of processor time, and ``ratios``, by
        what factor each doubling of the length multiplies the time.
    """
    import fls

    fls.score(hostile("", 10_000)).units  # noqa: B018
    found = {
        name: _series(pattern, *(_JUDGED if pattern else _PROSE), repeats)
        for name, pattern in HOSTILE.items()
    }
    return found | {name: _series(pattern, *_SHOWN, repeats) for name, pattern in FURTHER.items()}


def _series(pattern: str, longest: int, doublings: int, repeats: int) -> dict[str, Any]:
    lengths = [longest >> step for step in range(doublings, -1, -1)]
    texts = [hostile(pattern, length) for length in lengths]
    seconds = [float("inf")] * len(texts)
    for _ in range(repeats):
        for i, text in enumerate(texts):
            seconds[i] = min(seconds[i], _time(text))
    ratios = [later / earlier for earlier, later in pairwise(seconds)]
    return {"lengths": lengths, "seconds": seconds, "ratios": ratios}


def _time(text: str) -> float:
    import fls

    gc.collect()
    before = time.process_time()
    fls.score(text).units  # noqa: B018
    return time.process_time() - before
