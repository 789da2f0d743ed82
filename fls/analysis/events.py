"""What kind of event a commitment is about, by its verb and its object."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["EVENT_KINDS", "event_kind"]

#: One rule a kind: verbs by their first letters, so "open" is also "opening" and "opened"; objects
#: as whole words.
_RULES = {
    "readout": (
        "report announce expect read share releas anticipat deliver publish plan present await due",
        "topline top-line readout read-out interim data",
    ),
    "trial_start": (
        "start begin initiat commenc launch dose dosing open enter advanc test",
        "trial study studies phase dosing patient cohort",
    ),
    "enrolment": (
        "enrol recruit randomi complet accru",
        "enrollment enrolment patients subjects participants recruitment volunteers",
    ),
    "approval": (
        "expect anticipat receiv obtain grant decision decid issu secur permit clear await "
        "due seek pursu",
        "approval clearance authorization authorisation pdufa decision permit certification "
        "licence license marking designation",
    ),
    "filing": (
        "submit submission file filing lodg registr apply seek",
        "file files filed application nda bla ind submission dossier 510 registration filing "
        "prospectus "
        "statement licence license permit approval form",
    ),
    "presentation": (
        "present host exhibit showcas attend participat speak",
        "conference congress symposium meeting forum webinar webcast poster abstract showcase",
    ),
    "closing": (
        "close closing complet consummat finali clos acquir merge",
        "transaction merger acquisition deal purchase sale combination divestiture offer "
        "spin-off demerger closing",
    ),
    "financing": (
        "rais issu offer borrow refinanc sell draw fund clos use list upsiz",
        "capital financing offering placement notes shares loan credit facility ipo "
        "proceeds debt equity listing warrants debentures",
    ),
    "payment": (
        "pay paid distribut receiv repay redeem repurchas buy return declar propos",
        "dividend dividends distribution payment milestone milestones royalty royalties "
        "repurchase buyback installment redemption coupon",
    ),
    "appointment": (
        "appoint join succeed retir step nominat assum name elect hire becom leav chair",
        "ceo chief officer president director chair chairman board successor executive",
    ),
    "opening": (
        "open opening reopen inaugurat",
        "store stores plant facility office restaurant location locations hotel site shop "
        "doors factory center centre branch museum campus",
    ),
    "production": (
        "produc product manufactur mine mining ramp commission pour build construct drill ground",
        "production output plant capacity ounces barrels tonnes tons line factory facility "
        "mine construction program drilling metres meters first",
    ),
    "launch": (
        "launch introduc releas debut roll unveil commerciali ship",
        "launch product products platform version service app commercially model software solution"
        " shipments vehicle game collection program line",
    ),
    "delivery": (
        "deliver ship install deploy suppl transfer hand",
        "units order orders delivery deliveries shipments customers vehicles aircraft "
        "systems contract",
    ),
    "market": (
        "project expect forecast estimat reach grow valued",
        "market industry cagr",
    ),
    "guidance": (
        "expect anticipat project forecast guid reaffirm rais lower estimat target see rang "
        "outlook grow increas range maintain rise fall",
        "revenue revenues sales earnings ebitda eps margin income profit expenses cash "
        "capex expenditures expenditure guidance outlook results",
    ),
    "investment": (
        "invest spend expand hire add employ acquir increas creat doubl",
        "jobs employees people engineers million billion capital capacity network workforce "
        "team footprint stores",
    ),
}
#: Kinds of event, in the order in which ties are settled.
EVENT_KINDS = (*_RULES, "other")
_NEAR = 9
_SUBORDINATE = re.compile(
    r"(?:subject to|upon|once|following|after|pending|if|assuming|with|based on|as|while|although"
    r"|given|because|in addition to|together with|excluding|despite)\b[^,;]{0,160}, ",
    re.I,
)
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)?|510")


def _index(column: int, letters: int | None) -> dict[str, list[tuple[str, int]]]:
    """Lead from words, or from their first letters, to the rules that hold them."""
    found: dict[str, list[tuple[str, int]]] = {}
    for number, rule in enumerate(_RULES.values()):
        for word in rule[column].split():
            found.setdefault(word[:letters], []).append((word, number))
    return found


_VERBS = _index(0, 3)
_OBJECTS = _index(1, None)
#: Words of an application repeat: so many different ones are kept with what they mean.
_KEPT = 8192


@lru_cache(maxsize=_KEPT)
def _meaning(word: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Give the rules that a word is a verb of, and those that it is an object of."""
    verbs = tuple(rule for stem, rule in _VERBS.get(word[:3], ()) if word.startswith(stem))
    return verbs, tuple(rule for _, rule in _OBJECTS.get(word, ()))


def event_kind(text: str) -> str:
    """Tell the kind of event that a clause commits to.

    The first verb and object of one rule that stand near each other decide, or one word that is
    both ("filing"). A subordinate clause that opens the sentence is passed over; then what is
    told early wins.

    Parameters
    ----------
    text : str
        A clause on one line.

    Returns
    -------
    str
        One of :data:`EVENT_KINDS`.

    Examples
    --------
    >>> event_kind("Acme expects to begin its Phase 3 trial in May.")
    'trial_start'
    >>> event_kind("The merger should close in June.")
    'closing'
    """
    verb_at: dict[int, int] = {}
    object_at: dict[int, int] = {}
    best: tuple[int, int] | None = None
    lead = _SUBORDINATE.match(text)
    for place, word in enumerate(_WORD.findall(text[lead.end() if lead else 0 :].lower())):
        if best and place > best[0]:
            break
        verbs, things = _meaning(word)
        for number in verbs:
            verb_at[number] = place
        for number in things:
            object_at[number] = place
        for number in verbs + things:
            verb, thing = verb_at.get(number), object_at.get(number)
            if verb is None or thing is None or abs(verb - thing) > _NEAR:
                continue
            best = min(best or (place, number), (place, number))
    return EVENT_KINDS[best[1]] if best else "other"
