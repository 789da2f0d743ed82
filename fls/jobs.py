"""How many threads or processes work at once."""

from __future__ import annotations

from fls.errors import InputError

__all__ = ["checked_jobs"]


def checked_jobs(jobs: int) -> int:
    """Give a number of threads or processes back if it is one; -1 stands for one for each core."""
    if isinstance(jobs, bool) or not isinstance(jobs, int) or not (jobs > 0 or jobs == -1):
        raise InputError("jobs", "is a whole number from 1, or -1", repr(jobs), "give 1")
    if jobs > 0:
        return jobs
    from joblib import cpu_count

    return int(cpu_count())
