"""Rules about whom to reach and how: headings of contacts, names, addresses, numbers, speakers."""

from __future__ import annotations

from fls.segmentation.characters import CLOSING_QUOTES, DASHES
from fls.segmentation.limits import (
    MAX_ADDRESS,
    MAX_CONTACT_LINE,
    MAX_CONTACT_SMALL,
    MAX_LINK_SMALL,
    MAX_NAME,
    MIN_PARAGRAPH_SMALL,
    MIN_SENTENCE_SMALL,
    NAMES_ABOVE_ADDRESS,
)
from fls.segmentation.page import PROSE, Look, Page, count_small_words, has_verb
from fls.segmentation.patterns import (
    ACCOUNT,
    CONTACT_HEAD,
    CONTACT_LABEL,
    CONTACT_NAMED,
    CONTACT_WORDS,
    LINK_HEAD,
    NO_MARKS,
    OFFICES,
    SIGNATURE,
    SOCIAL,
    SPEAKER,
)

__all__ = ["caption", "contact", "sign_off", "speaker"]


def caption(look: Look, page: Page) -> str | None:
    """Find a heading above addresses or links, or the signature."""
    text = look.text
    if LINK_HEAD.match(text):
        return "heading"
    if SIGNATURE.match(text):
        return "contact"
    if CONTACT_HEAD.match(text) and not look.reachable and not look.linked:
        if CONTACT_NAMED.match(text):
            return "contact"
        goes_on = page.contact and text[-1] != ":" and not CONTACT_WORDS.search(text)
        return "contact" if goes_on else "heading"
    return None


def contact(look: Look, page: Page) -> str | None:
    """Find a name, an address, a number, a link."""
    text, low = look.text, look.low
    # Names of titles and places may fill the first fifty words of running text.
    if look.size > 300 and low >= MIN_PARAGRAPH_SMALL:
        return None
    if look.size > 600 and count_small_words(text.split()) > 25:
        return None
    sentence = look.closed and low >= MIN_SENTENCE_SMALL
    short = look.size <= MAX_CONTACT_LINE and text[-1] != ":" and not look.mark
    if page.contact and short and not sentence and not page.links:
        return "contact"
    if sentence:
        # A sentence is part of an address only inside one.
        return "contact" if page.contact and low < 25 and look.reachable else None
    few = low <= MAX_CONTACT_SMALL
    if (few or page.contact) and look.reachable:
        return "contact"
    label = few and (":" in text or "#" in text or look.small.startswith("contact "))
    if label and CONTACT_LABEL.match(text):
        return "other" if not page.contact and SOCIAL.match(text) else "contact"
    if low <= MAX_LINK_SMALL and look.only_link and (page.contact or not has_verb(text)):
        return "contact" if page.contact and not page.links else "other"
    return "contact" if page.contact and short else None


def speaker(look: Look, page: Page) -> str | None:
    """Find the person who said or wrote the text above."""
    text = look.text
    if ACCOUNT.match(text):
        return "contact"
    if page.previous != PROSE or page.above()[-1] not in CLOSING_QUOTES:
        return None
    if text[0] in DASHES:
        return "contact" if look.size <= 300 else None
    office = not OFFICES.isdisjoint(look.small.translate(NO_MARKS).split())
    return "contact" if office and SPEAKER.match(text) and not has_verb(text) else None


def sign_off(look: Look, page: Page) -> str | None:
    """Find a name with no heading above it, by the address or number a few blocks below."""
    for below in range(page.i + 1, min(page.i + 1 + NAMES_ABOVE_ADDRESS, page.last)):
        other = Look(page.reading, below)
        if other.size <= MAX_ADDRESS and other.reachable:
            return "contact" if other.low < 4 else None
        if other.size > MAX_NAME:
            return None
        if other.closed or other.mark or other.number:
            return None
    return None
