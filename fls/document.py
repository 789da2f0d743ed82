"""What flows through the library: a text, and the units it is cut into. Standard library only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

__all__ = ["KINDS", "LABELLED_KINDS", "LABELS", "Document", "Unit"]

#: Kinds of unit, in the order of the codebook.
KINDS = ("headline", "sentence", "item", "heading", "table", "contact", "other")
#: Kinds that carry a label.
LABELLED_KINDS = frozenset(("headline", "sentence", "item"))
#: Labels, in the order of every probability array in the library.
LABELS = ("factual", "promotional", "forward_looking", "boilerplate")


@dataclass(frozen=True, slots=True)
class Document:
    """A release as it was read.

    Parameters
    ----------
    text : str
        The text. Offsets everywhere are code points of this string.
    encoding : str
        How bytes became text: ``"str"`` (they were text), ``"utf-8"``, ``"utf-8-sig"``,
        ``"utf-16"``, ``"utf-32"`` or ``"cp1252"``.
    source : str or None
        Path of the file, or None.
    warnings : tuple of str
        What was changed or doubtful while reading.
    """

    text: str
    encoding: str = "str"
    source: str | None = None
    warnings: tuple[str, ...] = ()


class Unit(NamedTuple):
    """A piece of a release: a half-open span of its text.

    Parameters
    ----------
    kind : str
        One of :data:`KINDS`.
    start, end : int
        ``text[start:end]`` is the unit as it stands in the source, hard wraps included.
    rule : str
        Name of the layout rule that decided the kind.
    block : int
        Number of the paragraph, line or cell that the unit stands in, from 0.
    """

    kind: str
    start: int
    end: int
    rule: str
    block: int
