"""Amounts, ranges, percents and counts with their units."""

from __future__ import annotations

import re
from typing import NamedTuple

from fls.analysis.amounts.figures import CURRENCIES, FIGURE, MONEY, SCALE, SIGN, is_amount, number
from fls.analysis.amounts.signed_ranges import signed_ranges
from fls.analysis.number_words import NUMBER_WORDS, TIMES, counts
from fls.analysis.times import MONTH_NAMES, MONTHS

__all__ = ["Quantity", "quantities"]


class Quantity(NamedTuple):
    """An amount as a sentence gives it.

    Parameters
    ----------
    text : str
        As written, with the words that bound it.
    start, end : int
        Its span in the sentence.
    low, high : float or None
        Its limits, both included; equal for a single figure, None where open. Percents are in
        percent, so 12 for "12%".
    unit : str
        A currency code, the same with ``/share`` for amounts per share, ``percent``,
        ``percentage point``, ``basis point``, ``times``, or the noun that is counted.
    bound : str
        ``exact``, ``about``, ``at_least``, ``at_most`` or ``range``.
    """

    text: str
    start: int
    end: int
    low: float | None
    high: float | None
    unit: str
    bound: str


_AMOUNT = re.compile(
    # A loss stands in brackets.
    rf"(?P<c>{SIGN})? ?(?P<loss>(?<=[^\s(])\((?=[\d.,]+\)))?(?P<a>{FIGURE})(?(loss)\))"
    rf"(?P<more>\+)?(?P<s>{SCALE})?(?P<p>%| per ?cent)?"
    rf"(?:(?P<to> ?(?:--?|[–—]) ?| to | and | or )(?P<e>{SIGN})? "
    rf"?(?P<loss_b>\((?=[\d.,]+\)))?(?P<b>(?>{FIGURE}))(?(loss_b)\))"
    rf"(?![\w,.]*\d)(?P<t>{SCALE})?)?"
    r"(?P<q>(?: ?%| per ?cent\b|[- ]percent\b| percentage points?\b| basis points?\b|[ -]?bps\b"
    r"|x\b))?"
    r"(?P<d> cents?\b)?"
    r"(?P<share> (?:per|a) (?:\w+ ){0,2}(?:share|unit|ADS)\b)?(?P<plus>\+)?"
)
#: A figure that is not the rest of a word or of another one; the class stands first for speed.
_BEGIN = re.compile(
    r"[0-9](?:(?<![\w.,/-][0-9])|(?<=(?:RMB|EUR|USD|GBP|CHF|CAD|AUD|NOK|SEK|DKK|JPY|CNY|INR)[0-9]))"
)
_SIGN_BEFORE = re.compile(rf"(?<![\w.])(?:{SIGN}) ?\(?$")
_LEADING = re.compile(
    r"(?:(?<![\w-])(?:(?P<least>at least|more than|over|above|greater than|in excess of"
    r"|no(?:t)? (?:fewer|less) than|a minimum of|exceed(?:ing|s)?|upwards of)"
    r"|(?P<most>up to|at most|no(?:t)? more than|less than|fewer than|under|below|as (?:many"
    r"|much) as|a maximum of|not exceed(?:ing)?)"
    r"|(?P<range>between|from|in the range of)"
    r"|(?P<about>approximately|about|around|roughly|some|nearly|almost|circa|an estimated"
    r"|estimated|ca\.|c\.))) (?:(?:the|an?) )?"
    r"(?:(?:an additional|another|approximately|about|US) )?$"
    r"|(?P<near>[~≈]) ?$",
    re.I,
)
_NOUN = re.compile(
    r" (?:(?:new|additional|further|more|full[- ]time|evaluable|adult|net|gross|other|total|key"
    r"|local|retail|initial|million|own)[ -]){0,2}"
    r"(?P<n>[A-Za-z][a-z]{2,}(?:-[a-z]+)?|MWh?|GWh?|kW|TWh|km|kg|mg|oz|ha|m|BOE|DMT|WMT|TPD|TEU)\b"
)
#: A word of a name, or of a title in capitals.
_TITLE_WORD = re.compile(r" (?P<n>[A-Za-z][\w&’'-]*)")
#: What is counted behind adjectives that commas divide: "direct, indirect and induced jobs".
_LISTED = re.compile(
    r" (?:[a-z-]+, ){1,3}(?:(?:[a-z-]+ )?(?:and|or) )?(?=[a-z-]+ (?P<n>[a-z]{3,})\b)"
)
#: The next word of the same noun phrase.
_NEXT_NOUN = re.compile(
    r" (?:and )?(?:[Pp]hase (?:[1-4]|I{1,3}|IV)[ab]?(?:/(?:[2-4]|I{2,3})[ab]?)? )?"
    r"(?P<n>[a-z][a-z-]{2,})\b"
)
_PLURAL = re.compile(
    r"(?!.*(?:ous|ss|us|is|gas|xas|nsas)$)(?:.*s|people|men|women|children|staff|personnel|feet|aircraft)$"
)
_UNITS = frozenset(
    "MW MWh GW GWh kW TWh km kg mg oz koz Moz ha m bbl bcf boe boepd bpd ppb ppm tpa tpd tpy ktpa"
    " Mtpa BOE DMT WMT TPD TEU".split()
)
_NOT_NOUN = frozenset(
    "and or the for per from with that which will are has was "
    "were may through into than without within across also of on in at to by after before"
    " over under each"
    " this its our their his her was had have not but who when while".split()
)
_OF_TIME = frozenset(
    "day days week weeks month months quarter quarters year "
    "years hour hours minutes minute seconds a.m p.m am pm sept eastern et"
    " decade decades fiscal weekday weekdays".split()
).union(MONTHS, MONTH_NAMES)
_NAME_BEFORE = re.compile(
    r"(?:\b(?:NI|ISO|IFRS|ASC|ASU|S-K"
    r"|Phase|Section|Rule|Form|Item|Part|Chapter|Article|Regulation|Level|Tier|Series"
    r"|Class|Schedule|Note|No\.|Nos\.|Number|Stage"
    r"|Type|Version|Title|Highway|Route|Model|Category|Suite|Day|Week|Month|Year|Page|Group"
    r"|Scope|Gen|Generation|Lot|Unit|Block|Zone|Flight"
    rf"|{'|'.join(MONTH_NAMES).title()}|(?:{'|'.join(MONTHS).title()}|Sept)\."
    r"|FY|fiscal|calendar|year|age[ds]?)"
    r"|\b(?:phase|stage|type|section|rule|aged|ages)) $"
)
#: A company, a kind of application named after its section of the law, and an identifier.
_NAMES = re.compile(r"3M\b(?! [a-z]+s\b)|510[Kk]\b|0\d")
#: Behind the first of two figures that are none; a rate is one.
_BESIDE = re.compile(r"/(?!y(?:ea)?r\b)|:")
_YEAR = re.compile(r"(?:19|20)\d\d")
_BETWEEN = re.compile(r"between [^;]{0,3}$")
#: Before the first of two amounts that are no range: where a change begins.
_CHANGE = re.compile(
    r"\b(?:expansion|reduction|(?:rais|increas|decreas|reduc|lower|improv|declin|expand|elevat"
    r"|chang|doubl|shrink|boost|lift|climb|jump|drop|grow|grew|ris|rose|fall|fell|cut|mov|scal"
    r"|go|went|revis|extend|upsiz|accelerat|slow)(?:e[sd]?|s|ed|ing|ting|ping|ling|e?n|es)?)\b"
    r"(?![^,;:]*\b(?:rang(?:e|es|ing)|anywhere|by|varying) from)"
    r"[^,;:]{0,80}?\bfrom (?:(?:the|its|our|an?|about|around|approximately|roughly|nearly|over"
    r"|previous|prior|current|original|initial|earlier) ){0,3}$",
    re.I,
)
_TO_AMOUNT = re.compile(rf",? to (?:{SIGN})? ?\d")
_LENGTH = re.compile(r"\b(?:depth|length|width|thickness)s? of (?:[a-z]+ ){0,2}$")
_TIMES_WORD = re.compile(
    rf"(?<!stunt )(?:(?<!the )|(?=\w+ of\b))\b(?:{'|'.join(TIMES)})\b"
    r"(?![- ](?:digit|down|blind|materiality))",
    re.I,
)
#: Before a count in words: things that are known, not what is promised.
_KNOWN = re.compile(
    r"(?:\b(?:the|its|our|their|his|her|these|those|both|one of(?: only)?)"
    r"(?: (?:first|last|other))?|[’']s) $",
    re.I,
)
#: What may be more or less by the amount behind it.
_GIVE_OR_TAKE = re.compile(r",? ?(?:\(?(?:plus or minus|plus/minus|give or take|\+/-|±)) ?", re.I)


