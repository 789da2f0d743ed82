"""Document metrics: from units with probabilities to numbers for the whole release."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fls.arrays import Flags, Floats, Ints
from fls.document import LABELS, Unit

__all__ = ["METRICS", "count_words", "document_metrics"]

_BOILERPLATE = LABELS.index("boilerplate")
#: Names of the metrics, in order.
METRICS = (
    "n_units",
    "n_sentences",
    "n_words",
    *(f"n_{label}" for label in LABELS),
    *(f"{label}_share" for label in LABELS),
    *(f"{label}_share_body" for label in LABELS[:_BOILERPLATE]),
)


def count_words(texts: Sequence[str], units: Sequence[Sequence[Unit]]) -> Ints:
    """Words of every unit.

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
    counts = [
        _count(text[unit.start : unit.end].split())
        for text, found in zip(texts, units, strict=True)
        for unit in found
    ]
    return np.array(counts, dtype=np.int64)


def _count(runs: Sequence[str]) -> int:
    """Count the words among runs of characters; nearly all begin with a letter or a digit."""
    doubtful = [run for run in runs if not run[0].isalnum()]
    return len(runs) - sum(not any(map(str.isalnum, run)) for run in doubtful)


def document_metrics(words: Ints, probabilities: Floats, labelled: Flags) -> dict[str, float]:
    """Metrics of one release.

    With ``w_u`` the words of labelled unit ``u`` and ``p_uk`` its probability of label ``k``, the
    share of ``k`` is ``sum_u w_u p_uk / sum_u w_u``, an expected share of words: the mean of
    calibrated probabilities estimates a proportion better than counting labels does [1]_. The
    share of the body leaves boilerplate out: ``sum_u w_u p_uk / sum_u w_u (1 - p_uB)``.

    Parameters
    ----------
    words : (n_units,) int64
    probabilities : (n_units, 4) float64
        Rows of units without label are not looked at.
    labelled : (n_units,) bool
        Which units carry a label.

    Returns
    -------
    dict of str to float
        By name, as in :data:`METRICS`. Counts (``n_``) are int. Shares are in [0, 1]; NaN where
        there is no word to share out.

    References
    ----------
    .. [1] A. Bella, C. Ferri, J. Hernandez-Orallo and M. J. Ramirez-Quintana (2010),
       Quantification via Probability Estimators, ICDM.

    Examples
    --------
    >>> import numpy as np
    >>> p = np.array([[0.9, 0.1, 0.0, 0.0], [0.0, 0.0, 0.5, 0.5]])
    >>> found = document_metrics(np.array([10, 30]), p, np.array([True, True]))
    >>> found["factual_share"], found["forward_looking_share"]
    (0.225, 0.375)
    >>> found["forward_looking_share_body"]
    0.6
    """
    w = words[labelled].astype(np.float64)
    p = probabilities[labelled]
    chosen = np.bincount(p.argmax(axis=1), minlength=len(LABELS)) if len(p) else [0] * len(LABELS)
    expected = w @ p if len(p) else np.zeros(len(LABELS))
    total = float(w.sum())
    body = total - float(expected[_BOILERPLATE])
    values: list[float] = [len(words), int(labelled.sum()), int(w.sum()), *map(int, chosen)]
    values += [_share(float(part), total) for part in expected]
    values += [_share(float(part), body) for part in expected[:_BOILERPLATE]]
    return dict(zip(METRICS, values, strict=True))


def _share(part: float, whole: float) -> float:
    # Sums of rounded products may leave the interval by one unit in the last place.
    return min(1.0, max(0.0, part / whole)) if whole > 0 else float("nan")
