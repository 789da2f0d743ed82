"""Work on a stream in order: in this process, or in several that hold the model each."""

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
from fls.batch._signals import undisturbed
from fls.batch._sources import Item
from fls.errors import RunError
from fls.model import Model

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

__all__ = ["run_in_order"]

_Result = TypeVar("_Result")
_Work: TypeAlias = Callable[[Scorer, Sequence[Item]], _Result]
_Task: TypeAlias = tuple[_Work[_Result], Sequence[Item]]
#: Of a worker process.
_scorer: Scorer | None = None
#: Numerical libraries of a worker use its core alone.
_ENVIRONMENT = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")

#: Seconds for a thread that has nothing left to do.
_PATIENCE = 2.0


class _KilledError(RunError, MemoryError):
    """What ends a process from outside is most often want of memory."""


def run_in_order(
    tasks: Iterable[_Task[_Result]], options: Options, jobs: int = 1, *, apart: bool = False
) -> Generator[_Result, None, None]:
    """Do some work on each run of items and give the results in the order of the tasks.

    Parameters
    ----------
    tasks : iterable of (callable, sequence of Item)
        The work, a function of a scorer and the items, and these. Looked at as far as processes
        are free, so that a stream may be endless.
    options : Options
    jobs : int
        Number of processes; 1 is this one. If an item ends another process, the work is done
        again with an item in its place that says so.
    apart : bool
        Whether a single process is another than this one, too.

    Yields
    ------
    object
        What the work gives.

    Raises
    ------
    RunError
        If processes cannot be made, or end whatever they work on.
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
        parent = stack.enter_context(_parent())
        yield from _in_processes(tasks, (options, parent), jobs)


@contextlib.contextmanager
def _parent() -> Iterator[Connection]:
    """Open a pipe that nobody writes to, and which ends with this process, however that ends."""
    from multiprocessing import Pipe

    watched, held = Pipe(duplex=False)
    with watched, held:
        yield watched


def _in_processes(
    tasks: Iterable[_Task[_Result]], given: tuple[Options, Connection], jobs: int
) -> Iterator[_Result]:
    failures: list[Exception] = []
    waiting: deque[tuple[Any, _Task[_Result]]] = deque()
    pool, is_done = _Pool(given, jobs), False
    try:
        for task in _until_it_fails(tasks, failures):
            # Twice as many as processes keep all of them busy, and bound what lies about. One is
            # given before the next is sent: what was just sent cannot be taken back in silence.
            # What a process that ended has left is done before others take memory again.
            while waiting and (pool.is_broken or len(waiting) >= 2 * jobs):
                yield _result(pool, *waiting.popleft())
            waiting.append((pool.submit(*task), task))
        while waiting:
            yield _result(pool, *waiting.popleft())
        is_done = True
    finally:
        pool.close(kill=not is_done)
    if failures:
        raise failures[0]


def _until_it_fails(tasks: Iterable[_Result], failures: list[Exception]) -> Iterator[_Result]:
    """Give tasks, and keep what their source raises until what is under way was given."""
    try:
        yield from tasks
    except Exception as error:
        failures.append(error)


class _Pool:
    """Processes with a scorer each; all of them are made anew once one has ended.

    Parameters
    ----------
    given : (Options, Connection)
        Of the scorers; the pipe that ends with this process.
    jobs : int
        How many processes.
    """

    def __init__(self, given: tuple[Options, Connection], jobs: int) -> None:
        self.given, self.is_broken = given, False
        self._jobs, self._here = jobs, Scorer(given[0])
        self._executor: Any = None

    def submit(self, work: _Work[_Result], items: Sequence[Item]) -> Any:
        """Send work, to be waited for; the processes are made if there are none."""
        from concurrent.futures import Future

        from joblib.externals.loky.process_executor import BrokenProcessPool, ProcessPoolExecutor

        if self.is_broken:
            self.close(kill=True)
        with _told_of_processes(), undisturbed():
            if self._executor is None:
                self._executor = ProcessPoolExecutor(
                    self._jobs, initializer=_begin, initargs=self.given, env=_ENVIRONMENT
                )
            try:
                return self._executor.submit(_work, work, items)
            except BrokenProcessPool as error:
                failed: Future[_Result] = Future()
                failed.set_exception(error)
                return failed

    def wait(self, future: Any, work: _Work[_Result], items: Sequence[Item]) -> _Result:
        """Wait for a result; what cannot be sent to a process is worked on here."""
        from joblib.externals.loky.process_executor import BrokenProcessPool, PicklingError

        try:
            found: _Result = future.result()
        except PicklingError:
            return work(self._here, items)
        except BrokenProcessPool:
            self.is_broken = True
            raise
        return found

    def do(self, work: _Work[_Result], items: Sequence[Item]) -> _Result:
        """Send work and wait for it."""
        return self.wait(self.submit(work, items), work, items)

    def close(self, kill: bool) -> None:
        """End the processes, be there work left or not."""
        if self._executor is not None:
            feeder = getattr(getattr(self._executor, "_call_queue", None), "_thread", None)
            self._executor.shutdown(wait=True, kill_workers=kill)
            if feeder is not None:  # cut off by the end of this process it leaves a warning
                feeder.join(_PATIENCE)
        self._executor, self.is_broken = None, False


def _result(pool: _Pool, future: Any, task: _Task[_Result]) -> _Result:
    from joblib.externals.loky.process_executor import BrokenProcessPool, ShutdownExecutorError

    try:
        return pool.wait(future, *task)
    except BrokenProcessPool:
        return _again(pool.given, *task)
    except ShutdownExecutorError as error:
        raise _ended("jobs", error) from error


def _again(
    given: tuple[Options, Connection], work: _Work[_Result], items: Sequence[Item]
) -> _Result:
    """Do alone what was under way when a process ended; an item that ends this one, too, says so.

    Which of the items it was is found by trying them one by one.
    """
    from joblib.externals.loky.process_executor import BrokenProcessPool

    alone = _Pool(given, 1)
    where = "jobs"
    try:
        alone.do(_nothing, ())
        with contextlib.suppress(BrokenProcessPool):
            return alone.do(work, items)
        known = [item._replace(error=_end_by(alone, item)) for item in items]
        where = ", ".join(dict.fromkeys((known[0].id, known[-1].id)))
        return alone.do(work, known)
    except BrokenProcessPool as error:
        raise _ended(where, error) from error
    finally:
        alone.close(kill=True)


def _end_by(pool: _Pool, item: Item) -> RunError | None:
    """Score an item to see whether that ends the process; other errors are no matter here."""
    from joblib.externals.loky.process_executor import BrokenProcessPool

    try:
        pool.do(_look, [item])
    except BrokenProcessPool as error:
        return _ended(item.id, error)
    except Exception:
        pass
    return None


def _ended(where: str, error: Exception) -> RunError:
    """Say that a process ended, and how, as far as it is known."""
    how = ", ".join(re.findall(r"\w+\(-?\d+\)", str(error)))
    killed = "SIGKILL" in how
    kind = _KilledError if killed else RunError
    found = f"its end{f' by {how}' * bool(how)}{', perhaps for want of memory' * killed}"
    repair = "free memory, run with fewer jobs, or leave it out" if killed else "leave it out"
    return kind(where, "lets the process go on that scores it", found, repair)


@contextlib.contextmanager
def _told_of_processes() -> Iterator[None]:
    """Say in the library's words that there can be no processes, such as those of a daemon."""
    try:
        yield
    except (AssertionError, OSError) as error:
        raise RunError(
            "jobs", "is a number of processes that can be made", str(error), "give jobs=1"
        ) from error


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


def _work(work: _Work[_Result], items: Sequence[Item]) -> _Result:
    assert _scorer is not None
    return work(_scorer, items)


def _look(scorer: Scorer, items: Sequence[Item]) -> None:
    scorer(items)


def _nothing(scorer: Scorer, items: Sequence[Item]) -> None:
    """Show that a process can be made."""