def quantities(text: str) -> list[Quantity]:
    """Find the amounts of a sentence.

    Dates, times of day, years, phases, sections and names with figures in them are none.

    Parameters
    ----------
    text : str
        A sentence on one line.

    Returns
    -------
    list of Quantity
        In reading order, apart from each other.

    Examples
    --------
    >>> found = quantities("It expects revenue of $4.1 to $4.3 billion and 10-12% growth.")
    >>> [(q.low, q.high, q.unit) for q in found]
    [(4100000000.0, 4300000000.0, 'USD'), (10.0, 12.0, 'percent')]
    """
    found = [
        _bounded(text, start, end, low, high, unit, "range" if low < high else "exact")
        for start, end, low, high, unit in signed_ranges(text)
    ]
    taken = {at for amount in found for at in range(amount.start, amount.end)}
    free = 0
    for begin in _BEGIN.finditer(text):
        at = begin.start()
        if at < free or at in taken:
            continue
        sign = _SIGN_BEFORE.search(text, max(0, at - 6), at)
        amount = _AMOUNT.match(text, (sign or begin).start())
        quantity = _quantity(text, amount) if amount else None
        if quantity:
            quantity = _give_or_take(text, quantity)
            free = quantity.end
            if is_amount(quantity.low, quantity.high):
                found.append(quantity)
    return sorted(found, key=lambda amount: amount.start) if found else _in_words(text)


