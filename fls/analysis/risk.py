"""Risk: exposure that no cautionary factor speaks to."""

from __future__ import annotations

import numpy as np

from fls.analysis.body import ASIDE, HEADLINE, Body, read_body
from fls.analysis.tagged import Tagged
from fls.arrays import Floats
from fls.document import FORWARD_LOOKING
from fls.errors import InputError

__all__ = ["risk", "risk_amounts", "share_of_risk"]


def risk(tagged: Tagged, covered: Floats | None = None, hedged: Floats | None = None) -> float:
    """Rate how much of a release rests on the future without a factor or a hedge.

    With ``a_u`` the words of unit ``u`` times its weight (2 in a headline, .2 in a section about
    the issuer and in logistics, else 1), ``L_u`` and ``B_u`` the probabilities of forward-looking
    and boilerplate,

    ``U = sum_u a_u L_u (1 - covered_u) (1 - hedged_u)``, ``N = sum_u a_u (1 - B_u - L_u)``,
    ``risk = 100 U / (U + N)``.

    Parameters
    ----------
    tagged : Tagged
    covered : (n_units,) float64, optional
        How well a cautionary factor of the release fits the unit, in [0, 1]; 0 if left out.
    hedged : (n_units,) float64, optional
        How much a hedge takes off it, in [0, 1]; 0 if left out.

    Returns
    -------
    float
        In [0, 100]; NaN if there is neither uncovered forward-looking nor other text.

    Raises
    ------
    InputError
        If an array has not one value in [0, 1] for each unit.

    Notes
    -----
    ``U / (U + N)`` grows with ``U`` and falls with ``N``. Text that is surely forward-looking and
    uncovered adds to ``U`` alone, so it never lowers the risk, as it would lower a mean over
    forward-looking units; a factor or a hedge lowers ``U`` alone, so it never raises the risk.
    The denominator must not hold the covered part: else to cover a unit would lower ``U`` less
    than it could, and to add a covered one would dilute the others.
    """
    n = len(tagged.units)
    open_ = (1.0 - _checked("covered", covered, n)) * (1.0 - _checked("hedged", hedged, n))
    uncovered, other = risk_amounts(read_body(tagged), open_)
    return float(share_of_risk(uncovered.sum(axis=1), other)[0])


def risk_amounts(body: Body, open_: Floats) -> tuple[Floats, Floats]:
    """Weighted words of the future that nothing takes off, and of all else outside legal text.

    Parameters
    ----------
    body : Body
    open_ : (n_units,) float64
        What no factor and no hedge takes off each unit, in [0, 1].

    Returns
    -------
    uncovered : (k, n) float64
        ``a_u L_u (1 - covered_u) (1 - hedged_u)`` of each unit.
    other : (k,) float64
        ``N``.
    """
    # The place of a unit has no part in it: else text that is added could lower others.
    weight = np.where(body.headline, HEADLINE, np.where(body.aside, ASIDE, 1.0))
    amount, forward = body.words * weight, body.p[FORWARD_LOOKING]
    return forward * (amount * open_[body.rows]), np.maximum(body.own - forward, 0.0) @ amount


def share_of_risk(uncovered: Floats, other: Floats) -> Floats:
    """``100 U / (U + N)``; NaN where both are 0."""
    total = uncovered + other
    with np.errstate(invalid="ignore"):
        return np.asarray(100.0 * uncovered / np.where(total > 0, total, np.nan))


def _checked(name: str, given: Floats | None, n: int) -> Floats:
    if given is None:
        return np.zeros(n)
    values = np.asarray(given, dtype=np.float64)
    if values.shape != (n,) or not bool(((values >= 0) & (values <= 1)).all()):
        expected = f"holds a number from 0 to 1 for each of {n} units"
        raise InputError(name, expected, f"shape {values.shape}", "give one for every unit")
    return values
