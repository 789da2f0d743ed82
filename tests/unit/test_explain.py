from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import fls
from fls.decision import decide
from fls.document import LABELLED_KINDS, LABELS
from fls.features import extract
from fls.features.context import columns
from fls.model import Explanation, load_model
from fls.segmentation import segment

TEXT = (
    "Acme Opens Plant\n\nDAYTON, Ohio -- Acme opened a plant in 2019. It expects   sales\nto double"
    ' by 2021. "We are proud," said Ann Poe.\n\nAbout Acme\n\nAcme makes pumps. Pumps!\n\n'
    "Forward-Looking Statements\n\nThis release contains forward-looking statements.\n"
)
UNITS = segment(TEXT)
LABELLED = [row for row, unit in enumerate(UNITS) if unit.kind in LABELLED_KINDS]
MODEL = load_model()


def explained(row: int, label: str | None = None) -> Explanation:
    return MODEL.explain(TEXT, UNITS, row, label)


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("row", LABELLED)
def test_contributions_add_up_to_the_logit(row: int, label: str) -> None:
    found = explained(row, label)
    total = found.intercept + sum(item["contribution"] for item in found.contributions)
    logits = MODEL.logits(extract([TEXT], [UNITS], MODEL.layout)[1])
    assert total == pytest.approx(found.logit, abs=1e-9)
    assert found.logit == logits[row, LABELS.index(label)]
    assert found.intercept == MODEL.intercept[LABELS.index(label)]


@pytest.mark.parametrize("row", LABELLED)
def test_spans_point_at_the_words(row: int) -> None:
    for item in explained(row).contributions:
        assert item["contribution"] == item["value"] * item["weight"] != 0
        if item["block"] == "dense":
            assert item["start"] is item["end"] is None
            assert item["feature"] in columns()
            continue
        piece = TEXT[item["start"] : item["end"]]
        assert " ".join(piece.split()) == item["feature"]
        assert piece == piece.strip() != ""
        above = [unit for unit in UNITS[: row + 1] if unit.kind == "heading"]
        unit = above[-1] if item["block"] == "head" else UNITS[row]
        assert unit.start <= item["start"] < item["end"] <= unit.end


@pytest.mark.parametrize("row", LABELLED)
def test_being_specific_is_taken_apart_likewise(row: int) -> None:
    found = explained(row, "specific")
    assert found.label == "specific"
    assert MODEL.specific is not None
    features = extract([TEXT], [UNITS], MODEL.layout)[1]
    assert found.logit == MODEL.specific.logits(features, np.array([row]))[0]
    total = found.intercept + sum(item["contribution"] for item in found.contributions)
    assert total == pytest.approx(found.logit, abs=1e-9)
    assert {item["block"] for item in found.contributions} <= {"words", "dense"}


@pytest.mark.parametrize("label", [None, *LABELS, "specific"])
def test_several_units_are_explained_as_one_by_one(label: str | None) -> None:
    rows = LABELLED[::-1]
    assert MODEL.explain_each(TEXT, UNITS, rows, label) == [explained(row, label) for row in rows]
    assert MODEL.explain_each(TEXT, UNITS, [], label) == []


def test_a_date_speaks_for_being_specific() -> None:
    (row,) = [i for i, unit in enumerate(UNITS) if "expects" in TEXT[unit.start : unit.end]]
    found = explained(row, "specific")
    assert found.logit > 0
    assert {"form:year ahead", "count:calendar"} & {i["feature"] for i in found.contributions[:8]}
    assert fls.score(TEXT).explain(row, "specific") == found


def test_the_largest_comes_first() -> None:
    sizes = [abs(item["contribution"]) for item in explained(2).contributions]
    assert sizes == sorted(sizes, reverse=True)
    assert len(sizes) > 10


def test_runs_cross_line_ends() -> None:
    (row,) = [i for i, unit in enumerate(UNITS) if "expects" in TEXT[unit.start : unit.end]]
    pieces = [item for item in explained(row).contributions if item["feature"] == "expects sales"]
    assert pieces
    assert TEXT[pieces[0]["start"] : pieces[0]["end"]] == "expects   sales"


def test_nothing_of_an_empty_release_is_explained() -> None:
    with pytest.raises(fls.InputError, match="release: has units, got none"):
        fls.score("").explain(0)


def test_the_label_that_is_explained_is_the_one_that_the_unit_gets() -> None:
    p = MODEL.probabilities([TEXT], [UNITS])[1]
    for row in LABELLED:
        assert explained(row).label == LABELS[int(decide(p[row]))]


@pytest.mark.parametrize("row", [len(UNITS), -1, np.int64(-1), True, 1.0, "1", None])
def test_there_must_be_such_a_unit(row: Any) -> None:
    release = fls.score(TEXT)
    for explain in (explained, release.explain, lambda row: release.explain_each([row])):
        with pytest.raises(fls.InputError, match="unit: is a whole number from 0 to"):
            explain(row)


def test_there_must_be_such_a_label() -> None:
    with pytest.raises(fls.InputError, match="label: is one of"):
        explained(0, "hype")


def test_a_release_explains_its_labelled_units() -> None:
    release = fls.score(TEXT)
    row = int(release.sentences["unit"].iloc[1])
    assert release.explain(row) == explained(row)
    assert release.explain(row, "promotional").label == "promotional"
    assert release.explain(release.sentences["unit"].iloc[1]) == explained(row)
    each = release.explain_each(release.sentences["unit"])
    assert [one.label for one in each] == release.sentences["label"].tolist()
    (heading,) = release.units.query("kind == 'heading' and text == 'About Acme'")["unit"]
    with pytest.raises(fls.InputError, match="a heading"):
        release.explain(heading)
    with pytest.raises(fls.InputError, match="a heading"):
        release.explain_each([row, heading])
    with pytest.raises(fls.InputError, match="is a whole number from 0 to"):
        release.explain(len(release))


def test_a_unit_without_words_has_no_words() -> None:
    text = "-- !"
    units = [fls.Unit("sentence", 0, 2, "given", 0)]
    blocks = {item["block"] for item in MODEL.explain(text, units, 0).contributions}
    assert blocks <= {"dense"}
    assert np.isfinite(MODEL.explain(text, units, 0).logit)
