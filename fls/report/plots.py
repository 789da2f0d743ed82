"""Plots for papers: each function takes an Axes and gives it back; needs ``fls[report]``.

Colours are those of the page. Whatever colour tells, a pattern, marker or line style tells too, so
that plots can be printed in grey.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

from fls.arrays import Floats
from fls.errors import InputError
from fls.metrics import count_words

from ._scored import Scored, shortened
from .colours import ACCENT, INK, LABEL_STYLES, MUTED, RULE

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

__all__ = [
    "accuracy_coverage",
    "calibration_curve",
    "composition",
    "hype_exposure",
    "learning_curve",
    "promise_timeline",
]

_FORWARD = LABEL_STYLES["forward_looking"].colour
_FACTUAL = LABEL_STYLES["factual"].colour
#: Letters of a promise that stand beside its line.
_TOLD = 44
#: So many sizes stand below a learning curve, each in full.
_MOST_SIZES = 7
_SILENT = "#9a968f"
#: Ticks of years, months and days, each with what is needed to read it alone.
_DATES = ["%Y", "%b\n%Y", *4 * ["%d %b\n%Y"]]


def composition(release: Scored, ax: Axes) -> Axes:
    """Draw a release as a strip: a bar for each unit in reading order, as wide as it has words.

    Parameters
    ----------
    release : Release
        A scored release.
    ax : matplotlib.axes.Axes
        Where to draw; about 6 by 1 inches will do.

    Returns
    -------
    matplotlib.axes.Axes
        The x axis counts words. Colour and pattern tell the label, the fullness of the colour its
        probability.
    """
    from matplotlib.colors import to_rgb
    from matplotlib.patches import Patch

    before = 0
    white = np.ones(3)
    words = count_words([release.text], [release.spans]).tolist()
    for row, width in zip(release.rows(), words, strict=True):
        if row["label"] is None:
            continue
        style, p = LABEL_STYLES[row["label"]], row[f"p_{row['label']}"]
        fill = p * np.array(to_rgb(style.colour)) + (1 - p) * white
        ax.barh(
            0, width, left=before, height=1, color=tuple(fill), edgecolor="white",
            linewidth=0.6, hatch=style.hatch,
        )  # fmt: skip
        before += width
    handles = [
        Patch(facecolor=style.colour, edgecolor="white", hatch=2 * style.hatch, label=style.name)
        for style in LABEL_STYLES.values()
    ]
    ax.set(xlim=(0, max(before, 1)), ylim=(-0.5, 0.5), yticks=[], xlabel="words")
    if not before:
        ax.set(xticks=[], xlabel="no unit has a label")
    _plain(ax, keep=("bottom",))
    ax.legend(
        handles=handles, ncols=4, frameon=False, loc="lower left", bbox_to_anchor=(0, 1),
        borderaxespad=0.2, borderpad=0.2, handlelength=1.4,
    )  # fmt: skip
    return ax


def hype_exposure(frame: pd.DataFrame, ax: Axes) -> Axes:
    """Draw the releases of a corpus by hype and exposure.

    Parameters
    ----------
    frame : pandas.DataFrame
        A row for each release, with the columns ``hype`` and ``exposure`` (0 to 100); rows where
        one is missing are left out.
    ax : matplotlib.axes.Axes
        Where to draw; square.

    Returns
    -------
    matplotlib.axes.Axes
        Dotted lines stand at the medians, which are told beside them.

    Raises
    ------
    InputError
        If a column is missing.
    """
    _need(frame, ("hype", "exposure"), "pass metrics of releases")
    known = frame[["hype", "exposure"]].dropna()
    x, y = (known[name].to_numpy(dtype=float) for name in ("hype", "exposure"))
    size = float(np.clip(4000 / max(len(x), 1), 4, 28))
    ax.scatter(x, y, s=size, color=_FORWARD, alpha=0.55, linewidths=0)
    if len(x):
        across, up = float(np.median(x)), float(np.median(y))
        ax.axvline(across, color=MUTED, linewidth=0.9, linestyle=":")
        ax.axhline(up, color=MUTED, linewidth=0.9, linestyle=":")
        told: dict[str, Any] = {"textcoords": "offset points", "color": MUTED, "fontsize": "small"}
        ax.annotate(f"median {across:.0f}", (across, 102), xytext=(4, -9), **told)
        ax.annotate(f"median {up:.0f}", (102, up), xytext=(0, 3), ha="right", **told)
    ax.set(xlim=(-2, 102), ylim=(-2, 102), aspect="equal")
    ax.set(xlabel="hype (0 to 100)", ylabel="exposure (0 to 100)")
    _plain(ax)
    return ax


def promise_timeline(frame: pd.DataFrame, ax: Axes) -> Axes:
    """Draw the promises of an issuer through time: made, moved, due.

    Parameters
    ----------
    frame : pandas.DataFrame
        As :func:`fls.timeline` gives it, of releases that all have a date; promises that never
        had a day are left out, and counted below the axis.
    ax : matplotlib.axes.Axes
        Where to draw; about a quarter of an inch for each promise in height.

    Returns
    -------
    matplotlib.axes.Axes
        A row for each promise, the first on top: a dot where it was first said, a thin line to
        the day it was first due (an open ring), an arrow on to the day it is due now (a square)
        if it moved. Promises that the last release does not say are grey.

    Raises
    ------
    InputError
        If a column is missing, or the releases have no dates.
    """
    import pandas as pd

    needed = "text", "status", "first_said", "first_due", "due", "n_moved"
    _need(frame, needed, "pass fls.timeline(...)")
    dated = frame[frame["first_due"].notna()]
    if len(dated) and not all(hasattr(day, "year") for day in dated["first_said"]):
        found = "numbers of releases"
        raise InputError("frame", "has dates in 'first_said'", found, "score with date=")
    labels = []
    for place, row in enumerate(dated.to_dict("records")):
        _promise(ax, place, {str(key): _day(value) for key, value in row.items()})
        labels.append(shortened(str(row["text"]), _TOLD))
    for name, marker, face, edge in (
        ("said", "o", INK, INK), ("first due", "o", "white", INK),
        ("due now", "s", ACCENT, ACCENT), ("not said any more", "o", _SILENT, _SILENT),
    ):  # fmt: skip
        dot: dict[str, Any] = {"markerfacecolor": face, "markeredgecolor": edge}
        nothing = pd.Series([], dtype="datetime64[ns]")
        ax.plot(nothing, [], linestyle="", marker=marker, markersize=5, label=name, **dot)
    ax.set_yticks(range(len(labels)), labels)
    ax.set_ylim(max(len(labels), 1) - 0.4, -0.6)
    _date_axis(ax, len(labels), len(frame) - len(labels))
    _plain(ax, keep=("bottom",))
    ax.tick_params(axis="y", length=0)
    ax.legend(
        ncols=4, frameon=False, loc="lower right", bbox_to_anchor=(1, 1), borderaxespad=0.2,
        handletextpad=0.1, columnspacing=1.4,
    )  # fmt: skip
    return ax


def _date_axis(ax: Axes, n_dated: int, n_undated: int) -> None:
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


def _promise(ax: Axes, place: int, row: Mapping[str, Any]) -> None:
    """One row of the time line."""
    ink = INK if row["status"] == "open" else _SILENT
    said, first, due = row["first_said"], row["first_due"], row["due"]
    ax.plot([said, first], [place, place], color=ink, linewidth=1)
    ax.plot([said], [place], marker="o", color=ink, markersize=5)
    ring: dict[str, Any] = {"markerfacecolor": "white", "markeredgecolor": ink}
    ax.plot([first], [place], marker="o", linestyle="", markersize=5, **ring)
    if due != first and row["n_moved"]:
        arrow = {"arrowstyle": "-|>", "color": ACCENT, "linewidth": 1.6, "shrinkA": 3, "shrinkB": 3}
        ax.annotate("", xy=(due, place), xytext=(first, place), arrowprops=arrow)
        ax.plot([due], [place], marker="s", linestyle="", color=ACCENT, markersize=5)


def _day(value: Any) -> Any:
    """Make days of one kind: what matplotlib places by the calendar."""
    return np.datetime64(value, "D") if hasattr(value, "year") else value


def calibration_curve(
    probabilities: Sequence[float] | Floats,
    correct: Sequence[bool] | Floats,
    ax: Axes,
    *,
    bins: int = 10,
) -> Axes:
    """Draw how often a label was right against how probable it was said to be.

    Parameters
    ----------
    probabilities : (n,) array of float
        Probability of the label that was chosen; in [0, 1].
    correct : (n,) array of bool
        Whether it was right.
    ax : matplotlib.axes.Axes
        Where to draw; square.
    bins : int
        Bins of equal width, from 1.

    Returns
    -------
    matplotlib.axes.Axes
        A dot for each bin that is not empty, at its mean probability, the larger the more units;
        bars are 95 % intervals after Wilson. On the diagonal the probabilities are true.

    Raises
    ------
    InputError
        If the arrays differ in length, or a probability is none.
    """
    p, right = np.asarray(probabilities, dtype=float), np.asarray(correct, dtype=float)
    if p.shape != right.shape or p.ndim != 1:
        found = f"shapes {p.shape} and {right.shape}"
        raise InputError("probabilities", "go with as many answers", found, "pass two lists")
    if not ((p >= 0) & (p <= 1)).all():
        raise InputError("probabilities", "lie in [0, 1]", "others", "pass probabilities")
    chosen = np.minimum((p * bins).astype(int), bins - 1)
    n = np.bincount(chosen, minlength=bins)
    full = n > 0
    mean = np.bincount(chosen, p, bins)[full] / n[full]
    share = np.bincount(chosen, right, bins)[full] / n[full]
    low, high = _wilson(share, n[full])
    ax.plot([0, 1], [0, 1], color=MUTED, linewidth=0.9, linestyle="--")
    ax.errorbar(
        mean, share, yerr=[np.maximum(share - low, 0), np.maximum(high - share, 0)],
        fmt="none", ecolor=_FACTUAL, elinewidth=1.2,
    )  # fmt: skip
    sizes = 18 + 110 * n[full] / n.max() if full.any() else []
    ax.scatter(mean, share, s=sizes, color=_FACTUAL, edgecolor="white", linewidths=0.8, zorder=3)
    ax.set(xlim=(0, 1), ylim=(0, 1), aspect="equal")
    ax.set(xlabel="probability of the label", ylabel="share that was right")
    _plain(ax)
    return ax


def _wilson(share: Floats, n: Floats | Any) -> tuple[Floats, Floats]:
    """95 % interval of a proportion (E. B. Wilson 1927)."""
    z = 1.959964
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return middle - half, middle + half


def learning_curve(frame: pd.DataFrame, ax: Axes) -> Axes:
    """Draw a figure of models against the number of labels that they were trained on.

    Parameters
    ----------
    frame : pandas.DataFrame
        A row for each size: ``n`` (labelled units, above 0) and ``value``, with ``low`` and
        ``high`` where there are intervals; with a column ``model`` a line for each.
    ax : matplotlib.axes.Axes
        Where to draw. The x axis is logarithmic.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    InputError
        If a column is missing.
    """
    _need(frame, ("n", "value"), "name the columns so")
    named: list[tuple[Any, pd.DataFrame]] = [("", frame)]
    if "model" in frame:
        named = list(frame.groupby("model", sort=False))
    styles = [(_FORWARD, "-", "o"), (_FACTUAL, "--", "s"), (INK, ":", "^"), (MUTED, "-.", "D")]
    for number, (name, part) in enumerate(named):
        colour, line, marker = styles[number % len(styles)]
        one = part.sort_values("n")
        x = one["n"].to_numpy(dtype=float)
        if {"low", "high"} <= set(one.columns):
            low, high = (one[end].to_numpy(dtype=float) for end in ("low", "high"))
            ax.fill_between(x, low, high, color=colour, alpha=0.15, linewidth=0)
        ax.plot(
            x, one["value"].to_numpy(dtype=float), color=colour, linestyle=line, marker=marker,
            markersize=4.5, linewidth=1.6, label=str(name),
        )  # fmt: skip
    ax.set_xscale("log")
    sizes = np.unique(frame["n"].to_numpy(dtype=float))
    if 0 < len(sizes) <= _MOST_SIZES:
        ax.set_xticks(sizes, [f"{size:,.0f}" for size in sizes])
        ax.minorticks_off()
    else:
        ax.xaxis.set_major_formatter(lambda size, _: f"{size:,.0f}")
    ax.set(xlabel="labelled units", ylabel="macro-F1")
    ax.grid(axis="y", color=RULE, linewidth=0.7)
    _plain(ax)
    if "model" in frame:
        ax.legend(frameon=False, loc="lower right")
    return ax


def accuracy_coverage(abstention: Iterable[Any], ax: Axes) -> Axes:
    """Draw what a model gains in accuracy, and loses in coverage, by giving no label when unsure.

    Parameters
    ----------
    abstention : iterable of Abstention or mapping
        ``evaluation.abstention``, or ``model.info["abstention"]``.
    ax : matplotlib.axes.Axes
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
        A dot for each threshold, which stands beside it, *all* where every unit gets a label; bars
        are 95 % intervals. Thresholds at which no unit is kept are left out.
    """
    rows = [one if isinstance(one, Mapping) else one._asdict() for one in abstention]
    x, y, low, high, names = [], [], [], [], []
    for row in rows:
        accuracy, coverage = tuple(row["accuracy"]), tuple(row["coverage"])
        if accuracy[0] is None or np.isnan(accuracy[0]):
            continue
        x.append(coverage[0])
        y.append(accuracy[0])
        ends = [accuracy[0] if end is None or np.isnan(end) else end for end in accuracy[1:3]]
        low.append(max(accuracy[0] - ends[0], 0))
        high.append(max(ends[1] - accuracy[0], 0))
        names.append(f"≥ {row['threshold']:g}" if row["threshold"] else "all")
    ax.errorbar(
        x, y, yerr=[low, high], color=_FORWARD, marker="o", markersize=5, linewidth=1.6,
        elinewidth=1.1,
    )  # fmt: skip
    for name, place in zip(names, zip(x, y, strict=True), strict=True):
        ax.annotate(
            name, place, xytext=(6, 5), textcoords="offset points", color=MUTED,
            fontsize="small",
        )  # fmt: skip
    note = "beside each dot: how probable a label\nmust be to be given"
    ax.annotate(
        note, (0, 0), xycoords="axes fraction", xytext=(8, 8), textcoords="offset points",
        color=MUTED, fontsize="small",
    )  # fmt: skip
    ax.margins(x=0.12, y=0.1)
    ax.set(xlabel="share of units that get a label", ylabel="share of these that is right")
    ax.grid(color=RULE, linewidth=0.7)
    _plain(ax)
    return ax


def _need(frame: pd.DataFrame, names: Sequence[str], repair: str) -> None:
    """Refuse a frame that lacks a column."""
    for name in names:
        if name not in frame:
            raise InputError("frame", f"has a column {name!r}", "none", repair)


def _plain(ax: Axes, keep: Sequence[str] = ("bottom", "left")) -> None:
    """Take away what says nothing."""
    for side, spine in ax.spines.items():
        spine.set_visible(side in keep)
        spine.set_color(MUTED)
    ax.tick_params(colors=MUTED, labelcolor=INK)
    ax.set_axisbelow(True)
