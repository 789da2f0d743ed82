from __future__ import annotations

import contextlib
import json
import math
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import fls
from fls.analysis import EXPLANATION, MEASURES, Findings, forward_shares, measures
from fls.analysis.caution.safe_harbor import ELEMENTS
from fls.analysis.commitments.promises import promises
from fls.analysis.measures import Score
from fls.cli import main
from fls.document import SCORES
from fls.errors import InputError
from tests.unit.legend_texts import PUMPS, tagged

DAY = date(2026, 10, 16)
#: The example of docs/metrics.md: two statements, a hedge, and a legend that fits one of them.
RELEASE = (
    ("F", "Acme sold three hundred turbine pumps."),
    ("L", "It will open a plant in March 2027."),
    ("L", "It may launch ten pumps by 2030."),
)
LEGEND = (
    "Factors that could cause actual results to differ materially include delays in construction "
    "of the plant."
)
TEXT = (
    "Acme Opens Amazing Plant!\n\nDAYTON, Ohio, May 4, 2026 -- We are thrilled. Sales will double "
    "in 2027.\n\nThis release contains forward-looking statements. Factors that "
    "could cause actual results to differ materially include weak demand of customers.\n"
)


@pytest.fixture(scope="module")
def release() -> fls.Release:
    return fls.score(TEXT)


def test_metrics_hold_the_measures_behind_those_of_the_labels(
    release: fls.Release, root: Path
) -> None:
    assert tuple(release.metrics)[-len(MEASURES) :] == MEASURES
    assert next(iter(release.metrics)) == "n_units"
    assert release.hype["text"].tolist() == ["Amazing", "thrilled"]
    assert list(fls.score("").hype.columns) == list(release.hype.columns)
    text = (root / "docs" / "metrics.md").read_text(encoding="utf-8")
    assert [name for name in MEASURES if f"`{name}`" not in text] == []


def test_each_measure_has_the_type_of_its_name(release: fls.Release) -> None:
    for name in MEASURES:
        value = release.metrics[name]
        expected = int if name.startswith(("n_", "has_")) else float
        assert type(value) is expected, name
        if expected is float and not math.isnan(value):
            top = 100 if name.removesuffix("_low").removesuffix("_high") in SCORES else 1
            assert 0 <= value <= top, name


def test_flags_are_numbers_here_and_true_or_false_in_every_file(
    release: fls.Release, tmp_path: Path
) -> None:
    assert pd.Series(dict(release.metrics)).dtype == float
    path = tmp_path / "a.txt"
    path.write_text(release.text, encoding="utf-8")
    one, many = tmp_path / "one.jsonl", tmp_path / "many.jsonl"
    with one.open("w") as out, contextlib.redirect_stdout(out):
        assert main(["score", str(path), "--metrics-only", "--format", "jsonl"]) == 0
    assert main(["score", str(path), "--level", "document", "-o", str(many)]) == 0
    flags = []
    for written in (one, many):
        record = json.loads(written.read_text(encoding="utf-8"))
        flags.append({key: value for key, value in record.items() if key.startswith("has_")})
    assert flags[0] == flags[1] != {}
    assert {type(value) for value in flags[0].values()} == {bool}


def test_one_number_one_place(release: fls.Release) -> None:
    metrics, legend = release.metrics, release.safe_harbor
    assert metrics["protection"] == pytest.approx(legend.protection)
    assert metrics["n_promises"] == len(release.promises) == 1
    assert metrics["n_elements"] == legend.to_frame()["is_present"].sum() > 0
    assert [metrics[f"has_{name}"] for name in ELEMENTS] == list(map(legend.has, ELEMENTS))
    assert metrics["covered_share"] == release.coverage["is_covered"].mean()
    for name, (value, low, high) in release.scores.iterrows():
        assert (metrics[str(name)], metrics[f"{name}_low"], metrics[f"{name}_high"]) == (
            value, low, high,
        )  # fmt: skip
        assert 0 <= low <= value <= high <= 100
    assert tuple(release.scores.index) == SCORES


