"""Ctrl-C while processes are started."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from typing import Any

__all__ = ["hold_back_interrupts"]


@contextlib.contextmanager
def hold_back_interrupts() -> Iterator[None]:
    """Hold Ctrl-C back while processes are started, which inherit the blocked signal.

    A new process would print a traceback before its first line could prevent that.
    """
    with _delay_handler(), _block_signal():
        yield


@contextlib.contextmanager
def _block_signal() -> Iterator[None]:
    """Block the signal in this thread, and in the processes and threads that it starts."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # its first start would unblock the signal
    previous_mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, previous_mask)


@contextlib.contextmanager
def _delay_handler() -> Iterator[None]:
    """Call the handler later: another thread may take the signal that this one blocks."""
    handler = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(handler):
        yield
        return
    caught: list[tuple[int, Any]] = []
    signal.signal(signal.SIGINT, lambda *signal_and_frame: caught.append(signal_and_frame))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
        if caught:
            handler(*caught[0])
