"""What every command reads and writes: inputs, outputs, messages."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, TextIO

import fls
from fls.document import Document
from fls.errors import InputError, ReadError
from fls.files import replacing
from fls.printing import FORMATS, CsvWriter, JsonLinesWriter, plain
from fls.readers import only, read_all

from ._terminal import TableWriter

__all__ = [
    "FAILED",
    "NAMED",
    "UNREADABLE",
    "checked",
    "for_each",
    "for_each_file",
    "load_chosen",
    "open_output",
    "open_writer",
    "print_json",
    "read_documents",
    "read_single",
    "say",
    "settle_format",
]

#: Exit codes when some inputs failed, and when all did.
FAILED, UNREADABLE = 1, 3
#: So many of the things that failed are named.
NAMED = 20


def for_each(args: argparse.Namespace, work: Callable[[str, Document], None]) -> int:
    """Do `work` for each release of each file; a bad one is named and harms no other."""

    def each(name: str, documents: list[Document]) -> None:
        for document in documents:
            called = document.source if len(documents) > 1 else None
            work(called or name, checked(document, name))

    return for_each_file(args, each)


def for_each_file(args: argparse.Namespace, work: Callable[[str, list[Document]], None]) -> int:
    """Do `work` for the releases of each file; a bad one is named and harms no other."""
    failed = 0
    for name in args.files:
        try:
            work(name, read_documents(name, args.exhibit))
        except (ReadError, InputError) as error:
            say(error)
            failed += 1
    if failed == len(args.files):
        return UNREADABLE
    return FAILED if failed else 0


def read_documents(name: str, exhibit: str) -> list[Document]:
    """Read one input."""
    if name == "-":
        return read_all(sys.stdin.buffer.read(), exhibit=exhibit, name="<stdin>")
    return read_all(Path(name), exhibit=exhibit)


def read_single(name: str, exhibit: str) -> Document:
    """Read an input that must hold one release."""
    return checked(only(read_documents(name, exhibit), name), name)


def checked(document: Document, name: str) -> Document:
    """Tell what was doubtful; emptiness, which is no error for the library, is one here."""
    where = document.source or name
    if "empty" in document.warnings:
        raise ReadError(where, "must hold text", "an empty file", "check how it was made")
    for warning in document.warnings:
        say(f"{where}: warning: {warning}")
    return document


def load_chosen(name: str | None) -> fls.Model:
    """Load the model of this name or folder, or the one that comes with the library."""
    return fls.load_model() if name is None else fls.load_model(name)


def say(message: object) -> None:
    """Tell the person at the terminal, on one line: names of files may hold what moves a cursor."""
    safe = "".join(c if c.isprintable() else repr(c)[1:-1] for c in str(message))
    print(f"fls: {safe}", file=sys.stderr)


def print_json(facts: Mapping[str, Any]) -> None:
    """Print as JSON."""
    print(json.dumps(plain(facts), indent=2, allow_nan=False))


def settle_format(args: argparse.Namespace) -> None:
    """Take the format from the name of the output if none is given."""
    if args.format is not None:
        return
    suffix = Path(args.output or "").suffix.lower().lstrip(".")
    if suffix not in ("", "txt", *args.formats):
        known = ", ".join(f".{name}" for name in args.formats if name in FORMATS)
        expected = f"must end in {known}, or .txt for a table"
        raise InputError(args.output, expected, f".{suffix}", "choose another name or --format")
    args.format = suffix if suffix in FORMATS else "table"


@contextmanager
def open_writer(
    args: argparse.Namespace, columns: Sequence[str] = ()
) -> Iterator[JsonLinesWriter | TableWriter]:
    """Open what the arguments ask for; `columns` are those of rows of which there may be none."""
    settle_format(args)
    with open_output(args) as out:
        if args.format == "table":
            allowed = not (args.no_color or os.environ.get("NO_COLOR"))
            color = allowed and out.isatty() and os.environ.get("TERM") != "dumb"
            yield TableWriter(out, color, getattr(args, "level", None))
        else:
            yield CsvWriter(out, columns) if args.format == "csv" else JsonLinesWriter(out)


@contextmanager
def open_output(args: argparse.Namespace) -> Iterator[TextIO]:
    """Open the file to write to, or set up stdout: data are UTF-8 with line ends as they are."""
    if args.output is None:
        if args.format != "table" and isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="")
        yield sys.stdout
        return
    path = Path(args.output)
    if any(path.exists() and Path(name).exists() and path.samefile(name) for name in args.files):
        raise InputError(args.output, "must be a new file", "an input", "choose another name")
    with ExitStack() as stack:
        try:
            file = stack.enter_context(replacing(path))
        except OSError as error:
            found = error.strerror or str(error)
            raise InputError(args.output, "must be writable", found, "check the path") from error
        out = _Noting(file, "utf-8", "backslashreplace", newline="")
        yield out
        if out.begun:
            out.flush()
        else:
            out.close()


class _Noting(io.TextIOWrapper):
    """A file that knows whether something was written: a run without result replaces none."""

    begun = False

    def write(self, text: str, /) -> int:
        """Write, be it nothing."""
        self.begun = True
        return super().write(text)
