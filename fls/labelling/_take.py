"""Answers checked against the releases that they are about, and made part of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

from fls.corpus import GoldUnit, Release, decode_marks, encode_marks
from fls.errors import CorpusError
from fls.labelling._tasks import Answer, Key, digest_of

__all__ = ["take"]

_WHITE = re.compile(r"[\s\u200b\ufeff]+")
#: Means what no label means.
_OPEN = "?"
#: Labels by the name that all other commands give them; forward-looking has two codes.
_CODE_OF = {"factual": "F", "promotional": "P", "boilerplate": "B"}
#: Units of a release by start and end.
_Spans: TypeAlias = dict[tuple[int, int], GoldUnit]
_AHEAD = ("L", "forward_looking", "forward-looking")


def take(answers: Iterable[Answer], releases: Sequence[Release]) -> list[Release]:
    """Give releases the labels of answers.

    Parameters
    ----------
    answers : iterable of Answer
        Those without a label, or with ``?``, are passed over. A label is the code that a corpus
        has for it, or ``factual``, ``promotional``, ``boilerplate``; two have a comma between.
    releases : sequence of Release
        Those the answers are about, as :func:`drafts` cuts them or from a corpus; others may be
        among them. Of two with the same text the first counts.

    Returns
    -------
    list of Release
        Those that got a label, with all of their labels, old and new, in the order of
        `releases`.

    Raises
    ------
    CorpusError
        If an answer has no identifier, its release is missing or has another text, its span is
        no unit, its text was changed in more than white space, its label is unknown, or the unit
        has another label already. The first fault is raised; its notes name up to 20 others.
    """
    by_text: dict[str, Release] = {}
    for release in releases:
        by_text.setdefault(digest_of(release.text), release)
    names = {release.id for release in releases}
    spans: dict[str, _Spans] = {}
    taken: dict[str, _Spans] = {}
    faults: list[CorpusError] = []
    for answer in answers:
        if answer.label in ("", _OPEN):
            continue
        try:
            key = _key(answer, by_text, names)
            release = by_text[key.digest]
            if key.digest not in spans:
                spans[key.digest] = {(unit.start, unit.end): unit for unit in release.units}
            old = _unit(answer, key, release, spans[key.digest])
            units = taken.setdefault(key.digest, {})
            units[key.start, key.end] = _labelled(answer, units.get((key.start, key.end), old))
        except CorpusError as fault:
            faults.append(fault)
    for other in faults[1:21]:
        faults[0].add_note(str(other))
    if faults:
        raise faults[0]
    return list(_changed(by_text, taken))


def _changed(by_text: dict[str, Release], taken: dict[str, _Spans]) -> Iterator[Release]:
    for digest, release in by_text.items():
        if digest in taken:
            new = taken[digest]
            units = tuple(new.get((unit.start, unit.end), unit) for unit in release.units)
            yield replace(release, units=units)


def _key(answer: Answer, by_text: dict[str, Release], names: set[str]) -> Key:
    """Read the identifier, and see that its release is there."""
    where = f"{answer.where}: unit_id"
    key = Key.parse(answer.unit_id)
    if key is None:
        repair = "keep the column as it was exported"
        raise CorpusError(where, "must be RELEASE:START-END:DIGEST", repr(answer.unit_id), repair)
    if key.digest not in by_text:
        found = "another text of that name" if key.release in names else "none of this text"
        expected = f"release {key.release!r} must be at hand, its text as it was exported"
        repair = f"give the file with --texts; it was {answer.source or 'not noted'!r}"
        raise CorpusError(where, expected, found, repair)
    return key


def _unit(answer: Answer, key: Key, release: Release, spans: _Spans) -> GoldUnit:
    """Find the unit, and see that it was not changed."""
    unit = spans.get((key.start, key.end))
    if unit is None:
        raise CorpusError(
            f"{answer.where}: unit_id", f"must be a unit of {release.id!r} as it is cut now",
            f"{key.start}-{key.end}", "export again, or label with the version that exported",
        )  # fmt: skip
    known = release.text[unit.start : unit.end]
    if _WHITE.sub("", known) != _WHITE.sub("", answer.text):
        expected = f"must be the unit's but for white space, {_short(known)}"
        repair = "put the text back, or leave the label empty"
        raise CorpusError(f"{answer.where}: text", expected, _short(answer.text), repair)
    return unit


def _labelled(answer: Answer, old: GoldUnit) -> GoldUnit:
    """Give a unit the label of an answer."""
    kind, before = encode_marks(old)
    label = _coded(answer)
    new = decode_marks(kind, label, f"{answer.where}: label", old.start, old.end)
    if before not in (_OPEN, label):
        expected = f"must be the label that the unit has already, {before!r}"
        repair = "settle it in the corpus or in the file"
        raise CorpusError(f"{answer.where}: label", expected, repr(answer.label), repair)
    return new


def _coded(answer: Answer) -> str:
    """Give the codes of the labels of an answer, which may name them."""
    names = [name.strip() for name in answer.label.split(",")]
    if any(name in _AHEAD for name in names):
        expected = "must say whether forward-looking is specific"
        repair = "write L+ if a number, date or event in it can be checked later, else L-"
        raise CorpusError(f"{answer.where}: label", expected, repr(answer.label), repair)
    return ",".join(_CODE_OF.get(name, name.upper() if len(name) < 3 else name) for name in names)


def _short(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:57] + "...")
