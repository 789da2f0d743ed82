"""Plots for papers: each function draws on an Axes and returns it; needs ``fls[report]``.

Colours are those of the page. A pattern, marker or line style repeats what a colour shows, so that
plots can be printed in grey.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from fls.arrays import Floats
from fls.checks import check_list, check_whole
from fls.errors import InputError
from fls.metrics import count_words

from ._axes import check_axes, check_columns, convert_numbers, style_axes
from ._promise_axis import SILENT, convert_day, draw_promise, mark_dates
from ._scored import Scored, check_scored, shorten
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
#: Maximum length of the text of a promise beside its row.
_PROMISE_LENGTH = 44
#: Maximum number of sizes that are ticks of a learning curve; with more, ticks are powers of ten.
_MOST_SIZES = 7
#: What must hold of the argument of :func:`accuracy_coverage`.
_EXPECTED = "is evaluation.abstention"


def composition(release: Scored, ax: Axes) -> Axes:
    """Draw a release as a strip: one bar per unit in reading order, whose width is its words.

    Parameters
    ----------
    release : Release
        A scored release.
    ax : matplotlib.axes.Axes
        Where to draw; about 6 by 1 inches are enough.

    Returns
    -------
    matplotlib.axes.Axes
        The x axis counts words. Colour and pattern show the label, the strength of the colour its
        probability.

    Raises
    ------
    InputError
        If ``release`` is no scored release, or ``ax`` no Axes.
    """
    check_scored(release)
    check_axes(ax)
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
    style_axes(ax, keep=("bottom",))
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
        One row per release, with the columns ``hype`` and ``exposure`` (0 to 100); rows in which
        one of them is missing are left out.
    ax : matplotlib.axes.Axes
        Where to draw; square.

    Returns
    -------
    matplotlib.axes.Axes
        Dotted lines mark the medians, with their values beside them.

    Raises
    ------
    InputError
        If a column is missing.
    """
    check_axes(ax)
    check_columns(frame, ("hype", "exposure"), "pass metrics of releases")
    complete = frame[["hype", "exposure"]].dropna()
    x, y = (convert_numbers(f"frame[{name!r}]", complete[name]) for name in ("hype", "exposure"))
    size = float(np.clip(4000 / max(len(x), 1), 4, 28))
    ax.scatter(x, y, s=size, color=_FORWARD, alpha=0.55, linewidths=0)
    if len(x):
        across, up = float(np.median(x)), float(np.median(y))
        ax.axvline(across, color=MUTED, linewidth=0.9, linestyle=":")
        ax.axhline(up, color=MUTED, linewidth=0.9, linestyle=":")
        note: dict[str, Any] = {"textcoords": "offset points", "color": MUTED, "fontsize": "small"}
        ax.annotate(f"median {across:.0f}", (across, 102), xytext=(4, -9), **note)
        ax.annotate(f"median {up:.0f}", (102, up), xytext=(0, 3), ha="right", **note)
    ax.set(xlim=(-2, 102), ylim=(-2, 102), aspect="equal")
    ax.set(xlabel="hype (0 to 100)", ylabel="exposure (0 to 100)")
    style_axes(ax)
    return ax


