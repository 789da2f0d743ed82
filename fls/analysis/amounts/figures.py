"""How amounts are written: currencies, figures, powers of ten."""

from __future__ import annotations

import re

from fls.vocabulary import CURRENCY_SIGNS, POWERS

__all__ = ["AMOUNT", "CURRENCIES", "FIGURE", "MONEY", "SCALE", "SIGN", "is_amount", "number"]

#: Codes of currencies by the signs before a figure; a code is a sign, too.
CURRENCIES = {sign: code for code, signs in CURRENCY_SIGNS.items() for sign in (code, *signs)}
#: Currencies as nouns behind an amount.
MONEY = {"euro": "EUR", "euros": "EUR", "dollar": "USD", "dollars": "USD", "yen": "JPY"}
#: Powers of ten.
_SCALES = POWERS | {"": 0, "k": 3, "mn": 6, "mm": 6, "m": 6, "bn": 9, "b": 9, "t": 12}
SIGN = "|".join(re.escape(sign) for sign in sorted(CURRENCIES, key=len, reverse=True))
FIGURE = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_POWER = "|".join(f"[{word[0].upper()}{word[0]}]{word[1:]}|{word.upper()}" for word in POWERS)
SCALE = (
    rf"(?:[ -]?(?:{_POWER})"  # 4.1 million
    r"|[ ]?(?:mn|bn|mm)|[kmbMBKT](?![a-zA-Z0-9]))"  # 4.1 bn; 4.1m
)
#: An amount, or two of them with what stands between, and what says of what unit they are.
AMOUNT = re.compile(
    rf"(?P<sign>{SIGN})? ?"  # $
    rf"(?P<loss>(?<=[^\s(])\((?=[\d.,]+\)))?(?P<figure>{FIGURE})(?(loss)\))"  # 4.1; $(4.1)
    rf"(?P<more>\+)?(?P<scale>{SCALE})?(?P<percent>%| per ?cent)?"  # +; million; %
    r"(?:(?P<joint> ?(?:--?|[–—]) ?| to | and | or )"  # to
    rf"(?P<last_sign>{SIGN})? ?"  # $
    rf"(?P<last_loss>\((?=[\d.,]+\)))?(?P<last_figure>(?>{FIGURE}))(?(last_loss)\))"  # 4.3
    rf"(?![\w,.]*\d)(?P<last_scale>{SCALE})?)?"  # billion
    r"(?P<measure>(?: ?%| per ?cent\b|[- ]percent\b"  # %; percent
    r"| percentage points?\b| basis points?\b|[ -]?bps\b|x\b))?"  # basis points; x
    r"(?P<cent> cents?\b)?"  # cents
    r"(?P<share> (?:per|a) (?:\w+ ){0,2}(?:share|unit|ADS)\b)?(?P<plus>\+)?"  # per diluted share
)
#: No amount is as large; figures of more digits are identifiers, or drawn out for show.
_BEYOND = 1e18


def number(figure: str, scale: str | None) -> float:
    """Read a figure; a power of ten in its text keeps "4.1 million" exact.

    Parameters
    ----------
    figure : str
        As :data:`FIGURE` matches it.
    scale : str or None
        As :data:`SCALE` does.

    Returns
    -------
    float
    """
    power = _SCALES[(scale or "").strip(" -").lower()]
    return float(f"{figure.replace(',', '')}e{power}")


def is_amount(*limits: float | None) -> bool:
    """Whether what figures tell may be an amount: finite, of at most 18 digits before the point.

    Parameters
    ----------
    *limits : float or None
        Of a range; None where it is open.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_amount(-2.5, None), is_amount(number("9" * 400, None))
    (True, False)
    """
    return all(limit is None or abs(limit) < _BEYOND for limit in limits)
