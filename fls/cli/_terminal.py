"""What a person reads of releases on a terminal: tables as wide as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import isnan
from typing import TYPE_CHECKING, Any, TextIO, TypeAlias

from fls.document import LABELLED_KINDS, LABELS

from ._summary import cells, compared, counted, filled, hanging, summarised, terminal_width, tidy

if TYPE_CHECKING:
    from fls.analysis.comparison import Comparison

__all__ = ["TableWriter"]

_Row: TypeAlias = Mapping[str, Any]

#: How things look (SGR codes).
_STYLES = {
    "title": "1",
    "heading": "1",
    "faint": "2",
    "factual": "",
    "promotional": "35",
    "forward_looking": "36",
    "boilerplate": "33",
}
#: Columns of promises and of statements: numbers of units, and days, are at least so wide.
_NUMBER, _DUE = 4, 24
#: Letters of a line of the kind of unit that is not read through.
_FAINT = 20
#: Headings of what changed.
_PARTS = {"promise": "promises", "statement": "other statements", "legend": "legend"}


class TableWriter:
    """What a person likes to read.

    Parameters
    ----------
    out : TextIO
        Where to write.
    color : bool
        Whether it takes colours.
    level : str, optional
        What the rows of releases are: ``"promise"``, ``"safe-harbor"`` or ``"coverage"``; units
        for all others.
    """

    def __init__(self, out: TextIO, color: bool, level: str | None = None) -> None:
        self.out = out
        self.color = color
        self.level = level
        self.width = terminal_width()
        self.gap = ""

    def add(self, name: str, rows: Sequence[_Row] | None, metrics: Mapping[str, Any]) -> None:
        """Write one release: title, units if there are rows, metrics if there are some."""
        lines = [self.paint(tidy(name), "title")]
        if rows is not None:
            count, show = {
                "promise": (_promises, self.promise_lines),
                "safe-harbor": (_present, self.element_lines),
                "coverage": (_statements, self.coverage_lines),
            }.get(self.level or "", (_labelled, self.unit_lines))
            lines = [f"{lines[0]}  {count(rows)}", *show(rows), *[""] * bool(metrics)]
        lines += summarised(metrics, self.width)
        self.out.write(self.gap + "\n".join(lines) + "\n")
        self.gap = "\n"

    def unit_lines(self, rows: Sequence[_Row]) -> Iterator[str]:
        """Show units: number, kind, label, its probability, text with a hanging indent.

        A plus sign behind the label says that the unit is specific.
        """
        digits = _digits(rows)
        for row in rows:
            kind, label = row["kind"], row.get("label")
            head = f"{row['unit']:>{digits}} {kind:<8} "
            style = label if isinstance(label, str) else "heading" if kind == "heading" else "faint"
            if kind in LABELLED_KINDS and not isinstance(label, str):
                style = "factual"
            verdict = _verdict(row) if "label" in row else ""
            text: Sequence[str] = tidy(row["text"]).split()
            if style == "faint":
                room = max(self.width - len(head + verdict), _FAINT)
                first, *more = filled(text, room)
                text = [filled([first], room - 1)[0] + "…" if more else first]
            yield from self.hanging(head, text, style, verdict)

    def promise_lines(self, rows: Sequence[_Row]) -> Iterator[str]:
        """Show commitments: unit, event, how firm, when due, how much, and below them the text."""
        from fls.analysis.commitments import firmness

        digits = max(_digits(rows), _NUMBER)
        if rows:
            head = f"{'unit':>{digits}} {'event':<12} {'how firm':<9}  "
            heads = f"{head}{'due':<{_DUE}}  quantity"
            fits = len(heads) <= self.width
            yield self.paint(heads if fits else f"{head}due, quantity", "faint")
        for row in rows:
            event = "" if row["event"] == "other" else row["event"].replace("_", " ")
            head = f"{row['unit']:>{digits}} {event:<12} {firmness(row['hedge'])[1]:<9}  "
            due, quantity = _due(row), tidy(row["quantity"] or "")
            beside = f"{due}{' ' * (_DUE - cells(due))}  {quantity}" if quantity else due
            fits = cells(due) <= _DUE and cells(head + beside) <= self.width
            told = [beside] if fits else ", ".join(filter(None, (due, quantity))).split()
            yield from self.hanging("", told, "forward_looking", head)
            yield from self.hanging(" " * (digits + 1), tidy(row["text"]))

    def element_lines(self, rows: Sequence[_Row]) -> Iterator[str]:
        """Show elements of the cautionary text: name, how often, and the first wording."""
        for row in rows:
            times = str(row["n_spans"]) if row["is_present"] else "\N{EN DASH}"
            yield from self.hanging(f"  {row['element']:<18} {times:>3}  ", tidy(row["text"] or ""))

    def coverage_lines(self, rows: Sequence[_Row]) -> Iterator[str]:
        """Show forward-looking statements, and below each the factor that is nearest."""
        digits = max(_digits(rows), _NUMBER)
        if rows:
            arrow = "\N{RIGHTWARDS ARROW}"
            told = f"statement, and {arrow} its nearest factor"
            heads = self.hanging(f"{'unit':>{digits}} {'':<8} alike  ", told)
            yield from (self.paint(line, "faint") for line in heads)
        for row in rows:
            style = "forward_looking" if row["is_covered"] else "promotional"
            verdict = "covered" if row["is_covered"] else "open"
            head = f"{row['unit']:>{digits}} {verdict:<8} {row['similarity']:>5.2f}  "
            yield from self.hanging(head, tidy(row["text"]), style)
            if row["factor"]:
                behind = " " * (len(head) - 3) + "\N{RIGHTWARDS ARROW}  "
                yield from self.hanging(behind, tidy(row["factor"]))

    def hanging(
        self, head: str, text: str | Sequence[str], style: str = "", painted: str = ""
    ) -> Iterator[str]:
        """Lay text out behind a head; the style is that of the text and of the head's last part."""
        for before, line in hanging(head + painted, text, self.width):
            parts = before[len(head) :], line
            shown = (self.paint(part, style) for part in parts)
            yield "".join([before[: len(head)], *shown]).rstrip()

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
        metrics = compared(changes.metrics.to_dict("records"), self.width)
        self.part("scores and shares of words, 90 % intervals for label errors", metrics)
        if everything:
            rows = [row for row in records if row["part"] in ("metric", "similarity")]
            lines = [line for row in rows for line in self.side_by_side(row)]
            heads = self.hanging(f"  {'':<28} {'older':>9} {'newer':>9}  ", "intervals")
            self.part("all metrics, and how similar the texts are", [*heads, *lines])

    def part(self, heading: str, lines: Iterable[str]) -> None:
        """Write some lines under a heading."""
        self.out.write(self.gap + "\n".join([self.paint(heading, "title"), *lines]) + "\n")
        self.gap = "\n"

    def change_lines(self, part: str, row: _Row) -> Iterator[str]:
        """Show one change."""
        older, newer = row["older"], row["newer"]
        change = _measured(part, row["status"], row["change"])
        head = f"  {row['status'].replace('_', ' '):<14} {change:>9}  "
        yield from self.hanging(head, tidy(newer if newer is not None else older or ""))
        if older is not None and newer not in (None, older):
            yield from self.hanging(" " * len(head), tidy(f"({older})"))

    def side_by_side(self, row: _Row) -> Iterator[str]:
        """Show a metric of two releases."""
        name = row["name"]
        older, newer = (
            "" if row[side] is None else _readable(name, row[side]) for side in ("older", "newer")
        )
        yield from self.hanging(f"  {name:<28} {older:>9} {newer:>9}  ", row["status"] or "")

    def paint(self, text: str, style: str) -> str:
        """Put text into a style, on a terminal."""
        code = _STYLES.get(style) if self.color and text.strip() else None
        return f"\x1b[{code}m{text}\x1b[0m" if code else text


