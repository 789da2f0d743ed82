"""Breaks between pages: joining the paragraphs that they tear."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["BREAK", "goes_on", "is_page_number", "over_pages"]

#: Marks the end of a page among blocks.
BREAK = ""
_NUMBER = re.compile(r"[ \t]*-?[ \t]*\d{1,4}[ \t]*-?[ \t]*\r?")
_OPEN = re.compile(r"[a-z,]$")
#: Ends that no paragraph and no row has.
_NO_END = re.compile(
    r"\s(?:an?|and|are|as|at|between|by|for|from|in|is|its|of|or|our|than|that|the|their|to|was"
    r"|were|which|will|with)$"
)
#: Beginnings in the middle of a sentence, which are no marks of a list.
_BEGINS = re.compile(r"(?!o\s|\w{1,3}[.)]\s)[a-z]")
#: After a comma a sentence may also go on with names and quotes.
_WORD = re.compile(r"[\"“‘]?\w++(?![.)])")
_GLANCE = 60


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


def goes_on(above: str, below: str) -> bool:
    """Check whether a sentence goes on after the end of a page.

    Parameters
    ----------
    above, below : str
        Paragraphs on both sides, without blanks around.

    Returns
    -------
    bool

    Examples
    --------
    >>> goes_on("Sales of pumps", "rose."), goes_on("Sales of pumps", "Costs fell.")
    (True, False)
    >>> goes_on("It expects sales of", "$4 million.")
    True
    """
    if "\t" in above[-_GLANCE:] + below[:_GLANCE] or not _OPEN.search(above[-2:]):
        return False
    if _BEGINS.match(below) or _NO_END.search(above[-_GLANCE:]):
        return True
    return above.endswith(",") and len(above) > _GLANCE and _WORD.match(below) is not None


def over_pages(blocks: Sequence[str]) -> list[str]:
    """Join paragraphs that a page break tears, and put the page number after them.

    Parameters
    ----------
    blocks : sequence of str
        Paragraphs and :data:`BREAK`.

    Returns
    -------
    list of str
        Paragraphs alone.

    Examples
    --------
    >>> over_pages(["Sales of", "2", BREAK, "pumps rose.", "Costs fell."])
    ['Sales of pumps rose.', '2', 'Costs fell.']
    """
    found: list[list[str]] = []
    between: list[str] = []
    numbers: list[list[str]] = []
    for block in blocks:
        if block == BREAK or (found and is_page_number(block)):
            between.append(block)
            continue
        waiting = [[number] for number in between if number]
        if found and between and goes_on(found[-1][-1], block):
            found[-1].append(block)
            numbers += waiting
        else:
            found += [*numbers, *waiting, [block]]
            numbers = []
        between = []
    found += [*numbers, *([number] for number in between if number)]
    return [" ".join(parts) for parts in found]
