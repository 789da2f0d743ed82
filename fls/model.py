"""The classifier: features in, probabilities and explanations out, one folder on disk."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from fls.document import LABELS, Unit
from fls.errors import InputError, ModelError
from fls.features import Extract, Layout, extract
from fls.features.batch import UnitBatch
from fls.features.context import NEIGHBOURHOOD, columns

if TYPE_CHECKING:
    from types import EllipsisType

__all__ = ["FORMAT", "Explanation", "Model", "load_model"]

Floats = NDArray[np.float64]

#: Number of the folder format. Raise it when the files or the meaning of a feature change, and
#: keep reading the older ones or say in the error how to retrain.
FORMAT = 1

_FILES = ("model.json", "weights.npz", "MODEL_CARD.md")
#: No array of a model may unfold to more than this.
_MOST_NUMBERS = 1 << 26
_ARRAYS = ("words", "runs", "head", "dense", "intercept", "typical")


class Explanation(NamedTuple):
    """Why a unit got its label: the logit of one label taken apart.

    Parameters
    ----------
    label : str
        The label that is explained.
    logit : float
        Its logit; ``intercept`` and all contributions add up to it.
    intercept : float
        Where every unit starts.
    contributions : list of dict
        Largest first (by size). Keys: ``feature`` (a run of words, or the name of a column),
        ``block`` (``"words"``, ``"runs"``, ``"head"``, ``"dense"``), ``value``, ``weight``,
        ``contribution`` (their product), ``start`` and ``end`` (code points in the text; None for
        the dense block).
    """

    label: str
    logit: float
    intercept: float
    contributions: list[dict[str, Any]]


@dataclass(frozen=True)
class Model:
    """A multinomial logistic regression over the features of :mod:`fls.features`.

    Parameters
    ----------
    layout : Layout
        Sizes of the hashed blocks.
    words : (2 ** layout.words, 4) float64
        Weight of each slot for each label; what the word vectors contribute is folded in.
    runs : (2 ** layout.runs + 1, 4) float64
        The same for runs of words; the last row is zero.
    head : (2 ** layout.head, 4) float64
        The same for words of the heading above.
    dense : (n_columns, 4) float64
        Weight of each named column.
    intercept : (4,) float64
    typical : (n_columns,) float64
        Mean of each named column in the training data: stands in for the neighbourhood of a
        sentence that comes without one.
    info : dict
        What the model was trained on and how it did; the content of ``model.json``.
    """

    layout: Layout
    words: Floats
    runs: Floats
    head: Floats
    dense: Floats
    intercept: Floats
    typical: Floats
    info: dict[str, Any] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """SHA-256 over the weights, in hexadecimal."""
        return _digest(_sparse({name: getattr(self, name) for name in _ARRAYS}))

    def logits(self, features: Extract) -> Floats:
        """Logits of units.

        Parameters
        ----------
        features : Extract

        Returns
        -------
        (n_units, 4) float64
            In the order of :data:`fls.document.LABELS`.
        """
        rows = np.take(self.words, features.words, axis=0)
        rows += np.take(self.runs, features.pairs, axis=0)
        rows += np.take(self.runs, features.triples, axis=0)
        total = _sums(rows, features.offset)
        total += np.take(self.runs, features.begin, axis=0)
        total *= features.scale[:, None]
        total += features.dense @ self.dense
        total += self.intercept
        return total + self._heading(features)

    def _heading(self, features: Extract) -> Floats:
        """What the words of the heading above contribute."""
        above = np.unique(features.heading)
        above = above[above >= 0]
        result = np.zeros((len(features.scale), len(LABELS)))
        if not len(above):
            return result
        n_words = features.offset[above + 1] - features.offset[above]
        ends = np.cumsum(n_words)
        at = np.arange(int(ends[-1])) + np.repeat(features.offset[above] - ends + n_words, n_words)
        rows = np.take(self.head, features.head[at], axis=0)
        total = _sums(rows, np.concatenate(([0], ends))) * features.scale[above, None]
        under = features.heading >= 0
        result[under] = total[np.searchsorted(above, features.heading[under])]
        return result

    def probabilities(
        self, texts: Sequence[str], units: Sequence[Sequence[Unit]], *, alone: bool = False
    ) -> tuple[UnitBatch, Floats]:
        """Probabilities of the labels.

        Parameters
        ----------
        texts : sequence of str
            Texts without lone surrogates.
        units : sequence of sequences of Unit
            The units of each text.
        alone : bool
            Whether the units come without a neighbourhood, which is then taken as typical.

        Returns
        -------
        batch : UnitBatch
        probabilities : (n_units, 4) float64
            In the order of :data:`fls.document.LABELS`; each row adds up to 1. Units of kinds
            without a label have a row too; it means nothing.
        """
        batch, features = extract(texts, units, self.layout)
        if alone:
            features.dense[:, _neighbourhood()] = self.typical[_neighbourhood()]
        return batch, softmax(self.logits(features))

    def explain(
        self, text: str, units: Sequence[Unit], row: int, label: str | None = None
    ) -> Explanation:
        """Take one decision apart.

        Parameters
        ----------
        text : str
            The release.
        units : sequence of Unit
            Its units.
        row : int
            Which of them.
        label : str, optional
            Which label to explain; by default the most probable.

        Returns
        -------
        Explanation

        Raises
        ------
        InputError
            If there is no such unit or label.
        """
        if not -len(units) <= row < len(units):
            raise InputError(
                "unit", f"is a row from 0 to {len(units) - 1}", str(row), "choose one of them"
            )
        if label is not None and label not in LABELS:
            raise InputError("label", f"is one of {', '.join(LABELS)}", repr(label), "choose one")
        row %= len(units)
        batch, features = extract([text], [units], self.layout)
        logits = self.logits(features)[row]
        column = int(logits.argmax()) if label is None else LABELS.index(label)
        found = _contributions(self, text, batch, features, row, column)
        found.sort(key=lambda item: (-abs(item["contribution"]), item["feature"]))
        return Explanation(
            LABELS[column], float(logits[column]), float(self.intercept[column]), found
        )

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the model folder: ``model.json``, ``weights.npz``, ``MODEL_CARD.md``.

        Parameters
        ----------
        path : path-like
            The folder; made if missing. Files of an earlier model in it are replaced.
        """
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        _write_arrays(
            folder / "weights.npz", _sparse({name: getattr(self, name) for name in _ARRAYS})
        )
        card = self.info.get("card", "")
        info = {
            **{key: value for key, value in self.info.items() if key != "card"},
            "format": FORMAT,
            "labels": list(LABELS),
            "columns": list(columns()),
            "layout": self.layout._asdict(),
            "weights_sha256": self.digest,
        }
        (folder / "model.json").write_text(
            json.dumps(info, indent=1, sort_keys=True, ensure_ascii=False) + "\n",
            encoding="utf-8",
        )
        (folder / "MODEL_CARD.md").write_text(card or "# Model card\n", encoding="utf-8")


