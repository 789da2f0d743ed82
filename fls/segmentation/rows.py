"""Rules about rows of tables: what is one, what belongs to those around it, what is their title."""

from __future__ import annotations

from fls.segmentation.datelines import DATE_ALONE
from fls.segmentation.limits import (
    MAX_LABEL,
    MAX_LABEL_SMALL,
    MAX_NUMERIC_SMALL,
    MAX_ROW_END,
    MAX_ROW_SMALL,
    MIN_FIGURES,
    MIN_HEADED,
    MIN_HEADED_SMALL,
    MIN_PHONE_DIGITS,
    NUMERIC_SHARE,
)
from fls.segmentation.page import Look, Page, has_verb
from fls.segmentation.patterns import (
    CONTACT_HEAD,
    CONTACT_LABEL,
    EMAIL,
    HEAD_NAMES,
    IDENTITY,
    INTRODUCES,
    LINK_LINE,
    STATEMENT,
    TELEPHONE,
    TITLE_WITH_YEAR,
)

__all__ = ["above_title", "among_rows", "table", "title"]


def table(look: Look, page: Page) -> str | None:
    """Find a row or a cell of a table; a link is none, nor is the address of somebody."""
    columns = _in_columns(look, page)
    if look.number and not look.phone and not columns:
        return "contact" if page.contact and look.digits >= MIN_PHONE_DIGITS else "table"
    if not columns and not _is_row(look, page):
        return None
    if LINK_LINE.match(look.text):
        return "other" if "\t" in look.text else None
    return "contact" if page.i >= page.body and _reaches(look) else "table"


def _in_columns(look: Look, page: Page) -> bool:
    """Check whether a line is spread in columns and is no sentence."""
    if not look.columns or (look.low > MAX_ROW_SMALL and look.closed):
        return False
    return look.digits > 0 or page.table or look.text.count("\t") > 1


def _reaches(look: Look) -> bool:
    """Check whether what looks like a row tells how to reach somebody, or names a security."""
    text = look.text
    if "@" in text and EMAIL.search(text):
        return True
    if look.size < 60 and IDENTITY.match(text):
        return True
    if look.digits < MIN_PHONE_DIGITS or look.low >= 4 or any(map(text.__contains__, "$€%")):
        return False
    if look.columns and not CONTACT_LABEL.match(text):
        return False
    return TELEPHONE.search(text) is not None


def _is_row(look: Look, page: Page) -> bool:
    """Check whether a short text is a row by its digits, or a label by the numbers around it."""
    text, digits = look.text, look.digits
    if digits > 1 and TITLE_WITH_YEAR.match(text):
        return False
    if digits > NUMERIC_SHARE * look.size and look.low <= MAX_NUMERIC_SMALL:
        elsewhere = page.contact or look.phone or look.mark or DATE_ALONE.match(text)
        if not elsewhere:
            return True
    if look.size <= MAX_LABEL and look.low <= MAX_LABEL_SMALL and not look.closed:
        numeric = page.among_numbers()
        if numeric and (HEAD_NAMES.match(text) or CONTACT_HEAD.match(text)):
            return False
        if text[-1] == ":":  # the head of some rows, if rows stand above as well
            return numeric >= MIN_FIGURES and page.table
        label = numeric >= MIN_FIGURES or (numeric == 1 and page.table)
        return label and (digits > 0 or not _heads_paragraph(look, page))
    return False


def _heads_paragraph(look: Look, page: Page) -> bool:
    """Check whether running text stands right below a line that may be its heading."""
    text, reading, below = look.text, page.reading, page.i + 1
    if below == page.last or look.number or look.columns or text[-1] == ":" or "  " in text:
        return False
    paragraph = reading.size[below] >= MIN_HEADED and reading.low[below] >= MIN_HEADED_SMALL
    if not paragraph or reading.columns[below] or reading.mark[below]:
        return False
    return text[0].isupper() and not STATEMENT.match(text)


def title(look: Look, page: Page) -> str | None:
    """Find the title of a financial statement, or the unit of its figures."""
    return "table" if STATEMENT.match(look.text) else None


def among_rows(look: Look, page: Page) -> str | None:
    """Find a line that goes on the row above it, or stands between two rows."""
    if page.previous != "table":
        return None
    text = look.text
    if text[:1].islower() and text[1:2].isalpha() and look.size <= MAX_ROW_END:
        return None if page.contact or look.linked or look.reachable else "table"
    between = page.i + 1 < page.last and page.reading.is_figure(page.i + 1, rows=True)
    return "table" if between and not look.closed and not INTRODUCES.match(text) else None


def above_title(look: Look, page: Page) -> str | None:
    """Find a line right above the title of a statement: whose it is, or what it is about."""
    if page.contact or look.text.startswith("The ") or has_verb(look.text):
        return None
    return "table" if STATEMENT.match(page.reading.text(page.i + 1)) else None
