"""Numbers in words: "four", "two hundred thousand", "half a million", "five to six"."""

from __future__ import annotations

import re
from typing import NamedTuple

from fls.vocabulary import GROUP_SIZES, ONES, POWERS, TEENS, TENS

__all__ = [
    "DIGIT_VALUES",
    "NUMBER_VALUES",
    "NUMBER_WORDS",
    "TIMES",
    "Count",
    "counts",
]

#: Numbers up to nine; they may also follow a hyphen.
DIGIT_VALUES = {word: number for number, word in enumerate(ONES, 1)}
_UNDER_TWENTY = DIGIT_VALUES | {word: number for number, word in enumerate(TEENS, 10)}
_TENS = {word: 10 * number for number, word in enumerate(TENS, 2)}
#: Numbers up to ninety-nine; two words are joined by a hyphen.
NUMBER_VALUES = _UNDER_TWENTY | _TENS
NUMBER_VALUES |= {
    f"{ten}-{one}": _TENS[ten] + DIGIT_VALUES[one] for ten in _TENS for one in DIGIT_VALUES
}
#: Words that multiply.
TIMES = {"double": 2.0, "doubles": 2.0, "doubling": 2.0, "triple": 3.0, "triples": 3.0}
TIMES |= {"tripling": 3.0, "quadruple": 4.0, "quadrupling": 4.0, "halve": 0.5, "halving": 0.5}
#: Words that can begin a number or a multiple.
NUMBER_WORDS = frozenset((*_UNDER_TWENTY, *_TENS, *GROUP_SIZES, *POWERS, *TIMES))

_SMALL = rf"(?:(?:{'|'.join(TENS)})(?:[- ](?:{'|'.join(ONES)}))?|(?:{'|'.join((*ONES, *TEENS))}))"
_HUNDREDS = rf"(?:{_SMALL} )?hundred(?:(?: and)? {_SMALL})?"
_POWER = rf"(?:{'|'.join(POWERS)})"
#: "One thousand two hundred"; "two dozen"; "half a million", "a dozen".
_NUMBER = (
    rf"(?:{_SMALL} dozen|(?:{_HUNDREDS}|{_SMALL})(?: {_POWER}(?: (?:{_HUNDREDS}|{_SMALL})"
    rf"(?: {_POWER})?){{0,3}})?|(?:half )?an? (?:dozen|hundred(?: {_POWER})?|{_POWER}))"
)
_COUNT = re.compile(
    rf"\b(?P<low>{_NUMBER})(?:(?P<to> to | or |[-–]to[-–]| and )(?P<high>{_NUMBER}))?(?=[- ])", re.I
)
_BETWEEN = re.compile(r"\bbetween $", re.I)


class Count(NamedTuple):
    """A number in words, or a range of two.

    Parameters
    ----------
    start, end : int
        Its span.
    low, high : float
        Ends of the range; equal for a single number.
    is_scaled : bool
        Whether it ends in a power of ten such as *million*.
    """

    start: int
    end: int
    low: float
    high: float
    is_scaled: bool


def counts(text: str) -> list[Count]:
    """Find numbers in words.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of Count
        In reading order.

    Examples
    --------
    >>> [(c.low, c.high) for c in counts("five to six shops and one hundred and twenty people")]
    [(5.0, 6.0), (120.0, 120.0)]
    >>> [c.low for c in counts("half a million pumps, one thousand two hundred taps")]
    [500000.0, 1200.0]
    """
    results = []
    for match in _COUNT.finditer(text):
        low, end, high = _read_number(match["low"]), match.end("low"), None
        if match["to"]:
            start = match.start()
            joined = match["to"] != " and " or _BETWEEN.search(text, max(0, start - 8), start)
            high = _read_number(match["high"]) if joined else None
        if high is not None and high > low:
            end, is_scaled = match.end(), match["high"].lower().endswith(tuple(POWERS))
            # In "two to three million" both are millions; in "five hundred to two thousand" the
            # power belongs to the second number alone.
            power = 10 ** POWERS[match["high"].lower().split()[-1]] if is_scaled else 1
            low *= power if low * power < high else 1
        else:
            high, is_scaled = low, not POWERS.keys().isdisjoint(match["low"].lower().split())
        results.append(Count(match.start(), end, float(low), float(high), is_scaled))
    return results


def _read_number(words: str) -> float:
    total, group = 0.0, 0.0
    for word in words.lower().replace("-", " ").split():
        if word in GROUP_SIZES:
            group = (group or 1) * GROUP_SIZES[word]
        elif word in POWERS:
            total, group = total + (group or 1) * 10 ** POWERS[word], 0
        elif word == "half":
            group = 0.5
        elif word not in ("a", "an", "and"):
            group += NUMBER_VALUES[word]
    return total + group
