"""The questions that the shape of a block, or its place on the page, may leave open."""

from __future__ import annotations

from enum import IntFlag

__all__ = ["NAME", "REACH", "SIGN_OFF", "Ask"]

#: A name that stands alone is shorter.
NAME = 80
#: An address or a number stands so many blocks below the names that it belongs to, at most.
SIGN_OFF = 4
#: A line with an address or a number below names is shorter.
REACH = 160


class Ask(IntFlag):
    """What a rule needs to see before it is asked, where on the page, and what needs no asking."""

    FURNITURE = 1
    DATE = 2
    REFERENCE = 4
    TABLE = 8
    TITLE = 16
    HEADING = 32
    CONTACT_HEAD = 64
    CONTACT = 128
    ITEM = 256
    FRAGMENT = 512
    AT_DATELINE = 1024
    IN_HEAD = 2048
    IN_LINKS = 4096
    BEHIND_ITEM = 8192
    #: Inside a contact block, below what announces a list.
    IN_CONTACT = 16384
    IN_LIST = 32768
    #: Nothing is asked about a long closed paragraph below the head.
    NOTHING_BELOW = 1 << 16
    #: Shapes to which the answer is known, see :data:`fls.segmentation.layout.SURE`: an item of
    #: more than three words; a line that is no sentence; a title without a verb; a headline; a row.
    LONG_ITEM = 1 << 17
    LINE = 1 << 18
    BARE_TITLE = 1 << 19
    BARE_HEADLINE = 1 << 20
    ROW = 1 << 21
    #: A short line a few blocks above an address or a number.
    SIGN_OFF = 1 << 22
    #: A line that may go on the row above it, or stand between two.
    AMONG_ROWS = 1 << 23
    #: A line right above what may be the title of a table.
    ABOVE_TITLE = 1 << 24
    #: A line below a quotation that may name who said it; a line that names networks.
    SPEAKER = 1 << 25
    NETWORKS = 1 << 26
    #: Below what announces attachments.
    ATTACHED = 1 << 27
