"""Rules about headline, headings and items, and about text that may be any of them."""

from __future__ import annotations

from fls.segmentation.characters import COLONS, OPENING_QUOTES
from fls.segmentation.limits import (
    MAX_BARE_WORDS,
    MAX_FRAGMENT,
    MAX_HEAD_CAPTION,
    MAX_HEADING,
    MAX_HEADING_WORDS,
    MAX_SENDER,
    MIN_SENTENCE_SMALL,
)
from fls.segmentation.page import PROSE, Look, Page, count_small_words, has_verb
from fls.segmentation.patterns import (
    CLOSED,
    COMPANY_LINE,
    CONTACT_HEAD,
    EVENT_DETAIL,
    EXHIBIT,
    HEAD_NAMES,
    HIGHLIGHTS,
    INNER_ITEM,
    NETWORKS,
    SITE,
    SUBJECTS,
    TICKER_LINE,
    URGES,
)

__all__ = ["dateline", "fragment", "heading", "headline", "item", "last_item"]


def dateline(look: Look, page: Page) -> str | None:
    """Return running text for the first paragraph below a headline: a dateline opens it."""
    return PROSE


def headline(look: Look, page: Page) -> str | None:
    """Return what stands above the first paragraph: headline and deck, a heading, or the sender."""
    text = look.text
    if look.size <= MAX_HEAD_CAPTION and (CONTACT_HEAD.match(text) or HIGHLIGHTS.match(text)):
        return "heading"
    if look.mark and page.previous in ("heading", "item"):  # highlights below their caption
        return "item"
    if look.reachable or look.only_link or TICKER_LINE.match(text):
        return "contact"
    if look.size <= MAX_SENDER and (COMPANY_LINE.match(text) or EXHIBIT.match(text)):
        return "contact" if page.contact else "other"
    return "contact" if page.contact and not look.gap else "headline"


def heading(look: Look, page: Page) -> str | None:
    """Find a heading by its name or by its question mark."""
    text = look.text
    sentence = look.closed and (look.low >= MIN_SENTENCE_SMALL or (look.low > 2 and _states(text)))
    if HEAD_NAMES.match(text) and not sentence and not look.linked:
        return "heading"
    if text[-1] == "?" and text[0] not in OPENING_QUOTES and len(text.split()) <= 16:
        return None if look.mark else "heading"
    return None


def item(look: Look, page: Page) -> str | None:
    """Find an item by its mark; a few words without an end are a heading."""
    if look.mark == look.size:
        return None
    rest = look.text[look.mark :]
    alone = not page.listing and page.previous != "item"
    bare = len(rest.split()) <= MAX_BARE_WORDS and not (_closes(rest) or look.digits or look.linked)
    return "heading" if alone and bare else "item"


def last_item(look: Look, page: Page) -> str | None:
    """Find the item that closes a list of open ones ("...; and")."""
    if look.size < 300:
        return "item" if page.above().endswith((";", "; and", "; or", ", and", ", or")) else None
    return None


def fragment(look: Look, page: Page) -> str | None:
    """Return what short open text is: a heading, an item without a mark, or a sentence."""
    text = look.text
    words = text.split()
    if text[-1] in COLONS:
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
    return _judge_open_text(look, words)


def _states(text: str) -> bool:
    """Check whether a short closed text is a statement, and no heading with a full stop."""
    return "contain" in text or has_verb(text)


def _closes(text: str) -> bool:
    """Check whether the text ends like a sentence."""
    return text[-1] in ".!?" or CLOSED.search(text[-14:]) is not None


def _in_run(page: Page) -> bool:
    """Check whether the blocks on both sides look like items of one list, whose end may be open."""
    reading, below = page.reading, page.i + 1
    if page.previous == "item":
        return not reading.mark[page.i - 1]
    return below < page.last and reading.size[below] < MAX_FRAGMENT and not reading.closed[below]


def _judge_open_text(look: Look, words: list[str]) -> str:
    """Return whether open text is a heading or a sentence without its full stop."""
    small = count_small_words(words)
    short = look.size <= MAX_HEADING
    verb = short and has_verb(look.text)
    if (verb or words[0].lower() in URGES) and len(words) > 3 and look.linked:
        return PROSE
    if short and len(words) <= MAX_HEADING_WORDS:
        prose = verb and small >= 0.7 * len(words) and len(words) > 8
    else:
        prose = not short or small >= 0.4 * len(words)
    return PROSE if prose else _judge_line(words)


def _judge_line(words: list[str]) -> str:
    """Return whether a line is a heading, or holds a link, an account, a site or a network."""
    links = [i for i, word in enumerate(words) if "://" in word or "www." in word.lower()]
    if links and words[0].lower() != "about":
        return PROSE if links[0] > 4 else "other"
    account = words[0][0] == "@" and len(words[0]) > 1
    site = len(words) == 1 and SITE.match(words[0])
    network = len(words) == 1 and words[0].lower() in NETWORKS - {"website"}
    return "other" if account or site or network else "heading"
