"""Show releases on a terminal: tables as wide as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import isnan
from typing import TYPE_CHECKING, Any, TextIO, TypeAlias

from fls.document import LABELLED_KINDS, LABELS

from ._caution import count_elements, count_statements, list_elements, list_statements
from ._summary import (
    count_cells,
    count_digits,
    fill_lines,
    hang,
    lay_out_changes,
    lay_out_summary,
    read_terminal_width,
    tidy,
    write_count,
)

if TYPE_CHECKING:
    import fls
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
#: Minimum width of the column for the time of a promise.
_MIN_DUE_WIDTH = 24
#: Minimum width of the text of units that carry no label.
_MIN_FAINT_WIDTH = 20
#: Kinds of times that have no days, whatever the date of the release.
_UNDATABLE_KINDS = ("vague", "event")
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
        Level of the rows: ``"promise"``; any other means units. Of the cautionary text,
        ``"coverage"`` means the statements it is compared with; any other means its elements.
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
            count, show = (
                (_count_promises, self.show_promises)
                if self.level == "promise"
                else (_count_units, self.show_units)
            )
            lines = [f"{lines[0]}  {count(rows)}", *show(rows), *[""] * bool(metrics)]
        lines += lay_out_summary(metrics, self.width)
        self.out.write(self.gap + "\n".join(lines) + "\n")
        self.gap = "\n"

    def add_caution(self, name: str, release: fls.Release) -> None:
        """Write the cautionary text of one release: its elements, or the statements it covers."""
        count, entries = (
            (count_statements, list_statements)
            if self.level == "coverage"
            else (count_elements, list_elements)
        )
        title = f"{self.paint(tidy(name), 'title')}  {count(release)}"
        lines = (line for entry in entries(release) for line in self.hang(*entry))
        self.out.write(self.gap + "\n".join([title, *lines]) + "\n")
        self.gap = "\n"

    def show_units(self, rows: Sequence[_Row]) -> Iterator[str]:
        """Show units: number, kind, label, its probability, text with a hanging indent.

        A plus sign behind the label means that the unit is specific.
        """
        digits = count_digits(rows)
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
        """Show promises: unit, event, hedge, when due, how much, and the text below; then a key."""
        from fls.analysis.commitments import firmness

        digits = count_digits(rows, least=len("unit"))
        if rows:
            head = f"{'unit':>{digits}} {'event':<12} {'hedge':<17}  "
            heads = f"{head}{'due':<{_MIN_DUE_WIDTH}}  quantity"
            fits = len(heads) <= self.width
            yield self.paint(heads if fits else f"{head}due, quantity", "faint")
        for row in rows:
            event = row["event"].replace("_", " ")
            hedge = f"{row['hedge']:.1f} {firmness(row['hedge'])[1]}"
            hedge += ", if" * bool(row["is_conditional"])
            head = f"{row['unit']:>{digits}} {event:<12} {hedge:<17}  "
            due, quantity = _write_due(row), tidy(row["quantity"] or "")
            width = count_cells(due)
            beside = f"{due}{' ' * (_MIN_DUE_WIDTH - width)}  {quantity}" if quantity else due
            fits = width <= _MIN_DUE_WIDTH and count_cells(head + beside) <= self.width
            terms = [beside] if fits else ", ".join(filter(None, (due, quantity))).split()
            yield from self.hang("", terms, "forward_looking", head)
            yield from self.hang(" " * (digits + 1), tidy(row["text"]))
        for line in _explain_marks(rows):
            yield from self.hang("", line, "faint")

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


def _count_units(rows: Sequence[_Row]) -> str:
    """Count units, and those with a label."""
    labelled = sum(isinstance(row.get("label"), str) for row in rows)
    return write_count(len(rows), "units") + f", {labelled:,} labelled" * bool(labelled)


def _count_promises(rows: Sequence[_Row]) -> str:
    """Count promises."""
    return write_count(len(rows), "promises")


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
    return tidy(row["horizon"] or "") + " (no date)" * _is_undated(row)


def _is_undated(row: _Row) -> bool:
    """Check for a time that has days, but only counted from the date of the release."""
    is_dated = row["horizon_first"] or row["horizon_last"]
    return bool(row["horizon"]) and not is_dated and row["horizon_kind"] not in _UNDATABLE_KINDS


def _explain_marks(rows: Sequence[_Row]) -> list[str]:
    """Explain the marks of promises that occur."""
    from fls.analysis.commitments import firmness

    marks = {
        "firm: no word of doubt was found, which makes nothing certain": any(
            firmness(row["hedge"])[0] == 0 for row in rows
        ),
        "if: a condition is named": any(row["is_conditional"] for row in rows),
        "no date: that of the release is not known, give it with --date": any(
            map(_is_undated, rows)
        ),
    }
    return [text for text, is_used in marks.items() if is_used]


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
