"""Limits that the rules share with the shapes that lead to them, each at one place.

``MAX_X`` is the size of the longest X in characters; ``MAX_X_SMALL`` is how many of its first
words (:data:`FIRST_WORDS`) may begin with a small letter, which running text has many of and
names have few of. ``MIN_`` is the least of either. A number that only one rule knows stands in
that rule.
"""

from __future__ import annotations

__all__ = [
    "BELOW_TABLE",
    "DECK",
    "FIRST_WORDS",
    "LOOKED_THROUGH",
    "MAX_ADDRESS",
    "MAX_BARE_WORDS",
    "MAX_BETWEEN_ROWS",
    "MAX_CAPTION",
    "MAX_CELL_DIGITS",
    "MAX_COMPANY_SMALL",
    "MAX_COMPANY_WORDS",
    "MAX_CONTACT_LINE",
    "MAX_CONTACT_SMALL",
    "MAX_DATE",
    "MAX_DATELINE",
    "MAX_DATELINE_SMALL",
    "MAX_FIGURE",
    "MAX_FRAGMENT",
    "MAX_FURNITURE",
    "MAX_HEADING",
    "MAX_HEADING_WORDS",
    "MAX_HEAD_CAPTION",
    "MAX_LABEL",
    "MAX_LABEL_SMALL",
    "MAX_LINK_SMALL",
    "MAX_NAME",
    "MAX_NAME_SMALL",
    "MAX_NOTICE",
    "MAX_NUMERIC_SMALL",
    "MAX_OFFICE_SMALL",
    "MAX_PAGE_DIGITS",
    "MAX_ROW",
    "MAX_ROW_END",
    "MAX_ROW_SMALL",
    "MAX_RULED",
    "MAX_SENDER",
    "MAX_SPEAKER_SMALL",
    "MAX_TICKER",
    "MAX_TITLE",
    "MAX_TITLE_SMALL",
    "MIN_DATED",
    "MIN_FIGURES",
    "MIN_HEADED",
    "MIN_HEADED_SMALL",
    "MIN_NETWORKS",
    "MIN_PARAGRAPH_SMALL",
    "MIN_PHONE_DIGITS",
    "MIN_SENTENCE_SMALL",
    "NAMES_ABOVE_ADDRESS",
    "NEAR_ABOVE",
    "NEAR_BELOW",
    "NUMERIC_SHARE",
]

# Any block
#: Words of a block whose first letters are looked at.
FIRST_WORDS = 50
#: Size of the longest block whose words are all looked up.
LOOKED_THROUGH = 140
#: A closed block with so many words in small letters is a sentence.
MIN_SENTENCE_SMALL = 6
#: A long paragraph has so many.
MIN_PARAGRAPH_SMALL = 13
MIN_PHONE_DIGITS = 7

# The head, and what surrounds the text
#: Lines of headline and deck above the first paragraph.
DECK = 12
#: A heading of contacts or highlights above the first paragraph.
MAX_HEAD_CAPTION = 39
#: The line of a company or of an exhibit above the first paragraph.
MAX_SENDER = 119
#: As many as ``COMPANY_LINE`` and ``TICKER_LINE`` can match.
MAX_COMPANY_WORDS, MAX_COMPANY_SMALL = 6, 1
MAX_TICKER = 85
#: A place and a date on a line of their own.
MAX_DATELINE, MAX_DATELINE_SMALL = 110, 3
#: About a longer paragraph nothing is asked.
MAX_FURNITURE = 420
#: A first paragraph with its dateline.
MIN_DATED = 101
#: A date and nothing else, and the number of a page.
MAX_DATE, MAX_PAGE_DIGITS = 50, 3
#: Furniture among dashes and stars.
MAX_RULED = 60
#: A notice of copyright among sentences.
MAX_NOTICE = 119
#: A shorter line names no two networks with strokes between.
MIN_NETWORKS = 25

# Tables
#: Blocks above and below that tell whether a block stands among numbers.
NEAR_ABOVE, NEAR_BELOW = 2, 3
#: A table may go on so many blocks below its last row.
BELOW_TABLE = 3
MAX_ROW, MAX_ROW_SMALL = 300, 8
#: A row without columns has a larger share of digits among its characters.
NUMERIC_SHARE, MAX_NUMERIC_SMALL = 0.25, 5
#: The label of a row, and how many figures around it make it one outside a table.
MAX_LABEL, MAX_LABEL_SMALL, MIN_FIGURES = 59, 6, 2
#: Running text right below a line that may be its heading.
MIN_HEADED, MIN_HEADED_SMALL = 100, 8
#: A short number, or a few.
MAX_FIGURE = 39
#: A telephone number outside a table has more digits than a cell.
MAX_CELL_DIGITS = 9
#: A line that goes on the row above it, and one that stands between two rows.
MAX_ROW_END, MAX_BETWEEN_ROWS = 109, 199
#: The title of a financial statement.
MAX_TITLE, MAX_TITLE_SMALL = 139, 8

# Headings, items, fragments
MAX_HEADING, MAX_HEADING_WORDS = 130, 14
#: An item of so few words may be a heading.
MAX_BARE_WORDS = 3
#: A longer open text is running text.
MAX_FRAGMENT = 260

# Who can be reached
#: The heading of contacts or of links.
MAX_CAPTION = 90
MAX_CONTACT_SMALL = 11
#: Inside a contact block, a line is no longer.
MAX_CONTACT_LINE = 119
#: Words beside a link that stands alone.
MAX_LINK_SMALL = 3
#: A name that stands alone.
MAX_NAME, MAX_NAME_SMALL = 79, 2
#: A line with an address or a number, below at most so many names.
MAX_ADDRESS, NAMES_ABOVE_ADDRESS = 159, 4
#: Who said what stands above: behind a dash, or by name and office.
MAX_SPEAKER_SMALL, MAX_OFFICE_SMALL = 8, 5
