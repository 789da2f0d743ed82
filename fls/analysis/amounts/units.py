"""The unit of an amount: from the signs at its figures, or the noun after them."""

from __future__ import annotations

import re

from fls.analysis.amounts.figures import CURRENCIES, MONEY
from fls.analysis.times import MONTH_WORDS

__all__ = ["counted_at", "is_length", "unit_of"]

_NOUN = re.compile(
    r" (?:(?:new|additional|further|more|full[- ]time|evaluable|adult|net|gross|other|total|key"
    r"|local|retail|initial|million|own)[ -]){0,2}"
    r"(?P<noun>[A-Za-z][a-z]{2,}(?:-[a-z]+)?|MWh?|GWh?|kW|TWh|km|kg|mg|oz|ha|m|BOE|DMT|WMT|TPD|TEU)\b"
)
#: A word of a name, or of a title in capitals.
_TITLE_WORD = re.compile(r" (?P<noun>[A-Za-z][\w&’'-]*)")
#: A noun after adjectives with commas: "direct, indirect and induced jobs".
_LISTED = re.compile(
    r" (?:[a-z-]+, ){1,3}(?:(?:[a-z-]+ )?(?:and|or) )?(?=[a-z-]+ (?P<noun>[a-z]{3,})\b)"
)
#: The next word of the same noun phrase.
_NEXT_NOUN = re.compile(
    r" (?:and )?(?:[Pp]hase (?:[1-4]|I{1,3}|IV)[ab]?(?:/(?:[2-4]|I{2,3})[ab]?)? )?"
    r"(?P<noun>[a-z][a-z-]{2,})\b"
)
_PLURAL = re.compile(
    r"(?!.*(?:ous|ss|us|is|gas|xas|nsas)$)"
    r"(?:.*s|people|men|women|children|staff|personnel|feet|aircraft)$"
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
_TIME_WORDS = frozenset(
    "day days week weeks month months quarter quarters year "
    "years hour hours minutes minute seconds a.m p.m am pm eastern et"
    " decade decades fiscal weekday weekdays".split()
).union(MONTH_WORDS)
_LENGTH = re.compile(r"\b(?:depth|length|width|thickness)s? of (?:[a-z]+ ){0,2}$")


def unit_of(match: re.Match[str]) -> tuple[str, int] | None:
    """Return the unit of an amount and where it ends; None if the figure is no amount.

    Parameters
    ----------
    match : re.Match
        Match of :data:`fls.analysis.amounts.figures.AMOUNT`.

    Returns
    -------
    (str, int) or None

    Examples
    --------
    >>> from fls.analysis.amounts.figures import AMOUNT
    >>> [unit_of(AMOUNT.match(text)) for text in ("$4 a share", "12 new pumps", "10,000m", "4 of")]
    [('USD/share', 10), ('pumps', 12), ('m', 7), None]
    """
    text, end = match.string, match.end()
    measure = ((match["measure"] or "") + (match["percent"] or "")).strip(" -").lower()
    if match["sign"]:
        return CURRENCIES[match["sign"]] + "/share" * bool(match["share"]), end
    if measure:
        for sign, unit in (("point", ""), ("bps", "basis point"), ("x", "times")):
            if sign in measure:
                return unit or measure.rstrip("s"), end
        return "percent", end
    if match["cent"]:
        return "cent" + "/share" * bool(match["share"]), end
    return ("m", end) if is_length(match) else _find_unit_after(text, match)


def _find_unit_after(text: str, match: re.Match[str]) -> tuple[str, int] | None:
    """Find the noun after figures; an amount with a power of ten needs none."""
    end = match.end()
    noun = _NOUN.match(text, end)
    name = noun["noun"] if noun else ""
    is_scaled = bool(match["scale"] or match["last_scale"])
    if noun and name in MONEY and is_scaled:
        return MONEY[name], noun.end()
    if (
        not noun
        or name.lower() in _TIME_WORDS
        or name.lower() in _NOT_NOUN
        or (name[0].isupper() and name not in _UNITS)
    ):
        titled = _find_titled(text, end) if is_scaled or "," in match["figure"] else None
        return titled or (("", end) if is_scaled and name.lower() not in _TIME_WORDS else None)
    return (
        _find_counted(text, noun) or _find_listed(text, end) or (("", end) if is_scaled else None)
    )


def is_length(match: re.Match[str]) -> bool:
    """Check whether "10,000m", or "30m" after "a depth of", is in metres and not millions."""
    if "m" not in (match["scale"], match["last_scale"]) or match["sign"]:
        return False
    figure, start = match["figure"].replace(",", ""), match.start()
    return (figure.isdigit() and len(figure) > 3) or bool(
        _LENGTH.search(match.string, max(0, start - 40), start)
    )


def counted_at(text: str, at: int) -> tuple[str, int] | None:
    """Find what is counted right after a number in words, and where it ends.

    Examples
    --------
    >>> counted_at("four new shops in May", 4), counted_at("four in May", 4)
    (('shops', 14), None)
    """
    noun = _NOUN.match(text, at)
    return _find_counted(text, noun) if noun and noun["noun"].islower() else None


def _find_counted(text: str, noun: re.Match[str]) -> tuple[str, int] | None:
    """Find what is counted: the first plural of a noun phrase, "tons" in "metric tons"."""
    name, end, before = noun["noun"], noun.end(), ""
    for _ in range(5):
        if name in _NOT_NOUN or name in _TIME_WORDS:
            return None
        if name in _UNITS or _PLURAL.match(name):
            return _name_measure(before, name), end
        further = _NEXT_NOUN.match(text, end)
        if not further:
            return None
        before, name, end = name, further["noun"], further.end()
    return None


def _name_measure(before: str, name: str) -> str:
    """Return the name of a unit, with "square" or "cubic" before it."""
    return f"{before} {name}" if before in ("square", "cubic") else name


def _find_titled(text: str, end: int) -> tuple[str, int] | None:
    """Find what is counted after words in capitals, given a figure too large for a name."""
    before = ""
    for _ in range(5):
        word = _TITLE_WORD.match(text, end)
        name = word["noun"].lower() if word else ""
        if not word or name in _NOT_NOUN or name in _TIME_WORDS:
            return None
        end = word.end()
        if name in MONEY:
            # "5 million Canadian dollars" are not US dollars.
            return (MONEY[name], end) if before in ("", "us") else None
        if _PLURAL.match(name) and name != "series":
            name = name if word["noun"].istitle() else word["noun"]
            return _name_measure(before, name), end
        before = name
    return None


def _find_listed(text: str, at: int) -> tuple[str, int] | None:
    """Find what is counted after several adjectives with commas."""
    match = _LISTED.match(text, at)
    if not match or not _PLURAL.match(match["noun"]) or match["noun"] in _TIME_WORDS:
        return None
    words = re.findall(r"[a-z-]+", text[at : match.end("noun")])
    if _NOT_NOUN.intersection(words) - {"and", "or"}:
        return None
    return match["noun"], match.end("noun")
