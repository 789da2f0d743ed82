from __future__ import annotations

import copy
import gc
import json
import pickle
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import fls
from fls.document import LABELS
from fls.model import _load, load_model
from tests.unit.invented_model import TEXTS, UNITS, invented


def test_weights_cannot_be_written_to() -> None:
    given = invented()
    bias = np.zeros(len(LABELS))
    model = replace(given, intercept=bias)
    bias[:] = 50.0
    assert model.intercept.tolist() == [0.0] * len(LABELS)
    assert model.specific
    for table in (model.words, model.intercept, model.specific.dense, load_model().runs):
        with pytest.raises(ValueError, match="read-only"):
            table[:] = 0.0


def test_the_digest_is_that_of_the_weights_at_hand() -> None:
    model = load_model()
    other = replace(model, intercept=model.intercept + 50.0 * np.eye(len(LABELS))[1])
    release = fls.score(TEXTS[0], model=other)
    assert release.sentences["label"].unique().tolist() == ["promotional"]
    assert release.model_digest == other.digest != model.digest
    assert replace(other, intercept=model.intercept).digest == model.digest


def test_models_are_compared_hashed_and_copied() -> None:
    model, other = invented(), invented()
    assert model == model
    assert model != other
    assert other not in [model]
    assert {model: 1, other: 2}[model] == 1
    assert copy.copy(model) is copy.deepcopy(model) is model


@pytest.mark.parametrize("name", ["default", "open"])
def test_a_model_of_the_library_is_pickled_as_its_name(name: str) -> None:
    data = pickle.dumps(load_model(name))
    assert len(data) < 300
    assert pickle.loads(data) is load_model(name)


def test_a_named_model_of_other_weights_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    model = load_model("open")
    data = pickle.dumps(model)
    monkeypatch.setattr(_load, "load_model", lambda name: invented())
    with pytest.raises(fls.ModelError, match="in this version of fls; unpickle with the version"):
        pickle.loads(data)
    # Where it is pickled, too, the library has another: its weights travel.
    assert pickle.loads(pickle.dumps(model)).digest == model.digest


def test_a_model_that_is_gone_from_the_library_travels(monkeypatch: pytest.MonkeyPatch) -> None:
    model = load_model("open")
    monkeypatch.setattr(_load, "_list_shipped_folders", list)
    again = pickle.loads(pickle.dumps(model))
    assert (again.digest, again.info) == (model.digest, model.info)


def test_a_model_of_ones_own_is_pickled_whole_and_held_once() -> None:
    model = invented()
    data = pickle.dumps(model)
    assert pickle.loads(data) is model
    expected, digest = model.probabilities(TEXTS, UNITS), model.digest
    other = replace(model, info={"seed": 7})
    assert pickle.loads(pickle.dumps(other)) is other
    del model, other
    gc.collect()
    again = pickle.loads(data)
    assert again is pickle.loads(data)
    assert (again.digest, again.info) == (digest, {"seed": 0, "card": "# Card\n"})
    for one, before in zip(again.probabilities(TEXTS, UNITS)[1:], expected[1:], strict=True):
        np.testing.assert_array_equal(one, before)


def test_a_model_made_of_one_of_the_library_is_another() -> None:
    model = load_model("open")
    told = replace(model, info={**model.info, "seed": -1})
    assert pickle.loads(pickle.dumps(told)).info["seed"] == -1


def test_what_is_told_of_a_shared_model_is_read_only() -> None:
    info = load_model("open").info
    rows: Any = info["labels"]
    for change in (
        lambda: info.update(seed=1),
        lambda: info["layout"].pop("words"),
        lambda: info["layout"].__setitem__("words", 1),
        lambda: info.__delitem__("labels"),
        lambda: rows.append("x"),
        lambda: rows.__setitem__(0, "x"),
        lambda: rows.sort(),
    ):
        with pytest.raises(TypeError, match=r"change a copy\.deepcopy of it"):
            change()
    own = copy.deepcopy(info)
    own["labels"].append("x")
    own["layout"]["words"] = 1
    assert info["labels"] == list(LABELS)
    assert info["layout"]["words"] != 1
    assert json.loads(json.dumps(info)) == pickle.loads(pickle.dumps(info)) == info
