"""The data that flow through the library: a text, its units, and the names of labels and scores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

__all__ = [
    "BOILERPLATE",
    "FACTUAL",
    "FORWARD_LOOKING",
    "KINDS",
    "LABELLED_KINDS",
    "LABELS",
    "LEVELS",
    "PROMOTIONAL",
    "SCORES",
    "WORDED",
    "Document",
    "Unit",
    "is_flag",
]

#: Kinds of unit, in the order of the codebook.
KINDS = ("headline", "sentence", "item", "heading", "table", "contact", "other")
#: Kinds that carry a label.
LABELLED_KINDS = frozenset(("headline", "sentence", "item"))
#: Labels, in the order of every probability array in the library.
LABELS = ("factual", "promotional", "forward_looking", "boilerplate")
#: Their numbers in that order.
FACTUAL, PROMOTIONAL, FORWARD_LOOKING, BOILERPLATE = range(len(LABELS))
#: Levels of a table of releases: each row is a release, a labelled unit, a unit of any kind, or a
#: promise.
LEVELS = ("document", "sentence", "unit", "promise")
#: Scores of a release from 0 to 100, in the order of every table.
SCORES = ("hype", "exposure", "protection", "risk")
#: Scores in which single words have grades.
WORDED = ("hype", "exposure")


@dataclass(frozen=True, slots=True)
class Document:
    """A release as read.

    Parameters
    ----------
    text : str
        The text, converted to a plain str. Offsets everywhere are code points of this string.
    encoding : str
        How bytes became text: ``"str"`` (they were text), ``"utf-8"``, ``"utf-8-sig"``,
        ``"utf-16"``, ``"utf-32"``, ``"cp1252"``, what an HTML page declared, or ``"pdf"``.
    source : str or None
        Path of the file, or None. The path is followed by ``!`` and the name of a file inside an
        archive, and by ``#`` and the type of an exhibit inside a submission.
    warnings : tuple of str
        What was changed or doubtful while reading.
    metadata : mapping of str to str, int or tuple of str
        What the input says about the release: ``docs/reading.md`` lists the keys. Empty for plain
        text. It must not be changed, and is not part of the hash.
    """

    text: str
    encoding: str = "str"
    source: str | None = None
    warnings: tuple[str, ...] = ()
    metadata: Mapping[str, str | int | tuple[str, ...]] = field(
        default_factory=dict, hash=False, repr=False
    )

    def __post_init__(self) -> None:
        # A template would not escape a subclass of str that has `__html__`.
        if isinstance(self.text, str) and type(self.text) is not str:
            object.__setattr__(self, "text", str.__str__(self.text))


class Unit(NamedTuple):
    """A piece of a release: a half-open span of its text.

    Parameters
    ----------
    kind : str
        One of :data:`KINDS`.
    start, end : int
        ``text[start:end]`` is the unit as in the source, hard wraps included.
    rule : str
        Name of the layout rule that decided the kind.
    block : int
        Number of the paragraph, line or cell that contains the unit, from 0.
    """

    kind: str
    start: int
    end: int
    rule: str
    block: int


def is_flag(name: str) -> bool:
    """Check by its name whether a metric is a flag: 1 or 0, in tables true or false.

    Parameters
    ----------
    name : str

    Returns
    -------
    bool
    """
    return name.startswith(("has_", "is_"))
