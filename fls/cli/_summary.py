"""Lay out the numbers of a release for people: a summary, and sums of contributions."""

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
    "count_cells",
    "count_digits",
    "fill_lines",
    "hang",
    "lay_out_changes",
    "lay_out_explanation",
    "lay_out_score",
    "lay_out_summary",
    "lay_out_words",
    "read_terminal_width",
    "tidy",
    "write_count",
]

#: Control and direction characters, which must not reach the terminal.
_UNPRINTABLE = dict.fromkeys(
    [*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)], "\ufffd"
)
#: What the summary of a release counts.
_COUNTS = ("units", "sentences", "words", "promises")
#: Width of a line without a terminal; minimum width of text behind a head.
_DEFAULT_WIDTH, _MIN_TEXT_WIDTH = 100, 20
#: Shares among forward-looking words that the summary shows.
_FORWARD_SHARES = ("specific", "quantified", "hedged", "near_term", "long_term")


def _describe_protection(metrics: Mapping[str, Any]) -> str:
    """Describe the cautionary text."""
    from fls.analysis.caution import ELEMENTS

    if not metrics.get("protection"):
        return "no cautionary text"
    elements = f"{metrics['n_elements']} of {len(ELEMENTS)} elements"
    return f"{elements}, {metrics['n_factors']} concrete factors"


def _describe_risk(metrics: Mapping[str, Any]) -> str:
    """Describe how much of what looks ahead is covered."""
    share = metrics["covered_share"]
    if math.isnan(share):
        return ""
    if not metrics.get("n_factors", 1):
        return "no concrete factors to compare forward-looking statements with"
    return f"{share:.0%} of forward-looking statements covered"


#: Scores in the order of the summary, with the function that writes the note beside each.
_SCORE_NOTES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "hype": lambda _: "of 100; 90 % intervals for label errors in brackets",
    "exposure": lambda _: "",
    "protection": _describe_protection,
    "risk": _describe_risk,
}


def tidy(text: str) -> str:
    """Put text on one line and make it safe to print."""
    return " ".join(text.split()).translate(_UNPRINTABLE)


def write_count(n: int, plural: str) -> str:
    """Write a number with what it counts, given in the plural.

    Examples
    --------
    >>> write_count(1, "units"), write_count(1200, "units")
    ('1 unit', '1,200 units')
    """
    return f"{n:,} {plural.removesuffix('s') if n == 1 else plural}"


def count_digits(rows: Iterable[Mapping[str, Any]], least: int = 1) -> int:
    """Count the digits of the largest number of a unit.

    Examples
    --------
    >>> count_digits([{"unit": 9}, {"unit": 12}]), count_digits([], least=4)
    (2, 4)
    """
    return max(len(str(max((row["unit"] for row in rows), default=0))), least)


def read_terminal_width() -> int:
    """Return the number of cells in a line of the terminal."""
    return shutil.get_terminal_size(fallback=(_DEFAULT_WIDTH, 24)).columns


def count_cells(text: str) -> int:
    """Count the cells that text takes: two for a wide letter, none for a mark on a letter.

    Examples
    --------
    >>> count_cells("pump"), count_cells("\u30dd\u30f3\u30d7"), count_cells("e\u0301")
    (4, 6, 1)
    """
    return len(text) if text.isascii() else sum(map(_count_letter_cells, text))


def _count_letter_cells(letter: str) -> int:
    """Count the cells that one letter takes."""
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def _break_word(word: str, width: int) -> Iterator[tuple[str, int]]:
    """Break a word that is longer than a line; yield the pieces and the cells of each."""
    taken, begin = 0, 0
    if (whole := count_cells(word)) > width:
        for at, letter in enumerate(word):
            added = _count_letter_cells(letter)
            if taken + added > width and taken:
                yield word[begin:at], taken
                begin, taken = at, 0
            taken += added
        whole = taken
    if word:
        yield word[begin:], whole


def fill_lines(words: Iterable[str], width: int) -> list[str]:
    """Fill lines with words, in linear time (textwrap needs more on text without spaces).

    Only a word that is longer than a line is broken.

    Examples
    --------
    >>> fill_lines("Acme makes pumps".split(), 10)
    ['Acme makes', 'pumps']
    """
    lines: list[str] = []
    line, taken = "", 0
    for word in words:
        for piece, size in _break_word(word, width):
            if line and taken + 1 + size > width:
                lines.append(line)
                line, taken = piece, size
            elif line:
                line, taken = f"{line} {piece}", taken + 1 + size
            else:
                line, taken = piece, size
    return [*lines, line]


