"""What kind of event a commitment is about, by its verb and its object."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache

from fls.analysis.commitments.event_words import NO_EVENT, RULES, nouns, verbs

__all__ = ["EVENT_KINDS", "event_kind"]

#: Kinds of event, in the order in which ties are settled.
EVENT_KINDS = (*dict.fromkeys(rule.kind for rule in RULES), "other")
#: So far may verb and object be apart; what is shorter is not the main clause.
_NEAR = 8
_FAR = -1000
#: So far from its start may a lone noun hint at what a clause is about; later it is background.
_EARLY = 12
#: What stands before the main clause: a dateline, or who speaks, and a subordinate clause.
_DATELINE = re.compile(r"[^()]{0,100}\([A-Za-z ]{4,30}\) ?[-–—]+ ")
_SPEAKER = re.compile(
    r"[^“\"]{0,300}\b(?:said|stated?s?|commented|added|noted|says"
    r"|reads|continued|explained|remarked|concluded|emphasi[sz]ed)\b[^“\"]{0,40}[,:] ?[“\"]"
)
_LEAD = re.compile(
    r"(?:subject to|upon|having|once|following|after|pending|if|assuming|with|based on|as|while"
    r"|although|given|because|together with|excluding|despite|under|through|by|depending on|in|to"
    r"|during|for)\b[^,;]{0,160}, ",
    re.I,
)
#: What stands behind it: who has spoken.
_SAID = re.compile(r"[,?!][”\"] ")
_WORD = re.compile(r"[a-z0-9]+(?:[-'’&/][a-z0-9]+)*|[,;]")
#: Words that open a subordinate clause; across them no verb takes an object.
_BREAKS = (
    "as_we as_it as_they as_the as_our as_its as_part while which whereas although because"
    " following after upon ahead pursuant ensuring leveraging ;"
)
_HEADS = frozenset(form for base in NO_EVENT.split() for form in nouns(base))


@dataclass(slots=True)
class _Meaning:
    """Rules that a word is a verb of, an object of, decides for or hints to."""

    verbs: list[int] = field(default_factory=list)
    objects: list[int] = field(default_factory=list)
    sure: int | None = None
    hint: int | None = None
    is_break: bool = False
    phrases: list[list[str]] = field(default_factory=list)


@cache
def _meanings() -> dict[str, _Meaning]:
    """Lead from words, and from the words of phrases joined by ``_``, to what they mean."""
    found: defaultdict[str, _Meaning] = defaultdict(_Meaning)
    for word in _BREAKS.split():
        found[word].is_break = True
    for number, rule in enumerate(RULES):
        for word in {form for base in rule.verbs.split() for form in verbs(base)}:
            found[word].verbs.append(number)
        for word in {form for base in rule.objects.split() for form in nouns(base)}:
            found[word].objects.append(number)
        for word in rule.sure.split():
            found[word].sure = number
        for word in rule.hints.split():
            found[word].hint = number
    # The longest phrase is tried first.
    for phrase in sorted((word.split("_") for word in found if "_" in word), key=len, reverse=True):
        found[phrase[0]].phrases.append(phrase[1:])
    return dict(found)


def event_kind(text: str) -> str:
    """Tell the kind of event that a clause commits to.

    The first verb and object of one rule that stand near each other in one clause decide, or a
    word that is sure by itself; else the first hint. A dateline, the naming of a speaker and a
    subordinate clause that opens the sentence are passed over, unless nothing is found behind
    them; so is what a participle adds behind a comma.

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
    >>> event_kind("The distribution agreement will bring our pumps to Kenya.")
    'agreement'
    """
    start, end = 0, len(text)
    if "(" in text[:120] and (found := _DATELINE.match(text)):
        start = found.end()
    if "”" in text or '"' in text:
        if found := _SPEAKER.match(text, start):
            start = found.end()
        if found := _SAID.search(text, start):
            end = found.start()
    lead = _LEAD.match(text, start)
    rule = _rule(text[lead.end() if lead else start : end])
    if rule is None and lead:
        rule = _rule(lead.group())
    return EVENT_KINDS[-1] if rule is None else RULES[rule].kind


def _rule(text: str) -> int | None:
    """Give the number of the rule that decides about a clause."""
    words = _WORD.findall(text.lower())
    words.append("")
    meanings = _meanings()
    verb_at: dict[int, int] = {}
    object_at: dict[int, int] = {}
    hint, is_main = None, True
    for place, word in enumerate(words):
        meaning = meanings.get(word)
        if meaning is None:
            if word == "," and place >= _NEAR and words[place + 1].endswith("ing"):
                break
            continue
        meaning, after = _phrase(meaning, words, place) if meaning.phrases else (meaning, place + 1)
        if meaning.sure is not None:
            return meaning.sure
        if meaning.is_break:
            verb_at, object_at, is_main = {}, {}, place < _NEAR
        is_part = words[after] in _HEADS
        for number in () if is_part else meaning.objects:
            if place - verb_at.get(number, _FAR) <= _NEAR and not RULES[number].is_subject:
                return number
        for number in meaning.verbs:
            if place - object_at.get(number, _FAR) <= _NEAR:
                return number
        verb_at.update(dict.fromkeys(meaning.verbs, place))
        if not is_part:
            object_at.update(dict.fromkeys(meaning.objects, place))
            is_near = place < _EARLY or meaning.verbs or after > place + 1
            if hint is None and is_main and is_near:
                hint = meaning.hint
    return hint


def _phrase(meaning: _Meaning, words: list[str], place: int) -> tuple[_Meaning, int]:
    """Give the meaning of the longest phrase that begins at a word, and where it ends."""
    for phrase in meaning.phrases:
        end = place + 1 + len(phrase)
        if words[place + 1 : end] == phrase:
            return _meanings()["_".join((words[place], *phrase))], end
    return meaning, place + 1
