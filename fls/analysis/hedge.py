"""How firmly a commitment is made, from the words that make it."""

from __future__ import annotations

import re

__all__ = ["HEDGES", "hedge"]

#: Steps from firm (0) to weakest (1), and the words of each; reasons in ``docs/promises.md``.
HEDGES = {
    0.0: "will shall won't agreed undertakes undertaken must confirms confirmed",
    0.2: (
        "scheduled slated committed commits reaffirms reaffirmed affirmed reiterates set due track"
        " schedule"
    ),
    0.4: (
        "expects expect expected expecting anticipates anticipate anticipated anticipating plans"
        " plan planned planning intends intend intended intending projects projected forecasts"
        " forecast forecasted intention intentions guidance outlook estimates estimate estimated"
        " contemplated earmarked sees seen"
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
    1.0: "may perhaps maybe uncertain assurance whether unless cannot unlikely",
}
_STEP = {word: step for step, words in HEDGES.items() for word in words.split()}
_WORD = re.compile(r"[A-Za-z]+(?:[’'][a-z]+)?")
#: So many words behind the first one may weaken it: "will likely", "expects that it may".
_NEAR = 4


def hedge(text: str) -> float | None:
    """Grade how strongly the commitment of a clause is hedged.

    The grade is that of the first word of commitment, or of a weaker one among the four words
    behind it.

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
    # A capital May is a month.
    words = [word for word in _WORD.findall(text) if word != "May"]
    for number, word in enumerate(words):
        step = _STEP.get(word.lower())
        if step is not None:
            behind = words[number + 1 : number + 1 + _NEAR]
            near = [_STEP.get(later.lower(), 0.0) for later in behind]
            return max(step, *near, 0.0)
    return None
