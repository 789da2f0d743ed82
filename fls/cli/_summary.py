"""What a person reads of the numbers of a release: a summary, and sums of contributions."""

from __future__ import annotations

import math
import shutil
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from fls.document import LABELS

if TYPE_CHECKING:
    from fls.model import Explanation

__all__ = [
    "cells", "compared", "counted", "explained", "filled", "hanging", "scored", "summarised",
    "terminal_width", "tidy", "worded",
]  # fmt: skip

#: Control and direction characters of a release must not steer the terminal.
_UNPRINTABLE = dict.fromkeys(
    [*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)], "\ufffd"
)
#: What the summary of a release counts and shares out.
_SIZES = ("units", "sentences", "words", "promises")
#: Letters on a line where there is no terminal; and so many at least stand behind a head.
_WIDTH, _ROOM = 100, 20
_AHEAD = ("specific", "quantified", "hedged", "near_term", "long_term")


def _protection_note(metrics: Mapping[str, Any]) -> str:
    from fls.analysis.caution import ELEMENTS

    if not metrics.get("protection"):
        return "no cautionary text"
    elements = f"{metrics['n_elements']} of {len(ELEMENTS)} elements"
    return f"{elements}, {metrics['n_factors']} concrete factors"


def _risk_note(metrics: Mapping[str, Any]) -> str:
    share = metrics["covered_share"]
    return "" if math.isnan(share) else f"{share:.0%} of forward-looking statements covered"


_SCORES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "hype": lambda _: "of 100; 90 % intervals for label errors in brackets",
    "exposure": lambda _: "",
    "protection": _protection_note,
    "risk": _risk_note,
}


def tidy(text: str) -> str:
    """Put text on one line that is safe to print."""
    return " ".join(text.split()).translate(_UNPRINTABLE)


def counted(n: int, things: str) -> str:
    """Write a number with what it counts, given as the plural.

    Examples
    --------
    >>> counted(1, "units"), counted(1200, "units")
    ('1 unit', '1,200 units')
    """
    return f"{n:,} {things.removesuffix('s') if n == 1 else things}"


def terminal_width() -> int:
    """Say how many cells a line has: letters, but for wide ones."""
    return shutil.get_terminal_size(fallback=(_WIDTH, 24)).columns


def cells(text: str) -> int:
    """Count the cells of a line that text takes: wide letters take two, marks on letters none.

    Examples
    --------
    >>> cells("pump"), cells("\u30dd\u30f3\u30d7"), cells("e\u0301")
    (4, 6, 1)
    """
    return len(text) if text.isascii() else sum(map(_cells, text))


