"""Regular expressions that cost nothing at import: each is compiled when it is first used."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

__all__ = ["Expression"]

_METHODS = ("findall", "finditer", "fullmatch", "match", "search")


class Expression:
    """A regular expression with the methods of ``re.Pattern``, compiled at the first call of one.

    Parameters
    ----------
    source : str
        What ``re.compile`` takes.
    flags : int
        Flags of :mod:`re`.

    Examples
    --------
    >>> Expression(r"[a-z]+").match("acme 7").end()
    4
    """

    __slots__ = (*_METHODS, "flags", "source")

    findall: Callable[..., list[Any]]
    finditer: Callable[..., Iterator[re.Match[str]]]
    fullmatch: Callable[..., re.Match[str] | None]
    match: Callable[..., re.Match[str] | None]
    search: Callable[..., re.Match[str] | None]

    def __init__(self, source: str, flags: int = 0) -> None:
        self.source = source
        self.flags = flags

    def __getattr__(self, name: str) -> Any:
        """Fill the slots; Python asks here only while they are empty."""
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(self.source, self.flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(self, name)
