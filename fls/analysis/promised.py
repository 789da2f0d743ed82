"""Which of several amounts is the one to be reached, and not that of a year that is over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from .quantity import Quantity

__all__ = ["promised"]

_YEARS = r"(?P<{}>(?:19|20)\d\d)"
_OF_YEAR = re.compile(
    r",? (?:(?:in|for|during|as of|from|since) (?:the )?(?:(?:fiscal|calendar|base|year|FY) ?){0,2}"
    rf"{_YEARS.format('year')}\b|\({_YEARS.format('aside')}\))"
)
_VALUED = re.compile(
    r"\b(?:valued|worth|stood|assessed|pegged|estimated|accounted|was|were)"
    r"(?: (?:at|for|to be|an?|about|approximately|around|nearly|over|more than)){0,3} ?$"
)
_ABOUT = r"(?:(?:about|approximately|around|roughly|an?|the) ){0,2}$"
_FROM = re.compile(rf"\bfrom {_ABOUT}", re.I)
_TO = re.compile(rf"\bto (?:(?:reach|exceed|surpass) )?{_ABOUT}", re.I)
_PREVIOUSLY = re.compile(r",? (?:\(previously\)|previously\b(?=[ ,.;)]))")
#: So far around an amount its year, or "from", is looked for.
_NEAR = 48


def promised(amounts: Sequence[Quantity], text: str, today: date | None = None) -> Quantity | None:
    """Choose the amount that is to be reached: the first that is no starting value.

    A starting value is followed by a year that is over, by *previously*, or stands behind *from*
    with another of its unit behind *to*; a value told for the year of the release (*valued at*)
    is one if another of its unit follows.

    Parameters
    ----------
    amounts : sequence of Quantity
        Of one clause, in reading order.
    text : str
        The sentence.
    today : datetime.date, optional
        Date of the release.

    Returns
    -------
    Quantity or None
        The first one if all are starting values.

    Examples
    --------
    >>> from .quantity import quantities
    >>> text = "Sales should rise from $3 million in 2024 to $5 million in 2026."
    >>> promised(quantities(text), text, date(2025, 5, 2)).text
    '$5 million'
    """
    if len(amounts) < 2:
        return amounts[0] if amounts else None
    behind: dict[str, Quantity] = {}
    ends: list[Quantity] = []
    for amount in reversed(amounts):
        if not _is_start(amount, behind.get(amount.unit), text, today):
            ends.append(amount)
        behind[amount.unit] = amount
    first = amounts[0]
    if not ends or ends[-1] is first:
        return first
    return next((end for end in reversed(ends) if end.unit == first.unit), ends[-1])


def _is_start(amount: Quantity, later: Quantity | None, text: str, today: date | None) -> bool:
    """Whether an amount is of what is over, or where the way to a later one begins."""
    if _PREVIOUSLY.match(text, amount.end):
        return True
    found = _OF_YEAR.match(text, amount.end)
    year = int(found["year"] or found["aside"]) if found else None
    if today and year and year < today.year:
        return True
    if not later:
        return False
    near = max(0, amount.start - _NEAR)
    if _FROM.search(text, near, amount.start):
        return bool(_TO.search(text, max(amount.end, later.start - _NEAR), later.start))
    return bool(today and year == today.year and _VALUED.search(text, near, amount.start))
