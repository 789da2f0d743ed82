"""What the words around a time expression say: bounds, what is past, terms of contracts."""

from __future__ import annotations

import re
from datetime import date

from fls.segmentation.datelines import dateline

from .calendar import Period
from .days import Named

__all__ = ["AND_ON", "BOUND", "FROM", "START", "is_past"]

BOUND = re.compile(
    r"\b(?:(?P<before>before|prior to|ahead of|in time for)|(?P<after>after|beyond|following)"
    r"|(?P<open>from|as early as|as soon as|(?:no|not) (?:earlier|sooner) than|not before"
    r"|earliest in|since)"
    r"|(?P<by>between now and|by|through|thru|until|till|into|(?:no|not) later than"
    r"|on or before|as late as|within|to carry [\w ]{0,20}to))"
    r"(?: (?:the|its|our|their|his|her|a|about|approximately|around|early in|sometime in"
    r"|at least|all of|and including|in|on"
    r"|start of business on|(?:\w+ )?(?:meeting|session)s? (?:of|on)))*[ ]$",
    re.I,
)
START = re.compile(
    r"\b(?:on or (?:about|around|before)|(?:start|beginn|commenc)ing(?: (?:in|on|from|as of"
    r"|around))?|effective(?: (?:as of|on))?) (?:the )?$",
    re.I,
)
AND_ON = re.compile(
    r"(?: |, )(?:and|or) (?:beyond|later|onwards?|thereafter)\b|,? onwards?\b| or later\b", re.I
)
FROM = re.compile(r"\b(?:from|between)(?: the)? $", re.I)
_PAST_BEFORE = re.compile(
    r"(?:\bas (?:of|at)|\bsince|\bdated(?: as of)?|\bended(?: on)?|\bending balance at"
    r"|\bcompared (?:with|to)|\bversus|\bmatur\w+(?: in| on)?"
    r"|\b[Nn]otes due(?: on)?|\bended in|\ban?|\bper|\b(?:its|our|their|his) first)(?: the)? $",
    re.I,
)
#: Terms of a contract or a security.
_TERM_BEFORE = re.compile(
    r"\b(?:contract|agreement|lease|licen[cs]e|charter|notes?|bonds?|debentures?|facility|loan"
    r"|warrants?|options?)\b[^.;]{0,60}"
    r"\b(?:that|which|and)? ?(?:ends?|expir\w+|matur\w+|runs?)(?: (?:in|on|until|to|through))? $",
    re.I,
)
_PAST_VERB = (
    r"stood|was|were|had|gave|given|announced|reported|lodged|purchased|issued|completed|closed"
    r"|signed|received|began|held|"
    r"acquired|raised|sold|paid|ended|filed|granted|entered|introduced|published|approved"
    r"|launched|opened|appointed|elected|"
    r"ordered|said|joined|released|commenced|disclosed|submitted|outlined|presented|took|made"
    r"|came|went|founded|rose|fell|grew"
)
_FUTURE_CUE = (
    r"will|would|should|could|may|might|shall|to|expect\w*|anticipat\w*|plan\w*|schedul\w*"
    r"|slated|due|target\w*|project\w*|"
    r"estimat\w*|upcoming|set|intend\w*|aims?|track|likely|guidance|outlook|forecast\w*|looks?"
    r"|seen|sees?|be|is|are|vote"
)
_CUE = re.compile(rf"\b(?:(?P<past>{_PAST_VERB})|(?P<future>{_FUTURE_CUE}))\b", re.I)
#: So many days ahead, a time without year and without a word on the future is one just over.
_FAR = {"quarter": 240, "half": 180}
_RESULTS = re.compile(
    r" (?:(?:and|or) [\w-]+ )?(?:[\w-]+ )?(?:results|earnings (?:call|release)|report)\b", re.I
)
_WIRE_MARK = re.compile(r" ?(?:[-–—/:]{1,2}|\((?![A-Z]?[a-z]+ ?\d))")
#: No dateline is longer.
_REACH = 160
_CLAUSE = re.compile(r"[;:()]|, (?:and|but|which|who|with|while|as|so) ")


def is_past(text: str, named: Named, later: Period | None, today: date | None) -> bool:
    """Tell times of what has happened from those to come."""
    before = text[max(0, named.start - 100) : named.start]
    first, last = named.period[:2]
    if (
        _PAST_BEFORE.search(before)
        or _TERM_BEFORE.search(before)
        or (today and last and not later and last < today)
    ):
        return True
    if later:
        return False
    if named.period.kind == "day" and named.end <= _REACH and _in_dateline(text, named):
        return True
    if named.make is None:
        return False
    if _RESULTS.match(text, named.end):
        return True
    clause = _CLAUSE.split(before)[-1]
    cues = list(_CUE.finditer(clause))
    if not cues:
        # Who means a time that far ahead names its year; who leaves it out speaks of the last one.
        far = _FAR.get(named.period.kind, 300)
        return bool(today and first and (first - today).days > far)
    if not cues[-1]["past"]:
        return False
    held = clause[: cues[-1].start()].lower().rstrip()
    return not held.endswith((" be", " being", "is", "are", " get")) and held != "be"


def _in_dateline(text: str, named: Named) -> bool:
    return bool(_WIRE_MARK.match(text, named.end)) or named.end <= dateline(text)
