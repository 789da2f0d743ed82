"""Training with few folds and iterations."""

from __future__ import annotations

import warnings
from typing import Any

import fls
from fls.training import Settings, train

FEW = Settings(folds=3, iterations=8)


def quietly(*arguments: Any, **options: Any) -> fls.Model:
    """Train with few iterations, which the solver warns of."""
    from sklearn.exceptions import ConvergenceWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return train(*arguments, **{"settings": FEW, **options})
