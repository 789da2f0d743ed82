"""Attributes of a scored release that the page needs; :class:`fls.Release` has them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from fls.analysis.caution import SafeHarbor
from fls.document import Document, Unit
from fls.errors import InputError
from fls.model import Explanation

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Scored", "check_scored", "shorten", "title_of"]


class Scored(Protocol):
    """A release with its labels and the results of the analyses."""

    @property
    def document(self) -> Document: ...
    @property
    def text(self) -> str: ...
    @property
    def date(self) -> dt.date | None: ...
    @property
    def spans(self) -> Sequence[Unit]: ...
    @property
    def metrics(self) -> Mapping[str, float]: ...
    @property
    def promises(self) -> pd.DataFrame: ...
    @property
    def safe_harbor(self) -> SafeHarbor: ...
    @property
    def warnings(self) -> tuple[str, ...]: ...
    @property
    def model_digest(self) -> str: ...
    def rows(self) -> list[dict[str, Any]]: ...
    def promise_rows(self) -> list[dict[str, Any]]: ...
    def explain_each(self, units: Sequence[int]) -> list[Explanation]: ...


def check_scored(release: object) -> None:
    """Check that `release` is a scored release."""
    # `hasattr` of metrics would compute all of them.
    if not all(hasattr(release, part) for part in ("text", "spans", "rows")):
        kind = type(release).__name__
        raise InputError("release", "is a scored release", kind, "score it first")


def title_of(release: Scored, most: int = 160) -> str:
    """Return the headline on one line, cut to `most` characters; empty if there is none."""
    head = next((unit for unit in release.spans if unit.kind == "headline"), None)
    return shorten(release.text[head.start : head.end], most) if head else ""


def shorten(text: str, most: int) -> str:
    """Return a text on one line, cut to `most` characters."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
