"""The cautionary text as a checklist, and the forward-looking statements with their factors."""

from __future__ import annotations

from itertools import chain
from typing import NamedTuple

from fls.analysis.caution import SafeHarbor

from ._scored import shorten
from ._text import Place

__all__ = ["Check", "Speaking", "list_checks", "list_places", "list_statements"]

#: Each element in words, as an item of the checklist.
_ITEMS = {
    "identifies": "Says that statements look ahead",
    "statute": "Names the law",
    "cue_words": "Lists the words to know them by",
    "factors": "Names concrete risk factors",
    "differ_materially": "Says that results may differ",
    "filings": "Points to filings",
    "as_of_date": "Ties statements to a day",
    "no_duty_to_update": "Takes on no duty to update",
    "no_reliance": "Warns not to rely on them",
}
#: Maximum number of places of an element that are linked, and of letters quoted from each.
_MOST_LINKS, _QUOTE_LENGTH = 8, 110


class Check(NamedTuple):
    """An element of the cautionary text.

    Parameters
    ----------
    element, asked : str
        Its name, and what it says in words.
    links : list of (str, str)
        Anchor and wording of its first places; empty if the element is absent.
    """

    element: str
    asked: str
    links: list[tuple[str, str]]


class Speaking(NamedTuple):
    """A forward-looking statement and the factor that fits it best.

    Parameters
    ----------
    unit : int
    text, factor : str
        On one line each.
    anchor : str
        Anchor of the factor; empty if it has none.
    similarity : float
        In [0, 1].
    is_covered : bool
    """

    unit: int
    text: str
    factor: str
    anchor: str
    similarity: float
    is_covered: bool


def _places_by_element(safe_harbor: SafeHarbor) -> dict[str, list[Place]]:
    return {
        element: [
            Place(start, end, f"{element.replace('_', '-')}-{number}")
            for number, (start, end) in enumerate(safe_harbor.spans(element))
        ]
        for element in _ITEMS
    }


def list_places(safe_harbor: SafeHarbor) -> list[Place]:
    """Return the spans of all elements, in reading order."""
    return sorted(chain.from_iterable(_places_by_element(safe_harbor).values()))


def list_checks(safe_harbor: SafeHarbor, text: str) -> list[Check]:
    """Return an item of the checklist for each element.

    Parameters
    ----------
    safe_harbor : SafeHarbor
    text : str
        The release.

    Returns
    -------
    list of Check
    """
    rows = []
    for element, places in _places_by_element(safe_harbor).items():
        links = [
            (place.name, shorten(text[place.start : place.end], _QUOTE_LENGTH))
            for place in places[:_MOST_LINKS]
        ]
        rows.append(Check(element, _ITEMS[element], links))
    return rows


def list_statements(safe_harbor: SafeHarbor) -> list[Speaking]:
    """Return the forward-looking statements outside the legend, the uncovered ones first.

    There are none if the release names no concrete factor to compare them with.
    """
    if not safe_harbor.n_factors:
        return []
    factors = _places_by_element(safe_harbor)["factors"]
    anchors = {(place.start, place.end): place.name for place in factors}
    rows = []
    for row in safe_harbor.coverage.to_dict("records"):
        anchor = anchors.get((row["factor_start"], row["factor_end"]), "")
        similarity, is_covered = float(row["similarity"]), bool(row["is_covered"])
        rows.append(
            Speaking(int(row["unit"]), row["text"], row["factor"], anchor, similarity, is_covered)
        )
    return sorted(rows, key=lambda row: (row.is_covered, row.unit))
