"""Plain text: bytes are decoded by a fixed rule, and warnings name what was changed."""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Mapping
from pathlib import Path

from fls.document import Document
from fls.errors import InputError, ReadError

__all__ = [
    "BLANKS",
    "MAX_NAME_CHARACTERS",
    "decode",
    "fit_text",
    "from_str",
    "make_document",
    "name_warnings",
    "os_read_error",
    "read_path",
    "to_text",
]  # fmt: skip

#: Byte-order marks and their encodings; UTF-32 first, as its mark begins like that of UTF-16.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: First bytes of files that hold something else than plain text.
_MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
)
_MAGICS = tuple(magic for magic, _ in _MAGIC)
#: Control characters that text does not use: all but tab, line ends, form feed, Ctrl-Z and escape.
_CONTROLS = bytes(set(range(0x20)) - {*b"\t\n\v\f\r\x1a\x1b"}) + b"\x7f"
#: Bytes with more control characters than both of these, a number and a share, are no text.
_MAX_CONTROLS = 3
_MAX_CONTROL_SHARE = 0.05
#: Bytes without a meaning in cp1252.
_UNDEFINED_CP1252 = b"\x81\x8d\x8f\x90\x9d"
_SURROGATE = re.compile("[\ud800-\udfff]")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_TEXT_REPAIR = "give the release as plain text"


#: White space as of :meth:`str.isspace`, and three marks of no width.
BLANKS = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000"
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u200b\u2060\ufeff"
)
#: Kinds of mark-up that a str may hold instead of a text.
_MARKUP = {"html": "the source of an HTML page", "edgar": "an EDGAR submission"}
#: Number of characters inspected for mark-up, and of ``<`` in them that a text needs to be checked.
_GLANCE_CHARACTERS, _MIN_SIGNS = 1 << 13, 6
#: Maximum length of a text that may be the name of a file, and the warning for one that is.
MAX_NAME_CHARACTERS = 1_000
_NAMES_FILE = "is the name of a file, taken for the text itself: wrap it in pathlib.Path"


def from_str(text: str) -> Document:
    r"""Make a document from a str.

    Offsets stay as they are: line ends are kept, and NUL characters and lone surrogates are
    replaced one for one.

    Parameters
    ----------
    text : str
        The text of a release. It may be empty.

    Returns
    -------
    Document
        With encoding ``"str"``. Warnings name what was replaced, and how often, and say
        ``"empty"`` if there is nothing but white space, or that a text was taken as it is which
        looks like the source of a page or of a submission, or names a file.

    Raises
    ------
    InputError
        If `text` is not a ``str``.

    Examples
    --------
    >>> from_str("Sales rose.\0")
    Document(text='Sales rose.\ufffd', encoding='str', source=None,
             warnings=('1 NUL character replaced by U+FFFD',))
    """
    if not isinstance(text, str):
        raise InputError(
            "text", "must be a str", type(text).__name__, "decode bytes, pass a path as a Path"
        )
    return make_document(text, "str", warnings=(*_warn_of_markup(text), *name_warnings(text)))


def name_warnings(text: str) -> tuple[str, ...]:
    """Return a warning for a text that names a file, as the file was probably meant.

    Parameters
    ----------
    text : str

    Returns
    -------
    tuple of str
        One warning, or none.
    """
    if len(text) > MAX_NAME_CHARACTERS or text.endswith(".") or "\n" in text:
        return ()
    # A remote disk is slow to answer, so most sentences are not looked up.
    may_name = " " not in text or "." in text[-6:-1] or os.sep in text
    return (_NAMES_FILE,) if may_name and os.path.isfile(text) else ()


def _warn_of_markup(text: str) -> tuple[str, ...]:
    signs = text.count("<", 0, _GLANCE_CHARACTERS)
    if not signs or (signs < _MIN_SIGNS and text[:_GLANCE_CHARACTERS].lstrip()[0] not in "<-"):
        return ()
    from fls.readers.content import detect_markup

    kind = _MARKUP.get(detect_markup(text[:_GLANCE_CHARACTERS].lstrip()))
    return (f"looks like {kind}, taken as plain text: give its bytes",) if kind else ()


def decode(data: bytes | bytearray | memoryview, source: str | None = None) -> Document:
    r"""Make a document from the bytes of a text file.

    The rule: a byte-order mark decides; without one, strict UTF-8, else cp1252. The mark is not
    part of the text. Bytes undefined in the encoding become U+FFFD, and a warning says so.

    Parameters
    ----------
    data : bytes, bytearray or memoryview
        Content of a file.
    source : str, optional
        Name of the file, for the document and for messages.

    Returns
    -------
    Document

    Raises
    ------
    InputError
        If `data` are not bytes.
    ReadError
        If `data` are no text: they begin like a known binary format or a page, or more than 3
        bytes, and more than 5 % of all, are NUL or other control characters.

    Examples
    --------
    >>> decode(b"Caf\xe9 \x93Roma\x94")
    Document(text='Café “Roma”', encoding='cp1252', source=None, warnings=())
    >>> decode(b"%PDF-1.7", source="q3.pdf")
    Traceback (most recent call last):
    ...
    fls.errors.ReadError: q3.pdf: must be plain text, got a PDF file; give the release as plain text
    """
    if not isinstance(data, bytes | bytearray | memoryview):
        raise InputError("data", "must be bytes", type(data).__name__, "pass text to from_str")
    data = bytes(data)
    where = source or "data"
    for magic, what in _MAGIC if data.startswith(_MAGICS) else ():
        if data.startswith(magic):
            raise ReadError(where, "must be plain text", what, _TEXT_REPAIR)
    if data[:400].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype html", b"<html")):
        raise ReadError(where, "must be plain text", "an HTML page", _TEXT_REPAIR)
    text, encoding, warnings = to_text(data)
    _refuse_binary(text.encode() if encoding in ("utf-16", "utf-32") else data, where)
    return make_document(text, encoding, source, warnings)


