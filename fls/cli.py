"""The command line: the only room that prints or exits. Data on stdout, messages on stderr."""

from __future__ import annotations

import argparse
import functools
import io
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import fls
from fls import corpus
from fls.arguments import (
    EVALUATE_EXAMPLE,
    FILE_HELP,
    add_evaluate_arguments,
    add_exhibit,
    add_files,
    add_format,
    add_label_export,
    add_label_import,
    add_level,
    add_model,
    add_output,
    add_report_arguments,
    add_run_arguments,
    unfit_for_evaluate,
    unfit_for_run,
)
from fls.card import summary
from fls.document import Document
from fls.errors import CorpusError, FlsError, InputError, ReadError, RunError
from fls.printing import (
    FORMATS,
    CsvWriter,
    JsonLinesWriter,
    Pace,
    Progress,
    TableWriter,
    explained,
    plain,
)
from fls.readers import only, read, read_all

if TYPE_CHECKING:
    from fls.evaluation import SentenceEvaluation

__all__ = ["main"]

_EXIT_CODES = """\
exit codes:
  0    all fine
  1    some files failed, the others were printed; or writing failed half-way
  2    usage error, or an output that cannot be written
  3    no input could be read
  4    model or data invalid
  130  interrupted
"""
#: So many rows that are left out are named.
_NAMED = 20
_FAILED, _USAGE, _UNREADABLE, _INVALID, _INTERRUPTED = 1, 2, 3, 4, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Parameters
    ----------
    argv : sequence of str, optional
        Arguments without the name of the program; those of the process if missing.

    Returns
    -------
    int
        The exit code, as ``fls --help`` lists them.

    Raises
    ------
    SystemExit
        From the argument parser: 2 after a usage error, 0 after ``--help`` and ``--version``.
    """
    args = _parser().parse_args(argv)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal may lack a character
    try:
        code: int = args.run(args)
        sys.stdout.flush()
    except ReadError as error:
        _say(error)
        return _UNREADABLE
    except RunError as error:
        _say(error)
        return _FAILED
    except FlsError as error:
        _say(error)
        for note in getattr(error, "__notes__", ()):
            _say(note)
        about_data = args.run in (_train, _evaluate, _check, _join, _label_import)
        return _USAGE if isinstance(error, InputError) and not about_data else _INVALID
    except BrokenPipeError:
        # The reader has seen enough. Python flushes again at exit: give it somewhere to write.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        _say(error)
        return _FAILED
    except KeyboardInterrupt:
        _say("interrupted")
        return _INTERRUPTED
    return code


# Arguments


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="fls",
        description="Read corporate press releases sentence by sentence.",
        epilog="example:\n  fls score release.txt\n\n" + _EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"fls {fls.__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    add = functools.partial(_add_command, commands)

    score = add("score", _score, "label each unit", "fls score a.txt b.txt --format csv -o out.csv")
    add_files(score)
    add_model(score)
    what = "no label for a unit whose highest probability is below P (%(default)s)"
    score.add_argument("--abstain", type=float, default=0.0, metavar="P", help=what)
    add_level(score)
    score.add_argument("--metrics-only", action="store_true", help="leave the units out")
    add_output(score, "parquet")
    add_run_arguments(score)

    report = add("report", _report, "make a page to look at", "fls report a.txt -o report.html")
    add_files(report)
    add_model(report)
    add_report_arguments(report)

    compare = add("compare", _compare, "say what changed", "fls compare spring.txt summer.txt")
    compare.add_argument("files", nargs=2, metavar=("OLD", "NEW"), help="two releases, - is stdin")
    add_model(compare)
    add_output(compare)

    segment = add("segment", _segment, "cut into units, without labels", "fls segment release.txt")
    add_files(segment)
    add_output(segment)

    explain = add("explain", _explain, "say why", "fls explain release.txt --unit 3")
    explain.add_argument("file", metavar="FILE", help=f"{FILE_HELP}; - is stdin")
    add_exhibit(explain)
    explain.add_argument("--unit", type=int, required=True, metavar="N", help="number of the unit")
    add_model(explain)
    add_format(explain, "table", "json")

    train = add("train", _train, "fit a model", "fls train data/releases -o models/mine")
    train.add_argument("folder", nargs="+", metavar="FOLDER", help="annotated releases")
    train.add_argument("-o", "--output", required=True, metavar="MODEL", help="folder to write")
    train.add_argument("--start", metavar="NAME", help="name or folder of a model to start from")
    what = "annotated releases kept for testing: measure the new model on them beside another"
    train.add_argument("--test", metavar="FOLDER", help=what)
    what = "the other model (the start, else the one that comes with fls)"
    train.add_argument("--compare", metavar="NAME", help=what)
    train.add_argument("--seed", type=int, default=0, help="of every random choice (%(default)s)")
    train.add_argument("--quiet", action="store_true", help="print errors only")

    evaluate = add("evaluate", _evaluate, "measure a model", EVALUATE_EXAMPLE)
    add_evaluate_arguments(evaluate)
    add_model(evaluate)
    add_format(evaluate, "table", "csv", "json", "jsonl")

    _add_corpus(commands)
    _add_label(commands)
    return parser


def _add_corpus(commands: Any) -> None:
    """Add the commands about annotated releases, which have a name of two words."""
    what = "check annotated releases, or join labels with texts"
    parser = commands.add_parser("corpus", help=what, description=what.capitalize() + ".")
    add = functools.partial(
        _add_command, parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    )
    check = add("check", _check, "list every fault", "fls corpus check data/releases")
    check.add_argument("folder", metavar="FOLDER", help="annotated releases")

    example = "fls corpus join data/wire --texts archive.tar.gz -o wire"
    join = add("join", _join, "put labels and texts together", example)
    join.add_argument("folder", metavar="FOLDER", help="labels without texts")
    join.add_argument(
        "--texts", nargs="+", required=True, metavar="PLACE", help="folders or tar archives"
    )
    join.add_argument("-o", "--output", required=True, metavar="CORPUS", help="folder to write")


def _add_label(commands: Any) -> None:
    """Add the commands about labels of one's own, which have a name of two words."""
    what = "take the most useful units to a labelling tool, and their labels back"
    parser = commands.add_parser("label", help=what, description=what.capitalize() + ".")
    add = functools.partial(
        _add_command, parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    )
    example = "fls label export *.txt --uncertain 200 --to csv -o todo.csv"
    add_label_export(add("export", _label_export, "write units to label", example))
    example = "fls label import done.csv -o my/labels"
    add_label_import(add("import", _label_import, "add labels to a corpus", example))
    example = "fls label interface > interface.xml"
    add("interface", _label_interface, "print the interface for Label Studio", example)


