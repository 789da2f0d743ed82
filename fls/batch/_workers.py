"""Work on a stream in order: in this process, or in several that hold the model each."""

from __future__ import annotations

import contextlib
import os
import signal
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from fls.batch._score import Options, Scorer
from fls.errors import RunError
from fls.model import Model

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

__all__ = ["run_in_order"]

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")
#: Of a worker process.
_scorer: Scorer | None = None
#: Numerical libraries of a worker use its core alone.
_ENVIRONMENT = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def run_in_order(
    work: Callable[[Scorer, _Task], _Result],
    tasks: Iterable[_Task],
    options: Options,
    jobs: int = 1,
) -> Generator[_Result, None, None]:
    """Do some work for each task and give the results in the order of the tasks.

    Parameters
    ----------
    work : callable
        A function of a module, of a scorer and a task.
    tasks : iterable
        Looked at as far as processes are free, so that a stream may be endless.
    options : Options
    jobs : int
        Number of processes; 1 is this one.

    Yields
    ------
    object
        What `work` gives.

    Raises
    ------
    RunError
        If a process ends before its work is done, or cannot be made.
    """
    if jobs == 1:
        scorer = Scorer(options)
        for task in tasks:
            yield work(scorer, task)
        return
    with contextlib.ExitStack() as stack:
        if isinstance(options.model, Model):
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="fls-model-"))
            options.model.save(folder)
            options = replace(options, model=folder)
        parent = stack.enter_context(_parent())
        yield from _in_processes(work, tasks, (options, parent), jobs)


@contextlib.contextmanager
def _parent() -> Iterator[Connection]:
    """Open a pipe that nobody writes to, and which ends with this process, however that ends."""
    from multiprocessing import Pipe

    watched, held = Pipe(duplex=False)
    with watched, held:
        yield watched


def _in_processes(
    work: Callable[[Scorer, _Task], _Result],
    tasks: Iterable[_Task],
    given: tuple[Options, Connection],
    jobs: int,
) -> Iterator[_Result]:
    from joblib.externals.loky.process_executor import (
        BrokenProcessPool,
        ProcessPoolExecutor,
        ShutdownExecutorError,
    )

    failures: list[Exception] = []
    waiting: deque[tuple[Any, _Task]] = deque()
    here = Scorer(given[0])
    with _told_of_processes():
        pool = ProcessPoolExecutor(
            max_workers=jobs, initializer=_begin, initargs=given, env=_ENVIRONMENT
        )
    try:
        for task in _until_it_fails(tasks, failures):
            # Twice as many as processes keep all of them busy, and bound what lies about. One is
            # given before the next is sent: what was just sent cannot be taken back in silence.
            if len(waiting) >= 2 * jobs:
                yield _result(work, *waiting.popleft(), here)
            with _told_of_processes():
                waiting.append((pool.submit(_work, work, task), task))
        while waiting:
            yield _result(work, *waiting.popleft(), here)
    except (BrokenProcessPool, ShutdownExecutorError) as error:
        raise RunError(
            "jobs", "keep running", "a process that was ended, perhaps for want of memory",
            "run again with fewer jobs",
        ) from error  # fmt: skip
    finally:
        pool.shutdown(wait=True, kill_workers=bool(waiting))
    if failures:
        raise failures[0]


def _until_it_fails(tasks: Iterable[_Task], failures: list[Exception]) -> Iterator[_Task]:
    """Give tasks, and keep what their source raises until what is under way was given."""
    try:
        yield from tasks
    except Exception as error:
        failures.append(error)


@contextlib.contextmanager
def _told_of_processes() -> Iterator[None]:
    """Say in the library's words that there can be no processes, such as those of a daemon."""
    try:
        yield
    except (AssertionError, OSError) as error:
        raise RunError(
            "jobs", "is a number of processes that can be made", str(error), "give jobs=1"
        ) from error


def _result(
    work: Callable[[Scorer, _Task], _Result], future: Any, task: _Task, here: Scorer
) -> _Result:
    """Wait for a result; what cannot be sent to a process is worked on here."""
    from joblib.externals.loky.process_executor import PicklingError

    try:
        found: _Result = future.result()
    except PicklingError:
        return work(here, task)
    return found


def _begin(options: Options, parent: Connection) -> None:
    """Set up a worker: the model is loaded here, and the parent alone answers to Ctrl-C."""
    global _scorer
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    _scorer = Scorer(options)


def _end_with(parent: Connection) -> None:
    """End this process with its parent: one whose parent was killed is told by nobody else."""
    with contextlib.suppress(EOFError, OSError):
        parent.recv_bytes()
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))


def _work(work: Callable[[Scorer, Any], Any], task: Any) -> Any:
    assert _scorer is not None
    return work(_scorer, task)
