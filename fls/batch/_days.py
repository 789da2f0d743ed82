"""The day of each release in tables of many, and where it was found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np

from fls.analysis.release_date import checked_date, filing_date, find_release_date
from fls.arrays import Flags, Floats, Ints
from fls.decision import decide
from fls.document import LABELS, Document
from fls.errors import InputError

__all__ = ["UNDATED", "day_column", "day_given", "day_of", "look_ahead"]

#: The warning of a release that looks ahead from a day that nobody knows.
UNDATED = "no day of the release found: times such as 'next year' are not dated"
_FORWARD = LABELS.index("forward_looking")


def day_given(value: Any) -> tuple[dt.date | None, tuple[str, ...]]:
    """Read the day of a cell; one of no year that a release is of stands for none, often.

    Returns
    -------
    day : datetime.date or None
    warnings : tuple of str
        Why a day is taken as missing.

    Raises
    ------
    InputError
        If it is no day.

    Examples
    --------
    >>> day_given("9999-12-31")[1]
    ("date: is a day of the years 1900 to 2200, got '9999-12-31'; taken as missing",)
    """
    try:
        return checked_date(value), ()
    except InputError as error:
        if "years" not in error.expected:  # no day at all
            raise
        return None, (f"{error.where}: {error.expected}, got {error.found}; taken as missing",)


def day_of(document: Document, given: dt.date | None) -> tuple[dt.date | None, str]:
    """Give the day of a release as :attr:`fls.Release.date` does, and where it was found.

    Returns
    -------
    day : datetime.date or None
    source : str
        ``given``, ``text``, ``filing``, or empty where there is none.

    Examples
    --------
    >>> day_of(Document("DAYTON, Ohio, Oct. 16, 2017 -- Acme opened a plant."), None)
    (datetime.date(2017, 10, 16), 'text')
    """
    if given is not None:
        return given, "given"
    found = find_release_date(document.text)
    if found is not None:
        return found, "text"
    filed = filing_date((document.metadata or {}).get("filing_date"))
    return filed, "filing" if filed else ""


def day_column(days: Sequence[dt.date | None]) -> Any:
    """Make days, of the years that :mod:`fls.analysis.release_date` knows, a column."""
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
    ahead[labelled] = decide(p[labelled]) == _FORWARD
    return np.diff(np.append(0, np.cumsum(ahead))[first]) > 0
