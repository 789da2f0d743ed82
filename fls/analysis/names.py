"""Words of praise that are part of a name."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["in_name"]


def in_name(words: Sequence[str], begin: int, end: int, first: int, last: int) -> bool:
    """Tell words that are part of a name, by their capitals and those beside them.

    All of them begin with a capital letter, and so does the word before or behind them, inside a
    sentence of which at most half the words do; the first word of the sentence tells nothing.

    Parameters
    ----------
    words : sequence of str
        As :func:`fls.analysis.phrases.joined` gives them.
    begin, end : int
        The sentence among the words.
    first, last : int
        Those that are asked about, half-open.

    Returns
    -------
    bool

    Examples
    --------
    >>> in_name("The shares of Orrin Vanguard rose by a tenth".split(), 0, 9, 4, 5)
    True
    >>> in_name("Orrin is at the vanguard of pumps".split(), 0, 7, 4, 5)
    False
    """
    if not words[first][0].isupper() or first == begin:
        return False
    capital = [word[0].isupper() for word in words[begin:end]]
    first, last = first - begin, last - begin
    beside = (first > 1 and capital[first - 1]) or (last < len(capital) and capital[last])
    return beside and all(capital[first:last]) and 2 * sum(capital) <= len(capital)
