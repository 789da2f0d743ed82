"""The command line: the only room that prints or exits. Data on stdout, messages on stderr."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

from fls.errors import FlsError, InputError, ReadError, RunError

from ._arguments import build_parser
from ._corpora import check, join, label_export, label_import, label_interface
from ._models import evaluate, train
from ._releases import compare, explain, report, score, segment
from ._streams import FAILED, UNREADABLE, say

__all__ = ["main"]

_COMMANDS = {
    "score": score,
    "report": report,
    "compare": compare,
    "segment": segment,
    "explain": explain,
    "train": train,
    "evaluate": evaluate,
    "corpus check": check,
    "corpus join": join,
    "label export": label_export,
    "label import": label_import,
    "label interface": label_interface,
}
#: Commands whose faulty input is a matter of data, not of usage.
_DATA_COMMANDS = (train, evaluate, check, join, label_import)
_USAGE, _INVALID, _INTERRUPTED = 2, 4, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Parameters
    ----------
    argv : sequence of str, optional
        Arguments without the name of the program; by default those of the process.

    Returns
    -------
    int
        The exit code; ``fls --help`` lists them all.

    Raises
    ------
    SystemExit
        From the argument parser: 2 after a usage error, 0 after ``--help`` and ``--version``.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the caller
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
    args = build_parser(_COMMANDS).parse_args(argv)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # for characters that a terminal lacks
    try:
        code: int = args.run(args)
        sys.stdout.flush()
    except ReadError as error:
        say(error)
        return UNREADABLE
    except RunError as error:
        say(error)
        return FAILED
    except FlsError as error:
        say(error)
        for note in getattr(error, "__notes__", ()):
            say(note)
        is_usage = isinstance(error, InputError) and args.run not in _DATA_COMMANDS
        return _USAGE if is_usage else _INVALID
    except BrokenPipeError:
        # The reader has seen enough. Python flushes again at exit and needs somewhere to write.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        say(": ".join(str(part) for part in (error.filename, error.strerror) if part) or error)
        return FAILED
    except KeyboardInterrupt:
        say("interrupted")
        return _INTERRUPTED
    return code
