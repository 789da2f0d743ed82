"""Promises drawn through time: a row for each, over days."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

from .colours import ACCENT, INK, RULE

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["SILENT", "as_day", "date_axis", "draw_promise"]

#: Colour of promises that the last release does not say.
SILENT = "#9a968f"
#: Ticks of years, months and days, each with what is needed to read it alone.
_DATES = ["%Y", "%b\n%Y", *4 * ["%d %b\n%Y"]]


def date_axis(ax: Axes, n_dated: int, n_undated: int) -> None:
    """Mark days on the x axis, and tell how many promises have none."""
    if not n_dated:
        ax.set(xticks=[], xlabel="no promise names a day")
        return
    dates: Any = import_module("matplotlib.dates")  # whose functions have no types
    locator = dates.AutoDateLocator(maxticks=7)
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(
        dates.ConciseDateFormatter(locator, formats=_DATES, zero_formats=_DATES, show_offset=False)
    )
    ax.grid(axis="x", color=RULE, linewidth=0.7)
    if n_undated:
        ax.set_xlabel(f"{n_undated:,} without a day")


def draw_promise(ax: Axes, place: int, row: Mapping[str, Any]) -> None:
    """One row of the time line."""
    ink = INK if row["status"] == "open" else SILENT
    said, first, due = row["first_said"], row["first_due"], row["due"]
    ax.plot([said, first], [place, place], color=ink, linewidth=1)
    ax.plot([said], [place], marker="o", color=ink, markersize=5)
    ring: dict[str, Any] = {"markerfacecolor": "white", "markeredgecolor": ink}
    ax.plot([first], [place], marker="o", linestyle="", markersize=5, **ring)
    if due != first and row["n_moved"]:
        arrow = {"arrowstyle": "-|>", "color": ACCENT, "linewidth": 1.6, "shrinkA": 3, "shrinkB": 3}
        ax.annotate("", xy=(due, place), xytext=(first, place), arrowprops=arrow)
        ax.plot([due], [place], marker="s", linestyle="", color=ACCENT, markersize=5)


def as_day(value: Any) -> Any:
    """Make days of one kind: what matplotlib places by the calendar."""
    return np.datetime64(value, "D") if hasattr(value, "year") else value
