"""What a release commits to: promises, their kinds, and how firm they are."""

from __future__ import annotations

from fls.analysis.commitments.firmness import firmness
from fls.analysis.commitments.forward import FORWARD_SHARES, forward_shares
from fls.analysis.commitments.hedge import hedge
from fls.analysis.commitments.promises import PROMISE_COLUMNS, promise_frame, promises

__all__ = [
    "FORWARD_SHARES",
    "PROMISE_COLUMNS",
    "firmness",
    "forward_shares",
    "hedge",
    "promise_frame",
    "promises",
]
