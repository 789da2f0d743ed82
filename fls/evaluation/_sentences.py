"""Measure a model on sentences that others have labelled, each by itself."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from fls.arrays import Floats, Ints
from fls.card import figure_rows
from fls.checks import check_choice, check_seed
from fls.codes import first_label, is_open
from fls.decision import decide
from fls.document import LABELS, Unit
from fls.errors import InputError
from fls.evaluation._figures import Figure, build_records, convert_figures, write_confusions
from fls.evaluation._ranks import measure_sentences
from fls.evaluation._rule import apply_keyword_rule
from fls.evaluation._table import Row, raise_all, read_rows
from fls.model import Model
from fls.scoring import tag

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["SentenceEvaluation", "evaluate_sentences"]

#: Values of a column that only says yes or no.
_YES_OR_NO = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
#: Maximum number of further rows to name for one fault.
_MAX_NAMED_ROWS = 20


@dataclass(frozen=True)
class SentenceEvaluation:
    """Figures of one model on one table of labelled sentences.

    Parameters
    ----------
    n_rows, n : int
        Number of rows of the table, and of those with text and label.
    positive : str or None
        The label that was distinguished from the rest; None if all four were.
    figures : dict of str to Figure
        By name; ``docs/metrics.md`` says what each means.
    classes : tuple of str
        Values of the table's column, in the order of the rows of ``confusion``.
    confusion : (n_classes, 4) int64
        Rows are the table's classes, columns the model's labels in the order of
        :data:`fls.document.LABELS`.
    left_out : tuple of str
        For each row without text or label: where it is, and what is missing.
    """

    n_rows: int
    n: int
    positive: str | None
    figures: dict[str, Figure]
    classes: tuple[str, ...]
    confusion: Ints = field(repr=False)
    left_out: tuple[str, ...] = field(default=(), repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Convert to plain data, for JSON.

        Returns
        -------
        dict
        """
        return {
            "n_rows": self.n_rows,
            "n": self.n,
            "positive": self.positive,
            "figures": convert_figures(self.figures),
            "confusion": {
                "rows": list(self.classes),
                "columns": list(LABELS),
                "counts": self.confusion.tolist(),
            },
            "left_out": list(self.left_out),
        }

    def records(self) -> list[dict[str, Any]]:
        """Convert to records, one for each figure or count, for a table.

        Returns
        -------
        list of dict
            Keys ``figure value low high keyword_rule keyword_rule_low keyword_rule_high``; None
            where there is nothing.
        """
        counts = {"n_rows": self.n_rows, "n": self.n, "n_left_out": len(self.left_out)}
        for name, row in zip(self.classes, self.confusion.tolist(), strict=True):
            counts |= {f"n_{name}_as_{label}": n for label, n in zip(LABELS, row, strict=True)}
        return build_records(counts, self.figures)

    def to_text(self) -> str:
        """Write a table for people.

        Returns
        -------
        str
            Several lines, without a trailing line end.
        """
        out = f", {len(self.left_out)} left out without text or label" * bool(self.left_out)
        what = [f"{self.positive} or not"] if self.positive else []
        counts = (self.n, "sentence"), (self.n_rows, "row")
        rows = [("", "model", "95 % interval", "keyword rule"), *figure_rows(self.figures)]
        widths = [max(len(row[i]) for row in rows) for i in range(4)]
        n, n_rows = (f"{n} {noun}{'s' * (n != 1)}" for n, noun in counts)
        lines = [f"{n} of {n_rows}{out}", *what, ""]
        lines += ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
        lines += ["", "the table (rows) against model (columns)", ""]
        lines += write_confusions(self.classes, self.confusion)
        return "\n".join(lines)

    __str__ = to_text