def hang(head: str, text: str | Sequence[str], width: int) -> list[tuple[str, str]]:
    """Lay text out behind a head, or below it if little room is left.

    Parameters
    ----------
    head : str
    text : str or sequence of str
        Words; those of a sequence may contain spaces, where they are not broken.
    width : int
        Number of cells in a line.

    Returns
    -------
    list of tuple of str
        For each line, what precedes the text, and its part of the text.

    Examples
    --------
    >>> hang("hype  ", "of 100; intervals in brackets", 26)
    [('hype  ', 'of 100; intervals in'), ('      ', 'brackets')]
    >>> hang("hype  ", "of 100; intervals in brackets", 24)
    [('hype  ', ''), ('    ', 'of 100; intervals in'), ('    ', 'brackets')]
    """
    words = text.split() if isinstance(text, str) else text
    room, needed = width - count_cells(head), sum(map(count_cells, words)) + len(words) - 1
    if needed > 0 and room < min(_MIN_TEXT_WIDTH, needed):
        lines = fill_lines(words, max(width - 4, _MIN_TEXT_WIDTH))
        return [(head, ""), *((" " * 4, line) for line in lines)]
    first, *more = fill_lines(words, max(room, 1))
    return [(head, first), *((" " * count_cells(head), line) for line in more)]


def _hang_lines(head: str, text: str | Sequence[str], width: int) -> list[str]:
    """Return text behind a head as lines."""
    return [(before + line).rstrip() for before, line in hang(head, text, width)]


def lay_out_summary(metrics: Mapping[str, Any], width: int = _DEFAULT_WIDTH) -> list[str]:
    """Lay out the metrics that most readers want: labels, scores, and what looks ahead."""
    if not metrics:
        return []

    def write(name: str, unit: str = "") -> str:
        value, low, high = (metrics.get(name + end, math.nan) for end in ("", "_low", "_high"))
        return _write_value(value, low, high, unit)

    lines = []
    sizes = [write_count(metrics[f"n_{key}"], key) for key in _COUNTS if f"n_{key}" in metrics]
    if sizes:
        lines += _hang_lines("  ", _add_commas(sizes), width)
    shown = [label for label in LABELS if f"{label}_share" in metrics]
    if shown:
        lines += _hang_lines(
            f"  {'':<17}{'units':>5}  {'of all words':<18}", ["of the body"], width
        )
    for label in shown:
        count = metrics.get(f"n_{label}", "")
        of_all = write(f"{label}_share", "%")
        of_body = write(f"{label}_share_body", "%") if f"{label}_share_body" in metrics else ""
        name = label.replace("_", "-")
        lines += _hang_lines(f"  {name:<17}{count:>5}  {of_all:<18}", [of_body], width)
    for name, note in _SCORE_NOTES.items():
        if name in metrics:
            beside = note(metrics) if metrics[name] == metrics[name] else ""
            lines += _hang_lines(f"  {name:<17}{'':>5}  {write(name):<18}", beside, width)
    ahead = [
        (key, f"forward_{key}_share")
        for key in _FORWARD_SHARES
        if f"forward_{key}_share" in metrics
    ]
    if not all(math.isnan(metrics[name]) for _, name in ahead):  # NaN where no word looks ahead
        parts = [f"{key.replace('_', '-')} {write(name, '%').strip()}" for key, name in ahead]
        lines += _hang_lines("  forward-looking words: ", _add_commas(parts), width)
    return lines


def _add_commas(things: Sequence[str]) -> list[str]:
    """Put a comma after each thing but the last."""
    return [f"{thing}," for thing in things[:-1]] + [*things[-1:]]


def _write_value(value: float, low: float, high: float, unit: str) -> str:
    """Write a score, or a share in percent, with its interval."""
    if math.isnan(value):
        return "\N{EN DASH}".rjust(3 + len(unit))
    scale = 100.0 if unit else 1.0
    ends = [f"{scale * end:.0f}" for end in (low, high)]
    around = "" if ends[0] == ends[1] else f"  ({' to '.join(ends)})"
    return f"{scale * value:3.0f}{unit}{around}"


