"""Checks of arguments, with errors that say how to repair a call.

Each takes a value, most also the name of the argument, and raises an
:class:`fls.errors.InputError` for a bad value. Those that convert the value return it.
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
#: Maximum number of characters of a value that are shown in a message.
_MOST_SHOWN = 80


def check_whole(
    name: str, value: object, least: int, most: float = inf, repair: str = "give another"
) -> int:
    """Return a whole number, also one of numpy or pandas, as an int.

    Parameters
    ----------
    name : str
        Name of the argument.
    value : int
        Neither True and False nor floats such as 28.0 are accepted.
    least, most : int
        Bounds, both included.
    repair : str
        What the user can do.

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
    number = _convert_whole(value)
    if number is None or not least <= number <= most:
        bounds = f"of {least} or more" if most == inf else f"from {least} to {most}"
        raise InputError(name, f"is a whole number {bounds}", _show(value), repair)
    return number


def check_range(
    name: str, value: object, least: float, most: float, repair: str = "give another"
) -> float:
    """Return a number from `least` to `most` as a float; NaN, True and False are not accepted."""
    number = _convert_real(value)
    if not least <= number <= most:
        expected = f"is a number from {least:g} to {most:g}"
        raise InputError(name, expected, _show(value), repair)
    return number


def check_choice(name: str, value: object, choices: Sequence[str]) -> str:
    """Return a name that is one of `choices`; the error lists them.

    Examples
    --------
    >>> check_choice("level", "page", ("document", "sentence"))
    Traceback (most recent call last):
    ...
    fls.errors.InputError: level: is one of document, sentence, got 'page'; choose one of these
    """
    # The comparison of a table or an array with a name is neither true nor false.
    if not isinstance(value, str) or value not in choices:
        expected = f"is one of {', '.join(choices)}"
        raise InputError(name, expected, _show(value), "choose one of these")
    return value


def check_list(
    name: str, values: Iterable[_Value], expected: str, kind: type = object
) -> list[_Value]:
    """Return several values as a list.

    Parameters
    ----------
    name : str
        Name of the argument.
    values : iterable
        Neither a text nor a table nor a mapping, which would give letters or names of columns.
    expected : str
        What the argument must be, for the message.
    kind : type
        Class of each value.

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
    argument: Any = values
    if not (isinstance(argument, str | bytes | Mapping) or hasattr(argument, "columns")):
        try:
            each = iter(argument)
        except TypeError:
            pass
        else:
            listed = list(each)
            for number, value in enumerate(listed):
                check_kind(f"{name}[{number}]", value, kind)
            return listed
    raise InputError(name, expected, _show(argument), "give a list")


def check_kind(name: str, value: object, kind: type, repair: str = "convert it") -> None:
    """Check that a value is of a class."""
    if not isinstance(value, kind):
        raise InputError(name, f"is of the class {kind.__name__}", type(value).__name__, repair)


def check_path(
    name: str,
    value: object,
    expected: str = "is the path of a file",
    repair: str = "give a str or a pathlib.Path",
) -> None:
    """Check that a value is a path; an empty str is none."""
    if not isinstance(value, str | os.PathLike) or value == "":
        raise InputError(name, expected, _show(value), repair)


def check_callable(
    name: str, value: object, expected: str, repair: str = "give a function"
) -> None:
    """Check that a value can be called."""
    if not callable(value):
        raise InputError(name, expected, _show(value), repair)


def check_abstain(abstain: object) -> float:
    """Return the probability below which a unit gets no label; 0 labels all units."""
    return check_range("abstain", abstain, 0.0, 1.0, "give a probability such as 0.6")


def check_folder(folder: object) -> None:
    """Check that a value can be the path of a corpus."""
    repair = "give a corpus; a table of sentences is for fls.evaluate_sentences"
    check_path("folder", folder, "is a path", repair)


def check_jobs(jobs: object) -> int:
    """Return a number of threads or processes; for -1, the number of cores."""
    number = _convert_whole(jobs)
    if number is None or not (number > 0 or number == -1):
        raise InputError("jobs", "is a whole number from 1, or -1", _show(jobs), "give 1")
    if number > 0:
        return number
    from joblib import cpu_count

    return int(cpu_count())


def check_progress(progress: object) -> None:
    """Check that a value is None or can be called with the progress of the work."""
    if progress is not None:
        repair = "give print, or fls.printing.Progress(sys.stderr)"
        check_callable("progress", progress, "is called with a stage and two numbers", repair)


def check_seed(seed: object) -> int:
    """Return the seed of a random generator."""
    return check_whole("seed", seed, least=0)


def _convert_whole(value: Any) -> int | None:
    """Return a whole number as an int, None for everything else."""
    try:
        return None if isinstance(value, bool) else operator.index(value)
    except TypeError:
        return None


def _convert_real(value: Any) -> float:
    """Return a number as a float, NaN for everything else."""
    if not isinstance(value, Real) or isinstance(value, bool):
        return nan
    try:
        return float(value)
    except OverflowError:  # a whole number with hundreds of digits
        return inf if operator.gt(value, 0) else -inf


def _show(value: object) -> str:
    """Return a value for a message: text, numbers and None as they are, others by their class."""
    if isinstance(value, str | Real | None):
        try:
            return repr(value)[:_MOST_SHOWN]
        except ValueError:  # Python does not convert whole numbers of thousands of digits to str
            pass
    return type(value).__name__
