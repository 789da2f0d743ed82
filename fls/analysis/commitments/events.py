"""What kind of event a commitment is about, by its verb and its object."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache

from fls.analysis.commitments.event_words import (
    NO_EVENT,
    RULES,
    list_noun_forms,
    list_verb_forms,
)

__all__ = ["EVENT_KINDS", "event_kind"]

#: Kinds of event, in the order in which ties are settled.
EVENT_KINDS = (*dict.fromkeys(rule.kind for rule in RULES), "other")
#: Maximum number of words between verb and object; what is shorter is not the main clause.
_MAX_DISTANCE = 8
#: Place of a word that has not occurred.
_NOWHERE = -1000
#: Words at which a subordinate clause still opens the sentence, so that nothing comes before it.
_MAX_OPENING_PLACE = 2
#: Words of a clause among which a lone noun may hint at its subject; later ones are background.
_MAX_HINT_PLACE = 12
#: What comes before the main clause: a dateline or the speaker, and a subordinate clause.
_DATELINE = re.compile(r"[^()]{0,100}\([A-Za-z ]{4,30}\) ?[-–—]+ ")
_SPEAKER = re.compile(
    r"[^“\"]{0,300}\b(?:said|stated?s?|commented|added|noted|says"
    r"|reads|continued|explained|remarked|concluded|emphasi[sz]ed)\b[^“\"]{0,40}[,:] ?[“\"]"
)
_SUBORDINATE = re.compile(
    r"(?:subject to|upon|having|once|following|after|pending|if|assuming|with|based on|as|while"
    r"|although|given|because|together with|excluding|despite|under|through|by|depending on|in|to"
    r"|during|for)\b[^,;]{0,160}, ",
    re.I,
)
#: Such a clause if it is only background, so that its event is not that of the sentence: a
#: condition, a reason, what is done already, or what follows a closing. What the clause itself
#: expects is none ("As we continue to grow revenue, ...").
_BACKGROUND = re.compile(
    r"(?!.*\b(?:will|may|expect(?:s|ed|ing)?|anticipat(?:es?|ed|ing)|plan(?:s|ned)?|forecasts?"
    r"|prepar(?:es?|ing)|project(?:s|ed)|set to|poised|targeted|aims?|continu(?:es?|ed|ing))\b)"
    r"(?:(?:if|assuming|because|given|although|despite|as(?! part of))\b"
    r"|with\b.*\balready (?!under)|(?:upon|once|following|after)\b.*\b(?:closing|close of)\b)",
    re.I,
)
#: An aside that only says when: ", prior to the sale of the mill,".
_ASIDE = re.compile(
    r"(?:,| [-–—]) (?:prior to|before|after|following|since|upon|once|during)\b[^,;–—]{0,120}"
    r"(?:,|[-–—])(?= )"
)
#: Where a quotation ends, after which only the speaker is named.
_QUOTATION_END = re.compile(r"[,?!][”\"] ")
_WORD = re.compile(r"[a-z0-9]+(?:[-'’&/][a-z0-9]+)*|[,;]")
#: Words that begin a subordinate clause; no verb has its object on the other side of them.
_BREAKS = (
    "as_we as_it as_they as_the as_our as_its as_part while which whereas although because"
    " following after upon ahead pursuant ensuring leveraging ;"
)
#: Phrases that would be misread word by word and say nothing about the kind; for plurals see
#: :func:`list_noun_forms`.
_EMPTY_PHRASES = (
    "the_following not_available not_be_available routinely_available industry_sales_growth"
    " baseline_study case_study economic_study engineering_study environmental_study market_study"
    " technical_study begin_their_study start_their_study open_door open_the_door open_new_door"
    " open_new_market open_new_opportunity"
)
#: Nouns that make the noun before them no object of their own: "data platform".
_NO_EVENT_NOUNS = frozenset(form for base in NO_EVENT.split() for form in list_noun_forms(base))


@dataclass(slots=True)
class _Meaning:
    """Rules that a word is a verb of, is an object of, decides for, or is a hint to."""

    verbs: list[int] = field(default_factory=list)
    objects: list[int] = field(default_factory=list)
    sure: int | None = None
    hint: int | None = None
    is_break: bool = False
    is_empty: bool = False
    phrases: list[list[str]] = field(default_factory=list)


@cache
def _read_meanings() -> dict[str, _Meaning]:
    """Return the meaning of each word, and of each phrase with its words joined by ``_``."""
    meanings: defaultdict[str, _Meaning] = defaultdict(_Meaning)
    for word in _BREAKS.split():
        meanings[word].is_break = True
    for number, rule in enumerate(RULES):
        for word in {form for base in rule.verbs.split() for form in list_verb_forms(base)}:
            meanings[word].verbs.append(number)
        for word in {form for base in rule.objects.split() for form in list_noun_forms(base)}:
            meanings[word].objects.append(number)
        for word in rule.sure.split():
            meanings[word].sure = number
        for word in rule.hints.split():
            meanings[word].hint = number
    for phrase in {form for base in _EMPTY_PHRASES.split() for form in list_noun_forms(base)}:
        meanings[phrase].is_empty = True
    phrases = (word.split("_") for word in meanings if "_" in word)
    # The longest phrase is tried first.
    for first, *rest in sorted(phrases, key=len, reverse=True):
        meanings[first].phrases.append(rest)
    return dict(meanings)


def event_kind(text: str) -> str:
    """Return the kind of event that a clause commits to.

    The first verb and object of one rule that are near each other in one clause decide, or a word
    that suffices by itself; else the first hint. A dateline, the naming of a speaker and what a
    participle adds after a comma are passed over; so is a subordinate clause that opens the
    sentence, unless nothing is found after it.

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
    if "(" in text[:120] and (dateline := _DATELINE.match(text)):
        start = dateline.end()
    if "”" in text or '"' in text:
        if speaker := _SPEAKER.match(text, start):
            start = speaker.end()
        if quotation_end := _QUOTATION_END.search(text, start):
            end = quotation_end.start()
    lead = _SUBORDINATE.match(text, start)
    rule = _find_rule(_ASIDE.sub(",", text[lead.end() if lead else start : end]))
    if rule is None and lead and not _BACKGROUND.match(lead.group()):
        rule = _find_rule(lead.group())
    return EVENT_KINDS[-1] if rule is None else RULES[rule].kind


