"""Blocks to kinds: an ordered list of small rules, the first that knows decides.

A rule looks at one block and at the page so far, and answers with a kind or None. Add a rule
where a reader of the page would ask its question; the order of :data:`RULES` is the order in
which the questions are asked. Each stands beside the shape (:class:`~fls.segmentation.asks.Ask`)
without which its answer is None: it is asked only about blocks of that shape.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from fls.segmentation import reach, rows
from fls.segmentation.asks import Ask
from fls.segmentation.datelines import DATE_ALONE, dateline, has_date
from fls.segmentation.page import PROSE, Look, Page, Reading, has_verb, questions, small_words
from fls.segmentation.patterns import (
    ATTACHMENTS,
    BRACKETED,
    CITATION,
    CLOSED,
    COMPANY_LINE,
    CONTACT_HEAD,
    EVENT_DETAIL,
    EXHIBIT,
    FURNITURE,
    HEAD_NAMES,
    HIGHLIGHTS,
    INNER_ITEM,
    LINK_HEAD,
    MAX_HEADING,
    NETWORKS,
    PHOTO_NOTICE,
    REFERENCE,
    REFERENCE_SIGNS,
    SITE,
    SUBJECTS,
    SURE_FURNITURE,
    TICKER_LINE,
    URGES,
    WIRE,
    YEAR_IN_BRACKETS,
)

__all__ = ["ATTACHED", "CAPTION", "CELL", "PROSE", "RULES", "SURE", "assign_kinds"]

#: The rule that knows headings of contacts; a name may be glued to one.
CAPTION = "contact heading"
#: What decides about headings that turn out to be cells.
CELL = "cell"
#: The rule that knows the files of a release.
ATTACHED = "attachment"


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
    cell = page.previous == "table" and look.number and not page.reading.columns[page.i - 1]
    cell &= not look.digits or text[-1] not in "-–—"  # "-2-" is a page
    return "table" if cell or (page.table and not any(map(str.isalnum, text))) else "other"


def _dateline_alone(look: Look, page: Page) -> str | None:
    """Place and date on a line of their own, above the first paragraph."""
    if page.i == page.first and len(look.text.split()) > 7:
        return None  # a headline that ends in a date
    if not has_date(look.text):
        return None
    return "other" if WIRE.search(look.text) or dateline(look.text + " --") else None


def _reference(look: Look, page: Page) -> str | None:
    """A numbered source at the end."""
    text = look.text
    if text.startswith("* "):
        return None
    if BRACKETED.match(text) and not look.closed:
        return "other"
    may_be = look.has(REFERENCE_SIGNS) or YEAR_IN_BRACKETS.search(text)
    if may_be and REFERENCE.match(text):
        return "other"
    if look.size < 400 and CITATION.match(text) and not has_verb(text):
        return "other"
    return None


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


def _networks(look: Look, page: Page) -> str | None:
    """A line of networks, parted by strokes."""
    if look.text.count("|") + look.text.count("\uff5c") < 2:
        return None
    if sum(map(look.small.count, NETWORKS)) < 2:
        return None
    return "contact" if page.contact or look.small.startswith("for ") else "other"


def _attached(look: Look, page: Page) -> str | None:
    """The name of a file below what announces attachments."""
    return "other" if look.mark and page.previous == "other" else None


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
    if ":*" in text and INNER_ITEM.search(text):
        return PROSE
    return _title_or_open(look, words)


def _title_or_open(look: Look, words: list[str]) -> str:
    """Tell a heading from a sentence without its full stop."""
    small = small_words(words)
    short = look.size <= MAX_HEADING
    verb = short and has_verb(look.text)
    if (verb or words[0].lower() in URGES) and len(words) > 3 and look.linked:
        return PROSE
    if short and len(words) <= 14:
        prose = verb and small >= 0.7 * len(words) and len(words) > 8
    else:
        prose = not short or small >= 0.4 * len(words)
    return PROSE if prose else _heading_or_link(words)


def _heading_or_link(words: list[str]) -> str:
    """Tell a heading from a line that holds a link, or but an account, a site or a network."""
    links = [i for i, word in enumerate(words) if "://" in word or "www." in word.lower()]
    if links and words[0].lower() != "about":
        return PROSE if links[0] > 4 else "other"
    account = words[0][0] == "@" and len(words[0]) > 1
    site = len(words) == 1 and SITE.match(words[0])
    network = len(words) == 1 and words[0].lower() in NETWORKS - {"website"}
    return "other" if account or site or network else "heading"


def _in_run(page: Page) -> bool:
    """Whether neighbours on both sides look like items of one list (its end may stand open)."""
    reading, below = page.reading, page.i + 1
    if page.previous == "item":
        return not reading.mark[page.i - 1]
    return below < page.last and reading.size[below] < 260 and not reading.closed[below]


def _closes(text: str) -> bool:
    """Whether the text ends like a sentence."""
    return text[-1] in ".!?" or CLOSED.search(text[-14:]) is not None


#: No cell or head of a column is as long; so many heads in a row are those of a table.
_CELL, _HEADS = 70, 3
#: The questions, in the order in which they are asked, each with the shape that it is asked about.
RULES: tuple[tuple[str, Ask, Callable[[Look, Page], str | None]], ...] = (
    ("dateline", Ask.AT_DATELINE, _dateline),
    ("furniture", Ask.FURNITURE, _furniture),
    ("dateline alone", Ask.DATE, _dateline_alone),
    ("reference", Ask.REFERENCE, _reference),
    ("table", Ask.TABLE, rows.table),
    ("title of a table", Ask.TITLE, rows.title),
    ("headline", Ask.IN_HEAD, _headline),
    ("line among rows", Ask.AMONG_ROWS, rows.among_rows),
    ("line above a title", Ask.ABOVE_TITLE, rows.above_title),
    ("networks", Ask.NETWORKS, _networks),
    ("heading by name", Ask.HEADING, _heading),
    (CAPTION, Ask.CONTACT_HEAD, reach.caption),
    ("speaker", Ask.SPEAKER, reach.speaker),
    (ATTACHED, Ask.ATTACHED, _attached),
    ("contact", Ask.CONTACT, reach.contact),
    ("list of links", Ask.IN_LINKS, _links),
    ("item", Ask.ITEM, _item),
    ("last item", Ask.BEHIND_ITEM, _last_item),
    ("sign-off", Ask.SIGN_OFF, reach.sign_off),
    ("fragment", Ask.FRAGMENT, _fragment),
)
#: Whatever no rule knows is running text.
_NO_RULE = (PROSE, "prose")
# Plain numbers: arithmetic on flags of an enumeration is slow.
_CONTACT_HEAD, _BEHIND_ITEM = int(Ask.CONTACT_HEAD), int(Ask.BEHIND_ITEM)
_IN_CONTACT = int(Ask.CONTACT | Ask.IN_CONTACT)
_IN_LINKS, _IN_LIST = int(Ask.IN_LINKS), int(Ask.IN_LIST)
_ATTACHED = int(Ask.ATTACHED)
_NEITHER = ~(_BEHIND_ITEM | _ATTACHED)
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
    rules = tuple((name, rule) for name, bit, rule in RULES if ask & bit)
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
        page.open = page.open & _NEITHER | _IN_CONTACT if rule != "speaker" else 0
    elif kind == "item":
        page.open = page.open & ~(_IN_CONTACT | _ATTACHED) | _BEHIND_ITEM
    elif kind == "table":
        page.open &= _NEITHER
        page.row = page.i
    elif rule != ATTACHED:
        page.open &= _NEITHER
        if rule == "furniture":
            _remember_furniture(page)


def _remember_furniture(page: Page) -> None:
    if page.reading.size[page.i] > len("attachments:"):
        if PHOTO_NOTICE.match(page.reading.text(page.i)):
            page.open, page.notice = _IN_LINKS, page.i
    elif ATTACHMENTS.match(page.reading.text(page.i)):
        page.open |= _ATTACHED


def _open_below_heading(page: Page, ask: int, rule: str) -> int:
    """What :attr:`Page.open` is below a heading."""
    if ask & _CONTACT_HEAD:  # a heading of links or of contacts has the shape of one
        text = page.reading.text(page.i)
        if LINK_HEAD.match(text):
            return _IN_LINKS
        if rule == CAPTION or (rule == "headline" and CONTACT_HEAD.match(text)):
            return _IN_CONTACT
    return _IN_LIST if page.reading.announces[page.i] else 0


def _part_cells(page: Page, kinds: list[str], rules: list[str]) -> None:
    """Short headings between a row and one above, or three right above a row, are of the table."""
    first = page.i
    while first > page.first and rules[first - 1] == "fragment" and kinds[first - 1] == "heading":
        if page.reading.size[first - 1] >= _CELL:
            break
        first -= 1
    below_row = first > page.first and kinds[first - 1] == "table"
    if page.i - first >= _HEADS or below_row:
        kinds[first : page.i] = ["table"] * (page.i - first)
        rules[first : page.i] = [CELL] * (page.i - first)


def _part_captions(page: Page, kinds: list[str], rules: list[str]) -> None:
    """What stands below the last address tells of the pictures that were announced above it."""
    for i in range(page.last - 1, page.notice, -1):
        if kinds[i] != "contact":
            continue
        look = Look(page.reading, i)
        if look.reachable or look.linked:
            below = page.last - i - 1
            kinds[i + 1 : page.last] = ["other"] * below
            rules[i + 1 : page.last] = ["picture"] * below
            return


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
    kind, rule = _NO_RULE
    kinds, rules = [kind] * len(reading.size), [rule] * len(reading.size)
    pages = [Page(reading, first, last) for first, last in reading.pages()]
    asked = questions(reading, pages)
    announces = reading.announces
    for page in pages:
        for i, by_shape in enumerate(asked[page.first : page.last], page.first):
            if by_shape < 0:  # nothing is asked
                page.previous, page.open = PROSE, _IN_LIST if announces[i] else 0
                continue
            page.i, ask = i, by_shape | page.open
            kind, rule = _judge(page, ask)
            _remember(page, ask, kind, rule)
            if kind == "table":
                _part_cells(page, kinds, rules)
            kinds[i], rules[i] = kind, rule
        if page.notice:
            _part_captions(page, kinds, rules)
    return kinds, rules
