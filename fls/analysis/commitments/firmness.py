"""How firm a commitment is, in a word."""

from __future__ import annotations

__all__ = ["STEPS", "firmness"]

#: Words for the firmness of a commitment, each with its highest grade of hedging.
STEPS = ((0.2, "firm"), (0.4, "expected"), (0.6, "aimed at"), (0.8, "hoped for"), (1.0, "possible"))


def firmness(hedge: float) -> tuple[int, str]:
    """Return a word for a grade of hedging.

    Parameters
    ----------
    hedge : float
        As in ``release.promises``: 0 firm to 1 weakest.

    Returns
    -------
    step : int
        From 0, firm, to 4, possible.
    word : str

    Examples
    --------
    >>> firmness(0.0), firmness(0.8)
    ((0, 'firm'), (3, 'hoped for'))
    """
    return next(
        ((n, word) for n, (most, word) in enumerate(STEPS) if hedge <= most), (4, "possible")
    )
