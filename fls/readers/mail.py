"""Mails: the text of a message as it was sent, or of a page that a browser saved as one."""

from __future__ import annotations

from contextlib import suppress
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.policy import Compat32
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from fls.document import Document
from fls.errors import ReadError
from fls.readers.html import decode_html, html_text
from fls.readers.limits import DEFAULT_LIMITS, Limits
from fls.readers.text import decode, document_of

__all__ = ["read_mail"]

#: The page comes first: it has the lists and tables that the plain part lacks.
_KINDS = ("text/html", "text/plain")
_NAMED = 5
#: Bounded, because every line is compared with the boundary of each part that encloses it.
_BOUNDARIES = 50
_FIELD = 4096


class _Part(NamedTuple):
    """A part without parts of its own."""

    kind: str
    name: str
    charset: str
    is_attached: bool
    payload: bytes  # of text alone


class _Bounded(Compat32):
    """Shows the beginning of a field alone: its parameters are taken apart in quadratic time."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        return str(super().header_fetch_parse(name, value[:_FIELD]))


def read_mail(
    data: bytes, source: str | None = None, *, limits: Limits = DEFAULT_LIMITS
) -> Document:
    r"""Read the release out of a mail, or out of a page saved in one file (``.mhtml``).

    Parameters
    ----------
    data : bytes
        A message with its header.
    source : str, optional
        Name of the file, for the document and for messages.
    limits : Limits

    Returns
    -------
    Document
        The first page of the message, else its first plain text. ``metadata`` holds ``format``,
        ``title`` (the subject) and ``date`` (ISO 8601). A warning names what was not read:
        attachments, and further parts.

    Raises
    ------
    ReadError
        If it holds no text of its own, or is beyond the limits.

    Examples
    --------
    >>> head = b"From: Ann <ann@acme.example>\nMIME-Version: 1.0\nSubject: Plant\n\n"
    >>> read_mail(head + b"Sales rose.").text
    'Sales rose.'
    """
    where = source or "data"
    message, parts = _parsed(data, where)
    chosen = _chosen(parts)
    if chosen is None:
        names = ", ".join(part.name for part in parts[:_NAMED])
        repair = "save what is attached and read that file"
        raise ReadError(where, "must hold the text of a release", names, repair)
    text, encoding, warnings = _text(chosen, where, limits)
    warnings += _about([part for part in parts if part is not chosen], chosen)
    return document_of(text, encoding, source, warnings, _metadata(message))


def _parsed(data: bytes, where: str) -> tuple[Message, list[_Part]]:
    """Parse a message into its parts."""
    found, repair = "a damaged one", "save the text of the release by itself"
    if data.count(b"boundary=") <= _BOUNDARIES:
        try:
            message = message_from_bytes(data, policy=_Bounded())
            return message, [_part(each) for each in message.walk() if not each.is_multipart()]
        except (LookupError, RecursionError, TypeError, ValueError) as error:
            raise ReadError(where, "must be a readable mail", found, repair) from error
    found = "one with too many parts inside each other"
    raise ReadError(where, "must be a readable mail", found, repair)


def _part(message: Message) -> _Part:
    kind = message.get_content_type()
    payload = message.get_payload(decode=True) if kind in _KINDS else b""
    return _Part(
        kind,
        message.get_filename() or kind,
        str(message.get_content_charset() or ""),
        message.get_content_disposition() == "attachment",
        payload.strip() if isinstance(payload, bytes) else b"",
    )


def _chosen(parts: list[_Part]) -> _Part | None:
    """Return the first page that is not an attachment, else the first such plain text."""
    for kind in _KINDS:
        for part in parts:
            if part.kind == kind and part.payload and not part.is_attached:
                return part
    return None


def _text(part: _Part, where: str, limits: Limits) -> tuple[str, str, tuple[str, ...]]:
    """Decode a part by the encoding that its header declares, and read it."""
    markup, encoding, warnings = decode_html(part.payload, part.charset)
    if part.kind == "text/html":
        text, _, lost = html_text(markup, where, limits)
        return text, encoding, warnings + lost
    decode(part.payload, where)  # refuses what is no text
    limits.check("max_characters", len(markup), where, "characters")
    return markup.replace("\r\n", "\n"), encoding, warnings


def _about(others: list[_Part], chosen: _Part) -> tuple[str, ...]:
    """Name what was not read, except the plain twin of a page and its pictures."""
    names = [
        part.name
        for part in others
        if part.is_attached or (part.kind == chosen.kind and part.payload)
    ]
    if not names:
        return ()
    more = ", ..." if names[_NAMED:] else ""
    return (f"not read: {', '.join(names[:_NAMED])}{more}",)


def _metadata(message: Message) -> dict[str, str | int | tuple[str, ...]]:
    found: dict[str, str | int | tuple[str, ...]] = {"format": "mail"}
    if title := " ".join(_unfolded(message, "Subject").split()):
        found["title"] = title
    with suppress(IndexError, OverflowError, TypeError, ValueError):
        found["date"] = parsedate_to_datetime(_unfolded(message, "Date")).date().isoformat()
    return found


def _unfolded(message: Message, name: str) -> str:
    """Decode the encoded words of a header field; return it unchanged if they are damaged."""
    value = str(message.get(name, ""))
    try:
        return str(make_header(decode_header(value)))
    except (LookupError, MessageError, ValueError):
        return value
