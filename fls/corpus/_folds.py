"""Splits into training and test releases that share nothing a model could know by heart."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence

from fls.corpus._records import AnnotatedRelease
from fls.errors import InputError
from fls.vocabulary import COMPANY_ABBREVIATIONS, COMPANY_INITIALS, COMPANY_WORDS

__all__ = ["check_apart", "issuer_keys", "repeated_units", "split"]

_LEGAL_FORMS = frozenset(
    form.lower() for form in (*COMPANY_ABBREVIATIONS, *COMPANY_INITIALS, *COMPANY_WORDS)
)
_MIN_REPEATED_WORDS = 6


def split(
    releases: Sequence[AnnotatedRelease], folds: int, seed: int
) -> list[tuple[list[int], list[int]]]:
    """Split a corpus for cross-validation so that no issuer is on both sides.

    Issuers repeat themselves: the legend, the "About" paragraph and the turns of phrase of one
    release come back in the next. A model that has seen them in training is tested on its memory.
    Issuers are compared without case, punctuation and legal form ("Acme, Inc." is "ACME").

    Parameters
    ----------
    releases : sequence of AnnotatedRelease
    folds : int
        At least 2, at most the number of issuers.
    seed : int
        Another seed gives another split; the same one gives the same split for any order of the
        releases, on any machine.

    Returns
    -------
    list of (list of int, list of int)
        For each fold the sorted indices of training and test releases. Each release is tested
        once; the test sides hold about the same number of labelled units.

    Raises
    ------
    InputError
        If `folds` is out of range.
    """
    groups: dict[str, list[int]] = {}
    for i, key in enumerate(issuer_keys(releases)):
        groups.setdefault(key, []).append(i)
    if not 2 <= folds <= len(groups):
        expected = f"must be between 2 and the number of issuers ({len(groups)})"
        raise InputError("folds", expected, str(folds), "pass another number or more releases")
    size = {
        key: sum(unit.label is not None for i in members for unit in releases[i].units)
        for key, members in groups.items()
    }

    # Large issuers first, for even folds; a random order among equal sizes makes the seed matter.
    def order(key: str) -> tuple[int, bytes]:
        return -size[key].bit_length(), hashlib.sha256(f"{seed}:{key}".encode()).digest()

    tests: list[list[int]] = [[] for _ in range(folds)]
    loads = [0] * folds
    for key in sorted(groups, key=order):
        lightest = min(range(folds), key=lambda fold: (loads[fold], len(tests[fold])))
        tests[lightest] += groups[key]
        loads[lightest] += size[key]
    everything = set(range(len(releases)))
    return [(sorted(everything.difference(test)), sorted(test)) for test in tests]


def repeated_units(
    train: Iterable[AnnotatedRelease], test: Iterable[AnnotatedRelease]
) -> list[frozenset[int]]:
    """Find the legends of a test set that stand in the training set word for word.

    Legends are copied from release to release, across issuers too. An evaluation that leaves
    these units out does not take recall of a text for understanding of it.

    Parameters
    ----------
    train, test : iterable of AnnotatedRelease

    Returns
    -------
    list of frozenset of int
        For each test release the indices of its units that are labelled ``"boilerplate"``, have
        at least 6 words, and occur as a unit of a training release but for case, punctuation
        and white space.
    """
    known = {_words(r.text[u.start : u.end]) for r in train for u in r.units}
    return [
        frozenset(
            i
            for i, unit in enumerate(release.units)
            if unit.label == "boilerplate"
            and len(words := _words(release.text[unit.start : unit.end])) >= _MIN_REPEATED_WORDS
            and words in known
        )
        for release in test
    ]


def check_apart(
    train: Mapping[str, Sequence[AnnotatedRelease]], test: Sequence[AnnotatedRelease], where: str
) -> None:
    """Refuse a test set that shares a release or an issuer with the training data.

    Parameters
    ----------
    train : mapping of str to sequence of AnnotatedRelease
        Corpora by name.
    test : sequence of AnnotatedRelease
    where : str
        Name of the test set, for the message.

    Raises
    ------
    InputError
        If a text or an issuer stands on both sides.
    """
    for name, part in train.items():
        texts = {release.text for release in part}
        issuers = set(issuer_keys(part))
        for release, issuer in zip(test, issuer_keys(test), strict=True):
            if release.text in texts or issuer in issuers:
                what = "the text" if release.text in texts else f"the issuer {release.issuer!r}"
                raise InputError(
                    where, "shares no release and no issuer with the training data",
                    f"{what} of {release.id!r} in {name!r} too", "move them to one side",
                )  # fmt: skip


def issuer_keys(releases: Iterable[AnnotatedRelease]) -> list[str]:
    """Return the issuer of each release in the form in which issuers are compared.

    Parameters
    ----------
    releases : iterable of AnnotatedRelease

    Returns
    -------
    list of str
        Without case, punctuation and legal form.

    Examples
    --------
    >>> from fls.corpus import AnnotatedRelease
    >>> issuers = "Acme, Inc.", "The ACME Co."
    >>> issuer_keys([AnnotatedRelease("a", "", (), issuer) for issuer in issuers])
    ['acme', 'acme']
    """
    return [_issuer_key(release.issuer) for release in releases]


def _issuer_key(issuer: str) -> str:
    words = re.sub(r"[^\w\s]", " ", re.sub(r"[.'\u2019]", "", issuer.casefold())).split()
    kept = words[1:] if words[:1] == ["the"] else words
    while kept and kept[-1] in _LEGAL_FORMS:
        kept = kept[:-1]
    return " ".join(kept or words or [issuer])


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", text.casefold()))