def _cells(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def _pieces(word: str, width: int) -> Iterator[tuple[str, int]]:
    """Break a word that is longer than a line; with the cells of each piece."""
    taken, begin = 0, 0
    if (whole := cells(word)) > width:
        for at, letter in enumerate(word):
            more = _cells(letter)
            if taken + more > width and taken:
                yield word[begin:at], taken
                begin, taken = at, 0
            taken += more
        whole = taken
    if word:
        yield word[begin:], whole


def filled(words: Iterable[str], width: int) -> list[str]:
    """Fill lines with words, in time linear in their length (textwrap's is not, without spaces).

    Only a word that is longer than a line is broken.

    Examples
    --------
    >>> filled("Acme makes pumps".split(), 10)
    ['Acme makes', 'pumps']
    """
    lines: list[str] = []
    line, taken = "", 0
    for word in words:
        for piece, more in _pieces(word, width):
            if line and taken + 1 + more > width:
                lines.append(line)
                line, taken = piece, more
            elif line:
                line, taken = f"{line} {piece}", taken + 1 + more
            else:
                line, taken = piece, more
    return [*lines, line]


def hanging(head: str, text: str | Sequence[str], width: int) -> list[tuple[str, str]]:
    """Lay text out behind a head, or below it where little room is left.

    Parameters
    ----------
    head : str
    text : str or sequence of str
        Words; those of a sequence may hold spaces, at which they are not broken.
    width : int
        Cells of a line.

    Returns
    -------
    list of tuple of str
        For each line what stands before the text, and its part of the text.

    Examples
    --------
    >>> hanging("hype  ", "of 100; intervals in brackets", 26)
    [('hype  ', 'of 100; intervals in'), ('      ', 'brackets')]
    >>> hanging("hype  ", "of 100; intervals in brackets", 24)
    [('hype  ', ''), ('    ', 'of 100; intervals in'), ('    ', 'brackets')]
    """
    words = text.split() if isinstance(text, str) else text
    room, needed = width - cells(head), sum(map(cells, words)) + len(words) - 1
    if needed > 0 and room < min(_ROOM, needed):
        return [(head, ""), *((" " * 4, line) for line in filled(words, max(width - 4, _ROOM)))]
    first, *more = filled(words, max(room, 1))
    return [(head, first), *((" " * cells(head), line) for line in more)]


def _beside(head: str, text: str | Sequence[str], width: int) -> list[str]:
    return [(before + line).rstrip() for before, line in hanging(head, text, width)]


def summarised(metrics: Mapping[str, Any], width: int = _WIDTH) -> list[str]:
    """Lay out the metrics that most readers want: labels, scores, and what stands ahead."""
    if not metrics:
        return []

    def told(name: str, unit: str = "") -> str:
        value, low, high = (metrics.get(name + end, math.nan) for end in ("", "_low", "_high"))
        return _told(value, low, high, unit)

    lines = []
    sizes = [counted(metrics[f"n_{key}"], key) for key in _SIZES if f"n_{key}" in metrics]
    if sizes:
        lines += _beside("  ", _listed(sizes), width)
    shown = [label for label in LABELS if f"{label}_share" in metrics]
    if shown:
        lines += _beside(f"  {'':<17}{'units':>5}  {'of all words':<18}", ["of the body"], width)
    for label in shown:
        count = metrics.get(f"n_{label}", "")
        of_all = told(f"{label}_share", "%")
        of_body = told(f"{label}_share_body", "%") if f"{label}_share_body" in metrics else ""
        name = label.replace("_", "-")
        lines += _beside(f"  {name:<17}{count:>5}  {of_all:<18}", [of_body], width)
    for name, note in _SCORES.items():
        if name in metrics:
            beside = note(metrics) if metrics[name] == metrics[name] else ""
            lines += _beside(f"  {name:<17}{'':>5}  {told(name):<18}", beside, width)
    ahead = [(key, f"forward_{key}_share") for key in _AHEAD if f"forward_{key}_share" in metrics]
    if not all(math.isnan(metrics[name]) for _, name in ahead):  # NaN where no word looks ahead
        parts = [f"{key.replace('_', '-')} {told(name, '%').strip()}" for key, name in ahead]
        lines += _beside("  forward-looking words: ", _listed(parts), width)
    return lines


def _listed(things: Sequence[str]) -> list[str]:
    return [f"{thing}," for thing in things[:-1]] + [*things[-1:]]


def _told(value: float, low: float, high: float, unit: str) -> str:
    """Write a score, or a share in percent, with its interval."""
    if math.isnan(value):
        return "\N{EN DASH}".rjust(3 + len(unit))
    scale = 100.0 if unit else 1.0
    ends = [f"{scale * end:.0f}" for end in (low, high)]
    around = "" if ends[0] == ends[1] else f"  ({' to '.join(ends)})"
    return f"{scale * value:3.0f}{unit}{around}"


def compared(rows: Iterable[Mapping[Any, Any]], width: int = _WIDTH) -> list[str]:
    """Lay out scores and shares of two releases side by side; `rows` as ``compare`` has them.

    A change is that of the numbers as they are shown.
    """
    found = {row["metric"]: row for row in rows}
    shares = {f"{label}_share": label.replace("_", "-") for label in LABELS}
    lines = [f"  {'':<17}{'older':<18}{'newer':<16}change"]
    for name in (*_SCORES, *shares):
        if name not in found:
            continue
        row, unit = found[name], "%" if name in shares else ""
        older, newer = (
            _told(row[side], row[f"{side}_low"], row[f"{side}_high"], unit)
            for side in ("older", "newer")
        )
        head = f"  {shares.get(name, name):<17}{older:<18}{newer:<18}{_change(row, unit):>4}  "
        lines += _beside(head, [_apart(row, unit)], width)
    return lines


def _shown(value: float, unit: str) -> float:
    """Round a score, or a share in percent, as it is shown."""
    return value if math.isnan(value) else round((100.0 if unit else 1.0) * value)


def _change(row: Mapping[Any, Any], unit: str) -> str:
    change = _shown(row["newer"], unit) - _shown(row["older"], unit)
    return "\N{EN DASH}" if math.isnan(change) else f"{change:+.0f}" if change else "0"


def _apart(row: Mapping[Any, Any], unit: str) -> str:
    """Say that intervals are apart, and where this is less than the numbers show."""
    if row["overlap"] is not False:
        return ""
    ends = (("older_high", "newer_low"), ("newer_high", "older_low"))
    near = any(_shown(row[one], unit) == _shown(row[other], unit) for one, other in ends)
    return "just apart" if near else "intervals apart"


def explained(explanation: Explanation, most: int = 20) -> list[str]:
    """Lay out the largest contributions as a sum; the rest stands in one line."""
    items = explanation.contributions
    rest = items[most:]
    terms = [("intercept", explanation.intercept)]
    terms += [
        (tidy(f"{item['feature']} ({item['block']})"), item["contribution"]) for item in items
    ]
    terms = terms[: most + 1]
    if rest:
        terms.append((f"{len(rest)} smaller ones", sum(item["contribution"] for item in rest)))
    total = f"{explanation.logit:+9.3f}  logit of {explanation.label.replace('_', '-')}"
    return [*(f"{value:+9.3f}  {name}" for name, value in terms), " " + "-" * 8, total]


def worded(rows: Sequence[Mapping[str, Any]], width: int = _WIDTH, most: int = 8) -> list[str]:
    """Name the strongest of the single words in a score, up and down; nothing without rows."""
    told: list[str] = []
    for title, sign in (("words that raise it", 1), ("words that lower it", -1)):
        kept = [row for row in rows if sign * row["contribution"] > 0][:most]
        if kept:
            named = _listed([f"{row['word']} {row['contribution']:+.2f}" for row in kept])
            lines = hanging("", [f"diction, {title}:", *named], width)
            told += [line for _, line in lines]
    return ["", *told] if told else []


def scored(rows: Sequence[Mapping[str, Any]], name: str, value: float, most: int = 20) -> list[str]:
    """Lay out the contributions to a score as a sum, with value and weight of each component.

    Where there is nothing to measure the value of the score is NaN.
    """
    if math.isnan(value):
        return [" " * 8 + f"\N{EN DASH}  {name}: nothing to measure"]
    kept, rest = list(rows), []
    if len(kept) > most:
        ranked = sorted(rows, key=lambda row: -abs(row["contribution"]))
        kept, rest = ranked[:most], ranked[most:]
    lines = [
        f"{row['contribution']:+9.2f}  {row['component']:<20}"
        + f" {row['value']:.3f} x {row['weight']:.2f}" * (row["weight"] == row["weight"])
        for row in kept
    ]
    if rest:
        lines.append(f"{sum(row['contribution'] for row in rest):+9.2f}  {len(rest)} smaller ones")
    total = f"{sum(row['contribution'] for row in rows):+9.2f}  {name}"
    return [*map(str.rstrip, lines), " " + "-" * 8, total]
