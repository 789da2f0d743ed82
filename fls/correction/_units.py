"""Scored units of a corpus and the labelled ones among them, as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from fls.arrays import Floats, Ints
from fls.cells import unguarded
from fls.codes import first_label, is_open
from fls.document import LABELS
from fls.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Units", "find_sampled_units", "take_units"]

_PROBABILITIES = [f"p_{label}" for label in LABELS]
_DOCUMENT_COLUMNS = ("doc_id", "doc")
#: Maximum number of faulty rows that are named.
_MAX_NAMES = 5


@dataclass(frozen=True)
class Units:
    """Units with probabilities.

    Parameters
    ----------
    p : (n_units, 4) float64
    weights : (n_units,) float64
    doc : (n_units,) int64
        Number of its document.
    row : (n_units,) int64
        Its row in the table.
    """

    p: Floats
    weights: Floats
    doc: Ints
    row: Ints

    def take(self, chosen: Ints) -> Units:
        """Return some of the units."""
        return Units(self.p[chosen], self.weights[chosen], self.doc[chosen], self.row[chosen])


def take_units(frame: pd.DataFrame, weights: str | None) -> Units:
    """Return the units of a table; rows without probabilities are left out."""
    import pandas as pd

    _check_table("frame", frame)
    if weights is not None:
        _check_column("weights", weights)
    wanted = [*_PROBABILITIES, *([] if weights is None else [weights])]
    missing = [name for name in wanted if name not in frame.columns]
    if missing:
        raise InputError(
            "frame", f"has the columns {', '.join(wanted)}", f"none named {missing[0]!r}",
            "give a table of units, as score_texts makes it",
        )  # fmt: skip
    try:
        p = frame[_PROBABILITIES].to_numpy(dtype=np.float64)
        weight = (
            frame[weights].to_numpy(dtype=np.float64) if weights is not None else np.ones(len(p))
        )
    except (TypeError, ValueError) as error:
        raise InputError("frame", f"holds numbers in {', '.join(wanted)}", str(error),
                         "convert the columns") from error  # fmt: skip
    row = np.flatnonzero(~np.isnan(p).any(axis=1))
    weight = weight[row]
    if not (np.isfinite(weight).all() and (weight >= 0).all() and weight.sum() > 0):
        raise InputError(
            f"frame[{weights!r}]", "holds weights of 0 or more, some above 0", "others",
            "give a count of words, or weights=None",
        )  # fmt: skip
    name = _find_document_column(frame)
    doc = pd.factorize(frame[name])[0][row] if name else row
    return Units(p[row], weight, doc.astype(np.int64), row)


def find_sampled_units(frame: pd.DataFrame, sample: pd.DataFrame, truth: str) -> tuple[Ints, Ints]:
    """Return the rows of the table that the sample has labelled, and their labels."""
    _check_table("sample", sample)
    _check_column("truth", truth)
    if truth not in sample.columns:
        raise InputError("sample", f"has a column {truth!r} of true labels", "none",
                         "name the column: truth=...")  # fmt: skip
    cells = sample[truth].astype(object).where(sample[truth].notna(), "").astype(str)
    labelled = ~cells.map(is_open).to_numpy(dtype=bool)
    sample, cells = sample[labelled], cells[labelled]
    keys = _find_keys(frame, sample)
    if keys:
        left, right = (_make_index(part, keys) for part in (frame, sample))
    else:
        left, right = frame.index, sample.index
    for where, index in (("frame", left), ("sample", right)):
        if not index.is_unique:
            repeated = index[index.duplicated()][0]
            found = f"{_describe_unit(repeated)} twice"
            raise InputError(where, "names each unit once", found, "drop one of them")
    row = left.get_indexer(right)
    if keys:
        _refuse_lost_zeros(frame[keys[0]], sample[keys[0]][row < 0], keys[0])
    _refuse_rows(
        right[row < 0], "stands in the frame", "not there", "sample from the frame's own rows"
    )
    _refuse_other_texts(frame, sample, row)
    labels = cells.map(first_label).map({label: i for i, label in enumerate(LABELS)})
    wrong = np.flatnonzero(labels.isna())
    if len(wrong):
        found = ", ".join(
            f"{cells.iloc[n]!r} for {_describe_unit(right[n])}" for n in wrong[:_MAX_NAMES]
        )
        expected = f"holds labels of {', '.join(LABELS)}, or the codes of fls label"
        raise InputError(f"sample[{truth!r}]", expected, found,
                         "rename them, or empty the cells to leave the rows out")  # fmt: skip
    return row.astype(np.int64), labels.to_numpy().astype(np.int64)


def _check_table(where: str, table: object) -> None:
    import pandas as pd

    if not isinstance(table, pd.DataFrame):
        raise InputError(where, "is a DataFrame", type(table).__name__, "read it with pandas")


def _check_column(where: str, name: object) -> None:
    if not isinstance(name, str):
        raise InputError(where, "names a column", type(name).__name__, "give its name")


def _describe_unit(key: Any) -> str:
    """Return words for a unit: document and number, or the index of its row."""
    if isinstance(key, tuple) and len(key) == 2:
        return f"unit {key[1]} of {key[0]!r}"
    return f"row {key.item() if isinstance(key, np.generic) else key!r}"


def _find_document_column(frame: pd.DataFrame) -> str | None:
    return next((name for name in _DOCUMENT_COLUMNS if name in frame.columns), None)


def _find_keys(frame: pd.DataFrame, sample: pd.DataFrame) -> list[str]:
    """Return the columns that identify a unit, if both tables have them."""
    keys = [name for name in (_find_document_column(frame), "unit") if name]
    both = len(keys) > 1 and all(key in part.columns for key in keys for part in (frame, sample))
    return keys if both else []


def _make_index(part: pd.DataFrame, keys: list[str]) -> pd.Index[Any]:
    """Return an index of the keys, in which numbers and their text are equal."""
    import pandas as pd

    number = pd.to_numeric(part[keys[1]], errors="coerce").astype("Int64")
    return pd.MultiIndex.from_arrays([part[keys[0]].astype(str), number], names=keys)


def _refuse_lost_zeros(ids: pd.Series[Any], missing: pd.Series[Any], name: str) -> None:
    """Refuse ids that were read as numbers, such as 320193 or 320193.0 for 0000320193."""
    by_number = {_strip_number(id): id for id in ids.astype(str).unique()}
    for id in missing.astype(str).unique():
        original = by_number.get(_strip_number(id))
        if original is not None and original != id:
            raise InputError(
                f"sample[{name!r}]", f"holds the ids of the frame, such as {original!r}",
                f"{id!r}, which was read as a number",
                f"read it as text: pandas.read_csv(..., dtype={{{name!r}: str}})",
            )  # fmt: skip


def _strip_number(identifier: str) -> str:
    """Return an id without what is lost or added when it is read as a number."""
    return identifier.strip().removesuffix(".0").lstrip("0")


def _refuse_other_texts(frame: pd.DataFrame, sample: pd.DataFrame, row: Ints) -> None:
    """Refuse labels of units whose text differs from that of their rows in the frame."""
    if "text" not in frame.columns or "text" not in sample.columns:
        return
    sampled, expected = (
        part["text"].astype(str).map(unguarded).str.split().str.join(" ").to_numpy()
        for part in (sample, frame.iloc[row])
    )
    _refuse_rows(
        sample.index[sampled != expected], "has the text of its row in the frame", "another text",
        "keep the columns that name units (doc_id and unit), or the frame's index, in the sample",
    )  # fmt: skip


def _refuse_rows(rows: pd.Index, expected: str, found: str, repair: str) -> None:
    if len(rows):
        names = ", ".join(map(_describe_unit, rows[:_MAX_NAMES].tolist()))
        raise InputError(f"sample, {names}", expected, found, repair)
