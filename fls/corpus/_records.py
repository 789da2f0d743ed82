"""Records of an annotated release."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["GoldUnit", "Release"]


@dataclass(frozen=True, slots=True)
class GoldUnit:
    """A unit as a person cut and labelled it.

    Parameters
    ----------
    kind : str
        One of :data:`fls.document.KINDS`.
    start, end : int
        Code points of the release's text; ``text[start:end]`` is the unit as it stands in the
        source, without white space at its ends.
    label : str or None
        One of :data:`fls.document.LABELS`; None for kinds that carry no label,
        and where nobody has given one yet.
    second : str or None
        The second label, where one was noted.
    specific : bool or None
        Whether what is forward-looking about the unit, first label or second, is definite enough
        to be checked later; None where neither label is ``"forward_looking"``.
    """

    kind: str
    start: int
    end: int
    label: str | None = None
    second: str | None = None
    specific: bool | None = None


@dataclass(frozen=True, slots=True)
class Release:
    """An annotated release.

    Parameters
    ----------
    id : str
        Name of its files without the suffix.
    text : str
        The raw text, line ends as in the file.
    units : tuple of GoldUnit
        In reading order; together they cover every character that is not white space.
    issuer : str
        Issuer of the release; the identifier where it is unknown.
    """

    id: str
    text: str
    units: tuple[GoldUnit, ...]
    issuer: str
