"""A release as its template needs it: plain values, with nothing left to compute."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from math import isnan, nan
from typing import Any, NamedTuple

from fls.analysis.caution import named
from fls.decision import decide
from fls.document import LABELS, Unit

from ._caution import Speaking, list_checks, list_places, list_statements
from ._dates import make_time_line
from ._scored import Scored, title_of
from ._text import Piece, Place, cut_pieces, group_paragraphs
from ._why import Why, find_reasons
from .colours import LABEL_STYLES, LabelStyle

__all__ = ["SCORES", "make_view"]

#: Scores from 0 to 100 in the margin with their meaning; a score without a value is left out.
SCORES = {
    "hype": "how much praise and excitement",
    "exposure": "how much rests on the future",
    "protection": "how much the cautionary text holds",
    "risk": "how much of the future no factor or hedge speaks to",
}
#: Probabilities from which on a tint is stronger.
_STEPS = (0.5, 0.7, 0.85, 0.95)
#: Maximum number of units that are explained; a page with more would be slow to open.
_MOST_EXPLAINED = 2_000


class _Shown(NamedTuple):
    """A unit on the page."""

    number: int
    kind: str
    label: str
    style: LabelStyle | None
    step: int
    p: float
    likelier: str
    shares: list[tuple[LabelStyle, float]]
    specific: float
    pieces: list[Piece]
    why: Why | None
    speaking: Speaking | None


class _Share(NamedTuple):
    """A label in the legend."""

    label: str
    style: LabelStyle
    n_units: int
    share: float
    low: float
    high: float


class _Score(NamedTuple):
    """A score in the margin."""

    name: str
    says: str
    value: float
    low: float
    high: float


def make_view(release: Scored, number: int, model: str | None) -> dict[str, Any]:
    """Return the variables of ``release.html``.

    Parameters
    ----------
    release : Scored
    number : int
        Its number on the page, which makes anchors unique.
    model : str, optional
        Name of the model.

    Returns
    -------
    dict of str to Any
    """
    safe_harbor = release.safe_harbor
    statements = list_statements(safe_harbor)
    units = _make_units(release, statements, list_places(safe_harbor))
    metrics = release.metrics
    source = release.document.source
    name = source.replace("\\", "/").rpartition("/")[2] if source else ""
    return {
        "id": f"r{number}",
        "of": f" of release {number + 1}",
        "title": title_of(release) or name or "Untitled release",
        "date": release.date.isoformat() if release.date else "",
        "file": name,
        "model": model or f"weights {release.model_digest[:12]}",
        "warnings": release.warnings,
        "n_labelled": metrics["n_sentences"],
        "n_words": metrics["n_words"],
        "shares": [_share(metrics, label) for label in LABELS],
        "scores": _list_scores(metrics),
        "strip": _make_strip(units, release),
        "units": units,
        "paragraphs": group_paragraphs(release.text, release.spans),
        "text": release.text,
        "line": make_time_line(release.promise_rows(), release.date),
        "checks": list_checks(safe_harbor, release.text) if safe_harbor.is_present else [],
        "excluded": named(safe_harbor.exclusions),
        "factors": (safe_harbor.n_factors, safe_harbor.n_generic_factors),
        "n_statements": len(safe_harbor.coverage_rows()),
        "spoken": statements,
        "n_covered": sum(statement.is_covered for statement in statements),
    }


def _make_units(
    release: Scored, statements: Sequence[Speaking], places: Sequence[Place]
) -> list[_Shown]:
    rows = release.rows()
    labelled = [n for n, row in enumerate(rows) if not isnan(row["p_factual"])]
    by_unit = {statement.unit: statement for statement in statements}
    explained = labelled[:_MOST_EXPLAINED]
    reasons = {
        number: find_reasons(explanation, release.text, *release.spans[number][1:3])
        for number, explanation in zip(explained, release.explain_each(explained), strict=True)
    }
    places_in = _group_by_unit(release.spans, places)
    return [
        _make_unit(
            release.text, row, reasons.get(number), by_unit.get(number), places_in.get(number, [])
        )
        for number, row in enumerate(rows)
    ]


def _group_by_unit(units: Sequence[Unit], places: Sequence[Place]) -> dict[int, list[Place]]:
    """Return the places that lie in each unit, at least in part, by its number."""
    starts = [unit.start for unit in units]
    grouped: dict[int, list[Place]] = {}
    for place in places:
        number = max(bisect_right(starts, place.start) - 1, 0)
        while number < len(units) and units[number].start < place.end:
            grouped.setdefault(number, []).append(place)
            number += 1
    return grouped


def _make_unit(
    text: str,
    row: Mapping[str, Any],
    why: Why | None,
    speaking: Speaking | None,
    places: Sequence[Place],
) -> _Shown:
    shares = [(LABEL_STYLES[label], float(row[f"p_{label}"])) for label in LABELS]
    p = [share for _, share in shares]
    own = p[int(decide(p))]
    most, likeliest = max((share, style.name) for style, share in shares)
    label = row["label"] or ""
    specific = float(row["p_specific"]) if row["specific"] is not None else nan
    pieces = cut_pieces(text, row["start"], row["end"], why.spans if why else (), places)
    return _Shown(
        row["unit"], row["kind"], label, LABEL_STYLES.get(label),
        sum(own >= step for step in _STEPS) + 1 if label else 0, own,
        likeliest if label and most > own else "", [] if isnan(own) else shares, specific, pieces,
        why, speaking,
    )  # fmt: skip


def _interval(metrics: Mapping[str, float], name: str) -> tuple[float, float, float]:
    return metrics[name], metrics.get(f"{name}_low", nan), metrics.get(f"{name}_high", nan)


def _share(metrics: Mapping[str, float], label: str) -> _Share:
    style, count = LABEL_STYLES[label], int(metrics[f"n_{label}"])
    return _Share(label, style, count, *_interval(metrics, f"{label}_share"))


def _list_scores(metrics: Mapping[str, float]) -> list[_Score]:
    return [
        _Score(name, says, *_interval(metrics, name))
        for name, says in SCORES.items()
        if not isnan(metrics.get(name, nan))
    ]


def _make_strip(units: Sequence[_Shown], release: Scored) -> list[tuple[_Shown, float, float]]:
    """Return labelled units in reading order, each with place and width in percent of the text."""
    labelled = [(unit, release.spans[unit.number]) for unit in units if unit.shares]
    total = sum(span.end - span.start for _, span in labelled)
    strip, before = [], 0
    for unit, span in labelled:
        width = span.end - span.start
        strip.append((unit, round(100 * before / total, 2), round(100 * width / total, 2)))
        before += width
    return strip