def lay_out_changes(rows: Iterable[Mapping[Any, Any]], width: int = _DEFAULT_WIDTH) -> list[str]:
    """Lay out scores and shares of two releases side by side; `rows` are as in ``compare``.

    A change is the difference of the numbers as shown.
    """
    row_of = {row["metric"]: row for row in rows}
    shares = {f"{label}_share": label.replace("_", "-") for label in LABELS}
    lines = [f"  {'':<17}{'older':<18}{'newer':<16}change"]
    for name in (*_SCORE_NOTES, *shares):
        if name not in row_of:
            continue
        row, unit = row_of[name], "%" if name in shares else ""
        older, newer = (
            _write_value(row[side], row[f"{side}_low"], row[f"{side}_high"], unit)
            for side in ("older", "newer")
        )
        head = (
            f"  {shares.get(name, name):<17}{older:<18}{newer:<18}{_write_change(row, unit):>4}  "
        )
        lines += _hang_lines(head, [_compare_intervals(row, unit)], width)
    return lines


def _round_as_shown(value: float, unit: str) -> float:
    """Round a score, or a share in percent, as it is shown."""
    return value if math.isnan(value) else round((100.0 if unit else 1.0) * value)


def _write_change(row: Mapping[Any, Any], unit: str) -> str:
    """Write the difference of two values as they are shown."""
    change = _round_as_shown(row["newer"], unit) - _round_as_shown(row["older"], unit)
    return "\N{EN DASH}" if math.isnan(change) else f"{change:+.0f}" if change else "0"


def _compare_intervals(row: Mapping[Any, Any], unit: str) -> str:
    """Write that intervals are apart, and whether rounding hides it."""
    if row["overlap"] is not False:
        return ""
    ends = (("older_high", "newer_low"), ("newer_high", "older_low"))
    near = any(
        _round_as_shown(row[high], unit) == _round_as_shown(row[low], unit) for high, low in ends
    )
    return "just apart" if near else "intervals apart"


def lay_out_explanation(explanation: Explanation, limit: int = 20) -> list[str]:
    """Lay out the largest contributions as a sum; the others share one line."""
    items = explanation.contributions
    rest = items[limit:]
    terms = [("intercept", explanation.intercept)]
    terms += [
        (tidy(f"{item['feature']} ({item['block']})"), item["contribution"]) for item in items
    ]
    terms = terms[: limit + 1]
    if rest:
        terms.append((f"{len(rest)} smaller ones", sum(item["contribution"] for item in rest)))
    total = f"{explanation.logit:+9.3f}  logit of {explanation.label.replace('_', '-')}"
    return [*(f"{value:+9.3f}  {name}" for name, value in terms), " " + "-" * 8, total]


def lay_out_words(
    rows: Sequence[Mapping[str, Any]], width: int = _DEFAULT_WIDTH, limit: int = 8
) -> list[str]:
    """Lay out the words that raise a score most, and those that lower it most, if any."""
    shown: list[str] = []
    for title, sign in (("words that raise it", 1), ("words that lower it", -1)):
        kept = [row for row in rows if sign * row["contribution"] > 0][:limit]
        if kept:
            words = _add_commas([f"{row['word']} {row['contribution']:+.2f}" for row in kept])
            lines = hang("", [f"diction, {title}:", *words], width)
            shown += [line for _, line in lines]
    return ["", *shown] if shown else []


def lay_out_score(
    rows: Sequence[Mapping[str, Any]], name: str, value: float, limit: int = 20
) -> list[str]:
    """Lay out the contributions to a score as a sum, with value and weight of each component.

    The value of the score is NaN if there is nothing to measure.
    """
    if math.isnan(value):
        return [" " * 8 + f"\N{EN DASH}  {name}: nothing to measure"]
    kept, rest = list(rows), []
    if len(kept) > limit:
        ranked = sorted(rows, key=lambda row: -abs(row["contribution"]))
        kept, rest = ranked[:limit], ranked[limit:]
    lines = [
        f"{row['contribution']:+9.2f}  {row['component']:<20}"
        + f" {row['value']:.3f} x {row['weight']:.2f}" * (row["weight"] == row["weight"])
        for row in kept
    ]
    if rest:
        lines.append(f"{sum(row['contribution'] for row in rest):+9.2f}  {len(rest)} smaller ones")
    total = f"{sum(row['contribution'] for row in rows):+9.2f}  {name}"
    return [*map(str.rstrip, lines), " " + "-" * 8, total]
