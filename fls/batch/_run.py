"""A run over files that can be stopped at any moment and resumed where it was.

Parts beside the output are the ledger: each is there as a whole, with a note on it, or not at all.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from fls import __version__
from fls.batch._digests import compute_digests, format_digest_line
from fls.batch._files import encode_table, merge_parts
from fls.batch._options import Options
from fls.batch._rows import explain_lack_of_memory
from fls.batch._schema import import_pyarrow, list_columns, make_empty_frame
from fls.batch._score import Scorer
from fls.batch._sources import Item, estimate_size, split_into_batches
from fls.batch._workers import run_in_order
from fls.checks import check_jobs
from fls.errors import InputError, RunError
from fls.files import sync_folder, write_whole

__all__ = ["Job", "Run", "run_files"]

#: Characters of a part: enough that writing it takes next to no time.
_PART_CHARACTERS = 2_000_000
#: Maximum number of failures that are kept by name.
_MAX_FAILURES = 100


@dataclass(frozen=True)
class Job:
    """The output of a run.

    Parameters
    ----------
    output : Path
        The file.
    form : str
        ``"csv"``, ``"jsonl"`` or ``"parquet"``.
    level : str
        What a row is: ``"document"``, ``"sentence"``, ``"unit"`` or ``"promise"``.
    excel_safe : bool
        For CSV: cells that a spreadsheet would take for formulae begin with an apostrophe, and
        the file with the mark by which Excel recognizes UTF-8.
    """

    output: Path
    form: str
    level: str = "unit"
    excel_safe: bool = False

    @property
    def folder(self) -> Path:
        """Folder of the parts while the run is not done."""
        return self.output.with_name(self.output.name + ".parts")

    @property
    def report(self) -> Path:
        """File that records how the output was made."""
        return self.output.with_name(self.output.name + ".run.json")

    @property
    def inputs(self) -> Path:
        """File of the digests of the inputs, as ``sha256sum --check`` takes them."""
        return self.output.with_name(self.output.name + ".inputs.sha256")


@dataclass(frozen=True)
class Run:
    """The outcome of a run.

    Parameters
    ----------
    status : mapping of str to int
        Number of documents that are ``ok``, ``partial``, ``empty`` and ``error``.
    failed : sequence of (str, str)
        Ids and messages of the first hundred documents that failed, as a whole or in part.
    rows : int
        Rows of the output.
    """

    status: Mapping[str, int]
    failed: Sequence[tuple[str, str]]
    rows: int


def run_files(
    items: Sequence[Item],
    job: Job,
    options: Options,
    *,
    jobs: int = 1,
    resume: bool = False,
    progress: Callable[[int, int | None], None] | None = None,
) -> Run:
    """Score items into one file, in a run that can be resumed when it was stopped.

    Parameters
    ----------
    items : sequence of Item
    job : Job
    options : Options
        Its tables are ignored.
    jobs : int
        Number of processes; -1 for one per core.
    resume : bool
        Whether to resume a run of the same items and options; without one, a new run begins. What
        was made of a file that has changed since is made again.
    progress : callable, optional
        Called with the number of items done and of all items.

    Returns
    -------
    Run
        The output is the same, byte for byte, for any number of processes and interruptions.

    Raises
    ------
    InputError
        If `jobs` is no number of processes, or there is an unfinished run that shall not be
        resumed, has other items or options, or is at work in another process.
    RunError
        If a file cannot be written, say because the disk is full, processes cannot be started, or
        memory is lacking for a document or its process was killed.
    """
    jobs = check_jobs(jobs)
    if job.form == "parquet":
        import_pyarrow()
    scorer = Scorer(replace(options, tables=(job.level,), files=True))
    plan = _make_plan(items, job, scorer)
    if resume and not _get_ledger_path(job).exists() and (done := _read_finished(job, plan, items)):
        return done
    parts = list(split_into_batches(items, _PART_CHARACTERS))
    with _open_ledger(job, plan, resume) as has_died:
        complete = replace(scorer.options, digest=scorer.digest)
        run = _score_missing(parts, job, complete, jobs, progress, plan, has_died)
    shutil.rmtree(job.folder, ignore_errors=True)
    return run


def _make_plan(items: Sequence[Item], job: Job, scorer: Scorer) -> dict[str, Any]:
    """Return what the output depends on; one digest covers names and sizes of the items."""
    names = hashlib.sha256()
    for item in items:
        names.update(f"{item.id}\0{estimate_size(item)}\0".encode("utf-8", "surrogatepass"))
    return {
        "fls": __version__,
        "model": scorer.digest,
        "items": len(items),
        "items_sha256": names.hexdigest(),
        "format": job.form,
        "level": job.level,
        "excel_safe": job.excel_safe,
        "exhibit": scorer.options.exhibit,
        "abstain": scorer.options.abstain,
        "analyses": list(scorer.options.analyses),
    }


def _read_finished(job: Job, plan: dict[str, Any], items: Sequence[Item]) -> Run | None:
    """Read the report of a finished run if it had this plan and inputs that have not changed."""
    report = _read_json(job.report)
    same = report and {name: report.get(name) for name in plan} == plan and job.output.is_file()
    if not report or not same or job.output.stat().st_size != report["output_bytes"]:
        return None
    inputs = hashlib.sha256()
    for digest, name in compute_digests(items):
        inputs.update(format_digest_line(digest, name))
    if inputs.hexdigest() != report["inputs"]["sha256"]:
        return None
    return Run(report["status"], [tuple(f) for f in report["failed"]], report["rows"])


def _get_ledger_path(job: Job) -> Path:
    """Return the path of the file that exists while a run has begun and is not done."""
    return job.folder / "plan.json"


@contextlib.contextmanager
def _open_ledger(job: Job, plan: dict[str, Any], resume: bool) -> Iterator[bool]:
    """Make the folder of parts, or take over that of a run which was stopped.

    Yields whether the earlier process ended suddenly, perhaps because of a document.
    """
    earlier = _read_json(_get_ledger_path(job))
    if earlier is not None:
        with _lock(job.folder):  # a process at work is reported before its parts are
            pass
    if earlier is not None and not resume:
        raise InputError(
            str(job.folder), "is not there before a new run", "parts of one that was stopped",
            "add --resume to go on with it, or remove the folder",
        )  # fmt: skip
    if earlier is not None and earlier != plan:
        differs = ", ".join(name for name in plan if plan[name] != earlier.get(name))
        raise InputError(
            str(job.folder), "holds parts of a run of the same inputs and options",
            f"another in: {differs}", "give the same ones, or remove the folder",
        )  # fmt: skip
    _make_folder(job)
    with _explain_write_errors(job), _lock(job.folder):
        if earlier is None:
            job.report.unlink(missing_ok=True)  # it is about an earlier output
            write_whole(_get_ledger_path(job), _encode_json(plan))
        with _mark_at_work(job.folder) as has_died:
            yield has_died


@contextlib.contextmanager
def _mark_at_work(folder: Path) -> Iterator[bool]:
    """Set a mark that stays if this process ends suddenly; yield whether there was one."""
    mark = folder / "at-work"
    has_died = mark.exists()
    mark.touch()
    try:
        yield has_died
    finally:
        mark.unlink(missing_ok=True)


def _make_folder(job: Job) -> None:
    """Make the folder of parts, or refuse an output that cannot be written."""
    found = ""
    if not job.output.parent.is_dir():
        found = "no such folder"
    elif job.output.exists() and not job.output.is_file():
        found = "a folder" if job.output.is_dir() else "a device or a pipe, which has no parts"
    else:
        try:
            job.folder.mkdir(exist_ok=True)
        except OSError as error:
            found = error.strerror or str(error)
    if found:
        raise InputError(str(job.output), "must be writable", found, "check the path")


@contextlib.contextmanager
def _explain_write_errors(job: Job) -> Iterator[None]:
    """Turn the errors of files that cannot be written into those of the library."""
    try:
        yield
    except RunError as error:
        repair = f"{error.repair}; with --resume what is done is kept"
        raise RunError(error.where, error.expected, error.found, repair) from error
    except OSError as error:
        found = error.strerror or str(error)
        raise RunError(str(job.output), "can be written", found, _RESUME_REPAIR) from error


_RESUME_REPAIR = "mend that, then run again with --resume: what is done is kept"


@contextlib.contextmanager
def _lock(folder: Path) -> Iterator[None]:
    """Keep other processes out of the folder, where the system can do so."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    with (folder / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InputError(
                str(folder), "is written by one process", "another at work", "wait for its end"
            ) from None
        yield


