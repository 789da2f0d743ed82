"""A few items to tables: read, score together, one row each whatever happens."""

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
from fls.batch._days import UNDATED, day_column, look_ahead
from fls.batch._options import Options
from fls.batch._rows import Row, column_of, fact_of, fit, is_missing, promise_table
from fls.batch._schema import FACTS, columns
from fls.batch._sources import Item, documents_of
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
    """Tables of some items.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        By level.
    item : (n_documents,) int64
        The item that each row of the documents is from.
    digests : mapping of int to str
        SHA-256 of the content of each file that was read, by the number of its item; empty
        unless files are asked for.
    n_units : int
        Units of all documents: rows of their table, be it asked for or not.
    status : mapping of str to int
        Number of documents by status.
    starved : RunError or None
        What to say of the first document that lacked memory, if there is one.
    """

    tables: Mapping[str, pd.DataFrame]
    item: Ints
    digests: Mapping[int, str]
    n_units: int
    status: Mapping[str, int]
    starved: RunError | None


class Scorer:
    """Scores batches of items with one model.

    Parameters
    ----------
    options : Options
    """

    def __init__(self, options: Options) -> None:
        self.options = options

    @cached_property
    def model(self) -> Model:
        """The model, loaded when first used."""
        given = self.options.model
        return given if isinstance(given, Model) else load_model(given)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the weights of the model; what was loaded was checked against its own."""
        given = isinstance(self.options.model, Model)
        known = "" if given else str(self.model.info.get("weights_sha256", ""))
        return self.options.digest or known or self.model.digest

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
        for owners, values, found in self._label(remaining):
            scored += owners
            metrics.append(values)
            units.append(found)
        tables = {"document": self._documents(rows, scored, metrics)}
        if not {"sentence", "unit"}.isdisjoint(self.options.tables):
            tables["unit"] = self._units(scored, join_units(units))
            labelled = ~np.isnan(tables["unit"]["p_factual"].to_numpy())
            tables["sentence"] = tables["unit"][labelled]
        if "promise" in self.options.tables:
            tables["promise"] = promise_table(scored)
        item = np.array([row.item for row in rows], dtype=np.int64)
        n_units = sum(len(found.p) for found in units)
        asked = {name: tables[name] for name in self.options.tables}
        status = Counter(row.status for row in rows)
        starved = next((row.starved for row in rows if row.starved), None)
        return Batch(asked, item, digests, n_units, status, starved)

    def _read(self, number: int, item: Item, digests: dict[int, str]) -> list[Row]:
        """Read an item: a row for each document in it, or one that says why there is none."""
        try:
            if item.error is not None:
                raise item.error
            if is_missing(item.source):
                return [Row(item.id, number, status="empty")]
            return self._rows_of(number, item, digests)
        except Exception as error:
            if self.options.raises:
                raise
            row = Row(item.id, number)
            row.fail(error)
            return [row]

    def _rows_of(self, number: int, item: Item, digests: dict[int, str]) -> list[Row]:
        source, name = item.source, ""
        date, undated = day_in_table(None if is_missing(item.date) else item.date)
        if self.options.files and isinstance(source, os.PathLike):
            # The bytes that are scored are those that the digest is of.
            name = os.fsdecode(source)
            source = bytes_of(name)
            digests[number] = hashlib.sha256(source).hexdigest()
        rows = []
        documents = documents_of(source, self.options.exhibit, name)
        for name, document in zip(names_of(item.id, documents), documents, strict=True):
            status = "ok" if document.text.strip(BLANKS) else "empty"
            told = (str(warning) for warning in document.warnings if warning != "empty")
            row = Row(name, number, document, date, status, warnings=(*told, *undated))
            for fact in FACTS if self.options.files else ():
                row.facts[fact] = fact_of(document, fact)
            rows.append(row)
        return rows

    def _label(
        self, rows: Sequence[Row]
    ) -> Iterator[tuple[Sequence[Row], dict[str, Any], LabelledUnits]]:
        """Score documents together; from the first run on that fails, one by one.

        Yields the rows of each pass, their metrics and units; what else stays of it is small.
        """
        done = 0
        try:
            for part in label_passes(_texts(rows), self.model):
                last = done + len(part.sheet.texts)
                metrics = self._look_at(rows[done:last], part)
                yield rows[done:last], metrics, part.found
                done = last
        except Exception:
            if self.options.raises:
                raise
            for row in rows[done:]:
                try:
                    part = next(label_passes(_texts([row]), self.model))
                    metrics = self._look_at([row], part)
                    yield [row], metrics, part.found
                except Exception as error:
                    row.fail(error)

    def _look_at(self, rows: Sequence[Row], part: Pass) -> dict[str, Any]:
        """Give each document its warnings, and what needs the release as a whole.

        Metrics of all are given back. What is done for all together comes before the first row
        is touched: if it fails, each can be done again by itself.
        """
        words = count_sheet_words(part.sheet, part.cut.units)
        metrics = _metrics(part, words)
        whole = bool(self.options.analyses) or "promise" in self.options.tables
        first, begin = part.cut.units.first.tolist(), part.sheet.begin.tolist()
        listed = part.cut.listed() if whole else []
        ahead = look_ahead(part.found.p, part.cut.units.first).tolist()
        for row, (a, b), start, outline, is_ahead in zip(
            rows, pairwise(first), begin, _outlines(part), ahead, strict=False
        ):
            self._try(row, "release_date", partial(_date, row))
            self._try(row, "warnings", partial(_warn, row, outline, is_ahead))
            if whole:
                p, p_specific = part.found.p[a:b], part.found.p_specific[a:b]
                own = (listed[a:b], start, p, p_specific, words[a:b])
                self._try(row, "analyses", partial(self._analyse, row, *own))
        return metrics

    def _try(self, row: Row, name: str, work: Callable[[], None]) -> None:
        """Do one thing for a document; if it fails, it takes nothing else along."""
        try:
            work()
        except Exception as error:
            if self.options.raises:
                raise
            row.lack(name, error)

    def _analyse(
        self,
        row: Row,
        listed: Sequence[Unit],
        begin: int,
        p: Floats,
        p_specific: Floats,
        words: Ints,
    ) -> None:
        """Work out what was asked for, each by itself; the text of `listed` starts at `begin`."""
        assert row.document is not None
        units = _own_units(listed, begin)
        release = Release(
            *(row.document, units, p, p_specific, self.model, self.options.abstain),
            date=row.date,
            words=words,
        )
        asked: dict[str, Callable[[Findings], Mapping[str, Any]]]
        asked = {name: ANALYSES[name].measure for name in self.options.analyses}
        if "promise" in self.options.tables:
            asked["promises"] = lambda _: {"promises": release.promises}
        for name, measure in asked.items():
            self._try(row, name, partial(_measure, row, measure, release))

    def _documents(
        self, rows: Sequence[Row], scored: Sequence[Row], found: Sequence[dict[str, Any]]
    ) -> pd.DataFrame:
        import pandas as pd

        filled: dict[str, Any] = {
            "doc_id": text_column([fit(row.id) for row in rows]),
            "status": text_column([row.status for row in rows]),
            "error": text_column([fit(row.error) for row in rows]),
            "warnings": text_column([fit("; ".join(row.warnings)) for row in rows]),
            "model_version": text_column([self.version] * len(rows)),
            "release_date": day_column([row.date for row in rows]),
            "release_date_source": text_column([row.date_source for row in rows]),
        }
        for name in FACTS if self.options.files else ():
            filled[name] = text_column([row.facts.get(name, "") for row in rows])
        at = np.flatnonzero([row.status in ("ok", "partial") for row in rows])
        failed = np.array([row.status == "error" for row in rows], dtype=bool)
        names = columns("document", self.options.analyses, self.options.files)
        for name in names:
            if name in METRICS:
                values = np.concatenate([[], *(part[name] for part in found)])
            elif name not in filled:
                values = np.array([row.values.get(name, np.nan) for row in scored], dtype=float)
            else:
                continue
            filled[name] = column_of(name, values, at, failed)
        return pd.DataFrame({name: filled[name] for name in names})

    def _units(self, rows: Sequence[Row], found: LabelledUnits) -> pd.DataFrame:
        import pandas as pd

        units, p, p_specific = found
        labelled = ~np.isnan(p[:, 0])
        columns = unit_columns(_texts(rows), units, p, labelled, p_specific, self.options.abstain)
        ids = [fit(row.id) for row in rows]
        owner = text_column([ids[number] for number in units.text.tolist()])
        return pd.DataFrame({"doc_id": owner} | columns)


def names_of(id: str, documents: Sequence[Document]) -> list[str]:
    """Name what one item holds: several in an archive by their files, of one name by number."""
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


def _date(row: Row) -> None:
    assert row.document is not None
    row.date, row.date_source = release_day(row.document, row.date)


def _warn(row: Row, outline: Outline, is_ahead: bool) -> None:
    assert row.document is not None
    undated = (UNDATED,) * (row.date is None and is_ahead)
    row.warnings += (*genre_warnings(row.document.text, outline), *undated)


def _measure(row: Row, measure: Callable[[Findings], Mapping[str, Any]], release: Release) -> None:
    row.values |= measure(release.findings)


def _texts(rows: Sequence[Row]) -> list[str]:
    return [row.document.text for row in rows if row.document is not None]


def _metrics(part: Pass, words: Ints) -> dict[str, Any]:
    return batch_metrics(words, part.found.p, ~np.isnan(part.found.p[:, 0]), part.cut.units.first)


def _outlines(part: Pass) -> list[Outline]:
    """What :func:`fls.genre.outline_of` says of the units of each text."""
    units = part.found.units
    rows = np.flatnonzero(units.kind == _SENTENCE)
    spans = list(zip(units.start[rows].tolist(), units.end[rows].tolist(), strict=True))
    at = rows.searchsorted(units.first).tolist()
    labelled = np.append(0, np.cumsum(~np.isnan(part.found.p[:, 0])))[units.first]
    counts = zip(np.diff(units.first).tolist(), np.diff(labelled).tolist(), strict=True)
    rules = part.cut.rules_by_text()
    return [
        Outline(spans[a:b], found, *count)
        for (a, b), found, count in zip(pairwise(at), rules, counts, strict=True)
    ]


def _own_units(units: Sequence[Unit], begin: int) -> list[Unit]:
    """Units of one text of a sheet, as :func:`fls.segmentation.segment` gives them."""
    # Blocks are numbered over the sheet; the first unit of a text stands in its first block.
    block = units[0].block if units else 0
    return [
        Unit(kind, start - begin, end - begin, rule, number - block)
        for kind, start, end, rule, number in units
    ]
