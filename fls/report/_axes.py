"""What all plots share: their arguments, checked, and axes without what says nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from fls.arrays import Floats
from fls.errors import InputError

from .colours import INK, MUTED

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

__all__ = ["check_axes", "check_columns", "numbers", "plain"]


def check_axes(ax: object) -> None:
    """Refuse what nothing can be drawn on."""
    if not hasattr(ax, "errorbar"):
        kind = type(ax).__name__
        raise InputError("ax", "is a matplotlib.axes.Axes", kind, "take one of plt.subplots()")


def check_columns(frame: pd.DataFrame, names: Sequence[str], repair: str) -> None:
    """Refuse a frame that lacks a column."""
    columns = getattr(frame, "columns", None)
    if columns is None:
        raise InputError("frame", "is a DataFrame", type(frame).__name__, repair)
    for name in names:
        if name not in columns:
            raise InputError("frame", f"has a column {name!r}", "none", repair)


def numbers(where: str, values: Any) -> Floats:
    """Give numbers as an array, those of a column that knows what is missing as well."""
    try:
        if hasattr(values, "to_numpy"):
            return np.asarray(values.to_numpy(dtype=np.float64, na_value=np.nan))
        return np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InputError(where, "holds numbers", str(error), "convert what is none") from error


def plain(ax: Axes, keep: Sequence[str] = ("bottom", "left")) -> None:
    """Take away what says nothing."""
    for side, spine in ax.spines.items():
        spine.set_visible(side in keep)
        spine.set_color(MUTED)
    ax.tick_params(colors=MUTED, labelcolor=INK)
    ax.set_axisbelow(True)