def _score_missing(
    parts: Sequence[Sequence[Item]],
    job: Job,
    options: Options,
    jobs: int,
    progress: Callable[[int, int | None], None] | None,
    plan: dict[str, Any],
    has_died: bool,
) -> Run:
    """Score the parts that are missing, and join all parts as they are done."""
    missing = [number for number in range(len(parts)) if not _is_done(job, number, parts[number])]
    tasks = ((partial(_write_part, job, number), parts[number]) for number in missing)
    # Even a single part gets a process of its own: if a document ends that, the run goes on.
    results = run_in_order(tasks, options, min(jobs, max(len(missing), 2)), apart=has_died)
    waiting = set(missing)
    done = sum(len(part) for number, part in enumerate(parts) if number not in waiting)
    if progress:
        progress(done, plan["items"])
    empty = make_empty_frame(list_columns(job.level, options.analyses, options.files))
    merging = merge_parts(job.output, job.form, empty, job.excel_safe)
    with contextlib.closing(results), merging as add:
        for number, part in enumerate(parts):
            if number in waiting:
                next(results)
                done += len(part)
                if progress:
                    progress(done, plan["items"])
            add(_read_part(job, number)[1])
    return _write_report(job, plan, len(parts))


def _get_part_path(job: Job, number: int) -> Path:
    return job.folder / f"part-{number:06}"


