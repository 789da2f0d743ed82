"""Which of several times is the one at which a commitment is due, not a time of its object."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fls.analysis.times.horizon import Horizon

__all__ = ["due"]

_RANK_OF_KIND = {"vague": 1, "event": 2}
#: A clause that opens the sentence and gives the condition or the time for the main clause.
_OPENING = re.compile(
    r"\W{0,3}(?:With|Having|Entering|Exiting|Following|Building on|Based on|Given|Despite|Although"
    r"|While|Since|Because|Coming off|After|As (?!early\b|soon\b|of\b|from\b|at\b|late\b))"
    r"[^;:]{3,240}?(?:(?<=\D), |, (?=\D))(?!(?:and|or|but|with|which|including|as|who)\b)"
)
_PERIODS = ("year", "quarter", "half")
#: Words before and after a period; the latter, without the former, show that it qualifies a noun.
_BEFORE_PERIOD = re.compile(
    r"(?:\b(?:in|during|over|throughout|until|through|by|after|and|or|to|than|versus|year)"
    r"(?: the| our| its| full)?|,) $",
    re.I,
)
_NOUN_AFTER = re.compile(
    r"[’']s\b| (?!(?:to|and|or|in|on|at|by|for|as|with|through|but|is|are|of)\b)[a-z]"
)
#: A name with its year, and things of a year: "Expo 2025 will", "distributions in 2025 will".
_VERB_AFTER = re.compile(r"(?:,[^,]{1,120},)? (?:will|is|are|to)\b")
_THING_BEFORE = re.compile(r"[a-z]{2,}s(?: made| paid)? (?:in|for|during) (?:the )?$|[A-Z]\w+ $")
#: Words before the time of the act.
_ACT_PREPOSITION = r"\b(?:on|in|at|during|within|over|later)\b(?: \w+){0,2}"
_ENDS_BEFORE_ACT = re.compile(rf"{_ACT_PREPOSITION} ?$", re.I)
_BEGINS_WITH_ACT = re.compile(_ACT_PREPOSITION, re.I)
_NO_ACT = re.compile(r"(?:ahead of|before|prior to|since|from|as of|through)\b", re.I)
_COMPARED = re.compile(
    r"\b(?:compar\w+|exceed\w*|than|versus|vs|relative|and|while|followed|begin\w*)\b"
)
_FROM = re.compile(r"\bfrom (?:[^,;:]{1,50} )?(?:in |for )?(?:the )?$")
_TO = re.compile(r",? to [^;:]{1,60}$")


def due(times: Sequence[Horizon], text: str, begin: int = 0) -> Horizon | None:
    """Return the time at which a commitment is due: a dated one, else a vague one, else an event.

    Of several dated ones it is the first, but a later one if the first is in a clause that opens
    the sentence, is the base of a change (*from ... in 2025 to*), or belongs to the object of an
    act that has a time of its own.

    Parameters
    ----------
    times : sequence of Horizon
        Times of one clause, in reading order.
    text : str
        The sentence.
    begin : int
        Where the clause begins in the sentence.

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
    dated = [time for time in times if time.kind not in _RANK_OF_KIND]
    if len(dated) < 2:
        return min(times, key=lambda time: _RANK_OF_KIND.get(time.kind, 0), default=None)
    opening = _OPENING.match(text, begin)
    main = [time for time in dated if opening and time.start >= opening.end()] or dated
    first = main[0]
    later = (time for time in main[1:] if _is_of_act(text, first, time))
    return next(later, first)


def _is_of_act(text: str, first: Horizon, second: Horizon) -> bool:
    """Check whether the second of two times is due, and not the first."""
    before = text[max(0, first.start - 80) : first.start]
    between = text[first.end : second.start]
    if _FROM.search(before) and first.kind == second.kind == "year" and _TO.match(between + " "):
        return True
    if first.kind not in _PERIODS or first.bound != "in" or _is_inside(second, first):
        return False
    if _NO_ACT.match(second.text) or _COMPARED.search(between):
        return False
    has_preposition = second.bound in ("by", "after") or _BEGINS_WITH_ACT.match(second.text)
    if not has_preposition and not _ENDS_BEFORE_ACT.search(between[-30:]):
        return False
    if _VERB_AFTER.match(text, first.end) and _THING_BEFORE.search(before):
        return True
    return bool(_NOUN_AFTER.match(text, first.end)) and not _BEFORE_PERIOD.search(before)


def _is_inside(time: Horizon, period: Horizon) -> bool:
    """Check for a time within a period that only details it; a day is always a time of its own."""
    day = time.last or time.first
    if time.kind == "day":
        return False
    if day is None or period.first is None or period.last is None:
        return True
    return period.first <= day <= period.last