def evaluate_sentences(
    model: Model | str | os.PathLike[str] | None,
    table: str | os.PathLike[str] | pd.DataFrame,
    *,
    text: str,
    label: str,
    positive: str | None = None,
    positive_value: object = None,
    mapping: Mapping[str, str] | None = None,
    seed: int = 0,
) -> SentenceEvaluation:
    """Measure a model on a table of labelled sentences.

    Each sentence is labelled by itself, as :func:`fls.tag` does.

    Parameters
    ----------
    model : Model, path-like or None
        A model, its folder or name, or None for the default one.
    table : path-like or pandas.DataFrame
        A file whose name ends in ``.csv``, ``.tsv``, ``.jsonl`` or ``.parquet``, or a table.
    text, label : str
        Names of its columns. A label is one of ours or its code in ``fls label``: F P L+ L- B, in
        any case, with a hyphen or a space for the underscore; of two, such as ``F,P``, the first
        one counts. A row without a text is left out, and so is one whose label is open: nothing,
        ``?``, ``.``, or what pandas reads as missing.
    positive : str, optional
        One of our labels, to be distinguished from all others. The column may simply say whether a
        sentence has it: 1 or 0, true or false, yes or no.
    positive_value : optional
        Value of the column for a sentence with that label; every other value that is not open
        then means another label.
    mapping : mapping of str to str, optional
        Without ``positive``: our label for each value of the column that is not a label of ours. A
        value that is named here, or as ``positive_value``, is not open.
    seed : int
        Seed of the bootstrap over sentences.

    Returns
    -------
    SentenceEvaluation

    Raises
    ------
    ReadError
        If the file cannot be read.
    InputError
        If an argument or a column is wrong, a label is unknown, a text is not a str, or no row
        has both. The first fault is raised, with the others as its notes.
    ModelError
        If the model cannot be loaded.

    Examples
    --------
    >>> import fls, pandas
    >>> table = pandas.DataFrame({"s": ["We expect to grow.", "Sales rose 4%."], "y": [1, 0]})
    >>> fls.evaluate_sentences(None, table, text="s", label="y",
    ...                        positive="forward_looking").figures["f1"].value
    1.0
    """
    _check_arguments(positive, positive_value, mapping)
    check_seed(seed)
    name, rows = read_rows(table, text, label)
    rows = _clear_open_labels(rows, [*(mapping or ()), positive_value])
    kept = [row for row in rows if row.text is not None and row.label is not None]
    if not kept:
        raise InputError(
            name, f"has rows with {text!r} and {label!r}", f"{len(rows)} rows, none with both",
            "check the names of the columns",
        )  # fmt: skip
    if positive_value is None:
        true = _read_labels(kept, label, positive, mapping or {})
    else:
        true = _compare_labels(name, kept, label, _normalize(positive_value))
    _check_texts(kept, text)
    figures, confusion = _measure(model, [row.text for row in kept], true, positive, seed)
    return SentenceEvaluation(
        n_rows=len(rows),
        n=len(kept),
        positive=positive,
        figures=figures,
        classes=LABELS if positive is None else (f"not_{positive}", positive),
        confusion=confusion,
        left_out=_list_left_out(rows, text, label),
    )


def _check_arguments(
    positive: str | None, positive_value: object, mapping: Mapping[str, str] | None
) -> None:
    """Refuse arguments that are wrong or do not go together."""
    if positive is not None:
        check_choice("positive", positive, LABELS)
    if not isinstance(mapping, Mapping | None):
        raise InputError(
            "mapping", "is a mapping", type(mapping).__name__, "give {'theirs': 'factual', ...}"
        )  # fmt: skip
    if positive is None and positive_value is not None:
        raise InputError(
            "positive_value", "comes with positive", "no label", "say which of ours it stands for"
        )
    if positive is not None and mapping:
        raise InputError("mapping", "comes without positive", positive, "leave one of them out")
    for theirs, ours in (mapping or {}).items():
        check_choice(f"mapping of {theirs!r}", ours, LABELS)


def _clear_open_labels(rows: Iterable[Row], named: Iterable[object]) -> list[Row]:
    """Set open labels to None, except values that the user has named."""
    kept = {_normalize(value) for value in named if value is not None}
    return [
        row._replace(label=None)
        if isinstance(row.label, str) and is_open(row.label) and _normalize(row.label) not in kept
        else row
        for row in rows
    ]


def _normalize(cell: Any) -> str:
    """Return a cell as text, whatever its type: 1, the number 1.0 and "1.0" are the same."""
    text = str(cell).strip().lower()
    # Whole numbers have a decimal point if their column has gaps.
    return text.removesuffix(".0") if text[:1].isdigit() else text


