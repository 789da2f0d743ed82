"""Measure how time grows with length, on texts made to be slow."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from texts import FURTHER, HOSTILE, make_hostile

__all__ = ["measure"]

#: Longest text, and the number of doublings that lead to it.
_PROSE = (10_240_000, 7)
_JUDGED = (1_024_000, 4)
_SHOWN = (256_000, 2)
#: Patterns for the analysis beside those of the other texts: amounts among times, and statements
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
        Number of times that each is timed; the shortest counts.

    Returns
    -------
    dict
        By text: ``lengths`` in code points, ``seconds`` of processor time, and ``ratios``, by
        what factor each doubling of the length multiplies the time. Where the name ends in
        ``analysed``, the time of metrics and promises alone.
    """
    _time_analysis(make_hostile("", 10_000))
    series = {
        name: _time_series(pattern, *(_JUDGED if pattern else _PROSE), repeats, _time_labels)
        for name, pattern in HOSTILE.items()
    }
    for name, pattern in FURTHER.items():
        series[name] = _time_series(pattern, *_SHOWN, repeats, _time_labels)
    for name, pattern in (HOSTILE | FURTHER | _ANALYSED).items():
        series[f"{name}, analysed"] = _time_series(pattern, *_SHOWN, repeats, _time_analysis)
    return series


def _time_series(
    pattern: str, longest: int, doublings: int, repeats: int, time_of: Callable[[str], float]
) -> dict[str, Any]:
    """Time a pattern at lengths that double."""
    lengths = [longest >> step for step in range(doublings, -1, -1)]
    texts = [make_hostile(pattern, length) for length in lengths]
    seconds = [float("inf")] * len(texts)
    for _ in range(repeats):
        for i, text in enumerate(texts):
            seconds[i] = min(seconds[i], time_of(text))
    ratios = [later / earlier for earlier, later in pairwise(seconds)]
    return {"lengths": lengths, "seconds": seconds, "ratios": ratios}


def _time_labels(text: str) -> float:
    """Time labels with their table."""
    import fls

    gc.collect()
    before = time.process_time()
    fls.score(text).units  # noqa: B018
    return time.process_time() - before


def _time_analysis(text: str) -> float:
    """Time metrics and promises of a labelled text."""
    import fls

    release = fls.score(text)
    gc.collect()
    before = time.process_time()
    _ = release.metrics, release.promise_rows()
    return time.process_time() - before