def promise_timeline(frame: pd.DataFrame, ax: Axes) -> Axes:
    """Draw the promises of an issuer through time: when they were made, moved and due.

    Parameters
    ----------
    frame : pandas.DataFrame
        As :func:`fls.timeline` returns it for releases that all have a date. Promises that never
        had a date are left out, and counted below the axis.
    ax : matplotlib.axes.Axes
        Where to draw; a quarter of an inch of height per promise is enough.

    Returns
    -------
    matplotlib.axes.Axes
        One row per promise, the first on top: a dot on the day it was first said, a thin line to
        the day on which it was first due (an open ring), and, if it moved, an arrow from there to
        the day on which it is due now (a square). Promises missing from the last release are grey.

    Raises
    ------
    InputError
        If a column is missing, or the releases have no dates.
    """
    import pandas as pd

    check_axes(ax)
    needed = "text", "status", "first_said", "first_due", "due", "n_moved"
    check_columns(frame, needed, "pass fls.timeline(...)")
    dated = frame[frame["first_due"].notna()]
    if len(dated) and not all(hasattr(day, "year") for day in dated["first_said"]):
        kind = "numbers of releases"
        raise InputError("frame", "has dates in 'first_said'", kind, "score with date=")
    labels = []
    for place, row in enumerate(dated.to_dict("records")):
        draw_promise(ax, place, {str(key): convert_day(value) for key, value in row.items()})
        labels.append(shorten(str(row["text"]), _PROMISE_LENGTH))
    for name, marker, face, edge in (
        ("said", "o", INK, INK), ("first due", "o", "white", INK),
        ("due now", "s", ACCENT, ACCENT), ("not said any more", "o", SILENT, SILENT),
    ):  # fmt: skip
        dot: dict[str, Any] = {"markerfacecolor": face, "markeredgecolor": edge}
        nothing = pd.Series([], dtype="datetime64[ns]")
        ax.plot(nothing, [], linestyle="", marker=marker, markersize=5, label=name, **dot)
    ax.set_yticks(range(len(labels)), labels)
    ax.set_ylim(max(len(labels), 1) - 0.4, -0.6)
    mark_dates(ax, len(labels), len(frame) - len(labels))
    style_axes(ax, keep=("bottom",))
    ax.tick_params(axis="y", length=0)
    ax.legend(
        ncols=4, frameon=False, loc="lower right", bbox_to_anchor=(1, 1), borderaxespad=0.2,
        handletextpad=0.1, columnspacing=1.4,
    )  # fmt: skip
    return ax


def calibration_curve(
    probabilities: Sequence[float] | Floats,
    correct: Sequence[bool] | Floats,
    ax: Axes,
    *,
    bins: int = 10,
) -> Axes:
    """Draw how often labels were right against how probable the model said they were.

    Parameters
    ----------
    probabilities : (n,) array of float
        Probability of the label that was chosen; in [0, 1].
    correct : (n,) array of bool
        Whether it was right.
    ax : matplotlib.axes.Axes
        Where to draw; square.
    bins : int
        Number of bins, from 1; they have equal width.

    Returns
    -------
    matplotlib.axes.Axes
        A dot for each bin that is not empty, at its mean probability; larger dots stand for more
        units. Bars are 95 % Wilson intervals. Perfectly calibrated probabilities would lie on the
        diagonal.

    Raises
    ------
    InputError
        If the arrays differ in length, hold numbers outside [0, 1], or ``bins`` is no whole number
        from 1.
    """
    check_axes(ax)
    n_bins = check_whole("bins", bins, least=1, repair="such as 10")
    p, right = convert_numbers("probabilities", probabilities), convert_numbers("correct", correct)
    if p.shape != right.shape or p.ndim != 1:
        shapes = f"shapes {p.shape} and {right.shape}"
        raise InputError("probabilities", "go with as many answers", shapes, "pass two lists")
    for name, values in (("probabilities", p), ("correct", right)):
        if not ((values >= 0) & (values <= 1)).all():
            raise InputError(name, "lie in [0, 1]", "others", "pass probabilities and answers")
    bin_of = np.minimum((p * n_bins).astype(int), n_bins - 1)
    n = np.bincount(bin_of, minlength=n_bins)
    filled = n > 0
    mean = np.bincount(bin_of, p, n_bins)[filled] / n[filled]
    share = np.bincount(bin_of, right, n_bins)[filled] / n[filled]
    low, high = _wilson_interval(share, n[filled])
    ax.plot([0, 1], [0, 1], color=MUTED, linewidth=0.9, linestyle="--")
    ax.errorbar(
        mean, share, yerr=[np.maximum(share - low, 0), np.maximum(high - share, 0)],
        fmt="none", ecolor=_FACTUAL, elinewidth=1.2,
    )  # fmt: skip
    sizes = 18 + 110 * n[filled] / n.max() if filled.any() else []
    ax.scatter(mean, share, s=sizes, color=_FACTUAL, edgecolor="white", linewidths=0.8, zorder=3)
    ax.set(xlim=(0, 1), ylim=(0, 1), aspect="equal")
    ax.set(xlabel="probability of the label", ylabel="share that was right")
    style_axes(ax)
    return ax


