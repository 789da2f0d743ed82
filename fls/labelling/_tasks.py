"""Records of labelling: releases to label, units as tasks, answers."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import repeat
from typing import NamedTuple

from fls.corpus import AnnotatedRelease, GoldUnit
from fls.document import Document
from fls.errors import InputError
from fls.segmentation import segment

__all__ = ["Answer", "Draft", "Key", "Task", "compute_digest", "drafts"]

_FOREIGN_CHARACTERS = re.compile(r"[^A-Za-z0-9._-]+")
_ZERO_WIDTH = "\u200b\ufeff"
_KEY = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*):([0-9]{1,12})-([0-9]{1,12}):([0-9a-f]{16})")
#: Number of hexadecimal digits of a digest that identify a text.
_DIGEST_DIGITS = 16


class Draft(NamedTuple):
    """A release to label.

    Parameters
    ----------
    release : fls.corpus.AnnotatedRelease
        Its units with a label are not to be labelled again.
    source : str
        File that it was read from, or ``""``.
    doc_id : str
        Identifier of the release in the tables of :func:`fls.score_many`.
    numbers : tuple of int
        The number of each unit there; by default its place among the units.
    """

    release: AnnotatedRelease
    source: str
    doc_id: str = ""
    numbers: tuple[int, ...] = ()


class Key(NamedTuple):
    """Permanent name of a unit: its release, its span, and the digest of the release's text."""

    release: str
    start: int
    end: int
    digest: str

    def __str__(self) -> str:
        return f"{self.release}:{self.start}-{self.end}:{self.digest}"

    @classmethod
    def parse(cls, value: str) -> Key | None:
        """Return the key of a text, or None for text that is no key.

        Examples
        --------
        >>> Key.parse("acme-5f0c:12-40:9f86d081884c7d65")
        Key(release='acme-5f0c', start=12, end=40, digest='9f86d081884c7d65')
        """
        match = _KEY.fullmatch(value)
        return match and cls(match[1], int(match[2]), int(match[3]), match[4])


@dataclass(frozen=True, slots=True)
class Task:
    """A unit to be labelled.

    Parameters
    ----------
    unit_id : str
        ``RELEASE:START-END:DIGEST``: release and span in code points, and the first 16 digits of
        the SHA-256 of the release's text in UTF-8. The same in every export.
    source : str
        File that the release was read from.
    kind : str
        One of :data:`fls.document.LABELLED_KINDS`.
    before, text, after : str
        The unit and its neighbours, as they stand in the release; ``""`` beyond its ends.
    predicted : str
        Label that the model predicts, as a code of the corpus: F P L+ L- B.
    p : float
        Its probability, to 6 decimals.
    model : str
        First 12 digits of the digest of the model's weights.
    doc_id, unit : str, int
        The same unit in the tables of :func:`fls.score_many`, to join on; for units that an
        annotator delimited, the number is the place among those units.
    """

    unit_id: str
    source: str
    kind: str
    before: str
    text: str
    after: str
    predicted: str
    p: float
    model: str
    doc_id: str
    unit: int


class Answer(NamedTuple):
    """A task with the label that it was given.

    Parameters
    ----------
    where : str
        Place in the file, for messages.
    unit_id, text : str
        As in the task.
    label : str
        One or two codes, such as ``L+`` or ``F,P``; ``""`` where there is no label.
    source : str
        As in the task; ``""`` where the tool has dropped it.
    """

    where: str
    unit_id: str
    text: str
    label: str
    source: str


def drafts(documents: Iterable[Document], ids: Iterable[str] | None = None) -> list[Draft]:
    """Return documents as drafts: cut into units, without labels.

    Parameters
    ----------
    documents : iterable of Document
        As :func:`fls.read_all` returns them.
    ids : iterable of str, optional
        Identifier of each in the tables of :func:`fls.score_many`, column ``doc_id``; by default
        its ``source``.

    Returns
    -------
    list of Draft
        One for each text, in order, without texts that are repeated or have no units. The
        identifier is the name of the file without suffix, and 8 digits of the digest of the text;
        the issuer is that of a submission, else the identifier.

    Raises
    ------
    InputError
        If one of them is no Document.

    Examples
    --------
    >>> (draft,) = drafts([Document("Sales rose in May. We expect more.", source="in/q1.txt")])
    >>> draft.release.id, draft.source, len(draft.release.units)
    ('q1-e45cc85e', 'in/q1.txt', 2)
    """
    by_digest: dict[str, Draft] = {}
    names = repeat(None) if ids is None else ids
    for number, (document, id) in enumerate(zip(documents, names, strict=ids is not None)):
        if not isinstance(document, Document):
            raise InputError(
                f"documents[{number}]", "is a Document", type(document).__name__,
                "read it with fls.read_all",
            )  # fmt: skip
        text, digest = document.text, compute_digest(document.text)
        spans = [(u.kind, *_shorten_span(text, u.start, u.end)) for u in segment(text)]
        numbers = tuple(n for n, (_, a, b) in enumerate(spans) if a < b)
        units = tuple(GoldUnit(*spans[n]) for n in numbers)
        name = f"{_make_stem(document.source)}-{digest[:8]}"
        issuer = " ".join(str(document.metadata.get("company", "")).split())
        if units:
            source = document.source or ""
            release = AnnotatedRelease(name, text, units, issuer or name)
            doc_id = source if id is None else id
            by_digest.setdefault(digest, Draft(release, source, doc_id, numbers))
    return list(by_digest.values())


def compute_digest(text: str) -> str:
    """Return the first digits of the SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:_DIGEST_DIGITS]


def _make_stem(source: str | None) -> str:
    """Return the stem of a file name, without characters that a corpus does not allow in ids."""
    name, _, exhibit = os.path.basename((source or "").replace("!", "/")).partition("#")
    stem = _FOREIGN_CHARACTERS.sub("-", f"{name.partition('.')[0]}-{exhibit}").strip("-._")
    return stem[:80] or "text"


def _shorten_span(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span without what a corpus takes for white space at its ends."""
    while start < end and (text[start].isspace() or text[start] in _ZERO_WIDTH):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in _ZERO_WIDTH):
        end -= 1
    return start, end