def _give_or_take(text: str, amount: Quantity) -> Quantity:
    """Widen an amount by what may be more or less: "$4.0 billion, plus or minus 2%"."""
    words = _GIVE_OR_TAKE.match(text, amount.end)
    margin = _AMOUNT.match(text, words.end()) if words else None
    if margin is None or amount.low is None or amount.low != amount.high:
        return amount
    unit = _unit(text, margin)
    by = number(margin["a"], margin["s"])
    if unit is None or unit[0] == "percent" != amount.unit:
        by *= amount.low / 100.0
    elif unit[0] == "basis point" != amount.unit:
        by /= 100.0
    end = unit[1] if unit else margin.end()
    limits = amount.low - by, amount.low + by
    return amount._replace(
        text=text[amount.start : end], end=end, low=limits[0], high=limits[1], bound="range"
    )


def _unit(text: str, found: re.Match[str]) -> tuple[str, int] | None:
    """Give the unit of an amount and where it ends; None where the figure is no amount."""
    measure = ((found["q"] or "") + (found["p"] or "")).strip(" -").lower()
    if found["c"]:
        return CURRENCIES[found["c"]] + "/share" * bool(found["share"]), found.end()
    if measure:
        for sign, unit in (("point", ""), ("bps", "basis point"), ("x", "times")):
            if sign in measure:
                return unit or measure.rstrip("s"), found.end()
        return "percent", found.end()
    if found["d"]:
        return "cent" + "/share" * bool(found["share"]), found.end()
    if _is_length(found):
        return "m", found.end()
    noun = _NOUN.match(text, found.end())
    name = noun["n"] if noun else ""
    scaled = found["s"] or found["t"]
    if noun and name in MONEY and scaled:
        return MONEY[name], noun.end()
    if (
        not noun
        or name.lower() in _OF_TIME
        or name.lower() in _NOT_NOUN
        or (name[0].isupper() and name not in _UNITS)
    ):
        titled = _titled(text, found.end()) if scaled or "," in found["a"] else None
        return titled or (("", found.end()) if scaled and name.lower() not in _OF_TIME else None)
    counted = _counted(text, noun) or _listed(text, found.end())
    return counted or (("", found.end()) if scaled else None)


def _is_length(found: re.Match[str]) -> bool:
    """Tell whether "10,000m", or "30m" behind "a depth of", is metres and not millions."""
    if "m" not in (found["s"], found["t"]) or found["c"]:
        return False
    figure, start = found["a"].replace(",", ""), found.start()
    return (figure.isdigit() and len(figure) > 3) or bool(
        _LENGTH.search(found.string, max(0, start - 40), start)
    )


def _counted(text: str, noun: re.Match[str]) -> tuple[str, int] | None:
    """Find what is counted: the first plural of a noun phrase, "tons" in "metric tons"."""
    name, end, before = noun["n"], noun.end(), ""
    for _ in range(5):
        if name in _NOT_NOUN or name in _OF_TIME:
            return None
        if name in _UNITS or _PLURAL.match(name):
            return _measured(before, name), end
        further = _NEXT_NOUN.match(text, end)
        if not further:
            return None
        before, name, end = name, further["n"], further.end()
    return None


def _measured(before: str, name: str) -> str:
    return f"{before} {name}" if before in ("square", "cubic") else name


def _titled(text: str, end: int) -> tuple[str, int] | None:
    """Find what is counted behind words in capitals; no name holds a figure that large."""
    before = ""
    for _ in range(5):
        word = _TITLE_WORD.match(text, end)
        name = word["n"].lower() if word else ""
        if not word or name in _NOT_NOUN or name in _OF_TIME:
            return None
        end = word.end()
        if name in MONEY:
            # "5 million Canadian dollars" are none of the United States.
            return (MONEY[name], end) if before in ("", "us") else None
        if _PLURAL.match(name) and name != "series":
            name = name if word["n"].istitle() else word["n"]
            return _measured(before, name), end
        before = name
    return None


def _listed(text: str, at: int) -> tuple[str, int] | None:
    """Find what is counted behind several adjectives with commas."""
    found = _LISTED.match(text, at)
    if not found or not _PLURAL.match(found["n"]) or found["n"] in _OF_TIME:
        return None
    words = re.findall(r"[a-z-]+", text[at : found.end("n")])
    return None if _NOT_NOUN.intersection(words) - {"and", "or"} else (found["n"], found.end("n"))