@cache
def _neighbourhood() -> NDArray[np.int64]:
    return np.array(
        [i for i, name in enumerate(columns()) if name.startswith(NEIGHBOURHOOD)], dtype=np.int64
    )


def softmax(logits: Floats) -> Floats:
    """Probabilities of logits, row by row."""
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True, initial=-np.inf))
    result: Floats = shifted / shifted.sum(axis=1, keepdims=True)
    return result


def _sums(rows: Floats, offset: NDArray[np.int64]) -> Floats:
    """Sum of the rows ``offset[u]:offset[u + 1]`` for every u; 0 where there are none."""
    result = np.zeros((len(offset) - 1, rows.shape[1]))
    filled = offset[1:] > offset[:-1]
    if filled.any():
        result[filled] = np.add.reduceat(rows, offset[:-1][filled], axis=0)
    return result


def _contributions(
    model: Model, text: str, batch: UnitBatch, features: Extract, row: int, column: int
) -> list[dict[str, Any]]:
    """Every part of one logit that is not zero."""

    def item(
        block: str, feature: str, value: float, weight: float, start: int | None, end: int | None
    ) -> dict[str, Any]:
        return {
            "feature": feature, "block": block, "value": value, "weight": weight,
            "contribution": value * weight, "start": start, "end": end,
        }  # fmt: skip

    found = []
    nowhere = 1 << model.layout.runs

    def spans(unit: int, first: int, length: int) -> tuple[int, int]:
        """Where a run of words stands, without the white space behind it."""
        last = first + length
        start = int(features.start[first])
        limit = int(batch.end[unit])
        if last < features.offset[unit + 1]:
            limit = int(features.start[last])
        return start, start + len(text[start:limit].rstrip())

    def add(block: str, table: Floats, slot: int, unit: int, first: int, length: int) -> None:
        weight = float(table[slot, column])
        if weight and slot != nowhere:
            start, end = spans(unit, first, length)
            words = " ".join(text[start:end].split())
            found.append(item(block, words, float(features.scale[unit]), weight, start, end))

    for t in range(int(features.offset[row]), int(features.offset[row + 1])):
        add("words", model.words, int(features.words[t]), row, t, 1)
        add("runs", model.runs, int(features.pairs[t]), row, t, 2)
        add("runs", model.runs, int(features.triples[t]), row, t, 3)
    if features.offset[row] < features.offset[row + 1]:
        add("runs", model.runs, int(features.begin[row]), row, int(features.offset[row]), 2)
    heading = int(features.heading[row])
    if heading >= 0:
        for t in range(int(features.offset[heading]), int(features.offset[heading + 1])):
            add("head", model.head, int(features.head[t]), heading, t, 1)
    for i, name in enumerate(columns()):
        value, weight = float(features.dense[row, i]), float(model.dense[i, column])
        if value * weight:
            found.append(item("dense", name, value, weight, None, None))
    return found


