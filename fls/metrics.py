"""Document metrics: from units with probabilities to numbers for the whole release."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fls.arrays import Flags, Floats, Ints, totals
from fls.decision import decide
from fls.document import BOILERPLATE, LABELS, Unit
from fls.sheet import INVISIBLE, TABLE_END, WORD, Sheet, UnitTable

__all__ = ["METRICS", "batch_metrics", "count_sheet_words", "count_words", "document_metrics"]

_INVISIBLE = [ord(char) for char in INVISIBLE]
_ASCII = bytes(range(128))
#: ASCII signs, and a table for `bytes.translate` that turns all white space into spaces.
_ASCII_SIGNS = bytes(code for code in _ASCII if not (chr(code).isalnum() or chr(code).isspace()))
_SPACE_TABLE = bytes(32 if chr(code).isspace() else code for code in range(256))
#: Signs beyond ASCII that occur in most releases and are not words.
_COMMON_SIGNS = "\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u00ae\u2122"

_LETTER_OR_DIGIT = re.compile(r"[^\W_]")  # as str.isalnum
_LABEL_NUMBERS = np.arange(len(LABELS))[:, None]
#: Names of the metrics, in order.
METRICS = (
    "n_units",
    "n_sentences",
    "n_words",
    *(f"n_{label}" for label in LABELS),
    *(f"{label}_share" for label in LABELS),
    *(f"{label}_share_body" for label in LABELS[:BOILERPLATE]),
)


def count_words(texts: Sequence[str], units: Sequence[Sequence[Unit]]) -> Ints:
    """Count the words of each unit.

    A word is a run of characters between white space that holds a letter or a digit, so
    ``"$4.1"``, ``"Inc."`` and ``"forward-looking"`` are one word each and ``"--"`` is none.

    Parameters
    ----------
    texts : sequence of str
    units : sequence of sequences of Unit

    Returns
    -------
    (n_units,) int64

    Examples
    --------
    >>> from fls.document import Unit
    >>> text = "Sales rose -- to $4.1 billion."
    >>> count_words([text], [[Unit("sentence", 0, len(text), "prose", 0)]]).tolist()
    [5]
    """
    counts: list[int] = []
    for text, own in zip(map(_with_plain_signs, texts), units, strict=True):
        counts += [_count(text[unit.start : unit.end]) for unit in own]
    return np.array(counts, dtype=np.int64)


def count_sheet_words(sheet: Sheet, units: UnitTable) -> Ints:
    """Count the words of each unit of a sheet, as :func:`count_words` does.

    Parameters
    ----------
    sheet : Sheet
    units : UnitTable
        Units whose spans refer to the sheet.

    Returns
    -------
    (n_units,) int64
    """
    first, last = sheet.first, sheet.last
    before = totals(_are_words(sheet))
    low = first.searchsorted(units.start)
    high = last.searchsorted(units.end, side="right")
    counts: Ints = before[np.maximum(low, high)] - before[low]
    # The chunks of a sheet are words, except where a unit begins or ends inside a chunk, or where
    # an invisible mark divides one.
    inexact = (low > 0) & (np.append(0, last)[low] > units.start)
    inexact |= np.append(first, len(sheet.codes))[high] < units.end
    behind = sheet.codes.take(last)
    divided = np.logical_or.reduce([behind == mark for mark in _INVISIBLE])
    if divided.any():
        sums = totals(divided)
        inexact |= sums[high] != sums[low]
    rows = inexact.nonzero()[0]
    texts = sheet.pieces(units.start[rows], units.end[rows], units.text[rows])
    counts[rows] = [sum(map(_is_word, text.split())) for text in texts]
    return counts


def _are_words(sheet: Sheet) -> Flags:
    """Check which chunks hold a letter or digit; most do in their first two characters."""
    mask: Flags = (sheet.kind.take(sheet.first) & WORD) != 0
    rows = (~mask).nonzero()[0]
    second = sheet.first[rows] + 1
    longer = second < sheet.last[rows]
    mask[rows[longer]] = (sheet.kind.take(second[longer]) & WORD) != 0
    unknown = sheet.codes[sheet.first[rows]] >= TABLE_END
    rows = rows[~mask[rows] & (longer | unknown)]
    owner = sheet.begin.searchsorted(sheet.first[rows], side="right") - 1
    mask[rows] = list(map(_is_word, sheet.pieces(sheet.first[rows], sheet.last[rows], owner)))
    return mask


def _with_plain_signs(text: str) -> str:
    """Replace common signs beyond ASCII with ASCII signs."""
    for sign in "" if text.isascii() else _COMMON_SIGNS:
        text = text.replace(sign, "-")
    return text


def _count(text: str) -> int:
    if not text.isascii():
        return sum(map(_is_word, text.split()))
    # Without signs, all that is left between white space are words.
    return len(text.encode("ascii").translate(_SPACE_TABLE, _ASCII_SIGNS).split())


def _is_word(run: str) -> bool:
    return run.isalnum() or _LETTER_OR_DIGIT.search(run) is not None


def document_metrics(words: Ints, probabilities: Floats, labelled: Flags) -> dict[str, float]:
    """Return the metrics of one release.

    With ``w_u`` the words of labelled unit ``u`` and ``p_uk`` its probability of label ``k``, the
    share of ``k`` is ``sum_u w_u p_uk / sum_u w_u``, an expected share of words: the mean of
    calibrated probabilities estimates a proportion better than counting labels does [1]_. The
    share of the body leaves boilerplate out: ``sum_u w_u p_uk / sum_u w_u (1 - p_uB)``.

    Parameters
    ----------
    words : (n_units,) int64
    probabilities : (n_units, 4) float64
        Rows of units without a label are ignored.
    labelled : (n_units,) bool
        Which units carry a label.

    Returns
    -------
    dict of str to float
        By name, as in :data:`METRICS`. Counts (``n_``) are int. Shares are in [0, 1]; NaN where
        there are no words to divide.

    References
    ----------
    .. [1] A. Bella, C. Ferri, J. Hernandez-Orallo and M. J. Ramirez-Quintana (2010),
       Quantification via Probability Estimators, ICDM.

    Examples
    --------
    >>> import numpy as np
    >>> p = np.array([[0.9, 0.1, 0.0, 0.0], [0.0, 0.0, 0.5, 0.5]])
    >>> metrics = document_metrics(np.array([10, 30]), p, np.array([True, True]))
    >>> metrics["factual_share"], metrics["forward_looking_share"]
    (0.225, 0.375)
    >>> metrics["forward_looking_share_body"]
    0.6
    """
    first = np.array([0, len(words)])
    columns = batch_metrics(words, probabilities, labelled, first)
    return {name: column[0].item() for name, column in columns.items()}


def batch_metrics(
    words: Ints, probabilities: Floats, labelled: Flags, first: Ints
) -> dict[str, NDArray[Any]]:
    """Return the metrics of several releases, bit for bit those of :func:`document_metrics`.

    Parameters
    ----------
    words, probabilities, labelled
        As for :func:`document_metrics`, of all units.
    first : (n_docs + 1,) int64
        Units of release ``d`` are ``first[d]:first[d + 1]``.

    Returns
    -------
    dict of str to (n_docs,) int64 or float64
        By name, as in :data:`METRICS`.
    """
    p = np.where(labelled[:, None], probabilities, 0.0).T
    counts = np.zeros((2 + len(LABELS), len(words)), dtype=np.int64)
    counts[0] = labelled
    counts[1] = words * labelled
    counts[2:] = (decide(p.T) == _LABEL_NUMBERS) & labelled
    counted = _sum_by_release(counts, first)
    total = counted[1]
    expected = _sum_by_release(counts[1] * p, first)
    parts = np.concatenate((expected, expected[:BOILERPLATE]))
    whole = np.empty_like(parts)
    whole[: len(LABELS)] = total
    whole[len(LABELS) :] = total - expected[BOILERPLATE]
    return dict(zip(METRICS, (np.diff(first), *counted, *_shares(parts, whole)), strict=True))


def _sum_by_release(values: NDArray[Any], first: Ints) -> NDArray[Any]:
    """Sum rows over the units of each release, in an order that other releases do not change."""
    filled = first[1:] > first[:-1]
    if filled.all() and len(filled):
        return np.asarray(np.add.reduceat(values, first[:-1], axis=1))
    result = np.zeros((len(values), len(filled)), dtype=values.dtype)
    if filled.any():
        result[:, filled] = np.add.reduceat(values, first[:-1][filled], axis=1)
    return result


def _shares(parts: Floats, wholes: Floats) -> Floats:
    # Sums of rounded products can lie outside [0, 1] by one unit in the last place.
    shares = np.full(parts.shape, np.nan)
    np.divide(parts, wholes, out=shares, where=wholes > 0)
    np.maximum(shares, 0.0, out=shares)
    np.minimum(shares, 1.0, out=shares)
    return shares
