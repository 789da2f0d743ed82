"""A model of random weights, and texts for it."""

from __future__ import annotations

from typing import Any

import numpy as np

from fls.document import LABELS
from fls.features import HashSizes
from fls.features.context import columns
from fls.model import Model, Specific, own_columns
from fls.segmentation import segment

LAYOUT = HashSizes(words=9, runs=10, head=6)
TEXTS = (
    "Acme Opens Plant\n\nDAYTON, Ohio -- Acme opened a plant in 2019. It expects sales to double by"
    ' 2021. "We are proud," said Ann Poe.\n\nAbout Acme\n\nAcme makes pumps. Pumps!\n\n'
    "Forward-Looking Statements\n\nThis release contains forward-looking statements.\n",
    "Outlook\n\n- Revenue of $4 to $5 million\n- Margin of 12%\n\n###\n",
    "One.",
)
UNITS = tuple(segment(text) for text in TEXTS)


def invented(seed: int = 0, layout: HashSizes = LAYOUT) -> Model:
    """Return a model of random weights, as a trained one holds them: single precision."""
    rng = np.random.default_rng(seed)
    n = len(LABELS)

    def table(*shape: int) -> Any:
        return rng.normal(size=shape).astype(np.float32).astype(np.float64)

    runs = np.concatenate([table(1 << layout.runs, n), np.zeros((1, n))])
    runs[::3] = 0
    return Model(
        layout=layout,
        words=table(1 << layout.words, n),
        runs=runs,
        head=table(1 << layout.head, n),
        dense=table(len(columns()), n),
        intercept=table(n),
        info={"seed": seed, "card": "# Card\n"},
        specific=Specific(table(1 << layout.words, 1), table(len(own_columns()), 1), table(1)),
    )
