"""Labels, and an annotated release beside a cut of ours, that tests of evaluation share."""

from __future__ import annotations

from typing import Any

import numpy as np

from fls.corpus import AnnotatedRelease, GoldUnit
from fls.document import Unit

F, P, L, B = range(4)
NONE = np.array([-1])


def sure(*labels: int, p: float = 0.85) -> Any:
    """Return probabilities that choose these labels."""
    rows = np.full((len(labels), 4), (1 - p) / 3)
    rows[np.arange(len(labels)), labels] = p
    return rows


def array(*values: int) -> Any:
    return np.array(values, dtype=np.int64)


# The cut: the annotators' headline, three sentences and a heading; ours misses one end, adds one,
# and takes the heading for a sentence.
TEXT = "Acme Grows\n\nIt rose. It fell. It stayed so.\n\nOutlook"
PIECES = (
    ("headline", "Acme Grows", "factual"),
    ("sentence", "It rose.", "factual"),
    ("sentence", "It fell.", "promotional"),
    ("sentence", "It stayed so.", "forward_looking"),
    ("heading", "Outlook", None),
)


def annotated(name: str = "a", issuer: str = "Acme") -> AnnotatedRelease:
    units = tuple(
        GoldUnit(
            kind,
            TEXT.index(piece),
            TEXT.index(piece) + len(piece),
            label,
            specific=True if label == "forward_looking" else None,
        )
        for kind, piece, label in PIECES
    )
    return AnnotatedRelease(name, TEXT, units, issuer)


def span(kind: str, piece: str) -> Unit:
    return Unit(kind, TEXT.index(piece), TEXT.index(piece) + len(piece), "ours", 0)


OURS = [
    span("headline", "Acme Grows"),
    span("sentence", "It rose. It fell."),
    span("sentence", "It stayed"),
    span("sentence", "so."),
    span("sentence", "Outlook"),
]
