"""How firmly a commitment is made, from the words that make it."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

__all__ = ["HEDGES", "hedge"]

#: Steps from firm (0) to weakest (1), and the words of each; words of a phrase are joined by ``_``.
#: Reasons are given in ``docs/promises.md``.
HEDGES = {
    0.0: "will shall won't agreed undertakes undertaken must confirms confirmed",
    0.2: (
        "scheduled slated committed commits reaffirms reaffirmed affirmed reiterates set_to set_for"
        " due on_track on_schedule ahead_of_schedule on_pace on_course"
    ),
    0.4: (
        "expects expect expected expecting anticipates anticipate anticipated anticipating plans"
        " plan planned planning intends intend intended intending projects projected forecasts"
        " forecast forecasted intention intentions guidance outlook estimates estimate estimated"
        " contemplated budgeted earmarked sees seen expectation look_forward looks_forward"
        " looking_forward poised_to poised_for preparing_to preparing_for prepares_to excited_to"
        " eager_to predict predicts predicted positioned_to guides guided guiding"
    ),
    0.6: (
        "should would believes believe targets target targeted targeting aims aim aiming goal"
        " goals seeks seek seeking likely objective proposes propose proposed wants strives"
        " confident looks assumes ambition ambitions aspires optimistic looking_to working_toward"
        " working_towards"
    ),
    0.8: (
        "could hopes hope hoping potential potentially possible possibly opportunity exploring"
        " explores explore considering consider considers considered might can eligible"
        " possibility wish"
    ),
    1.0: (
        "may perhaps maybe uncertain assurance whether unless cannot unlikely no_guarantee"
        " no_guarantees no_certainty unable_to_predict not_a_guarantee not_guarantee"
        " not_guarantees not_guaranteed"
    ),
}
_STEP_OF_WORD = {word: step for step, words in HEDGES.items() for word in words.split()}
_ADJECTIVES = (
    r"(?:(?:the|an?|about|approximately|around|another|between|over|full|fiscal|year|record|total"
    r"|net|gross|core|operating|organic|adjusted|adj\.|annual|higher|lower|strong|free|capital"
    r"|(?:\w{1,12}-){1,2}\w{1,12}) ){0,5}"
)
_RESULTS = (
    r"(?:revenues?|sales|EBITDA|EPS|earnings|income|margins?|growth|output|production|cash|costs?"
    r"|capex|expenses?|expenditures?|spending|profits?|loss(?:es)?)\b"
)
#: What follows "guides" and "guided" where figures are forecast: "to net revenue", "FY26 to $9".
_FORECAST = (
    r"(?:(?: (?:FY|CY|Q)?\d[\w/]*)? (?:to|for|at) (?:an?\b|(?:the (?:range|midpoint|level) of )?"
    rf"{_ADJECTIVES}(?:[A-Z]{{0,3}}[$€£~]?\d|{_RESULTS}))| {_ADJECTIVES}(?:[$€£]\d|{_RESULTS}))"
)
#: Words of the lists used as nouns, adjectives or names, which hedge nothing.
_NO_HEDGE = (
    rf"guid(?:es|ed|ing)(?!{_FORECAST})"
    # Who intends to apply for something will have applied, whatever comes of it.
    r"|(?:(?<=\bintends to )|(?<=\bintend to )|(?<=\bplans to )|(?<=\bplan to )|(?<=\bexpects to )"
    r"|(?<=\bexpect to )|(?<=\bexpected to ))seek(?! to\b)"
    r"|(?<!is )(?<!are )(?<!was )(?<!be )due to(?! (?:be|open|close|begin|start|launch|report)\b)"
    r"|due (?:diligence|course)"
    r"|(?:our|its|their|the|these|those|such|new|of|and|more|all|other|key|\w+ing|\w+al) projects"
    r"|projects(?! (?:that|an?|the|its|to|annual|revenues?|sales|net|total|growth|strong|over|full"
    r"|significant|adjusted|capital|production|earnings|approximately)\b| [\d$€£])"
    r"|(?:the|an?|its|our|their|this|strategic|business|growth|development|expansion|action|drill"
    r"|commercialization|mine|treatment|incentive)"
    r" (?:new |\w+(?:al|ed|ive|ic|th|ment) )?plans?\b(?! (?:to|for|is|are)\b)"
    r"|(?:exploration|drill|drilling|acquisition|drug|gold|these|those|multiple|priority|key|new"
    r"|high-priority|drill-ready|additional|main|other|two|three|four|five) targets?"
    r"|(?<=will )target"
    r"|(?:the|this|such|any|its|our) proposed|proposed (?=(?-i:[A-Z]))"
    r"|(?:the|an|every) (?:\w+ )?opportunity"
    r"|potential (?:new )?(?:customer|client|partner|buyer|purchaser|investor|member)s?"
    r"|as (?:soon|quickly|early|much) as possible|best possible"
)
_PHRASE = "|".join(
    word.replace("_", " ") for word in sorted(_STEP_OF_WORD, key=len, reverse=True) if "_" in word
)
_SINGLE = r"[A-Za-z]+(?:[’'][a-z]+)?"
_WORD = re.compile(rf"\b(?:(?P<plain>{_NO_HEDGE})\b|(?:{_PHRASE})\b|{_SINGLE})", re.I)
_SINGLE_WORD = re.compile(rf"\b{_SINGLE}", re.I)
#: Words of which one occurs in every phrase of the lists and in all that hedges nothing.
_SIGNALS = frozenset(
    """due projects plan plans target targets proposed opportunity potential possible set track
    schedule pace course forward poised preparing prepares excited eager guarantee guarantees
    guaranteed certainty unable positioned guides guided guiding looking seek toward
    towards""".split()
)
#: Number of words after the first one that may weaken it: "will likely", "expects that it may".
_MAX_WEAKENING_WORDS = 4
#: Words before a time that show how certain it is: "will need approval and is expected in May".
_TIME_HEDGE = re.compile(
    r"\b(?P<word>expect(?:s|ed)?|anticipate[sd]?|estimated|planned|projected|scheduled|slated"
    r"|targeted|targeting|aims|intends|likely|should|could|might"
    r"|(?<!any )(?<!no )plans(?= to\b)|goal(?= (?:of|to)\b)|look forward)\b",
    re.I,
)


def hedge(text: str, due: int = 0) -> float | None:
    """Return how strongly the commitment of a clause is hedged.

    The grade is that of the first word of commitment, or of a weaker one among the four words
    after it, or of a weaker one that is the last before the time. A noun or an adjective (*our
    projects*, *due to lower costs*) is no word of commitment.

    Parameters
    ----------
    text : str
        A clause on one line.
    due : int, optional
        Where in the clause the time begins at which it is due; 0 if there is none.

    Returns
    -------
    float or None
        From 0, firm, to 1, weakest, in steps of 0.2; None without a word of commitment.

    Examples
    --------
    >>> hedge("We will open in May."), hedge("We expect to open."), hedge("We may open.")
    (0.0, 0.4, 1.0)
    >>> hedge("It will be closed by the trustee and is expected to reopen in May.", 59)
    0.4
    """
    step = _find_first_step(text)
    return step if step is None or not due else max(step, _find_time_step(text, due))


@lru_cache(maxsize=128)  # the scores and the promises of a release ask about the same units
def _find_first_step(text: str) -> float | None:
    """Return the step of the first word of commitment, or of a weaker one soon after it."""
    steps = _read_steps(text)
    for step in steps:
        if step is not None:
            return max((step, *(later or 0.0 for later in islice(steps, _MAX_WEAKENING_WORDS))))
    return None


def _find_time_step(text: str, due: int) -> float:
    """Return the step of the word that shows how certain a time is, if it is the last before."""
    hedges = deque(_TIME_HEDGE.finditer(text, 0, due), 1)
    if not hedges:
        return 0.0
    if any(step is not None for step in _read_steps(text[hedges[0].end() : due])):
        return 0.0
    return _STEP_OF_WORD[hedges[0]["word"].lower().replace(" ", "_")]


def _read_steps(text: str) -> Iterator[float | None]:
    """Yield the step of each word or phrase, None if it has none; a capital May is a month."""
    words = [word.lower() for word in _SINGLE_WORD.findall(text) if word != "May"]
    if _SIGNALS.isdisjoint(words):
        yield from map(_STEP_OF_WORD.get, words)
        return
    for match in _WORD.finditer(text):
        if match[0] != "May":
            is_plain = match["plain"] is not None
            yield None if is_plain else _STEP_OF_WORD.get(match[0].lower().replace(" ", "_"))
