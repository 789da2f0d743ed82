from __future__ import annotations

import importlib.util
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import fls
from fls import corpus
from fls.corpus import GoldUnit, Release
from fls.document import LABELS, Unit
from fls.evaluation import (
    Evaluation,
    Figure,
    abstentions,
    as_units,
    dated,
    evaluate,
    expected_calibration_error,
    keyword_rule,
    label_figures,
    paired_macro_f1,
    specific_figures,
)
from fls.evaluation._calibration import calibration_cells, calibration_error
from fls.evaluation._cut import cut_counts, overlap_labels, release_figures
from fls.evaluation._ranks import sentence_figures

F, P, L, B = range(4)
NONE = np.array([-1])


def sure(*labels: int, p: float = 0.85) -> Any:
    """Return probabilities that choose these labels."""
    rows = np.full((len(labels), 4), (1 - p) / 3)
    rows[np.arange(len(labels)), labels] = p
    return rows


def array(*values: int) -> Any:
    return np.array(values, dtype=np.int64)


# Labels of six units in two releases, the example of docs/metrics.md: the model takes the second
# unit (promotional, second label factual) for factual, and the last (boilerplate) for
# forward-looking.
TRUE = array(F, P, P, L, L, B)
CHOSEN = (F, F, P, L, L, L)
DOC = array(0, 0, 0, 1, 1, 1)
SECOND = array(-1, F, -1, -1, -1, -1)
RULE = array(F, F, F, L, L, B)


def worked(seed: int = 0) -> dict[str, Figure]:
    return label_figures(TRUE, SECOND, sure(*CHOSEN), DOC, {"keyword_rule": RULE}, seed)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("f1_factual", 2 / 3),
        ("f1_promotional", 2 / 3),
        ("f1_forward_looking", 4 / 5),
        ("f1_boilerplate", 0),
        ("macro_f1", (2 / 3 + 2 / 3 + 4 / 5 + 0) / 4),
        ("accuracy", 4 / 6),
        ("lenient_accuracy", 5 / 6),
        ("calibration_error", 0.85 - 4 / 6),
        ("keyword_rule_f1_factual", 2 / 4),
        ("keyword_rule_f1_promotional", 0),
        ("keyword_rule_macro_f1", (2 / 4 + 0 + 1 + 1) / 4),
        ("keyword_rule_accuracy", 4 / 6),
    ],
)
def test_label_figures_worked_by_hand(name: str, value: float) -> None:
    assert worked()[name].value == pytest.approx(value)


def test_figures_of_being_specific_worked_by_hand() -> None:
    """The example of docs/metrics.md: five units of two releases, one of them not found."""
    figures = specific_figures(
        np.array([True, True, False, True, True]),
        np.array([0.9, 0.4, 0.5, math.nan, 0.6]),
        np.array([True, True, True, True, True]),
        array(0, 0, 1, 1, 1),
    )
    assert {name: figure.value for name, figure in figures.items()} == {
        "specific_accuracy": 2 / 4,
        "keyword_rule_specific_accuracy": 3 / 4,
        "majority_specific_accuracy": 3 / 4,
    }
    assert (figures["specific_accuracy"].low, figures["specific_accuracy"].high) == (0.5, 0.5)
    assert figures["keyword_rule_specific_accuracy"].low == 0.5


@pytest.mark.parametrize("n", [0, 1])
def test_nothing_found_has_no_figures(n: int) -> None:
    none = np.full(n, math.nan)
    figures = specific_figures(none > 0, none, none > 0, np.arange(n))
    assert len(figures) == 3
    assert all(math.isnan(figure.value) for figure in figures.values())


def test_figures_dates_and_periods() -> None:
    text = "It will grow. Sales of 4 tons. Ready in March. Next quarter. It may grow. ٣ tons."
    units, at = [], 0
    for piece in text.replace(". ", ".|").split("|"):
        at = text.index(piece, at)
        units.append(Unit("sentence", at, at + len(piece), "given", 0))
    assert dated([text], [units]).tolist() == [False, True, True, True, False, False]
    assert dated([], []).tolist() == []


def test_the_interval_holds_the_figure_and_repeats() -> None:
    figures = worked()
    for name, figure in figures.items():
        assert figure.low <= figure.value <= figure.high, name
        assert 0 <= figure.low <= figure.high <= 1
    assert worked() == figures


