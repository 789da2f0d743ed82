"""Which units of a release are its cautionary text, other legal legends left out."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from itertools import pairwise

from fls.analysis.tagged import Tagged
from fls.analysis.wording import Passage, Rules
from fls.document import LABELS

__all__ = ["cautionary_units", "rules"]

_BOILERPLATE = LABELS.index("boilerplate")
#: A unit that is not labelled boilerplate is looked at if one of these stands in it.
_CALLS = ("orward-looking", "orward looking", "afe harbor", "afe Harbor", "FORWARD-LOOKING")
#: Units without label that a cautionary text runs over: headings, page furniture.
_GAP = 3


@cache
def rules() -> Rules:
    """Read the classes of words and the patterns of cautionary text."""
    path = files("fls.analysis") / "safe_harbor.json"
    stored = json.loads(path.read_text(encoding="utf-8"))
    return Rules(stored["classes"], stored["patterns"])


def cautionary_units(tagged: Tagged) -> list[int]:
    """Numbers of the units that make up the cautionary text.

    Candidates are the units labelled boilerplate, and those that speak of forward-looking
    statements whatever their label. In each run of candidates with at most three other units
    between (those are taken along if they carry a label), a unit belongs to the cautionary text if
    it holds words of caution, or follows such a unit and holds no words of another legend: no
    offer, non-GAAP measures, advice, exchanges.

    Parameters
    ----------
    tagged : Tagged

    Returns
    -------
    list of int
        In reading order; empty where there is no cautionary text.
    """
    found: list[int] = []
    for run in _runs(tagged):
        found += _cautionary(tagged, run)
    return found


def _candidates(tagged: Tagged) -> list[int]:
    label = tagged.label.tolist()
    chosen = []
    for number, unit in enumerate(tagged.units):
        if label[number] == _BOILERPLATE:
            chosen.append(number)
        elif label[number] >= 0:
            text = tagged.text[unit.start : unit.end]
            if any(call in text for call in _CALLS):
                chosen.append(number)
    return chosen


def _runs(tagged: Tagged) -> list[list[int]]:
    """Candidates that stand together, with the labelled units between them."""
    chosen = _candidates(tagged)
    if not chosen:
        return []
    runs = [[chosen[0]]]
    for before, number in pairwise(chosen):
        if number - before > _GAP:
            runs.append([number])
            continue
        between = [n for n in range(before + 1, number) if tagged.labelled[n]]
        runs[-1] += [*between, number]
    return runs


def _cautionary(tagged: Tagged, run: list[int]) -> list[int]:
    """Units of a run that belong to the cautionary text."""
    known = rules()
    kept: list[int] = []
    inside = False
    passage = Passage(tagged.text, [tagged.units[n][1:3] for n in run])
    for number, words in zip(run, passage.sentences, strict=True):
        letters = known.encode(["|", *words, "|"])
        if known.has("other_legend", letters):
            belongs = known.has("cautionary", letters)
        else:
            belongs = inside or known.has("caution", letters)
        if belongs:
            kept.append(number)
            inside = True
    return kept
