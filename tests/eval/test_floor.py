from __future__ import annotations

import importlib.util
import json
import math
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import fls
from fls import corpus, lexicons
from fls.document import LABELS


def script() -> ModuleType:
    path = Path(__file__).with_name("set_floors.py")
    spec = importlib.util.spec_from_file_location("set_floors", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


floors = script()
INFO: dict[str, Any] = fls.load_model("default").info


def test_every_watched_figure_has_a_floor() -> None:
    assert {part: set(names) for part, names in floors.WATCHED.items()} == {
        part: set(names) for part, names in floors.read().items()
    }
    for values in floors.read().values():
        assert all(0 < floor < 1 for floor in values.values())


@pytest.mark.parametrize("name", floors.WATCHED["cross_validation"])
def test_the_shipped_model_holds_its_floors(name: str) -> None:
    assert INFO["figures"][name][0] >= floors.read()["cross_validation"][name]


@pytest.mark.parametrize("name", floors.WATCHED["alone"])
def test_it_holds_them_on_lone_sentences(name: str) -> None:
    assert INFO["alone"][name][0] >= floors.read()["alone"][name]


def test_the_shipped_model_beats_the_rule_by_a_margin() -> None:
    for name in ("macro_f1", "accuracy", *(f"f1_{label}" for label in LABELS)):
        assert INFO["figures"][name][0] >= INFO["figures"][f"keyword_rule_{name}"][0] + 0.1
    for rule, margin in (("keyword_rule", 0.03), ("majority", 0.3)):
        other = INFO["figures"][f"{rule}_specific_accuracy"][0]
        assert INFO["figures"]["specific_accuracy"][0] >= other + margin


def test_probabilities_of_the_shipped_model_are_calibrated() -> None:
    assert INFO["figures"]["calibration_error"][0] <= 0.03


@pytest.mark.parametrize("name", ["open", "default"])
def test_the_models_were_trained_on_this_corpus(root: Path, name: str) -> None:
    releases = corpus.read(root / "data" / "releases")
    parts = fls.load_model(name).info["corpus"]["parts"]
    assert parts["releases"]["sha256"] == corpus.digest(releases), "retrain: the corpus has changed"
    assert parts["releases"]["releases"] == len(releases)
    assert sorted(parts) == (["releases"] if name == "open" else ["releases", "wire"])


def test_the_default_model_was_trained_on_all_wire_labels(root: Path) -> None:
    labelled = [units for _, units in corpus.read_standoff(root / "data" / "wire")]
    wire = INFO["corpus"]["parts"]["wire"]
    assert wire["releases"] == len(labelled)
    rows = [row for row, _ in corpus.read_standoff(root / "data" / "wire")]
    own = {release.issuer for release in corpus.read(root / "data" / "releases")}
    assert INFO["corpus"]["issuers"] == len(own | {row["issuer"] for row in rows}), "retrain"
    assert wire["labelled_units"] == sum(u.label is not None for units in labelled for u in units)


def test_the_default_model_names_the_wire_labels_that_it_was_trained_on(root: Path) -> None:
    found = INFO["corpus"]["parts"]["wire"].get("labels_sha256")
    if found is None:
        pytest.skip("the model was trained before digests of labels were written down")
    assert found == corpus.standoff_digest(root / "data" / "wire"), "retrain: labels have changed"


def test_the_shipped_model_was_trained_with_these_word_lists() -> None:
    assert INFO["lexicons_sha256"] == lexicons.digest(), "retrain: the word lists have changed"


def test_the_shipped_model_was_trained_on_these_features() -> None:
    """Blocks of a text are features too: a rule of layout may change what a model should learn."""
    known = json.loads(floors.FEATURES.read_text(encoding="utf-8"))
    assert known["model"] == fls.load_model("default").digest, "run tests/eval/set_floors.py"
    assert known["features"] == floors.features(), "retrain: features of the corpus have changed"


def test_figures_on_real_releases_hold_their_floors(shared: Path) -> None:
    if not (shared / "gold").is_dir():
        pytest.skip("the annotated real releases are not there")
    found = floors.figures()
    assert set(found) == {"alone", "cross_validation", "gold"}
    assert floors.below(floors.read(), found) == []


# The script itself


def test_floors_rise_by_themselves_and_fall_by_flag_only() -> None:
    old = {"gold": {"a": 0.8, "b": 0.8}}
    found = {"gold": {"a": 0.9, "b": 0.7, "c": 0.5}}
    assert floors.moved(old, found, allow_lower=False) == {
        "gold": {"a": 0.895, "b": 0.8, "c": 0.495}
    }
    assert floors.moved(old, found, allow_lower=True) == {
        "gold": {"a": 0.895, "b": 0.695, "c": 0.495}
    }
    assert old == {"gold": {"a": 0.8, "b": 0.8}}


def test_what_is_not_measured_keeps_its_floor() -> None:
    old = {"gold": {"a": 0.8}}
    assert floors.moved(old, {}, allow_lower=True) == old
    assert floors.below(old, {}) == []


def test_a_figure_below_its_floor_or_none_is_named() -> None:
    floor = {"gold": {"a": 0.8, "b": 0.8, "c": 0.8}}
    found = {"gold": {"a": 0.79, "b": math.nan, "c": 0.8}}
    assert [line.split(":")[0] for line in floors.below(floor, found)] == ["gold a", "gold b"]


def test_the_script_refuses_to_lower(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "floors.json"
    file.write_text('{"gold": {"a": 0.8}}')
    monkeypatch.setattr(floors, "FLOORS", file)
    monkeypatch.setattr(floors, "figures", lambda: {"gold": {"a": 0.7}})
    assert floors.main([]) == 1
    assert "--allow-lower" in capsys.readouterr().err
    assert json.loads(file.read_text()) == {"gold": {"a": 0.8}}
    assert floors.main(["--allow-lower"]) == 0
    assert json.loads(file.read_text()) == {"gold": {"a": 0.695}}
