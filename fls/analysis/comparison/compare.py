"""What changed from one release to the next, and the promises of all releases of an issuer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isnan, nan
from typing import TYPE_CHECKING, Any, Protocol

from fls.analysis.comparison.drift import promise_drift, promise_timeline
from fls.analysis.comparison.matching import Masked, match
from fls.analysis.comparison.similarity import cosine, jaccard, unshared_runs, words_in
from fls.checks import check_list
from fls.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Comparison", "Scored", "compare", "timeline"]

_STATEMENT_COLUMNS = (
    *("status", "similarity", "older_unit", "older_label", "older_text"),
    *("newer_unit", "newer_label", "newer_text"),
)
_LEGEND_COLUMNS = ("status", "n_words", "start", "end", "text")
_METRIC_COLUMNS = (
    *("metric", "older", "newer", "difference", "older_low", "older_high"),
    *("newer_low", "newer_high", "overlap"),
)


class Scored(Protocol):
    """The parts of a release that are needed; :class:`fls.Release` has them."""

    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def date(self) -> dt.date | None: ...  # noqa: D102
    @property
    def units(self) -> pd.DataFrame: ...  # noqa: D102
    @property
    def promises(self) -> pd.DataFrame: ...  # noqa: D102
    @property
    def metrics(self) -> Mapping[str, float]: ...  # noqa: D102


@dataclass(frozen=True, eq=False)  # the equality of tables is a table, not a truth value
class Comparison:
    """The result of :func:`compare`.

    Parameters
    ----------
    statements : pandas.DataFrame
        Headlines, sentences and items outside the legal text: ``status`` (``"kept"`` word for word
        except for case and white space, ``"changed"``, ``"gone"``, ``"new"``), ``similarity`` (in
        [0.4, 1]), and unit, label and text on both sides: what was forward-looking and is factual
        now may have come true. In the order of the older release; the new ones at the end, in the
        order of the newer.
    promises : pandas.DataFrame
        What became of each promise, see :func:`fls.analysis.comparison.drift.promise_drift`.
    legend : pandas.DataFrame
        Runs of words of the legal text that are ``"new"`` or ``"gone"``, the longest first:
        ``status``, ``n_words``, ``start`` and ``end`` in the release that contains them, ``text``.
    metrics : pandas.DataFrame
        A row for each metric: ``metric``, ``older``, ``newer``, ``difference``, the ends of the
        intervals and ``overlap``: whether they share a point (missing without intervals). If they
        do not, classifier error alone does not explain the difference.
    similarity : mapping of str to float
        ``legend_cosine``, ``legend_jaccard`` (NaN if a side has no legend),
        ``legend_copied_share`` (share of the newer legend's words in runs of three that the older
        contains), ``text_cosine``, ``text_jaccard`` of labelled units outside the legal text.
    legend_status : str
        ``"copied"`` word for word, ``"changed"``, ``"added"``, ``"removed"`` or ``"none"``.
    """

    statements: pd.DataFrame
    promises: pd.DataFrame
    legend: pd.DataFrame
    metrics: pd.DataFrame
    similarity: Mapping[str, float]
    legend_status: str

    def records(self) -> list[dict[str, Any]]:
        """Return everything as records with the same keys, for one table.

        Returns
        -------
        list of dict
            ``part`` (``"legend"``, ``"metric"``, ``"promise"``, ``"similarity"``,
            ``"statement"``), ``status``, ``name`` (of a metric; event; label), ``older``, ``newer``
            (texts or values), ``change`` (difference; days moved, or relative change of the
            quantity if the promise did not move; similarity; number of words).
        """
        rows: list[tuple[Any, ...]] = []
        for row in self.promises.to_dict("records"):
            moved = row["status"].startswith("moved")
            change = row["days_moved"] if moved else row["quantity_change"]
            texts = row["older_text"], row["newer_text"]
            rows.append(("promise", row["status"], row["event"], *texts, change))
        for row in self.statements.to_dict("records"):
            texts = row["older_text"], row["newer_text"]
            label = row["newer_label"] if _is_known(row["newer_label"]) else row["older_label"]
            rows.append(("statement", row["status"], label, *texts, row["similarity"]))
        rows.append(("legend", self.legend_status, None, None, None, None))
        for row in self.legend.to_dict("records"):
            texts = (row["text"], None) if row["status"] == "gone" else (None, row["text"])
            rows.append(("legend", row["status"], None, *texts, row["n_words"]))
        rows += [("similarity", None, key, None, x, None) for key, x in self.similarity.items()]
        for row in self.metrics.to_dict("records"):
            status = {True: "overlap", False: "apart"}.get(row["overlap"])
            values = row["older"], row["newer"], row["difference"]
            rows.append(("metric", status, row["metric"], *values))
        keys = "part", "status", "name", "older", "newer", "change"
        return [
            {key: value if _is_known(value) else None for key, value in zip(keys, row, strict=True)}
            for row in rows
        ]


def _is_known(value: Any) -> bool:
    import pandas as pd

    return not pd.isna(value)


def compare(older: Scored, newer: Scored) -> Comparison:
    """Compare a release of an issuer with a later one.

    Parameters
    ----------
    older, newer : Release
        From :func:`fls.score`.

    Returns
    -------
    Comparison
        Formulae are in ``docs/comparison.md``.

    Raises
    ------
    InputError
        If one of them is not a scored release.

    Examples
    --------
    >>> import fls
    >>> older = fls.score("OHIO, May 4, 2026 -- Acme grew. It expects to open a mill in July 2026.")
    >>> newer = fls.score("OHIO, Aug. 3, 2026 -- Acme fell. It expects to open a mill in May 2027.")
    >>> fls.compare(older, newer).promises[["status", "days_moved"]].values.tolist()
    [['moved_later', 304]]
    """
    _check(older=older, newer=newer)
    sides = older.units, newer.units
    bodies = [side[side["label"].notna() & (side["label"] != "boilerplate")] for side in sides]
    legal = [side[side["label"] == "boilerplate"] for side in sides]
    texts = older.text, newer.text
    legal_words = list(map(_list_words, texts, legal))
    legends = [[word.lower() for word, _, _ in side] for side in legal_words]
    gone_runs = _list_unshared_runs(older.text, legal_words[0], legends[1], "gone")
    new_runs = _list_unshared_runs(newer.text, legal_words[1], legends[0], "new")
    runs = sorted([*new_runs, *gone_runs], key=lambda row: (-row[1], row[0] == "gone"))
    body_words = [[word.lower() for word, _, _ in side] for side in map(_list_words, texts, bodies)]
    copied = 1 - sum(row[1] for row in new_runs) / len(legends[1]) if all(legends) else nan
    similarity = {
        "legend_cosine": cosine(*legends),
        "legend_jaccard": jaccard(*legends) if all(legends) else nan,
        "legend_copied_share": copied,
        "text_cosine": cosine(*body_words),
        "text_jaccard": jaccard(*body_words),
    }
    return Comparison(
        _match_statements(*bodies),
        promise_drift(older.promises, newer.promises),
        _make_table(runs, _LEGEND_COLUMNS),
        _compare_metrics(older.metrics, newer.metrics),
        similarity,
        _name_legend_status(*legends),
    )


def timeline(releases: Iterable[Scored]) -> pd.DataFrame:
    """Follow the promises of one issuer through its releases.

    Parameters
    ----------
    releases : iterable of Release
        In any order if all have a date, else in order of time. The order of a Series counts, not
        its index.

    Returns
    -------
    pandas.DataFrame
        A row for each promise, see :func:`fls.analysis.comparison.drift.promise_timeline`;
        ``first_said`` and ``last_said`` are dates, or numbers of the releases from 0 if one has no
        date.

    Raises
    ------
    InputError
        If it is not a list, or an entry is not a scored release.
    """
    releases = check_list("releases", releases, "is a list of scored releases")
    _check(**{f"releases[{number}]": release for number, release in enumerate(releases)})
    dates = [release.date for release in releases]
    if None in dates:
        return promise_timeline([(n, release.promises) for n, release in enumerate(releases)])
    order = sorted(range(len(releases)), key=lambda number: (dates[number], number))
    return promise_timeline([(dates[number], releases[number].promises) for number in order])


def _check(**releases: Any) -> None:
    for name, release in releases.items():
        # On the type, as asking the release itself would compute all of them.
        if not all(hasattr(type(release), part) for part in ("units", "promises", "metrics")):
            kind = type(release).__name__
            raise InputError(name, "is a scored release", kind, "score it first")


def _make_table(rows: Sequence[Sequence[Any]], columns: Sequence[str]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(list(rows), columns=list(columns))


def _match_statements(older: pd.DataFrame, newer: pd.DataFrame) -> pd.DataFrame:
    sides = [side[["unit", "label", "text"]].to_dict("records") for side in (older, newer)]
    tidy = [[" ".join(row["text"].split()) for row in side] for side in sides]
    masked = [[Masked.of(text) for text in side] for side in tidy]
    pairs = {pair.older: pair for pair in match(masked[0], masked[1])}
    nothing = None, None, None

    def read_values(side: int, number: int) -> tuple[Any, Any, str]:
        row = sides[side][number]
        return row["unit"], row["label"], tidy[side][number]

    rows: list[tuple[Any, ...]] = []
    for i, text in enumerate(tidy[0]):
        if i in pairs:
            j = pairs[i].newer
            status = "kept" if text.lower() == tidy[1][j].lower() else "changed"
            rows.append((status, pairs[i].similarity, *read_values(0, i), *read_values(1, j)))
        else:
            rows.append(("gone", None, *read_values(0, i), *nothing))
    matched = {pair.newer for pair in pairs.values()}
    added = [j for j in range(len(tidy[1])) if j not in matched]
    rows += [("new", None, *nothing, *read_values(1, j)) for j in added]
    types = {"similarity": "float64", "older_unit": "Int64", "newer_unit": "Int64"}
    return _make_table(rows, _STATEMENT_COLUMNS).astype(types)


def _list_words(text: str, units: pd.DataFrame) -> list[tuple[str, int, int]]:
    """Return the words of some units with their spans in the release."""
    spans = zip(units["start"].tolist(), units["end"].tolist(), strict=True)
    return [word for start, end in spans for word in words_in(text, start, end)]


def _list_unshared_runs(
    text: str, words: Sequence[tuple[str, int, int]], other: Sequence[str], status: str
) -> list[tuple[str, int, int, int, str]]:
    """Return a row for each run of words that the other legend does not contain."""
    rows = []
    for first, last in unshared_runs([word.lower() for word, _, _ in words], other):
        start, end = words[first][1], words[last - 1][2]
        rows.append((status, last - first, start, end, " ".join(text[start:end].split())))
    return rows


def _name_legend_status(older: Sequence[str], newer: Sequence[str]) -> str:
    if not (older and newer):
        return "removed" if older else "added" if newer else "none"
    return "copied" if list(older) == list(newer) else "changed"


def _compare_metrics(older: Mapping[str, float], newer: Mapping[str, float]) -> pd.DataFrame:
    ends = {f"{name}_{end}" for name in older for end in ("low", "high")}
    rows = []
    for name in older:
        if name in ends or name not in newer:
            continue
        values = float(older[name]), float(newer[name])
        row = [name, *values, values[1] - values[0]]
        low, high, newer_low, newer_high = (
            side.get(f"{name}_{end}", nan) for side in (older, newer) for end in ("low", "high")
        )
        has_intervals = not any(map(isnan, (low, high, newer_low, newer_high)))
        overlap = max(low, newer_low) <= min(high, newer_high) if has_intervals else None
        rows.append([*row, low, high, newer_low, newer_high, overlap])
    return _make_table(rows, _METRIC_COLUMNS).astype({"overlap": "boolean"})
