"""All errors that the library raises on purpose.

::

    FlsError
    ├── InputError   (ValueError)   an argument or a text that cannot be used
    ├── ReadError    (OSError)      a file that cannot be read
    ├── CorpusError  (ValueError)   annotated data that breaks its format
    ├── ModelError   (ValueError)   a model folder that cannot be loaded
    └── RunError     (RuntimeError) a run over many documents that could not go on

A message says where the error is, what must hold, what was found and how to repair it.
"""

from __future__ import annotations

__all__ = ["CorpusError", "FlsError", "InputError", "ModelError", "ReadError", "RunError"]


class FlsError(Exception):
    """Base class of all errors of the library.

    Parameters
    ----------
    where : str
        The place: a path, ``path:line``, or an argument's name.
    expected : str
        What must hold there.
    found : str
        What was found instead.
    repair : str
        What the user can do.
    """

    def __init__(self, where: str, expected: str, found: str, repair: str) -> None:
        super().__init__(where, expected, found, repair)
        self.where = where
        self.expected = expected
        self.found = found
        self.repair = repair

    def __reduce__(self) -> tuple[type[FlsError], tuple[str, str, str, str]]:
        # OSError changes its args, so a ReadError could not be unpickled from them.
        return type(self), (self.where, self.expected, self.found, self.repair)

    def __str__(self) -> str:
        return f"{self.where}: {self.expected}, got {self.found}; {self.repair}"


class InputError(FlsError, ValueError):
    """An argument or a text that cannot be used."""


class ReadError(FlsError, OSError):
    """A file that cannot be read."""


class CorpusError(FlsError, ValueError):
    """Annotated data that breaks its format."""


class ModelError(FlsError, ValueError):
    """A model folder that is missing, damaged, foreign or newer than this version."""


class RunError(FlsError, RuntimeError):
    """A run over many documents that could not go on."""
