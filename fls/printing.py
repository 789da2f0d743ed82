"""Output of results: records for machines, and progress lines for people.

Everything here writes to a stream that is passed in; the command line chooses the stream.
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

#: File formats of the tables of many releases.
FORMATS = ("csv", "jsonl", "parquet")

_Rows: TypeAlias = Sequence[Mapping[str, Any]]


def plain(value: Any) -> Any:
    """Convert a value to types that JSON has; NaN and infinity become None."""
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
    """Writer of one JSON record per unit, or per release, that starts with the name of the file."""

    def __init__(self, out: TextIO) -> None:
        self.out = out

    def add(self, name: str, rows: _Rows | None, metrics: Mapping[str, Any]) -> None:
        """Write the records of one release: `rows`, or its metrics if `rows` is None."""
        self.out.write("")  # opens the output even if there is no row
        record = {key: bool(x) if is_flag(key) else x for key, x in metrics.items()}
        for row in [record] if rows is None else rows:
            self.write(plain({"doc_id": name, **row}))

    def write(self, record: dict[str, Any]) -> None:
        """Write one record as a line of JSON."""
        self.out.write(json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n")


class CsvWriter(JsonLinesWriter):
    """Writer of the same records as comma-separated values below one header.

    If the columns of the rows are passed, the header is written even if no release has rows.
    """

    def __init__(self, out: TextIO, columns: Sequence[str] = ()) -> None:
        super().__init__(out)
        self.columns = columns
        self.table: csv.DictWriter[str] | None = None

    def add(self, name: str, rows: _Rows | None, metrics: Mapping[str, Any]) -> None:
        """Write the records of one release."""
        if self.columns:
            self.open_table(["doc_id", *self.columns])
        super().add(name, rows, metrics)

    def write(self, record: dict[str, Any]) -> None:
        """Write one record as a row, the first one below the header."""
        self.open_table(list(record)).writerow(record)

    def open_table(self, names: Sequence[str]) -> csv.DictWriter[str]:
        """Return the table; its header is written once."""
        if self.table is None:
            self.table = csv.DictWriter(self.out, names, lineterminator="\n")
            self.table.writeheader()
        return self.table


class Progress:
    """A progress line, overwritten on a terminal; elsewhere one plain line per stage."""

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
    """A line with rate and remaining time, on a terminal or in a notebook; elsewhere nothing.

    It is a context manager, which ends the line even after an error.
    """

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        # A notebook is no terminal, but can overwrite a line, too.
        self.live = stream.isatty() or type(stream).__module__.startswith("ipykernel")
        self.begin = self.last_shown = time.monotonic()
        self.first: int | None = None
        self.open = False

    def __enter__(self) -> Pace:
        """Return the line itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the line, so that other output begins on a new one."""
        if self.open:
            self.stream.write("\n")
            self.open = False

    def __call__(self, done: int, total: int | None) -> None:
        """Show how many documents are done; the rate leaves out those of the first call.

        A first call later than 10 ms after the start counts in full.
        """
        now = time.monotonic()
        if self.first is None:
            self.first = 0 if now - self.begin > 1e-2 else done
        is_last = done == total
        if not self.live or (now - self.last_shown < 0.1 and not is_last):
            return
        self.last_shown = now
        rate = (done - self.first) / max(now - self.begin, 1e-9)
        line = f"{done:,} documents  {rate:,.0f}/s"
        if total is not None:
            left = math.ceil((total - done) / rate) if rate else 0
            line = f"{done:,}/{total:,} documents  {rate:,.0f}/s  {_clock(left)} left"
        self.stream.write(f"\r{line}\x1b[K" + "\n" * is_last)
        self.open = not is_last
        self.stream.flush()


def _clock(seconds: int) -> str:
    """Write seconds as hours, minutes and seconds."""
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"
