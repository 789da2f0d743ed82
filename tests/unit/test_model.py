from __future__ import annotations

import copy
import errno
import gc
import io
import json
import pickle
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import fls
from fls.decision import decide
from fls.document import LABELS
from fls.features import Layout, extract, matrix
from fls.features.context import columns
from fls.model import FORMAT, Model, Specific, _load, load_model, own_columns, softmax
from fls.segmentation import segment

LAYOUT = Layout(words=9, runs=10, head=6)
TEXTS = (
    "Acme Opens Plant\n\nDAYTON, Ohio -- Acme opened a plant in 2019. It expects sales to double by"
    ' 2021. "We are proud," said Ann Poe.\n\nAbout Acme\n\nAcme makes pumps. Pumps!\n\n'
    "Forward-Looking Statements\n\nThis release contains forward-looking statements.\n",
    "Outlook\n\n- Revenue of $4 to $5 million\n- Margin of 12%\n\n###\n",
    "One.",
)
UNITS = tuple(segment(text) for text in TEXTS)


def invented(seed: int = 0, layout: Layout = LAYOUT) -> Model:
    """Return a model of random weights, as a trained one holds them: single precision."""
    rng = np.random.default_rng(seed)
    n = len(LABELS)

    def table(*shape: int) -> Any:
        return rng.normal(size=shape).astype(np.float32).astype(np.float64)

    runs = np.concatenate([table(1 << layout.runs, n), np.zeros((1, n))])
    runs[::3] = 0
    return Model(
        layout=layout,
        words=table(1 << layout.words, n),
        runs=runs,
        head=table(1 << layout.head, n),
        dense=table(len(columns()), n),
        intercept=table(n),
        info={"seed": seed, "card": "# Card\n"},
        specific=Specific(table(1 << layout.words, 1), table(len(own_columns()), 1), table(1)),
    )


@pytest.mark.parametrize("model", [invented(), load_model()], ids=["invented", "default"])
def test_probabilities_are_those_of_scikit_learn(model: Model) -> None:
    from sklearn.linear_model import LogisticRegression

    features = extract(TEXTS, UNITS, model.layout)[1]
    peer = LogisticRegression()
    peer.classes_ = np.arange(len(LABELS))
    peer.coef_ = np.concatenate([model.words, model.runs[:-1], model.head, model.dense]).T
    peer.intercept_ = model.intercept
    peer.n_features_in_ = peer.coef_.shape[1]
    expected = peer.predict_proba(matrix(features, model.layout, vectors=False))
    found = model.probabilities(TEXTS, UNITS)[1]
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-12)
    assert found.shape == (sum(map(len, UNITS)), len(LABELS))


# Of these random weights some make units forward-looking.
@pytest.mark.parametrize("model", [invented(2), load_model()], ids=["invented", "default"])
def test_specific_probabilities_are_those_of_scikit_learn(model: Model) -> None:
    from sklearn.linear_model import LogisticRegression

    assert model.specific is not None
    features = extract(TEXTS, UNITS, model.layout)[1]
    full = matrix(features, model.layout, vectors=False)
    n_words, n_hashed = 1 << model.layout.words, full.shape[1] - len(columns())
    chosen = [*range(n_words), *(n_hashed + columns().index(name) for name in own_columns())]
    peer = LogisticRegression()
    peer.classes_ = np.arange(2)
    peer.coef_ = np.concatenate([model.specific.words, model.specific.dense]).T
    peer.intercept_ = model.specific.intercept
    peer.n_features_in_ = peer.coef_.shape[1]
    expected = peer.predict_proba(full[:, chosen])[:, 1]
    rows = np.arange(len(expected))
    np.testing.assert_allclose(
        model.specific.probabilities(features, rows), expected, rtol=0, atol=1e-12
    )
    _, p, found = model.probabilities(TEXTS, UNITS)
    forward = decide(p) == LABELS.index("forward_looking")
    assert 0 < forward.sum() < len(forward)
    assert (np.isnan(found) == ~forward).all()
    np.testing.assert_allclose(found[forward], expected[forward], rtol=0, atol=1e-12)


def test_being_specific_does_not_hang_on_the_neighbours() -> None:
    model = invented()
    assert model.specific is not None
    together = extract(TEXTS * 9, UNITS * 9, model.layout)[1]
    rows = np.arange(len(together.scale))
    found = model.specific.logits(together, rows)
    for row in rows[::5]:
        assert model.specific.logits(together, np.array([row])) == found[row]
    assert model.specific.logits(together, rows[:0]).shape == (0,)


def test_far_logits_are_probabilities() -> None:
    model = invented()
    assert model.specific is not None
    features = extract(TEXTS, UNITS, model.layout)[1]
    for intercept, p in ((1e4, 1.0), (-1e4, 0.0)):
        far = replace(model.specific, intercept=np.array([intercept]))
        assert far.probabilities(features, np.array([0])).tolist() == [p]


def test_probabilities_add_up() -> None:
    found = invented().probabilities(TEXTS, UNITS)[1]
    np.testing.assert_allclose(found.sum(axis=1), 1, rtol=0, atol=1e-15)
    assert ((found >= 0) & (found <= 1)).all()


def test_softmax_bears_large_and_no_logits() -> None:
    assert softmax(np.array([[1e4, 0.0, 0.0, -1e4]])).tolist() == [[1, 0, 0, 0]]
    assert softmax(np.zeros((0, 4))).shape == (0, 4)


@pytest.mark.parametrize("model", [invented(), load_model()], ids=["invented", "default"])
def test_a_release_scores_alike_in_any_company(model: Model) -> None:
    together = model.probabilities(TEXTS * 40, UNITS * 40)[1]
    alone = [model.probabilities([t], [u])[1] for t, u in zip(TEXTS, UNITS, strict=True)]
    assert (together == np.concatenate(alone * 40)).all()


def test_no_text_has_no_probabilities() -> None:
    assert invented().probabilities([], [])[1].shape == (0, 4)
    assert invented().probabilities([""], [[]])[1].shape == (0, 4)


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


def test_a_model_at_hand_scores_as_the_saved_one(tmp_path: Path) -> None:
    model = load_model()
    fine = replace(model, dense=model.dense * 1.0000001234567)
    fine.save(tmp_path)
    saved = load_model(tmp_path).probabilities(TEXTS, UNITS)
    for one, other in zip(fine.probabilities(TEXTS, UNITS)[1:], saved[1:], strict=True):
        np.testing.assert_array_equal(one, other)


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
    monkeypatch.setattr(_load, "_shipped", list)
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


def test_the_format_is_told() -> None:
    assert load_model().info["format"] == FORMAT


def test_a_newer_python_path_or_str_is_a_folder(tmp_path: Path) -> None:
    invented().save(tmp_path)
    assert load_model(str(tmp_path)).digest == load_model(tmp_path).digest


# Every fault: what is done to the folder, and what the message must say.


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
    from fls.model._storage import digest, read_arrays

    set_array("head_rows", lambda a: a + 1000)(folder)
    set_key("weights_sha256", digest(read_arrays(folder / "weights.npz")))(folder)
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


def test_a_model_without_a_card_still_loads(folder: Path) -> None:
    (folder / "MODEL_CARD.md").unlink()
    assert load_model(folder).info["card"] == ""


def test_further_files_are_not_looked_at(folder: Path) -> None:
    shutil.copy(folder / "weights.npz", folder / "weights.bak")
    assert load_model(folder).digest == invented().digest
