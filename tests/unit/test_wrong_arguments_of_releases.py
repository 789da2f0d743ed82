"""Arguments of a wrong kind to what is asked of scored releases are refused by name."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import fls
from fls.analysis.baselines import read_tones
from fls.analysis.comparison.drift import promise_drift, promise_timeline
from fls.genre import genre_warnings, outline_of
from fls.report import Report, overview, plots, snippet

TEXT = (
    "Acme Opens Mill\n\nOHIO, May 4, 2026 -- Acme grew. It expects to open a mill in July 2026.\n\n"
    "This release contains forward-looking statements. Results may differ materially because of "
    "the price of tin."
)
TABLE = pd.DataFrame({"body": ["Acme grew."]})
#: Nothing of this is a list of anything.
NO_LISTS = (None, 7, -1.5, math.nan, "one", b"one", TABLE, pd.DataFrame(), {}, Path("a"), object())
#: Nothing of this is a number or a name.
NO_VALUES = (None, [], TABLE, pd.NA, b"x", {}, object(), np.zeros((2, 3)))
P = [[0.9, 0.1, 0.0, 0.0], [0.2, 0.8, 0.0, 0.0]] * 50
UNITS = pd.DataFrame(P, columns=[f"p_{label}" for label in fls.document.LABELS])
SAMPLE = UNITS[:20].assign(true_label=["factual"] * 20)


@pytest.fixture(scope="module")
def release() -> fls.Release:
    return fls.score(TEXT)


def _refused(argument: str, call: Any, *values: Any) -> None:
    for value in values:
        with pytest.raises(fls.InputError, match=rf"^(?:{argument})(?!\w)"):
            call(value)


def test_of_releases(release: fls.Release) -> None:
    _refused("units", release.explain_each, *NO_LISTS, release)
    _refused("unit", release.explain_each, [99], [-1], [None], [0.0])
    assert release.explain_each(iter([0])) == [release.explain(0)]
    rows = release.spans
    explain = fls.load_model().explain
    _refused("label: is one of factual", lambda x: explain(TEXT, rows, 0, x), *NO_VALUES[1:], "x")
    _refused("text", lambda value: explain(value, rows, 0), *NO_VALUES)
    _refused("units", lambda value: explain(TEXT, value, 0), *NO_VALUES[:1], TABLE, 7, [None], "x")
    each = fls.load_model().explain_each
    _refused("rows", lambda value: each(TEXT, rows, value), None, 7, "x", TABLE, object())


def test_of_scores(release: fls.Release) -> None:
    for ask in (release.explain_score, release.explain_words, release.findings.components):
        _refused("score: is one of hype, exposure", ask, *NO_VALUES, "x", "", 3, math.nan)
    _refused("score", release.interval, None, 7, "hype", [], TABLE)
    values = ("a", "1.5", None, object(), TABLE, pd.NA, 1j, 10**400, [], [[1.0], [1.0, 2.0]])
    _refused("score: gives", lambda value: release.interval(lambda p: value), *values)
    words = lambda p: ["1.5"] * len(p)  # noqa: E731
    _refused("score: gives", release.interval, words)


def test_of_outlines(release: fls.Release) -> None:
    outline = outline_of(release.spans)
    _refused("units", outline_of, *NO_LISTS, [None], TABLE["body"])
    _refused("text", lambda value: genre_warnings(value, outline), *NO_VALUES, 7)
    _refused("outline", lambda value: genre_warnings(TEXT, value), *NO_VALUES, 7, "x")
    _refused("model", lambda value: release.to_html("a.html", model=value), 7, TABLE, [])


def test_of_places_of_pages(release: fls.Release, tmp_path: Path) -> None:
    _refused("path", release.to_html, None, 7, -1.5, "", b"a.html", [], TABLE, object())
    for place in (tmp_path, tmp_path / "no" / "a.html", tmp_path / "a\0b.html"):
        with pytest.raises(fls.InputError, match="must be writable"):
            release.to_html(place)
    assert list(tmp_path.iterdir()) == []


def test_of_cautionary_texts(release: fls.Release) -> None:
    for ask in (release.safe_harbor.has, release.safe_harbor.spans):
        _refused("element: is one of identifies, .*no_reliance", ask, *NO_VALUES, "x", "", 3)
    n = len(release.sentences)
    wrong = np.zeros((4, 2, n + 1), dtype=bool), np.zeros((4, 2, n)), np.zeros(n, dtype=bool)
    values = "x", 3, [], [None], TABLE, *wrong
    _refused("drawn", release.safe_harbor.protection_parts, *values)
    assert release.safe_harbor.protection_parts(np.ones((4, 2, n), dtype=bool)).shape[1] == 3
    _refused("tagged", fls.SafeHarbor, None, "x", release)


def test_of_comparisons(release: fls.Release) -> None:
    _refused("releases", fls.timeline, *NO_LISTS, release, [release, "x"], [None])
    assert len(fls.timeline([])) == 0
    assert len(fls.timeline(pd.Series([release]))) == len(fls.timeline([release])) == 1
    for value in (None, "x", TABLE, [release]):
        _refused("older", lambda value: fls.compare(value, release), value)
        _refused("newer", lambda value: fls.compare(release, value), value)
    _refused("older", lambda value: promise_drift(value, release.promises), None, "x", TABLE)
    _refused("said", lambda value: promise_timeline([(0, value)]), None, "x", TABLE)


def test_of_shares_of_boilerplate() -> None:
    _refused("texts", fls.boilerplate_share, *NO_LISTS)
    for name in ("most", "least", "average"):
        values = (*NO_VALUES, -0.1, math.nan, "1")
        _refused(name, lambda x, name=name: fls.boilerplate_share(["a b."], **{name: x}), *values)
    _refused("most", lambda value: fls.boilerplate_share(["a b."], most=value), 1.5, 75)


def test_of_corrections() -> None:
    for name in ("truth", "weights", "methods", "population", "level"):
        values = NO_VALUES[1:] if name == "weights" else NO_VALUES
        # An empty name is that of no column.
        _refused(f"{name}|frame|sample", lambda x, name=name: fls.correct(
            UNITS, SAMPLE, **{"methods": ["ppi"], name: x}), *values, "")  # fmt: skip
    _refused("precision", lambda value: fls.labels_needed(UNITS, value), *NO_VALUES, "1", math.nan)
    one = fls.correct(UNITS, SAMPLE, methods=np.array(["ppi"]))
    assert one.equals(fls.correct(UNITS, SAMPLE, methods=["ppi"]))


def test_of_dictionaries(tmp_path: Path) -> None:
    _refused("path", read_tones, None, 7, b"x", [], TABLE, "")
    for place, found in ((tmp_path, "a folder"), (tmp_path / "a\0b.csv", "null")):
        with pytest.raises(fls.ReadError, match=f"is a file that can be read, got .*{found}"):
            fls.baselines(TEXT, lm_path=place)


def test_of_pages(release: fls.Release) -> None:
    _refused("records", overview, *NO_LISTS, [None], ["x"], [release], [7])
    _refused("hype", lambda value: overview([{"hype": value}]), "high", [], object())
    # What pandas takes for missing is a dash, and no error.
    nothing = {"title": pd.NA, "date": pd.NaT, "hype": pd.NA, "n_words": pd.NA, "risk": 20.0}
    assert overview([nothing]) == overview([{"risk": 20.0}])
    _refused("release", snippet, None, "x", 7, TABLE)
    _refused("release", Report().add, None, "x", 7, TABLE, [release])
    _refused("details", lambda value: Report(details=value), *NO_VALUES, True, 1.5, -1)
    assert len(Report(details=np.int64(3))) == 0


def test_of_plots(release: fls.Release) -> None:
    axes = pytest.importorskip("matplotlib.figure").Figure().subplots()
    _refused("release", lambda value: plots.composition(value, axes), None, "x", TABLE)
    _refused("ax", lambda value: plots.composition(release, value), None, "x", TABLE)
    for draw in (plots.hype_exposure, plots.promise_timeline, plots.learning_curve):
        _refused("frame", lambda value, draw=draw: draw(value, axes), None, "x", 7, [], TABLE)
    worded = pd.DataFrame({"n": [10], "value": ["high"]})
    _refused(r"frame\['value'\]", lambda value: plots.learning_curve(value, axes), worded)
    values = (*NO_LISTS, [None], ["x"], [{}])
    _refused("abstention", lambda value: plots.accuracy_coverage(value, axes), *values)
    for name in ("probabilities", "correct"):
        given = {"probabilities": [0.5], "correct": [True]}
        _refused("probabilities|correct", lambda x, given=given, name=name: plots.calibration_curve(
            **given | {name: x}, ax=axes), *NO_LISTS, ["x"], [2.0], [None])  # fmt: skip
    values = (*NO_VALUES, 0, -1, 1.5, "x")
    _refused(
        "bins", lambda value: plots.calibration_curve([0.5], [True], axes, bins=value), *values
    )
