"""Adding answers to the releases that they are about, after checking them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple, TypeAlias

from fls.cells import guarded
from fls.codes import CODE_OF, is_open, labels_in
from fls.corpus import AnnotatedRelease, GoldUnit, decode_marks, encode_marks
from fls.errors import CorpusError
from fls.labelling._tasks import Answer, Key, compute_digest

__all__ = ["take"]

_WHITE_SPACE = re.compile(r"[\s\u200b\ufeff]+")
#: Numbers of the units of a release by start and end.
_Spans: TypeAlias = dict[tuple[int, int], int]


class _Label(NamedTuple):
    """A labelled unit, and the place of its answer."""

    unit: GoldUnit
    where: str


def take(answers: Iterable[Answer], releases: Sequence[AnnotatedRelease]) -> list[AnnotatedRelease]:
    """Return releases with the labels of answers.

    Parameters
    ----------
    answers : iterable of Answer
        Those without a label, see :func:`fls.codes.is_open`, are skipped. A label is a code or a
        name, see :func:`fls.codes.labels_in`; forward-looking needs a code.
    releases : sequence of AnnotatedRelease
        Those that the answers are about, from :func:`drafts` or a corpus; others may be among
        them. Of releases with the same text, the first counts.

    Returns
    -------
    list of AnnotatedRelease
        Those that got a label, with all of their labels, old and new, in the order given.

    Raises
    ------
    CorpusError
        If an answer has no identifier, its release is missing or has another text, its span is
        no unit, its text was changed beyond white space and an apostrophe before it, its label is
        unknown, or the unit has another label already. The first fault is raised; its
        notes name up to 20 others.
    """
    by_text: dict[str, AnnotatedRelease] = {}
    for release in releases:
        by_text.setdefault(compute_digest(release.text), release)
    names = {release.id for release in releases}
    spans: dict[str, _Spans] = {}
    taken: dict[str, dict[int, _Label]] = {}
    faults: list[CorpusError] = []
    for answer in answers:
        if is_open(answer.label):
            continue
        try:
            key = _read_key(answer, by_text, names)
            release = by_text[key.digest]
            if key.digest not in spans:
                spans[key.digest] = {(u.start, u.end): n for n, u in enumerate(release.units)}
            number = _find_unit(answer, key, release, spans[key.digest])
            old = _Label(release.units[number], f"units/{release.id}.units:{number + 1}")
            labels = taken.setdefault(key.digest, {})
            labels[number] = _label_unit(answer, labels.get(number, old))
        except CorpusError as fault:
            faults.append(fault)
    for other in faults[1:21]:
        faults[0].add_note(str(other))
    if faults:
        raise faults[0]
    return list(_apply_labels(by_text, taken))


def _apply_labels(
    by_text: dict[str, AnnotatedRelease], taken: dict[str, dict[int, _Label]]
) -> Iterator[AnnotatedRelease]:
    for digest, release in by_text.items():
        if digest in taken:
            units = list(release.units)
            for number, label in taken[digest].items():
                units[number] = label.unit
            yield replace(release, units=tuple(units))


def _read_key(answer: Answer, by_text: dict[str, AnnotatedRelease], names: set[str]) -> Key:
    """Return the key of an answer, after checking that its release is there."""
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


def _find_unit(answer: Answer, key: Key, release: AnnotatedRelease, spans: _Spans) -> int:
    """Return the number of the unit, after checking that its text was not changed."""
    number = spans.get((key.start, key.end))
    if number is None:
        raise CorpusError(
            f"{answer.where}: unit_id", f"must be a unit of {release.id!r} as it is cut now",
            f"{key.start}-{key.end}", "export again, or label with the version that exported",
        )  # fmt: skip
    text = release.text[key.start : key.end]
    bare = _WHITE_SPACE.sub("", text)
    # An apostrophe marks a cell as text for a spreadsheet; people put it before other cells, too.
    if _WHITE_SPACE.sub("", answer.text) not in (bare, f"'{bare}"):
        expected = f"must be the unit's but for white space, {_shorten(text)}"
        repair = "put the text back, or leave the label empty"
        if guarded(text) != text:
            repair += "; fls label export --excel-safe keeps spreadsheets from computing it"
        raise CorpusError(f"{answer.where}: text", expected, _shorten(answer.text), repair)
    return number


def _label_unit(answer: Answer, old: _Label) -> _Label:
    """Return a unit with the label of an answer."""
    kind, before = encode_marks(old.unit)
    label = _encode_labels(answer)
    new = decode_marks(kind, label, answer.where, old.unit.start, old.unit.end)
    if old.unit.label is not None and label != before:
        expected = f"must be the label that the unit has already, {before!r} at {old.where}"
        repair = "settle it here or there"
        raise CorpusError(f"{answer.where}: label", expected, repr(answer.label), repair)
    return _Label(new, answer.where)


def _encode_labels(answer: Answer) -> str:
    """Return the codes of the labels of an answer, which may hold names instead."""
    labels = labels_in(answer.label) or ()
    if ("forward_looking", None) in labels:
        expected = "must say whether forward-looking is specific"
        repair = "write L+ if a number, date or event in it can be checked later, else L-"
        raise CorpusError(f"{answer.where}: label", expected, repr(answer.label), repair)
    return ",".join(CODE_OF[label] for label in labels) or answer.label


def _shorten(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:57] + "...")
