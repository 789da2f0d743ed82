"""Numbers, sums and ranges as releases express them, and which of them are promised."""

from __future__ import annotations

from fls.analysis.amounts.promised import promised
from fls.analysis.amounts.quantity import Quantity, quantities

__all__ = [
    "Quantity",
    "promised",
    "quantities",
]
