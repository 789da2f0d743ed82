"""Scores from 0 to 100, each a weighted sum of a few components.

``score = 100 * clip(b + sum_i w_i f_i, 0, 1)`` with components ``f_i`` and weights ``w_i >= 0``,
so that more of a component never lowers a score. One component, diction, rates single words, whose
grades may be negative. ``scores.json`` beside this file holds ``b``, ``w`` and the digest of the
ratings to which ``tools/fit_scores.py`` fitted them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

__all__ = ["Form", "rate", "total", "weights"]


class Form(NamedTuple):
    """Intercept and weights of a score.

    Parameters
    ----------
    intercept : float
    weights : mapping of str to float
        By component, not negative; a component that is missing has weight 0.
    """

    intercept: float
    weights: Mapping[str, float]


@cache
def weights() -> dict[str, Form]:
    """Return the form of each score by its name."""
    stored = json.loads((files(__package__) / "scores.json").read_text(encoding="utf-8"))
    return {
        name: Form(form["intercept"], form["weights"]) for name, form in stored["scores"].items()
    }


def total(name: str, components: Mapping[str, Any], form: Form | None = None) -> Any:
    """Return the weighted sum of components, before it is cut to its range.

    Parameters
    ----------
    name : str
        ``"hype"``, ``"exposure"`` or ``"protection"``.
    components : mapping of str to float or array
        In [0, 1]; NaN where there is no text to read.
    form : Form, optional
        Used instead of the form of the library.

    Returns
    -------
    float or array
        ``b + sum_i w_i f_i``.
    """
    intercept, weight = weights()[name] if form is None else form
    return intercept + sum(by * components[part] for part, by in weight.items())


def rate(name: str, components: Mapping[str, float], form: Form | None = None) -> float:
    """Return the score of components; parameters as for :func:`total`.

    Returns
    -------
    float
        In [0, 100]; NaN if a component with weight is NaN.

    Examples
    --------
    >>> rate("hype", {"strength": 0.5, "novelty": 0.25}, Form(0.1, {"strength": 0.6}))
    40.0
    """
    value = float(total(name, components, form))
    return 100.0 * min(max(value, 0.0), 1.0) if value == value else value
