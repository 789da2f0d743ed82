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
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import fls
from fls import corpus
from fls.arguments import build_parser, unfit_for_evaluate
from fls.card import summary
from fls.document import Document
from fls.errors import FlsError, InputError, ReadError
from fls.printing import (
    CsvWriter,
    JsonLinesWriter,
    Progress,
    TableWriter,
    plain,
)
from fls.readers import only, read, read_all
from fls.summary import explained, scored

if TYPE_CHECKING:
    from fls.evaluation import SentenceEvaluation

__all__ = ["main"]

#: So many rows that are left out are named.
_NAMED = 20
#: Rows of a release that are no units, by what the arguments call them.
_LEVELS: dict[str, Callable[[fls.Release], list[dict[str, Any]]]] = {
    "promise": lambda release: release.promise_rows(),
    "safe-harbor": lambda release: release.safe_harbor.rows(),
    "coverage": lambda release: release.safe_harbor.coverage_rows(),
}
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
    args = build_parser(_COMMANDS).parse_args(argv)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal may lack a character
    try:
        code: int = args.run(args)
        sys.stdout.flush()
    except ReadError as error:
        _say(error)
        return _UNREADABLE
    except FlsError as error:
        _say(error)
        for note in getattr(error, "__notes__", ()):
            _say(note)
        about_data = args.run in (_train, _evaluate, _check, _join)
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


# Commands


def _score(args: argparse.Namespace) -> int:
    """Label each unit of each release (+ means specific) and print document metrics."""
    model = functools.cache(functools.partial(fls.load_model, *_given(args.model)))
    if not 0 <= args.abstain <= 1:
        args.refuse(f"argument --abstain: must be from 0 to 1, got {args.abstain}")
    with _writer(args) as writer:

        def work(name: str, document: Document) -> None:
            release = fls.score(document, model=model(), abstain=args.abstain, date=args.date)
            for warning in release.warnings[len(document.warnings) :]:
                _say(f"{document.source or name}: warning: {warning}")
            if args.level != "sentence":
                writer.add(name, _LEVELS[args.level](release), {})
                return
            rows = None if args.metrics_only else list(release.rows())
            writer.add(name, rows, release.metrics)

        return _each(args, work)


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


def _segment(args: argparse.Namespace) -> int:
    """Cut each release into its units and print them without labels."""
    with _writer(args) as writer:

        def work(name: str, document: Document) -> None:
            rows: list[dict[str, Any]] = fls.segment(document.text).to_dict("records")  # type: ignore[assignment]
            writer.add(name, rows, {})

        return _each(args, work)


def _explain(args: argparse.Namespace) -> int:
    """Print what a label or a score is made of; N is the number of the unit in fls score."""
    document = _checked(only(_documents(args.file, args.exhibit), args.file), args.file)
    release = fls.score(document, model=fls.load_model(*_given(args.model)))
    if args.score is not None:
        rows = release.explain_score_rows(args.score)
        if args.format == "json":
            _print_json({"score": args.score, "contributions": rows})
        else:
            print(*scored(rows, args.score), sep="\n")
        return 0
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
    progress = None if args.quiet else Progress(sys.stderr)
    start = args.start if args.start is None else fls.load_model(args.start)
    model = fls.train(args.folder, start=start, seed=args.seed, progress=progress)
    model.save(args.output)
    if not args.quiet:
        print(*summary(model.info), "", f"wrote {args.output}", sep="\n")
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


@contextmanager
def _writer(args: argparse.Namespace) -> Iterator[JsonLinesWriter | TableWriter]:
    """Open what the arguments ask for."""
    suffix = Path(args.output or "").suffix.lower().lstrip(".")
    args.format = args.format or (suffix if suffix in ("csv", "jsonl") else "table")
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


_COMMANDS = {
    "score": _score,
    "compare": _compare,
    "segment": _segment,
    "explain": _explain,
    "train": _train,
    "evaluate": _evaluate,
    "corpus check": _check,
    "corpus join": _join,
}
