"""Which units of a release are its cautionary text, other legal legends left out."""

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

#: A unit that is not labelled boilerplate is looked at if one of these stands in it.
_CALLS = (
    *("orward-looking", "orward looking", "orward\u2010looking", "orward\u2011looking"),
    *("orward\xadlooking", "FORWARD-LOOKING", "afe harbor", "afe Harbor"),
)
#: A sentence that ends so is continued by the list that follows.
OPENERS = frozenset((":", "include", "includes", "are", "following", ",", "these", ";"))
#: Units that a cautionary text runs over: headings, page furniture.
_GAP = 2


@cache
def rules() -> Rules:
    """Read the classes of words and the patterns of cautionary text."""
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
        The same as letters, a unit each, with a break before and behind.
    """

    units: list[int]
    passage: Passage
    lines: list[Line]

    def cautious(self) -> Flags:
        """Which of its units hold words of caution themselves: (n,) bool."""
        return np.array([rules().has("caution", line) for line in self.lines], dtype=bool)


def find_legend(tagged: Tagged) -> Legend:
    """Find the units that make up the cautionary text.

    Candidates are the units labelled boilerplate, those that speak of forward-looking statements
    whatever their label, and the list items that such a unit announces. In each run of candidates
    with at most two other units between (those are taken along if they carry a label; none is a
    heading of another section), one of them at least labelled boilerplate ("a forward-looking team"
    is no caution), a unit belongs to the cautionary text if it holds words of caution, or follows
    such a unit and holds no words of another legend: no offer, non-GAAP measures, advice,
    exchanges.

    Parameters
    ----------
    tagged : Tagged

    Returns
    -------
    Legend
    """
    known = rules()
    runs = _runs(tagged)
    numbers = [number for run in runs for number in run]
    passage = Passage(tagged.text, [tagged.units[n][1:3] for n in numbers])
    lines = [known.encode(["|", *words, "|"]) for words in passage.sentences]
    starts = {run[0] for run in runs}
    kept: list[int] = []
    inside = False
    for at, (number, line) in enumerate(zip(numbers, lines, strict=True)):
        if number in starts:
            inside = False
        if known.has("other_legend", line):
            belongs = known.has("cautionary", line)
        else:
            belongs = inside or known.has("caution", line)
        if belongs:
            kept.append(at)
            inside = True
    return Legend([numbers[at] for at in kept], passage.only(kept), [lines[at] for at in kept])


def _candidates(tagged: Tagged) -> list[int]:
    label = tagged.label.tolist()
    chosen = []
    calls = [call for call in _CALLS if call in tagged.text]
    for number, unit in enumerate(tagged.units):
        if label[number] == BOILERPLATE:
            chosen.append(number)
        elif label[number] >= 0 and calls:
            text = tagged.text[unit.start : unit.end]
            if any(call in text for call in calls):
                chosen.append(number)
    return sorted({*chosen, *_listed(tagged, chosen)})


def _listed(tagged: Tagged, chosen: Sequence[int]) -> Iterator[int]:
    """List items behind a unit that announces them, whatever their label."""
    behind = 0
    for number in chosen:
        at = max(number + 1, behind)
        if at < len(tagged.units) and tagged.units[at].kind == "item" and _is_open(tagged, number):
            while at < len(tagged.units) and tagged.units[at].kind == "item":
                yield at
                at += 1
            behind = at


def _is_open(tagged: Tagged, number: int) -> bool:
    """Whether a unit speaks of risks, or of forward-looking statements, and is to be continued."""
    words = fold(tagged.slice(number)).split()
    line = rules().encode(["|", *words, "|"])
    return words[-1:] != [] and words[-1] in OPENERS and rules().has("announces", line)


def _runs(tagged: Tagged) -> list[list[int]]:
    """Candidates that stand together, with the labelled units between them."""
    chosen = _candidates(tagged)
    if not chosen:
        return []
    runs = [[chosen[0]]]
    for before, number in pairwise(chosen):
        if number - before - 1 > _GAP or _is_parted(tagged, before, number):
            runs.append([number])
            continue
        between = [n for n in range(before + 1, number) if tagged.labelled[n]]
        runs[-1] += [*between, number]
    legal = set(np.flatnonzero(tagged.label == BOILERPLATE).tolist())
    return [run for run in runs if not legal.isdisjoint(run)]


def _is_parted(tagged: Tagged, before: int, number: int) -> bool:
    """Whether a heading between two units begins a section of another kind."""
    known = rules()
    return any(
        tagged.units[n].kind == "heading"
        and known.has("other_heading", known.encode(["|", *fold(tagged.slice(n)).split(), "|"]))
        for n in range(before + 1, number)
    )