def _add_command(
    commands: Any, name: str, run: Callable[[argparse.Namespace], int], what: str, example: str
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


# Commands


def _score(args: argparse.Namespace) -> int:
    """Label each unit of each release (+ means specific) and print document metrics."""
    model = functools.cache(functools.partial(fls.load_model, *_given(args.model)))
    if not 0 <= args.abstain <= 1:
        args.refuse(f"argument --abstain: must be from 0 to 1, got {args.abstain}")
    _settle_format(args)
    fault = unfit_for_run(args)
    if fault:
        args.refuse(fault)
    if args.output is not None and args.format in FORMATS:
        return _score_into(args)
    with _writer(args) as writer:

        def work(name: str, document: Document) -> None:
            release = fls.score(document.text, model=model(), abstain=args.abstain, date=args.date)
            for warning in release.warnings:
                _say(f"{document.source or name}: warning: {warning}")
            if args.level == "promise":
                writer.add(name, release.promise_rows(), {})
                return
            rows = None if args.metrics_only else list(release.rows())
            writer.add(name, rows, release.metrics)

        return _each(args, work)


def _report(args: argparse.Namespace) -> int:
    """Write one page that shows each release tinted by label, and a table of all if several."""
    from fls.report import Report

    if args.details < 0:
        args.refuse(f"argument --details: must be 0 or more, got {args.details}")
    if args.output is None and sys.stdout.isatty():
        args.refuse("a page is not for a terminal: give -o OUT.html")
    model = fls.load_model(*_given(args.model))
    report = Report(details=args.details, model=args.model)
    args.format = "html"

    def work(name: str, document: Document) -> None:
        if document.source is None:
            document = replace(document, source=name)
        report.add(fls.score(document, model=model, date=args.date))

    code = _each(args, work)
    if len(report):
        with _output(args) as out:
            out.write(report.html())
    return code


def _compare(args: argparse.Namespace) -> int:
    """Print what changed from one release to a later one: promises, statements, legend, metrics."""
    if args.files == ["-", "-"]:
        args.refuse("arguments OLD and NEW: stdin holds one release only")
    model = fls.load_model(*_given(args.model))
    older, newer = (fls.score(_single(name), model=model) for name in args.files)
    records = fls.compare(older, newer).records()
    with _writer(args) as writer:
        if isinstance(writer, TableWriter):
            writer.add_changes(records)
        else:
            for record in records:
                writer.write(plain(record))
    return 0


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
    run = batch.run_files(
        items, job, options, jobs=args.jobs or 1, resume=args.resume, progress=Pace(sys.stderr)
    )
    for name, error in run.failed[:_NAMED]:
        _say(error if error.startswith(name) else f"{name}: {error}")
    failed = run.status["error"]
    if failed > _NAMED:
        _say(f"{failed - _NAMED} more failed; {job.report} counts them")
    if failed == sum(run.status.values()):
        return _UNREADABLE
    return _FAILED if failed else 0


def _segment(args: argparse.Namespace) -> int:
    """Cut each release into its units and print them without labels."""
    with _writer(args) as writer:

        def work(name: str, document: Document) -> None:
            rows: list[dict[str, Any]] = fls.segment(document.text).to_dict("records")  # type: ignore[assignment]
            writer.add(name, rows, {})

        return _each(args, work)


def _explain(args: argparse.Namespace) -> int:
    """Print what spoke for the label of one unit and against it; N is its number in fls score."""
    document = _checked(only(_documents(args.file, args.exhibit), args.file), args.file)
    release = fls.score(document.text, model=fls.load_model(*_given(args.model)))
    explanation = release.explain(args.unit)
    if args.format == "json":
        _print_json(explanation._asdict())
    else:
        print(*explained(explanation), sep="\n")
    return 0


def _train(args: argparse.Namespace) -> int:
    """Fit a model on annotated releases and write it into a folder."""
    target = Path(args.output)
    if target.exists() and not target.is_dir():
        raise InputError(args.output, "must be a folder or new", "a file", "choose another name")
    if args.seed < 0:
        raise InputError("--seed", "must be 0 or more", str(args.seed), "choose another number")
    if args.compare is not None and args.test is None:
        args.refuse("argument --compare: comes with --test")
    if args.test is not None:
        other = fls.load_model(*_given(args.compare or args.start))
        corpus.check_apart(corpus.read_parts(args.folder), corpus.read(args.test), args.test)
    progress = None if args.quiet else Progress(sys.stderr)
    start = args.start if args.start is None else fls.load_model(args.start)
    model = fls.train(args.folder, start=start, seed=args.seed, progress=progress)
    model.save(args.output)
    if not args.quiet:
        print(*summary(model.info), "", f"wrote {args.output}", sep="\n")
    if args.test is not None:
        models = {args.compare or args.start or "default": other, args.output: model}
        print("", fls.compare_models(models, args.test, seed=args.seed), sep="\n")
    return 0


def _evaluate(args: argparse.Namespace) -> int:
    """Measure a model on annotated releases, or on labelled sentences, beside the keyword rule."""
    fault = unfit_for_evaluate(args)
    if fault:
        args.refuse(fault)
    model = fls.load_model(*_given(args.model))
    evaluation = (
        _on_sentences(model, args) if args.folder is None else fls.evaluate(model, args.folder)
    )
    if args.format == "table":
        print(evaluation.to_text())
    elif args.format == "json":
        _print_json(evaluation.to_dict())
    else:
        writer = (CsvWriter if args.format == "csv" else JsonLinesWriter)(sys.stdout)
        for record in evaluation.records():
            writer.write(record)
    return 0


def _on_sentences(model: fls.Model, args: argparse.Namespace) -> SentenceEvaluation:
    """Measure on a table, and name the rows that could not be counted."""
    evaluation = fls.evaluate_sentences(
        model,
        args.sentences,
        text=args.text,
        label=args.label,
        positive=args.positive,
        positive_value=args.positive_value,
        mapping=args.map,
    )
    left_out = evaluation.left_out
    for row in left_out[:_NAMED]:
        _say(f"warning: {row}")
    if left_out[_NAMED:]:
        _say(f"warning: {len(left_out) - _NAMED} more left out; --format json has all")
    return evaluation


def _check(args: argparse.Namespace) -> int:
    """List every fault of a folder of annotated releases."""
    faults = corpus.validate(args.folder)
    for fault in faults:
        print(fault)
    if faults:
        return _INVALID
    releases = corpus.read(args.folder)
    units = [unit for release in releases for unit in release.units]
    labelled = sum(unit.label is not None for unit in units)
    print(f"{len(releases)} releases, {len(units)} units, {labelled} labelled, no fault")
    return 0


def _join(args: argparse.Namespace) -> int:
    """Join labels that come without texts with the texts, and write annotated releases."""
    releases, missing = corpus.join(args.folder, corpus.texts_of(args.texts))
    for name, digest in missing:
        _say(f"{name}: no text with SHA-256 {digest}")
    places = ", ".join(args.texts)
    if not releases:
        raise ReadError(places, "hold a text of the labels", "none", "check the paths")
    corpus.write(args.output, releases)
    print(f"wrote {len(releases)} releases to {args.output}, {len(missing)} missing")
    if missing:
        repair = (
            f"name what holds the others, too: the manifest of {args.folder} says where they are "
            "from; a text counts only byte for byte, in UTF-8"
        )
        expected = f"hold all {len(releases) + len(missing)} texts of the labels"
        _say(ReadError(places, expected, f"{len(releases)} of them", repair))
    return _FAILED if missing else 0


def _label_export(args: argparse.Namespace) -> int:
    """Write the units whose labels would help a model most, for a labelling tool."""
    from fls import labelling

    if not args.files and args.corpus is None:
        args.refuse("give FILE, --corpus FOLDER, or both")
    places = {Path(name).resolve() for name in args.files}
    if Path(args.output).resolve() in places:
        raise InputError(args.output, "must be a new file", "an input", "choose another name")
    known = [] if args.corpus is None else corpus.read(args.corpus)
    drafts = [labelling.Draft(release, "") for release in known]
    texts = {release.text for release in known}
    documents: list[Document] = []
    for name in args.files:
        documents += [_checked(one, name) for one in _documents(name, args.exhibit)]
    drafts += [one for one in labelling.drafts(documents) if one.release.text not in texts]
    model = fls.load_model(*_given(args.model))
    tasks = labelling.choose(drafts, args.uncertain, model=model)
    labelling.write_tasks(args.output, tasks, args.to)
    releases = len({task.unit_id.partition(":")[0] for task in tasks})
    print(f"wrote {len(tasks)} units of {releases} releases to {args.output}")
    return 0


def _label_import(args: argparse.Namespace) -> int:
    """Check labels that come back from a tool, and add them to annotated releases."""
    from fls import labelling

    answers = labelling.read_answers(args.labels)
    known = corpus.read(args.output) if (Path(args.output) / "raw").is_dir() else []
    names = args.texts or sorted({one.source for one in answers if one.label and one.source})
    documents: list[Document] = []
    for name in names:
        # A member of an archive or a submission is noted behind the name of its file.
        path = name if args.texts else name.partition("!")[0].partition("#")[0]
        documents += read_all(Path(path), exhibit=args.exhibit)
    fresh = [draft.release for draft in labelling.drafts(documents)]
    releases = labelling.take(answers, [*known, *fresh])
    if not releases:
        raise CorpusError(args.labels, "must hold a label", "none", "label some units first")
    corpus.update(args.output, releases)
    given = sum(one.label not in ("", "?") for one in answers)
    print(f"added {given} labels in {len(releases)} releases to {args.output}")
    return 0


def _label_interface(args: argparse.Namespace) -> int:
    """Print the labelling interface that Label Studio asks for in the settings of a project."""
    from fls import labelling

    print(labelling.LABEL_STUDIO, end="")
    return 0


# Reading


def _each(args: argparse.Namespace, work: Callable[[str, Document], None]) -> int:
    """Do `work` for each release of each file; a bad one is named and harms no other."""
    failed = 0
    for name in args.files:
        try:
            documents = _documents(name, args.exhibit)
            for document in documents:
                called = document.source if len(documents) > 1 else None
                work(called or name, _checked(document, name))
        except (ReadError, InputError) as error:
            _say(error)
            failed += 1
    if failed == len(args.files):
        return _UNREADABLE
    return _FAILED if failed else 0


def _documents(name: str, exhibit: str) -> list[Document]:
    """Read one input."""
    if name == "-":
        return read_all(sys.stdin.buffer.read(), exhibit=exhibit, name="<stdin>")
    return read_all(Path(name), exhibit=exhibit)


def _single(name: str) -> Document:
    """Read an input that must hold one release."""
    source = sys.stdin.buffer.read() if name == "-" else Path(name)
    return _checked(read(source, name="<stdin>" if name == "-" else ""), name)


def _checked(document: Document, name: str) -> Document:
    """Tell what was doubtful; emptiness, which is no error for the library, is one here."""
    where = document.source or name
    if "empty" in document.warnings:
        raise ReadError(where, "must hold text", "an empty file", "check how it was made")
    for warning in document.warnings:
        _say(f"{where}: warning: {warning}")
    return document


def _given(value: str | None) -> tuple[str, ...]:
    return () if value is None else (value,)


# Printing


def _say(message: object) -> None:
    print(f"fls: {message}", file=sys.stderr)


def _print_json(facts: Mapping[str, Any]) -> None:
    print(json.dumps(plain(facts), indent=2, allow_nan=False))


def _settle_format(args: argparse.Namespace) -> None:
    """Take the format from the name of the output if none is given."""
    suffix = Path(args.output or "").suffix.lower().lstrip(".")
    args.format = args.format or (suffix if suffix in FORMATS else "table")


@contextmanager
def _writer(args: argparse.Namespace) -> Iterator[JsonLinesWriter | TableWriter]:
    """Open what the arguments ask for."""
    _settle_format(args)
    with _output(args) as out:
        if args.format == "table":
            allowed = not (args.no_color or os.environ.get("NO_COLOR"))
            yield TableWriter(out, allowed and out.isatty() and os.environ.get("TERM") != "dumb")
        else:
            yield (CsvWriter if args.format == "csv" else JsonLinesWriter)(out)


@contextmanager
def _output(args: argparse.Namespace) -> Iterator[TextIO]:
    """Open the file to write to, or set up stdout: data are UTF-8 with line ends as they are."""
    if args.output is None:
        if args.format != "table" and isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="")
        yield sys.stdout
        return
    path = Path(args.output)
    if any(path.exists() and Path(name).exists() and path.samefile(name) for name in args.files):
        raise InputError(args.output, "must be a new file", "an input", "choose another name")
    try:
        out = path.open("w", encoding="utf-8", newline="", errors="backslashreplace")
    except OSError as error:
        found = error.strerror or str(error)
        raise InputError(args.output, "must be writable", found, "check the path") from error
    with out:
        yield out
