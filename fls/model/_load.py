"""Find, check and read model folders; nothing in them is ever executed."""

from __future__ import annotations

import json
import os
import zipfile
import zlib
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray

from fls.document import LABELS
from fls.errors import InputError, ModelError
from fls.features import HashSizes
from fls.features.context import columns
from fls.model._linear import Model
from fls.model._read_only import ReadOnly
from fls.model._specific import Specific, own_columns
from fls.model._storage import ARRAYS, FORMAT, SPECIFIC, hash_arrays, read_arrays, unpack_arrays

__all__ = ["load_model", "reduce_model"]

#: Errors that reading or unpacking a damaged archive can raise.
_DAMAGE_ERRORS = (
    ValueError, KeyError, IndexError, TypeError, OSError, EOFError, NotImplementedError,
    RuntimeError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip
_COPY_AGAIN = "copy the folder again, or retrain with 'fls train'"
#: Models without a name in the library that were pickled or unpickled here, by their digest.
_PICKLED_MODELS: WeakValueDictionary[str, Model] = WeakValueDictionary()
#: A hashed block has at most 2 to the power of this number of slots.
_MAX_SLOT_BITS = 24


def load_model(path: str | os.PathLike[str] | None = None) -> Model:
    """Read a model folder.

    Parameters
    ----------
    path : path-like, optional
        A folder with ``model.json`` and ``weights.npz``, or the name of a model that comes with
        the library (``"default"``). Nothing in the files is ever executed. A folder is read again
        only after its files have changed.

    Returns
    -------
    Model

    Raises
    ------
    ModelError
        If there is no such model, or the folder is damaged, foreign, or of a newer format.

    Examples
    --------
    >>> import fls
    >>> fls.load_model("default").info["labels"]
    ['factual', 'promotional', 'forward_looking', 'boilerplate']
    """
    if path is None:
        return _load_default()
    if not isinstance(path, str | os.PathLike):
        raise ModelError(
            "model", "is a Model, a folder, or the name of a model", type(path).__name__,
            'give a path, "default" or "open"',
        )  # fmt: skip
    if path == "default":
        return _load_default()
    folder = _locate(path)
    return _read_once(folder, _read_file_states(folder))


def reduce_model(model: Model) -> tuple[Callable[..., Model], tuple[Any, ...]]:
    """Return a function, and the arguments from which it rebuilds a model in any process.

    Parameters
    ----------
    model : Model

    Returns
    -------
    function : callable
    arguments : tuple
    """
    if model._name and _is_shipped(model._name, model.digest):
        return _shipped_model, (model._name, model.digest)
    _PICKLED_MODELS[model.digest] = model
    return _held_once, (model.digest, model.layout, model._pack(), model.info)


def _is_shipped(name: str, digest: str) -> bool:
    """Check whether the library has the same model under this name."""
    try:
        return load_model(name).digest == digest
    except ModelError:
        return False


def _shipped_model(name: str, digest: str) -> Model:
    """Return the model of the library with this name, if its weights are the same."""
    model = load_model(name)
    if model.digest != digest:
        raise ModelError(
            f"model {name!r}", f"has the digest {digest[:12]} of the one that was pickled",
            f"{model.digest[:12]} in this version of fls",
            "unpickle with the version that pickled it, or score again",
        )  # fmt: skip
    return model


def _held_once(
    digest: str, layout: HashSizes, stored: dict[str, NDArray[Any]], info: dict[str, Any]
) -> Model:
    """Return the model with this digest that the process holds, or build it."""
    held = _PICKLED_MODELS.get(digest)
    if held is not None and (held.layout, held.info) == (layout, info):
        return held
    model = _PICKLED_MODELS[digest] = _build_model(layout, stored, info)
    return model


@cache
def _load_default() -> Model:
    """Read the default model, once."""
    return _read(_locate("default"))


@lru_cache(maxsize=4)
def _read_once(folder: Path, state: tuple[tuple[int, ...], ...]) -> Model:
    """Read a model folder again only if the states of its files differ."""
    return _read(folder)


def _read_file_states(folder: Path) -> tuple[tuple[int, ...], ...]:
    """Return inodes, times and sizes of the files: they change when one is rewritten."""
    files = (folder / name for name in ("model.json", "weights.npz", "MODEL_CARD.md"))
    stats = (file.stat() for file in files if file.is_file())
    return tuple((stat.st_ino, stat.st_mtime_ns, stat.st_size) for stat in stats)


def _list_shipped_folders() -> list[Path]:
    """Return the folders that may hold the library's models: in the wheel, and in a checkout."""
    here = Path(__file__).resolve().parents[1]
    return [here / "_models", here.parent / "models"]


def _locate(path: str | os.PathLike[str]) -> Path:
    """Find the folder of a model by its path, or by its name in the library."""
    name = os.fsdecode(path)
    if os.sep not in name and not name.startswith("."):
        for parent in _list_shipped_folders():
            if (parent / name / "model.json").is_file():
                return parent / name
    folder = Path(name)
    if not folder.is_dir():
        raise ModelError(
            name,
            "is a model folder, or the name of a model that comes with the library",
            "a file" if folder.exists() else "nothing there",
            'give the folder of a trained model, "default" or "open"',
        )
    return folder


def _read(folder: Path) -> Model:
    """Read a model folder and check its files."""
    info = _read_info(folder)
    layout = _read_layout(folder, info)
    weights = folder / "weights.npz"
    if not weights.is_file():
        raise ModelError(
            str(weights), "holds the weights", "no such file", "copy the whole folder again"
        )
    try:
        stored = read_arrays(weights)
        _check_weights(weights, info, stored, layout)
        card = folder / "MODEL_CARD.md"
        text = card.read_text(encoding="utf-8", errors="replace") if card.is_file() else ""
        del info["weights_sha256"]
        model = _build_model(layout, stored, ReadOnly(info | {"card": text}))
    except ModelError:
        raise
    except InputError as e:  # weights too large to be added up
        raise ModelError(str(weights), f"{e.where} {e.expected}", e.found, _COPY_AGAIN) from e
    except _DAMAGE_ERRORS as e:
        found = f"{type(e).__name__} while reading"
        raise ModelError(str(weights), "is an intact archive of arrays", found, _COPY_AGAIN) from e
    if folder.parent in _list_shipped_folders():
        object.__setattr__(model, "_name", folder.name)
    return model


def _build_model(layout: HashSizes, stored: dict[str, NDArray[Any]], info: dict[str, Any]) -> Model:
    """Build a model from stored arrays and its description."""
    arrays = unpack_arrays(stored)
    parts = {name: arrays.pop(name) for name in SPECIFIC if name in arrays}
    tables = {name.removeprefix("specific_"): values for name, values in parts.items()}
    specific = Specific(**tables) if tables else None
    return Model(layout=layout, info=info, specific=specific, **arrays)


def _read_info(folder: Path) -> dict[str, Any]:
    """Read the description of a model, and check its format."""
    file = folder / "model.json"
    if not file.is_file():
        raise ModelError(
            str(folder),
            "is a model folder with model.json and weights.npz",
            "a folder without model.json",
            "give the folder that Model.save wrote",
        )
    try:
        info = json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, OSError) as e:
        raise ModelError(
            str(file), "is JSON in UTF-8", f"{type(e).__name__}: {e}", "copy the folder again"
        ) from e
    if not isinstance(info, dict) or not _is_whole(info.get("format")):
        raise ModelError(
            str(file), "is a model of this library, with a format number", "none",
            "give the folder that Model.save wrote",
        )  # fmt: skip
    if info["format"] > FORMAT:
        raise ModelError(
            str(file), f"has a format up to {FORMAT}", str(info["format"]),
            "update fls, or retrain with this version",
        )  # fmt: skip
    return info


