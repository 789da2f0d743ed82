"""Commands that read releases: score, report, compare, segment and explain them."""

from __future__ import annotations

import argparse
import functools
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import fls
from fls.document import WORDED, Document
from fls.errors import InputError
from fls.printing import FORMATS, Pace, plain

from ._arguments import SINGLE_LEVELS, find_run_fault
from ._caution import describe_exclusions
from ._streams import (
    FAILED,
    MAX_NAMED,
    UNREADABLE,
    load_chosen,
    open_output,
    open_writer,
    print_json,
    process_each,
    read_single,
    say,
    settle_format,
)
from ._summary import lay_out_explanation, lay_out_score, lay_out_words, read_terminal_width
from ._terminal import TableWriter

if TYPE_CHECKING:
    from fls.analysis.comparison import Comparison

__all__ = ["compare", "explain", "report", "score", "segment"]

#: Ends of the intervals of a metric in both releases.
_INTERVAL_ENDS = ("older_low", "older_high", "newer_low", "newer_high")
_RowsOf: TypeAlias = Callable[["fls.Release"], list[dict[str, Any]]]


def score(args: argparse.Namespace) -> int:
    """Label each unit of each release (+ means specific) and print document metrics."""
    model = functools.cache(functools.partial(load_chosen, args.model))
    if not 0 <= args.abstain <= 1:
        args.refuse(f"argument --abstain: must be from 0 to 1, got {args.abstain}")
    settle_format(args)
    fault = find_run_fault(args)
    if fault:
        args.refuse(fault)
    if args.output is not None and args.format in FORMATS:
        return _score_into(args)
    rows_of, columns = _choose_rows(args.level)
    with open_writer(args, columns) as writer:

        def write(name: str, document: Document) -> None:
            release = fls.score(document, model=model(), abstain=args.abstain, date=args.date)
            for warning in release.warnings[len(document.warnings) :]:
                say(f"{document.source or name}: warning: {warning}")
            if isinstance(writer, TableWriter) and args.level in SINGLE_LEVELS:
                writer.add_caution(name, release)
                return
            if args.level == "safe-harbor" and release.safe_harbor.exclusions:
                say(f"{document.source or name}: {describe_exclusions(release)}")
            if rows_of is not None:
                writer.add(name, rows_of(release), {})
                return
            rows = None if args.metrics_only else list(release.rows())
            writer.add(name, rows, release.metrics)

        return process_each(args, write)


def _choose_rows(level: str | None) -> tuple[_RowsOf | None, Sequence[str]]:
    """Choose the function that makes the rows of a level, and their columns; none for units."""
    from fls.analysis.caution import COVERAGE_COLUMNS, ELEMENT_COLUMNS
    from fls.analysis.commitments import PROMISE_COLUMNS

    choices: dict[str | None, tuple[_RowsOf, Sequence[str]]] = {
        "promise": (lambda release: release.promise_rows(), tuple(PROMISE_COLUMNS)),
        "safe-harbor": (lambda release: release.safe_harbor.rows(), ELEMENT_COLUMNS),
        "coverage": (lambda release: release.safe_harbor.coverage_rows(), COVERAGE_COLUMNS),
    }
    return choices.get(level, (None, ()))


def _score_into(args: argparse.Namespace) -> int:
    """Score many inputs into one file; a later command can continue an interrupted run."""
    from fls import batch

    level = args.level or ("document" if args.metrics_only else "unit")
    job = batch.Job(Path(args.output), args.format, level, args.excel_safe)
    stdin = sys.stdin.buffer.read() if "-" in args.files else None
    items = batch.files_to_score(args.files, (job.output, job.report, job.inputs), stdin)
    names = None if args.analyses is None else filter(None, args.analyses.split(","))
    options = batch.Options(
        args.model, args.abstain, batch.chosen_analyses(names), exhibit=args.exhibit
    )
    jobs = 1 if args.jobs is None else args.jobs
    try:
        with Pace(sys.stderr) as pace:
            run = batch.run_files(items, job, options, jobs=jobs, resume=args.resume, progress=pace)
    except KeyboardInterrupt:
        say("what is done is kept: run again with --resume")
        raise
    for name, error in run.failed[:MAX_NAMED]:
        say(error if error.startswith(name) else f"{name}: {error}")
    failed, partial, empty = (run.status[name] for name in ("error", "partial", "empty"))
    if empty:
        say(f"{empty:,} empty: status empty at --level document, no units or promises")
    if failed + partial > MAX_NAMED:
        say(f"{failed + partial - MAX_NAMED} more failed; {job.report} counts them")
    if failed == sum(run.status.values()):
        return UNREADABLE
    return FAILED if failed or partial else 0


