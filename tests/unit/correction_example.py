"""The sample of docs/correction.md."""

from __future__ import annotations

import numpy as np
import pandas as pd

from fls.document import LABELS

P = [f"p_{label}" for label in LABELS]
#: True labels and predicted ones of the sample of docs/correction.md.
TRUE = [0] * 10 + [1] * 10 + [2] * 10 + [3] * 10
FOUND = [0] * 8 + [1] * 2 + [1] * 6 + [0] * 4 + [2] * 10 + [3] * 10


def example() -> tuple[pd.DataFrame, pd.DataFrame]:
    """400 units: half of them labelled F, 120 P, 40 L, 40 B; the first 40 are the sample."""
    rest = [0] * (200 - 12) + [1] * (120 - 8) + [2] * 30 + [3] * 30
    frame = pd.DataFrame(np.eye(4)[FOUND + rest], columns=P)
    return frame, frame[:40].assign(true_label=np.array(LABELS)[TRUE])


def width(found: pd.DataFrame) -> float:
    return float(found["high"][0] - found["low"][0])
