"""The commands and what they take: their arguments, and which do not go together."""

from __future__ import annotations

import argparse
import functools
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import fls
from fls.document import LABELS, SCORES

__all__ = ["build_parser", "unfit_for_evaluate"]

_Run: TypeAlias = Callable[[argparse.Namespace], int]

_FILE_HELP = "releases as text, HTML, EDGAR submission or PDF, in .gz or .zip, too"
_EVALUATE_EXAMPLE = """\
fls evaluate data/releases --model models/mine
  fls evaluate --sentences tests/data/sentences.csv --text sentence --label forward \\
      --positive forward_looking"""
#: What a row of ``fls score`` may be.
_LEVELS = ("sentence", "promise", "safe-harbor", "coverage")
_EXIT_CODES = """\
exit codes:
  0    all fine
  1    some files failed, the others were printed; or writing failed half-way
  2    usage error, or an output that cannot be written
  3    no input could be read
  4    model or data invalid
  130  interrupted
"""
_ABOUT_SENTENCES = ("sentences", "text", "label", "positive", "positive_value", "map")


def build_parser(runs: Mapping[str, _Run]) -> argparse.ArgumentParser:
    """Build the parser of the command line.

    Parameters
    ----------
    runs : mapping of str to callable
        What runs each command, by its name; the first line of its docstring describes it.

    Returns
    -------
    argparse.ArgumentParser
        What it parses holds the function as ``run``, and as ``refuse`` one that ends with a usage
        error.
    """
    parser = argparse.ArgumentParser(
        prog="fls",
        description="Read corporate press releases sentence by sentence.",
        epilog="example:\n  fls score release.txt\n\n" + _EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"fls {fls.__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    add = functools.partial(_add_command, commands)

    score = add(
        "score", runs["score"], "label each unit", "fls score a.txt b.txt --format csv -o out.csv"
    )
    _add_files(score)
    _add_model(score)
    what = "no label for a unit whose highest probability is below P (%(default)s)"
    score.add_argument("--abstain", type=float, default=0.0, metavar="P", help=what)
    _add_level(score)
    score.add_argument("--metrics-only", action="store_true", help="leave the units out")
    _add_output(score)

    compare = add(
        "compare", runs["compare"], "say what changed", "fls compare spring.txt summer.txt"
    )
    compare.add_argument("files", nargs=2, metavar=("OLD", "NEW"), help="two releases, - is stdin")
    _add_model(compare)
    _add_output(compare)

    segment = add(
        "segment", runs["segment"], "cut into units, without labels", "fls segment release.txt"
    )
    _add_files(segment)
    _add_output(segment)

    explain = add("explain", runs["explain"], "say why", "fls explain release.txt --unit 3")
    explain.add_argument("file", metavar="FILE", help=f"{_FILE_HELP}; - is stdin")
    _add_exhibit(explain)
    _add_explain_arguments(explain)
    _add_model(explain)
    _add_format(explain, "table", "json")

    train = add("train", runs["train"], "fit a model", "fls train data/releases -o models/mine")
    train.add_argument("folder", nargs="+", metavar="FOLDER", help="annotated releases")
    train.add_argument("-o", "--output", required=True, metavar="MODEL", help="folder to write")
    train.add_argument("--start", metavar="NAME", help="name or folder of a model to start from")
    train.add_argument("--seed", type=int, default=0, help="of every random choice (%(default)s)")
    train.add_argument("--quiet", action="store_true", help="print errors only")

    evaluate = add("evaluate", runs["evaluate"], "measure a model", _EVALUATE_EXAMPLE)
    _add_evaluate_arguments(evaluate)
    _add_model(evaluate)
    _add_format(evaluate, "table", "csv", "json", "jsonl")

    _add_corpus(commands, runs)
    return parser


def _add_command(
    commands: Any, name: str, run: _Run, what: str, example: str
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=what,
        description=(run.__doc__ or "").partition("\n")[0],
        epilog=f"example:\n  {example}\n\n{_EXIT_CODES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run, refuse=parser.error)
    return parser


def _add_corpus(commands: Any, runs: Mapping[str, _Run]) -> None:
    """Add the commands about annotated releases, which have a name of two words."""
    what = "check annotated releases, or join labels with texts"
    group = commands.add_parser("corpus", help=what, description=what.capitalize() + ".")
    both = group.add_subparsers(title="commands", metavar="COMMAND", required=True)
    add = functools.partial(_add_command, both)
    check = add("check", runs["corpus check"], "list every fault", "fls corpus check data/releases")
    check.add_argument("folder", metavar="FOLDER", help="annotated releases")

    example = "fls corpus join data/wire --texts archive.tar.gz -o wire"
    join = add("join", runs["corpus join"], "put labels and texts together", example)
    join.add_argument("folder", metavar="FOLDER", help="labels without texts")
    join.add_argument(
        "--texts", nargs="+", required=True, metavar="PLACE", help="folders or tar archives"
    )
    join.add_argument("-o", "--output", required=True, metavar="CORPUS", help="folder to write")


def _add_evaluate_arguments(parser: argparse.ArgumentParser) -> None:
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


def _add_files(parser: argparse.ArgumentParser) -> None:
    """Add the files that a command reads."""
    parser.add_argument("files", nargs="+", metavar="FILE", help=f"{_FILE_HELP}; - is stdin")
    _add_exhibit(parser)


def _add_exhibit(parser: argparse.ArgumentParser) -> None:
    """Add which exhibits of a submission are releases."""
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
    """Add what a row is, and the day that times are counted from."""
    what = (
        "what a row is: a unit, a forward-looking commitment, an element of the cautionary text, "
        "or a forward-looking statement with the factor nearest to it (%(default)s)"
    )
    parser.add_argument("--level", choices=_LEVELS, default=_LEVELS[0], help=what)
    what = "day of the release (looked for in the text)"
    parser.add_argument("--date", metavar="YYYY-MM-DD", help=what)


def _add_explain_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what ``fls explain`` takes apart: the label of a unit, or a score."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--unit", type=int, metavar="N", help="number of the unit")
    what.add_argument("--score", choices=SCORES, help="a score of the whole release")


def _add_output(parser: argparse.ArgumentParser) -> None:
    """Add where and how units are written."""
    formats = ("table", "csv", "jsonl")
    what = "table, or what the name of OUT ends in"
    parser.add_argument("--format", choices=formats, help=f"({what})")
    parser.add_argument("--no-color", action="store_true", help="plain text on a terminal, too")
    parser.add_argument("-o", "--output", metavar="OUT", help="write to this file, not to stdout")
