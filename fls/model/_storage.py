"""Arrays of a model as bytes: without pickle, without dates, rows of zeros left out."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "ARRAYS",
    "FORMAT",
    "HASHED",
    "SPECIFIC",
    "as_stored",
    "freeze",
    "hash_arrays",
    "pack_arrays",
    "read_arrays",
    "unpack_arrays",
    "write_arrays",
]

#: Number of the folder format. Raise it when the files or the meaning of a feature change, and
#: keep reading older formats or say in the error how to retrain. Before 3, columns were different.
FORMAT = 3
#: Arrays of a model, as its attributes are named.
ARRAYS = ("words", "runs", "head", "dense", "intercept")
#: Arrays that are looked up row by row, in single precision because smaller is faster.
HASHED = ("words", "runs", "head")
#: Arrays of :class:`fls.model.Specific`, named as its attributes with a prefix; a model trained on
#: data without marks of specific units lacks them.
SPECIFIC = ("specific_words", "specific_dense", "specific_intercept")


def hash_arrays(stored: Mapping[str, NDArray[Any]]) -> str:
    """Return the SHA-256 of names, types, shapes and numbers, in hexadecimal."""
    checksum = hashlib.sha256()
    for name in sorted(stored):
        checksum.update(f"{name} {stored[name].dtype.str} {stored[name].shape}".encode())
        checksum.update(np.ascontiguousarray(stored[name]).tobytes())
    return checksum.hexdigest()


def freeze(name: str, values: NDArray[Any]) -> NDArray[Any]:
    """Return a read-only copy of an array, rounded as writing and reading it would."""
    # A copy, because the caller may change the original.
    copied = np.array(values, dtype="<f4").astype(_choose_precision(name), copy=False)
    copied.flags.writeable = False
    return copied


def _choose_precision(name: str) -> type[np.float32 | np.float64]:
    """Return the type of an array in memory."""
    return np.float32 if name in HASHED else np.float64


def pack_arrays(arrays: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Return arrays in the form that is stored: single precision, without rows of zeros."""
    stored: dict[str, NDArray[Any]] = {}
    for name, values in arrays.items():
        table = np.asarray(values, dtype="<f4")
        filled = np.flatnonzero(table.any(axis=1)) if table.ndim == 2 else np.arange(len(table))
        stored[f"{name}_rows"] = filled.astype("<i4")
        stored[f"{name}_shape"] = np.array(table.shape, dtype="<i8")
        stored[f"{name}_values"] = table[filled]
    return stored


def write_arrays(file: BinaryIO, stored: Mapping[str, NDArray[Any]]) -> None:
    """Write an archive without dates, so that the same arrays give the same bytes."""
    with zipfile.ZipFile(file, "w") as out:
        for name in sorted(stored):
            entry = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            with out.open(entry, "w") as place:
                np.lib.format.write_array(place, stored[name], version=(1, 0), allow_pickle=False)


def read_arrays(path: Path) -> dict[str, NDArray[Any]]:
    """Read what :func:`write_arrays` wrote; other entries of the archive are ignored."""
    with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
        names = ARRAYS + SPECIFIC * any(name.startswith("specific_") for name in archive.files)
        parts = [f"{name}_{part}" for name in names for part in ("rows", "shape", "values")]
        return {part: archive[part] for part in parts}


def unpack_arrays(stored: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Restore arrays with their rows of zeros, in the precision in which they are used."""
    arrays = {}
    for name in (*ARRAYS, *SPECIFIC):
        if f"{name}_shape" not in stored:
            continue
        shape = tuple(stored[f"{name}_shape"].tolist())
        table = np.zeros(shape, dtype=_choose_precision(name))
        table[stored[f"{name}_rows"]] = stored[f"{name}_values"]
        arrays[name] = table
    return arrays


def as_stored(arrays: Mapping[str, NDArray[Any]]) -> dict[str, Any]:
    """Return arrays as they come back from writing and reading them."""
    return unpack_arrays(pack_arrays(arrays))