def _read_part(job: Job, number: int, *, note_only: bool = False) -> tuple[dict[str, Any], bytes]:
    """Read the note and the data of a part."""
    with _get_part_path(job, number).open("rb") as file:
        note = json.loads(file.readline())
        return note, b"" if note_only else file.read()


def _is_done(job: Job, number: int, items: Sequence[Item]) -> bool:
    """Check whether a part is there as a whole, and made of what its items hold now."""
    try:
        note, data = _read_part(job, number)
    except (OSError, ValueError):
        return False
    if hashlib.sha256(data).hexdigest() != note["sha256"]:
        return False
    return [tuple(recorded) for recorded in note["inputs"]] == list(compute_digests(items))


def _write_part(job: Job, number: int, scorer: Scorer, items: Sequence[Item]) -> None:
    """Score and write one part: a line with a note on its content, then the data."""
    try:
        batch = scorer(items)
        table = batch.tables[job.level]
        data = encode_table(table, job.form, job.excel_safe)
    except MemoryError as error:
        raise explain_lack_of_memory(items[0].id, error) from error
    if batch.memory_error:
        raise batch.memory_error
    note = {
        "sha256": hashlib.sha256(data).hexdigest(),
        "rows": len(table),
        "status": dict(batch.status),
        "failed": list(batch.failed[:_MAX_FAILURES]),
        "inputs": list(compute_digests(items, batch.digests)),
    }
    write_whole(_get_part_path(job, number), json.dumps(note).encode(), b"\n", data)


def _write_report(job: Job, plan: dict[str, Any], parts: int) -> Run:
    """Write how the output was made: totals over the notes of all parts, read one by one."""
    status: Counter[str] = Counter(ok=0, partial=0, empty=0, error=0)
    failed: list[tuple[str, str]] = []
    rows, inputs, draft = 0, hashlib.sha256(), job.folder / "inputs"
    with draft.open("wb") as file:
        for number in range(parts):
            note, _ = _read_part(job, number, note_only=True)
            status.update(note["status"])
            failed += [tuple(f) for f in note["failed"]][: _MAX_FAILURES - len(failed)]
            rows += note["rows"]
            lines = b"".join(format_digest_line(digest, name) for digest, name in note["inputs"])
            inputs.update(lines)
            file.write(lines)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, job.inputs)
    report = plan | {
        "output": job.output.name,
        "output_bytes": job.output.stat().st_size,
        "rows": rows,
        "documents": sum(status.values()),
        "status": dict(status),
        "failed": failed,
        "inputs": {"list": job.inputs.name, "sha256": inputs.hexdigest()},
    }
    write_whole(job.report, _encode_json(report))
    sync_folder(job.report.parent)
    return Run(dict(status), failed, rows)


def _read_json(path: Path) -> dict[str, Any] | None:
    """Read a JSON object; None if the file holds none."""
    try:
        value = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return value if isinstance(value, dict) else None


def _encode_json(value: Mapping[str, Any]) -> bytes:
    return (json.dumps(value, indent=1, ensure_ascii=True) + "\n").encode()
