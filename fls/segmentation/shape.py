"""The shapes of blocks: one function for each question and for each known answer.

Each finds, in a few passes over arrays, the blocks that have its shape. The function of a
question bears the name of its rule and must find every block about which the rule knows an
answer: whatever it leaves out, the rule is never asked about. It may find more, at the price of
time. :data:`fls.segmentation.layout.RULES` names both side by side.
"""

from __future__ import annotations

import numpy as np

from fls.arrays import Flags, Ints, totals
from fls.segmentation import limits
from fls.segmentation.characters import (
    CLOSING_QUOTES,
    DASHES,
    OPENING_QUOTES,
    ORNAMENTS,
    REFERENCE_MARKS,
)
from fls.segmentation.glance import Glance, Group, Sign, one_of
from fls.segmentation.patterns import EXCHANGES
from fls.sheet import BLANK, DIGIT, LOWER, WORD

__all__ = [
    "above_title", "among_rows", "bare_headline", "bare_title", "caption", "contact",
    "dateline_alone", "fragment", "furniture", "heading", "item", "line", "long_item", "networks",
    "paragraph", "reference", "row", "sign_off", "speaker", "table", "title",
]  # fmt: skip

_DIGITS = "0123456789"
#: Characters other than letters that furniture may begin with, and what follows the bracket of
#: "(more)", "(c) 2024", "(tables follow)".
_FURNITURE_SIGNS, _BEHIND_BRACKET = "[©", "cefmptCEFMPT#(*-–— "
_EXCHANGE_LETTERS = "".join(sorted({name[1] for name in EXCHANGES}))


def furniture(seen: Glance) -> Flags:
    """Find what begins with a word or sign of furniture, or is set among ornaments."""
    named = seen.opens(Group.FURNITURE) | seen.begins(_FURNITURE_SIGNS)
    named |= (seen.first == ord("(")) & one_of(_BEHIND_BRACKET, seen.second)
    named &= seen.size <= limits.MAX_FURNITURE
    date = (seen.digits > 0) & (seen.size <= limits.MAX_DATE)
    named |= date & seen.opens(Group.DATE)
    page = seen.number & (seen.digits <= limits.MAX_PAGE_DIGITS)
    page &= one_of(DASHES + _DIGITS, seen.sheet.codes[seen.blocks.end - 1])
    ruled = seen.holds(Group.RULED) | (date & seen.holds(Group.DATE)) | page
    ruled &= seen.size <= limits.MAX_RULED
    named |= (seen.wordless | ruled) & seen.begins(ORNAMENTS + _DIGITS)
    return named


def dateline_alone(seen: Glance) -> Flags:
    """Find short lines of names and digits."""
    mask: Flags = (seen.size <= limits.MAX_DATELINE) & (seen.digits > 0)
    mask &= seen.small <= limits.MAX_DATELINE_SMALL
    return mask


def reference(seen: Glance) -> Flags:
    """Find what begins with a mark or number of references; a star and a space mark an item."""
    mask = seen.begins(REFERENCE_MARKS + _DIGITS) & ~seen.number
    mask &= (seen.first != ord("*")) | (seen.second != ord(" "))
    return mask


def table(seen: Glance) -> Flags:
    """Find rows and cells: by columns, by their digits, or by those around."""
    size, small = seen.size, seen.small
    numeric = seen.digits > limits.NUMERIC_SHARE * size
    numeric &= small <= limits.MAX_NUMERIC_SMALL
    label = (size <= limits.MAX_LABEL) & (small <= limits.MAX_LABEL_SMALL) & ~seen.closed
    mask: Flags = (size <= limits.MAX_ROW) & ((small <= limits.MAX_ROW_SMALL) | seen.columns)
    label &= _count_near(seen.figure, seen.blocks.text) > 0
    mask &= seen.columns | seen.number | numeric | label
    return mask


def title(seen: Glance) -> Flags:
    """Find short lines with a word that stands in titles of financial statements."""
    mask = seen.holds(Group.STATEMENT)
    mask &= (seen.size <= limits.MAX_TITLE) & (seen.small <= limits.MAX_TITLE_SMALL)
    return mask


def among_rows(seen: Glance) -> Flags:
    """Find lines that may go on the row above, or stand above a cell."""
    begins_small = (seen.sheet.kind.take(seen.blocks.start) & LOWER) != 0
    mask: Flags = begins_small & (seen.size <= limits.MAX_ROW_END) & seen.plain
    cell = seen.figure & (seen.columns | (seen.digits <= limits.MAX_CELL_DIGITS))
    between = cell[1:] & ~seen.closed[:-1] & (seen.size[:-1] <= limits.MAX_BETWEEN_ROWS)
    mask[:-1] |= between & seen.goes_on
    mask &= seen.mark == 0
    return mask


