"""Signs of what the statute leaves out of its safe harbor: 15 U.S.C. 78u-5(b)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

__all__ = ["Sign", "find_signs", "named"]

#: Words for what the statute names, by its own order (``~`` is a space or a hyphen); behind them
#: plain words, one of which stands wherever they do. The law is told in docs/safe-harbor.md.
_SIGNS = {
    "blank_check": (
        r"blank~che(?:ck|que)|special purpose acquisition|(?-i:SPACs?)",
        ("blank", "special purpose", "SPAC"),
    ),
    "penny_stock": (r"penny~stocks?", ("penny",)),
    "rollup": (r"roll~?up transactions?", ("up transaction",)),
    "going_private": (
        r"going~private|take~private|taken private|schedule 13e~3",
        ("going private", "take private", "taken private", "13e 3"),
    ),
    "investment_company": (
        r"registered investment company|investment company act|business development company|"
        r"closed~end(?:,? [\w-]+){0,3} (?:funds?|management|investment)|"
        r"mutual funds?|exchange~traded funds?",
        ("investment company", "closed end", "mutual fund", "traded fund", "business development"),
    ),
    "tender_offer": (
        r"tender offers?|offers? to purchase (?:any and )?all (?:of )?(?:the |its )?"
        r"(?:issued and )?outstanding|schedule (?-i:TO)",
        ("tender offer", "to purchase ", "schedule to"),
    ),
    "initial_public_offering": (
        r"initial~public~offerings?|(?-i:IPOs?)",
        ("initial public", "IPO"),
    ),
    "partnership_offering": (
        r"offerings? of (?:limited )?(?:partner(?:ship)?|liability company) (?:units|interests)|"
        r"common units representing limited partner interests|"
        r"direct participation (?:investment )?programs?",
        ("offering of ", "offerings of ", "units representing", "direct participation"),
    ),
}
#: The plain words, as bytes: there they are found several times as fast.
_PLAIN = {name: [words.encode() for words in plain] for name, (_, plain) in _SIGNS.items()}
#: Bytes in lower case; white space, hyphens, and what stands for a sign that is none of Latin-1,
#: are spaces.
_LOW = bytes(
    32 if chr(code).isspace() or chr(code) in "?-\xad" else code
    for code in bytes(range(256)).lower()
)
_HYPHEN = r"[\s\-\xad\u2010\u2011]"


class Sign(NamedTuple):
    """Words that name one of the statute's exclusions.

    Parameters
    ----------
    name : str
        Which.
    start, end : int
        Where in the text.
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


def find_signs(text: str) -> list[Sign]:
    """Find words that name what the statute excludes, anywhere in a release.

    That such words stand there does not say that the exclusion applies: a company may write of
    the offering of another.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of Sign
        In order of the text.

    Examples
    --------
    >>> [sign.name for sign in find_signs("Acme closed its initial public offering.")]
    ['initial_public_offering']
    """
    # To look for plain words first takes a tenth of the time: most releases hold none of them.
    signs = text.encode("latin-1", "replace")
    low = signs.translate(_LOW)
    found = [
        Sign(name, *match.span())
        for name, plain in _PLAIN.items()
        if any(words in (signs if words.isupper() else low) for words in plain)
        for match in _patterns()[name].finditer(text)
    ]
    return sorted(found, key=lambda sign: sign.start)


def named(signs: Iterable[Sign]) -> str:
    """Name exclusions in a line, the one with most signs first.

    Examples
    --------
    >>> named(find_signs("The tender offer follows its IPO; a tender offer is no sale."))
    'tender offer (2), initial public offering (1)'
    """
    count = Counter(sign.name.replace("_", " ") for sign in signs)
    return ", ".join(f"{name} ({n})" for name, n in count.most_common())
