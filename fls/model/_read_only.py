"""Read-only dicts and lists, for the description of a model that all callers share."""

from __future__ import annotations

from typing import Any, NoReturn

__all__ = ["ReadOnly"]


def _refuse(*_: Any, **__: Any) -> NoReturn:
    raise TypeError("the description of a loaded model is read-only: change a copy.deepcopy of it")


_REFUSED: Any = _refuse


class ReadOnly(dict[str, Any]):
    """A dict that is read-only, with all it contains. Copies and pickles of it are plain dicts.

    Parameters
    ----------
    content : dict
        Content of a JSON file.

    Examples
    --------
    >>> ReadOnly({"seed": 0})["seed"]
    0
    """

    def __init__(self, content: dict[str, Any]) -> None:
        super().__init__({key: _make_read_only(value) for key, value in content.items()})

    __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = setdefault = update = _REFUSED

    def __reduce__(self) -> tuple[type, tuple[Any, ...]]:
        return dict, (dict(self),)


class _ReadOnlyList(list[Any]):
    __setitem__ = __delitem__ = __iadd__ = __imul__ = append = clear = extend = _REFUSED
    insert = pop = remove = reverse = sort = _REFUSED

    def __reduce__(self) -> tuple[type, tuple[Any, ...]]:
        return list, (list(self),)


def _make_read_only(value: Any) -> Any:
    """Return a read-only copy of a JSON value."""
    if isinstance(value, dict):
        return ReadOnly(value)
    return _ReadOnlyList(map(_make_read_only, value)) if isinstance(value, list) else value
