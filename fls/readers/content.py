"""The format of bytes, detected from the bytes alone, because names can be wrong."""

from __future__ import annotations

import codecs
import re

from fls.readers.archive import GZIP, ZIP

__all__ = ["detect_format", "detect_markup"]

#: Number of bytes that are inspected: pages may begin with long scripts and much white space.
_HEAD_BYTES = 1 << 17
_PDF_HEAD_BYTES = 1024
_WIDE_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_EDGAR = re.compile(
    r"^<(?:SEC-DOCUMENT|SEC-HEADER|IMS-DOCUMENT|IMS-HEADER|SUBMISSION)>"
    r"|^<DOCUMENT>\s{1,9}<TYPE>",
    re.MULTILINE | re.IGNORECASE,
)
_PEM = "-----BEGIN PRIVACY-ENHANCED MESSAGE-----"
_PAGE = re.compile(r"<(?:!doctype\s{1,9}html|html|head|body)[\s>]", re.IGNORECASE)
#: Tags that no plain text holds, SGML text of the 1990s included.
_TAG = re.compile(
    r"</?(?:p|div|br|span|td|tr|li|ul|h[1-6]|strong|em|font|center|a)(?=[\s/>])", re.IGNORECASE
)
#: Minimum number of tags that make a text a piece of a page.
_MIN_TAGS = 6
#: The header of a mail: fields up to an empty line, with at least one that only programs write.
_FIELDS = re.compile(r"(?:[!-9;-~]{1,76}:[^\n]*+\n(?:[ \t][^\n]*+\n)*+)++(?=\r?\n)")
_FROM = re.compile(r"^From:", re.MULTILINE | re.IGNORECASE)
_BY_PROGRAMS = re.compile(
    r"^(?:MIME-Version|Message-ID|Received|Return-Path|Delivered-To):", re.MULTILINE | re.IGNORECASE
)


def detect_format(data: bytes) -> str:
    """Return the format of the bytes of a file.

    Parameters
    ----------
    data : bytes

    Returns
    -------
    str
        ``"pdf"``, ``"gzip"``, ``"zip"``, ``"mail"``, ``"edgar"`` (a submission), ``"html"`` (a page
        or a piece of one), ``"xml"`` (any other XML), or ``"text"`` for anything else.

    Examples
    --------
    >>> detect_format(b"  <!DOCTYPE html><p>Sales rose."), detect_format(b"Sales <html> rose.")
    ('html', 'text')
    """
    if data.startswith(GZIP):
        return "gzip"
    if data.startswith(ZIP):
        return "zip"
    if b"%PDF-" in data[:_PDF_HEAD_BYTES]:
        return "pdf"
    head = _decode_head(data)
    return "mail" if _is_mail(head) else detect_markup(head)


def _is_mail(head: str) -> bool:
    fields = _FIELDS.match(head)
    if fields is None:
        return False
    return all(pattern.search(fields.group()) for pattern in (_FROM, _BY_PROGRAMS))


def _decode_head(data: bytes) -> str:
    """Return the beginning as text, without leading white space."""
    for mark, encoding in _WIDE_MARKS:
        if data.startswith(mark):
            return data[:_HEAD_BYTES].decode(encoding, "ignore").lstrip()
    start = re.match(rb"(?:\xef\xbb\xbf)?\s*", data)
    first = start.end() if start else 0
    return data[first : first + _HEAD_BYTES].decode("latin-1")


def detect_markup(head: str) -> str:
    """Return the kind of mark-up at the beginning of a text.

    Parameters
    ----------
    head : str
        The beginning, from the first character that is not white space.

    Returns
    -------
    str
        ``"edgar"``, ``"html"``, ``"xml"`` or ``"text"``.
    """
    if (head.startswith(_PEM) or head[:1] == "<") and _EDGAR.search(head):
        return "edgar"
    if head[:1] == "<":
        if _PAGE.search(head):
            return "html"
        if head.startswith("<?xml"):
            return "xml"
    needed = 1 if head[:1] == "<" and _TAG.match(head) else _MIN_TAGS
    # Counting "<" takes a tenth of the time, and plain text has almost none.
    if head.count("<") < needed:
        return "text"
    return "html" if sum(1 for _ in _TAG.finditer(head)) >= needed else "text"
