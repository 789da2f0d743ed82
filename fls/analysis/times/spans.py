"""Times that are no periods of the calendar: some months from now, vague times, events."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from fls.analysis.number_words import DIGIT_VALUES, NUMBER_VALUES
from fls.analysis.times.calendar import Calendar, Period, after_months, business_days
from fls.analysis.times.words import MONTH_NAMES

__all__ = ["LOOSE_STARTS", "MORE_STARTS", "Loose", "loose_at"]

_NUMBERS = NUMBER_VALUES | {"a": 1, "an": 1, "hundred": 100}
_MAX_YEARS = 100

_NUMBER = rf"(?:\d{{1,3}}|[a-z]+(?:-(?:{'|'.join(DIGIT_VALUES)}))?)"
_UNIT = (
    r"(?P<sort>business |trading |working |calendar |fiscal |full )?"
    r"(?P<unit>day|week|month|quarter|year|decade)s?"
)
_AMOUNT = (
    rf"(?P<low>{_NUMBER})(?:(?: ?[-–] ?|-to-| to | or )(?P<high>{_NUMBER}))?"  # six; 6 to 12
    rf"[- ](?:\(\d+\)[- ])?{_UNIT}\b"  # (6) business days
)
_ABOUT = (
    r"(?:(?:up to|as little as|less than|fewer than|under|no more than|approximately|about|around"
    r"|roughly|just|only|another) )?"
)
_EVENT_AFTER = re.compile(
    r" (?:of|after|following|from(?! (?:now|today))|prior to|before|once|upon) ", re.I
)
_WITHIN = re.compile(
    rf"(?:within|inside(?: of)?) {_ABOUT}(?:(?:the|a period of) )?"
    rf"(?:(?:next|coming|following) )?{_ABOUT}{_AMOUNT}",
    re.I,
)
#: A whole unit from now on, not the next one of the calendar.
_NEXT = re.compile(
    r"(?:(?:over|within|across|throughout) the (?:next|coming)|(?:in|during|for) the next)"
    r" (?P<unit>year|decade|month|week)\b(?! of\b)",
    re.I,
)
_OVER = re.compile(
    rf"(?:(?:over|during|for|in|across) {_ABOUT})?(?:the |its |our |their )?"  # over about the
    rf"(?:next|coming|upcoming|ensuing) {_ABOUT}{_AMOUNT}",  # next six months
    re.I,
)
_SPREAD = re.compile(
    rf"over (?:an? |the course of |a period of )?{_ABOUT}{_AMOUNT}(?: period)?", re.I
)
_IN = re.compile(rf"in {_ABOUT}{_AMOUNT}(?:[’'] time\b|(?![’']))", re.I)
_DURATION = re.compile(_AMOUNT, re.I)
_FROM_NOW = re.compile(
    rf"{_AMOUNT} (?:from (?:now|today|the date (?:hereof|of this))|hence|down the (?:line|road))\b",
    re.I,
)
#: Words before the time that something is going to take.
_TAKES = re.compile(
    r"\b(?:(?:will|should|may|might)(?: (?:likely|then|only|still))?"
    r"|(?:expect|anticipat|estimat|project|forecast|likely|schedul)\w*(?: [\w-]+){0,6} to)"
    r" take (?:(?:an additional|an estimated|approximately|about|around|roughly|another"
    r"|up to|between|nearly|just|only) ){0,2}$",
    re.I,
)
#: Words before and after it where it does not run from the release on.
_FROM_EVENT = re.compile(
    r"\b(?:(?:begin|beginn|start|commenc)(?:s|ing|es)?|once|after|following|from|upon|when|if)\b",
    re.I,
)
_NOT_TAKEN = re.compile(
    r"[’'-]| (?:after|following|from(?! (?:now|today))|once|upon|per|(?:for )?each|off|leave)\b",
    re.I,
)
#: "five-year" describes the noun after it, unless that is a time itself.
_ADJECTIVE = re.compile(r"-(?:day|week|month|quarter|year|decade)$", re.I)
_OF_TIME = re.compile(r" (?:period|horizon|span|time\w*|term|window)\b", re.I)
#: Words before "over" where it means "more than".
_MORE_THAN = re.compile(
    r"\b(?:for|of|with|to|than|by|in|has|have|had|at|from|is|are|was|be|been|last\w*|span\w*) $",
    re.I,
)
_NOT_FROM_NOW = re.compile(
    r"(?:\b(?:first|time|highest|lowest|largest|most|lost?|paid|reached)|ed) $"
    r"|\b(?:largest|biggest|highest|lowest|best|worst|strongest|fastest)(?: [a-z]+){1,3} $",
    re.I,
)

_PAYBACK = re.compile(
    r"\b(?:pay(?:s|ing)? (?:back|for (?:it|them)sel)|payback|payable|repa(?:id|yable)"
    r"|vest(?:s|ing|ed)?|recover\w*|recoup\w*|amorti[sz]\w*)",
    re.I,
)

_NOT_AFTER = r"\b(?! (?:of|after|following|from|before|earlier|later|ago)\b)"
#: Words after "in the near term" where it is a phrase of its own, not an adjective.
_AFTER_TERM = (
    r"(?:as|and|to|by|with|from|while|through|subject|we|the|our|it|its|this|that|which|is|are"
    r"|will|but|or|for|of|at|in|on|if|when|because|due|given|after|before|once|until|under|via"
    r"|than|there|they|their|not|may|can|could|should|would|has|have)"
)
_BEFORE_PAYBACK = frozenset("over in within inside".split())
_UNITS = r"(?:days|weeks|months|quarters|years|decades)"
_VAGUE = re.compile(
    rf"(?:(?:the )?(?:coming|next|upcoming)|the following) (?:(?:few|several|many"
    rf"|couple(?: of)?) )?{_UNITS}(?: (?:and|or) (?:\w+ )?{_UNITS})?"
    rf"|{_UNITS}(?: and {_UNITS})? (?:ahead|to come)|generations to come"
    rf"|(?<!time )in (?:just )?a (?:few|couple(?: of)?|matter of) {_UNITS}{_NOT_AFTER}"
    rf"|within (?:(?:just )?(?:a few|a couple(?: of)?|a matter of) )?{_UNITS}{_NOT_AFTER}"
    r"|(?:near(?:er)?|short(?:er)?|medium|mid|long(?:er)?)[- ]to[- ](?:mid|medium"
    r"|long(?:er)?)[- ]term(?! \w)"
    r"|(?:in|over|for|within) the (?:very )?(?:near(?:er)?|short(?:er)?|medium|mid"
    rf"|long(?:er)?)[- ](?:term|run)(?! (?!{_AFTER_TERM}\b)[a-z])"
    r"|over the long(?:er)? (?:term|run)|long(?:er)? term(?=[.,;]|$)"
    r"|(?:near|coming)[- ]future|foreseeable future|not(?:[- ]too)?[- ]distant future"
    r"|in (?:the )?future(?=[.,;]|$)"
    r"|soon(?:er or later|er rather than later)?(?! (?:after|as))\b"
    r"|shortly(?! (?:after\b|before|following|there))\b"
    r"|imminently|in due course|eventually|someday"
    r"|over time|(?:at )?a later date|as (?:soon|early|quickly) as (?:is )?(?:possible"
    r"|practicable|reasonably practicable|practical|we can|feasible)"
    r"|the holidays\b"
    r"|holiday (?:shopping |selling )?(?:season|period|quarter)|(?:the )?christmas (?:trade"
    r"|season|shopping season|market|period)",
    re.I,
)
_EVENT_NOUN = (
    r"(?:completion|closing|approvals?|receipt|clearances?|effectiveness|consummation"
    r"|commissioning|registration|acceptance"
    r"|signing|execution|conclusion|authori[sz]ation|financial close)"
)
#: A word between a preposition and an event.
_FREE = r"(?!(?:upon|after|following|pending|subject)\b)[A-Za-z’'-]+"
#: What follows "subject to" without being a condition: what happens anyway, or a burden.
_NO_CONDITION = (
    r"(?:(?!approv|condition|receipt|satisf|(?:of|and|or|by)\b)[^\s,;]+ ){0,4}?"
    r"(?:chang|modif|adjust|revis|amend|tax(?! approv|,)|risk|uncertain|except|restrict|limitation"
    r"|hold\b|royalt|delist)"
)
#: Words before "upon" in "built upon", "agreed upon", "rely upon".
_NOT_UPON = re.compile(
    r"\b(?:buil(?:d|ds|ding|t)|based|agreed?|rel(?:y|ies|ied|ying|iance)|dr[ae]w\w*|reflect\w*"
    r"|expand\w*|improv\w*|called|acts?|embark\w*|focus\w*|impact\w*|impos\w*|placed) $",
    re.I,
)
#: Words before "permitting" where it is a task, and not a condition.
_NOT_PERMITTING = re.compile(
    r"(?:\b(?:and|or|the|under|through|by|with|for|of|in|to|on|further|via|initiat\w+"
    r"|complet\w+)|[^\w’']) $|^$",
    re.I,
)
_EVENT = re.compile(
    rf"subject(?= to\b)(?! to {_NO_CONDITION})"
    r"|pending(?= (?:\w+ ){0,4}?\w*(?:approv|clearance|complet|review|receipt"
    r"|outcome|accept|result|satisf|decision|clos|negotiat|authori|financ)\w*)"
    r"|upon(?= (?:the |its |our |a |an |such |final |successful |satisfactory |receiv)*\w+)"
    r"|once(?![ -](?:daily|a\b|an\b|per|again|every|weekly|more|monthly|and for))"
    r"|(?:contingent|conditional|conditioned|dependent) (?:up)?on\b|on (?:the )?condition that"
    r"|(?:provided|assuming|providing) that|permitting(?=[.,;)]| [-–—]|$)"
    r"|as soon as(?! (?:is )?(?:possible|practicable|reasonably|practical|we can|the (?:first"
    r"|second|third|fourth)|q\d|\d|early|mid|late|next|this"
    rf"|{'|'.join(MONTH_NAMES)}|sept|oct|nov|dec))"
    rf"|(?:after|following|until|at|on|prior to|before) (?:the "
    rf")?(?:{_FREE} ){{0,3}}?{_EVENT_NOUN}\b"
    rf"|(?:after|following) (?:the |an? )?(?:{_FREE} ){{0,3}}?"
    r"(?:investment decision|acquisition|merger|transaction)\b",
    re.I,
)
_VAGUE_STARTS = frozenset(
    "the coming next upcoming following days weeks months quarters years decades generations "
    "near nearer short shorter medium mid long longer in over"
    " for within foreseeable not soon sooner shortly imminently "
    "eventually someday at a as holiday christmas".split()
)
_EVENT_STARTS = frozenset(
    "subject pending upon once contingent conditional conditioned "
    "dependent on provided assuming providing permitting as"
    " after following until at prior before".split()
)
_BEFORE_NEXT = frozenset("over within across throughout in during for".split())
_SPAN_STARTS = _BEFORE_NEXT | frozenset("the its our next coming upcoming ensuing inside".split())
#: Words of almost any sentence, which are tried only in a sentence with a signal.
_COMMON_WORDS = frozenset(
    "the in over for within at a as on after until before prior its our during across not".split()
)
_TIME_SIGNALS = frozenset(
    "day days week weeks month months quarter quarters year "
    "years decade decades holidays term future run course"
    " later possible practicable practical reasonably can feasible".split()
)
_EVENT_SIGNALS = frozenset(
    "closing completion approval approvals receipt clearance clearances effectiveness consummation"
    " commissioning acceptance registration signing execution "
    "conclusion authorization authorisation"
    " close condition soon decision acquisition merger transaction".split()
)
#: Words at which :func:`loose_at` may find something: in any sentence, and in one with a signal of
#: a time, or of an event.
LOOSE_STARTS = (_VAGUE_STARTS | _EVENT_STARTS | _SPAN_STARTS) - _COMMON_WORDS
MORE_STARTS = (
    (_TIME_SIGNALS, _COMMON_WORDS & (_VAGUE_STARTS | _SPAN_STARTS) | _NUMBERS.keys()),
    (_EVENT_SIGNALS, _COMMON_WORDS & _EVENT_STARTS),
)


class Loose(NamedTuple):
    """A time that is no period of the calendar.

    Parameters
    ----------
    start, end : int
        Its span in the sentence.
    period : Period
        Of kind ``duration``, ``vague`` or ``event``; only the first has days.
    bound : str
        ``in``, ``by`` or empty.
    """

    start: int
    end: int
    period: Period
    bound: str


_VAGUE_PERIOD = Period.unknown("vague")
_EVENT_PERIOD = Period.unknown("event")


def _read_number(word: str | None) -> int | None:
    """Read a number in digits or words."""
    if word is None:
        return None
    return int(word) if word.isdigit() else _NUMBERS.get(word.lower())


def _go_ahead(today: date, n: int, unit: str, business: bool) -> date:
    """Return the day `n` units later."""
    if unit == "day":
        return business_days(today, n) if business else today + timedelta(days=n)
    if unit == "week":
        return today + timedelta(weeks=n)
    return after_months(today, n * {"month": 1, "quarter": 3, "year": 12, "decade": 120}[unit])


def _read_duration(match: re.Match[str], calendar: Calendar) -> Period | None:
    """Return the days of "12 to 18 months" from the release on; None if it has no number."""
    count = _read_number(match["high"]) or _read_number(match["low"])
    unit = match["unit"].lower()
    if not count or count > {"year": _MAX_YEARS, "decade": _MAX_YEARS // 10}.get(unit, count):
        return None
    if calendar.today is None:
        return Period.unknown("duration")
    business = (match["sort"] or "").strip().lower() in ("business", "trading", "working")
    return Period(calendar.today, _go_ahead(calendar.today, count, unit, business), "duration")


def loose_at(text: str, at: int, word: str, calendar: Calendar) -> Loose | None:
    """Read the span, vague time or event that begins with a word, if one does.

    Parameters
    ----------
    text : str
        A sentence on one line.
    at : int
        Where the word begins.
    word : str
        The word in lower case.
    calendar : Calendar

    Returns
    -------
    Loose or None
    """
    if word in _SPAN_STARTS or word in _NUMBERS or word[0].isdigit():
        span = _read_span(text, at, word, calendar)
        if span:
            return span
    if word in _VAGUE_STARTS:
        vague = _VAGUE.match(text, at)
        if vague:
            return Loose(at, vague.end(), _VAGUE_PERIOD, "")
    if word in _EVENT_STARTS:
        event = _EVENT.match(text, at)
        if event and _is_event(text, at, word):
            return Loose(at, event.end(), _EVENT_PERIOD, "")
    return None


def _is_event(text: str, at: int, word: str) -> bool:
    """Check for an event, and not "built upon" or "permitting" as a task."""
    before = max(0, at - 16)
    if word == "permitting":
        return _NOT_PERMITTING.search(text, before, at) is None
    return word != "upon" or _NOT_UPON.search(text, before, at) is None


def _match_taken(text: str, at: int) -> re.Match[str] | None:
    """Match the time that something is going to take from now on: "will take six months"."""
    takes = _TAKES.search(text, max(0, at - 100), at)
    match = _DURATION.match(text, at) if takes else None
    if not takes or not match or _NOT_TAKEN.match(text, match.end()):
        return None
    near = max(0, takes.start() - 160)
    return None if _FROM_EVENT.search(text, near, takes.start()) else match


def _read_span(text: str, at: int, word: str, calendar: Calendar) -> Loose | None:
    """Read "within six months", "over the next year", "in ten days"."""
    if word in _BEFORE_PAYBACK and _PAYBACK.search(text, max(0, at - 60), at):
        return None
    following = _NEXT.match(text, at) if word in _BEFORE_NEXT else None
    if following:
        last = (
            _go_ahead(calendar.today, 1, following["unit"].lower(), False)
            if calendar.today
            else None
        )
        bound = "by" if word == "within" else "in"
        return Loose(at, following.end(), Period(calendar.today, last, "duration"), bound)
    if word in ("within", "inside"):
        match = _WITHIN.match(text, at)
        period = _read_duration(match, calendar) if match else None
        if not match or period is None:
            return None
        if _EVENT_AFTER.match(text, match.end()):
            return Loose(at, match.end(), _EVENT_PERIOD, "")
        return Loose(at, match.end(), period, "by")
    match = _OVER.match(text, at)
    if match:
        period = _read_duration(match, calendar)
        return Loose(at, match.end(), period, "in") if period else None
    if word == "over":
        match = _SPREAD.match(text, at)
        if match and _MORE_THAN.search(text, max(0, at - 12), at):
            return None
    elif word == "in" and not _NOT_FROM_NOW.search(text, max(0, at - 48), at):
        match = _IN.match(text, at)
        if match and _EVENT_AFTER.match(text, match.end()):
            return None
    elif word in _NUMBERS or word[0].isdigit():
        match = _FROM_NOW.match(text, at) or _match_taken(text, at)
    if not match or (_ADJECTIVE.search(match[0]) and not _OF_TIME.match(text, match.end())):
        return None
    period = _read_duration(match, calendar)
    return Loose(at, match.end(), period, "in") if period else None
