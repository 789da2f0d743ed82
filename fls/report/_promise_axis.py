"""Promises drawn through time: one row per promise, days on the x axis."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

from .colours import ACCENT, INK, RULE

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["SILENT", "convert_day", "draw_promise", "mark_dates"]

#: Colour of promises that are missing from the last release.
SILENT = "#9a968f"
#: Formats of ticks at years, months and days; each can be read without its neighbours.
_DATE_FORMATS = ["%Y", "%b\n%Y", *4 * ["%d %b\n%Y"]]


def mark_dates(ax: Axes, n_dated: int, n_undated: int) -> None:
    """Mark dates on the x axis, and say below it how many promises have no date."""
    if not n_dated:
        ax.set(xticks=[], xlabel="no promise names a day")
        return
    dates: Any = import_module("matplotlib.dates")  # its functions have no types
    locator = dates.AutoDateLocator(maxticks=7)
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(
        dates.ConciseDateFormatter(
            locator, formats=_DATE_FORMATS, zero_formats=_DATE_FORMATS, show_offset=False
        )
    )
    ax.grid(axis="x", color=RULE, linewidth=0.7)
    if n_undated:
        ax.set_xlabel(f"{n_undated:,} without a day")


def draw_promise(ax: Axes, place: int, row: Mapping[str, Any]) -> None:
    """Draw a promise as one row of the time line."""
    ink = INK if row["status"] == "open" else SILENT
    first_said, first_due, due = row["first_said"], row["first_due"], row["due"]
    ax.plot([first_said, first_due], [place, place], color=ink, linewidth=1)
    ax.plot([first_said], [place], marker="o", color=ink, markersize=5)
    ring: dict[str, Any] = {"markerfacecolor": "white", "markeredgecolor": ink}
    ax.plot([first_due], [place], marker="o", linestyle="", markersize=5, **ring)
    if due != first_due and row["n_moved"]:
        arrow = {"arrowstyle": "-|>", "color": ACCENT, "linewidth": 1.6, "shrinkA": 3, "shrinkB": 3}
        ax.annotate("", xy=(due, place), xytext=(first_due, place), arrowprops=arrow)
        ax.plot([due], [place], marker="s", linestyle="", color=ACCENT, markersize=5)


def convert_day(value: Any) -> Any:
    """Convert a date of any type to the one that matplotlib plots; return other values as is."""
    return np.datetime64(value, "D") if hasattr(value, "year") else value
