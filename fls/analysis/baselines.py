"""Measures by word lists and counts, as studies without a model use them: for comparison."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

from fls.analysis.arguments import check_path
from fls.analysis.phrases import phrases, split
from fls.analysis.times import find_release_date
from fls.document import LABELLED_KINDS, Unit
from fls.errors import InputError, ReadError

__all__ = ["TONES", "list_measures", "read_tones", "syllables"]

#: Columns of the Loughran-McDonald dictionary, and what they are called here.
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
#: Syllables that make a word complex.
_COMPLEX = 3


def syllables(word: str) -> int:
    """Count syllables: groups of a, e, i, o, u, y, without the last one if it is a silent e.

    Silent are ``e``, ``es`` and ``ed`` at the end behind a consonant; ``le`` behind one is not.

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
    low = word.lower()
    n = len(_VOWELS.findall(low))
    stem = low[:-1] if low.endswith(("es", "ed")) else low
    silent = stem.endswith("e") and len(stem) > 1 and stem[-2] not in "aeiouy"
    if silent and not (low.endswith("le") and len(low) > 2 and low[-3] not in "aeiouy"):
        n -= 1
    return max(n, 1)


def read_tones(path: str | os.PathLike[str]) -> Mapping[str, frozenset[str]]:
    """Read tone words from a Loughran-McDonald master dictionary, which the user brings.

    Parameters
    ----------
    path : str or path-like
        CSV with a column ``Word`` and those of :data:`TONES`, whose numbers are above 0 (the year
        it was added) where a word is in the list; 0 or below where it is not.

    Returns
    -------
    mapping of str to frozenset of str
        Words in lower case by name of the tone.

    Raises
    ------
    ReadError
        If the file cannot be read.
    InputError
        If it is another one: names line and column; or if ``path`` is no path.
    """
    check_path("path", path)
    place = Path(path)
    try:
        return _tones(place, place.stat().st_mtime_ns)
    except InputError:
        raise
    except (OSError, ValueError) as error:  # the latter of a path that no system allows
        found = "a folder" if isinstance(error, IsADirectoryError) else str(error)
        raise ReadError(str(path), "is a file that can be read", found, "check the path") from error


@lru_cache(maxsize=4)
def _tones(path: Path, _: int) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {name: set() for name in TONES.values()}
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
                    if _year(row[column], f"{path}:{rows.line_num}, column {column}") > 0:
                        found[name].add((row["Word"] or "").lower())
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(
            f"{path}:1", "is a CSV file in UTF-8", str(error)[:80],
            "name the Loughran-McDonald master dictionary as CSV",
        ) from error  # fmt: skip
    return {name: frozenset(words) for name, words in found.items()}


def _year(value: str | None, where: str) -> int:
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
    """Measure a release by lists and counts; formulae and sources in ``docs/metrics.md``.

    Parameters
    ----------
    text : str
    units : sequence of Unit
    lm_path : str or path-like, optional
        See :func:`read_tones`; without it there are no measures of tone.
    today : datetime.date, optional
        Day of the release; without it as found in the text.

    Returns
    -------
    dict of str to float
        Names begin with ``list_``; NaN without words. The legal text is part of it, as in the
        studies.

    Raises
    ------
    ReadError, InputError
        If the dictionary cannot be read or is another file.
    """
    tones = {} if lm_path is None else read_tones(lm_path)
    sentences = [text[u.start : u.end] for u in units if u.kind in LABELLED_KINDS]
    words = [[word for word in split(sentence) if word.isalpha()] for sentence in sentences]
    flat = [word for sentence in words for word in sentence]
    names = (
        *("forward_share", "forward_per_1000", "hype_per_1000", "specificity", "fog"),
        *(f"{name}_share" for name in tones),
    )
    if not flat:
        return {f"list_{name}": float("nan") for name in names}
    today = today or find_release_date(text)
    forward, terms = _forward(sentences, today.year if today else None)
    strong = sum(
        grade.grade > 1 for s in sentences for _, _, grade in phrases("hype").find(split(s))[0]
    )
    complex_ = sum(syllables(word) >= _COMPLEX for word in flat)
    n = len(flat)
    values = [
        forward / len(sentences),
        1000.0 * terms / n,
        1000.0 * strong / n,
        sum(map(_specific_runs, sentences)) / n,
        0.4 * (n / len(sentences) + 100.0 * complex_ / n),
        *(sum(word in tone for word in flat) / n for tone in tones.values()),
    ]
    return {f"list_{name}": value for name, value in zip(names, values, strict=True)}


def _forward(sentences: Sequence[str], now: int | None) -> tuple[int, int]:
    """Sentences that are forward-looking by the list or a year to come; terms of the list.

    Where the year of the release is not known, the first one of the text stands for it.
    """
    found = terms = 0
    for sentence in sentences:
        words = split(sentence)
        years = [int(word) for word in words if len(word) == 4 and _YEAR.fullmatch(word)]
        if now is None and years:
            now = years[0]
        hits = len(phrases("forward").find(words)[0])
        terms += hits
        found += hits > 0 or any(now is not None and year > now for year in years)
    return found, terms


def _specific_runs(sentence: str) -> int:
    """Count names, numbers and dates: runs of words with a capital, not the first, or a digit."""
    n, inside = 0, False
    for at, word in enumerate(sentence.split()):
        bare = word.lstrip("(\"'\u201c\u2018$\u20ac\u00a3")
        digit = any(map(str.isdigit, bare))
        specific = digit or (at > 0 and bare[:1].isupper())
        n += specific and not inside
        # A run goes on behind "May 4," but not behind the comma of a name.
        inside = specific and (digit or not word.endswith((",", ";", ":")))
    return n
