"""Scores from 0 to 100: a few weighted components, and nothing else.

``score = 100 * clip(b + sum_i w_i f_i, 0, 1)`` with components ``f_i`` and weights ``w_i >= 0``,
so that more of a component never lowers a score; one of the components, diction, rates single
words, whose grades may be negative. ``scores.json`` beside this file holds ``b`` and
``w`` and the digest of the ratings that ``tools/fit_scores.py`` fitted them to.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

__all__ = ["Form", "rate", "total", "weights"]


class Form(NamedTuple):
    """How a score is made of its components.

    Parameters
    ----------
    intercept : float
    weights : mapping of str to float
        Not negative; a component that is not named has weight 0.
    """

    intercept: float
    weights: Mapping[str, float]


@cache
def weights() -> dict[str, Form]:
    """Give the form of each score by its name."""
    given = json.loads((files(__package__) / "scores.json").read_text(encoding="utf-8"))
    return {
        name: Form(form["intercept"], form["weights"]) for name, form in given["scores"].items()
    }


def total(name: str, components: Mapping[str, Any], form: Form | None = None) -> Any:
    """Put components together, before the sum is cut to its range.

    Parameters
    ----------
    name : str
        ``"hype"``, ``"exposure"`` or ``"protection"``.
    components : mapping of str to float or array
        In [0, 1]; NaN where there is no text to read.
    form : Form, optional
        Instead of the one that comes with the library.

    Returns
    -------
    float or array
        ``b + sum_i w_i f_i``.
    """
    intercept, weight = weights()[name] if form is None else form
    return intercept + sum(by * components[part] for part, by in weight.items())


def rate(name: str, components: Mapping[str, float], form: Form | None = None) -> float:
    """Give the score of components, as :func:`total` takes them.

    Returns
    -------
    float
        In [0, 100]; NaN if a component with weight is NaN.

    Examples
    --------
    >>> rate("hype", {"strength": 0.5, "novelty": 0.25}, Form(0.1, {"strength": 0.6}))
    40.0
    """
    found = float(total(name, components, form))
    return 100.0 * min(max(found, 0.0), 1.0) if found == found else found
