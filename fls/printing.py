"""How results look: records for machines, a table and a progress line for people.

Everything here writes to the stream that it is given; what is printed where, the command line says.
"""

from __future__ import annotations

import csv
import json
import math
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TextIO, TypeAlias

from fls.document import LABELLED_KINDS, LABELS, is_flag
from fls.summary import compared, counted, summarised, tidy

if TYPE_CHECKING:
    from fls.analysis.compare import Comparison

__all__ = [
    "FORMATS",
    "LEVELS",
    "CsvWriter",
    "JsonLinesWriter",
    "Pace",
    "Progress",
    "TableWriter",
    "plain",
]

#: What the tables of many releases are written as, and what a row of theirs is: a document, a
#: labelled unit of one, or a unit of any kind.
FORMATS = ("csv", "jsonl", "parquet")
LEVELS = ("document", "sentence", "unit", "promise")

_Rows: TypeAlias = Sequence[Mapping[str, Any]]

#: How things look on a terminal (SGR codes).
_STYLES = {
    "title": "1",
    "heading": "1",
    "faint": "2",
    "factual": "",
    "promotional": "35",
    "forward_looking": "36",
    "boilerplate": "33",
}
#: What rows are, by a column that only they have, and what shows them.
_SHOWN = {
    "promise": ("promises", "promise_lines"),
    "element": ("elements", "element_lines"),
    "similarity": ("statements", "coverage_lines"),
    "unit": ("units", "unit_lines"),
}
#: Headings of what changed.
_PARTS = {"promise": "promises", "statement": "other statements", "legend": "legend"}


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


class TableWriter:
    """What a person likes to read."""

    def __init__(self, out: TextIO, color: bool) -> None:
        self.out = out
        self.color = color
        self.width = shutil.get_terminal_size(fallback=(100, 24)).columns
        self.gap = ""

    def add(self, name: str, rows: _Rows | None, metrics: Mapping[str, Any]) -> None:
        """Write one release: title, units if there are rows, metrics if there are some."""
        title = self.paint(tidy(name), "title")
        lines = [title]
        if rows is not None:
            labelled = sum(isinstance(row.get("label"), str) for row in rows)
            what = "units"
            show: Callable[[Mapping[str, Any], int], Iterator[str]] = self.unit_lines
            if not metrics and rows:
                level = next((key for key in _SHOWN if key in rows[0]), "unit")
                what, show = _SHOWN[level][0], getattr(self, _SHOWN[level][1])
            head = f"{title}  {counted(len(rows), what)}"
            lines = [head + f", {labelled:,} labelled" * bool(labelled)]
            digits = len(str(max((row.get("unit", 0) for row in rows), default=0)))
            for row in rows:
                lines += show(row, digits)
            lines += [""] * bool(metrics)
        self.out.write(self.gap + "\n".join([*lines, *summarised(metrics)]) + "\n")
        self.gap = "\n"

    def unit_lines(self, row: Mapping[str, Any], digits: int) -> Iterator[str]:
        """Show one unit: number, kind, label, its probability, text with a hanging indent.

        A plus sign behind the label says that the unit is specific.
        """
        kind, label = row["kind"], row.get("label")
        head = f"{row['unit']:>{digits}} {kind:<8} "
        indent = len(head)
        style = label if isinstance(label, str) else "heading" if kind == "heading" else "faint"
        if "label" in row:
            name, share = "", ""
            if isinstance(label, str):
                name, share = label.replace("_", "-"), f"{row[f'p_{label}']:4.0%}"
                name += "+" if row.get("specific") else ""
            elif kind in LABELLED_KINDS:
                from fls.decision import decide

                # Too unsure for a label: the reader sees how unsure.
                p = [row[f"p_{known}"] for known in LABELS]
                name, share = "\N{EN DASH}", f"{p[int(decide(p))]:4.0%}"
                style = "factual"
            verdict = f"{name:<16} {share:>4}  "
            indent += len(verdict)
            head += self.paint(verdict, style)
        elif kind in LABELLED_KINDS:
            style = "factual"
        room = max(self.width - indent, 30)
        lines = _wrap(tidy(row["text"]), room)
        if style == "faint" and len(lines) > 1:
            lines = [lines[0][: room - 1] + "…"]
        for line in lines:
            yield head + self.paint(line, style)
            head = " " * indent

    def promise_lines(self, row: Mapping[str, Any], digits: int) -> Iterator[str]:
        """Show one commitment: unit, kind of event, hedge, days, and below them its text."""
        first, last = row["horizon_first"], row["horizon_last"]
        days = f"{first or ''} to {last or ''}" if first or last else row["horizon_kind"] or ""
        head = f"{row['unit']:>{digits}} {row['event']:<12} {row['hedge']:.1f}  {days:<24}"
        yield self.paint(f"{head}  {tidy(row['quantity'] or '')}".rstrip(), "forward_looking")
        for line in _wrap(tidy(row["text"]), max(self.width - digits - 1, 30)):
            yield " " * (digits + 1) + line

    def element_lines(self, row: Mapping[str, Any], _: int) -> Iterator[str]:
        """Show one element of the cautionary text: name, how often, and its first wording."""
        times = str(row["n_spans"]) if row["is_present"] else "\N{EN DASH}"
        yield from self.hanging(f"  {row['element']:<18} {times:>3}  ", row["text"] or "")

    def coverage_lines(self, row: Mapping[str, Any], digits: int) -> Iterator[str]:
        """Show one forward-looking statement, and below it the factor that is nearest."""
        style = "forward_looking" if row["is_covered"] else "promotional"
        verdict = "covered" if row["is_covered"] else "open"
        head = f"{row['unit']:>{digits}} {verdict:<8} {row['similarity']:.2f}  "
        yield from self.hanging(head, row["text"], style)
        if row["factor"]:
            yield from self.hanging(" " * (len(head) - 3) + "\N{RIGHTWARDS ARROW}  ", row["factor"])

    def hanging(self, head: str, text: str, style: str = "") -> Iterator[str]:
        """Wrap text behind a head, further lines indented like it."""
        for line in _wrap(tidy(text), max(self.width - len(head), 30)):
            yield (head + self.paint(line, style)).rstrip()
            head = " " * len(head)

    def add_changes(self, changes: Comparison, everything: bool) -> None:
        """Write what changed between two releases, part by part; what stood before in brackets.

        With `everything` also all metrics, and how similar the texts are.
        """
        records = changes.records()
        promises = {(row["older"], row["newer"]) for row in records if row["part"] == "promise"}
        copied = changes.similarity["legend_copied_share"]
        for part, heading in _PARTS.items():
            rows = [row for row in records if row["part"] == part]
            if part == "statement":  # those that are promises were told
                rows = [row for row in rows if (row["older"], row["newer"]) not in promises]
            if part == "legend" and changes.legend_status == "changed":
                rows[0] = {**rows[0], "newer": f"{copied:.0%} of the newer one's words are copied"}
            kept = sum(row["status"] == "kept" for row in rows)
            told = [row for row in rows if row["status"] != "kept"]
            lines = [line for row in told for line in self.change_lines(part, row)]
            lines += [f"  {kept:,} kept"] * bool(kept)
            self.part(heading, lines or ["  none"])
        metrics = changes.metrics.to_dict("records")
        self.part("scores and shares of words, 90 % intervals for label errors", compared(metrics))
        if everything:
            rows = [row for row in records if row["part"] in ("metric", "similarity")]
            self.part("all metrics, and how similar the texts are", map(_side_by_side, rows))

    def part(self, heading: str, lines: Iterable[str]) -> None:
        """Write some lines under a heading."""
        self.out.write(self.gap + "\n".join([self.paint(heading, "title"), *lines]) + "\n")
        self.gap = "\n"

    def change_lines(self, part: str, row: Mapping[str, Any]) -> Iterator[str]:
        """Show one change."""
        older, newer = row["older"], row["newer"]
        change = _measured(part, row["status"], row["change"])
        head = f"  {row['status'].replace('_', ' '):<14} {change:>9}  "
        texts = [newer if newer is not None else older or ""]
        texts += [f"({older})"] * (older is not None and newer not in (None, older))
        room = max(self.width - len(head), 30)
        for line in [line for text in texts for line in _wrap(tidy(text), room)]:
            yield (head + line).rstrip()
            head = " " * len(head)

    def paint(self, text: str, style: str) -> str:
        """Put text into a style, on a terminal."""
        code = _STYLES.get(style) if self.color else None
        return f"\x1b[{code}m{text}\x1b[0m" if code else text


