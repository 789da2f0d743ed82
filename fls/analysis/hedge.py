"""How firmly a commitment is made, from the words that make it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

__all__ = ["HEDGES", "hedge"]

#: Steps from firm (0) to weakest (1), and the words of each, those of a phrase joined by ``_``;
#: reasons in ``docs/promises.md``.
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
        " contemplated earmarked sees seen expectation look_forward looks_forward"
        " looking_forward poised_to poised_for preparing_to preparing_for prepares_to excited_to"
        " eager_to"
    ),
    0.6: (
        "should would believes believe targets target targeted targeting aims aim aiming goal"
        " goals seeks seek seeking likely objective proposes propose proposed wants strives"
        " confident looks assumes"
    ),
    0.8: (
        "could hopes hope hoping potential potentially possible possibly opportunity exploring"
        " explores explore considering consider considers considered might can eligible"
        " possibility wish"
    ),
    1.0: (
        "may perhaps maybe uncertain assurance whether unless cannot unlikely no_guarantee"
        " no_guarantees not_a_guarantee not_guarantee not_guarantees not_guaranteed"
    ),
}
_STEP = {word: step for step, words in HEDGES.items() for word in words.split()}
#: Words of the lists where they are nouns, adjectives or names and hedge nothing.
_PLAIN = (
    r"(?<!is )(?<!are )(?<!was )(?<!be )due to(?! (?:be|open|close|begin|start|launch|report)\b)"
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
    word.replace("_", " ") for word in sorted(_STEP, key=len, reverse=True) if "_" in word
)
_SINGLE = r"[A-Za-z]+(?:[’'][a-z]+)?"
_WORD = re.compile(rf"\b(?:(?P<plain>{_PLAIN})\b|(?:{_PHRASE})\b|{_SINGLE})", re.I)
_ALONE = re.compile(rf"\b{_SINGLE}", re.I)
#: One of these stands in whatever is more than a single word of the lists.
_JOINED = frozenset(
    """due projects plan plans target targets proposed opportunity potential possible set track
    schedule pace course forward poised preparing prepares excited eager guarantee guarantees
    guaranteed""".split()
)
#: So many words behind the first one may weaken it: "will likely", "expects that it may".
_NEAR = 4


@lru_cache(maxsize=128)  # the scores and the promises of a release ask about the same units
def hedge(text: str) -> float | None:
    """Grade how strongly the commitment of a clause is hedged.

    The grade is that of the first word of commitment, or of a weaker one among the four words
    behind it. Where such a word is a noun or an adjective (*our projects*, *due to lower costs*)
    it is none.

    Parameters
    ----------
    text : str
        A clause on one line.

    Returns
    -------
    float or None
        From 0, firm, to 1, weakest, in steps of 0.2; None where no word of commitment stands.

    Examples
    --------
    >>> hedge("We will open in May."), hedge("We expect to open."), hedge("We may open.")
    (0.0, 0.4, 1.0)
    """
    steps = _steps(text)
    for step in steps:
        if step is not None:
            return max((step, *(later or 0.0 for later in islice(steps, _NEAR))))
    return None


def _steps(text: str) -> Iterator[float | None]:
    """Step of each word or phrase, None for one that says nothing; a capital May is a month."""
    words = [word.lower() for word in _ALONE.findall(text) if word != "May"]
    if _JOINED.isdisjoint(words):
        yield from map(_STEP.get, words)
        return
    for found in _WORD.finditer(text):
        if found[0] != "May":
            plain = found["plain"] is not None
            yield None if plain else _STEP.get(found[0].lower().replace(" ", "_"))
