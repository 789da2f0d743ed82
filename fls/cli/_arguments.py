"""The commands, their arguments, and which of these do not go together."""

from __future__ import annotations

import argparse
import functools
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeAlias

from fls import __version__
from fls.document import LABELS, LEVELS, SCORES
from fls.printing import FORMATS

__all__ = ["SINGLE_LEVELS", "build_parser", "find_evaluate_fault", "find_run_fault"]

_Run: TypeAlias = Callable[[argparse.Namespace], int]
_Add: TypeAlias = Callable[[str, str, str], argparse.ArgumentParser]

#: Further levels for a single release; then all levels whose rows are not units.
SINGLE_LEVELS = ("safe-harbor", "coverage")
_OTHER_LEVELS = ("promise", *SINGLE_LEVELS)
_FILE_HELP = "releases as text, HTML, EDGAR submission or PDF, in .gz or .zip, too"
_EVALUATE_EXAMPLE = """\
fls evaluate data/releases --model models/mine
  fls evaluate --sentences tests/data/sentences.csv --text sentence --label forward \\
      --positive forward_looking"""
_EXIT_CODES = """\
exit codes:
  0    all fine
  1    some files failed, be it in part, the others were printed; or writing failed half-way
  2    usage error, or an output that cannot be written
  3    no input could be read; an empty file counts as one that cannot be, but for fls score into
       OUT.csv, .jsonl or .parquet: there each input has a row, an empty one status empty
  4    model or data invalid
  130  interrupted
"""
_SENTENCES_ARGUMENTS = ("sentences", "text", "label", "positive", "positive_value", "map")


