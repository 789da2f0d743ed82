"""A release as its template takes it: plain values, nothing left to compute."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from math import isnan, nan
from typing import Any, NamedTuple

from fls.analysis.caution import named
from fls.decision import decide
from fls.document import LABELS, Unit

from ._caution import Speaking, checks, places, statements
from ._dates import time_line
from ._scored import Scored, title_of
from ._text import Piece, Place, paragraphs, pieces
from ._why import Why, reasons
from .colours import LABEL_STYLES, LabelStyle

__all__ = ["SCORES", "release_view"]

#: Scores from 0 to 100 in the margin, and what each says; one that is not measured is left out.
SCORES = {
    "hype": "how much praise and excitement",
    "exposure": "how much rests on the future",
    "protection": "how much the cautionary text holds",
    "risk": "how much of the future no factor or hedge speaks to",
}
#: Probabilities from which a tint is stronger.
_STEPS = (0.5, 0.7, 0.85, 0.95)
#: So many units are explained; a page with more would be slow to open.
_EXPLAINED = 2_000


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


def release_view(release: Scored, number: int, model: str | None) -> dict[str, Any]:
    """Make what ``release.html`` takes.

    Parameters
    ----------
    release : Scored
    number : int
        Its number on the page, for anchors.
    model : str, optional
        Name of the model.

    Returns
    -------
    dict of str to Any
    """
    found = release.safe_harbor
    spoken = statements(found)
    units = _units(release, spoken, places(found))
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
        "scores": _scores(metrics),
        "strip": _strip(units, release),
        "units": units,
        "paragraphs": paragraphs(release.text, release.spans),
        "text": release.text,
        "line": time_line(release.promise_rows(), release.date),
        "checks": checks(found, release.text) if found.is_present else [],
        "excluded": named(found.exclusions),
        "factors": (found.n_factors, found.n_generic_factors),
        "spoken": spoken,
        "n_covered": sum(one.is_covered for one in spoken),
    }


def _units(release: Scored, spoken: Sequence[Speaking], marks: Sequence[Place]) -> list[_Shown]:
    rows = release.rows()
    labelled = [n for n, row in enumerate(rows) if not isnan(row["p_factual"])]
    said = {one.unit: one for one in spoken}
    told = labelled[:_EXPLAINED]
    whys = {
        number: reasons(one, release.text, *release.spans[number][1:3])
        for number, one in zip(told, release.explain_each(told), strict=True)
    }
    near = _by_unit(release.spans, marks)
    return [
        _shown(release.text, row, whys.get(number), said.get(number), near.get(number, []))
        for number, row in enumerate(rows)
    ]


def _by_unit(units: Sequence[Unit], marks: Sequence[Place]) -> dict[int, list[Place]]:
    """Give each unit the places that lie in it, at least in part."""
    starts = [unit.start for unit in units]
    found: dict[int, list[Place]] = {}
    for mark in marks:
        number = max(bisect_right(starts, mark.start) - 1, 0)
        while number < len(units) and units[number].start < mark.end:
            found.setdefault(number, []).append(mark)
            number += 1
    return found


def _shown(
    text: str,
    row: Mapping[str, Any],
    why: Why | None,
    speaking: Speaking | None,
    near: Sequence[Place],
) -> _Shown:
    shares = [(LABEL_STYLES[label], float(row[f"p_{label}"])) for label in LABELS]
    p = [share for _, share in shares]
    own = p[int(decide(p))]
    most, style = max((share, style.name) for style, share in shares)
    label = row["label"] or ""
    specific = float(row["p_specific"]) if row["specific"] is not None else nan
    cut = pieces(text, row["start"], row["end"], why.spans if why else (), near)
    return _Shown(
        row["unit"], row["kind"], label, LABEL_STYLES.get(label),
        sum(own >= step for step in _STEPS) + 1 if label else 0, own,
        style if label and most > own else "", [] if isnan(own) else shares, specific, cut, why,
        speaking,
    )  # fmt: skip


def _interval(metrics: Mapping[str, float], name: str) -> tuple[float, float, float]:
    return metrics[name], metrics.get(f"{name}_low", nan), metrics.get(f"{name}_high", nan)


def _share(metrics: Mapping[str, float], label: str) -> _Share:
    style, count = LABEL_STYLES[label], int(metrics[f"n_{label}"])
    return _Share(label, style, count, *_interval(metrics, f"{label}_share"))


def _scores(metrics: Mapping[str, float]) -> list[_Score]:
    return [
        _Score(name, says, *_interval(metrics, name))
        for name, says in SCORES.items()
        if not isnan(metrics.get(name, nan))
    ]


def _strip(units: Sequence[_Shown], release: Scored) -> list[tuple[_Shown, float, float]]:
    """Labelled units in reading order with place and width in percent, by characters."""
    shown = [(unit, release.spans[unit.number]) for unit in units if unit.shares]
    total = sum(span.end - span.start for _, span in shown)
    found, before = [], 0
    for unit, span in shown:
        width = span.end - span.start
        found.append((unit, round(100 * before / total, 2), round(100 * width / total, 2)))
        before += width
    return found
