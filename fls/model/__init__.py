"""The classifier: features in, probabilities and explanations out, one folder on disk."""

from __future__ import annotations

from fls.model._explain import Explanation
from fls.model._linear import Model, softmax
from fls.model._load import load_model
from fls.model._specific import Specific, own_columns
from fls.model._storage import FORMAT, as_stored

__all__ = [
    "FORMAT",
    "Explanation",
    "Model",
    "Specific",
    "as_stored",
    "load_model",
    "own_columns",
    "softmax",
]
