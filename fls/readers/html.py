"""HTML: a page becomes text, laid out as a reader sees the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fls.document import Document
from fls.errors import ReadError
from fls.readers.limits import DEFAULT_LIMITS, Limits
from fls.readers.main_part import find_main_part
from fls.readers.page_layout import BLOCKS, RAW, count_characters, lay_out
from fls.readers.text import make_document, to_text

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["convert_markup", "decode_html", "read_html"]

_DECLARED = re.compile(rb"charset\s{0,9}=\s{0,9}[\"']?([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
#: Declared encodings that are trusted where a page is not UTF-8. Not Latin-1: pages that declare
#: it are in cp1252.
_TRUSTED = re.compile(
    r"windows-125[0-8]|iso-8859-(?:[2-9]|1[0-6])|koi8-[ru]|gbk|gb2312|gb18030|big5|euc-jp|euc-kr"
    r"|shift_jis|macintosh"
)
#: Numeric references to these code points mean characters of cp1252, as in every browser.
_C1 = {n: bytes([n]).decode("cp1252", "ignore") or "\ufffd" for n in range(0x80, 0xA0)}
#: Characters that take no room on the page.
_UNSEEN = dict.fromkeys((0xAD, 0x200B, 0x2060, 0xFEFF))
#: Maximum share of the characters of a page that may be lost without a warning. For what parsers
#: repair in damaged mark-up another share may be lost, up to a number of characters.
_MAX_LOST_SHARE = 0.002
_MAX_REPAIR_SHARE, _MAX_REPAIRS = 0.05, 20


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
        One line for each paragraph, with blank lines between; list items with their mark; the
        cells of a table row on one line, separated by tabs. ``metadata`` holds ``format`` and, if
        there is one, ``title``. A warning says so where the page was read without its structure
        because a parser would lose too much text in damaged mark-up.

    Raises
    ------
    ReadError
        If the page exceeds the limits.
    """
    markup, encoding, warnings = decode_html(data)
    text, title, lost = convert_markup(markup, source or "data", limits)
    metadata = {"format": "html", "title": title} if title else {"format": "html"}
    return make_document(text, encoding, source, warnings + lost, metadata)


def decode_html(data: bytes, declared: str = "") -> tuple[str, str, tuple[str, ...]]:
    r"""Decode a page: byte-order mark, strict UTF-8, what the page declares, cp1252.

    Parameters
    ----------
    data : bytes
    declared : str, optional
        Encoding that was declared outside the page, as in the header of a mail.

    Returns
    -------
    markup, encoding : str
    warnings : tuple of str
        A page that declares UTF-8, and mostly is UTF-8, is read as such: other bytes are replaced.

    Examples
    --------
    >>> decode_html("<p>“Good” ".encode() + b"\xa9", "utf-8")
    ('<p>“Good” \ufffd', 'utf-8', ('1 byte undefined in utf-8 replaced by U+FFFD',))
    """
    text, encoding, warnings = to_text(data)
    if encoding != "cp1252":
        return text, encoding, warnings
    match = _DECLARED.search(data[:4096])
    name = (declared or (match.group(1).decode() if match else "")).lower()
    if _TRUSTED.fullmatch(name):
        try:
            return data.decode(name), name, ()
        except UnicodeDecodeError:
            pass
    if name in ("utf-8", "utf8"):
        mended = data.decode("utf-8", "replace")
        bad = mended.count("\ufffd")
        if sum(not char.isascii() for char in mended) > 2 * bad:
            warning = f"{bad} byte{'s' * (bad > 1)} undefined in utf-8 replaced by U+FFFD"
            return mended, "utf-8", (warning,)
    return text, encoding, warnings


def convert_markup(markup: str, where: str, limits: Limits) -> tuple[str, str, tuple[str, ...]]:
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
        If the mark-up exceeds the limits.
    """
    limits.check("max_characters", len(markup), where, "characters")
    limits.check("max_tags", markup.count("<"), where, "tags")
    plain, size = _strip_tags(markup)
    root = _parse(markup, where)
    lost = size - (0 if root is None else count_characters(root))
    if lost > _MAX_LOST_SHARE * size + min(_MAX_REPAIRS, _MAX_REPAIR_SHARE * size):
        share = f"{lost:,} of {size:,} characters lost by the parser"
        return _tidy(plain), "", (f"damaged or too deep mark-up: {share}; read without structure",)
    if root is None:
        return "", "", ()
    title = root.findtext(".//head/title") or ""
    return _tidy(lay_out(find_main_part(root))), " ".join(title.split()).translate(_C1), ()


def _parse(markup: str, where: str) -> _Element | None:
    """Return the tree of a page, or None if it is empty; nothing is fetched."""
    from lxml import etree, html

    # Always as UTF-8: the parser must not follow the encoding that the page declares.
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


def _strip_tags(markup: str) -> tuple[str, int]:
    """Return the text without tags, in one linear pass, without building a tree.

    Returns
    -------
    text : str
        The remaining text, a line for each block.
    size : int
        Number of its characters that are not white space, each entity counted as one.
    """
    parts: list[str] = []
    at = 0
    while (start := markup.find("<", at)) >= 0:
        parts.append(markup[at:start])
        at = _find_tag_end(markup, start, parts)
    parts.append(markup[at:])
    text = _ENTITY.sub(_decode_entity, "".join(parts))
    return text, len(text) - sum(map(text.count, _WHITE))


_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?")
_WHITE = " \t\n\r\f\v\xa0"
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9:-]*")
#: The rest of a tag. A value in quotes may hold ``>``. One that would hold ``<`` and end with ``=``
#: was never closed: the second quote opens the next value.
_REST = re.compile(
    r"""(?:[^>=]++|=\s*+(?:"(?:[^"<]*+"|[^"]*+(?<!=)")|'(?:[^'<]*+'|[^']*+(?<!=)'))?+)*+>"""
)


def _decode_entity(match: re.Match[str]) -> str:
    from html import unescape

    return unescape(match.group())


def _find_tag_end(markup: str, start: int, parts: list[str]) -> int:
    """Return where a tag or comment ends; add the line break of a block to `parts`."""
    if markup.startswith("<!--", start):
        end = markup.find("-->", start + 4)
        return end + 3 if end >= 0 else len(markup)
    closing = markup.startswith("/", start + 1)
    name_match = _NAME.match(markup, start + 1 + closing)
    if name_match is None and not markup.startswith(("!", "?", "/"), start + 1):
        parts.append("<")
        return start + 1
    rest = _REST.match(markup, start)
    if rest is None:
        return len(markup)
    end = rest.end()
    name = name_match.group().lower() if name_match else ""
    if name in BLOCKS:
        parts.append("\n")
    if name in RAW and not closing:
        return _find_raw_end(markup, end, name)
    return end


def _find_raw_end(markup: str, start: int, name: str) -> int:
    """Return where the content of a script or style ends."""
    end = re.compile(f"</{name}", re.IGNORECASE).search(markup, start)
    return end.start() if end else len(markup)
