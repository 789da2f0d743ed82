"""A few items to tables: read, scored together, a row for each whatever happens."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from fls import __version__
from fls.analysis import ANALYSES, Findings
from fls.analysis.times import day_in_table, release_day
from fls.arrays import Floats, Ints
from fls.batch._days import UNDATED, find_forward_looking, make_day_column
from fls.batch._options import Options
from fls.batch._rows import (
    Row,
    is_missing,
    make_column,
    make_promise_table,
    make_storable,
    read_fact,
)
from fls.batch._schema import FACTS, list_columns
from fls.batch._sources import Item, read_documents
from fls.document import KINDS, Document, Unit
from fls.errors import RunError
from fls.frames import text_column, unit_columns
from fls.genre import Outline, genre_warnings
from fls.metrics import METRICS, batch_metrics, count_sheet_words
from fls.model import Model, load_model
from fls.readers import bytes_of
from fls.readers.text import BLANKS
from fls.release import Release
from fls.scoring import LabelledUnits, Pass, join_units, label_passes

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Batch", "Scorer", "names_of"]

_SENTENCE = KINDS.index("sentence")


class Batch(NamedTuple):
    """Tables of some items, and what a run records of them.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        By level.
    item : (n_documents,) int64
        The item that each row of the documents is from.
    digests : mapping of int to str
        SHA-256 of the content of each file that was read, by the number of its item; empty
        unless the columns of files are requested.
    n_units : int
        Number of units of all documents, whether their table was requested or not.
    status : mapping of str to int
        Number of documents by status.
    failed : sequence of (str, str)
        Ids and messages of the documents that failed, as a whole or in part.
    memory_error : RunError or None
        Error of the first document for which memory was lacking, if there is one.
    """

    tables: Mapping[str, pd.DataFrame]
    item: Ints
    digests: Mapping[int, str]
    n_units: int
    status: Mapping[str, int]
    failed: Sequence[tuple[str, str]]
    memory_error: RunError | None


class Scorer:
    """A function that scores batches of items with one model.

    Parameters
    ----------
    options : Options
    """

    def __init__(self, options: Options) -> None:
        self.options = options

    @cached_property
    def model(self) -> Model:
        """The model, loaded when first used."""
        model = self.options.model
        return model if isinstance(model, Model) else load_model(model)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the weights of the model; loading has checked that of a stored model."""
        is_loaded = not isinstance(self.options.model, Model)
        recorded = str(self.model.info.get("weights_sha256", "")) if is_loaded else ""
        return self.options.digest or recorded or self.model.digest

    @cached_property
    def version(self) -> str:
        """Version of the library, and the first digits of the model's digest."""
        return f"{__version__}+{self.digest[:12]}"

    def __call__(self, items: Sequence[Item]) -> Batch:
        """Score some items together.

        Parameters
        ----------
        items : sequence of Item

        Returns
        -------
        Batch
            At least one row for each item, in order.
        """
        digests: dict[int, str] = {}
        rows = [
            row for number, item in enumerate(items) for row in self._read(number, item, digests)
        ]
        remaining = [row for row in rows if row.status == "ok"]
        scored: list[Row] = []
        metrics: list[dict[str, Any]] = []
        units: list[LabelledUnits] = []
        for pass_rows, pass_metrics, pass_units in self._label(remaining):
            scored += pass_rows
            metrics.append(pass_metrics)
            units.append(pass_units)
        tables = self._make_tables(rows, scored, metrics, join_units(units))
        item = np.array([row.item for row in rows], dtype=np.int64)
        n_units = sum(len(pass_units.p) for pass_units in units)
        status = Counter(row.status for row in rows)
        failed = [(make_storable(row.id), make_storable(row.error)) for row in rows if row.error]
        memory_error = next((row.memory_error for row in rows if row.memory_error), None)
        return Batch(tables, item, digests, n_units, status, failed, memory_error)

    def _read(self, number: int, item: Item, digests: dict[int, str]) -> list[Row]:
        """Read an item and return a row for each document, or one that says why there is none."""
        try:
            if item.error is not None:
                raise item.error
            if is_missing(item.source):
                return [Row(item.id, number, status="empty")]
            return self._read_rows(number, item, digests)
        except Exception as error:
            if self.options.raises:
                raise
            row = Row(item.id, number)
            row.fail(error)
            return [row]

    def _read_rows(self, number: int, item: Item, digests: dict[int, str]) -> list[Row]:
        source, name = item.source, ""
        date, undated = day_in_table(None if is_missing(item.date) else item.date)
        if self.options.files and isinstance(source, os.PathLike):
            # Read once, so that the digest is that of the very bytes that are scored.
            name = os.fsdecode(source)
            source = bytes_of(name)
            digests[number] = hashlib.sha256(source).hexdigest()
        rows = []
        documents = read_documents(source, self.options.exhibit, name)
        for name, document in zip(names_of(item.id, documents), documents, strict=True):
            status = "ok" if document.text.strip(BLANKS) else "empty"
            warnings = (str(warning) for warning in document.warnings if warning != "empty")
            row = Row(name, number, document, date, status, warnings=(*warnings, *undated))
            for fact in FACTS if self.options.files else ():
                row.facts[fact] = read_fact(document, fact)
            rows.append(row)
        return rows

    def _label(
        self, rows: Sequence[Row]
    ) -> Iterator[tuple[Sequence[Row], dict[str, Any], LabelledUnits]]:
        """Score documents together; from the first pass that fails on, one by one.

        Yields the rows of each pass, their metrics and units; nothing else of a pass is kept.
        """
        done = 0
        try:
            for part in label_passes(_list_texts(rows), self.model):
                last = done + len(part.sheet.texts)
                metrics = self._complete_rows(rows[done:last], part)
                yield rows[done:last], metrics, part.found
                done = last
        except Exception:
            if self.options.raises:
                raise
            for row in rows[done:]:
                try:
                    part = next(label_passes(_list_texts([row]), self.model))
                    metrics = self._complete_rows([row], part)
                    yield [row], metrics, part.found
                except Exception as error:
                    row.fail(error)

    def _complete_rows(self, rows: Sequence[Row], part: Pass) -> dict[str, Any]:
        """Add to each row its day, warnings and analyses; return the metrics of all rows.

        Tables of units hold none of these, so they are left out where no other is requested. What
        is done for all together comes before the first row is changed: if it fails, each document
        can be done again by itself.
        """
        if {"document", "promise"}.isdisjoint(self.options.tables):
            return {}
        words = count_sheet_words(part.sheet, part.cut.units)
        metrics = _count_metrics(part, words)
        is_analysed = bool(self.options.analyses) or "promise" in self.options.tables
        first, begin = part.cut.units.first.tolist(), part.sheet.begin.tolist()
        listed = part.cut.listed() if is_analysed else []
        is_forward = find_forward_looking(part.found.p, part.cut.units.first).tolist()
        for row, (a, b), place, outline, looks_ahead in zip(
            rows, pairwise(first), begin, _make_outlines(part), is_forward, strict=False
        ):
            self._try(row, "release_date", partial(_find_day, row))
            self._try(row, "warnings", partial(_add_warnings, row, outline, looks_ahead))
            if is_analysed:
                p, p_specific = part.found.p[a:b], part.found.p_specific[a:b]
                analyse = partial(self._analyse, row, listed[a:b], place, p, p_specific)
                self._try(row, "analyses", partial(analyse, words[a:b]))
        return metrics

    def _try(self, row: Row, name: str, work: Callable[[], None]) -> None:
        """Do one thing for a document; if it fails, all others are still done."""
        try:
            work()
        except Exception as error:
            if self.options.raises:
                raise
            row.fail_analysis(name, error)

    def _analyse(
        self,
        row: Row,
        listed: Sequence[Unit],
        begin: int,
        p: Floats,
        p_specific: Floats,
        words: Ints,
    ) -> None:
        """Run each analysis by itself; the text begins at `begin` in its sheet."""
        assert row.document is not None
        units = _rebase_units(listed, begin)
        release = Release(
            *(row.document, units, p, p_specific, self.model, self.options.abstain),
            date=row.date,
            words=words,
        )
        measures: dict[str, Callable[[Findings], Mapping[str, Any]]]
        measures = {name: ANALYSES[name].measure for name in self.options.analyses}
        if "promise" in self.options.tables:
            measures["promises"] = lambda _: {"promises": release.promises}
        for name, measure in measures.items():
            self._try(row, name, partial(_add_metrics, row, measure, release))

    def _make_tables(
        self,
        rows: Sequence[Row],
        scored: Sequence[Row],
        metrics: Sequence[dict[str, Any]],
        units: LabelledUnits,
    ) -> dict[str, pd.DataFrame]:
        """Make the tables that are requested; those of units and sentences share an index."""
        make: dict[str, Callable[[], pd.DataFrame]] = {
            "document": lambda: self._make_documents(rows, scored, metrics),
            "sentence": lambda: self._make_units(scored, units, np.flatnonzero(units.labelled)),
            "unit": lambda: self._make_units(scored, units, np.arange(len(units.p))),
            "promise": lambda: make_promise_table(scored),
        }
        return {name: make[name]() for name in self.options.tables}

    def _make_documents(
        self, rows: Sequence[Row], scored: Sequence[Row], metrics: Sequence[dict[str, Any]]
    ) -> pd.DataFrame:
        import pandas as pd

        columns: dict[str, Any] = {
            "doc_id": text_column([make_storable(row.id) for row in rows]),
            "status": text_column([row.status for row in rows]),
            "error": text_column([make_storable(row.error) for row in rows]),
            "warnings": text_column([make_storable("; ".join(row.warnings)) for row in rows]),
            "model_version": text_column([self.version] * len(rows)),
            "release_date": make_day_column([row.date for row in rows]),
            "release_date_source": text_column([row.date_source for row in rows]),
        }
        for name in FACTS if self.options.files else ():
            columns[name] = text_column([row.facts.get(name, "") for row in rows])
        measured = np.flatnonzero([row.status in ("ok", "partial") for row in rows])
        failed = np.array([row.status == "error" for row in rows], dtype=bool)
        names = list_columns("document", self.options.analyses, self.options.files)
        for name in names:
            if name in METRICS:
                values = np.concatenate([[], *(part[name] for part in metrics)])
            elif name not in columns:
                values = np.array([row.values.get(name, np.nan) for row in scored], dtype=float)
            else:
                continue
            columns[name] = make_column(name, values, measured, failed)
        return pd.DataFrame({name: columns[name] for name in names})

    def _make_units(self, rows: Sequence[Row], units: LabelledUnits, which: Ints) -> pd.DataFrame:
        """Make a table of some of the units, by number."""
        import pandas as pd

        columns = unit_columns(
            *(_list_texts(rows), units.units, units.p, units.labelled, units.p_specific),
            abstain=self.options.abstain, which=which,
        )  # fmt: skip
        ids = [make_storable(row.id) for row in rows]
        owner = text_column([ids[number] for number in units.units.text[which].tolist()])
        return pd.DataFrame({"doc_id": owner} | columns, index=pd.Index(which))