def above_title(seen: Glance) -> Flags:
    """Find short open lines right above what may be the title of a table."""
    mask: Flags = (seen.size <= limits.MAX_HEADING) & (seen.mark == 0) & ~seen.closed
    mask[:-1] &= title(seen)[1:] & seen.goes_on
    mask[-1:] = False
    return mask


def networks(seen: Glance) -> Flags:
    """Find open lines that name a network."""
    mask = seen.holds(Group.NETWORK)
    mask &= ~seen.closed & (seen.size >= limits.MIN_NETWORKS)
    return mask


def heading(seen: Glance) -> Flags:
    """Find short lines with a word that stands in names of headings, and short questions."""
    mask = seen.opens(Group.HEADING) | seen.holds(Group.LEGAL)
    mask |= seen.sheet.codes[seen.blocks.end - 1] == ord("?")
    mask &= seen.size <= limits.MAX_HEADING
    return mask


def caption(seen: Glance) -> Flags:
    """Find short lines with a word that stands in headings of contacts, links, signatures."""
    mask = seen.opens(Group.CAPTION) | seen.holds(Group.CONTACT)
    mask |= seen.first == ord("/")
    mask &= seen.size <= limits.MAX_CAPTION
    return mask


def speaker(seen: Glance) -> Flags:
    """Find lines that may name who said what stands above: behind a dash, or short and open."""
    dash = seen.dash & (seen.small <= limits.MAX_SPEAKER_SMALL) & ~seen.sentence
    office = (seen.mark == 0) & (seen.small <= limits.MAX_OFFICE_SMALL) & (seen.digits == 0)
    office &= (seen.size <= limits.LOOKED_THROUGH) & ~(seen.closed | seen.announces)
    quoted = one_of(CLOSING_QUOTES, seen.sheet.codes[seen.blocks.end[:-1] - 1])
    mask: Flags = dash & seen.addressed
    mask[1:] |= (dash | office)[1:] & quoted & seen.goes_on
    return mask


def contact(seen: Glance) -> Flags:
    """Find what may hold an address, a number or a link, or stand behind a label or a dash."""
    labelled = (seen.shows(Sign.LABEL) & seen.opens(Group.LABEL)) | seen.opens(Group.CONTACT)
    linked = seen.linked & (seen.small <= limits.MAX_LINK_SMALL)
    mask: Flags = seen.reachable | labelled | linked | seen.dash
    mask &= (seen.small <= limits.MAX_CONTACT_SMALL) & ~seen.sentence
    return mask


def item(seen: Glance) -> Flags:
    """Find what begins with the mark of a list item."""
    mask: Flags = seen.mark > 0
    return mask


def sign_off(seen: Glance) -> Flags:
    """Find names that stand alone, a few blocks above an address or a number."""
    mask: Flags = (seen.size <= limits.MAX_NAME) & (seen.small <= limits.MAX_NAME_SMALL)
    mask &= (seen.mark == 0) & ~(seen.closed | seen.announces | seen.number)
    mask &= _followed(seen.reachable & (seen.size <= limits.MAX_ADDRESS), seen.blocks.text)
    return mask


def fragment(seen: Glance) -> Flags:
    """Find open text that is not too long."""
    mask: Flags = (seen.size <= limits.MAX_FRAGMENT) & ~seen.closed
    return mask


def paragraph(seen: Glance) -> Flags:
    """Find what is surely running text: long, closed, a letter or a quotation mark in front."""
    letter = (seen.sheet.kind[seen.blocks.start] & (WORD | DIGIT)) == WORD
    mask: Flags = (seen.size > limits.MAX_FURNITURE) & seen.closed
    mask &= seen.small >= limits.MIN_PARAGRAPH_SMALL
    mask &= letter | seen.begins(OPENING_QUOTES)
    return mask


def row(seen: Glance) -> Flags:
    """Find what is surely a row of a table or its label, and no address, no link, no heading."""
    mask: Flags = seen.row & _unlabelled(seen)
    mask |= _among_figures(seen)
    mask |= seen.number & (seen.digits < limits.MIN_PHONE_DIGITS)
    return mask


def _unlabelled(seen: Glance) -> Flags:
    """Find what is surely no address, no link, and has no label of either."""
    mask: Flags = seen.plain & ~seen.opens(Group.LABEL | Group.CONTACT)
    return mask


def _among_figures(seen: Glance) -> Flags:
    """Find short lines without digits among figures that surely head no text."""
    text = seen.blocks.text
    mask: Flags = (seen.size <= limits.MAX_LABEL) & (seen.small <= limits.MAX_LABEL_SMALL)
    mask &= (seen.digits == 0) & _unlabelled(seen)
    mask &= ~(seen.closed | seen.announces | seen.columns | seen.number)
    mask &= ~(seen.opens(Group.HEADING | Group.CAPTION) | seen.holds(Group.LEGAL | Group.CONTACT))
    mask &= seen.first != ord("/")
    paragraph = (seen.size >= limits.MIN_HEADED) & (seen.small >= limits.MIN_HEADED_SMALL)
    mask[:-1] &= ~paragraph[1:]
    cell = seen.number & (seen.size <= limits.MAX_FIGURE)
    cell &= seen.digits < limits.MIN_PHONE_DIGITS
    # Inside a table, which surely goes on below these, one figure is enough, and a row is one.
    begun = cell & (seen.digits > limits.MAX_PAGE_DIGITS)
    begun |= seen.row & _unlabelled(seen) & ~_surrounding(seen)
    begun = _below(begun, text)
    enough = _count_near(cell, text) >= limits.MIN_FIGURES
    return mask & (enough | (begun & (_count_near(cell | seen.row, text) > 0)))


