"""Which elements a cautionary text holds, and where; the factors have a room of their own."""

from __future__ import annotations

from collections.abc import Sequence

from fls.analysis.legend import rules
from fls.analysis.wording import Passage

__all__ = ["PHRASES", "find_elements"]

#: Elements that are told by their wording, in the order of every table.
PHRASES = (
    "identifies",
    "statute",
    "cue_words",
    "differ_materially",
    "filings",
    "as_of_date",
    "no_duty_to_update",
    "no_reliance",
)


def find_elements(passage: Passage) -> dict[str, Sequence[tuple[int, int]]]:
    """Runs of words that make up each element.

    Parameters
    ----------
    passage : Passage
        The cautionary text.

    Returns
    -------
    dict of str to list of (int, int)
        By name as in :data:`PHRASES`; first word and the one behind the last, for
        :meth:`Passage.span`. Empty where an element is absent.
    """
    known = rules()
    letters = known.encode(passage.words)
    return {name: list(known.find(name, letters)) for name in PHRASES}
