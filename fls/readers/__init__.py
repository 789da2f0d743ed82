"""Readers: text, bytes or a path become a :class:`~fls.document.Document`, nothing else."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from dataclasses import replace

from fls.document import Document
from fls.errors import InputError, ReadError
from fls.readers.archive import Budget, gunzip, unzip
from fls.readers.content import content_of
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
_NAMED = 5
#: Ends of the names of tables, which plain text does not tell from a release.
_TABLES = (".csv", ".tsv", ".json", ".jsonl", ".ndjson")
#: What is no file, by its type, and where it is meant all the same: shells name pipes of theirs so.
_NO_FILES = {
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}
_MEANT = ("/dev/", "/proc/")


def read(
    source: _Source, *, exhibit: str = "EX-99", limits: Limits = DEFAULT_LIMITS, name: str = ""
) -> Document:
    r"""Make a document of whatever a user holds in hand.

    What bytes hold is told by their content, never by a name: plain text, an HTML page, a mail, a
    full EDGAR submission, a PDF file, or one of them in ``.gz`` or ``.zip``.

    Parameters
    ----------
    source : str, bytes, path-like or Document
        A ``str`` is the text itself, never a path and never mark-up; ``bytes`` are the content of
        a file; a path is opened; of a document, what no text may hold is replaced.
    exhibit : str
        Which exhibits of a submission are releases: those of this type and its numbered kin
        (EX-99, EX-99.1, EX-99.2 ...).
    limits : Limits
        How much is read before an input is refused.
    name : str, optional
        What bytes are called in messages and in ``Document.source``.

    Returns
    -------
    Document
        ``metadata`` says what the input tells about the release; ``docs/reading.md`` has its keys.

    Raises
    ------
    InputError
        If an argument is of another type.
    ReadError
        If a file cannot be read, is none of the formats, is beyond the limits, or holds several
        releases (:func:`read_all` takes those).

    Examples
    --------
    >>> read("Revenue rose 4%.").encoding
    'str'
    >>> read(b"<p>Revenue rose<br>4%. <p>It&rsquo;s good.").text
    'Revenue rose\n4%.\n\nIt’s good.'
    """
    found = read_all(source, exhibit=exhibit, limits=limits, name=name)
    return only(found, _name(source, name) or "data")


def only(found: Sequence[Document], where: str) -> Document:
    """Give the one release of an input, and refuse several.

    Parameters
    ----------
    found : sequence of Document
        Of :func:`read_all`.
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
    if len(found) == 1:
        return found[0]
    names = [(document.source or "").removeprefix(where) for document in found[:_NAMED]]
    what = f"{len(found)} ({', '.join(names)}{', ...' if found[_NAMED:] else ''})"
    repair = (
        "choose an exhibit (on the command line: --exhibit) or take one file out of the archive; "
        "in Python fls.read_all gives all"
    )
    raise ReadError(where, "must hold one release", what, repair)


def read_all(
    source: _Source, *, exhibit: str = "EX-99", limits: Limits = DEFAULT_LIMITS, name: str = ""
) -> list[Document]:
    """Make a document of each release that an input holds.

    Several come out of a submission with several matching exhibits, and out of a ZIP archive with
    several files. One that cannot be read fails the whole input, by name.

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
        return [_fit(source)]
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
    for where, given in (("exhibit", exhibit), ("name", name)):
        if not isinstance(given, str):
            found = type(given).__name__
            raise InputError(where, "is text (str)", found, "convert it, or leave it out")
    if not isinstance(limits, Limits):
        found = type(limits).__name__
        raise InputError("limits", "are made by fls.Limits", found, "give fls.Limits(...)")


def _fit(document: Document) -> Document:
    """Replace lone surrogates and the like, for anyone may make a document."""
    fit = from_str(document.text)
    if fit.text == document.text and not fit.warnings:
        return document
    told = tuple(warning for warning in fit.warnings if warning not in document.warnings)
    return replace(document, text=fit.text, warnings=(*document.warnings, *told))


def _name(source: _Source, name: str) -> str:
    return os.fsdecode(source) if isinstance(source, os.PathLike) else name


def bytes_of(place: str, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """Read a file, but not beyond the limit.

    Parameters
    ----------
    place : str
        Path of the file. Of what is none, such as a pipe, only that in ``/dev`` and ``/proc`` is
        opened: ``/dev/stdin``, and what a shell puts in the place of ``<(command)``.
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
        found = os.stat(place)
        _refuse_unread(place, found, limits)
        with open(place, "rb") as file:
            # As much as the size says in one step: a buffer of the limit's size is dear. Devices
            # and pipes have no size to ask for, and files may grow.
            size = min(found.st_size, limits.max_bytes)
            data = file.read(size + 1)
            if len(data) > size:
                data += file.read(limits.max_bytes - size)
    except ReadError:
        raise
    except (OSError, ValueError) as error:
        raise os_read_error(place, error) from error
    limits.check("max_bytes", len(data), place, "bytes")
    return data


def _refuse_unread(place: str, found: os.stat_result, limits: Limits) -> None:
    """Refuse what is no file, for to open a pipe may last for ever, and what is too large."""
    if stat.S_ISREG(found.st_mode):
        limits.check("max_bytes", found.st_size, place, "bytes")
    what = _NO_FILES.get(stat.S_IFMT(found.st_mode))
    if what and not place.startswith(_MEANT):
        repair = "leave it out; what comes through a pipe is read from -: fls score - < PIPE"
        raise ReadError(place, "must be a file", what, repair)


class _Reader:
    """What stays the same while one input is read, archives inside archives included."""

    def __init__(self, exhibit: str, limits: Limits) -> None:
        self._exhibit = exhibit
        self._limits = limits
        self._budget = Budget(limits)

    def open(self, data: bytes, source: str | None, archives: int) -> list[Document]:
        """Read bytes by their content, inside so many archives."""
        content = content_of(data)
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
        return [_doubted(document)]

    def _unpack(
        self, content: str, data: bytes, source: str | None, archives: int
    ) -> list[Document]:
        where = source or "data"
        self._limits.check("max_archives", archives, where, "archives inside each other")
        if content == "gzip":
            return self.open(gunzip(data, where, self._budget), source, archives)
        found: list[Document] = []
        for member, inside in unzip(data, where, self._budget):
            found += [
                _inside(document, member)
                for document in self.open(inside, f"{where}!{member}", archives)
            ]
        if not found:
            raise ReadError(where, "must hold a file", "an empty archive", "check its making")
        return found


def _doubted(document: Document) -> Document:
    """Warn of plain text that is a table by its name."""
    if not (document.source or "").lower().removesuffix(".gz").endswith(_TABLES):
        return document
    told = (
        "is a table by its name, taken as one text: load it, say by pandas.read_csv, and give "
        "its column of texts to fls.score_many(table, text=...)"
    )
    return replace(document, warnings=(*document.warnings, told))


def _inside(document: Document, member: str) -> Document:
    """Note in which file of an archive a document stood."""
    inner = document.metadata.get("member")
    return replace(
        document, metadata={**document.metadata, "member": f"{member}!{inner}" if inner else member}
    )