def _surrounding(seen: Glance) -> Flags:
    """Find what may be furniture, a reference or the first paragraph."""
    mask = seen.opens(Group.FURNITURE | Group.DATE) | (seen.size >= limits.MIN_DATED)
    mask |= seen.begins(_FURNITURE_SIGNS + "(" + ORNAMENTS + REFERENCE_MARKS + _DIGITS)
    return mask


def bare_headline(seen: Glance) -> Flags:
    """Find what surely names no company, exchange or exhibit alone, and nobody to be reached."""
    size = seen.size
    exchange = (seen.first == ord("(")) | one_of(_EXCHANGE_LETTERS, seen.second)
    company = seen.n_chunks <= limits.MAX_COMPANY_WORDS
    company &= seen.small <= limits.MAX_COMPANY_SMALL
    sender = company | seen.begins("Ee")  # "Exhibit 99.1"
    mask: Flags = (size > limits.MAX_HEAD_CAPTION) & (size <= limits.LOOKED_THROUGH)
    mask &= (size > limits.MAX_TICKER) | ~exchange
    mask &= (size > limits.MAX_SENDER) | ~sender
    mask &= (seen.mark == 0) & ~(seen.reachable | seen.linked)
    return mask


def line(seen: Glance) -> Flags:
    """Find short lines that are no sentence and announce nothing."""
    mask: Flags = (seen.size <= limits.MAX_CONTACT_LINE) & (seen.mark == 0)
    mask &= ~(seen.announces | seen.sentence)
    return mask


def long_item(seen: Glance) -> Flags:
    """Find what begins with the mark of an item, and surely has more than a few words."""
    sheet, blocks = seen.sheet, seen.blocks
    rows = blocks.mark.nonzero()[0]
    apart = (sheet.kind.take(blocks.start[rows] + blocks.mark[rows] - 1) & BLANK) != 0
    beyond = blocks.first_chunk[rows] + apart + limits.MAX_BARE_WORDS
    enough = beyond < blocks.last_chunk[rows]
    rows, beyond = rows[enough], beyond[enough]
    # Marks of no width part chunks as well, but no words.
    before = np.minimum(beyond, len(sheet.last))[:, None] - np.arange(1, limits.MAX_BARE_WORDS + 1)
    gaps = sheet.codes.take(sheet.last.take(np.maximum(before, 0)))
    mask = np.zeros(len(blocks.mark), dtype=bool)
    mask[rows] = ((gaps == ord(" ")) | (gaps == ord("\n"))).all(axis=1)
    return mask


def bare_title(seen: Glance) -> Flags:
    """Find what surely has few words, no verb, no link, and no mark that parts or announces."""
    mask: Flags = (seen.size <= limits.MAX_HEADING) & ~seen.holds(Group.VERB | Group.PAUSE)
    # A word alone may name a site or a network.
    mask &= (seen.n_chunks > 1) & (seen.n_chunks <= limits.MAX_HEADING_WORDS)
    mask &= (seen.sheet.kind[seen.blocks.end - 1] & WORD) != 0
    mask &= ~(seen.linked | (seen.first == ord("@")))
    return mask


def _followed(wanted: Flags, text: Ints) -> Flags:
    """Check whether one of the few blocks below in the same text is wanted."""
    followed = np.zeros_like(wanted)
    for below in range(1, limits.NAMES_ABOVE_ADDRESS + 1):
        followed[:-below] |= wanted[below:] & (text[below:] == text[:-below])
    return followed


def _below(wanted: Flags, text: Ints) -> Flags:
    """Check whether one of the few blocks above in the same text is wanted."""
    below = np.zeros_like(wanted)
    for above in range(1, limits.BELOW_TABLE + 1):
        below[above:] |= wanted[:-above] & (text[above:] == text[:-above])
    return below


def _count_near(figure: Flags, text: Ints) -> Ints:
    """Count those of the few other blocks above and below in the same text that are figures."""
    rows = np.arange(len(figure))
    sums = totals(figure)
    first = np.maximum(rows - limits.NEAR_ABOVE, text.searchsorted(text, side="left"))
    last = np.minimum(rows + limits.NEAR_BELOW + 1, text.searchsorted(text, side="right"))
    return sums[last] - sums[first] - figure
