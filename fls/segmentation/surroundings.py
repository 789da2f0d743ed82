"""Rules about what surrounds the text of a release: its date, its source, its files, its links."""

from __future__ import annotations

from fls.segmentation.characters import DASHES
from fls.segmentation.datelines import DATE_ALONE, dateline, has_date
from fls.segmentation.page import Look, Page, has_verb
from fls.segmentation.patterns import (
    BRACKETED,
    CITATION,
    FURNITURE,
    NETWORKS,
    REFERENCE,
    REFERENCE_SIGNS,
    SURE_FURNITURE,
    WIRE,
    YEAR_IN_BRACKETS,
)

__all__ = ["attached", "dateline_alone", "furniture", "links", "networks", "reference"]


def furniture(look: Look, page: Page) -> str | None:
    """Find what surrounds the release: its end, its source, its pictures, its date."""
    text = look.text
    if not FURNITURE.match(text):
        return "other" if DATE_ALONE.match(text) else None
    sentence = look.size > 60 and look.closed and look.low >= 4
    if sentence and text[0] not in "[(" and not SURE_FURNITURE.match(text):
        return None
    cell = page.previous == "table" and look.number and not page.reading.columns[page.i - 1]
    cell &= not look.digits or text[-1] not in DASHES  # "-2-" is a page
    return "table" if cell or (page.table and not any(map(str.isalnum, text))) else "other"


def dateline_alone(look: Look, page: Page) -> str | None:
    """Find place and date on a line of their own, above the first paragraph."""
    if page.i == page.first and len(look.text.split()) > 7:
        return None  # a headline that ends in a date
    if not has_date(look.text):
        return None
    return "other" if WIRE.search(look.text) or dateline(look.text + " --") else None


def reference(look: Look, page: Page) -> str | None:
    """Find a source with its number or mark."""
    text = look.text
    if look.number or text.startswith("* "):
        return None
    if BRACKETED.match(text) and not look.closed:
        return "other"
    dated = look.has(REFERENCE_SIGNS) or YEAR_IN_BRACKETS.search(text)
    if dated and REFERENCE.match(text):
        return "other"
    if look.size < 400 and CITATION.match(text) and not has_verb(text):
        return "other"
    return None


def networks(look: Look, page: Page) -> str | None:
    """Find a line of networks with strokes between them."""
    if look.text.count("|") + look.text.count("\uff5c") < 2:
        return None
    if sum(map(look.small.count, NETWORKS)) < 2:
        return None
    return "contact" if page.contact or look.small.startswith("for ") else "other"


def attached(look: Look, page: Page) -> str | None:
    """Find the name of a file below a line that announces attachments."""
    return "other" if look.mark and page.previous == "other" else None


def links(look: Look, page: Page) -> str | None:
    """Find a line of a list of links; one with the mark of an item may read as a sentence."""
    return "other" if (look.mark or not look.closed) and look.size < 200 else None
