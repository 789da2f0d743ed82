"""Arguments that several commands share, those of the command that has many, and their limits."""

from __future__ import annotations

import argparse

from fls.document import LABELS
from fls.printing import FORMATS, LEVELS

__all__ = [
    "EVALUATE_EXAMPLE",
    "FILE_HELP",
    "add_evaluate_arguments",
    "add_exhibit",
    "add_files",
    "add_format",
    "add_label_export",
    "add_label_import",
    "add_level",
    "add_model",
    "add_output",
    "add_report_arguments",
    "add_run_arguments",
    "unfit_for_evaluate",
    "unfit_for_run",
]

FILE_HELP = "releases as text, HTML, EDGAR submission or PDF, in .gz or .zip, too"
EVALUATE_EXAMPLE = """\
fls evaluate data/releases --model models/mine
  fls evaluate --sentences tests/data/sentences.csv --text sentence --label forward \\
      --positive forward_looking"""
_ABOUT_SENTENCES = ("sentences", "text", "label", "positive", "positive_value", "map")


def add_evaluate_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what ``fls evaluate`` measures on: annotated releases, or a table of sentences."""
    parser.add_argument("folder", nargs="?", metavar="FOLDER", help="annotated releases")
    what = "a table of labelled sentences, to measure on instead of releases"
    table = parser.add_argument_group("sentences", what)
    table.add_argument("--sentences", metavar="FILE", help=".csv, .tsv, .jsonl or .parquet")
    table.add_argument("--text", metavar="COL", help="column with the sentence")
    table.add_argument("--label", metavar="COL", help="column with the label: one of ours")
    table.add_argument(
        "--positive", choices=LABELS, metavar="LABEL",
        help="the column says whether a sentence is LABEL: 1 or 0, true or false, yes or no",
    )  # fmt: skip
    table.add_argument("--positive-value", metavar="V", help="what stands for --positive there")
    table.add_argument(
        "--map", type=_pairs, metavar="THEIRS=OURS,...", help="our label for each of theirs"
    )


def _pairs(given: str) -> dict[str, str]:
    """Read names with values."""
    parts = [part.partition("=") for part in given.split(",")]
    if not all(name.strip() and value.strip() for name, _, value in parts):
        raise argparse.ArgumentTypeError(f"must look like THEIRS=OURS,THEIRS=OURS, got {given!r}")
    return {name.strip(): value.strip() for name, _, value in parts}


def unfit_for_evaluate(args: argparse.Namespace) -> str | None:
    """Say which arguments of ``fls evaluate`` do not go together, if some do not."""
    given = {
        f"--{name.replace('_', '-')}": None
        for name in _ABOUT_SENTENCES
        if getattr(args, name) is not None
    }
    if args.folder is not None:
        return f"give FOLDER or {next(iter(given))}, not both" if given else None
    if not {"--sentences", "--text", "--label"} <= given.keys():
        return "give FOLDER, or --sentences FILE --text COL --label COL"
    if "--positive-value" in given and "--positive" not in given:
        return "argument --positive-value: comes with --positive"
    if "--positive" in given and "--map" in given:
        return "argument --map: not allowed with argument --positive"
    return None


def add_files(parser: argparse.ArgumentParser) -> None:
    """Add the files that a command reads."""
    parser.add_argument("files", nargs="+", metavar="FILE", help=f"{FILE_HELP}; - is stdin")
    add_exhibit(parser)


def add_exhibit(parser: argparse.ArgumentParser) -> None:
    """Add which exhibits of a submission are releases."""
    what = "type of the exhibits that are read out of EDGAR submissions (%(default)s)"
    parser.add_argument("--exhibit", default="EX-99", metavar="TYPE", help=what)


def add_model(parser: argparse.ArgumentParser) -> None:
    """Add the choice of a model."""
    parser.add_argument(
        "--model", metavar="NAME", help="name or folder of a model (the one that comes with fls)"
    )


def add_format(parser: argparse.ArgumentParser, *formats: str) -> None:
    """Add the choice of a format."""
    parser.add_argument("--format", choices=formats, default="table", help="(%(default)s)")


def add_level(parser: argparse.ArgumentParser) -> None:
    """Add what a row is, and the day that times are counted from."""
    what = "what a row is (unit); without -o: promise, a forward-looking commitment"
    parser.add_argument("--level", choices=LEVELS, help=what)
    _add_date(parser)


def _add_date(parser: argparse.ArgumentParser) -> None:
    """Add the day that times are counted from."""
    what = "day of the release (looked for in the text)"
    parser.add_argument("--date", metavar="YYYY-MM-DD", help=what)


def add_label_export(parser: argparse.ArgumentParser) -> None:
    """Add what is to be labelled, how much of it, and for which tool."""
    parser.add_argument("files", nargs="*", metavar="FILE", help=FILE_HELP)
    what = "annotated releases whose units without a label are asked for, too"
    parser.add_argument("--corpus", metavar="FOLDER", help=what)
    add_exhibit(parser)
    what = "so many units, the most useful first (%(default)s)"
    parser.add_argument("--uncertain", type=int, default=200, metavar="N", help=what)
    add_model(parser)
    parser.add_argument("--to", choices=("label-studio", "doccano", "csv"), required=True)
    parser.add_argument("-o", "--output", required=True, metavar="OUT", help="file to write")


def add_label_import(parser: argparse.ArgumentParser) -> None:
    """Add what was labelled, where its texts are, and the corpus that it goes into."""
    parser.add_argument("labels", metavar="FILE", help="what the tool exported")
    what = "the releases, where they are no longer where they were exported from"
    parser.add_argument("--texts", nargs="+", default=[], metavar="FILE", help=what)
    add_exhibit(parser)
    what = "annotated releases to add to, or a new folder"
    parser.add_argument("-o", "--output", required=True, metavar="CORPUS", help=what)


def add_output(parser: argparse.ArgumentParser, *more: str) -> None:
    """Add where and how units are written; `more` are further formats."""
    formats = ("table", "csv", "jsonl", *more)
    what = "table, or what the name of OUT ends in"
    parser.add_argument("--format", choices=formats, help=f"({what})")
    parser.add_argument("--no-color", action="store_true", help="plain text on a terminal, too")
    parser.add_argument("-o", "--output", metavar="OUT", help="write to this file, not to stdout")


def add_report_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the page shows, and where it is written."""
    _add_date(parser)
    what = "show up to N releases in full, of more only the table (%(default)s)"
    parser.add_argument("--details", type=int, default=20, metavar="N", help=what)
    parser.add_argument("-o", "--output", metavar="OUT", help="write to this file, not to stdout")


