from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest

import fls
from fls.errors import InputError
from tests.unit.release_pairs import NAMES, PAIRS, pair


def expected(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((PAIRS / f"{name}.json").read_text(encoding="utf-8"))
    return found


def missing(frame: pd.DataFrame, wanted: dict[str, list[str]]) -> list[tuple[str, str]]:
    """Return what is wanted and does not stand in a row with its status."""
    texts = frame["newer_text"].fillna(frame["older_text"])
    return [
        (status, part)
        for status, parts in wanted.items()
        for part in parts
        if not ((frame["status"] == status) & texts.str.contains(part, regex=False)).any()
    ]


def test_there_are_eight_pairs() -> None:
    assert len(NAMES) == 8


@pytest.mark.parametrize("name", NAMES)
def test_what_a_person_found_is_found(name: str) -> None:
    found, wanted = fls.compare(*pair(name)), expected(name)
    assert missing(found.statements, wanted["statements"]) == []
    assert missing(found.promises, wanted["promises"]) == []
    assert found.legend_status == wanted["legend"]


@pytest.mark.parametrize("name", NAMES)
def test_a_release_against_itself_has_not_changed(name: str) -> None:
    older = pair(name)[0]
    found = fls.compare(older, older)
    assert set(found.statements["status"]) <= {"kept"}
    assert set(found.promises["status"]) <= {"kept"}
    assert found.legend.empty
    known = found.metrics.dropna(subset=["older", "newer"], how="all")
    assert len(known) > 50
    assert (known["difference"] == 0).all()
    assert found.similarity["text_cosine"] == pytest.approx(1)


@pytest.mark.parametrize("name", NAMES)
def test_the_other_way_round_is_the_mirror_image(name: str) -> None:
    there, back = fls.compare(*pair(name)), fls.compare(*reversed(pair(name)))
    turned = {"gone": "new", "new": "gone", "kept": "kept", "changed": "changed"}
    assert sorted(there.statements["status"].map(turned)) == sorted(back.statements["status"])
    assert there.similarity["text_cosine"] == pytest.approx(back.similarity["text_cosine"])


def test_spans_of_the_legend_are_those_of_its_release() -> None:
    older, newer = pair("marlowe")
    found = fls.compare(older, newer).legend
    for row in found.to_dict("records"):
        text = (newer if row["status"] == "new" else older).text[row["start"] : row["end"]]
        assert " ".join(text.split()) == row["text"]
    assert found["text"][0].startswith("and our need for further funds")
    assert found["n_words"][0] == 17


def test_shares_of_a_legend_that_was_copied() -> None:
    found = fls.compare(*pair("kestrel")).similarity
    assert found["legend_cosine"] == pytest.approx(1)
    assert (found["legend_jaccard"], found["legend_copied_share"]) == (1, 1)


def test_intervals_are_compared() -> None:
    metrics = fls.compare(*pair("tarn")).metrics.set_index("metric")
    assert not metrics.loc["boilerplate_share", "overlap"]
    assert metrics["overlap"].isna()["n_units"]
    row = metrics.loc["promotional_share"]
    assert row["difference"] == pytest.approx(row["newer"] - row["older"])
    assert row["overlap"] == (
        row["older_low"] <= row["newer_high"] and row["newer_low"] <= row["older_high"]
    )


def test_only_releases_are_compared() -> None:
    with pytest.raises(InputError, match="newer: is a scored release, got str"):
        fls.compare(pair("tarn")[0], "text")  # type: ignore[arg-type]


def test_comparisons_differ_and_can_be_kept_in_sets() -> None:
    one, two = (fls.compare(*pair(NAMES[0])) for _ in range(2))
    assert one != two
    assert one in [two, one]
    assert len({one, two, one}) == 2


def test_only_metrics_that_both_sides_have_are_compared() -> None:
    older = fls.score("Acme opened a plant.")
    fewer = {"n_words": 9.0, "factual_share": 0.5}
    parts = {"units": older.units, "promises": older.promises, "text": older.text}
    newer = type("Fewer", (), parts | {"metrics": fewer})()
    found = fls.compare(older, newer).metrics
    assert found[["metric", "older", "newer"]].to_numpy().tolist() == [
        [name, older.metrics[name], value] for name, value in fewer.items()
    ]
