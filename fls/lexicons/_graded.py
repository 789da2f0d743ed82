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
    """What a list says about a phrase.

    Parameters
    ----------
    grade : int
        1 to 3; 0 for a phrase without that meaning, whose single words do not count either.
    reason : str
        Why it is in the list; ``plain`` if the grade is 0.
    """

    grade: int
    reason: str


@cache
def _read_graded(name: str) -> dict[str, Grade]:
    """Read a graded list, once."""
    lines = (files(__package__) / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    head = lines.index("") if "" in lines else 0
    grades: dict[str, Grade] = {}
    previous = ""
    for number, line in enumerate(lines[head + 1 :], start=head + 2):
        match = _LINE.fullmatch(line)
        phrase = match[1] if match else ""
        if match is None or phrase <= previous:
            raise InputError(
                f"{name}.tsv:{number}", "a line is 'phrase, grade, reason, origin', sorted",
                repr(line), "fix the line",
            )  # fmt: skip
        grades[phrase] = Grade(int(match[2]), match[3])
        previous = phrase
    return grades


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
        Grades by phrase; a new dict, which may be changed.

    Raises
    ------
    InputError
        If a line is malformed, repeated or out of order.

    Examples
    --------
    >>> load_graded("hype")["groundbreaking"]
    Grade(grade=3, reason='novelty')
    """
    return dict(_read_graded(name))
