"""How time grows with length, on texts made to be slow."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from texts import FURTHER, HOSTILE, hostile

__all__ = ["measure"]

#: Longest text, and the number of doublings that lead to it.
_PROSE = (10_240_000, 7)
_JUDGED = (1_024_000, 4)
_SHOWN = (256_000, 2)
#: What is repeated for the analysis beside the other texts: amounts among times, and statements
#: among factors.
_ANALYSED = {
    "amounts and times": "We expect to grow 5% in 2027 and 7% in 2028 to $9 million ",
    "statements and factors": (
        "We expect sales of pumps to grow in 2027.\n\nForward-looking statements: actual results "
        "may differ materially because of delays in deliveries, loss of customers and others.\n\n"
    ),
}


def measure(repeats: int) -> dict[str, Any]:
    """Time ``fls.score`` with its table, and the analysis, on texts of doubling length.

    Parameters
    ----------
    repeats : int
        How often each is timed; the smallest time counts.

    Returns
    -------
    dict
        By text: ``lengths`` in code points, ``seconds`` of processor time, and ``ratios``, by
        what factor each doubling of the length multiplies the time. Where the name ends in
        ``analysed``, the time of metrics and promises alone.
    """
    _analysis(hostile("", 10_000))
    found = {
        name: _series(pattern, *(_JUDGED if pattern else _PROSE), repeats, _labels)
        for name, pattern in HOSTILE.items()
    }
    for name, pattern in FURTHER.items():
        found[name] = _series(pattern, *_SHOWN, repeats, _labels)
    for name, pattern in (HOSTILE | FURTHER | _ANALYSED).items():
        found[f"{name}, analysed"] = _series(pattern, *_SHOWN, repeats, _analysis)
    return found


def _series(
    pattern: str, longest: int, doublings: int, repeats: int, time_of: Callable[[str], float]
) -> dict[str, Any]:
    lengths = [longest >> step for step in range(doublings, -1, -1)]
    texts = [hostile(pattern, length) for length in lengths]
    seconds = [float("inf")] * len(texts)
    for _ in range(repeats):
        for i, text in enumerate(texts):
            seconds[i] = min(seconds[i], time_of(text))
    ratios = [later / earlier for earlier, later in pairwise(seconds)]
    return {"lengths": lengths, "seconds": seconds, "ratios": ratios}


def _labels(text: str) -> float:
    import fls

    gc.collect()
    before = time.process_time()
    fls.score(text).units  # noqa: B018
    return time.process_time() - before


def _analysis(text: str) -> float:
    import fls

    release = fls.score(text)
    gc.collect()
    before = time.process_time()
    _ = release.metrics, release.promise_rows()
    return time.process_time() - before
