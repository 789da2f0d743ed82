"""The cautionary text as a checklist, and the forward-looking statements that it covers or not."""

from __future__ import annotations

from typing import Any, NamedTuple

from fls.analysis.caution import SafeHarbor

from ._scored import shortened
from ._text import Place

__all__ = ["Check", "Speaking", "checks", "places", "statements"]

#: What each element says, as a reader would ask for it.
_ASKED = {
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
#: Of an element that stands in many places so many are linked.
_LINKED, _QUOTED = 8, 110


class Check(NamedTuple):
    """An element of the cautionary text.

    Parameters
    ----------
    element, asked : str
        Its name, and in words.
    links : list of (str, str)
        Anchor and wording of each place, none if it is absent.
    """

    element: str
    asked: str
    links: list[tuple[str, str]]


class Speaking(NamedTuple):
    """A forward-looking statement and the factor that speaks to it best.

    Parameters
    ----------
    unit : int
    text, factor : str
        On one line; the factor is empty where no concrete one is named.
    anchor : str
        Of the factor; empty if it is no element.
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


def _names(found: SafeHarbor) -> dict[str, list[tuple[str, int, int]]]:
    return {
        element: [
            (f"{element.replace('_', '-')}-{number}", start, end)
            for number, (start, end) in enumerate(found.spans(element))
        ]
        for element in _ASKED
    }


def places(found: SafeHarbor) -> list[Place]:
    """Give the spans of all elements, in reading order."""
    spans = [Place(s, e, name) for many in _names(found).values() for name, s, e in many]
    return sorted(spans)


def checks(found: SafeHarbor, text: str) -> list[Check]:
    """Give a row for each element.

    Parameters
    ----------
    found : SafeHarbor
    text : str
        The release.

    Returns
    -------
    list of Check
    """
    rows = []
    for element, spans in _names(found).items():
        links = [
            (name, shortened(text[start:end], _QUOTED)) for name, start, end in spans[:_LINKED]
        ]
        rows.append(Check(element, _ASKED[element], links))
    return rows


def statements(found: SafeHarbor) -> list[Speaking]:
    """Give the forward-looking statements outside the text, those that are not covered first."""
    anchors = {(start, end): name for name, start, end in _names(found)["factors"]}
    rows = []
    for row in found.coverage.to_dict("records"):
        factor: Any = row["factor"] if isinstance(row["factor"], str) else ""
        anchor = anchors.get((row["factor_start"], row["factor_end"]), "") if factor else ""
        near, covered = float(row["similarity"]), bool(row["is_covered"])
        rows.append(Speaking(int(row["unit"]), row["text"], factor, anchor, near, covered))
    return sorted(rows, key=lambda row: (row.is_covered, row.unit))
