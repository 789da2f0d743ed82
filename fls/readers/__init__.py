"""Readers: text, bytes or a path become a :class:`~fls.document.Document`, nothing else."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from dataclasses import replace

from fls.document import Document
from fls.errors import InputError, ReadError
from fls.readers.archive import Budget, gunzip, unzip
from fls.readers.content import detect_format
from fls.readers.edgar import read_submission
from fls.readers.html import read_html
from fls.readers.limits import DEFAULT_LIMITS, Limits
from fls.readers.pdf import read_pdf
from fls.readers.text import decode, fit_text, from_str, os_read_error, read_path

__all__ = [
    "DEFAULT_LIMITS",
    "Limits",
    "bytes_of",
    "decode",
    "fit_text",
    "from_str",
    "only",
    "read",
    "read_all",
    "read_path",
]

_Source = str | bytes | os.PathLike[str] | Document
#: Maximum number of names in a message.
_MAX_NAMES = 5
#: Suffixes of tables, which as plain text look like releases.
_TABLE_SUFFIXES = (".csv", ".tsv", ".json", ".jsonl", ".ndjson")
#: What paths that are no regular files lead to, by type; and folders where they are read all the
#: same, because shells put their pipes there.
_SPECIAL_FILES = {
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}
_SPECIAL_FOLDERS = ("/dev/", "/proc/")


def read(
    source: _Source, *, exhibit: str = "EX-99", limits: Limits = DEFAULT_LIMITS, name: str = ""
) -> Document:
    r"""Read a release from text, bytes or a file.

    The format of bytes is recognised by their content, never by a name: plain text, an HTML page,
    a mail, a full EDGAR submission, a PDF file, or one of them in ``.gz`` or ``.zip``.

    Parameters
    ----------
    source : str, bytes, path-like or Document
        A ``str`` is the text itself, never a path and never mark-up; ``bytes`` are the content of
        a file; a path is opened; in a document, only what no text may hold is replaced.
    exhibit : str
        Which exhibits of a submission are releases: those of this type, numbered or not (EX-99,
        EX-99.1, EX-99.2 ...).
    limits : Limits
        How much is read before an input is refused.
    name : str, optional
        Name of bytes in messages and in ``Document.source``.

    Returns
    -------
    Document
        ``metadata`` holds what the input states about the release; see ``docs/reading.md``.

    Raises
    ------
    InputError
        If an argument is of another type.
    ReadError
        If a file cannot be read, has none of these formats, exceeds the limits, or holds several
        releases (:func:`read_all` reads those).

    Examples
    --------
    >>> read("Revenue rose 4%.").encoding
    'str'
    >>> read(b"<p>Revenue rose<br>4%. <p>It&rsquo;s good.").text
    'Revenue rose\n4%.\n\nIt’s good.'
    """
    documents = read_all(source, exhibit=exhibit, limits=limits, name=name)
    return only(documents, _get_name(source, name) or "data")


def only(documents: Sequence[Document], where: str) -> Document:
    """Return the only release of an input, and refuse several.

    Parameters
    ----------
    documents : sequence of Document
        Result of :func:`read_all`.
    where : str
        Name of the input, for the message.

    Returns
    -------
    Document

    Raises
    ------
    ReadError
        If there are several.
    """
    if len(documents) == 1:
        return documents[0]
    names = [(document.source or "").removeprefix(where) for document in documents[:_MAX_NAMES]]
    what = f"{len(documents)} ({', '.join(names)}{', ...' if documents[_MAX_NAMES:] else ''})"
    repair = (
        "choose an exhibit (on the command line: --exhibit) or take one file out of the archive; "
        "in Python fls.read_all gives all"
    )
    raise ReadError(where, "must hold one release", what, repair)


def read_all(
    source: _Source, *, exhibit: str = "EX-99", limits: Limits = DEFAULT_LIMITS, name: str = ""
) -> list[Document]:
    """Read every release that an input holds.

    A submission can have several matching exhibits, a ZIP archive several files. If one of them
    cannot be read, the whole input fails with an error that names it.

    Parameters
    ----------
    source, exhibit, limits, name
        As for :func:`read`.

    Returns
    -------
    list of Document
        In the order of the input, at least one.

    Raises
    ------
    InputError, ReadError
        As for :func:`read`; an archive without a file is a ReadError.

    Examples
    --------
    >>> [document.text for document in read_all(b"Sales rose.")]
    ['Sales rose.']
    """
    _check_types(exhibit, limits, name)
    if isinstance(source, Document):
        return [_replace_flaws(source)]
    if isinstance(source, str):
        return [from_str(source)]
    if isinstance(source, os.PathLike):
        place = os.fsdecode(source)
        return _Reader(exhibit, limits).open(bytes_of(place, limits), place, 0)
    if isinstance(source, bytes | bytearray | memoryview):
        data = bytes(source)
        limits.check("max_bytes", len(data), name or "data", "bytes")
        return _Reader(exhibit, limits).open(data, name or None, 0)
    raise InputError(
        "source", "is text (str), bytes or a path (pathlib.Path)", type(source).__name__,
        "convert it; a file name as str is taken for text, so wrap it in pathlib.Path",
    )  # fmt: skip


def _check_types(exhibit: str, limits: Limits, name: str) -> None:
    for where, value in (("exhibit", exhibit), ("name", name)):
        if not isinstance(value, str):
            found = type(value).__name__
            raise InputError(where, "is text (str)", found, "convert it, or leave it out")
    if not isinstance(limits, Limits):
        found = type(limits).__name__
        raise InputError("limits", "are made by fls.Limits", found, "give fls.Limits(...)")


def _replace_flaws(document: Document) -> Document:
    """Replace lone surrogates and the like, which a user's own document may hold."""
    clean = from_str(document.text)
    if clean.text == document.text and not clean.warnings:
        return document
    warnings = tuple(warning for warning in clean.warnings if warning not in document.warnings)
    return replace(document, text=clean.text, warnings=(*document.warnings, *warnings))


