"""Show releases on a terminal: tables as wide as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import isnan
from typing import TYPE_CHECKING, Any, TextIO, TypeAlias

from fls.document import LABELLED_KINDS, LABELS

from ._summary import (
    count_cells,
    fill_lines,
    hang,
    lay_out_changes,
    lay_out_summary,
    read_terminal_width,
    tidy,
    write_count,
)

if TYPE_CHECKING:
    from fls.analysis.comparison import Comparison

__all__ = ["TableWriter"]

_Row: TypeAlias = Mapping[str, Any]

#: SGR codes of the styles.
_STYLES = {
    "title": "1",
    "heading": "1",
    "faint": "2",
    "factual": "",
    "promotional": "35",
    "forward_looking": "36",
    "boilerplate": "33",
}
#: Minimum widths of the columns for the number of a unit and for the time of a promise.
_MIN_UNIT_WIDTH, _MIN_DUE_WIDTH = 4, 24
#: Minimum width of the text of units that carry no label.
_MIN_FAINT_WIDTH = 20
#: Headings of the parts of a comparison.
_PART_HEADINGS = {"promise": "promises", "statement": "other statements", "legend": "legend"}


class TableWriter:
    """Write releases as tables for people.

    Parameters
    ----------
    out : TextIO
        Where to write.
    color : bool
        Whether to use colours.
    level : str, optional
        Level of the rows: ``"promise"``, ``"safe-harbor"`` or ``"coverage"``; any other means
        units.
    """

    def __init__(self, out: TextIO, color: bool, level: str | None = None) -> None:
        self.out = out
        self.color = color
        self.level = level
        self.width = read_terminal_width()
        self.gap = ""

    def add(self, name: str, rows: Sequence[_Row] | None, metrics: Mapping[str, Any]) -> None:
        """Write one release: title, rows if any, metrics if any."""
        lines = [self.paint(tidy(name), "title")]
        if rows is not None:
            count, show = {
                "promise": (_count_promises, self.show_promises),
                "safe-harbor": (_count_present, self.show_elements),
                "coverage": (_count_statements, self.show_coverage),
            }.get(self.level or "", (_count_units, self.show_units))
            lines = [f"{lines[0]}  {count(rows)}", *show(rows), *[""] * bool(metrics)]
        lines += lay_out_summary(metrics, self.width)
        self.out.write(self.gap + "\n".join(lines) + "\n")
        self.gap = "\n"

    def show_units(self, rows: Sequence[_Row]) -> Iterator[str]:
        """Show units: number, kind, label, its probability, text with a hanging indent.

        A plus sign behind the label means that the unit is specific.
        """
        digits = _count_digits(rows)
        for row in rows:
            kind, label = row["kind"], row.get("label")
            head = f"{row['unit']:>{digits}} {kind:<8} "
            style = label if isinstance(label, str) else "heading" if kind == "heading" else "faint"
            if kind in LABELLED_KINDS and not isinstance(label, str):
                style = "factual"
            verdict = _write_verdict(row) if "label" in row else ""
            text: Sequence[str] = tidy(row["text"]).split()
            if style == "faint":
                room = max(self.width - len(head + verdict), _MIN_FAINT_WIDTH)
                first, *more = fill_lines(text, room)
                text = [fill_lines([first], room - 1)[0] + "…" if more else first]
            yield from self.hang(head, text, style, verdict)

    def show_promises(self, rows: Sequence[_Row]) -> Iterator[str]:
        """Show promises: unit, event, how firm, when due, how much, and the text below."""
        from fls.analysis.commitments import firmness

        digits = max(_count_digits(rows), _MIN_UNIT_WIDTH)
        if rows:
            head = f"{'unit':>{digits}} {'event':<12} {'how firm':<9}  "
            heads = f"{head}{'due':<{_MIN_DUE_WIDTH}}  quantity"
            fits = len(heads) <= self.width
            yield self.paint(heads if fits else f"{head}due, quantity", "faint")
        for row in rows:
            event = "" if row["event"] == "other" else row["event"].replace("_", " ")
            head = f"{row['unit']:>{digits}} {event:<12} {firmness(row['hedge'])[1]:<9}  "
            due, quantity = _write_due(row), tidy(row["quantity"] or "")
            width = count_cells(due)
            beside = f"{due}{' ' * (_MIN_DUE_WIDTH - width)}  {quantity}" if quantity else due
            fits = width <= _MIN_DUE_WIDTH and count_cells(head + beside) <= self.width
            terms = [beside] if fits else ", ".join(filter(None, (due, quantity))).split()
            yield from self.hang("", terms, "forward_looking", head)
            yield from self.hang(" " * (digits + 1), tidy(row["text"]))

    def show_elements(self, rows: Sequence[_Row]) -> Iterator[str]:
        """Show elements of the cautionary text: name, how often, and the first wording."""
        for row in rows:
            times = str(row["n_spans"]) if row["is_present"] else "\N{EN DASH}"
            yield from self.hang(f"  {row['element']:<18} {times:>3}  ", tidy(row["text"] or ""))

    def show_coverage(self, rows: Sequence[_Row]) -> Iterator[str]:
        """Show forward-looking statements, and below each the factor nearest to it."""
        digits = max(_count_digits(rows), _MIN_UNIT_WIDTH)
        if rows:
            arrow = "\N{RIGHTWARDS ARROW}"
            text = f"statement, and {arrow} its nearest factor"
            heads = self.hang(f"{'unit':>{digits}} {'':<8} alike  ", text)
            yield from (self.paint(line, "faint") for line in heads)
        for row in rows:
            style = "forward_looking" if row["is_covered"] else "promotional"
            verdict = "covered" if row["is_covered"] else "open"
            head = f"{row['unit']:>{digits}} {verdict:<8} {row['similarity']:>5.2f}  "
            yield from self.hang(head, tidy(row["text"]), style)
            if row["factor"]:
                behind = " " * (len(head) - 3) + "\N{RIGHTWARDS ARROW}  "
                yield from self.hang(behind, tidy(row["factor"]))

    def hang(
        self, head: str, text: str | Sequence[str], style: str = "", painted: str = ""
    ) -> Iterator[str]:
        """Lay text out behind a head; the style applies to the text and to `painted`."""
        for before, line in hang(head + painted, text, self.width):
            parts = before[len(head) :], line
            shown = (self.paint(part, style) for part in parts)
            yield "".join([before[: len(head)], *shown]).rstrip()

    def add_changes(self, changes: Comparison, everything: bool) -> None:
        """Write what changed between two releases, part by part; older wordings are in brackets.

        With `everything`, also write all metrics and how similar the texts are.
        """
        records = changes.records()
        promises = {(row["older"], row["newer"]) for row in records if row["part"] == "promise"}
        copied = changes.similarity["legend_copied_share"]
        for part, heading in _PART_HEADINGS.items():
            rows = [row for row in records if row["part"] == part]
            if part == "statement":  # promises are shown already
                rows = [row for row in rows if (row["older"], row["newer"]) not in promises]
            if part == "legend" and changes.legend_status == "changed":
                rows[0] = {**rows[0], "newer": f"{copied:.0%} of the newer one's words are copied"}
            n_kept = sum(row["status"] == "kept" for row in rows)
            changed = [row for row in rows if row["status"] != "kept"]
            lines = [line for row in changed for line in self.show_change(part, row)]
            lines += [f"  {n_kept:,} kept"] * bool(n_kept)
            self.add_part(heading, lines or ["  none"])
        metrics = lay_out_changes(changes.metrics.to_dict("records"), self.width)
        self.add_part("scores and shares of words, 90 % intervals for label errors", metrics)
        if everything:
            rows = [row for row in records if row["part"] in ("metric", "similarity")]
            lines = [line for row in rows for line in self.show_metric(row)]
            heads = self.hang(f"  {'':<28} {'older':>9} {'newer':>9}  ", "intervals")
            self.add_part("all metrics, and how similar the texts are", [*heads, *lines])

    def add_part(self, heading: str, lines: Iterable[str]) -> None:
        """Write lines under a heading."""
        self.out.write(self.gap + "\n".join([self.paint(heading, "title"), *lines]) + "\n")
        self.gap = "\n"

    def show_change(self, part: str, row: _Row) -> Iterator[str]:
        """Show one change."""
        older, newer = row["older"], row["newer"]
        change = _write_change(part, row["status"], row["change"])
        head = f"  {row['status'].replace('_', ' '):<14} {change:>9}  "
        yield from self.hang(head, tidy(newer if newer is not None else older or ""))
        if older is not None and newer not in (None, older):
            yield from self.hang(" " * len(head), tidy(f"({older})"))

    def show_metric(self, row: _Row) -> Iterator[str]:
        """Show a metric of two releases."""
        name = row["name"]
        older, newer = (
            "" if row[side] is None else _write_value(name, row[side])
            for side in ("older", "newer")
        )
        yield from self.hang(f"  {name:<28} {older:>9} {newer:>9}  ", row["status"] or "")

    def paint(self, text: str, style: str) -> str:
        """Put text into a style, on a terminal."""
        code = _STYLES.get(style) if self.color and text.strip() else None
        return f"\x1b[{code}m{text}\x1b[0m" if code else text


def _count_digits(rows: Sequence[_Row]) -> int:
    """Count the digits of the largest number of a unit."""
    return len(str(max((row["unit"] for row in rows), default=0)))


def _count_units(rows: Sequence[_Row]) -> str:
    """Count units, and those with a label."""
    labelled = sum(isinstance(row.get("label"), str) for row in rows)
    return write_count(len(rows), "units") + f", {labelled:,} labelled" * bool(labelled)


def _count_promises(rows: Sequence[_Row]) -> str:
    """Count promises."""
    return write_count(len(rows), "promises")


def _count_statements(rows: Sequence[_Row]) -> str:
    """Count forward-looking statements."""
    return write_count(len(rows), "statements")


def _count_present(rows: Sequence[_Row]) -> str:
    """Count the elements that are present."""
    return f"{sum(row['is_present'] for row in rows)} of {write_count(len(rows), 'elements')}"


def _write_verdict(row: _Row) -> str:
    """Write the label of a unit, and how probable it is."""
    label, name, share = row["label"], "", ""
    if isinstance(label, str):
        name = label.replace("_", "-") + "+" * bool(row.get("specific"))
        share = f"{row[f'p_{label}']:4.0%}"
    elif row["kind"] in LABELLED_KINDS:
        from fls.decision import decide

        # Too unsure for a label: the reader sees how unsure.
        p = [row[f"p_{choice}"] for choice in LABELS]
        name, share = "\N{EN DASH}", f"{p[int(decide(p))]:4.0%}"
    return f"{name:<16} {share:>4}  "


def _write_due(row: _Row) -> str:
    """Write the days of a promise, or else the words for its time."""
    first, last = row["horizon_first"], row["horizon_last"]
    if first and last:
        return f"{first} to {last}"
    if first or last:
        return f"from {first}" if first else f"by {last}"
    return tidy(row["horizon"] or "")


def _write_change(part: str, status: str, change: float | None) -> str:
    """Write the size of a change."""
    if not change or part == "statement":
        return ""
    if part == "legend":
        return write_count(int(change), "words")
    return f"{change:+} days" if status.startswith("moved") else f"{change:+.0%}"


def _write_value(key: str, value: Any) -> str:
    """Write a value for people: shares as percentages, a dash for what is not defined."""
    if not isinstance(value, float):
        return str(value)
    if isnan(value):
        return "\N{EN DASH}"
    return f"{value:.1%}" if "_share" in key else f"{value:,.6g}"
