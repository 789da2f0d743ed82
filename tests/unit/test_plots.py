from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import fls
from fls.errors import InputError
from fls.report import plots
from fls.report.colours import ACCENT, LABEL_STYLES

matplotlib = pytest.importorskip("matplotlib")
matplotlib.use("Agg")

PAIRS = Path(__file__).resolve().parents[1] / "data" / "pairs"


@pytest.fixture
def ax() -> Iterator[Any]:
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots()
    yield axes
    figure.canvas.draw()
    plt.close(figure)


def test_the_strip_has_a_bar_for_each_unit_as_wide_as_its_words(ax: Any) -> None:
    release = fls.score(
        "Acme opened a plant in Ohio. It expects to hire 200 people by 2027. What a uniquely "
        "great day for our amazing, passionate team -- of ours."
    )
    assert plots.composition(release, ax) is ax
    words = [6, 8, 12]
    assert sum(words) == release.metrics["n_words"]
    assert [bar.get_width() for bar in ax.patches] == words
    assert [bar.get_x() for bar in ax.patches] == [0, *np.cumsum(words)[:-1]]
    hatches = [LABEL_STYLES[label].hatch for label in release.sentences["label"]]
    assert [bar.get_hatch() or "" for bar in ax.patches] == hatches
    names = [text.get_text() for text in ax.get_legend().get_texts()]
    assert names == [style.name for style in LABEL_STYLES.values()]


def test_a_surer_label_is_fuller(ax: Any) -> None:
    release = fls.score("Acme opened a plant in Ohio on May 4. It sold 40 pumps, perhaps.")
    plots.composition(release, ax)
    sure = release.sentences[["p_factual", "p_promotional", "p_forward_looking"]].max(axis=1)
    labels = release.sentences["label"].tolist()
    for bar, p, label in zip(ax.patches, sure, labels, strict=True):
        colour = np.array(matplotlib.colors.to_rgb(LABEL_STYLES[label].colour))
        assert bar.get_facecolor()[:3] == pytest.approx(p * colour + (1 - p))


def test_an_empty_release_makes_an_empty_strip(ax: Any) -> None:
    assert not plots.composition(fls.score(""), ax).patches
    assert list(ax.get_xticks()) == []
    assert ax.get_xlabel() == "no unit has a label"


def test_hype_and_exposure_are_dots_with_medians(ax: Any) -> None:
    frame = pd.DataFrame({"hype": [10, 20, 90, np.nan], "exposure": [5, 50, 70, 1]})
    assert plots.hype_exposure(frame, ax) is ax
    assert ax.collections[0].get_offsets().tolist() == [[10, 5], [20, 50], [90, 70]]
    across, along = ax.lines
    assert list(across.get_xdata()) == [20, 20]
    assert list(along.get_ydata()) == [50, 50]
    assert [text.get_text() for text in ax.texts] == ["median 20", "median 50"]
    with pytest.raises(InputError, match="exposure"):
        plots.hype_exposure(frame[["hype"]], ax)


def test_a_corpus_without_rows_is_empty(ax: Any) -> None:
    plots.hype_exposure(pd.DataFrame({"hype": [], "exposure": []}), ax)
    assert len(ax.collections[0].get_offsets()) == 0


def test_a_promise_that_moved_has_an_arrow_to_its_new_day(ax: Any) -> None:
    releases = [fls.score(PAIRS / f"kestrel-{number}.txt") for number in (1, 2)]
    frame = fls.timeline(releases)
    dated = frame[frame["first_due"].notna()]
    moved = dated[dated["due"] != dated["first_due"]]
    assert 0 < len(moved) < len(dated)
    assert plots.promise_timeline(frame, ax) is ax
    assert ax.get_yticklabels()[0].get_text() == (dated["text"].iloc[0][:43].rstrip() + "…")
    assert len(ax.get_yticks()) == len(dated)
    assert len(ax.texts) == len(moved)  # an arrow is an annotation without text
    squares = [line for line in ax.lines if line.get_marker() == "s" and len(line.get_xdata())]
    assert [matplotlib.colors.to_hex(line.get_color()) for line in squares] == [ACCENT]
    assert squares[0].get_xdata()[0] == np.datetime64(moved["due"].iloc[0], "D")
    names = [text.get_text() for text in ax.get_legend().get_texts()]
    assert names == ["said", "first due", "due now", "not said any more"]


