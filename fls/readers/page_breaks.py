"""Breaks between pages, and the paragraphs that they divide."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["BREAK", "is_continued", "is_page_number", "join_over_pages"]

#: Marks the end of a page among blocks.
BREAK = ""
_NUMBER = re.compile(r"[ \t]*-?[ \t]*\d{1,4}[ \t]*-?[ \t]*\r?")
_OPEN_END = re.compile(r"[a-z,]$")
#: Words that end no paragraph and no row.
_OPEN_WORD = re.compile(
    r"\s(?:an?|and|are|as|at|between|by|for|from|in|is|its|of|or|our|than|that|the|their|to|was"
    r"|were|which|will|with)$"
)
#: Beginnings in the middle of a sentence; marks of lists are none.
_INNER_BEGINNING = re.compile(r"(?!o\s|\w{1,3}[.)]\s)[a-z]")
#: After a comma, a sentence may also continue with names and quotes.
_WORD = re.compile(r"[\"“‘]?\w++(?![.)])")
#: Characters on each side of a page break that are inspected.
_REACH = 60


def is_page_number(line: str) -> bool:
    """Check whether a line may be the number of its page.

    Parameters
    ----------
    line : str

    Returns
    -------
    bool
    """
    return _NUMBER.fullmatch(line) is not None


def is_continued(above: str, below: str) -> bool:
    """Check whether a sentence continues after the end of a page.

    Parameters
    ----------
    above, below : str
        Paragraphs on both sides, without surrounding blanks.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_continued("Sales of pumps", "rose."), is_continued("Sales of pumps", "Costs fell.")
    (True, False)
    >>> is_continued("It expects sales of", "$4 million.")
    True
    """
    if "\t" in above[-_REACH:] + below[:_REACH] or not _OPEN_END.search(above[-2:]):
        return False
    if _INNER_BEGINNING.match(below) or _OPEN_WORD.search(above[-_REACH:]):
        return True
    return above.endswith(",") and len(above) > _REACH and _WORD.match(below) is not None


def join_over_pages(blocks: Sequence[str]) -> list[str]:
    """Join paragraphs that a page break divides, and put the page number after them.

    Parameters
    ----------
    blocks : sequence of str
        Paragraphs and :data:`BREAK`.

    Returns
    -------
    list of str
        Only paragraphs.

    Examples
    --------
    >>> join_over_pages(["Sales of", "2", BREAK, "pumps rose.", "Costs fell."])
    ['Sales of pumps rose.', '2', 'Costs fell.']
    """
    paragraphs: list[list[str]] = []
    between: list[str] = []
    numbers: list[list[str]] = []
    for block in blocks:
        if block == BREAK or (paragraphs and is_page_number(block)):
            between.append(block)
            continue
        waiting = [[number] for number in between if number]
        if paragraphs and between and is_continued(paragraphs[-1][-1], block):
            paragraphs[-1].append(block)
            numbers += waiting
        else:
            paragraphs += [*numbers, *waiting, [block]]
            numbers = []
        between = []
    paragraphs += [*numbers, *([number] for number in between if number)]
    return [" ".join(parts) for parts in paragraphs]
