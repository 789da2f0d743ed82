"""One block of running text to sentences: Punkt's decisions, then what press releases add.

Punkt (:mod:`fls.segmentation.punkt`) knows abbreviations. The rules here know datelines, tickers,
company forms that do end sentences, footnote marks, attributions after a quotation, and scraped
text without a space after the full stop.
"""

from __future__ import annotations

import re

from fls.segmentation import punkt

__all__ = ["sentences"]

_CLOSERS = "\"”’')]»"

#: Words that begin a sentence and hardly ever go on a name after an abbreviation.
_STARTERS = frozenset(
    """A Accordingly According Actual Additional Additionally After All Also Although An And Any As
    At Based Because Before Both But By Certain Consequently Currently During Each Except Factors
    Following For Founded From Further Furthermore Given Having He Headquartered Her His How However
    I If Importantly In It Its Learn Many More Moreover Nearly Neither No Nor Not Nothing Now On Once
    Other Our Over Please Prior Previously Readers She Shares Since So Some Such That The Their Then
    There These They This Those Through Thus To Today Together Under Unless Until Upon Visit We What
    When Where Whether Which While Who With Within Without You Your""".split()
)
#: Abbreviations that may well be the last word of a sentence; the next word decides.
_MAY_END = frozenset(
    """inc corp ltd co llc l.p lp plc n.v s.a a.g s.p.a s.e llp l.l.c p.l.c u.s u.k u.s.a e.u d.c b.c
    a.m p.m etc jr sr ph.d m.d p.a m.b.a esq al dept bros est n.y n.j u.n""".split()
)
#: Abbreviations that are always followed by what they introduce.
_NEVER_END = frozenset(
    """mr mrs ms messrs dr prof vs v e.g i.e approx cf viz fig figs sen rep gov gen lt col capt rev hon
    st mt ft nos""".split()
)
_LOWER_JOINS = frozenset(
    """and or of the is are was were for in to at with by on as from said says stated added commented
    noted explained continued concluded wrote asked remarked has have had that which who a an its
    pursuant""".split()
)
_ZONE = re.compile(
    r"(?:[ECMP][SD]?T|AKST|HST|BST|GMT|CET|CEST|AEST|AEDT|UTC|UK|U\.S|Eastern|Central|Mountain|Pacific"
    r"|London|New York|Hong Kong|local)\b"
)
_TICKER = re.compile(r"\((?:[a-z“\"‘']|NYSE|N[Aa][Ss][Dd][Aa][Qq]|TSX|OTC|AMEX|CSE|LSE|AIM|ASX|CBOE|FSE|Frankfurt|together|collectively)")
_GO_ON = frozenset("–—-&/,;:)]%")

#: A full stop with a footnote mark glued to it, and then a capital.
_FOOTNOTE = re.compile(
    r"(?<=[a-z)%®™”’\"A-Z])[.!?][\"”’)]{0,2}(?:(?:\[\d{1,3}\],? ?){1,6}|\d{1,2}(?:[,–-] ?\d{1,2}){0,6}|[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,3}|[*†‡§]{1,3}|\((?:\d{1,2}|i{1,3}|iv|v)\))"
    r"(?=\s+[“\"‘(]?[A-Z0-9])"
)
#: A full stop with no space before the next sentence.
_GLUED = re.compile(r"[.!?][\"”’)]{0,2}(?=[“\"‘(]?[A-Z][A-Za-z’']*(?:[\s,-]|$))")
_SPACED = re.compile(r"[.!?][\"”’')\]]{0,3}\s+(?=[\"“‘(]{0,2}[A-Z])")
_WORD = re.compile(r"[\"“‘'(\[]*([A-Za-z][A-Za-z’'-]*)")
_INLINE_BULLET = re.compile(r"\s(?=[•▪●■‣◦]\s)")
_DOMAINS = frozenset("Com Net Org Io Ai Ca Co Us Tv".split())
_INITIAL = re.compile(r"(?:[A-Z]\.)+$|[A-Z]$")


def _last_word(text: str, start: int, stop: int) -> str:
    """The word that ends at ``stop``, without opening marks; at most 30 characters of it."""
    piece = text[max(start, stop - 30) : stop]
    return piece.split()[-1].lstrip("\"“‘'([") if piece.split() else ""


def _first_word(text: str, at: int) -> str:
    match = _WORD.match(text, at, at + 40)
    return match.group(1) if match else ""


