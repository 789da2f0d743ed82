"""Agreement of coders beyond chance."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Sequence

from fls.errors import InputError

__all__ = ["krippendorff_alpha"]


def krippendorff_alpha(codings: Sequence[Sequence[Hashable | None]]) -> float:
    r"""Return the agreement of coders beyond chance: Krippendorff's alpha for nominal data.

    .. math:: \alpha = 1 - \frac{D_o}{D_e}
              = 1 - (n - 1) \frac{\sum_{c \ne k} o_{ck}}{\sum_{c \ne k} n_c n_k}

    where :math:`o_{ck}` counts ordered pairs of values within a unit, each weighted by one over
    the number of the unit's values less one, :math:`n_c` is the total of value :math:`c`, and
    :math:`n` that of all values that can be paired.

    Parameters
    ----------
    codings : sequence of sequence of hashable
        One sequence for each coder, equally long, the same units in the same order; None, NaN or
        NA where a coder gave no value.

    Returns
    -------
    float
        1 for perfect agreement, 0 for that of chance, below 0 for less; NaN if no unit has two
        values, or all values that can be paired are equal.

    Raises
    ------
    InputError
        If there are fewer than two coders or their lengths differ.

    References
    ----------
    K. Krippendorff, "Computing Krippendorff's Alpha-Reliability", University of Pennsylvania,
    2011, section A.

    Examples
    --------
    Two coders and ten units: 20 values, of them 14 zeros and 6 ones, and 4 units in dispute, so
    that alpha is 1 - 19 * (4 + 4) / (14 * 6 + 6 * 14).

    >>> first = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    >>> second = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    >>> round(krippendorff_alpha([first, second]), 3)
    0.095
    """
    lengths = {len(coding) for coding in codings}
    if len(codings) < 2 or len(lengths) > 1:
        found = f"{len(codings)} of lengths {sorted(lengths)}"
        raise InputError("codings", "must be two or more of equal length", found, "align them")
    totals: Counter[Hashable] = Counter()
    observed = 0.0
    for values, times in Counter(zip(*codings, strict=True)).items():
        counts = Counter(value for value in values if _is_given(value))
        n = counts.total()
        if n > 1:
            totals.update({value: times * k for value, k in counts.items()})
            observed += times * sum(k * (n - k) for k in counts.values()) / (n - 1)
    n = totals.total()
    expected = sum(k * (n - k) for k in totals.values())
    return 1 - (n - 1) * observed / expected if expected else math.nan


def _is_given(value: Hashable | None) -> bool:
    """Check that a value is neither None nor the missing value of a table."""
    try:
        return value is not None and bool(value == value)
    except TypeError:  # comparing pandas' NA with itself gives no truth value
        return False