def test_the_bootstrap_draws_releases() -> None:
    # One release is all right, the other all wrong: a draw of two has 0, 1 or 2 of the right one.
    figures = label_figures(
        array(F, F, P, P), array(-1, -1, -1, -1), sure(F, F, F, F), array(0, 0, 1, 1), {}
    )
    assert (figures["accuracy"].value, figures["accuracy"].low, figures["accuracy"].high) == (
        0.5, 0.0, 1.0,
    )  # fmt: skip


def test_the_seed_decides_the_draws() -> None:
    rng = np.random.default_rng(0)
    true, doc = rng.integers(0, 4, (2, 60)), np.arange(60) // 6
    given: Any = (true[0], np.full(60, -1), sure(*true[1]), doc, {})
    assert label_figures(*given, 1) == label_figures(*given, 1)
    assert label_figures(*given, 1) != label_figures(*given, 2)


def test_one_release_has_no_interval() -> None:
    figure = label_figures(array(F), NONE, sure(F), array(0), {})["accuracy"]
    assert figure.value == 1
    assert math.isnan(figure.low)
    assert math.isnan(figure.high)


def test_a_label_that_never_occurs_has_no_f1() -> None:
    figures = label_figures(array(F, P), array(-1, -1), sure(F, P), array(0, 0), {})
    assert math.isnan(figures["f1_boilerplate"].value)
    assert figures["macro_f1"].value == 1
    assert figures["accuracy"].value == 1


def test_macro_f1_is_over_the_labels_of_the_truth() -> None:
    # F P as F B: nobody gave B, so the mean is over F (1) and P (0).
    true, found, doc = array(F, P), array(F, B), array(0, 1)
    figures = label_figures(true, array(-1, -1), sure(F, B), doc, {"rule": found})
    assert figures["f1_boilerplate"].value == 0
    pairs = {f"_{label}": (i, i) for i, label in enumerate(LABELS)}
    cut = np.ones((2, len(cut_counts(annotated(), OURS))))
    others = (
        paired_macro_f1(true, {"one": found}, doc)["one"],
        sentence_figures(true, sure(F, B), found, pairs, 0)["macro_f1"],
        release_figures(true, found, doc, cut, 0)["release_macro_f1"],
        figures["rule_macro_f1"],
        figures["macro_f1"],
    )
    # A draw of one release alone has one label: 1 or 0.
    assert {(one.value, one.low, one.high) for one in others} == {(0.5, 0.0, 1.0)}


@pytest.mark.parametrize(
    ("p", "correct", "error"),
    [
        ([0.9, 0.9, 0.5, 0.5], [1, 1, 1, 0], 0.05),
        ([1.0, 1.0], [1, 1], 0.0),
        ([1.0, 1.0], [0, 0], 1.0),
        ([0.30, 0.32], [1, 0], 0.19),
        ([0.30, 0.39], [1, 0], (0.7 + 0.39) / 2),
    ],
)
def test_calibration_worked_by_hand(p: list[float], correct: list[int], error: float) -> None:
    found = expected_calibration_error(np.array(p), np.array(correct, dtype=bool))
    assert found == pytest.approx(error)


def test_calibration_of_nothing_is_nan() -> None:
    assert math.isnan(expected_calibration_error(np.zeros(0), np.zeros(0, bool)))


@pytest.mark.parametrize(
    ("weights", "error"),
    [
        # Releases of 2, 1 and 1 units at .5: right - p is 1, .5 and -.5 in the first bin, and 0 in
        # another one that only the third has units in.
        ([1, 1, 1], (1**2 - 1.5) / (16 - 6)),
        ([1, 1, 0], (1.5**2 - 1.25) / (9 - 5)),
        ([0, 2, 1], (0.5**2 - (4 * 0.25 + 0.25)) / (9 - 5)),
        ([1, 0, 0], math.nan),
        ([0, 0, 0], math.nan),
    ],
)
def test_the_square_of_chance_is_taken_out(weights: list[int], error: float) -> None:
    p, right = np.array([0.5] * 4 + [1.0]), np.array([True, True, True, False, True])
    cells = np.zeros((3, 45))
    np.add.at(cells, [0, 0, 1, 2, 2], calibration_cells(p, right))
    found = calibration_error(np.array([weights], dtype=float), cells)[0]
    expected = error if math.isnan(error) else math.sqrt(max(error, 0))
    assert found == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize(("slope", "truth"), [(1.0, 0.0), (0.5, 0.118)])
