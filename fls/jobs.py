"""How many threads or processes work at once."""

from __future__ import annotations

from fls.errors import InputError
from fls.numbers import whole_number

__all__ = ["checked_jobs"]


def checked_jobs(jobs: int) -> int:
    """Give a number of threads or processes back if it is one; -1 stands for one for each core."""
    number = whole_number(jobs)
    if number is None or not (number > 0 or number == -1):
        raise InputError("jobs", "is a whole number from 1, or -1", repr(jobs), "give 1")
    if number > 0:
        return number
    from joblib import cpu_count

    return int(cpu_count())
