"""Parts that all plots share: checks of their arguments, and the style of their axes."""

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

__all__ = ["check_axes", "check_columns", "convert_numbers", "style_axes"]


def check_axes(ax: object) -> None:
    """Check that `ax` is an Axes of matplotlib."""
    if not hasattr(ax, "errorbar"):
        kind = type(ax).__name__
        raise InputError("ax", "is a matplotlib.axes.Axes", kind, "take one of plt.subplots()")


def check_columns(frame: pd.DataFrame, names: Sequence[str], repair: str) -> None:
    """Check that `frame` is a DataFrame with these columns."""
    columns = getattr(frame, "columns", None)
    if columns is None:
        raise InputError("frame", "is a DataFrame", type(frame).__name__, repair)
    for name in names:
        if name not in columns:
            raise InputError("frame", f"has a column {name!r}", "none", repair)


def convert_numbers(where: str, values: Any) -> Floats:
    """Return numbers as an array, with NaN for the missing values of a nullable column."""
    try:
        if hasattr(values, "to_numpy"):
            return np.asarray(values.to_numpy(dtype=np.float64, na_value=np.nan))
        return np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InputError(where, "holds numbers", str(error), "convert what is none") from error


def style_axes(ax: Axes, keep: Sequence[str] = ("bottom", "left")) -> None:
    """Style axes: spines only on the sides in `keep`, in quiet colours, behind what is drawn."""
    for side, spine in ax.spines.items():
        spine.set_visible(side in keep)
        spine.set_color(MUTED)
    ax.tick_params(colors=MUTED, labelcolor=INK)
    ax.set_axisbelow(True)