def _joins(text: str, start: int, end: int, after: int) -> bool:
    """Whether a break that Punkt made at ``end`` (next text at ``after``) is none."""
    first = text[after]
    if first in _GO_ON and not text[after : after + 2].isspace():
        return not (first == "-" and text[after : after + 2] == "- ")
    mark = text[end - 1]
    if first.islower():
        if mark in _CLOSERS or mark in "!?":
            return True
        word = text[after : after + 12].split(None, 1)[0].rstrip(",")
        return word in _LOWER_JOINS or text[end - 3 : end] == "..."
    if first == "(" and _TICKER.match(text, after):
        return mark == "." and (text[after + 1].isupper() or text[after + 1] in "“\"‘'")
    if mark != ".":
        if mark in "!?" and _first_word(text, after) in ("Inc", "Corp"):
            return True
        return False
    word = _last_word(text, start, end - 1)
    low = word.lower()
    if low in _NEVER_END:
        return True
    if low in ("no", "art", "sec", "ref", "item") and first.isdigit():
        return word[0].isupper()
    if low in ("a.m", "p.m") and _ZONE.match(text, after):
        return True
    if low in _MAY_END or _INITIAL.match(word):
        return not _begins(text, after)
    return False


def _begins(text: str, at: int) -> bool:
    """Whether what stands at ``at`` looks like the beginning of a sentence."""
    if text[at] in "“\"‘" and text[at + 1 : at + 2].isupper():
        return True
    word = _first_word(text, at)
    if word in _STARTERS:
        return True
    follow = text[at + len(word) : at + len(word) + 1]
    return word.endswith("ly") and follow == ","


def _missed(text: str, start: int, end: int) -> list[int]:
    """Ends of sentences inside ``text[start:end]`` that Punkt does not see."""
    found = []
    for match in _SPACED.finditer(text, start, end):
        stop = match.end() - len(match.group()) + len(match.group().rstrip())
        word = _last_word(text, start, match.start())
        low = word.lower()
        if low in _NEVER_END or (low == "no" and word[:1].isupper()):
            continue
        if _INITIAL.match(word) and low not in _MAY_END and _first_word(text, match.end()) == "A":
            continue
        if _begins(text, match.end()) and (text[match.start()] != "." or not word.endswith("..")):
            found.append(stop)
    for match in _FOOTNOTE.finditer(text, start, end):
        word = _last_word(text, start, match.start())
        if word.lower() in _NEVER_END or word.lower() in ("no", "nos") or "www" in word:
            continue
        if len(word) < 3 and text[match.start() - 1] not in ")%”\"’" and not word.isupper():
            continue
        found.append(match.end())
    for match in _GLUED.finditer(text, start, end):
        before = text[match.start() - 1]
        if not (before.islower() or before in ")%®™”\"’" or before.isdigit() or before == " "):
            continue
        word = _last_word(text, start, match.start())
        if "www" in word or "@" in word or "/" in word or (len(word) < 2 and before != " "):
            continue
        after = _first_word(text, match.end())
        if after in _DOMAINS or (before.isdigit() and len(after) < 2):
            continue
        if "." in word and not before.isdigit():
            continue
        found.append(match.end())
    found += [match.start() for match in _INLINE_BULLET.finditer(text, start, end)]
    return found


def sentences(text: str, start: int, end: int, hold: int = 0) -> list[tuple[int, int]]:
    """Cut one block of running text into sentences.

    Parameters
    ----------
    text : str
        The whole text.
    start, end : int
        The block.
    hold : int
        No break before this offset: where the dateline ends.

    Returns
    -------
    list of (int, int)
        Spans in ``text``, in order, white space at their ends left out; together they hold every
        character of the block that is not white space.
    """
    ends = {
        stop
        for (_, stop), (after, _) in _pairs(punkt.spans(text, start, end))
        if not _joins(text, start, stop, after)
    }
    ends.update(_missed(text, start, end))
    spans = []
    at = start
    for stop in sorted(ends):
        if stop <= hold or stop <= at or stop >= end:
            continue
        piece = text[at:stop]
        left = at + len(piece) - len(piece.lstrip())
        right = stop - len(piece) + len(piece.rstrip())
        if left < right:
            spans.append((left, right))
        at = stop
    piece = text[at:end]
    left = at + len(piece) - len(piece.lstrip())
    if left < end:
        spans.append((left, end))
    return spans


def _pairs(
    spans: list[tuple[int, int]],
) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    return list(zip(spans, spans[1:], strict=False))
