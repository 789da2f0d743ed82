"""Units and probabilities as tables; this module alone defines their columns."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from fls.arrays import Flags, Floats, Ints
from fls.decision import decide
from fls.document import KINDS, LABELS, Unit
from fls.sheet import UnitTable

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "COLUMNS",
    "find_decided",
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


def find_decided(p: Floats, labelled: Flags, abstain: float) -> Flags:
    """Find the labelled units whose label has a probability of at least `abstain`."""
    if not abstain:
        return labelled
    mask: Flags = labelled.copy()
    rows = p[labelled]
    mask[labelled] = rows[np.arange(len(rows)), decide(rows)] >= abstain
    return mask


def _categories(names: tuple[str, ...], codes: NDArray[np.int8]) -> pd.Categorical[Any]:
    import pandas as pd

    return pd.Categorical.from_codes(codes, dtype=_dtype(names), validate=False)


@cache
def _dtype(names: tuple[str, ...]) -> pd.CategoricalDtype[Any]:
    """Return the type of a column with these values; making it takes longer than a short table."""
    import pandas as pd

    return pd.CategoricalDtype(pd.Index(names))


def text_column(texts: Sequence[str]) -> Any:
    """Return texts as a column of type str, even if there are none."""
    import pandas as pd

    # pandas would give an empty column another type.
    return pd.Series(texts, dtype="str").array


def label_columns(
    p: Floats, labelled: Flags, p_specific: Floats, abstain: float = 0.0
) -> dict[str, Any]:
    """Return the columns on labels by name.

    ``label`` and ``specific`` are missing for units that :func:`find_decided` leaves out;
    ``specific`` also where its probability is NaN.
    """
    import pandas as pd

    decided = find_decided(p, labelled, abstain)
    codes = np.full(len(p), -1, dtype=np.int8)
    codes[decided] = decide(p[decided])
    specific = pd.arrays.BooleanArray(p_specific >= 0.5, np.isnan(p_specific) | ~decided)
    return {
        "label": _categories(LABELS, codes),
        **{f"p_{label}": np.ascontiguousarray(p[:, i]) for i, label in enumerate(LABELS)},
        "specific": specific,
        "p_specific": p_specific,
    }


def span_columns(
    texts: Sequence[str], units: UnitTable, which: Ints | None = None
) -> dict[str, Any]:
    """Return the columns on some units of several texts, by default all.

    Units are numbered from 0 in each text, and their spans refer to their own texts.
    """
    owner, kind, start, end = units.text, units.kind, units.start, units.end
    number = np.arange(len(owner)) - units.first[owner]
    if which is not None:
        owner, number, kind, start, end = (a.take(which) for a in (owner, number, kind, start, end))
    owners = chain.from_iterable(
        map(repeat, texts, np.bincount(owner, minlength=len(texts)).tolist())
    )
    spans = zip(owners, start.tolist(), end.tolist(), strict=True)
    return {
        "unit": number,
        "kind": _categories(KINDS, kind.astype(np.int8)),
        "start": start,
        "end": end,
        "text": text_column([text[begin:stop] for text, begin, stop in spans]),
    }


def unit_columns(
    texts: Sequence[str],
    units: UnitTable,
    p: Floats,
    labelled: Flags,
    p_specific: Floats,
    abstain: float = 0.0,
    which: Ints | None = None,
) -> dict[str, Any]:
    """Return :data:`COLUMNS` by name, of some units, by default all."""
    if which is not None:
        p, labelled, p_specific = p[which], labelled[which], p_specific[which]
    return span_columns(texts, units, which) | label_columns(p, labelled, p_specific, abstain)


def unit_rows(
    text: str,
    units: Sequence[Unit],
    p: Floats,
    labelled: Flags,
    p_specific: Floats,
    abstain: float = 0.0,
) -> list[dict[str, Any]]:
    """Return the rows of the table of one text as plain data, see :meth:`fls.Release.rows`."""
    rows = []
    decided = find_decided(p, labelled, abstain)
    numbers = decide(p).tolist()
    values = zip(units, p.tolist(), p_specific.tolist(), strict=True)
    for number, (unit, unit_p, unit_p_specific) in enumerate(values):
        label, specific = None, None
        if decided[number]:
            label = LABELS[numbers[number]]
            specific = None if np.isnan(unit_p_specific) else unit_p_specific >= 0.5
        row = (
            number, unit.kind, unit.start, unit.end, text[unit.start : unit.end], label,
            *unit_p, specific, unit_p_specific,
        )  # fmt: skip
        rows.append(dict(zip(COLUMNS, row, strict=True)))
    return rows