def test_the_interval_of_the_calibration_error_holds_it(slope: float, truth: float) -> None:
    held, values = 0, []
    for seed in range(30):
        rng = np.random.default_rng(seed)
        odds = np.abs(rng.normal(2, 1.5, 600))
        p = np.zeros((600, 4))
        p[:, F] = 1 / (1 + np.exp(-odds))
        p[:, B] = 1 - p[:, F]
        true = np.where(rng.random(600) < 1 / (1 + np.exp(-slope * odds)), F, B)
        figures = label_figures(true, np.full(600, -1), p, np.arange(600) // 10, {}, seed)
        value, low, high = figures["calibration_error"]
        assert low <= value <= high
        held += low - 1e-3 <= truth <= high + 1e-3
        values.append(value)
    assert held >= 26
    assert np.sqrt(np.mean(np.square(values))) == pytest.approx(truth, abs=0.025)


def test_abstaining_worked_by_hand() -> None:
    # Five units in two releases: right with .95 and .65, wrong with .75, .55 and .45.
    p = np.full((5, 4), 0.0)
    p[:, F] = (0.95, 0.65, 0.75, 0.55, 0.45)
    p[:, P] = 1 - p[:, F]
    p[4] = (0.45, 0.30, 0.25, 0.0)
    found = abstentions(array(F, F, P, P, L), p, array(0, 0, 0, 1, 1))
    assert [(one.threshold, one.coverage.value, one.accuracy.value) for one in found] == [
        (0.0, 1.0, 0.4),
        (0.5, 0.8, 0.5),
        (0.6, 0.6, pytest.approx(2 / 3)),
        (0.7, 0.4, 0.5),
        (0.8, 0.2, 1.0),
        (0.9, 0.2, 1.0),
        (0.95, 0.2, 1.0),
    ]
    assert (found[2].coverage.low, found[2].coverage.high) == (0.0, 1.0)


def test_labels_lean_and_calibration_does_not() -> None:
    # Forward-looking at .4 against .6: the label is right, and what is most probable is wrong.
    p = np.array([[0.6, 0.0, 0.4, 0.0]] * 2)
    figures = label_figures(array(L, L), array(-1, -1), p, array(0, 1), {})
    assert figures["accuracy"].value == figures["lenient_accuracy"].value == 1
    assert figures["calibration_error"].value == pytest.approx(0.6)
    first, second, *_ = abstentions(array(L, L), p, array(0, 1))
    assert (first.coverage.value, first.accuracy.value, second.coverage.value) == (1, 1, 0)


def test_no_unit_above_the_threshold_has_no_accuracy() -> None:
    (*_, last) = abstentions(array(F), sure(F, p=0.5), array(0))
    assert last.coverage.value == 0
    assert math.isnan(last.accuracy.value)


# The cut: the annotators' headline, three sentences and a heading; ours misses one end, adds one,
# and takes the heading for a sentence.
TEXT = "Acme Grows\n\nIt rose. It fell. It stayed so.\n\nOutlook"
PIECES = (
    ("headline", "Acme Grows", "factual"),
    ("sentence", "It rose.", "factual"),
    ("sentence", "It fell.", "promotional"),
    ("sentence", "It stayed so.", "forward_looking"),
    ("heading", "Outlook", None),
)


def annotated(name: str = "a", issuer: str = "Acme") -> Release:
    units = tuple(
        GoldUnit(
            kind,
            TEXT.index(piece),
            TEXT.index(piece) + len(piece),
            label,
            specific=True if label == "forward_looking" else None,
        )
        for kind, piece, label in PIECES
    )
    return Release(name, TEXT, units, issuer)


def span(kind: str, piece: str) -> Unit:
    return Unit(kind, TEXT.index(piece), TEXT.index(piece) + len(piece), "ours", 0)


OURS = [
    span("headline", "Acme Grows"),
    span("sentence", "It rose. It fell."),
    span("sentence", "It stayed"),
    span("sentence", "so."),
    span("sentence", "Outlook"),
]


def test_the_cut_worked_by_hand() -> None:
    # Inside running text two ends are to be found (behind "rose." and "fell."): one is; one end
    # (behind "stayed") is wrong. Whole labelled units: one of ours (5) is one of theirs (4). Of 41
    # characters the 7 of "Outlook" are no text to the annotators.
    hit, false, miss, whole, ours, theirs, same, n = cut_counts(annotated(), OURS)
    assert (hit, false, miss) == (1, 1, 1)
    assert (whole, ours, theirs) == (1, 5, 4)
    assert (same, n) == (34, 41)


def test_release_figures_worked_by_hand() -> None:
    cut = np.array([cut_counts(annotated(), OURS)])
    labels = overlap_labels(annotated(), OURS, array(F, F, L, L, F))
    assert labels.tolist() == [F, F, F, L]
    figures = release_figures(array(F, F, P, L), labels, array(0, 0, 0, 0), cut, 0)
    n = len("".join(TEXT.split()))
    assert figures["release_split_f1"].value == pytest.approx(2 * 1 / (2 + 2))
    assert figures["release_unit_f1"].value == pytest.approx(2 * 1 / (5 + 4))
    assert figures["release_text_accuracy"].value == pytest.approx((n - 7) / n)
    # F 4/5, P 0, L 1; no boilerplate at all.
    assert figures["release_macro_f1"].value == pytest.approx((4 / 5 + 0 + 1) / 3)


def test_a_unit_that_was_not_cut_as_text_is_missed() -> None:
    ours = [span("table", "Acme Grows"), *OURS[1:]]
    assert overlap_labels(annotated(), ours, array(F, F, L, L, F)).tolist() == [4, F, F, L]
    assert overlap_labels(annotated(), [], array()).tolist() == [4, 4, 4, 4]


def test_the_annotators_cut_is_perfect() -> None:
    cut = cut_counts(annotated(), as_units(annotated()))
    assert cut.tolist()[:6] == [2, 0, 0, 4, 4, 4]
    assert cut[6] == cut[7]


def test_annotated_units_keep_their_spans_and_get_blocks() -> None:
    units = as_units(annotated())
    assert [(u.kind, u.start, u.end) for u in units] == [
        (u.kind, u.start, u.end) for u in annotated().units
    ]
    assert [u.block for u in units] == [0, 1, 1, 1, 2]


def test_the_keyword_rule() -> None:
    text = (
        "Acme has 4 plants. Acme is an outstanding leader. Acme will grow. "
        "This contains forward-looking statements that will differ."
    )
    units, at = [], 0
    for piece in text.replace(". ", ".|").split("|"):
        at = text.index(piece, at)
        units.append(Unit("sentence", at, at + len(piece), "given", 0))
    assert keyword_rule([text], [units]).tolist() == [F, P, L, B]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus") / "small"
    corpus.write(folder, [annotated("a", "Acme"), annotated("b", "Bolt")])
    return folder


def test_evaluation_of_a_folder(small: Path) -> None:
    calls: list[tuple[str, int, int]] = []
    found = evaluate(None, small, progress=lambda *call: calls.append(call))
    assert calls == [("evaluate", 1, 2), ("evaluate", 2, 2)]
    assert (found.n_releases, found.n_units) == (2, 8)
    assert found.confusion.sum(axis=1).tolist() == [4, 2, 2, 0]
    right = np.trace(found.confusion) / 8
    assert found.figures["accuracy"].value == right
    assert evaluate("default", small).figures.keys() == found.figures.keys()


def test_the_documentation_names_every_figure(small: Path, root: Path) -> None:
    text = (root / "docs" / "metrics.md").read_text(encoding="utf-8")
    names = [n for n in evaluate(None, small).figures if not n.startswith("keyword_rule_")]
    known = (*(f"f1_{label}" for label in LABELS[1:3]),)  # within "f1_factual … f1_boilerplate"
    assert [name for name in names if f"`{name}`" not in text and name not in known] == []


def test_the_same_evaluation_twice(small: Path) -> None:
    assert evaluate(None, small).to_dict() == evaluate(None, small).to_dict()


def test_plain_data_is_json_without_nan(small: Path) -> None:
    plain = evaluate(None, small).to_dict()
    json.dumps(plain, allow_nan=False)
    assert plain["figures"]["f1_boilerplate"]["value"] is None
    f1 = [plain["figures"][f"f1_{label}"]["value"] for label in LABELS[:3]]
    assert plain["figures"]["macro_f1"]["value"] == pytest.approx(sum(f1) / 3, abs=2e-6)
    assert plain["confusion"]["labels"] == list(LABELS)
    assert plain["abstention"][0]["coverage"]["value"] == 1


def test_records_have_every_figure_beside_the_rule(small: Path) -> None:
    found = evaluate(None, small)
    rows = {row["figure"]: row for row in found.records()}
    assert rows["n_units"]["value"] == 8
    assert rows["accuracy"]["value"] == found.to_dict()["figures"]["accuracy"]["value"]
    rule = found.to_dict()["figures"]["keyword_rule_accuracy"]
    assert rows["accuracy"]["keyword_rule"] == rule["value"]
    assert rows["f1_boilerplate"]["value"] is None
    assert rows["coverage_at_0.00"]["value"] == 1
    assert not any(name.startswith("keyword_rule_") for name in rows)
    assert len({tuple(row) for row in found.records()}) == 1


def test_the_table_names_every_figure(small: Path) -> None:
    found: Evaluation = evaluate(None, small)
    text = str(found)
    assert "2 releases, 8 labelled units" in text
    assert all(name in text for name in found.figures)
    assert "without a label below a threshold" in text
    assert text == text.rstrip("\n")


def test_a_corpus_without_labels_is_an_input_error(tmp_path: Path) -> None:
    bare = Release("a", "Outlook", (GoldUnit("heading", 0, 7),), "Acme")
    corpus.write(tmp_path / "bare", [bare])
    with pytest.raises(fls.InputError, match="holds labelled units"):
        evaluate(None, tmp_path / "bare")


def test_arguments_of_another_kind_are_named(tmp_path: Path) -> None:
    with pytest.raises(fls.InputError, match="folder: is a path, got DataFrame; give a corpus"):
        fls.evaluate(None, pd.DataFrame())  # type: ignore[arg-type]
    for seed in (-1, "a", 1.5, None):
        with pytest.raises(fls.InputError, match="seed: is a whole number of 0 or more"):
            fls.evaluate(None, tmp_path, seed=seed)  # type: ignore[arg-type]


def test_a_folder_that_is_no_corpus_is_a_corpus_error(tmp_path: Path) -> None:
    with pytest.raises(fls.CorpusError):
        evaluate(None, tmp_path)


def test_figures_agree_with_an_independent_count(shared: Path, root: Path) -> None:
    script = shared / "tools" / "score_gold.py"
    if not script.is_file():
        pytest.skip("the independent count is not there")
    spec = importlib.util.spec_from_file_location("independent_count", script)
    assert spec is not None
    assert spec.loader is not None
    peer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(peer)
    folder = root / "data" / "releases"
    run = peer.system("fls")
    counts = [
        peer.compare(
            peer.read_gold(path),
            run((folder / "raw" / f"{path.stem}.txt").read_bytes().decode("utf-8")),
        )
        for path in sorted((folder / "units").glob("*.units"))
    ]
    expected = peer.figures(peer.add(counts))
    found = {name: figure.value for name, figure in evaluate(None, folder).figures.items()}
    for ours, theirs, within in (
        ("release_split_f1", "split_f1", 1e-12),
        ("release_unit_f1", "span_f1", 1e-12),
        ("release_macro_f1", "macro_f1", 1e-12),
        # The other count gives all characters of an annotated unit to what covers most of it.
        ("release_text_accuracy", "kind_acc", 1e-3),
    ):
        assert found[ours] == pytest.approx(expected[theirs], abs=within), ours


def test_paired_differences_are_narrower_than_the_figures() -> None:
    """Two systems that err together differ little, however much the groups differ."""
    rng = np.random.default_rng(0)
    group = np.repeat(np.arange(40), 10)
    true = rng.integers(0, 3, 400)
    wrong = rng.random(400) < np.repeat(rng.random(40), 10)
    first = np.where(wrong, (true + 1) % 3, true)
    second = np.where(wrong & (np.arange(400) % 10 > 0), (true + 1) % 3, true)
    found = paired_macro_f1(true, {"first": first, "second": second}, group)
    gain = found["second minus first"]
    assert gain.value == pytest.approx(found["second"].value - found["first"].value)
    assert 0 < gain.low < gain.value < gain.high
    assert gain.high - gain.low < (found["first"].high - found["first"].low) / 2


def test_macro_f1_of_pairs_is_over_the_labels_that_occur() -> None:
    true = np.array([0, 1, 0, 1])
    found = paired_macro_f1(true, {"right": true, "odd": np.array([0, 1, 0, 3])}, np.arange(4))
    assert found["right"].value == 1.0
    assert found["odd"].value == pytest.approx((1 + 2 / 3) / 2)
