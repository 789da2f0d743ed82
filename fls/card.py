"""The card of a model: its description for people, written from the figures of its training."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from fls import corpus
from fls.document import LABELS
from fls.errors import CorpusError

__all__ = ["figure_rows", "model_card", "summary"]

_HEAD = """\
---
{licence}language: en
tags: [text-classification, press-releases, forward-looking-statements]
library_name: fls
---

# Model card

Labels the sentences, items and headlines of English corporate press releases as factual,
promotional, forward-looking or boilerplate (safe harbor and other legal legends), as the codebook
(`docs/codebook.md`) defines them. A multinomial logistic regression over hashed words and runs of
words, word vectors, word lists, and the place of the unit in its release (`fls/features/`). A
second, small logistic regression over words, vectors, figures and word lists says of a
forward-looking unit whether it is specific (a number, a date or a named event that can be checked
later).

## Training data

{releases} releases of {issuers} issuers, {labelled_units} labelled units ({by_label};
of the forward-looking ones {specific_units} specific).

{parts}

{origin}Digest of all: `{sha256}`.

## How it does

Cross-validation by issuer ({folds} folds): no issuer is in training and in test; units whose legend
stands word by word in the training part are not counted ({left_out_as_repeated} left out).
95 % intervals by bootstrap over releases. The keyword rule labels by word lists alone.
Specific or not is counted on forward-looking units that were found: the rule calls a unit specific
that holds a figure, a date or a period; `majority` gives all of them the more frequent mark.

"""

#: Descriptions of the corpora of this library.
_WRITTEN = "`{name}` is the corpus in the repository of this library, written for it. "
_WIRE = (
    "`{name}` are real releases, of which the repository holds labels but no texts "
    "(`fls corpus join` puts them together). "
)
_UNKNOWN = {"origin": "", "licence": ""}

_TAIL = """
Confusion, annotators (rows) against model (columns):

{confusion}

Probabilities are calibrated by one temperature ({temperature:.3f}). Calibration error is how
far the probability of the most probable label is from the share that is right: root mean square
over 15 bins, without what chance adds.

## Abstaining

`fls.score(..., abstain=0.7)` gives no label to units if its probability is below 0.7. On the
same held-out units, by threshold: the share that gets a label, and how much of it is right.

{abstention}

## Where it fails

Between factual and promotional the line is often one of degree: many units are both (their second
label says so). Forward-looking units without a cue word are taken for facts more often than others.
Other genres (annual reports, news articles, calls, tweets) were not in the training data: figures
for them would be lower. English only.

## Not for

