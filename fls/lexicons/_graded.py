"""Lists that give a grade and a reason to each phrase."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from ..errors import InputError

__all__ = ["Grade", "load_graded"]

_LINE = re.compile(r"([a-z0-9]+(?: [a-z0-9]+){0,4})\t([0-3])\t([a-z_]+)\t([a-z_]+)")


class Grade(NamedTuple):
    """What a list says of a phrase.

    Parameters
    ----------
    grade : int
        1 to 3; 0 for a phrase that means nothing of the kind, and whose words are not looked at.
    reason : str
        Why it is in the list; ``plain`` where the grade is 0.
    """

    grade: int
    reason: str


@cache
def _parsed(name: str) -> dict[str, Grade]:
    lines = (files(__package__) / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    head = lines.index("") if "" in lines else 0
    found: dict[str, Grade] = {}
    previous = ""
    for number, line in enumerate(lines[head + 1 :], start=head + 2):
        match = _LINE.fullmatch(line)
        phrase = match[1] if match else ""
        if match is None or phrase <= previous:
            raise InputError(
                f"{name}.tsv:{number}", "a line is 'phrase, grade, reason, origin', sorted",
                repr(line), "fix the line",
            )  # fmt: skip
        found[phrase] = Grade(int(match[2]), match[3])
        previous = phrase
    return found


def load_graded(name: str) -> dict[str, Grade]:
    """Read a graded list.

    A phrase is one to five words in lower case, words taken as runs of letters or of digits, so
    ``"award-winning"`` is ``"award winning"``.

    Parameters
    ----------
    name : str
        ``"hype"``, ``"exposure"``, ``"forward"``, ``"headline_news"`` or ``"unsettled"``.

    Returns
    -------
    dict of str to Grade
        By phrase. The dict is the caller's own.

    Raises
    ------
    InputError
        If a line is malformed, doubled or out of order.

    Examples
    --------
    >>> load_graded("hype")["groundbreaking"]
    Grade(grade=3, reason='novelty')
    """
    return dict(_parsed(name))
