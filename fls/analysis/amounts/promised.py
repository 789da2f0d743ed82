"""Which of several amounts is the one to be reached, not one that is only reported."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from fls.analysis.amounts.quantity import Quantity

__all__ = ["promised"]

_YEAR = r"(?:19|20)\d\d"
_OF_YEAR = re.compile(
    r",? (?:(?:in|for|during|as of|from|since) (?:the )?(?:(?:fiscal|calendar|base|year|FY) ?){0,2}"
    rf"(?P<year>{_YEAR})\b"  # in fiscal year 2024
    rf"|\((?P<aside>{_YEAR})\))"  # (2024)
)
_VALUED = re.compile(
    r"\b(?:valued|worth|stood|assessed|pegged|estimated|accounted|was|were)"
    r"(?: (?:at|for|to be|an?|about|approximately|around|nearly|over|more than)){0,3} ?$"
)
_ABOUT_END = r"(?:(?:about|approximately|around|roughly|an?|the) ){0,2}$"
_FROM = re.compile(
    r"\bfrom (?:(?:its|our) )?(?:(?:the )?(?:previous|prior|current|original|initial|earlier) )?"
    + _ABOUT_END,
    re.I,
)
_CURRENTLY = re.compile(r"\b(?:is|are|at) (?:currently|now) (?:at )?" + _ABOUT_END)
_TO = re.compile(rf"\bto (?:(?:reach|exceed|surpass) )?{_ABOUT_END}", re.I)
_PREVIOUSLY = re.compile(r",? (?:\(previously\)|previously\b(?=[ ,.;)]))")
#: Verbs and nouns of commitment, and words in their place: "$4 million guided".
_COMMITMENT = re.compile(
    r"\b(?:will|won[’']t|shall|would|should|could|may|might|can|expect(?:s|ed|ing)?"
    r"|anticipat(?:es?|ed|ing)"
    r"|plan(?:s|ned|ning)?(?= (?:to|for|on)\b)|planned"  # plans to open; not "the plan is"
    r"|intend(?:s|ed|ing)?|aim(?:s|ed|ing)?"
    r"|targets?(?= (?:of|to|for)\b)|targeted|targeting"  # a target of
    r"|projects?(?= (?:that|an?|to|for)\b| [$€£\d])|projected|projecting"  # projects $4 million
    r"|forecast(?:s|ed|ing)?"
    r"|estimates?(?= that)|(?:estimated|designed|set-?up|raised)(?= to\b)"  # estimates that
    r"|guid(?:ance|ed|es|ing)|outlook|goals?"  # guided
    r"|reaffirm\w*|reiterat\w*|scheduled|slated|due|poised|set to"
    r"|on (?:track|pace|course)"  # on track
    r"|seek(?:s|ing)?|hop(?:es?|ing)|believes?"
    r"|committed|budgeted|agreed|eligible|potential|proposed"
    r"|(?:excited|eager|ready|preparing|prepares|positioned|wants?|up) (?:to|for)"  # eager to
    r"|look(?:s|ing)? forward|must|confident|to be)\b"
)
#: The beginning of a second main clause: "has paid $2 million and expects", ", with".
_JOINT = re.compile(
    r"[,;]? (?:(?:and|but|while|so) (?:(?:is|are|was|were|remains?|has|have|had|also|now|then|still"
    r"|it|they|he|she) ?){0,3}"
    r"|(?P<other>(?:and|but|while|so) "
    r"(?:we |(?:the|its|our|their|this|these|that) (?:[\w-]+ ){1,4})"
    r"(?:is |are |was |were |has |have |also |now |still ){0,3}|(?<=[,;] )(?:and |but )?with "
    r"[^,;]{1,60}))$"
)
#: Verbs of what is over, or is so now.
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|remains?|remained|stood|amounts|totals|includes?"
    r"|included|owns|received|contributed|completed|delivers|saw|grew|rose|fell|ended|generated"
    r"|total?led|reached|closed|posted|recorded|reported|achieved|exceeded|sold|raised|paid)\b"
)
#: Up to a comma, not one between a day and its year, nor one of thousands.
_TO_COMMA = r"[^;:]{0,240}?(?:[^\d;:],|\d, (?!(?:19|20)\d\d\b)) ?"
#: What opens a sentence and is not its main clause; a subordinate clause may contain a promise.
_OPENING = re.compile(
    r"\W{0,3}(?:(?:with|having|as|by|alongside|if|despite|given|even|thanks to|due to|building on"
    r"|following|after|once|upon|in addition to)"
    rf"|(?P<clause>while|although|because|since|whereas))\b{_TO_COMMA}",
    re.I,
)
#: Words after "will" or "expected" in the passive: the subject is what is done.
_PASSIVE = re.compile(r"(?:\w+ ){1,3}be \w+(?:ed|n|t)\b")
#: Words before and after things that somebody already has, but not before money.
_POSSESSIVE = re.compile(
    r"(?:\b(?:its|our|their|his|her|these|those)|\w[’']s?)"
    r" (?:(?:community|network|team|portfolio) of )?$",
    re.I,
)
_AIM_AFTER = re.compile(
    r"(?: [\w-]+){0,3} (?:target|goal|guidance|outlook|forecast|objective)", re.I
)
#: Words before a part of what is known: "most of the 90 pumps".
_PART_OF = re.compile(r"\b(?:some|many|most|all|any|each|half|none|one|two|majority) of the$", re.I)
#: Words before what there is: "in addition to the", "the current".
_EXISTING = re.compile(
    r"\bin addition to(?: the| our| its)?$|\b(?:the|its|our|their) (?:current|existing|present)$",
    re.I,
)
#: What follows the size of a market: "the $2 billion pump market".
_MARKET_AFTER = re.compile(
    r"\+?(?: (?!(?:by|in|of|to|for|on|from|and|that)\b)[\w.&-]+){0,5} (?:market|industry|sector)\b"
)
#: Words that end what the three above look for before an amount.
_LAST_WORDS = (" the", "The", " to", " our", " its", "current", "existing", "present")
#: A relative clause about what was or is owned: ", which has".
_PRONOUNS = frozenset(("which", "who", "that"))
_TOLD = re.compile(
    r"\b(?:which|who|that)(?: (?:have|has|had|already|now|currently|recently|successfully)){0,3}"
    r" (?:has|have|had|was|were|owns?|serves?|employs?|stood|grew|rose|fell|sold|raised|paid|won"
    r"|(?!exceed|proceed|succeed)\w{3,20}ed|exceeded)\b[^,;:.]{0,80}$",
    re.I,
)
_MONEY = re.compile(r"[A-Z]{3}(?:/|$)")
_MEASURES = ("percent", "percentage point", "basis point", "times", "cent", "cent/share")
#: Maximum number of characters from a subject to its verb.
_MAX_SUBJECT_DISTANCE = 40
#: Number of characters before an amount, or between two, that are searched for "from" and "to".
_MAX_CONTEXT = 48


def promised(amounts: Sequence[Quantity], text: str, today: date | None = None) -> Quantity | None:
    """Return the amount that is to be reached: the first one that is not a starting value.

    An amount before the first word of commitment is reported, not promised, if it is in an opening
    clause (*With $9 million in cash, ...*) or in a predicate of its own (*has paid $2 million and
    expects ...*), or if another amount follows; not if it is the subject (*50 stores will sell
    ...*). Percents and counts after a possessive are reported as well (*our 6,000 engineers*).

    A starting value is followed by a year that is over or by *previously*, or comes after *from*
    while another of its unit comes after *to*; so are one after *is currently* and a value for the
    year of the release (*valued at*) if another of their unit follows.

    Parameters
    ----------
    amounts : sequence of Quantity
        Amounts of one clause, in reading order.
    text : str
        The sentence.
    today : datetime.date, optional
        Date of the release.

    Returns
    -------
    Quantity or None
        The first one if all are starting values; None if all are reported.

    Examples
    --------
    >>> from fls.analysis.amounts import quantities
    >>> text = "Sales should rise from $3 million in 2024 to $5 million in 2026."
    >>> promised(quantities(text), text, date(2025, 5, 2)).text
    '$5 million'
    >>> text = "Acme has paid $2 million and is expected to pay $7 million."
    >>> promised(quantities(text), text).text
    '$7 million'
    """
    if not amounts:
        return None
    reported = _find_reported(amounts, text)
    if all(reported):
        return None
    if len(amounts) < 2:
        return amounts[0]
    later: dict[str, Quantity] = {}
    ends: list[Quantity] = []
    for amount, is_reported in zip(reversed(amounts), reversed(reported), strict=True):
        if not is_reported and not _is_start(amount, later.get(amount.unit), text, today):
            ends.append(amount)
        later[amount.unit] = amount
    first = next(
        amount for amount, is_reported in zip(amounts, reported, strict=True) if not is_reported
    )
    if not ends or ends[-1] is first is amounts[0]:
        return first
    return next((end for end in reversed(ends) if end.unit == amounts[0].unit), ends[-1])


def _find_reported(amounts: Sequence[Quantity], text: str) -> list[bool]:
    """Return which amounts are reported, and do not belong to the words of commitment."""
    main, predicate, verb = _read_clauses(text)
    if not verb:
        return [_is_known(amount, text) for amount in amounts]
    is_any_after = amounts[-1].start > verb.start()
    return [
        amount.start < main
        or amount.start in predicate
        or (is_any_after and amount.start < verb.start() and not _is_subject(amount, text, verb))
        or _is_known(amount, text)
        for amount in amounts
    ]


def _is_known(amount: Quantity, text: str) -> bool:
    """Check whether an amount tells what is so already, whatever the sentence promises."""
    if _is_owned(amount, text):
        return True
    before = text[max(0, amount.start - 120) : amount.start].rstrip()
    if before.endswith(_LAST_WORDS):
        near = max(0, len(before) - 24)
        if _EXISTING.search(before, near):
            return True
        if _MONEY.match(amount.unit):
            if before.endswith(("the", "The")) and _MARKET_AFTER.match(text, amount.end):
                return True
        elif _PART_OF.search(before, near):
            return True
    if _PRONOUNS.isdisjoint(before.lower().split()):
        return False
    told = _TOLD.search(before)
    return told is not None and not _COMMITMENT.search(told[0])


def _is_owned(amount: Quantity, text: str) -> bool:
    """Check whether an amount counts what somebody has: "our 6,000 employees"."""
    if _MONEY.match(amount.unit) or not _POSSESSIVE.search(
        text, max(0, amount.start - 24), amount.start
    ):
        return False
    return not _AIM_AFTER.match(text, amount.end)


@lru_cache(maxsize=128)  # a sentence of many clauses is read once
def _read_clauses(text: str) -> tuple[int, range, re.Match[str] | None]:
    """Return the start of the main clause, its reported predicate and first word of commitment."""
    opening = _OPENING.match(text)
    if opening and opening["clause"] and _COMMITMENT.search(text, 0, opening.end()):
        opening = None
    main = opening.end() if opening else 0
    verb = _COMMITMENT.search(text, main)
    joint = _JOINT.search(text, max(main, verb.start() - 80), verb.start()) if verb else None
    finite = _FINITE.search(text, main, joint.start()) if joint else None
    if not joint or not finite:
        return main, range(0), verb
    # Two predicates side by side have one subject, which comes before both.
    return main, range(main if joint["other"] else finite.end(), joint.start()), verb


def _is_subject(amount: Quantity, text: str, verb: re.Match[str]) -> bool:
    """Check for counted things that will do something, or an amount to be spent."""
    between = text[amount.end : min(verb.start(), amount.end + _MAX_SUBJECT_DISTANCE + 1)]
    if len(between) > _MAX_SUBJECT_DISTANCE or "," in between:
        return False
    if amount.unit.islower() and amount.unit not in _MEASURES:
        return True
    if between in (" is ", " are ") and not text.startswith(" to ", verb.end()):
        return True  # "Spending of $6 million is planned."
    return _PASSIVE.match(text, verb.start()) is not None


def _is_start(amount: Quantity, later: Quantity | None, text: str, today: date | None) -> bool:
    """Check whether an amount belongs to the past, or is the start of a change to a later one."""
    if _PREVIOUSLY.match(text, amount.end):
        return True
    match = _OF_YEAR.match(text, amount.end)
    year = int(match["year"] or match["aside"]) if match else None
    if today and year and year < today.year:
        return True
    if not later:
        return False
    near = max(0, amount.start - _MAX_CONTEXT)
    if _CURRENTLY.search(text, near, amount.start):
        return True
    # A range includes the word "from".
    if _FROM.search(text, near, amount.start) or _FROM.match(text, amount.start, amount.start + 5):
        return bool(_TO.search(text, max(amount.end, later.start - _MAX_CONTEXT), later.start))
    return bool(today and year == today.year and _VALUED.search(text, near, amount.start))
