"""Ranges from a fall or a loss to a rise or a profit: "down 3% to up 2%", "($0.15) to $0.05"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from fls.analysis.amounts.figures import CURRENCIES, FIGURE, SCALE, SIGN, is_amount, number

__all__ = ["SignedRange", "signed_ranges"]

_DOWN = r"(?:down|minus|negative|[-\u2212])"
_UP = r"(?:up|plus|positive|\+)"
_PERCENT = r"(?: ?%| per ?cent\b)"
_TO = r"(?P<to> to | and |[-\u2013]to[-\u2013]| ?\u2013 ?)"


def _write_end(side: str, percent: str) -> str:
    """Write the pattern of one end of a range of percents; a fall may be in brackets."""
    direction = rf"(?:(?P<down_{side}>(?<![\w.]){_DOWN} ?)|(?P<up_{side}>(?<![\w.]){_UP} ?))?"
    figure = rf"(?<![\w.,])(?P<{side}>{FIGURE})"
    bracketed = rf"(?:\((?P<loss_{side}>{FIGURE})\){percent}|\((?P<lost_{side}>{FIGURE})%\))"
    return rf"(?:(?P<flat_{side}>\bflat\b)|{bracketed}|{direction}{figure}{percent})"


_PERCENTS = re.compile(
    _write_end("a", _PERCENT + "?") + _TO + _write_end("b", _PERCENT), re.IGNORECASE
)


def _write_money(side: str) -> str:
    """Write the pattern of an amount of money."""
    return rf"(?P<sign_{side}>{SIGN}) ?(?P<{side}>{FIGURE})(?P<scale_{side}>{SCALE})?"


def _write_loss(side: str) -> str:
    """Write the pattern of an amount in brackets, perhaps with its power of ten after them."""
    return rf"\({_write_money(side)}\)(?P<behind_{side}>{SCALE})?"


_SHARE = r"(?P<share> (?:per|a) (?:\w+ ){0,2}(?:share|unit|ADS)\b)?"
_LOSSES = re.compile(
    rf"{_write_loss('a')}(?:{_TO}(?P<loss_b>\()?{_write_money('b')}(?(loss_b)\)(?P<behind_b>{SCALE})?))?"
    + _SHARE
)
#: From zero or a fall, with a sign or a word, to another amount with or without either.
_FALLS = re.compile(
    rf"(?:(?P<zero>\b[Bb]reak-?even)"
    rf"|(?<![\w.])(?:(?P<sign>[-\u2212])|(?:[Nn]egative|[Mm]inus) ){_write_money('a')}){_TO}"
    r"(?:(?P<up>positive |plus |\+)|(?P<down>negative |minus |[-\u2212]))?"
    rf"{_write_money('b')}{_SHARE}"
)
_BETWEEN = re.compile(r"\bbetween $", re.IGNORECASE)


class SignedRange(NamedTuple):
    """A range with its span.

    Parameters
    ----------
    start, end : int
    low, high : float
        In percent, or in units of the currency; negative for a fall or a loss.
    unit : str
        ``percent``, or a currency code, with ``/share`` for amounts per share.
    """

    start: int
    end: int
    low: float
    high: float
    unit: str


def signed_ranges(text: str) -> list[SignedRange]:
    """Find the ranges whose ends have a direction.

    Parameters
    ----------
    text : str
        A sentence on one line.

    Returns
    -------
    list of SignedRange

    Examples
    --------
    >>> [(r.low, r.high) for r in signed_ranges("flat to up 2%, not down 3% to up 1%")]
    [(0.0, 2.0), (-3.0, 1.0)]
    >>> signed_ranges("a result of ($0.15) to $0.05 per share")[0][2:]
    (-0.15, 0.05, 'USD/share')
    """
    ranges = []
    for match in _PERCENTS.finditer(text) if "%" in text or "cent" in text else ():
        low, high = sorted(_read_percent(match, side) for side in "ab")
        if (
            _has_direction(match)
            and _is_joined(text, match)
            and (low < 0 or match["flat_a"] or match["flat_b"])
        ):
            ranges.append(SignedRange(*match.span(), low, high, "percent"))
    ranges += _find_losses(text) if "(" in text else ()
    ranges += _find_falls(text)
    return sorted(signed for signed in ranges if is_amount(signed.low, signed.high))


def _find_losses(text: str) -> Iterator[SignedRange]:
    """Find losses in brackets: "($0.15) to $0.05", and "($4.5)M" alone."""
    for match in _LOSSES.finditer(text):
        scale = match["scale_a"] or match["behind_a"]
        unit = CURRENCIES[match["sign_a"]] + "/share" * bool(match["share"])
        if not match["b"]:
            # Without a scale after them, the brackets may be those of an aside.
            if match["behind_a"]:
                loss = -number(match["a"], scale)
                yield SignedRange(*match.span(), loss, loss, unit)
        elif _is_joined(text, match):
            ending = match["scale_b"] or match["behind_b"]
            other = number(match["b"], ending)
            loss = -number(match["a"], scale or _share_scale(match, ending))
            low, high = sorted((loss, -other if match["loss_b"] else other))
            yield SignedRange(*match.span(), low, high, unit)


def _find_falls(text: str) -> Iterator[SignedRange]:
    """Find ranges with a sign or a word: "-$5M to $5M", "breakeven to $10M"."""
    for match in _FALLS.finditer(text):
        direction = match["zero"] or match["sign"] or match["up"] or match["down"]
        if direction and _is_joined(text, match):
            unit = CURRENCIES[match["sign_b"]] + "/share" * bool(match["share"])
            other = number(match["b"], match["scale_b"]) * (-1 if match["down"] else 1)
            scale = match["scale_a"] or _share_scale(match, match["scale_b"])
            fall = -number(match["a"], scale) if match["a"] else 0.0
            low, high = sorted((fall, other))
            yield SignedRange(*match.span(), low, high, unit)


def _share_scale(match: re.Match[str], scale: str | None) -> str | None:
    """Return the scale of the second figure, unless the first has its own thousands."""
    return None if "," in (match["a"] or "") and "," not in match["b"] else scale


def _is_joined(text: str, match: re.Match[str]) -> bool:
    """Check that two ends make one range: in one currency, with "and" only after "between"."""
    start = match.start()
    between = _BETWEEN.search(text, max(0, start - 8), start)
    signs = [match.groupdict().get(f"sign_{side}") for side in "ab"]
    return (match["to"] != " and " or between is not None) and (
        not signs[0] or CURRENCIES[signs[0]] == CURRENCIES[signs[1] or ""]
    )


def _has_direction(match: re.Match[str]) -> bool:
    """Check that an end has a direction; "down 3% to 5%" needs one at its other end, too."""
    first = ("flat_a", "loss_a", "lost_a")
    second = ("flat_b", "up_b", "down_b", "loss_b", "lost_b")
    is_sign = (match["down_a"] or "x").strip() in "-\u2212"
    return is_sign or any(match[name] for name in (*first, *second))


def _read_percent(match: re.Match[str], side: str) -> float:
    """Return the value of one end, below 0 for a fall."""
    if match[f"flat_{side}"]:
        return 0.0
    lost = match[f"loss_{side}"] or match[f"lost_{side}"]
    value = number(lost or match[side], None)
    return -value if lost or match[f"down_{side}"] else value
