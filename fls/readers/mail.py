"""Mails: the text of a message, or of a page that a browser saved as a message."""

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
from fls.readers.html import convert_markup, decode_html
from fls.readers.limits import DEFAULT_LIMITS, Limits
from fls.readers.text import decode, make_document

__all__ = ["read_mail"]

#: In order of preference: a page has the lists and tables that the plain part lacks.
_KINDS = ("text/html", "text/plain")
#: Maximum number of names in a message or a warning.
_MAX_NAMES = 5
#: Bounded, because each line is compared with the boundaries of all parts that enclose it.
_MAX_BOUNDARIES = 50
_MAX_FIELD_CHARACTERS = 4096


class _Part(NamedTuple):
    """A part of a mail that has no parts itself."""

    kind: str
    name: str
    charset: str
    is_attached: bool
    payload: bytes  # empty for what is no text


class _BoundedFields(Compat32):
    """Cuts fields off, because their parameters are parsed in quadratic time."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        return str(super().header_fetch_parse(name, value[:_MAX_FIELD_CHARACTERS]))


def read_mail(
    data: bytes, source: str | None = None, *, limits: Limits = DEFAULT_LIMITS
) -> Document:
    r"""Read the release from a mail, or from a page saved in one file (``.mhtml``).

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
        attachments, and other parts.

    Raises
    ------
    ReadError
        If it holds no text but attachments, or exceeds the limits.

    Examples
    --------
    >>> head = b"From: Ann <ann@acme.example>\nMIME-Version: 1.0\nSubject: Plant\n\n"
    >>> read_mail(head + b"Sales rose.").text
    'Sales rose.'
    """
    where = source or "data"
    message, parts = _parse(data, where)
    chosen = _choose_part(parts)
    if chosen is None:
        names = ", ".join(part.name for part in parts[:_MAX_NAMES])
        repair = "save what is attached and read that file"
        raise ReadError(where, "must hold the text of a release", names, repair)
    text, encoding, warnings = _read_text(chosen, where, limits)
    warnings += _warn_of_others([part for part in parts if part is not chosen], chosen)
    return make_document(text, encoding, source, warnings, _read_metadata(message))


def _parse(data: bytes, where: str) -> tuple[Message, list[_Part]]:
    """Return a message and its parts."""
    found, repair = "a damaged one", "save the text of the release by itself"
    if data.count(b"boundary=") <= _MAX_BOUNDARIES:
        try:
            message = message_from_bytes(data, policy=_BoundedFields())
            return message, [_make_part(each) for each in message.walk() if not each.is_multipart()]
        except (LookupError, RecursionError, TypeError, ValueError) as error:
            raise ReadError(where, "must be a readable mail", found, repair) from error
    found = "one with too many parts inside each other"
    raise ReadError(where, "must be a readable mail", found, repair)


def _make_part(message: Message) -> _Part:
    kind = message.get_content_type()
    payload = message.get_payload(decode=True) if kind in _KINDS else b""
    return _Part(
        kind,
        message.get_filename() or kind,
        str(message.get_content_charset() or ""),
        message.get_content_disposition() == "attachment",
        payload.strip() if isinstance(payload, bytes) else b"",
    )


def _choose_part(parts: list[_Part]) -> _Part | None:
    """Return the first page that is not an attachment, else the first such plain text."""
    for kind in _KINDS:
        for part in parts:
            if part.kind == kind and part.payload and not part.is_attached:
                return part
    return None


def _read_text(part: _Part, where: str, limits: Limits) -> tuple[str, str, tuple[str, ...]]:
    """Return the text of a part, its encoding, and warnings."""
    markup, encoding, warnings = decode_html(part.payload, part.charset)
    if part.kind == "text/html":
        text, _, lost = convert_markup(markup, where, limits)
        return text, encoding, warnings + lost
    decode(part.payload, where)  # refuses what is no text
    limits.check("max_characters", len(markup), where, "characters")
    return markup.replace("\r\n", "\n"), encoding, warnings


def _warn_of_others(others: list[_Part], chosen: _Part) -> tuple[str, ...]:
    """Return a warning that names what was not read, but for pictures and twins of a page."""
    names = [
        part.name
        for part in others
        if part.is_attached or (part.kind == chosen.kind and part.payload)
    ]
    if not names:
        return ()
    more = ", ..." if names[_MAX_NAMES:] else ""
    return (f"not read: {', '.join(names[:_MAX_NAMES])}{more}",)


def _read_metadata(message: Message) -> dict[str, str | int | tuple[str, ...]]:
    metadata: dict[str, str | int | tuple[str, ...]] = {"format": "mail"}
    if title := " ".join(_decode_field(message, "Subject").split()):
        metadata["title"] = title
    with suppress(IndexError, OverflowError, TypeError, ValueError):
        date = parsedate_to_datetime(_decode_field(message, "Date")).date()
        metadata["date"] = date.isoformat()
    return metadata


def _decode_field(message: Message, name: str) -> str:
    """Return a header field with its encoded words decoded, or unchanged if they are damaged."""
    value = str(message.get(name, ""))
    try:
        return str(make_header(decode_header(value)))
    except (LookupError, MessageError, ValueError):
        return value