def test_shares_of_the_forward_looking_words_by_hand() -> None:
    given = tagged(*RELEASE)
    found = forward_shares(given, promises(given, DAY), DAY)
    # Eight words that are due within a year, seven that are hedged, quantified and far away.
    assert given.words.tolist() == [6, 8, 7]
    expected = {
        "specific": math.nan,
        "quantified": 7 / 15,
        "hedged": 7 / 15,
        "near_term": 8 / 15,
        "long_term": 7 / 15,
    }
    assert found == pytest.approx(expected, nan_ok=True)
    undated = forward_shares(given, promises(given, None), None)
    assert math.isnan(undated["near_term"])
    assert math.isnan(undated["long_term"])
    assert undated["hedged"] == pytest.approx(7 / 15)


def test_risk_of_a_release_by_hand() -> None:
    # U = 8 (1 - 0) + 7 (1 - .5), N = 6: "may" takes one half off, and there is no factor.
    assert Findings(tagged(*RELEASE)).scores["risk"].value == pytest.approx(100 * 11.5 / 17.5)
    legend = ("B", LEGEND)
    found = Findings(tagged(*RELEASE, legend))
    covered = found.safe_harbor.covered
    assert covered[1] > 0.5
    assert covered[3] == 1
    uncovered = 8 * (1 - covered[1]) + 3.5 * (1 - covered[2])
    assert found.scores["risk"].value == pytest.approx(100 * uncovered / (uncovered + 6))


def test_labels_that_are_certain_have_no_interval() -> None:
    for value, low, high in Findings(tagged(*PUMPS)).scores.values():
        assert low == pytest.approx(value)
        assert high == pytest.approx(value)


def test_labels_in_doubt_widen_the_interval() -> None:
    sure = tagged(*RELEASE)
    doubtful = type(sure)(sure.text, sure.units, 0.6 * sure.p + 0.1, sure.p_specific)
    for name in ("hype", "exposure", "risk"):
        score = Findings(doubtful).scores[name]
        assert score.low < score.value < score.high


@pytest.mark.parametrize("name", SCORES)
def test_contributions_add_up_to_the_score(release: fls.Release, name: str) -> None:
    table = release.explain_score(name)
    assert tuple(table.columns) == EXPLANATION
    assert len(table) > 1
    assert table["contribution"].sum() == pytest.approx(release.metrics[name])
    known = table[table["weight"].notna()]
    assert known["contribution"].to_numpy() == pytest.approx(known["value"] * known["weight"])
    assert release.findings.explain(name) == table.to_dict("records")


def test_a_score_that_is_none_is_refused(release: fls.Release) -> None:
    with pytest.raises(InputError, match="hype, exposure, protection, risk"):
        release.explain_score("tone")


def test_a_score_that_is_not_defined_has_no_contributions() -> None:
    found = Findings(tagged())
    assert found.explain("risk") == []
    assert all(map(math.isnan, found.scores["risk"]))
    assert found.scores["protection"] == Score(0.0, 0.0, 0.0)


def test_the_same_release_has_the_same_intervals() -> None:
    one, other = (Findings(tagged(*PUMPS)).measures() for _ in range(2))
    np.testing.assert_equal(one, other)


@pytest.mark.parametrize("most", [1, 30])
def test_draws_one_by_one_are_the_draws_together(
    monkeypatch: pytest.MonkeyPatch, release: fls.Release, most: int
) -> None:
    whole = Findings(release.findings.tagged, release.date)
    monkeypatch.setattr(measures, "_MAX_SIZE", most)
    parts = Findings(release.findings.tagged, release.date)
    assert len([*parts._bodies()]) > 1
    assert parts.measures() == pytest.approx(whole.measures(), nan_ok=True)
    monkeypatch.undo()
    assert len([*whole._bodies()]) == 1
