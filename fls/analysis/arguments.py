"""Arguments of what users call: refused in the library's own words where they are none."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from numbers import Real
from typing import Any, TypeVar

from fls.errors import InputError

__all__ = ["check_callable", "check_choice", "check_path", "check_range", "listed"]

_Value = TypeVar("_Value")


def listed(name: str, values: Iterable[_Value], expected: str) -> list[_Value]:
    """Give several values as a list.

    Parameters
    ----------
    name : str
        Of the argument.
    values : iterable
        Neither one text nor a table, which are made of letters and of names of columns.
    expected : str
        What it must be.

    Returns
    -------
    list

    Raises
    ------
    InputError
        If it is something else.

    Examples
    --------
    >>> listed("units", range(2), "is a list of numbers")
    [0, 1]
    """
    given: Any = values
    if not (isinstance(given, str | bytes | Mapping) or hasattr(given, "columns")):
        try:
            each = iter(given)
        except TypeError:
            pass
        else:
            return list(each)
    raise InputError(name, expected, type(given).__name__, "give a list")


def check_choice(name: str, value: object, choices: Sequence[str]) -> None:
    """Refuse what is none of some names; the error lists them."""
    if not isinstance(value, str) or value not in choices:
        found = repr(value) if isinstance(value, str | None) else type(value).__name__
        raise InputError(name, f"is one of {', '.join(choices)}", found, "choose one of these")


def check_range(name: str, value: object, least: float, most: float) -> None:
    """Refuse what is no number from `least` to `most`."""
    if not isinstance(value, Real) or not least <= float(value) <= most:
        found = repr(value) if isinstance(value, Real) else type(value).__name__
        raise InputError(name, f"is a number from {least:g} to {most:g}", found, "give another")


def check_path(name: str, value: object) -> None:
    """Refuse what names no file."""
    if not isinstance(value, str | os.PathLike) or value == "":
        found = repr(value) if isinstance(value, str) else type(value).__name__
        raise InputError(name, "is the path of a file", found, "give a str or a pathlib.Path")


def check_callable(name: str, value: object, expected: str) -> None:
    """Refuse what cannot be called."""
    if not callable(value):
        raise InputError(name, expected, type(value).__name__, "give a function")