def _quantity(text: str, found: re.Match[str]) -> Quantity | None:
    start = found.start()
    if not found["c"] and (
        _NAMES.match(text, start) or _NAME_BEFORE.search(text, max(0, start - 16), start)
    ):
        return None
    unit = _unit(text, found)
    if unit is None or (_BESIDE.match(text, found.end()) and not found["c"]):
        return None
    name, end = unit
    if _are_apart(text, found, end):
        is_year = not (found["c"] or found["s"] or found["p"]) and _YEAR.fullmatch(found["a"])
        return None if is_year else _single(text, found, name)
    scales = (None, None) if _is_length(found) else (found["s"], found["t"])
    low = number(found["a"], scales[0] or (scales[1] and _lent(found)))
    if _is_year(found, low, name):
        return None
    if found["loss"]:
        low = -low
    if found["b"]:
        high = number(found["b"], scales[1] or scales[0]) * (-1 if found["loss_b"] else 1)
        if high < low and found["to"].strip() in ("-", "–"):
            return None
        if high < low and found["to"].strip() in ("—", "--"):  # a dash between two thoughts
            return _single(text, found, name)
        return _bounded(text, start, end, min(low, high), max(low, high), name, "range")
    bound = "at_least" if found["more"] or found["plus"] else "exact"
    return _bounded(text, start, end, low, low, name, bound)


def _are_apart(text: str, found: re.Match[str], end: int) -> bool:
    """Tell two amounts from a range: side by side, or the start and the end of a change."""
    start, joint = found.start(), (found["to"] or "").strip()
    if joint == "to" and not _TO_AMOUNT.match(text, end):  # else from one range to another
        return _CHANGE.search(text, max(0, start - 120), start) is not None
    return joint in ("and", "or") and not _BETWEEN.search(text, max(0, start - 12), start)


def _lent(found: re.Match[str]) -> str | None:
    """Give the scale that two figures share; "500,000 to 2 million" has its thousands already."""
    return None if "," in found["a"] and "," not in (found["b"] or "") else found["t"]


def _is_year(found: re.Match[str], low: float, name: str) -> bool:
    """Tell a year from an amount, also in "in 2024 to $3 million"; so many have a comma."""
    if (
        found["b"]
        and not found["c"]
        and not found["s"]
        and (found["e"] or found["t"] or ("," in found["b"] and found["to"] == " to "))
    ):
        return _YEAR.fullmatch(found["a"]) is not None
    bare = not (found["b"] or found["c"] or "," in found["a"] or name in ("percent", "times"))
    return bare and 1900 <= low <= 2100 and low.is_integer()


def _single(text: str, found: re.Match[str], name: str) -> Quantity:
    """Take the first of two amounts that are no range; of a change both may have one scale."""
    scale = found["s"] or (_lent(found) if "to" in found["to"] else None)
    low = number(found["a"], scale)
    return _bounded(text, found.start(), found.start("to"), low, low, name, "exact")


def _bounded(
    text: str, start: int, end: int, low: float, high: float, unit: str, bound: str
) -> Quantity:
    """Set the limits that the words before an amount give it."""
    leading = _LEADING.search(text, max(0, start - 40), start)
    begin = leading.start() if leading else start
    limits: tuple[float | None, float | None] = (low, None if bound == "at_least" else high)
    sort = leading.lastgroup if leading else None
    if sort == "least":
        limits, bound = (high, None), "at_least"
    elif sort == "most":
        limits, bound = (None, high), "at_most"
    elif sort in ("about", "near") and bound == "exact":
        bound = "about"
    elif sort == "range" and bound != "range":
        begin = start
    return Quantity(text[begin:end], begin, end, *limits, unit, bound)


def _in_words(text: str) -> list[Quantity]:
    """Find "double" and "four new stores" where no figure stands."""
    if NUMBER_WORDS.isdisjoint(text.lower().replace("-", " ").split()):
        return []
    times = _TIMES_WORD.search(text)
    if times:
        value = TIMES[times[0].lower()]
        return [_bounded(text, *times.span(), value, value, "times", "exact")]
    for count in counts(text):
        noun = _NOUN.match(text, count.end)
        unit = _counted(text, noun) if noun and noun["n"].islower() else None
        near = max(0, count.start - 16), count.start
        if unit and not _NAME_BEFORE.search(text, *near) and not _KNOWN.search(text, *near):
            name = MONEY.get(unit[0], unit[0]) if count.is_scaled else unit[0]
            bound = "range" if count.high > count.low else "exact"
            return [_bounded(text, count.start, unit[1], count.low, count.high, name, bound)]
    return []
