"""Risk: exposure that no cautionary factor speaks to."""

from __future__ import annotations

import numpy as np

from fls.arrays import Floats
from fls.document import LABELS
from fls.errors import InputError

from .centrality import ASIDE, HEADLINE, asides
from .tagged import Tagged

__all__ = ["risk"]

_FORWARD, _BOILERPLATE = LABELS.index("forward_looking"), LABELS.index("boilerplate")


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
    rows = tagged.labelled
    head = np.array([unit.kind == "headline" for unit in tagged.units], dtype=bool)
    # The place of a unit has no part in it: else text that is added could lower others.
    weight = np.where(head, HEADLINE, np.where(asides(tagged), ASIDE, 1.0))
    amount, p = (tagged.words * weight)[rows], tagged.p[rows]
    uncovered = float(amount @ (p[:, _FORWARD] * open_[rows]))
    other = float(amount @ np.maximum(1.0 - p[:, _BOILERPLATE] - p[:, _FORWARD], 0.0))
    total = uncovered + other
    return 100.0 * uncovered / total if total > 0 else float("nan")


def _checked(name: str, given: Floats | None, n: int) -> Floats:
    if given is None:
        return np.zeros(n)
    values = np.asarray(given, dtype=np.float64)
    if values.shape != (n,) or not bool(((values >= 0) & (values <= 1)).all()):
        expected = f"holds a number from 0 to 1 for each of {n} units"
        raise InputError(name, expected, f"shape {values.shape}", "give one for every unit")
    return values
