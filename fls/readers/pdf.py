"""PDF: pages become paragraphs in reading order; needs the extra ``fls[pdf]``."""

from __future__ import annotations

import ctypes
import re
import zlib
from collections.abc import Iterator
from threading import Lock
from typing import TYPE_CHECKING, Any

from fls.document import Document
from fls.errors import ReadError
from fls.readers.limits import DEFAULT_LIMITS, Limits
from fls.readers.pdf_layout import join_paragraphs
from fls.readers.pdf_lines import Word
from fls.readers.text import make_document

if TYPE_CHECKING:
    import pypdfium2 as pdfium

__all__ = ["read_pdf"]

#: The engine may not be used by two threads at once.
_LOCK = Lock()
#: Maximum number of pages in a warning.
_MAX_NAMES = 5
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
#: Maximum distance in bytes from the beginning of a dictionary to its stream.
_DICTIONARY_BYTES = 2048
_CHUNK = 1 << 18
#: Characters that the engine writes for a hyphen at the end of a line.
_HYPHENS = {0x02: "-", 0xFFFE: "-", 0xAD: "-"}
#: Maximum distance between characters of a word, as a share of their height.
_MAX_GAP = 0.35


def read_pdf(
    data: bytes, source: str | None = None, *, limits: Limits = DEFAULT_LIMITS
) -> Document:
    """Read a PDF file.

    Parameters
    ----------
    data : bytes
    source : str, optional
        Name of the file, for the document and for messages.
    limits : Limits

    Returns
    -------
    Document
        One line for each paragraph, columns one after the other. Words hyphenated at the end of a
        line are joined; headers and footers of several pages are kept on the first alone, and
        listed in ``metadata["furniture"]``. A warning names the pages without text.

    Raises
    ------
    ReadError
        If the extra is missing, or the file is damaged, encrypted, without any text (a scan), or
        exceeds the limits.
    """
    where = source or "data"
    engine = _import_engine(where)
    _refuse_bomb(data, where, limits)
    with _LOCK:
        pages = _read_pages(engine, data, where, limits)
    empty = [number for number, words in enumerate(pages, 1) if not words]
    if len(empty) == len(pages):
        found = f"pictures only on its {len(pages)} page{'s' * (len(pages) > 1)}"
        raise ReadError(where, "must hold text", found, "recognise the text first (OCR)")
    text, furniture = join_paragraphs(pages)
    limits.check("max_characters", len(text), where, "characters")
    metadata: dict[str, str | int | tuple[str, ...]] = {"format": "pdf", "n_pages": len(pages)}
    if furniture:
        metadata["furniture"] = furniture
    return make_document(text, "pdf", source, _warn_of_empty(empty), metadata)


def _refuse_bomb(data: bytes, where: str, limits: Limits) -> None:
    """Refuse a file whose pages unpack to more than the limit, before the engine unpacks them."""
    unpacked, end = 0, 0
    for begin in _STREAM.finditer(data):
        head = data[max(end, begin.start() - _DICTIONARY_BYTES) : begin.start()].rpartition(b"<<")[
            2
        ]
        if begin.start() < end or b"FlateDecode" not in head or b"/Image" in head:
            continue
        end = data.find(b"endstream", begin.end())
        end = len(data) if end < 0 else end
        for size in _inflate(memoryview(data)[begin.end() : end]):
            unpacked += size
            bound = limits.max_bytes
            limits.check("max_bytes", min(unpacked, bound + 1), where, "bytes when unpacked")


def _inflate(packed: memoryview) -> Iterator[int]:
    """Yield the sizes of the pieces that deflated bytes unpack to, up to the first damage."""
    stream = zlib.decompressobj()
    rest: memoryview | bytes = packed
    try:
        while rest and not stream.eof:
            yield len(stream.decompress(rest[:_CHUNK], _CHUNK))
            used = min(len(rest), _CHUNK) - len(stream.unconsumed_tail)
            if not used and not stream.unconsumed_tail:
                return
            rest = rest[used:]
    except zlib.error:
        return


def _warn_of_empty(empty: list[int]) -> tuple[str, ...]:
    """Return a warning that names the pages without text."""
    if not empty:
        return ()
    names = ", ".join(map(str, empty[:_MAX_NAMES])) + (", ..." if empty[_MAX_NAMES:] else "")
    return (f"no text on page {names}: pictures are not read",)


def _import_engine(where: str) -> Any:
    try:
        import pypdfium2 as pdfium
    except ImportError as error:
        found = "a PDF file, and pypdfium2 is not installed"
        raise ReadError(where, "must be readable", found, "pip install 'fls[pdf]'") from error
    return pdfium


def _read_pages(engine: Any, data: bytes, where: str, limits: Limits) -> list[list[Word]]:
    """Return the words of each page."""
    try:
        document = engine.PdfDocument(data)
    except engine.PdfiumError as error:
        if "password" in str(error).lower():
            repair = "save it without a password"
            raise ReadError(where, "must be readable", "an encrypted PDF", repair) from error
        repair = "open and save it with a PDF viewer, or fetch it again"
        raise ReadError(where, "must be a sound PDF file", str(error), repair) from error
    try:
        limits.check("max_pages", len(document), where, "pages")
        pages, n_read = [], 0
        for number in range(len(document)):
            words, size = _read_page(engine, document, number, where, limits, n_read)
            pages.append(words)
            n_read += size
        return pages
    finally:
        document.close()


def _read_page(
    engine: Any,
    document: pdfium.PdfDocument,
    number: int,
    where: str,
    limits: Limits,
    n_read: int,
) -> tuple[list[Word], int]:
    """Return the words of a page, in the order of the file, and its number of characters."""
    try:
        page = document[number]
        text = page.get_textpage()
    except engine.PdfiumError as error:
        place = f"{where}, page {number + 1}"
        repair = "open and save it with a PDF viewer, or fetch it again"
        raise ReadError(place, "must be a sound page", str(error), repair) from error
    try:
        size = text.count_chars()
        place = f"{where}, page {number + 1}"
        limits.check("max_characters", n_read + size, place, "characters so far")
        return _read_words(engine.raw, text, size), size
    finally:
        text.close()
        page.close()


def _read_words(raw: Any, text: Any, size: int) -> list[Word]:
    """Return the words that the characters of a page make up."""
    words: list[Word] = []
    chars: list[str] = []
    box = [0.0, 0.0, 0.0, 0.0]
    rect = raw.FS_RECTF()
    here = ctypes.byref(rect)

    def close() -> None:
        if chars:
            words.append(Word("".join(chars), *box))
            chars.clear()

    for i in range(size):
        code = raw.FPDFText_GetUnicode(text, i)
        char = _HYPHENS.get(code) or chr(code)
        if char.isspace() or (code < 0x20 and code not in _HYPHENS):
            close()
            continue
        if not raw.FPDFText_GetLooseCharBox(text, i, here):
            continue
        left, right, bottom, top = rect.left, rect.right, rect.bottom, rect.top
        height = top - bottom
        near = max(abs(left - box[2]), abs(bottom - box[1])) <= _MAX_GAP * height
        if chars and near:
            box = [box[0], min(box[1], bottom), max(box[2], right), max(box[3], top)]
        else:
            close()
            box = [left, bottom, right, top]
        chars.append(char)
    close()
    return words