def _digits(rows: Sequence[_Row]) -> int:
    return len(str(max((row["unit"] for row in rows), default=0)))


def _labelled(rows: Sequence[_Row]) -> str:
    """Count units, and those with a label."""
    labelled = sum(isinstance(row.get("label"), str) for row in rows)
    return counted(len(rows), "units") + f", {labelled:,} labelled" * bool(labelled)


def _promises(rows: Sequence[_Row]) -> str:
    return counted(len(rows), "promises")


def _statements(rows: Sequence[_Row]) -> str:
    return counted(len(rows), "statements")


def _present(rows: Sequence[_Row]) -> str:
    """Count the elements that are there."""
    return f"{sum(row['is_present'] for row in rows)} of {counted(len(rows), 'elements')}"


def _verdict(row: _Row) -> str:
    """Write the label of a unit, and how probable it is."""
    label, name, share = row["label"], "", ""
    if isinstance(label, str):
        name = label.replace("_", "-") + "+" * bool(row.get("specific"))
        share = f"{row[f'p_{label}']:4.0%}"
    elif row["kind"] in LABELLED_KINDS:
        from fls.decision import decide

        # Too unsure for a label: the reader sees how unsure.
        p = [row[f"p_{known}"] for known in LABELS]
        name, share = "\N{EN DASH}", f"{p[int(decide(p))]:4.0%}"
    return f"{name:<16} {share:>4}  "


def _due(row: _Row) -> str:
    """Write the days of a promise, or else its time as it is told."""
    first, last = row["horizon_first"], row["horizon_last"]
    if first and last:
        return f"{first} to {last}"
    if first or last:
        return f"from {first}" if first else f"by {last}"
    return tidy(row["horizon"] or "")


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
    if isnan(value):
        return "\N{EN DASH}"
    return f"{value:.1%}" if "_share" in key else f"{value:,.6g}"
