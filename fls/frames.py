"""Units and probabilities as tables: the columns stand here and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any

import numpy as np

from fls.arrays import Flags, Floats
from fls.decision import decide
from fls.document import KINDS, LABELS
from fls.errors import InputError
from fls.sheet import UnitTable

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "COLUMNS",
    "checked_abstain",
    "decided",
    "label_column",
    "probability_columns",
    "specific_columns",
    "text_column",
    "unit_frame",
]

#: Columns of a table of units.
COLUMNS = (
    *("unit", "kind", "start", "end", "text", "label"),
    *(f"p_{label}" for label in LABELS),
    *("specific", "p_specific"),
)


def checked_abstain(abstain: float) -> float:
    """Give a threshold back if it is one.

    Parameters
    ----------
    abstain : float
        A unit gets no label if the probability of its own is below it. In [0, 1]; 0 labels all.

    Returns
    -------
    float

    Raises
    ------
    InputError
        If it is no number from 0 to 1.
    """
    number = isinstance(abstain, int | float | np.number) and not isinstance(abstain, bool)
    if not (number and 0 <= abstain <= 1):
        raise InputError(
            "abstain", "is a number from 0 to 1", repr(abstain), "give a probability such as 0.6"
        )
    return float(abstain)


def decided(p: Floats, labelled: Flags, abstain: float) -> Flags:
    """Tell for which labelled units their label has a probability of at least `abstain`."""
    if not abstain:
        return labelled
    certain: Flags = labelled.copy()
    rows = p[labelled]
    certain[labelled] = rows[np.arange(len(rows)), decide(rows)] >= abstain
    return certain


def label_column(p: Floats, labelled: Flags, abstain: float = 0.0) -> pd.Categorical[str]:
    """Give the label of each labelled unit; missing for others and below a bound."""
    import pandas as pd

    codes = np.full(len(p), -1, dtype=np.int8)
    labelled = decided(p, labelled, abstain)
    if labelled.any():
        codes[labelled] = decide(p[labelled])
    return pd.Categorical.from_codes(codes, categories=pd.Index(LABELS), validate=False)


def text_column(texts: Sequence[str]) -> Any:
    """Make a column of text, whatever there is."""
    import pandas as pd

    # Told the type, for it cannot be seen in an empty column.
    return pd.Series(texts, dtype="str").array


def probability_columns(p: Floats) -> dict[str, Floats]:
    """Give the columns of probabilities by name."""
    return {f"p_{label}": np.ascontiguousarray(p[:, i]) for i, label in enumerate(LABELS)}


def specific_columns(p_specific: Floats, sure: Flags) -> dict[str, Any]:
    """Give the columns on being specific by name; missing where the probability is NaN.

    The flag is missing as well where the unit has no label, see :func:`decided`.
    """
    import pandas as pd

    specific = pd.arrays.BooleanArray(p_specific >= 0.5, np.isnan(p_specific) | ~sure)
    return {"specific": specific, "p_specific": p_specific}


def unit_frame(
    texts: Sequence[str],
    units: UnitTable,
    p: Floats,
    labelled: Flags,
    p_specific: Floats,
    abstain: float = 0.0,
) -> pd.DataFrame:
    """Lay out the units of several texts, one row a unit, numbered in the column ``doc``.

    The spans of ``units`` are those in their texts.
    """
    import pandas as pd

    sure = decided(p, labelled, abstain)
    owners = chain.from_iterable(map(repeat, texts, np.diff(units.first).tolist()))
    spans = zip(owners, units.start.tolist(), units.end.tolist(), strict=True)
    slices = [text[start:end] for text, start, end in spans]
    columns = {
        "doc": units.text,
        "unit": np.arange(len(units.text)) - units.first[units.text],
        "kind": pd.Categorical.from_codes(
            units.kind.astype(np.int8), categories=pd.Index(KINDS), validate=False
        ),
        "start": units.start,
        "end": units.end,
        "text": text_column(slices),
        "label": label_column(p, labelled, abstain),
    }
    return pd.DataFrame(columns | probability_columns(p) | specific_columns(p_specific, sure))