def test_promises_without_a_day_are_counted_below_the_axis(ax: Any) -> None:
    days = ["2026-05-04", "2026-08-04"]
    text = "Acme expects to open a mill by June 2027. It plans to hire 20 people at the pump works."
    frame = fls.timeline([fls.score(text, date=day) for day in days])
    dated = frame["first_due"].notna()
    assert (dated.sum(), len(frame)) == (1, 2)
    plots.promise_timeline(frame, ax)
    assert ax.get_xlabel() == "1 without a day"
    ax.clear()
    plots.promise_timeline(frame[dated], ax)
    assert ax.get_xlabel() == ""


def test_a_time_line_of_nothing_has_no_days_and_says_why(ax: Any) -> None:
    frame = fls.timeline([fls.score("Acme plans to hire 20 people.", date="2026-05-04")])
    assert len(frame) == 1
    plots.promise_timeline(frame, ax)
    assert list(ax.get_xticks()) == []
    assert ax.get_xlabel() == "no promise names a day"


def test_promises_without_dates_cannot_be_drawn(ax: Any) -> None:
    frame = fls.timeline([fls.score("Acme expects to open a mill by the end of 2031.")])
    with pytest.raises(InputError, match="dates"):
        plots.promise_timeline(frame, ax)
    assert plots.promise_timeline(frame[:0], ax) is ax


def test_the_calibration_curve_has_a_dot_for_each_full_bin(ax: Any) -> None:
    p, right = [0.62, 0.68, 0.95, 0.91], [True, False, True, True]
    assert plots.calibration_curve(p, right, ax) is ax
    dots = ax.collections[-1].get_offsets()
    assert dots.tolist() == [pytest.approx([0.65, 0.5]), pytest.approx([0.93, 1.0])]
    (bars,) = [c for c in ax.collections if hasattr(c, "get_segments")]
    # Wilson: 1 of 2 is .095 to .905 with 95 %.
    (_, low), (_, high) = bars.get_segments()[0]
    assert (low, high) == pytest.approx((0.0945, 0.9055), abs=0.001)


def test_calibration_refuses_what_does_not_fit(ax: Any) -> None:
    with pytest.raises(InputError, match="as many answers"):
        plots.calibration_curve([0.5], [True, False], ax)
    with pytest.raises(InputError, match=r"\[0, 1\]"):
        plots.calibration_curve([math.nan], [True], ax)
    assert plots.calibration_curve([], [], ax) is ax


def test_the_learning_curve_has_a_line_for_each_model_in_order_of_size(ax: Any) -> None:
    frame = pd.DataFrame({"n": [800, 50, 50], "value": [0.7, 0.5, 0.6], "model": ["a", "a", "b"]})
    frame["low"], frame["high"] = frame["value"] - 0.1, frame["value"] + 0.1
    assert plots.learning_curve(frame, ax) is ax
    first, second = ax.lines
    assert list(first.get_xdata()) == [50, 800]
    assert list(first.get_ydata()) == [0.5, 0.7]
    assert (first.get_linestyle(), first.get_marker()) != (
        second.get_linestyle(), second.get_marker(),
    )  # fmt: skip
    assert len(ax.collections) == 2
    assert ax.get_xscale() == "log"
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["50", "800"]
    with pytest.raises(InputError, match="value"):
        plots.learning_curve(frame[["n"]], ax)


def test_accuracy_and_coverage_come_from_an_evaluation_or_a_model(ax: Any) -> None:
    rows = fls.load_model().info["abstention"]
    assert plots.accuracy_coverage(rows, ax) is ax
    (line,) = [one for one in ax.lines if len(one.get_xdata()) == len(rows)]
    assert list(line.get_xdata()) == [row["coverage"][0] for row in rows]
    assert [text.get_text() for text in ax.texts[:-1]] == [
        "all",
        *(f"≥ {threshold}" for threshold in ("0.5", "0.6", "0.7", "0.8", "0.9", "0.95")),
    ]


def test_thresholds_that_keep_nothing_are_left_out(ax: Any) -> None:
    from fls.evaluation import Abstention, Figure

    nothing = Figure(math.nan, math.nan, math.nan)
    rows = [
        Abstention(0.0, Figure(1.0, math.nan, math.nan), Figure(0.8, math.nan, math.nan)),
        Abstention(0.9, Figure(0.0, 0.0, 0.0), nothing),
    ]
    plots.accuracy_coverage(rows, ax)
    assert [text.get_text() for text in ax.texts[:-1]] == ["all"]
