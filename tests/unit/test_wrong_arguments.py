"""Arguments of a wrong kind are refused in the library's own words."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import fls

ROOT = Path(__file__).resolve().parents[2]
RELEASES = ROOT / "data" / "releases"
TABLE = pd.DataFrame({"body": ["Acme grew."], "label": ["factual"]})
#: Nothing of this is text, or a seed.
WRONG = (None, -1.5, Path("a.txt"), TABLE, [], [None], b"x", {}, object())


def _refused(argument: str, call: Any, *values: Any) -> None:
    for value in values:
        with pytest.raises(fls.InputError, match=rf"^{argument}\b"):
            call(value)


def test_of_readers() -> None:
    for read in (fls.read, fls.read_all):
        _refused("exhibit", lambda value, read=read: read(b"Acme grew.", exhibit=value), *WRONG)
        _refused("name", lambda value, read=read: read(b"Acme grew.", name=value), *WRONG)
        _refused("limits", lambda value, read=read: read(b"Acme grew.", limits=value), *WRONG)
        no_source = (None, 7, -1.5, TABLE, [], [None], {}, object())
        _refused("source", read, *no_source)


def test_of_tables() -> None:
    _refused("table", lambda value: fls.score_frame(value, "body"), None, 7, [], b"x", "body", {})
    for name in ("text", "id", "date"):
        values = [value for value in WRONG if value is not None]
        _refused(
            name, lambda value, name=name: fls.score_frame(TABLE, **{"text": "body", name: value}),
            *values,
        )  # fmt: skip
    _refused("level", lambda value: fls.score_frame(TABLE, "body", level=value), *WRONG)
    _refused("on_error", lambda value: fls.score_many(["Acme grew."], on_error=value), *WRONG)


def test_of_training() -> None:
    _refused("folder", fls.train, None, 7, -1.5, [], [None], b"x", {}, object())
    for name in ("seed", "settings", "progress", "jobs"):
        values = (-1.5, TABLE, [], b"x", {1: 2}, object())
        _refused(name, lambda value, name=name: fls.train(RELEASES, **{name: value}), *values)


def test_of_comparisons_of_models() -> None:
    _refused("models", lambda value: fls.compare_models(value, RELEASES),
             None, 7, -1.5, Path("a.txt"), TABLE, [], "default", b"x", {}, object())  # fmt: skip
    two = {"one": None, "two": "open"}
    _refused("folder", lambda value: fls.compare_models(two, value),
             None, 7, TABLE, [], [None], b"x", {}, object())  # fmt: skip
    _refused("seed", lambda value: fls.compare_models(two, RELEASES, seed=value), *WRONG)


def test_of_evaluations() -> None:
    _refused("folder", lambda value: fls.evaluate(None, value), None, 7, TABLE, [], b"x", object())
    _refused("seed", lambda value: fls.evaluate(None, RELEASES, seed=value), *WRONG)
    values = (7, Path("a.txt"), TABLE, [], b"x", object())
    _refused("progress", lambda value: fls.evaluate(None, RELEASES, progress=value), *values)


@pytest.mark.parametrize("name", ["text", "label"])
def test_of_tables_of_sentences(name: str) -> None:
    given = {"text": "body", "label": "label"}
    _refused(
        "table", lambda value: fls.evaluate_sentences(None, TABLE, **given | {name: value}), *WRONG
    )
    _refused(
        "positive", lambda value: fls.evaluate_sentences(None, TABLE, **given, positive=value),
        7, TABLE, [], b"x", pd.NA,
    )  # fmt: skip
    _refused("table", lambda x: fls.evaluate_sentences(None, TABLE, **given | {name: x}), pd.NA)


@pytest.mark.parametrize("value", [TABLE, TABLE["body"], pd.NA, ["factual"], 7])
def test_of_mappings_of_labels(value: Any) -> None:
    given = {"text": "body", "label": "label"}
    for options in ({"mapping": value}, {"mapping": value, "positive": "factual"},
                    {"mapping": {"factual": value}}):  # fmt: skip
        with pytest.raises(fls.InputError, match=r"^mapping\b"):
            fls.evaluate_sentences(None, TABLE, **given, **options)


def test_of_bounds_of_readers() -> None:
    values = [value for value in WRONG if value is not None]
    for field in fields(fls.Limits):
        _refused(rf"Limits\.{field.name}", lambda x, n=field.name: fls.Limits(**{n: x}), *values,
                 None, 0, True, 1.0, float("nan"), "7", pd.NA)  # fmt: skip


def test_of_folders_of_models() -> None:
    _refused("path", fls.load_model().save, None, 3.5, "", b"x", TABLE, [], pd.NA)
    for value in (3.5, TABLE, [], b"x", pd.NA, "", "no such model", float("nan")):
        with pytest.raises(fls.ModelError, match="got"):
            fls.load_model(value)
