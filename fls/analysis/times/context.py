"""What the words around a time expression mean: bounds, past times, terms of contracts."""

from __future__ import annotations

import re
from datetime import date

from fls.analysis.times.calendar import Period
from fls.analysis.times.days import Named
from fls.segmentation.datelines import dateline

__all__ = [
    "AND_ON",
    "BOUND",
    "FROM",
    "START",
    "is_condition",
    "is_conditional",
    "is_not_yet",
    "is_past",
]

BOUND = re.compile(
    r"\b(?:(?P<before>before|prior to|ahead of|in time for)|(?P<after>after|beyond|following)"
    r"|(?P<open>on or after|from|as early as|as soon as|(?:no|not) (?:earlier|sooner) than"
    r"|not before|earliest in|since)"
    r"|(?P<by>between now and|by|through|thru|until|till|into|(?:no|not) later than"
    r"|on or before|as late as|within)"
    r"|(?:carr(?:y|ies)|fund(?:s|ed)?|lasts?|runway|extend(?:s|ed)?)\b[\w ]{0,20} (?P<to>to))"
    r"(?: (?:the|its|our|their|his|her|a|about|approximately|around|early in|sometime in"
    r"|at least|all of|and including|in|on"
    r"|(?:start|close|end) of (?:business|trading|the day) on"
    r"|(?:\w+ )?(?:meeting|session)s? (?:of|on|in)))*[ ]$",
    re.I,
)
#: Words before "until" or "before" if something begins then; not if they state a condition.
_NOT_YET = re.compile(
    r"\b(?:not|never|cannot|neither|nor|\w+n[’']t"
    r"|no(?! (?:assurance|guarantee|later|longer|doubt)))\b(?! only)[^,;:()]{0,80}$",
    re.I,
)
START = re.compile(
    r"\b(?:on or (?:about|around|before)|(?:start|beginn|commenc)ing(?: (?:in|on|from|as of"
    r"|around|with))?|effective(?: (?:as of|on|with))?|as (?:of|from)) (?:the )?$",
    re.I,
)
_CONDITION = re.compile(r"\b(?:if|unless|whether)\b|(?:^|, )should\b", re.I)
_CONDITIONAL = re.compile(
    r"\bif\b(?! (?:any|so|not|you|your)\b)"
    r"|\bassuming\b(?! (?:the|his|her|a|an|this) (?:\w+ )?(?:role|positions?|office|post|dut))"
    r"|\bin the event (?:that|of|the|any|an?)\b"
    r"|(?:^|[,;] (?:and )?)should (?:the|an?|any|it|we|they|this|these|that|such|our|its|there)\b"
    r"|^should [A-Z]",
    re.I,
)
#: Words before "if" where it asks a question or states no condition.
_NO_CONDITION = re.compile(
    r"\b(?:even|as|what|or|not|tell|see|know|ask|asks|asked|decide|learn|check|wonder|assess|evaluate"
    r"|find out|confirm|determin(?:e|es|ing))(?: us| them| me)? $",
    re.I,
)
#: Beginnings of an event that only follows: "prior to closing".
_AHEAD_OF = re.compile(r"(?:prior to|before)\b", re.I)
AND_ON = re.compile(
    r"(?: |, )(?:and|or) (?:beyond|later|onwards?|thereafter)\b|,? onwards?\b| or later\b", re.I
)
FROM = re.compile(r"\b(?:from|between)(?: the)? $", re.I)
_PAST_BEFORE = re.compile(
    r"(?:\bearlier(?: in)?|\brecord as of|\bsince|\bdated(?: as of)?|\bended(?: on)?"
    r"|\bending balance at"
    r"|\bcompared (?:with|to)|\bversus|\bvs\.?|\brelative to|\bmatur(?!ities)\w+(?: in| on)?"
    r"|\b[Nn]otes due(?: on)?|\bended in|\bper|\b(?:its|our|their|his) first)(?: the)? $",
    re.I,
)
_INDEFINITE = re.compile(r"\ban? $", re.I)
_YEAR = re.compile(r"\d\d\b")
_AS_OF = re.compile(r"\bas (?:of|at)(?: the)? $", re.I)
#: Words around a time that returns each year.
_EACH_BEFORE = re.compile(r"\b(?:every|each)(?: year)?(?: in| on)?(?: the)? $", re.I)
_EACH_AFTER = re.compile(r" (?:of )?(?:each|every) year\b", re.I)
#: Words before the end of a contract or a security.
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
    r"|seen|sees?|be|is|are|vote|awaits?|begins?|starts?|opens?|launches|closes|continues?"
    r"|effective"
)
_CUE = re.compile(rf"\b(?:(?P<past>{_PAST_VERB})|(?P<future>{_FUTURE_CUE}))\b", re.I)
#: Number of days beyond which a time without year and without a word for the future is the last one
#: of its kind; 300 for other kinds.
_MAX_DAYS_AHEAD = {"quarter": 200, "half": 120}
_RESULTS = re.compile(
    r" (?:(?:and|or) [\w-]+ )?(?:[\w-]+ )?(?:results|earnings (?:call|release)|report|financials"
    r"|financial statements|10-[QK]|filings?)\b",
    re.I,
)
_REPORTED = re.compile(
    r"\b(?:report|releas|announc|publish|fil|host|discuss|issu|post|present|review|submit)"
    r"(?:e?s|ed?|ing)?\b[^,;:]*$",
    re.I,
)
#: Number of days to the beginning of a time beyond which its results are those of the last one.
_MAX_DAYS_TO_RESULTS = 100
#: Number of days for which a quarter is still a subject after its end.
_MAX_DAYS_SINCE_QUARTER = 70
#: Words that make a passive of a past form: "will be signed and ...".
_PASSIVE = re.compile(r"(?:\b(?:be|being|is|are|get)(?: \w+,?(?: \w+,?)? (?:and|or))? )$", re.I)
_PREPOSITION = re.compile(r"\b(?:on|by|in|from|until|through|before|after) (?:\w+day,? )?$", re.I)
_WIRE_MARK = re.compile(r" ?(?:[-–—/:]{1,2}|\((?![A-Z]?[a-z]+ ?\d))")
#: Maximum length of a dateline in characters.
_MAX_DATELINE_LENGTH = 160
_CLAUSE_BREAK = re.compile(r"[;:()]|, (?:and|but|which|who|with|while|as|so) ")