def report(args: argparse.Namespace) -> int:
    """Write one page that shows each release tinted by label, and a table of all if several."""
    from fls.report import Report

    if args.details < 0:
        args.refuse(f"argument --details: must be 0 or more, got {args.details}")
    if args.output is None and sys.stdout.isatty():
        args.refuse("a page is not for a terminal: give -o OUT.html")
    model = load_chosen(args.model)
    report = Report(details=args.details, model=args.model)
    args.format = "html"

    def add(name: str, document: Document) -> None:
        if document.source is None:
            document = replace(document, source=name)
        report.add(fls.score(document, model=model, date=args.date))

    with open_output(args) as out:
        code = process_each(args, add)
        if len(report):
            out.write(report.html())
    return code


def compare(args: argparse.Namespace) -> int:
    """Print what changed from one release to a later one: promises, statements, legend, scores."""
    args.files = [args.older, args.newer]
    if args.files == ["-", "-"]:
        args.refuse("arguments OLD and NEW: stdin holds one release only")
    model = load_chosen(args.model)
    older, newer = (
        fls.score(read_single(name, args.exhibit), model=model, date=day)
        for name, day in zip(args.files, (args.older_date, args.newer_date), strict=True)
    )
    changes = fls.compare(older, newer)
    with open_writer(args) as writer:
        if isinstance(writer, TableWriter):
            writer.add_changes(changes, everything=args.all)
        else:
            for record in _add_intervals(changes):
                writer.write(plain(record))
    return 0


def _add_intervals(changes: Comparison) -> list[dict[str, Any]]:
    """Return the records of what changed, with the ends of intervals for metrics."""
    metrics = changes.metrics.to_dict("records")
    intervals = {row["metric"]: {end: row[end] for end in _INTERVAL_ENDS} for row in metrics}
    nothing = dict.fromkeys(_INTERVAL_ENDS)
    return [
        record | (intervals[record["name"]] if record["part"] == "metric" else nothing)
        for record in changes.records()
    ]


def segment(args: argparse.Namespace) -> int:
    """Cut each release into its units and print them without labels."""
    with open_writer(args) as writer:

        def write(name: str, document: Document) -> None:
            rows: list[dict[str, Any]] = fls.segment(document.text).to_dict("records")  # type: ignore[assignment]
            writer.add(name, rows, {})

        return process_each(args, write)


def explain(args: argparse.Namespace) -> int:
    """Print what a label or a score is made of; N is the number of the unit in fls score."""
    release = fls.score(read_single(args.file, args.exhibit), model=load_chosen(args.model))
    if args.score is not None:
        rows = release.findings.explain(args.score)
        words = release.findings.explain_words(args.score) if args.score in WORDED else []
        if args.format == "json":
            print_json({"score": args.score, "contributions": rows, "words": words})
        else:
            value = release.metrics[args.score]
            lines = lay_out_words(words, read_terminal_width()) if value == value else []
            print(*lay_out_score(rows, args.score, value), *lines, sep="\n")
        return 0
    try:
        explanation = release.explain(args.unit)
    except InputError as error:
        repair = "choose a number that fls score shows with a label"
        raise InputError("--unit", error.expected, error.found, repair) from error
    if args.format == "json":
        print_json(explanation._asdict())
    else:
        print(*lay_out_explanation(explanation), sep="\n")
    return 0
