"""The linear model: probabilities and explanations from weights."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fls.arrays import Floats, Singles, spread, totals
from fls.checks import check_choice, check_kind, check_list, check_path
from fls.decision import decide
from fls.document import FORWARD_LOOKING, LABELS, Unit
from fls.errors import InputError
from fls.features import Extract, HashSizes, extract, extract_sheet
from fls.features.batch import UnitBatch
from fls.features.context import columns
from fls.files import replacing, write_whole
from fls.model._explain import (
    Explanation,
    Parts,
    check_row,
    find_specific_parts,
    join_parts,
    list_columns,
    list_words,
)
from fls.model._lookup import Lookup, add_up, pack_weights, round_to_steps
from fls.model._read_only import ReadOnly
from fls.model._specific import Specific
from fls.model._storage import (
    ARRAYS,
    FORMAT,
    HASHED,
    freeze,
    hash_arrays,
    pack_arrays,
    write_arrays,
)
from fls.sheet import Sheet, UnitTable, Words

__all__ = ["Model", "softmax"]


@dataclass(frozen=True, eq=False)
class Model:
    """A multinomial logistic regression over the features of :mod:`fls.features`.

    To score texts, give a model to :func:`fls.score` or, for single sentences, to
    :func:`fls.tag`.

    Weights are read-only and held as they are stored: a model scores the same before and after
    :meth:`save`. A model is equal only to itself; two with the same weights have the same
    :attr:`digest`. Copying returns the model itself. A model that comes with the library is
    pickled as its name and digest, any other as its weights; a process that unpickles the same
    model several times holds it once.

    Parameters
    ----------
    layout : HashSizes
        Sizes of the hashed blocks.
    words : (2 ** layout.words, 4) float32
        Weight of each slot for each label, with the contribution of the word vectors included.
        Rounded to steps of 2**-10 and shifted so that those of a slot add up to 0, which leaves
        probabilities unchanged: see :func:`fls.model._lookup.round_to_steps`.
    runs : (2 ** layout.runs + 1, 4) float32
        The same for runs of words; the last row is zero.
    head : (2 ** layout.head, 4) float32
        The same for words of the heading above.
    dense : (n_columns, 4) float64
        Weight of each named column.
    intercept : (4,) float64
    info : dict
        What the model was trained on and how well it did; the content of ``model.json`` without the
        digest of the weights. Read-only for a loaded model, because all callers share it;
        ``copy.deepcopy`` makes a dict of your own.
    specific : Specific, optional
        Weights that recognise specific forward-looking units; None if the training data had no
        marks for them.
    """

    layout: HashSizes
    words: Singles = field(repr=False)
    runs: Singles = field(repr=False)
    head: Singles = field(repr=False)
    dense: Floats = field(repr=False)
    intercept: Floats = field(repr=False)
    info: dict[str, Any] = field(default_factory=dict, repr=False)
    specific: Specific | None = field(default=None, repr=False)
    #: Name of a model that comes with the library; "" for others, and for changed copies of it.
    _name: str = field(default="", init=False, repr=False)

    def __post_init__(self) -> None:
        for name in ARRAYS:
            values = getattr(self, name)
            used = round_to_steps(name, values) if name in HASHED else values
            object.__setattr__(self, name, freeze(name, used))
        if not isinstance(self.info, ReadOnly):
            info = {key: value for key, value in self.info.items() if key != "weights_sha256"}
            object.__setattr__(self, "info", info)

    def __reduce__(self) -> tuple[Callable[..., Model], tuple[Any, ...]]:
        from fls.model._load import reduce_model  # which imports this module

        return reduce_model(self)

    def __deepcopy__(self, memo: object) -> Model:
        return self

    @cached_property
    def _lookups(self) -> tuple[Lookup, Lookup, Lookup]:
        """Packed weights of words, runs and headings."""
        return pack_weights(self.words), pack_weights(self.runs), pack_weights(self.head)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the weights, in hexadecimal."""
        return hash_arrays(self._pack())

    def _pack(self) -> dict[str, NDArray[Any]]:
        """Return the weights as :meth:`save` writes them."""
        arrays = {name: getattr(self, name) for name in ARRAYS}
        if self.specific:
            arrays |= {f"specific_{name}": v for name, v in vars(self.specific).items()}
        return pack_arrays(arrays)

    def logits(self, features: Extract) -> Floats:
        """Return the logits of units.

        Parameters
        ----------
        features : Extract

        Returns
        -------
        (n_units, 4) float64
            In the order of :data:`fls.document.LABELS`.
        """
        words, runs, _ = self._lookups
        parts = (words, features.words), (runs, features.pairs), (runs, features.triples)
        total = add_up(features.offset, *parts, opening=(runs, features.begin))
        total *= features.scale[:, None]
        total += features.context.logits(self.dense)
        total += self.intercept
        return total + self._heading_logits(features)

    def _heading_logits(self, features: Extract) -> Floats:
        """Return what the words in the heading above each unit contribute to its logits."""
        n_units, offset = len(features.heading), features.offset
        own = (features.heading == np.arange(n_units)).nonzero()[0]
        at, _ = spread(offset.take(own), offset.take(own + 1))
        n_words = totals(offset.take(own + 1) - offset.take(own))
        total = np.zeros((n_units + 1, len(LABELS)))  # the last row is for no heading
        sums = add_up(n_words, (self._lookups[2], features.head.take(at)))
        total[own] = sums * features.scale[own, None]
        return total.take(features.heading, axis=0, mode="wrap")

    def probabilities(
        self, texts: Sequence[str], units: Sequence[Sequence[Unit]]
    ) -> tuple[UnitBatch, Floats, Floats]:
        """Return probabilities of the labels, and of being specific.

        Parameters
        ----------
        texts : sequence of str
            Texts without lone surrogates.
        units : sequence of sequences of Unit
            The units of each text.

        Returns
        -------
        batch : UnitBatch
        probabilities : (n_units, 4) float64
            In the order of :data:`fls.document.LABELS`; each row adds up to 1. Rows of units
            whose kind carries no label have no meaning.
        specific : (n_units,) float64
            Probability that a forward-looking unit is specific; NaN for units with another label
            (:func:`fls.decision.decide`), and for all if :attr:`specific` is None.
        """
        batch, features = extract(texts, units, self.layout)
        return batch, *self._probabilities(features)

    def sheet_probabilities(
        self, sheet: Sheet, words: Words, units: UnitTable
    ) -> tuple[Floats, Floats]:
        """Return the same arrays as :meth:`probabilities`, for the units of a sheet."""
        return self._probabilities(extract_sheet(sheet, words, units, self.layout)[1])

    def _probabilities(self, features: Extract) -> tuple[Floats, Floats]:
        """Return probabilities of the labels, and of being specific, from features."""
        p = softmax(self.logits(features))
        specific = np.full(len(p), np.nan)
        if self.specific:
            rows = (decide(p) == FORWARD_LOOKING).nonzero()[0]
            specific[rows] = self.specific.probabilities(features, rows)
        return p, specific

    def explain(
        self, text: str, units: Sequence[Unit], row: int, label: str | None = None
    ) -> Explanation:
        """Explain the label of one unit.

        Parameters
        ----------
        text : str
            The release.
        units : sequence of Unit
            Its units.
        row : int
            Index of the unit.
        label : str, optional
            The label to explain; by default the one that the unit gets. ``"specific"`` explains
            whether the unit is specific, given that it is forward-looking.

        Returns
        -------
        Explanation

        Raises
        ------
        InputError
            If there is no such unit or label, or units of its kind carry no label.
        """
        (only,) = self.explain_each(text, units, [row], label)
        return only

    def explain_each(
        self, text: str, units: Sequence[Unit], rows: Sequence[int], label: str | None = None
    ) -> list[Explanation]:
        """Explain the labels of several units, in one pass over the release.

        Parameters
        ----------
        text : str
            The release.
        units : sequence of Unit
            Its units.
        rows : sequence of int
            Indices of the units.
        label : str, optional
            As for :meth:`explain`; by default, for each unit the label that it gets.

        Returns
        -------
        list of Explanation
            One for each row, in the given order.

        Raises
        ------
        InputError
            If there is no such unit or label, or units of its kind carry no label.
        """
        check_kind("text", text, str)
        units = check_list("units", units, "is a list of units", Unit)
        rows = [check_row(units, row) for row in check_list("rows", rows, "is a list of numbers")]
        choices = (*LABELS, "specific") if self.specific else LABELS
        if label is not None:
            check_choice("label", label, choices)
        batch, features = extract([text], [units], self.layout)
        explanations = []
        for row, (name, parts) in zip(rows, self._split_logits(features, rows, label), strict=True):
            words = list_words(self.layout, parts.tables, text, batch, features, row)
            explanations.append(join_parts(name, parts, words))
        return explanations

    def _split_logits(
        self, features: Extract, rows: Sequence[int], label: str | None
    ) -> Iterator[tuple[str, Parts]]:
        """Yield, for each row, the label that is explained and the parts of its logit."""
        if label == "specific" and self.specific:
            yield from ((label, find_specific_parts(self.specific, features, row)) for row in rows)
            return
        logits, dense = self.logits(features), features.context.dense()
        chosen = decide(softmax(logits))
        for row in rows:
            column = int(chosen[row]) if label is None else LABELS.index(label)
            yield LABELS[column], self._find_parts(dense[row], column, float(logits[row, column]))

    def _find_parts(self, values: Floats, column: int, logit: float) -> Parts:
        """Return the parts of a label's logit; `values` are those of the named columns."""
        dense = list_columns(columns(), values, self.dense[:, column])
        tables = {"words": self.words, "runs": self.runs, "head": self.head}
        weights = {block: table[:, column] for block, table in tables.items()}
        return Parts(logit, float(self.intercept[column]), weights, dense)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the model folder: ``model.json``, ``weights.npz``, ``MODEL_CARD.md``.

        Parameters
        ----------
        path : path-like
            The folder; created if missing. Files of an earlier model in it are replaced.

        Raises
        ------
        InputError
            If the path is not a folder, or the folder cannot be created.
        """
        check_path("path", path, "is the path of a folder")
        folder = Path(path)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            found = "a file" if folder.is_file() else f"{error.strerror or error}"
            repair = "choose another name"
            raise InputError(str(path), "is a folder or a new name", found, repair) from error
        with replacing(folder / "weights.npz") as file:
            write_arrays(file, self._pack())
        card = self.info.get("card", "")
        info = {
            **{key: value for key, value in self.info.items() if key != "card"},
            "format": FORMAT,
            "labels": list(LABELS),
            "columns": list(columns()),
            "layout": self.layout._asdict(),
            "weights_sha256": self.digest,
        }
        content = json.dumps(info, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
        write_whole(folder / "model.json", content.encode())
        write_whole(folder / "MODEL_CARD.md", (card or "# Model card\n").encode())


def softmax(logits: Floats) -> Floats:
    """Turn logits into probabilities, row by row."""
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True, initial=-np.inf))
    result: Floats = shifted / shifted.sum(axis=1, keepdims=True)
    return result
