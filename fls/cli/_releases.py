"""Commands that read releases: label them, show them, compare them, cut them, explain them."""

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

from ._arguments import unfit_for_run
from ._streams import (
    FAILED,
    NAMED,
    UNREADABLE,
    for_each,
    load_chosen,
    open_output,
    open_writer,
    print_json,
    read_single,
    say,
    settle_format,
)
from ._summary import explained, scored, terminal_width, worded
from ._terminal import TableWriter

if TYPE_CHECKING:
    from fls.analysis.comparison import Comparison

__all__ = ["compare", "explain", "report", "score", "segment"]

#: Ends of the intervals of a metric in both releases.
_ENDS = ("older_low", "older_high", "newer_low", "newer_high")
_RowsOf: TypeAlias = Callable[["fls.Release"], list[dict[str, Any]]]


def score(args: argparse.Namespace) -> int:
    """Label each unit of each release (+ means specific) and print document metrics."""
    model = functools.cache(functools.partial(load_chosen, args.model))
    if not 0 <= args.abstain <= 1:
        args.refuse(f"argument --abstain: must be from 0 to 1, got {args.abstain}")
    settle_format(args)
    fault = unfit_for_run(args)
    if fault:
        args.refuse(fault)
    if args.output is not None and args.format in FORMATS:
        return _score_into(args)
    rows_of, columns = _rows_of(args.level)
    with open_writer(args, columns) as writer:

        def work(name: str, document: Document) -> None:
            release = fls.score(document, model=model(), abstain=args.abstain, date=args.date)
            for warning in release.warnings[len(document.warnings) :]:
                say(f"{document.source or name}: warning: {warning}")
            if args.level == "safe-harbor" and release.safe_harbor.exclusions:
                say(f"{document.source or name}: {_excluded(release)}")
            if rows_of is not None:
                writer.add(name, rows_of(release), {})
                return
            rows = None if args.metrics_only else list(release.rows())
            writer.add(name, rows, release.metrics)

        return for_each(args, work)


def _excluded(release: fls.Release) -> str:
    from fls.analysis.caution import named

    signs = named(release.safe_harbor.exclusions)
    return f"words for what 15 U.S.C. 78u-5(b) excludes: {signs}"


def _rows_of(level: str | None) -> tuple[_RowsOf | None, Sequence[str]]:
    """Give what makes the rows of a release, and their columns, where they are no units."""
    from fls.analysis.caution import COVERAGE_COLUMNS, ELEMENT_COLUMNS
    from fls.analysis.commitments import PROMISE_COLUMNS

    known: dict[str | None, tuple[_RowsOf, Sequence[str]]] = {
        "promise": (lambda release: release.promise_rows(), tuple(PROMISE_COLUMNS)),
        "safe-harbor": (lambda release: release.safe_harbor.rows(), ELEMENT_COLUMNS),
        "coverage": (lambda release: release.safe_harbor.coverage_rows(), COVERAGE_COLUMNS),
    }
    return known.get(level, (None, ()))


def _score_into(args: argparse.Namespace) -> int:
    """Score many inputs into one file, on which a later command can go on."""
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
    for name, error in run.failed[:NAMED]:
        say(error if error.startswith(name) else f"{name}: {error}")
    failed, partial, empty = (run.status[name] for name in ("error", "partial", "empty"))
    if empty:
        say(f"{empty:,} empty: status empty at --level document, no units or promises")
    if failed + partial > NAMED:
        say(f"{failed + partial - NAMED} more failed; {job.report} counts them")
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

    def work(name: str, document: Document) -> None:
        if document.source is None:
            document = replace(document, source=name)
        report.add(fls.score(document, model=model, date=args.date))

    with open_output(args) as out:
        code = for_each(args, work)
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
            for record in _with_intervals(changes):
                writer.write(plain(record))
    return 0


def _with_intervals(changes: Comparison) -> list[dict[str, Any]]:
    """Records of what changed, those of metrics with the ends of their intervals."""
    metrics = changes.metrics.to_dict("records")
    known = {row["metric"]: {end: row[end] for end in _ENDS} for row in metrics}
    nothing = dict.fromkeys(_ENDS)
    return [
        record | (known[record["name"]] if record["part"] == "metric" else nothing)
        for record in changes.records()
    ]


def segment(args: argparse.Namespace) -> int:
    """Cut each release into its units and print them without labels."""
    with open_writer(args) as writer:

        def work(name: str, document: Document) -> None:
            rows: list[dict[str, Any]] = fls.segment(document.text).to_dict("records")  # type: ignore[assignment]
            writer.add(name, rows, {})

        return for_each(args, work)


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
            lines = worded(words, terminal_width()) if value == value else []
            print(*scored(rows, args.score, value), *lines, sep="\n")
        return 0
    try:
        explanation = release.explain(args.unit)
    except InputError as error:
        repair = "choose a number that fls score shows with a label"
        raise InputError("--unit", error.expected, error.found, repair) from error
    if args.format == "json":
        print_json(explanation._asdict())
    else:
        print(*explained(explanation), sep="\n")
    return 0
