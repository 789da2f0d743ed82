"""Checks of arguments: what a user gives is refused in the library's own words where it is none.

Each takes the name of the argument and the value, and raises an :class:`fls.errors.InputError`;
those that make something else of the value give it back.
"""

from __future__ import annotations

import operator
import os
from collections.abc import Iterable, Mapping, Sequence
from math import inf, nan
from numbers import Real
from typing import Any, TypeVar

from fls.errors import InputError

__all__ = [
    "check_abstain",
    "check_callable",
    "check_choice",
    "check_folder",
    "check_jobs",
    "check_kind",
    "check_list",
    "check_path",
    "check_progress",
    "check_range",
    "check_seed",
    "check_whole",
]

_Value = TypeVar("_Value")
#: So much of a value is shown in a message.
_LONGEST = 80


def check_whole(
    name: str, value: object, least: int, most: float = inf, repair: str = "give another"
) -> int:
    """Give a whole number of any kind as one of Python's: those of tables and arrays are not.

    Parameters
    ----------
    name : str
        Of the argument.
    value : int
        True and False are no numbers, nor is 28.0 a whole one.
    least, most : int
        Of what is taken.
    repair : str
        What the reader of the message can do.

    Returns
    -------
    int

    Raises
    ------
    InputError
        If it is something else.

    Examples
    --------
    >>> import numpy as np
    >>> check_whole("n", np.int64(28), least=1)
    28
    >>> check_whole("n", 28.0, least=1)
    Traceback (most recent call last):
    ...
    fls.errors.InputError: n: is a whole number of 1 or more, got 28.0; give another
    """
    number = _whole(value)
    if number is None or not least <= number <= most:
        bounds = f"of {least} or more" if most == inf else f"from {least} to {most}"
        raise InputError(name, f"is a whole number {bounds}", _shown(value), repair)
    return number


def check_range(
    name: str, value: object, least: float, most: float, repair: str = "give another"
) -> float:
    """Give a number from `least` to `most` as one of Python's; refuse NaN, True and False."""
    number = _real(value)
    if not least <= number <= most:
        expected = f"is a number from {least:g} to {most:g}"
        raise InputError(name, expected, _shown(value), repair)
    return number


def check_choice(name: str, value: object, choices: Sequence[str]) -> str:
    """Give a name back that is one of some; the error lists them.

    Examples
    --------
    >>> check_choice("level", "page", ("document", "sentence"))
    Traceback (most recent call last):
    ...
    fls.errors.InputError: level: is one of document, sentence, got 'page'; choose one of these
    """
    # A table or an array compares with each of the names, and says neither yes nor no.
    if not isinstance(value, str) or value not in choices:
        expected = f"is one of {', '.join(choices)}"
        raise InputError(name, expected, _shown(value), "choose one of these")
    return value


def check_list(
    name: str, values: Iterable[_Value], expected: str, kind: type = object
) -> list[_Value]:
    """Give several values as a list.

    Parameters
    ----------
    name : str
        Of the argument.
    values : iterable
        Neither one text nor a table, which are made of letters and of names of columns.
    expected : str
        What it must be.
    kind : type
        What each value must be.

    Returns
    -------
    list

    Raises
    ------
    InputError
        If it is something else.

    Examples
    --------
    >>> check_list("units", range(2), "is a list of numbers")
    [0, 1]
    """
    given: Any = values
    if not (isinstance(given, str | bytes | Mapping) or hasattr(given, "columns")):
        try:
            each = iter(given)
        except TypeError:
            pass
        else:
            found = list(each)
            for number, value in enumerate(found):
                check_kind(f"{name}[{number}]", value, kind)
            return found
    raise InputError(name, expected, _shown(given), "give a list")


def check_kind(name: str, value: object, kind: type, repair: str = "convert it") -> None:
    """Refuse what is not of a class."""
    if not isinstance(value, kind):
        raise InputError(name, f"is of the class {kind.__name__}", type(value).__name__, repair)


def check_path(
    name: str,
    value: object,
    expected: str = "is the path of a file",
    repair: str = "give a str or a pathlib.Path",
) -> None:
    """Refuse what names no place; an empty str names none."""
    if not isinstance(value, str | os.PathLike) or value == "":
        raise InputError(name, expected, _shown(value), repair)


def check_callable(
    name: str, value: object, expected: str, repair: str = "give a function"
) -> None:
    """Refuse what cannot be called."""
    if not callable(value):
        raise InputError(name, expected, _shown(value), repair)


def check_abstain(abstain: object) -> float:
    """Give the probability back below which a unit gets no label; 0 labels all."""
    return check_range("abstain", abstain, 0.0, 1.0, "give a probability such as 0.6")


def check_folder(folder: object) -> None:
    """Refuse what cannot be the path of a corpus."""
    repair = "give a corpus; a table of sentences is for fls.evaluate_sentences"
    check_path("folder", folder, "is a path", repair)


def check_jobs(jobs: object) -> int:
    """Give a number of threads or processes back; for -1 one for each core."""
    number = _whole(jobs)
    if number is None or not (number > 0 or number == -1):
        raise InputError("jobs", "is a whole number from 1, or -1", _shown(jobs), "give 1")
    if number > 0:
        return number
    from joblib import cpu_count

    return int(cpu_count())


def check_progress(progress: object) -> None:
    """Refuse what cannot be told how far the work is."""
    if progress is not None:
        repair = "give print, or fls.printing.Progress(sys.stderr)"
        check_callable("progress", progress, "is called with a stage and two numbers", repair)


def check_seed(seed: object) -> int:
    """Give the seed of a random generator back."""
    return check_whole("seed", seed, least=0)


def _whole(value: Any) -> int | None:
    """Give a whole number as one of Python's, None for everything else."""
    try:
        return None if isinstance(value, bool) else operator.index(value)
    except TypeError:
        return None


def _real(value: Any) -> float:
    """Give a number as one of Python's, NaN for everything else."""
    if not isinstance(value, Real) or isinstance(value, bool):
        return nan
    try:
        return float(value)
    except OverflowError:  # of a whole number with hundreds of digits
        return inf if operator.gt(value, 0) else -inf


def _shown(value: object) -> str:
    """Show a value in a message: text, numbers and None themselves, others by their kind."""
    if isinstance(value, str | Real | None):
        try:
            return repr(value)[:_LONGEST]
        except ValueError:  # Python does not write whole numbers of thousands of digits
            pass
    return type(value).__name__
