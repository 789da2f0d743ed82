"""Text to units: blocks, their kinds, and the sentences inside them."""

from __future__ import annotations

from fls.document import Unit
from fls.segmentation.blocks import BULLET, Block, split_blocks
from fls.segmentation.layout import PROSE, assign_kinds
from fls.segmentation.patterns import DATELINE, GLUED_HEADING, RUN_IN_HEADING
from fls.segmentation.sentences import split_sentences

__all__ = ["segment"]


def segment(text: str) -> list[Unit]:
    r"""Cut a release into the units of the codebook.

    Parameters
    ----------
    text : str
        A release as it was read.

    Returns
    -------
    list of Unit
        In reading order, disjoint; every character of ``text`` that is not white space lies in
        exactly one unit. Empty for a text of white space.

    Examples
    --------
    >>> segment("Acme Opens Plant\n\nDAYTON, Ohio -- Acme opened a plant. It makes pumps.")[2]
    Unit(kind='sentence', start=55, end=70, rule='prose', block=1)
    """
    found: list[Unit] = []
    page = split_blocks(text)
    for i, (block, (kind, rule)) in enumerate(zip(page, assign_kinds(page), strict=True)):
        if kind in (PROSE, "item"):
            found.extend(_cut(text, block, kind, rule, i))
        else:
            found.append(Unit(kind, block.start, block.end, rule, i))
    return found


def _cut(text: str, block: Block, kind: str, rule: str, number: int) -> list[Unit]:
    """Sentences of one block; the first of a list item is the item."""
    start, end = block.start, block.end
    found = []
    hold = start
    if kind == "item":
        mark = BULLET.match(text, start, end)
        hold = mark.end() if mark else start
    else:
        glued = GLUED_HEADING.match(text, start, end) if _may_head(text, start) else None
        if glued:
            found.append(Unit("heading", start, glued.end(), "glued heading", number))
            start = glued.end()
        opening = None
        if rule == "dateline":
            opening = DATELINE.match(text, start, end)
        elif not glued and _may_run_in(text, start, end):
            opening = RUN_IN_HEADING.match(text, start, end)
        hold = opening.end() if opening else hold
    for left, right in split_sentences(text, start, end, hold):
        found.append(Unit(kind, left, right, rule, number))
        kind = PROSE
    return found


def _may_head(text: str, start: int) -> bool:
    """Whether a heading may be glued to what begins here: a cheap look before a dear one."""
    if text.startswith("About ", start):
        return True
    head = text[start : start + 90]
    return "ooking" in head or "OOKING" in head or "arbo" in head


def _may_run_in(text: str, start: int, end: int) -> bool:
    """Whether a legend's heading may run into what begins here: again a cheap look."""
    return text.find("Forward", start, end) >= 0 or text.find("Safe", start, end) >= 0
