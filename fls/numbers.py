"""Whole numbers as users have them: those of tables and arrays are none of Python's own."""

from __future__ import annotations

import operator
from typing import Any

__all__ = ["whole_number"]


def whole_number(value: Any) -> int | None:
    """Give a whole number of any kind as one of Python's.

    Parameters
    ----------
    value : object

    Returns
    -------
    int or None
        None for everything else; True and False are no numbers.

    Examples
    --------
    >>> import numpy as np
    >>> whole_number(np.int64(28)), whole_number(28.0), whole_number(True)
    (28, None, None)
    """
    if isinstance(value, bool):
        return None
    try:
        return operator.index(value)
    except TypeError:
        return None