def _digest(stored: dict[str, NDArray[Any]]) -> str:
    found = hashlib.sha256()
    for name in sorted(stored):
        found.update(f"{name} {stored[name].dtype.str} {stored[name].shape}".encode())
        found.update(np.ascontiguousarray(stored[name]).tobytes())
    return found.hexdigest()


def _sparse(arrays: dict[str, Floats]) -> dict[str, NDArray[Any]]:
    """Arrays as they are stored: single precision, rows of zeros left out."""
    stored: dict[str, NDArray[Any]] = {}
    for name, values in arrays.items():
        table = np.asarray(values, dtype="<f4")
        filled = np.flatnonzero(table.any(axis=1)) if table.ndim == 2 else np.arange(len(table))
        stored[f"{name}_rows"] = filled.astype("<i4")
        stored[f"{name}_shape"] = np.array(table.shape, dtype="<i8")
        stored[f"{name}_values"] = table[filled]
    return stored


def _write_arrays(path: Path, stored: dict[str, NDArray[Any]]) -> None:
    """Write an archive that is the same, byte for byte, for the same arrays: no dates in it."""
    with zipfile.ZipFile(path, "w") as out:
        for name in sorted(stored):
            entry = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            with out.open(entry, "w") as file:
                np.lib.format.write_array(file, stored[name], version=(1, 0), allow_pickle=False)


def _read_arrays(path: Path) -> tuple[dict[str, Floats], str]:
    """The arrays in full, and the digest of what is stored."""
    names = [f"{name}_{part}" for name in _ARRAYS for part in ("rows", "shape", "values")]
    with np.load(path, allow_pickle=False) as archive:
        stored = {name: archive[name] for name in names}
    arrays = {}
    for name in _ARRAYS:
        shape = tuple(int(size) for size in stored[f"{name}_shape"])
        if np.prod(shape, dtype=np.float64) > _MOST_NUMBERS:
            raise ValueError(f"{name} is too large")
        table = np.zeros(shape)
        table[stored[f"{name}_rows"]] = stored[f"{name}_values"]
        arrays[name] = table
    return arrays, _digest(stored)


