"""Blocks to kinds: an ordered list of small rules, the first that knows decides.

A rule looks at one block and at the page so far, and answers with a kind or None. Add a rule
where a reader of the page would ask its question; the order of :data:`RULES` is the order in
which the questions are asked. Each stands beside the shape (:class:`~fls.segmentation.shape.Ask`)
without which its answer is None: it is asked only about blocks of that shape.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from fls.segmentation.datelines import DATE_ALONE, dateline, has_date
from fls.segmentation.page import Look, Page, Reading, has_verb, questions
from fls.segmentation.patterns import (
    CITATION,
    CLOSED,
    COMPANY_LINE,
    CONTACT_HEAD,
    CONTACT_LABEL,
    CONTACT_WORDS,
    EVENT_DETAIL,
    EXHIBIT,
    FURNITURE,
    HEAD_NAMES,
    HIGHLIGHTS,
    LINK_HEAD,
    MAX_HEADING,
    PHOTO_NOTICE,
    REFERENCE,
    REFERENCE_SIGNS,
    SIGNATURE,
    SOCIAL,
    STATEMENT,
    SUBJECTS,
    SURE_FURNITURE,
    TICKER_LINE,
    TITLE_WITH_YEAR,
    URGES,
    YEAR_IN_BRACKETS,
)
from fls.segmentation.shape import NAME, SIGN_OFF, Ask

__all__ = ["CAPTION", "PROSE", "RULES", "SURE", "assign_kinds"]

#: What a rule answers for running text: it is cut into sentences later.
PROSE = "sentence"
#: The rule that knows headings of contacts; a name may be glued to one.
CAPTION = "contact heading"


def _dateline(look: Look, page: Page) -> str | None:
    """The first paragraph, with place and date before its first sentence."""
    return PROSE


def _furniture(look: Look, page: Page) -> str | None:
    """What surrounds the release: its end, its source, its pictures, its date."""
    text = look.text
    if not FURNITURE.match(text):
        return "other" if DATE_ALONE.match(text) else None
    sentence = look.size > 60 and look.closed and look.low >= 4
    if sentence and text[0] not in "[(" and not SURE_FURNITURE.match(text):
        return None
    return "table" if page.table and not any(map(str.isalnum, text)) else "other"


def _dateline_alone(look: Look, page: Page) -> str | None:
    """Place and date on a line of their own, above the first paragraph."""
    if page.i == page.first and len(look.text.split()) > 7:
        return None  # a headline that ends in a date
    return "other" if has_date(look.text) and dateline(look.text + " --") else None


def _reference(look: Look, page: Page) -> str | None:
    """A numbered source at the end."""
    text = look.text
    if text.startswith("* "):
        return None
    may_be = look.has(REFERENCE_SIGNS) or YEAR_IN_BRACKETS.search(text)
    if may_be and REFERENCE.match(text):
        return "other"
    if look.size < 400 and CITATION.match(text) and not has_verb(text):
        return "other"
    return None


def _table(look: Look, page: Page) -> str | None:
    """A row or a cell of a table."""
    text, columns = look.text, look.columns
    if columns and (look.low < 9 or not look.closed):
        several = text.count("\t") > 1
        if look.digits or page.table or several:
            return "table"
    if look.number and not look.phone:
        return "contact" if page.contact and look.digits > 6 else "table"
    return "table" if _is_row(look, page) else None


def _is_row(look: Look, page: Page) -> bool:
    """Whether a short text is a row by its digits, or its label by the numbers around it."""
    text, digits = look.text, look.digits
    if digits > 1 and TITLE_WITH_YEAR.match(text):
        return False
    if digits > 0.25 * look.size and look.low < 6:
        elsewhere = page.contact or look.phone or look.mark or DATE_ALONE.match(text)
        if not elsewhere:
            return True
    if look.size < 60 and look.low < 7 and not look.closed:
        numeric = page.among_numbers()
        if numeric and (HEAD_NAMES.match(text) or CONTACT_HEAD.match(text)):
            return False
        if text[-1] == ":":  # the head of some rows, if rows stand above as well
            return numeric >= 2 and page.table
        return numeric >= 2 or (numeric == 1 and page.table)
    return False


def _table_title(look: Look, page: Page) -> str | None:
    """The title of a financial statement, or what its figures are in."""
    return "table" if STATEMENT.match(look.text) else None


def _headline(look: Look, page: Page) -> str | None:
    """Whatever else stands above the first paragraph: headline, deck, or the sender."""
    text = look.text
    if look.size < 40 and (CONTACT_HEAD.match(text) or HIGHLIGHTS.match(text)):
        return "heading"
    if look.mark and page.previous in ("heading", "item"):  # highlights below their caption
        return "item"
    if look.reachable or look.only_link or TICKER_LINE.match(text):
        return "contact"
    if look.size < 120 and (COMPANY_LINE.match(text) or EXHIBIT.match(text)):
        return "contact" if page.contact else "other"
    return "contact" if page.contact and not look.gap else "headline"


def _heading(look: Look, page: Page) -> str | None:
    """A heading by its name or by its question mark."""
    text = look.text
    sentence = look.closed and (look.low >= 6 or (look.low > 2 and _states(text)))
    if HEAD_NAMES.match(text) and not sentence and not look.linked:
        return "heading"
    if text[-1] == "?" and text[0] not in '"“' and len(text.split()) <= 16:
        return None if look.mark else "heading"
    return None


def _states(text: str) -> bool:
    """Tell "This release contains forward-looking statements." from a heading with a full stop."""
    return "contain" in text or has_verb(text)


def _contact_head(look: Look, page: Page) -> str | None:
    """A heading above addresses or links, or the signature."""
    text = look.text
    if LINK_HEAD.match(text):
        return "heading"
    if SIGNATURE.match(text):
        return "contact"
    if CONTACT_HEAD.match(text) and not look.reachable and not look.linked:
        goes_on = page.contact and text[-1] != ":" and not CONTACT_WORDS.search(text)
        return "contact" if goes_on else "heading"
    return None


def _contact(look: Look, page: Page) -> str | None:
    """A name, an address, a number, a link."""
    text, low = look.text, look.low
    # Names of titles and places may fill the first fifty words of running text.
    if look.size > 300 and (low > 12 or (look.size > 600 and _small_words(text.split()) > 25)):
        return None
    sentence = look.closed and low >= 6
    short = look.size < 120 and text[-1] != ":" and not look.mark
    if page.contact and short and not sentence and not page.links:
        return "contact"
    if sentence:
        # A sentence is part of an address only inside one.
        return "contact" if page.contact and low < 25 and look.reachable else None
    if (low < 12 or page.contact) and look.reachable:
        return "contact"
    may_be_label = low < 12 and (":" in text or "#" in text or look.small.startswith("contact "))
    if may_be_label and CONTACT_LABEL.match(text):
        return "other" if not page.contact and SOCIAL.match(text) else "contact"
    if low < 4 and look.only_link and (page.contact or not has_verb(text)):
        return "contact" if page.contact and not page.links else "other"
    speaker = text[0] in "-–—" and page.previous == PROSE and low <= 8
    if speaker and page.above()[-1] in "\"”’'":
        return "contact"
    return "contact" if page.contact and short else None


def _small_words(words: list[str]) -> int:
    return sum(map(str.islower, [word[0] for word in words]))


def _links(look: Look, page: Page) -> str | None:
    """A line below a heading of links; entries of a list may read as sentences."""
    return "other" if (look.mark or not look.closed) and look.size < 200 else None


def _item(look: Look, page: Page) -> str | None:
    """A text behind the mark of a list item; a word or two are a heading."""
    if look.mark == look.size:
        return None
    rest = look.text[look.mark :]
    alone = not page.listing and page.previous != "item"
    bare = len(rest.split()) <= 3 and not (_closes(rest) or look.digits or look.linked)
    return "heading" if alone and bare else "item"


def _last_item(look: Look, page: Page) -> str | None:
    """The item that closes a list of open ones ("...; and")."""
    if look.size < 300:
        return "item" if page.above().endswith((";", "; and", "; or", ", and", ", or")) else None
    return None


def _sign_off(look: Look, page: Page) -> str | None:
    """A name without a caption, an address or a number below it."""
    for below in range(page.i + 1, min(page.i + 1 + SIGN_OFF, page.last)):
        other = Look(page.reading, below)
        if other.size >= NAME:
            return None
        if other.reachable:
            return "contact" if other.low < 4 else None
        if other.closed or other.mark or other.number:
            return None
    return None


def _fragment(look: Look, page: Page) -> str | None:
    """Short text without a full stop: heading, list item without a mark, or open sentence."""
    text = look.text
    words = text.split()
    if text[-1] in ":：":
        subject = words[0] in SUBJECTS and len(words) > 4
        sentence = subject or len(words) > 8 or (len(words) > 2 and has_verb(text))
        return PROSE if sentence else "heading"
    listed = page.listing or page.previous == "item"
    if text.endswith((";", ",", "; and", "; or")):
        return "item" if listed else PROSE
    if (listed and len(words) > 3 and _in_run(page)) or (":" in text and EVENT_DETAIL.match(text)):
        return "item"
    return _title_or_open(look, words)


def _title_or_open(look: Look, words: list[str]) -> str:
    """Tell a heading from a sentence without its full stop."""
    small = _small_words(words)
    short = look.size <= MAX_HEADING
    verb = short and has_verb(look.text)
    asks = verb or words[0].lower() in URGES
    if short and len(words) <= 14 and not (asks and look.linked):
        return PROSE if verb and small >= 0.7 * len(words) and len(words) > 8 else "heading"
    return "heading" if short and small < 0.4 * len(words) else PROSE


def _in_run(page: Page) -> bool:
    """Whether neighbours on both sides look like items of one list (its end may stand open)."""
    reading, below = page.reading, page.i + 1
    if page.previous == "item":
        return not reading.mark[page.i - 1]
    return below < page.last and reading.size[below] < 260 and not reading.closed[below]


def _closes(text: str) -> bool:
    """Whether the text ends like a sentence."""
    return text[-1] in ".!?" or CLOSED.search(text[-14:]) is not None


#: The questions, in the order in which they are asked, each with the shape that it is asked about.
RULES: tuple[tuple[str, Ask, Callable[[Look, Page], str | None]], ...] = (
    ("dateline", Ask.AT_DATELINE, _dateline),
    ("furniture", Ask.FURNITURE, _furniture),
    ("dateline alone", Ask.DATE, _dateline_alone),
    ("reference", Ask.REFERENCE, _reference),
    ("table", Ask.TABLE, _table),
    ("title of a table", Ask.TITLE, _table_title),
    ("headline", Ask.IN_HEAD, _headline),
    ("heading by name", Ask.HEADING, _heading),
    (CAPTION, Ask.CONTACT_HEAD, _contact_head),
    ("contact", Ask.CONTACT, _contact),
    ("list of links", Ask.IN_LINKS, _links),
    ("item", Ask.ITEM, _item),
    ("last item", Ask.BEHIND_ITEM, _last_item),
    ("sign-off", Ask.SIGN_OFF, _sign_off),
    ("fragment", Ask.FRAGMENT, _fragment),
)
#: Whatever no rule knows is running text.
_NO_RULE = (PROSE, "prose")
# Plain numbers: arithmetic on flags of an enumeration is slow.
_CONTACT_HEAD, _BEHIND_ITEM = int(Ask.CONTACT_HEAD), int(Ask.BEHIND_ITEM)
_IN_CONTACT = int(Ask.CONTACT | Ask.IN_CONTACT)
_IN_LINKS, _IN_LIST = int(Ask.IN_LINKS), int(Ask.IN_LIST)
#: What a rule is known to answer to a shape, but not at all places. No rule before it may be asked.
SURE: dict[str, tuple[Ask, Ask, str]] = {
    "dateline": (Ask.AT_DATELINE, Ask(0), PROSE),
    "table": (Ask.ROW, Ask(0), "table"),
    "headline": (Ask.BARE_HEADLINE, Ask.IN_CONTACT, "headline"),
    "contact": (Ask.LINE | Ask.IN_CONTACT, Ask.IN_LINKS, "contact"),
    "item": (Ask.LONG_ITEM, Ask(0), "item"),
    "fragment": (Ask.BARE_TITLE, Ask.IN_LIST, "heading"),
}


class _Plan(NamedTuple):
    """What is known of a shape, and the rules that are asked if that is nothing."""

    sure: tuple[str, str] | None
    rules: tuple[tuple[str, Callable[[Look, Page], str | None]], ...]


@cache
def _plan(ask: int) -> _Plan:
    rules = () if ask < 0 else tuple((name, rule) for name, bit, rule in RULES if ask & bit)
    if not rules:
        return _Plan(_NO_RULE, rules)
    name = rules[0][0]
    shape, places, kind = SURE.get(name, (0, ~0, ""))
    return _Plan((kind, name) if ask & shape == shape and not ask & places else None, rules)


def _judge(page: Page, ask: int) -> tuple[str, str]:
    """Kind of a block, and the name of the rule that decided."""
    plan = _plan(ask)
    if plan.sure:
        return plan.sure
    look = Look(page.reading, page.i)
    for name, rule in plan.rules:
        kind = rule(look, page)
        if kind is not None:
            return kind, name
    return _NO_RULE


def _remember(page: Page, ask: int, kind: str, rule: str) -> None:
    """Keep what the blocks below are judged by."""
    page.previous = kind
    if kind == PROSE:
        page.open = _IN_LIST if page.reading.announces[page.i] else 0
    elif kind == "heading":
        page.open = _open_below_heading(page, ask, rule)
    elif kind == "contact":
        page.open = page.open & ~_BEHIND_ITEM | _IN_CONTACT
    elif kind == "item":
        page.open = page.open & ~_IN_CONTACT | _BEHIND_ITEM
    else:
        page.open &= ~_BEHIND_ITEM
        if kind == "table":
            page.row = page.i
        elif rule == "furniture" and PHOTO_NOTICE.match(page.reading.text(page.i)):
            page.open = _IN_LINKS


def _open_below_heading(page: Page, ask: int, rule: str) -> int:
    """What :attr:`Page.open` is below a heading."""
    if ask & _CONTACT_HEAD:  # a heading of links or of contacts has the shape of one
        text = page.reading.text(page.i)
        if LINK_HEAD.match(text):
            return _IN_LINKS
        if rule == CAPTION or (rule == "headline" and CONTACT_HEAD.match(text)):
            return _IN_CONTACT
    return _IN_LIST if page.reading.announces[page.i] else 0


def assign_kinds(reading: Reading) -> tuple[list[str], list[str]]:
    """Decide the kind of every block.

    Parameters
    ----------
    reading : Reading

    Returns
    -------
    kinds : list of str
        One a block, of :data:`fls.document.KINDS`. ``"sentence"`` stands for running text that
        is still to be cut.
    rules : list of str
        Name of the rule that decided.
    """
    kinds: list[str] = []
    rules: list[str] = []
    pages = [Page(reading, first, last) for first, last in reading.pages()]
    asked = questions(reading, pages)
    for page in pages:
        for i, by_shape in enumerate(asked[page.first : page.last], page.first):
            page.i, ask = i, by_shape | page.open
            kind, rule = _judge(page, ask)
            _remember(page, ask, kind, rule)
            kinds.append(kind)
            rules.append(rule)
    return kinds, rules