def names_of(id: str, documents: Sequence[Document]) -> list[str]:
    """Return the ids of the documents of an item: by file in an archive, else by number."""
    if len(documents) == 1:
        return [id]
    counts: Counter[str] = Counter()
    names = []
    for document in documents:
        member = (document.metadata or {}).get("member")
        name = f"{id}!{member}" if member else id
        counts[name] += 1
        names.append(name if counts[name] == 1 else f"{name}#{counts[name]}")
    return names


def _find_day(row: Row) -> None:
    assert row.document is not None
    row.date, row.date_source = release_day(row.document, row.date)


def _add_warnings(row: Row, outline: Outline, looks_ahead: bool) -> None:
    assert row.document is not None
    undated = (UNDATED,) * (row.date is None and looks_ahead)
    row.warnings += (*genre_warnings(row.document.text, outline), *undated)


def _add_metrics(
    row: Row, measure: Callable[[Findings], Mapping[str, Any]], release: Release
) -> None:
    row.values |= measure(release.findings)


def _list_texts(rows: Sequence[Row]) -> list[str]:
    return [row.document.text for row in rows if row.document is not None]


def _count_metrics(part: Pass, words: Ints) -> dict[str, Any]:
    return batch_metrics(words, part.found.p, part.found.labelled, part.cut.units.first)


def _make_outlines(part: Pass) -> list[Outline]:
    """Return for each text what :func:`fls.genre.outline_of` returns for its units."""
    units = part.found.units
    rows = np.flatnonzero(units.kind == _SENTENCE)
    spans = list(zip(units.start[rows].tolist(), units.end[rows].tolist(), strict=True))
    bounds = rows.searchsorted(units.first).tolist()
    labelled = np.append(0, np.cumsum(part.found.labelled))[units.first]
    counts = zip(np.diff(units.first).tolist(), np.diff(labelled).tolist(), strict=True)
    rules = part.cut.rules_by_text()
    return [
        Outline(spans[a:b], own_rules, *count)
        for (a, b), own_rules, count in zip(pairwise(bounds), rules, counts, strict=True)
    ]


def _rebase_units(units: Sequence[Unit], begin: int) -> list[Unit]:
    """Return units of a sheet with the offsets and blocks of their own text."""
    # Blocks are numbered through the sheet; the first unit of a text is in its first block.
    block = units[0].block if units else 0
    return [
        Unit(kind, start - begin, end - begin, rule, number - block)
        for kind, start, end, rule, number in units
    ]
