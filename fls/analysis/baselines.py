"""Measures from word lists and counts, as used in studies without a model, for comparison."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

from fls.analysis.phrases import phrases, split
from fls.analysis.times import find_release_date
from fls.checks import check_path
from fls.document import LABELLED_KINDS, Unit
from fls.errors import InputError, ReadError

__all__ = ["TONES", "list_measures", "read_tones", "syllables"]

#: Columns of the Loughran-McDonald dictionary and their names here.
TONES = {
    "Negative": "negative",
    "Positive": "positive",
    "Uncertainty": "uncertainty",
    "Litigious": "litigious",
    "Strong_Modal": "strong_modal",
    "Weak_Modal": "weak_modal",
}
_VOWELS = re.compile(r"[aeiouy]+")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
#: Fewest syllables of a complex word.
_COMPLEX_SYLLABLES = 3


def syllables(word: str) -> int:
    """Count syllables: groups of a, e, i, o, u, y, less one for a silent final e.

    A final ``e``, ``es`` or ``ed`` after a consonant is silent; ``le`` after a consonant is not.

    Parameters
    ----------
    word : str
        Letters only.

    Returns
    -------
    int
        At least 1.

    Examples
    --------
    >>> [syllables(word) for word in ("plant", "company", "announced", "table", "innovative")]
    [1, 3, 2, 2, 4]
    """
    lowered = word.lower()
    count = len(_VOWELS.findall(lowered))
    stem = lowered[:-1] if lowered.endswith(("es", "ed")) else lowered
    silent = stem.endswith("e") and len(stem) > 1 and stem[-2] not in "aeiouy"
    if silent and not (lowered.endswith("le") and len(lowered) > 2 and lowered[-3] not in "aeiouy"):
        count -= 1
    return max(count, 1)


def read_tones(path: str | os.PathLike[str]) -> Mapping[str, frozenset[str]]:
    """Read tone words from a Loughran-McDonald master dictionary that the user provides.

    Parameters
    ----------
    path : str or path-like
        CSV with a column ``Word`` and the columns of :data:`TONES`. A number above 0 (the year in
        which the word was added) means that the word is in the list; 0 or less, that it is not.

    Returns
    -------
    mapping of str to frozenset of str
        Words in lower case, keyed by the name of the tone.

    Raises
    ------
    ReadError
        If the file cannot be read.
    InputError
        If ``path`` is not a path, or if the file is not such a dictionary; the error names the
        line and the column.
    """
    check_path("path", path)
    place = Path(path)
    try:
        return _load_tones(place, place.stat().st_mtime_ns)
    except InputError:
        raise
    except (OSError, ValueError) as error:  # ValueError: a path that no system allows
        found = "a folder" if isinstance(error, IsADirectoryError) else str(error)
        raise ReadError(str(path), "is a file that can be read", found, "check the path") from error


@lru_cache(maxsize=4)
def _load_tones(path: Path, _: int) -> Mapping[str, frozenset[str]]:
    words_by_tone: dict[str, set[str]] = {name: set() for name in TONES.values()}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            for column in ("Word", *TONES):
                if column not in (rows.fieldnames or ()):
                    raise InputError(
                        f"{path}:1", f"the header has a column {column!r}",
                        ", ".join(rows.fieldnames or ["nothing"])[:80],
                        "name the Loughran-McDonald master dictionary as CSV",
                    )  # fmt: skip
            for row in rows:
                for column, name in TONES.items():
                    if _whole_number(row[column], f"{path}:{rows.line_num}, column {column}") > 0:
                        words_by_tone[name].add((row["Word"] or "").lower())
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(
            f"{path}:1", "is a CSV file in UTF-8", str(error)[:80],
            "name the Loughran-McDonald master dictionary as CSV",
        ) from error  # fmt: skip
    return {name: frozenset(words) for name, words in words_by_tone.items()}


def _whole_number(value: str | None, where: str) -> int:
    try:
        return int(value or "")
    except ValueError:
        raise InputError(
            where, "holds a whole number, above 0 for words of the list", repr(value),
            "name the dictionary as it is published",
        ) from None  # fmt: skip


def list_measures(
    text: str,
    units: Sequence[Unit],
    lm_path: str | os.PathLike[str] | None = None,
    today: date | None = None,
) -> dict[str, float]:
    """Measure a release by word lists and counts.

    Formulas and sources are in ``docs/metrics.md``.

    Parameters
    ----------
    text : str
    units : sequence of Unit
    lm_path : str or path-like, optional
        See :func:`read_tones`. If omitted, there are no measures of tone.
    today : datetime.date, optional
        Date of the release. If omitted, it is read from the text.

    Returns
    -------
    dict of str to float
        Names begin with ``list_``; values are NaN if there are no words. Legal text is included,
        as in the studies.

    Raises
    ------
    ReadError, InputError
        If the file cannot be read or is not such a dictionary.
    """
    tones = {} if lm_path is None else read_tones(lm_path)
    sentences = [text[u.start : u.end] for u in units if u.kind in LABELLED_KINDS]
    words = [[word for word in split(sentence) if word.isalpha()] for sentence in sentences]
    all_words = [word for sentence in words for word in sentence]
    names = (
        *("forward_share", "forward_per_1000", "hype_per_1000", "specificity", "fog"),
        *(f"{name}_share" for name in tones),
    )
    if not all_words:
        return {f"list_{name}": float("nan") for name in names}
    today = today or find_release_date(text)
    n_forward, n_terms = _count_forward(sentences, today.year if today else None)
    n_strong = sum(
        grade.grade > 1 for s in sentences for _, _, grade in phrases("hype").find(split(s))[0]
    )
    n_complex = sum(syllables(word) >= _COMPLEX_SYLLABLES for word in all_words)
    n_words = len(all_words)
    values = [
        n_forward / len(sentences),
        1000.0 * n_terms / n_words,
        1000.0 * n_strong / n_words,
        sum(map(_count_specific, sentences)) / n_words,
        0.4 * (n_words / len(sentences) + 100.0 * n_complex / n_words),
        *(sum(word in tone for word in all_words) / n_words for tone in tones.values()),
    ]
    return {f"list_{name}": value for name, value in zip(names, values, strict=True)}


def _count_forward(sentences: Sequence[str], now: int | None) -> tuple[int, int]:
    """Count sentences with a term of the list or a future year, and count the terms.

    If the year of the release is unknown, the first year in the text takes its place.
    """
    n_forward = n_terms = 0
    for sentence in sentences:
        words = split(sentence)
        years = [int(word) for word in words if len(word) == 4 and _YEAR.fullmatch(word)]
        if now is None and years:
            now = years[0]
        n_hits = len(phrases("forward").find(words)[0])
        n_terms += n_hits
        n_forward += n_hits > 0 or any(now is not None and year > now for year in years)
    return n_forward, n_terms


def _count_specific(sentence: str) -> int:
    """Count names, numbers and dates.

    These are runs of words that hold a digit or begin with a capital letter; a capital letter of
    the first word does not count.
    """
    count, inside = 0, False
    for place, word in enumerate(sentence.split()):
        bare = word.lstrip("(\"'\u201c\u2018$\u20ac\u00a3")
        digit = any(map(str.isdigit, bare))
        specific = digit or (place > 0 and bare[:1].isupper())
        count += specific and not inside
        # A run continues after "May 4," but not after a name that ends in a comma.
        inside = specific and (digit or not word.endswith((",", ";", ":")))
    return count
