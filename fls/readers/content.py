"""The format of bytes, judged by the bytes alone, because names can be wrong."""

from __future__ import annotations

import codecs
import re

from fls.readers.archive import GZIP, ZIP

__all__ = ["content_of", "markup_of"]

#: Number of bytes to look at: pages may begin with long scripts and much white space.
_HEAD = 1 << 17
_PDF_HEAD = 1024
_WIDE = (
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
#: A text with at least this number of them is a piece of a page.
_MANY_TAGS = 6
#: The header of a mail: its fields up to an empty line, one that only programs write among them.
_FIELDS = re.compile(r"(?:[!-9;-~]{1,76}:[^\n]*+\n(?:[ \t][^\n]*+\n)*+)++(?=\r?\n)")
_FROM = re.compile(r"^From:", re.MULTILINE | re.IGNORECASE)
_BY_PROGRAMS = re.compile(
    r"^(?:MIME-Version|Message-ID|Received|Return-Path|Delivered-To):", re.MULTILINE | re.IGNORECASE
)


def content_of(data: bytes) -> str:
    """Return the format of the bytes of a file.

    Parameters
    ----------
    data : bytes

    Returns
    -------
    str
        ``"pdf"``, ``"gzip"``, ``"zip"``, ``"mail"``, ``"edgar"`` (a submission), ``"html"`` (a page
        or a piece of one), ``"xml"`` (any other kind), or ``"text"`` for anything else.

    Examples
    --------
    >>> content_of(b"  <!DOCTYPE html><p>Sales rose."), content_of(b"Sales <html> rose.")
    ('html', 'text')
    """
    if data.startswith(GZIP):
        return "gzip"
    if data.startswith(ZIP):
        return "zip"
    if b"%PDF-" in data[:_PDF_HEAD]:
        return "pdf"
    head = _head(data)
    return "mail" if _is_mail(head) else markup_of(head)


def _is_mail(head: str) -> bool:
    fields = _FIELDS.match(head)
    if fields is None:
        return False
    return all(pattern.search(fields.group()) for pattern in (_FROM, _BY_PROGRAMS))


def _head(data: bytes) -> str:
    """Decode the beginning, without leading white space."""
    for mark, encoding in _WIDE:
        if data.startswith(mark):
            return data[:_HEAD].decode(encoding, "ignore").lstrip()
    start = re.match(rb"(?:\xef\xbb\xbf)?\s*", data)
    first = start.end() if start else 0
    return data[first : first + _HEAD].decode("latin-1")


def markup_of(head: str) -> str:
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
    few = 1 if head[:1] == "<" and _TAG.match(head) else _MANY_TAGS
    # Counting signs takes a tenth of the time, and plain text has almost none.
    if head.count("<") < few:
        return "text"
    return "html" if sum(1 for _ in _TAG.finditer(head)) >= few else "text"
