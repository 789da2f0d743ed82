"""HTML: a page becomes text in the layout that a reader of the page sees."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fls.document import Document
from fls.errors import ReadError
from fls.readers.limits import DEFAULT_LIMITS, Limits
from fls.readers.main_part import main_part
from fls.readers.page_layout import BLOCKS, RAW, lay_out, text_size
from fls.readers.text import document_of, to_text

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["decode_html", "html_text", "read_html"]

_DECLARED = re.compile(rb"charset\s{0,9}=\s{0,9}[\"']?([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
#: Declared encodings that are believed where a page is not UTF-8. Not Latin-1: pages that declare
#: it are cp1252.
_TRUSTED = re.compile(
    r"windows-125[0-8]|iso-8859-(?:[2-9]|1[0-6])|koi8-[ru]|gbk|gb2312|gb18030|big5|euc-jp|euc-kr"
    r"|shift_jis|macintosh"
)
#: Numeric references to these characters mean those of cp1252, as in every browser.
_C1 = {n: bytes([n]).decode("cp1252", "ignore") or "\ufffd" for n in range(0x80, 0xA0)}
#: Characters that take no room on the page.
_UNSEEN = dict.fromkeys((0xAD, 0x200B, 0x2060, 0xFEFF))
#: Maximum share of the characters of a page that may be lost without a warning; and a number more,
#: of a short page a share, for what parsers repair in damaged mark-up.
_LOST_SHARE = 0.002
_REPAIR_SHARE, _REPAIRS = 0.05, 20


def read_html(
    data: bytes, source: str | None = None, *, limits: Limits = DEFAULT_LIMITS
) -> Document:
    """Read a page, or a piece of one.

    Parameters
    ----------
    data : bytes
    source : str, optional
        Name of the file, for the document and for messages.
    limits : Limits

    Returns
    -------
    Document
        A line a paragraph, with blank lines between; list items with their mark; the cells of a
        table row on one line between tabs. ``metadata`` holds ``format`` and ``title``. A warning
        says how much text was lost in damaged mark-up, or that structure was given up to keep it.

    Raises
    ------
    ReadError
        If the page is beyond the limits.
    """
    markup, encoding, warnings = decode_html(data)
    text, title, lost = html_text(markup, source or "data", limits)
    metadata = {"format": "html", "title": title} if title else {"format": "html"}
    return document_of(text, encoding, source, warnings + lost, metadata)


def decode_html(data: bytes, declared: str = "") -> tuple[str, str, tuple[str, ...]]:
    r"""Decode a page: byte-order mark, strict UTF-8, what the page declares, cp1252.

    Parameters
    ----------
    data : bytes
    declared : str, optional
        Encoding that was declared outside of the page, as in the header of a mail.

    Returns
    -------
    markup, encoding : str
    warnings : tuple of str
        A page that declares UTF-8, and mostly is, keeps it: its other bytes are replaced.

    Examples
    --------
    >>> decode_html("<p>“Good” ".encode() + b"\xa9", "utf-8")
    ('<p>“Good” \ufffd', 'utf-8', ('1 byte undefined in utf-8 replaced by U+FFFD',))
    """
    text, encoding, warnings = to_text(data)
    if encoding != "cp1252":
        return text, encoding, warnings
    found = _DECLARED.search(data[:4096])
    name = (declared or (found.group(1).decode() if found else "")).lower()
    if _TRUSTED.fullmatch(name):
        try:
            return data.decode(name), name, ()
        except UnicodeDecodeError:
            pass
    if name in ("utf-8", "utf8"):
        mended = data.decode("utf-8", "replace")
        bad = mended.count("\ufffd")
        if sum(not char.isascii() for char in mended) > 2 * bad:
            told = f"{bad} byte{'s' * (bad > 1)} undefined in utf-8 replaced by U+FFFD"
            return mended, "utf-8", (told,)
    return text, encoding, warnings


def html_text(markup: str, where: str, limits: Limits) -> tuple[str, str, tuple[str, ...]]:
    """Convert mark-up to text.

    Parameters
    ----------
    markup : str
    where : str
        Name for messages.
    limits : Limits

    Returns
    -------
    text, title : str
    warnings : tuple of str

    Raises
    ------
    ReadError
        If the mark-up is beyond the limits.
    """
    limits.check("max_characters", len(markup), where, "characters")
    limits.check("max_tags", markup.count("<"), where, "tags")
    plain, size = _stripped(markup)
    root = _parsed(markup, where)
    lost = size - (0 if root is None else text_size(root))
    if lost > _LOST_SHARE * size + min(_REPAIRS, _REPAIR_SHARE * size):
        share = f"{lost:,} of {size:,} characters lost by the parser"
        return _tidy(plain), "", (f"damaged or too deep mark-up: {share}; read without structure",)
    if root is None:
        return "", "", ()
    title = root.findtext(".//head/title") or ""
    return _tidy(lay_out(main_part(root))), " ".join(title.split()).translate(_C1), ()


def _parsed(markup: str, where: str) -> _Element | None:
    """Parse a page; entities stay as they are and nothing is fetched."""
    from lxml import etree, html

    # Forced to UTF-8: the parser must not believe the encoding that the page declares.
    data = markup.replace("\0", "\ufffd").encode("utf-8", "replace")
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    try:
        return html.document_fromstring(data, parser=parser) if data.strip() else None
    except etree.ParserError:  # nothing but comments
        return None
    except (etree.LxmlError, AssertionError) as error:
        repair = "open the page in a browser and save it anew"
        raise ReadError(where, "must be a readable page", str(error), repair) from error


def _tidy(text: str) -> str:
    return text.translate(_C1).translate(_UNSEEN)


def _stripped(markup: str) -> tuple[str, int]:
    """Remove tags in one linear pass, without building a tree.

    Returns
    -------
    text : str
        The remaining text, a line for each block.
    size : int
        Its characters that are not white space, each entity counted as one.
    """
    parts: list[str] = []
    at = 0
    while (start := markup.find("<", at)) >= 0:
        parts.append(markup[at:start])
        at = _behind(markup, start, parts)
    parts.append(markup[at:])
    text = _ENTITY.sub(_entity, "".join(parts))
    return text, len(text) - sum(map(text.count, _WHITE))


_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?")
_WHITE = " \t\n\r\f\v\xa0"
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9:-]*")
#: The rest of a tag. A value in quotes may hold ``>``; one that holds a tag and ends with ``=`` was
#: left open and runs up to the next value.
_REST = re.compile(
    r"""(?:[^>=]++|=\s*+(?:"(?:[^"<]*+"|[^"]*+(?<!=)")|'(?:[^'<]*+'|[^']*+(?<!=)'))?+)*+>"""
)


def _entity(found: re.Match[str]) -> str:
    from html import unescape

    return unescape(found.group())


def _behind(markup: str, start: int, parts: list[str]) -> int:
    """Return where a tag or comment ends; add a line break to `parts` for tags that make one."""
    if markup.startswith("<!--", start):
        end = markup.find("-->", start + 4)
        return end + 3 if end >= 0 else len(markup)
    closing = markup.startswith("/", start + 1)
    name_found = _NAME.match(markup, start + 1 + closing)
    if name_found is None and not markup.startswith(("!", "?", "/"), start + 1):
        parts.append("<")
        return start + 1
    rest = _REST.match(markup, start)
    if rest is None:
        return len(markup)
    end = rest.end()
    name = name_found.group().lower() if name_found else ""
    if name in BLOCKS:
        parts.append("\n")
    if name in RAW and not closing:
        return _behind_raw(markup, end, name)
    return end


def _behind_raw(markup: str, start: int, name: str) -> int:
    """Return where the content of a script or style ends."""
    end = re.compile(f"</{name}", re.IGNORECASE).search(markup, start)
    return end.start() if end else len(markup)
