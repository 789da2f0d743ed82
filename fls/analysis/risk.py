"""Risk: exposure that no cautionary factor covers."""

from __future__ import annotations

import numpy as np

from fls.analysis.body import ASIDE, HEADLINE, Body, read_body
from fls.analysis.tagged import Tagged
from fls.arrays import Floats
from fls.document import FORWARD_LOOKING
from fls.errors import InputError

__all__ = ["risk", "risk_amounts", "share_of_risk"]


def risk(tagged: Tagged, covered: Floats | None = None, hedged: Floats | None = None) -> float:
    """Rate how much of a release depends on the future without a factor or a hedge.

    ``a_u`` is the number of words of unit ``u`` times its weight (2 in a headline, .2 in a section
    about the issuer and in logistics, else 1); ``L_u`` and ``B_u`` are its probabilities of being
    forward-looking and boilerplate:

    ``U = sum_u a_u L_u (1 - covered_u) (1 - hedged_u)``, ``N = sum_u a_u (1 - B_u - L_u)``,
    ``risk = 100 U / (U + N)``.

    Parameters
    ----------
    tagged : Tagged
    covered : (n_units,) float64, optional
        How well a cautionary factor of the release fits the unit, in [0, 1]; 0 if omitted.
    hedged : (n_units,) float64, optional
        What share of it a hedge takes off, in [0, 1]; 0 if omitted.

    Returns
    -------
    float
        In [0, 100]; NaN if there is neither uncovered forward-looking nor other text.

    Raises
    ------
    InputError
        If an array does not hold one value in [0, 1] for each unit.

    Notes
    -----
    ``U / (U + N)`` grows with ``U`` and falls with ``N``. Text that is certainly forward-looking
    and uncovered adds to ``U`` alone, so it never lowers the risk, as it could lower a mean over
    forward-looking units. A factor or a hedge lowers ``U`` alone, so it never raises the risk.
    The denominator leaves out the covered part: otherwise covering a unit would lower the risk
    less than it should, and adding a covered unit would dilute the others.
    """
    n_units = len(tagged.units)
    open_ = (1.0 - _check_shares("covered", covered, n_units)) * (
        1.0 - _check_shares("hedged", hedged, n_units)
    )
    uncovered, other = risk_amounts(read_body(tagged), open_)
    return float(share_of_risk(uncovered.sum(axis=1), other)[0])


def risk_amounts(body: Body, open_: Floats) -> tuple[Floats, Floats]:
    """Return the weighted words that are uncovered and forward-looking, and all other ones.

    Legal text is left out of both.

    Parameters
    ----------
    body : Body
    open_ : (n_units,) float64
        Share of each unit that no factor and no hedge takes off, in [0, 1].

    Returns
    -------
    uncovered : (k, n) float64
        ``a_u L_u (1 - covered_u) (1 - hedged_u)`` of each unit.
    other : (k,) float64
        ``N``.
    """
    # The position of a unit does not matter: otherwise added text could lower the weight of others.
    weight = np.where(body.headline, HEADLINE, np.where(body.aside, ASIDE, 1.0))
    amount, forward = body.words * weight, body.p[FORWARD_LOOKING]
    return forward * (amount * open_[body.rows]), np.maximum(body.own - forward, 0.0) @ amount


def share_of_risk(uncovered: Floats, other: Floats) -> Floats:
    """Return ``100 U / (U + N)``; NaN where both are 0."""
    total = uncovered + other
    with np.errstate(invalid="ignore"):
        return np.asarray(100.0 * uncovered / np.where(total > 0, total, np.nan))


def _check_shares(name: str, shares: Floats | None, n_units: int) -> Floats:
    if shares is None:
        return np.zeros(n_units)
    values = np.asarray(shares, dtype=np.float64)
    if values.shape != (n_units,) or not bool(((values >= 0) & (values <= 1)).all()):
        expected = f"holds a number from 0 to 1 for each of {n_units} units"
        raise InputError(name, expected, f"shape {values.shape}", "give one for every unit")
    return values
