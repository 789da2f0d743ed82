"""Units and probabilities as tables: the columns stand here and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from fls.arrays import Flags, Floats
from fls.decision import decide
from fls.document import KINDS, LABELS, Unit
from fls.sheet import UnitTable

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "COLUMNS",
    "decided",
    "label_columns",
    "span_columns",
    "text_column",
    "unit_columns",
    "unit_rows",
]

#: Columns of a table of units.
COLUMNS = (
    *("unit", "kind", "start", "end", "text", "label"),
    *(f"p_{label}" for label in LABELS),
    *("specific", "p_specific"),
)


def decided(p: Floats, labelled: Flags, abstain: float) -> Flags:
    """Tell for which labelled units their label has a probability of at least `abstain`."""
    if not abstain:
        return labelled
    certain: Flags = labelled.copy()
    rows = p[labelled]
    certain[labelled] = rows[np.arange(len(rows)), decide(rows)] >= abstain
    return certain


def _categories(names: tuple[str, ...], codes: NDArray[np.int8]) -> pd.Categorical[Any]:
    import pandas as pd

    return pd.Categorical.from_codes(codes, dtype=_dtype(names), validate=False)


@cache
def _dtype(names: tuple[str, ...]) -> pd.CategoricalDtype[Any]:
    """Made once: to check the names takes longer than a short table."""
    import pandas as pd

    return pd.CategoricalDtype(pd.Index(names))


def text_column(texts: Sequence[str]) -> Any:
    """Make a column of text, whatever there is."""
    import pandas as pd

    # Told the type, for it cannot be seen in an empty column.
    return pd.Series(texts, dtype="str").array


def label_columns(
    p: Floats, labelled: Flags, p_specific: Floats, abstain: float = 0.0
) -> dict[str, Any]:
    """Give the columns on labels by name.

    Label and ``specific`` are missing for units without label and below the bound, see
    :func:`decided`; ``specific`` also where its probability is NaN.
    """
    import pandas as pd

    sure = decided(p, labelled, abstain)
    codes = np.full(len(p), -1, dtype=np.int8)
    codes[sure] = decide(p[sure])
    specific = pd.arrays.BooleanArray(p_specific >= 0.5, np.isnan(p_specific) | ~sure)
    return {
        "label": _categories(LABELS, codes),
        **{f"p_{label}": np.ascontiguousarray(p[:, i]) for i, label in enumerate(LABELS)},
        "specific": specific,
        "p_specific": p_specific,
    }


def span_columns(texts: Sequence[str], units: UnitTable) -> dict[str, Any]:
    """Give the columns on the units of several texts, which are numbered in each text from 0.

    The spans of ``units`` are those in their texts.
    """
    owners = chain.from_iterable(map(repeat, texts, np.diff(units.first).tolist()))
    spans = zip(owners, units.start.tolist(), units.end.tolist(), strict=True)
    return {
        "unit": np.arange(len(units.text)) - units.first[units.text],
        "kind": _categories(KINDS, units.kind.astype(np.int8)),
        "start": units.start,
        "end": units.end,
        "text": text_column([text[start:end] for text, start, end in spans]),
    }


def unit_columns(
    texts: Sequence[str],
    units: UnitTable,
    p: Floats,
    labelled: Flags,
    p_specific: Floats,
    abstain: float = 0.0,
) -> dict[str, Any]:
    """Give :data:`COLUMNS` by name."""
    return span_columns(texts, units) | label_columns(p, labelled, p_specific, abstain)


def unit_rows(
    text: str,
    units: Sequence[Unit],
    p: Floats,
    labelled: Flags,
    p_specific: Floats,
    abstain: float = 0.0,
) -> list[dict[str, Any]]:
    """Give the rows of such a table of one text as plain data; None and NaN where missing."""
    found = []
    sure = decided(p, labelled, abstain)
    chosen = decide(p).tolist()
    said = zip(units, p.tolist(), p_specific.tolist(), strict=True)
    for number, (unit, shares, is_specific) in enumerate(said):
        label = LABELS[chosen[number]] if sure[number] else None
        specific = None if np.isnan(is_specific) or not sure[number] else is_specific >= 0.5
        values = (
            number, unit.kind, unit.start, unit.end, text[unit.start : unit.end], label,
            *shares, specific, is_specific,
        )  # fmt: skip
        found.append(dict(zip(COLUMNS, values, strict=True)))
    return found
