"""What is open about a block, as bits: questions, places on the page, and known answers.

One whole number holds all three for a block. Shapes and places set its bits before any rule runs
(:mod:`~fls.segmentation.shape`, :mod:`~fls.segmentation.page`); :mod:`~fls.segmentation.layout`
reads from them which rules to ask. Each kind of bits begins where the one above ends, so a new
member needs no number.
"""

from __future__ import annotations

from enum import IntFlag, auto

__all__ = ["Known", "Place", "Question"]


class Question(IntFlag):
    """A rule to ask: the shape of the block leaves its question open."""

    FURNITURE = auto()
    DATELINE_ALONE = auto()
    REFERENCE = auto()
    TABLE = auto()
    TITLE = auto()
    AMONG_ROWS = auto()
    ABOVE_TITLE = auto()
    NETWORKS = auto()
    HEADING = auto()
    CAPTION = auto()
    SPEAKER = auto()
    CONTACT = auto()
    ITEM = auto()
    SIGN_OFF = auto()
    FRAGMENT = auto()


class Place(IntFlag):
    """Where on the page the block stands, whatever its shape."""

    #: The first paragraph, if a dateline opens it.
    AT_DATELINE = 1 << len(Question)
    #: Above the first paragraph.
    IN_HEAD = auto()
    #: Below a heading of links.
    IN_LINKS = auto()
    BEHIND_ITEM = auto()
    IN_CONTACT = auto()
    #: Below a heading or a colon that announces a list.
    IN_LIST = auto()
    #: Below a line that announces attachments.
    ATTACHED = auto()


class Known(IntFlag):
    """A shape to which the answer is known, so that no rule needs to look."""

    #: A long paragraph that ends like a sentence: running text, if it stands below the head.
    PARAGRAPH = 1 << (len(Question) + len(Place))
    #: A row of a table.
    ROW = auto()
    BARE_HEADLINE = auto()
    #: A line that is no sentence.
    LINE = auto()
    LONG_ITEM = auto()
    #: A title without a verb.
    BARE_TITLE = auto()
