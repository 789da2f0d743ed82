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
    "digest",
    "fixed",
    "packed",
    "read_arrays",
    "unpacked",
    "write_arrays",
]

#: Number of the folder format. Raise it when the files or the meaning of a feature change, and
#: keep reading the older ones or say in the error how to retrain. Before 3 the columns were others.
FORMAT = 3
#: Arrays of a model, as its attributes are named.
ARRAYS = ("words", "runs", "head", "dense", "intercept")
#: Those that are looked up row by row, in single precision because smaller is faster.
HASHED = ("words", "runs", "head")
#: Arrays of :class:`fls.model.Specific`, its attributes with a prefix; missing in a model that was
#: trained on data without marks of specific units.
SPECIFIC = ("specific_words", "specific_dense", "specific_intercept")


def digest(stored: Mapping[str, NDArray[Any]]) -> str:
    """Return the SHA-256 over names, types, shapes and numbers, in hexadecimal."""
    found = hashlib.sha256()
    for name in sorted(stored):
        found.update(f"{name} {stored[name].dtype.str} {stored[name].shape}".encode())
        found.update(np.ascontiguousarray(stored[name]).tobytes())
    return found.hexdigest()


def fixed(name: str, values: NDArray[Any]) -> NDArray[Any]:
    """Return an array of a model as it is after writing and reading, read-only."""
    # A copy, because the caller may write to the array that was given.
    kept = np.array(values, dtype="<f4").astype(_precision(name), copy=False)
    kept.flags.writeable = False
    return kept


def _precision(name: str) -> type[np.float32 | np.float64]:
    return np.float32 if name in HASHED else np.float64


def packed(arrays: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Return arrays as they are stored: single precision, without rows of zeros."""
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


def unpacked(stored: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Restore arrays with their rows of zeros, in the precision in which they are used."""
    arrays = {}
    for name in (*ARRAYS, *SPECIFIC):
        if f"{name}_shape" not in stored:
            continue
        size = tuple(stored[f"{name}_shape"].tolist())
        table = np.zeros(size, dtype=_precision(name))
        table[stored[f"{name}_rows"]] = stored[f"{name}_values"]
        arrays[name] = table
    return arrays


def as_stored(arrays: Mapping[str, NDArray[Any]]) -> dict[str, Any]:
    """Return arrays as they are after writing and reading them."""
    return unpacked(packed(arrays))
