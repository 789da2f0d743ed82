"""Read every hostile input at full size, each in a process with bounded memory, and time it.

``python -m tools.hostile`` prints a line an input: what came out, seconds, by what factor time grew
from half the size, and the peak of memory. It fails if one hangs, dies, or gives anything but a
document or a ReadError.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.hostile_inputs import Hostile

__all__ = ["main"]

_MAX_SECONDS = 120


def main() -> int:
    """Measure all inputs, or one in this process.

    Returns
    -------
    int
        Number of inputs that hung, died or gave something else.
    """
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--memory", type=int, default=2048, help="megabytes for each (%(default)s)")
    parser.add_argument("--only", metavar="NAME", help="this one alone")
    parser.add_argument("--child", metavar="NAME", help=argparse.SUPPRESS)
    parser.add_argument("--share", type=float, default=1.0, help=argparse.SUPPRESS)
    parser.add_argument("--score", action="store_true", help="score what was read, too")
    options = parser.parse_args()
    if options.child:
        print(_measure(options.child, options.share, options.memory, options.score))
        return 0
    names = [options.only] if options.only else list(_load_inputs())
    return sum(_print_line(name, options.memory, options.score) for name in names)


def _load_inputs() -> dict[str, Hostile]:
    """Return the hostile inputs by name."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from tests.hostile_inputs import HOSTILE

    return HOSTILE


def _print_line(name: str, memory: int, score: bool) -> int:
    """Measure one at half and at full size, each in a new process, and print a line."""
    half, whole = (_run_child(name, share, memory, score) for share in (0.5, 1.0))
    factor = (
        _read_seconds(whole) / max(_read_seconds(half), 0.02) if half and whole else float("nan")
    )
    print(f"{name:26} {whole or 'FAILED'}  x{factor:.1f}", flush=True)
    return not whole or whole.startswith("FAILED")


def _read_seconds(line: str) -> float:
    """Read the seconds in the figures of a process."""
    return float(line.split(" s", 1)[0].split()[-1])


def _run_child(name: str, share: float, memory: int, score: bool) -> str:
    """Measure one input in a new process; return its figures, or nothing if it failed."""
    command = [sys.executable, "-m", "tools.hostile", "--child", name, "--share", str(share)]
    command += ["--memory", str(memory), *(["--score"] if score else [])]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=_MAX_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return ""
    if done.returncode:
        print(done.stderr[-600:], file=sys.stderr)
    return done.stdout.strip() if done.returncode == 0 else ""


def _measure(name: str, share: float, memory: int, score: bool) -> str:
    """Read one input and return its figures; the time of making it does not count."""
    import fls

    entry = _load_inputs()[name]
    data = entry.make(max(1, int(entry.full * share)))
    fls.read_all(b"<p>Warm.</p>")
    base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    resource.setrlimit(resource.RLIMIT_AS, ((base + memory) << 20, resource.RLIM_INFINITY))
    start = time.process_time()
    try:
        documents = fls.read_all(data)
        if score:
            _ = [fls.score(document) for document in documents]
        warned = "; ".join(warning for each in documents[:1] for warning in each.warnings)
        outcome = f"{len(documents)} x {sum(len(d.text) for d in documents):,} characters {warned}"
    except fls.ReadError as error:
        outcome = f"ReadError: {error}"
    seconds = time.process_time() - start
    peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10) - base
    return f"{seconds:7.2f} s {peak:5} MB  {len(data):>11,} bytes  {outcome[:110]}"


if __name__ == "__main__":
    sys.exit(main())
