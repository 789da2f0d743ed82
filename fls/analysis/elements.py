"""Which elements a cautionary text holds, and where; the factors have a room of their own."""

from __future__ import annotations

from collections.abc import Iterable

from fls.analysis.legend import Legend, rules

__all__ = ["PHRASES", "find_elements"]

#: Elements that are told by their wording, in the order of every table.
PHRASES = (
    "identifies",
    "statute",
    "cue_words",
    "differ_materially",
    "filings",
    "as_of_date",
    "no_duty_to_update",
    "no_reliance",
)

#: "Except as required by securities law" invokes no statute.
_REQUIRED = frozenset(("require", "required", "requires"))


def find_elements(legend: Legend) -> dict[str, list[tuple[int, int]]]:
    """Runs of words that make up each element; those that overlap are one.

    Parameters
    ----------
    legend : Legend

    Returns
    -------
    dict of str to list of (int, int)
        By name as in :data:`PHRASES`; first word and the one behind the last, for
        :meth:`Passage.span`. Empty where an element is absent.
    """
    known = rules()
    found: dict[str, list[tuple[int, int]]] = {name: [] for name in PHRASES}
    parts = zip(legend.passage.sentences, legend.passage.first, legend.lines, strict=False)
    for words, begin, line in parts:
        for name in PHRASES:
            runs = known.matches(name, line)
            if name == "statute":
                runs = [run for run in runs if _REQUIRED.isdisjoint(["|", *words][slice(*run)])]
            found[name] += _united(runs, begin)
    return found


def _united(runs: Iterable[tuple[int, int]], begin: int) -> list[tuple[int, int]]:
    """Make one of runs that overlap: of "risks in our Form" and "Form 8-K" the whole."""
    whole: list[tuple[int, int]] = []
    for first, last in sorted(runs):
        if whole and begin + first < whole[-1][1]:
            whole[-1] = whole[-1][0], max(whole[-1][1], begin + last)
        else:
            whole.append((begin + first, begin + last))
    return whole
