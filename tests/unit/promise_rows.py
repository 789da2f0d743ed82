"""Promises as tables hold them, by hand."""

from __future__ import annotations

from typing import Any

import pandas as pd


def promise(text: str, last: str | None = None, **more: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "unit": 0, "event": "other", "text": text, "quantity": None, "quantity_low": None,
        "quantity_high": None, "quantity_unit": None, "horizon": None, "horizon_kind": None,
        "horizon_first": pd.Timestamp("NaT"), "horizon_last": pd.Timestamp(last or "NaT"),
    }  # fmt: skip
    return values | more


def range_of(low: float, high: float, unit: str = "USD") -> dict[str, Any]:
    return {"quantity": "x", "quantity_low": low, "quantity_high": high, "quantity_unit": unit}
