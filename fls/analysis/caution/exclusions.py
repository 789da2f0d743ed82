"""Signs of what the statute excludes from its safe harbor: 15 U.S.C. 78u-5(b)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from operator import itemgetter
from typing import NamedTuple

__all__ = ["Sign", "find_signs", "named"]

#: What follows must not turn the name into another thing: "IPO services" is no IPO.
_ITSELF = (
    r"(?!-[a-z])(?!\)? (?:\(IPO\) )?(?!(?:and|as|at|before|by|clos\w+|follow\w*|for|from|has|have|"
    r"if|in|including|is|may|of|on|or|pricing|rais\w+|that|through|to|took|under|until|was|which|"
    r"will|with|would|\w+ed)\b)[a-z])"
)
#: Patterns of what the statute names, in its own order (``~`` is a space or a hyphen), each with
#: plain words of which one occurs in every match. The law is explained in docs/safe-harbor.md.
_SIGNS = {
    "blank_check": (
        rf"blank~che(?:ck|que) (?:compan|corporation|offering|issuer)\w*|"
        rf"special purpose acquisition (?:compan|corporation)\w*|(?-i:SPAC){_ITSELF}",
        ("blank", "special purpose", "SPAC"),
    ),
    "penny_stock": (r"penny~stock|rules (?:\w+ ){0,3}penny~stocks", ("penny",)),
    "rollup": (r"roll~?up transactions?", ("up transaction",)),
    "going_private": (
        r"going~private|take~private|taken private|schedule 13e~3",
        ("going private", "take private", "taken private", "13e 3"),
    ),
    "investment_company": (
        r"registered investment company|business development company|"
        r"(?:registered|regulated|elected)(?: [\w-]+){0,8} investment company act|"
        r"closed~end(?!,? real)(?:,? [\w-]+){0,3} (?:fund|management|investment|(?-i:Funds))|"
        r"mutual fund|exchange~traded fund",
        ("investment company", "closed end", "mutual fund", "traded fund", "business development"),
    ),
    "tender_offer": (
        r"tender offers?|offers? to purchase (?:any and )?all (?:of )?(?:the |its )?"
        r"(?:issued and )?outstanding|schedule (?-i:TO)",
        ("tender offer", "to purchase ", "schedule to"),
    ),
    "initial_public_offering": (
        rf"(?:initial~public~offering|(?-i:IPO)){_ITSELF}",
        ("initial public", "IPO"),
    ),
    "partnership_offering": (
        r"offerings? of (?:limited )?(?:partner(?:ship)?|liability company) (?:units|interests)|"
        r"common units representing limited partner interests|"
        r"direct participation (?:investment )?programs?",
        ("offering of ", "offerings of ", "units representing", "direct participation"),
    ),
}
#: The plain words as bytes, in which they are found several times as fast.
_PLAIN = {name: [words.encode() for words in plain] for name, (_, plain) in _SIGNS.items()}
#: Translation of bytes to lower case; white space, hyphens and the question mark, which replaces
#: characters outside Latin-1, become spaces.
_LOWER_CASE = bytes(
    32 if chr(code).isspace() or chr(code) in "?-\xad" else code
    for code in bytes(range(256)).lower()
)
_HYPHEN = r"[\s\-\xad\u2010\u2011]"
#: Exclusions that are single deals, which may be long past.
_DEALS = frozenset(("going_private", "initial_public_offering", "rollup", "tender_offer"))
#: Number of characters before and after a deal that are looked at.
_CONTEXT_LENGTH = 100
_YEAR = r"\bin\s(?:[A-Z][a-z]{2,8}\.?\s)?(?:19|20)\d\d\b"
_TO_COME = re.compile(r"\b(?:expect|intend|plan|propos|pursu|upcoming|will)", re.IGNORECASE)
#: Words before a deal of the past, or one in a person's career.
_DONE = re.compile(
    r"\b(?:after|following|post|previous|prior|recent|reverse|since)\b[^.,;]{0,30}$"
    r"|\b(?:pre[\s-]|(?:19|20)\d\d\s)$|\b(?:career|experience|instrumental|led|oversaw|tenure)\b"
    rf"|{_YEAR}",
    re.IGNORECASE,
)
_DATE_AFTER = re.compile(rf"[^.,;]{{0,20}}{_YEAR}", re.IGNORECASE)
#: Almost any company may mention initial public offerings: one that is at hand belongs to a certain
#: issuer, or has a word for what is done with it.
_AT_HAND = re.compile(
    r"\b(?:an|its|our|the|this)[\s-]$|\b(?:announc|clos(?:e|ing)|commenc|complet|contemplat|expect|"
    r"fil(?:e|ing)|in connection with|intend|launch|plan|pric(?:e|ing)|propos|pursu|upcoming|"
    r"with respect to)",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?]\s")


class Sign(NamedTuple):
    """Words that name one of the statute's exclusions.

    Parameters
    ----------
    name : str
        Name of the exclusion.
    start, end : int
        Span in the text.
    """

    name: str
    start: int
    end: int


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        name: re.compile(
            rf"\b(?:{words})\b".replace(" ", r"\s").replace("~", _HYPHEN), re.IGNORECASE
        )
        for name, (words, _) in _SIGNS.items()
    }


def _is_at_hand(text: str, name: str, start: int, end: int) -> bool:
    """Check that words for a deal mean neither one of the past nor none in particular."""
    before = _SENTENCE_END.split(text[max(start - _CONTEXT_LENGTH, 0) : start])[-1]
    if _TO_COME.search(before):
        return True
    after = _SENTENCE_END.split(text[end : end + _CONTEXT_LENGTH])[0]
    if _DONE.search(before) or _DATE_AFTER.match(after):
        return False
    return name != "initial_public_offering" or _AT_HAND.search(before) is not None


def _is_within(spans: Sequence[tuple[int, int]], at: int) -> bool:
    """Check whether one of several ordered spans holds a position."""
    before = bisect_right(spans, at, key=itemgetter(0)) - 1
    return before >= 0 and at < spans[before][1]


def find_signs(text: str, legend: Sequence[tuple[int, int]] = ()) -> list[Sign]:
    """Find words that name what the statute excludes, anywhere in a release.

    Deals of the past or of a person's career, and services for deals, are left out where the words
    around them show it. So are deals that only the cautionary text names, as such a text is copied
    from release to release. A sign does not mean that the exclusion applies: a company may write
    about the offering of another. Nor does the absence of signs mean that no exclusion applies: a
    fund need not call itself an investment company.

    Parameters
    ----------
    text : str
    legend : sequence of (int, int)
        Start and end of each unit of its cautionary text.

    Returns
    -------
    list of Sign
        In reading order.

    Examples
    --------
    >>> [sign.name for sign in find_signs("Acme closed its initial public offering.")]
    ['initial_public_offering']
    """
    # Looking for plain words first takes a tenth of the time: most releases hold none of them.
    encoded = text.encode("latin-1", "replace")
    lower = encoded.translate(_LOWER_CASE)
    signs = [
        Sign(name, *match.span())
        for name, plain in _PLAIN.items()
        if any(words in (encoded if words.isupper() else lower) for words in plain)
        for match in _patterns()[name].finditer(text)
        if name not in _DEALS or _is_at_hand(text, name, *match.span())
    ]
    names = {
        sign.name for sign in signs if sign.name not in _DEALS or not _is_within(legend, sign.start)
    }
    return sorted((sign for sign in signs if sign.name in names), key=lambda sign: sign.start)


def named(signs: Iterable[Sign]) -> str:
    """Return the names of exclusions as one line, the one with most signs first.

    Examples
    --------
    >>> named(find_signs("The tender offer follows its IPO; a tender offer is no sale."))
    'tender offer (2), initial public offering (1)'
    """
    count = Counter(sign.name.replace("_", " ") for sign in signs)
    return ", ".join(f"{name} ({n})" for name, n in count.most_common())