def _find_rule(text: str) -> int | None:
    """Return the number of the rule that decides about a clause."""
    words = _WORD.findall(text.lower())
    words.append("")
    meanings = _read_meanings()
    verb_at: dict[int, int] = {}
    object_at: dict[int, int] = {}
    hint, is_main, unread = None, True, 0
    for place, word in enumerate(words):
        meaning = meanings.get(word) if place >= unread else None
        if meaning is None:
            if word == "," and place >= _MAX_DISTANCE and words[place + 1].endswith("ing"):
                break
            continue
        meaning, after = (
            _match_phrase(meaning, words, place) if meaning.phrases else (meaning, place + 1)
        )
        unread = after if meaning.is_empty else place
        if meaning.sure is not None:
            return meaning.sure
        if meaning.is_break:
            verb_at, object_at, is_main = {}, {}, place < _MAX_OPENING_PLACE
        is_part = words[after] in _NO_EVENT_NOUNS
        for number in () if is_part else meaning.objects:
            if (
                place - verb_at.get(number, _NOWHERE) <= _MAX_DISTANCE
                and not RULES[number].is_subject
            ):
                return number
        for number in meaning.verbs:
            if place - object_at.get(number, _NOWHERE) <= _MAX_DISTANCE:
                return number
        verb_at.update(dict.fromkeys(meaning.verbs, place))
        if not is_part:
            object_at.update(dict.fromkeys(meaning.objects, place))
            is_near = place < _MAX_HINT_PLACE or meaning.verbs or after > place + 1
            if hint is None and is_main and is_near:
                hint = meaning.hint
    return hint


def _match_phrase(meaning: _Meaning, words: list[str], place: int) -> tuple[_Meaning, int]:
    """Return the meaning of the longest phrase that begins at a word, and where it ends."""
    for phrase in meaning.phrases:
        end = place + 1 + len(phrase)
        if words[place + 1 : end] == phrase:
            return _read_meanings()["_".join((words[place], *phrase))], end
    return meaning, place + 1
