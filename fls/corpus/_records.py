"""Records of an annotated release."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["AnnotatedRelease", "GoldUnit"]


@dataclass(frozen=True, slots=True)
class GoldUnit:
    """A unit as an annotator delimited and labelled it.

    Parameters
    ----------
    kind : str
        One of :data:`fls.document.KINDS`.
    start, end : int
        Offsets into the release's text, in code points; ``text[start:end]`` is the unit as it
        stands in the source, without white space at its ends.
    label : str or None
        One of :data:`fls.document.LABELS`; None for kinds that have no label, and for units that
        are not labelled yet.
    second : str or None
        The second label, if there is one.
    specific : bool or None
        Whether a unit whose first or second label is ``"forward_looking"`` is definite enough to
        be checked later; None where neither label is ``"forward_looking"``.
    """

    kind: str
    start: int
    end: int
    label: str | None = None
    second: str | None = None
    specific: bool | None = None


@dataclass(frozen=True, slots=True)
class AnnotatedRelease:
    """A release with the units and labels of an annotator.

    Parameters
    ----------
    id : str
        Name of its files, without suffix.
    text : str
        The raw text, with the line ends of the file.
    units : tuple of GoldUnit
        In reading order; together they cover all characters that are not white space.
    issuer : str
        Issuer of the release; its identifier where the issuer is unknown.
    """

    id: str
    text: str
    units: tuple[GoldUnit, ...]
    issuer: str
