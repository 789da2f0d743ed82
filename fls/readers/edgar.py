"""EDGAR: a full submission becomes its chosen exhibits, with the header as metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from fls.document import Document
from fls.errors import ReadError
from fls.readers.content import content_of
from fls.readers.html import decode_html, html_text
from fls.readers.limits import DEFAULT_LIMITS, Limits
from fls.readers.page_breaks import goes_on, is_page_number
from fls.readers.text import document_of, to_text

__all__ = ["read_submission"]

_OPEN = re.compile(rb"^<DOCUMENT>", re.MULTILINE | re.IGNORECASE)
_CLOSE = re.compile(rb"^</DOCUMENT>", re.MULTILINE | re.IGNORECASE)
#: Beginnings of submissions, and the ends that they require.
_WHOLE = (
    (b"-----BEGIN PRIVACY-ENHANCED MESSAGE-----", b"-----END PRIVACY-ENHANCED MESSAGE-----"),
    (b"<SEC-DOCUMENT>", b"</SEC-DOCUMENT>"),
    (b"<IMS-DOCUMENT>", b"</IMS-DOCUMENT>"),
    (b"<SUBMISSION>", b"</SUBMISSION>"),
)
_HEADER = 1 << 20
_FIELD = re.compile(r"^[ \t]*(?:<([A-Z][A-Z0-9-]*)>|([A-Z][A-Z0-9 /-]*):)[ \t]*(\S.*)?$", re.M)
#: Names of header fields in the two forms of header, and our keys for them.
_NAMES = {
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
#: Tags of SGML text: alone on a line any of them, elsewhere those of pages and tables.
_TAG_LINE = re.compile(r"^[ \t]*(?:</?[A-Za-z][A-Za-z0-9-]{0,30}>[ \t]*)+\r?$", re.MULTILINE)
_TAG = re.compile(r"</?(?:PAGE|TABLE|CAPTION|S|C|FN|F\d{1,2}|TEXT)>")
_PAGE = re.compile(r"^[ \t]*<PAGE>[ \t]*\d{0,4}[ \t]*\r?$", re.MULTILINE | re.IGNORECASE)
_SENTENCE = 200
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
    """Read the exhibits of one type out of a submission, or out of an exhibit with its tags.

    Parameters
    ----------
    data : bytes
        A full submission as EDGAR gives it away, or one ``<DOCUMENT>`` of it.
    source : str, optional
        Name of the file, for the documents and for messages.
    exhibit : str
        Type of exhibit: ``"EX-99"`` takes EX-99, EX-99.1, EX-99.2 and so on, ``"EX-99.1"`` that
        one alone, ``"8-K"`` the form itself.
    limits : Limits

    Returns
    -------
    list of Document
        In the order of the submission, at least one. Keys of ``metadata``: ``docs/reading.md``.

    Raises
    ------
    ReadError
        If the submission is cut, holds no such exhibit, or is beyond the limits.
    """
    where = source or "data"
    _refuse_cut(data, where)
    first = _OPEN.search(data)
    header, n_documents = _header(data[: min(first.start() if first else _HEADER, _HEADER)])
    pem = data.lstrip()[:64].startswith(_WHOLE[0][0])
    parts = list(_parts(data, where))
    warnings: tuple[str, ...] = ()
    if len(parts) < n_documents:
        warnings = (f"{len(parts)} documents where the header counts {n_documents}",)
    chosen = [part for part in parts if _matches(part.type, exhibit)]
    if not chosen:
        _refuse_missing(parts, exhibit, where)
    found = []
    for part, name in zip(chosen, _part_names(chosen), strict=True):
        if _UUENCODED.match(part.body):
            warnings += (f"{part.type}: uuencoded, not read",)
            continue
        text, encoding, doubts = _text(part, f"{where}{name}", limits, pem)
        metadata = {"format": "edgar", **header, "exhibit": part.type, **part.fields}
        place = None if source is None else source + name
        found.append(document_of(text, encoding, place, doubts, metadata))
    if not found:
        repair = "decode it (uudecode) and read the file that comes out"
        raise ReadError(where, f"must hold {exhibit} as text", "uuencoded parts only", repair)
    return [_with_warnings(document, warnings) for document in found]


def _part_names(parts: list[_Part]) -> Iterator[str]:
    """Yield a name for each part: its type, with a number if the type has occurred before."""
    seen: set[str] = set()
    for number, part in enumerate(parts, 1):
        again = f":{part.fields.get('sequence', number)}" if part.type in seen else ""
        seen.add(part.type)
        yield f"#{part.type}{again}"


def _with_warnings(document: Document, warnings: tuple[str, ...]) -> Document:
    from dataclasses import replace

    return replace(document, warnings=warnings + document.warnings) if warnings else document


def _refuse_cut(data: bytes, where: str) -> None:
    """Refuse a submission whose beginning has no matching end."""
    head = data[:4096].upper()
    tail = data[-(1 << 16) :].upper()
    for begin, end in _WHOLE:
        if begin in head and end not in tail:
            found = "a cut file: its end is missing"
            raise ReadError(where, f"must end with {end.decode()}", found, _CUT_REPAIR)


def _refuse_missing(parts: list[_Part], exhibit: str, where: str) -> None:
    types = ", ".join(dict.fromkeys(part.type for part in parts)) or "no document"
    repair = "choose one of its types with exhibit= (on the command line: --exhibit)"
    raise ReadError(where, f"must hold an exhibit of type {exhibit}", types, repair)


def _matches(kind: str, wanted: str) -> bool:
    """Check whether a type is the wanted one, or one of its numbered kin."""
    wanted = wanted.strip().rstrip("*.").upper()
    rest = kind.upper().removeprefix(wanted)
    return len(rest) < len(kind) and not rest[:1].isalnum()


def _header(data: bytes) -> tuple[dict[str, str | tuple[str, ...]], int]:
    """Read the fields that we know; return them and the number of documents."""
    text = to_text(data)[0]
    values: dict[str, list[str]] = {}
    for tag, label, value in _FIELD.findall(text):
        name = _NAMES.get(tag or label.strip())
        if name and value.strip():
            values.setdefault(name, []).append(_unescaped(value.strip()))
    if "accession_number" not in values and (number := _ACCESSION.search(text)):
        values["accession_number"] = [number.group()]
    count = values.pop("n_documents", ["0"])[0]
    items = values.pop("items", [])
    values["cik"] = list(dict.fromkeys(key.zfill(10) for key in values.get("cik", ())))
    ciks = values["cik"]
    found: dict[str, str | tuple[str, ...]] = {key: v[0] for key, v in values.items() if v}
    for key in found.keys() & {"filing_date", "period"}:
        found[key] = _iso(str(found[key]))
    if sic := _SIC.search(values.get("sic", [""])[0]):
        found["sic"] = sic.group()
    if items:
        found["items"] = tuple(items)
    if len(ciks) > 1:
        found["ciks"] = tuple(ciks)
    return found, int(count) if count.isdecimal() and len(count) < 7 else 0


def _iso(date: str) -> str:
    """Write a date of the header, 20240131, as 2024-01-31."""
    if len(date) >= 8 and date[:8].isdecimal():
        return f"{date[:4]}-{date[4:6]}-{date[6:8]}"
    return date


def _parts(data: bytes, where: str) -> Iterator[_Part]:
    """Yield the parts of a submission."""
    starts = [found.start() for found in _OPEN.finditer(data)]
    for start, below in zip(starts, [*starts[1:], len(data)], strict=True):
        close = _CLOSE.search(data, start, below)
        if close is None and below == len(data):
            found = "a cut file: its last document has no end"
            raise ReadError(where, "must end with </DOCUMENT>", found, _CUT_REPAIR)
        yield _part(data[start : close.start() if close else below])


def _part(data: bytes) -> _Part:
    """Read one document: its own small header, and its body."""
    begin = _BODY.search(data)
    head = to_text(data[: begin.start() if begin else 4096])[0]
    fields = {
        tag.lower(): _unescaped(value.strip())
        for tag, _, value in _FIELD.findall(head)
        if tag in ("TYPE", "SEQUENCE", "FILENAME", "DESCRIPTION") and value.strip()
    }
    kind = fields.pop("type", "")
    if begin is None:
        return _Part(kind, fields, data)
    end = _BODY_END.search(data, begin.end())
    return _Part(kind, fields, data[begin.end() : end.start() if end else len(data)])


def _text(part: _Part, where: str, limits: Limits, pem: bool) -> tuple[str, str, tuple[str, ...]]:
    """Turn the body of a document into text."""
    wrapper = _WRAPPER.match(part.body)
    body = part.body[wrapper.end() :] if wrapper else part.body
    if content_of(body) == "html":
        markup, encoding, warnings = decode_html(body)
        text, _, lost = html_text(markup, where, limits)
        return text, encoding, warnings + lost
    text, encoding, warnings = to_text(body)
    limits.check("max_characters", len(text), where, "characters")
    if pem:
        text = _PEM_DASH.sub("", text)
    text = _TAG.sub("", _TAG_LINE.sub("", _over_pages(text)))
    return _unescaped(text), encoding, warnings


def _over_pages(text: str) -> str:
    """Put the number of a page behind the paragraph that it stands in, if one goes on below it.

    Where nothing but blank lines stands between, the cutting into units decides as for any text.
    """
    first, *pages = _PAGE.split(text)
    found = [first]
    for page in pages:
        above = found.pop().rstrip()
        lines = above.rpartition("\n")
        number = lines[2] if is_page_number(lines[2]) else ""
        body = lines[0].rstrip() if number else above
        below = page.lstrip("\r\n")
        if not (number and goes_on(body[-_SENTENCE:], below[:_SENTENCE].lstrip())):
            found += [above, "\n\n" + page]
            continue
        rest = _BLANK_LINE.search(below)
        end = rest.start() if rest else len(below)
        found += [f"{body}\n{below[:end]}\n\n{number}", below[end:]]
    return "".join(found)


def _unescaped(text: str) -> str:
    """Replace the few entities of SGML text."""
    return _ENTITY.sub(lambda found: _ENTITIES[found.group()], text)
