"""Work on a stream in order: in this process, or in several that each hold the model."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from fls.batch._options import Options
from fls.batch._score import Scorer
from fls.batch._signals import hold_back_interrupts
from fls.batch._sources import Item
from fls.errors import RunError
from fls.model import Model

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

__all__ = ["run_in_order"]

_Result = TypeVar("_Result")
_Work: TypeAlias = Callable[[Scorer, Sequence[Item]], _Result]
_Task: TypeAlias = tuple[_Work[_Result], Sequence[Item]]
#: The scorer of a worker process.
_scorer: Scorer | None = None
#: Keeps the numerical libraries of a worker on one core.
_ENVIRONMENT = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")

#: How long to wait for the end of a thread that has nothing left to do.
_MAX_FEEDER_SECONDS = 2.0


class _KilledError(RunError, MemoryError):
    """Error of a process that was killed: most often because memory was lacking."""


def run_in_order(
    tasks: Iterable[_Task[_Result]], options: Options, jobs: int = 1, *, apart: bool = False
) -> Generator[_Result, None, None]:
    """Do some work on each run of items and yield the results in the order of the tasks.

    Parameters
    ----------
    tasks : iterable of (callable, sequence of Item)
        The work, a function of a scorer and the items, and the items. Read only as far ahead as
        keeps the processes busy, so that a stream may be endless.
    options : Options
    jobs : int
        Number of processes; 1 is this one. If an item ends another process, the work is done
        again with that item marked as failed.
    apart : bool
        Whether even a single process is another than this one.

    Yields
    ------
    object
        What the work returns.

    Raises
    ------
    RunError
        If processes cannot be started, or end suddenly whatever they work on.
    """
    if jobs == 1 and not apart:
        scorer = Scorer(options)
        for work, items in tasks:
            yield work(scorer, items)
        return
    with contextlib.ExitStack() as stack:
        if isinstance(options.model, Model):
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="fls-model-"))
            options.model.save(folder)
            options = replace(options, model=folder)
        parent = stack.enter_context(_open_parent_pipe())
        yield from _run_in_processes(tasks, (options, parent), jobs)


@contextlib.contextmanager
def _open_parent_pipe() -> Iterator[Connection]:
    """Open a pipe without a writer, which closes when this process ends, however that is."""
    from multiprocessing import Pipe

    watched, held = Pipe(duplex=False)
    with watched, held:
        yield watched


def _run_in_processes(
    tasks: Iterable[_Task[_Result]], setup: tuple[Options, Connection], jobs: int
) -> Iterator[_Result]:
    failures: list[Exception] = []
    waiting: deque[tuple[Any, _Task[_Result]]] = deque()
    pool, is_done = _Pool(setup, jobs), False
    try:
        for task in _yield_until_failure(tasks, failures):
            # Twice as many tasks as processes keep all of them busy and bound what is waiting. A
            # result is yielded before the next task is sent, as one just sent cannot be
            # withdrawn silently. What a process that ended has left over is done before other
            # tasks take memory again.
            while waiting and (pool.is_broken or len(waiting) >= 2 * jobs):
                yield _get_result(pool, *waiting.popleft())
            waiting.append((pool.submit(*task), task))
        while waiting:
            yield _get_result(pool, *waiting.popleft())
        is_done = True
    finally:
        pool.close(kill=not is_done)
    if failures:
        raise failures[0]


def _yield_until_failure(tasks: Iterable[_Result], failures: list[Exception]) -> Iterator[_Result]:
    """Yield tasks; keep an error of their source until the results under way were yielded."""
    try:
        yield from tasks
    except Exception as error:
        failures.append(error)


class _Pool:
    """Processes with a scorer each; all of them are replaced once one has ended suddenly.

    Parameters
    ----------
    setup : (Options, Connection)
        Options of the scorers; the pipe that closes when this process ends.
    jobs : int
        Number of processes.
    """

    def __init__(self, setup: tuple[Options, Connection], jobs: int) -> None:
        self.setup, self.is_broken = setup, False
        self._jobs, self._here = jobs, Scorer(setup[0])
        self._executor: Any = None

    def submit(self, work: _Work[_Result], items: Sequence[Item]) -> Any:
        """Send work and return its future; processes are started if there are none."""
        from concurrent.futures import Future

        from joblib.externals.loky.process_executor import BrokenProcessPool, ProcessPoolExecutor

        if self.is_broken:
            self.close(kill=True)
        with _explain_process_errors(), hold_back_interrupts():
            if self._executor is None:
                self._executor = ProcessPoolExecutor(
                    self._jobs, initializer=_start_worker, initargs=self.setup, env=_ENVIRONMENT
                )
            try:
                return self._executor.submit(_run_work, work, items)
            except BrokenProcessPool as error:
                failed: Future[_Result] = Future()
                failed.set_exception(error)
                return failed

    def wait(self, future: Any, work: _Work[_Result], items: Sequence[Item]) -> _Result:
        """Wait for a result; what cannot be sent to a process is done in this one."""
        from joblib.externals.loky.process_executor import BrokenProcessPool, PicklingError

        try:
            result: _Result = future.result()
        except PicklingError:
            return work(self._here, items)
        except BrokenProcessPool:
            self.is_broken = True
            raise
        return result

    def do(self, work: _Work[_Result], items: Sequence[Item]) -> _Result:
        """Send work and wait for it."""
        return self.wait(self.submit(work, items), work, items)

    def close(self, kill: bool) -> None:
        """End the processes; with `kill`, without waiting for work that is under way."""
        if self._executor is not None:
            feeder = getattr(getattr(self._executor, "_call_queue", None), "_thread", None)
            self._executor.shutdown(wait=True, kill_workers=kill)
            if feeder is not None:  # if this process ends before that thread, a warning is printed
                feeder.join(_MAX_FEEDER_SECONDS)
        self._executor, self.is_broken = None, False


def _get_result(pool: _Pool, future: Any, task: _Task[_Result]) -> _Result:
    from joblib.externals.loky.process_executor import BrokenProcessPool, ShutdownExecutorError

    try:
        return pool.wait(future, *task)
    except BrokenProcessPool:
        return _repeat_alone(pool.setup, *task)
    except ShutdownExecutorError as error:
        raise _describe_end("jobs", error) from error


def _repeat_alone(
    setup: tuple[Options, Connection], work: _Work[_Result], items: Sequence[Item]
) -> _Result:
    """Do in one process what was under way when another ended suddenly.

    If that ends this process, too, items are tried one by one to mark those that are to blame.
    """
    from joblib.externals.loky.process_executor import BrokenProcessPool

    alone = _Pool(setup, 1)
    where = "jobs"
    try:
        alone.do(_do_nothing, ())
        with contextlib.suppress(BrokenProcessPool):
            return alone.do(work, items)
        marked = [item._replace(error=_find_end(alone, item)) for item in items]
        where = ", ".join(dict.fromkeys((marked[0].id, marked[-1].id)))
        return alone.do(work, marked)
    except BrokenProcessPool as error:
        raise _describe_end(where, error) from error
    finally:
        alone.close(kill=True)


def _find_end(pool: _Pool, item: Item) -> RunError | None:
    """Score an item and return an error if that ends the process; other errors are ignored."""
    from joblib.externals.loky.process_executor import BrokenProcessPool

    try:
        pool.do(_try_items, [item])
    except BrokenProcessPool as error:
        return _describe_end(item.id, error)
    except Exception:
        pass
    return None


def _describe_end(where: str, error: Exception) -> RunError:
    """Return the error of a process that ended suddenly, and how it did, if that is known."""
    how = ", ".join(re.findall(r"\w+\(-?\d+\)", str(error)))
    killed = "SIGKILL" in how
    kind = _KilledError if killed else RunError
    found = f"its end{f' by {how}' * bool(how)}{', perhaps for want of memory' * killed}"
    repair = "free memory, run with fewer jobs, or leave it out" if killed else "leave it out"
    return kind(where, "lets the process go on that scores it", found, repair)


@contextlib.contextmanager
def _explain_process_errors() -> Iterator[None]:
    """Turn errors of starting processes, as in a daemon, into those of the library."""
    try:
        yield
    except (AssertionError, OSError) as error:
        raise RunError(
            "jobs", "is a number of processes that can be made", str(error), "give jobs=1"
        ) from error


def _start_worker(options: Options, parent: Connection) -> None:
    """Set up a worker with a scorer of its own; the parent alone responds to Ctrl-C."""
    global _scorer
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, args=(parent,), daemon=True).start()
    _scorer = Scorer(options)


def _end_with_parent(parent: Connection) -> None:
    """End this process with its parent, of which it would not learn if that was killed."""
    with contextlib.suppress(EOFError, OSError):
        parent.recv_bytes()
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))


def _run_work(work: _Work[_Result], items: Sequence[Item]) -> _Result:
    assert _scorer is not None
    return work(_scorer, items)


def _try_items(scorer: Scorer, items: Sequence[Item]) -> None:
    scorer(items)


def _do_nothing(scorer: Scorer, items: Sequence[Item]) -> None:
    """Show that a process can be made."""
