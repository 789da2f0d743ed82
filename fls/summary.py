"""What a person reads of the numbers of a release: a summary, and sums of contributions."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from fls.document import LABELS

if TYPE_CHECKING:
    from fls.model import Explanation

__all__ = ["compared", "counted", "explained", "scored", "summarised", "tidy", "worded"]

#: Control and direction characters of a release must not steer the terminal.
_UNPRINTABLE = dict.fromkeys(
    [*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)], "\ufffd"
)
#: What the summary of a release counts and shares out.
_SIZES = ("units", "sentences", "words", "promises")
_AHEAD = ("specific", "quantified", "hedged", "near_term", "long_term")


def _protection_note(metrics: Mapping[str, Any]) -> str:
    from fls.analysis.safe_harbor import ELEMENTS

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


def summarised(metrics: Mapping[str, Any]) -> list[str]:
    """Lay out the metrics that most readers want: labels, scores, and what stands ahead."""
    if not metrics:
        return []

    def told(name: str, unit: str = "") -> str:
        value, low, high = (metrics.get(name + end, math.nan) for end in ("", "_low", "_high"))
        return _told(value, low, high, unit)

    lines = []
    sizes = [counted(metrics[f"n_{key}"], key) for key in _SIZES if f"n_{key}" in metrics]
    if sizes:
        lines += ["  " + ", ".join(sizes)]
    shown = [label for label in LABELS if f"{label}_share" in metrics]
    if shown:
        lines += [f"  {'':<17}{'units':>5}  {'of all words':<18}{'of the body':<18}".rstrip()]
    for label in shown:
        count = metrics.get(f"n_{label}", "")
        of_all = told(f"{label}_share", "%")
        of_body = told(f"{label}_share_body", "%") if f"{label}_share_body" in metrics else ""
        name = label.replace("_", "-")
        lines += [f"  {name:<17}{count:>5}  {of_all:<18}{of_body:<18}".rstrip()]
    for name, note in _SCORES.items():
        if name in metrics:
            beside = note(metrics) if metrics[name] == metrics[name] else ""
            lines += [f"  {name:<17}{'':>5}  {told(name):<18}{beside}".rstrip()]
    ahead = [(key, f"forward_{key}_share") for key in _AHEAD if f"forward_{key}_share" in metrics]
    if not all(math.isnan(metrics[name]) for _, name in ahead):  # NaN where no word looks ahead
        parts = [f"{key.replace('_', '-')} {told(name, '%').strip()}" for key, name in ahead]
        lines += ["  forward-looking words: " + ", ".join(parts)]
    return lines


def _told(value: float, low: float, high: float, unit: str) -> str:
    """Write a score, or a share in percent, with its interval."""
    if math.isnan(value):
        return "\N{EN DASH}".rjust(3 + len(unit))
    scale = 100.0 if unit else 1.0
    ends = [f"{scale * end:.0f}" for end in (low, high)]
    around = "" if ends[0] == ends[1] else f"  ({' to '.join(ends)})"
    return f"{scale * value:3.0f}{unit}{around}"


def compared(rows: Iterable[Mapping[Any, Any]]) -> list[str]:
    """Lay out scores and shares of two releases side by side; `rows` as ``compare`` has them."""
    found = {row["metric"]: row for row in rows}
    shares = {f"{label}_share": label.replace("_", "-") for label in LABELS}
    lines = [f"  {'':<17}{'older':<18}{'newer':<18}change"]
    for name in (*_SCORES, *shares):
        if name not in found:
            continue
        row, unit = found[name], "%" if name in shares else ""
        older, newer = (
            _told(row[side], row[f"{side}_low"], row[f"{side}_high"], unit)
            for side in ("older", "newer")
        )
        change = row["difference"] * (100.0 if unit else 1.0)
        by = "\N{EN DASH}" if math.isnan(change) else f"{change:+.0f}" if round(change) else "0"
        apart = {False: "  intervals apart"}.get(row["overlap"], "")
        lines.append(f"  {shares.get(name, name):<17}{older:<18}{newer:<18}{by:>4}{apart}")
    return lines


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


def worded(rows: Sequence[Mapping[str, Any]], most: int = 8) -> list[str]:
    """Name the strongest of the single words in a score, up and down; nothing without rows."""
    told = []
    for title, sign in (("words that raise it", 1), ("words that lower it", -1)):
        kept = [row for row in rows if sign * row["contribution"] > 0][:most]
        if kept:
            named = (f"{row['word']} {row['contribution']:+.2f}" for row in kept)
            told.append(f"diction, {title}: {', '.join(named)}")
    return ["", *told] if told else []


def scored(rows: Sequence[Mapping[str, Any]], name: str, most: int = 20) -> list[str]:
    """Lay out the contributions to a score as a sum, with value and weight of each component."""
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
