"""What kinds of statements the forward-looking words of a release are in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from fls.analysis.tagged import Tagged
from fls.analysis.times import after_months
from fls.arrays import Floats
from fls.document import FORWARD_LOOKING

__all__ = ["FORWARD_SHARES", "HEDGED", "forward_shares"]

#: Names of the shares, in order.
FORWARD_SHARES = ("specific", "quantified", "hedged", "near_term", "long_term")
#: Grade from which a commitment counts as hedged: a goal, a belief or a possibility.
HEDGED = 0.6
#: Maximum number of months from the release to a time that is near.
_NEAR_MONTHS = 12
#: Words of vague times.
_SOON_WORDS = frozenset(
    "soon shortly imminently near nearer short shorter days weeks months".split()
)
_LATE_WORDS = frozenset(
    "long longer years decade decades generations eventually someday distant".split()
)


def forward_shares(
    tagged: Tagged, promises: Sequence[Mapping[str, Any]], today: date | None
) -> dict[str, float]:
    """Return the shares of the forward-looking words by what they commit to.

    Over the units ``u`` labelled forward-looking, with ``w_u p_u`` the expected number of
    forward-looking words and ``m_u`` the share of the commitments with a certain property, a share
    is ``sum_u w_u p_u m_u / sum_u w_u p_u``.

    Parameters
    ----------
    tagged : Tagged
    promises : sequence of mapping
        Rows of :func:`fls.analysis.commitments.promises.promises`.
    today : datetime.date or None
        Day of the release.

    Returns
    -------
    dict of str to float
        By name, as in :data:`FORWARD_SHARES`, in [0, 1]; NaN if no unit is labelled
        forward-looking. ``specific`` is the mean of the model's probability, NaN if it has none;
        ``near_term`` and ``long_term`` are NaN without a day of the release.
    """
    by_unit: dict[int, list[tuple[bool, ...]]] = defaultdict(list)
    for row in promises:
        # What a factual unit promises in passing is not among the forward-looking words.
        if tagged.label[row["unit"]] != FORWARD_LOOKING:
            continue
        is_near = _is_near(row, today) if today else None
        quantified, hedged = row["quantity"] is not None, row["hedge"] >= HEDGED
        by_unit[row["unit"]].append((quantified, hedged, is_near is True, is_near is False))
    rows = list(by_unit)
    forward = tagged.words[rows] * tagged.p[rows, FORWARD_LOOKING]
    total = float(forward.sum())
    if not total > 0:
        return dict.fromkeys(FORWARD_SHARES, float("nan"))
    properties = np.array(
        [[sum(has) / len(has) for has in zip(*flags, strict=True)] for flags in by_unit.values()]
    )
    quantified, hedged, near, far = (forward @ properties / total).tolist()
    if today is None:
        near = far = float("nan")
    shares = (
        _compute_specific_share(tagged.p_specific[rows], forward),
        quantified,
        hedged,
        near,
        far,
    )
    return {name: _clip(share) for name, share in zip(FORWARD_SHARES, shares, strict=True)}


def _compute_specific_share(p: Floats, forward: Floats) -> float:
    """Return the mean probability of being specific, weighted; NaN if no unit has one."""
    mask = ~np.isnan(p)
    total = float(forward[mask].sum())
    return float(forward[mask] @ p[mask]) / total if total else float("nan")


def _clip(share: float) -> float:
    """Undo rounding that led out of [0, 1]; NaN stays."""
    return min(max(share, 0.0), 1.0) if share == share else share


def _is_near(row: Mapping[str, Any], today: date) -> bool | None:
    """Check whether a commitment is due within a year of the release; None if unknown."""
    due = row["horizon_last"] or row["horizon_first"]
    if due is not None:
        return bool(due <= after_months(today, _NEAR_MONTHS))
    if row["horizon_kind"] != "vague":
        return None
    words = row["horizon"].lower().replace("-", " ").split()
    return (
        True
        if not _SOON_WORDS.isdisjoint(words)
        else False
        if not _LATE_WORDS.isdisjoint(words)
        else None
    )
