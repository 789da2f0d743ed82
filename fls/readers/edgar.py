"""EDGAR: a full submission becomes its chosen exhibits, with the header as metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from fls.document import Document
from fls.errors import ReadError
from fls.readers.content import detect_format
from fls.readers.html import convert_markup, decode_html
from fls.readers.limits import DEFAULT_LIMITS, Limits
from fls.readers.page_breaks import is_continued, is_page_number
from fls.readers.text import make_document, to_text

__all__ = ["read_submission"]

_OPEN = re.compile(rb"^<DOCUMENT>", re.MULTILINE | re.IGNORECASE)
_CLOSE = re.compile(rb"^</DOCUMENT>", re.MULTILINE | re.IGNORECASE)
#: Beginnings of submissions, and the ends that they require.
_FRAMES = (
    (b"-----BEGIN PRIVACY-ENHANCED MESSAGE-----", b"-----END PRIVACY-ENHANCED MESSAGE-----"),
    (b"<SEC-DOCUMENT>", b"</SEC-DOCUMENT>"),
    (b"<IMS-DOCUMENT>", b"</IMS-DOCUMENT>"),
    (b"<SUBMISSION>", b"</SUBMISSION>"),
)
_MAX_HEADER = 1 << 20
_FIELD = re.compile(r"^[ \t]*(?:<([A-Z][A-Z0-9-]*)>|([A-Z][A-Z0-9 /-]*):)[ \t]*(\S.*)?$", re.M)
#: Fields of both forms of headers, and the keys of metadata for them.
_KEYS = {
    "ACCESSION NUMBER": "accession_number",
    "ACCESSION-NUMBER": "accession_number",
    "CENTRAL INDEX KEY": "cik",
    "CIK": "cik",
    "COMPANY CONFORMED NAME": "company",
    "CONFORMED-NAME": "company",
    "CONFORMED SUBMISSION TYPE": "form",
    "TYPE": "form",
    "FILED AS OF DATE": "filing_date",
    "FILING-DATE": "filing_date",
    "CONFORMED PERIOD OF REPORT": "period",
    "PERIOD": "period",
    "STANDARD INDUSTRIAL CLASSIFICATION": "sic",
    "ASSIGNED-SIC": "sic",
    "ITEM INFORMATION": "items",
    "ITEMS": "items",
    "PUBLIC DOCUMENT COUNT": "n_documents",
    "PUBLIC-DOCUMENT-COUNT": "n_documents",
}
_SIC = re.compile(r"\b\d{4}\b")
_ACCESSION = re.compile(r"\d{10}-\d{2}-\d{6}")
_BODY = re.compile(rb"^<TEXT>", re.MULTILINE | re.IGNORECASE)
_BODY_END = re.compile(rb"^</TEXT>", re.MULTILINE | re.IGNORECASE)
_WRAPPER = re.compile(rb"\s*(?:</?(?:XBRL|XML)>\s*)+", re.IGNORECASE)
_UUENCODED = re.compile(rb"\s*(?:<PDF>\s*)?begin [0-7]{3,4} ", re.IGNORECASE)
_PEM_DASH = re.compile(r"^- (?=-)", re.MULTILINE)
#: Tags of SGML text: any that stand alone on a line, elsewhere those of pages and tables.
_TAG_LINE = re.compile(r"^[ \t]*(?:</?[A-Za-z][A-Za-z0-9-]{0,30}>[ \t]*)+\r?$", re.MULTILINE)
_TAG = re.compile(r"</?(?:PAGE|TABLE|CAPTION|S|C|FN|F\d{1,2}|TEXT)>")
_PAGE = re.compile(r"^[ \t]*<PAGE>[ \t]*\d{0,4}[ \t]*\r?$", re.MULTILINE | re.IGNORECASE)
#: Characters on each side of a page break that are inspected.
_REACH = 200
_BLANK_LINE = re.compile(r"\n[ \t]*\r?\n")
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|nbsp);")
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&nbsp;": " "}
_CUT_REPAIR = "fetch the submission again"


class _Part(NamedTuple):
    """One document of a submission."""

    type: str
    fields: dict[str, str]
    body: bytes


def read_submission(
    data: bytes,
    source: str | None = None,
    *,
    exhibit: str = "EX-99",
    limits: Limits = DEFAULT_LIMITS,
) -> list[Document]:
    """Read the exhibits of one type from a submission, or an exhibit that still has its tags.

    Parameters
    ----------
    data : bytes
        A full submission as EDGAR publishes it, or one ``<DOCUMENT>`` of it.
    source : str, optional
        Name of the file, for the documents and for messages.
    exhibit : str
        Type of exhibit: ``"EX-99"`` selects EX-99, EX-99.1, EX-99.2 and so on, ``"EX-99.1"`` only
        that one, ``"8-K"`` the form itself.
    limits : Limits

    Returns
    -------
    list of Document
        In the order of the submission, at least one. Keys of ``metadata``: ``docs/reading.md``.

    Raises
    ------
    ReadError
        If the submission is cut off, holds no such exhibit, or exceeds the limits.
    """
    where = source or "data"
    _refuse_cut(data, where)
    first = _OPEN.search(data)
    end = min(first.start() if first else _MAX_HEADER, _MAX_HEADER)
    header, n_documents = _read_header(data[:end])
    pem = data.lstrip()[:64].startswith(_FRAMES[0][0])
    parts = list(_split_parts(data, where))
    warnings: tuple[str, ...] = ()
    if len(parts) < n_documents:
        warnings = (f"{len(parts)} documents where the header counts {n_documents}",)
    chosen = [part for part in parts if _is_of_type(part.type, exhibit)]
    if not chosen:
        _refuse_missing(parts, exhibit, where)
    documents = []
    for part, name in zip(chosen, _name_parts(chosen), strict=True):
        if _UUENCODED.match(part.body):
            warnings += (f"{part.type}: uuencoded, not read",)
            continue
        text, encoding, own_warnings = _read_text(part, f"{where}{name}", limits, pem)
        metadata = {"format": "edgar", **header, "exhibit": part.type, **part.fields}
        place = None if source is None else source + name
        documents.append(make_document(text, encoding, place, own_warnings, metadata))
    if not documents:
        repair = "decode it (uudecode) and read the file that comes out"
        raise ReadError(where, f"must hold {exhibit} as text", "uuencoded parts only", repair)
    return [_add_warnings(document, warnings) for document in documents]


def _name_parts(parts: list[_Part]) -> Iterator[str]:
    """Yield a name for each part: its type, with a number if an earlier part has that type."""
    seen: set[str] = set()
    for number, part in enumerate(parts, 1):
        again = f":{part.fields.get('sequence', number)}" if part.type in seen else ""
        seen.add(part.type)
        yield f"#{part.type}{again}"


def _add_warnings(document: Document, warnings: tuple[str, ...]) -> Document:
    from dataclasses import replace

    return replace(document, warnings=warnings + document.warnings) if warnings else document


def _refuse_cut(data: bytes, where: str) -> None:
    """Refuse a submission without the end that belongs to its beginning."""
    head = data[:4096].upper()
    tail = data[-(1 << 16) :].upper()
    for begin, end in _FRAMES:
        if begin in head and end not in tail:
            found = "a cut file: its end is missing"
            raise ReadError(where, f"must end with {end.decode()}", found, _CUT_REPAIR)


def _refuse_missing(parts: list[_Part], exhibit: str, where: str) -> None:
    types = ", ".join(dict.fromkeys(part.type for part in parts)) or "no document"
    repair = "choose one of its types with exhibit= (on the command line: --exhibit)"
    raise ReadError(where, f"must hold an exhibit of type {exhibit}", types, repair)


def _is_of_type(kind: str, wanted: str) -> bool:
    """Check whether a type is the wanted one, with a number or without."""
    wanted = wanted.strip().rstrip("*.").upper()
    rest = kind.upper().removeprefix(wanted)
    return len(rest) < len(kind) and not rest[:1].isalnum()


def _read_header(data: bytes) -> tuple[dict[str, str | tuple[str, ...]], int]:
    """Return the metadata of the header, and the number of documents that it states."""
    text = to_text(data)[0]
    values: dict[str, list[str]] = {}
    for tag, label, value in _FIELD.findall(text):
        name = _KEYS.get(tag or label.strip())
        if name and value.strip():
            values.setdefault(name, []).append(_unescape(value.strip()))
    if "accession_number" not in values and (number := _ACCESSION.search(text)):
        values["accession_number"] = [number.group()]
    count = values.pop("n_documents", ["0"])[0]
    items = values.pop("items", [])
    values["cik"] = list(dict.fromkeys(key.zfill(10) for key in values.get("cik", ())))
    ciks = values["cik"]
    header: dict[str, str | tuple[str, ...]] = {key: v[0] for key, v in values.items() if v}
    for key in header.keys() & {"filing_date", "period"}:
        header[key] = _to_iso_date(str(header[key]))
    if sic := _SIC.search(values.get("sic", [""])[0]):
        header["sic"] = sic.group()
    if items:
        header["items"] = tuple(items)
    if len(ciks) > 1:
        header["ciks"] = tuple(ciks)
    return header, int(count) if count.isdecimal() and len(count) < 7 else 0


def _to_iso_date(date: str) -> str:
    """Return a date of the header, 20240131, as 2024-01-31."""
    if len(date) >= 8 and date[:8].isdecimal():
        return f"{date[:4]}-{date[4:6]}-{date[6:8]}"
    return date


def _split_parts(data: bytes, where: str) -> Iterator[_Part]:
    """Yield the parts of a submission."""
    starts = [match.start() for match in _OPEN.finditer(data)]
    for start, below in zip(starts, [*starts[1:], len(data)], strict=True):
        close = _CLOSE.search(data, start, below)
        if close is None and below == len(data):
            found = "a cut file: its last document has no end"
            raise ReadError(where, "must end with </DOCUMENT>", found, _CUT_REPAIR)
        yield _read_part(data[start : close.start() if close else below])


def _read_part(data: bytes) -> _Part:
    """Return one document: the fields of its own small header, and its body."""
    begin = _BODY.search(data)
    head = to_text(data[: begin.start() if begin else 4096])[0]
    fields = {
        tag.lower(): _unescape(value.strip())
        for tag, _, value in _FIELD.findall(head)
        if tag in ("TYPE", "SEQUENCE", "FILENAME", "DESCRIPTION") and value.strip()
    }
    kind = fields.pop("type", "")
    if begin is None:
        return _Part(kind, fields, data)
    end = _BODY_END.search(data, begin.end())
    return _Part(kind, fields, data[begin.end() : end.start() if end else len(data)])


def _read_text(
    part: _Part, where: str, limits: Limits, pem: bool
) -> tuple[str, str, tuple[str, ...]]:
    """Return the body of a document as text, its encoding, and warnings."""
    wrapper = _WRAPPER.match(part.body)
    body = part.body[wrapper.end() :] if wrapper else part.body
    if detect_format(body) == "html":
        markup, encoding, warnings = decode_html(body)
        text, _, lost = convert_markup(markup, where, limits)
        return text, encoding, warnings + lost
    text, encoding, warnings = to_text(body)
    limits.check("max_characters", len(text), where, "characters")
    if pem:
        text = _PEM_DASH.sub("", text)
    text = _TAG.sub("", _TAG_LINE.sub("", _join_over_pages(text)))
    return _unescape(text), encoding, warnings


def _join_over_pages(text: str) -> str:
    """Move a page number that stands inside a paragraph behind that paragraph.

    Where nothing but blank lines divides a paragraph, segmentation decides, as for any text.
    """
    first, *pages = _PAGE.split(text)
    pieces = [first]
    for page in pages:
        above = pieces.pop().rstrip()
        lines = above.rpartition("\n")
        number = lines[2] if is_page_number(lines[2]) else ""
        body = lines[0].rstrip() if number else above
        below = page.lstrip("\r\n")
        if not (number and is_continued(body[-_REACH:], below[:_REACH].lstrip())):
            pieces += [above, "\n\n" + page]
            continue
        rest = _BLANK_LINE.search(below)
        end = rest.start() if rest else len(below)
        pieces += [f"{body}\n{below[:end]}\n\n{number}", below[end:]]
    return "".join(pieces)


def _unescape(text: str) -> str:
    """Replace the few entities of SGML text."""
    return _ENTITY.sub(lambda match: _ENTITIES[match.group()], text)