def _wrap(text: str, width: int) -> list[str]:
    """Break text into lines, in time linear in its length (textwrap's is not, without spaces)."""
    lines, line = [], ""
    for word in text.split():
        for start in range(0, len(word), width):
            piece = word[start : start + width]
            if line and len(line) + 1 + len(piece) > width:
                lines.append(line)
                line = piece
            else:
                line = f"{line} {piece}" if line else piece
    return [*lines, line]


def _side_by_side(row: Mapping[str, Any]) -> str:
    """Write a metric of two releases."""
    name = row["name"]
    older, newer = (
        "" if row[side] is None else _readable(name, row[side]) for side in ("older", "newer")
    )
    return f"  {name:<30} {older:>9} {newer:>9}  {row['status'] or ''}".rstrip()


def _measured(part: str, status: str, change: float | None) -> str:
    """Write how large a change is."""
    if not change or part == "statement":
        return ""
    if part == "legend":
        return counted(int(change), "words")
    return f"{change:+} days" if status.startswith("moved") else f"{change:+.0%}"


def _readable(key: str, value: Any) -> str:
    """Write a value for a person: shares as percentages, a dash for what is not defined."""
    if not isinstance(value, float):
        return str(value)
    if math.isnan(value):
        return "\N{EN DASH}"
    return f"{value:.1%}" if "_share" in key else f"{value:,.6g}"


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
    """A line with rate and time left, on a terminal or in a notebook; elsewhere nothing."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        # A notebook is no terminal, but takes back the line as one does.
        self.live = stream.isatty() or type(stream).__module__.startswith("ipykernel")
        self.begin = self.told = time.monotonic()
        self.first: int | None = None

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
        self.stream.flush()


def _clock(seconds: int) -> str:
    """Write seconds as hours, minutes and seconds."""
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"