def is_conditional(text: str) -> bool:
    """Check whether a clause depends on an "if", or on words that take its place."""
    return any(
        not _NO_CONDITION.search(text, max(0, match.start() - 20), match.start())
        for match in _CONDITIONAL.finditer(text)
    )


def is_condition(event: str, text: str, start: int) -> bool:
    """Check that an event is depended on; what comes before it is not, unless it waits for it."""
    return _AHEAD_OF.match(event) is None or is_not_yet(text, start)


def is_not_yet(text: str, start: int) -> bool:
    """Check for a beginning at a time: "will not open until", "no sales before"."""
    near = max(0, start - 120)
    return _NOT_YET.search(text, near, start) is not None and not _CONDITION.search(
        text, near, start
    )


def is_past(text: str, named: Named, later: Period | None, today: date | None) -> bool:
    """Check whether a time belongs to what has happened, and not to what is to come."""
    before = text[max(0, named.start - 100) : named.start]
    first, last = named.period[:2]
    if (
        _PAST_BEFORE.search(before)
        or _TERM_BEFORE.search(before)
        or (today and last and not later and last < today)
    ):
        return True
    if _EACH_BEFORE.search(before) or _EACH_AFTER.match(text, named.end):
        return True
    if _INDEFINITE.search(before) and not _YEAR.search(text, named.start, named.end):
        return True
    if _AS_OF.search(before) and not (today and first and first > today):
        return True
    if later:
        return False
    if (
        named.period.kind == "day"
        and named.end <= _MAX_DATELINE_LENGTH
        and _is_in_dateline(text, named)
    ):
        return True
    is_today = named.period.kind == "day" and first and first == today
    if named.recurring is None and not is_today and (today or not last):
        return False
    if named.recurring and (_is_of_results(text, named, today) or _is_just_over(named, today)):
        return True
    clause = _CLAUSE_BREAK.split(before)[-1]
    cues = list(_CUE.finditer(clause))
    if not cues:
        # A time that far ahead is written with its year; without one, the last one is meant.
        limit = _MAX_DAYS_AHEAD.get(named.period.kind, 300)
        return bool(today and first and (first - today).days > limit)
    return bool(cues[-1]["past"]) and not _PASSIVE.search(clause[: cues[-1].start()])


def _is_just_over(named: Named, today: date | None) -> bool:
    """Check for a quarter that ended lately: that of the next year is written with its year."""
    first = named.period.first
    if not today or not first or not named.recurring or named.fiscal:
        return False
    if named.period.kind != "quarter" or first.year == today.year:
        return False
    last = named.recurring.in_year(first.year - 1).last
    return last is not None and 0 < (today - last).days <= _MAX_DAYS_SINCE_QUARTER


def _is_of_results(text: str, named: Named, today: date | None) -> bool:
    """Check for a time whose results are given or reported, so that it is over, or nearly so."""
    if not _RESULTS.match(text, named.end):
        return False
    first = named.period.first
    if not today or not first or (first - today).days > _MAX_DAYS_TO_RESULTS:
        return True
    return bool(_REPORTED.search(text, max(0, named.start - 60), named.start))


def _is_in_dateline(text: str, named: Named) -> bool:
    """Check whether a day at the beginning of a text is that of its dateline."""
    if _PREPOSITION.search(text, max(0, named.start - 16), named.start):
        return False
    mark = _WIRE_MARK.match(text, named.end)
    return bool(mark and (named.start or ":" not in mark[0])) or named.end <= dateline(text)