def _wilson_interval(share: Floats, n: Floats | Any) -> tuple[Floats, Floats]:
    """Return the 95 % interval of a proportion (E. B. Wilson 1927)."""
    z = 1.959964
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return middle - half, middle + half


def learning_curve(frame: pd.DataFrame, ax: Axes) -> Axes:
    """Draw the macro-F1 of models against the number of units that they were trained on.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row per size: ``n`` (labelled units, above 0) and ``value``, optionally ``low`` and
        ``high``, the ends of its interval. If there is a column ``model``, each has its own line.
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
    check_axes(ax)
    check_columns(frame, ("n", "value"), "name the columns so")
    sizes = np.unique(convert_numbers("frame['n']", frame["n"]))
    parts: list[tuple[Any, pd.DataFrame]] = [("", frame)]
    if "model" in frame:
        parts = list(frame.groupby("model", sort=False))
    styles = [(_FORWARD, "-", "o"), (_FACTUAL, "--", "s"), (INK, ":", "^"), (MUTED, "-.", "D")]
    for number, (name, part) in enumerate(parts):
        colour, line, marker = styles[number % len(styles)]
        points = part.sort_values("n")
        x = convert_numbers("frame['n']", points["n"])
        if {"low", "high"} <= set(points.columns):
            low, high = (convert_numbers(f"frame[{end!r}]", points[end]) for end in ("low", "high"))
            ax.fill_between(x, low, high, color=colour, alpha=0.15, linewidth=0)
        ax.plot(
            x, convert_numbers("frame['value']", points["value"]), color=colour, linestyle=line,
            marker=marker, markersize=4.5, linewidth=1.6, label=str(name),
        )  # fmt: skip
    ax.set_xscale("log")
    if 0 < len(sizes) <= _MOST_SIZES:
        ax.set_xticks(sizes, [f"{size:,.0f}" for size in sizes])
        ax.minorticks_off()
    else:
        ax.xaxis.set_major_formatter(lambda size, _: f"{size:,.0f}")
    ax.set(xlabel="labelled units", ylabel="macro-F1")
    ax.grid(axis="y", color=RULE, linewidth=0.7)
    style_axes(ax)
    if "model" in frame:
        ax.legend(frameon=False, loc="lower right")
    return ax


def accuracy_coverage(abstention: Iterable[Any], ax: Axes) -> Axes:
    """Draw how abstaining on uncertain units raises the accuracy of a model and lowers coverage.

    Parameters
    ----------
    abstention : iterable of Abstention or mapping
        ``evaluation.abstention``, or ``model.info["abstention"]``.
    ax : matplotlib.axes.Axes
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
        A dot for each threshold, with the threshold beside it, or *all* where every unit gets a
        label. Bars are 95 % intervals. Thresholds at which no unit gets a label are left out.

    Raises
    ------
    InputError
        If ``abstention`` is none of these.
    """
    check_axes(ax)
    rows = check_list("abstention", abstention, _EXPECTED)
    rates = [_check_rates(number, row) for number, row in enumerate(rows)]
    x, y, low, high, names = [], [], [], [], []
    for row in rates:
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
    style_axes(ax)
    return ax


def _check_rates(number: int, row: Any) -> Mapping[str, Any]:
    """Return threshold, accuracy and coverage of a row by name."""
    rates = row._asdict() if hasattr(row, "_asdict") else row
    names = "threshold", "accuracy", "coverage"
    if not isinstance(rates, Mapping) or not set(names) <= set(rates):
        expected, kind = f"holds {', '.join(names)}", type(row).__name__
        raise InputError(f"abstention[{number}]", expected, kind, "pass evaluation.abstention")
    return rates