def _read_layout(folder: Path, info: dict[str, Any]) -> HashSizes:
    """Check labels and columns against this version; return the sizes of the hashed blocks."""
    file = str(folder / "model.json")
    if info.get("labels") != list(LABELS) or info.get("columns") != list(columns()):
        raise ModelError(
            file, "was trained on the labels and columns of this version", "others",
            "retrain with 'fls train'",
        )  # fmt: skip
    sizes = info.get("layout")
    names = set(HashSizes._fields)
    if (
        not isinstance(sizes, dict)
        or set(sizes) != names
        or not all(_is_whole(size, _MAX_SLOT_BITS) for size in sizes.values())
    ):
        raise ModelError(
            file,
            f"layout gives {', '.join(HashSizes._fields)} as whole numbers up to {_MAX_SLOT_BITS}",
            repr(sizes)[:80], _COPY_AGAIN,
        )  # fmt: skip
    return HashSizes(**sizes)


def _is_whole(value: object, limit: int = 1 << 30) -> bool:
    """Check whether a value is a whole number from 1 to a limit."""
    return type(value) is int and 0 < value <= limit


def _check_weights(
    weights: Path, info: dict[str, Any], stored: dict[str, NDArray[Any]], layout: HashSizes
) -> None:
    """Check that weights fit the features of this version, are finite, and match the digest."""
    n = len(LABELS)
    shapes = {
        "words": (1 << layout.words, n),
        "runs": ((1 << layout.runs) + 1, n),
        "head": (1 << layout.head, n),
        "dense": (len(columns()), n),
        "intercept": (n,),
        "specific_words": (1 << layout.words, 1),
        "specific_dense": (len(own_columns()), 1),
        "specific_intercept": (1,),
    }
    for name in (*ARRAYS, *(name for name in SPECIFIC if f"{name}_shape" in stored)):
        shape = tuple(stored[f"{name}_shape"].tolist())
        if shape != shapes[name] or not np.isfinite(stored[f"{name}_values"]).all():
            raise ModelError(
                str(weights), f"{name} holds finite numbers of shape {shapes[name]}",
                f"shape {shape}" if shape != shapes[name] else "NaN or infinity", _COPY_AGAIN,
            )  # fmt: skip
    if info.get("weights_sha256") != hash_arrays(stored):
        raise ModelError(
            str(weights), "has the digest that model.json names", "another",
            "copy the folder again: the two files do not belong together",
        )  # fmt: skip