def read_path(path: str | os.PathLike[str]) -> Document:
    """Read a text file.

    Parameters
    ----------
    path : str or path-like
        The file.

    Returns
    -------
    Document
        With the path as its source. An empty file is an empty document with a warning.

    Raises
    ------
    ReadError
        If the file is missing, a folder, not permitted, or not text; see :func:`decode`.
    """
    name = os.fsdecode(path)
    try:
        data = Path(name).read_bytes()
    except (OSError, ValueError) as error:
        raise os_read_error(name, error) from error
    return decode(data, name)


def to_text(data: bytes) -> tuple[str, str, tuple[str, ...]]:
    r"""Decode bytes of any kind by the rule of :func:`decode`.

    Parameters
    ----------
    data : bytes

    Returns
    -------
    text, encoding : str
    warnings : tuple of str

    Examples
    --------
    >>> to_text("“Good”".encode()[:-1])
    ('“Good\ufffd', 'utf-8', ('cut inside a character: its bytes replaced by U+FFFD',))
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode_marked(data, encoding)
    try:
        return data.decode(), "utf-8", ()
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and _is_cut(data, error.start):
            cut = ("cut inside a character: its bytes replaced by U+FFFD",)
            return data.decode("utf-8", "replace"), "utf-8", cut
        text = data.decode("cp1252", "replace")
        lost = sum(data.count(byte) for byte in _UNDEFINED_CP1252)
        warnings = _warn_of_replaced(lost, "byte undefined in cp1252", "bytes undefined in cp1252")
        return text, "cp1252", warnings


def _is_cut(data: bytes, start: int) -> bool:
    """Check whether the bytes from `start` are a cut UTF-8 character, and no letter of cp1252."""
    return len(data) - start > 1 or not data[:start].isascii()


def _decode_marked(data: bytes, encoding: str) -> tuple[str, str, tuple[str, ...]]:
    """Decode bytes with a byte-order mark, damaged or not."""
    try:
        return data.decode(encoding), encoding, ()
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
        return text, encoding, (f"damaged {encoding}: undecodable bytes replaced by U+FFFD",)


def _refuse_binary(data: bytes, where: str) -> None:
    """Refuse bytes with too many NUL and control characters for an ASCII-like encoding."""
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if controls <= _MAX_CONTROLS or controls <= _MAX_CONTROL_SHARE * len(data):
        return
    even, odd = data[::2].count(0), data[1::2].count(0)
    if max(even, odd) > 0.4 * len(data) and min(even, odd) < 0.05 * len(data):
        raise ReadError(
            where,
            "must be plain text",
            "what looks like UTF-16 without a byte-order mark",
            "save it as UTF-8",
        )
    share = f"{controls / len(data):.0%} NUL or control characters (a binary file)"
    raise ReadError(where, "must be plain text", share, _TEXT_REPAIR)


def make_document(
    text: str,
    encoding: str,
    source: str | None = None,
    warnings: tuple[str, ...] = (),
    metadata: Mapping[str, str | int | tuple[str, ...]] | None = None,
) -> Document:
    """Make a document; NUL and lone surrogates are replaced, one for one, with a warning.

    Parameters
    ----------
    text, encoding : str
    source : str, optional
    warnings : tuple of str
    metadata : mapping, optional
        Fields of the :class:`~fls.document.Document`.

    Returns
    -------
    Document
    """
    text, lost = _replace_flaws(text)
    if not text.strip(BLANKS):
        lost += ("empty",)
    return Document(text, encoding, source, warnings + lost, dict(metadata or {}))


def fit_text(text: str) -> str:
    """Replace NUL and lone surrogates, as :func:`make_document` does.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
    """
    return _replace_flaws(text)[0]


def _replace_flaws(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a text without NUL characters and lone surrogates, and warnings that count them."""
    text = str.__str__(text)  # a subclass may be shown differently on a page or in a message
    warnings: tuple[str, ...] = ()
    if "\0" in text:
        warnings += _warn_of_replaced(text.count("\0"), "NUL character", "NUL characters")
        text = text.replace("\0", _REPLACEMENT)
    if not text.isascii():
        try:
            text.encode("utf-16-le")  # the fastest test for a lone surrogate
        except UnicodeEncodeError:
            text, lost = _SURROGATE.subn(_REPLACEMENT, text)
            warnings += _warn_of_replaced(lost, "lone surrogate", "lone surrogates")
    return text, warnings


def _warn_of_replaced(count: int, one: str, many: str) -> tuple[str, ...]:
    return (f"{count} {one if count == 1 else many} replaced by U+FFFD",) if count else ()


def os_read_error(name: str, error: Exception) -> ReadError:
    """Return the library's error for a file that could not be opened.

    Parameters
    ----------
    name : str
    error : Exception
        The system's error.

    Returns
    -------
    ReadError
    """
    if isinstance(error, FileNotFoundError):
        return ReadError(name, "must be a file", "nothing at this path", "check the path")
    if os.path.isdir(name):
        repair = "name the files in it, or score it as a whole: fls score FOLDER -o OUT.csv"
        return ReadError(name, "must be a file", "a folder", repair)
    if isinstance(error, PermissionError):
        return ReadError(name, "must be readable", "no permission", "change its mode or owner")
    found = (isinstance(error, OSError) and error.strerror) or str(error)
    return ReadError(name, "must be readable", found, "check the path and the device")
