"""Which of several times is the one on which a commitment is due, and not that of its object."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fls.analysis.times.horizon import Horizon

__all__ = ["due"]

_RANK = {"vague": 1, "event": 2}
#: A clause that opens the sentence and tells under what, or after what, the main one holds.
_OPENING = re.compile(
    r"\W{0,3}(?:With|Having|Entering|Exiting|Following|Building on|Based on|Given|Despite|Although"
    r"|While|Since|Because|Coming off|After|As (?!early\b|soon\b|of\b|from\b|at\b|late\b))"
    r"[^;:]{3,240}?(?:(?<=\D), |, (?=\D))(?!(?:and|or|but|with|which|including|as|who)\b)"
)
_PERIODS = ("year", "quarter", "half")
#: Where a period qualifies a noun: what stands before and behind it.
_LED = re.compile(
    r"(?:\b(?:in|during|over|throughout|until|through|by|after|and|or|to|than|versus|year)"
    r"(?: the| our| its| full)?|,) $",
    re.I,
)
_NOUN = re.compile(
    r"[’']s\b| (?!(?:to|and|or|in|on|at|by|for|as|with|through|but|is|are|of)\b)[a-z]"
)
#: A name with its year, and things of a year: "Expo 2025 will", "distributions in 2025 will".
_SUBJECT = re.compile(r"(?:,[^,]{1,120},)? (?:will|is|are|to)\b")
_OF_THINGS = re.compile(r"[a-z]{2,}s(?: made| paid)? (?:in|for|during) (?:the )?$|[A-Z]\w+ $")
#: How the time of the act is led.
_LEADS = r"\b(?:on|in|at|during|within|over|later)\b(?: \w+){0,2}"
_OF_ACT = re.compile(rf"{_LEADS} ?$", re.I)
_ACT = re.compile(_LEADS, re.I)
_NOT_OF_ACT = re.compile(r"(?:ahead of|before|prior to|since|from|as of|through)\b", re.I)
_COMPARED = re.compile(
    r"\b(?:compar\w+|exceed\w*|than|versus|vs|relative|and|while|followed|begin\w*)\b"
)
_FROM = re.compile(r"\bfrom (?:[^,;:]{1,50} )?(?:in |for )?(?:the )?$")
_TO = re.compile(r",? to [^;:]{1,60}$")


def due(times: Sequence[Horizon], text: str, begin: int = 0) -> Horizon | None:
    """Choose the time that a commitment is due: a dated one, else a vague one, else an event.

    Of several dated ones it is the first; a later one if the first stands in a clause that opens
    the sentence, is the base of a change (*from ... in 2025 to*), or belongs to a thing that the
    act, which has a time of its own, is done to.

    Parameters
    ----------
    times : sequence of Horizon
        Of one clause, in reading order.
    text : str
        The sentence.
    begin : int
        Where the clause begins in it.

    Returns
    -------
    Horizon or None

    Examples
    --------
    >>> from fls.analysis.times import horizons
    >>> text = "The 2025 pump of the year will be named on January 21, 2026."
    >>> due(horizons(text), text).text
    'January 21, 2026'
    """
    dated = [time for time in times if time.kind not in _RANK]
    if len(dated) < 2:
        return min(times, key=lambda time: _RANK.get(time.kind, 0), default=None)
    opening = _OPENING.match(text, begin)
    main = [time for time in dated if opening and time.start >= opening.end()] or dated
    first = main[0]
    later = (time for time in main[1:] if _is_of_act(text, first, time))
    return next(later, first)


def _is_of_act(text: str, first: Horizon, second: Horizon) -> bool:
    """Tell whether the first of two times is not due, and the second is."""
    before = text[max(0, first.start - 80) : first.start]
    between = text[first.end : second.start]
    if _FROM.search(before) and first.kind == second.kind == "year" and _TO.match(between + " "):
        return True
    if first.kind not in _PERIODS or first.bound != "in" or _is_inside(second, first):
        return False
    if _NOT_OF_ACT.match(second.text) or _COMPARED.search(between):
        return False
    is_led = second.bound in ("by", "after") or _ACT.match(second.text)
    if not is_led and not _OF_ACT.search(between[-30:]):
        return False
    if _SUBJECT.match(text, first.end) and _OF_THINGS.search(before):
        return True
    return bool(_NOUN.match(text, first.end)) and not _LED.search(before)


def _is_inside(time: Horizon, period: Horizon) -> bool:
    """Tell a time that only says more of a period than the day on which something is done."""
    day = time.last or time.first
    if time.kind == "day":
        return False
    if day is None or period.first is None or period.last is None:
        return True
    return period.first <= day <= period.last
