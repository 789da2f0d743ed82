"""Every fault: what is done to the folder of a model, and what the message must say."""

from __future__ import annotations

import io
import json
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import fls
from fls.model import FORMAT, load_model
from tests.unit.invented_model import invented


def set_key(key: str, value: Any) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        file = folder / "model.json"
        info = json.loads(file.read_text(encoding="utf-8"))
        if value is None:
            del info[key]
        else:
            info[key] = value
        file.write_text(json.dumps(info), encoding="utf-8")

    return change


def write(name: str, data: bytes) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / name).write_bytes(data)

    return change


def set_array(name: str, change: Callable[[Any], Any]) -> Callable[[Path], None]:
    def rewrite(folder: Path) -> None:
        with np.load(folder / "weights.npz") as archive:
            arrays = {key: archive[key] for key in archive.files}
        arrays[name] = change(arrays[name])
        np.savez(folder / "weights.npz", **arrays)

    return rewrite


def truncate(folder: Path) -> None:
    data = (folder / "weights.npz").read_bytes()
    (folder / "weights.npz").write_bytes(data[: len(data) // 2])


def flip(folder: Path) -> None:
    """Change one byte in the middle of the packed weights."""
    data = bytearray((folder / "weights.npz").read_bytes())
    data[len(data) // 2] ^= 0xFF
    (folder / "weights.npz").write_bytes(bytes(data))


def drop(prefix: str) -> Callable[[Path], None]:
    def rewrite(folder: Path) -> None:
        with np.load(folder / "weights.npz") as archive:
            arrays = {k: archive[k] for k in archive.files if not k.startswith(prefix)}
        np.savez(folder / "weights.npz", **arrays)

    return rewrite


def with_nan(values: Any) -> Any:
    values = values.copy()
    values.flat[3] = np.nan
    return values


FAULTS: dict[str, tuple[Callable[[Path], None], str]] = {
    "no model.json": (lambda folder: (folder / "model.json").unlink(), "without model.json"),
    "no weights": (lambda folder: (folder / "weights.npz").unlink(), "no such file"),
    "no JSON": (write("model.json", b"{"), "is JSON in UTF-8"),
    "no UTF-8": (write("model.json", b"\xff\xfe{}"), "is JSON in UTF-8"),
    "a list": (write("model.json", b"[1]"), "format number"),
    "no format": (set_key("format", None), "format number"),
    "format true": (set_key("format", True), "format number"),
    "format as text": (set_key("format", "1"), "format number"),
    "format 0": (set_key("format", 0), "format"),
    "newer format": (set_key("format", FORMAT + 1), "update fls"),
    "other labels": (set_key("labels", ["good", "bad"]), "labels and columns"),
    "other columns": (set_key("columns", ["kind:headline"]), "labels and columns"),
    "no layout": (set_key("layout", None), "layout"),
    "layout of strings": (set_key("layout", {"words": "9", "runs": 10, "head": 6}), "layout"),
    "layout too large": (set_key("layout", {"words": 60, "runs": 10, "head": 6}), "layout"),
    "layout of other blocks": (set_key("layout", {"words": 9, "chars": 6}), "layout"),
    "other layout": (set_key("layout", {"words": 8, "runs": 10, "head": 6}), "of shape"),
    "other digest": (set_key("weights_sha256", "0" * 64), "digest"),
    "no archive": (write("weights.npz", b"weights"), "intact archive"),
    "empty archive": (write("weights.npz", b""), "intact archive"),
    "truncated": (truncate, "intact archive"),
    "a byte flipped": (flip, "weights.npz"),
    "array missing": (drop("runs_values"), "intact archive"),
    "wrong shape": (set_array("words_shape", lambda a: a[::-1]), "of shape"),
    "shape of too many numbers": (set_array("words_shape", lambda a: a * 10**12), "of shape"),
    "rows beyond the table": (set_array("head_rows", lambda a: a + 1000), "weights.npz"),
    "fewer rows than values": (set_array("head_rows", lambda a: a[:-1]), "weights.npz"),
    "NaN": (set_array("dense_values", with_nan), "NaN or infinity"),
    "an array on being specific missing": (drop("specific_dense_values"), "intact archive"),
    "all of them missing": (drop("specific_"), "digest"),
    "another shape of them": (set_array("specific_words_shape", lambda a: a[:1]), "of shape"),
    "NaN in them": (set_array("specific_dense_values", with_nan), "NaN or infinity"),
    "text for numbers": (set_array("dense_values", lambda a: a.astype("U8")), "intact archive"),
    "another number": (set_array("intercept_values", lambda a: a + 1), "digest"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    invented().save(tmp_path)
    return tmp_path


@pytest.mark.parametrize("fault", FAULTS)
def test_a_damaged_or_foreign_model_says_so(folder: Path, fault: str) -> None:
    damage, message = FAULTS[fault]
    damage(folder)
    with pytest.raises(fls.ModelError, match=message) as caught:
        load_model(folder)
    assert str(folder) in caught.value.where
    assert caught.value.repair


def test_rows_beyond_the_table_are_refused_even_with_a_fitting_digest(folder: Path) -> None:
    from fls.model._storage import hash_arrays, read_arrays

    set_array("head_rows", lambda a: a + 1000)(folder)
    set_key("weights_sha256", hash_arrays(read_arrays(folder / "weights.npz")))(folder)
    with pytest.raises(fls.ModelError, match="IndexError"):
        load_model(folder)


def test_a_missing_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(fls.ModelError, match="nothing there"):
        load_model(tmp_path / "none")
    with pytest.raises(fls.ModelError, match="nothing there"):
        load_model("no-such-name")


def test_a_file_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "model.pkl").write_bytes(b"")
    with pytest.raises(fls.ModelError, match="a file"):
        load_model(tmp_path / "model.pkl")


class Payload:
    """Makes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.path,)


def test_a_payload_works_when_it_is_unpickled(tmp_path: Path) -> None:
    pickle.loads(pickle.dumps(Payload(tmp_path / "made")))
    assert (tmp_path / "made").exists()


@pytest.mark.parametrize("name", ["dense_values", "zz_extra"])
def test_nothing_in_an_array_is_executed(folder: Path, name: str) -> None:
    with np.load(folder / "weights.npz") as archive:
        arrays = {key: archive[key] for key in archive.files}
    arrays[name] = np.array([Payload(folder / "made")], dtype=object)
    with zipfile.ZipFile(folder / "weights.npz", "w") as out:
        for key, values in arrays.items():
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, values, allow_pickle=True)
            out.writestr(f"{key}.npy", buffer.getvalue())
    if name == "dense_values":
        with pytest.raises(fls.ModelError, match="intact archive"):
            load_model(folder)
    else:
        load_model(folder)
    assert not (folder / "made").exists()


@pytest.mark.parametrize("name", ["weights.npz", "model.json"])
def test_a_pickle_in_place_of_a_file_is_not_executed(folder: Path, name: str) -> None:
    (folder / name).write_bytes(pickle.dumps(Payload(folder / "made")))
    with pytest.raises(fls.ModelError):
        load_model(folder)
    assert not (folder / "made").exists()


@pytest.mark.parametrize("wrong", [3, [1.0], np.zeros(2), {"default": 1}])
def test_what_is_no_model_is_told_by_its_type(wrong: Any) -> None:
    with pytest.raises(fls.ModelError, match=type(wrong).__name__):
        load_model(wrong)


def test_weights_that_are_too_large_are_refused(folder: Path) -> None:
    from fls.model._storage import hash_arrays, read_arrays

    set_array("words_values", lambda values: values * np.float32(1e4))(folder)
    set_key("weights_sha256", hash_arrays(read_arrays(folder / "weights.npz")))(folder)
    with pytest.raises(fls.ModelError, match="weights of words are numbers between -128 and 128"):
        load_model(folder)
