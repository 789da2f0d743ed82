"""Scores from 0 to 100: a few weighted components, and nothing else.

``score = 100 * clip(b + sum_i w_i f_i, 0, 1)`` with components ``f_i`` and weights ``w_i >= 0``,
so that more of a component never lowers a score. ``scores.json`` beside this file holds ``b`` and
``w`` and the digest of the ratings that ``tools/fit_scores.py`` fitted them to.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

__all__ = ["Form", "score", "weights"]


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


def score(name: str, components: Mapping[str, float], form: Form | None = None) -> float:
    """Put components together.

    Parameters
    ----------
    name : str
        ``"hype"`` or ``"exposure"``.
    components : mapping of str to float
        In [0, 1]; NaN where there is no text to read.
    form : Form, optional
        Instead of the one that comes with the library.

    Returns
    -------
    float
        In [0, 100]; NaN if a component with weight is NaN.

    Examples
    --------
    >>> score("hype", {"strength": 0.5, "novelty": 0.25}, Form(0.1, {"strength": 0.6}))
    40.0
    """
    intercept, weight = weights()[name] if form is None else form
    total = intercept + sum(by * components[part] for part, by in weight.items())
    return 100.0 * min(max(total, 0.0), 1.0) if total == total else total