def add_run_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what ``fls score`` does with many inputs and one output file."""
    what = "many inputs (files, folders, patterns) into one .csv, .jsonl or .parquet (needs -o)"
    run = parser.add_argument_group("run", what)
    run.add_argument("--jobs", type=int, metavar="N", help="processes; -1: one for each core (1)")
    run.add_argument("--resume", action="store_true", help="go on with a run that was stopped")
    run.add_argument(
        "--excel-safe", action="store_true", help="CSV whose cells no spreadsheet computes"
    )
    run.add_argument(
        "--analyses", metavar="NAME,...", help="only these metrics beside labels; none: ''"
    )


def unfit_for_run(args: argparse.Namespace) -> str | None:
    """Say which arguments of ``fls score`` need another that is missing, if some do."""
    into = args.output is not None and args.format in FORMATS
    for name in ("level", "jobs", "resume", "excel_safe", "analyses"):
        alone = name == "level" and args.level == "promise"
        if getattr(args, name) not in (None, False) and not into and not alone:
            return f"argument --{name.replace('_', '-')}: needs -o OUT.parquet, .csv or .jsonl"
    if args.format == "parquet" and not into:
        return "argument --format: parquet needs -o OUT"
    if args.date and into:
        return "argument --date: is for one release, and needs a table or standard output"
    if args.excel_safe and args.format != "csv":
        return "argument --excel-safe: is for .csv"
    if args.metrics_only and args.level not in (None, "document"):
        return "argument --metrics-only: is --level document"
    return None
