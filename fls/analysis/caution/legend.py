"""Which units of a release are its cautionary text, without other legal legends."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from fls.analysis.tagged import Tagged
from fls.analysis.wording import Line, Passage, Rules, fold
from fls.arrays import Flags
from fls.document import BOILERPLATE

__all__ = ["OPENERS", "Legend", "find_legend", "rules"]

#: Words of which one makes a candidate of a unit that is not labelled boilerplate.
_SIGNAL_WORDS = (
    *("orward-looking", "orward looking", "orward\u2010looking", "orward\u2011looking"),
    *("orward\xadlooking", "FORWARD-LOOKING", "afe harbor", "afe Harbor"),
)
#: Last words of a sentence that is continued by the list after it.
OPENERS = frozenset((":", "include", "includes", "are", "following", ",", "these", ";"))
#: Maximum number of other units within a cautionary text: headings, page furniture.
_MAX_GAP_UNITS = 2


@cache
def rules() -> Rules:
    """Return the classes of words and the patterns of cautionary text."""
    path = files(__package__) / "safe_harbor.json"
    stored = json.loads(path.read_text(encoding="utf-8"))
    return Rules(stored["classes"], stored["patterns"])


class Legend(NamedTuple):
    """The cautionary text of a release.

    Parameters
    ----------
    units : list of int
        Numbers of its units, in reading order; empty where there is none.
    passage : Passage
        Their words.
    lines : list of Line
        The same as letters, one line per unit, with a break before and after it.
    """

    units: list[int]
    passage: Passage
    lines: list[Line]

    def cautious(self) -> Flags:
        """Return which of its units contain words of caution themselves: (n,) bool."""
        return np.array([rules().has("caution", line) for line in self.lines], dtype=bool)


def find_legend(tagged: Tagged) -> Legend:
    """Find the units that make up the cautionary text.

    Candidates are the units labelled boilerplate, those that mention forward-looking statements
    whatever their label, and the list items that such a unit announces. A run of candidates has at
    most two other units between neighbours, none of them a heading of another section; those that
    carry a label join the run. At least one unit of a run must be labelled boilerplate ("a
    forward-looking team" is no caution). In a run, a unit belongs to the cautionary text if it
    contains words of caution, or follows such a unit and contains no words of another legend (on
    offers, non-GAAP measures, advice, exchanges).

    Parameters
    ----------
    tagged : Tagged

    Returns
    -------
    Legend
    """
    patterns = rules()
    runs = _find_runs(tagged)
    numbers = [number for run in runs for number in run]
    passage = Passage(tagged.text, [tagged.units[n][1:3] for n in numbers])
    lines = [patterns.encode(["|", *words, "|"]) for words in passage.sentences]
    starts = {run[0] for run in runs}
    kept: list[int] = []
    inside = False
    for at, (number, line) in enumerate(zip(numbers, lines, strict=True)):
        if number in starts:
            inside = False
        if patterns.has("other_legend", line):
            belongs = patterns.has("cautionary", line)
        else:
            belongs = inside or patterns.has("caution", line)
        if belongs:
            kept.append(at)
            inside = True
    return Legend([numbers[at] for at in kept], passage.only(kept), [lines[at] for at in kept])


def _find_candidates(tagged: Tagged) -> list[int]:
    label = tagged.label.tolist()
    candidates = []
    signals = [words for words in _SIGNAL_WORDS if words in tagged.text]
    for number, unit in enumerate(tagged.units):
        if label[number] == BOILERPLATE:
            candidates.append(number)
        elif label[number] >= 0 and signals:
            text = tagged.text[unit.start : unit.end]
            if any(words in text for words in signals):
                candidates.append(number)
    return sorted({*candidates, *_find_listed(tagged, candidates)})


def _find_listed(tagged: Tagged, candidates: Sequence[int]) -> Iterator[int]:
    """Yield the list items after a unit that announces them, whatever their label."""
    end = 0
    for number in candidates:
        at = max(number + 1, end)
        if at < len(tagged.units) and tagged.units[at].kind == "item" and _is_open(tagged, number):
            while at < len(tagged.units) and tagged.units[at].kind == "item":
                yield at
                at += 1
            end = at


def _is_open(tagged: Tagged, number: int) -> bool:
    """Check whether a unit on risks or forward-looking statements is continued by the next."""
    words = fold(tagged.slice(number)).split()
    line = rules().encode(["|", *words, "|"])
    return words[-1:] != [] and words[-1] in OPENERS and rules().has("announces", line)


def _find_runs(tagged: Tagged) -> list[list[int]]:
    """Group candidates near each other, with the labelled units between them."""
    candidates = _find_candidates(tagged)
    if not candidates:
        return []
    runs = [[candidates[0]]]
    for before, number in pairwise(candidates):
        if number - before - 1 > _MAX_GAP_UNITS or _is_parted(tagged, before, number):
            runs.append([number])
            continue
        between = [n for n in range(before + 1, number) if tagged.labelled[n]]
        runs[-1] += [*between, number]
    legal = set(np.flatnonzero(tagged.label == BOILERPLATE).tolist())
    return [run for run in runs if not legal.isdisjoint(run)]


def _is_parted(tagged: Tagged, before: int, number: int) -> bool:
    """Check whether a heading between two units begins a section of another kind."""
    patterns = rules()
    return any(
        tagged.units[n].kind == "heading"
        and patterns.has(
            "other_heading", patterns.encode(["|", *fold(tagged.slice(n)).split(), "|"])
        )
        for n in range(before + 1, number)
    )
