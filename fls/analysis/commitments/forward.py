"""What kind of statement the forward-looking words of a release are in."""

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
#: Grade of hedging from which a commitment is hedged: a goal, a belief or a possibility.
HEDGED = 0.6
#: Months from the release within which a time is near.
_NEAR = 12
#: Words of vague times.
_SOON = frozenset("soon shortly imminently near nearer short shorter days weeks months".split())
_LATE = frozenset("long longer years decade decades generations eventually someday distant".split())


def forward_shares(
    tagged: Tagged, promises: Sequence[Mapping[str, Any]], today: date | None
) -> dict[str, float]:
    """Tell what the forward-looking words commit to.

    With ``w_u p_u`` the expected forward-looking words of unit ``u``, of those labelled
    forward-looking, and ``m_u`` the share of the commitments in it that have a mark,
    ``sum_u w_u p_u m_u / sum_u w_u p_u``.

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
        By name, as in :data:`FORWARD_SHARES`, in [0, 1]; NaN where no unit is labelled
        forward-looking. ``specific`` is the model's probability, NaN where it does not tell;
        ``near_term`` and ``long_term`` are NaN without a day of the release.
    """
    by_unit: dict[int, list[tuple[bool, ...]]] = defaultdict(list)
    for row in promises:
        # What a factual unit tells by the way is not of the forward-looking words.
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
    marks = np.array(
        [[sum(mark) / len(mark) for mark in zip(*found, strict=True)] for found in by_unit.values()]
    )
    quantified, hedged, near, far = (forward @ marks / total).tolist()
    if today is None:
        near = far = float("nan")
    shares = (_specific(tagged.p_specific[rows], forward), quantified, hedged, near, far)
    return {name: _cut(share) for name, share in zip(FORWARD_SHARES, shares, strict=True)}


def _specific(p: Floats, forward: Floats) -> float:
    asked = ~np.isnan(p)
    told = float(forward[asked].sum())
    return float(forward[asked] @ p[asked]) / told if told else float("nan")


def _cut(share: float) -> float:
    return min(max(share, 0.0), 1.0) if share == share else share


def _is_near(row: Mapping[str, Any], today: date) -> bool | None:
    """Whether a commitment is due within a year of the release; None if its time is unknown."""
    due = row["horizon_last"] or row["horizon_first"]
    if due is not None:
        return bool(due <= after_months(today, _NEAR))
    if row["horizon_kind"] != "vague":
        return None
    words = row["horizon"].lower().replace("-", " ").split()
    return True if not _SOON.isdisjoint(words) else False if not _LATE.isdisjoint(words) else None