Deciding about a person or a trade without a human reading; legal advice. A safe-harbor sentence
that is found says that the text is there, not that it protects.
"""


def model_card(info: dict[str, Any]) -> str:
    """Write the card of a model.

    Parameters
    ----------
    info : dict
        Content of ``model.json``.

    Returns
    -------
    str
        Markdown with a YAML header.
    """
    data = info["corpus"]
    by_label = ", ".join(f"{count} {label}" for label, count in data["units_by_label"].items())
    parts = [
        "| part | releases | labelled units | macro-F1, held out | digest |",
        "|---|---|---|---|---|",
    ]
    for name, part in data["parts"].items():
        macro = _number(part["figures"]["macro_f1"][0])
        size = f"{part['releases']} | {part['labelled_units']}"
        parts.append(f"| {name} | {size} | {macro} | `{part['sha256'][:16]}` |")
    own = [_own_corpora().get(part.get("labels_sha256")) for part in data["parts"].values()]
    named = zip(data["parts"], own, strict=True)
    origin = "".join(text.format(name=name) for name, text in named if text)
    # Origin and licence of other corpora are known only to the user who trained on them.
    terms = {"origin": origin, "licence": "license: mit\n"} if all(own) else _UNKNOWN
    values = {**data, **terms, "parts": "\n".join(parts), "by_label": by_label}
    head = _HEAD.format(**values, folds=info["settings"]["folds"])
    rows = ["| figure | model | 95 % interval | keyword rule |", "|---|---|---|---|"]
    rows += [f"| {' | '.join(row)} |" for row in figure_rows(info["figures"])]
    table = ["| | " + " | ".join(LABELS) + " |", "|---" * (len(LABELS) + 1) + "|"]
    for label, counts in zip(LABELS, info["confusion"], strict=True):
        table.append(f"| {label} | " + " | ".join(str(count) for count in counts) + " |")
    rows += _describe_alone(info.get("alone"))
    if "start" in info:
        rows += ["", "## What it started from", "", *_describe_start(info["start"])]
    tail = _TAIL.format(
        confusion="\n".join(table),
        temperature=info["temperature"],
        abstention="\n".join(_describe_abstention(info["abstention"])),
    )
    return head + "\n".join(rows) + "\n" + tail


@cache
def _own_corpora() -> Mapping[str | None, str]:
    """Return descriptions of the corpora in the repository, by the digest of their labels."""
    folder = Path(__file__).resolve().parents[1] / "data"
    with suppress(CorpusError):  # there is no repository, or its corpora are being changed
        written = corpus.labels_digest(corpus.read(folder / "releases"))
        return {written: _WRITTEN, corpus.standoff_digest(folder / "wire"): _WIRE}
    return {}


def _describe_alone(figures: Mapping[str, Sequence[float | None]] | None) -> list[str]:
    """Return the figures for sentences without their release, as lines of Markdown."""
    if not figures:
        return []
    rows = [f"| {name} | {value} | {span} |" for name, value, span, _ in figure_rows(figures)]
    head = ["", "Sentences without their release, as `fls.tag` takes them, of the last part:", ""]
    return [*head, "| figure | model | 95 % interval |", "|---|---|---|", *rows]


def _describe_abstention(rates: Sequence[Mapping[str, Any]]) -> list[str]:
    lines = ["| threshold | labelled | accuracy | 95 % interval |", "|---|---|---|---|"]
    for rate in rates:
        value, low, high = map(_number, rate["accuracy"])
        labelled = f"{rate['coverage'][0]:.1%}"
        lines.append(f"| {rate['threshold']} | {labelled} | {value} | {low} to {high} |")
    return lines


def summary(info: dict[str, Any]) -> list[str]:
    """Return the figures of the training as a table for a terminal.

    Parameters
    ----------
    info : dict
        Content of ``model.json``.

    Returns
    -------
    list of str
        Lines of the table: figure, value, interval, and the value of the keyword rule.
    """
    data = info["corpus"]
    head = (
        f"{data['releases']} releases of {data['issuers']} issuers, "
        f"{data['labelled_units']} labelled units; "
        f"cross-validated by issuer, {info['settings']['folds']} folds"
    )
    figures = info["figures"] | {f"alone_{k}": v for k, v in info.get("alone", {}).items()}
    rows = [("", "model", "95 % interval", "keyword rule"), *figure_rows(figures)]
    widths = [max(len(row[i]) for row in rows) for i in range(4)]
    lines = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
    if "start" in info:
        lines += ["", *_describe_start(info["start"])]
    return [head, "", *lines]


def _describe_start(facts: Mapping[str, Any]) -> list[str]:
    """Return what a start from a given model gained, as lines that are Markdown as well."""
    strength, *by_fold = (
        "without end" if value is None else f"{value:g}"
        for value in (facts["strength"], *facts["strengths_by_fold"])
    )
    names = {"anew": "labels alone", "given": "given model alone", "start": "start from it"}
    rows = [("macro-F1 on held-out issuers", "figure", "95 % interval")]
    for name, (value, low, high) in facts["figures"].items():
        figure = " minus ".join(names[part] for part in name.split(" minus "))
        rows.append((figure, _number(value), f"{_number(low)} to {_number(high)}"))
    widths = [max(len(row[i]) for row in rows) for i in range(3)]
    lines = [f"| {' | '.join(map(str.ljust, row, widths))} |" for row in rows]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    if "specific" in facts:
        lines += ["", *_describe_specific(facts["specific"])]
    return [
        f"Started from the weights `{facts['weights_sha256'][:16]}`.",
        f"Strength of the prior, chosen by cross-validation: {strength} (for about so many units",
        "the given weights count; without end they stay as they are). Within the training parts of",
        f"the folds, which the figures are from: {', '.join(by_fold)}.",
        "",
        *lines,
        "",
        "Intervals by bootstrap over issuers, the same ones drawn for all rows. The figures are",
        "fair if the given model has seen none of these issuers.",
    ]


def _describe_specific(facts: Mapping[str, Any]) -> list[str]:
    """Return what such a start gained for the second model, which finds specific units."""
    strength = "without end" if facts["strength"] is None else f"{facts['strength']:g}"
    given, start = (
        f"{_number(value)} ({_number(low)} to {_number(high)})"
        for value, low, high in (facts["given"], facts["start"])
    )
    return [
        f"Specific or not: strength {strength}; accuracy on forward-looking units of held-out",
        f"issuers {given} by the given model, {start} started from it.",
    ]


def figure_rows(
    figures: Mapping[str, Sequence[float | None]],
) -> list[tuple[str, str, str, str]]:
    """Format figures for people.

    Parameters
    ----------
    figures : mapping of str to sequence
        Value and interval by name; names of figures of the keyword rule begin with
        ``keyword_rule_``.

    Returns
    -------
    list of tuple
        Figure, value, interval, and the value of the keyword rule.
    """
    rows = []
    for name, (value, low, high) in figures.items():
        if not name.startswith("keyword_rule_"):
            rule = figures.get(f"keyword_rule_{name}")
            other = _number(rule[0]) if rule else ""
            rows.append((name, _number(value), f"{_number(low)} to {_number(high)}", other))
    return rows


def _number(value: float | None) -> str:
    return "not defined" if value is None or value != value else f"{value:.3f}"
