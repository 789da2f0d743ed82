"""Many releases as a table that can be sorted, one row per release."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from math import isfinite, nan
from typing import Any, NamedTuple

from fls.document import LABELS
from fls.errors import InputError

from ._scored import Scored, shorten, title_of
from ._view import SCORES
from .colours import LABEL_STYLES

__all__ = ["COLUMNS", "Row", "row_of", "row_of_record"]

#: Maximum length of a title; three lines of it are shown, but all of it can be searched.
_TITLE_LENGTH = 500
#: Metrics in the table by name: the heading, and the factor that scales the value to 0 to 100.
COLUMNS = {
    **{f"{label}_share": (LABEL_STYLES[label].name, 100.0) for label in LABELS},
    **{name: (name, 1.0) for name in SCORES},
}


class Row(NamedTuple):
    """A release in the table.

    Parameters
    ----------
    title, file, date : str
        Empty if unknown. Without a title, the name of the file takes its place.
    n_words : int
    values : tuple of float
        In the order of :data:`COLUMNS`, 0 to 100; NaN where missing.
    """

    title: str
    file: str
    date: str
    n_words: int
    values: tuple[float, ...]


def row_of(release: Scored) -> Row:
    """Make the row of a release."""
    source = release.document.source or ""
    day = release.date.isoformat() if release.date else ""
    return _row(title_of(release, _TITLE_LENGTH), source, day, release.metrics)


def row_of_record(record: Mapping[str, Any]) -> Row:
    """Make the row of a record: metrics, and ``title``, ``doc_id`` and ``date`` if present."""
    values = [record.get(name) for name in ("title", "doc_id", "date")]
    title, name, day = ("" if _is_missing(value) else value for value in values)
    if isinstance(day, dt.datetime):
        day = day.date()
    return _row(shorten(str(title), _TITLE_LENGTH), str(name), str(day), record)


def _row(title: str, source: str, day: str, metrics: Mapping[str, Any]) -> Row:
    file = source.replace("\\", "/").rpartition("/")[2]
    values = [_number(metrics, name) * factor for name, (_, factor) in COLUMNS.items()]
    words = _number(metrics, "n_words")
    n_words = int(words) if isfinite(words) else 0
    return Row(
        title or file or "Untitled release", file if title else "", day, n_words, tuple(values)
    )


def _is_missing(value: Any) -> bool:
    """Check whether a value is None, NaN, or pandas' NaT or NA."""
    try:
        return value is None or bool(value != value)
    except TypeError:  # a comparison with pandas.NA is neither true nor false
        return True


def _number(metrics: Mapping[str, Any], name: str) -> float:
    """Return a metric; NaN if it is missing."""
    value = metrics.get(name)
    if _is_missing(value):
        return nan
    try:
        return float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise InputError(name, "is a number", repr(value), "convert it, or leave it out") from None
