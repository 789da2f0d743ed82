"""What kind of event a commitment is about, by its verb and its object."""

from __future__ import annotations

import re

__all__ = ["EVENT_KINDS", "event_kind"]

#: One line a rule: kind; verbs; objects. A dash for verbs: the object says enough. Words are
#: compared by their first letters: "open" is also "opening" and "opened".
_TABLE = """
readout      | report announce expect read share releas anticipat deliver publish plan present await due | topline top-line readout read-out interim data
trial_start  | start begin initiat commenc launch dose dosing open enter advanc test | trial study studies phase dosing patient cohort
enrolment    | enrol recruit randomi complet accru | enrollment enrolment patients subjects participants recruitment volunteers
approval     | expect anticipat receiv obtain grant decision decid issu secur permit clear await due seek pursu | approval clearance authorization authorisation pdufa decision permit certification licence license marking designation
filing       | submit submission file filing lodg registr apply application seek | application nda bla ind submission dossier 510 registration filing prospectus statement licence license permit approval form
presentation | present host exhibit showcas attend participat speak | conference congress symposium meeting forum webinar webcast poster abstract showcase
closing      | close closing complet consummat finali clos acquir merge | transaction merger acquisition deal purchase sale combination divestiture offer spin-off demerger closing
financing    | rais issu offer borrow refinanc sell draw fund clos use list upsiz | capital financing offering placement notes shares loan credit facility ipo proceeds debt equity listing warrants debentures
payment      | pay paid distribut receiv repay redeem repurchas buy return declar pays | dividend dividends distribution payment milestone milestones royalty royalties repurchase buyback installment redemption coupon
appointment  | appoint join succeed retir step nominat assum name elect hire becom leav chair | ceo chief officer president director chair chairman board successor executive
opening      | open opening reopen inaugurat | store stores plant facility office restaurant location locations hotel site shop doors factory center centre branch museum campus
production   | produc product manufactur mine mining ramp commission pour build construct drill ground | production output plant capacity ounces barrels tonnes tons line factory facility mine construction program drilling metres meters first
launch       | launch introduc releas debut ship roll unveil commerciali market available go sale | product products platform version service app commercially sales available market line model software solution shipments vehicle game collection program
delivery     | deliver ship install deploy suppl transfer hand | units order orders delivery deliveries shipments customers vehicles aircraft systems contract
market       | project expect forecast estimat reach grow valued | market industry cagr
guidance     | expect anticipat project forecast guid reaffirm rais lower estimat target see rang outlook grow increas range maintain rise fall | revenue revenues sales earnings ebitda eps margin income profit expenses cash capex expenditures expenditure growth guidance outlook results
investment   | invest spend expand hire add employ acquir increas creat doubl | jobs employees people engineers million billion capital capacity network workforce team footprint stores
"""
_RULES = [
    tuple(part.split() for part in line.split("|")) for line in _TABLE.strip().split("\n")
]
#: Kinds of event, in the order in which ties are settled.
EVENT_KINDS = (*(rule[0][0] for rule in _RULES), "other")
_STEM = 4
_NEAR = 9
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)?|510")


def _by_stem(column: int) -> dict[str, list[tuple[str, int]]]:
    found: dict[str, list[tuple[str, int]]] = {}
    for number, rule in enumerate(_RULES):
        for word in rule[column]:
            found.setdefault(word[:3], []).append((word, number))
    return found


def _objects() -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number, rule in enumerate(_RULES):
        for word in rule[2]:
            found.setdefault(word, []).append(number)
    return found


_VERBS = _by_stem(1)
_OBJECTS = _objects()
_NOTHING: list[tuple[str, int]] = []


def event_kind(text: str) -> str:
    """Tell the kind of event that a clause commits to.

    The first verb and object of one rule that stand near each other decide; the main clause
    comes first, so what is told early wins.

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
    for place, word in enumerate(_WORD.findall(text.lower())):
        if best and place > best[0]:
            break
        hits = [number for stem, number in _VERBS.get(word[:3], _NOTHING) if word.startswith(stem)]
        for number in hits:
            verb_at.setdefault(number, place)
        for number in _OBJECTS.get(word, ()):
            object_at[number] = place
            hits.append(number)
        for number in hits:
            verb, thing = verb_at.get(number), object_at.get(number)
            if verb is None or thing is None or verb == thing or abs(verb - thing) > _NEAR:
                continue
            best = min(best or (place, number), (place, number))
    return EVENT_KINDS[best[1]] if best else "other"