def load_model(path: str | os.PathLike[str] | EllipsisType | None = None) -> Model:
    """Read a model folder.

    Parameters
    ----------
    path : path-like, optional
        A folder with ``model.json`` and ``weights.npz``, or the name of a model that comes with
        the library (``"default"``). Nothing in the files is ever executed.

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
    if path is None or path is ... or path == "default":
        return _default()
    return _read(_locate(path))


@cache
def _default() -> Model:
    return _read(_locate("default"))


def _shipped() -> list[Path]:
    """Folders that may hold the models of the library: in the wheel, and in a checkout."""
    here = Path(__file__).resolve().parent
    return [here / "_models", here.parent / "models"]


def _locate(path: str | os.PathLike[str]) -> Path:
    name = os.fspath(path)
    if os.sep not in name and not name.startswith("."):
        for shipped in _shipped():
            if (shipped / name / "model.json").is_file():
                return shipped / name
    folder = Path(name)
    if not folder.is_dir():
        raise ModelError(
            name,
            "is a model folder, or the name of a model that comes with the library",
            "a file" if folder.exists() else "nothing there",
            'give the folder that Model.save wrote, or "default"',
        )
    return folder


def _read(folder: Path) -> Model:
    info = _read_info(folder)
    weights = folder / "weights.npz"
    if not weights.is_file():
        raise ModelError(
            str(weights), "holds the weights", "no such file", "copy the whole folder again"
        )
    try:
        arrays, digest = _read_arrays(weights)
        layout = Layout(**info["layout"])
    except (ValueError, KeyError, OSError, EOFError, TypeError, zipfile.BadZipFile, IndexError) as e:
        raise ModelError(
            str(weights),
            "is an intact archive of arrays",
            f"{type(e).__name__} while reading",
            "copy the folder again, or retrain with 'fls train'",
        ) from e
    _check(folder, info, arrays, layout)
    _check_digest(weights, info, digest)
    card = folder / "MODEL_CARD.md"
    text = card.read_text(encoding="utf-8", errors="replace") if card.is_file() else ""
    return Model(layout=layout, info={**info, "card": text}, **arrays)


def _read_info(folder: Path) -> dict[str, Any]:
    file = folder / "model.json"
    if not file.is_file():
        raise ModelError(
            str(folder),
            f"is a model folder with {', '.join(_FILES[:2])}",
            "a folder without model.json",
            "give the folder that Model.save wrote",
        )
    try:
        info = json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, OSError) as e:
        raise ModelError(
            str(file), "is JSON in UTF-8", f"{type(e).__name__}: {e}", "copy the folder again"
        ) from e
    if not isinstance(info, dict) or not isinstance(info.get("format"), int):
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


def _check(folder: Path, info: dict[str, Any], arrays: dict[str, Floats], layout: Layout) -> None:
    """Weights must fit the features of this version, be finite, and be those that were saved."""
    n = len(LABELS)
    shapes = {
        "words": (1 << layout.words, n),
        "runs": ((1 << layout.runs) + 1, n),
        "head": (1 << layout.head, n),
        "dense": (len(columns()), n),
        "intercept": (n,),
        "typical": (len(columns()),),
    }
    if info.get("labels") != list(LABELS) or info.get("columns") != list(columns()):
        raise ModelError(
            str(folder), "was trained on the labels and columns of this version",
            "others", "retrain with 'fls train'",
        )  # fmt: skip
    for name, shape in shapes.items():
        if arrays[name].shape != shape or not np.isfinite(arrays[name]).all():
            raise ModelError(
                str(folder / "weights.npz"), f"{name} holds finite numbers of shape {shape}",
                f"shape {arrays[name].shape}" if arrays[name].shape != shape else "NaN or infinity",
                "copy the folder again, or retrain with 'fls train'",
            )  # fmt: skip


def _check_digest(weights: Path, info: dict[str, Any], digest: str) -> None:
    if info.get("weights_sha256") != digest:
        raise ModelError(
            str(weights), "has the digest that model.json names", "another",
            "copy the folder again: the two files do not belong together",
        )  # fmt: skip
