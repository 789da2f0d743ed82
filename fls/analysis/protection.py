"""Protection, 0 to 100: how much of what a cautionary text can hold is there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from math import exp
from typing import TYPE_CHECKING

from fls.errors import ModelError

if TYPE_CHECKING:
    from fls.analysis.safe_harbor import SafeHarbor

__all__ = ["features", "protection"]

_FORMAT = 1


def _more(amount: float, scale: float) -> float:
    """Rise from 0 to 1, each further piece by less: 1 - exp(-amount / scale)."""
    return 1.0 - exp(-amount / scale)


def features(found: SafeHarbor) -> dict[str, float]:
    """What the score is a sum of.

    Parameters
    ----------
    found : SafeHarbor

    Returns
    -------
    dict of str to float
        In [0, 1], all 0 without cautionary text: whether each element that is told by its wording
        is there; ``factors``, 1 - exp(-n/6) for *n* concrete factors; ``tailored``,
        1 - exp(-v/8) for the weight *v* of the own words shared with the body; ``length``,
        1 - exp(-m/250) for *m* words.
    """
    values = {name: float(bool(spans)) for name, spans in found.elements.items()}
    values["factors"] = _more(found.n_factors, 6)
    values["tailored"] = _more(found.shared_weight, 8)
    values["length"] = _more(found.n_words, 250)
    return values


@cache
def _weights() -> tuple[float, Mapping[str, float]]:
    path = files("fls.analysis") / "protection.json"
    stored = json.loads(path.read_text(encoding="utf-8"))
    if stored["format"] != _FORMAT:
        raise ModelError(path.name, f"format {_FORMAT}", str(stored["format"]), "fit it again")
    return float(stored["constant"]), stored["weights"]


def protection(found: SafeHarbor) -> float:
    """Score the cautionary text: 100 times the constant and the weighted features, cut to [0, 1].

    The weights are not below 0, so that a further element, factor or word never lowers the score.

    Parameters
    ----------
    found : SafeHarbor

    Returns
    -------
    float
        In [0, 100]; 0 without cautionary text.
    """
    if not found.is_present:
        return 0.0
    constant, weights = _weights()
    values = features(found)
    total = constant + sum(weight * values[name] for name, weight in weights.items())
    return 100.0 * min(1.0, max(0.0, total))
