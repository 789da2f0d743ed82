"""Amounts, ranges, percents and counts with their units."""

from __future__ import annotations

import re
from typing import NamedTuple

from fls.analysis.amounts.figures import AMOUNT, CURRENCIES, MONEY, SIGN, is_amount, number
from fls.analysis.amounts.signed_ranges import signed_ranges
from fls.analysis.amounts.units import counted_at, is_length, unit_of
from fls.analysis.number_words import NUMBER_WORDS, TIMES, counts
from fls.analysis.times import MONTH_NAMES, MONTHS

__all__ = ["Quantity", "quantities"]


class Quantity(NamedTuple):
    """An amount as a sentence gives it.

    Parameters
    ----------
    text : str
        As written, with the words that set its bound.
    start, end : int
        Its span in the sentence.
    low, high : float or None
        Its limits, both included; equal for a single figure, None if open. Percents are in
        percent, so 12 for "12%".
    unit : str
        A currency code, with ``/share`` for amounts per share, ``percent``,
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


#: Signs of currencies that are letters, which may be written right before a figure.
_CODES = [sign for sign in CURRENCIES if sign.isalpha()]
#: A figure that is not the rest of a word or of another one; the class comes first for speed.
_BEGIN = re.compile(rf"[0-9](?:(?<![\w.,/-][0-9])|(?<=(?:{'|'.join(_CODES)})[0-9]))")
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
#: Words before a figure that is a number in a name.
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
#: A company, an application named after its section of the law, and an identifier.
_NAME = re.compile(r"3M\b(?! [a-z]+s\b)|510[Kk]\b|0\d")
#: Signs after the first of two figures that are no amounts; those of a rate are.
_RATIO = re.compile(r"/(?!y(?:ea)?r\b)|:")
_YEAR = re.compile(r"(?:19|20)\d\d")
_BETWEEN = re.compile(r"between [^;]{0,3}$")
#: Words before two amounts that are the start and the end of a change, not a range.
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
_TIMES_WORD = re.compile(
    rf"(?<!stunt )(?:(?<!the )|(?=\w+ of\b))\b(?:{'|'.join(TIMES)})\b"
    r"(?![- ](?:digit|down|blind|materiality))",
    re.I,
)
#: Words before a count in words that is of known things, not of what is promised.
_DEFINITE = re.compile(
    r"(?:\b(?:the|its|our|their|his|her|these|those|both|one of(?: only)?)"
    r"(?: (?:first|last|other))?|[’']s) $",
    re.I,
)
#: What puts money below zero: a word, or a minus after a word that is no end of a thought.
_BELOW_ZERO = re.compile(
    r"(?:\b(?:negative|minus) |(?:\b(?:of|to|at|is|was|be|or|than|about|around|approximately) )"
    r"(?P<minus>[-\u2212]))$",
    re.I,
)
#: Words between an amount and its margin.
_GIVE_OR_TAKE = re.compile(r",? ?(?:\(?(?:plus or minus|plus/minus|give or take|\+/-|±)) ?", re.I)


def quantities(text: str) -> list[Quantity]:
    """Find the amounts of a sentence.

    Dates, times of day, years, phases, sections and names with figures are no amounts.

    Parameters
    ----------
    text : str
        A sentence on one line.

    Returns
    -------
    list of Quantity
        In reading order, without overlaps.

    Examples
    --------
    >>> amounts = quantities("It expects revenue of $4.1 to $4.3 billion and 10-12% growth.")
    >>> [(q.low, q.high, q.unit) for q in amounts]
    [(4100000000.0, 4300000000.0, 'USD'), (10.0, 12.0, 'percent')]
    """
    amounts = [
        _set_bound(text, (start, end), (low, high), unit, "range" if low < high else "exact")
        for start, end, low, high, unit in signed_ranges(text)
    ]
    taken = {at for amount in amounts for at in range(amount.start, amount.end)}
    free = 0
    for begin in _BEGIN.finditer(text):
        at = begin.start()
        if at < free or at in taken:
            continue
        sign = _SIGN_BEFORE.search(text, max(0, at - 6), at)
        match = AMOUNT.match(text, (sign or begin).start())
        amount = _read_quantity(text, match) if match else None
        if amount:
            amount = _add_margin(text, amount)
            free = amount.end
            if is_amount(amount.low, amount.high):
                amounts.append(amount)
    return sorted(amounts, key=lambda amount: amount.start) if amounts else _read_words(text)


def _add_margin(text: str, amount: Quantity) -> Quantity:
    """Return an amount with the margin after it: "$4.0 billion, plus or minus 2%"."""
    words = _GIVE_OR_TAKE.match(text, amount.end)
    margin = AMOUNT.match(text, words.end()) if words else None
    if margin is None or amount.low is None or amount.low != amount.high:
        return amount
    unit = unit_of(margin)
    difference = number(margin["figure"], margin["scale"])
    if unit is None or unit[0] == "percent" != amount.unit:
        difference *= amount.low / 100.0
    elif unit[0] == "basis point" != amount.unit:
        difference /= 100.0
    end = unit[1] if unit else margin.end()
    limits = amount.low - difference, amount.low + difference
    return amount._replace(
        text=text[amount.start : end], end=end, low=limits[0], high=limits[1], bound="range"
    )


def _read_quantity(text: str, match: re.Match[str]) -> Quantity | None:
    """Return the amount or range of a match; None for names, years and ratios."""
    start = match.start()
    if not match["sign"] and (
        _NAME.match(text, start) or _NAME_BEFORE.search(text, max(0, start - 16), start)
    ):
        return None
    unit = unit_of(match)
    if unit is None or (_RATIO.match(text, match.end()) and not match["sign"]):
        return None
    name, end = unit
    if _are_apart(text, match, end):
        has_unit = match["sign"] or match["scale"] or match["percent"]
        is_year = not has_unit and _YEAR.fullmatch(match["figure"])
        return None if is_year else _read_first(text, match, name)
    scale, last_scale = (None, None) if is_length(match) else match.group("scale", "last_scale")
    low = number(match["figure"], scale or (last_scale and _share_scale(match)))
    if _is_year(match, low, name):
        return None
    if match["loss"]:
        low = -low
    elif match["sign"] and not match["last_figure"]:
        below = _BELOW_ZERO.search(text, max(0, start - 16), start)
        if below:
            start, low = below.start("minus") if below["minus"] else below.start(), -low
    if match["last_figure"]:
        high = number(match["last_figure"], last_scale or scale) * (-1 if match["last_loss"] else 1)
        if high < low and match["joint"].strip() in ("-", "–"):
            return None
        if high < low and match["joint"].strip() in ("—", "--"):  # a dash between two thoughts
            return _read_first(text, match, name)
        limits = min(low, high), max(low, high)
        return _set_bound(text, (start, end), limits, name, "range")
    bound = "at_least" if match["more"] or match["plus"] else "exact"
    return _set_bound(text, (start, end), (low, low), name, bound)


def _are_apart(text: str, match: re.Match[str], end: int) -> bool:
    """Check for two amounts side by side, or the start and the end of a change, and no range."""
    start, joint = match.start(), (match["joint"] or "").strip()
    if joint == "to" and not _TO_AMOUNT.match(text, end):  # else from one range to another
        return _CHANGE.search(text, max(0, start - 120), start) is not None
    return joint in ("and", "or") and not _BETWEEN.search(text, max(0, start - 12), start)


def _share_scale(match: re.Match[str]) -> str | None:
    """Return the scale that two figures share; "500,000 to 2 million" already has thousands."""
    has_thousands = "," in match["figure"] and "," not in (match["last_figure"] or "")
    return None if has_thousands else match["last_scale"]


def _is_year(match: re.Match[str], low: float, name: str) -> bool:
    """Check for a year, also in "in 2024 to $3 million"; an amount of that size has a comma."""
    figure, last_figure = match.group("figure", "last_figure")
    is_bare = not match["sign"] and not match["scale"]
    if last_figure and is_bare:
        has_comma = "," in last_figure and match["joint"] == " to "
        if match["last_sign"] or match["last_scale"] or has_comma:
            return _YEAR.fullmatch(figure) is not None
    if last_figure or match["sign"] or "," in figure or name in ("percent", "times"):
        return False
    return 1900 <= low <= 2100 and low.is_integer()


def _read_first(text: str, match: re.Match[str], name: str) -> Quantity:
    """Return the first of two amounts that are no range; those of a change may share a scale."""
    scale = match["scale"] or (_share_scale(match) if "to" in match["joint"] else None)
    low = number(match["figure"], scale)
    return _set_bound(text, (match.start(), match.start("joint")), (low, low), name, "exact")


def _set_bound(
    text: str, span: tuple[int, int], ends: tuple[float, float], unit: str, bound: str
) -> Quantity:
    """Return an amount with the bound that the words before it set."""
    (start, end), (low, high) = span, ends
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


def _read_words(text: str) -> list[Quantity]:
    """Find "double" or "four new stores" in a sentence without figures."""
    if NUMBER_WORDS.isdisjoint(text.lower().replace("-", " ").split()):
        return []
    times = _TIMES_WORD.search(text)
    if times:
        value = TIMES[times[0].lower()]
        return [_set_bound(text, times.span(), (value, value), "times", "exact")]
    for count in counts(text):
        unit = counted_at(text, count.end)
        near = max(0, count.start - 16), count.start
        if unit and not _NAME_BEFORE.search(text, *near) and not _DEFINITE.search(text, *near):
            name = MONEY.get(unit[0], unit[0]) if count.is_scaled else unit[0]
            bound = "range" if count.high > count.low else "exact"
            return [_set_bound(text, (count.start, unit[1]), (count.low, count.high), name, bound)]
    return []
