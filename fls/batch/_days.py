"""Days of releases as a column, and which releases need a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np

from fls.arrays import Flags, Floats, Ints
from fls.decision import decide
from fls.document import FORWARD_LOOKING

__all__ = ["UNDATED", "find_forward_looking", "make_day_column"]

#: Warning for a release that has forward-looking units and no known day.
UNDATED = "no day of the release found: times such as 'next year' are not dated"


def make_day_column(days: Sequence[dt.date | None]) -> Any:
    """Return a column of days, all within the years that ``release_date`` accepts."""
    return np.array(days, dtype="datetime64[D]").astype("datetime64[ns]")


def find_forward_looking(p: Floats, first: Ints) -> Flags:
    """Return for each text whether one of its units is labelled forward-looking.

    Parameters
    ----------
    p : (n_units, 4) float64
        Probabilities; NaN for units without a label.
    first : (n_texts + 1,) int64
        The first unit of each text, then the number of units.

    Returns
    -------
    (n_texts,) bool
    """
    is_forward = np.zeros(len(p), dtype=np.int64)
    labelled = np.flatnonzero(~np.isnan(p[:, 0]))
    is_forward[labelled] = decide(p[labelled]) == FORWARD_LOOKING
    return np.diff(np.append(0, np.cumsum(is_forward))[first]) > 0
