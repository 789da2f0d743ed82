"""Results for people to look at: a self-contained page of releases, and plots in :mod:`.plots`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from math import isnan
from typing import Any

from fls import __version__
from fls.checks import check_list, check_path, check_whole
from fls.errors import InputError
from fls.files import write_whole

from ._overview import COLUMNS, Row, row_of, row_of_record
from ._page import render_page
from ._scored import Scored, check_scored
from ._snippet import snippet
from ._view import make_view

__all__ = ["Report", "overview", "snippet"]

#: Default maximum number of releases that are shown in full.
_MOST_DETAILS = 20


class Report:
    r"""A page to which releases are added one by one.

    Parameters
    ----------
    details : int
        Maximum number of releases that are shown in full below a table of all, from 0. If there
        are more, the page holds only the table, which bounds its size and the memory it takes.
    model : str, optional
        Name of the model to show on the page; by default the digest of its weights.

    Raises
    ------
    InputError
        If ``details`` is no whole number from 0, or ``model`` is no str.

    Examples
    --------
    >>> import fls
    >>> report = Report()
    >>> report.add(fls.score("Acme Opens Plant\n\nDAYTON, Ohio -- Acme expects to hire 20."))
    >>> report.html().count("<article")
    1
    """

    def __init__(self, *, details: int = _MOST_DETAILS, model: str | None = None) -> None:
        self._details = check_whole("details", details, least=0)
        if not isinstance(model, str | None):
            kind = type(model).__name__
            raise InputError("model", "is the name of the model", kind, "give a str")
        self._model = model
        self._rows: list[Row] = []
        self._views: list[dict[str, Any]] = []

    def __len__(self) -> int:
        """Return the number of releases."""
        return len(self._rows)

    def add(self, release: Scored) -> None:
        """Add a release.

        Parameters
        ----------
        release : Release
            As :func:`fls.score` returns it.

        Raises
        ------
        InputError
            If it is no scored release.
        """
        check_scored(release)
        self._rows.append(row_of(release))
        if len(self._rows) > self._details:
            self._views.clear()
        else:
            self._views.append(make_view(release, len(self._rows) - 1, self._model))

    def html(self) -> str:
        """Return the page.

        Returns
        -------
        str
            HTML that loads nothing from elsewhere.

        Raises
        ------
        InputError
            If no release was added.
        """
        return _html(self._rows, self._views)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the page.

        Parameters
        ----------
        path : path-like
            File to write, in UTF-8; an existing one is replaced.

        Raises
        ------
        InputError
            If no release was added, ``path`` is no path, or the file cannot be written.
        """
        check_path("path", path)
        html = self.html().encode()
        try:
            write_whole(path, html)
        except (OSError, ValueError) as error:  # ValueError: the path holds a null character
            reason = getattr(error, "strerror", None) or str(error)
            raise InputError(
                os.fspath(path), "must be writable", reason, "check the path"
            ) from error


def overview(records: Iterable[Mapping[str, Any]]) -> str:
    """Make a page with a table of many releases that are already scored.

    Parameters
    ----------
    records : iterable of mapping
        One per release: metrics by name as in ``release.metrics``, and ``title``, ``doc_id`` (the
        file) and ``date`` if they are known. A missing metric is shown as a dash. Rows of a table
        of documents (``frame.to_dict("records")``) can be passed as they are.

    Returns
    -------
    str
        A page as :meth:`Report.html` returns it, without the releases themselves.

    Raises
    ------
    InputError
        If there are no records, one is no mapping, or a metric is no number.

    Examples
    --------
    >>> html = overview([{"title": "Acme Opens Plant", "n_words": 120, "hype": 31.4}])
    >>> "<td class=q1>31" in html
    True
    """
    rows = []
    for number, record in enumerate(check_list("records", records, "is a list of mappings")):
        if not isinstance(record, Mapping):
            kind = type(record).__name__
            raise InputError(f"records[{number}]", "is a mapping", kind, "give metrics by name")
        rows.append(row_of_record(record))
    return _html(rows, [])


def _html(rows: list[Row], views: list[dict[str, Any]]) -> str:
    if not rows:
        raise InputError("report", "has a release", "none", "add one")
    filled = [i for i in range(len(COLUMNS)) if not all(isnan(row.values[i]) for row in rows)]
    headings = [heading for heading, _ in COLUMNS.values()]
    return render_page(
        "report.html",
        rows=rows,
        views=views,
        columns=[(i, headings[i]) for i in filled],
        version=__version__,
    )
