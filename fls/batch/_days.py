"""Days of releases as a column, and which releases need one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np

from fls.arrays import Flags, Floats, Ints
from fls.decision import decide
from fls.document import FORWARD_LOOKING

__all__ = ["UNDATED", "day_column", "look_ahead"]

#: The warning of a release that looks ahead from a day that nobody knows.
UNDATED = "no day of the release found: times such as 'next year' are not dated"


def day_column(days: Sequence[dt.date | None]) -> Any:
    """Make days, of the years that :mod:`fls.analysis.times.release_date` knows, a column."""
    return np.array(days, dtype="datetime64[D]").astype("datetime64[ns]")


def look_ahead(p: Floats, first: Ints) -> Flags:
    """Tell of each text whether a unit of it is labelled forward-looking.

    Parameters
    ----------
    p : (n_units, 4) float64
        Probabilities; NaN for units without a label.
    first : (n_texts + 1,) int64
        The first unit of each text, and behind the last one.
    """
    ahead = np.zeros(len(p), dtype=np.int64)
    labelled = np.flatnonzero(~np.isnan(p[:, 0]))
    ahead[labelled] = decide(p[labelled]) == FORWARD_LOOKING
    return np.diff(np.append(0, np.cumsum(ahead))[first]) > 0
