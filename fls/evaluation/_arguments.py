"""Checks of the arguments of functions that measure and fit models."""

from __future__ import annotations

import os

from fls.errors import InputError
from fls.numbers import whole_number

__all__ = ["check_folder", "check_progress", "check_seed"]


def check_folder(folder: object) -> None:
    """Refuse what cannot be the path of a corpus."""
    if not isinstance(folder, str | os.PathLike):
        repair = "give a corpus; a table of sentences is for fls.evaluate_sentences"
        raise InputError("folder", "is a path", type(folder).__name__, repair)


def check_progress(progress: object) -> None:
    """Refuse what cannot be called."""
    if progress is not None and not callable(progress):
        repair = "give print, or fls.printing.Progress(sys.stderr)"
        expected = "is called with a stage and two numbers"
        raise InputError("progress", expected, type(progress).__name__, repair)


def check_seed(seed: object) -> None:
    """Refuse what cannot be a seed."""
    number = whole_number(seed)
    if number is None or number < 0:
        raise InputError("seed", "is a whole number of 0 or more", repr(seed), "give another")
