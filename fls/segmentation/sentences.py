"""One block of running text to sentences: Punkt's decisions, then what press releases add.

Punkt (:mod:`fls.segmentation.punkt`) knows abbreviations. The rules here know datelines, tickers,
company forms that do end sentences, footnote marks, attributions after a quotation, and scraped
text without a space after the full stop.
"""

from __future__ import annotations

import re

from fls.segmentation import punkt

__all__ = ["split_sentences"]

_CLOSERS = "\"”’')]»"

#: Words that begin a sentence and hardly ever go on a name after an abbreviation.
_STARTERS = frozenset(
    """A Accordingly According Actual Additional Additionally After All Also Although An And Any As
    At Based Because Before Both But By Certain Consequently Currently During Each Except Factors
    Following For Forward-looking Founded From Further Furthermore Given Having He Headquartered Her His How However
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
_LOOSE = "\"”’'(),.;:"
_ADVERB = re.compile(r"[A-Z][a-z]{2,12}(?:ally|ently|antly|ously|ingly|arly|ively|ondly|irdly|astly|ectly), ")
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
_SPACED = re.compile(r"[.!?…][\"”’')\]]{0,3}[\s\u200b\ufeff]+(?=[\"“‘(]{0,2}[A-Z])")
_WORD = re.compile(r"[\"“‘'(\[]*([A-Za-z][A-Za-z’'-]*)")
_INLINE_BULLET = re.compile(r"\s(?=[•▪●■‣◦]\s)")
_DOMAINS = frozenset("Com Net Org Io Ai Ca Co Us Tv".split())
_INITIAL = re.compile(r"(?:[A-Z]\.)*[A-Z]$")
_FOOT_AFTER = re.compile(r"(?:\[\d{1,3}\],? ?){1,6}(?=\s|$)|\s\d{1,2}(?=\s+[“\"]?[A-Z][a-z]|\s*$)")
_NAMED_COMPANY = re.compile(r"[A-Z][\w’'-]*(?: [A-Z][\w’'-]*){0,3},? (?:Inc|Corp|Ltd|LLC|PLC|plc)\b")
_SAYING = re.compile(
    r"[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,3},? (?:said|says|added|stated|commented|noted|asked|concluded)\b"
)
_ASIDE = re.compile(r"\([^()]{0,60}\)(?:[,;] | [a-z])")
_PART = re.compile(r"\b(?:Item|Part|Section|Note|Rule|Article|Schedule|Chapter) \d{1,3}[A-Za-z]?$|\b\d\.[A-Z]$")


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
    mark = text[end - 1]
    if first in _GO_ON:
        return first != "-" or text[after : after + 2] != "- " or mark in _CLOSERS
    if first.islower():
        # A brand in small letters may begin a sentence; a word of the language does not.
        word = text[after : after + 24].split(None, 1)[0]
        return mark in _CLOSERS or (word.islower() and _known(word.strip(_LOOSE)))
    if first == "(":
        if _ASIDE.match(text, after) and mark == ".":
            return True
        return mark == "." and _TICKER.match(text, after) is not None
    if mark != ".":
        if mark in "!?":
            return _NAMED_COMPANY.match(text, after) is not None
        return text[end - 2] in "!?" and _SAYING.match(text, after) is not None
    if text[end - 2] == "." and text[end - 3 : end] == "..." and end - start < 60:
        return True
    word = _last_word(text, start, end - 1)
    low = word.lower()
    if low in _NEVER_END and (len(word) == 1 or not word.isupper()):
        return True
    if _PART.search(text[max(start, end - 14) : end - 1]):
        return True
    if low in ("no", "art", "sec", "ref", "item") and first.isdigit():
        return word[0].isupper()
    if low in ("a.m", "p.m") and _ZONE.match(text, after):
        return True
    if low in _MAY_END or _INITIAL.match(word):
        return not _begins(text, after) and not _ADVERB.match(text, after)
    return False


def _known(word: str) -> bool:
    """Whether the word was seen in small letters when Punkt was trained."""
    return word in punkt.PunktParameters.load().orthographic_context


def _begins(text: str, at: int) -> bool:
    """Whether what stands at ``at`` looks like the beginning of a sentence."""
    if text[at] in "“\"‘" and text[at + 1 : at + 2].isupper():
        return True
    word = _first_word(text, at)
    return word in _STARTERS


def _missed(text: str, start: int, end: int) -> list[int]:
    """Ends of sentences inside ``text[start:end]`` that Punkt does not see."""
    found = []
    for match in _SPACED.finditer(text, start, end):
        stop = match.end() - len(match.group()) + len(match.group().rstrip())
        word = _last_word(text, start, match.start())
        low = word.lower()
        if low in _NEVER_END and (len(word) == 1 or not word.isupper()):
            continue
        if low == "no" and word[:1].isupper():
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


def split_sentences(text: str, start: int, end: int, hold: int = 0) -> list[tuple[int, int]]:
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
    ends = set(_missed(text, start, end))
    for (_, stop), (after, _) in _pairs(punkt.spans(text, start, end)):
        if not _joins(text, start, stop, after):
            ends.add(_moved(text, stop, end))
    pieces = []
    at = start
    for stop in sorted(ends):
        if hold < stop < end and stop > at:
            pieces.append((at, stop))
            at = stop
    pieces.append((at, end))
    return _stripped(text, pieces)


def _moved(text: str, stop: int, end: int) -> int:
    """Where a break really lies: behind footnote marks and closing marks, before opening ones."""
    foot = _FOOT_AFTER.match(text, stop, end)
    if foot:
        return foot.end()
    if text[stop - 1] == "“":
        return stop - 1
    return stop


def _stripped(text: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Pieces without white space at their ends; one without a letter or digit joins the one before."""
    found: list[tuple[int, int]] = []
    for start, stop in pieces:
        piece = text[start:stop]
        bare = piece.strip()
        if not bare:
            continue
        left = start + len(piece) - len(piece.lstrip())
        right = left + len(bare)
        if found and not (bare[0].isalpha() or any(map(str.isalpha, bare))):
            found[-1] = (found[-1][0], right)
        else:
            found.append((left, right))
    return found


def _pairs(
    spans: list[tuple[int, int]],
) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    return list(zip(spans, spans[1:], strict=False))
