from __future__ import annotations

import errno
import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import fls
from fls.model import FORMAT, load_model
from tests.unit.invented_model import TEXTS, UNITS, invented


def test_saving_and_loading_changes_nothing(tmp_path: Path) -> None:
    model = invented()
    model.save(tmp_path / "new" / "folder")
    again = load_model(tmp_path / "new" / "folder")
    for name in ("words", "runs", "head", "dense", "intercept"):
        assert (getattr(again, name) == getattr(model, name)).all()
    for name in ("words", "dense", "intercept"):
        assert (getattr(again.specific, name) == getattr(model.specific, name)).all()
    assert again.layout == model.layout
    assert again.digest == model.digest
    told = json.loads((tmp_path / "new" / "folder" / "model.json").read_text(encoding="utf-8"))
    assert told["weights_sha256"] == model.digest
    assert again.info["seed"] == 0
    assert again.info["card"] == "# Card\n"
    expected = model.probabilities(TEXTS, UNITS)[1]
    assert (again.probabilities(TEXTS, UNITS)[1] == expected).all()


def test_the_same_model_is_the_same_files(tmp_path: Path) -> None:
    invented().save(tmp_path / "a")
    load_model(tmp_path / "a").save(tmp_path / "b")
    for name in ("model.json", "weights.npz", "MODEL_CARD.md"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    assert invented(1).digest != invented(0).digest


def test_a_saved_model_replaces_the_one_before(tmp_path: Path) -> None:
    invented(0).save(tmp_path)
    invented(1).save(tmp_path)
    assert load_model(tmp_path).digest == invented(1).digest


def test_a_model_is_read_once_until_it_changes(tmp_path: Path) -> None:
    assert load_model() is load_model("default")
    assert load_model("open") is load_model("open")
    invented(0).save(tmp_path)
    first = load_model(tmp_path)
    assert load_model(str(tmp_path)) is first
    invented(1).save(tmp_path)
    assert load_model(tmp_path).digest == invented(1).digest != first.digest


def test_a_model_that_cannot_be_written_leaves_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    invented(0).save(tmp_path)
    monkeypatch.setattr("fls.files.os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        invented(1).save(tmp_path)
    assert load_model(tmp_path).digest == invented(0).digest
    assert len(list(tmp_path.iterdir())) == 3


def full(handle: int) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_model_cannot_be_saved_over_a_file(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(fls.InputError, match="taken: is a folder or a new name, got a file"):
        invented().save(tmp_path / "taken")


def test_a_model_at_hand_scores_as_the_saved_one(tmp_path: Path) -> None:
    model = load_model()
    fine = replace(model, dense=model.dense * 1.0000001234567)
    fine.save(tmp_path)
    saved = load_model(tmp_path).probabilities(TEXTS, UNITS)
    for one, other in zip(fine.probabilities(TEXTS, UNITS)[1:], saved[1:], strict=True):
        np.testing.assert_array_equal(one, other)


def test_the_format_is_told() -> None:
    assert load_model().info["format"] == FORMAT


def test_a_model_that_tells_no_specific_units_loads(tmp_path: Path) -> None:
    replace(invented(), specific=None).save(tmp_path)
    with np.load(tmp_path / "weights.npz") as archive:
        assert not [name for name in archive.files if name.startswith("specific")]
    old = load_model(tmp_path)
    assert old.specific is None
    _, p, specific = old.probabilities(TEXTS, UNITS)
    assert (p == invented().probabilities(TEXTS, UNITS)[1]).all()
    assert np.isnan(specific).all()
    units = fls.score(TEXTS[0], model=old).units
    assert units["specific"].isna().all()
    assert str(units["specific"].dtype) == "boolean"
    with pytest.raises(fls.InputError, match=r"label: is one of factual, .*, boilerplate, got"):
        fls.score(TEXTS[0], model=old).explain(0, "specific")


def test_a_model_without_a_card_still_loads(tmp_path: Path) -> None:
    invented().save(tmp_path)
    (tmp_path / "MODEL_CARD.md").unlink()
    assert load_model(tmp_path).info["card"] == ""


def test_further_files_are_not_looked_at(tmp_path: Path) -> None:
    invented().save(tmp_path)
    shutil.copy(tmp_path / "weights.npz", tmp_path / "weights.bak")
    assert load_model(tmp_path).digest == invented().digest


def test_a_path_may_give_bytes(tmp_path: Path) -> None:
    class Place:
        def __fspath__(self) -> bytes:
            return bytes(tmp_path)

    load_model("open").save(tmp_path)
    assert load_model(Place()).digest == load_model("open").digest  # type: ignore[arg-type]
