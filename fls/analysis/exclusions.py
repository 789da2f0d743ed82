"""Signs of what the statute leaves out of its safe harbor: 15 U.S.C. 78u-5(b)."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

__all__ = ["Sign", "find_signs"]

#: Words for what the statute names, by its own order. The law is told in docs/safe-harbor.md.
_SIGNS = {
    "blank_check": r"blank[ \-\n]che(?:ck|que)|special purpose acquisition|SPACs?",
    "penny_stock": r"penny[ \-\n]stocks?",
    "rollup": r"roll[ \-]?up transactions?",
    "going_private": r"going[ \-\n]private|take[ \-\n]private|taken private",
    "investment_company": r"registered investment company|investment company act|"
    r"closed[ \-\n]end (?:fund|management)|mutual funds?",
    "tender_offer": r"tender offers?",
    "initial_public_offering": r"initial public offerings?|IPOs?",
    "partnership_offering": r"offering of (?:limited )?partnership (?:units|interests)|"
    r"direct participation program",
}


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
def _pattern() -> re.Pattern[str]:
    groups = (f"(?P<{name}>{words})" for name, words in _SIGNS.items())
    return re.compile(rf"\b(?:{'|'.join(groups)})\b".replace(" ", r"\s"), re.IGNORECASE)


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
    return [Sign(str(m.lastgroup), m.start(), m.end()) for m in _pattern().finditer(text)]
