"""Ranges from a fall or a loss to a rise or a profit: "down 3% to up 2%", "($0.15) to $0.05"."""

from __future__ import annotations

import re
from typing import NamedTuple

from .figures import CURRENCIES, FIGURE, SCALE, SIGN, number

__all__ = ["SignedRange", "signed_ranges"]

_DOWN = r"(?:down|minus|negative|[-\u2212])"
_UP = r"(?:up|plus|positive|\+)"
_PERCENT = r"(?: ?%| per ?cent\b)"
_TO = r"(?: to | and |[-\u2013]to[-\u2013]| ?\u2013 ?)"


def _end(side: str, percent: str) -> str:
    """One end of a range of percents, with its direction; a fall may stand in brackets."""
    direction = rf"(?:(?P<down_{side}>(?<![\w.]){_DOWN} ?)|(?P<up_{side}>(?<![\w.]){_UP} ?))?"
    figure = rf"(?<![\w.,])(?P<{side}>{FIGURE})"
    bracketed = rf"(?:\((?P<loss_{side}>{FIGURE})\){percent}|\((?P<lost_{side}>{FIGURE})%\))"
    return rf"(?:(?P<flat_{side}>\bflat\b)|{bracketed}|{direction}{figure}{percent})"


_PERCENTS = re.compile(_end("a", _PERCENT + "?") + _TO + _end("b", _PERCENT), re.IGNORECASE)


def _money(side: str) -> str:
    return rf"(?P<sign_{side}>{SIGN}) ?(?P<{side}>{FIGURE})(?P<scale_{side}>{SCALE})?"


_LOSSES = re.compile(
    rf"\({_money('a')}\){_TO}(?P<loss_b>\()?{_money('b')}(?(loss_b)\))"
    r"(?P<share> (?:per|a) (?:\w+ ){0,2}(?:share|unit|ADS)\b)?"
)


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
    """Find ranges whose ends say which way they point.

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
    found = []
    for match in _PERCENTS.finditer(text) if "%" in text or "cent" in text else ():
        low, high = sorted(_percent(match, side) for side in "ab")
        if _points(match) and (low < 0 or match["flat_a"] or match["flat_b"]):
            found.append(SignedRange(*match.span(), low, high, "percent"))
    for match in _LOSSES.finditer(text) if "(" in text else ():
        loss, other = number(match["a"], match["scale_a"]), number(match["b"], match["scale_b"])
        low, high = sorted((-loss, -other if match["loss_b"] else other))
        unit = CURRENCIES[match["sign_a"]] + "/share" * bool(match["share"])
        found.append(SignedRange(*match.span(), low, high, unit))
    return found


def _points(match: re.Match[str]) -> bool:
    """Whether both ends say which way they point: "down 3% to 5%" does not."""
    first = ("flat_a", "loss_a", "lost_a")
    second = ("flat_b", "up_b", "down_b", "loss_b", "lost_b")
    by_sign = (match["down_a"] or "x").strip() in "-\u2212"
    return by_sign or any(match[name] for name in (*first, *second))


def _percent(match: re.Match[str], side: str) -> float:
    """Value of one end; below 0 for a fall."""
    if match[f"flat_{side}"]:
        return 0.0
    lost = match[f"loss_{side}"] or match[f"lost_{side}"]
    value = number(lost or match[side], None)
    return -value if lost or match[f"down_{side}"] else value