def _read_labels(
    rows: Sequence[Row], label: str, positive: str | None, mapping: Mapping[str, str]
) -> Ints:
    """Return the class of each row; refuse values without a class."""
    if positive is None:
        meanings = {_normalize(theirs): LABELS.index(ours) for theirs, ours in mapping.items()}
        expected = f"one of {', '.join(LABELS)}"
        repair = "map it to one of them (--map THEIRS=OURS, mapping={THEIRS: OURS})"
    else:
        meanings = {name: int(meaning) for name, meaning in _YES_OR_NO.items()}
        expected = "0 or 1, true or false, yes or no, a label of ours"
        repair = f"say which value is {positive} (--positive-value, positive_value=)"
    expected += ", or a code of fls label"
    values = [_normalize(row.label) for row in rows]
    named = {value: name for value in set(values) if (name := first_label(value))}
    classes = {
        value: LABELS.index(name) if positive is None else int(name == positive)
        for value, name in named.items()
    } | meanings
    unknown: dict[str, list[Row]] = {}
    for value, row in zip(values, rows, strict=True):
        if value not in classes:
            unknown.setdefault(value, []).append(row)
    repair += ", or empty the cell to leave the row out"
    faults = [
        InputError(same[0].where, f"{label!r} holds {expected}", _describe_label(same), repair)
        for same in unknown.values()
    ]
    if faults:
        raise_all(faults)
    return np.array([classes[value] for value in values], dtype=np.int64)


def _describe_label(same: Sequence[Row]) -> str:
    """Describe a label that several rows have, and name the further rows."""
    others = [row.where.replace(", row ", ":").rpartition(":")[2] for row in same[1:]]
    more = f" and {len(others) - _MAX_NAMED_ROWS} more" * (len(others) > _MAX_NAMED_ROWS)
    also = f" (also in {', '.join(others[:_MAX_NAMED_ROWS])}{more})" if others else ""
    return f"{str(same[0].label)[:60]!r}{also}"


def _compare_labels(name: str, rows: Sequence[Row], label: str, wanted: str) -> Ints:
    """Return 1 for each row whose label is the wanted value, else 0."""
    values = [_normalize(row.label) for row in rows]
    if wanted not in values:
        found = ", ".join(map(repr, list(dict.fromkeys(values))[:8]))
        raise InputError(
            name, f"column {label!r} holds {wanted!r} somewhere", found, "give another value"
        )
    return np.array([value == wanted for value in values], dtype=np.int64)


def _check_texts(rows: Sequence[Row], text: str) -> None:
    """Refuse cells that are not text."""
    faults = [
        InputError(row.where, f"{text!r} is text", f"a {type(row.text).__name__}", "convert it")
        for row in rows
        if not isinstance(row.text, str)
    ]
    if faults:
        raise_all(faults)


def _list_left_out(rows: Sequence[Row], text: str, label: str) -> tuple[str, ...]:
    """Describe each row without text or label: where it is, and what is missing."""
    return tuple(
        f"{row.where}: {' and '.join(missing)} missing, left out; fill the cell to count the row"
        for row in rows
        if (missing := [repr(n) for n, v in ((text, row.text), (label, row.label)) if v is None])
    )


def _measure(
    model: Model | str | os.PathLike[str] | None,
    texts: Sequence[str],
    true: Ints,
    positive: str | None,
    seed: int,
) -> tuple[dict[str, Figure], Ints]:
    """Label the sentences, each by itself, and compare them with their classes."""
    tagged = tag(texts, model=model)
    p: Floats = tagged[[f"p_{label}" for label in LABELS]].to_numpy(dtype=np.float64)
    clean = [text.strip() for text in tagged["text"]]
    units = [[Unit("sentence", 0, len(text), "given", 0)] for text in clean]
    rule = apply_keyword_rule(clean, units)
    # Classes are our four labels, or whether a sentence has the positive one.
    pairs = (
        {f"_{label}": (i, i) for i, label in enumerate(LABELS)}
        if positive is None
        else {"": (1, LABELS.index(positive))}
    )
    figures = measure_sentences(true, p, rule, pairs, seed)
    n_classes = len(LABELS) if positive is None else 2
    confusion = np.zeros((n_classes, len(LABELS)), dtype=np.int64)
    np.add.at(confusion, (true, decide(p)), 1)
    return figures, confusion
