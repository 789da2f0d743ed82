"""Plots for papers: each function takes an Axes and gives it back; needs ``fls[report]``.

Colours are those of the page. Whatever colour tells, a pattern, marker or line style tells too, so
that plots can be printed in grey.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from fls.arrays import Floats
from fls.checks import check_list, check_whole
from fls.errors import InputError
from fls.metrics import count_words

from ._axes import check_axes, check_columns, numbers, plain
from ._promise_axis import SILENT, as_day, date_axis, draw_promise
from ._scored import Scored, check_scored, shortened
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
_EVALUATED = "is evaluation.abstention"


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

    Raises
    ------
    InputError
        If it is no scored release.
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
    plain(ax, keep=("bottom",))
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
    check_axes(ax)
    check_columns(frame, ("hype", "exposure"), "pass metrics of releases")
    known = frame[["hype", "exposure"]].dropna()
    x, y = (numbers(f"frame[{name!r}]", known[name]) for name in ("hype", "exposure"))
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
    plain(ax)
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

    check_axes(ax)
    needed = "text", "status", "first_said", "first_due", "due", "n_moved"
    check_columns(frame, needed, "pass fls.timeline(...)")
    dated = frame[frame["first_due"].notna()]
    if len(dated) and not all(hasattr(day, "year") for day in dated["first_said"]):
        found = "numbers of releases"
        raise InputError("frame", "has dates in 'first_said'", found, "score with date=")
    labels = []
    for place, row in enumerate(dated.to_dict("records")):
        draw_promise(ax, place, {str(key): as_day(value) for key, value in row.items()})
        labels.append(shortened(str(row["text"]), _TOLD))
    for name, marker, face, edge in (
        ("said", "o", INK, INK), ("first due", "o", "white", INK),
        ("due now", "s", ACCENT, ACCENT), ("not said any more", "o", SILENT, SILENT),
    ):  # fmt: skip
        dot: dict[str, Any] = {"markerfacecolor": face, "markeredgecolor": edge}
        nothing = pd.Series([], dtype="datetime64[ns]")
        ax.plot(nothing, [], linestyle="", marker=marker, markersize=5, label=name, **dot)
    ax.set_yticks(range(len(labels)), labels)
    ax.set_ylim(max(len(labels), 1) - 0.4, -0.6)
    date_axis(ax, len(labels), len(frame) - len(labels))
    plain(ax, keep=("bottom",))
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
        If the arrays differ in length, a probability or an answer is none, or ``bins`` is no whole
        number from 1.
    """
    check_axes(ax)
    n_bins = check_whole("bins", bins, least=1, repair="such as 10")
    p, right = numbers("probabilities", probabilities), numbers("correct", correct)
    if p.shape != right.shape or p.ndim != 1:
        found = f"shapes {p.shape} and {right.shape}"
        raise InputError("probabilities", "go with as many answers", found, "pass two lists")
    for name, values in (("probabilities", p), ("correct", right)):
        if not ((values >= 0) & (values <= 1)).all():
            raise InputError(name, "lie in [0, 1]", "others", "pass probabilities and answers")
    chosen = np.minimum((p * n_bins).astype(int), n_bins - 1)
    n = np.bincount(chosen, minlength=n_bins)
    full = n > 0
    mean = np.bincount(chosen, p, n_bins)[full] / n[full]
    share = np.bincount(chosen, right, n_bins)[full] / n[full]
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
    plain(ax)
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
    check_axes(ax)
    check_columns(frame, ("n", "value"), "name the columns so")
    sizes = np.unique(numbers("frame['n']", frame["n"]))
    named: list[tuple[Any, pd.DataFrame]] = [("", frame)]
    if "model" in frame:
        named = list(frame.groupby("model", sort=False))
    styles = [(_FORWARD, "-", "o"), (_FACTUAL, "--", "s"), (INK, ":", "^"), (MUTED, "-.", "D")]
    for number, (name, part) in enumerate(named):
        colour, line, marker = styles[number % len(styles)]
        points = part.sort_values("n")
        x = numbers("frame['n']", points["n"])
        if {"low", "high"} <= set(points.columns):
            low, high = (numbers(f"frame[{end!r}]", points[end]) for end in ("low", "high"))
            ax.fill_between(x, low, high, color=colour, alpha=0.15, linewidth=0)
        ax.plot(
            x, numbers("frame['value']", points["value"]), color=colour, linestyle=line,
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
    plain(ax)
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

    Raises
    ------
    InputError
        If it is none of these.
    """
    check_axes(ax)
    rows = [_rates(*row) for row in enumerate(check_list("abstention", abstention, _EVALUATED))]
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
    plain(ax)
    return ax


def _rates(number: int, row: Any) -> Mapping[str, Any]:
    """Threshold, accuracy and coverage by name."""
    rates = row._asdict() if hasattr(row, "_asdict") else row
    names = "threshold", "accuracy", "coverage"
    if not isinstance(rates, Mapping) or not set(names) <= set(rates):
        expected, kind = f"holds {', '.join(names)}", type(row).__name__
        raise InputError(f"abstention[{number}]", expected, kind, "pass evaluation.abstention")
    return rates
