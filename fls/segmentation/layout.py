"""Blocks to kinds: an ordered list of small rules, the first that knows decides.

A rule looks at one block and at the page so far, and answers with a kind or None. Add a rule
where a reader of the page would ask its question; the order of :data:`RULES` is the order in
which the questions are asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from fls.segmentation.blocks import BULLET, Block
from fls.segmentation.patterns import (
    CITATION,
    CLOSED,
    COMPANY_LINE,
    CONTACT_HEAD,
    CONTACT_LABEL,
    DATE,
    DATE_ALONE,
    DATELINE,
    DECK,
    EMAIL,
    EVENT_DETAIL,
    FIRST_WORD,
    FURNITURE,
    FURNITURE_WORDS,
    HEAD_NAMES,
    LINK_HEAD,
    LINK_ONLY,
    MAX_HEADING,
    MONTH_OR_DAY,
    NO_MARKS,
    NUMBERISH,
    PHONE,
    REFERENCE,
    SIGNATURE,
    SOCIAL,
    STATEMENT,
    STATEMENT_WORDS,
    SUBJECTS,
    SURE_FURNITURE,
    TICKER_LINE,
    TITLE_WITH_YEAR,
    URL,
    VERBS,
)

__all__ = ["PROSE", "RULES", "assign_kinds"]

#: What a rule answers for running text: it is cut into sentences later.
PROSE = "sentence"


class _Page:
    """What a reader remembers while going down the page."""

    __slots__ = (
        "blocks", "body", "contact", "dated", "i", "links", "listing", "numeric", "previous", "table",
    )  # fmt: skip

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self.body, self.dated = _first_paragraph(blocks)
        self.numeric = [len(b.text) < 40 and NUMBERISH.match(b.text) is not None for b in blocks]
        self.i = 0
        self.previous = ""
        self.contact = False  # inside a contact block
        self.links = False  # inside a list of links
        self.listing = False  # a colon or a heading has announced a list
        self.table = 0  # blocks since the last table row, counted down

    def below(self) -> Block | None:
        return self.blocks[self.i + 1] if self.i + 1 < len(self.blocks) else None


def _small_words(text: str) -> int:
    """Words without a capital in the first 300 characters: prose has many, names have none."""
    return sum(map(str.islower, text[:300].split()))


def _has_verb(text: str) -> bool:
    """Whether a common verb form stands in the text."""
    return not VERBS.isdisjoint(text.lower().translate(NO_MARKS).split())


def _digits(text: str) -> int:
    return sum(map(text.count, "0123456789"))


def _reachable(text: str) -> bool:
    """Whether an e-mail address or a telephone number stands in the text."""
    if ("@" in text or "(at)" in text or "[email" in text) and EMAIL.search(text):
        return True
    return _phone(text)


def _phone(text: str) -> bool:
    return _digits(text) > 6 and PHONE.search(text) is not None


def _closed(text: str) -> bool:
    return CLOSED.search(text[-14:]) is not None


def _sentence_like(text: str) -> bool:
    """A closed sentence with enough small words to be one."""
    return _closed(text) and _small_words(text) >= 4


def _paragraph(block: Block, page: _Page) -> str | None:
    """A long closed paragraph that begins with a letter is what it seems to be."""
    text = block.text
    if len(text) > 420 and page.i > page.body and (text[0].isalpha() or text[0] in '"“'):
        return PROSE if _closed(text) and _small_words(text) > 12 else None
    return None


def _dateline(block: Block, page: _Page) -> str | None:
    """The first paragraph, with place and date before its first sentence."""
    return PROSE if page.i == page.body and page.dated else None


def _furniture(block: Block, page: _Page) -> str | None:
    text = block.text
    if len(text) > 420:
        return None
    word = FIRST_WORD.match(text)
    if word and word.group().lower() not in FURNITURE_WORDS:
        return "other" if MONTH_OR_DAY.match(text) and DATE_ALONE.match(text) else None
    if FURNITURE.match(text):
        if (
            len(text) > 60
            and _sentence_like(text)
            and text[0] not in "[("
            and not SURE_FURNITURE.match(text)
        ):
            return None
        return "table" if page.table and not any(map(str.isalnum, text)) else "other"
    return "other" if DATE_ALONE.match(text) else None


def _dateline_alone(block: Block, page: _Page) -> str | None:
    if page.i > page.body or len(block.text) > 110 or not _digits(block.text):
        return None
    match = DATELINE.match(block.text + " --")
    if match and re.search(DATE, block.text) and _small_words(block.text) < 4:
        return "other"
    return None


def _reference(block: Block, page: _Page) -> str | None:
    text = block.text
    if page.i <= page.body or not (text[0] in "[(*†‡" or text[0].isdigit()) or text[:2] == "* ":
        return None
    if REFERENCE.match(text):
        return "other"
    cited = CITATION.match(text)
    if cited and len(text) < 400 and not _has_verb(text):
        return "other"
    return None


def _table(block: Block, page: _Page) -> str | None:
    text = block.text
    if len(text) > 300:
        return None
    low = _small_words(text)
    if low > 8 and not block.columns:
        return None
    digits = _digits(text)
    if (
        block.columns
        and (digits or page.table or text.count("\t") > 1)
        and (low < 9 or not _closed(text))
    ):
        return "table"
    if NUMBERISH.match(text) and not _phone(text):
        return "contact" if page.contact and digits > 6 else "table"
    if page.i > page.body and len(text) < 140 and _may_be_statement(text) and STATEMENT.match(text):
        return "table"
    if TITLE_WITH_YEAR.match(text):
        return None
    if (
        digits > 0.25 * len(text)
        and low < 6
        and not page.contact
        and not _phone(text)
        and not BULLET.match(text)
        and not DATE_ALONE.match(text)
    ):
        return "table"
    if len(text) < 60 and low < 7 and not _closed(text) and not text.endswith(":"):
        numeric = sum(page.numeric[max(0, page.i - 2) : page.i + 4]) - page.numeric[page.i]
        if numeric >= 2 or (numeric and page.table):
            return "table"
    return None


def _may_be_statement(text: str) -> bool:
    low = text.lower()
    return any(map(low.__contains__, STATEMENT_WORDS))


def _headline(block: Block, page: _Page) -> str | None:
    if page.i >= page.body:
        return None
    if CONTACT_HEAD.match(block.text) and len(block.text) < 40:
        return "heading"
    if re.match(r"(?:[\w ]{1,20} )?highlights?:?$", block.text, re.IGNORECASE):
        return "heading"
    if _reachable(block.text) or LINK_ONLY.match(block.text):
        return "contact"
    if TICKER_LINE.match(block.text):
        return "contact"
    if COMPANY_LINE.match(block.text) or re.match(r"(?i)(?:exhibit|ex-)[ -]?\d", block.text):
        return "contact" if page.contact else "other"
    if page.contact and not block.gap:
        return "contact"
    return "headline"


def _heading(block: Block, page: _Page) -> str | None:
    text = block.text
    if len(text) > MAX_HEADING:
        return None
    if HEAD_NAMES.match(text) and not _sentence_verb(text) and not URL.search(text):
        return "heading"
    if text.endswith("?") and len(text.split()) <= 16 and text[0] not in '"“':
        return "heading"
    return None


def _sentence_verb(text: str) -> bool:
    return _closed(text) and _small_words(text) >= 6


def _contact_head(block: Block, page: _Page) -> str | None:
    text = block.text
    if len(text) > 90:
        return None
    if LINK_HEAD.match(text):
        return "heading"
    if SIGNATURE.match(text):
        return "contact"
    if CONTACT_HEAD.match(text) and not _reachable(text) and not URL.search(text):
        if (
            page.contact
            and not text.endswith(":")
            and not re.search(r"(?i)contact|inquir|information", text)
        ):
            return "contact"
        return "heading"
    return None


def _contact(block: Block, page: _Page) -> str | None:
    text = block.text
    low = _small_words(text)
    if len(text) > 300 and low > 12:
        return None
    reach = _reachable(text)
    sentence = _closed(text) and low >= 6
    if reach and not sentence and (low < 12 or page.contact):
        return "contact"
    if CONTACT_LABEL.match(text) and not sentence and low < 12:
        return "other" if not page.contact and SOCIAL.match(text) else "contact"
    if LINK_ONLY.match(text) and not (low >= 4 or (_has_verb(text) and not page.contact)):
        return "contact" if page.contact and not page.links else "other"
    if text[0] in "-–—" and page.previous == PROSE and low <= 8 and not sentence:
        above = page.blocks[page.i - 1].text
        if above[-1] in "\"”’'":
            return "contact"
    if (
        page.contact
        and not sentence
        and not BULLET.match(text)
        and len(text) < 120
        and not text.endswith(":")
    ):
        return "contact"
    if page.contact and reach and low < 25:
        return "contact"
    return None


def _links(block: Block, page: _Page) -> str | None:
    if page.links and not _closed(block.text) and len(block.text) < 200:
        return "other"
    return None


def _item(block: Block, page: _Page) -> str | None:
    match = BULLET.match(block.text)
    if not match:
        return None
    rest = block.text[match.end() :]
    if not rest:
        return None
    words = len(rest.split())
    if words <= 3 and not _closed(rest) and not page.listing and page.previous != "item":
        return "heading"
    return "item"


def _last_item(block: Block, page: _Page) -> str | None:
    """The item that closes a list of open ones ("...; and")."""
    if page.previous == "item" and len(block.text) < 300:
        above = page.blocks[page.i - 1].text
        return "item" if above.endswith((";", "; and", "; or", ", and", ", or")) else None
    return None


def _fragment(block: Block, page: _Page) -> str | None:
    """Short text without a full stop: heading, list item without a mark, or open sentence."""
    text = block.text
    if _closed(text) or len(text) > 260:
        return None
    words = text.split()
    verb = _has_verb(text)
    if text.endswith((":", ": ", "：")):
        sentence = words[0] in SUBJECTS and len(words) > 4
        return PROSE if sentence or len(words) > 8 or (verb and len(words) > 2) else "heading"
    if text.endswith((";", ",", "; and", "; or")):
        return "item" if page.listing or page.previous == "item" else PROSE
    if (page.listing or page.previous == "item") and len(words) > 3 and _in_run(page):
        return "item"
    if EVENT_DETAIL.match(text):
        return "item"
    small = sum(1 for w in words if w[0].islower())
    if len(words) <= 14 and len(text) <= MAX_HEADING and not (URL.search(text) and verb):
        if verb and small >= 0.7 * len(words) and len(words) > 8:
            return PROSE
        return "heading"
    if small < 0.4 * len(words):
        return "heading" if len(text) <= MAX_HEADING else PROSE
    return PROSE


def _in_run(page: _Page) -> bool:
    """Whether neighbours on both sides look like items of one list (its end may stand open)."""
    above, below = page.blocks[page.i - 1], page.below()
    if page.previous == "item" and BULLET.match(above.text):
        return False
    return page.previous == "item" or (
        below is not None and not _closed(below.text) and len(below.text) < 260
    )


def _prose(block: Block, page: _Page) -> str | None:
    return PROSE


#: The questions, in the order in which they are asked.
RULES: tuple[tuple[str, Callable[[Block, _Page], str | None]], ...] = (
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


def _first_paragraph(blocks: Sequence[Block]) -> tuple[int, bool]:
    """Where headline and deck end: index of the first paragraph, and whether it has a dateline."""
    paragraphs = 0
    for i, block in enumerate(blocks[: DECK * 2]):
        if len(block.text) > 100 and DATELINE.match(block.text):
            return i, True
        paragraphs += len(block.text) > 150 and _sentence_like(block.text)
        if paragraphs > 2:
            break
    for i, block in enumerate(blocks[: DECK * 2]):
        if len(block.text) > 110 and _sentence_like(block.text) and not BULLET.match(block.text):
            return i, False
    for i, block in enumerate(blocks[:DECK]):
        if _sentence_like(block.text):
            return i, False
    return min(1, len(blocks)), False


def _remember(page: _Page, block: Block, kind: str, rule: str) -> None:
    text = block.text
    if kind == "heading":
        page.contact = (rule == "contact heading" and not LINK_HEAD.match(text)) or (
            rule == "headline" and CONTACT_HEAD.match(text) is not None
        )
        page.links = LINK_HEAD.match(text) is not None
        page.listing = not page.contact and not page.links and text.endswith(":")
    elif kind == "contact":
        page.contact = True
    elif kind == PROSE:
        page.contact = page.links = False
        page.listing = text.endswith((":", "：")) or text[-60:].rstrip().endswith(":")
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
    page = _Page(blocks)
    found = []
    for i, block in enumerate(blocks):
        page.i = i
        for name, rule in RULES:
            kind = rule(block, page)
            if kind is not None:
                break
        else:
            raise AssertionError("the last rule always answers")
        _remember(page, block, kind, name)
        found.append((kind, name))
    return found
