"""Inputs, outputs and messages of all commands."""

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
    "MAX_NAMED",
    "UNREADABLE",
    "check_document",
    "load_chosen",
    "open_output",
    "open_writer",
    "print_json",
    "process_each",
    "process_each_file",
    "read_documents",
    "read_single",
    "say",
    "settle_format",
]

#: Exit codes if some inputs failed, and if all did.
FAILED, UNREADABLE = 1, 3
#: Maximum number of failures to name.
MAX_NAMED = 20


def process_each(args: argparse.Namespace, work: Callable[[str, Document], None]) -> int:
    """Do `work` for each release of each file; report bad ones and go on."""

    def process_all(name: str, documents: list[Document]) -> None:
        for document in documents:
            source = document.source if len(documents) > 1 else None
            work(source or name, check_document(document, name))

    return process_each_file(args, process_all)


def process_each_file(args: argparse.Namespace, work: Callable[[str, list[Document]], None]) -> int:
    """Do `work` for the releases of each file; report bad files and go on."""
    n_failed = 0
    for name in args.files:
        try:
            work(name, read_documents(name, args.exhibit))
        except (ReadError, InputError) as error:
            say(error)
            n_failed += 1
    if n_failed == len(args.files):
        return UNREADABLE
    return FAILED if n_failed else 0


def read_documents(name: str, exhibit: str) -> list[Document]:
    """Read the releases of one input."""
    if name == "-":
        return read_all(sys.stdin.buffer.read(), exhibit=exhibit, name="<stdin>")
    return read_all(Path(name), exhibit=exhibit)


def read_single(name: str, exhibit: str) -> Document:
    """Read an input that must hold one release."""
    return check_document(only(read_documents(name, exhibit), name), name)


def check_document(document: Document, name: str) -> Document:
    """Report the warnings of a document; refuse an empty one, which the library accepts."""
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
    """Print a message to stderr, on one line: file names may hold control characters."""
    safe = "".join(c if c.isprintable() else repr(c)[1:-1] for c in str(message))
    print(f"fls: {safe}", file=sys.stderr)


def print_json(content: Mapping[str, Any]) -> None:
    """Print a mapping as JSON."""
    print(json.dumps(plain(content), indent=2, allow_nan=False))


def settle_format(args: argparse.Namespace) -> None:
    """Take the format from the name of the output file if none is given."""
    if args.format is not None:
        return
    suffix = Path(args.output or "").suffix.lower().lstrip(".")
    if suffix not in ("", "txt", *args.formats):
        endings = ", ".join(f".{name}" for name in args.formats if name in FORMATS)
        expected = f"must end in {endings}, or .txt for a table"
        raise InputError(args.output, expected, f".{suffix}", "choose another name or --format")
    args.format = suffix if suffix in FORMATS else "table"


@contextmanager
def open_writer(
    args: argparse.Namespace, columns: Sequence[str] = ()
) -> Iterator[JsonLinesWriter | TableWriter]:
    """Open the writer that the arguments ask for; CSV has the `columns` even without rows."""
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
    """Open the output file or set up stdout: data are UTF-8, with line ends unchanged."""
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
        out = _TrackedFile(file, "utf-8", "backslashreplace", newline="")
        yield out
        if out.is_written:
            out.flush()
        else:
            out.close()


class _TrackedFile(io.TextIOWrapper):
    """A file that knows whether it was written to: a run without results replaces no file."""

    is_written = False

    def write(self, text: str, /) -> int:
        """Write text, which may be empty."""
        self.is_written = True
        return super().write(text)
