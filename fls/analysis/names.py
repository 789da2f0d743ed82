"""Words of praise that are part of a name."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["in_name"]


def in_name(words: Sequence[str], begin: int, end: int, first: int, last: int) -> bool:
    """Check whether words are part of a name, by the capital letters in and beside them.

    They are if all of them begin with a capital letter, and so does the word before or after
    them, in a sentence where at most half of the words do. The first word of a sentence is never
    part of a name, and does not count as the word before.

    Parameters
    ----------
    words : sequence of str
        As returned by :func:`fls.analysis.phrases.joined`, split at spaces.
    begin, end : int
        Range of the sentence in `words`, half-open.
    first, last : int
        Range of the words to check, half-open.

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
