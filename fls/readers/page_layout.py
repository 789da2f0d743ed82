"""The tree of a page as lines: paragraphs, list items, table rows, as a reader sees them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from fls.readers.page_breaks import BREAK, join_over_pages
from fls.readers.page_tables import convert_table
from fls.readers.symbols import PRIVATE, is_symbol_font, replace_symbol

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["BLOCKS", "RAW", "count_characters", "is_hidden", "lay_out"]

#: Elements on lines of their own.
BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p"
    " pre section summary table tbody td tfoot th thead tr ul xmp".split()
)
#: Elements whose content is not shown, or shown only as a control.
_HIDDEN = frozenset(
    "audio button canvas datalist head iframe input map math meter noembed noframes noscript object"
    " optgroup option progress rp script select style svg template textarea title video"
    " ix:header ix:hidden ix:references ix:resources xml".split()
)
#: Elements whose content is no mark-up, and is not counted as text.
RAW = frozenset("script style title textarea xmp iframe noembed noframes".split())
#: Classes of text for screen readers or small screens only.
_UNSEEN_CLASSES = frozenset(
    "screen-reader-text sr-only visible-xs visually-hidden visuallyhidden".split()
)
_NOT_SHOWN = re.compile(r"(?:display:none|visibility:hidden)(?![a-z-])")
_AS_BLOCK = re.compile(r"display:(?:block|table|flex|grid|list-item)(?![a-z-])")
_BREAK = re.compile(r"(?:page-)?break-(before|after):(?:always|page|left|right)")
#: Beginnings of list items that have a mark of their own, and get no second one.
_MARKED = re.compile(r"[•▪●◦■·‣⁃∙○◆◼➢➤✔✓►▶❖*–—-]|\(?\d{1,2}[.)]\s")
_BULLET = "• "
#: Space made by a style instead of a blank, such as after the number of an item.
_GAP = re.compile(r"(?:padding|margin)-left:(?:[3-9]|\d\d)")
_RAISED = re.compile(r"vertical-align:super|position:relative;top:-")
#: Marks of notes, and powers; not ordinals (5th) and trade marks.
_RAISED_MARK = re.compile(r"\d{1,2}(?: ?[,–-] ?\d{1,2}){0,6}")
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class _Raw(str):
    """Text whose spaces and line ends are kept."""

    __slots__ = ()


class _Flow:
    """The blocks of a page or a cell from top to bottom: closed ones and an open one."""

    def __init__(self) -> None:
        self.blocks: list[str] = []
        self.mark = ""  # of a list item that has no text yet
        self._open: list[str | None] = []  # None is a line break

    def add(self, text: str | None) -> None:
        self._open.append(text)

    def is_continued(self) -> bool:
        """Check whether the next text directly follows a character."""
        last = (self._open[-1] if self._open else "") or ""
        return not (last[-1:] or " ").isspace()

    def close(self) -> None:
        """Close the open block; empty lines divide it into several."""
        if not self._open:
            return
        lines, line = [], []
        for part in self._open:
            if isinstance(part, _Raw):
                head, *rest = part.replace("\r\n", "\n").replace("\r", "\n").split("\n")
                line.append(head)
                for text in rest:
                    lines.append("".join(line).replace("\xa0", " ").rstrip())
                    line = [text]
            elif part is None:
                lines.append(" ".join("".join(line).split()))
                line = []
            else:
                line.append(part)
        is_raw = any(isinstance(part, _Raw) for part in self._open)
        last = "".join(line)
        lines.append(last.replace("\xa0", " ").rstrip() if is_raw else " ".join(last.split()))
        self._open.clear()
        self._divide(lines)

    def _divide(self, lines: Iterable[str]) -> None:
        block: list[str] = []
        for text in (*lines, ""):
            if text:
                block.append(text)
            elif block:
                needs_mark = self.mark and not _MARKED.match(block[0])
                self.blocks.append((self.mark if needs_mark else "") + "\n".join(block))
                self.mark = ""
                block = []


class _Table:
    """A table that is being read: rows of cells, each a list of blocks."""

    def __init__(self) -> None:
        self.rows: list[list[list[str]]] = []


def is_hidden(element: _Element) -> bool:
    """Check whether an element is not shown.

    Parameters
    ----------
    element : lxml element

    Returns
    -------
    bool
    """
    if element.tag in _HIDDEN or element.get("hidden") is not None:
        return True
    style = element.get("style")
    if style and _NOT_SHOWN.search(style.lower().replace(" ", "")):
        return True
    classes = element.get("class")
    return classes is not None and not _UNSEEN_CLASSES.isdisjoint(classes.split())


def count_characters(root: _Element) -> int:
    """Return the number of characters of a tree that are not white space, shown or not.

    Parameters
    ----------
    root : lxml element

    Returns
    -------
    int
    """
    size = 0
    for element in root.iter():
        texts = [element.tail]
        if isinstance(element.tag, str) and element.tag not in RAW:
            texts.append(element.text)
        size += sum(len("".join(text.split())) for text in texts if text)
    return size


def lay_out(elements: Sequence[_Element]) -> str:
    """Return what a reader of some elements sees, one below the other.

    Parameters
    ----------
    elements : sequence of lxml elements

    Returns
    -------
    str
        One line for each paragraph, or several where it has line breaks; blank lines between
        blocks. Items of lists begin with ``"• "`` or their number; the cells of a table row are
        on one line, separated by tabs.
    """
    writer = _Writer()
    for element in elements:
        writer.write(element)
    return "\n\n".join(join_over_pages(writer.flows[0].blocks))


class _Writer:
    """Writes a tree as text, without recursion, however deep the tree is."""

    def __init__(self) -> None:
        self.flows = [_Flow()]
        self._tables: list[_Table] = []
        self._numbers: list[int] = []  # of the next item in each open list, 0 without numbers
        self._pre = 0
        self._raised = 0  # number of open elements that are raised, and of those in a symbol font
        self._symbols = 0

    def write(self, root: _Element) -> None:
        from lxml import etree

        walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        skipped = None
        for event, element in walk:
            if event == "start":
                if is_hidden(element):
                    walk.skip_subtree()
                    skipped = element
                else:
                    self._begin(element)
                    self._add_text(element.text)
                continue
            if event == "end":
                if element is skipped:
                    skipped = None
                else:
                    self._end(element)
            if element is not root:
                self._add_text(element.tail)
        self.flows[-1].close()

    def _add_text(self, text: str | None) -> None:
        if not text:
            return
        text = text.translate(PRIVATE)
        if self._symbols:
            text = replace_symbol(text)
        # A mark must not be read as part of the figure before it.
        if self._raised and _RAISED_MARK.fullmatch(text.rstrip()) and self.flows[-1].is_continued():
            text = text.translate(_SUPERSCRIPTS)
        self.flows[-1].add(_Raw(text) if self._pre else text)

    def _begin(self, element: _Element) -> None:
        tag = element.tag
        self._raised += _is_raised(element)
        self._symbols += _is_in_symbols(element)
        if tag == "br":
            self.flows[-1].add(_Raw("\n") if self._pre else None)
        if not _is_block(element):
            if _GAP.search((element.get("style") or "").lower().replace(" ", "")):
                self.flows[-1].add(" ")
            return
        self.flows[-1].close()
        self._break(element, "before")
        if tag == "li":
            self.flows[-1].mark = self._make_mark()
        elif tag in ("ul", "ol", "menu", "dir"):
            self._numbers.append(_find_first_number(element))
        elif tag == "table":
            self._tables.append(_Table())
        elif tag == "tr" and self._tables:
            self._tables[-1].rows.append([])
        elif tag in ("td", "th") and self._tables:
            self.flows.append(_Flow())
        elif tag in ("pre", "xmp"):
            self._pre += 1

    def _end(self, element: _Element) -> None:
        tag = element.tag
        self._raised -= _is_raised(element)
        self._symbols -= _is_in_symbols(element)
        if not _is_block(element):
            return
        self.flows[-1].close()
        if tag == "li":
            self.flows[-1].mark = ""
        elif tag in ("ul", "ol", "menu", "dir"):
            self._numbers.pop()
        elif tag == "table":
            self.flows[-1].blocks += convert_table(self._tables.pop().rows)
        elif tag in ("td", "th") and self._tables:
            cell = self.flows.pop().blocks
            rows = self._tables[-1].rows
            if not rows:
                rows.append([])
            rows[-1].append(cell)
        elif tag in ("pre", "xmp"):
            self._pre -= 1
        self._break(element, "after")

    def _break(self, element: _Element, side: str) -> None:
        """Add the end of a page to the blocks, unless it is in a cell."""
        match = _BREAK.search((element.get("style") or "").lower().replace(" ", ""))
        is_break = match.group(1) == side if match else element.tag == "hr" and side == "after"
        if is_break and len(self.flows) == 1:
            self.flows[-1].blocks.append(BREAK)

    def _make_mark(self) -> str:
        """Return the mark of the next list item."""
        number = self._numbers[-1] if self._numbers else 0
        if number < 0:
            return ""
        if not number:
            return _BULLET
        self._numbers[-1] += 1
        return f"{number}. "


def _is_block(element: _Element) -> bool:
    tag = element.tag
    if tag in BLOCKS:
        return True
    style = element.get("style")
    return style is not None and _AS_BLOCK.search(style.lower().replace(" ", "")) is not None


def _is_raised(element: _Element) -> bool:
    style = element.get("style")
    return element.tag == "sup" or (
        style is not None and _RAISED.search(style.lower().replace(" ", "")) is not None
    )


def _is_in_symbols(element: _Element) -> bool:
    return is_symbol_font(f"{element.get('face') or ''} {element.get('style') or ''}")


def _find_first_number(element: _Element) -> int:
    """Return the number of the first item of a list; 0 for bullets, -1 for items without marks."""
    if "list-style:none" in (element.get("style") or "").replace(" ", "").replace("-type", ""):
        return -1
    if element.tag != "ol":
        return 0
    first = element.get("start") or "1"
    return int(first) if first.isdecimal() and 0 < len(first) < 6 and int(first) else 1