def _get_name(source: _Source, name: str) -> str:
    return os.fsdecode(source) if isinstance(source, os.PathLike) else name


def bytes_of(place: str, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """Read a file that does not exceed the limit.

    Parameters
    ----------
    place : str
        Path of the file. What is no regular file, such as a pipe, is opened only in ``/dev`` and
        ``/proc``: ``/dev/stdin``, and what a shell puts in place of ``<(command)``.
    limits : Limits

    Returns
    -------
    bytes

    Raises
    ------
    ReadError
        If it cannot be read, is no file, or holds more than ``limits.max_bytes``.
    """
    try:
        status = os.stat(place)
        _check_status(place, status, limits)
        with open(place, "rb") as file:
            # First the size that is stated, as a buffer of the limit's size would waste memory;
            # then the rest, as devices and pipes state no size, and files may grow.
            size = min(status.st_size, limits.max_bytes)
            data = file.read(size + 1)
            if len(data) > size:
                data += file.read(limits.max_bytes - size)
    except ReadError:
        raise
    except (OSError, ValueError) as error:
        raise os_read_error(place, error) from error
    limits.check("max_bytes", len(data), place, "bytes")
    return data


def _check_status(place: str, status: os.stat_result, limits: Limits) -> None:
    """Refuse what is too large, and what is no file: opening a pipe may block for ever."""
    if stat.S_ISREG(status.st_mode):
        limits.check("max_bytes", status.st_size, place, "bytes")
    what = _SPECIAL_FILES.get(stat.S_IFMT(status.st_mode))
    if what and not place.startswith(_SPECIAL_FOLDERS):
        repair = "leave it out; what comes through a pipe is read from -: fls score - < PIPE"
        raise ReadError(place, "must be a file", what, repair)


class _Reader:
    """Reads one input, with archives inside archives, within one set of limits."""

    def __init__(self, exhibit: str, limits: Limits) -> None:
        self._exhibit = exhibit
        self._limits = limits
        self._budget = Budget(limits)

    def open(self, data: bytes, source: str | None, archives: int) -> list[Document]:
        """Read bytes by their format; `archives` is the number of archives around them."""
        content = detect_format(data)
        if content in ("gzip", "zip"):
            return self._unpack(content, data, source, archives + 1)
        if content == "pdf":
            return [read_pdf(data, source, limits=self._limits)]
        if content == "edgar":
            return read_submission(data, source, exhibit=self._exhibit, limits=self._limits)
        if content == "html":
            return [read_html(data, source, limits=self._limits)]
        if content == "mail":
            from fls.readers.mail import read_mail

            return [read_mail(data, source, limits=self._limits)]
        if content == "xml":
            repair = "give the release as text, HTML, PDF or EDGAR submission"
            raise ReadError(source or "data", "must hold a release", "an XML document", repair)
        document = decode(data, source)
        self._limits.check("max_characters", len(document.text), source or "data", "characters")
        return [_warn_of_table(document)]

    def _unpack(
        self, content: str, data: bytes, source: str | None, archives: int
    ) -> list[Document]:
        where = source or "data"
        self._limits.check("max_archives", archives, where, "archives inside each other")
        if content == "gzip":
            return self.open(gunzip(data, where, self._budget), source, archives)
        documents: list[Document] = []
        for member, inside in unzip(data, where, self._budget):
            documents += [
                _add_member(document, member)
                for document in self.open(inside, f"{where}!{member}", archives)
            ]
        if not documents:
            raise ReadError(where, "must hold a file", "an empty archive", "check its making")
        return documents


def _warn_of_table(document: Document) -> Document:
    """Add a warning to plain text from a file that is a table by its name."""
    if not (document.source or "").lower().removesuffix(".gz").endswith(_TABLE_SUFFIXES):
        return document
    warning = (
        "is a table by its name, taken as one text: load it, say by pandas.read_csv, and give "
        "its column of texts to fls.score_many(table, text=...)"
    )
    return replace(document, warnings=(*document.warnings, warning))


def _add_member(document: Document, member: str) -> Document:
    """Add the name of the file inside an archive to a document's metadata."""
    inner = document.metadata.get("member")
    return replace(
        document, metadata={**document.metadata, "member": f"{member}!{inner}" if inner else member}
    )
