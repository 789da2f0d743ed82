"""How results look: records for machines, and a progress line for people.

Everything here writes to the stream that it is given; what is printed where, the command line says.
"""

from __future__ import annotations

import csv
import json
import math
import time
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TextIO, TypeAlias

from fls.document import is_flag

__all__ = [
    "FORMATS",
    "CsvWriter",
    "JsonLinesWriter",
    "Pace",
    "Progress",
    "plain",
]

#: What the tables of many releases are written as.
FORMATS = ("csv", "jsonl", "parquet")

_Rows: TypeAlias = Sequence[Mapping[str, Any]]


def plain(value: Any) -> Any:
    """Turn a value into what JSON knows; NaN becomes None."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if hasattr(value, "tolist"):  # numpy's scalars and arrays
        return plain(value.tolist())
    if isinstance(value, date):
        return value.isoformat()
    return None if isinstance(value, float) and not math.isfinite(value) else value


class JsonLinesWriter:
    """One record a unit, or a release with metrics only, headed by the path as given."""

    def __init__(self, out: TextIO) -> None:
        self.out = out

    def add(self, name: str, rows: _Rows | None, metrics: Mapping[str, Any]) -> None:
        """Write the records of one release: its units, or its metrics where there are no rows."""
        self.out.write("")  # that there is no row is a result, too
        facts = {key: bool(x) if is_flag(key) else x for key, x in metrics.items()}
        for row in [facts] if rows is None else rows:
            self.write(plain({"doc_id": name, **row}))

    def write(self, record: dict[str, Any]) -> None:
        """Write one record as a line of JSON."""
        self.out.write(json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n")


class CsvWriter(JsonLinesWriter):
    """The same records as comma-separated values under one header.

    With the columns of the rows of releases, a release that has none brings the header, too.
    """

    def __init__(self, out: TextIO, columns: Sequence[str] = ()) -> None:
        super().__init__(out)
        self.columns = columns
        self.table: csv.DictWriter[str] | None = None

    def add(self, name: str, rows: _Rows | None, metrics: Mapping[str, Any]) -> None:
        """Write the records of one release."""
        if self.columns:
            self.headed(["doc_id", *self.columns])
        super().add(name, rows, metrics)

    def write(self, record: dict[str, Any]) -> None:
        """Write one record as a row; the first brings the header."""
        self.headed(list(record)).writerow(record)

    def headed(self, names: Sequence[str]) -> csv.DictWriter[str]:
        """Give the table, its header written."""
        if self.table is None:
            self.table = csv.DictWriter(self.out, names, lineterminator="\n")
            self.table.writeheader()
        return self.table


class Progress:
    """A line on a terminal that is written over; elsewhere one plain line a stage."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.live = stream.isatty()
        self.stage = ""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show that `done` of `total` steps of a stage are done."""
        if self.live:
            bar = "#" * (24 * done // max(total, 1))
            end = "\n" if done >= total else ""
            self.stream.write(f"\r{stage:<24} [{bar:<24}] {done}/{total}\x1b[K{end}")
        elif stage != self.stage:
            self.stream.write(f"{stage}\n")
        self.stage = stage
        self.stream.flush()


class Pace:
    """A line with rate and time left, on a terminal or in a notebook; elsewhere nothing.

    Where it is left, so is its line, whatever has happened.
    """

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        # A notebook is no terminal, but takes back the line as one does.
        self.live = stream.isatty() or type(stream).__module__.startswith("ipykernel")
        self.begin = self.told = time.monotonic()
        self.first: int | None = None
        self.open = False

    def __enter__(self) -> Pace:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the line, for what is said next."""
        if self.open:
            self.stream.write("\n")
            self.open = False

    def __call__(self, done: int, total: int | None) -> None:
        """Show that so many documents are done; those of the first call were done before."""
        now = time.monotonic()
        if self.first is None:
            self.first = 0 if now - self.begin > 1e-2 else done
        last = done == total
        if not self.live or (now - self.told < 0.1 and not last):
            return
        self.told = now
        rate = (done - self.first) / max(now - self.begin, 1e-9)
        line = f"{done:,} documents  {rate:,.0f}/s"
        if total is not None:
            left = math.ceil((total - done) / rate) if rate else 0
            line = f"{done:,}/{total:,} documents  {rate:,.0f}/s  {_clock(left)} left"
        self.stream.write(f"\r{line}\x1b[K" + "\n" * last)
        self.open = not last
        self.stream.flush()


def _clock(seconds: int) -> str:
    """Write seconds as hours, minutes and seconds."""
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"
