"""Blocks to kinds: an ordered list of small rules, the first that knows decides.

A rule looks at one block and at the page so far, and answers with a kind or None. Add a rule
where a reader of the page would ask its question; the order of :data:`RULES` is the order in
which the questions are asked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from fls.segmentation.blocks import Block, bullet
from fls.segmentation.page import Look, Page, has_verb, is_closed, is_number, opens_release
from fls.segmentation.patterns import (
    CITATION,
    COMPANY_LINE,
    CONTACT_HEAD,
    CONTACT_LABEL,
    CONTACT_STARTS,
    CONTACT_WORDS,
    DATE,
    DATE_ALONE,
    DATE_STARTS,
    EVENT_DETAIL,
    EXHIBIT,
    FIRST_WORD,
    FURNITURE,
    FURNITURE_WORDS,
    HEAD_NAMES,
    HIGHLIGHTS,
    LINK_HEAD,
    LINK_ONLY,
    MAX_HEADING,
    REFERENCE,
    REFERENCE_SIGNS,
    SIGNATURE,
    SIGNATURE_STARTS,
    SOCIAL,
    STATEMENT,
    STATEMENT_WORDS,
    SUBJECTS,
    SURE_FURNITURE,
    TICKER_LINE,
    TITLE_WITH_YEAR,
)

__all__ = ["PROSE", "RULES", "assign_kinds"]

#: What a rule answers for running text: it is cut into sentences later.
PROSE = "sentence"


def _paragraph(look: Look, page: Page) -> str | None:
    """A long closed paragraph that begins with a letter is what it seems to be."""
    if look.size > 420 and look.closed and page.i > page.body:
        first = look.text[0]
        return PROSE if (first.isalpha() or first in '"“') and look.low > 12 else None
    return None


def _dateline(look: Look, page: Page) -> str | None:
    """The first paragraph, with place and date before its first sentence."""
    return PROSE if page.i == page.body and page.dated else None


def _furniture(look: Look, page: Page) -> str | None:
    """What surrounds the release: its end, its source, its pictures, its date."""
    if look.size > 420:
        return None
    text = look.text
    word = FIRST_WORD.match(text)
    if word and word.group().lower() not in FURNITURE_WORDS:
        return "other" if text[:3] in DATE_STARTS and DATE_ALONE.match(text) else None
    if not FURNITURE.match(text):
        return "other" if DATE_ALONE.match(text) else None
    sentence = look.size > 60 and look.closed and look.low >= 4
    if sentence and text[0] not in "[(" and not SURE_FURNITURE.match(text):
        return None
    return "table" if page.table and not any(map(str.isalnum, text)) else "other"


def _dateline_alone(look: Look, page: Page) -> str | None:
    """Place and date on a line of their own, above the first paragraph."""
    if page.i > page.body or look.size > 110 or look.low > 3 or not look.digits:
        return None
    return "other" if DATE.search(look.text) and opens_release(look.text + " --") else None


def _reference(look: Look, page: Page) -> str | None:
    """A numbered source at the end."""
    text = look.text
    marked = text[0] in "[(*†‡" or text[0].isdigit()
    if page.i <= page.body or not marked or text.startswith("* "):
        return None
    if look.has(REFERENCE_SIGNS) and REFERENCE.match(text):
        return "other"
    if look.size < 400 and CITATION.match(text) and not has_verb(text):
        return "other"
    return None


def _table(look: Look, page: Page) -> str | None:
    """A row, a cell or the title of a table."""
    text, columns = look.text, look.block.columns
    if look.size > 300 or (look.low > 8 and not columns):
        return None
    if columns and (look.low < 9 or not look.closed):
        several = text.count("\t") > 1
        if look.digits or page.table or several:
            return "table"
    if is_number(text) and not look.phone:
        return "contact" if page.contact and look.digits > 6 else "table"
    may_be_title = page.i > page.body and look.size < 140 and look.has(STATEMENT_WORDS)
    if may_be_title and STATEMENT.match(text):
        return "table"
    return "table" if _is_row(look, page) else None


def _is_row(look: Look, page: Page) -> bool:
    """Whether a short text is a row by its digits, or its label by the numbers around it."""
    text, digits = look.text, look.digits
    if digits > 1 and TITLE_WITH_YEAR.match(text):
        return False
    if digits > 0.25 * look.size and look.low < 6:
        elsewhere = page.contact or look.phone or bullet(text) or DATE_ALONE.match(text)
        if not elsewhere:
            return True
    if look.size < 60 and look.low < 7 and not look.closed and text[-1] != ":":
        numeric = page.among_numbers()
        return numeric >= 2 or (numeric == 1 and page.table > 0)
    return False


def _headline(look: Look, page: Page) -> str | None:
    """Whatever else stands above the first paragraph: headline, deck, or the sender."""
    if page.i >= page.body:
        return None
    text = look.text
    if (look.size < 40 and CONTACT_HEAD.match(text)) or HIGHLIGHTS.match(text):
        return "heading"
    if look.reachable or LINK_ONLY.match(text) or TICKER_LINE.match(text):
        return "contact"
    if COMPANY_LINE.match(text) or EXHIBIT.match(text):
        return "contact" if page.contact else "other"
    return "contact" if page.contact and not look.block.gap else "headline"


def _heading(look: Look, page: Page) -> str | None:
    """A heading by its name or by its question mark."""
    if look.size > MAX_HEADING:
        return None
    text = look.text
    if HEAD_NAMES.match(text) and not (look.closed and look.low >= 6) and not look.linked:
        return "heading"
    if text[-1] == "?" and text[0] not in '"“' and len(text.split()) <= 16:
        return "heading"
    return None


def _contact_head(look: Look, page: Page) -> str | None:
    """A heading above addresses or links, or the signature."""
    if look.size > 90:
        return None
    text, small = look.text, look.small
    if LINK_HEAD.match(text):
        return "heading"
    if small.startswith(SIGNATURE_STARTS) and SIGNATURE.match(text):
        return "contact"
    may_be = "contact" in small or small.startswith(CONTACT_STARTS)
    if may_be and CONTACT_HEAD.match(text) and not look.reachable and not look.linked:
        goes_on = page.contact and text[-1] != ":" and not CONTACT_WORDS.search(text)
        return "contact" if goes_on else "heading"
    return None


def _contact(look: Look, page: Page) -> str | None:
    """A name, an address, a number, a link."""
    text, low = look.text, look.low
    if look.size > 300 and low > 12:
        return None
    if look.closed and low >= 6:
        # A sentence is part of an address only inside one.
        return "contact" if page.contact and low < 25 and look.reachable else None
    if (low < 12 or page.contact) and look.reachable:
        return "contact"
    may_be_label = low < 12 and (":" in text or "#" in text or look.small.startswith("contact "))
    if may_be_label and CONTACT_LABEL.match(text):
        return "other" if not page.contact and SOCIAL.match(text) else "contact"
    may_be_link = low < 4 and ("@" in text or "://" in text or "www." in look.small)
    if may_be_link and LINK_ONLY.match(text) and (page.contact or not has_verb(text)):
        return "contact" if page.contact and not page.links else "other"
    speaker = text[0] in "-–—" and page.previous == PROSE and low <= 8
    if speaker and page.above()[-1] in "\"”’'":
        return "contact"
    if page.contact and look.size < 120 and text[-1] != ":" and not bullet(text):
        return "contact"
    return None


def _links(look: Look, page: Page) -> str | None:
    """A line below a heading of links."""
    return "other" if page.links and not look.closed and look.size < 200 else None


def _item(look: Look, page: Page) -> str | None:
    """A text behind the mark of a list item; a word or two are a heading."""
    mark = bullet(look.text)
    if not mark or mark == look.size:
        return None
    rest = look.text[mark:]
    alone = not page.listing and page.previous != "item"
    return "heading" if alone and len(rest.split()) <= 3 and not is_closed(rest) else "item"


def _last_item(look: Look, page: Page) -> str | None:
    """The item that closes a list of open ones ("...; and")."""
    if page.previous == "item" and look.size < 300:
        return "item" if page.above().endswith((";", "; and", "; or", ", and", ", or")) else None
    return None


def _fragment(look: Look, page: Page) -> str | None:
    """Short text without a full stop: heading, list item without a mark, or open sentence."""
    if look.closed or look.size > 260:
        return None
    text = look.text
    words = text.split()
    if text[-1] in ":：":
        subject = words[0] in SUBJECTS and len(words) > 4
        sentence = subject or len(words) > 8 or (len(words) > 2 and has_verb(text))
        return PROSE if sentence else "heading"
    listed = page.listing or page.previous == "item"
    if text.endswith((";", ",", "; and", "; or")):
        return "item" if listed else PROSE
    if (listed and len(words) > 3 and _in_run(page)) or EVENT_DETAIL.match(text):
        return "item"
    return _title_or_open(look, words)


def _title_or_open(look: Look, words: list[str]) -> str:
    """Tell a heading from a sentence without its full stop."""
    small = sum(map(str.islower, [word[0] for word in words]))
    short = look.size <= MAX_HEADING
    verb = short and has_verb(look.text)
    if short and len(words) <= 14 and not (verb and look.linked):
        return PROSE if verb and small >= 0.7 * len(words) and len(words) > 8 else "heading"
    return "heading" if short and small < 0.4 * len(words) else PROSE


def _in_run(page: Page) -> bool:
    """Whether neighbours on both sides look like items of one list (its end may stand open)."""
    if page.previous == "item":
        return not bullet(page.above())
    below = page.below()
    return below is not None and len(below.text) < 260 and not is_closed(below.text)


def _prose(look: Look, page: Page) -> str | None:
    """Whatever no other rule knows."""
    return PROSE


#: The questions, in the order in which they are asked.
RULES: tuple[tuple[str, Callable[[Look, Page], str | None]], ...] = (
    ("paragraph", _paragraph),
    ("dateline", _dateline),
    ("furniture", _furniture),
    ("dateline alone", _dateline_alone),
    ("reference", _reference),
    ("table", _table),
    ("headline", _headline),
    ("heading by name", _heading),
    ("contact heading", _contact_head),
    ("contact", _contact),
    ("list of links", _links),
    ("item", _item),
    ("last item", _last_item),
    ("fragment", _fragment),
    ("prose", _prose),
)


def _judge(look: Look, page: Page) -> tuple[str, str]:
    """Kind of a block, and the name of the rule that decided."""
    for name, rule in RULES:
        kind = rule(look, page)
        if kind is not None:
            return kind, name
    raise AssertionError("the last rule always answers")


def _remember(page: Page, text: str, kind: str, rule: str) -> None:
    """Keep what the blocks below are judged by."""
    if kind == "heading":
        page.links = LINK_HEAD.match(text) is not None
        page.contact = (rule == "contact heading" and not page.links) or (
            rule == "headline" and CONTACT_HEAD.match(text) is not None
        )
        page.listing = not page.contact and not page.links and text[-1] == ":"
    elif kind == "contact":
        page.contact = True
    elif kind == PROSE:
        page.contact = page.links = False
        page.listing = text[-1] in ":："
    elif kind == "item":
        page.contact = False
    page.table = 3 if kind == "table" else max(0, page.table - 1)
    page.previous = kind


def assign_kinds(blocks: Sequence[Block]) -> list[tuple[str, str]]:
    """Decide the kind of every block.

    Parameters
    ----------
    blocks : sequence of Block
        A release, in reading order.

    Returns
    -------
    list of (kind, rule)
        One pair a block: a kind of :data:`fls.document.KINDS` and the name of the rule that
        decided. ``"sentence"`` stands for running text that is still to be cut.
    """
    page = Page(blocks)
    found = []
    for i, block in enumerate(blocks):
        page.i = i
        kind, rule = _judge(Look(block), page)
        _remember(page, block.text, kind, rule)
        found.append((kind, rule))
    return found