def build_parser(runs: Mapping[str, _Run]) -> argparse.ArgumentParser:
    """Build the parser of the command line.

    Parameters
    ----------
    runs : mapping of str to callable
        Functions that run the commands, by name; the first line of a docstring describes one.

    Returns
    -------
    argparse.ArgumentParser
        Its results hold the function as ``run``, and as ``refuse`` one that exits with a usage
        error.
    """
    parser = argparse.ArgumentParser(
        prog="fls",
        description="Read corporate press releases sentence by sentence.",
        epilog="example:\n  fls score release.txt\n\n" + _EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"fls {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    add = functools.partial(_add_command, commands, runs)
    _add_about_releases(add)
    _add_about_models(add)
    what = "check annotated releases, or join labels with texts"
    _add_corpus(functools.partial(_add_command, _add_group(commands, "corpus", what), runs))
    what = "take the most useful units to a labelling tool, and their labels back"
    _add_label(functools.partial(_add_command, _add_group(commands, "label", what), runs))
    return parser


def _add_command(
    commands: Any, runs: Mapping[str, _Run], name: str, what: str, example: str
) -> argparse.ArgumentParser:
    """Add a command with its help; return its parser."""
    parser: argparse.ArgumentParser = commands.add_parser(
        name.split()[-1],
        help=what,
        description=(runs[name].__doc__ or "").partition("\n")[0],
        epilog=f"example:\n  {example}\n\n{_EXIT_CODES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=runs[name], refuse=parser.error)
    return parser


def _add_group(commands: Any, name: str, what: str) -> Any:
    """Add a group for commands with names of two words; return it."""
    parser = commands.add_parser(name, help=what, description=what.capitalize() + ".")
    return parser.add_subparsers(title="commands", metavar="COMMAND", required=True)


def _add_about_releases(add: _Add) -> None:
    """Add the commands that read releases."""
    score = add("score", "label each unit", "fls score a.txt b.txt --format csv -o out.csv")
    _add_files(score)
    _add_model(score)
    what = "no label for a unit if its probability is below P (%(default)s)"
    score.add_argument("--abstain", type=float, default=0.0, metavar="P", help=what)
    _add_level(score)
    score.add_argument("--metrics-only", action="store_true", help="leave the units out")
    _add_output(score, "parquet")
    _add_run_arguments(score)

    report = add("report", "make a page to look at", "fls report a.txt -o report.html")
    _add_files(report)
    _add_model(report)
    _add_report_arguments(report)

    compare = add("compare", "say what changed", "fls compare spring.txt summer.txt")
    compare.add_argument("older", metavar="OLD", help="a release; - is stdin")
    compare.add_argument("newer", metavar="NEW", help="a later one; - is stdin")
    _add_exhibit(compare)
    _add_model(compare)
    for side in ("older", "newer"):
        _add_date(compare, f"--{side}-date", f"the {side} release")
    what = "every metric in the table, too, and how similar the texts are (csv and jsonl have them)"
    compare.add_argument("--all", action="store_true", help=what)
    _add_output(compare)

    segment = add("segment", "cut into units, without labels", "fls segment release.txt")
    _add_files(segment)
    _add_output(segment)

    explain = add("explain", "say why", "fls explain release.txt --unit 3")
    explain.add_argument("file", metavar="FILE", help=f"{_FILE_HELP}; - is stdin")
    _add_exhibit(explain)
    either = explain.add_mutually_exclusive_group(required=True)
    either.add_argument("--unit", type=int, metavar="N", help="number of the unit")
    either.add_argument("--score", choices=SCORES, help="a score of the whole release")
    _add_model(explain)
    _add_format(explain, "table", "json")


def _add_about_models(add: _Add) -> None:
    """Add the commands that train and measure models."""
    train = add("train", "fit a model", "fls train data/releases -o models/mine")
    train.add_argument("folder", nargs="+", metavar="FOLDER", help="annotated releases")
    train.add_argument("-o", "--output", required=True, metavar="MODEL", help="folder to write")
    train.add_argument("--start", metavar="NAME", help="name or folder of a model to start from")
    what = "annotated releases kept for testing: measure the new model on them beside another"
    train.add_argument("--test", metavar="FOLDER", help=what)
    what = "the other model (the start, else the one that comes with fls)"
    train.add_argument("--compare", metavar="NAME", help=what)
    train.add_argument(
        "--seed", type=int, default=0, help="seed of all random choices (%(default)s)"
    )
    train.add_argument(
        "--jobs", type=int, default=-1, metavar="N", help="threads (one for each core)"
    )
    train.add_argument("--quiet", action="store_true", help="print errors only")

    evaluate = add("evaluate", "measure a model", _EVALUATE_EXAMPLE)
    _add_evaluate_arguments(evaluate)
    _add_model(evaluate)
    _add_format(evaluate, "table", "csv", "json", "jsonl")


def _add_corpus(add: _Add) -> None:
    """Add the commands about annotated releases."""
    check = add("corpus check", "list every fault", "fls corpus check data/releases")
    check.add_argument("folder", metavar="FOLDER", help="annotated releases")

    example = "fls corpus join data/wire --texts archive.tar.gz -o wire"
    join = add("corpus join", "put labels and texts together", example)
    join.add_argument("folder", metavar="FOLDER", help="labels without texts")
    join.add_argument(
        "--texts", nargs="+", required=True, metavar="PLACE", help="folders or tar archives"
    )
    join.add_argument("-o", "--output", required=True, metavar="CORPUS", help="folder to write")


def _add_label(add: _Add) -> None:
    """Add the commands about the user's own labels."""
    example = "fls label export *.txt --uncertain 200 --to csv -o todo.csv"
    _add_label_export(add("label export", "write units to label", example))
    example = "fls label import done.csv -o my/labels"
    _add_label_import(add("label import", "add labels to a corpus", example))
    example = "fls label interface > interface.xml"
    add("label interface", "print the interface for Label Studio", example)


def _add_evaluate_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the test data of ``fls evaluate``: annotated releases, or a table of sentences."""
    parser.add_argument("folder", nargs="?", metavar="FOLDER", help="annotated releases")
    what = "a table of labelled sentences to measure on, instead of releases"
    table = parser.add_argument_group("sentences", what)
    table.add_argument("--sentences", metavar="FILE", help=".csv, .tsv, .jsonl or .parquet")
    table.add_argument("--text", metavar="COL", help="column with the sentence")
    what = "column with the label: one of ours, or a code of fls label"
    table.add_argument("--label", metavar="COL", help=what)
    table.add_argument(
        "--positive", choices=LABELS, metavar="LABEL",
        help="LABEL or not; the column may say just that: 1 or 0, true or false, yes or no",
    )  # fmt: skip
    table.add_argument("--positive-value", metavar="V", help="what stands for --positive there")
    table.add_argument(
        "--map", type=_read_pairs, action="extend", metavar="THEIRS=OURS,...",
        help="our label for each of theirs; may come again",
    )  # fmt: skip


def _read_pairs(text: str) -> list[tuple[str, str]]:
    """Read pairs of names and values."""
    parts = [part.partition("=") for part in text.split(",")]
    if not all(name.strip() and value.strip() for name, _, value in parts):
        raise argparse.ArgumentTypeError(f"must look like THEIRS=OURS,THEIRS=OURS, got {text!r}")
    return [(name.strip(), value.strip()) for name, _, value in parts]


def find_evaluate_fault(args: argparse.Namespace) -> str | None:
    """Return a message if some arguments of ``fls evaluate`` do not go together, else None."""
    options = {
        f"--{name.replace('_', '-')}": None
        for name in _SENTENCES_ARGUMENTS
        if getattr(args, name) is not None
    }
    if args.folder is not None:
        return f"give FOLDER or {next(iter(options))}, not both" if options else None
    if not {"--sentences", "--text", "--label"} <= options.keys():
        return "give FOLDER, or --sentences FILE --text COL --label COL"
    if "--positive-value" in options and "--positive" not in options:
        return "argument --positive-value: comes with --positive"
    if "--positive" in options and "--map" in options:
        return "argument --map: not allowed with argument --positive"
    named: dict[str, str] = {}
    for theirs, ours in args.map or ():
        if named.setdefault(theirs, ours) != ours:
            return f"argument --map: {theirs!r} is one label, got {named[theirs]} and {ours}"
    return None


def _add_files(parser: argparse.ArgumentParser) -> None:
    """Add the files that a command reads."""
    parser.add_argument("files", nargs="+", metavar="FILE", help=f"{_FILE_HELP}; - is stdin")
    _add_exhibit(parser)


def _add_exhibit(parser: argparse.ArgumentParser) -> None:
    """Add the type of the exhibits that are releases."""
    what = "type of the exhibits that are read out of EDGAR submissions (%(default)s)"
    parser.add_argument("--exhibit", default="EX-99", metavar="TYPE", help=what)


def _add_model(parser: argparse.ArgumentParser) -> None:
    """Add the choice of a model."""
    parser.add_argument(
        "--model", metavar="NAME", help="name or folder of a model (the one that comes with fls)"
    )


def _add_format(parser: argparse.ArgumentParser, *formats: str) -> None:
    """Add the choice of a format."""
    parser.add_argument("--format", choices=formats, default="table", help="(%(default)s)")


def _add_level(parser: argparse.ArgumentParser) -> None:
    """Add the level of the rows, and the day that times are counted from."""
    what = (
        "what a row is (unit); without -o: promise, a forward-looking commitment; safe-harbor, an "
        "element of the cautionary text; coverage, a forward-looking statement with the factor "
        "that is nearest to it"
    )
    parser.add_argument("--level", choices=(*LEVELS, *SINGLE_LEVELS), help=what)
    _add_date(parser)


def _add_date(
    parser: argparse.ArgumentParser, name: str = "--date", whose: str = "the release"
) -> None:
    """Add the day that times are counted from."""
    what = f"day of {whose} (looked for in the text)"
    parser.add_argument(name, type=_read_day, metavar="YYYY-MM-DD", help=what)


def _read_day(text: str) -> date:
    """Read a day."""
    try:
        if len(text) == len("YYYY-MM-DD"):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"must be a day as YYYY-MM-DD, got {text!r}")


def _read_count(text: str) -> int:
    """Read a count of one or more."""
    return _read_whole(text, 1)


def _read_seed(text: str) -> int:
    """Read a seed."""
    return _read_whole(text, 0)


def _read_whole(text: str, minimum: int) -> int:
    """Read a whole number that is not below a bound."""
    if text.isascii() and text.isdigit() and int(text) >= minimum:
        return int(text)
    raise argparse.ArgumentTypeError(f"must be a whole number of {minimum} or more, got {text!r}")


def _add_label_export(parser: argparse.ArgumentParser) -> None:
    """Add what to label, how much of it, and for which tool."""
    parser.add_argument("files", nargs="*", metavar="FILE", help=_FILE_HELP)
    what = "annotated releases whose units without a label are asked for, too"
    parser.add_argument("--corpus", metavar="FOLDER", help=what)
    _add_exhibit(parser)
    asked = parser.add_mutually_exclusive_group()
    what = "number of units, the most useful first (%(default)s)"
    asked.add_argument("--uncertain", type=_read_count, default=200, metavar="N", help=what)
    what = "number of units, each equally likely: a random sample for fls.correct"
    asked.add_argument("--random", type=_read_count, metavar="N", help=what)
    what = "all units, release by release: a test for models"
    asked.add_argument("--all", action="store_true", help=what)
    parser.add_argument("--seed", type=_read_seed, default=0, help="seed of --random (%(default)s)")
    _add_model(parser)
    parser.add_argument("--to", choices=("label-studio", "doccano", "csv"), required=True)
    what = "CSV whose cells no spreadsheet computes; import knows it"
    parser.add_argument("--excel-safe", action="store_true", help=what)
    parser.add_argument("-o", "--output", required=True, metavar="OUT", help="file to write")


def _add_label_import(parser: argparse.ArgumentParser) -> None:
    """Add the labels, the places of their texts, and the corpus that they go into."""
    parser.add_argument("labels", metavar="FILE", help="what the tool exported")
    what = "the releases, where they are no longer where they were exported from"
    parser.add_argument("--texts", nargs="+", default=[], metavar="FILE", help=what)
    _add_exhibit(parser)
    what = "annotated releases to add to, or a new folder"
    parser.add_argument("-o", "--output", required=True, metavar="CORPUS", help=what)


def _add_output(parser: argparse.ArgumentParser, *more: str) -> None:
    """Add the output file and its format; `more` are additional formats."""
    formats = ("table", "csv", "jsonl", *more)
    what = "table, or what the name of OUT ends in"
    parser.add_argument("--format", choices=formats, help=f"({what})")
    parser.set_defaults(formats=formats)
    parser.add_argument("--no-color", action="store_true", help="plain text on a terminal, too")
    parser.add_argument("-o", "--output", metavar="OUT", help="write to this file, not to stdout")


def _add_report_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the page, and its file."""
    _add_date(parser)
    what = "show up to N releases in full, of more only the table (%(default)s)"
    parser.add_argument("--details", type=int, default=20, metavar="N", help=what)
    parser.add_argument("-o", "--output", metavar="OUT", help="write to this file, not to stdout")


def _add_run_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``fls score`` for many inputs and one output file."""
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


def find_run_fault(args: argparse.Namespace) -> str | None:
    """Return a message if some arguments of ``fls score`` do not go together, else None."""
    is_run = args.output is not None and args.format in FORMATS
    for name in ("level", "jobs", "resume", "excel_safe", "analyses"):
        is_other = name == "level" and args.level in _OTHER_LEVELS
        if getattr(args, name) not in (None, False) and not is_run and not is_other:
            return f"argument --{name.replace('_', '-')}: needs -o OUT.parquet, .csv or .jsonl"
    if args.format == "parquet" and not is_run:
        return "argument --format: parquet needs -o OUT"
    if is_run and args.level in SINGLE_LEVELS:
        return f"argument --level: {args.level} is for one release: a table or standard output"
    if args.date and is_run:
        return "argument --date: is for one release, and needs a table or standard output"
    if args.excel_safe and args.format != "csv":
        return "argument --excel-safe: is for .csv"
    if args.metrics_only and args.level not in (None, "document"):
        return "argument --metrics-only: is --level document"
    return None
