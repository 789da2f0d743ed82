"""Stand-ins for what the command line calls."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from fls.errors import InputError

NAN = float("nan")
P_COLUMNS = ("p_factual", "p_promotional", "p_forward_looking", "p_boilerplate")
UNITS = [
    ("headline", "Acme to open a plant", "forward_looking", (0.1, 0.05, 0.8, 0.05)),
    ("sentence", 'Said "yes", it\r\nis\x1b[31m best.', "promotional", (0.25, 1 / 3, 0.2, 13 / 60)),
    ("sentence", "Sales rose " + "and rose " * 20 + "again.", "factual", (0.97, 0.01, 0.01, 0.01)),
    ("heading", "Forward-Looking Statements", None, (NAN,) * 4),
    ("sentence", "Results may differ.", "boilerplate", (0.01, 0.01, 0.01, 0.97)),
    ("contact", "Jane Doe, " * 30, None, (NAN,) * 4),
]
ROWS = [
    {
        "unit": number,
        "kind": kind,
        "start": 10 * number,
        "end": 10 * number + 9,
        "text": text,
        "label": label,
        **dict(zip(P_COLUMNS, shares, strict=True)),
        "specific": True if label == "forward_looking" else None,
        "p_specific": 0.75 if label == "forward_looking" else NAN,
    }
    for number, (kind, text, label, shares) in enumerate(UNITS)
]
CONTRIBUTIONS = [
    {"feature": f"word{n}", "block": "words", "contribution": value, "start": n, "end": n + 1}
    for n, value in enumerate([5.0, -2.5] + [0.02] * 25)
]
METRICS = {"n_units": 6, "factual_share": 0.4375, "boilerplate_share": NAN}


class Result:
    """A stand-in for what tells its text and its dictionary."""

    def __init__(self, **facts: Any) -> None:
        self.facts = facts

    def to_text(self) -> str:
        return f"text of {self.facts}"

    def to_dict(self) -> dict[str, Any]:
        return self.facts

    def records(self) -> list[dict[str, Any]]:
        return [{"figure": name, "value": value} for name, value in self.facts.items()]


class Explanation(NamedTuple):
    """A stand-in for the explanation of a unit."""

    label: str
    logit: float
    intercept: float
    contributions: list[dict[str, Any]]


class Release:
    """A stand-in for a scored release."""

    metrics = METRICS
    warnings = ()

    def rows(self) -> Iterator[dict[str, Any]]:
        return iter(ROWS)

    def explain(self, unit: int) -> Explanation:
        if unit >= len(ROWS):
            raise InputError("unit", "must be below 6", str(unit), "look at the table")
        return Explanation("boilerplate", 2.0, -1.0, CONTRIBUTIONS)


class Model:
    """A stand-in for a model."""

    def __init__(self, name: object) -> None:
        self.info = {
            "corpus": {"releases": 2, "issuers": 2, "labelled_units": 9},
            "settings": {"folds": 5},
            "figures": {"macro_f1": [0.9, 0.8, None], "keyword_rule_macro_f1": [0.5, 0.4, 0.6]},
        }
        self.name = name

    def save(self, path: str) -> None:
        Path(path).write_text("saved")


class Terminal(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        return True
